"""What a laid-out workbook consists of: blocks of value cells, the labels beside them, headings and charts.

Rows and columns count from 0 and are those that were written. People insert rows and move things: `moves` says where
everything stands now, and every formula comes out as it must read there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from slasheet.layout.moves import Moves, Place
from slasheet.plan.measures.agreement_tables import KPI_OWNERS
from slasheet.plan.measures.labels import HOMES, PRINTED_AT
from slasheet.plan.measures.table import measures
from slasheet.plan.words import word
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.languages import N_

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure
    from slasheet.plan.plan import Plan

#: What is printed beside a row of sums.
TOTAL_LABEL = N_("Total")


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
    #: Whether it shows sums, which stand out in bold.
    is_total: bool = False

    def cell(self, index: int) -> tuple[int, int]:
        """Return row and column of the measure's cell number `index`."""
        down, along = divmod(index, self.cols)
        return self.row + down, self.col + along


class Heading(NamedTuple):
    """The line above a group: title, note, and the row of its column headers."""

    sheet: str
    row: int
    title: str
    note: str
    first: str
    #: The number of the section that it opens; 0 where it opens none.
    section: int = 0


class ChartSpot(NamedTuple):
    """Room for a chart, and the measures above it, which it may draw."""

    sheet: str
    row: int
    name: str
    measures: tuple[str, ...]


class Printed(NamedTuple):
    """What a label prints, and the label cells it refers to (none: fixed text)."""

    axis: str
    text: str
    sources: tuple[tuple[str, int], ...] = ()


class Label(NamedTuple):
    """A printed label: the cell, and what it prints."""

    sheet: str
    row: int
    col: int
    axis: str
    text: str
    sources: tuple[tuple[str, int], ...] = ()


#: Labels side by side: sheet key, row and column of the first, and what they print.
LabelRow = tuple[str, int, int, tuple[Printed, ...]]


class Mirror(NamedTuple):
    """A cell that shows a result again, and what is printed beside it."""

    sheet: str
    row: int
    col: int
    measure: str
    title: str = ""


class _Known(NamedTuple):
    """Labels that are known already: by axis, those above columns by axis and count, those beside rows by the axes of both."""

    printed: dict[str, list[Printed]]
    above: dict[tuple[str, int], tuple[Printed, ...]]
    beside: dict[tuple[object, ...], list[tuple[Printed, ...]]]


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
    #: The results that other sheets show again.
    mirrors: tuple[Mirror, ...]
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
        for sheet, row, col, labels in self.label_rows(*sheets):
            for along, (axis, text, sources) in enumerate(labels):
                yield Label(sheet, row, col + along, axis, text, sources)

    def label_rows(self, *sheets: str) -> Iterator[LabelRow]:
        """Yield the same labels, those side by side together; what reads alike in many places is one tuple."""
        typed = {(b.sheet, b.row, b.col) for name, b in self.blocks.items() if name in PRINTED_AT}
        headers: set[tuple[str, int, int]] = set()
        known = _Known({}, {}, {})
        for block in self.blocks.values():
            if block.header is None or (sheets and block.sheet not in sheets):
                continue
            if block.col_axis not in ("quarter", "plan", "to_date"):
                yield from self._beside(block, typed, known)
            here = (block.sheet, block.header, block.col)
            if here not in typed and here not in headers and block.col_axis is not None:
                headers.add(here)
                yield (*here, self._above(block.col_axis, block.cols, known))
        for name in self.firsts:
            block = self.blocks[name]
            if block.col_axis is not None and (not sheets or block.sheet in sheets):
                labels = self._above(block.col_axis, block.cols, known)
                yield block.sheet, self.timeline(name), block.col, labels

    def timeline(self, name: str) -> int:
        """Return the row of the timeline on the sheet whose first block is `name`."""
        return (self.blocks[name].header or 0) - 2

    def _above(self, axis: str, count: int, known: _Known) -> tuple[Printed, ...]:
        """Return the first labels of an axis, as they stand above the columns of a block."""
        if (axis, count) not in known.above:
            known.above[axis, count] = tuple(self._printed(axis, known.printed)[:count])
        return known.above[axis, count]

    def _beside(self, block: Block, typed: set[tuple[str, int, int]], known: _Known) -> Iterator[LabelRow]:
        """Yield the labels left of the rows of a block."""
        runs: list[tuple[int, list[str]]] = []
        for axis, col in sorted(block.labels.items(), key=itemgetter(1)):
            if (block.sheet, block.row, col) in typed:
                continue
            if not runs or col > runs[-1][0] + len(runs[-1][1]):
                runs.append((col, []))
            runs[-1][1].append(axis)
        for col, axes in runs:
            about = (block.row_axes, *axes)
            if about not in known.beside:
                columns = (self._column(block, axis, known.printed) for axis in axes)
                known.beside[about] = [*zip(*columns, strict=True)]
            for down, labels in enumerate(known.beside[about]):
                yield block.sheet, block.row + down, col, labels

    def _column(self, block: Block, axis: str, printed: dict[str, list[Printed]]) -> list[Printed]:
        """Return the labels of an axis for every row of a block, or of what goes with one."""
        plan, home, labels = self.plan, axis, []
        if axis in block.row_axes:
            labels = self._printed(axis, printed)
        elif axis == "kpi_owner":
            home, labels = "kpi", [self._kpi_owner(kpi, printed) for kpi in plan.axis("kpi")]
        else:
            home, said = (
                "channel",
                {name: word("owner", name, {}, plan.language) for name in {c.owner for c in plan.channels}},
            )
            labels = [
                Printed(axis, said[c.owner], (("channel_owner", number),)) for number, c in enumerate(plan.channels)
            ]
        column = [labels[0]]
        for other in block.row_axes:
            column = [
                each
                for before in column
                for each in (labels if other == home else repeat(before, len(plan.axis(other))))
            ]
        return column

    def _kpi_owner(self, kpi: str, printed: dict[str, list[Printed]]) -> Printed:
        """Return what says who answers for a KPI, and the label cells it comes from."""
        owner = KPI_OWNERS.get(kpi)
        if owner is None:
            return Printed("kpi_owner", word("kpi_owner", "both", {}, self.plan.language))
        return self._printed("owner", printed)[self.plan.axis("owner").index(owner)]._replace(axis="kpi_owner")

    def _printed(self, axis: str, printed: dict[str, list[Printed]]) -> list[Printed]:
        """Return what the labels of an axis print and the label cells they come from; kept in `printed` once known."""
        if axis not in printed:
            table, language = self.measures, self.plan.language
            printed[axis] = [
                Printed(axis, word(axis, label, table, language), self._sources(axis, index))
                for index, label in enumerate(self.plan.axis(axis))
            ]
        return printed[axis]

    @staticmethod
    def _sources(axis: str, index: int) -> tuple[tuple[str, int], ...]:
        """Return the label cells that a printed label comes from; none for a fixed text."""
        if axis == "transition":
            return (HOMES["stage"], index), (HOMES["stage"], index + 1)
        return ((HOMES[axis], index),) if axis in HOMES else ()
