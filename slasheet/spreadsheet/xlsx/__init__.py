"""From an .xlsx file to its cells, each with formula and stored value, and its defined names, in one pass and safely.

Formulas never run and links are never followed. The order is that of trust: the file, its directory, what the parts say
of one another, and only then cells; at every step a file that no spreadsheet program wrote is refused in one line.
"""

from __future__ import annotations

from slasheet.spreadsheet.book import Book
from slasheet.spreadsheet.xlsx.dates import date_styles
from slasheet.spreadsheet.xlsx.parts import DeclinedError, contents
from slasheet.spreadsheet.xlsx.sheet import read_sheet
from slasheet.spreadsheet.xlsx.values import Values, shared_strings
from slasheet.spreadsheet.zip.archive import Archive


def read_cells(archive: Archive) -> Book:
    """Read every cell of a workbook.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    try:
        return _read(archive)
    except DeclinedError:
        from slasheet.spreadsheet.xlsx.openpyxl_fallback import read_by_openpyxl

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
    names = found.names
    return Book(archive.path, sheets, names.areas, names.local, merged, names.texts, found.manual)
