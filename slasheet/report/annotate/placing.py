"""From a report to what goes where in the workbook: the mark of every cell and the text of every note."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from slasheet.report.content import following, severity_word, verdict
from slasheet.report.report import Report
from slasheet.spreadsheet.addresses import place
from slasheet.texts.catalogue import Severity
from slasheet.texts.findings import Finding

#: The first line of every note of ours, in every language: by it they are known again.
HEADING = "slasheet check"
_ROWS, _COLUMNS = 1_048_576, 16_384
#: So many cells of a sheet are named in the note that sums up.
_CELLS_LISTED = 12
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note; what is strong stands out."""

    text: str
    strong: bool = False


@dataclass(slots=True)
class Sheet:
    """What goes on one sheet: by cell the mark, and the lines of the note."""

    marks: dict[Place, str] = field(default_factory=dict)
    notes: dict[Place, tuple[Line, ...]] = field(default_factory=dict)


def placed(
    report: Report, titles: Iterable[str], hidden: Collection[str], talks: Mapping[str, Collection[Place]]
) -> dict[str, Sheet]:
    """Return what goes on each sheet of a workbook that has these titles.

    `talks` are the cells of a sheet that hold a conversation, which a note would break. Findings that nobody would
    meet on a visible sheet are listed in the note that sums up, in the first cell of the first visible sheet.
    """
    sheets = {title: Sheet() for title in titles}
    known = {title.casefold(): title for title in sheets}
    at: dict[str, dict[Place, list[Finding]]] = {title: {} for title in sheets}
    unseen: list[Finding] = []
    for found in report.findings:
        title, spot = known.get((found.sheet or "").casefold()), _place(found.cell)
        if title is not None and spot is not None:
            sheets[title].marks.setdefault(spot, found.severity.value)
            if spot not in talks.get(title, ()):
                at[title].setdefault(spot, []).append(found)
        if title is None or spot is None or title in hidden or spot in talks.get(title, ()):
            unseen.append(found)
    for found in report.findings:
        for cell in found.follows:
            title, _, address = cell.rpartition("!")
            spot = _place(address)
            if spot is not None and (sheet := sheets.get(title)):
                sheet.marks.setdefault(spot, "follows")
    for title, cells in at.items():
        for spot, group in cells.items():
            sheets[title].notes[spot] = (Line(HEADING, strong=True), *_lines(group, ""))
    first = next((title for title in sheets if title not in hidden), None)
    if first is not None and report.findings:
        top = next((0, col) for col in range(_COLUMNS) if (0, col) not in talks.get(first, ()))
        own = sheets[first].notes.get(top, ())[1:]
        sheets[first].notes[top] = (*_summary(report, unseen), *own)
    return sheets


def _place(cell: str | None) -> Place | None:
    """Return row and column of an address, None for what is none."""
    try:
        row, col = place(cell or "")
    except ValueError:
        return None
    return (row, col) if 0 <= row < _ROWS and col < _COLUMNS else None


def _lines(group: Iterable[Finding], where: str) -> Iterator[Line]:
    for found in group:
        yield Line("")
        yield Line(f"{where}{severity_word(found.severity)} {found.code} {found.name}", strong=True)
        yield Line(found.message)
        yield Line(f"→ {found.advice}")
        if found.follows:
            yield Line(following(found))


def _summary(report: Report, unseen: Iterable[Finding]) -> Iterator[Line]:
    """Yield the lines of the note that sums up: the verdict, where to look, and what can't be seen elsewhere."""
    yield Line(HEADING, strong=True)
    yield Line(verdict(report), strong=True)
    cells: dict[str, list[str]] = {}
    for severity in Severity:
        for found in report.findings:
            if found.severity is severity and found.sheet and found.cell:
                cells.setdefault(found.sheet, []).append(found.cell)
    for title, places in cells.items():
        singly = list(dict.fromkeys(places))
        yield Line(f"{title}: {', '.join(singly[:_CELLS_LISTED])}" + (" …" if len(singly) > _CELLS_LISTED else ""))
    for found in unseen:
        spot = "!".join(part for part in (found.sheet, found.cell) if part)
        yield from _lines([found], f"{spot}: " if spot else "")
