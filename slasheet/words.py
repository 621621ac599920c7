"""Numbers and places as sentences say them: 12,000, 34 %, EMEA, 2027-03."""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.months import date_of_serial
from slasheet.vocabulary import Bounds, Measure
from slasheet.wording import word


def amount(value: object, unit: str) -> str:
    """Return a value as a reader would write it."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, str):
        return f"“{value}”"
    if not isinstance(value, int | float):
        return str(value)
    if unit == "share":
        return f"{value * 100:,.6g} %"
    if unit in ("date", "month"):
        return as_day(value, unit) or f"{value:,g}"
    text = f"{value:,.2f}"
    return text.removesuffix(".00")


def as_day(serial: object, unit: str) -> str | None:
    """Return a day number as `2027-02-14`, or as its month where the unit is month; None when it is no day."""
    day = date_of_serial(serial) if isinstance(serial, int | float) and not isinstance(serial, bool) else None
    if day is None:
        return None
    return f"{day.year:04d}-{day.month:02d}" if unit == "month" else day.isoformat()


def gap(found: object, expected: object, unit: str) -> str:
    """Return by how much a number is off, with its direction; nothing when one of the two is no number."""
    if not isinstance(found, int | float) or not isinstance(expected, int | float) or found == expected:
        return ""
    more, less = ("many", "few") if unit in ("count", "months", "check") else ("much", "little")
    return f" ({amount(abs(found - expected), unit)} too {more if found > expected else less})"


def where(at: Mapping[str, str]) -> str:
    """Return coordinates in words."""
    shown = (
        label.replace("_", " ") if axis == "input" else word(axis, label, {})
        for axis, label in at.items()
        if axis != "plan"
    )
    return ", ".join(shown) or "the whole plan"


def allowed(measure: Measure) -> str:
    """Return in words what an input takes."""
    special = {"date": "a date", "month": "a month of the plan", "choice": "a name from the list"}
    if measure.unit in special:
        return special[measure.unit]
    return allowed_by(measure.bounds, measure.unit) if measure.bounds else "a text"


def allowed_by(bounds: Bounds, unit: str) -> str:
    """Return in words what numbers keep to the bounds."""
    if unit == "share":
        return "a share above 0 % and up to 100 %" if bounds.above else "a share from 0 % to 100 %"
    if bounds.whole:
        return f"a whole number from {bounds.low:g} to {bounds.high:g}"
    what = "an amount" if unit == "money" else "a number"
    return f"{what} above 0" if bounds.above else f"{what} of 0 or more"


def label_text(value: object) -> str:
    """Return what a label cell reads as when it is joined with text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
