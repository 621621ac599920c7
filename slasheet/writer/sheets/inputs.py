"""Writes what people type into: inputs and names, unlocked, with rules that say what is wanted."""

from __future__ import annotations

from typing import Any

from slasheet.layout.layout import Block
from slasheet.plan.amounts import allowed
from slasheet.plan.measure import DAY, Bounds, Measure
from slasheet.plan.measures.labels import HOMES
from slasheet.plan.words import word
from slasheet.spreadsheet.addresses import a1, anchored
from slasheet.texts.languages import _
from slasheet.texts.months import date_of_serial, month_serial
from slasheet.writer.canvas import Canvas, area, exact
from slasheet.writer.styles import number_format

#: No spreadsheet rule knows a half-open range; the smallest rate that anyone means is far above this.
_JUST_ABOVE_ZERO = 1e-9
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32


def write_inputs(canvas: Canvas, block: Block) -> None:
    """Write the cells of an input: numbers, blanks, or the text that somebody typed."""
    measure = canvas.layout.measures[block.measure]
    sheet = canvas.sheet(block)
    centred = None if measure.numeric and measure.unit not in ("date", "month") else "center"
    plan, own = canvas.plan, canvas.plan.varies(measure)
    currencies = [plan.currency_at(measure, at) for at in plan.coordinates(measure.axes)] if own else [plan.currency]
    styles = [
        canvas.styles.cell("input", number_format(plan, measure.unit, measure.precision, currency), centred)
        for currency in currencies
    ]
    if measure.unit == "text" and measure.axes:
        styles = [canvas.styles.typed_text]
    chosen = measure.choices_at({})
    for index, cell in enumerate(canvas.plan.inputs[block.measure]):
        row, col = block.cell(index)
        style = styles[index % len(styles)]
        if cell is None:
            sheet.write_blank(row, col, None, style)
        elif isinstance(cell, str):
            shown = word(chosen, cell, {}) if chosen else cell
            sheet.write_string(row, col, shown, style)
        else:
            sheet.write_number(row, col, exact(cell), style)
    if chosen:
        _offer(canvas, block, measure, chosen)
    elif measure.unit == "date":
        sheet.data_validation(*area(block), day_rule(measure))
    elif not measure.numeric:
        sheet.data_validation(*area(block), {"validate": "any"} | prompt(measure))
    if measure.bounds and not chosen:
        here = a1(block.row, block.col)
        wrong = f'=AND({here}<>"",NOT(AND({measure.bounds.test(here)})))'
        if measure.unit != "date":
            sheet.data_validation(*area(block), _rule(measure, measure.bounds))
        rule = {"type": "formula", "criteria": wrong, "format": canvas.styles.status("wrong")}
        sheet.conditional_format(*area(block), rule)


def _offer(canvas: Canvas, block: Block, measure: Measure, axis: str) -> None:
    """Offer the labels of an axis to choose from; the cell may stay blank."""
    listed = canvas.reference(HOMES[axis])
    errors = {"error_title": prompt_title(measure), "error_message": _("Choose from the list, or clear the cell.")}
    rule = {"validate": "list", "source": f"={listed}", "ignore_blank": True} | prompt(measure) | errors
    canvas.sheet(block).data_validation(*area(block), rule)
    here = a1(block.row, block.col)
    unknown = f'=AND({here}<>"",COUNTIF({listed},{here})=0)'
    look = {"type": "formula", "criteria": unknown, "format": canvas.styles.status("wrong")}
    canvas.sheet(block).conditional_format(*area(block), look)


def day_rule(measure: Measure) -> dict[str, Any]:
    """Return the rule for a cell that takes a date."""
    first, last = (date_of_serial(day) for day in (DAY.low, DAY.high or 0))
    rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, "ignore_blank": True}
    return rule | prompt(measure) | {"error_title": prompt_title(measure), "error_message": _("This must be a date.")}


def prompt(measure: Measure) -> dict[str, Any]:
    """Return what a cell says when it is chosen."""
    return {"input_title": prompt_title(measure), "input_message": _fitting(_(measure.meaning))}


def prompt_title(measure: Measure) -> str:
    """Return the title as the head of a prompt, which takes few characters."""
    return _(measure.title)[:_LONGEST_TITLE]


def _fitting(text: str) -> str:
    """Return a text as a prompt takes it, cut at the last sentence that fits."""
    if len(text) <= _LONGEST_PROMPT:
        return text
    cut = text[: _LONGEST_PROMPT - 1]
    return cut[: cut.rfind(". ") + 1] or cut[: cut.rfind(" ")] + "…"


