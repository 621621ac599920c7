"""What a measure or a cell means: in a sentence, as a formula over names, as the formula of the cell, in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slasheet.layout.formulas import Formulas
from slasheet.layout.references import Ref, Reference, parse
from slasheet.layout.sheets import layout
from slasheet.plan.amounts import allowed, amount, where
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.plan.words import word
from slasheet.reader.reading import Reading
from slasheet.recompute import recompute
from slasheet.spreadsheet.addresses import a1, place
from slasheet.texts.closest import nearest
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_
from slasheet.texts.printable import lined

_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Za-z]{1,3}\$?\d{1,7})")
_MOST_CELLS = 8


def explain(what: str, plan: Plan, reading: Reading | None = None) -> str:
    """Explain a measure (`leads_due`) or a cell (`SLA totals!D10`), with the numbers of `reading` where there is one.

    Raises FileError when `what` names neither.
    """
    explainer = _Explainer(plan, reading)
    match = _CELL.fullmatch(what.strip())
    if not match:
        return lined(explainer.measure(what.strip()))
    return lined(explainer.cell((match[1] or "").replace("''", "'") or match[2], match[3].upper()))


def named(template: str) -> str:
    """Return a formula over names as people read it: without braces and anchors.

    Example: `named("{revenue}/{deal_size region:*}")` is `revenue/deal_size[region all]`.
    """
    parts = []
    for part in parse(template):
        if isinstance(part, str):
            parts.append(part)
            continue
        chosen = ", ".join(
            "all" if axis == "*" else f"{axis} {'all' if value == '*' else value.removeprefix('=')}"
            for axis, value in part.selectors
        )
        name = f"label of {part.name}" + (f" in {part.of}" if part.of else "") if part.label else part.name
        parts.append((f"{name}[{chosen}]" if chosen else name) + (" is usable" if part.test else ""))
    return "".join(parts)


class _Explainer:
    """Explains within one plan, or one workbook as read."""

    def __init__(self, plan: Plan, reading: Reading | None) -> None:
        self.plan = reading.plan if reading else plan
        self.reading = reading
        self.layout = reading.layout if reading else layout(plan)
        self.table = measures(self.plan)
        self.results = recompute(self.plan) if reading else {}

    def measure(self, name: str) -> Iterator[str]:
        """Yield the lines about a measure."""
        if name not in self.table:
            near = nearest(name, self.table, 3)
            hint = (
                f"did you mean {' or '.join(near)}?"
                if near
                else "a cell is named as SHEET!CELL, a measure as leads_due."
            )
            message = f"there is no measure {name!r}; {hint}"
            raise FileError(message)
        measure = self.table[name]
        yield from self._about(measure)
        if measure.kind == "derived":
            seen: dict[str, str] = {}
            positions = self.plan.positions(measure.by)
            for position, at in zip(positions, self.plan.coordinates(measure.by), strict=True):
                seen.setdefault(named(measure.formula_at(position)), where(at))
            for formula, spot in seen.items():
                told = _("formula for {place}: {formula}") if len(seen) > 1 else _("formula: {formula}")
                yield "  " + told.format(place=spot, formula=formula)
            yield "  " + _("rests on: {inputs}").format(inputs=", ".join(self._inputs_of(name)))
        block = self.layout.blocks[name]
        last = a1(*block.cell(block.rows * block.cols - 1))
        first = a1(block.row, block.col)
        span = first if first == last else f"{first}:{last}"
        cells = f"{self.layout.titles[block.sheet]}!{span}"
        yield "  " + _("where: {cells}, defined name {name}").format(cells=cells, name=f"sla_{name}")
        if self.reading and measure.kind == "log":
            used, room = (amount(count, "count") for count in (len(self.plan.log), self.plan.log_rows))
            yield "  " + _("values: {used} of {room} rows are used").format(used=used, room=room)
        elif self.reading and measure.kind != "label":
            values = self._values(name)
            shown = [self._value(measure, index) for index in range(min(_MOST_CELLS, len(values)))]
            spots = [where(self.plan.at(measure.axes, index)) for index in range(len(shown))]
            rest = len(values) - len(shown)
            values = "; ".join(f"{spot} = {value}" for spot, value in zip(spots, shown, strict=True))
            told = _("values: {values}; and {rest} more") if rest else _("values: {values}")
            yield "  " + told.format(values=values, rest=rest)

    def cell(self, title: str, address: str) -> Iterator[str]:
        """Yield the lines about a cell."""
        keys = {shown.casefold(): key for key, shown in self.layout.titles.items()}
        if title.casefold() not in keys:
            message = f"there is no sheet {title!r}; choose from: {', '.join(self.layout.titles.values())}."
            raise FileError(message)
        key, (row, col) = keys[title.casefold()], place(address)
        mirrored = next((m.measure for m in self.layout.mirrors if (m.sheet, m.row, m.col) == (key, row, col)), None)
        found = (mirrored, 0) if mirrored else self.layout.at(key, row, col)
        if found is None:
            message = f"{title}!{address} holds no measure: it is a printed label, a heading or empty."
            raise FileError(message)
        name, index = found
        measure = self.table[name]
        sheet, home = self.layout.address(name, index)
        told = _("{cell} shows {home} again: {title} for {where}") if mirrored else _("{cell} is {title} for {where}")
        here, spot = f"{self.layout.titles[key]}!{a1(row, col)}", where(self.plan.at(measure.axes, index))
        yield told.format(cell=here, home=f"{sheet}!{home}", title=_(measure.title), where=spot)
        yield from self._about(measure)
        if measure.kind != "derived":
            if self.reading:
                unit = measure.unit_at(self.plan.at(measure.axes, index))
                held = amount(self.reading.stored(name, index).value, unit)
                yield "  " + _("holds: {value}").format(value=held)
            return
        formulas = Formulas(self.layout)
        yield "  " + _("formula: {formula}").format(formula=named(formulas.template(name, index)))
        yield "  " + _("in the cell: {formula}").format(formula=f"={formulas.one(name, index)}")
        yield "  " + _("rests on: {inputs}").format(inputs=", ".join(self._inputs_of(name)))
        if self.reading:
            stored = amount(self.reading.stored(name, index).value, measure.unit)
            told = _("recomputed: {value}; the file shows: {stored}")
            yield "  " + told.format(value=self._value(measure, index), stored=stored.strip("“”"))
            yield "  " + _("from:")
            for area in dict.fromkeys(formulas.areas(name, index)):
                yield f"    {self._source(area)}"

    def _about(self, measure: Measure) -> Iterator[str]:
        yield f"{measure.name}: {_(measure.title)}"
        yield f"  {_(measure.meaning)}"
        axes = " x ".join(f"{axis} ({len(self.plan.axis(axis))})" for axis in measure.axes) or _("a single cell")
        told = (
            _("axes: {axes}; unit: {unit}; computed")
            if measure.kind == "derived"
            else _("axes: {axes}; unit: {unit}; typed")
        )
        yield "  " + told.format(axes=axes, unit=measure.unit)
        if measure.kind == "input":
            told = _("takes {allowed}; may stay blank") if measure.optional else _("takes {allowed}")
            if measure.default is not None:
                told = _("takes {allowed}; blank counts as {default}")
            yield "  " + told.format(allowed=allowed(measure), default=amount(measure.default, measure.unit))

    def _values(self, name: str) -> Sequence[float | str | None]:
        return self.plan.inputs[name] if name in self.plan.inputs else self.results[name]

    def _value(self, measure: Measure, index: int) -> str:
        value = self._values(measure.name)[index]
        if measure.kind == "derived" and isinstance(value, str) and measure.unit != "text":
            return word("status", value, self.table)
        unit = measure.unit_at(self.plan.at(measure.axes, index)) if measure.units else measure.unit
        return amount(value, unit)

    def _source(self, area: Reference) -> str:
        """Return one line on the cells that a formula refers to."""
        found = self.layout.at(area.sheet, area.top, area.left)
        first, last = a1(area.top, area.left), a1(area.bottom, area.right)
        span = f"{self.layout.titles[area.sheet]}!{first}" + ("" if first == last else f":{last}")
        if found is None:
            return f"{span}  " + _("printed labels")
        measure = self.table[found[0]]
        if measure.kind == "label":
            return f"{span}  {_(measure.title)}"
        if measure.kind == "log":
            field = word("field", self.plan.at(measure.axes, found[1])["field"], self.table)
            rows = n_("{count} row", "{count} rows", len(self.plan.log)).format(
                count=amount(len(self.plan.log), "count")
            )
            return f"{span}  {measure.name}, {field}: {rows}"
        spot, cells = (
            where(self.plan.at(measure.axes, found[1])),
            (area.bottom - area.top + 1) * (area.right - area.left + 1),
        )
        more = _(" and {count} more").format(count=cells - 1) if cells > 1 else ""
        return f"{span}  {measure.name}, {spot}: {self._value(measure, found[1])}{more}"

    def _inputs_of(self, name: str) -> list[str]:
        """Return the names of the inputs that a derived measure rests on, in the order of the sheets."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            measure = self.table.get(waiting.pop())
            if measure is None or measure.name in reached:
                continue
            reached.add(measure.name)
            if measure.kind == "derived":
                for position in self.plan.positions(measure.by):
                    parts = parse(measure.formula_at(position))
                    waiting += [part.name for part in parts if isinstance(part, Ref) and not part.label]
        return [measure.name for measure in (*self.plan.typed, LEAD_LOG) if measure.name in reached]
