"""From leads and won deals to the windows of time in which they count.

Why a cohort: of last month's leads few have closed yet, so a rate over them would be far too low. Leads are counted
only when they are so old that nine in ten deals would have closed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from slasheet.plan.amounts import amount
from slasheet.texts.languages import n_

#: The share of won deals, in per cent, that must have closed by the age from which leads count.
MATURE = 90
#: In days: fewer give no rates to speak of.
SHORTEST_COHORT = 30


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


def windows_of(people: pd.DataFrame, bought: pd.DataFrame, months: int, end: date | None) -> tuple[Windows, list[str]]:
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
        sentence = n_(
            "The leads go back to {oldest} only, but deals take up to {days} day to close, so the rates are too low; add older leads as well.",
            "The leads go back to {oldest} only, but deals take up to {days} days to close, so the rates are too low; add older leads as well.",
            maturity,
        )
        warnings.append(sentence.format(oldest=oldest, days=amount(maturity, "count")))
    cohort_first = max(cohort_after - length, min(oldest, cohort_after))
    return Windows(first, after, cohort_first, cohort_after, maturity), warnings


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1)


def between(moments: pd.Series, first: date, after: date) -> pd.Series:
    """Return which moments lie from the day `first` to the day before `after`."""
    return (moments >= pd.Timestamp(first)) & (moments < pd.Timestamp(after))
