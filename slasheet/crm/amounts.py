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

from slasheet.crm.tables import distinct
from slasheet.texts.findings import FileError
from slasheet.texts.numbers import Numeral, numeral

Array = np.ndarray[Any, np.dtype[Any]]

#: What may be a currency: up to three letters and a sign.
_CURRENCY = re.compile(r"(?:[^\W\d_]{1,3}\.?)?\s*[^\w\s]?")
#: Digits with or without groups and a decimal part that can be nothing else, and at most a currency around them.
_USUAL = (
    r"^(?P<before>[A-Z]{{0,3}}[€$£¥]?)\s?(?P<body>-?(?:(?:\d+|\d{{1,3}}(?:[{group}]\d{{3}})+)[{mark}](?:\d|\d\d|\d{{4,15}})|\d+))"
    r"\s?(?P<after>[A-Z]{{0,3}}[€$£¥]?)$"
)
#: Letters that scale a number rather than name its currency: how far, depends on who wrote it.
_MAGNITUDES = {"K", "M", "MM", "MIO", "MRD", "TSD", "MLN", "MLD", "BN", "B", "T", "H", "X"}


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
    rest = [(int(place), texts[int(place)].as_py()) for place in np.flatnonzero(np.isnan(values[:-1]))]
    spelled = [(place, text, found) for place, text in rest if (found := _number(text))]
    unsure = [(text, found) for _, text, found in spelled if len(found.readings) > 1]
    marks |= {found.mark for _, _, found in spelled if found.mark and len(found.readings) == 1}
    currencies |= {found.around[0].upper() for _, _, found in spelled if found.around}
    chosen = decimal or (next(iter(marks)) if len(marks) == 1 else None)
    if unsure and chosen is None:
        text, found = unsure[0]
        whole, part = (f"{reading:.15g}" for reading in found.readings)
        message = f"{path}: “{text}” in “{heading}” may be {whole} or {part}, and no other value of the column settles it; give --decimal . or --decimal ,"
        raise FileError(message)
    for place, _, found in spelled:
        values[place] = _value(found, chosen)
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


def _number(text: str) -> Numeral | None:
    """Take the spelling of a number apart; letters beside it that scale it rather than name a currency make it none."""
    found = numeral(text)
    if found is None or found.percent:
        return None
    words = (word.upper().rstrip(".") for word in found.around)
    return found if all(_CURRENCY.fullmatch(word) and word not in _MAGNITUDES for word in words) else None


def _value(found: Numeral, decimal: str | None) -> float:
    """Return the number, read by the decimal mark where that leaves a doubt."""
    return found.readings[-1 if decimal == found.mark else 0]
