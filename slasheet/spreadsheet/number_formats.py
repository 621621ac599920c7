"""From the code of a number format to what it makes of a number: a date, a text without it, another size, so many decimals."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
#: Texts that a format prints beside the number; of a currency in brackets its sign.
_PRINTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*);?')
_PLACE = re.compile(r"[0#?]")
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")
_WHOLE = re.compile(r"general|standard|@", re.IGNORECASE)
#: What most cells have: it shows every number as it is.
GENERAL = "General"


@lru_cache(maxsize=1_024)
def is_date_format(code: str) -> bool:
    """Return whether a number format shows a day or a time of day; `[h]:mm` shows how much time passed."""
    first = _NOT_SHOWN.sub("", code).partition(";")[0]
    return not _ELAPSED.search(first) and re.search(r"[dmyhs]", first, re.IGNORECASE) is not None


def is_odd(code: str) -> bool:
    """Return whether a format shows a number as something else: a date, a per cent, another size, or not at all."""
    return is_date_format(code) or hides(code, 1.0) or shows_percent(code, 1.0)


@lru_cache(maxsize=1_024)
def hides(code: str, number: float) -> bool:
    """Return whether a number can't be read from what the format shows: a constant text, nothing, digits that are none of its own, thousands.

    Nothing in place of 0 is fine.
    """
    bare = _bare(code, number)
    if number == 0 or _WHOLE.search(bare):
        return False
    printed = "".join("".join(texts) for texts in _PRINTED.findall(_section(code, number)))
    own = re.sub(r"/\s*\d+", "", bare)
    return (
        not _PLACE.search(bare) or bool(_SCALE.search(bare)) or bool(re.search(r"\d", printed + own.replace("0", "")))
    )


def shows_percent(code: str, number: float) -> bool:
    """Return whether a format shows a number as per cent."""
    return "%" in _bare(code, number)


def decimals(code: str, number: float) -> int | None:
    """Return to how many decimals a format rounds a number; None when it shows all of them. Example: 3 for `0.0%`."""
    bare = _bare(code, number)
    if _WHOLE.search(bare) or not _PLACE.search(bare) or is_date_format(code) or re.search(r"[/eE]", bare):
        return None
    places = len(_PLACE.findall(bare.partition(".")[2]))
    scale = _SCALE.search(bare)
    return places + 2 * bare.count("%") - (3 * len(scale[1]) if scale else 0)


def _section(code: str, number: float) -> str:
    """Return the part of a format that is for a number: positive, negative, 0."""
    sections: list[str] = _SECTION.findall(code)[:-1] or [code]
    place = 1 if number < 0 else 2 if number == 0 else 0
    return sections[place] if place < len(sections) else sections[0]


def _bare(code: str, number: float) -> str:
    """Return that part without the texts that it prints."""
    return _NOT_SHOWN.sub("", _section(code, number))
