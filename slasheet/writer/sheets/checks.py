"""The links of the Checks sheet: from every check to the place where it is mended."""

from __future__ import annotations

from slasheet.plan.measures.rules import RULES
from slasheet.writer.canvas import Canvas, link_to


def write_links(canvas: Canvas) -> None:
    """Write a link beside every row of the two lists."""
    sheet, layout = canvas.sheets["checks"], canvas.layout
    for name, axis in (("input_check", "input"), ("rule_check", "rule")):
        block = layout.blocks[name]
        for down, label in enumerate(layout.plan.axis(axis)):
            title, cell = layout.address(RULES[label].mended_at if axis == "rule" else label)
            sheet.write_url(
                block.row + down, block.col + block.cols, link_to(title, cell), canvas.styles.link, f"{title} ›"
            )