def _rule(measure: Measure, bounds: Bounds) -> dict[str, Any]:
    """Return the rule that a spreadsheet program holds an input to, with what it says."""
    rule: dict[str, Any] = {"validate": "integer" if bounds.whole else "decimal", "ignore_blank": True}
    if bounds.high is None:
        rule |= {"criteria": ">" if bounds.above else ">=", "value": bounds.low}
    else:
        low = _JUST_ABOVE_ZERO if bounds.above else bounds.low
        rule |= {"criteria": "between", "minimum": low, "maximum": bounds.high}
    takes = _("Type {allowed}.").format(allowed=allowed(measure))
    wanted = f"{_(measure.meaning)} {takes}"
    return rule | {
        "input_title": prompt_title(measure),
        "input_message": wanted if len(wanted) <= _LONGEST_PROMPT else takes,
        "error_title": prompt_title(measure),
        "error_message": _("This must be {allowed}.").format(allowed=allowed(measure)),
    }


def write_names(canvas: Canvas, block: Block) -> None:
    """Write the cells where names are typed: the only unlocked texts of the workbook."""
    if block.measure == "horizon":
        _write_months(canvas, block)
        return
    measure, styles = canvas.layout.measures[block.measure], canvas.styles
    style = styles.cell("input", align="left" if block.col == 0 else "center")
    special = {"region_label": styles.typed_header("left"), "title": styles.typed_title}
    style = styles.label if measure.fixed else special.get(measure.name, style)
    for index, text in enumerate(_texts(canvas, block)):
        canvas.sheet(block).write_string(*block.cell(index), text, style)
    if measure.fixed:
        return
    if axis := measure.choices_at({}):
        owners = area(canvas.layout.blocks[HOMES[axis]])
        rule = {"validate": "list", "source": f"={anchored(*owners)}", "error_title": _("Owner")}
        message = _("Choose Marketing or Sales from the list.")
        canvas.sheet(block).data_validation(*area(block), rule | {"error_message": message})
        unknown = f"=COUNTIF({anchored(*owners)},{a1(block.row, block.col)})<>1"
        look = {"type": "formula", "criteria": unknown, "format": canvas.styles.status("wrong")}
        canvas.sheet(block).conditional_format(*area(block), look)
    elif measure.labels:
        here = a1(block.row, block.col)
        found = ",".join(f'ISERROR(FIND("{sign}",{here}))' for sign in "*?~")
        begins = f'ISERROR(FIND(LEFT({here},1),"<>=+-@ "))'
        once = f"=AND(COUNTIF({anchored(*area(block))},{here})=1,{found},{begins})"
        message = _("Each name may be there only once, without * ? ~ and not beginning with < > = + - @ or a space.")
        rule = {"validate": "custom", "value": once, "error_title": _("Name"), "error_message": message}
        canvas.sheet(block).data_validation(*area(block), rule)


def _texts(canvas: Canvas, block: Block) -> tuple[str, ...]:
    plan = canvas.plan
    if block.measure == "title":
        return (plan.title,)
    if block.measure == "region_label":
        return (plan.region_label,)
    if block.measure == "reporting_currency":
        return (plan.currency,)
    if block.measure == "region_currency":
        return tuple(map(plan.currency_of, plan.regions))
    if block.measure == "channel_owner":
        return tuple(word("owner", channel.owner, {}) for channel in plan.channels)
    axis = block.col_axis or block.row_axes[0]
    return tuple(word(axis, label, {}) for label in plan.axis(axis))


def _write_months(canvas: Canvas, block: Block) -> None:
    """Write the first month, which is typed, and the others, which follow."""
    sheet, months = canvas.sheet(block), canvas.plan.axis("horizon")
    sheet.write_number(
        block.row, block.col, month_serial(months[0]), canvas.styles.typed_header("center", canvas.styles.months)
    )
    message = _("Type the first day of the first month as a date, for example 2027-01-01.")
    rule = {"validate": "custom", "value": f"=DAY({a1(block.row, block.col)})=1", "input_title": _("First month")}
    rule |= {"input_message": message, "error_title": _("First month"), "error_message": message}
    sheet.data_validation(block.row, block.col, block.row, block.col, rule)
    for index, month in enumerate(months[1:], start=1):
        style = canvas.styles.header(canvas.styles.months) if index < canvas.plan.months else canvas.styles.later
        sheet.write_formula(*block.cell(index), "=" + canvas.formulas.month(index), style, month_serial(month))
