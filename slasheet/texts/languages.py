"""The languages: what there is to know of each, and the one in which texts come out just now.

To add one: its `Language` here, and its catalogue (`make catalogues`), translated. A text stands in the code in English; `_` gives it in the language spoken. Workbook and report may speak
different ones: a workbook is written within `speaking(plan.language)`, a report within the reader's own.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Language:
    """What there is to know of a language, beside its catalogue of translations.

    `name` is what it calls itself. `excel_code` is the code by which number formats name it. 1234.5 is written with the
    mark `grouping` between thousands and `decimal` before the decimals. `months` are the twelve months, each with every
    spelling that people type, in small letters and without points. `plural_endings` are pairs of a pattern and what the
    end of a word becomes: the first that matches makes the plural of a label that somebody typed, as most words of the
    language form it. `spaced` says whether spaces stand between words, `buddhist_years` whether years beside its month
    names are of the Buddhist era as soon as they can be.
    """

    name: str
    excel_code: str
    decimal: str
    grouping: str
    months: tuple[str, ...]
    plural_endings: tuple[tuple[str, str], ...]
    spaced: bool = True
    buddhist_years: bool = False


_S_AFTER_VOWELS_ELSE_ES = ((r"(?<=[aeiou])\Z", "s"), (r"\Z", "es"))
#: The languages by their codes; English is the one the code is written in.
LANGUAGES = {
    "en": Language(
        "English", "409", ".", ",",
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        ((r"(?<=[^aeiou])y\Z", "ies"), (r"\Z", "s")),
    ),
    "es": Language(
        "Español", "C0A", ",", ".",
        ("enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul", "agosto ago",
         "septiembre setiembre sept sep set", "octubre oct", "noviembre nov", "diciembre dic"),
        _S_AFTER_VOWELS_ELSE_ES,
    ),
    "it": Language(
        "Italiano", "410", ",", ".",
        ("gennaio gen", "febbraio feb", "marzo mar", "aprile apr", "maggio mag", "giugno giu", "luglio lug", "agosto ago",
         "settembre set", "ottobre ott", "novembre nov", "dicembre dic"),
        (),
    ),
    "pt": Language(
        "Português", "416", ",", ".",
        ("janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul", "agosto ago",
         "setembro set", "outubro out", "novembro nov", "dezembro dez"),
        _S_AFTER_VOWELS_ELSE_ES,
    ),
    "th": Language(
        "ไทย", "41E", ".", ",",
        ("มกราคม มค", "กุมภาพันธ์ กพ", "มีนาคม มีค", "เมษายน เมย", "พฤษภาคม พค", "มิถุนายน มิย", "กรกฎาคม กค", "สิงหาคม สค",
         "กันยายน กย", "ตุลาคม ตค", "พฤศจิกายน พย", "ธันวาคม ธค"),
        (),
        spaced=False,
        buddhist_years=True,
    ),
}  # fmt: skip
DOMAIN = "slasheet"
CATALOGUES = Path(__file__).parent / "locale"

_spoken: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language until the end of the block. Not for use around a `yield`: it would reach the caller."""
    token = _spoken.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """Return the code of the language spoken."""
    return _spoken.get()


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en" or language not in LANGUAGES:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUES, [language])


def translated(text: str, language: str | None = None) -> str:
    """Return a text in a language, else in the one spoken."""
    return _catalogue(language or _spoken.get()).gettext(text) if text else ""


def _(text: str) -> str:
    """Return a text in the language spoken."""
    return translated(text)


def n_(one: str, many: str, count: float) -> str:
    """Return the text for a count, by the plural rule of the language spoken; the count itself is not filled in."""
    whole = int(count) if count == int(count) else 2
    return _catalogue(_spoken.get()).ngettext(one, many, abs(whole))


def p_(context: str, text: str, language: str | None = None) -> str:
    """Return a text that means different things in different places; `context` says which is meant."""
    return _catalogue(language or _spoken.get()).pgettext(context, text)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a text for the catalogues where it is written down before the language is known."""
    return text
