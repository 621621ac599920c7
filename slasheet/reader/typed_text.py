"""From inputs and rows of the log as they stand in cells to the same with every text that has one reading as its number.

A text with several readings, or none, stays the text it is: it is told, never guessed. What may stand beside a number
depends on what the cell takes: a per cent sign in a share, in money the currency that the cell is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from slasheet.plan.amounts import as_day
from slasheet.plan.amounts import numeral as in_words
from slasheet.plan.measure import COUNTED, LOG_FIELDS
from slasheet.plan.measures.currencies import currency_at
from slasheet.recompute.names import name_key
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _
from slasheet.texts.months import EPOCH

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure
    from slasheet.plan.plan import Cell, LogRow, Plan

_EPOCH = EPOCH.toordinal()
#: Units of cells that hold no numbers.
_TEXTS = ("text", "choice")
#: So many different texts are told with their readings.
_LISTED = 3


def possible(cell: object, unit: str, currency: str | None = None) -> tuple[float, ...]:
    """Return the numbers that a text may stand for in a cell of some unit: none for what is no text."""
    if type(cell) is not str or unit in _TEXTS:
        return ()
    if unit in ("date", "month"):
        from slasheet.texts.days import days, months

        return tuple(float(day.toordinal() - _EPOCH) for day in (days(cell) if unit == "date" else months(cell)))
    from slasheet.texts.numbers import numeral

    found = numeral(cell)
    if found is None or (found.percent and unit != "share"):
        return ()
    named = found.currencies()
    return () if named is not None and (unit != "money" or currency not in named) else found.readings


def possible_in(plan: Plan, measure: Measure, at: Mapping[str, str], cell: object) -> tuple[float, ...]:
    """Return the numbers that a text may stand for in the cell of an input at some coordinates."""
    unit = measure.unit_at(at)
    if type(cell) is not str or unit in _TEXTS:
        return ()
    return possible(cell, unit, currency_at(plan, measure, at))


def inputs_read(plan: Plan, measure: Measure, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return the cells of an input, every text with one reading as its number."""
    if measure.unit in _TEXTS or not any(type(cell) is str for cell in cells):
        return cells
    places = plan.coordinates(measure.axes)
    return tuple(_settled(cell, possible_in(plan, measure, at, cell)) for at, cell in zip(places, cells, strict=True))


def entry_read(plan: Plan, row: LogRow, regions: Sequence[str]) -> LogRow:
    """Return a row of the log, every text with one reading as its number; `regions` as they are called in the workbook."""
    texts = [place for place, _ in _numeric_fields() if type(row[place]) is str]
    if not texts:
        return row
    read = list(row)
    for place in texts:
        read[place] = _settled(row[place], possible_in_log(plan, row, LOG_FIELDS[place], regions))
    return tuple(read)


def possible_in_log(plan: Plan, row: LogRow, field: str, regions: Sequence[str] = ()) -> tuple[float, ...]:
    """Return the numbers that a text in a row of the log may stand for: revenue is in the currency of the row's region.

    `regions` are those of the plan as they are called in the workbook, where the plan has the names it was written with.
    """
    cell = row[LOG_FIELDS.index(field)]
    if type(cell) is not str:
        return ()
    unit = "date" if field == "date" else "money" if field == "revenue" else "count"
    names = zip(plan.regions, regions or plan.regions, strict=True)
    region = next((written for written, name in names if name_key(name) == name_key(row[1])), "")
    return possible(cell, unit, plan.currency_of(region))


def exactly(number: float, unit: str) -> str:
    """Return a reading so that it can't be read in another way: no groups, all its digits, days as 2027-02-14."""
    if unit in ("date", "month"):
        return as_day(number, "date") or f"{number:g}"
    shown = f"{number * 100:.13g} %" if unit == "share" else f"{number:.15g}"
    return in_words(shown)


def text_finding(cells: Sequence[tuple[str, tuple[float, ...]]], unit: str, **facts: Any) -> Finding:
    """Return the finding on texts that stand for numbers, all with one reading or all with several."""
    several = len(cells[0][1]) > 1
    readings = dict(cells)
    spelled = []
    for text, numbers in list(readings.items())[:_LISTED]:
        sentence = _("“{text}” may be {number}") if several else _("“{text}” is read as {number}")
        spelled.append(sentence.format(text=text, number=_(" or ").join(exactly(number, unit) for number in numbers)))
    if len(readings) > _LISTED:
        spelled.append("…")
    day = unit in ("date", "month")
    plain: list[object] = [as_day(number, unit) if day else number for number in cells[0][1]]
    how = _("as a date, such as 2027-02-14") if day else _("as a number")
    name = "text-ambiguous" if several else "text-converted"
    return finding(
        name, found=cells[0][0], expected=plain if several else plain[0], read="; ".join(spelled), how=how, **facts
    )


def _numeric_fields() -> Iterator[tuple[int, str]]:
    for field in ("date", *COUNTED):
        yield LOG_FIELDS.index(field), field


def _settled(cell: Cell, readings: tuple[float, ...]) -> Cell:
    return readings[0] if len(readings) == 1 else cell
