"""The rates that the plan assumes beside those that the log shows, and how long ago they were looked at."""

from __future__ import annotations

from functools import cache

from slasheet.recompute.arithmetic import Number, divided, less, number, positive, rate
from slasheet.recompute.columns import Cell, Column, combined
from slasheet.recompute.days import known_day, months_later
from slasheet.recompute.given import Given
from slasheet.recompute.log import Log
from slasheet.recompute.results import Results
from slasheet.recompute.verdicts import drifting

#: Of fewer leads or customers nothing can be said.
FEWEST_LEADS, FEWEST_BUYERS = 30, 5
_PAIRS = "channel region"
_REVIEW_DAYS = range(1, 1001)


def observed(given: Given, log: Log, results: Results) -> dict[str, Column[Cell]]:
    """Return close rates and deal sizes as logged beside the assumed ones, and the age of the last review."""
    assumed = results["close_rate"] if len(given.plan.stages) > 2 else given["close_rate"]
    leads, customers = _matured(log, results)
    buyers, paid = (
        log.tally(kind, _PAIRS, lambda row: row.month is not None and None not in (row.customers, row.revenue))
        if any(log.counts["revenue"])
        else given.axes.filled(_PAIRS, None)
        for kind in ("customers", "revenue")
    )
    tolerance = results.numbers("tolerance_counted")
    figures: dict[str, Column[Cell]] = {"leads": leads, "customers": customers, "buyers": buyers, "revenue": paid}
    for name, made, sample, fewest, usable in (
        ("close_rate", customers, leads, FEWEST_LEADS, assumed.map(rate)),
        ("deal_size", paid, buyers, FEWEST_BUYERS, given["deal_size"].map(positive)),
    ):
        seen = combined(divided, made, sample.map(positive))
        drift = combined(_drift, seen, usable)
        least = given.axes.column("", [fewest])
        figures |= {
            name: seen,
            f"assumed_{name}": usable,
            f"{name}_drift": drift,
            f"{name}_status": combined(_status, sample, least, drift, tolerance),
        }
    reviewed = known_day(given["rates_reviewed"].at())
    age = None if reviewed is None or log.latest is None else max(0, log.latest - reviewed)
    return {
        "observed": given.axes.stacked("observed", figures, None),
        "rates_age": given.axes.column("", [age]),
        "review_days_counted": given["review_days"].map(_days),
    }


def _matured(log: Log, results: Results) -> list[Column[Number]]:
    """Return, of every channel, the leads that have had its months to close, and the customers who can have come of logged ones.

    Blank where nothing can be said: no customer is logged, or the months to close can't be used.
    """
    axes, first, last = log.axes, log.first, log.last
    blank: Column[Number] = axes.filled(_PAIRS, None)

    @cache
    def after(months: Number) -> tuple[Column[Number], Column[Number]]:
        if months is None or first is None or last is None or not any(log.counts["customers"]):
            return blank, blank
        young, since = months_later(last, -int(months)) + 1, months_later(first, int(months))
        leads = log.tally("leads", _PAIRS, lambda row: row.month is not None and (row.day or 0) < young)
        return leads, log.tally("customers", _PAIRS, lambda row: row.month is not None and (row.day or 0) >= since)

    by_channel = [
        [column.part(channel=place) for column in after(months)]
        for place, months in enumerate(results.numbers("lag").cells)
    ]
    return [axes.stacked("channel", parts) for parts in zip(*by_channel, strict=True)]


def _drift(seen: Number, assumed: Number) -> Number:
    """Return by how much of it what was seen is off what is assumed."""
    return less(divided(seen, assumed), 1.0)


def _status(sample: Number, fewest: int, drift: Number, tolerance: Number) -> str | None:
    """Return whether a drift is worth a look; blank where the sample is too small to say."""
    return drifting(drift, tolerance) if (sample or 0) >= fewest else None


def _days(cell: Cell) -> Number:
    days = number(cell)
    return days if days is not None and days in _REVIEW_DAYS else None
