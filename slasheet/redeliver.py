"""From the lead log to what was delivered against the plan, by definition, in plain Python.

The second half of `recompute`, month by month: tied to the formulas in the cells by tests alone. What goes in
is a plan with its log and the results of its commitment; what comes out is every measure of performance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from slasheet.arithmetic import (
    Column,
    Number,
    at_least_zero,
    divided,
    less,
    number,
    positive,
    rate,
    share,
    times,
    total,
)
from slasheet.rounding import round_decimals

if TYPE_CHECKING:
    from slasheet.plan import Plan

_EPOCH = date(1899, 12, 30).toordinal()
FIRST_DAY, LAST_DAY = 18_264, 401_768
#: Of fewer leads or customers nothing can be said.
FEWEST_LEADS, FEWEST_BUYERS = 30, 5
_OWNERS = ("marketing", "sales")


def day_number(month: str) -> int:
    """Return the first day of a month (`2027-02`) as spreadsheets number days."""
    year, at = (int(part) for part in month.split("-"))
    return date(year, at, 1).toordinal() - _EPOCH


def months_later(day: int, months: int) -> int:
    """Return the same day so many months later; where that month is shorter, its last day."""
    here = date.fromordinal(day + _EPOCH)
    place = here.year * 12 + here.month - 1 + months
    year, month = divmod(place, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
    first = date(year, month + 1, 1).toordinal()
    return min(first + here.day - 1, after - 1) - _EPOCH


def known_day(cell: float | str | None) -> int | None:
    """Return a day that may be used, without its time of day."""
    return int(cell) if isinstance(cell, (int, float)) and FIRST_DAY <= cell <= LAST_DAY else None


@dataclass(frozen=True, slots=True)
class Row:
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

    def __init__(self, plan: Plan) -> None:
        """Read the rows of a plan's log as they count."""
        self.months = [day_number(month) for month in plan.axis("month")]
        self.end = months_later(self.months[-1], 1)
        regions, channels = _places(plan.regions), _places([channel.name for channel in plan.channels])
        self.rows = [self._row(cells, regions, channels) for cells in plan.log]
        self.dates = [row.day for row in self.rows if row.day is not None]
        inside = [day for day in self.dates if self.months[0] <= day < self.end]
        self.in_plan = len(inside)
        self.dated = [sum(row.month == m for row in self.rows) for m in range(plan.months)]
        self.first = int(min(inside)) if inside else None
        self.last = int(max(inside)) if inside else None
        used = [sum(cells[field] not in (None, "") for cells in plan.log) for field in range(4)]
        self.used = max(used, default=0)
        kinds = ("leads", "contacted", "followed_up", "customers", "revenue")
        self.counts = {kind: [0] * plan.months for kind in kinds}
        for row in self.rows:
            if row.month is not None:
                for kind in kinds:
                    self.counts[kind][row.month] += getattr(row, kind) is not None

    def _row(
        self,
        cells: Sequence[float | str | None],
        regions: Mapping[str, tuple[int, ...]],
        channels: Mapping[str, tuple[int, ...]],
    ) -> Row:
        day = number(cells[0])
        month = None
        if day is not None and self.months[0] <= day < self.end:
            month = max(m for m, first in enumerate(self.months) if first <= day)
        return Row(
            day,
            month,
            regions.get(_key(cells[1]), ()),
            channels.get(_key(cells[2]), ()),
            *(at_least_zero(cell) for cell in cells[3:]),
        )

    def days_of(self, pick: Callable[[Sequence[int]], int]) -> list[Number]:
        """Return the 31 days of the first or the last month logged, blank where the log has no date on them."""
        logged = [m for m, rows in enumerate(self.dated) if rows]
        if not logged:
            return [None] * 31
        first = self.months[pick(logged)]
        end = months_later(first, 1)
        known = {int(day) for day in self.dates}
        return [day if day in known and day < end else None for day in range(first, first + 31)]

    def tally(self, kind: str, keep: Callable[[Row], bool]) -> dict[tuple[int, int], float]:
        """Return the sums of one kind over the rows that `keep` lets through, by channel and region."""
        sums: dict[tuple[int, int], float] = {}
        for row in self.rows:
            value = getattr(row, kind)
            if value is not None and keep(row):
                for c in row.channels:
                    for r in row.regions:
                        sums[c, r] = sums.get((c, r), 0.0) + value
        return sums


