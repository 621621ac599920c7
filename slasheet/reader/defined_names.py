"""From the defined names of a workbook to the cells that each was written for, and those that it covers now."""

from __future__ import annotations

from typing import NamedTuple

from slasheet.layout.layout import Layout
from slasheet.spreadsheet.book import Area, Book


class DefinedName(NamedTuple):
    """A name: the sheet and the cells that it was written for, and the area that it covers now; None when it is lost.

    `written` is first row, first column, last row and last column.
    """

    name: str
    sheet: str
    written: tuple[int, int, int, int]
    now: Area | None

    @property
    def measure(self) -> str:
        """The measure whose cells it covers."""
        return self.name.removeprefix("sla_")

    def stands_still(self, title: str) -> bool:
        """Return whether it covers the cells that it was written for, on the sheet of that title."""
        return self.now is not None and (self.now.sheet, self.now[1:]) == (title, self.written)


def defined_names(book: Book, layout: Layout) -> tuple[DefinedName, ...]:
    """Return every name that a layout has, as it is in a workbook."""
    return tuple(
        DefinedName(name, sheet, (top, left, bottom, right), _area_of(book, name, layout.titles[sheet]))
        for name, sheet, top, left, bottom, right in layout.names()
    )


def area_now(layout: Layout, name: DefinedName) -> tuple[str, int, int, int, int] | None:
    """Return where the cells of a name have moved: sheet key, first and last row and column; None when they are gone.

    That is where the name has to point, whatever it covers.
    """
    top, left, bottom, right = name.written
    corners = layout.moves.corners((name.sheet, top, left), (name.sheet, bottom, right))
    return None if corners is None else (*corners[0], *corners[1][1:])


def _area_of(book: Book, name: str, title: str) -> Area | None:
    """Return what a name covers: that of the workbook, or, where that is broken, the only one of a single sheet.

    A copy of a sheet has names of its own; they count only where the sheet itself, by its `title`, is gone.
    """
    area = book.names.get(name)
    if area is not None and area.sheet in book.sheets:
        return area
    if title in book.sheets:
        return None
    local = {area for names in book.local_names.values() if (area := names.get(name)) is not None}
    return next(iter(local)) if len(local) == 1 else None
