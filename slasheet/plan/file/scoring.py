"""Lead scoring in a plan file: the `[scoring]` tables, from plain data to cells of a plan and back.

    [[scoring.fit]]             criterion = "Decision maker"   points = 25
    [[scoring.interest]]        criterion = "Webinar attended"   points = 15   decay = 0.25
    [scoring.thresholds.fit]    mql = 40   high = 70
    [scoring.grid.high]         qualified = "Hand to sales"            # the band of the fit, then of the interest
    [scoring.try.days]          2 = 45                                 # by the number of the criterion

A table that is not given keeps its starting values, one that is given stands as it is: what it leaves out is blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slasheet.plan.amounts import amount
from slasheet.plan.axis_labels import BANDS, LEVELS, SCORES
from slasheet.plan.file.problems import Problems, can_be_typed
from slasheet.plan.file.tables import plain
from slasheet.plan.measure import Measure
from slasheet.plan.measures.scoring import CRITERIA, MOST_ROWS, ROWS, SCORE_GRID, SCORE_THRESHOLD, TRIED
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.languages import _

#: What a cell holds at most.
_LONGEST = 32_767
#: The keys of `[scoring]`.
_KEYS = (*CRITERIA, "thresholds", "grid", "try")

Given = dict[str, tuple[Cell, ...]]


def parse_rows(value: object, problems: Problems) -> dict[str, int]:
    """Return how many rows the tables have that may be longer than usual."""
    if not isinstance(value, dict):
        problems.value("rows", value, _("a table: [rows] with fit = 15"))
        return {}
    problems.unknown(value, tuple(ROWS), "rows.")
    rows = {}
    for axis, size in ((axis, value[axis]) for axis in ROWS if axis in value):
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MOST_ROWS:
            what = _("a whole number from {low} to {high}").format(low=1, high=MOST_ROWS)
            problems.value(f"rows.{axis}", size, what)
        else:
            rows[axis] = size
    return rows


def parse_scoring(value: object, rows: Mapping[str, int], problems: Problems) -> tuple[dict[str, int], Given]:
    """Return how many rows the criteria tables have, and the inputs that are given.

    `rows` are the sizes that the plan asks for; more criteria than that make a table longer.
    """
    if not isinstance(value, dict):
        problems.value("scoring", value, _("a table: [scoring], as slasheet export writes it"))
        return dict(rows), {}
    problems.unknown(value, _KEYS, "scoring.")
    parser = _Parser(problems)
    sizes = {**ROWS, **rows}
    given: Given = {}
    for axis, columns in CRITERIA.items():
        if axis not in value:
            continue
        table = parser.criteria(axis, value[axis])
        sizes[axis] = max(sizes[axis], len(table))
        for measure in columns.values():
            column = (*(row.get(measure.name) for row in table), *[None] * sizes[axis])
            given[measure.name] = column[: sizes[axis]]
    if "thresholds" in value:
        cells = parser.grid("thresholds", value["thresholds"], (SCORES, LEVELS), SCORE_THRESHOLD)
        given[SCORE_THRESHOLD.name] = cells
    if "grid" in value:
        given[SCORE_GRID.name] = parser.grid("grid", value["grid"], (BANDS, BANDS), SCORE_GRID)
    tried = parser.table("scoring.try", value.get("try", {}), TRIED)
    for key, measure in TRIED.items():
        labels = tuple(str(number + 1) for number in range(sizes[measure.axes[0]]))
        given[measure.name] = parser.line(f"scoring.try.{key}", tried.get(key, {}), labels, measure)
    return sizes, given


class _Parser:
    """Reads the tables of `[scoring]` and tells their problems."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def table(self, key: str, value: object, known: Mapping[str, object] | Sequence[str]) -> Mapping[str, Any]:
        """Return a table with known keys, empty where it is none."""
        if not isinstance(value, dict):
            self.problems.value(key, value, _("a table: [{key}]").format(key=key))
            return {}
        self.problems.unknown(value, tuple(known), f"{key}.")
        return value

    def criteria(self, axis: str, value: object) -> list[dict[str, Cell]]:
        """Return the rows of a criteria table, each with its cells by measure; an empty one is a blank row."""
        key, columns = f"scoring.{axis}", CRITERIA[axis]
        if not isinstance(value, list) or len(value) > MOST_ROWS or not all(isinstance(row, dict) for row in value):
            shape = _('up to {most} [[{key}]], each as criterion = "Decision maker", points = 20')
            self.problems.value(key, value, shape.format(most=MOST_ROWS, key=key))
            return []
        rows = []
        for place, row in enumerate(value):
            here = f"{key}[{place + 1}]"
            self.problems.unknown(row, tuple(columns), f"{here}.")
            cells = {name: self.cell(f"{here}.{name}", row[name], columns[name]) for name in columns if name in row}
            rows.append({columns[name].name: cell for name, cell in cells.items()})
        return rows

    def grid(
        self, name: str, value: object, labels: tuple[Sequence[str], Sequence[str]], measure: Measure
    ) -> tuple[Cell, ...]:
        """Return the cells of a small table with labels down and across."""
        down, across = labels
        key = f"scoring.{name}"
        table = self.table(key, value, down)
        lines = (self.line(f"{key}.{label}", table.get(label, {}), across, measure) for label in down)
        return tuple(cell for line in lines for cell in line)

    def line(self, key: str, value: object, labels: Sequence[str], measure: Measure) -> tuple[Cell, ...]:
        """Return the cells of one line by its labels, blank where the file has none."""
        table = self.table(key, value, labels)
        return tuple(self.cell(f"{key}.{label}", table[label], measure) if label in table else None for label in labels)

    def cell(self, key: str, value: Any, measure: Measure) -> Cell:
        """Return what stands in a cell, blank where it is none of what the measure takes."""
        if measure.numeric:
            return value if self.problems.admits(measure, value, key, single=True) else None
        if isinstance(value, str):
            # Cells end a line in one way.
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        if isinstance(value, str) and 0 < len(value) <= _LONGEST and can_be_typed(value):
            return value
        self.problems.value(key, value, _("a text of up to {count} characters").format(count=amount(_LONGEST, "count")))
        return None


