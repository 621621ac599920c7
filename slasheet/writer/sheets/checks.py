"""The links of the Checks sheet: from every check to the place where it is mended."""

from __future__ import annotations

from slasheet.layout.wording import mended
from slasheet.writer.canvas import Canvas, link_to


def write_links(canvas: Canvas) -> None:
    """Write a link beside every row of the two lists."""
    for (sheet, row, col), measure in mended(canvas.layout):
        text = canvas.wording[sheet, row, col].text
        to = link_to(*canvas.layout.address(measure))
        canvas.sheets[sheet].write_url(row, col, to, canvas.styles.link, text)
