"""The [agreement] table of a plan file: from plain data to the cells of the agreement, and back.

A table whose rows have names holds a text a row (`[agreement.handoff]` with `trigger = "…"`), or a table a row
(`[agreement.meetings.daily]` with `agenda = "…"`); the commitments stand by department
(`[agreement.commitments.marketing]` with `initiative_1 = "…"`), so that each reads its own in one piece. A numbered table
is a list (`[[agreement.contacts]]` with `role = "…"`), in which an empty row stays blank. A table that is not there
takes its starting texts; in one that is there, what is not told is blank, and so is "".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slasheet.plan.amounts import allowed, amount
from slasheet.plan.axis_labels import NUMBERED
from slasheet.plan.file.problems import Problems, can_be_held, can_be_typed
from slasheet.plan.file.tables import A_DATE, date_of, plain, serial_of
from slasheet.plan.measure import Measure
from slasheet.plan.measures.agreement_tables import AGREEMENT, LONGEST_TEXT
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.languages import _

#: The table that stands by its fields, the departments, in place of its rows.
_BY_FIELD = "commitments"


def parse_agreement(plan: Plan, value: Any, problems: Problems, *, stages_flawed: bool) -> dict[str, tuple[Cell, ...]]:
    """Return the cells of every table that is there; where the stages could not be read, without their definitions."""
    if not isinstance(value, dict):
        problems.value("agreement", value, _("a table: [agreement]"))
        return {}
    problems.unknown(value, (measure.name for measure in AGREEMENT), "agreement.")
    given = {}
    for measure in AGREEMENT:
        if measure.name in value and not (stages_flawed and "stage" in measure.axes):
            given[measure.name] = _Table(plan, measure, problems).cells(value[measure.name])
    return given


class _Table:
    """Reads one table; what is wrong in it is blank, and noted."""

    def __init__(self, plan: Plan, measure: Measure, problems: Problems) -> None:
        self.plan, self.measure, self.problems = plan, measure, problems
        self.key = f"agreement.{measure.name}"

    def cells(self, value: Any) -> tuple[Cell, ...]:
        """Return the cells of the table."""
        if not self.measure.axes:
            return (self.cell(value, self.key, {}),)
        held = dict(self._entries(value))
        places = (tuple(at.values()) for at in self.plan.coordinates(self.measure.axes))
        return tuple(held.get(place) for place in places)

    def _entries(self, value: Any) -> Iterator[tuple[tuple[str, ...], Cell]]:
        """Yield the labels of a cell with what stands in it."""
        rows, *fields = self.measure.axes
        if rows in NUMBERED:
            yield from self._numbered(value, rows, fields)
        elif fields == ["words"]:
            for row, text, key in self._named(value, self.key, rows):
                yield (row, "text"), self.cell(text, key, {rows: row, "words": "text"})
        else:
            outer, inner = (fields[0], rows) if self.measure.name == _BY_FIELD else (rows, fields[0])
            for first, below, here in self._named(value, self.key, outer):
                for second, text, key in self._named(below, here, inner):
                    at = {outer: first, inner: second}
                    yield tuple(at[axis] for axis in self.measure.axes), self.cell(text, key, at)

    def _numbered(self, value: Any, rows: str, fields: Sequence[str]) -> Iterator[tuple[tuple[str, ...], Cell]]:
        labels = self.plan.axis(rows)
        if not isinstance(value, list) or len(value) > len(labels):
            what = _("a list of up to {count} tables") if fields else _("a list of up to {count} dates")
            self.problems.value(self.key, value, what.format(count=len(labels)))
            return
        for row, entry in zip(labels, value, strict=False):
            here = f"{self.key}[{row}]"
            if not fields:
                yield (row,), self.cell(entry, here, {rows: row})
                continue
            for field, text, key in self._named(entry, here, fields[0]):
                yield (row, field), self.cell(text, key, {rows: row, fields[0]: field})

    def _named(self, value: Any, key: str, axis: str) -> Iterator[tuple[str, Any, str]]:
        """Yield what stands at each label of an axis, with its key."""
        labels = self.plan.axis(axis)
        if not isinstance(value, dict):
            self.problems.value(key, value, _("a table with {keys}").format(keys=", ".join(labels)))
            return
        self.problems.unknown(value, labels, f"{key}.")
        for label in labels:
            if label in value:
                yield label, value[label], f"{key}.{label}"

    def cell(self, value: Any, key: str, at: dict[str, str]) -> Cell:
        """Return what stands in a cell, None where it is blank or can't stand there."""
        if value == "":
            return None
        unit = self.measure.unit_at(at)
        if unit == "date":
            day = serial_of(value)
            if day is None:
                self.problems.value(key, value, _(A_DATE))
            return day
        if unit == "number":
            bounds = self.measure.bounds_at(at)
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and can_be_held(value)
            if is_number and (bounds is None or bounds.admits(value)):
                return float(value)
            self.problems.value(key, value, allowed(self.measure, at))
            return None
        if axis := self.measure.choices_at(at):
            codes = self.plan.axis(axis)
            if value not in codes:
                self.problems.value(key, value, ", ".join(codes))
                return None
            return str(value)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or not can_be_typed(value):
            what = _("a text in quotes, of up to {count} characters").format(count=amount(LONGEST_TEXT, "count"))
            self.problems.value(key, value, what)
            return None
        return value.replace("\r\n", "\n").replace("\r", "\n")


def agreed_cell(plan: Plan, measure: Measure, at: dict[str, str], value: Any, key: str, problems: Problems) -> Cell:
    """Return what one cell of a table holds, None where it is blank or where the value can't stand, which is noted."""
    return _Table(plan, measure, problems).cell(value, key, at)


def agreement_to_plain(plan: Plan) -> dict[str, Any]:
    """Return the agreement as plain data, every table of it: what is blank is left out, a blank date is ""."""
    return {measure.name: _to_plain(plan, measure) for measure in AGREEMENT}


def _to_plain(plan: Plan, measure: Measure) -> Any:
    pairs = zip(plan.coordinates(measure.axes), plan.inputs[measure.name], strict=True)
    cells = {tuple(at.values()): _told(cell, measure.unit_at(at)) for at, cell in pairs}
    if not measure.axes:
        return cells[()]
    rows, *fields = measure.axes
    if not fields:
        return _without_end([cells[row,] for row in plan.axis(rows)])
    held = {place: text for place, text in cells.items() if text != ""}
    if fields == ["words"]:
        return {row: text for (row, _words), text in held.items()}
    if measure.name == _BY_FIELD:
        return {
            field: {row: text for (row, other), text in held.items() if other == field}
            for field in plan.axis(fields[0])
        }
    table = {row: {field: text for (other, field), text in held.items() if other == row} for row in plan.axis(rows)}
    return (
        _without_end(list(table.values()))
        if rows in NUMBERED
        else {row: cells for row, cells in table.items() if cells}
    )


def _told(cell: Cell, unit: str) -> Any:
    """Return a cell as plain data, "" where it is blank."""
    return "" if cell is None else date_of(cell) if unit == "date" else plain(cell)


def _without_end(entries: list[Any]) -> list[Any]:
    """Return a list without the blank ones at its end."""
    while entries and entries[-1] in ("", {}):
        entries.pop()
    return entries
