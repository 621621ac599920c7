"""How programs spell one and the same formula: what they change in passing makes no difference."""

from __future__ import annotations

import re

from slasheet.layout.formulas import GONE

_QUOTED = re.compile(r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*')")
_PASSING = re.compile(r"[\s$]|_xlfn\.")
_WORD = re.compile(r"'[^\s'\"!$%&()*+,/:;<=>^{}\[\]-]+'")
_NUMBER = re.compile(r"(?<![A-Z\d.])(\d+\.\d*|\.\d+|\d+(?=E-))(E[+-]?\d+)?(?![\dA-Z])")


def same_formula(found: str, expected: str, gone: tuple[str, ...] = ()) -> bool:
    """Return whether a formula is the one expected, however a program spells it.

    Where a cell that it needs was deleted, programs write the hole as they like, or leave the title of a sheet that is
    `gone`.
    """
    if found == expected or normal(found) == normal(expected):
        return True
    return GONE in expected and any(hole in found for hole in (GONE, *gone))


def normal(formula: str) -> str:
    """Return a formula without what programs change in passing: spaces, capitals, dollar signs, spellings of a number.

    Whether the title of a sheet stands in quotes is a program's own choice, too, where it is one word: LibreOffice needs
    none for letters of any script. All that is in the quotes counts: 'Deal size' is another sheet than Dealsize.
    """
    parts = _QUOTED.split(formula)
    parts[1::2] = [_title(part) if part[0] == "'" else part for part in parts[1::2]]
    parts[::2] = [
        _NUMBER.sub(lambda number: repr(float(number[0])), _PASSING.sub("", part).upper()) for part in parts[::2]
    ]
    return "".join(parts)


def _title(quoted: str) -> str:
    """Return a title that stands in quotes with them, or without where it is one word."""
    return (quoted[1:-1] if _WORD.fullmatch(quoted) else quoted).upper()
