"""From cells to readings: finds every block by its defined name, confirms it by its labels, keeps positions.

What goes in is a `Book`; what comes out is a `Reading`: the plan as it now stands in the workbook
(inputs as typed, labels as renamed), the layout at its present place, and what was noticed on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from slasheet.layout.layout import Layout
from slasheet.layout.moves import Place
from slasheet.layout.sheets import layout
from slasheet.plan.amounts import label_text
from slasheet.plan.carried import FORMAT, MARK, from_texts
from slasheet.plan.measure import LOG_FIELDS, Measure
from slasheet.plan.measures.agreement_tables import CHOICES
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.measures.scoring import CRITERIA, MOST_ROWS, SCORING
from slasheet.plan.plan import MOST_LOG_ROWS, Cell, Channel, LogRow, Plan
from slasheet.plan.words import END_OF_LOG, WORDS, code, in_all_languages
from slasheet.reader.locate import locate
from slasheet.reader.missing import misplaced
from slasheet.reader.names import Names
from slasheet.reader.recover import recovered
from slasheet.reader.typed_text import entry_read, inputs_read
from slasheet.spreadsheet.book import Area, Book, ErrorValue, Stored
from slasheet.texts.findings import FileError, Finding, finding
from slasheet.texts.languages import _, translated


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as read: `plan` as it stands there, `written` as it was generated, and where everything is."""

    #: The cells where they were written; `file` has them where they stand now.
    book: Book
    file: Book
    plan: Plan
    written: Plan
    layout: Layout
    findings: tuple[Finding, ...]
    calculated: bool
    #: Which row of the log's block each row of `plan.log` stands in, from 0.
    entries: tuple[int, ...] = ()
    #: Rows that stand above or below those of the log, where no formula sees them: sheet row, from 0, and cells.
    outside: tuple[tuple[int, LogRow], ...] = ()
    #: Axes of tables into which people put rows since the workbook was written.
    grown: frozenset[str] = frozenset()
    #: Cells that people deleted, and which of `findings` tells it.
    deleted: Mapping[Place, int] = field(default_factory=dict)

    def at(self, place: tuple[str, int, int]) -> object:
        """Return the value in a cell, by sheet key, row and column."""
        sheet, row, col = place
        return self.book.cell(self.layout.titles[sheet], row, col).value

    def stored(self, measure: str, index: int) -> Stored:
        """Return what the cell of a measure holds."""
        sheet, row, col = self.layout.cell(measure, index)
        return self.book.cell(self.layout.titles[sheet], row, col)


class NotOursError(FileError):
    """A workbook that carries no plan of ours; `finding` says so."""

    def __init__(self, path: Path, why: str) -> None:
        """Build the finding from the reason."""
        self.finding = finding("not-ours", file=path.name, why=why)
        super().__init__(f"{path}: {self.finding.message} {self.finding.advice}")


def written_language(book: Book) -> str:
    """Return the language that a workbook was written in; English for one that is not ours."""
    try:
        return _carried_plan(book)[0].language
    except NotOursError:
        return "en"


def read_workbook(book: Book) -> Reading:
    """Locate and read everything a workbook of ours holds. Raises NotOursError for any other."""
    written, plan_sheet, newer = _carried_plan(book)
    before, written = written, _with_room(written, book.names)
    located = locate(book, layout(written), plan_sheet)
    found = located.layout
    plan, about_labels = _plan_there(located.book, written, found)
    # The layout of the plan as renamed prints the names as they are now, at the same places.
    there = replace(found, plan=plan)
    pilot = book.names.get("sla_pilot")
    calculated = pilot is not None and book.cell(pilot.sheet, pilot.top, pilot.left).value is not None
    if pilot is None and plan_sheet is not None:
        calculated = book.cell(plan_sheet, 0, 1).value is not None
    elif pilot is None:
        # Some program took the sheet away; where it left values, it calculated.
        calculated = any(s.formula and s.value is not None for cells in book.sheets.values() for s in cells.values())
    rows = tuple(_log_there(located.book, there))
    size = there.blocks[LEAD_LOG.name].rows
    plan = replace(plan, log=tuple(row for down, row in rows if 0 <= down < size))
    there = replace(there, plan=plan)
    entries = tuple(down for down, _ in rows if 0 <= down < size)
    outside = tuple((there.blocks[LEAD_LOG.name].row + down, row) for down, row in rows if not 0 <= down < size)
    grown = frozenset(axis for axis, size in plan.rows.items() if size > before.rows[axis])
    # What is told of deletions comes first: `deleted` counts from there.
    about_places, deleted = misplaced(located)
    findings = (*about_places, *newer, *about_labels)
    straight = located.book
    return Reading(straight, book, plan, before, there, findings, calculated, entries, outside, grown, deleted)


def _with_room(written: Plan, names: Mapping[str, Area | None]) -> Plan:
    """Return the plan with as many rows for the tables that grow as there are now: people put rows in and take rows out."""
    rows = {}
    for axis, wide, most in (("entry", len(LOG_FIELDS), MOST_LOG_ROWS), *((axis, 1, MOST_ROWS) for axis in CRITERIA)):
        measure = LEAD_LOG if axis == "entry" else CRITERIA[axis]["criterion"]
        area = names.get(f"sla_{measure.name}")
        if area is not None and area.right - area.left + 1 == wide:
            rows[axis] = min(area.bottom - area.top + 1, most)
    log_rows = rows.pop("entry", written.log_rows)
    # The inputs are read later; those of the plan as written have as many cells as there were rows.
    return replace(written, log_rows=log_rows, rows={**written.rows, **rows}, inputs={})


