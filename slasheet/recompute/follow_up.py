"""What sales does with the leads, against its promise and its capacity."""

from __future__ import annotations

from slasheet.recompute.arithmetic import Number, divided, positive
from slasheet.recompute.columns import Cell, Column, combined, totals
from slasheet.recompute.given import Given
from slasheet.recompute.log import Log
from slasheet.recompute.results import Results
from slasheet.recompute.verdicts import served


def followed_up(given: Given, log: Log, results: Results) -> dict[str, Column[Cell]]:
    """Return compliance with the promise by region and month, and the leads of each rep beside what one can work."""
    made: dict[str, Column[Cell]] = {"sales_load": _load(given, results)}
    for name, kind in (("first_contact", "contacted"), ("follow_up", "followed_up")):
        made |= _compliance(log, results, name, kind)
    return made


def _compliance(log: Log, results: Results, name: str, kind: str) -> dict[str, Column[Cell]]:
    """Return the leads of which something is said, those served, the share of both and its status."""
    tolerance = results.numbers("tolerance_counted")
    parts = {
        "leads": log.monthly("leads", "region month", kind, lambda row: getattr(row, kind) is not None),
        "served": log.monthly(kind, "region month", kind, lambda row: row.leads is not None),
    }
    everywhere = {part: totals(column, "region") for part, column in parts.items()}
    made: dict[str, Column[Cell]] = {f"{name}_{part}": column for part, column in parts.items()}
    for by, monthly in (("", parts), ("_by_month", everywhere)):
        shares = combined(divided, monthly["served"], monthly["leads"])
        so_far = {
            part: log.axes.stacked("to_date", [totals(column, "month")], None) for part, column in monthly.items()
        }
        made |= {
            f"{name}_compliance{by}": shares,
            f"{name}_status{by}": combined(served, shares, tolerance),
            f"{name}_compliance{by}_to_date": combined(divided, so_far["served"], so_far["leads"]),
        }
    return made


def _load(given: Given, results: Results) -> Column[Cell]:
    """Return per region the leads of one rep, what one can work, the share of it, and whether it is too much."""
    actual = results.numbers("delivery_by_region", delivery="actual")
    most = given["leads_per_rep"].map(positive)
    each = combined(divided, actual, given["sales_reps"].map(positive))
    figures: dict[str, Column[Cell]] = {
        "leads_per_rep": each,
        "capacity": most,
        "use": combined(divided, each, most),
        "status": combined(_too_much, each, most),
    }
    return given.axes.stacked("load", figures, -1)


def _too_much(leads: Number, most: Number) -> str | None:
    return None if leads is None or most is None else "attention" if leads > most else "ok"
