"""From the inputs and the lead log to the results, by definition, in plain Python.

What goes in is a plan; what comes out is every derived measure as a flat list in axis order: numbers,
status codes, None where blank. Written from the meaning of the measures and tied to the formulas in
the cells by tests alone, so that a wrong formula can't agree with itself: nothing in this folder
imports the formulas, the layout or the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from slasheet.recompute.agreement import agreed
from slasheet.recompute.checks import counted
from slasheet.recompute.commitment import committed
from slasheet.recompute.delivery import delivered
from slasheet.recompute.follow_up import followed_up
from slasheet.recompute.given import Given
from slasheet.recompute.log import Log, logged
from slasheet.recompute.month_to_date import paced
from slasheet.recompute.observed import observed
from slasheet.recompute.results import Results
from slasheet.recompute.scoring import scored

if TYPE_CHECKING:
    from slasheet.plan.plan import Cell, Plan

__all__ = ["arithmetic", "names", "recompute", "rounding"]


def recompute(plan: Plan) -> Mapping[str, Sequence[Cell]]:
    """Return every derived measure of a plan, cell by cell in axis order.

    Numbers are floats, statuses codes (`ok`, `behind`…), days day numbers, blanks None. Raises UnknownInputError for a
    number that no rule judges, and for a text that no step reads.
    """
    given = Given(plan)
    log = Log(given)
    results = Results(committed(given) | logged(given, log) | scored(given))
    for step in (delivered, observed, followed_up, paced, agreed):
        results.add(step(given, log, results))
    results.update(counted(given, results))
    given.refuse_unread()
    return {name: column.cells for name, column in results.items()}
