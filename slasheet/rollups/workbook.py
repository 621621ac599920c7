"""From a rollup to its workbook: totals live over the data, with their right values, charts and links."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from slasheet import __version__
from slasheet.addresses import ROWS
from slasheet.diagnostics import FileError
from slasheet.languages import _
from slasheet.rollups.board import TITLES, Board, starts_of
from slasheet.rollups.data import write_data, write_rates
from slasheet.rollups.front import write_front
from slasheet.rollups.group import Rollup
from slasheet.rollups.tables import write_pairs, write_table
from slasheet.sheets.plain import PlainSheet
from slasheet.styles import Styles

#: The same rollup gives the same bytes, so the file's own date can't be today's.
_FIXED_DATE = datetime(2027, 1, 1)  # noqa: DTZ001 - the file format knows no zones
#: Nothing is guessed: a text stays a text. Rows go to disk as they are written, so that many fit.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def write(rollup: Rollup, draft: Path, target: Path, as_of: str | None) -> None:
    """Write the workbook of a rollup to `draft`, with links as they lead from `target`. Raises FileError for too many rows."""
    starts = starts_of(part.size for part in rollup.parts)
    if starts[-1] > ROWS:
        message = f"{target}: a sheet holds {ROWS:,} rows, and these workbooks need {starts[-1]:,}; name it .parquet or .csv, or roll up fewer."
        raise FileError(message)
    with TemporaryDirectory(prefix="slasheet-") as passing:
        held = io.BytesIO()
        book = xlsxwriter.Workbook(held, {**_OPTIONS, "tmpdir": passing})
        about = {"title": _("Rollup"), "subject": _("Sales and marketing service level agreement")}
        book.set_properties(about | {"created": _FIXED_DATE, "comments": f"slasheet {__version__}"})
        book.set_size(2400, 1400)
        sheets = {key: book.add_worksheet(_(title), PlainSheet) for key, title in TITLES.items()}
        board = Board(rollup, book, Styles(book, rollup.language), sheets, starts, target.absolute().parent)
        unpriced = write_data(board)
        write_front(board, as_of, unpriced)
        for kind in ("region", "channel", "month"):
            write_table(board, kind)
        write_pairs(board)
        write_rates(board)
        book.close()
        draft.write_bytes(held.getbuffer())
