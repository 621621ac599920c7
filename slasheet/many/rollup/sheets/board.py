"""What every sheet of a rollup's workbook shares: where the data stands, how a figure is headed, formatted and added up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from slasheet.layout.sheets import A4
from slasheet.many.rollup.parts import MONEY, Figures
from slasheet.recompute.arithmetic import Number
from slasheet.spreadsheet.addresses import a1, anchored, column, quoted
from slasheet.texts.columns import display_width
from slasheet.texts.languages import N_, _
from slasheet.writer.canvas import exact, link_to
from slasheet.writer.plain_sheet import PlainSheet
from slasheet.writer.styles import Styles, money_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from slasheet.many.rollup.group import Rollup

TITLES = {
    "front": N_("Rollup"),
    "region": N_("By region"),
    "channel": N_("By channel"),
    "month": N_("By month"),
    "pair": N_("By workbook and month"),
    "rates": N_("Exchange rates"),
    "data": N_("Data"),
}
#: The figures in the order of the tables.
HEADS = {
    "revenue_target": N_("Revenue target"),
    "leads_due": N_("Leads due"),
    "sla_value": N_("SLA value"),
    "due_to_date": N_("Due to date"),
    "delivered_to_date": N_("Delivered to date"),
    "attainment": N_("Attainment"),
    "actual_leads": N_("Actual leads"),
    "actual_value": N_("Actual value"),
}
#: Rows and columns that are the same on every sheet, from 0.
HEADER, FIRST_ROW = 3, 4
#: Columns of the data: labels, the rate, amounts as the workbooks have them; then the figures in the currency of the group.
MONTH_COLUMN, CURRENCY_COLUMN, RATE_COLUMN, OWN_COLUMN = 4, 5, 6, 7
FIGURE_COLUMN = OWN_COLUMN + len(MONEY)
_LABEL_COLUMNS = {"region": 1, "channel": 2, "month": MONTH_COLUMN}
_MAY = ("format_columns", "format_rows", "select_locked_cells", "select_unlocked_cells")
#: Most links that a sheet may have.
_MOST_LINKS = 60_000


@dataclass(frozen=True, slots=True)
class Board:
    """One rollup on its way into a workbook. `starts` holds the first row of every workbook's data, and the row after all."""

    rollup: Rollup
    book: Workbook
    styles: Styles
    sheets: Mapping[str, PlainSheet]
    starts: tuple[int, ...]
    folder: Path

    def title(self, key: str) -> str:
        """Return the title of a sheet."""
        return _(TITLES[key])

    def area(self, col: int, workbook: int | None = None) -> str:
        """Return a column of the data as formulas refer to it: of all workbooks, or of one."""
        first = self.starts[0 if workbook is None else workbook]
        last = self.starts[-1 if workbook is None else workbook + 1] - 1
        return f"{quoted(self.title('data'))}!{anchored(first, col, last, col)}"

    def between(self, col: int, workbooks: Sequence[int]) -> str:
        """Return a column of the data from the first to the last of some workbooks.

        Why: a label that one workbook of thousands has is looked for in the rows of that one.
        """
        first, last = self.starts[min(workbooks)], self.starts[max(workbooks) + 1] - 1
        return f"{quoted(self.title('data'))}!{anchored(first, col, last, col)}"

    def numbers(self, figure: str) -> str:
        """Return the number format of a figure."""
        if figure in MONEY:
            return money_format(self.rollup.currency, self.rollup.language, fine=False)
        return "0.0%" if figure == "attainment" else "#,##0"

    def style(self, figure: str, role: str = "result") -> Format:
        """Return the format of a cell that holds a figure."""
        return self.styles.cell(role, self.numbers(figure))

    def width(self, figure: str) -> float:
        """Return how wide a column of a figure must be."""
        largest = getattr(self.rollup.total, figure)
        mark = self.numbers(figure).split(";")[0].replace("#,##0", "").strip('"') if figure in MONEY else ""
        words = max(map(display_width, _(HEADS[figure]).split()))
        amount = len(f"{largest:,.0f}") + display_width(mark) if largest is not None and figure != "attainment" else 7
        return max(11.0, words + 2.0, amount + 2.5)

    def put(self, sheet: PlainSheet, row: int, col: int, value: Number, style: Format) -> None:
        """Write a number to the last bit, or a blank cell."""
        if value is None:
            sheet.write_blank(row, col, None, style)
        else:
            sheet.write_number(row, col, exact(value), style)

    def formula(self, sheet: PlainSheet, row: int, col: int, formula: str, style: Format, value: Number | str) -> None:
        """Write a formula with its value, nothing where that is blank."""
        sheet.write_formula(row, col, "=" + formula, style, "" if value is None else value)

    def begin(self, key: str, note: str, widths: Iterable[float], frozen: tuple[int, int]) -> PlainSheet:
        """Write title, note and the way back of a sheet, and make it ready to read and to print."""
        sheet, styles = self.sheets[key], self.styles
        for col, width in enumerate(widths):
            sheet.set_column(col, col, width)
        sheet.hide_gridlines(2)
        sheet.protect("", dict.fromkeys((*_MAY, *(("autofilter", "sort") if key == "data" else ())), True))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&F  ·  &A&R&8&P / &N")
        sheet.set_tab_color("#17375E" if key == "front" else "#E3B96B" if key in ("rates", "data") else "#14652F")
        sheet.freeze_panes(*frozen)
        sheet.set_row(0, 32 if key == "front" else 28)
        sheet.write_string(0, 0, self.title(key), styles.title)
        if key != "front":
            sheet.repeat_rows(0, frozen[0] - 1)
            sheet.write_url(0, 2, link_to(self.title("front")), styles.link, f"‹ {self.title('front')}")
        sheet.write_string(1, 0, note, styles.note)
        return sheet

    def head(self, sheet: PlainSheet, row: int, heads: Sequence[str], left: int = 1) -> None:
        """Write column headers; the first `left` stand against their left edge."""
        sheet.set_row(row, 32)
        for col, text in enumerate(heads):
            sheet.write_string(row, col, text, self.styles.header(align="left" if col < left else "center"))

    def link_file(self, sheet: PlainSheet, row: int, col: int, file: str, name: str, count: int) -> None:
        """Write a name that leads to a workbook, by its way from the folder of the rollup; `count` links are there before it."""
        try:
            way = Path(os.path.relpath(file, self.folder)).as_posix()
        except ValueError:
            # On another drive there is no way from here to there.
            way = Path(file).absolute().as_posix()
        way = "".join(quote(sign, safe="/:") if sign.isascii() else sign for sign in way)
        if count < _MOST_LINKS and len(way) < 2_000:
            sheet.write_url(row, col, f"external:{way}", self.styles.link_in_table, name)
        else:
            sheet.write_string(row, col, name, self.styles.label)


