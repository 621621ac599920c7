"""From a rollup to its workbook: totals live over the data, with their right values, charts and links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from slasheet.many.rollup.sheets.board import TITLES, Board, starts_of
from slasheet.many.rollup.sheets.data import write_data, write_rates
from slasheet.many.rollup.sheets.front import write_front
from slasheet.many.rollup.sheets.tables import write_pairs, write_table
from slasheet.spreadsheet.addresses import ROWS
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _
from slasheet.writer.new_book import new_book
from slasheet.writer.plain_sheet import PlainSheet
from slasheet.writer.styles import Styles

if TYPE_CHECKING:
    from slasheet.many.rollup.group import Rollup


def write_workbook(rollup: Rollup, draft: Path, target: Path, as_of: str | None) -> None:
    """Write the workbook of a rollup to `draft`, with links as they lead from `target`. Raises FileError for too many rows."""
    starts = starts_of(part.size for part in rollup.parts)
    if starts[-1] > ROWS:
        message = f"{target}: a sheet holds {ROWS:,} rows, and these workbooks need {starts[-1]:,}; name it .parquet or .csv, or roll up fewer."
        raise FileError(message)
    about = (_("Rollup"), _("Sales and marketing service level agreement"))
    # Rows go to disk as they are written, so that many fit.
    with new_book(draft, *about, row_by_row=True) as book:
        sheets = {key: book.add_worksheet(_(title), PlainSheet) for key, title in TITLES.items()}
        board = Board(rollup, book, Styles(book, rollup.language), sheets, starts, target.absolute().parent)
        unpriced = write_data(board)
        write_front(board, as_of, unpriced)
        for kind in ("region", "channel", "month"):
            write_table(board, kind)
        write_pairs(board)
        write_rates(board)
