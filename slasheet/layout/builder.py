"""How groups of measures become blocks: from a plan and the groups of a sheet to rows and columns.

No other module but `layout.agreement` decides on a row or a column of a sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from slasheet.layout.layout import Block, ChartSpot, Heading
from slasheet.plan.edition import exists
from slasheet.plan.measure import Measure
from slasheet.plan.measures.labels import PRINTED_AT
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan

#: Values start here on every sheet, so a month has the same column on every monthly sheet.
FIRST = 4
#: Where the total of the plan stands: beside the labels, always in view.
TOTAL = 3
#: The row that shows the months of a monthly sheet, always in view and on every printed page.
TIMELINE = 2
#: Rows of Start: the verdict, and the first step.
STATUS_ROW, STEPS_ROW = 3, 7
CHART_ROWS = 17
#: The header of the lead log; its rows follow without a gap, and nothing stands below them but the mark of their end.
LOG_HEADER = 3


class Group(NamedTuple):
    """Blocks stacked without a gap under one heading and one header row, perhaps with a chart below.

    A group holds those of its blocks that the plan has. The scalars `along` stand side by side in the first row, under
    the headers of the blocks.
    """

    blocks: tuple[str, ...]
    title: str | None = None
    note: str | None = None
    chart: str | None = None
    along: tuple[str, ...] = ()
    #: Whether the blocks, a column each, stand side by side under their titles: the first in the place of the labels.
    beside: bool = False
    #: In which plans it stands there, if not in all: one currency or currencies, two stages or more stages.
    only: str | None = None
    #: The first and the last edition that has it; None while the newest one does.
    since: int = 1
    until: int | None = None

    def stands(self, plan: Plan) -> bool:
        """Return whether the group stands in the workbook of a plan."""
        here = {
            "one currency": not plan.currencies,
            "currencies": bool(plan.currencies),
            "two stages": len(plan.stages) == 2,
            "more stages": len(plan.stages) > 2,
        }
        return exists(self, plan.edition) and (self.only is None or here[self.only])


class Builder:
    """Puts group under group: the blocks, headings and charts of a layout."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.table = measures(plan)
        #: The totals over time beside every measure, from left to right.
        self.totals: dict[str, list[Measure]] = {}
        for measure in sorted(self.table.values(), key=lambda measure: "quarter" in measure.axes):
            if measure.beside:
                self.totals.setdefault(measure.beside, []).append(measure)
        self.blocks: dict[str, Block] = {}
        self.headings: list[Heading] = []
        self.charts: list[ChartSpot] = []
        months = range(plan.months + plan.lookahead)
        self.quarters = FIRST + len(months) + 1

    def sheet(self, sheet: str, groups: Sequence[Group], *, monthly: bool) -> None:
        """Place the groups of a sheet one under the other."""
        row = TIMELINE + 1 if monthly else TIMELINE
        for group in groups:
            row = self.group(sheet, group, row)

    def group(self, sheet: str, group: Group, row: int) -> int:
        """Place a group at `row`; return the row where the next one starts."""
        names = [name for name in group.blocks if name in self.table]
        if not names or not group.stands(self.plan):
            return row
        first = self.table[names[0]]
        self.headings.append(Heading(sheet, row, group.title or first.title, group.note or first.meaning, names[0]))
        bare = (first.kind == "label" or not first.axes) and not group.along
        header = None if bare else row + 1
        row += 1 if bare else 2
        for place, name in enumerate(group.along):
            self._put(name, sheet, row, FIRST + place, 1, 1, (), None, None, {}, titled=place == 0)
        row += bool(group.along)
        if group.beside:
            for place, name in enumerate(names):
                rows, col = self.plan.size(first.axes), FIRST + place - 1 if place else 0
                self._put(name, sheet, row, col, rows, 1, first.axes, None, header, {}, headed=True)
            return row + self.plan.size(first.axes) + 1
        for name in names:
            row += self.block(sheet, self.table[name], row, header)
        if group.chart:
            self.charts.append(ChartSpot(sheet, row + 1, group.chart, tuple(names)))
            row += CHART_ROWS + 1
        return row + 1

    def block(self, sheet: str, measure: Measure, row: int, header: int | None) -> int:
        """Place a measure, its totals and its typed labels; return how many rows it takes."""
        row_axes, col_axis = measure.axes[:-1], (measure.axes[-1] if measure.axes else None)
        if measure.down:
            row_axes, col_axis = measure.axes, None
        rows = self.plan.size(row_axes)
        cols = len(self.plan.axis(col_axis)) if col_axis else 1
        columns = {axis: place for place, axis in enumerate(row_axes)}
        if "channel" in row_axes and len(row_axes) < TOTAL:
            columns["owner"] = len(row_axes)
        beside = {
            name: axis for name, (host, axis) in PRINTED_AT.items() if host == measure.name and name in self.table
        }
        for axis in beside.values():
            if axis != col_axis:
                columns.setdefault(axis, len(row_axes))
        self._put(measure.name, sheet, row, FIRST, rows, cols, row_axes, col_axis, header, columns, titled=not row_axes)
        for total in self.totals.get(measure.name, ()):
            axis = total.axes[-1]
            col = self.quarters if axis == "quarter" else TOTAL
            self._put(total.name, sheet, row, col, rows, len(self.plan.axis(axis)), row_axes, axis, header, columns)
        for name, axis in beside.items():
            if axis in columns:
                self._put(name, sheet, row, columns[axis], rows, 1, self.table[name].axes, None, None, {})
            elif header is not None:
                self._put(name, sheet, header, FIRST, 1, cols, (), axis, None, {})
        if "regions" in beside and header is not None:
            self._put("region_label", sheet, header, 0, 1, 1, (), None, None, {})
        return rows

    def start(self) -> None:
        """Place what stands on the Start sheet."""
        self._put("title", "start", 0, 1, 1, 1, (), None, None, {})
        rows, cols = (len(self.plan.axis(axis)) for axis in ("step", "progress"))
        self._put("step_progress", "start", STEPS_ROW, FIRST, rows, cols, ("step",), "progress", STEPS_ROW - 1, {})

    def log(self) -> None:
        """Place the lead log, which has a sheet of its own."""
        block = (self.plan.log_rows, len(self.plan.axis("field")), ("entry",), "field", LOG_HEADER)
        self._put("lead_log", "log", LOG_HEADER + 1, 0, *block, {})

    def _put(self, name: str, sheet: str, row: int, col: int, rows: int, cols: int, row_axes: tuple[str, ...],
             col_axis: str | None, header: int | None, labels: Mapping[str, int], *, titled: bool = False, headed: bool = False) -> None:  # fmt: skip
        labels = dict(labels)
        summing = self.table[name].summing
        self.blocks[name] = Block(
            name, sheet, row, col, rows, cols, row_axes, col_axis, header, labels, titled, headed, summing
        )
