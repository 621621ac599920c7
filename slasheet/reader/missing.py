"""From what could not be found in a workbook to findings: names lost or changed, sheets, rows and columns deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from slasheet.layout.layout import Block, Label
from slasheet.layout.moves import Place
from slasheet.plan.amounts import where
from slasheet.reader.defined_names import DefinedName, area_now
from slasheet.reader.locate import Located
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _, n_

#: How many names a finding lists.
_LISTED = 6


def place_findings(located: Located) -> tuple[tuple[Finding, ...], Mapping[Place, int]]:
    """Return what is wrong with the places of cells, and for every cell deleted, as written, the number of its finding."""
    wrong = _wrong(located)
    findings = [*_unclear(located, wrong), *_about_names(located, wrong)]
    deleted: dict[Place, int] = {}
    for each, cells in (*_sheets_gone(located), *_lines_gone(located)):
        for place in cells:
            deleted.setdefault(place, len(findings))
        findings.append(each)
    return tuple(findings), deleted


def _wrong(located: Located) -> frozenset[DefinedName]:
    """Return the names that cover other cells than expected."""
    layout, keys = located.layout, located.layout.keys
    wrong = set()
    for name in located.names:
        if name.now is not None and name.sheet not in layout.moves.gone:
            expected = area_now(layout, name)
            if expected is not None and (keys.get(name.now.sheet), *name.now[1:]) != expected:
                wrong.add(name)
    return frozenset(wrong)


def _unclear(located: Located, wrong: frozenset[DefinedName]) -> Iterable[Finding]:
    # Names that cover other cells than expected, where formulas do not say which are right.
    uncertain = {name.sheet for name in wrong if name.name not in located.contradicted}
    for key in located.layout.titles:
        if key in located.unclear or key in uncertain:
            title = located.layout.titles[key]
            yield finding("places-unclear", sheet=title, title=title)


def _about_names(located: Located, wrong: frozenset[DefinedName]) -> Iterable[Finding]:
    """Say which names cover something else than their cells, and which are lost."""
    layout = located.layout
    lost: list[DefinedName] = []
    for name in located.names:
        now = area_now(layout, name)
        if name.sheet in layout.moves.gone or name.sheet in located.unclear or now is None:
            continue
        if name.now is None:
            lost.append(name)
        elif name in wrong:
            yield _changed(located, name)
    if lost:
        listed = _listed([name.name for name in lost])
        title, cell = layout.shown((lost[0].sheet, *lost[0].written[:2]))
        measure = lost[0].measure
        yield finding("name-missing", sheet=title, cell=cell, measure=measure, found=[name.name for name in lost], found_text=listed)  # fmt: skip


def _changed(located: Located, name: DefinedName) -> Finding:
    layout, measure = located.layout, name.measure
    title = _(layout.measures[measure].title) if measure in layout.measures else _("Months")
    sheet, cell = layout.shown((name.sheet, *name.written[:2]))
    held, size = _("nothing"), _size(*name.written)
    if name.now is not None:
        sheet, cell, held = name.now.sheet, a1(name.now.top, name.now.left), _size(*name.now[1:])
        if held == size:
            # As many cells, but others: told by where they are.
            held, size = (f"{title}!{first}:{last}" for title, first, last in _areas(located, name))
    return finding("name-changed", sheet=sheet, cell=cell, measure=measure, found=held, expected=size, label=name.name, title=title)  # fmt: skip


def _areas(located: Located, name: DefinedName) -> Iterable[tuple[str, str, str]]:
    """Yield where a name points and where its cells are: title, first and last cell."""
    layout, expected = located.layout, area_now(located.layout, name)
    if name.now is not None and expected is not None:
        yield name.now.sheet, a1(name.now.top, name.now.left), a1(name.now.bottom, name.now.right)
        yield layout.titles[expected[0]], a1(*expected[1:3]), a1(*expected[3:])


def _sheets_gone(located: Located) -> Iterable[tuple[Finding, list[Place]]]:
    layout = located.layout
    for key in layout.titles:
        if key in layout.moves.gone:
            cells = [
                (key, *block.cell(index))
                for block in layout.blocks.values()
                if block.sheet == key
                for index in range(block.rows * block.cols)
            ]
            cells += [(label.sheet, label.row, label.col) for label in layout.labels(key)]
            cells += [(mirror.sheet, mirror.row, mirror.col) for mirror in layout.mirrors if mirror.sheet == key]
            kinds = {layout.measures[block.measure].kind for block in layout.blocks.values() if block.sheet == key}
            yield finding("sheet-missing", sheet=layout.titles[key], title=layout.titles[key], loss=_loss(kinds)), cells


def _lines_gone(located: Located) -> Iterable[tuple[Finding, list[Place]]]:
    """Say which rows and columns of tables were deleted; nothing of those in which nothing stood."""
    moves = located.layout.moves
    for key in moves.rows:
        for side, lines in ((0, moves.rows[key]), (1, moves.cols[key])):
            gone = [number for number, now in enumerate(lines.now) if now is None]
            printed: dict[int, list[Label]] = {}
            for mark in located.layout.labels(key) if gone else ():
                printed.setdefault((mark.row, mark.col)[side], []).append(mark)
            for number in gone:
                hit = _hit(located, key, side, number)
                labels = printed.get(number, [])
                cells = [(key, *block.cell(index)) for block, indexes in hit for index in indexes]
                cells += [(key, label.row, label.col) for label in labels]
                shown = [
                    mark
                    for mark in located.layout.mirrors
                    if key == mark.sheet and (mark.row, mark.col)[side] == number
                ]
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
            past, count = line - start, block.rows * block.cols
            run = range(past * block.cols, (past + 1) * block.cols) if side == 0 else range(past, count, block.cols)
            hit.append((block, [*run]))
    return hit


def _line_gone(located: Located, key: str, side: int, hit: Sequence[tuple[Block, list[int]]]) -> Finding:
    layout = located.layout
    kinds = {block.measure: layout.measures[block.measure].kind for block, _cells in hit}
    block, cells = next((pair for pair in hit if kinds[pair[0].measure] != "label"), hit[0])
    measure = layout.measures[block.measure]
    axes = block.row_axes if side == 0 else (block.col_axis,)
    spot = {axis: label for axis, label in layout.plan.at(measure.axes, cells[0]).items() if axis in axes}
    sentence = _("The row of {where} was deleted") if side == 0 else _("The column of {where} was deleted")
    titles = dict.fromkeys(_(layout.measures[block.measure].title) for block, _cells in hit)
    what = sentence.format(where=where(spot) if spot else _(measure.title))
    return finding("place-deleted", sheet=layout.titles[key], measure=measure.name, at=spot, what=what,
                   title=_listed([f"“{title}”" for title in titles]), loss=_loss(kinds.values()))  # fmt: skip


def _labels_gone(located: Located, key: str, side: int, labels: Sequence[str]) -> Finding:
    sentence = _("The row of {where} was deleted") if side == 0 else _("The column of {where} was deleted")
    texts = [f"“{label}”" for label in labels]
    title = located.layout.titles[key]
    return finding(
        "place-deleted", sheet=title, what=sentence.format(where=texts[0]), title=_listed(texts), loss=_loss(())
    )


def _loss(kinds: Collection[str]) -> str:
    """Return what is lost with cells of measures of these kinds."""
    if {*kinds} <= {"derived"}:
        return _("nothing was typed there, and what it showed can be computed again")
    return _("what was typed there is lost, and what depends on it can't be computed")


def _listed(texts: Sequence[str]) -> str:
    listed = ", ".join(texts[:_LISTED])
    rest = len(texts) - _LISTED
    return _("{listed} and {count} more").format(listed=listed, count=rest) if rest > 0 else listed


def _size(top: int, left: int, bottom: int, right: int) -> str:
    down, wide = bottom - top + 1, right - left + 1
    counted = n_("{count} row", "{count} rows", down).format(count=down)
    return counted + " x " + n_("{count} column", "{count} columns", wide).format(count=wide)
