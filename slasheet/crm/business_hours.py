"""From two columns of time stamps to the hours between them, all of them or business hours only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

_HOUR = np.timedelta64(1, "h")


def hours_between(
    start: pd.Series, end: pd.Series, business: tuple[float, float] | None = None, holidays: Iterable[date] = ()
) -> pd.Series:
    """Return the hours from `start` to `end`: NaN where either is missing, 0 where `end` comes first.

    With `business`, as (9, 17.5), only the hours of Monday to Friday between those two, less `holidays`, count.
    """
    begun, done = _stamps(start), _stamps(end)
    if business is None:
        hours = (done - begun) / _HOUR
    else:
        free = np.array(sorted(holidays), dtype="datetime64[D]")
        hours = _worked(done, business, free) - _worked(begun, business, free)
    return pd.Series(np.maximum(hours, 0.0), index=start.index, dtype="float64")


def _stamps(series: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return series.to_numpy(dtype="datetime64[ns]")


def _worked(
    stamps: np.ndarray[tuple[int], np.dtype[np.datetime64]],
    business: tuple[float, float],
    holidays: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the business hours from a fixed day up to each stamp, NaN where it is missing."""
    opens, closes = business
    missing = np.isnat(stamps)
    filled = np.where(missing, np.datetime64("1970-01-01", "ns"), stamps)
    days = filled.astype("datetime64[D]")
    hour = (filled - days) / _HOUR
    whole = np.busday_count(np.datetime64("1970-01-01", "D"), days, holidays=holidays) * (closes - opens)
    today = np.where(np.is_busday(days, holidays=holidays), np.clip(hour - opens, 0.0, closes - opens), 0.0)
    return np.where(missing, np.nan, whole + today)