def scoring_cell(measure: Measure, value: Any, key: str, problems: Problems) -> Cell:
    """Return what one cell of lead scoring holds, None where the value can't stand there, which is noted."""
    return _Parser(problems).cell(key, value, measure)


def scoring_to_plain(plan: Plan) -> dict[str, Any]:
    """Return lead scoring as plain data, in full; the lead to try only where there is one."""
    made: dict[str, Any] = {}
    for axis, columns in CRITERIA.items():
        cells = zip(*(plan.inputs[measure.name] for measure in columns.values()), strict=True)
        rows = [_there(dict(zip(columns, row, strict=True))) for row in cells]
        while rows and not rows[-1]:
            rows.pop()
        made[axis] = rows
    made["thresholds"] = _lines(plan, SCORE_THRESHOLD, SCORES, LEVELS)
    made["grid"] = _lines(plan, SCORE_GRID, BANDS, BANDS)
    tried = {
        key: _there({str(place + 1): cell for place, cell in enumerate(plan.inputs[measure.name])})
        for key, measure in TRIED.items()
    }
    tried = {key: table for key, table in tried.items() if table}
    return made | ({"try": tried} if tried else {})


def _lines(plan: Plan, measure: Measure, down: Sequence[str], across: Sequence[str]) -> dict[str, Any]:
    cells, wide = plan.inputs[measure.name], len(across)
    lines = {
        label: _there(dict(zip(across, cells[place * wide : (place + 1) * wide], strict=True)))
        for place, label in enumerate(down)
    }
    return {label: line for label, line in lines.items() if line}


def _there(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the cells that are not blank, whole numbers without decimals."""
    return {key: plain(cell) for key, cell in cells.items() if cell is not None}
