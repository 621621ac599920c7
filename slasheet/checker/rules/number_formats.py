"""Numbers that are dates, and formats that show something else than the number: from a reading to findings.

Spreadsheet programs take 12.5 or 2/3 for a day, and go on computing with the number of that day.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeGuard

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.rule import Results
from slasheet.checker.rules.typed_text import rows_in_words
from slasheet.layout.layout import Block
from slasheet.layout.moves import Place
from slasheet.plan.amounts import allowed_by, amount, as_day
from slasheet.plan.axis_labels import COUNTED, LOG_FIELDS
from slasheet.plan.measure import AMOUNT, Measure
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.words import field_title
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.number_formats import GENERAL, hides, is_date_format, shows_percent
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _
from slasheet.texts.months import date_of_serial, month_serial

#: Units of cells in which a day, a text or nothing that a format could hide belongs.
_DAYS, _TEXTS = ("date", "month"), ("text", "choice", "label", "status", "table")
_NO_NUMBERS = (*_DAYS, *_TEXTS)
#: Units of which nobody speaks in per cent.
_AMOUNTS = ("money", "count", "months", "days", "hours", "points", "check", "chart")
#: What is taken for a number's being a day by its size alone: that many others beside it, the nearest so many times off.
_BESIDE, _TIMES_OFF = 2, 4
#: Amounts that people type are round more often than days are.
_ROUND = 100
#: The years that a spreadsheet program adds to a day typed without one.
_YEARS = (1990, 2060)


def odd_formats(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Numbers whose cells are dates, and formats that hide the number or show another.

    Of inputs that are dates there is a finding each, of the log one a column, of hidden numbers one a measure.
    """
    columns: dict[int, list[tuple[int, float, str]]] = {}
    hidden: dict[str, list[tuple[int, float, str]]] = {}
    for block, index, code in _odd_cells(reading):
        measure = reading.layout.measures[block.measure]
        value = reading.at((block.sheet, *block.cell(index)))
        if not _is_number(value):
            continue
        if measure.name == LEAD_LOG.name:
            line, column = divmod(index, block.cols)
            if LOG_FIELDS[column] in COUNTED and is_date_format(code):
                columns.setdefault(column, []).append((line, float(value), code))
            continue
        unit = _unit(reading, measure, index)
        if measure.kind == "input" and is_date_format(code):
            if unit not in _NO_NUMBERS:
                yield _a_date(value, code, unit, **facts_about(reading, measure, index))
        elif measure.kind in ("input", "derived") and _misleads(code, float(value), unit):
            hidden.setdefault(measure.name, []).append((index, float(value), code))
    for column, cells in sorted(columns.items()):
        _line, value, code = cells[0]
        yield _a_date(value, code, "count", **_facts_of_log(reading, column, [line for line, *_ in cells]))
    for name, found in hidden.items():
        index, value, code = found[0]
        measure = reading.layout.measures[name]
        shown = amount(value, _unit(reading, measure, index))
        more = _(" (and {count} more cells)").format(count=len(found) - 1) if len(found) > 1 else ""
        facts = {"shown": shown, "more": more, **facts_about(reading, measure, index)}
        yield finding("number-hidden", found=code.removeprefix(GENERAL), **facts)


