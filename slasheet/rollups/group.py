"""A rollup: the parts of many workbooks, matched by label and month, in one currency; its lines, sums and frames."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Number, times
from slasheet.rollups.labels import Labels
from slasheet.rollups.parts import MONEY, Figures, LeftOut, Part
from slasheet.rollups.rates import Rates

if TYPE_CHECKING:
    import pandas as pd

    from slasheet.rollups.differences import Difference
    from slasheet.rollups.sums import Sums

#: By what a rollup adds up.
KINDS = ("workbook", "region", "channel", "month")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the data: the figures of a region, channel and month of a workbook, in the currency of the group.

    `own` holds the amounts as the workbook has them; without a `rate` they are left out of `figures`. The revenue
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


@dataclass(frozen=True, slots=True)
class Rollup:
    """Workbooks added up into one: those with the most leads due first.

    `names` tells the workbooks apart in tables and charts. Amounts are in `currency`.
    """

    parts: tuple[Part, ...]
    names: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    currency: str
    rates: Rates
    regions: Labels
    channels: Labels
    months: tuple[str, ...]
    differences: tuple[Difference, ...]
    sums: Sums
    language: str = "en"

    def lines(self, workbook: int) -> Iterator[Line]:
        """Yield the rows of the data of one workbook, by its number in `parts`."""
        yield from lines(self.parts[workbook], workbook, self.currency, self.rates, self.regions, self.channels)

    def figures(self, by: str) -> dict[str, Figures]:
        """Return the sums by `workbook`, `region`, `channel` or `month`, by label."""
        return {self.shown(by, key): figures for (key,), figures in self.sums.of(by).items()}

    @property
    def total(self) -> Figures:
        """Everything added up."""
        return self.sums.of("total")[()]

    def shown(self, by: str, key: int | str) -> str:
        """Return the label for a key of the sums: the name of a workbook, a label as it is written, a month."""
        if by == "workbook":
            return self.names[int(key)]
        if by in ("region", "channel"):
            return (self.regions if by == "region" else self.channels).spellings[str(key)][0]
        return str(key)

    def frame(self) -> pd.DataFrame:
        """Return all data as one tidy pandas frame: a row for every workbook, region, channel and month."""
        from slasheet.rollups.frames import tidy

        return tidy(self)

    def by(self, *kinds: str) -> pd.DataFrame:
        """Return the sums as a pandas frame, by `workbook`, `region`, `channel` or `month`, or by workbook and month.

        Its columns are the figures and the attainment; for one kind also how many workbooks each sum is over. Raises
        KeyError for what is not added up.
        """
        from slasheet.rollups.frames import summed

        return summed(self, kinds)

    def workbooks(self) -> pd.DataFrame:
        """Return the workbooks as a pandas frame: those added, then those left out, with status and reason."""
        from slasheet.rollups.frames import workbooks

        return workbooks(self)

    def write(self, path: str | os.PathLike[str], as_of: str | None = None) -> None:
        """Write the rollup: a workbook, or the tidy data where the name ends in .csv or .parquet.

        `as_of` is a date to print on the first sheet, as `2027-06-30`. Raises FileError when it can't be written.
        """
        from slasheet.rollups.output import write

        write(self, path, as_of)


def lines(part: Part, workbook: int, group: str, rates: Rates, regions: Labels, channels: Labels) -> Iterator[Line]:
    """Yield the rows of the data of one workbook."""
    months = part.span
    at = [rates.at(part.currency, month, group) for month in months]
    region_labels = [regions.label(region) for region in part.regions]
    channel_labels = [channels.label(channel.name) for channel in part.channels]
    owners = [channel.owner for channel in part.channels]
    for region, channel, month, figures in part.figures():
        rate = at[month]
        own = (figures.revenue_target, figures.sla_value, figures.actual_value)
        if part.currency != group:
            exchanged = (times(value, rate) for value in own)
            figures = figures._replace(**dict(zip(MONEY, exchanged, strict=True)))  # noqa: PLW2901 - the same, in the currency of the group
        yield Line(
            workbook,
            region_labels[region],
            None if channel is None else channel_labels[channel],
            None if channel is None else owners[channel],
            months[month],
            part.currency,
            rate,
            own,
            figures,
        )
