"""From an .ods file, as LibreOffice or Google Sheets saves it, to its cells, each with formula and stored value, and its names.

Formulas never run and links are never followed.
"""

from __future__ import annotations

from pathlib import Path

from slasheet.book import Book
from slasheet.collecting import no_collecting
from slasheet.diagnostics import FileError
from slasheet.files import DAMAGE
from slasheet.ods.cells import Content, OddContentError
from slasheet.ods.package import content


def read_cells(path: Path) -> Book:
    """Read every cell of an .ods workbook, its formulas in the notation of Excel.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    read = Content(path.stat().st_size if path.is_file() else 0)
    try:
        with no_collecting():
            read.take(content(path))
    except OddContentError as error:
        message = f"{path}: can't be read, since {error}; open it in a spreadsheet program and save it anew, or restore a backup."
        raise FileError(message) from error
    except DAMAGE as error:
        message = (
            f"{path}: damaged, it can't be read as an .ods workbook; open it in a spreadsheet program and save it anew."
        )
        raise FileError(message) from error
    return Book(path, read.sheets, read.names, read.local_names, read.merged)
