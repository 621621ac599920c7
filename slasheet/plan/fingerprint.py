"""The fingerprint of a plan: a hash of what two departments agree on, and of nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from slasheet.plan.measures.agreement_tables import NUMBERED
from slasheet.plan.measures.scoring import ROWS

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure
    from slasheet.plan.plan import Cell, Plan

#: Settings that two departments do not agree on: they change no number.
NOT_AGREED = ("language", "log_rows", "rows", "crm")


def fingerprint(plan: Plan) -> str:
    """Return a hash of the settings, inputs and texts of a plan.

    Not of the language, the log, what is looked at, nor the signatures and what goes on after them. Numbers count to
    the fifteen digits that spreadsheets keep; blank rows at the end of a numbered table do not count. What came with a
    later edition counts once it is used, so that a newer edition alone changes no fingerprint.
    """
    agreed = {key: value for key, value in plan.settings().items() if key not in NOT_AGREED}
    agreed["inputs"] = {
        measure.name: _as_agreed(plan, measure)
        for measure in plan.typed
        if not measure.view and (measure.since == 1 or plan.is_used(measure))
    }
    text = json.dumps(agreed, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _as_agreed(plan: Plan, measure: Measure) -> list[Cell]:
    """Return the cells of an input as they go into the fingerprint."""
    cells = [float(f"{cell:.15g}") if isinstance(cell, float) else cell for cell in plan.inputs[measure.name]]
    if measure.axes[:1] and measure.axes[0] in (*NUMBERED, *ROWS):
        while cells and cells[-1] is None:
            cells.pop()
    return cells
