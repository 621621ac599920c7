"""From exports of leads and deals to what can be counted: windows of time, the deals won in them, and a mature cohort.

Why a cohort: of last month's leads few have closed yet, so a rate over them would be far too low. Leads are counted
only when they are so old that nine in ten deals would have closed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from slasheet.crm.exports import Leads
from slasheet.crm.headings import STAGE
from slasheet.crm.linking import linked, shown
from slasheet.crm.settings import CrmSettings
from slasheet.diagnostics import FileError
from slasheet.labels import label_key
from slasheet.plan import MOST_STAGES

FIRST_STAGE, LAST_STAGE = "Lead", "Customer"
#: The share of won deals that must have closed by the age from which leads count.
MATURE = 90
SHORTEST_COHORT = 30
_USUAL_STAGES = ("MQL", "SAL", "SQL", "Opportunity")
#: What part must be known for rates not to be doubted.
_MOST = 0.8
#: A channel with so many deals, so many of which took longer than `maturity`, is told to be slower than the others.
_TOLD_FROM, _SLOW_SHARE = 10, 0.25
#: A label with fewer leads than that was probably meant to be another.
_RARE = 30
#: A label with no won deal and less of the leads than this is a slip of the pen, not a channel.
_SPARSE = 0.01

Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Windows:
    """Which days count: deals won from `first` on, leads created from `cohort_first` on, each up to the day before `after`.

    `maturity` is in days: nine in ten won deals took no longer.
    """

    first: date
    after: date
    cohort_first: date
    cohort_after: date
    maturity: int


@dataclass(frozen=True)
class History:
    """What can be counted.

    `won` holds the deals won in the window: `region` and `channel` as places in the tuples of names, `amount` (NaN
    where there is none above 0) and `days` from the lead to the revenue. `reached` counts the leads of the cohort by
    stage, channel and region; a lead that reached a later stage reached the earlier ones too.
    """

    regions: tuple[str, ...]
    channels: tuple[str, ...]
    stages: tuple[str, ...]
    windows: Windows
    won: pd.DataFrame
    reached: Counts
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def history(
    deals: Leads | None, leads: Leads, settings: CrmSettings, months: int, end: date | None, stages: Sequence[str]
) -> History:
    """Count what the exports hold of the `months` months up to that of `end`, or up to the last complete one.

    Raises FileError when there is nothing to learn from.
    """
    if leads.frame.empty:
        message = "the exports hold no lead, so nothing can be learned; name an export of leads."
        raise FileError(message)
    people, bought, notes = linked(deals, leads, settings)
    told = [*notes]
    if bought.empty:
        message = "the exports hold no won deal, so nothing can be learned; name an export with won dates, or say which column holds them: --map won=HEADING."
        raise FileError(message)
    windows, warnings = _windows(people, bought, months, end)
    own = people["won"].notna().any()
    first_win = bought[bought["lead"] >= 0].groupby("lead")["won"].min()
    people["won"] = people["won"].fillna(first_win.reindex(people.index))
    recent = bought[_between(bought["won"], windows.first, windows.after)]
    fresh = people[_between(people["created"], windows.first, windows.after)]
    if fresh.empty or recent.empty:
        what = "lead was created" if fresh.empty else "deal was won"
        message = f"no {what} from {windows.first} to {windows.after - timedelta(1)}, so nothing can be learned from then; choose other months: --months, --end."
        raise FileError(message)
    fresh, sold = (rows[rows["region"].notna() & rows["channel"].notna()] for rows in (fresh, recent))
    regions, channels = (_names(fresh[axis], sold[axis], axis) for axis in ("region", "channel"))
    told += [*_sparse(fresh["region"], sold["region"], regions, "region"), *_sparse(fresh["channel"], sold["channel"], channels, "channel")]  # fmt: skip
    regions, channels = (_borne_out(fresh[axis], sold[axis], names) for axis, names in (("region", regions), ("channel", channels)))  # fmt: skip
    names = _stages(people, stages)
    cohort = people[_between(people["created"], windows.cohort_first, windows.cohort_after)]
    reached = _reached(cohort, names, channels, regions)
    any_linked = bool(people["won"].notna().any())
    if not any_linked:
        reached[-1] = _count(recent, channels, regions)
    if deals is not None and not own:
        warnings += _unlinked(recent, any_linked=any_linked)
    warnings += _without_stages(cohort, names)
    warnings += _slow(bought, channels, windows.maturity)
    told += [*_rare(fresh["region"], regions, "region"), *_rare(fresh["channel"], channels, "channel")]
    told += _left_out(cohort, "leads of the cohort", channels, regions)
    told += _left_out(recent, "deals won in the window", channels, regions)
    placed = recent.assign(region=_places(recent["region"], regions), channel=_places(recent["channel"], channels))
    won = placed.loc[(placed["region"] >= 0) & (placed["channel"] >= 0), ["region", "channel", "amount", "days"]]
    all_stages = (FIRST_STAGE, *names, LAST_STAGE)
    return History(regions, channels, all_stages, windows, won, reached, tuple(warnings), tuple(told))


def _unlinked(recent: pd.DataFrame, *, any_linked: bool) -> list[str]:
    """Return a warning when won deals can't be told to belong to leads."""
    part = float((recent["lead"] >= 0).mean())
    if part >= _MOST:
        return []
    if any_linked:
        return [
            f"Only {part:.0%} of the won deals could be linked to their lead (by lead id or email), so the rates are too low by as much as is missing."
        ]
    return [
        "No won deal could be linked to its lead (by lead id or email), so the rates compare the deals won in one window with the leads of another; export the deals with the id of their lead."
    ]


