"""Which tables were cut out and pasted elsewhere: a name points there, and the formulas that rest on them do, too.

A name alone is no proof that cells have moved, since it may have been pointed elsewhere; formulas follow the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Block, Layout
from slasheet.layout.moves import Place
from slasheet.layout.references import Ref, parse
from slasheet.layout.spelling import same_formula
from slasheet.reader.defined_names import DefinedName, area_now
from slasheet.spreadsheet.book import Area, Book


def with_pasted_tables(book: Book, layout: Layout, names: Sequence[DefinedName]) -> tuple[Layout, frozenset[str]]:
    """Return the layout with pasted tables at their new place, and the names that formulas contradict."""
    contradicted: set[str] = set()
    keys = layout.keys
    for name in names:
        expected = area_now(layout, name)
        if name.now is None or (keys.get(name.now.sheet), *name.now[1:]) == expected:
            continue
        resting = list(_resting_on(layout, name.measure)) if expected else []
        pasted = _as_pasted(layout, name.measure, keys.get(name.now.sheet), name.now)
        if pasted is not None and _all_written(book, pasted, resting):
            layout = pasted
        elif _all_written(book, layout, resting):
            contradicted.add(name.name)
    return layout, frozenset(contradicted)


def formulas_as_written(book: Book, layout: Layout, measure: str) -> bool:
    """Return whether formulas rest on a measure, and all of them are the ones that a layout writes."""
    return _all_written(book, layout, [*_resting_on(layout, measure)])


def _as_pasted(layout: Layout, measure: str, sheet: str | None, area: Area) -> Layout | None:
    """Return the layout with the table of a measure in an area; None where that has another shape, or is none of our sheets."""
    block = layout.blocks.get(measure)
    if (
        block is None
        or sheet is None
        or (area.bottom - area.top, area.right - area.left) != (block.rows - 1, block.cols - 1)
    ):
        return None
    cut = {**layout.moves.cut, **dict(_pasted_cells(block, sheet, area))}
    return replace(layout, moves=replace(layout.moves, cut=cut))


def _pasted_cells(block: Block, sheet: str, area: Area) -> Iterator[tuple[Place, Place]]:
    """Yield the cells of a table with where they were pasted."""
    for index in range(block.rows * block.cols):
        row, col = block.cell(index)
        yield (block.sheet, row, col), (sheet, row - block.row + area.top, col - block.col + area.left)


def _resting_on(layout: Layout, measure: str) -> Iterator[tuple[str, int]]:
    """Yield the measures with formulas that refer to a measure, each with the number of the first such cell."""
    target, plan = "horizon" if measure == "months" else measure, layout.plan
    for name, other in layout.measures.items():
        if other.kind != "derived" or name == measure:
            continue
        for places in product(*(range(len(plan.axis(axis))) for axis in other.by)):
            position = dict(zip(other.by, places, strict=True))
            parts = parse(other.formula_at(position))
            if any(isinstance(part, Ref) and target in (part.name, part.of) for part in parts):
                at = {axis: plan.axis(axis)[position.get(axis, 0)] for axis in other.axes}
                yield name, plan.place(other.axes, at)
                break


def _all_written(book: Book, layout: Layout, cells: Sequence[tuple[str, int]]) -> bool:
    """Return whether there are cells, and each of them holds the formula that a layout writes."""
    formulas = Formulas(layout)
    for name, index in cells:
        now = layout.moves.now(layout.cell(name, index))
        stored = book.cell(layout.titles[now[0]], *now[1:]).formula if now else None
        if stored is None or not same_formula(stored, formulas.one(name, index)):
            return False
    return bool(cells)
