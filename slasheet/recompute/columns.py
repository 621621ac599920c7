"""Columns: the cells of one measure with the axes they run over, addressed by axis and label.

A step says which measures it combines and over which axes it sums; where a cell lies among the others is known here
alone. So a measure may gain an axis without a change in the steps that use it: what is combined with it gains the
axis, too, unless it runs over months, which know the quarter that they lie in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Generic, TypeVar

from slasheet.recompute.arithmetic import Number, total

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")

#: What a cell holds: a number, a text or a status code, None where it is blank.
Cell = float | str | None
#: The finer axes that say where a cell lies along a coarser one: a month knows its place in the horizon and its quarter.
_FINER = {"horizon": ("month",), "quarter": ("month", "horizon")}
MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Column(Generic[T_co]):
    """The cells of a measure in axis order, last axis fastest."""

    axes: tuple[str, ...]
    cells: list[T_co]
    home: Axes

    def at(self, **places: str | int) -> T_co:
        """Return the cell at a label, or a place from 0, along every axis.

        Raises ValueError where an axis is left open. Example: `leads_due.at(channel="Webinar", region=r, month=0)`.
        """
        part = self.part(**places)
        if part.axes:
            message = f"at {places} nothing says which {', '.join(part.axes)} counts"
            raise ValueError(message)
        return part.cells[0]

    def part(self, **places: str | int) -> Column[T_co]:
        """Return what counts at some labels, or places, over the other axes.

        Along an axis that the column does not have it is the same everywhere; a month says which quarter counts. Raises
        KeyError for an axis, ValueError for a label and IndexError for a place that the plan does not have.
        """
        first, fixed = 0, set[str]()
        for axis, label in places.items():
            place = self.home.place(axis, label)
            for own in self.home.settled_by(axis, self.axes):
                fixed.add(own)
                first += self.home.step(self.axes, own) * self.home.within(axis, own)[place]
        rest = tuple(axis for axis in self.axes if axis not in fixed)
        return Column(rest, _picked(self.cells, first, self.home.offsets(self.axes, rest)), self.home)

    def split(self, axis: str) -> list[Column[T_co]]:
        """Return the parts along an axis, in order."""
        rest = tuple(other for other in self.axes if other != axis)
        offsets, step = self.home.offsets(self.axes, rest), self.home.step(self.axes, axis)
        starts = range(0, step * self.home.size(axis), step)
        return [Column(rest, _picked(self.cells, first, offsets), self.home) for first in starts]

    def rows(self) -> list[list[T_co]]:
        """Return the cells along the last axis, a list for every place along the others."""
        width = self.home.size(self.axes[-1])
        return [self.cells[start : start + width] for start in range(0, len(self.cells), width)]

    def by(self, *axes: str) -> Column[list[T_co]]:
        """Return the cells over all other axes together, for every place along some; these keep their order."""
        kept = tuple(axis for axis in self.axes if axis in axes)
        others = self.home.offsets(self.axes, tuple(axis for axis in self.axes if axis not in axes))
        return Column(
            kept, [_picked(self.cells, first, others) for first in self.home.offsets(self.axes, kept)], self.home
        )

    def along(self, axes: tuple[str, ...]) -> list[T_co]:
        """Return the cells as they count over some axes: the same all along an axis that the column does not have.

        Along months a column over quarters counts with the quarter of the month. Raises ValueError where it has an axis
        along which nothing says which of its cells counts.
        """
        if axes == self.axes:
            return self.cells
        shared = len(self.axes)
        if axes[len(axes) - shared :] == self.axes:
            return self.cells * self.home.count(axes[: len(axes) - shared])
        if axes[:shared] == self.axes:
            times = self.home.count(axes[shared:])
            return [cell for cell in self.cells for _ in range(times)]
        cells = self.cells
        return [cells[place] for place in self.home.places(self.axes, axes)]

    def over(self, *axes: str) -> Column[T_co]:
        """Return the column over some axes, as `along` has it."""
        return Column(axes, self.along(axes), self.home)

    def map(self, make: Callable[[T_co], T]) -> Column[T]:
        """Return what a function makes of every cell."""
        return Column(self.axes, list(map(make, self.cells)), self.home)


class Axes:
    """The axes of one plan: their labels, and columns over them."""

    def __init__(self, plan: Plan) -> None:
        """Prepare for one plan."""
        self.labels: Callable[[str], tuple[str, ...]] = cache(plan.axis)
        self.size: Callable[[str], int] = cache(lambda axis: len(self.labels(axis)))
        self.step = cache(self._step)
        self.offsets = cache(self._offsets)
        self.places = cache(self._places)

    def count(self, axes: Iterable[str]) -> int:
        """Return how many cells a column over some axes has."""
        return prod(map(self.size, axes))

    def place(self, axis: str, label: str | int) -> int:
        """Return the place of a label along an axis, the first where several are so called; a place may be negative."""
        return self.labels(axis).index(label) if isinstance(label, str) else range(self.size(axis))[label]

    def _step(self, axes: tuple[str, ...], axis: str) -> int:
        """Return how far apart cells are that are neighbours along one of the axes."""
        return self.count(axes[axes.index(axis) + 1 :])

    def _offsets(self, axes: tuple[str, ...], along: tuple[str, ...]) -> Sequence[int]:
        """Return how far from the first cell those along some of the axes are; a range where they are evenly apart."""
        found = self.cells_at(axes, *(range(self.size(axis)) if axis in along else (0,) for axis in axes))
        step = found[1] - found[0] if len(found) > 1 else 1
        even = range(found[0], found[-1] + 1, step) if step > 0 else range(0)
        return even if len(even) == len(found) and found == [*even] else found

    def _places(self, axes: tuple[str, ...], along: tuple[str, ...]) -> list[int]:
        """Return which cell of a column over `axes` counts at every place along others."""
        found = [0]
        unread = set(axes)
        for axis in along:
            steps = [0] * self.size(axis)
            for own in self.settled_by(axis, tuple(own for own in axes if own == axis or own not in along)):
                unread.discard(own)
                step = self.step(axes, own)
                steps = [before + step * place for before, place in zip(steps, self.within(axis, own), strict=True)]
            found = [place + step for place in found for step in steps]
        if unread:
            message = f"over {along} nothing says which {', '.join(sorted(unread))} counts"
            raise ValueError(message)
        return found

    def settled_by(self, axis: str, axes: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of some axes along which a place along `axis` says what counts."""
        return (axis,) if axis in axes else tuple(own for own in axes if axis in _FINER.get(own, ()))

    def within(self, axis: str, own: str) -> Sequence[int]:
        """Return the place along `own` at every place along an axis as fine or finer.

        The months after the plan lie in no quarter of it, and count with the last one.
        """
        places = range(self.size(axis))
        if own != "quarter" or axis == own:
            return places
        return [min(place // MONTHS_A_QUARTER, self.size(own) - 1) for place in places]

    def column(self, axes: str, cells: Iterable[T]) -> Column[T]:
        """Return a column over some axes, named with spaces between, from its cells in axis order.

        Raises ValueError when there are not as many as the axes need.
        """
        made = Column(tuple(axes.split()), [*cells], self)
        if len(made.cells) != self.count(made.axes):
            message = f"{len(made.cells)} cells, but {self.count(made.axes)} over {axes!r}"
            raise ValueError(message)
        return made

    def filled(self, axes: str, cell: T) -> Column[T]:
        """Return a column whose cells are all the same."""
        names = tuple(axes.split())
        return Column(names, [cell] * self.count(names), self)

    def cells_at(self, axes: tuple[str, ...], *places: Sequence[int]) -> list[int]:
        """Return the numbers of the cells of a column at all of several places along each of its axes."""
        found = [0]
        for axis, along in zip(axes, places, strict=True):
            step = self.step(axes, axis)
            found = [cell + step * place for cell in found for place in along]
        return found

    def table(self, axes: str, *figures: Mapping[str, T]) -> Column[T]:
        """Return a column whose last axis has the labels of the mappings; there is one for each place along the others.

        Raises KeyError for a label that a mapping lacks.
        """
        labels = self.labels(axes.rsplit(maxsplit=1)[-1])
        return self.column(axes, [row[label] for row in figures for label in labels])

    def stacked(
        self, axis: str, columns: Sequence[Column[T]] | Mapping[str, Column[T]], outer: int | None = 0
    ) -> Column[T]:
        """Return columns along a new axis, given in its order or by its labels.

        It comes after the first `outer` of their axes, counted from the end where that is negative, last where it is
        None. Raises KeyError for a label that has no column, and ValueError for columns that don't fit the axis.
        """
        stack = [columns[label] for label in self.labels(axis)] if isinstance(columns, Mapping) else columns
        axes = joined(stack)
        before, within = axes[:outer], axes[len(axes[:outer]) :]
        width = self.count(within)
        spread = [column.along(axes) for column in stack]
        if not before:
            cells = [cell for each in spread for cell in each]
        elif width == 1:
            cells = [cell for place in zip(*spread, strict=True) for cell in place]
        else:
            starts = range(0, len(spread[0]), width)
            cells = [cell for start in starts for each in spread for cell in each[start : start + width]]
        return self.column(" ".join((*before, axis, *within)), cells)


def joined(columns: Iterable[Column[object]]) -> tuple[str, ...]:
    """Return the axes of several columns together, in the order in which they come; the finer stands for the coarser."""
    axes = tuple(dict.fromkeys(axis for column in columns for axis in column.axes))
    return tuple(axis for axis in axes if not any(finer in axes for finer in _FINER.get(axis, ())))


def combined(make: Callable[..., T], *columns: Column[object]) -> Column[T]:
    """Return what a function makes of the cells of several columns, over all of their axes."""
    axes = joined(columns)
    return Column(axes, list(map(make, *(column.along(axes) for column in columns))), columns[0].home)


def totals(column: Column[Number], *axes: str) -> Column[Number]:
    """Return the totals over some axes: None where everything under them is blank."""
    return column.by(*(axis for axis in column.axes if axis not in axes)).map(total)


def _picked(cells: list[T], first: int, offsets: Sequence[int]) -> list[T]:
    """Return the cells so far from the first one."""
    if isinstance(offsets, range):
        return cells[first : first + offsets.stop : offsets.step]
    return [cells[first + offset] for offset in offsets]
