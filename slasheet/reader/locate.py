"""Where everything is now: from a workbook and the layout that it was written with to the layout as it stands there.

What tells where a cell is, in the order in which it is believed:

1. Defined names (`defined_names`): programs move them along with the cells, whatever people insert, rename and move.
2. The hidden plan, from which the layout comes: a sheet on which all reads as it was written stands as it was written.
3. Titles and printed labels (`printed`): which sheet is which where names are lost, and, between the rows and columns
   that names hold, which line is which (`align`).
4. Formulas (`pasted`): whether a table was cut out and pasted elsewhere, or its name only pointed there.

What none of them tells is said (`missing`), never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Layout
from slasheet.layout.moves import Lines, Moves
from slasheet.layout.sheets import sheet_titles
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import Channel
from slasheet.reader.align import Span, UnclearError, columns, rows
from slasheet.reader.defined_names import DefinedName, defined_names
from slasheet.reader.pasted import formulas_as_written, with_pasted_tables
from slasheet.reader.printed import UNREADABLE, Marks, marks_now, marks_written, repeated_cell
from slasheet.spreadsheet.book import Book, Stored
from slasheet.texts.languages import LANGUAGES

Spot = tuple[int, int]
#: The sheets on which names and the first month are typed.
_HOMES = ("revenue", "rates")


@dataclass(frozen=True, slots=True)
class Located:
    """A workbook whose cells are where they were written."""

    book: Book
    layout: Layout
    names: tuple[DefinedName, ...]
    #: Keys of sheets whose rows or columns can't be told apart.
    unclear: frozenset[str]
    #: Names that cover other cells than the formulas that rest on them refer to: the formulas are right.
    contradicted: frozenset[str]


def locate(book: Book, written: Layout, plan_sheet: str | None) -> Located:
    """Find every cell of a layout in a workbook; `plan_sheet` is the title of the sheet that carries the plan, if any."""
    names = defined_names(book, written)
    layout = _with_present_sheets(book, written, names, plan_sheet)
    layout, unclear = _with_present_lines(book, layout, names)
    contradicted: frozenset[str] = frozenset()
    if not unclear:
        layout, contradicted = with_pasted_tables(book, layout, names)
    return Located(_put_back(book, layout), layout, names, unclear, contradicted)


def _with_present_sheets(book: Book, layout: Layout, names: Sequence[DefinedName], plan_sheet: str | None) -> Layout:
    """Return the layout with the present title of every sheet, and those that are gone."""
    titles = {"plan": plan_sheet} if plan_sheet else {}
    titles |= _titles_by_names(book, names, {*titles.values()})
    for key, title in layout.titles.items():
        if key not in titles:
            free = [other for other in book.sheets if other not in titles.values()]
            present = _title_among(
                book, free, (title, *(sheet_titles(language, layout.plan.edition)[key] for language in LANGUAGES))
            )
            if present is not None:
                titles[key] = present
    gone = frozenset(key for key in layout.titles if key not in titles and key != "plan")
    return replace(layout, titles={**layout.titles, **titles}, moves=Moves(gone=gone))


def _titles_by_names(book: Book, names: Sequence[DefinedName], taken: set[str]) -> dict[str, str]:
    """Return the titles of the sheets to which most of the names of each point, those agreed upon by most names first."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        if name.now is not None and name.now.sheet in book.sheets:
            votes.setdefault(name.sheet, Counter())[name.now.sheet] += 1
    titles: dict[str, str] = {}
    for key in sorted(votes, key=lambda key: -max(votes[key].values())):
        free = [title for title, _count in votes[key].most_common() if title not in taken.union(titles.values())]
        if free:
            titles[key] = free[0]
    return titles


