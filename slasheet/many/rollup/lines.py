"""The rows of the data of a rollup: the figures of every region, channel and month, in the currency of the group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slasheet.many.rollup.labels import Labels
from slasheet.many.rollup.parts import MONEY, Figures, Part
from slasheet.many.rollup.rates import Rates
from slasheet.recompute.arithmetic import Number, times

#: By what a rollup adds up.
KINDS = ("workbook", "region", "channel", "month")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the data: the figures of a region, channel and month of a workbook, in the currency of the group.

    `own` holds the amounts in `currency`, as the workbook has them; without a `rate` they are left out of `figures`. The revenue
    target belongs to no channel, so it stands in lines of its own.
    """

    workbook: int
    region: str
    channel: str | None
    owner: str | None
    month: str
    currency: str
    rate: Number
    own: tuple[Number, Number, Number]
    figures: Figures


def lines(part: Part, workbook: int, group: str, rates: Rates, regions: Labels, channels: Labels) -> Iterator[Line]:
    """Yield the rows of the data of one workbook."""
    months, taken = part.span, part.taken_in(rates, group)
    at = {currency: [rates.at(currency, month, group) for month in months] for currency in taken}
    region_labels = [regions.label(region) for region in part.regions]
    channel_labels = [channels.label(channel.name) for channel in part.channels]
    owners = [channel.owner for channel in part.channels]
    for region, channel, month, figures in part.figures(taken):
        currency, rate = taken[region], at[taken[region]][month]
        own = (figures.revenue_target, figures.sla_value, figures.actual_value)
        if currency != group:
            exchanged = (times(value, rate) for value in own)
            figures = figures._replace(**dict(zip(MONEY, exchanged, strict=True)))  # noqa: PLW2901 - the same, in the currency of the group
        yield Line(
            workbook,
            region_labels[region],
            None if channel is None else channel_labels[channel],
            None if channel is None else owners[channel],
            months[month],
            currency,
            rate,
            own,
            figures,
        )