def _without_stages(cohort: pd.DataFrame, stages: Sequence[str]) -> list[str]:
    """Return a warning when many customers have no date for any stage between, as when only one of two files tells."""
    customers = cohort[cohort["won"].notna()]
    bare = int(customers[[STAGE + stage for stage in stages]].isna().all(axis="columns").sum()) if stages else 0
    if bare <= (1 - _MOST) * len(customers):
        return []
    return [
        f"{bare:,} of {len(customers):,} customers have no date for any of {', '.join(stages)}: they count as having passed them all, so the rates between stages are doubtful."
    ]


def _slow(bought: pd.DataFrame, channels: Sequence[str], maturity: int) -> list[str]:
    """Return a warning on each channel whose deals often close later than the cohort gives them time for."""
    warnings = []
    for channel in channels:
        days = bought.loc[(bought["channel"] == channel) & bought["days"].notna(), "days"]
        late = float((days > maturity).mean()) if len(days) >= _TOLD_FROM else 0.0
        if late > _SLOW_SHARE:
            warnings.append(
                f"“{channel}” is slower than the others: {late:.0%} of its deals took longer than {maturity} days, so its rates come out somewhat low."
            )
    return warnings


def _borne_out(fresh: pd.Series, sold: pd.Series, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels that have a won deal or leads enough to learn from; all of them where none has."""
    leads, won, enough = fresh.value_counts(), set(sold), min(_RARE, len(fresh) * _SPARSE)
    return tuple(name for name in names if name in won or leads.get(name, 0) >= enough) or names


def _sparse(fresh: pd.Series, sold: pd.Series, names: tuple[str, ...], axis: str) -> list[str]:
    """Return a note on labels left out for want of anything to learn from, if there are any."""
    leads, kept = fresh.value_counts(), _borne_out(fresh, sold, names)
    out = [f"“{name}” {leads.get(name, 0)}" for name in names if name not in kept]
    if not out:
        return []
    return [
        f"Left out, with few leads and no won deal: the {axis} {', '.join(out)}. --{axis}-map counts them under another name."
    ]


def _rare(fresh: pd.Series, names: Sequence[str], axis: str) -> list[str]:
    """Return a note on labels that few leads have, if there are any."""
    leads = fresh.value_counts()
    few = [f"“{name}” {leads.get(name, 0)}" for name in names if leads.get(name, 0) < _RARE]
    if not few:
        return []
    return [
        f"Every {axis} seen is in the plan, also those with few leads: {', '.join(few)}. --{axis}-map gives them another name."
    ]


def _windows(people: pd.DataFrame, bought: pd.DataFrame, months: int, end: date | None) -> tuple[Windows, list[str]]:
    """Return the windows, and a warning when the leads are too young for a cohort that had time to close."""
    if bought["days"].notna().any():
        maturity = math.ceil(float(np.nanpercentile(bought["days"].to_numpy(), MATURE)))
    else:
        maturity = 0
    oldest, newest = people["created"].min().date(), people["created"].max().date()
    after = _month_after(end or newest)
    # Without `end`: the last month is over when no working day of it comes after the newest lead.
    if end is None and np.busday_count(newest + timedelta(1), after) > 0:
        after = newest.replace(day=1)
    first = after
    for _ in range(months):
        first = (first - timedelta(1)).replace(day=1)
    length = after - first
    # A month from which nothing is recorded would make the average month look poor.
    begun = min(oldest, bought["won"].min().date()).replace(day=1)
    first = max(first, min(begun, (after - timedelta(1)).replace(day=1)))
    cohort_after = after - timedelta(maturity)
    warnings = []
    if (cohort_after - oldest).days < SHORTEST_COHORT:
        cohort_after = min(oldest + timedelta(SHORTEST_COHORT), after)
        warnings.append(
            f"The leads go back to {oldest} only, but deals take up to {maturity} days to close, so the rates come out too low; name older leads as well."
        )
    cohort_first = max(cohort_after - length, min(oldest, cohort_after))
    return Windows(first, after, cohort_first, cohort_after, maturity), warnings


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1)


def _between(moments: pd.Series, first: date, after: date) -> pd.Series:
    return (moments >= pd.Timestamp(first)) & (moments < pd.Timestamp(after))


def _names(fresh: pd.Series, recent: pd.Series, axis: str) -> tuple[str, ...]:
    """Return the labels seen, those with the most leads first, then those with deals only."""
    leads, deals = fresh.value_counts(), recent.value_counts()
    found = sorted({*leads.index, *deals.index}, key=lambda label: (-leads.get(label, 0), -deals.get(label, 0), label))
    if not found:
        message = f"no lead of these months has a {axis}, so nothing can be learned; say which column holds it: --map {axis}=HEADING."
        raise FileError(message)
    return tuple(found)


def _stages(people: pd.DataFrame, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the stages between lead and customer: as asked, in the usual order, or the most reached first."""
    dated = {
        str(name).removeprefix(STAGE): int(people[name].notna().sum()) for name in people if str(name).startswith(STAGE)
    }
    ends = {label_key(FIRST_STAGE), label_key(LAST_STAGE)}
    found = [name for name, count in dated.items() if count and label_key(name) not in ends]
    if asked:
        wanted = [name for name in asked if label_key(name) not in ends]
        missing = [name for name in wanted if name not in found]
        if missing:
            message = f"no lead has a date for the stage {shown(missing[0])}; the stages with dates are: {', '.join(found) or 'none'}."
            raise FileError(message)
        return tuple(wanted[: MOST_STAGES - 2])
    most = sorted(found, key=lambda name: -dated[name])[: MOST_STAGES - 2]
    return tuple(sorted(most, key=_USUAL_STAGES.index)) if set(most) <= set(_USUAL_STAGES) else tuple(most)


def _places(labels: pd.Series, names: Sequence[str]) -> pd.Series:
    """Return where each label stands among the names, -1 for none."""
    return labels.map({name: place for place, name in enumerate(names)}).fillna(-1).astype("int64")


def _reached(cohort: pd.DataFrame, stages: Sequence[str], channels: Sequence[str], regions: Sequence[str]) -> Counts:
    """Count the leads of the cohort that reached each stage or a later one, by stage, channel and region."""
    known = cohort["won"].notna()
    counts = [_count(cohort[known], channels, regions)]
    for stage in reversed(stages):
        known = known | cohort[STAGE + stage].notna()
        counts.append(_count(cohort[known], channels, regions))
    counts.append(_count(cohort, channels, regions))
    return np.stack(counts[::-1])


def _count(frame: pd.DataFrame, channels: Sequence[str], regions: Sequence[str]) -> Counts:
    counted = np.zeros((len(channels), len(regions)), dtype=np.int64)
    channel, region = _places(frame["channel"], channels).to_numpy(), _places(frame["region"], regions).to_numpy()
    there = (channel >= 0) & (region >= 0)
    np.add.at(counted, (channel[there], region[there]), 1)
    return counted


def _left_out(frame: pd.DataFrame, what: str, channels: Sequence[str], regions: Sequence[str]) -> list[str]:
    """Return a note on rows that have no region or channel of the plan, if there are any."""
    missing = len(frame) - int(_count(frame, channels, regions).sum())
    if not missing:
        return []
    return [
        f"{missing:,} of {len(frame):,} {what} are set aside: their region or channel is blank, or is none of the plan's."
    ]
