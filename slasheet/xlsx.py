"""From an .xlsx file to its cells, each with formula and stored value, and its defined names.

Formulas never run and links are never followed.
"""

from __future__ import annotations

import gc
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slasheet.book import BLANK, Area, Book, ErrorValue, Stored, parse_area
from slasheet.diagnostics import FileError
from slasheet.files import DAMAGE, readable
from slasheet.months import EPOCH

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def read_cells(path: Path) -> Book:
    """Read every cell of a workbook.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    _refuse_what_is_no_workbook(path)
    try:
        formulas, names = _loaded(path, values=False)
        values, _ = _loaded(path, values=True)
    except DAMAGE as error:
        message = f"{path}: damaged, it can't be read as an .xlsx workbook; open it in a spreadsheet program and save it anew."
        raise FileError(message) from error
    sheets = {}
    for title, cells in formulas.items():
        stored = values.get(title, {})
        sheets[title] = {place: _stored(cell, stored.get(place, BLANK)) for place, cell in cells.items()}
    return Book(path, sheets, names)


def _loaded(path: Path, *, values: bool) -> tuple[dict[str, dict[tuple[int, int], Stored]], dict[str, Area | None]]:
    """Return the cells of every sheet and the names, with formulas or with stored values; openpyxl gives one at a time.

    Collecting garbage waits until the many objects of openpyxl are gone: it would go through all of them in vain.
    """
    from openpyxl import load_workbook

    collecting = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, data_only=values)
        return {sheet.title: _cells(sheet) for sheet in book.worksheets}, _names(book)
    finally:
        if collecting:
            gc.enable()


def _refuse_what_is_no_workbook(path: Path) -> None:
    with readable(path, "the workbooks in it"), path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"{path}: is password-protected or an old .xls; save it without a password as .xlsx."
        raise FileError(message)
    if not head.startswith(b"PK"):
        message = f"{path}: is not an .xlsx workbook; save it as .xlsx."
        raise FileError(message)
    if not zipfile.is_zipfile(path):
        message = f"{path}: is cut short or damaged; fetch it again or restore a backup."
        raise FileError(message)


def _cells(sheet: Any) -> dict[tuple[int, int], Stored]:
    """Return the cells that are there; going through rows would visit every empty cell of a huge sheet."""
    held: dict[tuple[int, int], Stored] = {}
    for (row, col), cell in sheet._cells.items():  # noqa: SLF001
        raw = cell.value
        if raw is None:
            continue
        if cell.data_type == "f":
            held[row - 1, col - 1] = Stored(None, str(getattr(raw, "text", raw)).removeprefix("="))
        else:
            held[row - 1, col - 1] = Stored(_plain(raw, cell.data_type), None)
    return held


def _stored(cell: Stored, value: Stored) -> Stored:
    """Join what the two ways to load say of one cell."""
    return cell if cell.formula is None else Stored(value.value, cell.formula)


def _plain(raw: Any, kind: str) -> float | str | bool | None:
    """Return a value as number, text, truth, error or None; dates as the day number that spreadsheets count in."""
    if kind == "e":
        return ErrorValue(raw)
    if isinstance(raw, bool | str) or raw is None:
        return raw
    if isinstance(raw, datetime):
        return (raw - EPOCH) / timedelta(days=1)
    if isinstance(raw, date):
        return float(raw.toordinal() - EPOCH.toordinal())
    if isinstance(raw, time):
        return (raw.hour * 3600 + raw.minute * 60 + raw.second) / 86400
    if isinstance(raw, timedelta):
        return raw / timedelta(days=1)
    if isinstance(raw, float) and not isfinite(raw):
        return ErrorValue("#NUM!")
    return raw if isinstance(raw, int | float) else str(raw)


def _names(book: Workbook) -> dict[str, Area | None]:
    found: dict[str, Area | None] = {}
    for name, defined in book.defined_names.items():
        found[name] = parse_area(defined.attr_text or "")
    return found
