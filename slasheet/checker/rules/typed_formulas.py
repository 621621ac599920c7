"""Formulas where values are typed: links to other workbooks, values out of date, functions that change by themselves.

In comes a reading; out go findings. References are followed from cell to cell, through names and sheets of the user's own,
up to the next cell of ours: that one is told by itself. In the lead log one finding stands for all such cells of a column.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.rule import Results
from slasheet.checker.rules.typed_text import log_facts
from slasheet.plan.amounts import amount
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import place
from slasheet.spreadsheet.book import Cells, ErrorValue, Stored, Value
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _

if TYPE_CHECKING:
    from slasheet.reader.formula_values import FormulaValues

_LINK = re.compile(
    r"(?i)'[^']*\[[^\[\]']+\][^']*'!|(?<![\w\]])\[[^\[\]']+\][\w.]*!|'(?:file|https?|ftp):"
    r"|\b(?:IMPORTRANGE|IMPORTDATA|IMPORTXML|IMPORTHTML|IMPORTFEED|WEBSERVICE|DDE|RTD)\(|^\w+\|'"
)
#: Functions whose value changes without anybody typing.
_VOLATILE = frozenset({"TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO"})
#: So many formulas are gone through behind one cell.
_MOST_STEPS = 200
#: So many cells that a value rests on are told, and so much of a formula.
_LISTED, _SHOWN = 3, 160
_TOLERANCE = 1e-9


class About(NamedTuple):
    """What is worth telling of a formula: the name of the finding, what was found, and the facts that its sentences need."""

    name: str
    found: object
    facts: dict[str, Any]


class _Step(NamedTuple):
    """A formula on the way from a typed cell: in which cell or name it is (nothing: in the cell itself), and on which sheet."""

    where: str
    sheet: str
    formula: str


def formulas_in_inputs(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Inputs, texts and labels that are formulas: fine, but worth knowing; a warning where their values are not sure."""
    formulas = _Formulas(reading)
    for measure in reading.layout.measures.values():
        if measure.kind in ("input", "label"):
            for index, stored in formulas.typed_in(measure):
                facts = facts_about(reading, measure, index)
                unit = measure.unit_at(facts["at"])
                if "month" in measure.labels:
                    facts["title"], unit = _("The first month"), "month"
                about = formulas.about(stored, facts["sheet"], unit, agreed=not measure.view)
                if (
                    measure.kind == "input"
                    and measure.numeric
                    and isinstance(stored.value, str)
                    and about.name != "linked-input"
                ):
                    # A text where a number belongs is told as that.
                    continue
                yield finding(about.name, found=about.found, shown=amount(stored.value, unit), **(facts | about.facts))


