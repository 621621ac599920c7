"""From leads to how each rep kept the promise of sales: contacted in time, and attempts enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from slasheet.crm.business_hours import hours_between
from slasheet.crm.exports import Leads
from slasheet.crm.promise import Promise, attempts_due
from slasheet.crm.waiting import last_stamp, waits
from slasheet.plan.amounts import numeral
from slasheet.plan.crm_settings import CrmSettings
from slasheet.texts.columns import aligned, widths
from slasheet.texts.languages import _, p_

#: The names that stand for leads without a rep, and for all reps together.
NO_REP, ALL = "(no rep)", "all"


@dataclass(frozen=True, slots=True)
class Rep:
    """How one rep kept the promise.

    `late` counts leads not contacted in time, `short` those with too few attempts for their age, `kept` is the share
    of leads with neither fault. `median_hours` and `p90_hours` are hours to the first contact of the leads that had
    one. None where the export has no column that tells.
    """

    name: str
    leads: int
    late: int | None
    short: int | None
    kept: float | None
    median_hours: float | None
    p90_hours: float | None
    not_contacted: int | None


def reps(leads: Leads, settings: CrmSettings, promise: Promise) -> tuple[Rep, ...]:
    """Return every rep, the smallest share kept first, then the most leads; the last entry is `all` of them together.

    A lead not contacted yet is late once the promised hours are over at the export's last time stamp. A lead whose
    creation has no time of day could have come at the end of that day, so its hours count from there. A customer is
    never short of attempts; a blank number of attempts counts as 0.
    """
    frame = leads.frame
    names = frame["rep"] if "rep" in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
    marks = _marks(frame, settings, promise)
    found = [
        _rep(str(name), part) for name, part in marks.groupby(names.fillna(NO_REP).to_numpy(dtype=object), sort=False)
    ]
    found.sort(key=lambda rep: (1.0 if rep.kept is None else rep.kept, -rep.leads, rep.name))
    return (*found, _rep(ALL, marks))


def _marks(frame: pd.DataFrame, settings: CrmSettings, promise: Promise) -> pd.DataFrame:
    """Return for every lead its hours to first contact, and whether it is late, short or never contacted."""
    marks = pd.DataFrame(index=frame.index)
    last = last_stamp(frame)
    if "first_contact" in frame:
        waited = waits(frame, last, settings, promise.holidays)
        marks["hours"] = waited.hours.where(waited.contacted)
        marks["late"] = waited.hours > promise.first_contact_hours
        marks["never"] = ~waited.contacted
    if "attempts" in frame:
        now = pd.Series(last, index=frame.index, dtype="datetime64[ns]")
        age = hours_between(frame["created"], now) / 24
        short = frame["attempts"].fillna(0.0) < attempts_due(age, promise.follow_ups)
        marks["short"] = short & frame["won"].isna() if "won" in frame else short
    return marks


def _rep(name: str, marks: pd.DataFrame) -> Rep:
    """Return what the leads of one rep come to."""
    faults = marks[[fault for fault in ("late", "short") if fault in marks]]
    hours = marks["hours"].dropna().to_numpy() if "hours" in marks else np.array([])
    return Rep(
        name,
        len(marks),
        late=int(marks["late"].sum()) if "late" in marks else None,
        short=int(marks["short"].sum()) if "short" in marks else None,
        kept=float(1 - faults.any(axis="columns").mean()) if len(marks) and len(faults.columns) else None,
        median_hours=float(np.median(hours)) if len(hours) else None,
        p90_hours=float(np.percentile(hours, 90)) if len(hours) else None,
        not_contacted=int(marks["never"].sum()) if "never" in marks else None,
    )


def rows(found: Sequence[Rep]) -> list[dict[str, Any]]:
    """Return reps as plain data, for CSV and JSON."""
    return [asdict(rep) for rep in found]


def table(found: Sequence[Rep]) -> list[str]:
    """Return reps as the lines of a table; a dash stands for what the export does not tell."""
    cells = [_heads(), *(_cells(rep) for rep in found)]
    rule = ["─" * width for width in widths(cells)]
    return aligned([cells[0], rule, *cells[1:]], right=range(1, len(rule)))


def _heads() -> tuple[str, ...]:
    # Translators: heads of a table, a row for each sales rep: leads contacted too late, leads with too few attempts,
    # the share of leads with neither fault, hours to the first contact (half of the leads, nine in ten).
    late, short, kept = p_("head of a column", "late"), p_("head of a column", "short"), p_("head of a column", "kept")
    return _("rep"), _("leads"), late, short, kept, _("median hours"), _("90 % within"), _("not contacted")


def _cells(rep: Rep) -> tuple[str, ...]:
    name = {NO_REP: _("(no rep)"), ALL: p_("reps", "all")}.get(rep.name, rep.name)
    counts = [_text(number, ",d") for number in (rep.leads, rep.late, rep.short)]
    hours = [_text(number, ",.1f", _("{number} h")) for number in (rep.median_hours, rep.p90_hours)]
    kept = _text(None if rep.kept is None else rep.kept * 100, ".1f", "{number} %")
    return (name, *counts, kept, *hours, _text(rep.not_contacted, ",d"))


def _text(number: float | None, form: str, pattern: str = "{number}") -> str:
    return "–" if number is None else pattern.format(number=numeral(f"{number:{form}}"))
