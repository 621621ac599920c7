"""Numbers and dates that stand as text, and links to other workbooks: from a reading to findings.

In the lead log one finding stands for all such cells of a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.rule import Results
from slasheet.plan.amounts import amount, as_day
from slasheet.plan.axis_labels import COUNTED, LOG_FIELDS
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import LogRow, Plan
from slasheet.plan.words import field_title
from slasheet.reader.reading import Reading
from slasheet.reader.typed_text import possible_in, possible_in_log, text_finding
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import n_

#: So many rows of the log are told by their numbers.
_LISTED = 3
_LINK = r"(?i)'[^']*\[[^\[\]']+\][^']*'!|(?<![\w\]])\[[^\[\]']+\][\w.]*!|'(?:file|https?|ftp):|\b(?:IMPORTRANGE|WEBSERVICE)\("


def about_formula(formula: str) -> str:
    """Return the name of the finding on a formula in an input: one that reads another workbook is worth a warning."""
    return "linked-input" if re.search(_LINK, formula) else "input-formula"


def inputs_as_text(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Inputs that are typed as text: read where there is one reading, asked for where there are several."""
    for name, measure in _measures(reading):
        places = zip(reading.plan.coordinates(measure.axes), reading.plan.inputs[name], strict=True)
        for index, (at, cell) in enumerate(places):
            text = reading.stored(name, index).value
            read = possible_in(reading.plan, measure, at, text)
            if len(read) > 1 or (read and cell != text):
                yield text_finding([(str(text), read)], measure.unit_at(at), **facts_about(reading, measure, index))


def log_as_text(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Dates and numbers of the log that are typed as text, and formulas in it that read another workbook."""
    plan, block = reading.plan, reading.layout.blocks[LEAD_LOG.name]
    sheet = reading.layout.titles[block.sheet]
    rows = dict(zip(reading.entries, plan.log, strict=True))
    kinds: dict[tuple[int, str], list[tuple[int, str, tuple[float, ...]]]] = {}
    for line, column, text, formula in sorted(_odd_cells(reading)):
        row = rows.get(line)
        if row is None:
            continue
        if about_formula(formula) == "linked-input":
            kinds.setdefault((column, "linked-input"), []).append((line, f"={formula}", ()))
        read = possible_in_log(plan, (*row[:column], text, *row[column + 1 :]), LOG_FIELDS[column])
        if read:
            name = "text-converted" if len(read) == 1 else "text-ambiguous"
            kinds.setdefault((column, name), []).append((line, text, read))
    for (column, name), cells in sorted(kinds.items()):
        line, text, _read = cells[0]
        field, row = LOG_FIELDS[column], rows[line]
        facts: dict[str, Any] = {
            "sheet": sheet,
            "cell": reading.layout.shown((block.sheet, block.row + line, block.col + column))[1],
            "measure": LEAD_LOG.name,
            "at": _about(row),
        }
        facts |= {
            "title": field_title(field, plan.region_label),
            "where": rows_in_words([reading.layout.row_now(block.sheet, block.row + seen) for seen, _, _ in cells]),
        }
        unit = "date" if field == "date" else "count"
        if name == "linked-input":
            yield finding(name, found=text, shown=amount(row[column], unit), **facts)
        else:
            yield text_finding([(text, read) for _, text, read in cells], unit, **facts)


def _odd_cells(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """Yield row and column in the log, text and formula of every cell that is a formula, or a text where numbers belong."""
    block = reading.layout.blocks[LEAD_LOG.name]
    numeric = {LOG_FIELDS.index(field) for field in ("date", *COUNTED)}
    for (row, col), (value, formula) in reading.book.sheets.get(reading.layout.titles[block.sheet], {}).items():
        if formula is None and type(value) is not str:
            continue
        column = col - block.col
        text = value if type(value) is str and column in numeric else ""
        if (formula or text) and 0 <= column < block.cols:
            yield row - block.row, column, text, formula or ""


def as_it_stands(reading: Reading) -> Plan:
    """Return the plan as formulas see it: every text that was read as a number still a text."""
    plan, layout = reading.plan, reading.layout
    inputs = {
        name: tuple(
            text if type(text := reading.stored(name, index).value) is str and not isinstance(cell, str) else cell
            for index, cell in enumerate(plan.inputs[name])
        )
        for name, _measure in _measures(reading)
    }
    block = layout.blocks[LEAD_LOG.name]
    page = reading.book.sheets.get(layout.titles[block.sheet], {})
    log = []
    for down, row in zip(reading.entries, plan.log, strict=True):
        held = (page.get((block.row + down, block.col + column)) for column in range(len(row)))
        log.append(
            tuple(
                s.value if s and type(s.value) is str and c is not None else c for s, c in zip(held, row, strict=True)
            )
        )
    return replace(plan, inputs={**plan.inputs, **inputs}, log=tuple(log))


def _measures(reading: Reading) -> Iterator[tuple[str, Measure]]:
    """Yield the inputs that hold numbers, be it in some of their cells."""
    for name in reading.plan.inputs:
        measure = reading.layout.measures[name]
        if measure.numeric or measure.units is not None:
            yield name, measure


def rows_in_words(lines: Sequence[int]) -> str:
    """Return rows of the log in words, the first of them by their numbers."""
    shown = ", ".join(str(line) for line in lines[:_LISTED]) + (", …" if len(lines) > _LISTED else "")
    return n_("row {rows} of the lead log", "{count} rows of the lead log ({rows})", len(lines)).format(
        count=len(lines), rows=shown
    )


def _about(row: LogRow) -> dict[str, str]:
    day = as_day(row[0], "date")
    at = {"day": day} if day else {}
    return at | {
        axis: str(row[place]) for place, axis in ((1, "region"), (2, "channel")) if isinstance(row[place], str)
    }
