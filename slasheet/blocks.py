"""What a laid-out workbook consists of: blocks of value cells, the labels beside them, headings and charts.

Rows and columns count from 0 and are those that were written. People insert rows and move things: `moves` says where
everything stands now, and every formula comes out as it must read there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slasheet.addresses import a1
from slasheet.agreement import KPI_OWNERS
from slasheet.languages import N_
from slasheet.measures import measures
from slasheet.moves import Moves, Place
from slasheet.vocabulary import SCALARS
from slasheet.wording import word

if TYPE_CHECKING:
    from slasheet.plan import Plan
    from slasheet.vocabulary import Measure

#: Label cells that stand where another block's labels are printed: measure -> (block, what).
TYPED_BESIDE = {
    "regions": ("revenue_target", "region"),
    "horizon": ("revenue_target", "horizon"),
    "owners": ("mix_total", "owner"),
    "region_currency": ("exchange_rate", "currency"),
}


#: What is printed beside a row of sums.
TOTAL_LABEL = N_("Total")
#: The month to date of the whole company, above its regions.
_WHOLE = frozenset(name for names in SCALARS.values() for name in names)
#: Where the labels of an axis are typed.
_SOURCES = {
    "region": "regions", "channel": "channels", "stage": "stages", "owner": "owners", "horizon": "horizon", "month": "horizon",
}  # fmt: skip
_Printed = dict[str, list[tuple[str, tuple[tuple[str, int], ...]]]]


@dataclass(frozen=True, slots=True)
class Block:
    """The value cells of one measure: top-left cell, shape, and where its labels are printed."""

    measure: str
    sheet: str
    row: int
    col: int
    rows: int
    cols: int
    row_axes: tuple[str, ...]
    col_axis: str | None
    header: int | None
    labels: Mapping[str, int] = field(default_factory=dict)
    #: Whether the measure's title is printed beside its one row.
    titled: bool = False
    #: Whether the measure's title is printed above its one column.
    headed: bool = False

    @property
    def is_total(self) -> bool:
        """Whether it shows sums, which stand out in bold."""
        if self.col_axis is None:
            return self.measure in _WHOLE
        return self.col_axis in ("quarter", "plan", "to_date") or self.measure.endswith(("_by_month", "_total"))

    def cell(self, index: int) -> tuple[int, int]:
        """Return row and column of the measure's cell number `index`."""
        down, along = divmod(index, self.cols)
        return self.row + down, self.col + along


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above a group: title, note, and the row of its column headers."""

    sheet: str
    row: int
    title: str
    note: str
    first: str
    #: The number of the section that it opens; 0 where it opens none.
    section: int = 0


@dataclass(frozen=True, slots=True)
class ChartSpot:
    """Room for a chart."""

    sheet: str
    row: int
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: the cell, what it prints, and the label cells it refers to (none: fixed text)."""

    sheet: str
    row: int
    col: int
    axis: str
    text: str
    sources: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mirror:
    """A cell that shows a result again."""

    sheet: str
    row: int
    col: int
    measure: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Every block, label, heading and chart of a plan's workbook."""

    plan: Plan
    titles: Mapping[str, str]
    blocks: Mapping[str, Block]
    headings: tuple[Heading, ...]
    charts: tuple[ChartSpot, ...]
    #: The first block of every monthly sheet: the months stand two rows above its header, too.
    firsts: tuple[str, ...]
    moves: Moves = field(default_factory=Moves)

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The vocabulary of the plan."""
        return measures(self.plan)

    def cell(self, measure: str, index: int) -> Place:
        """Return sheet key, row and column of a measure's cell as written."""
        block = self.blocks[measure]
        return block.sheet, *block.cell(index)

    def address(self, measure: str, index: int = 0) -> tuple[str, str]:
        """Return the sheet's title and the address (`D10`) of a measure's cell now."""
        return self.shown(self.cell(measure, index))

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys of the sheets that are there, by their present titles."""
        return {title: key for key, title in self.titles.items() if key not in self.moves.gone}

    def shown(self, place: Place) -> tuple[str, str]:
        """Return the sheet's title and the address now of a cell; the address is empty when the cell is gone."""
        now = self.moves.now(place)
        return (self.titles[place[0]], "") if now is None else (self.titles[now[0]], a1(*now[1:]))

    def row_now(self, sheet: str, row: int) -> int:
        """Return the number, from 1, that stands beside a row now."""
        now = self.moves.now((sheet, row, 0))
        return (row if now is None else now[1]) + 1

    def at(self, sheet: str, row: int, col: int) -> tuple[str, int] | None:
        """Return the measure and the cell number at a written place, or None: the inverse of `cell`."""
        for block in self.blocks.values():
            if block.sheet == sheet and 0 <= row - block.row < block.rows and 0 <= col - block.col < block.cols:
                return block.measure, (row - block.row) * block.cols + col - block.col
        return None

    def names(self) -> Iterator[tuple[str, str, int, int, int, int]]:
        """Yield every defined name with its sheet key and its first and last row and column."""
        for block in self.blocks.values():
            yield (
                f"sla_{block.measure}",
                block.sheet,
                block.row,
                block.col,
                block.row + block.rows - 1,
                block.col + block.cols - 1,
            )
        months = self.blocks["horizon"]
        yield "sla_months", months.sheet, months.row, months.col, months.row, months.col + self.plan.months - 1

    def labels(self, *sheets: str) -> Iterator[Label]:
        """Yield every label printed beside and above the blocks, but not the cells where labels are typed.

        `sheets` are the keys of those that matter; without any, all do.
        """
        typed = {(b.sheet, b.row, b.col) for name, b in self.blocks.items() if name in TYPED_BESIDE}
        headers: set[tuple[str, int, int]] = set()
        printed: _Printed = {}
        for block in self.blocks.values():
            if block.header is None or (sheets and block.sheet not in sheets):
                continue
            if block.col_axis not in ("quarter", "plan", "to_date"):
                yield from self._row_labels(block, typed, printed)
            here = (block.sheet, block.header, block.col)
            if here not in typed and here not in headers and block.col_axis is not None:
                headers.add(here)
                yield from self._header_labels(block, block.header, printed)
        for name in self.firsts:
            if not sheets or self.blocks[name].sheet in sheets:
                yield from self._header_labels(self.blocks[name], self.timeline(name), printed)

    def timeline(self, name: str) -> int:
        """Return the row of the timeline on the sheet whose first block is `name`."""
        return (self.blocks[name].header or 0) - 2

    def _row_labels(self, block: Block, typed: set[tuple[str, int, int]], printed: _Printed) -> Iterator[Label]:
        plan = self.plan
        if not block.labels:
            return
        shown = {axis: self._printed(axis, printed) for axis in block.row_axes}
        sizes = [len(shown[axis]) for axis in block.row_axes]
        for down in range(block.rows):
            rest, at = down, {}
            for axis, size in zip(reversed(block.row_axes), reversed(sizes), strict=True):
                rest, at[axis] = divmod(rest, size)
            for axis, col in block.labels.items():
                if (block.sheet, block.row, col) in typed:
                    continue
                if axis in at:
                    text, sources = shown[axis][at[axis]]
                elif axis == "kpi_owner":
                    text, sources = self._kpi_owner(plan.axis("kpi")[at["kpi"]], printed)
                else:
                    channel = at["channel"]
                    text = word("owner", plan.channels[channel].owner, {}, plan.language)
                    sources = (("channel_owner", channel),)
                yield Label(block.sheet, block.row + down, col, axis, text, sources)

    def _header_labels(self, block: Block, row: int, printed: _Printed) -> Iterator[Label]:
        """Yield the labels of a block's columns in some row above it."""
        axis = block.col_axis or ""
        shown = self._printed(axis, printed) if axis else []
        for along in range(block.cols if axis else 0):
            text, sources = shown[along]
            yield Label(block.sheet, row, block.col + along, axis, text, sources)

    def _kpi_owner(self, kpi: str, printed: _Printed) -> tuple[str, tuple[tuple[str, int], ...]]:
        """Return what says who answers for a KPI, and the label cells it comes from."""
        owner = KPI_OWNERS.get(kpi)
        if owner is None:
            return word("kpi_owner", "both", {}, self.plan.language), ()
        return self._printed("owner", printed)[self.plan.axis("owner").index(owner)]

    def _printed(self, axis: str, printed: _Printed) -> list[tuple[str, tuple[tuple[str, int], ...]]]:
        """Return what the labels of an axis print and the label cells they come from; kept in `printed` once known."""
        if axis not in printed:
            table, language = self.measures, self.plan.language
            printed[axis] = [
                (word(axis, label, table, language), self._sources(axis, index))
                for index, label in enumerate(self.plan.axis(axis))
            ]
        return printed[axis]

    @staticmethod
    def _sources(axis: str, index: int) -> tuple[tuple[str, int], ...]:
        """Return the label cells that a printed label comes from; none for a fixed text."""
        if axis in _SOURCES:
            return ((_SOURCES[axis], index),)
        return (("stages", index), ("stages", index + 1)) if axis == "transition" else ()
