"""What the workbook shows held against what it should: every formula cell, causes before consequences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from slasheet.checker.compare.as_shown import as_shown_finding, rounded_cells
from slasheet.checker.compare.causes import Causes
from slasheet.checker.compare.expected import Value, expected_rows
from slasheet.checker.compare.groups import groups
from slasheet.checker.compare.looks import OWN_FAULT, Faulty, fault_of
from slasheet.checker.rules.rule import Results
from slasheet.layout.formulas import Formulas
from slasheet.layout.moves import Place
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.book import Cells, ErrorValue, Stored
from slasheet.spreadsheet.book import Value as StoredValue
from slasheet.texts.findings import Finding, finding

_OTHERS = frozenset({bool, ErrorValue})


def compare(reading: Reading, results: Results, known: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return all findings: those `known` from the inputs and those of the comparison, each with what follows from it."""
    formulas = Formulas(reading.layout)
    filled = any(
        s.formula is not None and s.value not in (None, "") for c in reading.book.sheets.values() for s in c.values()
    )
    faulty = _faulty(reading, results, formulas, filled=filled)
    whole = tuple(_about_the_whole(reading, faulty, filled=filled))
    findings = list(known)
    # Which finding stands for a cell that has none of its own.
    standing = dict(reading.deleted)
    for group in groups(reading.layout, faulty):
        for spot in group.places:
            if faulty[spot].differs:
                standing[spot] = len(findings)
            del faulty[spot]
        findings.append(group.finding)
    if reading.file.as_shown:
        rounded = rounded_cells(reading, faulty)
        for spot in rounded:
            standing[spot] = len(findings)
            del faulty[spot]
        findings.append(as_shown_finding(len(rounded)))
    return whole + Causes(reading, formulas, faulty, findings, results, standing).findings()


def _faulty(reading: Reading, results: Results, formulas: Formulas, *, filled: bool) -> dict[Place, Faulty]:
    """Return every formula cell that is not as it should be, by where it was written."""
    pages = {key: Cells.of(reading.book.sheets.get(title, {})) for key, title in reading.layout.titles.items()}
    gone = tuple(reading.layout.titles[key] for key in reading.layout.moves.gone)
    faulty: dict[Place, Faulty] = {}
    has_values = filled or reading.calculated
    for row in expected_rows(reading, results, formulas):
        values, texts = pages[row.sheet].span(row.row, row.col, len(row.formulas))
        if texts == row.formulas and (not has_values or _are_the_same(values, row.values)):
            continue
        for along, pair in enumerate(zip(values, texts, strict=True)):
            cell, stored = row.cell(row, along), Stored(*pair)
            if cell.place in reading.deleted:
                continue
            fault = fault_of(cell, stored, calculated=reading.calculated, filled=filled, gone=gone)
            if fault == "formula-deleted" and reading.grown & set(reading.layout.measures[cell.measure].axes):
                fault = "row-without-formula"
            if fault:
                faulty[cell.place] = Faulty(cell, stored, fault)
    return faulty


def _are_the_same(stored: list[StoredValue], expected: Sequence[Value]) -> bool:
    """Return whether cells show what they should, to the last bit; for Python a truth is a number, and an error a text."""
    return stored == [*expected] and _OTHERS.isdisjoint(map(type, stored))


def _about_the_whole(reading: Reading, faulty: Mapping[Place, Faulty], *, filled: bool) -> Iterator[Finding]:
    """Say whether any program calculated the workbook."""
    if reading.calculated:
        return
    sheet = reading.layout.titles["plan"]
    if not filled:
        yield finding("never-calculated", sheet=sheet, cell="B1")
    elif all(cell.fault in OWN_FAULT for cell in faulty.values()):
        yield finding("calculated-by-slasheet", sheet=sheet, cell="B1")
