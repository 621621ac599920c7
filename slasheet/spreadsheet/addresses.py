"""Cell addresses: from row and column, counted from 0, to `D10` and back."""

from __future__ import annotations

import re
from functools import lru_cache

#: How many rows and columns a sheet has.
ROWS, COLUMNS = 1 << 20, 1 << 14
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=16_384)
def column(col: int) -> str:
    """Return the letters of a column. Example: `column(27)` is `AB`."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, col: int) -> str:
    """Return the address of a cell. Example: `a1(9, 3)` is `D10`."""
    return f"{column(col)}{row + 1}"


def anchored(top: int, left: int, bottom: int, right: int) -> str:
    """Return an area with dollar signs. Example: `anchored(4, 4, 4, 6)` is `$E$5:$G$5`, of one cell `$E$5`."""
    first, last = f"${column(left)}${top + 1}", f"${column(right)}${bottom + 1}"
    return first if first == last else f"{first}:{last}"


def place(address: str) -> tuple[int, int]:
    """Return row and column of an address, with or without dollar signs. Raises ValueError for anything else."""
    match = _CELL.fullmatch(address)
    if not match:
        message = f"{address!r} is no cell address"
        raise ValueError(message)
    col = 0
    for letter in match[1]:
        col = col * 26 + ord(letter) - 64
    return int(match[2]) - 1, col - 1


@lru_cache(maxsize=256)
def quoted(title: str) -> str:
    """Return a sheet's title as formulas write it."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+", title):
        return title
    return "'" + title.replace("'", "''") + "'"
