"""From what could not be found in a workbook to findings: names lost or changed, sheets, rows and columns deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from slasheet.layout.layout import Block
from slasheet.layout.moves import Place
from slasheet.layout.sheets import MIRRORS, TITLES
from slasheet.plan.amounts import where
from slasheet.reader.locate import Located, Named, area_now
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _, n_

#: How many names a finding lists.
_LISTED = 6


def misplaced(located: Located) -> tuple[tuple[Finding, ...], Mapping[Place, int]]:
    """Return what is wrong with the places of cells, and for every cell deleted, as written, the number of its finding."""
    wrong = _wrong(located)
    findings = [*_unclear(located, wrong), *_about_names(located, wrong)]
    deleted: dict[Place, int] = {}
    for told, cells in (*_sheets_gone(located), *_lines_gone(located)):
        for place in cells:
            deleted.setdefault(place, len(findings))
        findings.append(told)
    return tuple(findings), deleted


def _wrong(located: Located) -> frozenset[Named]:
    """Return the names that cover other cells than expected."""
    there, keys = located.layout, located.layout.keys
    wrong = set()
    for named in located.names:
        if named.now is not None and named.sheet not in there.moves.gone:
            expected = area_now(there, named)
            if expected is not None and (keys.get(named.now.sheet), *named.now[1:]) != expected:
                wrong.add(named)
    return frozenset(wrong)


def _unclear(located: Located, wrong: frozenset[Named]) -> Iterable[Finding]:
    # Names that cover other cells than expected, where formulas do not say which are right.
    uncertain = {named.sheet for named in wrong if named.name not in located.contradicted}
    for key in TITLES:
        if key in located.unclear or key in uncertain:
            title = located.layout.titles[key]
            yield finding("places-unclear", sheet=title, title=title)


def _about_names(located: Located, wrong: frozenset[Named]) -> Iterable[Finding]:
    """Say which names cover something else than their cells, and which are lost."""
    there = located.layout
    lost: list[Named] = []
    for named in located.names:
        now = area_now(there, named)
        if named.sheet in there.moves.gone or named.sheet in located.unclear or now is None:
            continue
        if named.now is None:
            lost.append(named)
        elif named in wrong:
            yield _changed(located, named)
    if lost:
        told = _listed([named.name for named in lost])
        title, cell = there.shown((lost[0].sheet, *lost[0].written[:2]))
        measure = lost[0].name.removeprefix("sla_")
        yield finding("name-missing", sheet=title, cell=cell, measure=measure, found=[named.name for named in lost], found_text=told)  # fmt: skip


def _changed(located: Located, named: Named) -> Finding:
    there, measure = located.layout, named.name.removeprefix("sla_")
    title = _(there.measures[measure].title) if measure in there.measures else _("Months")
    sheet, cell = there.shown((named.sheet, *named.written[:2]))
    held, size = _("nothing"), _size(*named.written)
    if named.now is not None:
        sheet, cell, held = named.now.sheet, a1(named.now.top, named.now.left), _size(*named.now[1:])
        if held == size:
            # As many cells, but others: told by where they are.
            held, size = (f"{title}!{first}:{last}" for title, first, last in _areas(located, named))
    return finding("name-changed", sheet=sheet, cell=cell, measure=measure, found=held, expected=size, label=named.name, title=title)  # fmt: skip


def _areas(located: Located, named: Named) -> Iterable[tuple[str, str, str]]:
    """Yield where a name points and where its cells are: title, first and last cell."""
    there, expected = located.layout, area_now(located.layout, named)
    if named.now is not None and expected is not None:
        yield named.now.sheet, a1(named.now.top, named.now.left), a1(named.now.bottom, named.now.right)
        yield there.titles[expected[0]], a1(*expected[1:3]), a1(*expected[3:])


def _sheets_gone(located: Located) -> Iterable[tuple[Finding, list[Place]]]:
    there = located.layout
    for key in TITLES:
        if key in there.moves.gone:
            cells = [
                (key, *block.cell(index))
                for block in there.blocks.values()
                if block.sheet == key
                for index in range(block.rows * block.cols)
            ]
            cells += [(label.sheet, label.row, label.col) for label in there.labels(key)]
            cells += [(mirror.sheet, mirror.row, mirror.col) for mirror in MIRRORS if mirror.sheet == key]
            kinds = {there.measures[block.measure].kind for block in there.blocks.values() if block.sheet == key}
            yield finding("sheet-missing", sheet=there.titles[key], title=there.titles[key], loss=_loss(kinds)), cells


def _lines_gone(located: Located) -> Iterable[tuple[Finding, list[Place]]]:
    """Say which rows and columns of tables were deleted; nothing of those in which nothing stood."""
    moves = located.layout.moves
    for key in moves.rows:
        for side, lines in ((0, moves.rows[key]), (1, moves.cols[key])):
            for number, now in enumerate(lines.now):
                if now is not None:
                    continue
                hit = _hit(located, key, side, number)
                labels = [mark for mark in located.layout.labels(key) if (mark.row, mark.col)[side] == number]
                cells = [(key, *block.cell(index)) for block, indexes in hit for index in indexes]
                cells += [(key, label.row, label.col) for label in labels]
                shown = [mark for mark in MIRRORS if key == mark.sheet and (mark.row, mark.col)[side] == number]
                cells += [(key, mirror.row, mirror.col) for mirror in shown]
                if hit:
                    yield _line_gone(located, key, side, hit), cells
                elif labels or shown:
                    titles = [_(located.layout.measures[mirror.measure].title) for mirror in shown]
                    yield _labels_gone(located, key, side, [*(label.text for label in labels), *titles]), cells


def _hit(located: Located, key: str, side: int, line: int) -> list[tuple[Block, list[int]]]:
    """Return the blocks that a row (side 0) or a column (side 1) runs through, each with the numbers of its cells there."""
    hit = []
    for block in located.layout.blocks.values():
        start, size = (block.row, block.rows) if side == 0 else (block.col, block.cols)
        if block.sheet == key and start <= line < start + size:
            cells = range(block.rows * block.cols)
            hit.append((block, [index for index in cells if block.cell(index)[side] == line]))
    return hit


def _line_gone(located: Located, key: str, side: int, hit: Sequence[tuple[Block, list[int]]]) -> Finding:
    there = located.layout
    kinds = {block.measure: there.measures[block.measure].kind for block, _cells in hit}
    block, cells = next((pair for pair in hit if kinds[pair[0].measure] != "label"), hit[0])
    measure = there.measures[block.measure]
    axes = block.row_axes if side == 0 else (block.col_axis,)
    spot = {axis: label for axis, label in there.plan.at(measure.axes, cells[0]).items() if axis in axes}
    told = _("The row of {where} was deleted") if side == 0 else _("The column of {where} was deleted")
    titles = dict.fromkeys(_(there.measures[block.measure].title) for block, _cells in hit)
    what = told.format(where=where(spot) if spot else _(measure.title))
    return finding("place-deleted", sheet=there.titles[key], measure=measure.name, at=spot, what=what,
                   title=_listed([f"“{title}”" for title in titles]), loss=_loss(kinds.values()))  # fmt: skip


def _labels_gone(located: Located, key: str, side: int, labels: Sequence[str]) -> Finding:
    told = _("The row of {where} was deleted") if side == 0 else _("The column of {where} was deleted")
    texts = [f"“{label}”" for label in labels]
    title = located.layout.titles[key]
    return finding("place-deleted", sheet=title, what=told.format(where=texts[0]), title=_listed(texts), loss=_loss(()))


def _loss(kinds: Collection[str]) -> str:
    """Return what is lost with cells of measures of these kinds."""
    if {*kinds} <= {"derived"}:
        return _("nothing was typed there, and what it showed can be computed again")
    return _("what was typed there is lost, and what depends on it can't be computed")


def _listed(texts: Sequence[str]) -> str:
    told = ", ".join(texts[:_LISTED])
    rest = len(texts) - _LISTED
    return _("{listed} and {count} more").format(listed=told, count=rest) if rest > 0 else told


def _size(top: int, left: int, bottom: int, right: int) -> str:
    down, wide = bottom - top + 1, right - left + 1
    counted = n_("{count} row", "{count} rows", down).format(count=down)
    return counted + " x " + n_("{count} column", "{count} columns", wide).format(count=wide)
