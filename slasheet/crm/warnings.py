"""From what was counted to what to beware of: links and dates that are missing, slow channels, labels with few leads."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from slasheet.crm.headings import STAGE
from slasheet.plan.amounts import amount
from slasheet.texts.languages import N_, _, n_

#: A label with fewer leads than that was probably meant to be another.
RARE = 30
#: What part must be known for rates not to be doubted.
_MOST = 0.8
#: A channel with so many deals, so many of which took longer than `maturity`, is told to be slower than the others.
_TOLD_FROM, _SLOW_SHARE = 10, 0.25
_LEFT_OUT = {
    "region": N_(
        "Left out, with few leads and no won deal: the region {labels}. --region-map counts them under another name."
    ),
    "channel": N_(
        "Left out, with few leads and no won deal: the channel {labels}. --channel-map counts them under another name."
    ),
}
_FEW_LEADS = {
    "region": N_(
        "Every region seen is in the plan, also those with few leads: {labels}. --region-map gives them another name."
    ),
    "channel": N_(
        "Every channel seen is in the plan, also those with few leads: {labels}. --channel-map gives them another name."
    ),
}


def unlinked(recent: pd.DataFrame, *, any_linked: bool) -> list[str]:
    """Return a warning when won deals can't be told to belong to leads."""
    part = float((recent["lead"] >= 0).mean())
    if part >= _MOST:
        return []
    if any_linked:
        told = _("Only {percent}% of the won deals could be linked to their lead (by lead id or email), so the rates are too low by the share that is missing.")  # fmt: skip
        return [told.format(percent=_percent(part))]
    return [
        _("No won deal could be linked to its lead (by lead id or email), so the rates compare the deals won in one window with the leads of another; export the deals with the id of their lead.")
    ]  # fmt: skip


def _percent(part: float) -> str:
    return f"{part * 100:.0f}"


def without_stages(cohort: pd.DataFrame, stages: Sequence[str]) -> list[str]:
    """Return a warning when many customers have no date for any stage between, as when only one of two files tells."""
    customers = cohort[cohort["won"].notna()]
    bare = int(customers[[STAGE + stage for stage in stages]].isna().all(axis="columns").sum()) if stages else 0
    if bare <= (1 - _MOST) * len(customers):
        return []
    told = n_("{count} of {total} customers has no date for any of {stages}: it counts as having passed them all, so the rates between stages are doubtful.", "{count} of {total} customers have no date for any of {stages}: they count as having passed them all, so the rates between stages are doubtful.", bare)  # fmt: skip
    total = amount(len(customers), "count")
    return [told.format(count=amount(bare, "count"), total=total, stages=", ".join(stages))]


def slow(bought: pd.DataFrame, channels: Sequence[str], maturity: int) -> list[str]:
    """Return a warning on each channel whose deals often close later than the cohort gives them time for."""
    warnings = []
    for channel in channels:
        days = bought.loc[(bought["channel"] == channel) & bought["days"].notna(), "days"]
        late = float((days > maturity).mean()) if len(days) >= _TOLD_FROM else 0.0
        if late > _SLOW_SHARE:
            told = n_("“{channel}” is slower than the others: {percent}% of its deals took longer than {days} day, so its rates are somewhat too low.", "“{channel}” is slower than the others: {percent}% of its deals took longer than {days} days, so its rates are somewhat too low.", maturity)  # fmt: skip
            warnings.append(told.format(channel=channel, percent=_percent(late), days=amount(maturity, "count")))
    return warnings


def left_out(fresh: pd.Series, seen: Sequence[str], kept: Sequence[str], axis: str) -> list[str]:
    """Return a note on labels left out for want of anything to learn from, if there are any."""
    out = _counted(fresh, [name for name in seen if name not in kept])
    return [_(_LEFT_OUT[axis]).format(labels=out)] if out else []


def few_leads(fresh: pd.Series, names: Sequence[str], axis: str) -> list[str]:
    """Return a note on labels that few leads have, if there are any."""
    leads = fresh.value_counts()
    few = _counted(fresh, [name for name in names if leads.get(name, 0) < RARE])
    return [_(_FEW_LEADS[axis]).format(labels=few)] if few else []


def _counted(fresh: pd.Series, names: Sequence[str]) -> str:
    """Return labels, each with the number of its leads."""
    leads = fresh.value_counts()
    return ", ".join(f"“{name}” {amount(int(leads.get(name, 0)), 'count')}" for name in names)


def leads_aside(missing: int, total: int) -> list[str]:
    """Return a note on leads of the cohort that have no region or channel of the plan, if there are any."""
    told = n_("{count} of {total} leads of the cohort is set aside: its region or channel is blank or not in the plan.", "{count} of {total} leads of the cohort are set aside: their region or channel is blank or not in the plan.", missing)  # fmt: skip
    return [told.format(count=amount(missing, "count"), total=amount(total, "count"))] if missing else []


def deals_aside(missing: int, total: int) -> list[str]:
    """Return a note on deals won in the window that have no region or channel of the plan, if there are any."""
    told = n_("{count} of {total} deals won in the window is set aside: its region or channel is blank or not in the plan.", "{count} of {total} deals won in the window are set aside: their region or channel is blank or not in the plan.", missing)  # fmt: skip
    return [told.format(count=amount(missing, "count"), total=amount(total, "count"))] if missing else []
