"""From values to set, as `deal_size[EMEA]=24000`, to a plan that holds them; every problem is told at once."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import product

from slasheet.plan.file.agreement import agreed_cell
from slasheet.plan.file.problems import Problems
from slasheet.plan.file.scoring import scoring_cell
from slasheet.plan.file.tables import A_DATE, is_special, parse_special, serial_of
from slasheet.plan.measure import Measure
from slasheet.plan.measures.agreement_tables import CHOICES
from slasheet.plan.measures.agreement_tables import NAMES as AGREED
from slasheet.plan.measures.inputs import CLOSE_RATE, LEAD_LOG
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell, Plan
from slasheet.plan.words import code
from slasheet.revise.update.changes import Value
from slasheet.revise.update.names import known
from slasheet.texts.findings import FileError, PlanError
from slasheet.texts.languages import _, speaking

#: Stands for all labels of an axis.
ALL = "*"
_FORM = re.compile(r"\s*(\w+)\s*(?:\[(.*?)\]\s*)?=(.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPACES = re.compile(r"\s*>\s*")


def parse_value(text: str) -> Value:
    """Return what `measure[label,label]=value` sets; the first `=` after the name or its labels parts it from the value.

    A label with a comma or a square bracket stands in double quotes. Raises FileError for another form.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        message = f"--set takes MEASURE[LABEL,…]=VALUE, as 'deal_size[EMEA]=24000' or 'tolerance=10%', not “{text}”."
        raise FileError(message)
    name, inside, value = match.groups()
    labels = next(csv.reader([inside], skipinitialspace=True), []) if inside else []
    return Value(name, tuple(label.strip() for label in labels), value.strip() or None)


def with_values(plan: Plan, values: Iterable[Value]) -> Plan:
    """Return the plan with values set, the later ones over the earlier.

    Raises FileError for what is no cell of the plan, PlanError with every value that can't stand where it is to.
    """
    problems = Problems()
    inputs = {name: list(cells) for name, cells in plan.inputs.items()}
    with speaking(plan.language):
        for value in values:
            measure = _measure(plan, value.measure)
            chosen = list(_labels(plan, measure, value))
            axes = [plan.axis(axis) for axis in measure.axes]
            for labels in product(*chosen):
                at = dict(zip(measure.axes, labels, strict=True))
                before = len(problems.findings)
                cell = _cell(plan, measure, at, value, problems)
                if len(problems.findings) > before:
                    # Once is enough for a value that goes to many cells.
                    break
                index = 0
                for axis, label in zip(axes, labels, strict=True):
                    index = index * len(axis) + axis.index(label)
                inputs[measure.name][index] = cell
        if problems.findings:
            raise PlanError("update", tuple(problems.findings))
    return plan.with_inputs(**{name: tuple(cells) for name, cells in inputs.items()})


def _measure(plan: Plan, name: str) -> Measure:
    """Return the input of that name. Raises FileError that says what it is instead."""
    inputs = {measure.name: measure for measure in plan.typed}
    if name == LEAD_LOG.name:
        message = "the lead log is filled by slasheet log or in the workbook itself; update does not change its rows."
        raise FileError(message)
    if name in measures(plan) and name not in inputs:
        message = f"{name} is computed, not typed; slasheet explain {name} shows from what."
        if name == CLOSE_RATE.name:
            message = "with more than two stages close rates are computed; set conversion_rate[STEP,CHANNEL,REGION]."
        raise FileError(message)
    return inputs[known(name, tuple(inputs), "input")]


def _labels(plan: Plan, measure: Measure, value: Value) -> Iterable[tuple[str, ...]]:
    """Yield the labels that are meant on every axis."""
    axes = measure.axes
    if len(value.labels) > len(axes):
        message = f"{value}: {measure.name} has no labels." if not axes else f"{value}: {measure.name} takes the labels {', '.join(axes)}, in this order."  # fmt: skip
        raise FileError(message)
    for axis, label in zip(axes, value.labels, strict=False):
        if label == ALL:
            yield plan.axis(axis)
            continue
        kind = {"horizon": "month", "transition": "step"}.get(axis, axis.replace("_", " "))
        try:
            yield (known(_SPACES.sub(" > ", label) if axis == "transition" else label, plan.axis(axis), kind),)
        except FileError as error:
            message = f"{value}: {error}"
            raise FileError(message) from error
    for axis in axes[len(value.labels) :]:
        yield plan.axis(axis)


def _cell(plan: Plan, measure: Measure, at: dict[str, str], given: Value, problems: Problems) -> Cell:
    """Return what a cell is to hold, None where it is cleared, or where a problem was noted."""
    key, value, unit = str(given), given.value, measure.unit_at(at)
    if value is None or value == "":
        return None
    if isinstance(value, str) and unit == "choice":
        axis = CHOICES[at[measure.axes[-1]]] if measure.units else "owner"
        value = (
            code(axis, value, plan.language) if measure.units or measure.name == "performance_owner" else None
        ) or value
    elif isinstance(value, str) and unit not in ("text", "date", "month"):
        value = _number(value, unit)
    if measure.name in AGREED:
        return agreed_cell(plan, measure, at, value, key, problems)
    if measure in SCORING:
        return scoring_cell(measure, value, key, problems)
    if unit == "date":
        day = serial_of(value)
        if day is None:
            problems.value(key, value, _(A_DATE))
        return day
    if is_special(measure) and unit != "count":
        cells = parse_special(plan, measure, value, key, problems)
        return cells[0] if cells else None
    admitted = problems.admits(measure, value, key, single=True)
    return float(value) if admitted and isinstance(value, int | float) else None


def _number(text: str, unit: str) -> float | str:
    """Return a number as people type it, a share also in per cent; any other text as it is, to be refused."""
    plain = text.strip()
    per_cent = plain.endswith("%") and unit == "share"
    digits = plain.removesuffix("%").rstrip() if per_cent else plain
    if not _NUMBER.fullmatch(digits):
        return text
    return float(Decimal(digits) / 100) if per_cent else float(digits)
