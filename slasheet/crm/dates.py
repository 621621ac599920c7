"""From the texts of columns to dates; an order of day and month that nothing tells is asked for, never guessed.

Why everything goes by distinct texts: a million time stamps have a few hundred different days and at most 86,400
different clock times, so each of those is understood once, in plain Python, and then looked up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from slasheet.crm.tables import distinct
from slasheet.plan.file.crm import zone_named
from slasheet.texts.days import days_by_order
from slasheet.texts.findings import FileError
from slasheet.texts.months import EPOCH

Array = np.ndarray[Any, np.dtype[Any]]

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_CLOCK = re.compile(
    r"(?P<h>\d\d?):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\.?)?"
    r"(?:\s?(?P<zone>z|utc|gmt)?(?P<offset>[+-]\d\d(?::?\d\d)?)?)",
    re.IGNORECASE,
)
#: Parts a text into its day and its clock time, where it has one.
_PARTS = r"^(?P<day>[^:]*[^:\d])(?P<clock>\d{1,2}:.*)$"
#: A date outside of these years is a slip of the keys, or stands for “never”.
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_SERIAL_EPOCH = EPOCH.toordinal()


@dataclass(frozen=True)
class Dates:
    """The dates of one column: seconds since 1970 as `datetime64[s]`, NaT where blank or unreadable.

    `instants` are the moments in UTC of those that came with an offset, NaT for the others, and `zoned` counts them;
    `timed` tells which values carry a time of day; `bad` and `example` tell of those that could not be read.
    """

    stamps: Array
    instants: Array
    timed: Array
    zoned: int
    bad: int
    example: str


def time_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; raises FileError when there is none."""
    zone = zone_named(name)
    if zone is None:
        message = f"time zone “{name}” is unknown; use a name such as Europe/Berlin or America/New_York."
        raise FileError(message)
    return zone


def read_dates(
    columns: Mapping[str, pa.ChunkedArray], path: Path, *, order: str | None, zone: str | None, serials: bool
) -> dict[str, Dates]:
    """Read the date columns of one file, by heading, null where blank; offsets are converted to `zone`, or else to UTC.

    The order of day and month is one for the whole file. Raises FileError when it can't be told.
    """
    split = {heading: _split(column) for heading, column in columns.items()}
    days = [(heading, day) for heading, (_, parts) in split.items() for day in parts.days]
    chosen = order or _order(days, path)
    return {heading: _dates(lookup, parts, chosen, zone, serials=serials) for heading, (lookup, parts) in split.items()}


@dataclass(frozen=True)
class _Parts:
    """Distinct texts of a column, each as places in its distinct days and distinct clock times (-1: none)."""

    texts: pa.Array
    days: list[str]
    day: Array
    clocks: list[str]
    clock: Array


def _split(column: pa.ChunkedArray) -> tuple[Array, _Parts]:
    """Return for every row the place of its text (-1: blank), and the distinct texts in parts."""
    lookup, texts = distinct(column)
    found = pc.extract_regex(texts, _PARTS)
    day, days = distinct(pc.coalesce(pc.struct_field(found, [0]), texts))
    clock, clocks = distinct(pc.struct_field(found, [1]))
    return lookup, _Parts(texts, [text.rstrip("Tt, ") for text in days.to_pylist()], day, clocks.to_pylist(), clock)


def _order(days: Sequence[tuple[str, str]], path: Path) -> str:
    """Return whether 03/04 is `dmy` or `mdy` in a file, which its values with a part over 12 tell."""
    told: dict[str, tuple[str, str]] = {}
    unsure: tuple[str, str] | None = None
    for heading, day in days:
        found = days_by_order(day)
        dmy, mdy = found.get("dmy"), found.get("mdy")
        if "." in day or dmy == mdy:
            continue
        if dmy and mdy:
            unsure = unsure or (heading, day)
        else:
            told.setdefault("dmy" if dmy else "mdy", (heading, day))
    ask = "say --dates dmy (day first) or --dates mdy (month first)."
    if len(told) > 1:
        (one, day), (other, month) = told["dmy"], told["mdy"]
        message = f"{path}: “{day}” in “{one}” has the day first, “{month}” in “{other}” the month; {ask}"
        raise FileError(message)
    if not told and unsure:
        message = (
            f"{path}: “{unsure[1]}” in “{unsure[0]}” may have the day or the month first, and no date settles it; {ask}"
        )
        raise FileError(message)
    return next(iter(told), "dmy")


def _dates(lookup: Array, parts: _Parts, order: str, zone: str | None, *, serials: bool) -> Dates:
    days = np.array([_day(text, order, serials=serials) for text in parts.days] or [math.nan])
    clocks = np.array([*(_clock(text) for text in parts.clocks), (0.0, math.nan)])
    day, (clock, offset) = days[parts.day], clocks[parts.clock].T
    # A spreadsheet's day number carries its clock time behind the comma.
    seconds = np.round(day * _DAY_SECONDS + clock)
    timed = (parts.clock >= 0) | (np.floor(day) != day)
    # A clock that shows midnight in every row is none.
    if not np.any(np.nan_to_num(seconds % _DAY_SECONDS)) and np.all(np.isnan(offset)):
        timed[:] = False
    bad = np.isnan(seconds)
    stamps = np.where(bad, 0, seconds - np.nan_to_num(offset)).astype("int64").astype("datetime64[s]")
    zoned = ~np.isnan(offset) & ~bad
    instants = np.where(zoned, stamps, np.datetime64("NaT"))
    if zoned.any() and zone is not None:
        universal = pd.DatetimeIndex(stamps[zoned]).tz_localize("UTC").tz_convert(time_zone(zone))
        stamps[zoned] = universal.tz_localize(None).to_numpy()
    stamps[bad] = np.datetime64("NaT")
    # Row -1, for blank ones, is the last.
    stamps, instants = (np.append(moments, np.datetime64("NaT")) for moments in (stamps, instants))
    timed = np.append(timed, False)
    zoned, bad = np.append(zoned, False), np.append(bad, False)
    example = parts.texts[int(np.argmax(bad))].as_py() if bad.any() else ""
    counts = int(zoned[lookup].sum()), int(bad[lookup].sum())
    return Dates(stamps[lookup], instants[lookup], timed[lookup], *counts, example)


def _day(text: str, order: str, *, serials: bool) -> float:
    """Return the day number since 1970 of a text, NaN when it is no date."""
    if serials and _SERIAL.fullmatch(text):
        return float(text) + _SERIAL_EPOCH - _EPOCH
    found = days_by_order(text)
    # Of two centuries it is this one; a year of the Buddhist era beside nothing Thai is a slip.
    day = max(found.get("sure") or found.get("dmy" if "." in text else order) or (date.min,))
    return float(day.toordinal() - _EPOCH) if _FIRST_YEAR <= day.year <= _LAST_YEAR else math.nan


def _clock(text: str) -> tuple[float, float]:
    """Return the seconds since midnight and those that the clock is ahead of UTC, NaN where it does not say."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return math.nan, math.nan
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return math.nan, math.nan
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return math.nan, math.nan
    ahead = math.nan
    if match["offset"]:
        figures = match["offset"][1:].replace(":", "")
        ahead = (int(figures[:2]) * 3600 + int(figures[2:] or 0) * 60) * (-1 if match["offset"][0] == "-" else 1)
    elif match["zone"]:
        ahead = 0.0
    return float(hour * 3600 + minute * 60 + second), ahead
