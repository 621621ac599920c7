"""From an .xlsx file to its cells, each with formula and stored value, and its defined names, in one pass and safely.

Formulas never run and links are never followed. The order is that of trust: the file, its directory, what the parts say
of one another, and only then cells; at every step a file that no spreadsheet program wrote is refused in one line.
"""

from __future__ import annotations

from slasheet.archive import Archive
from slasheet.book import Book
from slasheet.xlsx.dates import date_styles
from slasheet.xlsx.declined import DeclinedError
from slasheet.xlsx.parts import contents
from slasheet.xlsx.sheet import read_sheet
from slasheet.xlsx.strings import shared_strings
from slasheet.xlsx.values import Values


def read_cells(archive: Archive) -> Book:
    """Read every cell of a workbook.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    try:
        return _read(archive)
    except DeclinedError:
        from slasheet.xlsx.fallback import read_by_openpyxl

        return read_by_openpyxl(archive.path)


def _read(archive: Archive) -> Book:
    """Read a workbook from its parts, each of them once."""
    found = contents(archive)
    strings = shared_strings(archive, found.strings) if found.strings else []
    dates = date_styles(archive, found.styles) if found.since_1904 and found.styles else frozenset()
    values = Values(strings, dates)
    sheets, merged = {}, {}
    for title, part in found.sheets.items():
        sheets[title], areas = read_sheet(archive, part, title, values)
        if areas:
            merged[title] = areas
    return Book(archive.path, sheets, found.names, found.local_names, merged)
