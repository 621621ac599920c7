"""From what was counted to the numbers of a plan, each with the sample that it rests on, in the order of the plan's cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from slasheet.crm.cohorts import History
from slasheet.plan.plan import Channel

#: Below this a sample says little.
SMALL = 30
#: So few customers make a rate as doubtful as few leads.
FEW_HITS = 5
#: Where a number comes from whose own place had no sample; the last: there is no sample anywhere.
ALL_REGIONS, ALL_CHANNELS, EQUAL_SHARES, NOTHING = "all regions", "all channels", "equal shares", "nothing"
_DAYS_A_MONTH = 30.4375
_LONGEST_TO_CLOSE = 12
_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of the plan and what it rests on.

    `n` is the sample size, `hits` how many of them went on to the next stage (rates only). `source` says where the
    number comes from when its own place had no sample (ALL_REGIONS…), else it is empty. `value` is None when nothing
    in the history tells.
    """

    measure: str
    at: Mapping[str, str]
    value: float | None
    n: int
    hits: int | None = None
    source: str = ""

    @property
    def small(self) -> bool:
        """Return whether the sample is too small to trust the number."""
        return self.n < SMALL or (self.hits is not None and self.hits < FEW_HITS)


def deal_sizes(past: History) -> Iterator[Estimate]:
    """Yield the mean amount of the won deals by region."""
    paid = past.won[past.won["amount"].notna()]
    for place, region in enumerate(past.regions):
        sample, source = _first_filled(("", paid[paid["region"] == place]), (ALL_REGIONS, paid))
        value = round(float(sample["amount"].mean()), 2) if len(sample) else None
        yield Estimate("deal_size", {"region": region}, value, len(sample), source=source)


def marketing_shares(past: History, channels: Sequence[Channel]) -> Iterator[Estimate]:
    """Yield marketing's share of the won revenue by region."""
    paid = past.won[past.won["amount"].notna()]
    marketing = [place for place, channel in enumerate(channels) if channel.owner == "marketing"]
    for place, region in enumerate(past.regions):
        sample, source = _first_filled(("", paid[paid["region"] == place]), (ALL_REGIONS, paid))
        theirs = sample.loc[sample["channel"].isin(marketing), "amount"].sum()
        value = round(float(theirs / sample["amount"].sum()), 4) if len(sample) else None
        yield Estimate("marketing_share", {"region": region}, value, len(sample), source=source)


def mixes(past: History, channels: Sequence[Channel]) -> Iterator[Estimate]:
    """Yield how the won revenue of each owner splits over its channels, by region; the parts add up to exactly 1."""
    paid = past.won[past.won["amount"].notna()]
    parts: dict[tuple[int, int], tuple[float, int, str]] = {}
    for owner in dict.fromkeys(channel.owner for channel in channels):
        theirs = [place for place, channel in enumerate(channels) if channel.owner == owner]
        deals = paid[paid["channel"].isin(theirs)]
        for region in range(len(past.regions)):
            sample, source = _first_filled(("", deals[deals["region"] == region]), (ALL_REGIONS, deals))
            revenue = [float(sample.loc[sample["channel"] == place, "amount"].sum()) for place in theirs]
            if not len(sample):
                revenue, source = [1.0] * len(theirs), EQUAL_SHARES
            for place, part in zip(theirs, _rounded_parts(revenue), strict=True):
                parts[place, region] = part, len(sample), source
    for place, channel in enumerate(past.channels):
        for region, name in enumerate(past.regions):
            part, n, source = parts[place, region]
            yield Estimate("channel_mix", {"channel": channel, "region": name}, part, n, source=source)


def _rounded_parts(amounts: Sequence[float]) -> list[float]:
    """Return each amount as a part of the whole with 4 decimals; what rounding leaves over goes to the largest."""
    whole = sum(amounts)
    parts = [round(part / whole * _PARTS) for part in amounts]
    parts[amounts.index(max(amounts))] += _PARTS - sum(parts)
    return [part / _PARTS for part in parts]


def times_to_close(past: History) -> Iterator[Estimate]:
    """Yield the median time to close of the won deals by channel, in whole months."""
    timed = past.won[past.won["days"].notna()]
    for place, channel in enumerate(past.channels):
        sample, source = _first_filled(("", timed[timed["channel"] == place]), (ALL_CHANNELS, timed))
        months = round(float(sample["days"].median()) / _DAYS_A_MONTH) if len(sample) else 0
        value = float(min(months, _LONGEST_TO_CLOSE))
        yield Estimate("time_to_close", {"channel": channel}, value, len(sample), source=source)


def rates(past: History) -> Iterator[Estimate]:
    """Yield the share of a stage that reaches the next, by transition, channel and region, of the mature cohort.

    With two stages that is the close rate. A rate of 0 is none a plan could use: then the channel over all regions
    stands in, then all channels.
    """
    for step, (stage, following) in enumerate(zip(past.stages, past.stages[1:], strict=False)):
        entered, gone = past.reached[step], past.reached[step + 1]
        for channel, region in np.ndindex(*entered.shape):
            pools = (
                ("", int(entered[channel, region]), int(gone[channel, region])),
                (ALL_REGIONS, int(entered[channel].sum()), int(gone[channel].sum())),
                (ALL_CHANNELS, int(entered.sum()), int(gone.sum())),
            )
            source, n, hits = next((pool for pool in pools if pool[1] and pool[2]), (NOTHING, 0, 0))
            value = max(round(min(hits / n, 1.0), 4), 1 / _PARTS) if n else None
            at = {"channel": past.channels[channel], "region": past.regions[region]}
            if len(past.stages) == 2:
                yield Estimate("close_rate", at, value, n, hits, source)
            else:
                transition = {"transition": f"{stage} > {following}"}
                yield Estimate("conversion_rate", transition | at, value, n, hits, source)


def _first_filled(own: tuple[str, pd.DataFrame], pool: tuple[str, pd.DataFrame]) -> tuple[pd.DataFrame, str]:
    """Return the own sample, or the pool that stands in for an empty one, with the words for where it comes from."""
    if len(own[1]):
        return own[1], own[0]
    return pool[1], pool[0] if len(pool[1]) else NOTHING
