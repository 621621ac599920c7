"""Every formula cell of a workbook with what it should hold, row by row: results, printed labels, months, numbers shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from slasheet.checker.rules.rule import Results
from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Block, Printed
from slasheet.layout.moves import Place
from slasheet.plan.amounts import label_text
from slasheet.plan.measure import NOTHING, Measure
from slasheet.plan.words import all_shown, shown
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.book import ErrorValue
from slasheet.texts.months import month_serial

Value = float | str | None
_NOTHING = ErrorValue(NOTHING)
_MONTHS = ("month", "horizon")


@dataclass(frozen=True, slots=True)
class Expected:
    """A formula cell: where it was written (sheet key, row, column) and what it should hold.

    `role` is result, label, month or mirror; `measure` and `index` say what it shows; `sources` are the
    cells that a label, month or mirror repeats; `scale` is the size that float noise is measured by.
    """

    place: Place
    formula: str
    value: Value
    role: str
    measure: str
    index: int
    scale: float = 1.0
    sources: tuple[Place, ...] = ()


class ExpectedRow(NamedTuple):
    """Formula cells side by side: where the first was written, what all of them should hold, and what gives one by its number."""

    sheet: str
    row: int
    col: int
    formulas: list[str]
    values: Sequence[Value]
    #: The measure whose results they show; empty for labels, months and numbers shown again.
    measure: str
    cell: Callable[[ExpectedRow, int], Expected]


def expected_cells(reading: Reading, results: Results, formulas: Formulas) -> Iterator[Expected]:
    """Yield every cell that holds a formula of ours."""
    for row in expected_rows(reading, results, formulas):
        for along in range(len(row.formulas)):
            yield row.cell(row, along)


def expected_rows(reading: Reading, results: Results, formulas: Formulas) -> Iterator[ExpectedRow]:
    """Yield the cells that hold formulas of ours, those side by side together."""
    yield from _results(reading, results, formulas)
    yield from _labels(reading, formulas)
    layout, months = reading.layout, reading.plan.axis("horizon")
    for index in range(1, len(months)):
        before = (layout.cell("horizon", index - 1),)
        serial = float(month_serial(months[index]))
        yield _alone(
            Expected(
                layout.cell("horizon", index), formulas.month(index), serial, "month", "horizon", index, 1.0, before
            )
        )
    language = reading.plan.language
    for mirror in layout.mirrors:
        value = shown(results[mirror.measure][0], layout.measures[mirror.measure].unit, language)
        place, source = (mirror.sheet, mirror.row, mirror.col), (layout.cell(mirror.measure, 0),)
        yield _alone(Expected(place, formulas.mirror(mirror), value, "mirror", mirror.measure, 0, 1.0, source))


def _alone(cell: Expected) -> ExpectedRow:
    return ExpectedRow(*cell.place, [cell.formula], [cell.value], "", lambda _row, _along: cell)


def _results(reading: Reading, results: Results, formulas: Formulas) -> Iterator[ExpectedRow]:
    layout = reading.layout
    for block in layout.blocks.values():
        name, cols = block.measure, block.cols
        measure = layout.measures[name]
        if measure.kind != "derived":
            continue
        values = all_shown(results[name], measure.unit, reading.plan.language)
        if measure.unit == "chart":
            values = [_NOTHING if value is None else value for value in values]

        def cell(row: ExpectedRow, along: int, block: Block = block, measure: Measure = measure) -> Expected:
            index = (row.row - block.row) * block.cols + along
            place = (row.sheet, row.row, row.col + along)
            scale = scale_of(measure, index, results)
            return Expected(place, row.formulas[along], row.values[along], "result", measure.name, index, scale)

        for down, texts in enumerate(formulas.rows_of(name)):
            here = values[down * cols : (down + 1) * cols]
            yield ExpectedRow(block.sheet, block.row + down, block.col, texts, here, name, cell)


def _labels(reading: Reading, formulas: Formulas) -> Iterator[ExpectedRow]:
    """Yield the printed labels; each must repeat the text that stands in its source now."""
    known: dict[tuple[str, Printed], tuple[str, Value]] = {}

    def shows(sheet: str, label: Printed) -> tuple[str, Value]:
        if (sheet, label) not in known:
            value: Value = (
                float(month_serial(label.text))
                if label.axis in _MONTHS
                else " > ".join(label_text(reading.at(reading.layout.cell(*source))) for source in label.sources)
            )
            known[sheet, label] = formulas.label(sheet, label.sources), value
        return known[sheet, label]

    for sheet, row, col, labels in reading.layout.label_rows():
        for first, run in _with_sources(labels):
            shown_there = [shows(sheet, label) for label in run]

            def cell(at: ExpectedRow, along: int, run: Sequence[Printed] = run) -> Expected:
                label = run[along]
                sources = tuple(reading.layout.cell(*source) for source in label.sources)
                role, (measure, index) = "month" if label.axis in _MONTHS else "label", label.sources[0]
                place = (at.sheet, at.row, at.col + along)
                return Expected(place, at.formulas[along], at.values[along], role, measure, index, 1.0, sources)

            texts, values = [text for text, _ in shown_there], [value for _, value in shown_there]
            yield ExpectedRow(sheet, row, col + first, texts, values, "", cell)


def _with_sources(labels: Sequence[Printed]) -> Iterator[tuple[int, Sequence[Printed]]]:
    """Yield the labels that are formulas, those side by side together, with the place of the first."""
    if all(label.sources for label in labels):
        yield 0, labels
    else:
        yield from ((place, (label,)) for place, label in enumerate(labels) if label.sources)


def scale_of(measure: Measure, index: int, results: Results) -> float:
    """Return the size that the noise in a cell is measured by: 1, or the size of what a difference was taken from."""
    size = results[measure.scale][index] if measure.scale else None
    return max(1.0, abs(size)) if isinstance(size, int | float) else 1.0
