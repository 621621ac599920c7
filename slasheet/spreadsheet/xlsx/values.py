"""From what a cell stores as text to its value: number, truth, day; or a word on what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from math import isfinite

from slasheet.spreadsheet.book import ErrorValue, Value
from slasheet.spreadsheet.xlsx.declined import DeclinedError
from slasheet.spreadsheet.xlsx.strings import unescaped
from slasheet.texts.months import EPOCH

#: How many different things that cells store are kept to be found again, and shared between cells.
MOST_KEPT = 100_000
#: The longest row of digits that a double holds exactly, whatever they are.
_EXACT_DIGITS = 15
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


class Values(dict[tuple[str | None, str | None], Value]):
    """What cells store, by the kind and the text that they store it as: found once, and shared between all that hold it.

    Known to all sheets of a workbook, as are its shared texts (`strings`) and which styles show dates of 1904 (`dates`).
    """

    def __init__(self, strings: Sequence[str], dates: frozenset[str]) -> None:
        """Begin with the shared texts."""
        super().__init__()
        self.strings = strings
        self.dates = dates

    def __missing__(self, stored: tuple[str | None, str | None]) -> Value:
        """Return what a kind and a text stand for, None for nothing. Raises ValueError for what is none of either."""
        found = self._value(*stored)
        if len(self) < MOST_KEPT:
            self[stored] = found
        return found

    def _value(self, kind: str | None, raw: str | None) -> Value:
        if not raw:
            return None
        if kind is None or kind == "n":
            return number(raw)
        if kind == "s":
            return self._shared(raw)
        if kind == "str":
            return unescaped(raw)
        if kind == "b":
            return truth(raw)
        if kind == "e":
            return ErrorValue(raw)
        raise ValueError(kind)

    def _shared(self, raw: str) -> str:
        """Return the shared text that a cell names by number. Raises ValueError when there is none."""
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= _EXACT_DIGITS and int(raw) < len(self.strings)):
            raise ValueError(raw)
        return self.strings[int(raw)]


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
