"""The month that is shown, by definition, in plain Python: its days, the goal line, the month to date.

Tied to the formulas in the cells by tests alone. What goes in is a plan with its log and the results of its
commitment; what comes out is every measure of the day table and of the month to date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from slasheet.recompute.arithmetic import Number, divided, less, number, times, total, worth
from slasheet.recompute.columns import Cell, Column, combined, totals
from slasheet.recompute.days import EPOCH, known_day, months_later
from slasheet.recompute.given import Given
from slasheet.recompute.log import Log, Row
from slasheet.recompute.names import name_key
from slasheet.recompute.results import Results
from slasheet.recompute.totals import owner_totals
from slasheet.recompute.verdicts import judged

_RECENT, _SATURDAY = 7, 6
_PAIRS = "channel region"
#: The measures that hold the figures of the whole company.
_SCALARS = {
    "leads": {
        "plan": "mtd_plan_leads", "goal": "mtd_goal_leads", "actual": "mtd_actual_leads", "attainment": "mtd_attainment",
        "variance": "mtd_variance", "projected": "mtd_projected_leads", "recent": "mtd_recent_projected_leads",
        "required": "mtd_required_leads_per_day", "before": "mtd_month_before_leads", "status": "mtd_status",
    },
    "value": {
        "plan": "mtd_plan_value", "goal": "mtd_goal_value", "actual": "mtd_actual_value", "attainment": "mtd_attainment_value",
        "variance": "mtd_variance_value", "projected": "mtd_projected_value", "recent": "mtd_recent_projected_value",
        "required": "mtd_required_value_per_day", "before": "mtd_month_before_value", "status": "mtd_status_value",
    },
}  # fmt: skip


def paced(given: Given, log: Log, results: Results) -> dict[str, Column[Cell]]:
    """Return the measures of the month that is shown."""
    work = _Pacing(given, log, results)
    work.days()
    work.tally()
    work.pairs()
    work.day_table()
    work.month_to_date()
    return work.made


class _Pacing:
    """One month on its way to the results; every method takes one step."""

    def __init__(self, given: Given, log: Log, results: Results) -> None:
        self.given, self.plan, self.log, self.results = given, given.plan, log, results
        self.axes, self.exchange = given.axes, given.exchange
        self.tolerance = number(results["tolerance_counted"].at())
        chosen = known_day(given["performance_month"].at())
        months = (log.month_of(day) for day in (chosen, log.last) if day is not None)
        self.place = next((month for month in months if month is not None), 0)
        self.first = log.months[self.place]
        self.after = months_later(self.first, 1)
        self.rows = log.counts["leads"][self.place]
        self.as_of = self._as_of()
        rates, blank = self.exchange.rates, self.axes.filled("region", None)
        self.rate_shown = rates.part(month=self.place)
        self.rate_before = rates.part(month=self.place - 1) if self.place else blank
        self.made: dict[str, Column[Cell]] = {}
        self._scalars(month_shown=self.first, month_place=self.place + 1, rows_shown=self.rows, as_of_day=self.as_of)
        if self.exchange.own:
            self.made |= {"rate_shown": self.rate_shown, "rate_before": self.rate_before}

    def _scalars(self, **figures: Cell) -> None:
        self.made |= {name: self.axes.column("", [figure]) for name, figure in figures.items()}

    def _as_of(self) -> int | None:
        typed = known_day(self.given["as_of"].at())
        if typed is not None:
            return max(min(typed, self.after - 1), self.first - 1)
        return int(max(day for day in self.log.dates if day < self.after)) if self.rows else None

    def days(self) -> None:
        """Say of every day whether it counts, how many have passed, and what is logged on it."""
        days = [self.first + place for place in range(self.axes.size("day"))]
        real = [day for day in days if day < self.after]
        off = {known for cell in self.given["holidays"].cells if (known := known_day(cell)) is not None}
        working = self.plan.pacing == "working"
        counts = [
            int(not working or (date.fromordinal(day + EPOCH).isoweekday() < _SATURDAY and day not in off))
            for day in real
        ]
        passed = [sum(counts[: k + 1]) for k in range(len(real))]
        self.total, self.elapsed, self.recent_days = sum(counts), None, None
        rows: list[int] = []
        after: list[int] = []
        recent: list[int] = []
        if self.as_of is not None:
            held = Counter(int(row.day) for row in self.log.rows if row.day is not None and row.leads is not None)
            rows = [held[day] if day <= self.as_of else 0 for day in real]
            after = [sum(count > 0 for count in rows[k + 1 :]) for k in range(len(real))]
            recent = [int(day <= self.as_of and after[k] < _RECENT) for k, day in enumerate(real)]
            self.elapsed = sum(count for day, count in zip(real, counts, strict=True) if day <= self.as_of)
            self.recent_days = sum(count for count, late in zip(counts, recent, strict=True) if late)
        self.real, self.passed = real, passed
        self.since = {day for day, late in zip(real, recent, strict=False) if late}
        dated = {int(day) for day in self.log.dates}
        self.made |= {
            "day_date": self._daily(real),
            "day_dated": self._daily(day if day in dated else None for day in real),
            "day_counts": self._daily(counts),
            "day_passed": self._daily(passed),
            "day_rows": self._daily(rows),
            "logged_days_after": self._daily(after),
            "day_recent": self._daily(recent),
        }
        self._scalars(days_total=self.total, days_elapsed=self.elapsed, recent_days=self.recent_days)

    def _daily(self, cells: Iterable[Number]) -> Column[Cell]:
        """Return a column over the days from what is known of the first ones; blank after that."""
        known: list[Cell] = [*cells]
        return self.axes.column("day", known + [None] * (self.axes.size("day") - len(known)))

    def tally(self) -> None:
        """Add up the leads logged, per channel and region: in the month shown, of late, in the month before, day by day."""
        log, first = self.log, self.first
        blank: Column[Number] = self.axes.filled(_PAIRS, None)
        self.leads = self.late_leads = self.leads_before = blank
        end = (self.as_of or 0) + 1
        known = self.as_of is not None and self.rows > 0
        if known:
            self.leads = log.tally("leads", _PAIRS, lambda row: _between(row, first, end))
            self.late_leads = log.tally(
                "leads", _PAIRS, lambda row: _between(row, first, end) and int(row.day or 0) in self.since
            )
        if self.as_of is not None and self.place > 0 and log.counts["leads"][self.place - 1] > 0:
            start, stop = months_later(first, -1), months_later(self.as_of, -1) + 1
            self.leads_before = log.tally("leads", _PAIRS, lambda row: _between(row, start, stop))
        tallied = log.tally("leads", f"{_PAIRS} day", lambda row: known and _between(row, first, end), first)
        logged = self._daily([known and day < end for day in self.real]).along(tallied.axes)
        self.day_leads = Column(
            tallied.axes,
            [value if there else None for value, there in zip(tallied.cells, logged, strict=True)],
            self.axes,
        )
        self.made["day_leads"] = self.day_leads

    def pairs(self) -> None:
        """Sum up the month shown per channel and region."""
        region, owner = (self.given[f"performance_{what}"].at() for what in ("region", "owner"))
        regions = self.axes.column("region", [_same(region, label) for label in self.axes.labels("region")])
        owners = self.axes.column("channel", [_same(owner, whose) for whose in self.given.owners])
        shown: Column[Number] = combined(lambda a, b: int(a and b), owners, regions)
        lead_value, due, value = (
            self.results.numbers(name, month=self.place) for name in ("lead_value", "leads_due", "sla_value")
        )
        lead_value_before = self.results.numbers("lead_value", month=max(self.place - 1, 0))
        now, then = self.rate_shown, self.rate_before
        self.pair: dict[str, Column[Number]] = {
            "shown": shown,
            "shown_value": combined(lambda there, one, at: there * (times(one, at) or 0.0), shown, lead_value, now),
            "plan_leads": due,
            "plan_value": combined(times, value, now),
            "leads": self.leads,
            "value": combined(_worth, self.leads, lead_value, now),
            "recent_leads": self.late_leads,
            "recent_value": combined(_worth, self.late_leads, lead_value, now),
            "before_leads": self.leads_before,
            "before_value": combined(_worth, self.leads_before, lead_value_before, then),
        }
        self.made["pair_month"] = self.axes.stacked("pair", self.pair, None)

    def day_table(self) -> None:
        """Draw the goal line and what was delivered, cumulative."""
        chosen = self.given["performance_region"].at()
        rates = zip(self.axes.labels("region"), self.rate_shown.cells, strict=True)
        convertible = None not in [rate for region, rate in rates if _same(chosen, region)]
        shown = [place for place, there in enumerate(self.pair["shown"].cells) if there]
        by_day = self.day_leads.by("day").cells
        for what in ("leads", "value"):
            known = what == "leads" or convertible
            whole = total(self.pair[f"plan_{what}"].cells[place] for place in shown) if known else None
            goal: list[Number] = []
            if whole is not None and self.total:
                goal = [whole * (passed / self.total) for passed in self.passed]
            weight = self.pair["shown" if what == "leads" else "shown_value"].cells
            running, actual = 0.0, list[Number]()
            if known and any(self.pair[what].cells[place] is not None for place in shown):
                for day, leads in zip(self.real, by_day, strict=False):
                    if self.as_of is None or day > self.as_of:
                        break
                    running += sum((n or 0.0) * (w or 0.0) for n, w in zip(leads, weight, strict=True))
                    actual.append(running)
            self._scalars(**{f"shown_plan_{what}": whole})
            for name, cells in (("goal", goal), ("actual", actual)):
                self.made |= dict.fromkeys((f"day_{name}_{what}", f"chart_{name}_{what}"), self._daily(cells))

    def month_to_date(self) -> None:
        """Hold the month so far against its goal: in all, by region, by channel."""
        sums: dict[str, tuple[Callable[[Column[Number]], Column[Number]], bool]] = {
            "region": (lambda column: totals(column, "channel"), False),
            "channel": (lambda column: totals(column, "region"), True),
            "owner": (lambda column: owner_totals(column, self.given.owners, "region"), True),
        }
        for what, names in _SCALARS.items():
            whole = self._figures(what, lambda column: totals(column, "channel", "region"), several=True)
            self.made |= {names[figure]: whole.part(mtd=figure) for figure in self.axes.labels("mtd")}
            for by, (summed, several) in sums.items():
                self.made[f"mtd_{what}_by_{by}"] = self._figures(what, summed, several=several)

    def _figures(self, what: str, summed: Callable[[Column[Number]], Column[Number]], *, several: bool) -> Column[Cell]:
        """Return the figures of the month to date of what `summed` adds up; `several` says that it does so over all regions."""
        converted = what == "value" and several
        columns = []
        for name in (f"plan_{what}", what, f"recent_{what}", f"before_{what}"):
            column, month = summed(self.pair[name]), self.place - name.startswith("before")
            if converted and month >= 0:
                column = column.map(partial(self.exchange.whole, months=[month]))
            columns.append(column)
        figures = combined(self._figures_of, *columns)
        return self.axes.table(" ".join((*figures.axes, "mtd")), *figures.cells)

    def _figures_of(self, plan: Number, actual: Number, late: Number, before: Number) -> dict[str, Cell]:
        """Return the figures of the month to date from its plan, and the leads or their value: so far, of late, a month before."""
        days, elapsed, recent = self.total, self.elapsed, self.recent_days
        goal = None if plan is None or elapsed is None or not days else plan * (elapsed / days)
        at_recent = None
        if actual is not None and recent and late is not None and elapsed is not None:
            at_recent = actual + late / recent * (days - elapsed)
        required = None
        if actual is not None and plan is not None and elapsed is not None and days > elapsed:
            required = (plan - actual) / (days - elapsed)
        return {
            "plan": plan,
            "goal": goal,
            "actual": actual,
            "attainment": divided(actual, goal) if goal is not None and goal > 0 else None,
            "variance": less(actual, goal),
            "projected": times(divided(actual, elapsed), float(days)),
            "recent": at_recent,
            "required": required,
            "before": before,
            "status": judged(actual, goal, self.tolerance) if elapsed else None,
        }


def _between(row: Row, first: int, end: int) -> bool:
    return row.day is not None and first <= row.day < end


def _worth(leads: Number, lead_value: Number, exchange_rate: Number) -> Number:
    """Return what leads are worth in the reporting currency; no leads are worth 0 whatever the rates that close them."""
    return times(worth(leads, lead_value), exchange_rate)


def _same(chosen: Cell, label: str) -> bool:
    """Return whether a filter lets a label through; a blank one lets all through."""
    return chosen is None or name_key(chosen) == name_key(label)
