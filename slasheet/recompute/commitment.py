"""The commitment: from targets, shares, rates and mix back through the funnel to the leads due, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import (
    Column,
    Number,
    at_least_zero,
    divided,
    less,
    positive,
    rate,
    share,
    times,
    total,
)
from slasheet.recompute.exchange import Exchange
from slasheet.recompute.rounding import round_decimals, round_volume
from slasheet.recompute.totals import periods, sums

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

MONTHS_TO_CLOSE = range(13)


def committed(plan: Plan) -> dict[str, Column]:
    """Return revenue, rates, volumes, the commitment, its reconciliation, capacity and budget."""
    work = _Work(plan)
    work.rates()
    work.revenue()
    work.channels()
    work.values()
    work.volumes()
    work.reconcile()
    work.commitment()
    work.capacity()
    return {**work.numbers, **work.states}


class _Work:
    """One plan on its way to the results; every method takes one step and says what it needs by its place."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.given = plan.inputs
        self.R, self.C = len(plan.regions), len(plan.channels)
        self.M, self.H, self.S = plan.months, plan.months + plan.lookahead, len(plan.stages)
        self.owned = [channel.owner for channel in plan.channels]
        self.numbers: dict[str, list[Number]] = {}
        self.states: dict[str, list[str | None]] = {}
        self.closing = self._closing_rates()
        self.exchange = Exchange(plan)

    def _closing_rates(self) -> list[list[list[Number]]]:
        """Return the usable rate from each stage to the next, per transition, channel, region."""
        R, C = self.R, self.C
        name = "conversion_rate" if self.S > 2 else "close_rate"
        cells = [rate(cell) for cell in self.given[name]]
        return [[cells[(t * C + c) * R : (t * C + c + 1) * R] for c in range(C)] for t in range(self.S - 1)]

    def rates(self) -> None:
        """Settle what a unit of every region's currency is worth, where there is one of its own."""
        if self.plan.currencies:
            self.numbers["rate_counted"] = [rate for row in self.exchange.rates for rate in row]
            self.numbers["rates_lacking"] = list(self.exchange.lacking)

    def revenue(self) -> None:
        """Split the target: new business, and of that what marketing and what sales sources."""
        H = self.H
        target = [at_least_zero(cell) for cell in self.given["revenue_target"]]
        new_share = [rate(cell) for cell in self.given["new_business_share"]]
        of_marketing = [share(cell) for cell in self.given["marketing_share"]]
        new = [times(value, new_share[i // H]) for i, value in enumerate(target)]
        marketing = [times(value, of) for value, of in zip(new, of_marketing, strict=True)]
        sales = [less(n, m) for n, m in zip(new, marketing, strict=True)]
        self.numbers |= {"new_business_target": new, "marketing_revenue": marketing, "sales_revenue": sales}
        for name, cells in (
            ("revenue_target", target),
            ("new_business_target", new),
            ("marketing_revenue", marketing),
            ("sales_revenue", sales),
        ):
            converted = self.exchange.converted(cells, H)
            if self.plan.currencies:
                self.numbers[f"{name}_reported"] = converted
            by_month = self.exchange.by_month([total(converted[h::H]) for h in range(H)])
            self.numbers[f"{name}_by_month"] = by_month
            self._periods(name, cells, H)
            self._periods(f"{name}_by_month", by_month, H, everywhere=True)

    def _periods(
        self, name: str, cells: Sequence[Number], width: int, quarters: bool = True, everywhere: bool = False
    ) -> None:
        """Add up the months of the plan, row by row; `everywhere` says that the rows are money over all regions."""
        added = periods(cells, width, self.M, self.exchange if everywhere else None)
        self.numbers |= {f"{name}_{period}": row for period, row in added.items() if quarters or period == "plan"}

    def channels(self) -> None:
        """Settle months to close and the mix of every channel."""
        R, C = self.R, self.C
        self.lag: list[int | None] = [
            int(cell) if isinstance(cell, (int, float)) and cell in MONTHS_TO_CLOSE else None
            for cell in self.given["time_to_close"]
        ]
        self.numbers["lag"] = list(self.lag)
        self.numbers["months_past_horizon"] = [
            None if x is None else sum(m + x >= self.H for m in range(self.M)) for x in self.lag
        ]
        typed = self.given["channel_mix"]
        usable = [share(cell) for cell in typed]
        totals: list[Number] = []
        states: list[str | None] = []
        for owner in ("marketing", "sales"):
            mine = [c for c in range(C) if self.owned[c] == owner]
            for r in range(R):
                whole = total(usable[c * R + r] for c in mine)
                totals.append(whole)
                if whole is None:
                    states.append("incomplete" if mine else None)
                else:
                    states.append("ok" if round_decimals(whole) == 1 else "wrong")
        used: list[Number] = []
        for i, cell in enumerate(typed):
            owner_row = {"marketing": 0, "sales": 1}.get(self.owned[i // R])
            if owner_row is not None and cell is None:
                used.append(None if totals[owner_row * R + i % R] is None else 0.0)
            else:
                used.append(None if owner_row is None else usable[i])
        self.numbers |= {"mix_total": totals, "mix_used": used}
        self.states["mix_status"] = states

    def values(self) -> None:
        """Value a unit at every stage: what is left to convert makes it worth less than a customer."""
        R, C, S = self.R, self.C, self.S
        deal = [positive(cell) for cell in self.given["deal_size"]]
        cost = [at_least_zero(cell) for cell in self.given["cost_per_lead"]]
        per_stage: list[list[Number]] = [[deal[i % R] for i in range(C * R)]]
        end_to_end: list[Number] = [1.0] * (C * R)
        for t in range(S - 1):
            end_to_end = [times(end_to_end[i], self.closing[t][i // R][i % R]) for i in range(C * R)]
        for t in reversed(range(S - 1)):
            per_stage.insert(0, [times(per_stage[0][i], self.closing[t][i // R][i % R]) for i in range(C * R)])
        if S > 2:
            self.numbers["close_rate"] = end_to_end
        lead_value = [times(deal[i % R], x) for i, x in enumerate(end_to_end)]
        self.lead_value = lead_value
        self.stage_value = per_stage
        self.numbers["lead_value"] = lead_value
        self.numbers["stage_value"] = [value for stage in per_stage for value in stage]
        self.numbers["cost_per_customer"] = [divided(cost[i // R], x) for i, x in enumerate(end_to_end)]
        self.bound: list[Number] = [0.0] * R
        if self.plan.rounding != "none":
            stages = per_stage if self.plan.carry == "chain" else [lead_value]
            part = 0.5 if self.plan.rounding == "nearest" else 1.0
            self.bound = [times(total(stage[c * R + r] for stage in stages for c in range(C)), part) for r in range(R)]
            self.numbers["rounding_bound"] = self.bound

    def volumes(self) -> None:
        """Walk every channel's revenue back through the funnel to the leads needed."""
        R, C, H, S = self.R, self.C, self.H, self.S
        of_owner = {"marketing": self.numbers["marketing_revenue"], "sales": self.numbers["sales_revenue"]}
        mix = self.numbers["mix_used"]
        revenue: list[Number] = []
        for c in range(C):
            source = of_owner.get(self.owned[c])
            for r in range(R):
                part = mix[c * R + r]
                revenue += [None] * H if source is None else [times(source[r * H + h], part) for h in range(H)]
        volume: list[list[Number]] = []
        for s in reversed(range(S)):
            volume.insert(0, self._stage(s, revenue, volume[0] if volume else None))
        self.needed = volume[0]
        self.numbers["channel_revenue"] = revenue
        self.numbers["stage_volume"] = [value for stage in volume for value in stage]
        company = [total(stage[h::H]) for stage in volume for h in range(H)]
        self.numbers["stage_total"] = company
        self._periods("channel_revenue", revenue, H, quarters=False)
        self._periods("stage_volume", self.numbers["stage_volume"], H, quarters=False)
        self._periods("stage_total", company, H, quarters=False)
        self.numbers["needed_value"] = self._worth(self.needed, H)

    def _stage(self, s: int, revenue: Sequence[Number], later: Sequence[Number] | None = None) -> list[Number]:
        """Return the units stage `s` must hold, per channel, region and closing month."""
        R, H, rounding = self.R, self.H, self.plan.rounding
        chained = self.plan.carry == "chain" and later is not None
        out: list[Number] = []
        for i in range(len(revenue) // H):
            one = self.closing[s][i // R][i % R] if chained else self.stage_value[s][i]
            row = later[i * H : (i + 1) * H] if chained and later is not None else revenue[i * H : (i + 1) * H]
            for money, base in zip(revenue[i * H : (i + 1) * H], row, strict=True):
                if money is None or money == 0:
                    out.append(money)
                else:
                    units = divided(base, one)
                    out.append(None if units is None else round_volume(units, rounding))
        return out

    def _worth(self, leads: Sequence[Number], width: int) -> list[Number]:
        """Value leads at the lead value of their channel and region; no leads are worth 0 whatever the rates."""
        return [n if not n else times(n, self.lead_value[i // width]) for i, n in enumerate(leads)]

    def reconcile(self) -> None:
        """Hold the value of the leads needed against the revenue they are for."""
        R, C, H, rounding = self.R, self.C, self.H, self.plan.rounding
        worth = self.numbers["needed_value"]
        gaps: list[Number] = []
        states: list[str | None] = []
        for r in range(R):
            for h in range(H):
                parts = [x for c in range(C) if (x := worth[(c * R + r) * H + h]) is not None]
                sources = [
                    x
                    for owner in ("marketing", "sales")
                    if owner in self.owned and (x := self.numbers[f"{owner}_revenue"][r * H + h]) is not None
                ]
                new_business = self.numbers["new_business_target"][r * H + h]
                if len(parts) < C or new_business is None or self.numbers["marketing_revenue"][r * H + h] is None:
                    gaps.append(None)
                    states.append(None)
                    continue
                gap = sum(parts) - sum(sources)
                most = self.bound[r] or 0.0
                slack = 1e-6 * (new_business + most)
                if rounding == "up":
                    fine = -slack <= gap <= most + slack
                elif rounding == "nearest":
                    fine = abs(gap) <= most + slack
                else:
                    fine = abs(gap) <= slack
                gaps.append(gap)
                states.append("ok" if fine else "wrong")
        self.numbers["reconciliation"] = gaps
        self.states["reconciliation_status"] = states

    def commitment(self) -> None:
        """Turn leads needed by closing month into leads due by creation month."""
        R, C, M, H = self.R, self.C, self.M, self.H
        due: list[Number] = []
        before: list[Number] = []
        for i in range(C * R):
            row, lag = self.needed[i * H : (i + 1) * H], self.lag[i // R]
            due += [row[m + lag] if lag is not None and m + lag < H else None for m in range(M)]
            if lag is None or total(row) is None:
                before.append(None)
            else:
                before.append(total(row[:lag]) if lag else 0.0)
        value = self._worth(due, M)
        self.numbers |= {"leads_due": due, "leads_due_before_start": before, "sla_value": value}
        if self.plan.currencies:
            self.numbers["sla_value_reported"] = self.exchange.converted(value, M)
        for name, cells, exchange in (("leads_due", due, None), ("sla_value", value, self.exchange)):
            self._periods(name, cells, M, quarters=False)
            for by, column in sums(cells, self.owned, M, exchange).items():
                self.numbers[f"{name}_{by}"] = column
                self._periods(f"{name}_{by}", column, M, everywhere=exchange is not None and by != "by_region")

    def capacity(self) -> None:
        """Compare the leads due with what sales can serve, and price them."""
        M = self.M
        reps = [at_least_zero(cell) for cell in self.given["sales_reps"]]
        each = [positive(cell) for cell in self.given["leads_per_rep"]]
        cost = [at_least_zero(cell) for cell in self.given["cost_per_lead"]]
        room = [times(a, b) for a, b in zip(reps, each, strict=True)]
        leads = self.numbers["leads_due_by_region"]
        known = [(n, room[i // M]) for i, n in enumerate(leads)]
        self.numbers["capacity"] = room
        self.numbers["capacity_use"] = [divided(n, most) for n, most in known]
        self.states["capacity_status"] = [
            None if n is None or most is None else "attention" if n > most else "ok" for n, most in known
        ]
        budget = [times(n, cost[i // M]) for i, n in enumerate(self.numbers["leads_due_by_channel"])]
        by_month = [total(budget[m::M]) for m in range(M)]
        self.numbers |= {"lead_budget": budget, "lead_budget_by_month": by_month}
        self._periods("lead_budget", budget, M)
        self._periods("lead_budget_by_month", by_month, M)
