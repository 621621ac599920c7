"""Writes the hidden sheet: the plan that the workbook carries, and the pilot cell."""

from __future__ import annotations

from slasheet.plan.carried import MARK, to_texts
from slasheet.spreadsheet.addresses import a1, anchored, quoted
from slasheet.writer.canvas import Canvas, area


def write_hidden(canvas: Canvas) -> None:
    """Write the carried plan, and the one formula without a value, which tells whether any program calculated."""
    titles = canvas.layout.titles
    sheet, title = canvas.sheets["plan"], quoted(titles["plan"])
    horizon = canvas.layout.blocks["horizon"]
    top, left, bottom, right = area(horizon)
    sheet.write_string(0, 0, MARK)
    sheet.write_formula(0, 1, f"=COUNT({quoted(titles[horizon.sheet])}!{a1(top, left)}:{a1(bottom, right)})", None, "")
    texts = to_texts(canvas.plan)
    for row, text in enumerate(texts, start=1):
        sheet.write_string(row, 0, text)
    canvas.book.define_name("sla_plan", f"={title}!{anchored(1, 0, len(texts), 0)}")
    canvas.book.define_name("sla_pilot", f"={title}!{anchored(0, 1, 0, 1)}")
    sheet.hide()
