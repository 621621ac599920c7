"""From the inputs of one plan to those of another: every value keeps its place by label and month, never by position.

Both `new` (with a plan file) and `update` carry values over here; they differ in what fills the places that are new.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from slasheet.plan.measure import Measure
from slasheet.plan.measures.agreement_tables import AGREEMENT, NAMES
from slasheet.plan.measures.inputs import EXCHANGE_RATE
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.plan import Cell, Plan
from slasheet.plan.signatures import signatures
from slasheet.plan.starting_texts import starting_texts
from slasheet.texts.languages import translated

Labels = tuple[str, ...]
#: What stands where: by measure, then by the labels of its axes.
Held = Mapping[Labels, Cell]
#: What a place takes that is new: from the measure, the labels, and what stands at the places that are not.
Fill = Callable[[Measure, Labels, Held], Cell]
#: Labels that are gone, by axis: what stood there goes nowhere, not even to a new label of the same name.
Gone = Mapping[str, Collection[str]]
NOTHING_GONE: Gone = MappingProxyType({})


def held(plan: Plan, measure: Measure) -> dict[Labels, Cell]:
    """Return what an input of a plan holds, by labels."""
    places = (tuple(at.values()) for at in plan.coordinates(measure.axes))
    return dict(zip(places, plan.inputs[measure.name], strict=True))


def carried(base: Plan, made: Plan, fill: Fill, gone: Gone = NOTHING_GONE) -> dict[str, tuple[Cell, ...]]:
    """Return the inputs of `base` that `made` has, too, at its places; the agreement in words comes from `texts`."""
    given = {}
    before = {measure.name: measure.axes for measure in base.typed}
    for measure in made.typed:
        # Under one name and over the same axes it is the same input, whatever else a later edition says of it.
        if measure.name not in NAMES and before.get(measure.name) == measure.axes:
            kept = {at: cell for at, cell in held(base, measure).items() if _stands(measure, at, base, made, gone)}
            places = [tuple(at.values()) for at in made.coordinates(measure.axes)]
            for at in places:
                if at not in kept:
                    kept[at] = fill(measure, at, kept)
            given[measure.name] = tuple(kept[at] for at in places)
    return given


def _stands(measure: Measure, at: Labels, base: Plan, made: Plan, gone: Gone) -> bool:
    """Return whether what stands somewhere in `base` means the same in `made`: not the rates of another currency."""
    if any(label in gone.get(axis, ()) for axis, label in zip(measure.axes, at, strict=True)):
        return False
    if measure.name != EXCHANGE_RATE.name:
        return True
    same = made.currency_of(at[0]) == base.currency_of(at[0]) or at[0] not in made.regions
    return base.currency == made.currency and same


def number_for_all(base: Plan, made: Plan) -> Fill:
    """Return what gives new places the number that stands for all labels there, if one does: as plan files say it."""

    def filled(measure: Measure, at: Labels, kept: Held) -> Cell:
        if measure is EXCHANGE_RATE and base.currency != made.currency:
            return None
        known = [set(base.axis(axis)) for axis in measure.axes]
        fixed = [(place, label) for place, label in enumerate(at) if label in known[place]]
        # What has been filled in is among `there`, and changes nothing: it is the same number.
        cells = {
            cell
            for other, cell in kept.items()
            if all(label in axis for label, axis in zip(other, known, strict=True))
            and all(other[place] == label for place, label in fixed)
        }
        return cells.pop() if len(cells) == 1 else None

    return filled


def texts(base: Plan, made: Plan, gone: Gone = NOTHING_GONE) -> dict[str, tuple[Cell, ...]]:
    """Return what is agreed in words at the places of `made`, by label.

    A text or a date that nobody has changed becomes the one that `made` starts with: in its language, for its period.
    What was signed stays in the words in which it was signed.
    """
    spoken = replace(made, language=base.language) if signatures(base) else made
    given = dict(_translated(base, spoken))
    before, after = starting_texts(base), starting_texts(spoken)
    for measure in AGREEMENT:
        cells = zip(held(base, measure).items(), before[measure.name], strict=True)
        typed = {
            at: cell for (at, cell), starting in cells if cell != starting and _stands(measure, at, base, made, gone)
        }
        places = zip(made.coordinates(measure.axes), after[measure.name], strict=True)
        given[measure.name] = tuple(typed.get(tuple(at.values()), starting) for at, starting in places)
    return given


def _translated(base: Plan, made: Plan) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Yield the other texts that a plan begins with; those that nobody edited come in the language of `made`."""
    for measure in base.typed:
        if measure.unit != "text" or measure.name in NAMES:
            continue
        before, after = (_starting(measure, plan) for plan in (base, made))
        cells = zip(base.inputs[measure.name], before, after, strict=True)
        yield measure.name, tuple(new if cell == old else cell for cell, old, new in cells)


def _starting(measure: Measure, plan: Plan) -> tuple[Cell, ...]:
    """Return what a new plan holds in an input without numbers."""
    return Plan(language=plan.language, rows=plan.rows).inputs[measure.name]


def typed_cells(plan: Plan) -> Iterator[tuple[Measure, Labels, Cell]]:
    """Yield every cell in which somebody typed something: not blank, nor what a new plan starts with or a blank counts as."""
    starting = starting_texts(plan)
    for measure in plan.typed:
        usual = starting.get(measure.name)
        if usual is None and measure in SCORING and not measure.numeric:
            usual = _starting(measure, plan)
        for index, (at, cell) in enumerate(held(plan, measure).items()):
            plain = usual[index] if usual else measure.default_at(index)
            if cell is not None and cell != (
                translated(plain, plan.language) if isinstance(plain, str) and not usual else plain
            ):
                yield measure, at, cell
