"""From a text to the day or the month that it names: none, one or, as for `01/02/2027`, several; nothing is ever guessed.

Which part is the day, the month or the year is open where digits and strokes alone tell it; with points the day comes
first, and so it does nowhere where the year has four digits and leads. Month names are known in every language of ours.

Why years may have two readings: 2570 is 2027 in Thailand. Beside a Thai month a year is of the Buddhist era as soon as
it can be, beside anything else both are possible. A text of digits alone, but for 20270115, is no day: in which of
their two systems a spreadsheet counted it can't be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from slasheet.texts.languages import LANGUAGES
from slasheet.texts.months import FIRST_YEAR, LAST_YEAR
from slasheet.texts.numbers import folded

#: Every month name, without points: its number.
MONTH_NAMES: Mapping[str, int] = {
    name: number
    for language in LANGUAGES.values()
    for number, names in enumerate(language.months, start=1)
    for name in names.split()
}
_BUDDHIST_MONTHS = {
    name
    for language in LANGUAGES.values()
    if language.buddhist_years
    for names in language.months
    for name in names.split()
}
#: Years of the Buddhist era are so much greater.
BUDDHIST = 543
_YEAR = r"(?:(?P<era>[พค])\.ศ\. ?)?(?P<year>\d{4}|\d\d)"
_WORD = r"(?P<month>[^\d\s,/-]+?)\.?"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th|[.º°])?"
_ISO = re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)|(?P<together>\d{8})")
_FIGURES = re.compile(r"(?P<a>\d\d?)(?P<sep>\. ?|[-/])(?P<b>\d\d?)(?P=sep)(?P<year>\d{4}|\d\d)")
_NAMED = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}(?: de | of |[ /-])?{_WORD},?(?: de | del |[ /-])?{_YEAR}",
        rf"{_WORD} {_DAY},? {_YEAR}",
        rf"(?P<era>)(?P<year>\d{{4}})[ /-]{_WORD}[ /-]{_DAY}",
    )
)
_MONTHLY = tuple(
    re.compile(form)
    for form in (
        r"(?P<era>)(?P<year>\d{4})[-/.](?P<figure>\d\d?)",
        r"(?P<era>)(?P<figure>\d\d?)[-/.](?P<year>\d{4})",
        rf"{_WORD},?(?: de | del |[ /-])?(?=\d{{4}}|[พค])" + _YEAR.replace(r"|\d\d)", ")"),
        rf"(?P<era>)(?P<year>\d{{4}})[ /-]{_WORD}",
    )
)
#: What programs write behind a day that has no time.
_MIDNIGHT = re.compile(r"[ t]00:00(?::00(?:\.0+)?)?$")


def days(text: str) -> tuple[date, ...]:
    """Return the days that a text may mean, earliest first.

    Examples: `15/01/2027`, `15 de enero de 2027` and `15 ม.ค. 2570` are one day, `01/02/2027` is one of two.
    """
    return tuple(sorted({day for found in days_by_order(text).values() for day in found}))


def months(text: str) -> tuple[date, ...]:
    """Return the first days of the months that a text may mean, or else the days: `2027-02`, `02/2027`, `February 2027`."""
    plain = _plain(text)
    for pattern in _MONTHLY:
        if match := pattern.fullmatch(plain):
            part = match.groupdict()
            number = int(part["figure"]) if part.get("figure") else _month_of(part["month"])
            found = _dates(part["year"], number, 1, buddhist=_has_buddhist_years(part.get("month")), era=part["era"])
            if found:
                return tuple(sorted(found))
    return days(text)


@lru_cache(maxsize=4096)
def days_by_order(text: str) -> Mapping[str, tuple[date, ...]]:
    """Return the days that a text names, by the order it is read in: `dmy`, `mdy`, `ymd`, or `sure` where that is no question.

    Several under one order differ in century or era.
    """
    return {order: dates for order, dates in _orders(_plain(text)) if dates}


def _orders(plain: str) -> Iterator[tuple[str, tuple[date, ...]]]:
    if match := _ISO.fullmatch(plain):
        together = match["together"]
        parts = (
            (together[:4], together[4:6], together[6:]) if together else (match["year"], match["month"], match["day"])
        )
        yield "sure", _dates(parts[0], int(parts[1]), int(parts[2]))
    elif match := _FIGURES.fullmatch(plain):
        a, b, year = int(match["a"]), int(match["b"]), match["year"]
        yield "dmy", _dates(year, b, a)
        if "." not in match["sep"]:
            yield "mdy", _dates(year, a, b)
        if len(year) == 2 and len(match["a"]) == 2:
            yield "ymd", _dates(match["a"], b, int(year))
    else:
        for pattern in _NAMED:
            if match := pattern.fullmatch(plain):
                part = match.groupdict()
                dates = _dates(
                    part["year"],
                    _month_of(part["month"]),
                    int(part["day"]),
                    buddhist=_has_buddhist_years(part["month"]),
                    era=part["era"],
                )
                if dates:
                    yield "sure", dates
                    return


def _dates(year: str, month: int, day: int, *, buddhist: bool = False, era: str | None = None) -> tuple[date, ...]:
    """Return the day in every year that the figures may stand for, without those there are not."""
    found = []
    for candidate in sorted(_years(year, buddhist=buddhist, era=era)):
        if FIRST_YEAR <= candidate <= LAST_YEAR:
            try:
                found.append(date(candidate, month, day))
            except ValueError:
                continue
    return tuple(found)


def _years(text: str, *, buddhist: bool, era: str | None) -> set[int]:
    """Return the years that figures may stand for: of this or the last century, of the common or the Buddhist era."""
    number = int(text)
    if len(text) == 2:
        of_buddha = {2500 - BUDDHIST + number}
        common = {1900 + number, 2000 + number}
        return of_buddha if era == "พ" else common | of_buddha if buddhist and not era else common
    of_buddha = {number - BUDDHIST} if number - BUDDHIST >= FIRST_YEAR else set()
    if era or (buddhist and of_buddha):
        return {number} if era == "ค" else of_buddha
    return {number} | of_buddha


def _plain(text: str) -> str:
    """Return a text with plain digits and signs, in small letters, without a midnight behind it."""
    return _MIDNIGHT.sub("", " ".join(folded(text).casefold().split()))


def _month_of(name: str) -> int:
    return MONTH_NAMES.get(name.replace(".", ""), 0)


def _has_buddhist_years(name: str | None) -> bool:
    return name is not None and name.replace(".", "") in _BUDDHIST_MONTHS
