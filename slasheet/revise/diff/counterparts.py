"""Which label of one plan is which of another: by name, never by place, so that a row put in shifts nothing.

Capitals make no difference in a spreadsheet, so labels that differ in them only are one label, renamed. Any other
new name can't be told from a row taken out and another put in, but by what the rows hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from slasheet.plan.fingerprint import SAME_IN_ANY_LANGUAGE, unedited_in_english
from slasheet.plan.measure import Measure
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.labels import label_key

#: The axes whose labels people type; which transition is which follows from the stages.
TYPED = ("region", "channel", "stage")

#: From a place on an axis of NEW to the place of the same label on that axis of OLD.
Pairs = Mapping[int, int]


def alike(old: Cell, new: Cell) -> bool:
    """Return whether two cells hold the same, numbers to the fifteen digits that every spreadsheet keeps."""
    if isinstance(old, float) and isinstance(new, float):
        return f"{old:.15g}" == f"{new:.15g}"
    return old == new


def as_compared(old: Plan, new: Plan) -> tuple[Plan, Plan]:
    """Return two plans, each with what it started with and nobody edited in one language where one of them counts that as the same."""
    if max(old.edition, new.edition) < SAME_IN_ANY_LANGUAGE:
        return old, new
    return unedited_in_english(old), unedited_in_english(new)


def shared_inputs(old: Plan, new: Plan) -> tuple[Measure, ...]:
    """Return the inputs that both plans have, over the same axes, in the order of the sheets."""
    before = measures(old)
    return tuple(
        measure
        for name, measure in measures(new).items()
        if measure.kind == "input" and name in old.inputs and before[name].axes == measure.axes
    )


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The labels and cells of two plans that belong together; `typed` pairs those of regions, channels and stages."""

    old: Plan
    new: Plan
    typed: Mapping[str, Pairs]

    def pairs(self, axis: str) -> Pairs:
        """Return which place of NEW on an axis is which of OLD."""
        if axis in self.typed:
            return self.typed[axis]
        if axis == "transition":
            stages = self.typed["stage"]
            return {
                place: stages[place]
                for place in range(len(self.new.stages) - 1)
                if place in stages and stages.get(place + 1) == stages[place] + 1
            }
        return _by_name(_names(self.old, axis), _names(self.new, axis))

    def cells(
        self, axes: Sequence[str], at: Mapping[str, Collection[int]] = MappingProxyType({})
    ) -> Iterator[tuple[int, int]]:
        """Yield index in OLD and in NEW of the cells over `axes` that both have; `at` keeps to some places of NEW."""
        sizes = [(len(self.old.axis(axis)), len(self.new.axis(axis))) for axis in axes]
        places_by_axis = (
            [(old, new) for new, old in sorted(self.pairs(axis).items()) if axis not in at or new in at[axis]]
            for axis in axes
        )
        for places in product(*places_by_axis):
            before = after = 0
            for (old, new), (olds, news) in zip(places, sizes, strict=True):
                before, after = before * olds + old, after * news + new
            yield before, after

    def renamed(self, axis: str) -> tuple[tuple[str, str], ...]:
        """Return the labels of an axis that people type which have another name now."""
        if axis not in TYPED:
            return ()
        old, new = self.old.axis(axis), self.new.axis(axis)
        return tuple((old[b], new[a]) for a, b in sorted(self.pairs(axis).items()) if old[b] != new[a])


def counterparts(old: Plan, new: Plan) -> Counterparts:
    """Return what belongs together in two plans.

    When one label of an axis went and one came at its place, and all numbers there are equal, it is the same, renamed.
    """
    found = Counterparts(old, new, {axis: _by_name(old.axis(axis), new.axis(axis)) for axis in TYPED})
    for axis in TYPED:
        pairs = found.typed[axis]
        gone = set(range(len(old.axis(axis)))) - set(pairs.values())
        came = set(range(len(new.axis(axis)))) - set(pairs)
        if len(came) == 1 and gone == came:
            (place,) = came
            tried = Counterparts(old, new, {**found.typed, axis: {**pairs, place: place}})
            found = tried if _holds_the_same(tried, axis, place) else found
    return found


def _holds_the_same(tried: Counterparts, axis: str, place: int) -> bool:
    """Return whether all cells at a place of an axis are the same in both plans."""
    at = {"transition": (place - 1, place)} if axis == "stage" else {axis: (place,)}
    return all(
        alike(tried.old.inputs[measure.name][before], tried.new.inputs[measure.name][after])
        for measure in shared_inputs(tried.old, tried.new)
        if set(at) & set(measure.axes)
        for before, after in tried.cells(measure.axes, at)
    )


def _names(plan: Plan, axis: str) -> tuple[str, ...]:
    """Return what the labels of an axis are known by: a quarter by its months, since it counts from the first."""
    if axis != "quarter":
        return plan.axis(axis)
    months = plan.axis("month")
    return tuple(" ".join(months[first : first + 3]) for first in range(0, len(months), 3))


def _by_name(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair places by name: as it is written first, then whatever its capitals; the first of a name with the first."""
    pairs: dict[int, int] = {}
    for written in (str, label_key):
        left: dict[str, list[int]] = {}
        taken = set(pairs.values())
        for place, name in enumerate(old):
            if place not in taken:
                left.setdefault(written(name), []).append(place)
        for place, name in enumerate(new):
            if place not in pairs and left.get(written(name)):
                pairs[place] = left[written(name)].pop(0)
    return pairs
