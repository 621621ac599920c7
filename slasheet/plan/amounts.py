"""Numbers and places as sentences say them, in the language spoken: 12,000, 34 %, EMEA, 2027-03."""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.plan.measure import Bounds, Measure
from slasheet.plan.measures.scoring import ROWS
from slasheet.plan.words import word
from slasheet.texts.languages import LANGUAGES, _, spoken
from slasheet.texts.months import date_of_serial

_MARKS = {code: str.maketrans(",.", spelled.grouping + spelled.decimal) for code, spelled in LANGUAGES.items()}


def numeral(text: str) -> str:
    """Return a number written in the English way as the language spoken writes it."""
    return text.translate(_MARKS[spoken()])


def amount(value: object, unit: str, blank: str | None = None) -> str:
    """Return a value as a reader would write it; `blank` is what stands for nothing, else the word for it."""
    if value is None or value == "":
        return _("blank") if blank is None else blank
    if isinstance(value, str):
        return f"“{value}”"
    if not isinstance(value, int | float):
        return str(value)
    if unit == "share":
        return numeral(f"{value * 100:,.6g} %")
    if unit in ("date", "month"):
        return as_day(value, unit) or numeral(f"{value:,g}")
    if unit == "rate":
        return numeral(f"{value:,.6g}")
    return numeral(f"{value:,.2f}".removesuffix(".00"))


def as_day(serial: object, unit: str) -> str | None:
    """Return a day number as `2027-02-14`, or as its month where the unit is month; None when it is no day."""
    day = date_of_serial(serial) if isinstance(serial, int | float) and not isinstance(serial, bool) else None
    if day is None:
        return None
    return f"{day.year:04d}-{day.month:02d}" if unit == "month" else day.isoformat()


def as_moment(cell: object, unit: str) -> str | None:
    """Return a day number exactly: `2027-02` for the first day of a month, `2027-02-14`, or `2027-02-14T09:30:00`.

    None for what is no day, and where the unit is another than date or month.
    """
    day = as_day(cell, "date") if unit in ("date", "month") else None
    if day is None or not isinstance(cell, int | float):
        return None
    if cell != int(cell):
        seconds = min(round(cell % 1 * 86_400), 86_399)
        return f"{day}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return day.removesuffix("-01") if unit == "month" else day


def gap(found: object, expected: object, unit: str) -> str:
    """Return by how much a number is off, with its direction; nothing when one of the two is no number."""
    if not isinstance(found, int | float) or not isinstance(expected, int | float) or found == expected:
        return ""
    off = amount(abs(found - expected), unit)
    if unit in ("count", "months", "check"):
        told = _("({amount} too many)") if found > expected else _("({amount} too few)")
    else:
        told = _("({amount} too much)") if found > expected else _("({amount} too little)")
    return " " + told.format(amount=off)


def where(at: Mapping[str, str]) -> str:
    """Return coordinates in words."""
    shown = (
        label.replace("_", " ")
        if axis == "input"
        else _("criterion {number}").format(number=label)
        if axis in ROWS
        else word(axis, label, {})
        for axis, label in at.items()
        if axis != "plan"
    )
    return ", ".join(shown) or _("the whole plan")


def allowed(measure: Measure, at: Mapping[str, str] | None = None) -> str:
    """Return in words what an input takes, in the cell at some coordinates or, without them, in all of its cells."""
    unit = measure.unit if at is None else measure.unit_at(at)
    bounds = measure.bounds if at is None else measure.bounds_at(at)
    special = {
        "date": _("a date"),
        "month": _("a month of the plan"),
        "choice": _("a name from the list"),
        "table": _("texts, dates and names from a list"),
    }
    if unit in special:
        return special[unit]
    return allowed_by(bounds, unit) if bounds else _("a text")


def allowed_by(bounds: Bounds, unit: str) -> str:
    """Return in words what numbers keep to the bounds."""
    if unit == "share":
        return _("a share above 0 % and up to 100 %") if bounds.above else _("a share from 0 % to 100 %")
    if bounds.whole:
        return _("a whole number from {low} to {high}").format(low=f"{bounds.low:g}", high=f"{bounds.high:g}")
    if bounds.high is not None:
        return _("a number from {low} to {high}").format(
            low=amount(bounds.low, "count"), high=amount(bounds.high, "count")
        )
    if unit == "money":
        return _("an amount above 0") if bounds.above else _("an amount of 0 or more")
    return _("a number above 0") if bounds.above else _("a number of 0 or more")


def label_text(value: object) -> str:
    """Return what a label cell reads as when it is joined with text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
