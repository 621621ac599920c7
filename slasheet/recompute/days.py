"""Days as spreadsheets number them, and the same day of another month."""

from __future__ import annotations

from datetime import date

EPOCH = date(1899, 12, 30).toordinal()
#: The first day of 1950 and the last of 2999: no other can be used.
FIRST_DAY, LAST_DAY = 18_264, 401_768


def day_number(month: str) -> int:
    """Return the first day of a month (`2027-02`) as spreadsheets number days."""
    year, at = (int(part) for part in month.split("-"))
    return date(year, at, 1).toordinal() - EPOCH


def months_later(day: int, months: int) -> int:
    """Return the same day so many months later; where that month is shorter, its last day."""
    here = date.fromordinal(day + EPOCH)
    place = here.year * 12 + here.month - 1 + months
    year, month = divmod(place, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
    first = date(year, month + 1, 1).toordinal()
    return min(first + here.day - 1, after - 1) - EPOCH


def known_day(cell: float | str | None) -> int | None:
    """Return a day that may be used, without its time of day."""
    return int(cell) if isinstance(cell, (int, float)) and FIRST_DAY <= cell <= LAST_DAY else None
