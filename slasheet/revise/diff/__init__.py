"""What changed between two plans: settings, labels, inputs, and what follows from them; a pure function of both.

Cells are compared by label and month, never by position. What only one of the two has is told by what it holds.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from slasheet.checker.compare.expected import scale_of
from slasheet.checker.compare.looks import same
from slasheet.layout.sheets import layout
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measure import Measure
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell, LogRow, Plan
from slasheet.recompute import recompute
from slasheet.revise.diff.changes import CellChange, Holding, LabelChange, LogChange, SettingChange, TableChange
from slasheet.revise.diff.counterparts import TYPED, Counterparts, alike, as_compared, counterparts, shared_inputs
from slasheet.revise.diff.difference import Difference
from slasheet.revise.take_over import plan_in

#: What two departments look at before they sign, unless every cell is asked for.
SIGNED = (
    *(f"{owner}_revenue{by}_plan" for owner in ("marketing", "sales") for by in ("", "_by_month")),
    "stage_total_plan",
    *(
        f"{name}{by}"
        for name in ("leads_due", "sla_value")
        for by in (
            "",
            *(f"_by_{axis}{total}" for axis in ("month", "channel", "region", "owner") for total in ("", "_plan")),
        )
    ),
)
Results = Mapping[str, Sequence[Cell]]


def diff(old: Plan | str | os.PathLike[str], new: Plan | str | os.PathLike[str], *, every: bool = False) -> Difference:
    """Return what changed between two plans, each a Plan, a workbook or a plan file; `every` derived cell on demand.

    Raises FileError and PlanError for files that can't be used.
    """
    sides = [side if isinstance(side, Plan) else plan_in(Path(side)) for side in (old, new)]
    files = [None if isinstance(side, Plan) else os.fspath(side) for side in (old, new)]
    return difference(*sides, files=(files[0], files[1]), every=every)


def difference(
    old: Plan, new: Plan, *, files: tuple[str | None, str | None] = (None, None), every: bool = False
) -> Difference:
    """Return what changed from one plan to another."""
    matched = counterparts(*as_compared(old, new))
    results = recompute(old), recompute(new)
    typed = tuple(_inputs(matched, old, new))
    views = {measure.name for measure in measures(new).values() if measure.view}
    return Difference(
        old,
        new,
        files,
        every,
        settings=tuple(_settings(matched, old, new)),
        labels=tuple(_labels(matched, results)),
        tables=tuple(_tables(old, new)),
        inputs=tuple(change for change in typed if change.measure not in views),
        derived=tuple(_derived(matched, new, results, every=every)),
        views=tuple(change for change in typed if change.measure in views),
        log=_log(old.log, new.log),
    )


def _settings(matched: Counterparts, old: Plan, new: Plan) -> Iterator[SettingChange]:
    """Yield the settings that differ as they are written, without what is the same in another language."""
    differing = {change.setting for change in setting_changes(matched)}
    for change in setting_changes(Counterparts(old, new, matched.typed)):
        if change.setting in differing or not change.agreed:
            yield change


def setting_changes(matched: Counterparts) -> Iterator[SettingChange]:
    """Yield the settings that differ; labels are told on their own."""
    old, new = (_flat(plan.settings()) for plan in (matched.old, matched.new))
    for key in dict.fromkeys((*old, *new)):
        if key not in ("stages", "regions.names", "channels") and old.get(key) != new.get(key):
            yield SettingChange(key, old.get(key), new.get(key))
    for place, before in sorted(matched.pairs("channel").items()):
        ours, theirs = old["channels"][before], new["channels"][place]
        for key in dict.fromkeys((*ours, *theirs)):
            if key != "name" and ours.get(key) != theirs.get(key):
                yield SettingChange(f"channels.{key}", ours.get(key), theirs.get(key), {"channel": theirs["name"]})


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return settings with the keys of tables joined by points."""
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat


