"""The Agreement sheet: texts to edit under numbered headings, with what they refer to shown live beside them."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from slasheet.layout.agreement import LABEL, SECTIONS, SHEET, VALUES
from slasheet.layout.layout import Block
from slasheet.layout.sheets import SHEETS
from slasheet.plan.amounts import allowed_by, amount
from slasheet.plan.measure import DAY, Bounds, Measure
from slasheet.plan.measures.agreement_tables import LONGEST_TEXT
from slasheet.plan.words import word
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.languages import _
from slasheet.writer.canvas import Canvas, area, exact
from slasheet.writer.sheets.inputs import day_rule, prompt, prompt_title
from slasheet.writer.styles import INPUT_INK, NAVY, number_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format

#: Room to sign by hand.
_SIGNING_HEIGHT = 34.0
_LINE_HEIGHT, _PADDING, _GAP = 13.0, 4.0, 5.0
_WIDTHS = SHEETS[SHEET].widths
_LAST = len(_WIDTHS) - 1


def write_agreement(canvas: Canvas) -> None:
    """Write everything on the sheet but its blocks and their printed labels: frame, headings, heads, links."""
    sheet, styles = canvas.sheets[SHEET], canvas.styles
    for col, width in enumerate(_WIDTHS):
        sheet.set_column(col, col, width)
    sheet.set_row(0, 28)
    canvas.print(SHEET, 0, 0, styles.title)
    canvas.print(SHEET, 1, 0, styles.note)
    for col, key in enumerate(("start", "checks"), start=_LAST - 1):
        canvas.link(SHEET, 0, col, key, styles.link)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 2)
    _headings(canvas)
    for block in canvas.layout.blocks.values():
        if block.sheet != SHEET:
            continue
        if block.titled:
            canvas.print(SHEET, block.row, LABEL, styles.term)
        for col in block.labels.values():
            if block.header is not None:
                canvas.print(SHEET, block.header, col, styles.header(align="left"))
    _fit_rows(canvas)


def _fit_rows(canvas: Canvas) -> None:
    """Give every row of a table the height that its texts need; it follows them when they are edited."""
    lines: dict[int, int] = {}
    for block in canvas.layout.blocks.values():
        if block.sheet == SHEET and block.measure in canvas.plan.inputs:
            for index, cell in enumerate(canvas.plan.inputs[block.measure]):
                row, col = block.cell(index)
                lines[row] = max(lines.get(row, 1), _lines(cell, _WIDTHS[col]) if isinstance(cell, str) else 1)
    signed = canvas.layout.blocks["signatures"]
    for row, count in lines.items():
        height = _PADDING + _LINE_HEIGHT * count
        least = _SIGNING_HEIGHT if signed.row <= row < signed.row + signed.rows else 0.0
        canvas.sheets[SHEET].fit_row(row, max(height, least))


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column: its letters are narrower than the digits that widths count in."""
    return sum(max(1, len(wrap(line, int(width * 1.2)))) for line in text.split("\n"))


def _headings(canvas: Canvas) -> None:
    """Write the line that opens each section, with its links, and the headings within."""
    sheet, styles = canvas.sheets[SHEET], canvas.styles
    for heading in canvas.layout.headings:
        if heading.sheet != SHEET:
            continue
        if not heading.section:
            sheet.set_row(heading.row, 22)
            canvas.print(SHEET, heading.row, LABEL, styles.heading)
            canvas.print(SHEET, heading.row, VALUES, styles.note)
            continue
        sheet.set_row(heading.row, 30)
        sheet.set_row(heading.row + 1, _GAP)
        for col in range(_LAST + 1):
            sheet.write_blank(heading.row, col, None, styles.opening())
        big = styles.opening(font_size=14, bold=True, font_color=NAVY)
        canvas.print(SHEET, heading.row, LABEL, big)
        canvas.print(SHEET, heading.row, VALUES, styles.opening())
        link = styles.opening(underline=1, font_color=INPUT_INK)
        for col, key in zip(range(_LAST - 2, _LAST), SECTIONS[heading.section - 1].links, strict=False):
            canvas.link(SHEET, heading.row, col, key, link)


def write_texts(canvas: Canvas, block: Block) -> None:
    """Write the cells of a table or a date of the agreement, each with its own rule."""
    measure, plan, sheet = canvas.layout.measures[block.measure], canvas.plan, canvas.sheet(block)
    places = plan.coordinates(measure.axes)
    for index, (at, cell) in enumerate(zip(places, plan.inputs[block.measure], strict=True)):
        row, col = block.cell(index)
        unit = measure.unit_at(at)
        style = _style(canvas, unit)
        if cell is None:
            sheet.write_blank(row, col, None, style)
        elif isinstance(cell, str):
            sheet.write_string(row, col, word(measure.choices_at(at) or "", cell, {}), style)
        else:
            sheet.write_number(row, col, exact(cell), style)
    top, left, bottom, right = area(block)
    if measure.units is None:
        _hold(canvas, (top, left, bottom, right), measure, {})
        return
    for along, field in enumerate(plan.axis(measure.axes[-1])):
        _hold(canvas, (top, left + along, bottom, left + along), measure, {measure.axes[-1]: field})


def _style(canvas: Canvas, unit: str) -> Format:
    numbers = "@" if unit in ("text", "choice") else "0.##" if unit == "number" else number_format(canvas.plan, unit)
    return canvas.styles.text_input(numbers)


def _hold(canvas: Canvas, cells: tuple[int, int, int, int], measure: Measure, at: Mapping[str, str]) -> None:
    """Hold a column of a table to what may stand in it, and colour what was pasted against that."""
    here, unit = a1(cells[0], cells[1]), measure.unit_at(at)
    rule: dict[str, Any]
    if unit == "date":
        rule, wrong = day_rule(measure), _outside(here, DAY)
    elif unit == "number":
        bounds = measure.bounds or DAY
        wanted = _("This must be {allowed}.").format(allowed=allowed_by(bounds, unit))
        rule = {"validate": "decimal", "criteria": "between", "minimum": bounds.low, "maximum": bounds.high}
        rule |= prompt(measure) | {"error_title": prompt_title(measure), "error_message": wanted}
        wrong = _outside(here, bounds)
    elif axis := measure.choices_at(at):
        words = [word(axis, code, {}) for code in canvas.plan.axis(axis)]
        errors = {"error_title": prompt_title(measure), "error_message": _("Choose from the list, or clear the cell.")}
        rule = {"validate": "list", "source": words} | prompt(measure) | errors
        unknown = ",".join(f'{here}<>"{text}"' for text in words)
        wrong = f'AND({here}<>"",{unknown})'
    else:
        most = _("At most {count} characters, please.").format(count=amount(LONGEST_TEXT, "count"))
        errors = {"error_title": prompt_title(measure), "error_message": most}
        rule = {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT} | prompt(measure) | errors
        wrong = f"LEN({here})>{LONGEST_TEXT}"
    sheet = canvas.sheets[SHEET]
    sheet.data_validation(*cells, rule | {"ignore_blank": True})
    look = {"type": "formula", "criteria": f"={wrong}", "format": canvas.styles.status("wrong")}
    sheet.conditional_format(*cells, look)


def _outside(here: str, bounds: Bounds) -> str:
    return f'AND({here}<>"",NOT(AND({bounds.test(here)})))'
