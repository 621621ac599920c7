"""Lead scoring held against itself: from a reading to findings, one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from slasheet.addresses import a1
from slasheet.blocks import Block
from slasheet.book import ErrorValue
from slasheet.diagnostics import Finding, finding
from slasheet.languages import _
from slasheet.plan import Cell
from slasheet.reader import Reading
from slasheet.scoring import CRITERIA, LEVELS, SCORE_THRESHOLD, SCORING
from slasheet.textcheck import about_formula
from slasheet.vocabulary import AMOUNT, Measure
from slasheet.wording import word
from slasheet.words import amount, where

Results = Mapping[str, Sequence[float | str | None]]


def _facts(reading: Reading, measure: Measure, index: int) -> dict[str, Any]:
    sheet, cell = reading.layout.address(measure.name, index)
    at = reading.plan.at(measure.axes, index)
    return {
        "sheet": sheet,
        "cell": cell,
        "measure": measure.name,
        "at": at,
        "title": _(measure.title),
        "where": where(at),
    }


def halves_of_criteria(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Criteria without points, and points without a criterion."""
    for columns in CRITERIA.values():
        criterion, points = columns["criterion"], columns["points"]
        cells = zip(reading.plan.inputs[criterion.name], reading.plan.inputs[points.name], strict=True)
        for index, (text, worth) in enumerate(cells):
            if text is not None and worth is None:
                yield finding("criterion-without-points", found=text, **_facts(reading, points, index))
            elif text is None and worth is not None:
                shown = amount(worth, points.unit)
                facts = _facts(reading, criterion, index)
                yield finding("points-without-criterion", found=worth, found_text=shown, **facts)


def thresholds(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Thresholds that are missing while there are criteria, and a high one below the one for qualified."""
    cells, wide = reading.plan.inputs[SCORE_THRESHOLD.name], len(LEVELS)
    for place, axis in enumerate(reading.plan.axis("score")):
        first = place * wide
        if any(text is not None for text in reading.plan.inputs[CRITERIA[axis]["criterion"].name]):
            for index in range(first, first + wide):
                if cells[index] is None:
                    yield finding("threshold-missing", **_facts(reading, SCORE_THRESHOLD, index))
        low, high = cells[first : first + wide]
        if _usable(low) and _usable(high) and high < low:
            facts = _facts(reading, SCORE_THRESHOLD, first + wide - 1) | {"where": word("score", axis, {})}
            facts |= {"found_text": amount(high, "points"), "expected_text": amount(low, "points")}
            yield finding("threshold-order", found=high, expected=low, **facts)


def threshold_out_of_reach(reading: Reading, _results: Results) -> Iterator[Finding]:
    """A fit that no lead can have; interest has no end, since what a lead does counts every time."""
    low = reading.plan.inputs[SCORE_THRESHOLD.name][0]
    points = [cell for cell in reading.plan.inputs["fit_points"] if isinstance(cell, int | float) and cell > 0]
    if _usable(low) and low > sum(points):
        facts = {"found_text": amount(sum(points), "points"), "expected_text": amount(low, "points")}
        yield finding("threshold-out-of-reach", found=sum(points), expected=low, **_facts(reading, SCORE_THRESHOLD, 0) | facts)  # fmt: skip


def texts_that_are_none(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Error values where a criterion or what happens should stand, and texts that are formulas."""
    for measure in SCORING:
        if measure.numeric:
            continue
        for index, cell in enumerate(reading.plan.inputs[measure.name]):
            stored = reading.stored(measure.name, index)
            if isinstance(cell, ErrorValue):
                yield finding("error-in-input", found=str(cell), allowed=_("a text"), **_facts(reading, measure, index))
            elif stored.formula is not None and cell is not None:
                shown = amount(cell, measure.unit)
                yield finding(about_formula(stored.formula), found="=" + stored.formula, shown=shown, **_facts(reading, measure, index))  # fmt: skip


def _usable(cell: Cell) -> TypeGuard[float]:
    return isinstance(cell, int | float) and AMOUNT.admits(cell)


def rows_outside(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Criteria that stand in rows above the first or below the last of a table."""
    for axis, columns in CRITERIA.items():
        typed = [reading.layout.blocks[measure.name] for measure in columns.values()]
        score = reading.layout.blocks[f"{axis}_score"]
        title, end = reading.layout.titles[score.sheet], score.row + score.rows
        for row in (*_above(reading, score), *_below(reading, score)):
            if any(reading.book.cell(title, row, block.col).value not in (None, "") for block in typed):
                facts: dict[str, Any] = {"row": row + 1, "first": score.row + 1, "last": end}
                facts |= {"measure": typed[0].measure, "title": _(columns["criterion"].title)}
                yield finding("criterion-outside", sheet=title, cell=a1(row, typed[0].col), **facts)


def _above(reading: Reading, score: Block) -> range:
    """Return the rows between a table and its header, which has a title above the scores."""
    title, header = reading.layout.titles[score.sheet], score.row - 1
    while header >= 0 and not isinstance(reading.book.cell(title, header, score.col).value, str):
        header -= 1
    return range(header + 1, score.row) if header >= 0 else range(0)


def _below(reading: Reading, score: Block) -> range:
    """Return the rows between a table and the heading of what follows."""
    end = score.row + score.rows
    headers = (block.header for block in reading.layout.blocks.values() if block.sheet == score.sheet)
    return range(end, min((header - 1 for header in headers if header is not None and header > end), default=end))


SCORING_VALIDATIONS: tuple[Callable[[Reading, Results], Iterator[Finding]], ...] = (
    halves_of_criteria,
    thresholds,
    threshold_out_of_reach,
    texts_that_are_none,
    rows_outside,
)
