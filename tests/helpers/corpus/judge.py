"""From a report and the file that it is about to the wrong numbers in both, held against the plan that was meant.

What is meant is known beforehand, where a cell stands now follows from what was done: the judge asks neither the
reader nor the comparison that it judges.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import to_excel

from slasheet.layout.sheets import layout
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.plan.words import shown
from slasheet.recompute import recompute
from slasheet.report.report import Report
from tests.helpers.corpus.case import HERE, Case
from tests.helpers.engines import Deed

Place = tuple[str, int, int]
Value = float | str | bool | None
#: What tells that numbers are missing or not counted, so that sums over them are not those that were meant.
NOT_COUNTED = frozenset({
    "missing-input", "text-in-number", "text-ambiguous", "error-in-input", "out-of-bounds", "percent-as-whole",
    "unknown-label", "duplicate-label", "missing-label", "labels-reordered", "place-deleted", "label-outside", "sheet-missing",
    "log-incomplete", "log-date-text", "log-date-outside", "log-unknown-label", "log-number", "log-outside", "word-overwritten",
})  # fmt: skip
#: What tells of the whole file that the values stored in it are not to be gone by.
OF_THE_FILE = frozenset({"never-calculated"})
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the numbers: `wrong` and `missing` in the report, and what is wrong in silence, in report or file."""

    wrong: tuple[str, ...]
    missing: tuple[str, ...]
    silent: tuple[str, ...]


def judge(case: Case, path: Path, report: Report) -> Verdict:
    """Hold every number of a report, and every number that the file shows, against the plan that was meant."""
    said = [found for found in report.findings if found.severity != "info"]
    names = {found.name for found in said}
    wrong, missing = _given(case.meant, report)
    silent = [] if names & NOT_COUNTED else [f"report: {each}" for each in wrong]
    silent += [] if said else [f"report, missing: {each}" for each in missing]
    # Who is told that no number can be had from the file takes none from it.
    if not names & OF_THE_FILE and not (report.plan is None and said):
        told = _told(report)
        silent += [f"file: {each}" for place, each in _shown(case, path, report) if place not in told]
    return Verdict(tuple(wrong), tuple(missing), tuple(silent))


def _given(meant: Plan, report: Report) -> tuple[list[str], list[str]]:
    """Return which numbers of the report are not those meant, and which are missing, by measure and labels."""
    wrong: list[str] = []
    missing: list[str] = []
    if report.plan is None:
        return wrong, missing
    truth, given = _labelled(meant, recompute(meant)), _labelled(report.plan, report.results)
    for key in truth.keys() | given.keys():
        right, found = truth.get(key), given.get(key)
        if not same(found, right):
            (missing if found is None else wrong).append(f"{' '.join(key)}: {found} instead of {right}")
    return sorted(wrong), sorted(missing)


def _labelled(plan: Plan, results: Mapping[str, Sequence[Value]]) -> dict[tuple[str, ...], Value]:
    """Return every numeric input and every result of a plan by measure and labels; what is blank is left out."""
    numbers: dict[tuple[str, ...], Value] = {}
    for name, measure in measures(plan).items():
        if name in results:
            cells = results[name]
        elif measure.kind == "input" and measure.numeric and not measure.units:
            cells = [None if isinstance(cell, str) else cell for cell in plan.inputs[name]]
        else:
            continue
        for at, cell in zip(plan.coordinates(measure.axes), cells, strict=True):
            if cell is not None:
                numbers[name, *at.values()] = cell
    return numbers


def _shown(case: Case, path: Path, report: Report) -> Iterator[tuple[Place, str]]:
    """Yield every cell of a result that shows something else than what was meant and than what the report gives."""
    values = stored_values(path)
    truth = recompute(case.meant)
    given = report.results or truth
    there = layout(case.meant)
    for name, cells in truth.items():
        unit = there.measures[name].unit
        for index, right in enumerate(cells):
            key, row, col = there.cell(name, index)
            place = now((HERE.titles[key], row, col), case.deeds)
            if place is None or place[0] not in values:
                continue
            found, words = values[place[0]].get(place[1:]), case.meant.language
            known = [shown(cell, unit, words) for cell in (right, given[name][index] if name in given else right)]
            if isinstance(found, str) and found.startswith("#"):
                # Everybody sees that this is no number.
                continue
            if not any(same(None if found == "" else found, None if each == "" else each) for each in known):
                yield place, f"{place[0]}!{place[1:]} {name}: {found} instead of {known[0]}"


