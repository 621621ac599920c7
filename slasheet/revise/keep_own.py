"""From what is somebody's own in a workbook to what of it a fresh one takes, and what it leaves behind all the same.

Nothing is kept where it could come to stand beside something else, over something of ours, or mean another cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from slasheet.checker.rules.labels import copied_sheets
from slasheet.layout.layout import Block, Layout
from slasheet.layout.moves import Place
from slasheet.layout.sheets import layout
from slasheet.plan.carried import MARK
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import Plan
from slasheet.reader.reading import Reading
from slasheet.revise.own_formulas import means_the_same
from slasheet.revise.own_things import Own, OwnCell, own, printed
from slasheet.revise.take_over import Taken
from slasheet.spreadsheet.book import BLANK, Stored
from slasheet.writer.own import OwnSheet, OwnThings

_LONGEST_TITLE = 31
_NOT_IN_TITLES = frozenset("[]:*?/\\")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a fresh workbook takes of somebody's own, as it is to be written, and the rest.

    Formulas that could come to mean other cells are left as their values (`as_values`) or have none (`valueless`).
    """

    things: OwnThings | None
    own: Own
    as_values: tuple[OwnCell, ...]
    valueless: tuple[OwnCell, ...]
    left: Own


def keep(taken: Taken, fresh: Plan, *, wanted: bool, renamed: Plan | None = None) -> Kept:
    """Return what the workbook of the plan `fresh` takes of it where that is `wanted`; `renamed` is the old plan by new names."""
    found = own(taken.reading, taken.doubts)
    if not wanted or found == Own():
        return Kept(None, Own(), (), (), found)
    return _Keeper(taken.reading, renamed or taken.plan, fresh).keep(found)


