"""The charts: from blocks of the layout to pictures of the target, the commitment and the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slasheet.blocks import ChartSpot, Layout
from slasheet.sheets.canvas import Canvas
from slasheet.styles import CHART_COLOURS, FONT, MUTED, NAVY, RULE, number_format

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

#: More series than this and a chart shows the sum instead: nobody reads thirty colours.
MOST_SERIES = 10
_TITLES = {
    "revenue": "Revenue target by {region} and month",
    "leads": "Leads due by channel and month",
    "funnel": "The funnel of the plan",
}
_ALT = {
    "revenue": "Stacked columns: the revenue target of every month of the plan, split by {region}.",
    "leads": "Stacked columns: the leads due in every month of the plan, split by channel.",
    "funnel": "Bars: units per stage over the whole plan, from {first} to {last}.",
}
_FONT = {"name": FONT, "size": 9, "color": MUTED}


def add_chart(canvas: Canvas, spot: ChartSpot) -> None:
    """Draw the chart `spot.name` in its room."""
    book, layout = canvas.book, canvas.layout
    words = {"region": layout.plan.region_label.lower(), "first": layout.plan.stages[0], "last": layout.plan.stages[-1]}
    if spot.name == "funnel":
        chart = _funnel(book, layout)
    else:
        detail, whole, unit = {
            "revenue": ("revenue_target", "revenue_target_by_month", "money"),
            "leads": ("leads_due_by_channel", "leads_due_by_month", "count"),
        }[spot.name]
        chart = _stacked(book, layout, detail, whole, unit)
    chart.set_title(
        {
            "name": _TITLES[spot.name].format(**words),
            "name_font": {"name": FONT, "size": 12, "bold": True, "color": NAVY},
            "overlay": False,
        }
    )
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": 980, "height": 320})
    canvas.sheets[spot.sheet].insert_chart(
        spot.row, 0, chart, {"description": _ALT[spot.name].format(**words), "x_offset": 2, "y_offset": 4}
    )


def _stacked(book: Workbook, layout: Layout, detail: str, whole: str, unit: str) -> Any:
    block = layout.blocks[detail]
    if block.rows > MOST_SERIES:
        block = layout.blocks[whole]
    title, months = layout.titles[block.sheet], layout.plan.months
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for down in range(block.rows):
        row = block.row + down
        chart.add_series({
            "name": [title, row, 0],
            "categories": [title, block.header, block.col, block.header, block.col + months - 1],
            "values": [title, row, block.col, row, block.col + months - 1],
            "fill": {"color": CHART_COLOURS[down]},
            "gap": 60,
        })  # fmt: skip
    chart.set_x_axis({"num_font": _FONT, "line": {"color": RULE}, "num_format": "mmm yy", "text_axis": True})
    chart.set_y_axis(
        {
            "num_font": _FONT,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": RULE}},
            "num_format": number_format(layout.plan, unit, whole),
        }
    )
    chart.set_legend({"position": "bottom", "font": _FONT} if block.rows > 1 else {"none": True})
    return chart


def _funnel(book: Workbook, layout: Layout) -> Any:
    block = layout.blocks["stage_total_plan"]
    title = layout.titles[block.sheet]
    chart = book.add_chart({"type": "bar"})
    last = block.row + block.rows - 1
    chart.add_series({
        "name": "Plan total",
        "categories": [title, block.row, 0, last, 0],
        "values": [title, block.row, block.col, last, block.col],
        "fill": {"color": CHART_COLOURS[1]},
        "gap": 25,
        "data_labels": {"value": True, "font": {**_FONT, "bold": True}, "num_format": number_format(layout.plan, "count", "stage_total")},
    })  # fmt: skip
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"none": True})
    return chart
