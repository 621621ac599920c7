"""The words of the workbook for what the program knows by a code: owners, statuses, figures, rules, steps, columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slasheet.vocabulary import Measure

#: Stands below the last row of the lead log, a text alone in its row.
END_OF_LOG = "End of the log. What stands below is not counted; to make room, insert rows among those above."

_WORDS: Mapping[str, Mapping[str, str]] = {
    "owner": {"marketing": "Marketing", "sales": "Sales"},
    "status": {"ok": "OK", "attention": "Look", "incomplete": "Incomplete", "wrong": "Wrong", "behind": "Behind", "on-track": "On track", "over": "Over"},
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
        "log_dates": "Log: rows whose date is none, or not in the plan",
        "log_labels": "Log: names that are not in the plan",
        "log_numbers": "Log: cells that hold no number of 0 or more",
        "log_full": "Log: nearly full",
        "chosen": "A month, region or owner to show that is not in the plan",
        "over_delivery": "Channels over the plan three months running",
        "drift": "Rates and deal sizes that the log does not bear out",
        "review": "Rates not reviewed in time",
    },
    "step": {"revenue": "Revenue target", "deal": "Deal size", "share": "Marketing share", "rates": "Close rates", "totals": "SLA totals"},
    "plan": {"plan": "Plan total"},
    "to_date": {"to date": "To date"},
    "field": {"date": "Date", "region": "Region", "channel": "Channel", "leads": "Leads", "contacted": "Contacted in time",
              "followed_up": "Followed up", "customers": "Customers", "revenue": "Revenue"},
    "counted": {"leads": "Leads", "contacted": "Contacted in time", "followed_up": "Followed up", "customers": "Customers", "revenue": "Revenue"},
    "delivery": {"plan": "Plan", "actual": "Actual", "attainment": "Attainment", "variance": "Variance", "status": "Status"},
    "mtd": {"plan": "Plan of the month", "goal": "Goal to date", "actual": "Actual", "attainment": "Attainment", "variance": "Variance",
            "projected": "Projected month end", "recent": "At the last 7 logged days", "required": "Required per day",
            "before": "Same day, month before", "status": "Status"},
    "pair": {"shown": "Shown", "shown_value": "Lead value shown", "plan_leads": "Plan, leads", "plan_value": "Plan, value", "leads": "Leads to date",
             "value": "Value to date", "recent_leads": "Recent leads", "recent_value": "Recent value", "before_leads": "Month before, leads",
             "before_value": "Month before, value"},
    "observed": {"leads": "Leads", "customers": "Customers", "close_rate": "Close rate, observed", "assumed_close_rate": "Close rate, assumed",
                 "close_rate_drift": "Drift", "close_rate_status": "Close rate", "buyers": "Customers with revenue", "revenue": "Their revenue", "deal_size": "Deal size, observed",
                 "assumed_deal_size": "Deal size, assumed", "deal_size_drift": "Drift", "deal_size_status": "Deal size"},
    "load": {"leads_per_rep": "Leads per rep", "capacity": "Capacity", "use": "Use", "status": "Status"},
    "promise": {"1": "First", "2": "Second", "3": "Third"},
    "term": {"attempts": "Attempts", "days": "Within days"},
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


def head(axis: str, region_label: str) -> str:
    """Return what stands above the labels of an axis."""
    return {"region": region_label, "delivery": "Figure", "load": "Figure", "counted": "Rows with"}.get(
        axis, axis.capitalize()
    )


def code(axis: str, text: str) -> str | None:
    """Return the code that a printed word stands for, whatever its capitals; None when it is none of them."""
    folded = text.strip().casefold()
    return next((code for code, shown in _WORDS[axis].items() if folded in (shown.casefold(), code)), None)
