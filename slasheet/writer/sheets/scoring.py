"""The grid of the Lead scoring sheet: room for its texts, and the cell of the lead that is tried standing out."""

from __future__ import annotations

from slasheet.spreadsheet.addresses import anchored, quoted
from slasheet.writer.canvas import Canvas

#: Three lines.
_HEIGHT = 44


def finish_grid(canvas: Canvas) -> None:
    """Give the rows of the grid their height, and colour the cell that says what happens with the lead."""
    layout, plan = canvas.layout, canvas.plan
    grid, sheet = layout.blocks["score_grid"], canvas.sheets["scoring"]
    bands = (layout.cell("lead_band", place) for place in range(len(plan.axis("score"))))
    band = [anchored(row, col, row, col) for _, row, col in bands]
    for down, fit in enumerate(plan.axis("fit_band")):
        sheet.set_row(grid.row + down, _HEIGHT)
        for along, interest in enumerate(plan.axis("interest_band")):
            row, col = grid.row + down, grid.col + along
            mine = ",".join(f"{at}={_word(canvas, code)}" for at, code in zip(band, (fit, interest), strict=True))
            look = {"type": "formula", "criteria": f"=AND({mine})", "format": canvas.styles.status("high")}
            sheet.conditional_format(row, col, row, col, look)


def _word(canvas: Canvas, code: str) -> str:
    """Return the cell that holds the word for a band, as conditional formats write it."""
    sheet, row, col = canvas.layout.cell("statuses", canvas.plan.axis("status").index(code))
    return f"{quoted(canvas.layout.titles[sheet])}!{anchored(row, col, row, col)}"
