"""How large a plan may be: its cells are counted from the sizes of its axes, before anything is laid out or filled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from slasheet.plan.amounts import amount
from slasheet.plan.measures.table import measures
from slasheet.texts.findings import PlanError, finding
from slasheet.texts.languages import n_

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: 200 regions with 50 channels over 12 months have 2.2 million; a workbook of three takes a quarter of a minute to write.
MOST_CELLS = 3_000_000


def cells_of(plan: Plan) -> int:
    """Return how many cells all measures of a plan have together."""
    table = measures(plan).values()
    sizes = {axis: plan.size((axis,)) for axis in {axis for measure in table for axis in measure.axes}}
    return sum(math.prod(sizes[axis] for axis in measure.axes) for measure in table)


def refuse_too_large(plan: Plan) -> None:
    """Raise PlanError, in the language spoken, for a plan with more cells than a workbook may have."""
    found = cells_of(plan)
    if found > MOST_CELLS:
        parts = (
            n_("{count} region", "{count} regions", len(plan.regions)).format(count=amount(len(plan.regions), "count")),
            n_("{count} channel", "{count} channels", len(plan.channels)).format(
                count=amount(len(plan.channels), "count")
            ),
            n_("{count} month", "{count} months", plan.months).format(count=plan.months),
        )
        raise PlanError(
            "plan",
            (
                finding(
                    "plan-too-large",
                    found=found,
                    expected=MOST_CELLS,
                    found_text=amount(found, "count"),
                    expected_text=amount(MOST_CELLS, "count"),
                    shape=", ".join(parts),
                ),
            ),
        )
