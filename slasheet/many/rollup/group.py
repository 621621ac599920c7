"""A rollup: the parts of many workbooks, matched by label and month, in one currency; its lines, sums and frames."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slasheet.many.rollup.differences import Difference
from slasheet.many.rollup.frames import summed, tidy, workbook_rows
from slasheet.many.rollup.labels import Labels
from slasheet.many.rollup.lines import Line, lines
from slasheet.many.rollup.output import write_rollup
from slasheet.many.rollup.parts import Figures, LeftOut, Part
from slasheet.many.rollup.rates import Rates
from slasheet.many.rollup.sums import Sums

if TYPE_CHECKING:
    import pandas as pd


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
        return tidy(self)

    def by(self, *kinds: str) -> pd.DataFrame:
        """Return the sums as a pandas frame, by `workbook`, `region`, `channel` or `month`, or by workbook and month.

        Its columns are the figures and the attainment; for one kind also how many workbooks each sum is over. Raises
        KeyError for what is not added up.
        """
        return summed(self, kinds)

    def workbooks(self) -> pd.DataFrame:
        """Return the workbooks as a pandas frame: those added, then those left out, with status and reason."""
        return workbook_rows(self)

    def write(self, path: str | os.PathLike[str], as_of: str | None = None) -> None:
        """Write the rollup: a workbook, or the tidy data where the name ends in .csv or .parquet.

        `as_of` is a date to print on the first sheet, as `2027-06-30`. Raises FileError when it can't be written.
        """
        write_rollup(self, path, as_of)
