"""The Start sheet: what this is, five steps with links and progress, the verdict and the numbers that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from slasheet.formulas import Formulas
from slasheet.layout import FIRST, MIRRORS, NUMBERS_ROW, STATUS_ROW, STEPS_ROW, Layout
from slasheet.styles import INPUT_INK, INPUT_PAPER, MUTED, RULE, number_format
from slasheet.wording import word

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from slasheet.styles import Styles

_STEPS = {
    "revenue": ("revenue", "Type the first month, the names of the rows and what each must sell per month."),
    "deal": ("deal", "Type what an average new customer is worth, and how much of the target must be new business."),
    "share": ("share", "Type how much of the new business marketing sources, per month."),
    "rates": ("rates", "Name the stages and channels; type conversion rates, channel mix and time to close."),
    "totals": ("totals", "Read what marketing owes: leads and value per channel, row and month. Then look at Checks."),
}
_NUMBERS = {
    "revenue_target_by_month_plan": "Revenue target",
    "marketing_revenue_by_month_plan": "New business that marketing sources",
    "sales_revenue_by_month_plan": "New business that sales sources",
    "leads_due_by_month_plan": "Leads due",
    "sla_value_by_month_plan": "SLA value of the leads due",
}
_ROUNDING = {"up": "rounded up to whole units", "nearest": "rounded to the nearest whole unit", "none": "not rounded"}
_CARRY = {"exact": "each from the exact number", "chain": "each from the rounded number of the next stage"}


def write_start(sheet: Worksheet, layout: Layout, styles: Styles, results: Mapping[str, Sequence[float | str | None]]) -> None:
    """Write everything on Start but the title and the progress figures, which are blocks."""
    for col, width in enumerate((4, 36, 84, 1.5, 12, 12, 15)):
        sheet.set_column(col, col, width)
    sheet.set_row(0, 32)
    sheet.write_string(1, 1, "Sales and marketing service level agreement: what each department owes the other, so that the revenue target is met.", styles.note)
    sheet.write_string(STATUS_ROW, 1, "Status", styles.heading)
    sheet.write_url(STATUS_ROW, FIRST, f"internal:'{layout.titles['checks']}'!A1", styles.link, "Checks ›")
    for code in layout.plan.axis("status"):
        sheet.conditional_format(STATUS_ROW, 2, STATUS_ROW, 2, {"type": "cell", "criteria": "==", "value": f'"{word("status", code, {})}"', "format": styles.status(code)})
    sheet.write_string(STEPS_ROW - 2, 1, "Five steps", styles.heading)
    for col, text in ((0, "#"), (1, "Sheet"), (2, "What to do")):
        sheet.write_string(STEPS_ROW - 1, col, text, styles.header(align="left"))
    for number, (key, text) in enumerate(_STEPS.values()):
        row, title = STEPS_ROW + number, layout.titles[key]
        sheet.set_row(row, 20)
        sheet.write_number(row, 0, number + 1, styles.get(font_color=MUTED, border=1, border_color=RULE, align="center"))
        sheet.write_url(row, 1, f"internal:'{title}'!A1", styles.get(font_color=INPUT_INK, underline=1, border=1, border_color=RULE), f"{title} ›")
        sheet.write_string(row, 2, text, styles.label)
    months = layout.plan.months
    sheet.write_string(NUMBERS_ROW - 1, 1, "The numbers that matter", styles.heading)
    sheet.write_string(NUMBERS_ROW - 1, 2, f"for the {months} months of the plan" if months > 1 else "for the month of the plan", styles.note)
    formulas = Formulas(layout)
    for mirror in MIRRORS:
        value = results[mirror.measure][0]
        style = styles.cell("total", align="center")
        if mirror.measure in _NUMBERS:
            sheet.write_string(mirror.row, 1, _NUMBERS[mirror.measure], styles.label)
            style = styles.cell("total", number_format(layout.plan, layout.measures[mirror.measure].unit), align="left")
        shown = "" if value is None else word("status", value, {}) if isinstance(value, str) else value
        sheet.write_formula(mirror.row, mirror.col, "=" + formulas.mirror(mirror), style, shown)
    _explain(sheet, layout, styles, NUMBERS_ROW + len(_NUMBERS) + 1)


def _explain(sheet: Worksheet, layout: Layout, styles: Styles, row: int) -> None:
    """Write the policies and the legend."""
    plan = layout.plan
    sheet.write_string(row, 1, "How it counts", styles.heading)
    lines = (
        ("Rounding", f"Volumes are {_ROUNDING[plan.rounding]}, {_CARRY[plan.carry]}; to six decimals first."),
        ("Blank", "A missing input leaves its results blank; Checks says what is missing. A target of 0 is a plan of 0."),
        ("Currency", f"All amounts in {plan.currency}."),
    )
    for name, text in lines:
        row += 1
        sheet.write_string(row, 1, name, styles.label)
        sheet.write_string(row, 2, text, styles.label)
    row += 2
    sheet.write_string(row, 1, "What the cells mean", styles.heading)
    for text, style, note in (
        ("Input", styles.get(font_color=INPUT_INK, bg_color=INPUT_PAPER, border=1, border_color=RULE), "Blue on yellow: type here. Everything else is locked, without a password."),
        ("Result", styles.cell("result"), "Black on white: computed. Do not type over it."),
        ("Total", styles.cell("total"), "Bold on grey: a sum."),
    ):
        row += 1
        sheet.write_string(row, 1, text, style)
        sheet.write_string(row, 2, note, styles.label)
    row += 2
    sheet.write_string(row, 1, "Check the saved workbook with: slasheet check FILE", styles.note)

