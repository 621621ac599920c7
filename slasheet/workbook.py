"""From a plan to the workbook: every cell with its formula and its right value, ready to fill in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from slasheet import __version__
from slasheet.files import whole_file
from slasheet.formulas import Formulas
from slasheet.layout import FIRST, TITLES, TOTAL, Block, Layout, a1, column, layout
from slasheet.months import month_serial
from slasheet.plan import Cell, Plan
from slasheet.recompute import recompute
from slasheet.sheets.charts import add_chart
from slasheet.sheets.checks import write_links
from slasheet.sheets.start import write_start
from slasheet.styles import INPUT_INK, INPUT_PAPER, RULE, Styles, number_format, symbol
from slasheet.wording import word
from slasheet.words import allowed_by

if TYPE_CHECKING:
    from xlsxwriter.format import Format

PLAN_MARK = "slasheet-plan"
PLAN_FORMAT = 1
_CHUNK = 30_000
_FIXED_DATE = datetime(2027, 1, 1)  # noqa: DTZ001 - the file format knows no zones
_MONTHLY = ("revenue", "share", "funnel", "totals")
_GUTTER = 1.5
_PURPOSE = {
    "revenue": "What must be sold, per {region} and month. Type the first month, the names and the targets; everything else follows.",
    "deal": "What one new customer is worth, and what sales can work on.",
    "share": "How much of the new-business revenue marketing sources; sales sources the rest.",
    "rates": "How leads become customers: stages, channels, rates and the channel mix.",
    "funnel": "What every stage must hold so that the revenue closes in its month. Nothing to type here.",
    "totals": "The commitment: leads due and their value. Nothing to type here.",
    "checks": "What is missing, what does not add up, what is out of range. Nothing to type here.",
}


def write(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write the workbook of a plan to `path`, replacing what is there only when all is written.

    The same plan gives the same bytes. Raises FileError when the file can't be written.
    """
    with whole_file(path) as draft:
        _Writer(plan, draft).write()


class _Exact(float):
    """A number that xlsxwriter, which writes sixteen digits, writes in full."""

    def __format__(self, spec: str) -> str:
        """Return all digits, whatever `spec` asks for."""
        return repr(float(self))


def exact(number: float) -> float:
    """Return the number so that the file holds it to the last bit."""
    return number if float(f"{number:.16G}") == number else _Exact(number)


