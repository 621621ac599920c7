"""From the formula cells that are not as they should be to causes, each with what follows from it.

A cell whose value differs though its formula is right, and that rests on another differing cell, only follows from that
one; what no other cell explains is a cause.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from slasheet.checker.compare.cell_finding import finding_on
from slasheet.checker.compare.expected import Expected, Value, expected_cells
from slasheet.checker.compare.looks import OWN_FAULT, Cause, Faulty, Root, same
from slasheet.checker.rules.rule import Results
from slasheet.checker.rules.typed_text import as_it_stands
from slasheet.layout.formulas import Formulas
from slasheet.layout.moves import Place
from slasheet.layout.references import Reference
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.reader.reading import Reading
from slasheet.recompute import recompute
from slasheet.spreadsheet.addresses import place
from slasheet.texts.findings import Finding

#: What can only follow when cells of a measure were deleted.
_FOLLOWS_FROM_LOSS = {"mix-off": "channel_mix", "log-more-than-leads": "lead_log", "log-incomplete": "lead_log"}
#: Findings about lines put into tables: a sum over the table takes them in.
_PUT_IN = ("label-outside", "line-put-in")
#: Findings on typed cells that explain why cells resting on them differ.
_SPOILS = frozenset({
    "text-in-number", "text-converted", "text-ambiguous", "error-in-input", "out-of-bounds", "percent-as-whole",
    "duplicate-label", "unsafe-label", "missing-label", "unknown-label", "word-overwritten",
    "time-of-day", "empty-text", "log-incomplete", "log-date-text", "log-date-outside", "log-unknown-label", "log-number", "log-negative",
})  # fmt: skip


def without_losses(reading: Reading, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings without those on cells that were deleted: what is missing then is told once, where the deletion is."""
    lost = {found[0] for place in reading.deleted if (found := reading.layout.at(*place))}
    return tuple(each for each in findings if each.cell != "" and _FOLLOWS_FROM_LOSS.get(each.name) not in lost)


def _explaining(known: Sequence[Finding]) -> Iterator[tuple[int, Finding]]:
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
        known: Sequence[Finding],
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
        #: Which of the known findings are about a typed cell, or stand for several cells.
        self.typed: dict[Cause, list[int]] = {}
        for number, seen in _explaining(known):
            key = keys.get(seen.sheet or "")
            if key and seen.cell:
                home = self.reading.layout.moves.written((key, *place(seen.cell)))
                if home is not None:
                    self.typed.setdefault(home, []).append(number)
        #: What stands for all cells of a sheet that is gone.
        self.gone: dict[str, Root] = {}
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

    def _spoiled(self) -> dict[Place, Cause]:
        """Return which cells are no help because of what was typed: the typed ones, and the labels that print them."""
        spoiled: dict[Place, Cause] = {spot: spot for spot in self.typed if not isinstance(spot, Root)}
        for spot, number in self.standing.items():
            self.typed.setdefault(Root(number), [number])
            if spot[0] in self.reading.layout.moves.gone:
                self.gone.setdefault(spot[0], Root(number))
            else:
                spoiled[spot] = Root(number)
        if not spoiled and not self.gone:
            return spoiled
        layout = self.reading.layout
        for label in layout.labels():
            for source in label.sources:
                home = layout.cell(*source)
                if home[0] in self.gone:
                    spoiled[label.sheet, label.row, label.col] = self.gone[home[0]]
                elif home in spoiled:
                    spoiled[label.sheet, label.row, label.col] = spoiled[home]
        return spoiled

    def findings(self) -> tuple[Finding, ...]:
        """Return every finding, each cause with the cells that follow from it."""
        follows: dict[Cause, list[Place]] = {}
        for spot, cell in self.faulty.items():
            for root in self._roots(cell):
                if root != spot:
                    follows.setdefault(root, []).append(spot)
        for spot, number in self.standing.items():
            if self.reading.layout.moves.now(spot) is not None:
                follows.setdefault(Root(number), []).append(spot)
        known = list(self.known)
        for root, numbers in self.typed.items():
            for number in numbers:
                known[number] = replace(known[number], follows=self._names(follows.get(root, ())))
        new = [
            replace(finding_on(cell, self.reading, self.results), follows=self._names(follows.get(spot, ())))
            for spot, cell in self.faulty.items()
            if spot in cell.roots
        ]
        # A blank line among those of a table is no matter where nothing counts it.
        return tuple(cause for cause in (*known, *new) if cause.follows or cause.name != "line-put-in")

    def _names(self, places: Sequence[Place]) -> tuple[str, ...]:
        order = {key: number for number, key in enumerate(self.titles)}
        ordered = sorted(places, key=lambda spot: (order[spot[0]], spot[1], spot[2]))
        return tuple("!".join(self.reading.layout.shown(spot)) for spot in ordered)

    def _roots(self, cell: Faulty) -> frozenset[Cause]:
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
                before = [root for root in self._precedents(top.expected) if root != here]
                cells = [self.faulty[root] for root in before if not isinstance(root, Root) and root in self.faulty]
                unsettled = [each for each in cells if not each.roots]
                if unsettled:
                    waiting += unsettled
                    continue
                roots = {root for each in cells for root in each.roots}
                roots |= {root for root in before if isinstance(root, Root) or root not in self.faulty}
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

    def _precedents(self, cell: Expected) -> list[Cause]:
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

    def _intruders(self, keys: Mapping[str, str]) -> Iterator[tuple[Root, Place]]:
        """Yield what was put into tables, with where it stands now: a sum over the table takes it in."""
        for number, seen in enumerate(self.known):
            key = keys.get(seen.sheet or "")
            if seen.name in _PUT_IN and key and seen.cell:
                root = Root(number)
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


def _seen_by_formulas(reading: Reading, known: Sequence[Finding], formulas: Formulas) -> Mapping[Place, Value]:
    """Return what the cells show while texts that were read as numbers are still texts; nothing where there are none.

    Where the first month is such a text, what they show apart from months: then nothing logged lies in the plan.
    """
    if not any(seen.name == "text-converted" for seen in known):
        return {}
    plan = as_it_stands(reading)
    if _has_no_start(known):
        plan = replace(plan, log=())
    cells = expected_cells(replace(reading, plan=plan), recompute(plan), formulas)
    return {cell.place: cell.value for cell in cells}


def _has_no_start(known: Sequence[Finding]) -> bool:
    """Return whether the first month is a text that was read as a month: formulas then know no month at all."""
    return any(seen.name == "text-converted" and seen.measure == "horizon" for seen in known)
