"""The lead log held against the plan and against itself: from a reading to findings, one function a rule."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from slasheet.plan.amounts import amount
from slasheet.plan.measure import COUNTED, LOG_FIELDS, RULES
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import Cell, LogRow, Plan
from slasheet.plan.words import field_title
from slasheet.reader.reading import Reading
from slasheet.reader.typed_text import possible_in_log
from slasheet.recompute.names import name_key
from slasheet.texts.closest import nearest
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _, n_
from slasheet.texts.months import date_of_serial, month_serial, months_from

Results = Mapping[str, Sequence[float | str | None]]
_FIELD = {field: place for place, field in enumerate(LOG_FIELDS)}
#: Fewer working days than this without a row are no gap.
_SHORTEST_GAP = 2
_SATURDAY = 6


def _rows(reading: Reading) -> Iterator[tuple[int, LogRow]]:
    yield from zip(reading.entries, reading.plan.log, strict=True)


def _facts(reading: Reading, place: int, row: LogRow, field: str) -> dict[str, Any]:
    """Return where a cell of the log is, and what its row is about."""
    block = reading.layout.blocks[LEAD_LOG.name]
    sheet, cell = reading.layout.shown((block.sheet, block.row + place, block.col + _FIELD[field]))
    day = _day(row)
    at = {"day": day.isoformat()} if day else {}
    at |= {what: str(row[_FIELD[what]]) for what in ("region", "channel") if isinstance(row[_FIELD[what]], str)}
    return {
        "sheet": sheet,
        "cell": cell,
        "measure": LEAD_LOG.name,
        "at": at,
        "row": reading.layout.row_now(block.sheet, block.row + place),
        "title": field_title(field, reading.plan.region_label),
    }


def _day(row: LogRow) -> date | None:
    cell = row[0]
    return date_of_serial(cell) if isinstance(cell, int | float) else None


def plan_span(plan: Plan) -> tuple[int, int]:
    """Return the first day of the plan and the first day after it, as day numbers."""
    after = months_from(plan.start, plan.months + 1)[-1]
    return month_serial(plan.start), month_serial(after)


def blank_cells(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Rows without a date, a region, a channel or leads: they can't be counted."""
    for place, row in _rows(reading):
        for field in LOG_FIELDS[:4]:
            if row[_FIELD[field]] is None and not (field == "leads" and _counts_otherwise(row)):
                yield finding("log-incomplete", **_facts(reading, place, row, field))


def _counts_otherwise(row: LogRow) -> bool:
    """Return whether a row without leads says something all the same: customers won, say."""
    return any(cell is not None for cell in row[4:])


