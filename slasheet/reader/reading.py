"""From cells to readings: finds every block by its defined name, confirms it by its labels, keeps positions.

What goes in is a `Book`; what comes out is a `Reading`: the plan as it now stands in the workbook
(inputs as typed, labels as renamed), the layout at its present place, and what was noticed on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slasheet.layout.layout import Layout
from slasheet.layout.moves import Place
from slasheet.layout.sheets import layout
from slasheet.plan.amounts import label_text
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.plan import Cell, Channel, LogRow, Plan
from slasheet.plan.words import END_OF_LOG, WORDS, code, in_all_languages
from slasheet.reader.locate import Located, locate
from slasheet.reader.missing import place_findings
from slasheet.reader.typed_names import TypedNames
from slasheet.reader.typed_text import entry_read, inputs_read
from slasheet.reader.written_plan import WrittenPlan
from slasheet.spreadsheet.book import Book, ErrorValue, Stored
from slasheet.texts.findings import Finding
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

    def number_format(self, place: Place) -> str | None:
        """Return the number format of a cell where it is worth telling, by sheet key, row and column as written."""
        now = self.layout.moves.now(place)
        return None if now is None else self.file.formats.get(self.layout.titles[now[0]], {}).get(now[1:])

    def stored(self, measure: str, index: int) -> Stored:
        """Return what the cell of a measure holds."""
        sheet, row, col = self.layout.cell(measure, index)
        return self.book.cell(self.layout.titles[sheet], row, col)


def read_workbook(book: Book, written: WrittenPlan) -> Reading:
    """Read everything that a workbook of ours holds, in the language spoken; `written` is the plan it was written with."""
    located = locate(book, layout(written.plan), written.sheet)
    names = TypedNames(located.book, located.layout)
    present = _present_settings(names)
    inputs = {name: _input(located, name) for name in written.plan.inputs}
    block = located.layout.blocks[LEAD_LOG.name]
    rows = tuple(_log_rows(located.book, located.layout, present["regions"]))
    inside = [(down, row) for down, row in rows if 0 <= down < block.rows]
    plan = replace(written.plan, **present, inputs=inputs, log=tuple(row for _down, row in inside))
    # What is told of deletions comes first: `deleted` counts from there.
    about_places, deleted = place_findings(located)
    return Reading(
        book=located.book,
        file=book,
        plan=plan,
        written=written.plan,
        # The layout of the plan as renamed prints the names as they are now, at the same places.
        layout=replace(located.layout, plan=plan),
        findings=(*about_places, *written.findings(), *names.findings),
        calculated=_is_calculated(book, written.sheet),
        entries=tuple(down for down, _row in inside),
        outside=tuple((block.row + down, row) for down, row in rows if not 0 <= down < block.rows),
        grown=written.grown,
        deleted=deleted,
    )


def _is_calculated(book: Book, plan_sheet: str | None) -> bool:
    """Return whether any spreadsheet program has calculated the workbook: the pilot cell was stored without a value."""
    pilot = book.names.get("sla_pilot")
    # A name may have been moved off the cell.
    places = [(pilot.sheet, pilot.top, pilot.left)] if pilot else []
    places += [(plan_sheet, 0, 1)] if plan_sheet is not None else []
    if places:
        return any(book.cell(*place).value is not None for place in places)
    # Some program took the sheet away; where it left values, it calculated.
    return any(s.formula and s.value is not None for cells in book.sheets.values() for s in cells.values())


def _log_rows(book: Book, layout: Layout, regions: Sequence[str]) -> Iterator[tuple[int, LogRow]]:
    """Yield the rows of the log that are not empty, with their place in it, and those that stand above or below it.

    Above it are rows put in between the header and the first row; the mark below it is a text alone in its row.
    """
    block, language = layout.blocks[LEAD_LOG.name], layout.plan.language
    rows: dict[int, list[Cell]] = {}
    for (row, col), stored in book.sheets.get(layout.titles[block.sheet], {}).items():
        cell = _cell(stored)
        if 0 <= col - block.col < block.cols and cell is not None:
            rows.setdefault(row - block.row, [None] * block.cols)[col - block.col] = cell
    head, leads = WORDS["field"]["leads"], LOG_FIELDS.index("leads")
    above = (down for down, cells in rows.items() if down < 0 and cells[leads] is not None)
    header = max((down for down in above if _says(rows[down][leads], head, language)), default=-1)
    for down in sorted(down for down in rows if down > header):
        cells = rows[down]
        alone = isinstance(cells[0], str) and not any(cell is not None for cell in cells[1:])
        is_mark = alone and (down >= block.rows or _says(cells[0], END_OF_LOG, language))
        if not is_mark:
            yield down, entry_read(layout.plan, tuple(cells), regions)


def _says(cell: Cell, text: str, language: str) -> bool:
    """Return whether a cell prints a text of the catalogues, in a language or in any other."""
    return cell == translated(text, language) or cell in in_all_languages(text)


def _present_settings(names: TypedNames) -> dict[str, Any]:
    """Return the settings of the plan that people type into the workbook, as they are there now, in the language spoken."""
    written = names.layout.plan
    regions = names.labels("regions", written.regions, written.region_label)
    channels = names.labels("channels", tuple(c.name for c in written.channels), _("Channel"))
    stages = names.labels("stages", written.stages, _("Stage"))
    owners = names.owners(channels)
    start = names.start(written.start)
    names.check_fixed_words()
    return {
        "title": names.text("title").strip() or written.title,
        "start": start,
        "region_label": names.text("region_label").strip() or written.region_label,
        "regions": regions,
        "channels": tuple(Channel(name, owner) for name, owner in zip(channels, owners, strict=True)),
        "stages": stages,
    }


def _input(located: Located, name: str) -> tuple[Cell, ...]:
    """Return the cells of an input as the plan keeps them: texts that stand for numbers as those, codes for their words."""
    layout, plan = located.layout, located.layout.plan
    measure, block = layout.measures[name], layout.blocks[name]
    page = located.book.sheets.get(layout.titles[block.sheet], {})
    cells = tuple(_cell(page.get(block.cell(index))) for index in range(block.rows * block.cols))
    if measure.units is not None:
        places = zip(plan.coordinates(measure.axes), cells, strict=True)
        cells = tuple(_agreed(measure, at, cell, plan.language) for at, cell in places)
    cells = inputs_read(plan, measure, cells)
    if measure.units is None and not measure.numeric:
        cells = tuple(_text(cell, measure, plan.language) for cell in cells)
    return cells


def _agreed(measure: Measure, at: Mapping[str, str], cell: Cell, language: str) -> Cell:
    """Return a cell of a table of the agreement: a number typed for a text is one, a choice is kept by its code."""
    unit = measure.unit_at(at)
    if unit not in ("text", "choice") or cell is None or isinstance(cell, ErrorValue):
        return cell
    text = label_text(cell).replace("\r\n", "\n").replace("\r", "\n")
    axis = measure.choices_at(at)
    return code(axis, text, language) or text if axis else text


def _text(cell: Cell, measure: Measure, language: str) -> Cell:
    """Return a text input as the plan keeps it: an owner by its code, everything else as it is typed.

    Spaces alone are a text where the sheet prints the text again.
    """
    text = label_text(cell)
    if measure in SCORING:
        return text or None
    if not text.strip():
        return None
    if axis := measure.choices_at({}):
        return (code(axis, text, language) if text == text.strip() else None) or text
    return text.strip() if measure.name == "returned_by" else text


def _cell(stored: Stored | None) -> Cell:
    """Return an input as the plan keeps it: a number, None for blank, or whatever else stands there as text."""
    if stored is None or stored.value is None or stored.value == "":
        return None
    if isinstance(stored.value, bool):
        return str(stored.value).upper()
    return stored.value