def _told(report: Report) -> set[Place]:
    """Return the cells that errors and warnings name: their own, those that follow from them, and whole areas."""
    told: set[Place] = set()
    for found in report.findings:
        if found.severity == "info":
            continue
        for text in (f"{found.sheet}!{found.cell}", *found.follows):
            title, _, area = text.rpartition("!")
            if re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", area):
                left, top, right, bottom = range_boundaries(area)
                told |= {(title, row - 1, col - 1) for row in range(top, bottom + 1) for col in range(left, right + 1)}
    return told


def same(found: Value, right: Value) -> bool:
    """Return whether two values are the same, numbers within what spreadsheets lose on the way."""
    if isinstance(found, int | float) and isinstance(right, int | float):
        return math.isclose(found, right, rel_tol=1e-9, abs_tol=1e-6)
    return found == right


def stored_values(path: Path) -> Mapping[str, Mapping[tuple[int, int], Value]]:
    """Return the values stored in a file by sheet title and (row, column) from 0, as another program reads them."""
    if path.suffix == ".ods":
        return {title: dict(cells) for title, cells in _ods_values(path)}
    return {
        sheet.title: {(row - 1, col - 1): _plain(cell.value) for (row, col), cell in sheet._cells.items()}
        for sheet in load_workbook(path, data_only=True).worksheets
    }


def _plain(value: Any) -> Value:
    """Return a value as stored: days as the numbers of the 1900 system."""
    return to_excel(value) if isinstance(value, datetime | date | time) else value


def _ods_values(path: Path) -> Iterator[tuple[str, Iterator[tuple[tuple[int, int], Value]]]]:
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read("content.xml"))
    for table in root.iter(f"{TABLE}table"):
        yield table.attrib[f"{TABLE}name"], _ods_cells(table)


def _ods_cells(table: ET.Element) -> Iterator[tuple[tuple[int, int], Value]]:
    row = 0
    for line in table.iter(f"{TABLE}table-row"):
        col = 0
        for cell in line:
            if OFFICE + "value" in cell.attrib:
                yield (row, col), float(cell.attrib[OFFICE + "value"])
            elif OFFICE + "date-value" in cell.attrib:
                yield (row, col), to_excel(datetime.fromisoformat(cell.attrib[OFFICE + "date-value"]))
            elif len(cell):
                yield (row, col), "\n".join("".join(part.itertext()) for part in cell if part.tag.endswith("}p"))
            col += int(cell.attrib.get(f"{TABLE}number-columns-repeated", 1))
        row += int(line.attrib.get(f"{TABLE}number-rows-repeated", 1))


# Where a cell stands now ------------------------------------------------------------------------


def now(place: Place, deeds: tuple[Deed, ...]) -> Place | None:
    """Return where a cell stands after the deeds, None when it is gone or can't be told."""
    for deed in deeds:
        if place[0] == deed.sheet:
            moved = _after(place, deed)
            if moved is None:
                return None
            place = moved
    return place


def _after(place: Place, deed: Deed) -> Place | None:
    title, row, col = place
    if deed.deed == "rename":
        return deed.to, row, col
    if deed.deed == "remove":
        return None
    if not deed.area:
        return place
    left, top, right, bottom = (number - 1 for number in range_boundaries(deed.area))
    inside = top <= row <= bottom and left <= col <= right
    match deed.deed:
        case "insert":
            return title, row + (bottom - top + 1 if row >= top else 0), col
        case "insert columns":
            return title, row, col + (right - left + 1 if col >= left else 0)
        case "delete":
            return None if top <= row <= bottom else (title, row - (bottom - top + 1 if row > bottom else 0), col)
        case "delete columns":
            return None if left <= col <= right else (title, row, col - (right - left + 1 if col > right else 0))
        case "cut":
            to_col, to_row, *_ = range_boundaries(deed.to)
            return (title, row + to_row - 1 - top, col + to_col - 1 - left) if inside else place
        case "insert cells" | "delete cells":
            behind = (
                (left <= col <= right and row >= top)
                if deed.to in ("down", "up")
                else (top <= row <= bottom and col >= left)
            )
            return None if behind else place
        case "sort":
            return None if inside else place
    return place
