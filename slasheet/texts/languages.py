"""The language that is spoken: which there are, and the one in which texts come out just now.

A text stands in the code in English; `_` gives it in the language spoken. Workbook and report may speak
different ones: a workbook is written within `speaking(plan.language)`, a report within the reader's own.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

#: Codes of the languages, with the name that each gives itself; English is the one the code is written in.
LANGUAGES = {"en": "English", "es": "Español", "it": "Italiano", "pt": "Português", "th": "ไทย"}
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
