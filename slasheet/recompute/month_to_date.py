"""The month that is shown, by definition, in plain Python: its days, the goal line, the month to date.

Tied to the formulas in the cells by tests alone. What goes in is a plan with its log and the results of its
commitment; what comes out is every measure of the day table and of the month to date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Column, Number, divided, less, number, share, times, total
from slasheet.recompute.days import EPOCH, known_day, months_later
from slasheet.recompute.exchange import Exchange
from slasheet.recompute.log import Log, Row
from slasheet.recompute.names import name_key
from slasheet.recompute.verdicts import judged

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

_DAYS, _RECENT, _SATURDAY = 31, 7, 6


def paced(plan: Plan, log: Log, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return the measures of the month that is shown."""
    work = _Pacing(plan, log, results)
    if plan.currencies:
        work.made |= {"rate_shown": work.rate_shown, "rate_before": work.rate_before}
    work.days()
    work.pairs()
    work.day_table()
    work.month_to_date()
    return work.made


class _Pacing:
    """One month on its way to the results; every method takes one step."""

    def __init__(self, plan: Plan, log: Log, results: Mapping[str, Column]) -> None:
        self.plan, self.log, self.results = plan, log, results
        self.R, self.C, self.M = len(plan.regions), len(plan.channels), plan.months
        self.tolerance = share(plan.inputs["tolerance"][0])
        chosen = known_day(plan.inputs["performance_month"][0])
        months = (log.month_of(day) for day in (chosen, log.last) if day is not None)
        self.place = next((month for month in months if month is not None), 0)
        self.first = log.months[self.place]
        self.after = months_later(self.first, 1)
        self.rows = log.counts["leads"][self.place]
        self.as_of = self._as_of()
        self.exchange = Exchange(plan)
        self.rate_shown = [row[self.place] for row in self.exchange.rates]
        self.rate_before = [row[self.place - 1] if self.place else None for row in self.exchange.rates]
        self.made: dict[str, Column] = {
            "month_shown": [self.first], "month_place": [self.place + 1], "rows_shown": [self.rows], "as_of_day": [self.as_of],
        }  # fmt: skip

    def _as_of(self) -> int | None:
        typed = known_day(self.plan.inputs["as_of"][0])
        if typed is not None:
            return max(min(typed, self.after - 1), self.first - 1)
        return int(max(day for day in self.log.dates if day < self.after)) if self.rows else None

    def days(self) -> None:
        """Say of every day whether it counts, how many have passed, and what is logged on it."""
        dates: list[Number] = [self.first + k if self.first + k < self.after else None for k in range(_DAYS)]
        real = [int(day) for day in dates if day is not None]
        pad: list[Number] = [None] * (_DAYS - len(real))
        off = {known for cell in self.plan.inputs["holidays"] if (known := known_day(cell)) is not None}
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
        blank: list[Number] = [None] * _DAYS
        dated = {int(day) for day in self.log.dates}
        self.made |= {
            "day_date": dates,
            "day_dated": [day if day in dated else None for day in dates],
            "day_counts": [*counts, *pad],
            "day_passed": [*passed, *pad],
            "day_rows": [*rows, *pad] if rows else blank,
            "logged_days_after": [*after, *pad] if rows else blank,
            "day_recent": [*recent, *pad] if rows else blank,
            "days_total": [self.total],
            "days_elapsed": [self.elapsed],
            "recent_days": [self.recent_days],
        }

    def pairs(self) -> None:
        """Sum up the month shown per channel and region."""
        plan, log, R, M = self.plan, self.log, self.R, self.M
        region, owner = (plan.inputs[f"performance_{what}"][0] for what in ("region", "owner"))
        lead_value = [number(cell) for cell in self.results["lead_value"]]
        due, value = self.results["leads_due"], self.results["sla_value"]
        known = self.as_of is not None and self.rows > 0
        end = (self.as_of or 0) + 1
        here = log.tally("leads", lambda row: self._between(row, self.first, end))
        late = log.tally("leads", lambda row: self._between(row, self.first, end) and int(row.day or 0) in self.since)
        before_known = self.as_of is not None and self.place > 0 and log.counts["leads"][self.place - 1] > 0
        start = months_later(self.first, -1)
        before = (
            log.tally("leads", lambda row: self._between(row, start, months_later(end - 1, -1) + 1))
            if before_known
            else {}
        )
        self.by_day: list[list[Number]] = []
        cells: list[Number] = []
        daily: dict[int, dict[tuple[int, int], float]] = {day: {} for day in self.real if known and day < end}
        for row in log.rows:
            if row.day is not None and row.leads is not None and int(row.day) in daily:
                sums = daily[int(row.day)]
                for place in ((c, r) for c in row.channels for r in row.regions):
                    sums[place] = sums.get(place, 0.0) + row.leads
        pair: dict[str, list[Number]] = {}
        for i in range(self.C * R):
            c, r = divmod(i, R)
            shown = int(_same(region, plan.regions[r]) and _same(owner, plan.channels[c].owner))
            n, late_n, before_n = (
                (tally.get((c, r), 0.0) if there else None)
                for tally, there in ((here, known), (late, known), (before, before_known))
            )
            now, then = self.rate_shown[r], self.rate_before[r]
            figures: dict[str, Number] = {
                "shown": shown,
                "shown_value": shown * (times(lead_value[i], now) or 0.0),
                "plan_leads": number(due[i * M + self.place]),
                "plan_value": times(number(value[i * M + self.place]), now),
                "leads": n,
                "value": _worth(n, lead_value[i], now),
                "recent_leads": late_n,
                "recent_value": _worth(late_n, lead_value[i], now),
                "before_leads": before_n,
                "before_value": _worth(before_n, lead_value[i], then),
            }
            for name, figure in figures.items():
                pair.setdefault(name, []).append(figure)
            cells += figures.values()
            line: list[Number] = [daily[day].get((c, r), 0.0) if day in daily else None for day in self.real]
            self.by_day.append([*line, *([None] * (_DAYS - len(line)))])
        self.pair = pair
        self.made |= {"pair_month": cells, "day_leads": [x for line in self.by_day for x in line]}

    @staticmethod
    def _between(row: Row, first: int, end: int) -> bool:
        return row.day is not None and first <= row.day < end

    def day_table(self) -> None:
        """Draw the goal line and what was delivered, cumulative."""
        pair, days = self.pair, range(_DAYS)
        chosen = self.plan.inputs["performance_region"][0]
        convertible = None not in [
            rate for region, rate in zip(self.plan.regions, self.rate_shown, strict=True) if _same(chosen, region)
        ]
        shown = [i for i, x in enumerate(pair["shown"]) if x]
        for what in ("leads", "value"):
            told = what == "leads" or convertible
            whole = total(pair[f"plan_{what}"][i] for i in shown) if told else None
            goal: list[Number] = [
                None
                if whole is None or not self.total or k >= len(self.real)
                else whole * (self.passed[k] / self.total)
                for k in days
            ]
            known = told and any(pair[what][i] is not None for i in shown)
            weight = pair["shown"] if what == "leads" else pair["shown_value"]
            running, actual = 0.0, list[Number]()
            for k in days:
                if not known or k >= len(self.real) or self.as_of is None or self.real[k] > self.as_of:
                    actual.append(None)
                    continue
                running += sum((line[k] or 0.0) * (w or 0.0) for line, w in zip(self.by_day, weight, strict=True))
                actual.append(running)
            self.made |= {
                f"shown_plan_{what}": [whole], f"day_goal_{what}": goal, f"day_actual_{what}": actual,
                f"chart_goal_{what}": goal, f"chart_actual_{what}": actual,
            }  # fmt: skip

    def month_to_date(self) -> None:
        """Hold the month so far against its goal: in all, by region, by channel."""
        R, C = self.R, self.C
        names = {
            "leads": ("mtd_plan_leads", "mtd_goal_leads", "mtd_actual_leads", "mtd_attainment", "mtd_variance", "mtd_projected_leads",
                      "mtd_recent_projected_leads", "mtd_required_leads_per_day", "mtd_month_before_leads", "mtd_status"),
            "value": ("mtd_plan_value", "mtd_goal_value", "mtd_actual_value", "mtd_attainment_value", "mtd_variance_value", "mtd_projected_value",
                      "mtd_recent_projected_value", "mtd_required_value_per_day", "mtd_month_before_value", "mtd_status_value"),
        }  # fmt: skip
        for what, scalars in names.items():
            figures = self._figures(what, range(C * R), several=True)
            self.made |= {name: [figure] for name, figure in zip(scalars, figures, strict=True)}
            self.made[f"mtd_{what}_by_region"] = [x for r in range(R) for x in self._figures(what, range(r, C * R, R))]
            owned = [channel.owner for channel in self.plan.channels]
            self.made[f"mtd_{what}_by_owner"] = [
                x
                for owner in ("marketing", "sales")
                for x in self._figures(what, [i for i in range(C * R) if owned[i // R] == owner], several=True)
            ]
            self.made[f"mtd_{what}_by_channel"] = [
                x for c in range(C) for x in self._figures(what, range(c * R, (c + 1) * R), several=True)
            ]

    def _figures(self, what: str, pairs: Sequence[int], *, several: bool = False) -> list[float | str | None]:
        """Return the ten figures of the month to date over some channels and regions; `several` says: over all regions."""
        plan, actual, late, before = (
            total(self.pair[name][i] for i in pairs)
            for name in (f"plan_{what}", what, f"recent_{what}", f"before_{what}")
        )
        if what == "value" and several:
            plan, actual, late = (self.exchange.whole(amount, [self.place]) for amount in (plan, actual, late))
            before = self.exchange.whole(before, [self.place - 1]) if self.place else before
        days, elapsed, recent = self.total, self.elapsed, self.recent_days
        goal = None if plan is None or elapsed is None or not days else plan * (elapsed / days)
        projected = times(divided(actual, elapsed), float(days))
        at_recent = None
        if actual is not None and recent and late is not None and elapsed is not None:
            at_recent = actual + late / recent * (days - elapsed)
        required = None
        if actual is not None and plan is not None and elapsed is not None and days > elapsed:
            required = (plan - actual) / (days - elapsed)
        status = judged(actual, goal, self.tolerance) if elapsed else None
        attained = divided(actual, goal) if goal is not None and goal > 0 else None
        return [plan, goal, actual, attained, less(actual, goal), projected, at_recent, required, before, status]


def _worth(leads: Number, lead_value: Number, exchange_rate: Number) -> Number:
    """Return what leads are worth in the reporting currency; no leads are worth 0 whatever the rates that close them."""
    return times(leads if not leads else times(leads, lead_value), exchange_rate)


def _same(chosen: float | str | None, label: str) -> bool:
    """Return whether a filter lets a label through; a blank one lets all through."""
    return chosen is None or name_key(chosen) == name_key(label)
