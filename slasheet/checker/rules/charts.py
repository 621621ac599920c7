"""Charts held against the cells that they were written over: from a reading to findings."""

from __future__ import annotations

from collections.abc import Iterator

from slasheet.checker.rules.rule import Results
from slasheet.layout.charts import charts_of
from slasheet.layout.layout import ChartSpot
from slasheet.layout.moves import Place
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import anchored, quoted
from slasheet.spreadsheet.book import Area
from slasheet.texts.findings import Finding, finding


def charts_moved(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Charts that draw other cells than those they were written over, wherever these stand now.

    A chart that is gone, or one that people drew, is no matter: on each sheet those that draw what none of ours does
    stand for ours that nothing draws, in their order, where they have as many series.
    """
    layout = reading.layout
    for key in dict.fromkeys(spot.sheet for spot in layout.charts):
        drawn = [*reading.file.charts.get(layout.titles[key], ())]
        missing: list[tuple[ChartSpot, tuple[Area, ...]]] = []
        for spot in (each for each in layout.charts if each.sheet == key):
            for areas in _written(reading, spot):
                if areas in drawn:
                    drawn.remove(areas)
                else:
                    missing.append((spot, areas))
        for spot, areas in missing:
            other = next((found for found in drawn if len(found) == len(areas)), None)
            if other is not None:
                drawn.remove(other)
                wanted, found = next(pair for pair in zip(areas, other, strict=True) if pair[0] != pair[1])
                sheet, cell = layout.shown((spot.sheet, spot.row, 0))
                yield finding("chart-moved", sheet=sheet, cell=cell, found=_text(found), expected=_text(wanted))


def _written(reading: Reading, spot: ChartSpot) -> Iterator[tuple[Area, ...]]:
    """Yield what each chart in a room draws, where it stands now; nothing of one that has lost cells."""
    for chart in charts_of(reading.layout, spot):
        pairs = [pair for series in chart for pair in (series.categories, series.values)]
        areas = [_now(reading, *pair) for pair in pairs]
        if None not in areas:
            yield tuple(area for area in areas if area)


def _now(reading: Reading, first: Place, last: Place) -> Area | None:
    """Return where an area stands now, None when nothing is left of it."""
    corners = reading.layout.moves.corners(first, last)
    return corners and Area(reading.layout.titles[corners[0][0]], *corners[0][1:], *corners[1][1:])


def _text(area: Area) -> str:
    return f"{quoted(area.sheet)}!{anchored(*area[1:])}"