def _title_among(book: Book, free: Sequence[str], titles: tuple[str, ...]) -> str | None:
    """Return which of the `free` sheets has one of the titles, or is headed by one, or begins with one."""
    headed = (sheet for sheet in free if book.cell(sheet, 0, 0).value in titles)
    # Programs that export tables lengthen the title: “Deal size - Table 1”.
    longer = (sheet for sheet in free if sheet.startswith(titles))
    return next((title for title in titles if title in free), None) or next(headed, None) or next(longer, None)


def _with_present_lines(book: Book, layout: Layout, names: Sequence[DefinedName]) -> tuple[Layout, frozenset[str]]:
    """Return the layout with where the rows and columns of every sheet are, and the keys of those where that is unclear."""
    present = [key for key in layout.titles if key != "plan" and key not in layout.moves.gone]
    waiting = {key for key in present if not all(n.stands_still(layout.titles[key]) for n in names if n.sheet == key)}
    if "start" in present and not _reads_as_written(
        marks_written(layout, "start"), marks_now(book, layout.titles["start"])
    ):
        # No name says where the lower part of Start is.
        waiting.add("start")
    unclear = set()
    for key in sorted(waiting, key=lambda key: (_rank(book, layout, names, key), present.index(key))):
        try:
            moved = _present_lines(book, layout, key, names, waiting)
        except UnclearError:
            unclear.add(key)
            continue
        waiting.remove(key)
        if moved is not None:
            moves, (down, along) = layout.moves, moved
            moves = replace(moves, rows={**moves.rows, key: down}, cols={**moves.cols, key: along})
            layout = replace(layout, moves=moves)
    return layout, frozenset(unclear)


def _rank(book: Book, layout: Layout, names: Sequence[DefinedName], key: str) -> tuple[bool, bool, bool]:
    """Return what a sheet is sorted by: those that tell about others come first.

    Sheets on which all labels stand where they were written say where names are typed, and those what others print.
    Start, which shows results again, comes last.
    """
    title = layout.titles[key]
    legible = all(n.now is None or n.stands_still(title) for n in names if n.sheet == key) and _reads_as_written(
        marks_written(layout, key), marks_now(book, title)
    )
    return key == "start", not legible, key not in _HOMES


def _present_lines(
    book: Book, layout: Layout, key: str, names: Sequence[DefinedName], waiting: set[str]
) -> tuple[Lines, Lines] | None:
    """Return where the rows and columns of a sheet are now, None when all stand where they were written.

    `waiting` are the sheets that have not been found yet. Raises UnclearError where that can't be told.
    """
    title, mine = layout.titles[key], [name for name in names if name.sheet == key]
    written, now = marks_written(_with_present_labels(book, layout, waiting), key), marks_now(book, title)
    stands = _reads_as_written(written, now)
    spans = [
        Span(name.written, (at.top, at.left, at.bottom, at.right))
        for name in mine
        if (at := name.now) is not None
        and at.sheet == title
        # Where all reads as it was written, formulas that read the same cells as ever say that only the name was moved.
        and (not stands or name.stands_still(title) or not formulas_as_written(book, layout, name.measure))
    ]
    spans += _label_spans(book, layout, key, waiting) if key in _HOMES else []
    spans += _mirror_spans(book, layout) if key == "start" else []
    if stands and all(span.written == span.now for span in spans):
        return None
    areas = [*(name.written for name in mine), *(span.written for span in spans)]
    high, wide = (max([*(area[side + 2] for area in areas), *(spot[side] for spot in written)]) + 1 for side in (0, 1))
    high_now, wide_now = (max((spot[side] for spot in book.sheets[title]), default=-1) + 1 for side in (0, 1))
    now = {spot: mark for spot, mark in now.items() if mark != UNREADABLE}
    along = columns(spans, written, now, wide, wide_now)
    if key == layout.blocks[LEAD_LOG.name].sheet:
        return _rows_of_the_log(layout, spans, written, now), along
    return rows(spans, written, now, along, high, high_now), along


