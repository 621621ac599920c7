"""What the Agreement sheet must show, by definition: KPIs of each side, the promise, the period, how much is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slasheet.recompute.arithmetic import Number, divided, number, positive, total
from slasheet.recompute.columns import Cell, Column, combined
from slasheet.recompute.days import FIRST_DAY, LAST_DAY, day_number, known_day, months_later
from slasheet.recompute.given import Given
from slasheet.recompute.log import Log
from slasheet.recompute.results import Results
from slasheet.recompute.verdicts import judged, served

#: Tables of numbered rows, with the axis of their fields and those that a row should have.
_NUMBERED = {
    "qualification": ("criterion_field", ("criterion", "evidence", "checked_by")),
    "nurturing": ("nurture_field", ("workflow", "content", "buying_stage", "owner")),
    "attempts": ("attempt_field", ("what", "channel", "day")),
    "outcomes": ("outcome_field", ("reason", "record", "next")),
    "contacts": ("contact_field", ("role", "name", "email")),
    "signatures": ("signature_field", ("role", "name")),
}
_PERIOD = ("valid_from", "valid_to", "next_review")
_LAST_ATTEMPT = 1000
_TIMES = range(1, 1001)


def agreed(given: Given, log: Log, results: Results) -> dict[str, Column[Cell]]:
    """Return the measures of the Agreement sheet."""
    axes = given.axes
    plans = {name: results[f"{name}_by_month_plan"].at(plan="plan") for name in axes.labels("agreed")}
    return {
        "agreed": axes.table("live agreed", plans).over("agreed", "live"),
        **_promise(given),
        "kpi": _kpis(given, log, results),
        **_period(given, log),
        "agreement_progress": _progress(given),
    }


def _times(cell: Cell) -> Number:
    """Return a whole number from 1 to 1000, else blank."""
    return cell if isinstance(cell, (int, float)) and cell in _TIMES else None


def _promise(given: Given) -> dict[str, Column[Cell]]:
    """Return the promise that counts, and how many of the attempts listed fall within its days."""
    days = given["attempts"].part(attempt_field="day").cells
    listed = [day for day in days if isinstance(day, (int, float)) and 0 <= day <= _LAST_ATTEMPT]

    def within(most: Number) -> Number:
        return None if most is None else sum(day <= most for day in listed)

    def verdict(attempts: Number, reached: Number) -> str | None:
        known = attempts is not None and reached is not None and bool(listed)
        return ("attention" if (reached or 0) < (attempts or 0) else "ok") if known else None

    terms = given["follow_ups"].map(_times)
    attempts, most = terms.part(term="attempts"), terms.part(term="days")
    reached = most.map(within)
    figures: dict[str, Column[Cell]] = {
        "attempts": attempts,
        "days": most,
        "listed": reached,
        "status": combined(verdict, attempts, reached),
    }
    promised: dict[str, Column[Cell]] = {
        "first_contact_hours": given["first_contact_hours"].map(positive),
        "return_after": given["return_after"].map(_times),
    }
    axes = given.axes
    return {
        "promised": axes.stacked("promised", promised).over("promised", "live"),
        "promise_check": axes.stacked("promise_figure", figures, None),
    }


def _kpis(given: Given, log: Log, results: Results) -> Column[Cell]:
    """Return target, actual, attainment and status of every KPI."""
    tolerance = number(results["tolerance_counted"].at())

    def to_date(name: str) -> dict[str, Cell]:
        so_far = results[f"{name}_to_date"].part(to_date="to date")
        return {
            "target": so_far.at(delivery="plan"),
            **{figure: so_far.at(delivery=figure) for figure in ("actual", "attainment", "status")},
        }

    def kept(name: str) -> dict[str, Cell]:
        share = number(results[f"{name}_compliance_by_month_to_date"].at(to_date="to date"))
        target = None if tolerance is None else 1 - tolerance
        attainment = divided(share, positive(target))
        state = None if attainment is None else served(share, tolerance)
        return {"target": target, "actual": share, "attainment": attainment, "status": state}

    business = number(results["new_business_target_by_month_plan"].at(plan="plan"))
    closed = _closed(results)
    reached = divided(closed, positive(business))
    ended = all(log.over) and reached is not None
    kpis = {
        "leads": to_date("delivery_by_month"),
        "value": to_date("delivery_value_by_month"),
        "first_contact": kept("first_contact"),
        "follow_up": kept("follow_up"),
        "customers": to_date("closed_customers_by_month"),
        "revenue": to_date("closed_revenue_by_month"),
        "new_business": {
            "target": business,
            "actual": closed,
            "attainment": reached,
            "status": judged(closed, business, tolerance) if ended else None,
        },
    }
    return given.axes.table("kpi kpi_figure", *(kpis[kpi] for kpi in given.axes.labels("kpi")))


def _closed(results: Results) -> Number:
    """Return the revenue closed so far in the reporting currency, blank when a month that is logged can't be converted."""
    actual = results.numbers("closed_revenue_by_month", delivery="actual")
    rows = results.numbers("rows_logged", counted="revenue")
    known = [cell for cell, count in zip(actual.cells, rows.cells, strict=True) if count]
    return None if None in known else total(known)


def _period(given: Given, log: Log) -> dict[str, Column[Cell]]:
    """Return what is wrong with the period, its verdict, and whether the review has passed."""
    first, last, review = (known_day(given[name].at()) for name in _PERIOD)
    start = day_number(given.plan.start)
    begins, ends = start, months_later(start, given.axes.size("month")) - 1
    faults, state = dict.fromkeys(given.axes.labels("period_fault"), 0), None
    if first is not None and last is not None:
        outside = log.latest is not None and not first <= log.latest <= last
        if last < first:
            faults["reversed"] = 1
        else:
            faults |= {"short": int(first > begins or last < ends), "over": int(outside)}
        state = "wrong" if last < first else "attention" if any(faults.values()) else "ok"
    past = None if review is None or log.latest is None else "attention" if log.latest > review else "ok"
    column = given.axes.column
    return {
        "period_fault": given.axes.table("period_fault", faults),
        "validity_status": column("", [state]),
        "review_due": column("", [past]),
    }


def _progress(given: Given) -> Column[Cell]:
    """Return per section how many cells are filled of those that should be, and what that means."""
    rows: list[Mapping[str, Cell]] = []
    for name in given.axes.labels("section"):
        if name in _NUMBERED:
            axis, fields = _NUMBERED[name]
            columns = [given[name].part(**{axis: field}).cells for field in fields]
            cells = [cell for column in columns for cell in column]
            needed = len(fields) * max(1, *map(_filled, columns))
        else:
            # All cells of the other tables should be filled, and the three dates.
            cells = [given[date].at() for date in _PERIOD] if name == "period" else given[name].cells
            needed = len(cells)
        filled = _filled(cells)
        rows.append({"filled": filled, "needed": needed, "status": "incomplete" if filled < needed else "ok"})
    return given.axes.table("section progress", *rows)


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def misfits(given: Given) -> int:
    """Return how many cells of the tables hold no number or date where one belongs, or one out of bounds."""
    count = 0
    for cells, low, high in (
        (given["attempts"].part(attempt_field="day").cells, 0, _LAST_ATTEMPT),
        (given["versions"].part(version_field="date").cells, FIRST_DAY, LAST_DAY),
        (given["signatures"].part(signature_field="date").cells, FIRST_DAY, LAST_DAY),
    ):
        typed = [cell for cell in cells if cell is not None]
        count += sum(not (isinstance(cell, (int, float)) and low <= cell <= high) for cell in typed)
    return count
