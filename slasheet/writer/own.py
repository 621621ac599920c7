"""Writes what people put into a workbook that is no part of the plan, after everything that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slasheet.layout.moves import Place
from slasheet.spreadsheet.book import ErrorValue, Stored
from slasheet.writer.canvas import Canvas, exact, exact_text
from slasheet.writer.plain_sheet import PlainSheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet of somebody's own: its title, its cells by row and column from 0, and the number formats of some of them."""

    title: str
    cells: Mapping[tuple[int, int], Stored]
    formats: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class OwnThings:
    """What is to be written besides the plan: sheets in their order; cells beside the tables, their number formats, and notes."""

    sheets: tuple[OwnSheet, ...] = ()
    beside: Mapping[Place, Stored] = field(default_factory=dict)
    formats: Mapping[Place, str] = field(default_factory=dict)
    notes: Mapping[Place, str] = field(default_factory=dict)


def write_own(canvas: Canvas, own: OwnThings) -> None:
    """Write it; what stands beside the tables may be typed over."""
    for sheet in own.sheets:
        page = canvas.book.add_worksheet(sheet.title, PlainSheet)
        for (row, col), stored in sheet.cells.items():
            code = sheet.formats.get((row, col))
            _put(page, row, col, stored, canvas.styles.get(num_format=code) if code else None)
    for (key, row, col), stored in own.beside.items():
        code = own.formats.get((key, row, col))
        style = canvas.styles.get(num_format=code, locked=False) if code else canvas.styles.open
        _put(canvas.sheets[key], row, col, stored, style)
    for (key, row, col), text in own.notes.items():
        canvas.sheets[key].write_comment(row, col, text)


def _put(page: PlainSheet, row: int, col: int, stored: Stored, style: Format | None) -> None:
    """Write a cell as it was stored."""
    value = stored.value
    if stored.formula is not None:
        page.write_formula(
            row,
            col,
            stored.formula,
            style,
            exact_text(value) if isinstance(value, str) else "" if value is None else value,
        )
    elif isinstance(value, ErrorValue):
        page.write_formula(row, col, str(value), style, str(value))
    elif isinstance(value, bool):
        page.write_boolean(row, col, value, style)
    elif isinstance(value, str):
        page.write_string(row, col, value, style)
    elif value is not None:
        page.write_number(row, col, exact(value), style)
