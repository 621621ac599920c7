"""From what a cell stores as text to its value: number, truth, day, text with its escapes undone; and the shared texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from math import isfinite

from slasheet.spreadsheet.book import ErrorValue, Value
from slasheet.spreadsheet.xlsx.dates import since_1900
from slasheet.spreadsheet.xlsx.parts import DeclinedError
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup
from slasheet.texts.months import EPOCH

#: How many different things that cells store are kept to be found again, and shared between cells.
MOST_KEPT = 100_000
#: The longest row of digits that a double holds exactly, whatever they are.
_EXACT_DIGITS = 15
_ESCAPE = r"_x([0-9A-Fa-f]{4})_"
_SURROGATE = r"[\ud800-\udfff]"
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


class Values(dict[tuple[str | None, str | None], Value]):
    """What cells store, by the kind and the text that they store it as: found once, and shared between all that hold it.

    Known to all sheets of a workbook, as are its shared texts (`strings`), which styles show dates of 1904 (`dates`),
    and which have a number format worth telling (`odd`).
    """

    def __init__(self, strings: Sequence[str], dates: frozenset[str], odd: Mapping[str, str]) -> None:
        """Begin with the shared texts."""
        super().__init__()
        self.strings = strings
        self.dates = dates
        self.odd = odd

    def __missing__(self, stored: tuple[str | None, str | None]) -> Value:
        """Return what a kind and a text stand for, None for nothing. Raises ValueError for what is none of either."""
        found = self._value(*stored)
        if len(self) < MOST_KEPT:
            self[stored] = found
        return found

    def of_cell(self, kind: str | None, raw: str | None, runs: Sequence[str] | None, style: str | None) -> Value:
        """Return the value of a cell from what it stores, or from its `runs` of text. Raises ValueError or OverflowError."""
        if kind == "inlineStr":
            return None if runs is None else unescaped("".join(runs))
        if kind == "d":
            return day(raw or "")
        value = number("") if raw is None else self[kind, raw]
        if style in self.dates and isinstance(value, int | float) and not isinstance(value, bool):
            return since_1900(value)
        return value

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


def unescaped(text: str) -> str:
    """Return a text with what XML can't hold put back. Example: `a_x000D_b` holds a carriage return, `_x005F_x000D_` none."""
    if "_x" not in text:
        return text
    text = re.sub(_ESCAPE, lambda match: chr(int(match[1], 16)), text)
    if re.search(_SURROGATE, text):
        # Two halves of one character, each escaped; a half alone is no character.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def shared_strings(archive: Archive, part: str) -> list[str]:
    """Return the texts that cells name by number."""
    markup = Markup(archive, part, ("sst", "si", "t", "rPh"))
    pieces, found = markup.pieces, list[str]()
    texts: list[str] = []
    depth = spoken = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth, spoken
        depth += 1
        if name == "t":
            pieces.clear()
        elif name == "si":
            texts.clear()
        elif name == "rPh":
            spoken += 1
        if depth == 1 and name != "sst":
            raise markup.refusal("no shared texts")

    def end(name: str) -> None:
        nonlocal depth, spoken
        depth -= 1
        if name == "t":
            if not spoken:
                texts.append(markup.text())
        elif name == "si":
            found.append(unescaped(texts[0] if len(texts) == 1 else "".join(texts)))
        elif name == "rPh":
            spoken -= 1
        pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return found
