"""The whole story of a check on one screen: read, recompute, validate, compare, report."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from slasheet.checker.compare.compare import compare
from slasheet.checker.rules.all_rules import validate
from slasheet.layout.sheets import SHEETS
from slasheet.plan.plan import Plan
from slasheet.reader.reading import NotOursError, read_workbook, written_language
from slasheet.recompute import recompute
from slasheet.report.report import Report
from slasheet.spreadsheet.book import Book
from slasheet.spreadsheet.gc_paused import no_collecting
from slasheet.spreadsheet.load import load_book
from slasheet.texts.catalogue import Severity
from slasheet.texts.languages import speaking

#: What is told of a workbook in which rows or columns were put in or taken out.
_ABOUT_PLACES = (
    "name-changed",
    "places-unclear",
    "place-deleted",
    "sheet-missing",
    "name-missing",
    "plan-lost",
    "newer-workbook",
)
_NO_NUMBERS = ("places-unclear",)
#: What can only follow when cells of a measure were deleted.
_FOLLOWS_FROM_LOSS = {"mix-off": "channel_mix", "log-more-than-leads": "lead_log", "log-incomplete": "lead_log"}
_RANK = {severity: place for place, severity in enumerate(Severity)}


def read(path: str | os.PathLike[str]) -> Plan:
    """Read the plan back from a workbook: settings and inputs as they stand there, with findings on what is odd.

    Raises FileError when the file can't be read or is not a workbook of ours.
    """
    book = load_book(Path(path))
    with speaking(written_language(book)):
        reading = read_workbook(book)
        return replace(reading.plan, findings=(*reading.findings, *validate(reading, recompute(reading.plan))))


def check(path: str | os.PathLike[str], language: str | None = None) -> Report:
    """Read a filled workbook, recompute it from its inputs and report what is wrong.

    `language` is the one that the report speaks, by default that of the workbook. The file is never written
    to. Raises FileError when it can't be read at all; a workbook that is not ours gives a report that says so.
    """
    with no_collecting():
        return check_book(load_book(Path(path)), language)


def check_book(book: Book, language: str | None = None) -> Report:
    """Check a workbook whose cells have been read, and report in a language, by default that of the workbook."""
    speaks = language or written_language(book)
    with speaking(speaks):
        return _checked(book, speaks)


def _checked(book: Book, language: str) -> Report:
    path = book.path
    try:
        reading = read_workbook(book)
    except NotOursError as error:
        return Report(str(path), None, (error.finding,), False, {}, language)
    if any(found.name in _NO_NUMBERS for found in reading.findings):
        # Which number belongs to which name can't be told: no number is better than a wrong one.
        told = tuple(found for found in reading.findings if found.name in _ABOUT_PLACES)
        return Report(str(path), None, told, reading.calculated, {}, language)
    results = recompute(reading.plan)
    # What is missing because its cell was deleted is told once, where the deletion is.
    told = (*reading.findings, *validate(reading, results))
    without = {found[0] for place in reading.deleted if (found := reading.layout.at(*place))}
    known = tuple(found for found in told if found.cell != "" and _FOLLOWS_FROM_LOSS.get(found.name) not in without)
    findings = compare(reading, results, known)
    sheets = {title: place for place, title in enumerate(reading.layout.titles[key] for key in SHEETS)}
    ordered = sorted(findings, key=lambda found: (_RANK[found.severity], sheets.get(found.sheet or "", -1)))
    return Report(str(path), reading.plan, tuple(ordered), reading.calculated, results, language)
