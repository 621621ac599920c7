"""Cells that changed alike, together: a run of months, all regions, instead of one line a cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell
from slasheet.revise.diff.changes import CellChange
from slasheet.revise.diff.counterparts import Counterparts

if TYPE_CHECKING:
    from slasheet.revise.diff.difference import Difference

#: Axes on which cells beside each other are told as from … to …; on any other only all of them together.
_IN_ORDER = ("month", "horizon")


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of a measure that changed alike: per axis the places of NEW, ascending, and `whole` where it is all of several."""

    measure: str
    places: tuple[tuple[int, ...], ...]
    whole: tuple[bool, ...]
    change: CellChange
    cells: int


def runs(difference: Difference, matched: Counterparts, changes: Sequence[CellChange]) -> list[Run]:
    """Return the changes of one measure in as few runs as they make, in the order of their first cells."""
    axes = measures(difference.new)[changes[0].measure].axes
    sizes = [len(difference.new.axis(axis)) for axis in axes]
    made = [
        Run(change.measure, _places(change.index, sizes), (False,) * len(axes), change, 1)
        for change in sorted(changes, key=lambda change: change.index)
    ]
    for number in reversed(range(len(axes))):
        made = _joined(made, number, tuple(sorted(matched.pairs(axes[number]))), in_order=axes[number] in _IN_ORDER)
    return made


def in_a_row(labels: Collection[str], axis: Sequence[str]) -> list[list[str]]:
    """Return labels in groups of those that are neighbours on their axis."""
    places = [place for place, label in enumerate(axis) if label in labels]
    groups = groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    return [[axis[place] for _number, place in group] for _start, group in groups]


def _joined(found: list[Run], number: int, both: tuple[int, ...], *, in_order: bool) -> list[Run]:
    """Join runs that are alike but for their place on axis `number`; `both` are its places that both sides have."""
    groups: dict[tuple[object, ...], list[Run]] = {}
    for run in found:
        rest = (*run.places[:number], *run.places[number + 1 :])
        groups.setdefault((rest, _held(run.change.old), _held(run.change.new)), []).append(run)
    made = []
    for group in groups.values():
        group.sort(key=lambda run: run.places[number])
        places = tuple(run.places[number][0] for run in group)
        if places == both:
            made.append(_one(group, number, whole=len(both) > 1))
        elif in_order:
            start = 0
            for end in range(1, len(group) + 1):
                if end == len(group) or places[end] != places[end - 1] + 1:
                    made.append(_one(group[start:end], number, whole=False))
                    start = end
        else:
            made += group
    return sorted(made, key=lambda run: run.change.index)


def _one(group: Sequence[Run], number: int, *, whole: bool) -> Run:
    first = group[0]
    places = tuple(place for run in group for place in run.places[number])
    return Run(
        first.measure,
        (*first.places[:number], places, *first.places[number + 1 :]),
        (*first.whole[:number], whole, *first.whole[number + 1 :]),
        first.change,
        sum(run.cells for run in group),
    )


def _held(cell: Cell) -> tuple[str, Cell]:
    """Return what makes cells alike: a number to the digits that spreadsheets keep, and a text is never a number."""
    return ("number", float(f"{cell:.15g}")) if isinstance(cell, float) else ("text", cell)


def _places(index: int, sizes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    places = []
    for size in reversed(sizes):
        index, here = divmod(index, size)
        places.append((here,))
    return tuple(reversed(places))
