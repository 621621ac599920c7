"""What the workbook shows held against what it should: three looks at every formula cell, causes before consequences.

The looks: is the formula the one written, is there a value, is the value the recomputed one. Their
pattern names the fault. A cell whose value differs though its formula is right, and that rests on
another differing cell, only follows from that one; what no other cell explains is a cause.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from slasheet.addresses import a1, place
from slasheet.diagnostics import Finding, finding
from slasheet.formulas import Area, Formulas
from slasheet.layout import MIRRORS
from slasheet.months import month_serial
from slasheet.reader import Reading
from slasheet.vocabulary import Measure
from slasheet.wording import word
from slasheet.words import amount, gap, where
from slasheet.xlsx import BLANK, ErrorValue, Stored

Value = float | str | None
Place = tuple[str, int, int]
TOLERANCE = 1e-9


@dataclass(slots=True)
class Expected:
    """A formula cell: where it is, what it should hold, what it rests on, and the words for a finding."""

    place: Place
    formula: str
    value: Value
    measure: str | None
    index: int
    scale: float = 1.0
    stored: Stored = BLANK
    fault: str | None = None
    roots: frozenset[Place] = field(default_factory=frozenset)


def compare(
    reading: Reading, results: Mapping[str, Sequence[Value]], known: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Return all findings: those `known` from the inputs and those of the comparison, each with what follows from it."""
    formulas = Formulas(reading.layout)
    cells = list(_formula_cells(reading, results, formulas))
    judged = _Judged(reading, formulas, cells)
    return judged.findings(known)


def _formula_cells(reading: Reading, results: Mapping[str, Sequence[Value]], formulas: Formulas) -> Iterator[Expected]:
    """Yield every cell that holds a formula of ours, with what it should hold."""
    there, plan = reading.layout, reading.plan
    words = {code: word("status", code, {}) for code in plan.axis("status")}
    for block in there.blocks.values():
        measure = there.measures[block.measure]
        if measure.kind != "derived":
            continue
        values, row, col, cols, sheet = results[block.measure], block.row, block.col, block.cols, block.sheet
        for index, formula in enumerate(formulas.column_of(block.measure)):
            value = values[index]
            down, along = divmod(index, cols)
            spot = (sheet, row + down, col + along)
            yield Expected(
                spot,
                formula,
                words[value] if isinstance(value, str) else value,
                block.measure,
                index,
                scale_of(measure, index, results),
            )
    for label in there.labels():
        if label.sources:
            text: Value = float(month_serial(label.text)) if label.axis in ("month", "horizon") else label.text
            yield Expected((label.sheet, label.row, label.col), formulas.label(label), text, None, 0)
    for index, month in enumerate(plan.axis("horizon")):
        if index:
            yield Expected(there.cell("horizon", index), formulas.month(index), float(month_serial(month)), None, 0)
    for mirror in MIRRORS:
        value = results[mirror.measure][0]
        shown = words[value] if isinstance(value, str) else value
        yield Expected((mirror.sheet, mirror.row, mirror.col), formulas.mirror(mirror), shown, None, 0)


