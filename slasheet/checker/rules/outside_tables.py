"""What stands beside the tables although it looks as if it belonged to them: labels with numbers, names, words.

Nothing of it is part of the plan, so a number there is one that nobody counts on: it is told, never taken over by guess.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slasheet.checker.rules.labels import as_written
from slasheet.checker.rules.rule import Results
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.builder import FIRST
from slasheet.layout.layout import Block
from slasheet.layout.wording import wording
from slasheet.plan.amounts import label_text
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1, column
from slasheet.spreadsheet.book import Cells, Stored
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _, n_

#: Sheets that have checks of their own for what stands beside their tables.
_ELSEWHERE = ("start", AGREEMENT, "scoring", "log", "plan")
#: How far from a table a label with numbers is still taken for a part of it.
_NEAR = 3
#: So much of a text that stands in no table is shown.
_SHOWN = 60
_OPTIONS = {
    "region": "--add-region {quoted}",
    "channel": "--add-channel {quoted}",
    "stage": "--add-stage {quoted}",
    "horizon": "--months N",
    "month": "--months N",
}
#: How update takes a label.
_OF = {"channel": "{label}:marketing", "stage": "{label} after {after}"} | dict.fromkeys(
    ("region", "horizon", "month"), "{label}"
)


class _Table(NamedTuple):
    """A block at its present place: first and last row and column."""

    block: Block
    top: int
    left: int
    bottom: int
    right: int


def labels_outside(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Rows and columns with numbers that stand in or right beside a table, but are none of it."""
    layout = reading.layout
    for key, title in layout.titles.items():
        if key in _ELSEWHERE or title not in reading.file.sheets:
            continue
        pasted = {(row, col) for where_now, row, col in layout.moves.cut.values() if where_now == key}
        cells = Cells.of(reading.file.sheets[title])
        tables = list(_tables(reading, key))
        for side in (0, 1):
            ours = _ours(reading, key, side)
            outside = _rows_outside(cells, ours, pasted) if side == 0 else _columns_outside(cells, ours, pasted)
            for line in sorted(outside):
                found = _belongs(line, outside[line], tables, side)
                if found is not None:
                    yield _finding(reading, key, line, side, tables, *found)


def _tables(reading: Reading, key: str) -> Iterator[_Table]:
    layout = reading.layout
    for block in layout.blocks.values():
        if block.sheet == key and layout.measures[block.measure].kind in ("input", "derived"):
            last = (key, block.row + block.rows - 1, block.col + block.cols - 1)
            corners = layout.moves.corners((key, block.row, block.col), last)
            if corners is not None:
                yield _Table(block, *corners[0][1:], *corners[1][1:])


def _todo(axis: str, label: str, after: str = "") -> str:
    """Return what to do about a label that is not part of the plan; its quotes are as shells need them."""
    if axis not in _OPTIONS:
        return _("Move it into a row of the table, or delete it.")
    option = _OPTIONS[axis].format(quoted=shlex.quote(_OF[axis].format(label=label or "NAME", after=after)))
    advice = _("If it is meant to be part of the plan: slasheet update FILE -o NEW.xlsx {option} --drop, and type its numbers into the tables there; otherwise delete it.")  # fmt: skip
    return advice.format(option=option)


def _row_axis(table: _Table, tables: Sequence[_Table]) -> str:
    """Return the axis whose labels stand beside a table, or beside the one right above a row of totals."""
    if table.block.row_axes:
        return table.block.row_axes[-1]
    above = [other for other in tables if other.bottom == table.top - 1 and other.block.row_axes]
    return above[0].block.row_axes[-1] if above else ""


#: What holds something in rows, or columns, by their number: the other number of each cell, and the cell.
_Outside = dict[int, list[tuple[int, Stored]]]


