"""What stands on a sheet for people to read: the texts and months that tell one row or column from another.

Two sides that can be held against each other: what a layout prints, and what stands in a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from slasheet.layout.layout import Layout
from slasheet.layout.sheets import sheet_titles
from slasheet.layout.wording import wording
from slasheet.spreadsheet.addresses import place
from slasheet.spreadsheet.book import Book, ErrorValue, Stored
from slasheet.texts.labels import label_key
from slasheet.texts.months import month_serial

#: A text folded for comparing, or a month as its day number.
Mark = str | int
Marks = Mapping[tuple[int, int], Mark]
#: What stands in a cell that shows an error, or nothing although it has a formula.
UNREADABLE: Mark = "\0"
_REFERENCE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d{1,7})(?:&\"\")?")
_MONTH_FORMULA = re.compile(r"IF\(ISNUMBER\([^()]*\),([^(),]*),\"\"\)")
_LONGEST_WALK, _LONGEST_NUMBER = 3, 10


def marks_written(layout: Layout, sheet: str) -> dict[tuple[int, int], Mark]:
    """Return what a layout prints on a sheet, by row and column as written."""
    titles = sheet_titles(layout.plan.language, layout.plan.edition)
    texts = wording(replace(layout, titles=titles), sheet)
    marks = {
        (mark.row, mark.col): _mark(mark.text, month=mark.axis in ("month", "horizon")) for mark in layout.labels(sheet)
    }
    for measure, names in _typed(layout).items():
        for index, name in enumerate(names if layout.blocks[measure].sheet == sheet else ()):
            marks[layout.blocks[measure].cell(index)] = _mark(name, month=measure == "horizon")
    # Where the log prints a label, its head stands with the plan's own word.
    return marks | {place[1:]: _mark(each.text, month=False) for place, each in texts.items()}


def _typed(layout: Layout) -> Mapping[str, tuple[str, ...]]:
    """Return the names that are typed in the cells of measures."""
    plan = layout.plan
    return {
        "region_label": (plan.region_label,),
        "regions": plan.regions,
        "channels": tuple(channel.name for channel in plan.channels),
        "stages": plan.stages,
        "horizon": plan.axis("horizon"),
    }


def _mark(text: str, *, month: bool) -> Mark:
    if month:
        return month_serial(text)
    return int(text) if text.isdecimal() and text.isascii() and len(text) < _LONGEST_NUMBER else label_key(text)


def marks_now(book: Book, title: str) -> dict[tuple[int, int], Mark]:
    """Return what stands on a sheet that may be a label, by row and column: texts, and whole numbers that may be months.

    A label that only has a formula, since no program has stored values, is what stands where the formula points.
    """
    return dict(_marks(book, title))


def _marks(book: Book, title: str) -> Iterator[tuple[tuple[int, int], Mark]]:
    for spot, stored in book.sheets.get(title, {}).items():
        mark = _mark_of(book, title, stored, _LONGEST_WALK)
        if mark is not None:
            yield spot, mark


def _mark_of(book: Book, title: str, stored: Stored, walk: int) -> Mark | None:
    value = stored.value
    if isinstance(value, (ErrorValue, bool)):
        return UNREADABLE
    if isinstance(value, str) and (value or stored.formula is None):
        return _mark(value, month=False) or None
    if isinstance(value, int | float):
        return int(value) if value == int(value) else None
    target = _referred_to(title, stored) if walk else None
    return _mark_of(book, target[0], book.cell(target[0], *target[1]), walk - 1) if target else UNREADABLE


def repeated_cell(book: Book, title: str, spot: tuple[int, int]) -> tuple[str, tuple[int, int]] | None:
    """Return the sheet and the cell that a printed label repeats; None when its formula points to no single cell."""
    return _referred_to(title, book.cell(title, *spot))


def _referred_to(title: str, stored: Stored) -> tuple[str, tuple[int, int]] | None:
    formula = (stored.formula or "").removeprefix("=")
    month = _MONTH_FORMULA.fullmatch(formula)
    match = _REFERENCE.fullmatch(month[1] if month else formula)
    if match is None:
        return None
    target = match[1].replace("''", "'") if match[1] else match[2] or title
    return target, place(match[3])
