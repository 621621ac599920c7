"""A language without words: every letter that a catalogue is asked for becomes an x, so what is left was never asked for.

It takes the place of Spanish, so that numbers are still written the Spanish way. Every text ends in a number of its
own, since what a workbook prints must be told apart.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from slasheet.plan.words import in_all_languages
from slasheet.texts import languages

_HOLE_OR_LETTER = re.compile(r"\{[^{}]*\}|[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Wiped(gettext.NullTranslations):
    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}

    def gettext(self, message: str) -> str:
        wiped = _HOLE_OR_LETTER.sub(lambda found: found[0] if found[0].startswith("{") else "x", message)
        return f"{wiped}{self.numbers.setdefault(message, len(self.numbers))}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - told apart by the message alone
        return self.gettext(message)


@contextmanager
def wiped_spanish(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the words out of Spanish until the end of the block."""
    wiped, english = _Wiped(), gettext.NullTranslations()
    with monkeypatch.context() as patch:
        patch.setattr(languages, "_catalogue", lambda code: wiped if code == "es" else english)
        in_all_languages.cache_clear()
        yield
    in_all_languages.cache_clear()


def words_left(text: str, *given: str) -> set[str]:
    """Return the words of a text that no catalogue was asked for and that do not stand in what was given either."""
    known = {word for source in given for word in _WORD.findall(source)}
    return {word for word in _WORD.findall(text) if set(word) != {"x"}} - known
