"""From the inputs and the lead log to the results, by definition, in plain Python.

What goes in is a plan; what comes out is every derived measure as a flat list in axis order: numbers,
status codes, None where blank. Written from the meaning of the measures and tied to the formulas in
the cells by tests alone, so that a wrong formula can't agree with itself: nothing in this folder
imports the formulas, the layout or the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from slasheet.recompute.agreement import agreed
from slasheet.recompute.arithmetic import LARGEST, Column
from slasheet.recompute.checks import counted
from slasheet.recompute.commitment import committed
from slasheet.recompute.delivery import delivered
from slasheet.recompute.follow_up import followed_up
from slasheet.recompute.log import Log, logged
from slasheet.recompute.month_to_date import paced
from slasheet.recompute.observed import observed
from slasheet.recompute.scoring import scored

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

__all__ = ["arithmetic", "names", "recompute"]


def recompute(plan: Plan) -> Mapping[str, Column]:
    """Return every derived measure of a plan, cell by cell in axis order.

    Numbers are floats, statuses codes (`ok`, `behind`…), days day numbers, blanks None.
    """
    log = Log(plan)
    results = committed(plan) | logged(plan, log) | scored(plan)
    for step in (delivered, observed, followed_up, paced, agreed):
        made = step(plan, log, results)
        results |= {name: _held(cells) for name, cells in made.items()}
    return results | counted(plan, results)


def _held(cells: Column) -> list[float | str | None]:
    """Return results, blank where they are beyond what a cell holds."""
    return [None if isinstance(cell, float) and not abs(cell) <= LARGEST else cell for cell in cells]
