"""What a measure or a cell means: in a sentence, as a formula over names, as the formula of the cell, in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slasheet.addresses import a1, place
from slasheet.diagnostics import FileError
from slasheet.formulas import Formulas, Ref, parse
from slasheet.layout import layout
from slasheet.measures import measures
from slasheet.plan import Plan
from slasheet.reader import Reading
from slasheet.recompute import recompute
from slasheet.vocabulary import Measure, inputs
from slasheet.words import allowed, amount, where

_CELL = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_MOST_CELLS = 8


def explain(what: str, plan: Plan, reading: Reading | None = None) -> str:
    """Explain a measure (`leads_due`) or a cell (`SLA totals!D10`), with the numbers of `reading` where there is one.

    Raises FileError when `what` names neither.
    """
    match = _CELL.match(what.strip())
    there = reading.layout if reading else layout(plan)
    if not match:
        return "\n".join(_measure(what.strip(), plan, reading)) + "\n"
    title = (match[1] or "").replace("''", "'") or match[2]
    keys = {shown.casefold(): key for key, shown in there.titles.items()}
    if title.casefold() not in keys:
        message = f"no sheet is called {title!r}; there are: {', '.join(there.titles.values())}."
        raise FileError(message)
    row, col = place(match[3].upper() + match[4])
    found = there.at(keys[title.casefold()], row, col)
    if found is None:
        message = f"{title}!{match[3].upper()}{match[4]} holds no measure: it is a label, a heading or empty."
        raise FileError(message)
    return "\n".join(_cell(*found, plan, reading)) + "\n"


def _about(measure: Measure, plan: Plan) -> Iterator[str]:
    yield f"{measure.name}: {measure.title}"
    yield f"  {measure.meaning}"
    axes = " x ".join(f"{axis} ({len(plan.axis(axis))})" for axis in measure.axes) or "a single number"
    yield f"  axes: {axes}; unit: {measure.unit}; {'typed' if measure.kind != 'derived' else 'computed'}"
    if measure.kind == "input":
        takes = f"  takes {allowed(measure)}"
        yield takes + (
            f"; blank counts as {amount(measure.default, measure.unit)}"
            if measure.default is not None
            else "; may stay blank"
            if measure.optional
            else ""
        )


def _named(template: str) -> str:
    """Return a formula over names as people read it: without braces and anchors."""
    parts = []
    for part in parse(template):
        if isinstance(part, str):
            parts.append(part)
            continue
        chosen = ", ".join(
            f"{axis} {'all' if value == '*' else value.removeprefix('=')}" if axis != "*" else "all"
            for axis, value in part.selectors
        )
        name = f"label of {part.name}" + (f" in {part.of}" if part.of else "") if part.label else part.name
        parts.append((f"{name}[{chosen}]" if chosen else name) + (" is usable" if part.test else ""))
    return "".join(parts)


def _measure(name: str, plan: Plan, reading: Reading | None) -> Iterator[str]:
    table = measures(plan)
    if name not in table:
        import difflib

        near = difflib.get_close_matches(name, table, 3)
        hint = (
            f"did you mean {' or '.join(near)}?"
            if near
            else "slasheet show FILE lists them, and SHEET!CELL names a cell."
        )
        message = f"no measure is called {name!r}; {hint}"
        raise FileError(message)
    measure = table[name]
    yield from _about(measure, plan)
    if measure.kind == "derived":
        seen: dict[str, str] = {}
        for at in plan.coordinates(measure.by):
            seen.setdefault(_named(measure.formula_at(at)), where(at))
        for formula, place in seen.items():
            yield f"  formula{f' for {place}' if len(seen) > 1 else ''}: {formula}"
        yield f"  rests on: {', '.join(_inputs_of(name, plan))}"
    there = reading.layout if reading else layout(plan)
    block = there.blocks[name]
    last = block.cell(block.rows * block.cols - 1)
    span = a1(block.row, block.col) + ("" if last == (block.row, block.col) else f":{a1(*last)}")
    yield f"  where: {there.titles[block.sheet]}!{span}, defined name sla_{name}"
    if reading and measure.kind != "label":
        values = _values(name, reading)
        shown = [
            f"{where(reading.plan.at(measure.axes, i))} = {amount(value, measure.unit)}"
            for i, value in enumerate(values[:_MOST_CELLS])
        ]
        rest = len(values) - len(shown)
        yield f"  values: {'; '.join(shown)}" + (f"; and {rest} more" if rest > 0 else "")


def _values(name: str, reading: Reading) -> list[float | str | None]:
    if name in reading.plan.inputs:
        return list(reading.plan.inputs[name])
    return list(recompute(reading.plan)[name])


def _cell(name: str, index: int, plan: Plan, reading: Reading | None) -> Iterator[str]:
    there = reading.layout if reading else layout(plan)
    measure = there.measures[name]
    shown_plan = there.plan
    sheet, cell = there.address(name, index)
    yield f"{sheet}!{cell} is {measure.title} for {where(shown_plan.at(measure.axes, index))}"
    yield from _about(measure, shown_plan)
    if measure.kind != "derived":
        if reading:
            yield f"  holds: {amount(reading.stored(name, index).value, measure.unit)}"
        return
    formulas = Formulas(there)
    yield f"  formula: {_named(formulas.template(name, index))}"
    yield f"  in the cell: ={formulas.one(name, index)}"
    yield f"  rests on: {', '.join(_inputs_of(name, shown_plan))}"
    if reading:
        results = recompute(reading.plan)
        stored = reading.stored(name, index)
        yield f"  recomputed: {amount(results[name][index], measure.unit)}; the file shows: {amount(stored.value, measure.unit)}"
        yield "  from:"
        for area in formulas.areas(name, index):
            yield from _source(area.sheet, area.top, area.left, area.bottom, area.right, reading)


def _source(sheet: str, top: int, left: int, bottom: int, right: int, reading: Reading) -> Iterator[str]:
    """Yield one line on the cells that a formula refers to."""
    there = reading.layout
    found = there.at(sheet, top, left)
    title = there.titles[sheet]
    span = a1(top, left) + ("" if (top, left) == (bottom, right) else f":{a1(bottom, right)}")
    if found is None:
        yield f"    {title}!{span}  {amount(reading.book.cell(title, top, left).value, 'count')}"
        return
    name, index = found
    measure = there.measures[name]
    if measure.kind == "label":
        yield f"    {title}!{span}  {measure.title}"
        return
    where_ = where(reading.plan.at(measure.axes, index))
    value = amount(_values(name, reading)[index], measure.unit)
    cells = (bottom - top + 1) * (right - left + 1)
    yield f"    {title}!{span}  {measure.name}, {where_}: {value}" + (
        f" and {cells - 1} more cells" if cells > 1 else ""
    )


def _inputs_of(name: str, plan: Plan) -> list[str]:
    """Return the names of the inputs that a derived measure rests on, in the order of the sheets."""
    table = measures(plan)
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        measure = table.get(waiting.pop())
        if measure is None or measure.name in reached:
            continue
        reached.add(measure.name)
        if measure.kind == "derived":
            for at in plan.coordinates(measure.by):
                waiting += [
                    part.name for part in parse(measure.formula_at(at)) if isinstance(part, Ref) and not part.label
                ]
    return [measure.name for measure in inputs(len(plan.stages)) if measure.name in reached]
