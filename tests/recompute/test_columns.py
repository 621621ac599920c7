"""Columns: cells by axis and label, spread over other axes, summed and put side by side."""

from __future__ import annotations

import pytest

from slasheet.plan.plan import Channel, Plan
from slasheet.recompute.columns import Axes, Column, combined, totals

PLAN = Plan(
    months=5,
    lookahead=3,
    regions=("EMEA", "Asia", "EMEA"),
    channels=(Channel("Webinar"), Channel("Outbound", "sales")),
)
AXES = Axes(PLAN)


def numbered(axes: str) -> Column[float]:
    """Return a column whose cells hold their own numbers."""
    return AXES.column(axes, map(float, range(AXES.count(axes.split()))))


def test_a_cell_is_found_by_labels_and_by_places() -> None:
    column = numbered("channel region month")
    assert column.at(channel="Outbound", region="Asia", month="2027-03") == 22
    assert column.at(channel=1, region=1, month=2) == column.at(month=2, channel=-1, region=1) == 22
    # Of two regions with one name it is the first.
    assert column.at(channel=0, region="EMEA", month=0) == 0


def test_a_column_counts_the_same_along_an_axis_that_it_does_not_have_and_by_quarter_along_months() -> None:
    rates = numbered("channel quarter")
    assert rates.at(channel="Outbound", region="Asia", month="2027-04") == rates.at(channel=1, quarter="Q2") == 3
    assert rates.over("region", "channel", "month").cells == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3] * 3
    # The months after the plan are in its last quarter.
    assert rates.part(channel=0).over("horizon").cells == [0, 0, 0, 1, 1, 1, 1, 1]
    assert numbered("region horizon").over("month", "region").cells[:6] == [0, 8, 16, 1, 9, 17]


def test_a_cell_or_a_column_that_is_not_settled_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing says which quarter counts"):
        numbered("channel quarter").at(channel=0)
    with pytest.raises(ValueError, match="nothing says which quarter counts"):
        numbered("channel quarter").over("channel", "region")
    with pytest.raises(ValueError, match="nothing says which region counts"):
        numbered("channel region").over("channel", "month")
    with pytest.raises(ValueError, match="not in tuple"):
        numbered("channel").at(channel="Fair")
    with pytest.raises(IndexError):
        numbered("channel").at(channel=2)
    with pytest.raises(KeyError):
        numbered("channel").at(chanel=0)


def test_what_is_combined_has_the_axes_of_all() -> None:
    mix, revenue = numbered("channel region"), numbered("region horizon")
    both = combined(lambda a, b: (a, b), mix, revenue)
    assert both.axes == ("channel", "region", "horizon")
    assert both.at(channel=1, region=2, horizon=3) == (5, 19)
    leads, value = numbered("channel month"), numbered("channel region quarter")
    worth = combined(lambda a, b: (a, b), leads, value)
    assert worth.axes == ("channel", "month", "region")
    assert worth.at(channel=1, month=4, region=0) == (9, 7)


def test_totals_are_over_any_axes_and_blank_where_all_is_blank() -> None:
    column = numbered("channel region month")
    assert totals(column, "region").axes == ("channel", "month")
    assert totals(column, "region").cells[:2] == [0 + 5 + 10, 1 + 6 + 11]
    assert totals(column, "channel", "month").cells[1] == sum(range(5, 10)) + sum(range(20, 25))
    assert totals(AXES.filled("channel region", None), "region").cells == [None, None]


def test_a_table_is_put_together_by_its_labels() -> None:
    plan, actual = numbered("channel month"), numbered("month")
    figures = {"status": actual, "actual": actual, "plan": plan, "variance": plan, "attainment": plan}
    table = AXES.stacked("delivery", figures, -1)
    assert table.axes == ("channel", "delivery", "month")
    assert table.at(channel=1, delivery="plan", month=1) == 6
    assert table.at(channel=1, delivery="actual", month=1) == 1
    with pytest.raises(KeyError, match="plan"):
        AXES.stacked("delivery", {"status": plan}, -1)
    with pytest.raises(KeyError, match="status"):
        AXES.table("rule result", {"count": 1})
    with pytest.raises(ValueError, match="5 cells, but 6 over"):
        AXES.column("channel region", range(5))
