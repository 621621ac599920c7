"""Measures as tables in the terminal, cut into stripes that fit its width."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Literal

from slasheet.plan.amounts import amount
from slasheet.plan.measures.table import measures
from slasheet.plan.words import head, with_label, word
from slasheet.texts.languages import _
from slasheet.texts.printable import printable

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure
    from slasheet.report.report import Report

_WIDE = 10_000
#: What a column takes besides its text: padding on both sides and the line between.
_GAP = 3
#: Texts are broken into lines of so many characters.
_PROSE = 60


def print_tables(report: Report, names: Sequence[str]) -> None:
    """Print each measure: its last axis across, the others down; as wide as it is when not on a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE)
    with console.capture() as captured:
        for name in names:
            table, heads, rows, labels = _cells(report, name)
            console.print(f"{heads[0]} ({name}, {table.unit})", style="bold", highlight=False)
            for stripe in _stripes(heads[1:], rows, labels, console.width):
                drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
                for place in stripe:
                    prose = table.unit == "table"
                    justify: Literal["left", "right"] = "left" if place < labels or prose else "right"
                    drawn.add_column(
                        printable(heads[place + 1]),
                        justify=justify,
                        no_wrap=not prose,
                        max_width=_PROSE if prose else None,
                    )
                for row in rows:
                    drawn.add_row(*(printable(row[place]) for place in stripe))
                console.print(drawn)
    # At one stroke, and not by rich, which ends the run by itself when nobody reads on.
    sys.stdout.write(captured.get())
    sys.stdout.flush()


def _cells(report: Report, name: str) -> tuple[Measure, list[str], list[list[str]], int]:
    """Return a measure, its title and column heads, its rows, and how many of the columns are labels; all in words."""
    plan = report.plan
    if plan is None:
        raise KeyError(name)
    known = measures(plan)
    measure = known[name]
    places = (
        dict(zip(measure.axes, labels, strict=True)) for labels in product(*(report.axis(a) for a in measure.axes))
    )
    values = [
        amount(value, measure.unit_at(at), blank="–").strip("“”")
        for at, value in zip(places, report.values(name), strict=True)
    ]
    down, across = measure.axes[:-1], (report.axis(measure.axes[-1]) if measure.axes else ())
    wide = len(across) or 1
    rows = []
    for number, labels in enumerate(product(*(report.axis(axis) for axis in down))):
        named = [word(axis, label, known) for axis, label in zip(down, labels, strict=True)]
        rows.append([*named, *values[number * wide : (number + 1) * wide]])
    heads = [head(axis, plan.region_label) for axis in down]
    heads += [word(measure.axes[-1], label, known) for label in across] or [_("Value")]
    return measure, [with_label(measure.title, plan.region_label), *heads], rows, len(down)


def _stripes(heads: list[str], rows: list[list[str]], labels: int, width: int) -> list[list[int]]:
    """Return which columns go into which stripe: the labels into each, the others as they fit."""
    sizes = [
        min(_PROSE, max([len(head), *(len(row[place]) for row in rows)])) + _GAP for place, head in enumerate(heads)
    ]
    fixed = list(range(labels))
    stripes: list[list[int]] = [fixed[:]]
    for place in range(labels, len(heads)):
        if len(stripes[-1]) > labels and sum(sizes[p] for p in stripes[-1]) + sizes[place] > width:
            stripes.append(fixed[:])
        stripes[-1].append(place)
    return stripes
