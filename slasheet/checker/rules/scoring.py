"""Lead scoring held against itself: from a reading to findings, one function a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.rule import Results
from slasheet.layout.layout import Block
from slasheet.plan.amounts import amount
from slasheet.plan.axis_labels import LEVELS
from slasheet.plan.measure import AMOUNT
from slasheet.plan.measures.scoring import CRITERIA, SCORE_THRESHOLD, SCORING
from slasheet.plan.plan import Cell
from slasheet.plan.words import word
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import ErrorValue
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _


def halves_of_criteria(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Criteria without points, and points without a criterion."""
    for columns in CRITERIA.values():
        criterion, points = columns["criterion"], columns["points"]
        cells = zip(reading.plan.inputs[criterion.name], reading.plan.inputs[points.name], strict=True)
        for index, (text, worth) in enumerate(cells):
            if text is not None and worth is None:
                yield finding("criterion-without-points", found=text, **facts_about(reading, points, index))
            elif text is None and worth is not None:
                shown = amount(worth, points.unit)
                facts = facts_about(reading, criterion, index)
                yield finding("points-without-criterion", found=worth, found_text=shown, **facts)


def thresholds(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Thresholds that are missing while there are criteria, and a high one below the one for qualified."""
    cells, wide = reading.plan.inputs[SCORE_THRESHOLD.name], len(LEVELS)
    for place, axis in enumerate(reading.plan.axis("score")):
        first = place * wide
        if any(text is not None for text in reading.plan.inputs[CRITERIA[axis]["criterion"].name]):
            for index in range(first, first + wide):
                if cells[index] is None:
                    yield finding("threshold-missing", **facts_about(reading, SCORE_THRESHOLD, index))
        low, high = cells[first : first + wide]
        if _usable(low) and _usable(high) and high < low:
            facts = facts_about(reading, SCORE_THRESHOLD, first + wide - 1) | {"where": word("score", axis, {})}
            facts |= {"found_text": amount(high, "points"), "expected_text": amount(low, "points")}
            yield finding("threshold-order", found=high, expected=low, **facts)


def threshold_out_of_reach(reading: Reading, _results: Results) -> Iterator[Finding]:
    """A fit that no lead can have; interest has no end, since what a lead does counts every time."""
    low = reading.plan.inputs[SCORE_THRESHOLD.name][0]
    points = [cell for cell in reading.plan.inputs["fit_points"] if isinstance(cell, int | float) and cell > 0]
    if _usable(low) and low > sum(points):
        facts = {"found_text": amount(sum(points), "points"), "expected_text": amount(low, "points")}
        yield finding("threshold-out-of-reach", found=sum(points), expected=low, **facts_about(reading, SCORE_THRESHOLD, 0) | facts)  # fmt: skip


def texts_that_are_none(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Error values where a criterion or what happens should stand."""
    for measure in SCORING:
        if measure.numeric:
            continue
        for index, cell in enumerate(reading.plan.inputs[measure.name]):
            if isinstance(cell, ErrorValue):
                yield finding("error-in-input", found=str(cell), **facts_about(reading, measure, index))


def _usable(cell: Cell) -> TypeGuard[float]:
    return isinstance(cell, int | float) and AMOUNT.admits(cell)


def rows_outside(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Criteria that stand in rows above the first or below the last of a table."""
    layout = reading.layout
    for axis, columns in CRITERIA.items():
        typed = [layout.blocks[measure.name] for measure in columns.values()]
        score = layout.blocks[f"{axis}_score"]
        title = layout.titles[score.sheet]
        first, last = (layout.row_now(score.sheet, row) for row in (score.row, score.row + score.rows - 1))
        places = [layout.moves.now((block.sheet, block.row, block.col)) for block in typed]
        cols = [place[2] for place in places if place is not None]
        for row in (*_above(reading, score), *_below(reading, score)):
            if any(reading.file.cell(title, row, col).value not in (None, "") for col in cols):
                facts: dict[str, Any] = {"row": row + 1, "first": first, "last": last}
                facts |= {"measure": typed[0].measure, "title": _(columns["criterion"].title)}
                yield finding("criterion-outside", sheet=title, cell=a1(row, cols[0]), **facts)


def _above(reading: Reading, score: Block) -> range:
    """Return the rows that stand now between a table and its header."""
    layout = reading.layout
    return range(layout.row_now(score.sheet, score.row - 1), layout.row_now(score.sheet, score.row) - 1)


def _below(reading: Reading, score: Block) -> range:
    """Return the rows that stand now between a table and the heading of what follows."""
    layout, end = reading.layout, score.row + score.rows
    headers = (block.header for block in layout.blocks.values() if block.sheet == score.sheet)
    heading = min((header - 1 for header in headers if header is not None and header > end), default=end)
    return range(layout.row_now(score.sheet, end - 1), layout.row_now(score.sheet, heading) - 1)
