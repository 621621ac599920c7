"""From the bytes of a CSV export to a table of texts, in whatever encoding and with whatever separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from slasheet.crm.table import Table
from slasheet.texts.findings import FileError
from slasheet.texts.languages import N_

#: Why a row is set aside, as a key of what is.
TOO_MANY, TOO_FEW = N_("more fields than headings"), N_("fewer fields than headings")
_SEPARATORS = ",;\t|"
#: More than any export has; each takes its memory, however short.
_MOST_COLUMNS = 2_000
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
#: Excel writes this line first when its user asked for a separator.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: So many characters hold the headings of any export.
_HEAD = 1 << 20
#: So many bytes are parsed at a time: no row is longer.
_BLOCK = 1 << 24


def table_from_csv(path: Path, raw: bytes) -> Table:
    """Return the table in the bytes of a CSV export. Raises FileError when they are none."""
    text = _decoded(path, raw)
    stated = _SEPARATOR_LINE.match(text)
    text = (text[stated.end() :] if stated else text).lstrip("\r\n")
    if not text.strip():
        message = f"{path}: is empty; export it again."
        raise FileError(message)
    separator = stated[1] if stated else _separator(text)
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
    return max(_SEPARATORS, key=line.count)


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
