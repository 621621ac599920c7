"""From the charts on a sheet to the cells that each draws."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from slasheet.spreadsheet.book import Area, parse_area
from slasheet.spreadsheet.xlsx.parts import relations
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup
from slasheet.texts.findings import FileError

_SPACES = ("http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart")


def read_charts(archive: Archive, sheet: str) -> tuple[tuple[Area, ...], ...]:
    """Return the areas that each chart of a sheet draws, by the part of the sheet; one that can't be read has none."""
    found = []
    for drawing in _related(archive, sheet, "drawing"):
        for chart in _related(archive, drawing, "chart"):
            # No chart is worth a workbook: what is wrong with one, nothing else rests on.
            with suppress(FileError):
                found.append(_areas(Markup(archive, chart, ("cat", "val", "f"), _SPACES)))
    return tuple(found)


def _related(archive: Archive, part: str, kind: str) -> Iterator[str]:
    """Yield the parts of a kind that a part refers to, where they are there."""
    with suppress(FileError):
        yield from (r.part for r in relations(archive, part).values() if r.kind == kind and r.part in archive)


def _areas(markup: Markup) -> tuple[Area, ...]:
    """Return what the series of a chart are drawn over, and their values."""
    found: list[Area] = []
    inside = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = inside or name in ("cat", "val")
        markup.pieces.clear()

    def end(name: str) -> None:
        nonlocal inside
        if name == "f" and inside and (area := parse_area(markup.text().strip())):
            found.append(area)
        inside = inside and name not in ("cat", "val")
        markup.pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return tuple(found)
