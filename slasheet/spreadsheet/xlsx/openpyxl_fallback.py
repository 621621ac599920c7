"""From a workbook that our own reader leaves to others to its cells, read by openpyxl once nothing in it can harm.

It is a reference, too: the tests compare what both make of one file.
"""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

from slasheet.spreadsheet.addresses import place
from slasheet.spreadsheet.book import BLANK, Book, ErrorValue, Stored
from slasheet.spreadsheet.files import DAMAGE
from slasheet.spreadsheet.names import Names
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup
from slasheet.texts.months import EPOCH

#: What openpyxl may read: it takes 50 times the memory that it reads, and visits every cell of an area.
_MOST_BYTES, _MOST_MARKS, _MOST_CELLS = 16 << 20, 500_000, 100_000
_MARKUP = (".xml", ".rels", ".vml")


def read_by_openpyxl(path: Path) -> Book:
    """Read every cell of a workbook with openpyxl, after a look into all of its parts.

    Raises FileError, in one line, when it can't be read like that, either.
    """
    archive = Archive(path)
    refuse_what_harms(archive)
    try:
        return cells_by_openpyxl(path)
    except DAMAGE as error:
        raise archive.damaged("it holds what openpyxl can't take") from error


def refuse_what_harms(archive: Archive, most_bytes: int = _MOST_BYTES, most_marks: int = _MOST_MARKS) -> None:
    """Unpack every part of a workbook and look for what makes other readers hang. Raises FileError on the first such thing."""
    archive.allow(most_bytes, most_marks)
    for name in archive:
        if name.endswith(_MARKUP):
            _look_for_areas(Markup(archive, name, ()))
        else:
            for _ in archive.blocks(name):
                pass


def _look_for_areas(markup: Markup) -> None:
    """Read a part and refuse areas that are merged or linked, and are larger than any that people make."""
    cells = 0

    def look(name: str, attributes: dict[str, str]) -> None:
        nonlocal cells
        if name.endswith(("mergeCell", "hyperlink")) and "ref" in attributes:
            first, _, last = attributes["ref"].partition(":")
            try:
                (top, left), (bottom, right) = place(first), place(last or first)
            except ValueError:
                raise markup.refusal("an area that is none") from None
            cells += (abs(bottom - top) + 1) * (abs(right - left) + 1)
            if cells > _MOST_CELLS:
                raise markup.refusal("areas larger than people merge or link")

    markup.call_counting(look, lambda _: markup.pieces.clear())
    markup.read()


def cells_by_openpyxl(path: Path) -> Book:
    """Read every cell of a workbook with openpyxl, whatever it raises."""
    formulas, names, manual = _loaded(path, values=False)
    values, _, _ = _loaded(path, values=True)
    sheets = {}
    for title, cells in formulas.items():
        stored = values.get(title, {})
        sheets[title] = {place: _stored(cell, stored.get(place, BLANK)) for place, cell in cells.items()}
    return Book(path, sheets, names.areas, names.local, name_texts=names.texts, manual=manual)


def _loaded(path: Path, *, values: bool) -> tuple[dict[str, dict[tuple[int, int], Stored]], Names, bool]:
    """Return the cells of every sheet, the names and whether calculation is manual.

    The cells come with formulas or with stored values; openpyxl gives one at a time.
    """
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=values)
    names = Names()
    holders: dict[str, Any] = {"": book} | {sheet.title: sheet for sheet in book.worksheets}
    for sheet, holder in holders.items():
        for name, defined in holder.defined_names.items():
            names.note(name, defined.attr_text or "", book.sheetnames, sheet)
    manual = book.calculation is not None and book.calculation.calcMode == "manual"
    return {page.title: _cells(page) for page in book.worksheets}, names, manual


def _cells(sheet: Any) -> dict[tuple[int, int], Stored]:
    """Return the cells that are there; going through rows would visit every empty cell of a huge sheet."""
    held: dict[tuple[int, int], Stored] = {}
    for (row, col), cell in sheet._cells.items():  # noqa: SLF001 - there is no other way to the cells that are there
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
        days = (raw - EPOCH) / timedelta(days=1)
        # openpyxl moves the days before March 1900 by one, since spreadsheets count a 29 February that never was.
        return days - 1 if 1 < days < 61 else days
    if isinstance(raw, date):
        return float(raw.toordinal() - EPOCH.toordinal())
    if isinstance(raw, time):
        return (raw.hour * 3600 + raw.minute * 60 + raw.second) / 86400
    if isinstance(raw, timedelta):
        return raw / timedelta(days=1)
    if isinstance(raw, float) and not isfinite(raw):
        return ErrorValue("#NUM!")
    return raw if isinstance(raw, int | float) else str(raw)
