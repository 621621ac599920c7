"""A workbook as read, whatever file it came from: cells with formula and stored value, defined names, merged cells.

Every reader of files (`xlsx`, `ods`) gives this one type; whatever comes after knows nothing about files.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from slasheet.spreadsheet.addresses import place


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
Value = float | str | bool | None


class Line(NamedTuple):
    """The cells of one row that hold something, from left to right: columns, values, formulas; all of one length."""

    cols: tuple[int, ...]
    values: Sequence[Value]
    formulas: Sequence[str | None]


_NO_LINE = Line((), (), ())


class Cells(Mapping[tuple[int, int], Stored]):
    """The cells of a sheet by row and column, from 0, kept by row.

    Why: a workbook may have millions of them, and a row costs less than its cells do each by itself.
    """

    __slots__ = ("lines",)

    def __init__(self, lines: dict[int, Line] | None = None) -> None:
        """Hold the rows that have cells, by number."""
        self.lines: dict[int, Line] = {} if lines is None else lines

    @classmethod
    def of(cls, cells: Mapping[tuple[int, int], Stored]) -> Cells:
        """Return cells kept by row, whatever keeps them now."""
        if isinstance(cells, cls):
            return cells
        rows: dict[int, list[tuple[int, Value, str | None]]] = {}
        for (row, col), (value, formula) in cells.items():
            rows.setdefault(row, []).append((col, value, formula))
        return cls({row: Line(*zip(*sorted(held, key=itemgetter(0)), strict=True)) for row, held in rows.items()})

    def span(self, row: int, col: int, count: int) -> tuple[list[Value], list[str | None]]:
        """Return values and formulas of so many cells of a row, from a column on."""
        cols, values, formulas = self.lines.get(row, _NO_LINE)
        first = bisect_left(cols, col)
        last = first + count
        if last <= len(cols) and cols[first] == col and cols[last - 1] == col + count - 1:
            return [*values[first:last]], [*formulas[first:last]]
        held = {cols[at]: (values[at], formulas[at]) for at in range(first, bisect_left(cols, col + count))}
        pairs = [held.get(at, (None, None)) for at in range(col, col + count)]
        return [value for value, _ in pairs], [formula for _, formula in pairs]

    def __getitem__(self, spot: tuple[int, int]) -> Stored:
        """Return a cell that holds something."""
        cols, values, formulas = self.lines[spot[0]]
        at = bisect_left(cols, spot[1])
        if at == len(cols) or cols[at] != spot[1]:
            raise KeyError(spot)
        return Stored(values[at], formulas[at])

    def __len__(self) -> int:
        """Return how many cells hold something."""
        return sum(len(line.cols) for line in self.lines.values())

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Give row and column of every cell."""
        return ((row, col) for row, line in self.lines.items() for col in line.cols)

    def items(self) -> ItemsView[tuple[int, int], Stored]:
        """Return every cell with its row and column."""
        return _Items(self)

    def values(self) -> ValuesView[Stored]:
        """Return every cell."""
        return _Stored(self)


class _Items(ItemsView[tuple[int, int], Stored]):
    """The cells with their places, without a look-up for each."""

    _mapping: Cells

    def __iter__(self) -> Iterator[tuple[tuple[int, int], Stored]]:
        return (
            ((row, col), Stored(value, formula))
            for row, line in self._mapping.lines.items()
            for col, value, formula in zip(*line, strict=True)
        )


class _Stored(ValuesView[Stored]):
    """The cells, without a look-up for each."""

    _mapping: Cells

    def __iter__(self) -> Iterator[Stored]:
        return (
            Stored(value, formula)
            for line in self._mapping.lines.values()
            for value, formula in zip(line.values, line.formulas, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The cells of a workbook by sheet title and (row, column), and its defined names (None: broken).

    Dates are day numbers of the 1900 system, whatever the file counts in. `local_names` are the names that hold on one
    sheet only, by its title; `merged` the merged areas of each sheet, `notes` the texts of the notes on its cells;
    `formats` the codes of number formats that show a number as something else, by sheet and cell, where the workbook
    computes with what cells show (`as_shown`) all that round; `charts` the areas that each chart draws, by the sheet that
    it stands on. Names are folded, and `name_texts` says what each of them stands for, by the title of its sheet ("" for
    the whole workbook) and the name.
    """

    path: Path
    sheets: Mapping[str, Mapping[tuple[int, int], Stored]]
    names: Mapping[str, Area | None]
    local_names: Mapping[str, Mapping[str, Area | None]] = field(default_factory=dict)
    merged: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    notes: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    formats: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    as_shown: bool = False
    charts: Mapping[str, tuple[tuple[Area, ...], ...]] = field(default_factory=dict)
    name_texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    #: Whether programs calculate it only when they are asked to.
    manual: bool = False

    def cell(self, sheet: str, row: int, col: int) -> Stored:
        """Return a cell, blank where there is none."""
        return self.sheets.get(sheet, {}).get((row, col), BLANK)


_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?")


def parse_area(text: str) -> Area | None:
    """Return the one rectangle that a reference names, whichever of its corners come first; None when it names none.

    Example: `parse_area("'Deal size'!$E$5:$G$5")` is `Area("Deal size", 4, 4, 4, 6)`.
    """
    match = _AREA.fullmatch(text)
    if not match:
        return None
    title = match[1].replace("''", "'") if match[1] else match[2]
    (top, bottom), (left, right) = map(sorted, zip(place(match[3]), place(match[4] or match[3]), strict=True))
    return Area(title, top, left, bottom, right)
