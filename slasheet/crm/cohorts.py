"""From exports of leads and deals to what can be counted: the deals won in a window of time, and a mature cohort of leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from slasheet.crm.exports import Leads
from slasheet.crm.headings import STAGE
from slasheet.crm.linking import linked
from slasheet.crm.new_labels import shown
from slasheet.crm.warnings import RARE, deals_aside, few_leads, leads_aside, left_out, slow, unlinked, without_stages
from slasheet.crm.windows import Windows, between, windows_of
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.plan import MOST_STAGES, STAGES_DEFAULT
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key
from slasheet.texts.languages import _

FIRST_STAGE, LAST_STAGE = STAGES_DEFAULT
_USUAL_STAGES = ("MQL", "SAL", "SQL", "Opportunity")
#: A label with no won deal and less of the leads than this is a slip of the pen, not a channel.
_SPARSE = 0.01

Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


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
    all_notes = [*notes]
    if bought.empty:
        message = "the exports contain no won deals, so there is nothing to learn from; name an export with won dates, or say which column holds them: --map won=HEADING."
        raise FileError(message)
    windows, warnings = windows_of(people, bought, months, end)
    own = people["won"].notna().any()
    first_win = bought[bought["lead"] >= 0].groupby("lead")["won"].min()
    people["won"] = people["won"].fillna(first_win.reindex(people.index))
    recent = bought[between(bought["won"], windows.first, windows.after)]
    fresh = people[between(people["created"], windows.first, windows.after)]
    if fresh.empty or recent.empty:
        what = "lead was created" if fresh.empty else "deal was won"
        message = f"no {what} from {windows.first} to {windows.after - timedelta(1)}, so there is nothing to learn from; choose other months with --months and --end."
        raise FileError(message)
    fresh, sold = (rows[rows["region"].notna() & rows["channel"].notna()] for rows in (fresh, recent))
    seen = {axis: _names(fresh[axis], sold[axis], axis) for axis in ("region", "channel")}
    kept = {axis: _borne_out(fresh[axis], sold[axis], names) for axis, names in seen.items()}
    all_notes += [note for axis in seen for note in left_out(fresh[axis], seen[axis], kept[axis], axis)]
    regions, channels = kept["region"], kept["channel"]
    names = _stages(people, stages)
    cohort = people[between(people["created"], windows.cohort_first, windows.cohort_after)]
    reached = _reached(cohort, names, channels, regions)
    any_linked = bool(people["won"].notna().any())
    if not any_linked:
        reached[-1] = _count(recent, channels, regions)
    if deals is not None and not own:
        warnings += unlinked(recent, any_linked=any_linked)
    warnings += without_stages(cohort, names)
    warnings += slow(bought, channels, windows.maturity)
    all_notes += [note for axis in kept for note in few_leads(fresh[axis], kept[axis], axis)]
    all_notes += leads_aside(_unplaced(cohort, channels, regions), len(cohort))
    all_notes += deals_aside(_unplaced(recent, channels, regions), len(recent))
    placed = recent.assign(region=_places(recent["region"], regions), channel=_places(recent["channel"], channels))
    won = placed.loc[(placed["region"] >= 0) & (placed["channel"] >= 0), ["region", "channel", "amount", "days"]]
    all_stages = (_(FIRST_STAGE), *names, _(LAST_STAGE))
    return History(regions, channels, all_stages, windows, won, reached, tuple(warnings), tuple(all_notes))


def _borne_out(fresh: pd.Series, sold: pd.Series, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels that have a won deal or leads enough to learn from; all of them where none has."""
    leads, won, enough = fresh.value_counts(), set(sold), min(RARE, len(fresh) * _SPARSE)
    return tuple(name for name in names if name in won or leads.get(name, 0) >= enough) or names


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
    placed = (channel >= 0) & (region >= 0)
    np.add.at(counted, (channel[placed], region[placed]), 1)
    return counted


def _unplaced(frame: pd.DataFrame, channels: Sequence[str], regions: Sequence[str]) -> int:
    """Return how many rows have no region or channel of the plan."""
    return len(frame) - int(_count(frame, channels, regions).sum())
