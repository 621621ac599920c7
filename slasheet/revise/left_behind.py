"""From a workbook to what people put into it that is no part of the plan: sheets, cells beside the tables, notes.

A fresh workbook holds the plan and its log alone, so every command that writes one tells the rest from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slasheet.plan.amounts import amount, label_text
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.reader.reading import Reading
from slasheet.report.annotate import typed_above
from slasheet.revise.take_over import Taken, doubt_lines
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.files import passing_folder
from slasheet.spreadsheet.load import load_book
from slasheet.texts.findings import Finding
from slasheet.texts.languages import _, n_
from slasheet.writer.workbook import write

#: So many of a kind are told one by one, and so much of a text is shown.
_MOST_LINES, _SHOWN = 6, 60


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

    sheets: tuple[str, ...]
    beside: tuple[OwnCell, ...]
    notes: tuple[OwnCell, ...]


def own(reading: Reading, doubts: tuple[Finding, ...] = ()) -> Own:
    """Return what is somebody's own in a workbook as read; what `doubts` tell anyway is not named again."""
    sheets = tuple(title for title in reading.file.sheets if title not in reading.layout.titles.values())
    return Own(sheets, tuple(_beside(reading, doubts)), tuple(_notes(reading)))


def _beside(reading: Reading, doubts: tuple[Finding, ...]) -> Iterator[OwnCell]:
    """Yield what stands where the workbook, as it was written, has nothing."""
    layout, printed = reading.layout, _printed(reading)
    log = layout.blocks[LEAD_LOG.name]
    taken_in = {row for row, _cells in reading.outside}
    lines = {_line(found) for found in doubts if found.sheet and found.cell}
    for title, key in layout.keys.items():
        if key == "plan":
            continue
        for (row, col), stored in reading.file.sheets.get(title, {}).items():
            if stored.formula is None and stored.value in (None, ""):
                continue
            home = layout.moves.written((key, row, col))
            if home is not None:
                if home in printed or layout.at(*home) is not None:
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


def _printed(reading: Reading) -> set[tuple[str, int, int]]:
    """Return every cell in which the workbook has something as it was written: by sheet key, row and column."""
    with passing_folder() as folder:
        path = Path(folder, "written.xlsx")
        write(reading.written, path)
        book = load_book(path)
    keys = dict(zip(book.sheets, reading.layout.titles, strict=True))
    return {(keys[title], row, col) for title, cells in book.sheets.items() for row, col in cells}


def _notes(reading: Reading) -> Iterator[OwnCell]:
    """Yield the notes on cells of our sheets, without what an annotated copy says in them."""
    for title, notes in reading.file.notes.items():
        if title not in reading.layout.keys:
            continue
        for (row, col), text in sorted(notes.items()):
            if typed := typed_above(text):
                yield OwnCell(title, row, col, typed)


def notes_on(taken: Taken, file: Path) -> Iterator[str]:
    """Yield what a fresh workbook leaves behind and what it can't tell any more, a line each, in the language spoken."""
    yield from _left_behind(own(taken.reading, taken.doubts))
    yield from doubt_lines(taken, file)


def _left_behind(found: Own) -> Iterator[str]:
    """Yield a line for each thing that a fresh workbook lacks, and one for all that are too many."""
    for title in found.sheets:
        yield _("note: the sheet “{title}” is not from slasheet and is left out.").format(title=title)
    yield from _several(found.beside, _("note: {place}: {text} stands beside the tables and is left out."))
    yield from _several(found.notes, _("note: {place}: the note {text} is left out."))


def _several(cells: tuple[OwnCell, ...], sentence: str) -> Iterator[str]:
    for cell in cells[:_MOST_LINES]:
        text = " ".join(cell.text.split())
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        yield sentence.format(place=cell.place, text=f"“{shown}”")
    rest = len(cells) - _MOST_LINES
    if rest > 0:
        more = n_("note: and {count} more like it.", "note: and {count} more like it.", rest)
        yield more.format(count=amount(rest, "count"))
