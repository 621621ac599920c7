"""Numbers and dates that stand as text: from a reading to findings.

In the lead log one finding stands for all such cells of a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.rule import Results
from slasheet.plan.amounts import as_day
from slasheet.plan.axis_labels import COUNTED, LOG_FIELDS
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import LogRow, Plan
from slasheet.plan.words import field_title
from slasheet.reader.reading import Reading
from slasheet.reader.typed_text import possible_in, possible_in_log, text_finding
from slasheet.texts.findings import Finding
from slasheet.texts.languages import n_

#: So many rows of the log are told by their numbers.
_LISTED = 3


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
    """Dates and numbers of the log that are typed as text."""
    plan = reading.plan
    rows = dict(zip(reading.entries, plan.log, strict=True))
    kinds: dict[tuple[int, str], list[tuple[int, str, tuple[float, ...]]]] = {}
    for line, column, text in sorted(_texts_in_log(reading)):
        row = rows.get(line)
        if row is None:
            continue
        read = possible_in_log(plan, (*row[:column], text, *row[column + 1 :]), LOG_FIELDS[column])
        if read:
            name = "text-converted" if len(read) == 1 else "text-ambiguous"
            kinds.setdefault((column, name), []).append((line, text, read))
    for (column, _name), cells in sorted(kinds.items()):
        unit = "date" if LOG_FIELDS[column] == "date" else "count"
        facts = log_facts(reading, column, [line for line, _, _ in cells])
        yield text_finding([(text, read) for _, text, read in cells], unit, **facts)


def log_facts(reading: Reading, column: int, lines: Sequence[int]) -> dict[str, Any]:
    """Return where cells of a column of the log stand and what they are about, the first of them for all."""
    block, layout = reading.layout.blocks[LEAD_LOG.name], reading.layout
    sheet, cell = layout.shown((block.sheet, block.row + lines[0], block.col + column))
    return {
        "sheet": sheet,
        "cell": cell,
        "measure": LEAD_LOG.name,
        "at": _about(reading.plan.log[reading.entries.index(lines[0])]),
        "title": field_title(LOG_FIELDS[column], reading.plan.region_label),
        "where": rows_in_words([layout.row_now(block.sheet, block.row + line) for line in lines]),
    }


def _texts_in_log(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Yield row and column in the log and the text of every cell that is a text where numbers belong."""
    block = reading.layout.blocks[LEAD_LOG.name]
    numeric = {LOG_FIELDS.index(field) for field in ("date", *COUNTED)}
    for (row, col), (value, _formula) in reading.book.sheets.get(reading.layout.titles[block.sheet], {}).items():
        if type(value) is str and value and col - block.col in numeric:
            yield row - block.row, col - block.col, value


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
