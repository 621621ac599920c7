"""Sums: over months to quarters and to the plan, over regions, channels and owners."""

from __future__ import annotations

from collections.abc import Sequence

from slasheet.recompute.arithmetic import Number, total
from slasheet.recompute.exchange import Exchange


def periods(
    cells: Sequence[Number], width: int, months: int, exchange: Exchange | None = None
) -> dict[str, list[Number]]:
    """Return the sums of every row over the quarters and over the months of the plan; a row has `width` cells.

    `exchange` is given for money over all regions, which is blank in a period in which a rate is missing.
    """

    def added(row: Sequence[Number], span: Sequence[int]) -> Number:
        whole = total(row[month] for month in span)
        return exchange.whole(whole, span) if exchange else whole

    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    spans = [range(first, min(first + 3, months)) for first in range(0, months, 3)]
    return {
        "quarter": [added(row, span) for row in rows for span in spans],
        "plan": [added(row, range(months)) for row in rows],
    }


def sums(
    cells: Sequence[Number], owned: Sequence[str], months: int, exchange: Exchange | None = None
) -> dict[str, list[Number]]:
    """Return the sums by month, channel, region and owner of what is known per channel, region and month.

    `owned` tells the owner of every channel. `exchange` is given for money: then what is added over regions is in the
    reporting currency, and blank in a month in which a rate is missing.
    """
    C, M = len(owned), months
    R = len(cells) // (C * M)
    converted = exchange.converted(cells, M) if exchange else list(cells)

    def everywhere(amounts: list[Number]) -> list[Number]:
        return exchange.by_month(amounts) if exchange else amounts

    by_channel = [
        everywhere([total(converted[(c * R + r) * M + m] for r in range(R)) for m in range(M)]) for c in range(C)
    ]
    return {
        "by_month": everywhere([total(converted[m::M]) for m in range(M)]),
        "by_channel": [cell for row in by_channel for cell in row],
        "by_region": [total(cells[r * M + m :: R * M]) for r in range(R) for m in range(M)],
        "by_owner": [
            cell
            for owner in ("marketing", "sales")
            for cell in everywhere([total(by_channel[c][m] for c in range(C) if owned[c] == owner) for m in range(M)])
        ],
    }
