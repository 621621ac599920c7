"""The commitment: from targets, shares, rates and mix back through the funnel to the leads due, and what they are worth."""

from __future__ import annotations

from functools import reduce
from itertools import chain

from slasheet.recompute.arithmetic import (
    Number,
    at_least_zero,
    divided,
    less,
    positive,
    rate,
    share,
    times,
    total,
    worth,
)
from slasheet.recompute.columns import Cell, Column, combined, totals
from slasheet.recompute.given import Given
from slasheet.recompute.rounding import round_decimals, round_volume
from slasheet.recompute.totals import owner_totals, period_totals, sums

MONTHS_TO_CLOSE = range(13)


def committed(given: Given) -> dict[str, Column[Cell]]:
    """Return revenue, rates, volumes, the commitment, its reconciliation, capacity and budget."""
    work = _Work(given)
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

    def __init__(self, given: Given) -> None:
        self.given, self.plan, self.axes, self.exchange = given, given.plan, given.axes, given.exchange
        self.numbers: dict[str, Column[Number]] = {}
        self.states: dict[str, Column[str | None]] = {}
        self.several = len(self.plan.stages) > 2
        usable = given["conversion_rate" if self.several else "close_rate"].map(rate)
        #: The usable rate from each stage to the next.
        self.closing = usable.split("transition") if self.several else [usable]

    def rates(self) -> None:
        """Settle what a unit of every region's currency is worth, where there is one of its own."""
        if self.exchange.own:
            self.numbers |= {"rate_counted": self.exchange.rates, "rates_lacking": self.exchange.lacking}

    def revenue(self) -> None:
        """Split the target: new business, and of that what marketing and what sales sources."""
        target = self.given["revenue_target"].map(at_least_zero)
        new = combined(times, target, self.given["new_business_share"].map(rate))
        marketing = combined(times, new, self.given["marketing_share"].map(share))
        sales = combined(less, new, marketing)
        self.numbers |= {"new_business_target": new, "marketing_revenue": marketing, "sales_revenue": sales}
        for name, amounts in (
            ("revenue_target", target),
            ("new_business_target", new),
            ("marketing_revenue", marketing),
            ("sales_revenue", sales),
        ):
            converted = self.exchange.converted(amounts)
            if self.exchange.own:
                self.numbers[f"{name}_reported"] = converted
            by_month = self.exchange.by_month(totals(converted, "region"))
            self.numbers[f"{name}_by_month"] = by_month
            self._periods(name, amounts, "quarter", "plan")
            self._periods(f"{name}_by_month", by_month, "quarter", "plan", everywhere=True)

    def _periods(self, name: str, column: Column[Number], *periods: str, everywhere: bool = False) -> None:
        """Add up the months of some periods; `everywhere` says that the column holds money over all regions."""
        for period in periods:
            self.numbers[f"{name}_{period}"] = period_totals(column, period, self.exchange if everywhere else None)

    def channels(self) -> None:
        """Settle months to close and the mix of every channel."""
        months, horizon, owners = self.axes.size("month"), self.axes.size("horizon"), self.given.owners
        self.lag: Column[int | None] = self.given["time_to_close"].map(
            lambda cell: int(cell) if isinstance(cell, (int, float)) and cell in MONTHS_TO_CLOSE else None
        )
        self.numbers["lag"] = self.lag
        self.numbers["months_past_horizon"] = self.lag.map(
            lambda lag: None if lag is None else sum(month + lag >= horizon for month in range(months))
        )
        typed = self.given["channel_mix"]
        usable = typed.map(share)
        whole = owner_totals(usable, owners)
        has_channels = self.axes.column("owner", [owner in owners for owner in self.axes.labels("owner")])
        self.states["mix_status"] = combined(_mix_status, whole, has_channels)
        by_owner = dict(zip(self.axes.labels("owner"), whole.split("owner"), strict=True))
        unowned = self.axes.filled("region", None)
        of_owner = self.axes.stacked("channel", [by_owner.get(owner, unowned) for owner in owners])
        self.numbers |= {"mix_total": whole, "mix_used": combined(_mix_used, typed, usable, of_owner)}

    def values(self) -> None:
        """Value a unit at every stage: what is left to convert makes it worth less than a customer."""
        deal_size = self.given["deal_size"].map(positive)
        cost = self.given["cost_per_lead"].map(at_least_zero)
        end_to_end = reduce(lambda before, step: combined(times, before, step), self.closing)
        per_stage = [deal_size.over("channel", "region")]
        for step in reversed(self.closing):
            per_stage.insert(0, combined(times, step, per_stage[0]))
        if self.several:
            self.numbers["close_rate"] = end_to_end
        self.lead_value = combined(times, end_to_end, deal_size)
        self.stage_value = per_stage
        stacked = self.axes.stacked("stage", per_stage)
        self.numbers |= {
            "lead_value": self.lead_value,
            "stage_value": stacked,
            "cost_per_customer": combined(divided, cost, end_to_end),
        }
        self.bound: Column[Number] = self.axes.filled("region", 0.0)
        if self.plan.rounding != "none":
            all_stages = self.plan.carry == "chain"
            whole = totals(stacked, "stage", "channel") if all_stages else totals(self.lead_value, "channel")
            part = 0.5 if self.plan.rounding == "nearest" else 1.0
            self.bound = whole.map(lambda value: times(value, part))
            self.numbers["rounding_bound"] = self.bound

    def volumes(self) -> None:
        """Walk every channel's revenue back through the funnel to the leads needed."""
        of_owner = {"marketing": self.numbers["marketing_revenue"], "sales": self.numbers["sales_revenue"]}
        unowned = self.axes.filled("region horizon", None)
        source = [of_owner.get(owner, unowned) for owner in self.given.owners]
        mix = self.numbers["mix_used"].split("channel")
        revenue = self.axes.stacked("channel", [combined(times, *each) for each in zip(source, mix, strict=True)])
        volume = [self._units(revenue, revenue, self.stage_value[-1])]
        for step, value in zip(reversed(self.closing), reversed(self.stage_value[:-1]), strict=True):
            base, one = (volume[0], step) if self.plan.carry == "chain" else (revenue, value)
            volume.insert(0, self._units(revenue, base, one))
        self.needed = volume[0]
        stacked = self.axes.stacked("stage", volume)
        company = totals(stacked, "channel", "region")
        self.numbers |= {"channel_revenue": revenue, "stage_volume": stacked, "stage_total": company}
        for name in ("channel_revenue", "stage_volume", "stage_total"):
            self._periods(name, self.numbers[name], "plan")
        self.numbers["needed_value"] = combined(worth, self.needed, self.lead_value)

    def _units(self, revenue: Column[Number], base: Column[Number], one: Column[Number]) -> Column[Number]:
        """Return the units that a stage must hold: `base` over what `one` unit stands for; none where there is no revenue."""
        rounding = self.plan.rounding

        def units(money: Number, amount: Number, each: Number) -> Number:
            if not money:
                return money
            exact = divided(amount, each)
            return None if exact is None else round_volume(exact, rounding)

        return combined(units, revenue, base, one)

    def reconcile(self) -> None:
        """Hold the value of the leads needed against the revenue they are for."""
        new, marketing, sales = (
            self.numbers[name] for name in ("new_business_target", "marketing_revenue", "sales_revenue")
        )
        served = [name in self.given.owners for name in ("marketing", "sales")]

        def gap(values: list[Number], new: Number, *sources: Number) -> Number:
            known = [value for value in values if value is not None]
            if len(known) < len(values) or new is None or sources[0] is None:
                return None
            pairs = zip(sources, served, strict=True)
            return sum(known) - sum(source for source, serves in pairs if serves and source is not None)

        worths = self.numbers["needed_value"].by("region", "horizon")
        gaps = combined(gap, worths, new, marketing, sales)
        self.numbers["reconciliation"] = gaps
        self.states["reconciliation_status"] = combined(self._reconciled, gaps, new, self.bound)

    def _reconciled(self, gap: Number, new_business: Number, bound: Number) -> str | None:
        """Return whether a gap is within what rounding can add."""
        if gap is None or new_business is None:
            return None
        most = bound or 0.0
        slack = 1e-6 * (new_business + most)
        if self.plan.rounding == "up":
            fine = -slack <= gap <= most + slack
        elif self.plan.rounding == "nearest":
            fine = abs(gap) <= most + slack
        else:
            fine = abs(gap) <= slack
        return "ok" if fine else "wrong"

    def commitment(self) -> None:
        """Turn leads needed by closing month into leads due by creation month."""
        months, outer = self.axes.size("month"), self.needed.axes[:-1]
        late: list[Number] = [None] * months
        due: list[list[Number]] = []
        before: list[Number] = []
        for row, lag in zip(self.needed.rows(), self.lag.along(outer), strict=True):
            due.append(late if lag is None else (row[lag : lag + months] + late)[:months])
            if lag is None or total(row) is None:
                before.append(None)
            else:
                before.append(total(row[:lag]) if lag else 0.0)
        leads = self.axes.column(" ".join((*outer, "month")), chain.from_iterable(due))
        value = combined(worth, leads, self.lead_value)
        self.numbers |= {
            "leads_due": leads,
            "leads_due_before_start": self.axes.column(" ".join(outer), before),
            "sla_value": value,
        }
        if self.exchange.own:
            self.numbers["sla_value_reported"] = self.exchange.converted(value)
        for name, column, exchange in (("leads_due", leads, None), ("sla_value", value, self.exchange)):
            self._periods(name, column, "plan")
            for by, added in sums(column, self.given.owners, exchange).items():
                self.numbers[f"{name}_{by}"] = added
                everywhere = exchange is not None and by != "by_region"
                self._periods(f"{name}_{by}", added, "quarter", "plan", everywhere=everywhere)

    def capacity(self) -> None:
        """Compare the leads due with what sales can serve, and price them."""
        reps = self.given["sales_reps"].map(at_least_zero)
        room = combined(times, reps, self.given["leads_per_rep"].map(positive))
        leads = self.numbers["leads_due_by_region"]
        self.states["capacity_status"] = combined(_capacity_status, leads, room)
        cost = self.given["cost_per_lead"].map(at_least_zero)
        budget = combined(times, self.numbers["leads_due_by_channel"], cost)
        self.numbers |= {
            "capacity": room,
            "capacity_use": combined(divided, leads, room),
            "lead_budget": budget,
            "lead_budget_by_month": totals(budget, "channel"),
        }
        for name in ("lead_budget", "lead_budget_by_month"):
            self._periods(name, self.numbers[name], "quarter", "plan")


def _mix_status(whole: Number, has_channels: bool) -> str | None:
    """Return whether the mix of an owner adds up to 1."""
    if whole is None:
        return "incomplete" if has_channels else None
    return "ok" if round_decimals(whole) == 1 else "wrong"


def _mix_used(typed: Cell, usable: Number, of_owner: Number) -> Number:
    """Return the mix that counts: a blank one is 0 once another channel of the owner has one."""
    if of_owner is None:
        return None
    return 0.0 if typed is None else usable


def _capacity_status(leads: Number, most: Number) -> str | None:
    """Return whether more leads come than sales can serve."""
    return None if leads is None or most is None else "attention" if leads > most else "ok"
