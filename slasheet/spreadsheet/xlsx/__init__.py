"""From an .xlsx file to its cells, each with formula and stored value, and its defined names, in one pass and safely.

Formulas never run and links are never followed. The order is that of trust: the file, its directory, what the parts say
of one another, and only then cells; at every step a file that no spreadsheet program wrote is refused in one line.
"""

from __future__ import annotations

from slasheet.spreadsheet.book import Book
from slasheet.spreadsheet.number_formats import GENERAL, is_date_format, is_odd
from slasheet.spreadsheet.xlsx.charts import read_charts
from slasheet.spreadsheet.xlsx.formats import number_formats
from slasheet.spreadsheet.xlsx.notes import notes
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
    codes = number_formats(archive, found.styles) if found.styles else {}
    dates = frozenset(style for style, code in codes.items() if found.since_1904 and is_date_format(code))
    odd = {style: code for style, code in codes.items() if (code != GENERAL if found.as_shown else is_odd(code))}
    values = Values(strings, dates, odd)
    sheets, merged, formats, charts = {}, {}, {}, {}
    for title, part in found.sheets.items():
        sheets[title], areas, formats[title] = read_sheet(archive, part, title, values)
        if areas:
            merged[title] = areas
        charts[title] = read_charts(archive, part)
    names = found.names
    return Book(
        archive.path,
        sheets,
        names.areas,
        names.local,
        merged,
        notes=notes(archive, found.sheets),
        formats=formats,
        as_shown=found.as_shown,
        charts=charts,
        name_texts=names.texts,
        manual=found.manual,
    )
