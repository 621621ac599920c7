"""The words of the workbook for what the program knows by a code: owners, statuses, figures, rules, steps."""

from __future__ import annotations

import re
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
        "regions": "Row names that are blank or there twice; a first month that is none",
        "names": "Stages, channels and owners that are blank, there twice or unknown",
        "mix": "Channel mixes that do not add up to 100 %",
        "unowned": "Revenue that marketing sources without a channel of its own",
        "reconciliation": "Months whose leads are not worth the revenue",
        "past_horizon": "Months whose leads close past the horizon",
        "before_start": "Leads due before the first month (good to know)",
        "capacity": "Months over sales capacity",
    },
    "step": {"revenue": "Revenue target", "deal": "Deal size", "share": "Marketing share", "rates": "Close rates", "totals": "SLA totals"},
    "plan": {"plan": "Plan total"},
}  # fmt: skip


def spoken(text: str, region_label: str) -> str:
    """Return a sentence with the plan's own word for its regions.

    Example: `spoken("Leads due by region", "Persona")` is `Leads due by persona`.
    """
    label = region_label.lower()
    if label == "region":
        return text
    plural = label[:-1] + "ies" if label.endswith("y") and label[-2:-1] not in "aeiou" else label + "s"
    return re.sub(r"\bregions\b", plural, re.sub(r"\bregion\b", label, text))


def word(axis: str, label: str, measures: Mapping[str, Measure]) -> str:
    """Return how the workbook prints a label: a code by its word, an input by its title, a name as it is."""
    if axis == "input":
        return measures[label].title
    return _WORDS[axis].get(label, label) if axis in _WORDS else label


def code(axis: str, text: str) -> str | None:
    """Return the code that a printed word stands for, whatever its capitals; None when it is none of them."""
    folded = text.strip().casefold()
    return next((code for code, shown in _WORDS[axis].items() if folded in (shown.casefold(), code)), None)
