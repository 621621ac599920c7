"""What is recomputed so far, for the steps that go on from it."""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.recompute.arithmetic import LARGEST, Number, number
from slasheet.recompute.columns import Cell, Column


class Results(dict[str, Column[Cell]]):
    """The columns of the measures, by name."""

    def numbers(self, name: str, **places: str | int) -> Column[Number]:
        """Return the numbers of a measure, blank where there are none; of the part that lies at some labels or places."""
        column = self[name].part(**places) if places else self[name]
        return column.map(number)

    def add(self, made: Mapping[str, Column[Cell]]) -> None:
        """Take in what a step made, blank where it is beyond what a cell holds."""
        for name, column in made.items():
            self[name] = Column(column.axes, _held(column.cells), column.home)


def _held(cells: list[Cell]) -> list[Cell]:
    return [None if isinstance(cell, float) and not abs(cell) <= LARGEST else cell for cell in cells]
