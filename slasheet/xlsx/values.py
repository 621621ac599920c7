"""From what a cell stores as text to its value: number, truth, day; or a word on what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from math import isfinite

from slasheet.book import ErrorValue
from slasheet.months import EPOCH
from slasheet.xlsx.declined import DeclinedError
from slasheet.xlsx.strings import unescaped

#: How many different texts of numbers, and how many other texts, are kept to be found again, and shared between cells.
MOST_KEPT = 100_000
#: The longest row of digits that a double holds exactly, whatever they are.
_EXACT_DIGITS = 15
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


class Values:
    """What all sheets of a workbook share: texts by number, values by their text, which styles show dates of 1904."""

    def __init__(self, strings: Sequence[str], dates: frozenset[str]) -> None:
        """Begin with the shared texts."""
        self.strings = strings
        self.dates = dates
        self._numbers: dict[str | None, float | ErrorValue | None] = {None: None, "": None}
        self._texts: dict[str, str] = {}

    def number(self, raw: str | None) -> float | ErrorValue | None:
        """Return the number that a cell stores, None where that is nothing. Raises ValueError for any other text."""
        try:
            return self._numbers[raw]
        except KeyError:
            found = number(raw or "")
        if len(self._numbers) < MOST_KEPT:
            self._numbers[raw] = found
        return found

    def shared(self, raw: str) -> str:
        """Return the shared text that a cell names by number. Raises ValueError when there is none."""
        found = int(raw[:12]) if raw.isascii() and raw.isdecimal() else len(self.strings)
        if found >= len(self.strings):
            raise ValueError(raw)
        return self.strings[found]

    def text(self, raw: str) -> str:
        """Return a text that a formula gave, one for all cells that show it."""
        found = self._texts.get(raw)
        if found is None:
            found = unescaped(raw)
            if len(self._texts) < MOST_KEPT:
                self._texts[raw] = found
        return found


def number(text: str) -> float | ErrorValue:
    """Return a number as XML writes it. Raises ValueError for any other text, and for digits that are not ASCII.

    What is beyond all numbers (1e999, NaN, INF) is an error value: programs store it where a formula failed, so it
    says something about its cell, and nothing about the rest of the file.
    """
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    if text.isdigit() and len(text) <= _EXACT_DIGITS:
        return int(text)
    found = float(text)
    if not isfinite(found):
        return ErrorValue("#NUM!")
    return int(found) if len(text) <= _EXACT_DIGITS and text.startswith("-") and text[1:].isdigit() else found


def truth(text: str) -> bool:
    """Return a truth value. Raises ValueError for what is neither."""
    if text not in _TRUTHS:
        raise ValueError(text)
    return _TRUTHS[text]


def day(text: str) -> float:
    """Return a date, a time or both, as ISO 8601 writes them, as a day number. Raises ValueError for any other text."""
    if not text.isascii():
        raise ValueError(text)
    if text.startswith("P"):
        raise DeclinedError(text)
    bare = text.removesuffix("Z")
    if ":" in bare and "-" not in bare:
        moment = time.fromisoformat(bare.removeprefix("T"))
        return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86400
    return (datetime.fromisoformat(bare).replace(tzinfo=None) - EPOCH) / timedelta(days=1)
