"""From a path to the workbook in it, whatever kind of file it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slasheet.spreadsheet.book import Book


@contextmanager
def gc_paused() -> Iterator[None]:
    """Put off the collection of garbage during work that makes millions of objects, all of which stay.

    It would go through all that was made, again and again, and find none.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def load_book(path: Path) -> Book:
    """Read every cell of a workbook; what kind of file it is, its content says and its name must not deny.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    from slasheet.spreadsheet.zip.archive import ODS, Archive

    archive = Archive(path)
    archive.refuse_false_name()
    with gc_paused():
        if archive.kind == ODS:
            from slasheet.spreadsheet.ods import read_cells as read_ods

            return read_ods(archive)
        from slasheet.spreadsheet.xlsx import read_cells as read_xlsx

        return read_xlsx(archive)
