"""From CRM exports and a plan to the plan with its lead log filled, and the account of every row read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from slasheet.crm.exports import read_exports
from slasheet.crm.logbook import Logged, Promise, follow_ups_of, merged, report, to_log
from slasheet.diagnostics import FileError
from slasheet.inputs import FIRST_CONTACT_HOURS, FOLLOW_UPS
from slasheet.months import date_of_serial, month_serial, months_from
from slasheet.plan import MOST_LOG_ROWS, Cell, Plan
from slasheet.vocabulary import Measure


def promise_of(plan: Plan) -> Promise:
    """Return what sales promised; what can't be used counts as the default."""
    hours = _usable(FIRST_CONTACT_HOURS, plan.inputs[FIRST_CONTACT_HOURS.name])
    follow_ups = follow_ups_of(_usable(FOLLOW_UPS, plan.inputs[FOLLOW_UPS.name]))
    days = (date_of_serial(cell) for cell in plan.inputs["holidays"] if isinstance(cell, int | float))
    return Promise(hours[0], follow_ups, frozenset(day for day in days if day))


def _usable(measure: Measure, cells: Sequence[Cell]) -> list[float]:
    """Return the numbers of an input, its defaults where a cell can't be used."""
    found = []
    for index, cell in enumerate(cells):
        default = measure.default_at(index)
        good = isinstance(cell, int | float) and measure.bounds is not None and measure.bounds.admits(cell)
        found.append(float(cell if good and cell is not None else default or 0))
    return found


def fill_log(plan: Plan, exports: Sequence[Path]) -> tuple[Plan, Logged, Mapping[str, int]]:
    """Return the plan with the exports in its lead log, the account of the rows, and how many rows changed.

    Raises FileError when an export can't be read, or when there are more rows than a log takes.
    """
    leads = read_exports(exports, plan.crm)
    first, after = (_first_day(month) for month in (plan.start, months_from(plan.start, plan.months + 1)[-1]))
    channels = plan.axis("channel")
    logged = to_log(leads, plan.regions, channels, first, after, plan.crm, promise_of(plan))
    rows, counts = merged(plan.log, logged.rows)
    if len(rows) > MOST_LOG_ROWS:
        message = f"{exports[0]}: {len(rows):,} rows for the lead log, which takes {MOST_LOG_ROWS:,}; log fewer months or channels."
        raise FileError(message)
    logged = replace(logged, notes=(*leads.columns, *logged.notes))
    return replace(plan, findings=()).with_log(rows), logged, counts


def _first_day(month: str) -> date:
    day = date_of_serial(month_serial(month))
    if day is None:
        message = f"{month} has no first day"
        raise ValueError(message)
    return day


def told(logged: Logged, counts: Mapping[str, int]) -> list[str]:
    """Return the lines for the terminal."""
    changes = (
        f"rows of the log: {counts['added']:,} new, {counts['changed']:,} changed, {counts['unchanged']:,} as they were"
    )
    if counts["kept"]:
        changes += f", {counts['kept']:,} that the exports do not have (they stay; --replace drops them)"
    *account, total = report(logged)
    doubts = []
    if counts.get("fewer"):
        doubts.append(
            f"warning: {_rows(counts['fewer'])} fewer leads than before, {counts['lost']:,} in all. Exports that belong together are read together, each of them whole."
        )
    if counts.get("stale"):
        doubts.append(
            f"warning: {_rows(counts['stale'])} {counts['stale leads']:,} leads on days that the exports cover, but not in the exports. Did the CRM move them to another region or channel? --replace drops them."
        )
    return [*account, *doubts, changes, total]


def _rows(count: int) -> str:
    return "1 row of the log has" if count == 1 else f"{count:,} rows of the log have"