def _labels(matched: Counterparts, results: tuple[Results, Results]) -> Iterator[LabelChange]:
    """Yield what changed in the labels of every axis that inputs or months run along."""
    shared = shared_inputs(matched.old, matched.new)
    for axis in dict.fromkeys((*TYPED, *(axis for measure in shared for axis in measure.axes), "month")):
        pairs = matched.pairs(axis)
        was, now = matched.old.axis(axis), matched.new.axis(axis)
        order = [before for _, before in sorted(pairs.items())]
        change = LabelChange(
            axis,
            {
                label: tuple(_held(matched.new, shared, results[1], axis, at))
                for at, label in enumerate(now)
                if at not in pairs
            },
            {
                label: tuple(_held(matched.old, shared, results[0], axis, at))
                for at, label in enumerate(was)
                if at not in order
            },
            matched.renamed(axis),
            order != sorted(order),
        )
        if change.added or change.removed or change.renamed or change.reordered:
            yield change


def _held(plan: Plan, shared: Sequence[Measure], results: Results, axis: str, place: int) -> Iterator[Holding]:
    """Yield what stands under a label: the inputs, and what is due from it in the whole plan."""
    for measure in shared:
        if axis in measure.axes:
            at = [position[axis] == place for position in plan.positions(measure.axes)]
            held = _holding(measure, [cell for cell, here in zip(plan.inputs[measure.name], at, strict=True) if here])
            if held.cells:
                yield held
    for name in SIGNED:
        measure = measures(plan)[name]
        if measure.axes == (axis, "plan"):
            yield _holding(measure, [results[name][place]])


def _tables(old: Plan, new: Plan) -> Iterator[TableChange]:
    """Yield the inputs that only one side has, or has over other axes, and that hold something."""
    shared = {measure.name for measure in shared_inputs(old, new)}
    for side, plan in (("old", old), ("new", new)):
        for name, cells in plan.inputs.items():
            if name not in shared:
                held = _holding(measures(plan)[name], cells)
                if held.cells:
                    yield TableChange(side, held)


def _holding(measure: Measure, cells: Sequence[Cell]) -> Holding:
    filled = [cell for cell in cells if cell is not None]
    numbers = [cell for cell in filled if not isinstance(cell, str)]
    if measure.units or not numbers:
        return Holding(measure.name, len(filled), None, None)
    return Holding(measure.name, len(filled), min(numbers), max(numbers))


def _inputs(matched: Counterparts, old: Plan, new: Plan) -> Iterator[CellChange]:
    """Yield the typed cells that differ as they are written, in the order of the sheets."""
    for measure in shared_inputs(matched.old, matched.new):
        was, now = matched.old.inputs[measure.name], matched.new.inputs[measure.name]
        for before, after in matched.cells(measure.axes):
            if not alike(was[before], now[after]):
                held = old.inputs[measure.name][before], new.inputs[measure.name][after]
                yield CellChange(measure.name, after, new.at(measure.axes, after), *held)


def _derived(
    matched: Counterparts, new: Plan, results: tuple[Results, Results], *, every: bool
) -> Iterator[CellChange]:
    """Yield the computed cells that differ by more than float noise, in the order of the sheets."""
    known, table = measures(matched.old), measures(matched.new)
    was, now = results
    for name in layout(matched.new).blocks:
        measure = table[name]
        if name not in was or name not in now or known[name].axes != measure.axes or not (every or name in SIGNED):
            continue
        for before, after in matched.cells(measure.axes):
            scale = scale_of(measure, after, now) if measure.scale else 1.0
            if not same(was[name][before], now[name][after], scale):
                yield CellChange(name, after, new.at(measure.axes, after), was[name][before], now[name][after])


def _log(old: Sequence[LogRow], new: Sequence[LogRow]) -> LogChange | None:
    """Return how two lead logs differ, None when they hold the same rows."""
    was, now = (Counter(_written(row) for row in rows) for rows in (old, new))
    if was == now:
        return None
    return LogChange((len(old), len(new)), (_leads(old), _leads(new)), (now - was).total(), (was - now).total())


def _written(row: LogRow) -> tuple[str, ...]:
    return tuple(f"{cell:.15g}" if isinstance(cell, float) else repr(cell) for cell in row)


def _leads(rows: Sequence[LogRow]) -> float:
    counts = (row[LOG_FIELDS.index("leads")] for row in rows)
    return sum(count for count in counts if isinstance(count, float) and count >= 0)