def _key(cell: object) -> str:
    return cell.upper().casefold() if isinstance(cell, str) else ""


def _places(labels: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the places of each label, whatever its capitals."""
    found: dict[str, tuple[int, ...]] = {}
    for place, label in enumerate(labels):
        found[_key(label)] = (*found.get(_key(label), ()), place)
    return found


def _between(first: float, end: float, row: Row) -> bool:
    return row.day is not None and first <= row.day < end


def judged(actual: Number, plan: Number, tolerance: Number) -> str | None:
    """Return whether `actual` is behind, on track or over."""
    if actual is None or plan is None or tolerance is None:
        return None
    if round_decimals(actual - plan * (1 - tolerance)) < 0:
        return "behind"
    return "over" if round_decimals(actual - plan * (1 + tolerance)) > 0 else "on-track"


def drifting(drift: Number, tolerance: Number) -> str | None:
    """Return whether a drift is worth a look."""
    if drift is None or tolerance is None:
        return None
    return "attention" if round_decimals(abs(drift) - tolerance) > 0 else "ok"


def delivered(plan: Plan, log: Log, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return what was delivered month by month, closed, observed and followed up."""
    work = _Delivery(plan, log, results)
    work.logged()
    work.leads()
    work.closed()
    work.observed()
    work.followed_up()
    return work.made


class _Delivery:
    """One log on its way to the results; every method takes one step."""

    def __init__(self, plan: Plan, log: Log, results: Mapping[str, Column]) -> None:
        self.plan, self.log, self.results = plan, log, results
        self.R, self.C, self.M, self.S = len(plan.regions), len(plan.channels), plan.months, len(plan.stages)
        self.H = plan.months + plan.lookahead
        self.tolerance = share(plan.inputs["tolerance"][0])
        self.latest = max(log.last or 0, known_day(plan.inputs["as_of"][0]) or 0) or None
        ends = [*log.months[1:], log.end]
        self.over = [self.latest is not None and end - 1 <= self.latest for end in ends]
        self.made: dict[str, Column] = {}

    def logged(self) -> None:
        """Count the rows of the log."""
        log, plan = self.log, self.plan
        named = [Counter(_key(cells[field]) for cells in plan.log) for field in (1, 2)]
        self.made |= {
            "log_used": [log.used],
            "rows_in_plan": [log.in_plan],
            "dated_rows": log.dated,
            "logged_month": [first if rows else None for first, rows in zip(log.months, log.dated, strict=True)],
            "first_days": log.days_of(min),
            "last_days": log.days_of(max),
            "first_logged": [log.first],
            "last_logged": [log.last],
            "rows_of_region": [named[0][_key(name)] for name in plan.regions],
            "rows_of_channel": [named[1][_key(channel.name)] for channel in plan.channels],
            "rows_logged": [count for counts in log.counts.values() for count in counts],
            "tolerance_counted": [self.tolerance],
            "latest_day": [self.latest],
            "month_over": [int(over) for over in self.over],
        }

    def _numbers(self, name: str) -> list[Number]:
        return [cell if isinstance(cell, (int, float)) else None for cell in self.results[name]]

    def leads(self) -> None:
        """Hold the leads delivered, and their value, against the commitment."""
        R, C, M = self.R, self.C, self.M
        seen = self.log.counts["leads"]
        sums: list[float] = [0.0] * (C * R * M)
        for row in self.log.rows:
            if row.month is not None and row.leads is not None:
                for c in row.channels:
                    for r in row.regions:
                        sums[(c * R + r) * M + row.month] += row.leads
        actual: list[Number] = [x if seen[i % M] else None for i, x in enumerate(sums)]
        due, lead_value = self._numbers("leads_due"), self._numbers("lead_value")
        value = [n if not n else times(n, lead_value[i // M]) for i, n in enumerate(actual)]
        self.made |= {
            "actual_leads": actual,
            "actual_value": value,
            "attainment": [divided(a, positive(d)) for a, d in zip(actual, due, strict=True)],
            "variance": [less(a, d) for a, d in zip(actual, due, strict=True)],
            "status": [judged(a, d, self.tolerance) for a, d in zip(actual, due, strict=True)],
        }
        owned = [channel.owner for channel in self.plan.channels]
        for what, cells, planned in (("", actual, "leads_due"), ("_value", value, "sla_value")):
            by: dict[str, list[list[Number]]] = {
                "month": [[total(cells[m::M]) for m in range(M)]],
                "channel": [[total(cells[(c * R + r) * M + m] for r in range(R)) for m in range(M)] for c in range(C)],
                "region": [[total(cells[r * M + m :: R * M]) for m in range(M)] for r in range(R)],
                "owner": [
                    [
                        total(cells[(c * R + r) * M + m] for c in range(C) if owned[c] == owner for r in range(R))
                        for m in range(M)
                    ]
                    for owner in _OWNERS
                ],
            }
            for name, rows in by.items():
                plans = self._numbers(f"{planned}_by_{name}")
                self._table(
                    f"delivery{what}_by_{name}", [plans[i * M : (i + 1) * M] for i in range(len(rows))], rows, "leads"
                )
        states = self.made["delivery_by_channel"]
        runs: list[float] = []
        for c in range(C):
            run = 0
            for state in states[(c * 5 + 4) * M : (c * 5 + 5) * M]:
                run = run + 1 if state == "over" else 0
                runs.append(run)
        self.made["over_in_a_row"] = runs

    def _table(
        self, name: str, plans: Sequence[Sequence[Number]], actuals: Sequence[Sequence[Number]], kind: str
    ) -> None:
        """Make a table of plan, actual, attainment, variance and status per month, and to date."""
        seen = self.log.counts[kind]
        months: list[float | str | None] = []
        to_date: list[float | str | None] = []
        for plan, actual in zip(plans, actuals, strict=True):
            *figures, states = self._lines(plan, actual)
            for line in (*figures, [state if over else None for state, over in zip(states, self.over, strict=True)]):
                months += line
            done = [m for m, rows in enumerate(seen) if rows and self.over[m]]
            for line in self._lines([total(plan[m] for m in done)], [total(actual[m] for m in done)]):
                to_date += line
        self.made |= {name: months, f"{name}_to_date": to_date}

    def _lines(self, plan: Sequence[Number], actual: Sequence[Number]) -> list[list[float | str | None]]:
        pairs = list(zip(actual, plan, strict=True))
        return [
            list(plan),
            list(actual),
            [divided(a, positive(p)) for a, p in pairs],
            [less(a, p) for a, p in pairs],
            [judged(a, p, self.tolerance) for a, p in pairs],
        ]

    def closed(self) -> None:
        """Hold customers and revenue closed against their targets."""
        R, C, M, H = self.R, self.C, self.M, self.H
        volume = self._numbers("stage_volume")[(self.S - 1) * C * R * H :]
        needed = [[total(volume[(c * R + r) * H + m] for c in range(C)) for m in range(M)] for r in range(R)]
        self.made["customers_needed"] = [x for row in needed for x in row]
        needed_all = [total(row[m] for row in needed) for m in range(M)]
        self.made["customers_needed_by_month"] = needed_all
        business, business_all = self._numbers("new_business_target"), self._numbers("new_business_target_by_month")
        targets = {
            "customers": (needed, needed_all),
            "revenue": ([business[r * H : r * H + M] for r in range(R)], business_all[:M]),
        }
        for kind, (by_region, everywhere) in targets.items():
            seen = self.log.counts[kind]
            sums = [[0.0] * M for _ in range(R)]
            for row in self.log.rows:
                value = getattr(row, kind)
                if row.month is not None and value is not None:
                    for r in row.regions:
                        sums[r][row.month] += value
            actual: list[list[Number]] = [[x if seen[m] else None for m, x in enumerate(row)] for row in sums]
            self.made[f"actual_{kind}"] = [x for row in actual for x in row]
            self._table(f"closed_{kind}_by_region", by_region, actual, kind)
            self._table(
                f"closed_{kind}_by_month", [everywhere], [[total(row[m] for row in actual) for m in range(M)]], kind
            )

    def observed(self) -> None:
        """Hold close rates and deal sizes as logged against the assumed ones."""
        R, C, log, given = self.R, self.C, self.log, self.plan.inputs
        lag = self._numbers("lag")
        assumed = [rate(cell) for cell in (self.results["close_rate"] if self.S > 2 else given["close_rate"])]
        deal = [positive(cell) for cell in given["deal_size"]]
        paying, buying = (
            log.tally(kind, lambda row: row.month is not None and None not in (row.customers, row.revenue))
            for kind in ("revenue", "customers")
        )
        known, priced = any(log.counts["customers"]), any(log.counts["revenue"])
        cells: list[float | str | None] = []
        for c in range(C):
            months = lag[c]
            usable = known and months is not None and log.first is not None and log.last is not None
            young = months_later(log.last or FIRST_DAY, -int(months or 0)) + 1
            since = months_later(log.first or FIRST_DAY, int(months or 0))
            leads = log.tally("leads", partial(_between, log.months[0], young))
            won = log.tally("customers", partial(_between, since, log.end))
            for r in range(R):
                came: Number = leads.get((c, r), 0.0) if usable else None
                bought: Number = won.get((c, r), 0.0) if usable else None
                closes = divided(bought, positive(came))
                drift = less(divided(closes, assumed[c * R + r]), 1.0)
                buyers: Number = buying.get((c, r), 0.0) if priced else None
                paid: Number = paying.get((c, r), 0.0) if priced else None
                size = divided(paid, positive(buyers))
                change = less(divided(size, deal[r]), 1.0)
                judged_rate = drifting(drift, self.tolerance) if (came or 0) >= FEWEST_LEADS else None
                cells += [came, bought, closes, assumed[c * R + r], drift, judged_rate]
                cells += [
                    buyers,
                    paid,
                    size,
                    deal[r],
                    change,
                    drifting(change, self.tolerance) if (buyers or 0) >= FEWEST_BUYERS else None,
                ]
        reviewed, latest = known_day(given["rates_reviewed"][0]), self.latest
        due = number(given["review_days"][0])
        self.made |= {
            "observed": cells,
            "rates_age": [None if reviewed is None or latest is None else max(0, latest - reviewed)],
            "review_days_counted": [due if due is not None and due == int(due) and 1 <= due <= 1000 else None],
        }

    def followed_up(self) -> None:
        """Hold what sales does with the leads against its promise and its capacity."""
        R, M, given = self.R, self.M, self.plan.inputs
        for name, kind in (("first_contact", "contacted"), ("follow_up", "followed_up")):
            sums = {"leads": [0.0] * (R * M), "served": [0.0] * (R * M)}
            for row in self.log.rows:
                served = getattr(row, kind)
                if row.month is not None and row.leads is not None and served is not None:
                    for r in row.regions:
                        sums["leads"][r * M + row.month] += row.leads
                        sums["served"][r * M + row.month] += served
            known = self.log.counts[kind]
            parts: dict[str, list[Number]] = {
                part: [x if known[i % M] else None for i, x in enumerate(cells)] for part, cells in sums.items()
            }
            self.made |= {f"{name}_{part}": cells for part, cells in parts.items()}
            everywhere = {part: [total(cells[m::M]) for m in range(M)] for part, cells in parts.items()}
            for by, held in (("", parts), ("_by_month", everywhere)):
                shares = [divided(a, b) for a, b in zip(held["served"], held["leads"], strict=True)]
                self.made[f"{name}_compliance{by}"] = shares
                self.made[f"{name}_status{by}"] = [self._kept(x) for x in shares]
        reps = [positive(cell) for cell in given["sales_reps"]]
        room = [positive(cell) for cell in given["leads_per_rep"]]
        table, load = self.made["delivery_by_region"], list[float | str | None]()
        for r in range(R):
            each = [divided(number(cell), reps[r]) for cell in table[(r * 5 + 1) * M : (r * 5 + 2) * M]]
            load += [*each, *([room[r]] * M), *(divided(x, room[r]) for x in each)]
            load += [
                None if x is None or room[r] is None else "attention" if x > (room[r] or 0) else "ok" for x in each
            ]
        self.made["sales_load"] = load

    def _kept(self, share: Number) -> str | None:
        """Return whether so large a share of the leads was served that the tolerance allows for the rest."""
        if share is None or self.tolerance is None:
            return None
        return "behind" if round_decimals(share - (1 - self.tolerance)) < 0 else "on-track"
