"""From the names and labels of a workbook to its cells as they were written: sheets found, moved cells put back.

What goes in is a `Book` and the layout of the plan that it carries; what comes out is the same book with every cell at
the place where it was written, the layout with the moves that lead to where it stands now, and what could not be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Block, Layout
from slasheet.layout.moves import Lines, Moves, Place
from slasheet.layout.references import Ref, parse
from slasheet.layout.sheets import MIRRORS, SHEETS, sheet_titles
from slasheet.layout.spelling import same_formula
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import Channel
from slasheet.reader.align import Span, UnclearError, columns, rows
from slasheet.reader.printed import UNREADABLE, Marks, found, pointed, printed
from slasheet.spreadsheet.book import Area, Book, Stored
from slasheet.texts.languages import LANGUAGES

Spot = tuple[int, int]
#: The sheets on which names and the first month are typed.
_HOMES = ("revenue", "rates")


class Named(NamedTuple):
    """A defined name: the sheet and the cells that it was written for, and where it points now; None when it is lost."""

    name: str
    sheet: str
    written: tuple[int, int, int, int]
    now: Area | None


@dataclass(frozen=True, slots=True)
class Located:
    """A workbook whose cells are where they were written."""

    book: Book
    layout: Layout
    names: tuple[Named, ...]
    #: Keys of sheets whose rows or columns can't be told apart.
    unclear: frozenset[str]
    #: Names that cover other cells than the formulas that rest on them refer to: the formulas are right.
    contradicted: frozenset[str]


def locate(book: Book, base: Layout, plan_sheet: str | None) -> Located:
    """Find every cell of a layout in a workbook; `plan_sheet` is the title of the sheet that carries the plan, if any."""
    names = tuple(Named(name, sheet, (top, left, bottom, right), _area(book, name, base.titles[sheet])) for name, sheet, top, left, bottom, right in base.names())  # fmt: skip
    titles = _titles(book, base, names, plan_sheet)
    gone = frozenset(key for key in SHEETS if key not in titles and key != "plan")
    there = replace(base, titles={**base.titles, **titles}, moves=Moves(gone=gone))
    unclear: set[str] = set()
    waiting = [key for key in SHEETS if key in titles and key != "plan" and not _stands_still(there, names, key)]
    # Sheets on which all labels stand where they were written say where names are typed, and those what others print.
    # Start, which shows results again, comes last.
    for key in sorted(
        waiting, key=lambda key: (key == "start", not _is_legible(book, there, names, key), key not in _HOMES)
    ):
        try:
            moved = _lines(book, there, key, names, {*waiting})
        except UnclearError:
            unclear.add(key)
            continue
        waiting.remove(key)
        if moved:
            moves = there.moves
            there = replace(
                there, moves=replace(moves, rows={**moves.rows, key: moved[0]}, cols={**moves.cols, key: moved[1]})
            )
    contradicted: set[str] = set()
    if not unclear:
        there, contradicted = _with_pasted(book, there, names)
    return Located(_put_back(book, there), there, names, frozenset(unclear), frozenset(contradicted))


def area_now(there: Layout, named: Named) -> tuple[str, int, int, int, int] | None:
    """Return where the cells of a name are now (sheet key, first and last row and column), None when they are gone."""
    top, left, bottom, right = named.written
    corners = there.moves.corners((named.sheet, top, left), (named.sheet, bottom, right))
    return None if corners is None else (*corners[0], *corners[1][1:])


def _area(book: Book, name: str, title: str) -> Area | None:
    """Return where a name points: that of the workbook, or, where that is broken, the only one of a single sheet.

    A copy of a sheet has names of its own; they count only where the sheet itself, by its `title`, is gone.
    """
    area = book.names.get(name)
    if area is not None and area.sheet in book.sheets:
        return area
    if title in book.sheets:
        return None
    local = {area for here in book.local_names.values() if (area := here.get(name)) is not None}
    return next(iter(local)) if len(local) == 1 else None


def _titles(book: Book, base: Layout, names: tuple[Named, ...], plan_sheet: str | None) -> dict[str, str]:
    """Return the present title of every sheet that is there: by its names, else by its title, else by what its first cell says."""
    votes: dict[str, Counter[str]] = {}
    for named in names:
        if named.now is not None and named.now.sheet in book.sheets:
            votes.setdefault(named.sheet, Counter())[named.now.sheet] += 1
    titles = {"plan": plan_sheet} if plan_sheet else {}
    for key in sorted(votes, key=lambda key: -max(votes[key].values())):
        title = next((title for title, _count in votes[key].most_common() if title not in titles.values()), None)
        if title is not None:
            titles[key] = title
    for key, title in base.titles.items():
        if key not in titles:
            spoken = (title, *(sheet_titles(language)[key] for language in LANGUAGES))
            free = [other for other in book.sheets if other not in titles.values()]
            headed = (other for other in free if book.cell(other, 0, 0).value in spoken)
            # Programs that export tables lengthen the title: “Deal size - Table 1”.
            longer = (other for other in free if other.startswith(spoken))
            there = next((title for title in spoken if title in free), None) or next(headed, None) or next(longer, None)
            if there is not None:
                titles[key] = there
    return titles


def _stands_still(there: Layout, names: tuple[Named, ...], key: str) -> bool:
    """Return whether every name of a sheet points to where it was written."""
    title = there.titles[key]
    return all(
        named.now is not None and named.now.sheet == title and named.now[1:] == named.written
        for named in names
        if named.sheet == key
    )


def _is_legible(book: Book, there: Layout, names: tuple[Named, ...], key: str) -> bool:
    """Return whether a sheet without a name that says otherwise reads as it was written."""
    title = there.titles[key]
    still = all(n.now is None or (n.now.sheet, n.now[1:]) == (title, n.written) for n in names if n.sheet == key)
    return still and _reads_as_written(printed(there, key), found(book, title))


def _lines(
    book: Book, there: Layout, key: str, names: tuple[Named, ...], waiting: set[str]
) -> tuple[Lines, Lines] | None:
    """Return where the rows and columns of a sheet are now, None when all stand where they were written.

    `waiting` are the sheets that have not been found yet.
    """
    title, mine = there.titles[key], [named for named in names if named.sheet == key]
    spans = [
        Span(named.written, (at.top, at.left, at.bottom, at.right))
        for named in mine
        if (at := named.now) is not None and at.sheet == title
    ]
    written, now = printed(_with_present_names(book, there, waiting), key), found(book, title)
    spans += _pointed_at(book, there, key, waiting)
    still = all(span.written == span.now for span in spans)
    if still and _reads_as_written(written, now):
        return None
    count, wide = (
        max(
            [
                *(area[side + 2] for area in (*(n.written for n in mine), *(s.written for s in spans))),
                *(spot[side] for spot in written),
            ]
        )
        + 1
        for side in (0, 1)
    )
    count_now, wide_now = (max((spot[side] for spot in book.sheets[title]), default=-1) + 1 for side in (0, 1))
    now = {spot: mark for spot, mark in now.items() if mark != UNREADABLE}
    cols = columns(spans, written, now, wide, wide_now)
    if key == there.blocks[LEAD_LOG.name].sheet:
        return _rows_of_the_log(there, spans, written, now), cols
    return rows(spans, written, now, cols, count, count_now), cols


def _reads_as_written(written: Marks, now: Marks) -> bool:
    """Return whether nothing on a sheet reads otherwise than it was written; what shows an error or nothing says nothing."""
    same = sum(now.get(spot) == mark for spot, mark in written.items())
    unreadable = sum(now.get(spot) == UNREADABLE for spot in written)
    return same + unreadable == len(written) and same >= unreadable


def _pointed_at(book: Book, there: Layout, key: str, waiting: set[str]) -> list[Span]:
    """Return the cells of a sheet that formulas on sheets already found point to: printed labels, and what Start shows again."""
    spans = []
    if key in _HOMES:
        for label in there.labels(*(other for other in there.titles if other not in waiting)):
            home = there.cell(*label.sources[0]) if len(label.sources) == 1 else ("", 0, 0)
            now = there.moves.now((label.sheet, label.row, label.col)) if home[0] == key else None
            target = pointed(book, there.titles[label.sheet], now[1:]) if now else None
            if target is not None and target[0] == there.titles[key]:
                spans.append(Span((*home[1:], *home[1:]), (*target[1], *target[1])))
    if key == "start":
        formulas = {Formulas(there).mirror(mirror): mirror for mirror in MIRRORS}
        spots: dict[str, list[Spot]] = {}
        for spot, stored in sorted(book.sheets[there.titles[key]].items()):
            if stored.formula in formulas:
                spots.setdefault(stored.formula, []).append(spot)
        # The overall status may stand there twice: above as the verdict, below among the steps.
        spans += [
            Span((formulas[formula].row, formulas[formula].col) * 2, here[0] * 2) for formula, here in spots.items()
        ]
    return spans


def _with_present_names(book: Book, there: Layout, waiting: set[str]) -> Layout:
    """Return the layout with the names of regions, channels and stages as they are typed now, where they have been found."""
    plan = there.plan

    def now(measure: str, written: tuple[str, ...]) -> tuple[str, ...]:
        if there.blocks[measure].sheet in waiting or there.blocks[measure].sheet in there.moves.gone:
            return written
        texts = []
        for index, before in enumerate(written):
            spot = there.moves.now(there.cell(measure, index))
            value = book.cell(there.titles[spot[0]], *spot[1:]).value if spot else None
            texts.append(str(value) if isinstance(value, str) and value.strip() else before)
        return tuple(texts)

    owners = [channel.owner for channel in plan.channels]
    channels = now("channels", tuple(channel.name for channel in plan.channels))
    renamed = replace(
        plan,
        regions=now("regions", plan.regions),
        channels=tuple(Channel(name, owner) for name, owner in zip(channels, owners, strict=True)),
        stages=now("stages", plan.stages),
        inputs={},
    )
    return replace(there, plan=renamed)


def _rows_of_the_log(there: Layout, spans: list[Span], written: Marks, now: Marks) -> Lines:
    """Return the rows of the log, which have all moved alike: what is put in among them makes the log longer."""
    log = there.blocks[LEAD_LOG.name]
    if spans:
        return Lines((), spans[0].now[0] - log.row)
    heads = {mark for (row, _col), mark in written.items() if row == log.header}
    per_row = Counter(row for (row, _col), mark in now.items() if mark in heads)
    header = max(per_row, key=lambda row: (per_row[row], -row), default=log.header or 0)
    return Lines((), header - (log.header or 0))


def _with_pasted(book: Book, there: Layout, names: tuple[Named, ...]) -> tuple[Layout, set[str]]:
    """Return the layout with tables that were cut out and pasted elsewhere at their new place, and the names that formulas contradict.

    A name alone is no proof that cells have moved, since it may have been pointed elsewhere; formulas follow the cells.
    """
    contradicted: set[str] = set()
    keys = there.keys
    for named in names:
        block, area = there.blocks.get(named.name.removeprefix("sla_")), named.now
        if area is None or (keys.get(area.sheet), *area[1:]) == (expected := area_now(there, named)):
            continue
        moved = there
        if block and area.sheet in keys and (area.bottom - area.top, area.right - area.left) == (block.rows - 1, block.cols - 1):  # fmt: skip
            cells = dict(_pasted_cells(block, keys[area.sheet], area))
            moved = replace(there, moves=replace(there.moves, cut={**there.moves.cut, **cells}))
        resting = list(_resting_on(there, named.name.removeprefix("sla_"))) if expected else []
        if moved is not there and _all_written(book, moved, resting):
            there = moved
        elif _all_written(book, there, resting):
            contradicted.add(named.name)
    return there, contradicted


def _pasted_cells(block: Block, sheet: str, area: Area) -> Iterator[tuple[Place, Place]]:
    """Yield the cells of a table with where they were pasted."""
    for index in range(block.rows * block.cols):
        row, col = block.cell(index)
        yield (block.sheet, row, col), (sheet, row - block.row + area.top, col - block.col + area.left)


def _resting_on(there: Layout, measure: str) -> Iterator[str]:
    """Yield the measures whose formulas refer to a measure."""
    target = "horizon" if measure == "months" else measure
    for name, other in there.measures.items():
        if other.kind == "derived" and name != measure:
            parts = parse(other.formula_at(dict.fromkeys(other.by, 0)))
            if any(isinstance(part, Ref) and target in (part.name, part.of) for part in parts):
                yield name


def _all_written(book: Book, there: Layout, measures: list[str]) -> bool:
    """Return whether there are measures, and the first cell of each holds the formula that a layout writes."""
    formulas = Formulas(there)
    for name in measures:
        now = there.moves.now(there.cell(name, 0))
        stored = book.cell(there.titles[now[0]], *now[1:]).formula if now else None
        if stored is None or not same_formula(stored, formulas.one(name, 0)):
            return False
    return bool(measures)


def _put_back(book: Book, there: Layout) -> Book:
    """Return the workbook with every cell where it was written, and without those that were put in."""
    moves = there.moves
    moved = {*moves.rows, *(key for pair in moves.cut.items() for key, _row, _col in pair)}
    straight: dict[str, dict[Spot, Stored]] = {there.titles[key]: {} for key in moved}
    for key in moved:
        for (row, col), stored in book.sheets[there.titles[key]].items():
            home = moves.written((key, row, col))
            if home is not None:
                straight[there.titles[home[0]]][home[1:]] = stored
    return replace(book, sheets={**book.sheets, **straight})
