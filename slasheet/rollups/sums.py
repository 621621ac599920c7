"""From the lines of all workbooks to sums by workbook, region, channel and month: exact, so that no order matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Number
from slasheet.rollups.labels import key_of
from slasheet.rollups.parts import Figures

if TYPE_CHECKING:
    from slasheet.rollups.group import Line

#: The labels under which a line counts; a line without a channel counts under none.
Key = tuple[int | str, ...]
_Columns = tuple[list[float], ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures by kind (`workbook`, `region`, `channel`, `month`, `workbook month`, `total`) and key, and over how many workbooks each is."""

    figures: Mapping[str, Mapping[Key, Figures]]
    counts: Mapping[str, Mapping[Key, int]]

    def of(self, kind: str) -> Mapping[Key, Figures]:
        """Return the sums of a kind, by key."""
        return self.figures[kind]


def added_up(workbooks: Iterable[Iterable[Line]]) -> Sums:
    """Add up the lines of every workbook; of one workbook after the other only the sums are kept.

    A sum over nothing is blank. Labels are keyed by what they have in common, the largest leads due first; months by time.
    """
    whole: dict[str, dict[Key, _Columns]] = defaultdict(dict)
    counts: dict[str, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    for lines in workbooks:
        mine: dict[str, dict[Key, _Columns]] = defaultdict(dict)
        for line in lines:
            for kind, key in _keys(line):
                _add(mine[kind].setdefault(key, _empty()), line.figures)
        for kind, held in mine.items():
            for key, columns in held.items():
                _add(whole[kind].setdefault(key, _empty()), _summed(columns))
                counts[kind][key] += 1
    whole["total"].setdefault((), _empty())
    whole.setdefault("channel", {})
    figures = {kind: {key: _summed(columns) for key, columns in held.items()} for kind, held in whole.items()}
    return Sums(
        {kind: dict(sorted(held.items(), key=_ranked(kind))) for kind, held in figures.items()},
        {kind: dict(held) for kind, held in counts.items()},
    )


def _keys(line: Line) -> Iterable[tuple[str, Key]]:
    yield "total", ()
    yield "workbook", (line.workbook,)
    yield "month", (line.month,)
    yield "workbook month", (line.workbook, line.month)
    yield "region", (key_of(line.region),)
    if line.channel is not None:
        yield "channel", (key_of(line.channel),)


def _empty() -> _Columns:
    return tuple([] for _name in Figures._fields)


def _add(columns: _Columns, figures: Figures) -> None:
    for column, value in zip(columns, figures, strict=True):
        if value is not None:
            column.append(value)


def _summed(columns: _Columns) -> Figures:
    # The exact sum, rounded once: whatever comes first, it is the same to the last bit.
    return Figures(*(fsum(column) if column else None for column in columns))


def _ranked(kind: str) -> Callable[[tuple[Key, Figures]], tuple[float, Key]]:
    """Return what the sums of a kind are sorted by."""

    def rank(item: tuple[Key, Figures]) -> tuple[float, Key]:
        key, figures = item
        largest_first = kind in ("region", "channel")
        return (-_size(figures.leads_due) if largest_first else 0.0, key)

    return rank


def _size(value: Number) -> float:
    return -1.0 if value is None else value
