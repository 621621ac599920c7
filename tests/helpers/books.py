"""What tests do with workbooks: compare an engine's values with the recomputed ones, alter a cell, check it again."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles.cell_style import StyleArray

from slasheet.checker.checker import check
from slasheet.checker.compare.expected import scale_of
from slasheet.checker.compare.looks import same
from slasheet.layout.sheets import layout
from slasheet.plan.measure import NOTHING
from slasheet.plan.plan import Plan
from slasheet.plan.words import shown
from slasheet.recompute import recompute
from slasheet.report.report import Report
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import ErrorValue
from tests.helpers.engines import with_ironcalc_values

DEFAULT_STYLE = StyleArray()
Values = Mapping[str, Mapping[tuple[int, int], float | str | None]]
ERRORS = ("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#ERROR!", "#CIRC!", "Err:")


def disagreements(plan: Plan, values: Values) -> list[str]:
    """Return where an engine's values differ from the recomputed ones, and where it shows an error."""
    there = layout(plan)
    results = recompute(plan)
    found = []
    expected: dict[tuple[str, int, int], float | str | None] = {
        (there.titles[m.sheet], m.row, m.col): results[m.measure][0] for m in there.mirrors
    }
    scales: dict[tuple[str, int, int], float] = {}
    units: dict[tuple[str, int, int], str] = {}
    for name, cells in results.items():
        nothing = ErrorValue(NOTHING) if there.measures[name].unit == "chart" else None
        for index, value in enumerate(cells):
            sheet, row, col = there.cell(name, index)
            expected[there.titles[sheet], row, col] = nothing if value is None else value
            units[there.titles[sheet], row, col] = there.measures[name].unit
            scales[there.titles[sheet], row, col] = scale_of(there.measures[name], index, results)
    for (title, row, col), value in expected.items():
        unit = units.get((title, row, col), "status")
        wanted = value if isinstance(value, ErrorValue) else shown(value, unit, plan.language)
        got = values[title].get((row, col))
        if not same(got, wanted, scales.get((title, row, col), 1.0)):
            found.append(f"{title}!{a1(row, col)} expected: {wanted!r} found: {got!r}")
    for title, sheet_values in values.items():
        found += [
            f"{title}!{a1(r, c)} shows {v}"
            for (r, c), v in sheet_values.items()
            if isinstance(v, str) and v.startswith(ERRORS) and expected.get((title, r, c)) != v
        ]
    return found


def altered(source: Path, target: Path, changes: Mapping[tuple[str, str], object]) -> Path:
    """Write a copy of a workbook with some cells changed, by sheet title and address, recalculated by an engine."""
    book = load_workbook(source)
    for (title, cell), value in changes.items():
        book[title][cell] = value
    draft = target.with_suffix(".draft.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    # Saved as a number without a value, which IronCalc takes for 0; without style it is not saved.
                    cell._style = copy(DEFAULT_STYLE)
    book.save(draft)
    with_ironcalc_values(draft, target)
    draft.unlink()
    return target


def check_altered(source: Path, target: Path, changes: Mapping[tuple[str, str], object]) -> Report:
    """Check a workbook in which some cells were changed."""
    return check(altered(source, target, changes))
