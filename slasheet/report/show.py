"""Measures as tables in the terminal, cut into stripes that fit its width."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Literal

from slasheet.plan.amounts import amount
from slasheet.plan.measures.table import measures
from slasheet.texts.languages import _
from slasheet.texts.printable import printable

if TYPE_CHECKING:
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
    for name in names:
        heads, rows, labels = _cells(report, name)
        table = measures(report.plan)[name] if report.plan else None
        console.print(
            f"{_(table.title) if table else name} ({name}, {table.unit if table else ''})",
            style="bold",
            highlight=False,
        )
        for stripe in _stripes(heads, rows, labels, console.width):
            drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
            for place in stripe:
                prose = table is not None and table.unit == "table"
                justify: Literal["left", "right"] = "left" if place < labels or prose else "right"
                drawn.add_column(
                    printable(heads[place]), justify=justify, no_wrap=not prose, max_width=_PROSE if prose else None
                )
            for row in rows:
                drawn.add_row(*(printable(row[place]) for place in stripe))
            console.print(drawn)


def _cells(report: Report, name: str) -> tuple[list[str], list[list[str]], int]:
    """Return column heads, rows and how many of the columns are labels."""
    plan = report.plan
    if plan is None:
        raise KeyError(name)
    measure = measures(plan)[name]
    places = (
        dict(zip(measure.axes, labels, strict=True)) for labels in product(*(report.axis(a) for a in measure.axes))
    )
    values = [
        amount(value, measure.unit_at(at), blank="–").strip("“”")
        for at, value in zip(places, report.values(name), strict=True)
    ]
    down, across = measure.axes[:-1], (report.axis(measure.axes[-1]) if measure.axes else ("value",))
    rows = []
    for number, labels in enumerate(product(*(report.axis(axis) for axis in down))):
        rows.append([*labels, *values[number * len(across) : (number + 1) * len(across)]])
    return [*down, *across], rows, len(down)


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