def dates_not_in_the_plan(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Dates that are text, or lie outside the plan."""
    first, end = plan_span(reading.plan)
    for place, row in _rows(reading):
        cell = row[0]
        if isinstance(cell, str):
            if len(possible_in_log(reading.plan, row, "date")) > 1:
                continue
            yield finding("log-date-text", found=cell, found_text=f"“{cell}”", **_facts(reading, place, row, "date"))
        elif cell is not None and not first <= cell < end:
            shown = amount(cell, "date")
            span = _("{first} to {last}").format(first=amount(first, "date"), last=amount(end - 1, "date"))
            yield finding("log-date-outside", found=shown, expected=span, **_facts(reading, place, row, "date"))


def unknown_labels(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Regions and channels that are not in the plan, with the nearest that is.

    Known is what the sums by name know: a name by which no row is counted must never pass for one of the plan.
    """
    plan = reading.plan
    for field, labels in (("region", plan.regions), ("channel", plan.axis("channel"))):
        known = {name_key(label): label for label in labels}
        likeliest = cache(partial(nearest, known=[*known]))
        for place, row in _rows(reading):
            cell = row[_FIELD[field]]
            if cell is None or name_key(cell) in known:
                continue
            near = likeliest(name_key(str(cell).strip()))
            hint = _("Did you mean {label}? ").format(label=f"“{known[near[0]]}”") if near else ""
            shown = ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")
            yield finding("log-unknown-label", found=cell, expected=known[near[0]] if near else None, near=hint, allowed=shown,
                          **_facts(reading, place, row, field))  # fmt: skip


def counts_that_are_none(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Text, negative numbers and fractions where whole numbers of 0 or more belong."""
    for place, row in _rows(reading):
        for field in COUNTED:
            cell = row[_FIELD[field]]
            if cell is None or len(possible_in_log(reading.plan, row, field)) > 1:
                continue
            if isinstance(cell, str):
                name, shown = "log-number", f"“{cell}”"
            elif cell < 0:
                name, shown = "log-negative", amount(cell, "count")
            elif field != "revenue" and cell != int(cell):
                name, shown = "log-fraction", amount(cell, "count")
            else:
                continue
            takes = _("an amount of 0 or more") if field == "revenue" else _("a whole number of 0 or more")
            yield finding(name, found=cell, found_text=shown, allowed=takes, **_facts(reading, place, row, field))


def more_served_than_came(reading: Reading, _results: Results) -> Iterator[Finding]:
    """More leads contacted or followed up than there are."""
    for place, row in _rows(reading):
        leads = row[_FIELD["leads"]] or 0.0
        for field in ("contacted", "followed_up"):
            cell = row[_FIELD[field]]
            if isinstance(cell, int | float) and isinstance(leads, int | float) and 0 <= leads < cell:
                facts: dict[str, Any] = {"found_text": amount(cell, "count"), "expected_text": amount(leads, "count")}
                yield finding(
                    "log-more-than-leads", found=cell, expected=leads, **facts, **_facts(reading, place, row, field)
                )


def duplicate_rows(reading: Reading, _results: Results) -> Iterator[Finding]:
    """The same row twice, or two rows about the same day, region and channel."""
    seen: dict[tuple[Cell, ...], list[tuple[int, LogRow]]] = {}
    log = reading.layout.blocks[LEAD_LOG.name]
    for place, row in _rows(reading):
        day = _day(row)
        if day is None or row[1] is None or row[2] is None:
            continue
        key = (day.toordinal(), *(name_key(cell) or cell for cell in row[1:3]))
        before = seen.setdefault(key, [])
        same = next((other for other, cells in before if cells[3:] == row[3:]), None)
        if before:
            name, other = ("log-same-day", before[0][0]) if same is None else ("log-duplicate", same)
            yield finding(
                name, other=reading.layout.row_now(log.sheet, log.row + other), **_facts(reading, place, row, "date")
            )
        before.append((place, row))


def log_nearly_full(reading: Reading, results: Results) -> Iterator[Finding]:
    """A log that has room for few more rows."""
    if results["rule_check"][2 * RULES.index("log_full")]:
        used, rows = results["log_used"][0], reading.plan.log_rows
        block = reading.layout.blocks[LEAD_LOG.name]
        title, end = reading.layout.shown((block.sheet, block.row + block.rows - 1, block.col))
        yield finding("log-nearly-full", sheet=title, cell=end, measure=LEAD_LOG.name, found=used, expected=rows,
                      found_text=amount(used, "count"), expected_text=amount(rows, "count"))  # fmt: skip


def rows_outside_the_log(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Rows typed above the first or below the last row of the log, where no formula sees them."""
    if reading.outside:
        block = reading.layout.blocks[LEAD_LOG.name]
        there, count = reading.layout, len(reading.outside)
        title, cell = there.shown((block.sheet, reading.outside[0][0], block.col))
        first, last = (there.row_now(block.sheet, row) for row in (block.row, block.row + block.rows - 1))
        told = n_("1 row is", "{count} rows are", count).format(count=amount(count, "count"))
        yield finding("log-outside", sheet=title, cell=cell, measure=LEAD_LOG.name, found=count,
                      found_text=told, first=first, last=last)  # fmt: skip


def gaps(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Days in the middle of a month on which nothing is logged, more than is usual in this log.

    Only working days count, and only gaps longer than twice the usual one: a log that is kept once a week has none.
    """
    plan = reading.plan
    first, end = plan_span(plan)
    off = {day for cell in plan.inputs["holidays"] if isinstance(cell, int | float) and (day := date_of_serial(cell))}
    places: dict[date, tuple[int, LogRow]] = {}
    for place, row in _rows(reading):
        day = _day(row)
        if day is not None and isinstance(row[0], int | float) and first <= row[0] < end:
            places.setdefault(day, (place, row))
    days = sorted(places)
    silent = [_working_days(a, b, off) for a, b in itertools.pairwise(days)]
    ordered = sorted(silent)
    # The median; statistics.median would take a tenth of the start of a check to import.
    usual = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else 0
    for before, after, count in zip(days, days[1:], silent, strict=False):
        if count >= _SHORTEST_GAP and count > 2 * usual and (before.year, before.month) == (after.year, after.month):
            place, row = places[after]
            span = _("{first} and {last}").format(first=before.isoformat(), last=after.isoformat())
            yield finding("log-gap", found=count, span=span, **_facts(reading, place, row, "date"))


def _working_days(before: date, after: date, off: set[date]) -> int:
    """Return how many working days lie between two days."""
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    return sum(day.isoweekday() < _SATURDAY and day not in off for day in between)


LOG_VALIDATIONS: tuple[Callable[[Reading, Results], Iterator[Finding]], ...] = (
    blank_cells,
    dates_not_in_the_plan,
    unknown_labels,
    counts_that_are_none,
    more_served_than_came,
    duplicate_rows,
    log_nearly_full,
    rows_outside_the_log,
    gaps,
)
