"""Draws what a board looks at first: leads due and delivered by month, and by workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slasheet.many.rollup.sheets.board import FIRST_ROW, HEADER, HEADS, Board, series
from slasheet.many.rollup.sheets.tables import column_of, value_of
from slasheet.texts.languages import _
from slasheet.texts.months import month_serial
from slasheet.writer.plain_sheet import PlainSheet
from slasheet.writer.styles import CHART_COLOURS, FONT, MUTED, NAVY, RULE, date_format

#: More workbooks than this nobody reads in a chart: it shows the largest.
_MOST_BARS = 20
_FONT = {"name": FONT, "size": 9, "color": MUTED}
_COLOURS = {
    "leads_due": CHART_COLOURS[6],
    "due_to_date": CHART_COLOURS[6],
    "actual_leads": CHART_COLOURS[1],
    "delivered_to_date": CHART_COLOURS[1],
}


def write_charts(board: Board, sheet: PlainSheet, first_row: int, first_col: int, widths: Sequence[float]) -> None:
    """Draw both charts beside the totals; the figures of the workbooks begin at `first_row` and `first_col`.

    The first chart stands above the columns from the third up to those figures, the second above the figures.
    """
    _insert(
        sheet,
        _by_month(board),
        _("Leads due and actual leads by month"),
        _("Columns: the leads due and the actual leads of all workbooks, month by month."),
        2,
        _pixels(widths[2:first_col]),
    )
    count = min(len(board.rollup.parts), _MOST_BARS)
    title = _("Leads by workbook, to date") if _shows_delivery(board, count) else _("Leads due by workbook")
    if count < len(board.rollup.parts):
        title = _("{title}: the {count} with the most leads due").format(title=title, count=count)
    about = _(
        "Bars: for every workbook the leads due and the leads delivered, over the months that are logged and over."
    )
    if not _shows_delivery(board, count):
        about = _("Bars: for every workbook the leads due over its months.")
    _insert(
        sheet, _by_workbook(board, count, first_row, first_col), title, about, first_col, _pixels(widths[first_col:])
    )


def _pixels(widths: Sequence[float]) -> int:
    """Return the width of a chart that stands above columns, a little less than theirs."""
    return int(sum(7 * width + 5 for width in widths)) - 30


def _shows_delivery(board: Board, count: int) -> bool:
    """Return whether the chart of workbooks shows what was delivered: bars of the few that have a log would stand alone."""
    figures = (board.rollup.sums.of("workbook")[workbook,] for workbook in range(count))
    return 2 * sum(each.due_to_date is not None for each in figures) >= count


def _insert(sheet: PlainSheet, chart: Any, title: str, about: str, col: int, width: int) -> None:
    look = {"name": FONT, "size": 12, "bold": True, "color": NAVY}
    chart.set_title({"name": title, "name_font": look, "overlay": False})
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": width, "height": 330})
    chart.set_legend({"position": "bottom", "font": _FONT})
    place = {"description": about, "x_offset": 12, "y_offset": 4, "object_position": 2}
    sheet.insert_chart(HEADER, col, chart, place)


def _by_month(board: Board) -> Any:
    rollup = board.rollup
    chart = board.book.add_chart({"type": "column"})
    figures = list(rollup.sums.of("month").values())
    serials = [month_serial(month) for month in rollup.months]
    for name in ("leads_due", *(["actual_leads"] if rollup.total.actual_leads is not None else [])):
        col = column_of("month", name)
        at = (FIRST_ROW + 1, col, FIRST_ROW + len(figures), col)
        values = [value_of(each, name) for each in figures]
        chart.add_series(
            {
                **series(board.title("month"), _(HEADS[name]), at, values, serials, 0),
                "fill": {"color": _COLOURS[name]},
                "gap": 60,
            }
        )
    along = date_format(rollup.language, "column")
    chart.set_x_axis({"num_font": _FONT, "line": {"color": RULE}, "num_format": along, "text_axis": True})
    grid = {"visible": True, "line": {"color": RULE}}
    chart.set_y_axis(
        {"num_font": _FONT, "line": {"none": True}, "major_gridlines": grid, "num_format": "#,##0", "min": 0}
    )
    return chart


def _by_workbook(board: Board, count: int, first_row: int, first_col: int) -> Any:
    rollup = board.rollup
    chart = board.book.add_chart({"type": "bar"})
    figures = [rollup.sums.of("workbook")[workbook,] for workbook in range(count)]
    labelled = {"value": True, "font": _FONT, "num_format": "#,##0"}
    for name in ("due_to_date", "delivered_to_date") if _shows_delivery(board, count) else ("leads_due",):
        col = first_col + tuple(HEADS).index(name)
        at = (first_row, col, first_row + count - 1, col)
        values = [value_of(each, name) for each in figures]
        labels = rollup.names[:count]
        chart.add_series(
            {
                **series(board.title("front"), _(HEADS[name]), at, values, labels, 0),
                "fill": {"color": _COLOURS[name]},
                "gap": 40,
                "data_labels": labelled,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    return chart