def _rows_outside(cells: Cells, ours: set[int], pasted: set[tuple[int, int]]) -> _Outside:
    """Return what stands in rows that no table has."""
    return {
        row: [
            (col, Stored(value, formula))
            for col, value, formula in zip(*line, strict=True)
            if value not in (None, "") and (row, col) not in pasted
        ]
        for row, line in cells.lines.items()
        if row not in ours
    }


def _columns_outside(cells: Cells, ours: set[int], pasted: set[tuple[int, int]]) -> _Outside:
    """Return what stands in columns that no table has."""
    outside: _Outside = {}
    # Most rows have cells in the same columns as others.
    known: dict[tuple[int, ...], list[int]] = {}
    for row, (cols, values, formulas) in cells.lines.items():
        if cols not in known:
            known[cols] = [at for at, col in enumerate(cols) if col not in ours]
        for at in known[cols]:
            if values[at] not in (None, "") and (row, cols[at]) not in pasted:
                outside.setdefault(cols[at], []).append((row, Stored(values[at], formulas[at])))
    return outside


def _ours(reading: Reading, key: str, side: int) -> set[int]:
    """Return the present rows or columns that hold something of the layout."""
    layout, used = reading.layout, set()
    for block in layout.blocks.values():
        if block.sheet == key:
            start, size = (block.row, block.rows) if side == 0 else (block.col, block.cols)
            used |= {*range(start, start + size)}
            used |= {block.header} if side == 0 and block.header is not None else {*block.labels.values()}
    used |= {h.row for h in layout.headings if h.sheet == key} if side == 0 else {*range(FIRST)}
    used |= (
        {layout.timeline(name) for name in layout.firsts if layout.blocks[name].sheet == key} if side == 0 else set()
    )
    used |= {0, 1} if side == 0 else set()
    moved = (layout.moves.rows if side == 0 else layout.moves.cols).get(key)
    return used if moved is None else {now for line in used if (now := moved.of(line)) is not None}


def _belongs(
    line: int, cells: Sequence[tuple[int, Stored]], tables: Sequence[_Table], side: int
) -> tuple[_Table, str, int, int] | None:
    """Return the table that a line seems to belong to, its label and where that stands, and how many numbers it has there."""
    best: tuple[int, _Table, str, int, int] | None = None
    for table in tables:
        low, high = (table.top, table.bottom) if side == 0 else (table.left, table.right)
        first, last = (table.left, table.right) if side == 0 else (table.top, table.bottom)
        far = 0 if low < line < high else line - high
        if not 0 <= far <= _NEAR:
            continue
        inside = [stored for place, stored in cells if first <= place <= last and _is_number(stored)]
        # Below a table a row of formulas is a subtotal, and a single number a note.
        numbers = inside if far == 0 else [stored for stored in inside if stored.formula is None]
        if far and len(numbers) < min(2, last - first + 1):
            continue
        texts = sorted(
            (-place, label_text(stored.value))
            for place, stored in cells
            if place < first and isinstance(stored.value, str)
        )
        # Headings stand far above a column; the label of a row stands anywhere left of it.
        label, at = (texts[0][1].strip(), -texts[0][0]) if texts else ("", first)
        if numbers and (label or far == 0) and (best is None or far < best[0]):
            best = (far, table, label, at, len(numbers))
    return best[1:] if best else None


