"""What has no place any more in a changed plan: typed cells, rows of the log, CRM values; found by looking, not by assuming."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.carry import Gone, Labels, held, typed_cells
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import AS_OF, PERFORMANCE_MONTH, PERFORMANCE_REGION
from slasheet.plan.plan import Cell, LogRow, Plan
from slasheet.recompute.names import name_key
from slasheet.revise.update.changes import Changes, Lost, LostCell
from slasheet.revise.update.names import label_meant
from slasheet.revise.update.rates import RATES, place_of, step_of
from slasheet.texts.labels import label_key
from slasheet.texts.months import month_of_serial

#: What is chosen to be looked at; where that is gone it is chosen anew.
LOOKED_AT = (PERFORMANCE_MONTH, PERFORMANCE_REGION, AS_OF)
_REGION, _CHANNEL = LOG_FIELDS.index("region"), LOG_FIELDS.index("channel")


def gone_from(plan: Plan, changes: Changes) -> Gone:
    """Return the labels of a renamed plan that changes drop, by axis."""
    axes = (("region", changes.regions), ("channel", changes.channels), ("stage", changes.stages))
    return {axis: {label_meant(name, plan.axis(axis), axis) for name in change.dropped} for axis, change in axes}


def chosen(base: Plan, made: Plan, gone: Gone) -> dict[str, tuple[Cell, ...]]:
    """Return what is chosen to be looked at, blank where it was in `base` and is not in `made`."""
    given: dict[str, tuple[Cell, ...]] = {}
    was, now = set(base.axis("month")), set(made.axis("month"))
    for measure in (PERFORMANCE_MONTH, AS_OF):
        (cell,) = base.inputs[measure.name]
        month = month_of_serial(cell) if isinstance(cell, float) else None
        given[measure.name] = (None if month in was - now else cell,)
    (region,) = base.inputs[PERFORMANCE_REGION.name]
    given[PERFORMANCE_REGION.name] = (None if name_key(region) in _keys(gone, "region") else region,)
    return given


def _keys(gone: Gone, axis: str) -> set[str]:
    return {name_key(label) for label in gone.get(axis, ())}


def log_left(base: Plan, made: Plan, gone: Gone) -> tuple[tuple[LogRow, ...], tuple[LogRow, ...]]:
    """Return the rows of the log that have a place, and those that had one in `base` only.

    A row that was odd before, with a name or a day that the plan did not have, stays to be mended.
    """
    months = set(base.axis("month")) - set(made.axis("month"))
    regions, channels = _keys(gone, "region"), _keys(gone, "channel")

    def is_lost(row: LogRow) -> bool:
        outside = isinstance(row[0], float) and month_of_serial(row[0]) in months
        return outside or name_key(row[_REGION]) in regions or name_key(row[_CHANNEL]) in channels

    split: dict[bool, list[LogRow]] = {False: [], True: []}
    for row in base.log:
        split[is_lost(row)].append(row)
    return tuple(split[False]), tuple(split[True])


def mapped(base: Plan, gone: Gone) -> tuple[CrmSettings, tuple[tuple[str, str, str], ...]]:
    """Return how exports are read without the values that stand for names that are gone, and those."""
    crm, lost = base.crm, []
    for axis in ("regions", "channels"):
        keys = {label_key(label) for label in gone.get(axis[:-1], ())}
        table = getattr(crm, axis)
        out = {value: label for value, label in table.items() if label_key(label.strip()) in keys}
        lost += [(axis[:-1], value, label) for value, label in out.items()]
        if out:
            left = {value: label for value, label in table.items() if value not in out}
            crm = replace(crm, regions=left) if axis == "regions" else replace(crm, channels=left)
    return crm, tuple(lost)


def losses(base: Plan, made: Plan, gone: Gone) -> tuple[Lost, int]:
    """Return what of `base` does not stand in `made`, whose values have not been set yet, and how many cells do."""
    standing = {measure.name: held(made, measure) for measure in made.typed}

    def stands(measure: Measure, at: Labels, cell: Cell) -> bool:
        place = _place(base, made, measure, at, gone)
        return (
            place is not None
            and place[1] in standing.get(place[0].name, {})
            and standing[place[0].name][place[1]] == cell
        )

    cells: list[LostCell] = []
    views: list[LostCell] = []
    for measure, at, cell in typed_cells(base):
        if not stands(measure, at, cell):
            found = LostCell(measure.name, dict(zip(measure.axes, at, strict=True)), cell)
            (views if measure in LOOKED_AT else cells).append(found)
    kept = sum(cell is not None and stands(measure, at, cell) for measure, at, cell in _all_cells(base))
    rows, mappings = log_left(base, made, gone)[1], mapped(base, gone)[1]
    return Lost(tuple(cells), rows, mappings, tuple(views)), kept


def _all_cells(plan: Plan) -> Iterator[tuple[Measure, Labels, Cell]]:
    for measure in plan.typed:
        for at, cell in held(plan, measure).items():
            yield measure, at, cell


def _place(base: Plan, made: Plan, measure: Measure, at: Labels, gone: Gone) -> tuple[Measure, Labels] | None:
    """Return where in `made` a cell of `base` stands, None where nowhere."""
    if any(label in gone.get(axis, ()) for axis, label in zip(measure.axes, at, strict=True)):
        return None
    if measure in RATES:
        step, rest = step_of(base, measure, at)
        return None if set(step) & set(gone.get("stage", ())) else place_of(made, step, rest)
    return measure, at
