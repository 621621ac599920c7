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
from slasheet.crm.warnings import RARE, deals_aside, few_leads, leads_aside, left_out, slow, unlinked, without_stages
from slasheet.plan.amounts import amount
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.plan import MOST_STAGES, STAGES_DEFAULT
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key
from slasheet.texts.languages import _, n_

FIRST_STAGE, LAST_STAGE = STAGES_DEFAULT
#: The share of won deals that must have closed by the age from which leads count.
MATURE = 90
SHORTEST_COHORT = 30
_USUAL_STAGES = ("MQL", "SAL", "SQL", "Opportunity")
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
        message = "the exports contain no leads, so there is nothing to learn from; name an export of leads."
        raise FileError(message)
    people, bought, notes = linked(deals, leads, settings)
    told = [*notes]
    if bought.empty:
        message = "the exports contain no won deals, so there is nothing to learn from; name an export with won dates, or say which column holds them: --map won=HEADING."
        raise FileError(message)
    windows, warnings = _windows(people, bought, months, end)
    own = people["won"].notna().any()
    first_win = bought[bought["lead"] >= 0].groupby("lead")["won"].min()
    people["won"] = people["won"].fillna(first_win.reindex(people.index))
    recent = bought[_between(bought["won"], windows.first, windows.after)]
    fresh = people[_between(people["created"], windows.first, windows.after)]
    if fresh.empty or recent.empty:
        what = "lead was created" if fresh.empty else "deal was won"
        message = f"no {what} from {windows.first} to {windows.after - timedelta(1)}, so there is nothing to learn from; choose other months with --months and --end."
        raise FileError(message)
    fresh, sold = (rows[rows["region"].notna() & rows["channel"].notna()] for rows in (fresh, recent))
    seen = {axis: _names(fresh[axis], sold[axis], axis) for axis in ("region", "channel")}
    kept = {axis: _borne_out(fresh[axis], sold[axis], names) for axis, names in seen.items()}
    told += [note for axis in seen for note in left_out(fresh[axis], seen[axis], kept[axis], axis)]
    regions, channels = kept["region"], kept["channel"]
    names = _stages(people, stages)
    cohort = people[_between(people["created"], windows.cohort_first, windows.cohort_after)]
    reached = _reached(cohort, names, channels, regions)
    any_linked = bool(people["won"].notna().any())
    if not any_linked:
        reached[-1] = _count(recent, channels, regions)
    if deals is not None and not own:
        warnings += unlinked(recent, any_linked=any_linked)
    warnings += without_stages(cohort, names)
    warnings += slow(bought, channels, windows.maturity)
    told += [note for axis in kept for note in few_leads(fresh[axis], kept[axis], axis)]
    told += leads_aside(_unplaced(cohort, channels, regions), len(cohort))
    told += deals_aside(_unplaced(recent, channels, regions), len(recent))
    placed = recent.assign(region=_places(recent["region"], regions), channel=_places(recent["channel"], channels))
    won = placed.loc[(placed["region"] >= 0) & (placed["channel"] >= 0), ["region", "channel", "amount", "days"]]
    all_stages = (_(FIRST_STAGE), *names, _(LAST_STAGE))
    return History(regions, channels, all_stages, windows, won, reached, tuple(warnings), tuple(told))


def _borne_out(fresh: pd.Series, sold: pd.Series, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels that have a won deal or leads enough to learn from; all of them where none has."""
    leads, won, enough = fresh.value_counts(), set(sold), min(RARE, len(fresh) * _SPARSE)
    return tuple(name for name in names if name in won or leads.get(name, 0) >= enough) or names


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
    for _month in range(months):
        first = (first - timedelta(1)).replace(day=1)
    length = after - first
    # A month from which nothing is recorded would make the average month look poor.
    begun = min(oldest, bought["won"].min().date()).replace(day=1)
    first = max(first, min(begun, (after - timedelta(1)).replace(day=1)))
    cohort_after = after - timedelta(maturity)
    warnings = []
    if (cohort_after - oldest).days < SHORTEST_COHORT:
        cohort_after = min(oldest + timedelta(SHORTEST_COHORT), after)
        told = n_("The leads go back to {oldest} only, but deals take up to {days} day to close, so the rates are too low; add older leads as well.", "The leads go back to {oldest} only, but deals take up to {days} days to close, so the rates are too low; add older leads as well.", maturity)  # fmt: skip
        warnings.append(told.format(oldest=oldest, days=amount(maturity, "count")))
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
        message = f"no lead of these months has a {axis}, so there is nothing to learn from; say which column holds it: --map {axis}=HEADING."
        raise FileError(message)
    return tuple(found)


def _stages(people: pd.DataFrame, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the stages between lead and customer: as asked, in the usual order, or the most reached first."""
    dated = {
        str(name).removeprefix(STAGE): int(people[name].notna().sum()) for name in people if str(name).startswith(STAGE)
    }
    ends = {label_key(name) for name in (*STAGES_DEFAULT, *map(_, STAGES_DEFAULT))}
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


def _unplaced(frame: pd.DataFrame, channels: Sequence[str], regions: Sequence[str]) -> int:
    """Return how many rows have no region or channel of the plan."""
    return len(frame) - int(_count(frame, channels, regions).sum())
