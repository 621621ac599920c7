"""The Lead log sheet: rows to type or paste into, with lists, rules and colours for what can't be right.

Why whole columns carry the look of an input: two thousand rows of formatted blanks would make every
workbook heavier than all its formulas.
"""

from __future__ import annotations

from typing import Any

from slasheet.layout.layout import Block
from slasheet.plan.words import field_title
from slasheet.spreadsheet.addresses import column
from slasheet.texts.languages import _
from slasheet.writer.canvas import Canvas, exact
from slasheet.writer.styles import number_format

_WIDTHS = {
    "date": 14,
    "region": 22,
    "channel": 24,
    "leads": 11,
    "contacted": 12,
    "followed_up": 12,
    "customers": 12,
    "revenue": 15,
}


def write_log(canvas: Canvas, block: Block) -> None:
    """Write the rows of the log and everything that helps to fill it."""
    sheet, plan = canvas.sheet(block), canvas.plan
    header = block.row - 1
    fields = plan.axis("field")
    styles = [
        canvas.styles.cell("input", _format(canvas, field), "center" if field == "date" else None) for field in fields
    ]
    for col, (field, style) in enumerate(zip(fields, styles, strict=True)):
        sheet.set_column(col, col, _WIDTHS[field], style)
        canvas.print(block.sheet, header, col, canvas.styles.header(align="left" if col < 3 else "center"))
    # The columns look like inputs from top to bottom; above the header nothing is typed.
    for above in range(1, header):
        for col in range(1 if above == 1 else 0, len(styles)):
            sheet.write_blank(above, col, None, canvas.styles.note)
    for col in (1, 2, 3, 6, 7):
        sheet.write_blank(0, col, None, canvas.styles.note)
    sheet.leave_open(len(styles), canvas.styles.open)
    sheet.set_row(header, 30)
    for down, cells in enumerate(plan.log):
        for col, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(block.row + down, col, cell, styles[col])
            elif cell is not None:
                sheet.write_number(block.row + down, col, exact(cell), styles[col])
    end = block.row + block.rows
    text = canvas.wording[block.sheet, end, 0].text
    sheet.merge_range(end, 0, end, len(styles) - 1, text, canvas.styles.mark)
    sheet.autofilter(header, 0, end - 1, len(styles) - 1)
    _rules(canvas, block)
    _colours(canvas, block)


def _format(canvas: Canvas, field: str) -> str:
    if field in ("date", "region", "channel"):
        return number_format(canvas.plan, "date" if field == "date" else "text")
    # Beside regions in several currencies an amount goes without a sign: it is in that of the region.
    return number_format(canvas.plan, "money" if field == "revenue" and not canvas.plan.currencies else "count")


def _rules(canvas: Canvas, block: Block) -> None:
    """Hold every column to what may stand in it."""
    sheet, last = canvas.sheet(block), block.row + block.rows - 1
    months = canvas.reference("horizon")
    first, end = f"=MIN({months})", f"=EDATE(MAX({months}),1)-1"
    label = canvas.plan.region_label
    revenue = _("What the customers won on that day bring (may stay blank).")
    if canvas.plan.currencies:
        revenue = _("What the customers won on that day bring, in the currency of the region (may stay blank).")
    rules: dict[str, dict[str, Any]] = {
        "date": {
            "validate": "date",
            "criteria": "between",
            "minimum": first,
            "maximum": end,
            "input_title": _("Date"),
            "input_message": _("The day on which the leads came in, as a date within the plan."),
            "error_title": _("Date"),
            "error_message": _("This must be a date within the months of the plan."),
        },
        "region": _choice(label, f"={canvas.reference('regions')}"),
        "channel": _choice(_("Channel"), f"={canvas.reference('channels')}"),
        **{field: _whole(canvas, field) for field in ("leads", "contacted", "followed_up", "customers")},
        "revenue": {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "input_title": _("Revenue"),
            "input_message": revenue,
            "error_title": _("Revenue"),
            "error_message": _("This must be an amount of 0 or more."),
        },
    }
    for col, field in enumerate(canvas.plan.axis("field")):
        sheet.data_validation(block.row, col, last, col, rules[field] | {"ignore_blank": True})


def _choice(title: str, source: str) -> dict[str, Any]:
    message = _("Choose from the list; the names are typed on the sheets of the plan.")
    return {"validate": "list", "source": source, "error_title": title, "error_message": message}


def _whole(canvas: Canvas, field: str) -> dict[str, Any]:
    message = {
        "leads": _("Leads that came in on that day."),
        "contacted": _("How many of them sales contacted in time (may stay blank)."),
        "followed_up": _("How many of them sales followed up as promised (may stay blank)."),
        "customers": _("Customers won on that day (may stay blank)."),
    }[field]
    title = field_title(field, canvas.plan.region_label)
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "input_title": title,
        "input_message": message,
        "error_title": title,
        "error_message": _("This must be a whole number of 0 or more."),
    }


def _colours(canvas: Canvas, block: Block) -> None:
    """Colour what can't be right, wherever it was pasted from."""
    sheet, row, last = canvas.sheet(block), block.row + 1, block.row + block.rows - 1
    months = canvas.reference("horizon")
    fields = canvas.plan.axis("field")
    cell = {field: f"${column(col)}{row}" for col, field in enumerate(fields)}
    used = f"COUNTA($A{row}:${column(len(fields) - 1)}{row})>0"
    date = cell["date"]
    wrong = {
        "date": f"AND({used},OR(NOT(ISNUMBER({date})),{date}<MIN({months}),{date}>=EDATE(MAX({months}),1)))",
        "region": f"AND({used},COUNTIF({canvas.reference('regions')},{cell['region']})=0)",
        "channel": f"AND({used},COUNTIF({canvas.reference('channels')},{cell['channel']})=0)",
        "leads": f"AND({used},NOT(AND(ISNUMBER({cell['leads']}),N({cell['leads']})>=0)))",
        **{
            field: f'AND({cell[field]}<>"",NOT(AND(ISNUMBER({cell[field]}),N({cell[field]})>=0)))'
            for field in fields[4:]
        },
    }
    for field in ("contacted", "followed_up"):
        wrong[field] = (
            f"OR({wrong[field]},AND(ISNUMBER({cell[field]}),ISNUMBER({cell['leads']}),{cell[field]}>{cell['leads']}))"
        )
    for col, field in enumerate(fields):
        rule = {"type": "formula", "criteria": f"={wrong[field]}", "format": canvas.styles.status("wrong")}
        sheet.conditional_format(block.row, col, last, col, rule)
