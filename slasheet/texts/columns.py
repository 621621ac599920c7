"""From rows of texts to the lines of a table, whose columns stand below each other in every script."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_ONE_EACH = re.compile("[\x20-\x7e\xa0-\u02ff\u2010-\u2027]*")


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian letters two, vowels above and below a letter none."""
    # Importing rich costs as much as laying out a report; the letters of Europe take a column each.
    if _ONE_EACH.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column must be."""
    return [max(map(display_width, column)) for column in zip(*rows, strict=True)]


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return a line for each row; the columns `right`, counted from 0, stand against their right edge.

    Example: `aligned([["leads", "12"], ["days", "7"]], right=(1,))` is `["leads  12", "days    7"]`.
    """
    room = widths(rows)
    return [
        "  ".join(
            " " * (width - display_width(cell)) + cell if place in right else cell + " " * (width - display_width(cell))
            for place, (cell, width) in enumerate(zip(row, room, strict=True))
        ).rstrip()
        for row in rows
    ]
