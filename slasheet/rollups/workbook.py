"""From a rollup to its workbook: totals live over the data, with their right values, charts and links."""

from __future__ import annotations

from pathlib import Path

from slasheet.addresses import ROWS
from slasheet.diagnostics import FileError
from slasheet.languages import _
from slasheet.newbook import new_book
from slasheet.rollups.board import TITLES, Board, starts_of
from slasheet.rollups.data import write_data, write_rates
from slasheet.rollups.front import write_front
from slasheet.rollups.group import Rollup
from slasheet.rollups.tables import write_pairs, write_table
from slasheet.sheets.plain import PlainSheet
from slasheet.styles import Styles


def write(rollup: Rollup, draft: Path, target: Path, as_of: str | None) -> None:
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
