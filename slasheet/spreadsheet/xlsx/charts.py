"""From the charts on a sheet to the cells that each draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from xml.sax.saxutils import unescape

from slasheet.spreadsheet.book import Area, parse_area
from slasheet.spreadsheet.xlsx.parts import relations_of
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.texts.findings import FileError

#: An expression takes a tenth of the time of a parser, and a chart that hides something from it is no matter.
_DRAWN = re.compile(r"<(?:\w+:)?(?:cat|val)>\s*<(?:\w+:)?\w+Ref>\s*<(?:\w+:)?f>([^<]*)<")
_QUOTES = {"&quot;": '"', "&apos;": "'"}


def read_charts(archive: Archive, sheet: str) -> tuple[tuple[Area, ...], ...]:
    """Return the areas that each chart of a sheet draws, by the part of the sheet; one that can't be read has none."""
    found = []
    for drawing in _related(archive, sheet, "drawing"):
        for chart in _related(archive, drawing, "chart"):
            # No chart is worth a workbook: what is wrong with one, nothing else rests on.
            with suppress(FileError):
                found.append(_areas(archive.read(chart).decode(errors="replace")))
    return tuple(found)


def _related(archive: Archive, part: str, kind: str) -> Iterator[str]:
    """Yield the parts of a kind that a part refers to, where they are there."""
    with suppress(FileError):
        yield from (r.part for r in relations_of(archive, part).values() if r.kind == kind and r.part in archive)


def _areas(text: str) -> tuple[Area, ...]:
    """Return what the series of a chart are drawn over, and their values, from its XML."""
    found = (parse_area(unescape(drawn, _QUOTES).strip()) for drawn in _DRAWN.findall(text))
    return tuple(area for area in found if area)
