"""A workbook as read, whatever file it came from: cells with formula and stored value, defined names, merged cells.

Every reader of files (`xlsx`, `ods`) gives this one type; whatever comes after knows nothing about files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from slasheet.addresses import place


class ErrorValue(str):
    """An error value that a cell shows, such as `#DIV/0!`."""

    __slots__ = ()


class Stored(NamedTuple):
    """What one cell holds: its value as stored (None where there is none) and its formula without the equals sign."""

    value: float | str | bool | None
    formula: str | None


class Area(NamedTuple):
    """A rectangle of cells on a sheet; rows and columns count from 0, ends included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


BLANK = Stored(None, None)


@dataclass(frozen=True, slots=True)
class Book:
    """The cells of a workbook by sheet title and (row, column), and its defined names (None: broken).

    Dates are day numbers of the 1900 system, whatever the file counts in. `local_names` are the names that hold on one
    sheet only, by its title; `merged` the merged areas of each sheet.
    """

    path: Path
    sheets: Mapping[str, Mapping[tuple[int, int], Stored]]
    names: Mapping[str, Area | None]
    local_names: Mapping[str, Mapping[str, Area | None]] = field(default_factory=dict)
    merged: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)

    def cell(self, sheet: str, row: int, col: int) -> Stored:
        """Return a cell, blank where there is none."""
        return self.sheets.get(sheet, {}).get((row, col), BLANK)


_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?")


def parse_area(text: str) -> Area | None:
    """Return the one rectangle that a reference names, None when it names none.

    Example: `parse_area("'Deal size'!$E$5:$G$5")` is `Area("Deal size", 4, 4, 4, 6)`.
    """
    match = _AREA.fullmatch(text)
    if not match:
        return None
    title = match[1].replace("''", "'") if match[1] else match[2]
    return Area(title, *place(match[3]), *place(match[4] or match[3]))
