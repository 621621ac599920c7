"""Start: what this is, the steps with their progress and links, what it is used for, the numbers that matter, how it counts."""

from __future__ import annotations

from slasheet.layout.builder import FIRST, STATUS_ROW, STEPS_ROW
from slasheet.layout.sheets import SHEETS, explained_row, numbers_row, sheets_in, used_row
from slasheet.plan.policies import policies
from slasheet.texts.columns import display_width
from slasheet.writer.canvas import Canvas
from slasheet.writer.styles import number_format


def write_start(canvas: Canvas) -> None:
    """Write everything on Start but the title and the progress figures, which are blocks."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    edition, mirrors = canvas.plan.edition, canvas.layout.mirrors
    names = max(display_width(canvas.wording["start", mirror.row, 1].text) for mirror in mirrors)
    listed = {*range(STEPS_ROW, numbers_row(edition) - 1), *_policy_rows(canvas)}
    texts = [
        each.text for (key, row, col), each in canvas.wording.items() if key == "start" and col == 2 and row in listed
    ]
    # Letters are narrower than the digits that widths count in.
    least = (0, names + 1, max(map(display_width, texts)) * 0.84)
    for col, width in enumerate(SHEETS["start"].widths):
        sheet.set_column(col, col, max((width, *least[col : col + 1])))
    sheet.set_row(0, 32)
    canvas.print("start", 1, 1, styles.note)
    canvas.print("start", STATUS_ROW, 1, styles.heading)
    canvas.link("start", STATUS_ROW, FIRST, "checks", styles.link)
    canvas.colour_statuses(sheet, STATUS_ROW, 2, STATUS_ROW, 2)
    _steps(canvas)
    _every_month(canvas)
    canvas.print("start", numbers_row(edition) - 1, 1, styles.heading)
    canvas.print("start", numbers_row(edition) - 1, 2, styles.note)
    for mirror in mirrors:
        measure, style = canvas.layout.measures[mirror.measure], styles.cell("total", align="center")
        if mirror.title:
            style = styles.cell("total", number_format(canvas.plan, measure.unit, measure.precision), align="left")
            canvas.print("start", mirror.row, 1, styles.label)
        value = canvas.shown(canvas.results[mirror.measure][0], measure.unit)
        sheet.write_formula(mirror.row, mirror.col, "=" + canvas.formulas.mirror(mirror), style, value)
    _explain(canvas)


def _steps(canvas: Canvas) -> None:
    """Write the steps, each with a link to its sheet."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    canvas.print("start", STEPS_ROW - 2, 1, styles.heading)
    for col in range(3):
        canvas.print("start", STEPS_ROW - 1, col, styles.header(align="left"))
    for number, step in enumerate(step for step in sheets_in(canvas.plan.edition) if step.step):
        row = STEPS_ROW + number
        sheet.set_row(row, 20)
        sheet.write_number(row, 0, number + 1, styles.number_of_step)
        canvas.link("start", row, 1, step.key, styles.link_in_table)
        canvas.print("start", row, 2, styles.label)


def _every_month(canvas: Canvas) -> None:
    """Write what is used once the agreement is signed."""
    sheet, styles = canvas.sheets["start"], canvas.styles
    first = used_row(canvas.plan.edition)
    canvas.print("start", first - 1, 1, styles.heading)
    for row, used in enumerate((used for used in sheets_in(canvas.plan.edition) if used.use), start=first):
        sheet.set_row(row, 20)
        canvas.link("start", row, 1, used.key, styles.link_in_table)
        canvas.print("start", row, 2, styles.label)


def _policy_rows(canvas: Canvas) -> range:
    """Return the rows of the policies."""
    first = explained_row(canvas.plan.edition) + 1
    return range(first, first + len(policies(canvas.plan)))


def _explain(canvas: Canvas) -> None:
    """Write the policies and the legend."""
    styles, rows = canvas.styles, _policy_rows(canvas)
    canvas.print("start", rows.start - 1, 1, styles.heading)
    for row in rows:
        canvas.print("start", row, 1, styles.label)
        canvas.print("start", row, 2, styles.label)
    canvas.print("start", rows.stop + 1, 1, styles.heading)
    samples = (styles.sample_input, styles.cell("result"), styles.cell("total"))
    for row, style in enumerate(samples, start=rows.stop + 2):
        canvas.print("start", row, 1, style)
        canvas.print("start", row, 2, styles.label)
    canvas.print("start", rows.stop + len(samples) + 3, 1, styles.note)
