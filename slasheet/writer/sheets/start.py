"""The Start sheet: what this is, five steps with links and progress, the verdict and the numbers that matter."""

from __future__ import annotations

from slasheet.layout.builder import FIRST, STATUS_ROW, STEPS_ROW
from slasheet.layout.sheets import SHEETS, numbers_row, sheets_in, used_row
from slasheet.plan.plan import Plan
from slasheet.plan.policies import how_paced, how_rounded, in_which_currency
from slasheet.texts.columns import display_width
from slasheet.texts.languages import _, n_
from slasheet.writer.canvas import Canvas, link_to
from slasheet.writer.styles import number_format


def write_start(canvas: Canvas) -> None:
    """Write everything on Start but the title and the progress figures, which are blocks."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    start = SHEETS["start"]
    edition, mirrors = canvas.plan.edition, canvas.layout.mirrors
    names = max(display_width(_(mirror.title)) for mirror in mirrors)
    sentences = [_(text) for each in sheets_in(edition) for text in (each.step, each.use) if text]
    sentences += [text for _name, text in _policies(canvas.plan)]
    # Letters are narrower than the digits that widths count in.
    least = (0, names + 1, max(map(display_width, sentences)) * 0.84)
    for col, width in enumerate(start.widths):
        sheet.set_column(col, col, max((width, *least[col : col + 1])))
    sheet.set_row(0, 32)
    sheet.write_string(1, 1, _(start.purpose), styles.note)
    sheet.write_string(STATUS_ROW, 1, _("Status"), styles.heading)
    checks = canvas.layout.titles["checks"]
    sheet.write_url(STATUS_ROW, FIRST, link_to(checks), styles.link, f"{checks} ›")
    canvas.colour_statuses(sheet, STATUS_ROW, 2, STATUS_ROW, 2)
    _steps(canvas)
    _every_month(canvas)
    months = canvas.plan.months
    sheet.write_string(numbers_row(edition) - 1, 1, _("The numbers that matter"), styles.heading)
    span = n_("for the month of the plan", "for the {count} months of the plan", months).format(count=months)
    sheet.write_string(numbers_row(edition) - 1, 2, span, styles.note)
    for mirror in mirrors:
        measure, style = canvas.layout.measures[mirror.measure], styles.cell("total", align="center")
        if mirror.title:
            style = styles.cell("total", number_format(canvas.plan, measure.unit, measure.precision), align="left")
            sheet.write_string(mirror.row, 1, _(mirror.title), styles.label)
        value = canvas.shown(canvas.results[mirror.measure][0], measure.unit)
        sheet.write_formula(mirror.row, mirror.col, "=" + canvas.formulas.mirror(mirror), style, value)
    _explain(canvas, max(mirror.row for mirror in mirrors) + 2)


def _steps(canvas: Canvas) -> None:
    """Write the steps, each with a link to its sheet."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    sheet.write_string(STEPS_ROW - 2, 1, _("Seven steps"), styles.heading)
    for col, text in enumerate(("#", _("Sheet"), _("What to do"))):
        sheet.write_string(STEPS_ROW - 1, col, text, styles.header(align="left"))
    for number, step in enumerate(step for step in sheets_in(canvas.plan.edition) if step.step):
        row, title = STEPS_ROW + number, canvas.layout.titles[step.key]
        sheet.set_row(row, 20)
        sheet.write_number(row, 0, number + 1, styles.number_of_step)
        sheet.write_url(row, 1, link_to(title), styles.link_in_table, f"{title} ›")
        sheet.write_string(row, 2, _(step.step), styles.label)


def _every_month(canvas: Canvas) -> None:
    """Write what is used once the agreement is signed."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    first = used_row(canvas.plan.edition)
    sheet.write_string(first - 1, 1, _("Once it is signed"), styles.heading)
    for row, used in enumerate((used for used in sheets_in(canvas.plan.edition) if used.use), start=first):
        title = canvas.layout.titles[used.key]
        sheet.set_row(row, 20)
        sheet.write_url(row, 1, link_to(title), styles.link_in_table, f"{title} ›")
        sheet.write_string(row, 2, _(used.use), styles.label)


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
