"""Every formula cell of a workbook with what it should hold: results, printed labels, months, numbers shown again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slasheet.book import ErrorValue
from slasheet.formulas import Formulas
from slasheet.layout import MIRRORS
from slasheet.months import month_serial
from slasheet.moves import Place
from slasheet.reader import Reading
from slasheet.vocabulary import NOTHING, Measure
from slasheet.wording import shown
from slasheet.words import label_text

Value = float | str | None
_NOTHING = ErrorValue(NOTHING)
Results = Mapping[str, Sequence[Value]]


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


def expected_cells(reading: Reading, results: Results, formulas: Formulas) -> Iterator[Expected]:
    """Yield every cell that holds a formula of ours."""
    yield from _results(reading, results, formulas)
    yield from _labels(reading, formulas)
    there, months = reading.layout, reading.plan.axis("horizon")
    for index in range(1, len(months)):
        before = (there.cell("horizon", index - 1),)
        serial = float(month_serial(months[index]))
        yield Expected(
            there.cell("horizon", index), formulas.month(index), serial, "month", "horizon", index, 1.0, before
        )
    language = reading.plan.language
    for mirror in MIRRORS:
        value = shown(results[mirror.measure][0], there.measures[mirror.measure].unit, language)
        place, source = (mirror.sheet, mirror.row, mirror.col), (there.cell(mirror.measure, 0),)
        yield Expected(place, formulas.mirror(mirror), value, "mirror", mirror.measure, 0, 1.0, source)


def _results(reading: Reading, results: Results, formulas: Formulas) -> Iterator[Expected]:
    there = reading.layout
    for block in there.blocks.values():
        measure = there.measures[block.measure]
        if measure.kind != "derived":
            continue
        values, language = results[block.measure], reading.plan.language
        for index, formula in enumerate(formulas.column_of(block.measure)):
            place = (block.sheet, *block.cell(index))
            scale = scale_of(measure, index, results) if measure.scale else 1.0
            nothing = values[index] is None and measure.unit == "chart"
            value = _NOTHING if nothing else shown(values[index], measure.unit, language)
            yield Expected(place, formula, value, "result", block.measure, index, scale)


def _labels(reading: Reading, formulas: Formulas) -> Iterator[Expected]:
    """Yield the printed labels; each must repeat the text that stands in its source now."""
    there = reading.layout
    for label in there.labels():
        if not label.sources:
            continue
        sources = tuple(there.cell(*source) for source in label.sources)
        is_month = label.axis in ("month", "horizon")
        texts = (label_text(reading.at(source)) for source in sources)
        value: Value = float(month_serial(label.text)) if is_month else " > ".join(texts)
        role = "month" if is_month else "label"
        place, (measure, index) = (label.sheet, label.row, label.col), label.sources[0]
        yield Expected(place, formulas.label(label), value, role, measure, index, 1.0, sources)


def scale_of(measure: Measure, index: int, results: Results) -> float:
    """Return the size that the noise in a cell is measured by: 1, or the size of what a difference was taken from."""
    size = results[measure.scale][index] if measure.scale else None
    return max(1.0, abs(size)) if isinstance(size, int | float) else 1.0
