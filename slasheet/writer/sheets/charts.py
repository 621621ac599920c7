"""The charts: from blocks of the layout to pictures of the target, the commitment and the funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slasheet.layout.charts import PACES, Series, charts_of
from slasheet.layout.layout import ChartSpot, Layout
from slasheet.layout.moves import Place
from slasheet.plan.words import with_label
from slasheet.texts.languages import N_, _
from slasheet.writer.canvas import Canvas
from slasheet.writer.styles import CHART_COLOURS, FONT, MUTED, NAVY, RULE, date_format, number_format

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_TITLES = {
    "revenue": N_("Revenue target by region and month"),
    "leads": N_("Leads due by channel and month"),
    "funnel": N_("The funnel of the plan"),
    "pace_leads": N_("Leads: goal line and delivered, cumulative"),
    "pace_value": N_("Value: goal line and delivered, cumulative"),
    "delivery": N_("Leads: plan and actual by month"),
}
_ALT = {
    "revenue": N_("Stacked columns: the revenue target of every month of the plan, split by region."),
    "leads": N_("Stacked columns: the leads due in every month of the plan, split by channel."),
    "funnel": N_("Bars: units per stage over the whole plan, from {first} to {last}."),
    "pace_leads": N_(
        "Lines over the days of the month shown: the leads that the goal line asks for, and the leads delivered up to the as-of day."
    ),
    "pace_value": N_(
        "Lines over the days of the month shown: the value that the goal line asks for, and the value delivered up to the as-of day."
    ),
    "delivery": N_("Columns: planned and delivered leads of the whole company, month by month."),
}
_FONT = {"name": FONT, "size": 9, "color": MUTED}


def add_chart(canvas: Canvas, spot: ChartSpot) -> None:
    """Draw the chart `spot.name` in its room; the pace of a month takes two, side by side."""
    drawn = charts_of(canvas.layout, spot)
    if spot.name == "pace":
        for along, (what, unit, series) in enumerate(zip(PACES, ("count", "money"), drawn, strict=True)):
            chart = _pace(canvas.book, canvas.layout, series, unit)
            _insert(canvas, spot, f"pace_{what}", chart, width=640, offset=650 * along)
        return
    draw = {"funnel": _funnel, "delivery": _delivery}.get(spot.name, _stacked)
    _insert(canvas, spot, spot.name, draw(canvas.book, canvas.layout, next(drawn), *spot.measures))


def _insert(canvas: Canvas, spot: ChartSpot, name: str, chart: Any, width: int = 980, offset: int = 0) -> None:
    """Put a chart into its room, with title and alternative text."""
    plan = canvas.plan
    words = {"first": plan.stages[0], "last": plan.stages[-1]}
    title = {"name": FONT, "size": 12, "bold": True, "color": NAVY}
    chart.set_title({"name": with_label(_TITLES[name], plan.region_label), "name_font": title, "overlay": False})
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": width, "height": 320})
    place = {
        "description": with_label(_ALT[name], plan.region_label).format(**words),
        "x_offset": 2 + offset,
        "y_offset": 4,
    }
    canvas.sheets[spot.sheet].insert_chart(spot.row, 0, chart, place)


def _cells(layout: Layout, series: Series) -> dict[str, Any]:
    """Return what a series draws as xlsxwriter takes it."""

    def area(first: Place, last: Place) -> list[str | int]:
        return [layout.titles[first[0]], *first[1:], *last[1:]]

    return {"categories": area(*series.categories), "values": area(*series.values)}


def _stacked(book: Workbook, layout: Layout, drawn: tuple[Series, ...], _detail: str, whole: str) -> Any:
    """Draw the parts of a sum on top of each other, month by month."""
    measure = layout.measures[whole]
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for series, colour in zip(drawn, CHART_COLOURS, strict=False):
        name = [layout.titles[series.name[0]], *series.name[1:]] if series.name else None
        chart.add_series({"name": name, **_cells(layout, series), "fill": {"color": colour}, "gap": 60})
    _axes(
        chart,
        date_format(layout.plan.language, "column"),
        number_format(layout.plan, measure.unit, measure.precision),
    )
    chart.set_legend({"position": "bottom", "font": _FONT} if len(drawn) > 1 else {"none": True})
    return chart


def _axes(chart: Any, along: str, up: str) -> None:
    """Give a chart quiet axes with number formats along and up."""
    chart.set_x_axis({"num_font": _FONT, "line": {"color": RULE}, "num_format": along, "text_axis": True})
    grid = {"visible": True, "line": {"color": RULE}}
    chart.set_y_axis({"num_font": _FONT, "line": {"none": True}, "major_gridlines": grid, "num_format": up})


def _pace(book: Workbook, layout: Layout, drawn: tuple[Series, ...], unit: str) -> Any:
    """Draw the goal line of the month shown and what was delivered."""
    chart = book.add_chart({"type": "line"})
    lines = (
        (N_("Goal line"), {"color": CHART_COLOURS[9], "width": 1.75, "dash_type": "dash"}),
        (N_("Delivered"), {"color": CHART_COLOURS[1], "width": 2.75}),
    )
    for series, (title, line) in zip(drawn, lines, strict=True):
        chart.add_series({"name": _(title), **_cells(layout, series), "line": line})
    _axes(chart, "0", number_format(layout.plan, unit))
    # Said outright, since programs differ in what they take silence for; nothing follows the as-of day to span to.
    chart.show_blanks_as("span")
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def _delivery(book: Workbook, layout: Layout, drawn: tuple[Series, ...], _delivered: str) -> Any:
    """Draw plan and actual side by side, month by month."""
    chart = book.add_chart({"type": "column"})
    for series, (name, colour) in zip(
        drawn, ((N_("Plan"), CHART_COLOURS[6]), (N_("Actual"), CHART_COLOURS[1])), strict=True
    ):
        chart.add_series({"name": _(name), **_cells(layout, series), "fill": {"color": colour}, "gap": 60})
    _axes(chart, date_format(layout.plan.language, "column"), number_format(layout.plan, "count"))
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def _funnel(book: Workbook, layout: Layout, drawn: tuple[Series, ...], stages: str) -> Any:
    """Draw what every stage holds over the whole plan."""
    block = layout.blocks[f"{stages}_plan"]
    chart = book.add_chart({"type": "bar"})
    whole = number_format(layout.plan, "count", layout.measures[block.measure].precision)
    for series in drawn:
        chart.add_series(
            {
                "name": _("Plan total"),
                **_cells(layout, series),
                "fill": {"color": CHART_COLOURS[1]},
                "gap": 25,
                "data_labels": {"value": True, "font": {**_FONT, "bold": True}, "num_format": whole},
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"none": True})
    return chart
