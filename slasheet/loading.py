"""From a path to the workbook in it, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

from slasheet.book import Book
from slasheet.xlsx import read_cells


def load_book(path: Path) -> Book:
    """Read every cell of a workbook.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    return read_cells(path)
