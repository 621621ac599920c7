"""A workbook of xlsxwriter's, put together in memory and written at one stroke.

Nothing is guessed: a text stays a text, whatever it begins with. The same content gives the same bytes, and nothing is
left in a folder for passing files, however writing ends.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from slasheet._version import __version__
from slasheet.spreadsheet.files import passing_folder

#: The same plan gives the same bytes, so the file's own date can't be today's.
_FIXED_DATE = datetime(2027, 1, 1)  # noqa: DTZ001 - the file format knows no zones
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def new_book(draft: Path, title: str, subject: str, *, row_by_row: bool = False) -> Iterator[xlsxwriter.Workbook]:
    """Give a new workbook, and write it to `draft` when the block ends; `row_by_row` keeps no more than a row in memory.

    Raises OSError when it can't be written.
    """
    with passing_folder() as passing:
        held = io.BytesIO()
        book = xlsxwriter.Workbook(held, {**AS_TYPED, "constant_memory": row_by_row, "tmpdir": str(passing)})
        book.set_properties(
            {
                "title": title,
                "subject": subject,
                "created": _FIXED_DATE,
                "comments": f"slasheet {__version__}",
            }
        )
        book.set_size(2400, 1400)
        yield book
        try:
            book.close()
        except FileCreateError as error:
            # It wraps what the system says of its passing files.
            raise OSError(*error.args[0].args) from None
        draft.write_bytes(held.getbuffer())
