"""From CRM exports and a plan to the plan with its lead log filled, and the account of every row read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from slasheet.crm.exports import read_exports
from slasheet.crm.log_rows import Logged, to_log
from slasheet.crm.merge_log import merged
from slasheet.crm.promise import promise_of
from slasheet.plan.plan import MOST_LOG_ROWS, Plan
from slasheet.texts.findings import FileError
from slasheet.texts.months import date_of_serial, month_serial, months_from


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
