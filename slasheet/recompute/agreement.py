"""What the Agreement sheet must show, by definition: KPIs of each side, the promise, the period, how much is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Column, Number, divided, number, positive, total
from slasheet.recompute.days import FIRST_DAY, LAST_DAY, day_number, known_day, months_later
from slasheet.recompute.log import Log
from slasheet.recompute.verdicts import judged, served

if TYPE_CHECKING:
    from slasheet.plan.plan import Cell, Plan

_AGREED = ("revenue_target", "new_business_target", "marketing_revenue", "sales_revenue", "leads_due", "sla_value")
#: Fixed tables, all of whose cells should be filled; numbered ones, with how wide they are and the fields a row should have.
_FIXED = ("shared_goal", "commitments", "definitions", "stage_definitions", "handoff", "meetings")
_NUMBERED = {
    "qualification": (3, (0, 1, 2)),
    "nurturing": (4, (0, 1, 2, 3)),
    "attempts": (3, (0, 1, 2)),
    "outcomes": (3, (0, 1, 2)),
    "contacts": (4, (0, 1, 2)),
    "signatures": (4, (0, 1)),
}
_SECTIONS = (
    "shared_goal", "commitments", "definitions", "stage_definitions", "qualification", "handoff", "nurturing", "attempts", "outcomes", "meetings",
    "period", "contacts", "signatures",
)  # fmt: skip
_LAST_ATTEMPT = 1000


def agreed(plan: Plan, log: Log, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return the measures of the Agreement sheet."""
    return {
        "agreed": [results[f"{name}_by_month_plan"][0] for name in _AGREED],
        **_promise(plan),
        "kpi": _kpis(plan, log, results),
        **_period(plan, log),
        "agreement_progress": _progress(plan),
    }


def _times(cell: Cell) -> Number:
    """Return a whole number from 1 to 1000, else blank."""
    return cell if isinstance(cell, (int, float)) and cell in range(1, 1001) else None


def _promise(plan: Plan) -> dict[str, Column]:
    """Return the promise that counts, and how many of the attempts listed fall within its days."""
    listed = [cell for cell in plan.inputs["attempts"][2::3] if isinstance(cell, (int, float)) and 0 <= cell <= _LAST_ATTEMPT]  # fmt: skip
    terms = plan.inputs["follow_ups"]
    check: list[float | str | None] = []
    for attempts, days in zip(map(_times, terms[::2]), map(_times, terms[1::2]), strict=True):
        within = None if days is None else sum(day <= days for day in listed)
        known = attempts is not None and within is not None and bool(listed)
        check += [attempts, days, within, ("attention" if (within or 0) < (attempts or 0) else "ok") if known else None]
    hours, back = plan.inputs["first_contact_hours"][0], plan.inputs["return_after"][0]
    return {"promised": [positive(hours), _times(back)], "promise_check": check}


def _kpis(plan: Plan, log: Log, results: Mapping[str, Column]) -> list[float | str | None]:
    """Return target, actual, attainment and status of every KPI."""
    tolerance = number(results["tolerance_counted"][0])

    def to_date(name: str) -> list[float | str | None]:
        planned, actual, attainment, _, state = results[f"{name}_to_date"]
        return [planned, actual, attainment, state]

    def kept(name: str) -> list[float | str | None]:
        share = number(results[f"{name}_compliance_by_month_to_date"][0])
        target = None if tolerance is None else 1 - tolerance
        attainment = divided(share, positive(target))
        return [target, share, attainment, None if attainment is None else served(share, tolerance)]

    business = number(results["new_business_target_by_month_plan"][0])
    closed = _closed(plan, results)
    reached = divided(closed, positive(business))
    ended = all(log.over)
    return [
        *to_date("delivery_by_month"), *to_date("delivery_value_by_month"), *kept("first_contact"), *kept("follow_up"),
        *to_date("closed_customers_by_month"), *to_date("closed_revenue_by_month"),
        business, closed, reached, judged(closed, business, tolerance) if ended and reached is not None else None,
    ]  # fmt: skip


def _closed(plan: Plan, results: Mapping[str, Column]) -> Number:
    """Return the revenue closed so far in the reporting currency, blank when a month that is logged can't be converted."""
    months = plan.months
    actual, logged = (
        results[name][place * months : (place + 1) * months]
        for name, place in (("closed_revenue_by_month", 1), ("rows_logged", 4))
    )
    told = [number(cell) for cell, rows in zip(actual, logged, strict=True) if number(rows)]
    return None if None in told else total(told)


def _period(plan: Plan, log: Log) -> dict[str, Column]:
    """Return what is wrong with the period, its verdict, and whether the review has passed."""
    first, last, review = (known_day(plan.inputs[name][0]) for name in ("valid_from", "valid_to", "next_review"))
    begins, ends = day_number(plan.start), months_later(day_number(plan.start), plan.months) - 1
    faults, state = [0, 0, 0], None
    if first is not None and last is not None:
        outside = log.latest is not None and not first <= log.latest <= last
        faults = [1, 0, 0] if last < first else [0, int(first > begins or last < ends), int(outside)]
        state = "wrong" if last < first else "attention" if sum(faults) else "ok"
    past = None if review is None or log.latest is None else "attention" if log.latest > review else "ok"
    return {"period_fault": faults, "validity_status": [state], "review_due": [past]}


def _progress(plan: Plan) -> list[float | str | None]:
    """Return per section how many cells are filled of those that should be, and what that means."""
    made: list[float | str | None] = []
    for name in _SECTIONS:
        if name == "period":
            cells: Sequence[Cell] = [plan.inputs[date][0] for date in ("valid_from", "valid_to", "next_review")]
            needed = 3
        elif name in _FIXED:
            cells = plan.inputs[name]
            needed = len(cells)
        else:
            wide, fields = _NUMBERED[name]
            columns = [plan.inputs[name][field::wide] for field in fields]
            cells = [cell for column in columns for cell in column]
            needed = len(fields) * max(1, *(sum(cell is not None for cell in column) for column in columns))
        filled = sum(cell is not None for cell in cells)
        made += [filled, needed, "incomplete" if filled < needed else "ok"]
    return made


def misfits(plan: Plan) -> int:
    """Return how many cells of the tables hold no number or date where one belongs, or one out of bounds."""
    count = 0
    for name, field, wide, low, high in (
        ("attempts", 2, 3, 0, _LAST_ATTEMPT), ("versions", 3, 4, FIRST_DAY, LAST_DAY), ("signatures", 2, 4, FIRST_DAY, LAST_DAY),
    ):  # fmt: skip
        typed = [cell for cell in plan.inputs[name][field::wide] if cell is not None]
        count += sum(not (isinstance(cell, (int, float)) and low <= cell <= high) for cell in typed)
    return count
