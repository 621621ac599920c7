"""What was delivered against what was agreed, month by month: leads and their value, customers and revenue closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Column, Number, divided, less, number, positive, share, times, total
from slasheet.recompute.exchange import Exchange
from slasheet.recompute.log import Log
from slasheet.recompute.verdicts import judged

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

_OWNERS = ("marketing", "sales")


def delivered(plan: Plan, log: Log, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return plan, actual, attainment, variance and status of every month, and of the months that are over."""
    work = _Delivery(plan, log, results)
    work.leads()
    work.closed()
    return work.made


class _Delivery:
    """One log on its way to the results; every method takes one step."""

    def __init__(self, plan: Plan, log: Log, results: Mapping[str, Column]) -> None:
        self.plan, self.log, self.results = plan, log, results
        self.R, self.C, self.M, self.S = len(plan.regions), len(plan.channels), plan.months, len(plan.stages)
        self.H = plan.months + plan.lookahead
        self.tolerance = share(plan.inputs["tolerance"][0])
        self.exchange = Exchange(plan)
        self.made: dict[str, Column] = {}

    def _numbers(self, name: str) -> list[Number]:
        return [number(cell) for cell in self.results[name]]

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
        worth = self._converted("actual_value", value)
        for what, cells, converted, planned in (
            ("", actual, actual, "leads_due"),
            ("_value", value, worth, "sla_value"),
        ):
            by: dict[str, list[list[Number]]] = {
                "month": [[total(converted[m::M]) for m in range(M)]],
                "channel": [
                    [total(converted[(c * R + r) * M + m] for r in range(R)) for m in range(M)] for c in range(C)
                ],
                "region": [[total(cells[r * M + m :: R * M]) for m in range(M)] for r in range(R)],
                "owner": [
                    [
                        total(converted[(c * R + r) * M + m] for c in range(C) if owned[c] == owner for r in range(R))
                        for m in range(M)
                    ]
                    for owner in _OWNERS
                ],
            }
            for name, rows in by.items():
                plans = self._numbers(f"{planned}_by_{name}")
                everywhere = bool(what) and name != "region"
                self._table(
                    f"delivery{what}_by_{name}",
                    [plans[i * M : (i + 1) * M] for i in range(len(rows))],
                    [self.exchange.by_month(row) for row in rows] if everywhere else rows,
                    "leads",
                    everywhere=everywhere,
                )
        states = self.made["delivery_by_channel"]
        runs: list[float] = []
        for c in range(C):
            run = 0
            for state in states[(c * 5 + 4) * M : (c * 5 + 5) * M]:
                run = run + 1 if state == "over" else 0
                runs.append(run)
        self.made["over_in_a_row"] = runs

    def _converted(self, name: str, cells: list[Number]) -> list[Number]:
        """Return amounts in the reporting currency, which is a result of its own where it is not that of all regions."""
        converted = self.exchange.converted(cells, self.M)
        if self.plan.currencies:
            self.made[f"{name}_reported"] = converted
        return converted

    def _table(
        self,
        name: str,
        plans: Sequence[Sequence[Number]],
        actuals: Sequence[Sequence[Number]],
        kind: str,
        *,
        everywhere: bool = False,
    ) -> None:
        """Make a table of plan, actual, attainment, variance and status per month, and to date.

        `everywhere` says that it holds money over all regions.
        """
        seen = self.log.counts[kind]
        months: list[float | str | None] = []
        to_date: list[float | str | None] = []
        for plan, actual in zip(plans, actuals, strict=True):
            *figures, states = self._lines(plan, actual)
            for line in (
                *figures,
                [state if over else None for state, over in zip(states, self.log.over, strict=True)],
            ):
                months += line
            done = [m for m, rows in enumerate(seen) if rows and self.log.over[m]]
            sums = [total(line[m] for m in done) for line in (plan, actual)]
            if everywhere:
                sums = [self.exchange.whole(amount, done) for amount in sums]
            for line in self._lines(sums[:1], sums[1:]):
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
        for kind, (by_region, target) in targets.items():
            seen = self.log.counts[kind]
            closed = [[0.0] * M for _ in range(R)]
            for row in self.log.rows:
                value = getattr(row, kind)
                if row.month is not None and value is not None:
                    for r in row.regions:
                        closed[r][row.month] += value
            actual: list[list[Number]] = [[x if seen[m] else None for m, x in enumerate(row)] for row in closed]
            self.made[f"actual_{kind}"] = [x for row in actual for x in row]
            self._table(f"closed_{kind}_by_region", by_region, actual, kind)
            flat: list[Number] = [x for row in actual for x in row]
            if kind == "revenue":
                flat = self._converted("actual_revenue", flat)
            sums = [total(flat[m::M]) for m in range(M)]
            sums = self.exchange.by_month(sums) if kind == "revenue" else sums
            self._table(f"closed_{kind}_by_month", [target], [sums], kind, everywhere=kind == "revenue")
