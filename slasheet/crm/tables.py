"""From the bytes of a CSV, XLSX or ODS export to a table of texts: headings and columns, not yet understood."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from slasheet.spreadsheet.files import DAMAGE, readable
from slasheet.spreadsheet.zip.archive import ODS, ODS_SUFFIXES, Archive
from slasheet.spreadsheet.zip.directory import OLE, ZIP
from slasheet.texts.findings import FileError
from slasheet.texts.languages import N_

SEPARATORS = ",;\t|"
#: Why a row is set aside, as a key of what is.
#: More than any export has; each takes its memory, however short.
_MOST_COLUMNS = 2_000
TOO_MANY, TOO_FEW = N_("more fields than headings"), N_("fewer fields than headings")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_DATA = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b.*|\S+@\S+\.\S+")
#: Excel writes this line first when its user asked for a separator.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: What an export may unpack to: the longest that the sheet of a spreadsheet takes, of some twenty columns.
MOST_BYTES, MOST_MARKS = 1 << 30, 100_000_000
_LONGEST = 80
_HEAD = 1 << 20
_BLOCK = 1 << 24
#: Rows times columns, also where nothing stands: a heading in the last column of a sheet would make a small file huge.
_MOST_PLACES = 20_000_000
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Table:
    """The texts of one export by column, rows that are wholly empty left out.

    `aside` counts the rows that do not fit the headings, by reason; `serials` says that dates may come as the day
    numbers of a spreadsheet.
    """

    path: Path
    headings: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: int
    aside: Mapping[str, int]
    serials: bool


def read_table(path: Path) -> Table:
    """Read a CSV, XLSX or ODS export.

    Raises FileError, in one line that says what is wrong and what to do, when it is none of them.
    """
    with readable(path, "the exports in it"):
        raw = path.read_bytes()
    workbook = raw.startswith((*ZIP, OLE)) or path.suffix.lower() in ODS_SUFFIXES
    table = _from_workbook(path) if workbook else _from_csv(path, raw)
    if any(_DATA.fullmatch(heading) for heading in table.headings):
        message = f"{path}: its first row holds data, not headings; export it again with the column names."
        raise FileError(message)
    return _without_empty_rows(table)


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the texts of a column without the spaces around them, null where nothing is left."""
    bare = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)


def one_line(text: str) -> str:
    """Return a text as it can be told in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def distinct(column: pa.ChunkedArray | pa.Array) -> tuple[Array, pa.Array]:
    """Return the place of every value among the distinct ones (-1: null), and those."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode()
    return pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False), encoded.dictionary


def _from_csv(path: Path, raw: bytes) -> Table:
    text = _decoded(path, raw)
    told = _SEPARATOR_LINE.match(text)
    text = (text[told.end() :] if told else text).lstrip("\r\n")
    if not text.strip():
        message = f"{path}: is empty; export it again."
        raise FileError(message)
    separator = told[1] if told else _separator(text)
    try:
        names = next(csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=separator))
    except csv.Error as error:
        raise _unreadable(path) from error
    data = text.encode()
    del text
    table, ragged = _parsed(path, data, separator, len(names))
    if len(table) == 1 and ragged:
        message = f"{path}: no row has as many fields as there are headings ({len(names)}); export it again."
        raise FileError(message)
    columns = tuple(column.slice(1) for column in table.columns)
    return Table(path, tuple(" ".join(name.split()) for name in names), columns, len(table) - 1, ragged, serials=False)


def _unreadable(path: Path) -> FileError:
    return FileError(f"{path}: can't be read as CSV; look at the quotes of its first rows, or export it again.")


def _decoded(path: Path, raw: bytes) -> str:
    """Return the text of a file by its mark, or else as UTF-8 when it is valid, or else as Windows does in the West."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = raw.decode("cp1252")
            except UnicodeDecodeError:
                text = raw.decode("latin-1")
    if "\0" in text:
        message = f"{path}: is neither CSV nor .xlsx nor .ods; export it as CSV in UTF-8, or as .xlsx."
        raise FileError(message)
    return text


def _separator(text: str) -> str:
    """Return which separator parts the headings: the one that is there most often, outside quotes."""
    line = _QUOTED.sub("", text[:_HEAD]).splitlines()[0]
    return max(SEPARATORS, key=line.count)


def _parsed(path: Path, data: bytes, separator: str, width: int) -> tuple[pa.Table, dict[str, int]]:
    """Return all rows, headings included, as texts, and how many do not fit the headings."""
    if width > _MOST_COLUMNS:
        message = f"{path}: has {width:,} columns, far more than an export of leads; export it again with those that are needed."
        raise FileError(message)
    ragged: Counter[str] = Counter()
    last = ""

    def set_aside(row: arrow_csv.InvalidRow) -> str:
        nonlocal last
        if row.text.strip():
            ragged[TOO_MANY if row.actual_columns > row.expected_columns else TOO_FEW] += 1
            last = row.text
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=set_aside
            ),
            convert_options=arrow_csv.ConvertOptions(
                strings_can_be_null=False, column_types={f"f{number}": pa.string() for number in range(width)}
            ),
        )
    except pa.ArrowException as error:
        raise _unreadable(path) from error
    if table.num_columns != width:
        raise _unreadable(path)
    # A quote that is never closed swallows every row after it, so the last one holds a line break.
    end = [column[-1].as_py() for column in table.columns]
    if data.count(b'"') % 2 and any("\n" in text or "\r" in text for text in (*end, last.strip())):
        message = f'{path}: a quote (") is opened and never closed, which hides the rows after it; close it, or export it again.'
        raise FileError(message)
    return table, dict(ragged)


def _without_empty_rows(table: Table) -> Table:
    """Leave out the rows without any text; most tables are known to have none after their first column."""
    empty = np.arange(table.rows)
    for column in table.columns:
        if not len(empty):
            return table
        empty = empty[trimmed(column.take(pa.array(empty))).is_null().to_numpy()]
    keep = np.ones(table.rows, dtype=bool)
    keep[empty] = False
    mask = pa.array(keep)
    columns = tuple(column.filter(mask) for column in table.columns)
    return replace(table, columns=columns, rows=table.rows - len(empty))


def _from_workbook(path: Path) -> Table:
    """Return the first sheet of a workbook that holds a table: a row of two headings or more, and what is below them."""
    archive = Archive(path)
    archive.refuse_false_name()
    return _from_ods(path) if archive.kind == ODS else _from_xlsx(archive)


def _from_xlsx(archive: Archive) -> Table:
    """Return the first table of an .xlsx workbook.

    openpyxl reads it, which knows which numbers are dates, after a look at what it would not get to the end of.
    """
    from openpyxl import load_workbook

    from slasheet.spreadsheet.xlsx.openpyxl_fallback import refuse_what_harms

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
    from slasheet.spreadsheet.load import load_book

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
