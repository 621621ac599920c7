"""Writes what is computed: derived measures and printed labels, each formula with its right value."""

from __future__ import annotations

from slasheet.blocks import Block
from slasheet.months import month_serial
from slasheet.sheets.canvas import Canvas, area
from slasheet.styles import number_format

_MONTH_FORMAT = "mmm yy"


def is_total(block: Block) -> bool:
    """Return whether a block shows sums, which stand out in bold."""
    return block.col_axis in ("quarter", "plan") or block.measure.endswith(("_by_month", "_total"))


def write_derived(canvas: Canvas, block: Block) -> None:
    """Write the formulas of a measure with their values; all that the loop needs is looked up before it."""
    measure = canvas.layout.measures[block.measure]
    style = canvas.styles.cell(
        "total" if is_total(block) else "result", number_format(canvas.plan, measure.unit, measure.name)
    )
    status = canvas.styles.cell("result", align="center")
    put, shown, values = canvas.sheet(block).write_formula, canvas.shown, canvas.results[block.measure]
    row, col, cols = block.row, block.col, block.cols
    heads = canvas.plan.axis(block.col_axis) if block.col_axis else ()
    styles = [status if measure.unit == "status" or head == "status" else style for head in heads] or [status]
    for index, formula in enumerate(canvas.formulas.column_of(block.measure)):
        down, along = divmod(index, cols)
        put(row + down, col + along, "=" + formula, styles[along], shown(values[index]))
    if measure.unit in ("status", "check"):
        canvas.colour_statuses(canvas.sheet(block), *area(block))


def write_labels(canvas: Canvas) -> None:
    """Write the printed labels: formulas that refer to the one place where a label is typed."""
    plain = canvas.styles.label
    serials = {month: month_serial(month) for month in canvas.plan.axis("horizon")}
    there = canvas.layout
    header_rows = {(block.sheet, block.header) for block in there.blocks.values()}
    header_rows |= {(there.blocks[name].sheet, there.timeline(name)) for name in there.firsts}
    for label in there.labels():
        is_month = label.axis in ("month", "horizon")
        style = plain
        if (label.sheet, label.row) in header_rows:
            ahead = is_month and label.sources[0][1] >= canvas.plan.months
            style = canvas.styles.later if ahead else canvas.styles.header(_MONTH_FORMAT if is_month else "General")
        if label.sources:
            value: str | int = serials[label.text] if is_month else label.text
            formula = "=" + canvas.formulas.label(label)
            canvas.sheets[label.sheet].write_formula(label.row, label.col, formula, style, value)
        else:
            canvas.sheets[label.sheet].write_string(label.row, label.col, label.text, style)