def numbers_that_are_days(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Numbers that a program has made of a day without a trace but their size: a day of these years, far from all beside it."""
    plan, layout = reading.plan, reading.layout
    first = month_serial(plan.start) - 3 * 366
    years = (first, first + 366 * 8)
    for name, cells in plan.inputs.items():
        measure = layout.measures[name]
        if not measure.numeric or measure.unit in (*_NO_NUMBERS, "share"):
            continue
        cols = layout.blocks[name].cols
        for index, cell in enumerate(cells):
            start = index - index % cols
            if not _is_day_number(cell, years) or _is_date(reading, layout.cell(name, index)):
                continue
            if _is_alone(cell, _sizes(cells[start : start + cols])):
                yield _like_a_day(cell, measure.unit, **facts_about(reading, measure, index))
    log = layout.blocks[LEAD_LOG.name]
    for field in COUNTED:
        column = LOG_FIELDS.index(field)
        held = [row[column] for row in plan.log]
        sizes = _sizes(held)
        lines = [
            (line, cell)
            for line, cell in zip(reading.entries, held, strict=True)
            if _is_day_number(cell, years)
            and _is_alone(cell, sizes)
            and not _is_date(reading, (log.sheet, log.row + line, log.col + column))
        ]
        if lines:
            yield _like_a_day(lines[0][1], "count", **_facts_of_log(reading, column, [line for line, _ in lines]))


def _misleads(code: str, value: float, unit: str) -> bool:
    """Return whether a format shows something else than a number in some unit."""
    if unit in _TEXTS:
        return False
    if is_date_format(code):
        return unit not in _DAYS
    return hides(code, value) or (unit in _AMOUNTS and shows_percent(code, value))


def _odd_cells(reading: Reading) -> Iterator[tuple[Block, int, str]]:
    """Yield the cells of measures whose number format is worth telling: block, number of the cell, code of the format."""
    layout = reading.layout
    rows: dict[tuple[str, int], list[tuple[int, str]]] = {}
    codes: set[str] = set()
    for key, title in layout.titles.items():
        for (row, col), code in reading.file.formats.get(title, {}).items():
            home = (key, row, col) if layout.moves.still else layout.moves.written((key, row, col))
            if home is not None:
                rows.setdefault(home[:2], []).append((home[2], code))
                codes.add(code)
    for block in layout.blocks.values() if rows else ():
        measure = layout.measures[block.measure]
        fine = {
            code
            for code in codes
            if measure.units is None and measure.kind == "derived" and _is_fine(code, measure.unit)
        }
        for down in range(block.rows):
            for col, code in rows.get((block.sheet, block.row + down), ()):
                if 0 <= col - block.col < block.cols and code not in fine:
                    yield block, down * block.cols + col - block.col, code


def _is_date(reading: Reading, place: Place) -> bool:
    code = reading.number_format(place)
    return code is not None and is_date_format(code)


@lru_cache(maxsize=1_024)
def _is_fine(code: str, unit: str) -> bool:
    """Return whether a format shows every number in some unit."""
    return not any(_misleads(code, value, unit) for value in (1.0, -1.0))


def _unit(reading: Reading, measure: Measure, index: int) -> str:
    return measure.unit_at(reading.plan.at(measure.axes, index)) if measure.units else measure.unit


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day_number(cell: object, years: tuple[int, int]) -> TypeGuard[float]:
    """Return whether a cell holds the whole number of a day in some years, and no round amount."""
    return isinstance(cell, int | float) and years[0] <= cell < years[1] and cell == int(cell) and cell % _ROUND != 0


def _sizes(cells: Sequence[object]) -> list[float]:
    """Return the numbers above 0, sorted."""
    return sorted(cell for cell in cells if isinstance(cell, int | float) and cell > 0)


def _is_alone(cell: float, sizes: Sequence[float]) -> bool:
    """Return whether the numbers beside one, sorted, are all of another size."""
    same = bisect_right(sizes, cell) - bisect_left(sizes, cell)
    near = bisect_left(sizes, cell * _TIMES_OFF) - bisect_right(sizes, cell / _TIMES_OFF)
    return near == same and len(sizes) - same >= _BESIDE


def _a_date(value: float, code: str, unit: str, **facts: Any) -> Finding:
    day, typed = _day_or_time(value), _typed(value, code)
    became = _(": {typed} became {day}").format(typed=_(" or ").join(typed), day=day) if typed else f": {day}"
    return finding("date-for-number", found=value, became=became, shown=amount(value, unit), **facts)


def _like_a_day(value: float, unit: str, **facts: Any) -> Finding:
    typed = _(" or ").join(_typed(value, "d-mmm"))
    return finding(
        "number-like-day", found=value, shown=amount(value, unit), day=as_day(value, "date"), typed=typed, **facts
    )


def _facts_of_log(reading: Reading, column: int, lines: Sequence[int]) -> dict[str, Any]:
    """Return where cells in a column of the log stand, what they are and what they take, as `finding` takes them."""
    block = reading.layout.blocks[LEAD_LOG.name]
    sheet, cell = reading.layout.shown((block.sheet, block.row + lines[0], block.col + column))
    return {
        "sheet": sheet,
        "cell": cell,
        "measure": LEAD_LOG.name,
        "title": field_title(LOG_FIELDS[column], reading.plan.region_label),
        "where": rows_in_words([reading.layout.row_now(block.sheet, block.row + line) for line in lines]),
        "allowed": allowed_by(AMOUNT, "money" if LOG_FIELDS[column] == "revenue" else "count"),
    }


def _day_or_time(value: float) -> str:
    """Return a day, or a time of day, as people write it; the number where it is none."""
    if 0 <= value < 1:
        minutes = round(value * 1440)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return as_day(value, "date") or amount(value, "count")


def _typed(value: float, code: str) -> list[str]:
    """Return what was probably typed for a program to make a day of it: nothing where the format shows no trace of it.

    Examples: 12.5 for 12 May 2025 as `dd.mm.yyyy`; 12.5 or 5/12 as `d-mmm`; 3/30 for March 2030 as `mmm-yy`.
    """
    day = date_of_serial(value)
    if day is None or value != int(value) or not _YEARS[0] <= day.year <= _YEARS[1]:
        return []
    shape = re.sub(r"\[[^\]]*\]|\\", "", code).lower()
    if "d" not in shape:
        return [f"{day.month}/{day.year % 100:02d}"] if "m" in shape and day.day == 1 else []
    mark = next((mark for mark in "./" if mark in shape), "")
    day_first = [f"{day.day}{mark or '.'}{day.month}"]
    month_first = [f"{day.month}{mark or '/'}{day.day}"]
    if not mark:
        return day_first + month_first
    return day_first if shape.index("d") < shape.index("m") else month_first
