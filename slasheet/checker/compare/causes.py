"""From the formula cells that are not as they should be to causes, each with what follows from it.

A cell whose value differs though its formula is right, and that rests on another differing cell, only follows from that
one; what no other cell explains is a cause.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slasheet.checker.compare.expected import Expected, Results, Value, expected_cells
from slasheet.checker.compare.looks import Faulty, same
from slasheet.checker.rules.typed_text import as_it_stands
from slasheet.layout.formulas import Formulas
from slasheet.layout.moves import Place
from slasheet.layout.references import Reference
from slasheet.plan.amounts import amount, as_day, gap, where
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.words import code
from slasheet.reader.reading import Reading
from slasheet.recompute import recompute
from slasheet.spreadsheet.addresses import place
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _
from slasheet.texts.months import month_of_serial

OWN_FAULT = frozenset({"formula-overwritten", "formula-edited", "formula-deleted", "row-without-formula"})
#: Findings about lines put into tables: a sum over the table takes them in.
_PUT_IN = ("label-outside", "line-put-in")
#: Findings on typed cells that explain why cells resting on them differ.
_SPOILS = frozenset({
    "text-in-number", "text-converted", "text-ambiguous", "error-in-input", "out-of-bounds", "percent-as-whole",
    "duplicate-label", "unsafe-label", "missing-label", "unknown-label", "word-overwritten",
    "log-incomplete", "log-date-text", "log-date-outside", "log-unknown-label", "log-number", "log-negative",
})  # fmt: skip


def _explaining(known: tuple[Finding, ...]) -> Iterator[tuple[int, Finding]]:
    """Yield the findings on typed cells that explain why others differ, with their places among those known.

    What rests on the lead log rests on whole columns of it, so the first finding of a kind in a column stands for all
    of them: ten thousand rows of a renamed channel would each list every cell of the sheets behind.
    """
    columns: set[tuple[str, str]] = set()
    for number, seen in enumerate(known):
        if seen.name not in _SPOILS:
            continue
        if seen.measure == LEAD_LOG.name and seen.cell:
            column = (seen.name, seen.cell.rstrip("0123456789"))
            if column in columns:
                continue
            columns.add(column)
        yield number, seen


class Causes:
    """Tells causes from consequences among the faulty cells of one workbook."""

    def __init__(
        self,
        reading: Reading,
        formulas: Formulas,
        faulty: Mapping[Place, Faulty],
        known: tuple[Finding, ...],
        results: Results,
        standing: Mapping[Place, int],
    ) -> None:
        """Prepare; `standing` says which of `known` stands for a cell that has no finding of its own."""
        self.reading = reading
        self.standing = standing
        self.formulas = formulas
        self.titles = reading.layout.titles
        self.faulty = faulty
        self.known = known
        self.results = results
        keys = reading.layout.keys
        self.typed: dict[Place, list[int]] = {}
        for number, seen in _explaining(known):
            key = keys.get(seen.sheet or "")
            if key and seen.cell:
                home = self.reading.layout.moves.written((key, *place(seen.cell)))
                if home is not None:
                    self.typed.setdefault(home, []).append(number)
        #: What stands for all cells of a sheet that is gone.
        self.gone: dict[str, Place] = {}
        self.spoiled = self._spoiled()
        #: Where texts stand that were read as numbers, and what follows from them: only what they explain.
        self.texts = {
            spot for spot, numbers in self.typed.items() if any(known[n].name == "text-converted" for n in numbers)
        }
        self.seen = _seen_by_formulas(reading, known, formulas)
        self.intruders = list(self._intruders(keys))
        #: By sheet and row the columns of cells that differ or are no help, sorted.
        self.suspects: dict[str, dict[int, list[int]]] = {}
        for sheet, row, col in sorted({*(p for p, cell in faulty.items() if cell.differs), *self.spoiled}):
            self.suspects.setdefault(sheet, {}).setdefault(row, []).append(col)

    def _spoiled(self) -> dict[Place, Place]:
        """Return which cells are no help because of what was typed: the typed ones, and the labels that print them."""
        spoiled = {spot: spot for spot in self.typed}
        for spot, number in self.standing.items():
            if spot[0] in self.reading.layout.moves.gone:
                self.gone.setdefault(spot[0], ("", number, 0))
                self.typed.setdefault(("", number, 0), [number])
                continue
            # A finding about several cells stands for all of them, at a place that no cell has.
            spoiled[spot] = ("", number, 0)
            self.typed.setdefault(("", number, 0), [number])
        if not spoiled and not self.gone:
            return spoiled
        there = self.reading.layout
        for label in there.labels():
            for source in label.sources:
                home = there.cell(*source)
                if home[0] in self.gone:
                    spoiled[label.sheet, label.row, label.col] = self.gone[home[0]]
                elif home in spoiled:
                    spoiled[label.sheet, label.row, label.col] = spoiled[home]
        return spoiled

    def findings(self) -> tuple[Finding, ...]:
        """Return every finding, each cause with the cells that follow from it."""
        follows: dict[Place, list[Place]] = {}
        for spot, cell in self.faulty.items():
            for root in self._roots(cell):
                if root != spot:
                    follows.setdefault(root, []).append(spot)
        for spot, number in self.standing.items():
            if self.reading.layout.moves.now(spot) is not None:
                follows.setdefault(("", number, 0), []).append(spot)
        told = list(self.known)
        for spot, numbers in self.typed.items():
            for number in numbers:
                told[number] = replace(told[number], follows=self._names(follows.get(spot, ())))
        causes = (cell for spot, cell in self.faulty.items() if spot in cell.roots)
        found = [
            replace(self._finding(cell), follows=self._names(follows.get(cell.expected.place, ()))) for cell in causes
        ]
        # A blank line among those of a table is no matter where nothing counts it.
        return tuple(cause for cause in (*told, *found) if cause.follows or cause.name != "line-put-in")

    def _names(self, places: Sequence[Place]) -> tuple[str, ...]:
        order = {key: number for number, key in enumerate(self.titles)}
        ordered = sorted(places, key=lambda spot: (order[spot[0]], spot[1], spot[2]))
        return tuple("!".join(self.reading.layout.shown(spot)) for spot in ordered)

    def _roots(self, cell: Faulty) -> frozenset[Place]:
        """Return the causes that a faulty cell follows from: itself when no other cell explains it.

        The formulas as written refer to each other without a circle, so the walk ends.
        """
        waiting = [cell]
        while waiting:
            top = waiting[-1]
            here = top.expected.place
            if top.roots:
                waiting.pop()
            elif top.fault in OWN_FAULT:
                top.roots = frozenset({here})
            else:
                before = [spot for spot in self._precedents(top.expected) if spot != here]
                unsettled = [
                    self.faulty[spot] for spot in before if spot in self.faulty and not self.faulty[spot].roots
                ]
                if unsettled:
                    waiting += unsettled
                    continue
                roots = {
                    root for spot in before for root in (self.faulty[spot].roots if spot in self.faulty else {spot})
                }
                top.roots = frozenset({here} if not roots or (roots <= self.texts and self._is_stale(top)) else roots)
        return cell.roots

    def _is_stale(self, cell: Faulty) -> bool:
        """Return whether a cell shows something else than formulas make of the texts that it rests on.

        Without a first month most cells show nothing, an error or 0, and some count what is wrong.
        """
        place, value = cell.expected.place, cell.stored.value
        if place not in self.seen or same(value, self.seen[place], cell.expected.scale):
            return False
        counts = self.reading.layout.measures[cell.expected.measure].unit == "check"
        empty = counts or not isinstance(value, int | float) or value == 0
        return not (_has_no_start(self.known) and empty)

    def _precedents(self, cell: Expected) -> list[Place]:
        """Return the differing cells and the spoiled typed cells that a cell rests on."""
        if cell.role == "result":
            areas = self.formulas.areas(cell.measure, cell.index)
        else:
            areas = [Reference(sheet, row, col, row, col) for sheet, row, col in cell.sources]
        found = [spot for area in areas for spot in self._suspects_in(area)]
        lost = [self.gone[area.sheet] for area in areas if area.sheet in self.gone]
        return (
            lost
            + [self.spoiled.get(spot, spot) for spot in found]
            + [root for area in areas if area.many for root, here in self.intruders if self._holds(area, here)]
        )

    def _suspects_in(self, area: Reference) -> Iterator[Place]:
        """Yield the suspects in an area, without looking at those elsewhere: there may be ten thousands."""
        rows = self.suspects.get(area.sheet, {})
        held = range(area.top, area.bottom + 1)
        for row in held if len(held) <= len(rows) else sorted(rows):
            cols = rows.get(row, ()) if area.top <= row <= area.bottom else ()
            for number in range(bisect_left(cols, area.left), bisect_right(cols, area.right)):
                yield area.sheet, row, cols[number]

    def _intruders(self, keys: Mapping[str, str]) -> Iterator[tuple[Place, Place]]:
        """Yield what was put into tables, with where it stands now: a sum over the table takes it in."""
        for number, seen in enumerate(self.known):
            key = keys.get(seen.sheet or "")
            if seen.name in _PUT_IN and key and seen.cell:
                root = ("", number, 0)
                self.typed[root] = [number]
                yield root, (key, *place(seen.cell))

    def _holds(self, area: Reference, here: Place) -> bool:
        """Return whether the row or the column of what was put in runs through an area."""
        corners = self.reading.layout.moves.corners(
            (area.sheet, area.top, area.left), (area.sheet, area.bottom, area.right)
        )
        if corners is None or corners[0][0] != here[0]:
            return False
        (_s, top, left), (_t, bottom, right) = corners
        return top < here[1] < bottom or left < here[2] < right

    def _finding(self, cell: Faulty) -> Finding:
        expected, stored = cell.expected, cell.stored
        place_now = self.reading.layout.shown(expected.place)
        measure = self.reading.layout.measures[expected.measure]
        unit = measure.unit_at(self.reading.plan.at(measure.axes, expected.index)) if measure.units else measure.unit
        language = self.reading.plan.language
        held, wanted = (_told(expected, value, unit, language) for value in (stored.value, expected.value))
        is_status = isinstance(expected.value, str) and expected.role != "label"
        words = (
            (amount(stored.value, unit), amount(expected.value, unit))
            if is_status
            else (amount(held, unit), amount(wanted, unit))
        )
        off = gap(held, wanted, unit)
        outcome = (
            _("{found} instead of {expected}{gap}").format(found=words[0], expected=words[1], gap=off)
            if cell.differs
            else _("it still shows {found}, but will not update when something changes").format(found=words[0])
        )
        facts: dict[str, Any] = {
            "sheet": place_now[0], "cell": place_now[1], "found": held, "expected": wanted, "found_text": words[0], "expected_text": words[1],
            "gap": off, "outcome": outcome, "row": place(place_now[1])[0] + 1, "formula": f"={expected.formula}", "edited": f"={stored.formula}",
        }  # fmt: skip
        if expected.role in ("label", "month"):
            home = "!".join(self.reading.layout.address(expected.measure, expected.index))
            name = "label-overwritten" if cell.fault in OWN_FAULT else cell.fault
            return finding(
                name, title=_("Printed label"), where=_("what {cell} says").format(cell=home), home=home, **facts
            )
        at = self.reading.plan.at(measure.axes, expected.index)
        if "day" in at:
            at["day"] = as_day(self.results["day_date"][int(at["day"]) - 1], "date") or at["day"]
        return finding(cell.fault, measure=measure.name, at=at, title=_(measure.title), where=where(at), **facts)


def _seen_by_formulas(reading: Reading, known: tuple[Finding, ...], formulas: Formulas) -> Mapping[Place, Value]:
    """Return what the cells show while texts that were read as numbers are still texts; nothing where there are none.

    Where the first month is such a text, what they show apart from months: then nothing logged lies in the plan.
    """
    if not any(seen.name == "text-converted" for seen in known):
        return {}
    plan = as_it_stands(reading)
    there = replace(reading, plan=replace(plan, log=()) if _has_no_start(known) else plan)
    return {cell.place: cell.value for cell in expected_cells(there, recompute(there.plan), formulas)}


def _has_no_start(known: tuple[Finding, ...]) -> bool:
    """Return whether the first month is a text that was read as a month: formulas then know no month at all."""
    return any(seen.name == "text-converted" and seen.measure == "horizon" for seen in known)


def _told(cell: Expected, value: object, unit: str, language: str) -> object:
    """Return a value as a finding gives it: a month as text, a status as its code, blank as None."""
    if value == "":
        return None
    if cell.role == "month" and isinstance(value, int | float) and not isinstance(value, bool):
        return month_of_serial(value) or value
    if isinstance(value, str) and isinstance(cell.value, str) and cell.role != "label" and unit != "text":
        return code("status", value, language) or value
    return value
