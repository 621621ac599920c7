"""The rates between stages: from those of one plan to those of another that has more, fewer or other stages.

A rate belongs to the step between two stages. Where stages between two others go, the step that is left has the product
of the rates it replaces: the close rate stays what it was. Where a stage is put into a step, nobody knows how the rate
of the step divides, so both new steps are blank. With two stages the close rate is the rate of their one step.
"""

from __future__ import annotations

import math
from itertools import pairwise

from slasheet.plan.carry import Gone, Labels, held
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import CLOSE_RATE, CONVERSION_RATE
from slasheet.plan.plan import Cell, Plan

Step = tuple[str, str]
RATES = (CLOSE_RATE, CONVERSION_RATE)


def rate_measure(plan: Plan) -> Measure:
    """Return the input that holds the rates between the stages of a plan."""
    return next(measure for measure in plan.typed if measure in RATES)


def step_of(plan: Plan, measure: Measure, at: Labels) -> tuple[Step, Labels]:
    """Return the step that a rate belongs to, and its channel and region."""
    if measure is CLOSE_RATE:
        return (plan.stages[0], plan.stages[1]), at
    place = plan.axis("transition").index(at[0])
    return (plan.stages[place], plan.stages[place + 1]), at[1:]


def place_of(plan: Plan, step: Step, at: Labels) -> tuple[Measure, Labels] | None:
    """Return where the rate of a step stands, None where the plan has no such step."""
    steps = list(pairwise(plan.stages))
    if step not in steps:
        return None
    if len(steps) == 1:
        return CLOSE_RATE, at
    return CONVERSION_RATE, (plan.axis("transition")[steps.index(step)], *at)


def merged_steps(base: Plan, made: Plan, gone: Gone) -> dict[Step, tuple[Step, ...]]:
    """Return the steps of `made` that take the place of several of `base`, with those, in order."""
    left = {stage: place for place, stage in enumerate(base.stages) if stage not in gone.get("stage", ())}
    steps = tuple(pairwise(base.stages))
    merged = {}
    for first, last in pairwise(made.stages):
        if first in left and last in left and left[first] + 1 < left[last]:
            merged[first, last] = steps[left[first] : left[last]]
    return merged


def rates(base: Plan, made: Plan, gone: Gone) -> dict[str, tuple[Cell, ...]]:
    """Return the rates of `base` at the steps of `made`."""
    known: dict[tuple[Step, Labels], Cell] = {}
    before = rate_measure(base)
    for at, cell in held(base, before).items():
        step, rest = step_of(base, before, at)
        if not any(label in gone.get(axis, ()) for axis, label in zip(("channel", "region"), rest, strict=True)):
            known[step, rest] = cell
    merged = merged_steps(base, made, gone)
    after = rate_measure(made)
    cells = []
    for at in (tuple(coordinates.values()) for coordinates in made.coordinates(after.axes)):
        step, rest = step_of(made, after, at)
        if step in merged:
            cells.append(_product([known.get((part, rest)) for part in merged[step]]))
        else:
            cells.append(None if set(step) & set(gone.get("stage", ())) else known.get((step, rest)))
    return {after.name: tuple(cells)}


def _product(cells: list[Cell]) -> Cell:
    numbers = [cell for cell in cells if isinstance(cell, float)]
    return math.prod(numbers) if len(numbers) == len(cells) else None