def _log_there(book: Book, there: Layout) -> Iterator[tuple[int, LogRow]]:
    """Yield the rows of the log that are not empty, with their place in it, and those that stand above or below it.

    Above it are rows put in between the header and the first row; the mark below it is a text alone in its row.
    """
    block = there.blocks[LEAD_LOG.name]
    rows: dict[int, list[Cell]] = {}
    for (row, col), stored in book.sheets.get(there.titles[block.sheet], {}).items():
        cell = _cell(stored)
        if 0 <= col - block.col < block.cols and cell is not None:
            rows.setdefault(row - block.row, [None] * block.cols)[col - block.col] = cell
    head, leads = WORDS["field"]["leads"], LOG_FIELDS.index("leads")
    above = (down for down, cells in rows.items() if down < 0 and cells[leads] is not None)
    header = max((down for down in above if _says(rows[down][leads], head, there.plan.language)), default=-1)
    for down in sorted(down for down in rows if down > header):
        cells = rows[down]
        alone = isinstance(cells[0], str) and not any(cell is not None for cell in cells[1:])
        is_mark = alone and (down >= block.rows or _says(cells[0], END_OF_LOG, there.plan.language))
        if not is_mark:
            yield down, entry_read(there.plan, tuple(cells))


def _says(cell: Cell, text: str, language: str) -> bool:
    """Return whether a cell prints a text of the catalogues, in a language or in any other."""
    return cell == translated(text, language) or cell in in_all_languages(text)


def _carried_plan(book: Book) -> tuple[Plan, str | None, tuple[Finding, ...]]:
    """Return the plan that a workbook carries, the title of the sheet that does, and what is odd about it.

    Where that is lost, the plan is what names, labels and sentences tell. Raises NotOursError where they don't.
    """
    area = book.names.get("sla_plan")
    marked = (t for t, cells in book.sheets.items() if cells.get((0, 0), Stored(None, None)).value == MARK)
    title = area.sheet if area and area.sheet in book.sheets else next(marked, None)
    why = _("there is no sheet that begins with slasheet-plan")
    if title is not None:
        texts: list[str] = []
        while isinstance(text := book.cell(title, len(texts) + 1, 0).value, str):
            texts.append(text)
        try:
            plan, version = from_texts(texts)
        except ValueError:
            why = _("its text is damaged")
        else:
            newer = finding("newer-workbook", found=version, expected=FORMAT, sheet=title, cell="A2")
            return plan, title, (newer,) if version > FORMAT else ()
    told = recovered(book)
    if told is None:
        raise NotOursError(book.path, why)
    return told, title, (finding("plan-lost", sheet=title),)


def _plan_there(book: Book, written: Plan, there: Layout) -> tuple[Plan, list[Finding]]:
    """Return the plan as it stands in the workbook now, and what is odd about its names."""
    names = Names(book, there)
    regions = names.labels("regions", written.regions, written.region_label)
    channels = names.labels("channels", tuple(c.name for c in written.channels), _("Channel"))
    stages = names.labels("stages", written.stages, _("Stage"))
    owners = names.owners(channels)
    start = names.start(written.start)
    names.check_fixed_words()
    renamed = replace(
        written,
        title=names.text("title").strip() or written.title,
        start=start,
        region_label=names.text("region_label").strip() or written.region_label,
        regions=regions,
        channels=tuple(Channel(name, owner) for name, owner in zip(channels, owners, strict=True)),
        stages=stages,
        inputs={},
    )
    given = {}
    for name in written.inputs:
        block = there.blocks[name]
        cells = book.sheets.get(there.titles[block.sheet], {})
        size = block.rows * block.cols
        given[name] = tuple(_cell(cells.get(block.cell(index))) for index in range(size))
        measure = there.measures[name]
        if measure.units is not None:
            places = zip(renamed.coordinates(measure.axes), given[name], strict=True)
            given[name] = tuple(_agreed(measure, at, cell, written.language) for at, cell in places)
        given[name] = inputs_read(renamed, measure, given[name])
        if measure.units is None and not measure.numeric:
            given[name] = tuple(_text(cell, measure, written.language) for cell in given[name])
    return replace(renamed, inputs=given), names.findings


def _agreed(measure: Measure, at: Mapping[str, str], cell: Cell, language: str) -> Cell:
    """Return a cell of a table of the agreement: a number typed for a text is one, a choice is kept by its code."""
    unit = measure.unit_at(at)
    if unit not in ("text", "choice") or cell is None or isinstance(cell, ErrorValue):
        return cell
    text = label_text(cell).replace("\r\n", "\n").replace("\r", "\n")
    return code(CHOICES[at[measure.axes[-1]]], text, language) or text if unit == "choice" else text


def _text(cell: Cell, measure: Measure, language: str) -> Cell:
    """Return a text input as the plan keeps it: an owner by its code, everything else as it is typed.

    Spaces alone are a text where the sheet prints the text again.
    """
    text = label_text(cell)
    if measure in SCORING:
        return text or None
    if not text.strip():
        return None
    if measure.name == "performance_owner":
        return (code("owner", text, language) if text == text.strip() else None) or text
    return text.strip() if measure.name == "returned_by" else text


def _cell(stored: Stored | None) -> Cell:
    """Return an input as the plan keeps it: a number, None for blank, or whatever else stands there as text."""
    if stored is None or stored.value is None or stored.value == "":
        return None
    if isinstance(stored.value, bool):
        return str(stored.value).upper()
    return stored.value
