"""From the texts of a column to numbers; `1,234` that could be 1234 or 1.234 is asked for, never guessed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from slasheet.crm.files import distinct
from slasheet.diagnostics import FileError

Array = np.ndarray[Any, np.dtype[Any]]

_CURRENCY = r"(?:[^\W\d_]{1,3}\.?)?\s*[€$£¥₹₽₩₺₪฿₫₴]?"
#: Digits with or without groups and a decimal part that can be nothing else, and at most a currency around them.
_USUAL = (
    r"^(?P<before>[A-Z]{{0,3}}[€$£¥]?)\s?(?P<body>-?(?:(?:\d+|\d{{1,3}}(?:[{group}]\d{{3}})+)[{mark}](?:\d|\d\d|\d{{4,15}})|\d+))"
    r"\s?(?P<after>[A-Z]{{0,3}}[€$£¥]?)$"
)
#: Letters that scale a number rather than name its currency: how far, depends on who wrote it.
_MAGNITUDES = {"K", "M", "MM", "MIO", "MRD", "TSD", "MLN", "MLD", "BN", "B", "T", "H", "X"}
_NUMBER = re.compile(
    rf"(?P<open>\(?)\s*(?P<sign>[-+−]?)\s*(?P<before>{_CURRENCY})\s*(?P<inner>[-+−]?)"
    rf"(?P<body>[\d.,'’\s]*\d[\d.,'’\s]*?)\s*(?P<after>{_CURRENCY})\s*(?P<trailing>-?)\s*(?P<close>\)?)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SPACES = re.compile(r"[\s'’]")


@dataclass(frozen=True)
class Numbers:
    """The numbers of one column, NaN where blank or unreadable; `currencies` are the signs and codes around them."""

    numbers: Array
    bad: int
    example: str
    currencies: tuple[str, ...]


def read_numbers(heading: str, column: pa.ChunkedArray, path: Path, *, decimal: str | None) -> Numbers:
    """Read a column of numbers in any spelling, null where blank.

    Raises FileError when `1,234` could be 1234 or 1.234 and neither the other values of the column nor `decimal` tell.
    """
    lookup, texts = distinct(column)
    values, marks, currencies = _usual(texts)
    rest = [(int(place), _number(texts[int(place)].as_py())) for place in np.flatnonzero(np.isnan(values[:-1]))]
    marks |= {read.decimal for _, read in rest if read.decimal}
    currencies |= {read.currency for _, read in rest if read.currency}
    unsure = [read for _, read in rest if read.unsure]
    chosen = decimal or (next(iter(marks)) if len(marks) == 1 else None)
    if unsure and chosen is None:
        body = unsure[0].body
        whole, part = re.sub(r"[.,]", "", body), body.replace(",", ".")
        message = f"{path}: “{body}” in “{heading}” may be {whole} or {part}, and no other value of the column tells; say --decimal . or --decimal ,"
        raise FileError(message)
    for place, read in rest:
        values[place] = read.value(chosen)
    # So many digits that no number holds them are none.
    values[np.isinf(values)] = math.nan
    bad = np.isnan(values[:-1])
    example = texts[int(np.argmax(bad))].as_py() if bad.any() else ""
    return Numbers(values[lookup], int(np.append(bad, False)[lookup].sum()), example, tuple(sorted(currencies)))


def _usual(texts: pa.Array) -> tuple[Array, set[str], set[str]]:
    """Return the numbers in the usual spellings that leave no doubt, NaN for the rest and a last one for blanks.

    And the decimal marks and currencies that were met. A million different amounts would take long one by one.
    """
    values = np.full(len(texts) + 1, math.nan)
    marks, currencies = set(), set()
    for mark, group in (".,", ",."):
        found = pc.extract_regex(texts, _USUAL.format(mark=mark, group=group))
        before, body, after = (pc.struct_field(found, [at]) for at in range(3))
        figures = pc.replace_substring(pc.replace_substring(body, group, ""), mark, ".").cast(pa.float64())
        held = figures.to_numpy(zero_copy_only=False)
        values[:-1] = np.where(np.isnan(held), values[:-1], held)
        if pc.any(pc.match_substring(body, mark)).as_py():
            marks.add(mark)
        for around in (before, after):
            currencies |= {text.upper() for text in pc.unique(around).to_pylist() if text} - _MAGNITUDES
            scaled = pc.is_in(pc.utf8_upper(around), pa.array(sorted(_MAGNITUDES)))
            values[:-1][pc.fill_null(scaled, fill_value=False).to_numpy(zero_copy_only=False)] = math.nan
    return values, marks, currencies


@dataclass(frozen=True, slots=True)
class _Number:
    """One number as spelled: digits with commas and points, and which of these its own spelling shows to be the decimal one."""

    body: str = ""
    sign: int = 1
    decimal: str = ""
    unsure: bool = False
    currency: str = ""

    def value(self, decimal: str | None) -> float:
        """Return the number, NaN when it is none."""
        mark = decimal if self.unsure and decimal else self.decimal
        figures = self.body.replace("," if mark == "." else ".", "").replace(",", ".")
        return self.sign * float(figures) if figures else math.nan


def _number(text: str) -> _Number:
    """Take the spelling of a number apart; it is unsure when a single comma or point may group or may be the decimal one."""
    match = _NUMBER.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return _Number()
    body = _SPACES.sub("", match["body"])
    # 500,- is five hundred and no cents.
    dashed = bool(match["trailing"]) and body.endswith((",", "."))
    body = body[:-1] if dashed else body
    minus = (match["sign"], match["inner"], "" if dashed else match["trailing"])
    negative = bool(match["open"]) or "-" in minus or "−" in text
    sign = -1 if negative else 1
    currency = (match["before"].strip() or match["after"].strip()).upper()
    if currency.rstrip(".") in _MAGNITUDES:
        return _Number()
    seen = sorted({mark for mark in body if mark in ".,"}, key=body.rindex)
    if not seen:
        return _Number(body, sign, currency=currency)
    last, other = seen[-1], "," if seen[-1] == "." else "."
    whole, _, part = body.rpartition(last)
    if len(seen) == 2:
        good = last not in whole and _GROUPED.fullmatch(whole) and part.isdigit()
        return _Number(body, sign, last, currency=currency) if good else _Number()
    if body.count(last) > 1:
        return _Number(body, sign, other, currency=currency) if _GROUPED.fullmatch(body) else _Number()
    if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        return _Number(body, sign, unsure=True, currency=currency)
    return _Number(body, sign, last, currency=currency)
