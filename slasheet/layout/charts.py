"""From the room for a chart to the cells that it draws: of every series its name, what it is drawn over, and its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from slasheet.layout.layout import Block, ChartSpot, Layout
from slasheet.layout.moves import Place

#: More series than this and a chart shows the sum instead: nobody reads thirty colours.
MOST_SERIES = 10
#: What the pace of a month is drawn of, one chart each.
PACES = ("leads", "value")
_LINES = ("goal", "actual")


class Series(NamedTuple):
    """The cells of a series, first and last: what it is drawn over, its values; and the cell with its name, if a cell has it."""

    categories: tuple[Place, Place]
    values: tuple[Place, Place]
    name: Place | None = None


def charts_of(layout: Layout, spot: ChartSpot) -> Iterator[tuple[Series, ...]]:
    """Yield the series of every chart in a room: the pace of a month takes two, side by side."""
    if spot.name == "pace":
        for what in PACES:
            yield tuple(
                _across(block, 0, block.cols) for block in (layout.blocks[f"chart_{line}_{what}"] for line in _LINES)
            )
    elif spot.name == "funnel":
        block = layout.blocks[f"{spot.measures[0]}_plan"]
        last = block.row + block.rows - 1
        over = (block.sheet, block.row, 0), (block.sheet, last, 0)
        yield (Series(over, ((block.sheet, block.row, block.col), (block.sheet, last, block.col))),)
    elif spot.name == "delivery":
        block = layout.blocks[spot.measures[0]]
        yield tuple(_across(block, down, block.cols) for down in range(2))
    else:
        detail, whole = spot.measures
        block = layout.blocks[detail]
        if block.rows > MOST_SERIES:
            block = layout.blocks[whole]
        named = (_across(block, down, layout.plan.months) for down in range(block.rows))
        yield tuple(series._replace(name=(block.sheet, series.values[0][1], 0)) for series in named)


def _across(block: Block, down: int, count: int) -> Series:
    """Return the first cells of a row of a block, drawn over its header."""
    sheet, row, first, last = block.sheet, block.row + down, block.col, block.col + count - 1
    header = block.row if block.header is None else block.header
    return Series(((sheet, header, first), (sheet, header, last)), ((sheet, row, first), (sheet, row, last)))
