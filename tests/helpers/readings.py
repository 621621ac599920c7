"""What two readers make of one workbook, and where they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Book, ErrorValue, Stored
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.xlsx.openpyxl_fallback import cells_by_openpyxl


def differences(path: Path) -> list[str]:
    """Return where our own reader and openpyxl read a workbook differently."""
    return differences_of(load_book(path), cells_by_openpyxl(path))


def differences_of(ours: Book, theirs: Book) -> list[str]:
    """Return where two readings of a workbook differ; values under merged areas are those of the first."""
    found = []
    if list(ours.sheets) != list(theirs.sheets):
        found.append(f"sheets: {list(ours.sheets)} and {list(theirs.sheets)}")
    if ours.names != theirs.names:
        found.append(f"names: {ours.names} and {theirs.names}")
    for title, cells in ours.sheets.items():
        others = theirs.sheets.get(title, {})
        found += [
            f"{title}!{a1(*place)}: {cells.get(place)} and {others.get(place)}"
            for place in {**cells, **others}
            if not alike(cells.get(place), others.get(place)) and not _under_a_merge(ours, title, place)
        ]
    return found


def _under_a_merge(book: Book, title: str, place: tuple[int, int]) -> bool:
    """Return whether openpyxl hides a cell: all of a merged area but its first cell."""
    row, col = place
    return any(
        area.top <= row <= area.bottom and area.left <= col <= area.right and (area.top, area.left) != place
        for area in book.merged.get(title, ())
    )


def alike(one: Stored | None, other: Stored | None) -> bool:
    """Return whether two cells hold the same, as number, text, truth or error."""
    if one is None or other is None:
        return one is other
    return one.formula == other.formula and _kind(one.value) == _kind(other.value) and _same(one.value, other.value)


def _kind(value: Any) -> str:
    return "error" if isinstance(value, ErrorValue) else type(value).__name__.replace("int", "float")


def _same(one: Any, other: Any) -> bool:
    # openpyxl makes dates of numbers with a date format, which are exact to the millisecond.
    if isinstance(one, float | int) and isinstance(other, float | int):
        return one == other or abs(one - other) < 1e-8
    return bool(one == other)
