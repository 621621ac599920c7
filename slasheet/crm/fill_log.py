"""From CRM exports and a plan to the plan with its lead log filled, and the account of every row read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from slasheet.crm.account import report
from slasheet.crm.exports import read_exports
from slasheet.crm.log_rows import Logged, Promise, follow_ups_of, merged, to_log
from slasheet.plan.amounts import amount
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import FIRST_CONTACT_HOURS, FOLLOW_UPS
from slasheet.plan.plan import MOST_LOG_ROWS, Cell, Plan
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_
from slasheet.texts.months import date_of_serial, month_serial, months_from


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
    numbers = {name: amount(count, "count") for name, count in counts.items()}
    changes = _("rows of the log: {added} new, {changed} changed, {unchanged} unchanged")
    if counts["kept"]:
        changes = _("rows of the log: {added} new, {changed} changed, {unchanged} unchanged, {kept} that are not in the exports (they stay; --replace drops them)")  # fmt: skip
    *account, total = report(logged)
    doubts = []
    if fewer := counts.get("fewer"):
        warning = n_("warning: {fewer} row of the log has fewer leads than before, {lost} in all. Name all exports that belong together in one call, each of them complete.", "warning: {fewer} rows of the log have fewer leads than before, {lost} in all. Name all exports that belong together in one call, each of them complete.", fewer)  # fmt: skip
        doubts.append(warning.format(**numbers))
    if stale := counts.get("stale"):
        leads = n_("{count} lead", "{count} leads", counts["stale leads"]).format(count=numbers["stale leads"])
        warning = n_("warning: {stale} row of the log has {leads} on days that the exports cover, but not in the exports. Did the CRM move them to another region or channel? --replace drops them.", "warning: {stale} rows of the log have {leads} on days that the exports cover, but not in the exports. Did the CRM move them to another region or channel? --replace drops them.", stale)  # fmt: skip
        doubts.append(warning.format(stale=numbers["stale"], leads=leads))
    return [*account, *doubts, changes.format(**numbers), total]
