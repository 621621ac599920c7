"""What sales does with the leads, against its promise and its capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Column, Number, divided, number, positive, share, total
from slasheet.recompute.log import Log
from slasheet.recompute.verdicts import served

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan


def followed_up(plan: Plan, log: Log, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return compliance with the promise by region and month, and the leads of each rep beside what one can work."""
    made: dict[str, Column] = {}
    for name, kind in (("first_contact", "contacted"), ("follow_up", "followed_up")):
        made |= _compliance(plan, log, name, kind)
    return made | {"sales_load": _load(plan, results)}


def _compliance(plan: Plan, log: Log, name: str, kind: str) -> dict[str, Column]:
    """Return leads told of, leads served, the share of both and its status."""
    M, tolerance = plan.months, share(plan.inputs["tolerance"][0])
    sums = {"leads": [0.0] * (len(plan.regions) * M), "served": [0.0] * (len(plan.regions) * M)}
    for row in log.rows:
        done = getattr(row, kind)
        if row.month is not None and row.leads is not None and done is not None:
            for r in row.regions:
                sums["leads"][r * M + row.month] += row.leads
                sums["served"][r * M + row.month] += done
    known = log.counts[kind]
    parts: dict[str, list[Number]] = {
        part: [x if known[i % M] else None for i, x in enumerate(cells)] for part, cells in sums.items()
    }
    everywhere = {part: [total(cells[m::M]) for m in range(M)] for part, cells in parts.items()}
    made: dict[str, Column] = {f"{name}_{part}": cells for part, cells in parts.items()}
    for by, held in (("", parts), ("_by_month", everywhere)):
        shares = [divided(a, b) for a, b in zip(held["served"], held["leads"], strict=True)]
        so_far = {part: [total(cells[i : i + M]) for i in range(0, len(cells), M)] for part, cells in held.items()}
        made[f"{name}_compliance{by}_to_date"] = [
            divided(a, b) for a, b in zip(so_far["served"], so_far["leads"], strict=True)
        ]
        made |= {f"{name}_compliance{by}": shares, f"{name}_status{by}": [served(x, tolerance) for x in shares]}
    return made


def _load(plan: Plan, results: Mapping[str, Column]) -> list[float | str | None]:
    """Return per region the leads of one rep, what one can work, the share of it, and whether it is too much."""
    M, table = plan.months, results["delivery_by_region"]
    load: list[float | str | None] = []
    for r, (reps, room) in enumerate(zip(plan.inputs["sales_reps"], plan.inputs["leads_per_rep"], strict=True)):
        most = positive(room)
        each = [divided(number(cell), positive(reps)) for cell in table[(r * 5 + 1) * M : (r * 5 + 2) * M]]
        load += [*each, *([most] * M), *(divided(x, most) for x in each)]
        load += [None if x is None or most is None else "attention" if x > most else "ok" for x in each]
    return load