class _Sheet(Worksheet):
    """A worksheet that takes formulas as they are.

    Why: stock xlsxwriter spends most of its time looking for functions that need a prefix; ours need
    none, and the bytes are the same (a test compares them).
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


class _Writer:
    """One workbook being written."""

    def __init__(self, plan: Plan, path: Path) -> None:
        self.plan = plan
        self.layout: Layout = layout(plan)
        self.formulas = Formulas(self.layout)
        self.results: Mapping[str, Sequence[Cell]] = recompute(plan)
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self.book.set_properties({"title": plan.title, "subject": "Sales and marketing service level agreement", "created": _FIXED_DATE, "comments": f"slasheet {__version__}"})
        self.book.set_size(2400, 1400)
        self.styles = Styles(self.book)
        self.sheets: dict[str, Worksheet] = {key: self.book.add_worksheet(title, _Sheet) for key, title in TITLES.items()}

    def write(self) -> None:
        """Write every sheet and close the file."""
        for key in TITLES:
            if key not in ("start", "plan"):
                self._frame(key)
        self._headings()
        for block in self.layout.blocks.values():
            self._block(block)
        self._labels()
        for spot in self.layout.charts:
            add_chart(self.book, self.sheets[spot.sheet], self.layout, spot)
        write_links(self.sheets["checks"], self.layout, self.styles)
        write_start(self.sheets["start"], self.layout, self.styles, self.results)
        for name, sheet, top, left, bottom, right in self.layout.names():
            corner = f"${column(left)}${top + 1}" + ("" if (top, left) == (bottom, right) else f":${column(right)}${bottom + 1}")
            self.book.define_name(name, f"='{self.layout.titles[sheet]}'!{corner}")
        self._hidden()
        self._finish()
        self.book.close()

    def _frame(self, key: str) -> None:
        """Write title, purpose and link, and set widths, panes and print set-up."""
        sheet, styles = self.sheets[key], self.styles
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, TITLES[key], styles.title)
        sheet.write_url(0, FIRST, "internal:'Start'!A1", styles.link, "‹ Start")
        if key != "checks":
            sheet.write_url(0, FIRST + 1, "internal:'Checks'!A1", styles.link, "Checks ›")
        sheet.write_string(1, 0, _PURPOSE[key].format(region=self.plan.region_label.lower()), styles.note)
        for col, width in enumerate(self._widths(key)):
            sheet.set_column(col, col, width)
        frozen = 4 if key in _MONTHLY else 2
        sheet.freeze_panes(frozen, FIRST)
        sheet.repeat_rows(0, frozen - 1)

    def _widths(self, key: str) -> list[float]:
        """Return the width of every column of a sheet: labels, total, months or regions, quarters."""
        blocks = [b for b in self.layout.blocks.values() if b.sheet == key]
        used = max((max(b.labels.values()) for b in blocks if b.labels), default=0)
        first = {"checks": 46.0, "deal": 30.0}.get(key, 28.0)
        labels = [first, *(17.0 if col <= used else _GUTTER for col in (1, 2))]
        last = max(b.col + b.cols for b in blocks)
        total = max(13.0, self._money_width("_plan")) if any(b.col == TOTAL for b in blocks) else _GUTTER
        if key not in _MONTHLY:
            return [*labels, total, *([15.0] * (last - FIRST))]
        months, horizon = self.plan.months, self.plan.months + self.plan.lookahead
        rest = [max(11.0, self._money_width(""))] * (last - FIRST)
        if last > FIRST + horizon:
            rest[horizon:] = [_GUTTER, *([max(11.0, self._money_width("_quarter"))] * (last - FIRST - horizon - 1))]
        if key == "totals" and len(self.plan.regions) <= months:
            rest[months:horizon] = [_GUTTER] * self.plan.lookahead
        return [*labels, total, *rest]

    def _money_width(self, period: str) -> float:
        """Return how wide the largest amount per month, quarter or plan is."""
        sums = [v for name in ("revenue_target", "sla_value") for v in self.results[f"{name}_by_month{period}"] if isinstance(v, (int, float))]
        return max((len(f"{v:,.0f}") for v in sums), default=7) + len(symbol(self.plan.currency)) + 1.5

    def _headings(self) -> None:
        for heading in self.layout.headings:
            sheet = self.sheets[heading.sheet]
            sheet.set_row(heading.row, 20)
            sheet.write_string(heading.row, 0, heading.title, self.styles.heading)
            sheet.write_string(heading.row, FIRST, heading.note, self.styles.note)
            block = self.layout.blocks[heading.first]
            if not block.labels and block.header is not None:
                sheet.write_blank(heading.row + 1, 0, None, self.styles.header())
            for axis, col in block.labels.items():
                if (axis, heading.first) != ("region", "revenue_target"):
                    text = {"region": self.plan.region_label}.get(axis, axis.capitalize())
                    sheet.write_string(heading.row + 1, col, text, self.styles.header(align="left"))

    def _block(self, block: Block) -> None:
        measure = self.layout.measures[block.measure]
        if measure.kind == "derived":
            self._derived(block)
        elif measure.kind == "input":
            self._inputs(block)
        else:
            self._typed(block)
        if block.titled:
            sums = block.measure.endswith("_by_month")
            self.sheets[block.sheet].write_string(block.row, 0, "Total" if sums else measure.title, self.styles.cell("total") if sums else self.styles.label)

    def _derived(self, block: Block) -> None:
        """Write formulas with their values; everything that the loop needs is looked up before it."""
        measure = self.layout.measures[block.measure]
        total = block.col_axis in ("quarter", "plan") or block.measure.endswith(("_by_month", "_total"))
        status = self.styles.cell("result", align="center")
        numbers = self.styles.cell("total" if total else "result", number_format(self.plan, measure.unit, measure.name))
        words = {code: word("status", code, {}) for code in self.plan.axis("status")}
        put = self.sheets[block.sheet].write_formula
        values = self.results[block.measure]
        row, col, cols = block.row, block.col, block.cols
        for index, formula in enumerate(self.formulas.column_of(block.measure)):
            value = values[index]
            down, along = divmod(index, cols)
            if value is None:
                value = ""
            elif isinstance(value, str):
                value = words[value]
            put(row + down, col + along, "=" + formula, status if measure.unit == "status" or isinstance(value, str) and value else numbers, value)
        if measure.unit in ("status", "check"):
            self._status_colours(block)

    def _inputs(self, block: Block) -> None:
        measure = self.layout.measures[block.measure]
        sheet = self.sheets[block.sheet]
        style = self.styles.cell("input", number_format(self.plan, measure.unit, measure.name))
        for index, cell in enumerate(self.plan.inputs[block.measure]):
            row, col = block.cell(index)
            if cell is None:
                sheet.write_blank(row, col, None, style)
            elif isinstance(cell, str):
                sheet.write_string(row, col, cell, style)
            else:
                sheet.write_number(row, col, exact(cell), style)
        last = (block.row + block.rows - 1, block.col + block.cols - 1)
        bounds = measure.bounds
        if bounds is None:
            return
        here = a1(block.row, block.col)
        sheet.data_validation(block.row, block.col, *last, _validation(measure.title, measure.meaning, bounds, measure.unit))
        sheet.conditional_format(block.row, block.col, *last, {
            "type": "formula", "criteria": f'=AND({here}<>"",NOT(AND({bounds.test(here)})))', "format": self.styles.status("wrong")})  # fmt: skip

    def _typed(self, block: Block) -> None:
        """Write the cells where labels are typed: the only unlocked texts of the workbook."""
        sheet, plan = self.sheets[block.sheet], self.plan
        name = block.measure
        style = self.styles.cell("input", align="left" if block.col == 0 else "center")
        texts = {"title": (plan.title,), "region_label": (plan.region_label,), "channel_owner": tuple(word("owner", c.owner, {}) for c in plan.channels)}
        if name == "horizon":
            for index, month in enumerate(plan.axis("horizon")):
                row, col = block.cell(index)
                if index == 0:
                    month_style = self.styles.get(bold=True, bg_color=INPUT_PAPER, font_color=INPUT_INK, border=1, border_color=RULE, align="center", num_format="mmm yy", locked=False)
                    sheet.write_number(row, col, month_serial(month), month_style)
                    sheet.data_validation(row, col, row, col, {
                        "validate": "custom", "value": f"=DAY({a1(row, col)})=1", "input_title": "First month", "input_message": "Type the first day of the first month, as 2027-01-01.",
                        "error_title": "First month", "error_message": "Type the first day of a month as a date, for example 2027-01-01."})  # fmt: skip
                else:
                    sheet.write_formula(row, col, "=" + self.formulas.month(index), self.styles.header("mmm yy"), month_serial(month))
            return
        axis = (*block.row_axes, *([block.col_axis] if block.col_axis else []))
        shown = texts.get(name) or tuple(word(axis[0], label, {}) for label in plan.axis(axis[0]))
        if name in ("owners", "statuses"):
            style = self.styles.label
        elif name in ("region_label",):
            style = self.styles.get(bold=True, bg_color=INPUT_PAPER, font_color=INPUT_INK, border=1, border_color=RULE, locked=False)
        elif name == "title":
            style = self.styles.get(font_size=20, bold=True, font_color=INPUT_INK, bg_color=INPUT_PAPER, locked=False)
        for index, text in enumerate(shown):
            row, col = block.cell(index)
            sheet.write_string(row, col, text, style)
        self._label_validation(block)

    def _label_validation(self, block: Block) -> None:
        sheet = self.sheets[block.sheet]
        area = (block.row, block.col, block.row + block.rows - 1, block.col + block.cols - 1)
        ref = f"${column(area[1])}${area[0] + 1}:${column(area[3])}${area[2] + 1}"
        if block.measure == "channel_owner":
            owners = self.layout.blocks["owners"]
            source = f"=${column(owners.col)}${owners.row + 1}:${column(owners.col)}${owners.row + owners.rows}"
            sheet.data_validation(*area, {"validate": "list", "source": source, "error_title": "Owner", "error_message": "Choose Marketing or Sales from the list."})
        elif block.measure in ("regions", "channels", "stages"):
            sheet.data_validation(*area, {
                "validate": "custom", "value": f"=COUNTIF({ref},{a1(block.row, block.col)})=1", "error_title": "Name", "error_message":
                "Each name may be there only once, without * ? ~ and not beginning with < > =."})  # fmt: skip

    def _labels(self) -> None:
        """Write the printed labels: formulas that refer to the one place where a label is typed."""
        style = self.styles.label
        months = {m: month_serial(m) for m in self.plan.axis("horizon")}
        headers: dict[str, Format] = {}
        starts = {(b.sheet, b.header) for b in self.layout.blocks.values() if b.header is not None}
        for label in self.layout.labels():
            sheet = self.sheets[label.sheet]
            form = style
            if (label.sheet, label.row) in starts:
                kind = "mmm yy" if label.axis in ("month", "horizon") else "General"
                form = headers.setdefault(kind, self.styles.header(kind))
            if label.sources:
                value: str | int = months[label.text] if label.axis in ("month", "horizon") else label.text
                sheet.write_formula(label.row, label.col, "=" + self.formulas.label(label), form, value)
            else:
                sheet.write_string(label.row, label.col, label.text, form)

    def _status_colours(self, block: Block) -> None:
        area = (block.row, block.col, block.row + block.rows - 1, block.col + block.cols - 1)
        for code in self.plan.axis("status"):
            self.sheets[block.sheet].conditional_format(*area, {
                "type": "cell", "criteria": "==", "value": f'"{word("status", code, {})}"', "format": self.styles.status(code)})  # fmt: skip

    def _hidden(self) -> None:
        """Write the plan that the workbook carries, and the pilot cell: the one formula without a value."""
        sheet = self.sheets["plan"]
        text = json.dumps({"format": PLAN_FORMAT, "slasheet": __version__, "plan": self.plan.settings()}, ensure_ascii=True)
        sheet.write_string(0, 0, PLAN_MARK)
        horizon = self.layout.blocks["horizon"]
        first, last = horizon.cell(0), horizon.cell(horizon.cols - 1)
        sheet.write_formula(0, 1, f"=COUNT('{TITLES[horizon.sheet]}'!{a1(*first)}:{a1(*last)})", None, "")
        chunks = [text[i : i + _CHUNK] for i in range(0, len(text), _CHUNK)]
        for row, chunk in enumerate(chunks, start=1):
            sheet.write_string(row, 0, chunk)
        self.book.define_name("sla_plan", f"='{TITLES['plan']}'!$A$2:$A${len(chunks) + 1}" if len(chunks) > 1 else f"='{TITLES['plan']}'!$A$2")
        self.book.define_name("sla_pilot", f"='{TITLES['plan']}'!$B$1")
        sheet.hide()

    def _finish(self) -> None:
        for key, sheet in self.sheets.items():
            sheet.hide_gridlines(2)
            sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True})
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
            sheet.set_footer("&L&8&F  ·  &A&R&8&P / &N")
            if key != "plan":
                sheet.set_tab_color({"start": "#17375E", "totals": "#14652F", "funnel": "#14652F", "checks": "#7A4B00"}.get(key, "#E3B96B"))
        self.sheets["start"].activate()


def _validation(title: str, meaning: str, bounds: Any, unit: str) -> dict[str, Any]:
    """Return the rule that a spreadsheet program holds an input to, with what it says."""
    allowed = allowed_by(bounds, unit)
    rule: dict[str, Any] = {"validate": "integer" if bounds.whole else "decimal", "ignore_blank": True}
    if bounds.high is None:
        rule |= {"criteria": ">" if bounds.above else ">=", "value": bounds.low}
    elif bounds.above:
        # Whole numbers and decimals know no half-open range; the smallest rate that anyone means is far above this.
        rule |= {"criteria": "between", "minimum": 1e-9, "maximum": bounds.high}
    else:
        rule |= {"criteria": "between", "minimum": bounds.low, "maximum": bounds.high}
    wanted = f"{meaning} Type {allowed}."
    return rule | {
        "input_title": title[:32],
        "input_message": wanted if len(wanted) <= 255 else f"Type {allowed}.",
        "error_title": title[:32],
        "error_message": f"This must be {allowed}.",
    }

