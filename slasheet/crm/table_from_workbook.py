"""From an export as .xlsx or .ods to a table of texts: the first sheet that holds a row of headings."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from slasheet.crm.table import Table
from slasheet.spreadsheet.files import DAMAGE
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.xlsx.openpyxl_fallback import refuse_what_harms
from slasheet.spreadsheet.zip.archive import ODS, Archive
from slasheet.texts.findings import FileError

#: What an export may unpack to: the longest that the sheet of a spreadsheet takes, of some twenty columns.
MOST_BYTES, MOST_MARKS = 1 << 30, 100_000_000
#: Rows times columns, also where nothing stands: a heading in the last column of a sheet would make a small file huge.
_MOST_PLACES = 20_000_000


def table_from_workbook(path: Path) -> Table:
    """Return the first sheet of a workbook that holds a table: a row of two headings or more, and what is below them."""
    archive = Archive(path)
    archive.refuse_false_name()
    return _from_ods(path) if archive.kind == ODS else _from_xlsx(archive)


def _from_xlsx(archive: Archive) -> Table:
    """Return the first table of an .xlsx workbook.

    openpyxl reads it, which knows which numbers are dates, after a look at what it would not get to the end of.
    """
    from openpyxl import load_workbook

    refuse_what_harms(archive, MOST_BYTES, MOST_MARKS)
    path = archive.path
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = [row for row in sheet.iter_rows(values_only=True) if any(value is not None for value in row)]
                top = next((number for number, row in enumerate(rows) if _may_be_headings(row)), None)
                if top is not None:
                    return _of_cells(path, rows[top], rows[top + 1 :])
        finally:
            book.close()
    except DAMAGE as error:
        raise archive.damaged("it holds what openpyxl can't take") from error
    raise _without_headings(path)


def _from_ods(path: Path) -> Table:
    """Return the first table of an .ods workbook; its dates are day numbers."""
    for cells in load_book(path).sheets.values():
        held: dict[int, dict[int, Any]] = {}
        for (row, col), stored in cells.items():
            if stored.value is not None:
                held.setdefault(row, {})[col] = stored.value
        rows = [held[row] for row in sorted(held)]
        top = next((number for number, row in enumerate(rows) if _may_be_headings(tuple(row.values()))), None)
        if top is None:
            continue
        wide = max(rows[top]) + 1
        if wide * len(rows) > _MOST_PLACES:
            message = f"{path}: its table of {len(rows):,} rows reaches to column {wide:,}; export it again."
            raise FileError(message)
        head, *below = (tuple(map(row.get, range(wide))) for row in rows[top:])
        return _of_cells(path, head, below)
    raise _without_headings(path)


def _without_headings(path: Path) -> FileError:
    return FileError(f"{path}: no sheet contains a table with headings; export it again.")


def _may_be_headings(row: Sequence[Any]) -> bool:
    return sum(isinstance(value, str) and bool(value.strip()) for value in row) > 1


def _of_cells(path: Path, head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Table:
    headings = tuple(" ".join(_cell_text(value).split()) for value in head)
    columns = tuple(
        pa.chunked_array([pa.array([_cell_text(row[at]) if at < len(row) else "" for row in rows], type=pa.string())])
        for at in range(len(headings))
    )
    return Table(path, headings, columns, len(rows), {}, serials=True)


def _cell_text(value: Any) -> str:
    """Return a cell as the text that reads back as the same number or date, never as an ambiguous one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        # A spreadsheet keeps days as midnights: one that shows no time of day has none.
        shown = value.isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # 1.234 as a text could be 1234; with six decimals a number is never in doubt.
        return str(int(value)) if value.is_integer() else f"{value:.6f}"
    return str(value)
