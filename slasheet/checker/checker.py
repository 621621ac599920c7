"""The whole story of a check on one screen: read, recompute, validate, compare, report."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from slasheet.checker.compare.causes import without_losses
from slasheet.checker.compare.compare import compare
from slasheet.checker.rules import validate
from slasheet.plan.plan import Plan
from slasheet.reader.reading import Reading, read_workbook
from slasheet.reader.written_plan import NotOursError, written_plan
from slasheet.recompute import recompute
from slasheet.report.report import Report
from slasheet.spreadsheet.book import Book
from slasheet.spreadsheet.load import gc_paused, load_book
from slasheet.texts.catalogue import Severity
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import speaking

#: The findings on a workbook in which rows or columns were put in or taken out.
_ABOUT_PLACES = (
    "name-changed",
    "places-unclear",
    "place-deleted",
    "sheet-missing",
    "name-missing",
    "plan-lost",
)
#: The findings on values that recalculating would change.
_OUT_OF_DATE = ("stale-input", "value-wrong", "error-value", "not-calculated")
#: So many cells that are out of date are named.
_LISTED = 3
_NO_NUMBERS = ("places-unclear",)
_RANK = {severity: place for place, severity in enumerate(Severity)}


def read(path: str | os.PathLike[str]) -> Plan:
    """Read the plan back from a workbook: settings and inputs as they stand there, with findings on what is odd.

    Raises FileError when the file can't be read or is not a workbook of ours.
    """
    book = load_book(Path(path))
    written = written_plan(book)
    with speaking(written.plan.language):
        reading = read_workbook(book, written)
        return replace(reading.plan, findings=(*reading.findings, *validate(reading, recompute(reading.plan))))


def check(path: str | os.PathLike[str], language: str | None = None) -> Report:
    """Read a filled workbook, recompute it from its inputs and report what is wrong.

    `language` is the one that the report speaks, by default that of the workbook. The file is never written
    to. Raises FileError when it can't be read at all; a workbook that is not ours gives a report that says so.
    """
    with gc_paused():
        return check_book(load_book(Path(path)), language)


def check_book(book: Book, language: str | None = None) -> Report:
    """Check a workbook whose cells have been read, and report in a language, by default that of the workbook."""
    try:
        with speaking(language or "en"):
            written = written_plan(book)
    except NotOursError as error:
        return Report(str(book.path), None, (error.finding,), False, {}, language or "en")
    speaks = language or written.plan.language
    with speaking(speaks):
        return check_reading(read_workbook(book, written), speaks)


def check_reading(reading: Reading, language: str) -> Report:
    """Check what has been read of a workbook of ours; `language` is the one spoken, now and while it was read."""
    file = str(reading.file.path)
    if any(found.name in _NO_NUMBERS for found in reading.findings):
        # Which number belongs to which name can't be told: no number is better than a wrong one.
        about_places = tuple(found for found in reading.findings if found.name in _ABOUT_PLACES)
        return Report(file, None, about_places, reading.calculated, {}, language)
    results = recompute(reading.plan)
    known = without_losses(reading, (*reading.findings, *validate(reading, results)))
    findings = compare(reading, results, known)
    findings = (*_calculated_on_demand(reading, findings), *findings)
    sheets = {title: place for place, title in enumerate(reading.layout.titles.values())}
    ordered = sorted(findings, key=lambda found: (_RANK[found.severity], sheets.get(found.sheet or "", -1)))
    return Report(file, reading.plan, tuple(ordered), reading.calculated, results, language)


def _calculated_on_demand(reading: Reading, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Say once that a workbook in which values are out of date calculates only on demand."""
    stale = [f"{found.sheet}!{found.cell}" for found in findings if found.name in _OUT_OF_DATE]
    if reading.file.manual and stale:
        shown = ", ".join(stale[:_LISTED]) + (", …" if len(stale) > _LISTED else "")
        yield finding("manual-calculation", found=len(stale), found_text=shown)