def _reads_as_written(written: Marks, now: Marks) -> bool:
    """Return whether nothing on a sheet reads otherwise than it was written; what shows an error or nothing says nothing."""
    same = sum(now.get(spot) == mark for spot, mark in written.items())
    unreadable = sum(now.get(spot) == UNREADABLE for spot in written)
    return same + unreadable == len(written) and same >= unreadable


def _label_spans(book: Book, layout: Layout, key: str, waiting: set[str]) -> Iterator[Span]:
    """Yield the cells of a sheet that printed labels on sheets already found repeat."""
    for label in layout.labels(*(other for other in layout.titles if other not in waiting)):
        home = layout.cell(*label.sources[0]) if len(label.sources) == 1 else None
        now = layout.moves.now((label.sheet, label.row, label.col)) if home and home[0] == key else None
        target = repeated_cell(book, layout.titles[label.sheet], now[1:]) if now else None
        if home is not None and target is not None and target[0] == layout.titles[key]:
            yield Span((*home[1:], *home[1:]), (*target[1], *target[1]))


def _mirror_spans(book: Book, layout: Layout) -> Iterator[Span]:
    """Yield the cells of Start that show a result again."""
    formulas = {Formulas(layout).mirror(mirror): mirror for mirror in layout.mirrors}
    first: dict[str, Spot] = {}
    for spot, stored in sorted(book.sheets[layout.titles["start"]].items()):
        if stored.formula in formulas:
            # The overall status may stand there twice: above as the verdict, below among the steps.
            first.setdefault(stored.formula, spot)
    for formula, spot in first.items():
        yield Span((formulas[formula].row, formulas[formula].col) * 2, spot * 2)


def _with_present_labels(book: Book, layout: Layout, waiting: set[str]) -> Layout:
    """Return the layout with the names of regions, channels and stages as they are typed now, where they have been found."""
    plan = layout.plan

    def typed(measure: str, written: tuple[str, ...]) -> tuple[str, ...]:
        if layout.blocks[measure].sheet in waiting or layout.blocks[measure].sheet in layout.moves.gone:
            return written
        texts = []
        for index, before in enumerate(written):
            spot = layout.moves.now(layout.cell(measure, index))
            value = book.cell(layout.titles[spot[0]], *spot[1:]).value if spot else None
            texts.append(str(value) if isinstance(value, str) and value.strip() else before)
        return tuple(texts)

    names = tuple(channel.name for channel in plan.channels)
    regions, stages, channels = typed("regions", plan.regions), typed("stages", plan.stages), typed("channels", names)
    if (regions, stages, channels) == (plan.regions, plan.stages, names):
        return layout
    renamed = tuple(Channel(name, channel.owner) for name, channel in zip(channels, plan.channels, strict=True))
    return replace(layout, plan=replace(plan, regions=regions, channels=renamed, stages=stages, inputs={}))


def _rows_of_the_log(layout: Layout, spans: Sequence[Span], written: Marks, now: Marks) -> Lines:
    """Return the rows of the log, which have all moved alike: what is put in among them makes the log longer."""
    log = layout.blocks[LEAD_LOG.name]
    if spans:
        return Lines((), spans[0].now[0] - log.row)
    heads = {mark for (row, _col), mark in written.items() if row == log.header}
    per_row = Counter(row for (row, _col), mark in now.items() if mark in heads)
    header = max(per_row, key=lambda row: (per_row[row], -row), default=log.header or 0)
    return Lines((), header - (log.header or 0))


def _put_back(book: Book, layout: Layout) -> Book:
    """Return the workbook with every cell where it was written, and without those that were put in."""
    moves = layout.moves
    moved = {*moves.rows, *(key for pair in moves.cut.items() for key, _row, _col in pair)}
    straight: dict[str, dict[Spot, Stored]] = {layout.titles[key]: {} for key in moved}
    for key in moved:
        for (row, col), stored in book.sheets[layout.titles[key]].items():
            home = moves.written((key, row, col))
            if home is not None:
                straight[layout.titles[home[0]]][home[1:]] = stored
    return replace(book, sheets={**book.sheets, **straight})
