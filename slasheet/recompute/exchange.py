"""What amounts of regions with a currency of their own are worth in the reporting currency, month by month.

A sum over regions is short where one of them can't be converted, so then there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slasheet.recompute.arithmetic import Number, positive, times
from slasheet.recompute.columns import Axes, Cell, Column, combined


class Exchange:
    """The exchange rates of a plan; where every region is in the reporting currency all of them are 1."""

    def __init__(self, axes: Axes, currencies: Sequence[str], typed: Column[Cell] | None) -> None:
        """Settle the rate of every region and month from those typed; None where no region has a currency of its own."""
        self.own = typed is not None
        self.rates: Column[Number] = axes.filled("region horizon", 1.0)
        if typed is not None:
            own = axes.column("region", currencies)
            self.rates = combined(lambda cell, currency: positive(cell) if currency else 1.0, typed, own)
        #: How many regions can't be converted, month by month.
        self.lacking = self.rates.by("horizon").map(lambda rates: rates.count(None))

    def converted(self, amounts: Column[Number]) -> Column[Number]:
        """Return amounts of regions in the reporting currency, month by month."""
        return combined(times, amounts, self.rates) if self.own else amounts

    def whole(self, amount: Number, months: Iterable[int]) -> Number:
        """Return an amount over all regions: blank where one of the months that it covers lacks a rate."""
        return None if any(self.lacking.cells[month] for month in months) else amount

    def by_month(self, amounts: Column[Number]) -> Column[Number]:
        """Return amounts over all regions month by month, blank where a month lacks a rate."""
        if not self.own:
            return amounts
        return combined(lambda amount, lacking: None if lacking else amount, amounts, self.lacking)
