"""From a formula over measure names to its texts and the names in it, each with what it selects; and the areas they become.

`{deal_size}` is that measure at my own coordinates, `{leads_due month:*}` stands for all its months, `{@region}` for my
label; a `?` at the end asks whether what is there may be used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_SELECTOR = re.compile("([:=])")
_TOKEN = re.compile(r"\{([^{}]+)\}")


class Ref(NamedTuple):
    """A name in a formula: a measure (or an axis label when `label`) with selectors per axis."""

    name: str
    selectors: tuple[tuple[str, str], ...]
    test: bool
    label: bool
    of: str | None


class Reference(NamedTuple):
    """Cells that a formula refers to; the flags say which sides move when it is filled."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    row_moves: bool = False
    col_moves: bool = False
    #: Written with a colon even where it is one cell: not every program takes a cell for a range.
    many: bool = False


class Reach(NamedTuple):
    """What a name in a formula refers to, and by how many rows and columns that moves per place along an axis."""

    area: Reference
    steps: Mapping[str, tuple[int, int]]


@lru_cache(maxsize=4096)
def parse(template: str) -> tuple[str | Ref, ...]:
    """Split a formula over measure names into text and references."""
    parts: list[str | Ref] = []
    end = 0
    for match in _TOKEN.finditer(template):
        if match.start() > end:
            parts.append(template[end : match.start()])
        parts.append(_parse_ref(match[1]))
        end = match.end()
    if end < len(template):
        parts.append(template[end:])
    return tuple(parts)


@lru_cache(maxsize=4096)
def _parse_ref(text: str) -> Ref:
    test = text.endswith("?")
    name, *words = text.rstrip("?").split(" ")
    if name.startswith("@"):
        return Ref(name[1:], (), test, True, words[0] if words else None)
    selectors = []
    for word in words:
        if word == "*":
            selectors.append(("*", "*"))
        else:
            axis, mark, value = _SELECTOR.split(word, maxsplit=1)
            selectors.append((axis, value if mark == ":" else "=" + value))
    return Ref(name, tuple(selectors), test, False, None)