def starts_of(sizes: Iterable[int]) -> tuple[int, ...]:
    """Return the first row of every workbook's data, and the row after the last."""
    return tuple(accumulate(sizes, initial=FIRST_ROW))


def label_column(kind: str) -> int:
    """Return the column of the data that holds the label of a region, channel or month."""
    return _LABEL_COLUMNS[kind]


def figure_column(figure: str) -> int:
    """Return the column of the data that holds a figure in the currency of the group."""
    return FIGURE_COLUMN + Figures._fields.index(figure)


def summed(area: str) -> str:
    """Return the formula of a sum that is blank where everything under it is."""
    return f'IF(COUNT({area})=0,"",SUM({area}))'


def summed_where(area: str, labels: str, label: str) -> str:
    """Return the formula of a sum over the rows of a label, blank where everything under it is."""
    return f'IF(COUNTIFS({labels},{label},{area},">=0")=0,"",SUMIFS({area},{labels},{label}))'


def divided(row: int, top: int, bottom: int) -> str:
    """Return the formula of the attainment in a row, from the columns of the leads delivered and due."""
    due, got = f"${column(bottom)}{row + 1}", f"${column(top)}{row + 1}"
    return f'IF(AND(ISNUMBER({got}),N({due})>0),{got}/{due},"")'


def series(
    title: str, name: str, at: tuple[int, int, int, int], values: Sequence[Any], labels: Sequence[Any], label_col: int
) -> dict[str, Any]:
    """Return a series of a chart over cells of a sheet, with what stands in them: cells written to disk can't be looked up."""
    top, left, bottom, right = at
    return {
        "name": name,
        "categories": [title, top, label_col, bottom, label_col],
        "values": [title, top, left, bottom, right],
        "categories_data": list(labels),
        "values_data": ["" if value is None else value for value in values],
    }


def cell_of(title: str, row: int, col: int) -> str:
    """Return the reference to a cell of another sheet."""
    return f"{quoted(title)}!{a1(row, col)}"
