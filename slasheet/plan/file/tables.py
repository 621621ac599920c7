"""What a plan file holds beside numbers by label: dates, names to choose, lists and the lead log.

What goes in is plain data as TOML gives it; what comes out are cells of a plan, and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from slasheet.plan.axis_labels import COUNTED, LOG_FIELDS, MOST_HOLIDAYS, PROMISES, TERMS
from slasheet.plan.file.problems import Problems, can_be_held
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import FOLLOW_UPS, HOLIDAYS
from slasheet.plan.plan import Cell, LogRow, Plan
from slasheet.texts.labels import LONGEST, label_key
from slasheet.texts.languages import N_, _
from slasheet.texts.months import EPOCH, date_of_serial, is_month, month_of_serial, month_serial

A_DATE = N_("a date from 1950 to 2999, as 2027-02-14")
_A_LABEL = {"region": N_("a region of the plan, in quotes"), "channel": N_("a channel of the plan, in quotes")}


def is_special(measure: Measure) -> bool:
    """Return whether an input stands in a plan file as something else than numbers by label."""
    return measure.unit in ("date", "month", "choice", "text") or measure is FOLLOW_UPS


def parse_special(plan: Plan, measure: Measure, value: Any, key: str, problems: Problems) -> tuple[Cell, ...] | None:
    """Return the cells of such an input, None when there is a problem, which has been noted."""
    if measure is HOLIDAYS:
        return _holidays(value, key, problems)
    if measure is FOLLOW_UPS:
        return _follow_ups(value, key, measure, problems)
    cell: Cell
    if measure.unit == "date":
        cell = _day(value, key, problems)
    elif measure.unit == "month":
        cell = _month(plan, value, key, problems)
    else:
        cell = _name(plan, measure, value, key, problems)
    return None if cell is None else (cell,)


def serial_of(value: object) -> float | None:
    """Return a date, or a text that is one, as a day number."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        day = (value.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
    elif isinstance(value, date):
        day = (datetime.combine(value, time()) - EPOCH) / timedelta(days=1)
    else:
        return None
    return day if date_of_serial(day) else None


def _day(value: object, key: str, problems: Problems) -> float | None:
    serial = serial_of(value)
    if serial is None:
        problems.value(key, value, _(A_DATE))
    return serial


def _month(plan: Plan, value: object, key: str, problems: Problems) -> float | None:
    months = plan.axis("month")
    if not is_month(value) or value not in months:
        what = _('a month of the plan, "{first}" to "{last}"').format(first=months[0], last=months[-1])
        problems.value(key, value, what)
        return None
    return float(month_serial(str(value)))


def _name(plan: Plan, measure: Measure, value: object, key: str, problems: Problems) -> str | None:
    if axis := measure.choices_at({}):
        known = plan.axis(axis)
        if not isinstance(value, str) or label_key(value) not in map(label_key, known):
            problems.value(key, value, _("one of {names}").format(names=", ".join(known)))
            return None
        return str(value)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or not value.isprintable():
        problems.value(key, value, _("a text of one line, up to {count} characters").format(count=LONGEST))
        return None
    return value.strip()


def _holidays(value: object, key: str, problems: Problems) -> tuple[Cell, ...] | None:
    if not isinstance(value, list) or len(value) > MOST_HOLIDAYS:
        what = _("a list of up to {count} dates, as [2027-01-01, 2027-12-25]").format(count=MOST_HOLIDAYS)
        problems.value(key, value, what)
        return None
    days = [_day(day, f"{key}[{place + 1}]", problems) for place, day in enumerate(value)]
    return None if None in days else (*days, *([None] * (MOST_HOLIDAYS - len(days))))


def _follow_ups(value: Any, key: str, measure: Measure, problems: Problems) -> tuple[Cell, ...] | None:
    fits = isinstance(value, list) and 1 <= len(value) <= len(PROMISES)
    if not fits or not all(isinstance(row, dict) and set(row) == set(TERMS) for row in value):
        what = _("a list of up to {count} promises, as {example}")
        problems.value(key, value, what.format(count=len(PROMISES), example="[{ attempts = 3, days = 14 }]"))
        return None
    cells: list[Cell] = []
    for place, row in enumerate(value):
        for term in TERMS:
            if not problems.admits(measure, row[term], f"{key}[{place + 1}].{term}", single=True):
                return None
            cells.append(row[term])
    # Fewer promises than there are rows: the last one stands for the rest.
    while len(cells) < len(PROMISES) * len(TERMS):
        cells += cells[-len(TERMS) :]
    return tuple(cells)


def parse_log(value: object, key: str, problems: Problems) -> list[LogRow]:
    """Return the rows of a lead log."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        what = _('a [[{key}]] for each row, with date = 2027-01-04, region = "EMEA", channel = "Web", leads = 12')
        problems.value(key, value, what.format(key=key))
        return []
    rows: list[LogRow] = []
    for place, row in enumerate(value):
        here = f"{key}[{place + 1}]."
        problems.unknown(row, LOG_FIELDS, here)
        # A text is no date here: one that a workbook holds as text must not turn into a date on the way.
        day = None if isinstance(row.get("date"), str) else serial_of(row.get("date"))
        if "date" in row and day is None:
            problems.value(here + "date", row["date"], _("a date without quotes, as 2027-01-04"))
        cells: list[Cell] = [day]
        for field in ("region", "channel"):
            cells.append(row.get(field))
            if field in row and (not isinstance(row[field], str) or not row[field].strip()):
                problems.value(here + field, row[field], _(_A_LABEL[field]))
        for field in COUNTED:
            cells.append(row.get(field))
            if field in row and (
                isinstance(row[field], bool) or not isinstance(row[field], int | float) or not can_be_held(row[field])
            ):
                problems.value(here + field, row[field], _("a number of 0 or more"))
        rows.append(tuple(cells))
    return rows


def special_to_plain(measure: Measure, cells: Sequence[Cell]) -> Any:
    """Return such an input as plain data, None where it is blank."""
    if measure is HOLIDAYS:
        return [date_of(cell) for cell in cells if cell is not None] or None
    if measure is FOLLOW_UPS:
        wide = len(TERMS)
        return [dict(zip(TERMS, map(plain, cells[at : at + wide]), strict=True)) for at in range(0, len(cells), wide)]
    if measure.unit == "month" and isinstance(cells[0], int | float):
        return month_of_serial(cells[0]) or cells[0]
    return date_of(cells[0]) if measure.unit == "date" else cells[0]


def log_to_plain(plan: Plan) -> list[dict[str, Any]]:
    """Return the lead log as plain data: a table for each row, without what is blank."""
    rows = []
    for cells in plan.log:
        row = dict(zip(LOG_FIELDS, (date_of(cells[0]), *map(plain, cells[1:])), strict=True))
        rows.append({field: cell for field, cell in row.items() if cell is not None})
    return rows


def date_of(cell: Cell) -> date | Cell:
    """Return a day number as a date, with its time of day when it has one; anything else as it is."""
    if not isinstance(cell, int | float) or date_of_serial(cell) is None:
        return cell
    moment = EPOCH + timedelta(days=cell)
    return moment.date() if cell == int(cell) else moment.replace(microsecond=0)


def plain(cell: Cell) -> Cell:
    """Return a number as a plan file writes it: a whole one without a point."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() and can_be_held(cell) else cell
