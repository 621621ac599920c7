"""Writes what is computed: derived measures and printed labels, each formula with its right value."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.layout import Block
from slasheet.plan.axis_labels import NUMBERED
from slasheet.plan.measure import NOTHING, Measure
from slasheet.plan.words import all_shown
from slasheet.spreadsheet.addresses import column
from slasheet.texts.months import month_serial
from slasheet.writer.canvas import Canvas, area, exact_text
from slasheet.writer.styles import number_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format


def write_derived(canvas: Canvas, block: Block) -> None:
    """Write the formulas of a measure with their values; all that the loop needs is looked up before it."""
    measure = canvas.layout.measures[block.measure]
    put, cols = canvas.sheet(block).put_formulas, block.cols
    nothing = NOTHING if measure.unit == "chart" else ""
    values = all_shown(canvas.results[block.measure], measure.unit, canvas.plan.language)
    stored = [nothing if value is None else exact_text(value) if isinstance(value, str) else value for value in values]
    styles = cycle(_styles(canvas, block, measure))
    for down, formulas in enumerate(canvas.formulas.rows_of(block.measure)):
        put(block.row + down, block.col, formulas, styles, stored[down * cols : (down + 1) * cols])
    if measure.unit in ("status", "check", "mixed"):
        if block.col_axis == "month" and block.sheet == "performance":
            _quieten_open_month(canvas, block)
        canvas.colour_statuses(canvas.sheet(block), *area(block))


def _styles(canvas: Canvas, block: Block, measure: Measure) -> list[Format]:
    """Return the formats of a block's cells in cell order; they start over after the last."""
    role = "total" if block.is_total else "result"

    def style(unit: str, currency: str | None = None) -> Format:
        numbers = number_format(canvas.plan, unit, measure.precision, currency)
        if block.sheet == AGREEMENT:
            return canvas.styles.cell("result", numbers, "left", "top")
        align = "center" if unit in ("status", "date", "month") else None
        # A formula whose cell is formatted as text turns into its own text once somebody edits it.
        return canvas.styles.cell(role if unit != "status" else "result", numbers, align)

    if canvas.plan.varies(measure):
        return [
            style(measure.unit_at(at), canvas.plan.currency_at(measure, at))
            for at in canvas.plan.coordinates(measure.axes[_first_that_differs(measure) :])
        ]
    if measure.units is None:
        heads = canvas.plan.axis(block.col_axis) if block.col_axis else ()
        return [style("status" if head == "status" else measure.unit) for head in heads] or [style(measure.unit)]
    axis, units = measure.units
    if " " in axis:
        return [style(measure.unit_at(at)) for at in canvas.plan.coordinates(measure.axes)]
    place = measure.axes.index(axis)
    below = canvas.plan.size(measure.axes[place + 1 :])
    return [style(units[label]) for label in canvas.plan.axis(axis) for _ in range(below)]


def _first_that_differs(measure: Measure) -> int:
    """Return the place of the first axis along which currency or unit differ."""
    places = [measure.axes.index("region"), *([measure.axes.index(measure.units[0])] if measure.units else [])]
    return min(places)


def _quieten_open_month(canvas: Canvas, block: Block) -> None:
    """Let the month of the latest day known go without colour until it is over: it is behind its plan all along."""
    top, left, bottom, right = area(block)
    last = canvas.reference("latest_day")
    month = f"{column(left)}${(block.header or 0) + 1}"
    criteria = f"=AND(ISNUMBER({last}),N({month})<={last},EDATE(N({month}),1)-1>{last})"
    look = {"type": "formula", "criteria": criteria, "format": canvas.styles.in_progress(), "stop_if_true": True}
    canvas.sheet(block).conditional_format(top, left, bottom, right, look)


def write_labels(canvas: Canvas) -> None:
    """Write the printed labels: formulas that refer to the one place where a label is typed."""
    plain, term = canvas.styles.label, canvas.styles.term
    serials = {month: month_serial(month) for month in canvas.plan.axis("horizon")}
    layout = canvas.layout
    header_rows = {(block.sheet, block.header) for block in layout.blocks.values()}
    header_rows |= {(layout.blocks[name].sheet, layout.timeline(name)) for name in layout.firsts}
    for label in layout.labels():
        is_month = label.axis in ("month", "horizon")
        style = term if label.sheet == AGREEMENT else plain
        if (label.sheet, label.row) in header_rows:
            ahead = is_month and label.sources[0][1] >= canvas.plan.months
            plain_header = canvas.styles.header(canvas.styles.months if is_month else "General")
            style = canvas.styles.later if ahead else plain_header
            if label.sheet == AGREEMENT:
                style = canvas.styles.header(align="left")
        if label.sources:
            value: str | int = serials[label.text] if is_month else exact_text(label.text)
            canvas.sheets[label.sheet].put_formulas(
                label.row, label.col, [canvas.formulas.label(label.sheet, label.sources)], [style], [value]
            )
        elif label.axis in ("day", *NUMBERED):
            # A number: formulas reckon with the day of the month, and a number as text is marked as a mistake.
            canvas.sheets[label.sheet].write_number(label.row, label.col, int(label.text), style)
        elif label.sheet != "log":
            canvas.print(label.sheet, label.row, label.col, style)
