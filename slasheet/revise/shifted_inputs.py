"""From formulas that refer to other cells than they were written for to inputs that somebody moved cell by cell.

Putting single cells in, or cutting some out, moves numbers away from their names, and formulas follow the numbers. One
formula that refers elsewhere was edited; several that all refer as far away from their inputs followed them.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from slasheet.layout.formulas import Formulas
from slasheet.layout.moves import Place
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1, place

_REFERENCE = re.compile(r"(?<![\w.:$])(?:(?:'((?:[^']|'')+)'|([\w.]+))!)?(\$?[A-Z]{1,3}\$?[0-9]{1,7})(?![\w:(!])")
_TEXT = re.compile(r'"[^"]*"')
#: Fewer inputs than these may be a formula that somebody edited.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Shifted:
    """Inputs that moved alike: the first, as it was written, where formulas look for it now, and how many there are."""

    first: Place
    now: str
    count: int


def shifted(reading: Reading) -> Shifted | None:
    """Return the inputs that moved away from their names; None where there are none."""
    layout = reading.layout
    moved: dict[Place, Counter[Place]] = {}
    kept: set[Place] = set()
    for sheet, expected, found in _formulas(reading):
        if expected != found and _skeleton(expected) == _skeleton(found):
            pairs = zip(_references(reading, sheet, expected), _references(reading, sheet, found), strict=False)
            for wanted, held in pairs:
                if wanted != held:
                    moved.setdefault(wanted, Counter())[held] += 1
                else:
                    kept.add(wanted)
    if not moved:
        return None
    for sheet, expected, found in _formulas(reading):
        if expected == found:
            kept |= {*_references(reading, sheet, expected)} & moved.keys()
    ways: dict[tuple[str, str, int, int], list[tuple[Place, Place]]] = {}
    for wanted, targets in moved.items():
        home = layout.moves.written(wanted)
        typed = home and (at := layout.at(*home)) and layout.measures[at[0]].kind == "input"
        if typed and wanted not in kept and len(targets) == 1:
            held = next(iter(targets))
            way = (wanted[0], held[0], held[1] - wanted[1], held[2] - wanted[2])
            ways.setdefault(way, []).append((wanted, held))
    most = max(ways.values(), key=len, default=[])
    if len(most) < _FEWEST:
        return None
    first, now = min(most)
    return Shifted(first, f"{layout.titles[now[0]]}!{a1(*now[1:])}", len(most))


def _formulas(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Yield the sheet of every formula of a result, what it should be and what it is."""
    layout, formulas = reading.layout, Formulas(reading.layout)
    for block in layout.blocks.values():
        if layout.measures[block.measure].kind != "derived" or block.sheet in layout.moves.gone:
            continue
        title = layout.titles[block.sheet]
        for index, expected in enumerate(itertools.chain.from_iterable(formulas.rows_of(block.measure))):
            found = reading.book.cell(title, *block.cell(index)).formula
            if found is not None:
                yield block.sheet, expected, found


def _references(reading: Reading, sheet: str, formula: str) -> Iterator[Place]:
    """Yield the single cells that a formula refers to, by sheet key and present place."""
    keys = reading.layout.keys
    for match in _REFERENCE.finditer(_TEXT.sub('""', formula)):
        title = match[1].replace("''", "'") if match[1] else match[2]
        key = keys.get(title, "") if title else sheet
        yield key, *place(match[3])


def _skeleton(formula: str) -> str:
    """Return a formula without what it refers to."""
    return _REFERENCE.sub("@", formula).replace("$", "")
