"""The rates that the plan assumes beside those that the log shows, and how long ago they were looked at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Column, Number, divided, less, number, positive, rate, share
from slasheet.recompute.days import known_day, months_later
from slasheet.recompute.log import Log
from slasheet.recompute.verdicts import drifting

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: Of fewer leads or customers nothing can be said.
FEWEST_LEADS, FEWEST_BUYERS = 30, 5
Tally = Mapping[tuple[int, int], float]


def observed(plan: Plan, log: Log, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return close rates and deal sizes as logged beside the assumed ones, and the age of the last review."""
    assumed = results["close_rate"] if len(plan.stages) > 2 else plan.inputs["close_rate"]
    deal_size = [positive(cell) for cell in plan.inputs["deal_size"]]
    tolerance = share(plan.inputs["tolerance"][0])
    matured = cache(lambda months: _matured(log, months))
    paying, buying = (
        log.tally(kind, lambda row: row.month is not None and None not in (row.customers, row.revenue))
        for kind in ("revenue", "customers")
    )
    priced = any(log.counts["revenue"])
    cells: list[float | str | None] = []
    for c in range(len(plan.channels)):
        leads, won = matured(number(results["lag"][c]))
        for r in range(len(plan.regions)):
            came, bought = (None if sums is None else sums.get((c, r), 0.0) for sums in (leads, won))
            buyers, paid = (sums.get((c, r), 0.0) if priced else None for sums in (buying, paying))
            rates = _held(divided(bought, positive(came)), rate(assumed[c * len(plan.regions) + r]))
            sizes = _held(divided(paid, positive(buyers)), deal_size[r])
            cells += [came, bought, *rates, drifting(rates[2], tolerance) if (came or 0) >= FEWEST_LEADS else None]
            cells += [buyers, paid, *sizes, drifting(sizes[2], tolerance) if (buyers or 0) >= FEWEST_BUYERS else None]
    reviewed = known_day(plan.inputs["rates_reviewed"][0])
    due = number(plan.inputs["review_days"][0])
    return {
        "observed": cells,
        "rates_age": [None if reviewed is None or log.latest is None else max(0, log.latest - reviewed)],
        "review_days_counted": [due if due is not None and due in range(1, 1001) else None],
    }


def _held(seen: Number, assumed: Number) -> tuple[Number, Number, Number]:
    """Return what was seen, what is assumed, and by how much the one drifts from the other."""
    return seen, assumed, less(divided(seen, assumed), 1.0)


def _matured(log: Log, months: Number) -> tuple[Tally | None, Tally | None]:
    """Return the leads that have had so many months to close, and the customers who can have come of logged leads.

    None where nothing can be said: no customer is logged, or the months to close can't be used.
    """
    if months is None or log.first is None or log.last is None or not any(log.counts["customers"]):
        return None, None
    young, since = months_later(log.last, -int(months)) + 1, months_later(log.first, int(months))
    leads = log.tally("leads", lambda row: row.month is not None and (row.day or 0) < young)
    return leads, log.tally("customers", lambda row: row.month is not None and (row.day or 0) >= since)
