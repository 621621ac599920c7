"""From the attributes and the text of an .ods cell to its value: number, text, truth, error or None.

Dates are day numbers of the 1900 system, times of day fractions of a day: as they come of .xlsx files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from math import isfinite

from slasheet.spreadsheet.book import ErrorValue
from slasheet.texts.months import EPOCH

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_TYPE, _CALC_TYPE = OFFICE + "value-type", CALCEXT + "value-type"
_VALUE, _STRING, _TRUTH = OFFICE + "value", OFFICE + "string-value", OFFICE + "boolean-value"
_DATE, _TIME = OFFICE + "date-value", OFFICE + "time-value"
#: The number formats that kinds of cells stand for, as far as they are worth telling.
_FORMATS = {"date": "yyyy-mm-dd", "time": "hh:mm:ss", "percentage": "General%"}
_NUMERIC = ("float", "percentage", "currency")
_EPOCH = EPOCH.toordinal()
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:[.,][0-9]*)?))?Z?")
_SPAN = re.compile(
    r"(-?)P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:[.,][0-9]*)?)S)?)?"
)
#: Error values are saved as LibreOffice shows them, in the language it speaks.
_ERRORS = {
    shown: error
    for error, shapes in {
        "#NULL!": ("Err:521", "#NUL!", "#¡NULO!", "#NULO!", "#NULLO!"),
        "#DIV/0!": ("Err:532", "#¡DIV/0!"),
        "#VALUE!": ("Err:519", "#WERT!", "#VALEUR!", "#¡VALOR!", "#VALOR!", "#VALORE!"),
        "#REF!": ("Err:524", "#BEZUG!", "#¡REF!", "#RIF!"),
        "#NAME?": ("Err:525", "#NOM?", "#¿NOMBRE?", "#NOMBRE?", "#NOME?"),
        "#NUM!": ("Err:503", "Err:523", "#ZAHL!", "#NOMBRE!", "#¡NÚM!", "#NÚM!"),
        "#N/A": ("Err:32767", "#NV", "#N/D", "#N/DISP", "#N/DISP!"),
    }.items()
    for shown in (error, *shapes)
}
_TRUTHS = {
    "TRUE": True, "WAHR": True, "VRAI": True, "VERO": True, "VERDADERO": True, "VERDADEIRO": True,
    "FALSE": False, "FALSCH": False, "FAUX": False, "FALSO": False,
}  # fmt: skip


class NoNumberError(ValueError):
    """A cell that is said to hold a number and holds none."""


def value_of(attributes: Mapping[str, str], text: str, *, computed: bool) -> float | str | bool | None:
    """Return the value of a cell; None where there is none, and for a formula whose result is an empty text.

    Raises NoNumberError when what is said to be a number is none.
    """
    kind = attributes.get(_TYPE)
    if attributes.get(_CALC_TYPE) == "error" or (computed and text in _ERRORS and kind in ("string", "float", None)):
        return _error(text)
    if kind in _NUMERIC:
        number = _number(attributes.get(_VALUE, ""))
        if computed and number in (0, 1) and _TRUTHS.get(text) is bool(number):
            return bool(number)
        return number
    if kind == "date":
        return _or_text(_serial(attributes.get(_DATE, "")), text)
    if kind == "time":
        return _or_text(_part_of_day(attributes.get(_TIME, "")), text)
    if kind == "boolean":
        return attributes.get(_TRUTH) == "true"
    return attributes.get(_STRING, text) or None


def format_of(attributes: Mapping[str, str]) -> str:
    """Return the code of a format such as the kind of a cell stands for: that of a date, a time, a per cent; else nothing."""
    return _FORMATS.get(attributes.get(_TYPE, ""), "")


def needs_text(attributes: Mapping[str, str], *, computed: bool) -> bool:
    """Return whether what a cell shows has a say in its value: of a plain number it has none."""
    return computed or attributes.get(_TYPE) not in _NUMERIC


def _error(text: str) -> ErrorValue:
    """Return an error value as Excel spells it; what LibreOffice has a number for and Excel no name is `#VALUE!`."""
    shown = text.replace("\xa0", "").replace(" ", "").replace("\u202f", "")
    return ErrorValue(_ERRORS.get(shown) or ("#VALUE!" if shown.startswith("Err:") or not shown else shown))


def _number(text: str) -> float | ErrorValue:
    if not _NUMBER.fullmatch(text):
        if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
            return ErrorValue("#NUM!")
        raise NoNumberError
    number = float(text)
    return number if isfinite(number) else ErrorValue("#NUM!")


def _or_text(number: float | None, text: str) -> float | str | None:
    """Return a date or time; what is none comes as the text shown, so that nobody takes it for a number."""
    return number if number is not None else text or None


@lru_cache(maxsize=16_384)
def _serial(text: str) -> float | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])).toordinal() - _EPOCH
    except ValueError:
        return None
    if match[4] is None:
        return float(day)
    return day + (int(match[4]) * 3600 + int(match[5]) * 60 + _seconds(match[6])) / 86400


@lru_cache(maxsize=1_024)
def _part_of_day(text: str) -> float | None:
    match = _SPAN.fullmatch(text)
    if not match or not any(match.groups()[1:]):
        return None
    days, hours, minutes = (int(part or 0) for part in match.group(2, 3, 4))
    seconds = days * 86400 + hours * 3600 + minutes * 60 + _seconds(match[5] or "0")
    return (-seconds if match[1] else seconds) / 86400


def _seconds(text: str) -> float:
    return float(text.replace(",", "."))
