"""The words of the workbook for what the program knows by a code: owners, statuses, figures, rules, steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slasheet.vocabulary import Measure

_WORDS: Mapping[str, Mapping[str, str]] = {
    "owner": {"marketing": "Marketing", "sales": "Sales"},
    "status": {"ok": "OK", "attention": "Look", "incomplete": "Incomplete", "wrong": "Wrong"},
    "figure": {"filled": "Filled", "needed": "Needed", "missing": "Missing", "text": "Not a number", "outside": "Out of range", "status": "Status"},
    "progress": {"filled": "Filled", "needed": "Needed", "status": "Status"},
    "result": {"count": "Count", "status": "Status"},
    "rule": {
        "mix": "Channel mixes that do not add up to 100 %",
        "labels": "Names that are blank, there twice or unknown",
        "reconciliation": "Months whose leads are not worth the revenue",
        "past_horizon": "Months whose leads close past the horizon",
        "before_start": "Leads due before the first month",
        "capacity": "Months over sales capacity",
    },
    "step": {"revenue": "Revenue target", "deal": "Deal size", "share": "Marketing share", "rates": "Close rates", "totals": "SLA totals"},
    "plan": {"plan": "Plan total"},
}  # fmt: skip


def word(axis: str, label: str, measures: Mapping[str, Measure]) -> str:
    """Return how the workbook prints a label: a code by its word, an input by its title, a name as it is."""
    if axis == "input":
        return measures[label].title
    return _WORDS[axis].get(label, label) if axis in _WORDS else label


def code(axis: str, text: str) -> str | None:
    """Return the code that a printed word stands for, whatever its capitals; None when it is none of them."""
    folded = text.strip().casefold()
    return next((code for code, shown in _WORDS[axis].items() if folded in (shown.casefold(), code)), None)