def formulas_in_log(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Formulas in the log whose values are not sure."""
    block = reading.layout.blocks[LEAD_LOG.name]
    title = reading.layout.titles[block.sheet]
    formulas, rows = _Formulas(reading), dict(zip(reading.entries, reading.plan.log, strict=True))
    kinds: dict[tuple[int, str], list[tuple[int, About]]] = {}
    for row, line in Cells.of(reading.book.sheets.get(title, {})).lines.items():
        down = row - block.row
        if down not in rows or not any(line.formulas):
            continue
        for col, value, formula in zip(*line, strict=True):
            column = col - block.col
            if formula is None or value in (None, "") or not 0 <= column < block.cols:
                continue
            about = formulas.about(Stored(value, formula), title, _unit(LOG_FIELDS[column]), agreed=True)
            if about.name != "input-formula":
                kinds.setdefault((column, about.name), []).append((down, about))
    for (column, name), cells in sorted(kinds.items()):
        down, about = min(cells)
        facts = log_facts(reading, column, [row for row, _about in sorted(cells)])
        shown = amount(rows[down][column], _unit(LOG_FIELDS[column]))
        yield finding(name, found=about.found, shown=shown, **(facts | about.facts))


def _unit(field: str) -> str:
    return {"date": "date", "revenue": "money"}.get(field, "count")


class _Formulas:
    """What there is to tell of the formulas in one workbook; what values they give is worked out once there are any."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: FormulaValues | None = None

    @property
    def _values(self) -> FormulaValues:
        if self._known is None:
            # Few workbooks have formulas where values are typed.
            from slasheet.reader.formula_values import FormulaValues

            self._known = FormulaValues(self._reading.file)
        return self._known

    def typed_in(self, measure: Measure) -> Iterator[tuple[int, Stored]]:
        """Yield the typed cells of a measure that are formulas and have a value, with their places."""
        block = self._reading.layout.blocks[measure.name]
        # Of the months only the first is typed.
        count = 1 if "month" in measure.labels else block.rows * block.cols
        for index in range(count):
            stored = self._reading.stored(measure.name, index)
            no_value = stored.value in (None, "") or isinstance(stored.value, ErrorValue | bool)
            if stored.formula is not None and not no_value:
                yield index, stored

    def about(self, stored: Stored, sheet: str, unit: str, *, agreed: bool) -> About:
        """Return what to tell of a formula in a typed cell; `agreed` says that its value must not change by itself."""
        formula = f"={stored.formula}"
        steps = [_Step("", sheet, stored.formula or "")]
        seen, volatile = {""}, None
        for step in steps:
            if reads_another_workbook(step.formula):
                return About("linked-input", formula, {"found_text": _way(formula, step)})
            function = _volatile(step.formula) if agreed and volatile is None else None
            volatile = (step, function) if function else volatile
            for where, home, cell in self._values.references(step.formula, step.sheet):
                if len(steps) < _MOST_STEPS and where not in seen and not self._is_ours(where):
                    seen.add(where)
                    steps.append(_Step(where, home, cell.formula or ""))
        answer = self._values.answer(stored.formula or "", sheet)
        if answer is not None and not _agree(stored.value, answer.value):
            sources = [f"{where}: {amount(value, unit)}" for where, value in list(answer.sources.items())[:_LISTED]]
            more = ["…"] if len(answer.sources) > _LISTED else []
            facts = {"formula": formula[:_SHOWN], "sources": "; ".join(sources + more) or formula[:_SHOWN]}
            texts = {"found_text": amount(stored.value, unit), "expected_text": amount(answer.value, unit)}
            return About("stale-input", stored.value, {"expected": answer.value, **texts, **facts})
        if volatile:
            return About("volatile-input", formula, {"found_text": _way(formula, volatile[0]), "function": volatile[1]})
        return About("input-formula", formula, {})

    def _is_ours(self, where: str) -> bool:
        """Return whether a cell, as `Sheet!A1`, is one that the layout knows: what is odd about it is told there."""
        title, mark, address = where.rpartition("!")
        layout = self._reading.layout
        key = layout.keys.get(title.strip("'").replace("''", "'")) if mark else None
        home = layout.moves.written((key, *place(address))) if key else None
        return home is not None and layout.at(*home) is not None


def reads_another_workbook(formula: str) -> bool:
    """Return whether a formula itself names another workbook, or another source of data."""
    return _LINK.search(formula) is not None


def _volatile(formula: str) -> str | None:
    """Return the first function in a formula that changes by itself."""
    from slasheet.reader.formula_values import tokens

    names = (text[:-1].upper() for kind, text in tokens(formula) if kind == "function")
    return next((name for name in names if name in _VOLATILE), None)


def _way(formula: str, step: _Step) -> str:
    """Return a formula with the one behind it that matters."""
    behind = f"; {step.where}: ={step.formula[:_SHOWN]}" if step.where else ""
    return formula[:_SHOWN] + behind


def _agree(stored: Value, given: Value) -> bool:
    """Return whether a stored value is what its formula gives; a blank cell shows as 0, as nothing or as an empty text."""
    if isinstance(stored, int | float) and isinstance(given, int | float):
        return math.isclose(stored, given, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    return stored == given or (given in (None, "") and stored in (None, "", 0))
