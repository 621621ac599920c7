"""From a workbook to what people put into it that is no part of the plan: sheets, cells beside the tables, notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slasheet.layout.moves import Place
from slasheet.layout.sheets import layout
from slasheet.plan.amounts import label_text
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import Plan
from slasheet.reader.reading import Reading
from slasheet.report.annotate import typed_above
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.files import passing_folder
from slasheet.spreadsheet.load import load_book
from slasheet.texts.findings import Finding
from slasheet.writer.workbook import write


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell or a note of somebody's own: the sheet's title, row and column as they are now, and the text in it."""

    title: str
    row: int
    col: int
    text: str

    @property
    def place(self) -> str:
        """Where it stands, as people say it."""
        return f"{self.title}!{a1(self.row, self.col)}"


@dataclass(frozen=True, slots=True)
class Own:
    """What is somebody's own in a workbook: sheets by their titles, cells beside the tables, notes on cells of ours."""

    sheets: tuple[str, ...] = ()
    beside: tuple[OwnCell, ...] = ()
    notes: tuple[OwnCell, ...] = ()


def own(reading: Reading, doubts: tuple[Finding, ...] = ()) -> Own:
    """Return what is somebody's own in a workbook as read; what `doubts` tell anyway is not named again."""
    sheets = tuple(title for title in reading.file.sheets if title not in reading.layout.titles.values())
    return Own(sheets, tuple(_beside(reading, doubts)), tuple(_notes(reading)))


def _beside(reading: Reading, doubts: tuple[Finding, ...]) -> Iterator[OwnCell]:
    """Yield what stands where the workbook, as it was written, has nothing."""
    there = reading.layout
    known = printed(reading.written, merged=False)
    log = there.blocks[LEAD_LOG.name]
    taken_in = {row for row, _cells in reading.outside}
    lines = {_line(found) for found in doubts if found.sheet and found.cell}
    for title, key in there.keys.items():
        if key == "plan":
            continue
        for (row, col), stored in reading.file.sheets.get(title, {}).items():
            if stored.formula is None and stored.value in (None, ""):
                continue
            home = there.moves.written((key, row, col))
            if home is not None:
                if home in known or there.at(*home) is not None:
                    continue
                if key == log.sheet and home[1] in taken_in and 0 <= home[2] - log.col < max(log.cols, len(LOG_FIELDS)):
                    continue
            if {(title, f"row {row}"), (title, a1(row, col))}.isdisjoint(lines):
                text = label_text(stored.value) if stored.formula is None else f"={stored.formula}"
                yield OwnCell(title, row, col, text)


def _line(found: Finding) -> tuple[str, str]:
    """Return which row, or which cell alone, a finding tells of."""
    digits = "".join(sign for sign in found.cell or "" if sign.isdecimal())
    whole_row = found.name == "label-outside" and digits
    return found.sheet or "", f"row {int(digits) - 1}" if whole_row else found.cell or ""


def printed(plan: Plan, *, merged: bool) -> frozenset[Place]:
    """Return every cell in which the workbook of a plan has something as it was written; on demand also those `merged` with one."""
    with passing_folder() as folder:
        path = Path(folder, "written.xlsx")
        write(plan, path)
        book = load_book(path)
    keys = dict(zip(book.sheets, layout(plan).titles, strict=True))
    cells = {(keys[title], row, col) for title, cells in book.sheets.items() for row, col in cells}
    for title, areas in book.merged.items() if merged else ():
        for area in areas:
            rows, cols = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
            cells |= {(keys[title], row, col) for row in rows for col in cols}
    return frozenset(cells)


def _notes(reading: Reading) -> Iterator[OwnCell]:
    """Yield the notes on cells of our sheets, without what an annotated copy says in them."""
    for title, notes in reading.file.notes.items():
        if title not in reading.layout.keys:
            continue
        for (row, col), text in sorted(notes.items()):
            if typed := typed_above(text):
                yield OwnCell(title, row, col, typed)