def lines_put_in(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Rows and columns without a number that were put in among the cells of inputs, whose blanks then count as missing."""
    layout = reading.layout
    for key in layout.moves.rows:
        hit: dict[tuple[int, int], list[_Table]] = {}
        for table in _tables(reading, key):
            if layout.measures[table.block.measure].kind == "input":
                for side, line in _put_in(reading, key, table):
                    hit.setdefault((side, line), []).append(table)
        for (side, line), tables in sorted(hit.items()):
            first = tables[0]
            spot = (line, first.left) if side == 0 else (first.top, line)
            titles = ", ".join(f"“{_(layout.measures[table.block.measure].title)}”" for table in tables)
            name = _row(line) if side == 0 else _column(line)
            yield finding("line-put-in", sheet=layout.titles[key], cell=a1(*spot), measure=first.block.measure, title=titles, found_text=name)  # fmt: skip


def _put_in(reading: Reading, key: str, table: _Table) -> Iterator[tuple[int, int]]:
    """Yield the lines (0: row, 1: column; number) that were put in among those of a table and hold no number there."""
    moves, title = reading.layout.moves, reading.layout.titles[key]
    for row in range(table.top + 1, table.bottom):
        cells = (reading.file.cell(title, row, col) for col in range(table.left, table.right + 1))
        if moves.rows[key].written(row) is None and not any(_is_number(cell) for cell in cells):
            yield 0, row
    for col in range(table.left + 1, table.right):
        cells = (reading.file.cell(title, row, col) for row in range(table.top, table.bottom + 1))
        if moves.cols[key].written(col) is None and not any(_is_number(cell) for cell in cells):
            yield 1, col


def _row(line: int) -> str:
    return _("Row {number}").format(number=line + 1)


def _column(line: int) -> str:
    return _("Column {letters}").format(letters=column(line))


def _is_number(stored: Stored) -> bool:
    return isinstance(stored.value, int | float) and not isinstance(stored.value, bool)


def _finding(
    reading: Reading,
    key: str,
    line: int,
    side: int,
    tables: Sequence[_Table],
    table: _Table,
    label: str,
    at: int,
    count: int,
) -> Finding:
    spot = (line, at) if side == 0 else (at, line)
    axis = _row_axis(table, tables) if side == 0 else table.block.col_axis or ""
    name = _row(line) if side == 0 else _column(line)
    shown = f"“{label}”" if label else name
    numbers = n_("{count} number", "{count} numbers", count).format(count=count)
    return finding("label-outside", sheet=reading.layout.titles[key], cell=a1(*spot), measure=table.block.measure, found=label or None,
                   found_text=shown, count=numbers, todo=_todo(axis, label))  # fmt: skip


def names_beside(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Names of channels and stages that stand right behind the last one."""
    layout = reading.layout
    for measure in ("channels", "stages"):
        block = layout.blocks[measure]
        last = layout.moves.now((block.sheet, block.row, block.col + block.cols - 1))
        if last is None:
            continue
        sheet, row, col = last
        text = label_text(reading.file.cell(layout.titles[sheet], row, col + 1).value).strip()
        if text:
            axis = measure.removesuffix("s")
            none = n_("{count} number", "{count} numbers", 0).format(count=0)
            yield finding("label-outside", sheet=layout.titles[sheet], cell=a1(row, col + 1), measure=measure, found=text,
                          found_text=f"“{text}”", count=none, todo=_todo(axis, text, reading.plan.stages[-1]))  # fmt: skip


def words_in_no_table(reading: Reading, _results: Results) -> Iterator[Finding]:
    """What somebody typed on the Agreement sheet below, above or beside its tables."""
    layout = reading.layout
    title, written = layout.titles[AGREEMENT], wording(as_written(reading), AGREEMENT)
    # Links and titles on the sheet keep what the sheets were called when they were written.
    printed = {each.text.strip() for each in (*written.values(), *wording(layout, AGREEMENT).values())}
    ours = {(label.row, label.col) for label in layout.labels(AGREEMENT)}
    # What says what a number is has a finding of its own.
    ours |= {(row, col) for (_sheet, row, col), each in written.items() if each.names_number}
    for (row_now, col_now), stored in reading.file.sheets.get(title, {}).items():
        text = label_text(stored.value).strip()
        home = layout.moves.written((AGREEMENT, row_now, col_now))
        if not text or text in printed or (home and (home[1:] in ours or layout.at(*home) is not None)):
            continue
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        yield finding("outside-of-tables", sheet=title, cell=a1(row_now, col_now), found=text, found_text=f"“{shown}”")
