"""From formula cells that are not as they should be to what happened to many of them at once: one finding for each.

What: values pasted over a block, a sheet or the whole workbook; references lost; formulas cleared away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from slasheet.checker.compare.looks import Faulty
from slasheet.layout.formulas import GONE
from slasheet.layout.layout import Layout
from slasheet.layout.moves import Place
from slasheet.plan.amounts import amount
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _

#: Fewer cells than these are told one by one.
_FEWEST = 4


class Group(NamedTuple):
    """Cells that one finding tells of, as written."""

    places: frozenset[Place]
    finding: Finding


def groups(layout: Layout, faulty: Mapping[Place, Faulty]) -> tuple[Group, ...]:
    """Return what happened to many of the faulty cells at once.

    A constant that shows the right value is told with the others; one that is wrong is told by itself.
    """
    # A result that is blank, pasted as a value, leaves an empty cell.
    as_values = [
        spot
        for spot, cell in faulty.items()
        if cell.fault == "formula-overwritten" or (cell.fault == "formula-deleted" and not cell.differs)
    ]
    broken = [
        spot
        for spot, cell in faulty.items()
        if cell.fault == "formula-edited" and GONE in str(cell.stored.formula) and GONE not in cell.expected.formula
    ]
    cleared = [spot for spot, cell in faulty.items() if cell.fault == "formula-deleted" and cell.differs]
    gathered = []
    for name, places in (("formulas-as-values", as_values), ("formulas-broken", broken), ("formulas-deleted", cleared)):
        for sheet, found in _gathered(layout, places, scattered=name == "formulas-broken"):
            about = _finding(layout, name, sheet, found)
            if name == "formulas-as-values" and sum(not faulty[spot].differs for spot in found) < _FEWEST:
                # Numbers that were typed one by one: each is told by itself.
                continue
            kept = {spot for spot in found if name != "formulas-as-values" or not faulty[spot].differs}
            gathered.append(Group(frozenset(kept), about))
    return tuple(gathered)


def _gathered(layout: Layout, places: Collection[Place], *, scattered: bool) -> Iterator[tuple[str | None, set[Place]]]:
    """Yield cells that belong together with their sheet: None for all formulas of the workbook.

    Those of a sheet belong together when they are whole tables or rows of them, or however `scattered` they are.
    """
    by_sheet: dict[str, set[Place]] = {}
    for place in places:
        by_sheet.setdefault(place[0], set()).add(place)
    formulas = {sheet: set(_formulas(layout, sheet)) for sheet, held in by_sheet.items() if len(held) >= _FEWEST}
    sheets = {block.sheet for block in layout.blocks.values() if layout.measures[block.measure].kind == "derived"}
    if sheets - layout.moves.gone == {sheet for sheet, held in formulas.items() if by_sheet[sheet] >= held}:
        yield None, set(places)
        return
    for sheet, held in formulas.items():
        area = _area(layout, by_sheet[sheet])
        inside = {place for place in held if _within(layout, place, area)}
        whole = scattered or inside <= by_sheet[sheet]
        groups = [by_sheet[sheet]] if whole else list(_tables(layout, sheet, by_sheet[sheet]))
        yield from ((sheet, group) for group in groups if len(group) >= _FEWEST)


def _finding(layout: Layout, name: str, sheet: str | None, places: Collection[Place]) -> Finding:
    count = amount(len(places), "count")
    if sheet is None:
        return finding(name, found=len(places), count=count, area=_("the whole workbook"))
    top, left, bottom, right = _area(layout, places)
    first, last = a1(top, left), a1(bottom, right)
    title = layout.titles[sheet]
    return finding(name, sheet=title, cell=first, found=len(places), count=count, area=f"{title}!{first}:{last}")


def _formulas(layout: Layout, sheet: str) -> Iterator[Place]:
    """Yield the cells of a sheet that were written with formulas and are still there."""
    for block in layout.blocks.values():
        if block.sheet == sheet and layout.measures[block.measure].kind == "derived":
            places = ((sheet, *block.cell(index)) for index in range(block.rows * block.cols))
            yield from (place for place in places if layout.moves.now(place) is not None)
    for label in layout.labels(sheet):
        place = (sheet, label.row, label.col)
        if label.sources and layout.moves.now(place) is not None:
            yield place


def _tables(layout: Layout, sheet: str, places: set[Place]) -> Iterator[set[Place]]:
    """Yield the cells of every table that was pasted over as a whole, and else those of each of its rows that was."""
    for block in layout.blocks.values():
        if block.sheet != sheet or layout.measures[block.measure].kind != "derived":
            continue
        lines = [
            {(sheet, *block.cell(row * block.cols + col)) for col in range(block.cols)} for row in range(block.rows)
        ]
        whole = [line for line in lines if line <= places]
        if len(whole) == len(lines):
            yield set().union(*whole)
        else:
            yield from whole


def _area(layout: Layout, places: Collection[Place]) -> tuple[int, int, int, int]:
    """Return first and last row and column, now, of what holds all the cells."""
    now = [spot for place in places if (spot := layout.moves.now(place)) is not None]
    rows, cols = [row for _sheet, row, _col in now], [col for _sheet, _row, col in now]
    return min(rows), min(cols), max(rows), max(cols)


def _within(layout: Layout, place: Place, area: tuple[int, int, int, int]) -> bool:
    now = layout.moves.now(place)
    return now is not None and area[0] <= now[1] <= area[2] and area[1] <= now[2] <= area[3]
