"""The Start sheet: what this is, five steps with links and progress, the verdict and the numbers that matter."""

from __future__ import annotations

from slasheet.layout.sheets import FIRST, MIRRORS, MONTHLY_ROW, NUMBERS_ROW, STATUS_ROW, STEPS_ROW
from slasheet.plan.plan import Plan
from slasheet.plan.policies import how_paced, how_rounded, in_which_currency
from slasheet.texts.columns import display_width
from slasheet.texts.languages import N_, _, n_
from slasheet.writer.canvas import Canvas, link_to
from slasheet.writer.styles import number_format

_WIDTHS = (4, 36, 84, 1.5, 12, 12, 15)
_PURPOSE = N_(
    "Sales and marketing service level agreement: what each department owes the other, "
    "so that the revenue target is met."
)
_STEPS = {
    "agreement": N_(
        "Read what is agreed in words, and make it yours: goals, definitions, hand-off, lead management, meetings."
    ),
    "revenue": N_("Type the first month, the names of the rows and what each must sell per month."),
    "deal": N_("Type what an average new customer is worth, and how much of the target must be new business."),
    "share": N_("Type how much of the new business marketing sources, per month."),
    "rates": N_("Name the stages and channels; type conversion rates, channel mix and time to close."),
    "scoring": N_("Look through criteria, points and thresholds: which leads are good enough to hand over."),
    "totals": N_("Read what marketing owes: leads and value per channel, row and month. Then look at Checks."),
}
_MONTHLY = {
    "log": N_("Type or paste what was delivered, per day, row and channel; or let slasheet log fill it from the CRM."),
    "performance": N_(
        "Look every morning: the month to date, every month against its plan, and whether the assumptions hold."
    ),
    "followup": N_("Say what sales does with the leads, and see whether it does."),
}
_NUMBERS = {
    "revenue_target_by_month_plan": N_("Revenue target"),
    "new_business_target_by_month_plan": N_("of which new business"),
    "marketing_revenue_by_month_plan": N_("– that marketing sources"),
    "sales_revenue_by_month_plan": N_("– that sales sources"),
    "leads_due_by_month_plan": N_("Leads due"),
    "sla_value_by_month_plan": N_("Value of the leads due (SLA value)"),
}


def write_start(canvas: Canvas) -> None:
    """Write everything on Start but the title and the progress figures, which are blocks."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    names = max(display_width(_(text)) for text in _NUMBERS.values())
    sentences = [*map(_, (*_STEPS.values(), *_MONTHLY.values())), *(text for _name, text in _policies(canvas.plan))]
    # Letters are narrower than the digits that widths count in.
    least = (0, names + 1, max(map(display_width, sentences)) * 0.84)
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, max((width, *least[col : col + 1])))
    sheet.set_row(0, 32)
    sheet.write_string(1, 1, _(_PURPOSE), styles.note)
    sheet.write_string(STATUS_ROW, 1, _("Status"), styles.heading)
    checks = canvas.layout.titles["checks"]
    sheet.write_url(STATUS_ROW, FIRST, link_to(checks), styles.link, f"{checks} ›")
    canvas.colour_statuses(sheet, STATUS_ROW, 2, STATUS_ROW, 2)
    _steps(canvas)
    _every_month(canvas)
    months = canvas.plan.months
    sheet.write_string(NUMBERS_ROW - 1, 1, _("The numbers that matter"), styles.heading)
    span = n_("for the month of the plan", "for the {count} months of the plan", months).format(count=months)
    sheet.write_string(NUMBERS_ROW - 1, 2, span, styles.note)
    for mirror in MIRRORS:
        style = styles.cell("total", align="center")
        if mirror.measure in _NUMBERS:
            unit = canvas.layout.measures[mirror.measure].unit
            style = styles.cell("total", number_format(canvas.plan, unit, mirror.measure), align="left")
            sheet.write_string(mirror.row, 1, _(_NUMBERS[mirror.measure]), styles.label)
        value = canvas.shown(canvas.results[mirror.measure][0], canvas.layout.measures[mirror.measure].unit)
        sheet.write_formula(mirror.row, mirror.col, "=" + canvas.formulas.mirror(mirror), style, value)
    _explain(canvas, NUMBERS_ROW + len(_NUMBERS) + 1)


def _steps(canvas: Canvas) -> None:
    """Write the steps, each with a link to its sheet."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    sheet.write_string(STEPS_ROW - 2, 1, _("Seven steps"), styles.heading)
    for col, text in enumerate(("#", _("Sheet"), _("What to do"))):
        sheet.write_string(STEPS_ROW - 1, col, text, styles.header(align="left"))
    for number, (key, text) in enumerate(_STEPS.items()):
        row, title = STEPS_ROW + number, canvas.layout.titles[key]
        sheet.set_row(row, 20)
        sheet.write_number(row, 0, number + 1, styles.number_of_step)
        sheet.write_url(row, 1, link_to(title), styles.link_in_table, f"{title} ›")
        sheet.write_string(row, 2, _(text), styles.label)


def _every_month(canvas: Canvas) -> None:
    """Write what is used once the agreement is signed."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    sheet.write_string(MONTHLY_ROW - 1, 1, _("Once it is signed"), styles.heading)
    for down, (key, text) in enumerate(_MONTHLY.items()):
        title = canvas.layout.titles[key]
        sheet.set_row(MONTHLY_ROW + down, 20)
        sheet.write_url(MONTHLY_ROW + down, 1, link_to(title), styles.link_in_table, f"{title} ›")
        sheet.write_string(MONTHLY_ROW + down, 2, _(text), styles.label)


def _policies(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return how the plan counts: a word and a sentence each."""
    blank = _("A missing input leaves its results blank; Checks says what is missing. A target of 0 is a plan of 0.")
    value = _(
        "Leads due at their lead value: rounding makes it more than the revenue; so does a time to close, by later months."
    )
    ahead = _("Months in italics come after the plan: they have targets, since their leads are due inside it.")
    return (
        (_("Rounding"), how_rounded(plan)),
        (_("Blank"), blank),
        (_("SLA value"), value),
        (_("Look-ahead"), ahead),
        (_("Goal line"), how_paced(plan)),
        (_("Currency"), in_which_currency(plan)),
    )


def _explain(canvas: Canvas, row: int) -> None:
    """Write the policies and the legend."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    policies = _policies(canvas.plan)
    typed = _("Blue on yellow: type here. Everything else is locked, without a password.")
    legend = (
        (_("Input"), styles.sample_input, typed),
        (_("Result"), styles.cell("result"), _("Black on white: computed. Do not type over it.")),
        (_("Total"), styles.cell("total"), _("Bold on grey: a sum.")),
    )
    sheet.write_string(row, 1, _("How it counts"), styles.heading)
    for down, (name, text) in enumerate(policies, start=1):
        sheet.write_string(row + down, 1, name, styles.label)
        sheet.write_string(row + down, 2, text, styles.label)
    row += len(policies) + 2
    sheet.write_string(row, 1, _("What the cells mean"), styles.heading)
    for down, (name, style, text) in enumerate(legend, start=1):
        sheet.write_string(row + down, 1, name, style)
        sheet.write_string(row + down, 2, text, styles.label)
    sheet.write_string(row + len(legend) + 2, 1, _("Check the saved workbook with: slasheet check FILE"), styles.note)
