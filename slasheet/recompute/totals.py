"""Sums: over months to quarters and to the plan, over regions, channels and owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from slasheet.recompute.arithmetic import Number, total
from slasheet.recompute.columns import MONTHS_A_QUARTER, Column, combined, totals
from slasheet.recompute.exchange import Exchange


def period_totals(column: Column[Number], period: str, exchange: Exchange | None = None) -> Column[Number]:
    """Return the sums over every quarter, or over the months of the plan, of what is known month by month.

    `exchange` is given for money over all regions, which is blank in a period in which a rate is missing.
    """
    home = column.home
    months = home.size("month")
    length = months if period == "plan" else MONTHS_A_QUARTER
    spans = [range(first, min(first + length, months)) for first in range(0, months, length)]
    added = [total(row[span.start : span.stop]) for row in column.rows() for span in spans]
    made = home.column(" ".join((*column.axes[:-1], period)), added)
    if exchange is None or not exchange.own:
        return made
    covered = home.column(period, spans)
    return combined(exchange.whole, made, covered)


def owner_totals(column: Column[Number], owners: Sequence[str], *axes: str) -> Column[Number]:
    """Return the sums over the channels of every owner, and over some axes more; `owners` holds that of every channel."""
    home, parts = column.home, column.split("channel")
    rest = tuple(axis for axis in column.axes if axis not in ("channel", *axes))
    made = []
    for owner in home.labels("owner"):
        mine = [part.by(*rest).cells for part, whose in zip(parts, owners, strict=True) if whose == owner]
        added = [total(chain.from_iterable(cells)) for cells in zip(*mine, strict=True)]
        made.append(home.column(" ".join(rest), added) if mine else home.filled(" ".join(rest), None))
    return home.stacked("owner", made)


def sums(
    column: Column[Number], owners: Sequence[str], exchange: Exchange | None = None
) -> Mapping[str, Column[Number]]:
    """Return the sums by month, channel, region and owner of what is known per channel, region and month.

    `owners` holds the owner of every channel. `exchange` is given for money: then what is added over regions is in the
    reporting currency, and blank in a month in which a rate is missing.
    """
    converted = exchange.converted(column) if exchange else column

    def everywhere(amounts: Column[Number]) -> Column[Number]:
        return exchange.by_month(amounts) if exchange else amounts

    by_channel = everywhere(totals(converted, "region"))
    return {
        "by_month": everywhere(totals(converted, "channel", "region")),
        "by_channel": by_channel,
        "by_region": totals(column, "channel"),
        "by_owner": everywhere(owner_totals(by_channel, owners)),
    }
