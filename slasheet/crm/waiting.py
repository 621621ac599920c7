"""From leads to how long each of them waited for its first contact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from slasheet.crm.business_hours import hours_between
from slasheet.crm.dates import time_zone
from slasheet.crm.headings import UTC
from slasheet.plan.crm_settings import CrmSettings


@dataclass(frozen=True)
class Waits:
    """For every lead, the hours that it waited for its first contact: up to now where there was none yet.

    `contacted` tells which leads had a contact, `early` which of them before their creation, and `untimed` which leads
    were created without a time of day.
    """

    hours: pd.Series
    contacted: pd.Series
    early: pd.Series
    untimed: pd.Series


def waits(frame: pd.DataFrame, now: pd.Timestamp | None, settings: CrmSettings, holidays: Iterable[date] = ()) -> Waits:
    """Return how long the leads of a frame with first contacts waited, in business hours where the settings have any.

    Where the creation has no time of day, the hours count from the end of that day: nobody is late for a lead that may
    have come at midnight. A contact before the creation is one after no hours.
    """
    created, contact = frame["created"], frame["first_contact"]
    timed = frame["has_time"].astype(bool) if "has_time" in frame else pd.Series(True, index=frame.index)
    begun = created.where(timed, created.dt.normalize() + pd.Timedelta(days=1))
    done = contact.fillna(pd.Series(now, index=frame.index, dtype="datetime64[ns]"))
    start, end = _on_one_clock(frame, begun, done, settings.timezone)
    if settings.business_hours is None:
        hours = hours_between(start, end)
    else:
        # An office opens and closes by the clock on its wall.
        hours = hours_between(begun, done, settings.business_hours, holidays)
    # A contact without a time of day stands at the midnight before the creation on the same day.
    before = (end < start).where(timed, contact < created) & (contact != created.dt.normalize())
    return Waits(hours, contact.notna(), contact.notna() & before, ~timed)


def _on_one_clock(
    frame: pd.DataFrame, begun: pd.Series, done: pd.Series, zone: str | None
) -> tuple[pd.Series, pd.Series]:
    """Return both ends of every wait: in UTC where one of them came with its offset, else as they stand.

    Why: between two clock times in a zone lies an hour more or less than it seems once summer time begins or ends.
    """
    blank = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]")
    created, contact = (frame.get(UTC + name, blank) for name in ("created", "first_contact"))
    zoned = created.notna() | contact.notna()
    if zone is None or not zoned.any():
        return begun, done
    start = created.fillna(_universal(begun, zone)).where(zoned, begun)
    return start, contact.fillna(_universal(done, zone)).where(zoned, done)


def _universal(stamps: pd.Series, zone: str) -> pd.Series:
    """Return clock times of a zone in UTC; one that the clock shows twice is the second, one that it leaves out the next."""
    second = np.zeros(len(stamps), dtype=bool)
    local = pd.DatetimeIndex(stamps).tz_localize(time_zone(zone), ambiguous=second, nonexistent="shift_forward")
    return pd.Series(local.tz_convert("UTC").tz_localize(None), index=stamps.index)


def last_stamp(frame: pd.DataFrame) -> pd.Timestamp | None:
    """Return the last time stamp in any column of `frame`, by the local clock, as of which the export speaks; None without one."""
    local = [name for name in frame.columns if not str(name).startswith(UTC)]
    last = [frame[name].max() for name in local if pd.api.types.is_datetime64_any_dtype(frame[name])]
    return max((stamp for stamp in last if not pd.isna(stamp)), default=None)
