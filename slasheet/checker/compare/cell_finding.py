"""From a formula cell that is not as it should be to the finding that says so: what it shows, what it should, by how much."""

from __future__ import annotations

from typing import Any

from slasheet.checker.compare.expected import Expected
from slasheet.checker.compare.looks import OWN_FAULT, Faulty
from slasheet.checker.rules.rule import Results
from slasheet.plan.amounts import amount, as_day, gap, where
from slasheet.plan.words import code
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import place
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _
from slasheet.texts.months import month_of_serial


def finding_on(cell: Faulty, reading: Reading, results: Results) -> Finding:
    """Return the finding on a formula cell that is not as it should be and follows from no other."""
    expected, stored = cell.expected, cell.stored
    sheet, address = reading.layout.shown(expected.place)
    measure = reading.layout.measures[expected.measure]
    unit = measure.unit_at(reading.plan.at(measure.axes, expected.index)) if measure.units else measure.unit
    language = reading.plan.language
    held, wanted = (_as_found(expected, value, unit, language) for value in (stored.value, expected.value))
    is_status = isinstance(expected.value, str) and expected.role != "label"
    words = (
        (amount(stored.value, unit), amount(expected.value, unit))
        if is_status
        else (amount(held, unit), amount(wanted, unit))
    )
    off = gap(held, wanted, unit)
    outcome = (
        _("{found} instead of {expected}{gap}").format(found=words[0], expected=words[1], gap=off)
        if cell.differs
        else _("it still shows {found}, but will not update when something changes").format(found=words[0])
    )
    facts: dict[str, Any] = {
        "sheet": sheet, "cell": address, "found": held, "expected": wanted, "found_text": words[0], "expected_text": words[1],
        "gap": off, "outcome": outcome, "row": place(address)[0] + 1, "formula": f"={expected.formula}", "edited": f"={stored.formula}",
    }  # fmt: skip
    if expected.role in ("label", "month"):
        home = "!".join(reading.layout.address(expected.measure, expected.index))
        name = "label-overwritten" if cell.fault in OWN_FAULT else cell.fault
        return finding(
            name, title=_("Printed label"), where=_("what {cell} says").format(cell=home), home=home, **facts
        )
    at = reading.plan.at(measure.axes, expected.index)
    if "day" in at:
        at["day"] = as_day(results["day_date"][int(at["day"]) - 1], "date") or at["day"]
    return finding(cell.fault, measure=measure.name, at=at, title=_(measure.title), where=where(at), **facts)


def _as_found(cell: Expected, value: object, unit: str, language: str) -> object:
    """Return a value as a finding gives it: a month as text, a status as its code, blank as None."""
    if value == "":
        return None
    if cell.role == "month" and isinstance(value, int | float) and not isinstance(value, bool):
        return month_of_serial(value) or value
    if isinstance(value, str) and isinstance(cell.value, str) and cell.role != "label" and unit != "text":
        return code("status", value, language) or value
    return value