class _Judged:
    """The formula cells of one workbook with their faults, and who follows from whom."""

    def __init__(self, reading: Reading, formulas: Formulas, cells: list[Expected]) -> None:
        self.reading = reading
        self.formulas = formulas
        self.titles = reading.layout.titles
        books = {key: reading.book.sheets.get(title, {}) for key, title in self.titles.items()}
        self.any_value = False
        for cell in cells:
            sheet, row, col = cell.place
            cell.stored = books[sheet].get((row, col), BLANK)
            self.any_value = self.any_value or (cell.stored.formula is not None and cell.stored.value not in (None, ""))
        for cell in cells:
            cell.fault = self._fault(cell)
        self.faulty = {cell.place: cell for cell in cells if cell.fault}
        self.by_sheet: dict[str, dict[tuple[int, int], Expected]] = {}
        for (sheet, row, col), cell in self.faulty.items():
            self.by_sheet.setdefault(sheet, {})[row, col] = cell

    def _fault(self, cell: Expected) -> str | None:
        """Give the cell its three looks; return the name of what is wrong, None when nothing is."""
        value, formula = cell.stored
        if formula is None:
            return "formula-deleted" if value is None else "formula-overwritten"
        if formula != cell.formula and _normal(formula) != _normal(cell.formula):
            return "formula-edited"
        if not self.any_value and not self.reading.calculated:
            return None
        if same(value, cell.value, cell.scale):
            return None
        if isinstance(value, ErrorValue):
            return "error-value"
        if value in (None, "") and not self.reading.calculated:
            return "not-calculated"
        return "value-wrong"

    def findings(self, known: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return every finding, each cause with the cells that follow from it."""
        keys = {title: key for key, title in self.titles.items()}
        typed: dict[Place, list[int]] = {}
        for number, seen in enumerate(known):
            if seen.sheet in keys and seen.cell and seen.name in _SPOILS:
                typed.setdefault((keys[seen.sheet], *place(seen.cell)), []).append(number)
        for cell in self.faulty.values():
            self._roots(cell, typed)
        follows: dict[Place, list[Place]] = {}
        for cell in self.faulty.values():
            for root in cell.roots:
                if root != cell.place:
                    follows.setdefault(root, []).append(cell.place)
        told = list(known)
        for spot, numbers in typed.items():
            for number in numbers:
                told[number] = replace(told[number], follows=self._names(follows.get(spot, ())))
        causes = (cell for cell in self.faulty.values() if cell.place in cell.roots)
        found = [self._finding(cell, self._names(follows.get(cell.place, ()))) for cell in causes]
        return (*self._about_the_whole(), *told, *found)

    def _names(self, places: Sequence[Place]) -> tuple[str, ...]:
        order = {key: number for number, key in enumerate(self.titles)}
        return tuple(
            f"{self.titles[sheet]}!{a1(row, col)}"
            for sheet, row, col in sorted(places, key=lambda p: (order[p[0]], p[1], p[2]))
        )

    def _roots(self, cell: Expected, typed: Mapping[Place, list[int]]) -> frozenset[Place]:
        """Return the causes that a faulty cell follows from: itself when no other cell explains it.

        The formulas as written refer to each other without a circle, so the walk ends.
        """
        waiting = [cell]
        while waiting:
            top = waiting[-1]
            if top.roots:
                waiting.pop()
                continue
            if top.fault in _OWN_FAULT:
                top.roots = frozenset({top.place})
                continue
            before = [p for p in self._precedents(top, typed) if p != top.place]
            open_ = [self.faulty[p] for p in before if p in self.faulty and not self.faulty[p].roots]
            if open_:
                waiting += open_
                continue
            roots = {root for p in before for root in (self.faulty[p].roots if p in self.faulty else {p})}
            top.roots = frozenset(roots or {top.place})
        return cell.roots

    def _precedents(self, cell: Expected, typed: Mapping[Place, list[int]]) -> list[Place]:
        """Return the faulty cells and the spoiled inputs that a cell rests on."""
        found: list[Place] = []
        for area in self._areas(cell):
            size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
            here = self.by_sheet.get(area.sheet, {})
            if size <= len(here) + len(typed):
                inside: Iterable[tuple[int, int]] = product(
                    range(area.top, area.bottom + 1), range(area.left, area.right + 1)
                )
            else:
                # Fewer cells are faulty than the area holds: go through those.
                spoiled = [(row, col) for sheet, row, col in typed if sheet == area.sheet]
                inside = (spot for spot in {*here, *spoiled} if _within(area, *spot))
            found += [
                (area.sheet, *p) for p in inside if (p in here and self._differs(here[p])) or (area.sheet, *p) in typed
            ]
        return found

    @staticmethod
    def _differs(cell: Expected) -> bool:
        return not same(cell.stored.value, cell.value, cell.scale)

    def _areas(self, cell: Expected) -> list[Area]:
        if cell.measure is not None:
            return self.formulas.areas(cell.measure, cell.index)
        return list(_areas_in(cell.formula, cell.place[0], {title: key for key, title in self.titles.items()}))

    def _about_the_whole(self) -> Iterator[Finding]:
        if self.reading.calculated:
            return
        sheet = self.titles["plan"]
        if not self.any_value:
            yield finding("never-calculated", sheet=sheet, cell="B1")
        elif not any(cell.fault in ("value-wrong", "not-calculated", "error-value") for cell in self.faulty.values()):
            yield finding("calculated-by-slasheet", sheet=sheet, cell="B1")

    def _finding(self, cell: Expected, follows: tuple[str, ...]) -> Finding:
        sheet, row, col = cell.place
        facts: dict[str, Any] = {"sheet": self.titles[sheet], "cell": a1(row, col), "formula": "=" + cell.formula}
        stored = cell.stored.value
        found = None if stored == "" else stored
        if cell.measure is None:
            home = self.titles[self.reading.layout.blocks["regions"].sheet]
            made = finding("label-overwritten" if cell.fault in _OWN_FAULT else str(cell.fault), found=found, expected=cell.value,
                           found_text=amount(found, "count"), expected_text=amount(cell.value, "count"), home=home, title="Label", where="this place",
                           gap="", **facts)  # fmt: skip
            return replace(made, follows=follows)
        measure = self.reading.layout.measures[cell.measure]
        at = self.reading.plan.at(measure.axes, cell.index)
        words = amount(found, measure.unit), amount(cell.value, measure.unit)
        off = gap(found, cell.value, measure.unit)
        outcome = (
            f"{words[0]} instead of {words[1]}{off}"
            if not same(stored, cell.value, cell.scale)
            else f"it still shows {words[0]}, but will not follow when an input changes"
        )
        made = finding(str(cell.fault), measure=cell.measure, at=at, found=found, expected=cell.value, found_text=words[0], expected_text=words[1],
                       title=measure.title, where=where(at), gap=off, outcome=outcome, edited=f"={cell.stored.formula}", **facts)  # fmt: skip
        return replace(made, follows=follows)


_OWN_FAULT = frozenset({"formula-overwritten", "formula-edited", "formula-deleted"})
#: Findings on typed cells that explain why cells resting on them differ.
_SPOILS = frozenset(
    {
        "text-in-number",
        "error-in-input",
        "duplicate-label",
        "unsafe-label",
        "missing-label",
        "unknown-label",
        "out-of-bounds",
        "percent-as-whole",
    }
)


def scale_of(measure: Measure, index: int, results: Mapping[str, Sequence[Value]]) -> float:
    """Return the size that the noise in a cell is measured by: 1, or the size of what a difference was taken from."""
    size = results[measure.scale][index] if measure.scale else None
    return max(1.0, abs(size)) if isinstance(size, int | float) else 1.0


def same(stored: object, expected: Value, scale: float = 1.0) -> bool:
    """Return whether a stored value is the expected one: numbers within 1e-9 of their size or of `scale`, blank is blank."""
    if expected is None or expected == "":
        return stored is None or stored == ""
    if isinstance(expected, str):
        return isinstance(stored, str) and not isinstance(stored, ErrorValue) and stored == expected
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        return False
    return math.isclose(stored, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE * scale)


_QUOTED = re.compile(r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*')")


_PASSING = re.compile(r"[\s$]|_xlfn\.")
_NUMBER = re.compile(r"(?<![A-Z\d.])(\d+\.\d*|\.\d+|\d+(?=E-))(E[+-]?\d+)?(?![\dA-Z])")


def _spelled(number: re.Match[str]) -> str:
    return repr(float(number[0]))


def _normal(formula: str) -> str:
    """Return a formula without what other programs change in passing: spaces, capitals, dollar signs, prefixes, ways to write a number."""
    parts = _QUOTED.split(formula)
    parts[::2] = [_NUMBER.sub(_spelled, _PASSING.sub("", part).upper()) for part in parts[::2]]
    return "".join(parts)


_REF = re.compile(r"(?:(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!)?\$?([A-Z]{1,3})\$?(\d+)")


def _areas_in(formula: str, here: str, keys: Mapping[str, str]) -> Iterator[Area]:
    """Yield the single cells that the formula of a label refers to."""
    for quoted, plain, letters, number in _REF.findall(formula):
        title = quoted.replace("''", "'") or plain
        row, col = place(letters + number)
        yield Area(keys.get(title, here) if title else here, row, col, row, col)


def _within(area: Area, row: int, col: int) -> bool:
    return area.top <= row <= area.bottom and area.left <= col <= area.right