class _Keeper:
    """Where things of an old workbook stand in a fresh one."""

    def __init__(self, reading: Reading, old: Plan, fresh: Plan) -> None:
        """Prepare for a workbook as read and the plan of the fresh one."""
        self.reading = reading
        self.before, self.after = replace(reading.layout, plan=old), layout(fresh)
        self.names = {
            name.lower(): (top, left) != (bottom, right) for name, _, top, left, bottom, right in self.after.names()
        }
        self.titles: frozenset[str] = frozenset()
        self.as_values: list[OwnCell] = []
        self.valueless: list[OwnCell] = []

    def keep(self, found: Own) -> Kept:
        """Return what is kept of what was found, and what is not."""
        titles = [title for title in found.sheets if self._may_stand(title)]
        self.titles = frozenset(title.lower() for title in titles)
        file = self.reading.file
        sheets = tuple(OwnSheet(title, self._cells(title), {**file.formats.get(title, {})}) for title in titles)
        beside, formats, kept_beside = {}, {}, []
        taken_up = printed(self.after.plan, merged=True) if found.beside else frozenset()
        for cell in found.beside:
            home = self._beside(cell)
            stored = self._stored(cell, file.cell(cell.title, cell.row, cell.col), on_own_sheet=False)
            if home is None or home in taken_up or home in beside or self.after.at(*home) or stored == BLANK:
                continue
            beside[home] = stored
            kept_beside.append(cell)
            if code := file.formats.get(cell.title, {}).get((cell.row, cell.col)):
                formats[home] = code
        notes = {home: cell for cell in found.notes if (home := self._of_ours(cell))}
        kept = Own(tuple(titles), tuple(kept_beside), tuple(notes.values()))
        going, going_notes = frozenset(kept.beside), frozenset(kept.notes)
        left = Own(
            tuple(title for title in found.sheets if title not in titles),
            tuple(cell for cell in found.beside if cell not in going),
            tuple(cell for cell in found.notes if cell not in going_notes),
        )
        things = OwnThings(sheets, beside, formats, {home: cell.text for home, cell in notes.items()})
        told = frozenset(left.beside)
        as_values = tuple(each for each in self.as_values if each not in told)
        return Kept(things, kept, as_values, tuple(each for each in self.valueless if each not in told), left)

    def _may_stand(self, title: str) -> bool:
        """Return whether a sheet may stand in the fresh workbook by its title: a copy of one of ours may not."""
        copies = {found.sheet for found in copied_sheets(self.reading, {})}
        return (
            title not in copies
            and self.reading.file.cell(title, 0, 0).value != MARK
            and title.lower() not in {each.lower() for each in self.after.titles.values()}
            and len(title) <= _LONGEST_TITLE
            and _NOT_IN_TITLES.isdisjoint(title)
            and not (title.startswith("'") or title.endswith("'"))
        )

    def _cells(self, title: str) -> Mapping[tuple[int, int], Stored]:
        """Return the cells of a sheet as the fresh workbook has them."""
        return {
            (row, col): self._stored(OwnCell(title, row, col, f"={stored.formula}"), stored, on_own_sheet=True)
            for (row, col), stored in self.reading.file.sheets[title].items()
        }

    def _stored(self, cell: OwnCell, stored: Stored, *, on_own_sheet: bool) -> Stored:
        """Return what a cell holds in the fresh workbook: its formula only where that means the same.

        It goes without its value, so that programs compute it anew: what it refers to may have changed.
        """
        if stored.formula is None:
            return stored
        if means_the_same(stored.formula, self.names, self.titles, on_own_sheet=on_own_sheet):
            return Stored(None, stored.formula)
        (self.valueless if stored.value in (None, "") else self.as_values).append(cell)
        return Stored(stored.value, None)

    def _written(self, cell: OwnCell) -> Place | None:
        """Return where a cell on a sheet of ours stood as the workbook was written."""
        key = self.before.keys[cell.title]
        home = self.before.moves.written((key, cell.row, cell.col))
        return home if home and home[0] in self.after.titles else None

    def _of_ours(self, cell: OwnCell) -> Place | None:
        """Return where the cell of a measure stands in the fresh workbook."""
        home = self._written(cell)
        at = self.before.at(*home) if home else None
        block = self.after.blocks.get(at[0]) if at else None
        if home is None or at is None or block is None:
            return None
        was = self.before.blocks[at[0]]
        row = self._row_in(was, home[1])
        labels, labels_after = _columns(self.before, was), _columns(self.after, block)
        label = labels[home[2] - was.col]
        if row is None or label not in labels_after:
            return None
        return block.sheet, row, block.col + labels_after.index(label)

    def _beside(self, cell: OwnCell) -> Place | None:
        """Return where what stands beside the tables stands beside the same in the fresh workbook."""
        home = self._written(cell)
        if home is None:
            return None
        row, col = self._row(*home[:2]), self._col(home[0], home[2])
        return None if row is None or col is None else (home[0], row, col)

    def _row(self, key: str, row: int) -> int | None:
        """Return the row for what stands in a row of a sheet."""
        log = self.before.blocks[LEAD_LOG.name]
        if key == log.sheet and row in self._outside:
            return self._row_in(log, row)
        was, now = _on(self.before, key), _on(self.after, key)
        here = [block for block in was.values() if 0 <= row - block.row < block.rows]
        if here:
            rows = {self._row_in(block, row) for block in here if now.get(block.measure)}
            return rows.pop() if len(rows) == 1 else None
        ends, ends_now = _ends(was), _ends(now)
        if row >= ends[0]:
            return row - ends[0] + ends_now[0]
        same = {name: (block.row, block.rows) for name, block in was.items()}
        first = min((block.row for block in was.values()), default=0)
        first_now = min((block.row for block in now.values()), default=0)
        unmoved = same == {name: (block.row, block.rows) for name, block in now.items()}
        return row if unmoved or (row < first == first_now) else None

    def _row_in(self, block: Block, row: int) -> int | None:
        """Return the row that has the same labels as a row of a block."""
        fresh, down = self.after.blocks.get(block.measure), row - block.row
        if fresh is None:
            return None
        if block.measure == LEAD_LOG.name:
            at = self._entry(down)
            return None if at is None or at >= fresh.rows else fresh.row + at
        labels = self.before.plan.at(block.row_axes, down)
        for number, other in enumerate(self.after.plan.coordinates(fresh.row_axes)):
            if other == labels:
                return fresh.row + number
        return None

    def _entry(self, down: int) -> int | None:
        """Return which row of the fresh log holds the row of the log that was there; a free one stays where it is."""
        if self._entries is None:
            return None
        return self._entries.get(down, down if down >= len(self.after.plan.log) else None)

    @cached_property
    def _entries(self) -> Mapping[int, int] | None:
        """Where each row of the log is in the fresh one; None where that holds other rows, or the same in another order."""
        logged, fresh = self.before.plan.log, self.after.plan.log
        if [row[:3] for row in fresh[: len(logged)]] != [row[:3] for row in logged]:
            return None
        first = self.before.blocks[LEAD_LOG.name].row
        rows = (*self.reading.entries, *(row - first for row, _cells in self.reading.outside))
        return {down: number for number, down in enumerate(rows)}

    @cached_property
    def _outside(self) -> frozenset[int]:
        """The rows of the sheet of the log that stand above or below it."""
        return frozenset(row for row, _cells in self.reading.outside)

    def _col(self, key: str, col: int) -> int | None:
        """Return the column for what stands in a column of a sheet."""
        was, now = _on(self.before, key), _on(self.after, key)
        right, right_now = _ends(was)[1], _ends(now)[1]
        if col >= right:
            return col - right + right_now
        same = {name: _columns(self.before, block) for name, block in was.items()}
        return col if same == {name: _columns(self.after, block) for name, block in now.items()} else None


def _on(there: Layout, key: str) -> Mapping[str, Block]:
    """Return the blocks of a sheet by their measures."""
    return {name: block for name, block in there.blocks.items() if block.sheet == key}


def _ends(blocks: Mapping[str, Block]) -> tuple[int, int]:
    """Return the first row below and the first column right of all blocks."""
    return (
        max((block.row + block.rows for block in blocks.values()), default=0),
        max((block.col + block.cols for block in blocks.values()), default=0),
    )


def _columns(there: Layout, block: Block) -> tuple[str, ...]:
    """Return what tells the columns of a block apart."""
    if block.col_axis is None:
        return tuple(map(str, range(block.cols)))
    return tuple(there.plan.axis(block.col_axis)[: block.cols])
