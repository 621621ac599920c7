"""From the file of an export, CSV, XLSX or ODS, to a table of texts: headings and columns, not yet understood."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from slasheet.crm.table import Table, trimmed
from slasheet.crm.table_from_csv import table_from_csv
from slasheet.crm.table_from_workbook import table_from_workbook
from slasheet.spreadsheet.files import readable
from slasheet.spreadsheet.zip.archive import ODS_SUFFIXES
from slasheet.spreadsheet.zip.directory import OLE, ZIP
from slasheet.texts.findings import FileError

#: What a day or an address looks like: no heading.
_DATA = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b.*|\S+@\S+\.\S+")


def read_table(path: Path) -> Table:
    """Read a CSV, XLSX or ODS export.

    Raises FileError, in one line that says what is wrong and what to do, when it is none of them.
    """
    with readable(path, "the exports in it"):
        raw = path.read_bytes()
    workbook = raw.startswith((*ZIP, OLE)) or path.suffix.lower() in ODS_SUFFIXES
    table = table_from_workbook(path) if workbook else table_from_csv(path, raw)
    if any(_DATA.fullmatch(heading) for heading in table.headings):
        message = f"{path}: its first row holds data, not headings; export it again with the column names."
        raise FileError(message)
    return _without_empty_rows(table)


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
