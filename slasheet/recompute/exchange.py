"""What amounts of regions with a currency of their own are worth in the reporting currency, month by month.

A sum over regions is short where one of them can't be converted, so then there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Number, positive, times

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan


class Exchange:
    """The exchange rates of a plan; where every region is in the reporting currency all of them are 1."""

    def __init__(self, plan: Plan) -> None:
        """Settle the rate of every region and month."""
        self.own, self.R = bool(plan.currencies), len(plan.regions)
        H = plan.months + plan.lookahead
        self.rates: list[list[Number]] = [[1.0] * H for _ in range(self.R)]
        for r, currency in enumerate(plan.currencies):
            if currency:
                self.rates[r] = [positive(cell) for cell in plan.inputs["exchange_rate"][r * H : (r + 1) * H]]
        #: How many regions can't be converted, month by month.
        self.lacking = [sum(row[h] is None for row in self.rates) for h in range(H)]

    def converted(self, cells: Sequence[Number], width: int) -> list[Number]:
        """Return amounts in the reporting currency; they come by region and month, perhaps for several channels."""
        if not self.own:
            return list(cells)
        return [times(cell, self.rates[i // width % self.R][i % width]) for i, cell in enumerate(cells)]

    def whole(self, amount: Number, months: Iterable[int]) -> Number:
        """Return an amount over all regions: blank where one of the months that it covers lacks a rate."""
        return None if any(self.lacking[month] for month in months) else amount

    def by_month(self, amounts: Sequence[Number]) -> list[Number]:
        """Return amounts over all regions month by month, blank where a month lacks a rate."""
        return [self.whole(amount, [month]) for month, amount in enumerate(amounts)]
