"""From the lines of all workbooks to sums by workbook, region, channel and month: exact, so that no order matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from slasheet.many.rollup.labels import key_of
from slasheet.many.rollup.parts import Figures
from slasheet.recompute.arithmetic import Number, held

if TYPE_CHECKING:
    from slasheet.many.rollup.lines import Line

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
    for workbook, lines in enumerate(workbooks):
        for kind, key, figures in _of_one(workbook, lines):
            _add(whole[kind].setdefault(key, _empty()), figures)
            counts[kind][key] += 1
    whole["total"].setdefault((), _empty())
    whole.setdefault("channel", {})
    sums = {kind: {key: _summed(columns) for key, columns in found.items()} for kind, found in whole.items()}
    return Sums(
        {kind: dict(sorted(found.items(), key=_ranked(kind))) for kind, found in sums.items()},
        {kind: dict(found) for kind, found in counts.items()},
    )


def _of_one(workbook: int, lines: Iterable[Line]) -> Iterator[tuple[str, Key, Figures]]:
    """Yield the sums over the lines of one workbook, each with its kind and key."""
    whole = _empty()
    by_region: dict[str, _Columns] = defaultdict(_empty)
    by_channel: dict[str, _Columns] = defaultdict(_empty)
    by_month: dict[str, _Columns] = defaultdict(_empty)
    for line in lines:
        _add(whole, line.figures)
        _add(by_month[line.month], line.figures)
        _add(by_region[line.region], line.figures)
        if line.channel is not None:
            _add(by_channel[line.channel], line.figures)
    everything = _summed(whole)
    yield "total", (), everything
    yield "workbook", (workbook,), everything
    for kind, found in (("region", by_region), ("channel", by_channel)):
        for label, columns in found.items():
            yield kind, (key_of(label),), _summed(columns)
    for month, columns in by_month.items():
        figures = _summed(columns)
        yield "month", (month,), figures
        yield "workbook month", (workbook, month), figures


def _empty() -> _Columns:
    return tuple([] for _name in Figures._fields)


def _add(columns: _Columns, figures: Figures) -> None:
    for column, value in zip(columns, figures, strict=True):
        if value is not None:
            column.append(value)


def _summed(columns: _Columns) -> Figures:
    return Figures(*(_sum(column) if column else None for column in columns))


def _sum(values: Sequence[float]) -> Number:
    """Return the exact sum, rounded once: the same to the last bit whatever comes first; blank when no cell could hold it."""
    try:
        return held(fsum(values))
    except OverflowError:
        return None


def _ranked(kind: str) -> Callable[[tuple[Key, Figures]], tuple[float, Key]]:
    """Return what the sums of a kind are sorted by."""

    def rank(item: tuple[Key, Figures]) -> tuple[float, Key]:
        key, figures = item
        largest_first = kind in ("region", "channel")
        return (-_size(figures.leads_due) if largest_first else 0.0, key)

    return rank


def _size(value: Number) -> float:
    return -1.0 if value is None else value
