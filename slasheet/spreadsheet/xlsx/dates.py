"""From the day numbers of a workbook that counts days from 1904 to those since 1900."""

from __future__ import annotations

#: How many days lie between the two days that spreadsheets count from.
BETWEEN = 1462


def since_1900(number: float) -> float:
    """Return a day number of 1904 as one of 1900; a time of day is the same in both."""
    return number if 0 <= number < 1 else number + BETWEEN
