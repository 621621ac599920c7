"""The lead log as it counts: its rows with the places of their names, and what they say of days and months."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import NamedTuple

from slasheet.recompute.arithmetic import Number, at_least_zero, number, share
from slasheet.recompute.columns import Cell, Column
from slasheet.recompute.days import day_number, known_day, months_later
from slasheet.recompute.given import Given
from slasheet.recompute.names import name_key

KINDS = ("leads", "contacted", "followed_up", "customers", "revenue")


class Row(NamedTuple):
    """A row of the log as it counts: the places of its month, regions and channels, and numbers of 0 or more."""

    day: float | None
    month: int | None
    regions: tuple[int, ...]
    channels: tuple[int, ...]
    leads: Number
    contacted: Number
    followed_up: Number
    customers: Number
    revenue: Number


class Log:
    """The rows of the log, and what they say of the months."""

    def __init__(self, given: Given) -> None:
        """Read the rows of a plan's log as they count."""
        plan, self.axes = given.plan, given.axes
        self.months = [day_number(month) for month in self.axes.labels("month")]
        self.end = months_later(self.months[-1], 1)
        self._cells_of_rows = cache(self._find_cells_of_rows)
        regions, channels = _places(plan.regions), _places([channel.name for channel in plan.channels])
        self.rows = [self._row(cells, regions, channels) for cells in plan.log]
        self.dates = [row.day for row in self.rows if row.day is not None]
        inside = [day for day in self.dates if self.months[0] <= day < self.end]
        self.in_plan = len(inside)
        in_month = Counter(row.month for row in self.rows)
        self.dated = [in_month[m] for m in range(plan.months)]
        self.first = int(min(inside)) if inside else None
        self.last = int(max(inside)) if inside else None
        used = [sum(cells[field] not in (None, "") for cells in plan.log) for field in range(4)]
        self.used = max(used, default=0)
        self.counts = {kind: [0] * plan.months for kind in KINDS}
        for row in self.rows:
            if row.month is not None:
                for kind in KINDS:
                    self.counts[kind][row.month] += getattr(row, kind) is not None
        self.named = [Counter(name_key(cells[field]) for cells in plan.log) for field in (1, 2)]
        self.latest = max(self.last or 0, known_day(given["as_of"].at()) or 0) or None
        ends = [*self.months[1:], self.end]
        #: Whether the latest day known has come to the end of each month.
        self.over = [self.latest is not None and end - 1 <= self.latest for end in ends]

    def _row(
        self,
        cells: Sequence[float | str | None],
        regions: Mapping[str, tuple[int, ...]],
        channels: Mapping[str, tuple[int, ...]],
    ) -> Row:
        day = number(cells[0])
        return Row(
            day,
            None if day is None else self.month_of(day),
            regions.get(name_key(cells[1]), ()),
            channels.get(name_key(cells[2]), ()),
            *(at_least_zero(cell) for cell in cells[3:]),
        )

    def month_of(self, day: float) -> int | None:
        """Return which month of the plan a day lies in, None when it lies in none."""
        return bisect_right(self.months, day) - 1 if self.months[0] <= day < self.end else None

    def days_of(self, pick: Callable[[Sequence[int]], int]) -> list[Number]:
        """Return the 31 days of the first or the last month logged, blank where the log has no date on them."""
        logged = [m for m, rows in enumerate(self.dated) if rows]
        if not logged:
            return [None] * 31
        first = self.months[pick(logged)]
        end = months_later(first, 1)
        known = {int(day) for day in self.dates}
        return [day if day in known and day < end else None for day in range(first, first + 31)]

    def tally(self, kind: str, axes: str, keep: Callable[[Row], bool] | None = None, first: int = 0) -> Column[float]:
        """Return the sums of one kind over some axes, of all rows or those that `keep` lets through; days count from `first`."""
        sums = self.axes.filled(axes, 0.0)
        cells, value_of = sums.cells, attrgetter(kind)
        for row, places in zip(self.rows, self._cells_of_rows(sums.axes, first), strict=True):
            value = value_of(row)
            if value is not None and (keep is None or keep(row)):
                for place in places:
                    cells[place] += value
        return sums

    def _find_cells_of_rows(self, axes: tuple[str, ...], first: int) -> list[list[int]]:
        """Return for every row the cells of a column over some axes to which it adds."""
        days = range(first, first + self.axes.size("day"))
        places: dict[str, Callable[[Row], Sequence[int]]] = {
            "channel": attrgetter("channels"),
            "region": attrgetter("regions"),
            "month": lambda row: () if row.month is None else (row.month,),
            "day": lambda row: () if row.day is None or int(row.day) not in days else (int(row.day) - first,),
        }
        cells = cache(partial(self.axes.cells_at, axes))
        along = [map(places[axis], self.rows) for axis in axes]
        return [*map(cells, *along)]

    def monthly(self, kind: str, axes: str, known: str, keep: Callable[[Row], bool] | None = None) -> Column[Number]:
        """Return the same month by month, blank in months in which no row holds anything of the kind `known`."""
        sums = self.tally(kind, axes, keep)
        rows = self.axes.column("month", self.counts[known]).along(sums.axes)
        cells = [value if count else None for value, count in zip(sums.cells, rows, strict=True)]
        return Column(sums.axes, cells, self.axes)


def _places(labels: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the places of each label, whatever its capitals."""
    found: dict[str, tuple[int, ...]] = {}
    for place, label in enumerate(labels):
        found[name_key(label)] = (*found.get(name_key(label), ()), place)
    return found


def logged(given: Given, log: Log) -> dict[str, Column[Cell]]:
    """Return what the log says of itself: how much of it is filled, and over which days and months."""
    column, (regions, channels) = given.axes.column, log.named
    by_kind = given.axes.stacked("counted", {kind: column("month", counts) for kind, counts in log.counts.items()})
    made: dict[str, Column[Cell]] = {
        "log_used": column("", [log.used]),
        "rows_in_plan": column("", [log.in_plan]),
        "dated_rows": column("month", log.dated),
        "logged_month": column(
            "month", [first if rows else None for first, rows in zip(log.months, log.dated, strict=True)]
        ),
        "first_days": column("day", log.days_of(min)),
        "last_days": column("day", log.days_of(max)),
        "first_logged": column("", [log.first]),
        "last_logged": column("", [log.last]),
        "rows_of_region": column("region", [regions[name_key(name)] for name in given.axes.labels("region")]),
        "rows_of_channel": column("channel", [channels[name_key(name)] for name in given.axes.labels("channel")]),
        "rows_logged": by_kind,
        "tolerance_counted": given["tolerance"].map(share),
        "latest_day": column("", [log.latest]),
        "month_over": column("month", map(int, log.over)),
    }
    return made
