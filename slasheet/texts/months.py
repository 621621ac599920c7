"""Months as text (`2027-02`) and as the day number that spreadsheets count in."""

from __future__ import annotations

import re
from datetime import date, datetime

#: Day 0 of spreadsheets.
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
_EPOCH = EPOCH.toordinal()
_MONTH = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 1950, 2999


def is_month(text: object) -> bool:
    """Return whether `text` is a month from 1950-01 to 2999-12."""
    match = _MONTH.fullmatch(text) if isinstance(text, str) and text.isascii() else None
    return match is not None and FIRST_YEAR <= int(match[1]) <= LAST_YEAR and 1 <= int(match[2]) <= 12


def months_from(start: str, count: int) -> tuple[str, ...]:
    """Return `count` months from `start` on."""
    year, month = (int(part) for part in start.split("-"))
    first = year * 12 + month - 1
    return tuple(f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(first, first + count))


def month_serial(month: str) -> int:
    """Return the first day of a month as a day number."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1).toordinal() - _EPOCH


def month_of_serial(serial: float) -> str | None:
    """Return the month (`2027-02`) that a day number lies in, None when there is none."""
    day = date_of_serial(serial)
    return f"{day.year:04d}-{day.month:02d}" if day else None


def date_of_serial(serial: float) -> date | None:
    """Return the day with that number, None when no year from 1950 to 2999 has it."""
    try:
        day = date.fromordinal(_EPOCH + int(serial))
    except (ValueError, OverflowError):
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
