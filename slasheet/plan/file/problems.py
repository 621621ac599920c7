"""The problems of a plan file, collected on the way: each with its key, what stands there and what is allowed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from slasheet.plan.amounts import allowed
from slasheet.plan.measure import Measure
from slasheet.texts.closest import nearest
from slasheet.texts.findings import Finding, PlanError, finding
from slasheet.texts.languages import _

#: A label has sixty characters at most, and a key four of them.
_LONGEST_SHOWN, _LONGEST_KEY = 60, 300
_MOST_NOTED = 1_000
#: Numbers beyond this lose their units: spreadsheets keep fifteen digits.
_LARGEST = 1e15


class Problems:
    """Collects what is wrong in plain data, so that whoever reads it goes on and everything is told at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def note(self, name: str, key: str, **facts: Any) -> None:
        """Note a finding by its name in the catalogue, at a key of the plan file.

        Raises PlanError, with those noted, when there are more than anybody reads.
        """
        if len(self.findings) == _MOST_NOTED:
            what = _("has more than {count} problems; these are the first").format(count=_MOST_NOTED)
            raise PlanError("plan", (*self.findings, finding("plan-file-too-large", what=what)))
        self.findings.append(finding(name, key=_shortened(key), **facts))

    def value(self, key: str, value: object, what: str) -> None:
        """Note a value that can't stand there; `what` can."""
        self.note("plan-value", key, found=value, found_text=shown(value), allowed=what)

    def missing(self, key: str, what: str) -> None:
        """Note that a key is not there."""
        self.note("plan-missing-key", key, allowed=what)

    def unknown(self, table: Mapping[str, Any], known: Iterable[str], prefix: str = "") -> None:
        """Note every key of a table that means nothing there."""
        known = tuple(known)
        for key in table:
            if key not in known:
                self.unknown_name(prefix + key, key, known, ", ".join(known))

    def unknown_name(self, key: str, name: str, known: Iterable[str], what: str) -> None:
        """Note a name that is none of those known, with the one that was probably meant."""
        near = _nearest(name, known) if len(name) <= _LONGEST_KEY else []
        self.note(
            "plan-unknown-key", key, near=_("; did you mean {name}?").format(name=near[0]) if near else "", allowed=what
        )

    def admits(self, measure: Measure, value: Any, key: str, *, single: bool = False) -> bool:
        """Return whether a number may stand in a measure, noted when not; `single` where nothing but one number can."""
        takes = allowed(measure)
        if isinstance(value, bool) or not isinstance(value, int | float) or not can_be_held(value):
            form = _("{takes}, as a number")
            if not single and "horizon" in measure.axes:
                form = _("{takes}, as a number, or a list over the months, or a table by label")
            elif not single:
                form = _("{takes}, as a number, or a table by label")
            self.value(key, value, form.format(takes=takes))
            return False
        if measure.bounds is not None and not measure.bounds.admits(value):
            percent = measure.unit == "share" and 1 < value <= 100
            sentence = _("; it looks like a percentage: {percent} % is {share}")
            hint = sentence.format(percent=f"{value:g}", share=f"{value / 100:g}") if percent else ""
            self.note("plan-bounds", key, found=value, found_text=shown(value), hint=hint, allowed=takes)
            return False
        return True


def can_be_held(number: float) -> bool:
    """Return whether a spreadsheet can hold a number and reckon with it."""
    return -_LARGEST < number < _LARGEST


def can_be_typed(text: str) -> bool:
    """Return whether a cell can hold a text: no control characters but line breaks and tabs, no halves of a character."""
    return not any(
        (ord(sign) < 32 and sign not in "\n\t\r") or ord(sign) in (127, 0xFFFE, 0xFFFF) or 0xD800 <= ord(sign) <= 0xDFFF
        for sign in text
    )


def shown(value: object) -> str:
    """Return a value as it stands in a plan file, on one line."""
    if value is None:
        return _("nothing")
    if isinstance(value, float):
        return str(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _shortened(text, _LONGEST_SHOWN)


def _shortened(text: str, most: int = _LONGEST_KEY) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _nearest(text: str, known: Iterable[str]) -> list[str]:
    """Return the known text that was probably meant, whatever its capitals."""
    folded = {name.casefold(): name for name in known}
    return [folded[name] for name in nearest(text.casefold(), folded)]
