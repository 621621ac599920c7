"""Where every row and column that was written stands now: the places of a plan's cells after people moved them.

Everything else speaks of cells as they were written. Only where a formula is compared, or a place is told, does it
matter where they are now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

#: Sheet key, row and column, from 0.
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Lines:
    """The rows, or the columns, of one sheet: where each one written stands now, None for one that was deleted.

    Those past the last that is known keep their distance to it; where none is, all have moved `by` as many.
    """

    now: tuple[int | None, ...]
    by: int = 0

    @cached_property
    def _past(self) -> int:
        if not self.now:
            return self.by
        last = max((place for place in self.now if place is not None), default=-1)
        return last + 1 - len(self.now)

    @cached_property
    def _written(self) -> Mapping[int, int]:
        return {place: number for number, place in enumerate(self.now) if place is not None}

    @cached_property
    def is_shift(self) -> bool:
        """Whether all of them have moved alike."""
        return all(place == number + self._past for number, place in enumerate(self.now))

    def of(self, written: int) -> int | None:
        """Return where a line stands now."""
        return self.now[written] if written < len(self.now) else written + self._past

    def written(self, now: int) -> int | None:
        """Return which line stands there now, None for one that was put in."""
        past = now - self._past
        return self._written.get(now) if self.now and past < len(self.now) else past

    def span(self, low: int, high: int) -> tuple[int, int] | None:
        """Return where a run of lines begins and ends now; None when nothing is left of it."""
        left = [place for place in (self.of(number) for number in (low, high)) if place is not None]
        if len(left) < 2:
            left = [place for number in range(low, high + 1) if (place := self.of(number)) is not None]
        return (left[0], left[-1]) if left else None


_STILL = Lines(())


@dataclass(frozen=True)
class Moves:
    """How the cells of a workbook have moved: by sheet key the rows and columns; cells cut out and pasted elsewhere; sheets gone."""

    rows: Mapping[str, Lines] = field(default_factory=dict)
    cols: Mapping[str, Lines] = field(default_factory=dict)
    cut: Mapping[Place, Place] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    @property
    def still(self) -> bool:
        """Whether nothing has moved."""
        return not (self.rows or self.cols or self.cut or self.gone)

    @cached_property
    def shift_columns(self) -> bool:
        """Whether the columns of every sheet have moved alike, so that one formula still serves a whole row."""
        return not self.cut and not self.gone and all(lines.is_shift for lines in self.cols.values())

    @cached_property
    def _pasted(self) -> Mapping[Place, Place]:
        return {now: written for written, now in self.cut.items()}

    def now(self, place: Place) -> Place | None:
        """Return where a cell stands now, None when it was deleted."""
        if place in self.cut:
            return self.cut[place]
        sheet, row, col = place
        if sheet in self.gone:
            return None
        down, along = self.rows.get(sheet, _STILL).of(row), self.cols.get(sheet, _STILL).of(col)
        return None if down is None or along is None else (sheet, down, along)

    def written(self, place: Place) -> Place | None:
        """Return which cell stands at a place now, None for one that was put in."""
        if place in self._pasted:
            return self._pasted[place]
        sheet, row, col = place
        down, along = self.rows.get(sheet, _STILL).written(row), self.cols.get(sheet, _STILL).written(col)
        if down is None or along is None or (sheet, down, along) in self.cut:
            return None
        return sheet, down, along

    def corners(self, first: Place, last: Place) -> tuple[Place, Place] | None:
        """Return first and last cell of an area as it is now; None when nothing is left of it."""
        if self.still:
            return first, last
        if first in self.cut and last in self.cut:
            return self.cut[first], self.cut[last]
        (sheet, top, left), (_, bottom, right) = first, last
        if sheet in self.gone:
            return None
        down = self.rows.get(sheet, _STILL).span(top, bottom)
        along = self.cols.get(sheet, _STILL).span(left, right)
        if down is None or along is None:
            return None
        return (sheet, down[0], along[0]), (sheet, down[1], along[1])
