"""What `check` found in one workbook, as programs take it: findings, values, frames and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slasheet._version import __version__
from slasheet.plan.amounts import as_day
from slasheet.plan.measures.table import measures as measures_of
from slasheet.report.markdown import markdown as as_markdown
from slasheet.report.text import text as as_text
from slasheet.texts.catalogue import Severity
from slasheet.texts.findings import Finding
from slasheet.texts.languages import speaking

if TYPE_CHECKING:
    import pandas as pd

    from slasheet.plan.plan import Cell, Plan


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found: findings, and every measure with the recomputed numbers.

    `plan` is None for a workbook that is not ours. `results` holds the derived measures, flat, in axis order.
    """

    file: str
    plan: Plan | None
    findings: tuple[Finding, ...]
    calculated: bool
    results: Mapping[str, Sequence[float | str | None]]
    #: The language of the report and its findings.
    language: str = "en"

    @property
    def ok(self) -> bool:
        """Whether nothing of severity error was found."""
        return not self.counts["error"]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {severity.value: sum(f.severity is severity for f in self.findings) for severity in Severity}

    def axis(self, name: str) -> tuple[str, ...]:
        """Return the labels of an axis: the days are those of the month shown, the entries those logged."""
        if self.plan is None:
            raise KeyError(name)
        if name == "day":
            return tuple(day for cell in self.results["day_date"] if (day := as_day(cell, "date")))
        if name == "entry":
            return tuple(str(row + 1) for row in range(len(self.plan.log)))
        return self.plan.axis(name)

    def values(self, measure: str) -> Sequence[float | str | None]:
        """Return the cells of a measure, flat, in the order of its axes; an input that holds no number counts as blank.

        Days and months are texts (`2027-02-14`, `2027-02`), statuses codes.
        """
        if self.plan is None:
            raise KeyError(measure)
        about = measures_of(self.plan)[measure]
        if about.kind == "log":
            return [cell for row in self.plan.log for cell in (_plain_day(row[0]), *row[1:])]
        if measure in self.results:
            cells = self.results[measure]
        elif about.units is not None:
            places = zip(self.plan.coordinates(about.axes), self.plan.inputs[measure], strict=True)
            return [_plain_cell(cell, about.unit_at(at)) for at, cell in places]
        elif about.numeric:
            cells = [None if isinstance(cell, str) else cell for cell in self.plan.inputs[measure]]
        else:
            cells = self.plan.inputs[measure]
        if about.axes[-1:] == ("day",):
            whole, real = len(self.plan.axis("day")), len(self.axis("day"))
            cells = [cell for start in range(0, len(cells), whole) for cell in cells[start : start + real]]
        return [as_day(cell, about.unit) for cell in cells] if about.unit in ("date", "month") else cells

    def names(self) -> tuple[str, ...]:
        """Return the names of all input and derived measures."""
        if self.plan is None:
            return ()
        return tuple(name for name, measure in measures_of(self.plan).items() if measure.kind != "label")

    def frame(self, measure: str) -> pd.DataFrame:
        """Return a measure as a pandas frame: the last axis across, the others down, all labelled.

        A measure over one axis has that axis down and one column with its name; a scalar is one cell.
        Raises KeyError for a name that is no measure of this plan.
        """
        import pandas as pd

        if self.plan is None or measure not in self.names():
            message = f"{measure!r} is not a measure of this workbook; choose from: {', '.join(self.names())}"
            raise KeyError(message)
        axes = measures_of(self.plan)[measure].axes
        values = list(self.values(measure))
        labels = [self.axis(axis) for axis in axes]
        if len(axes) <= 1:
            index = pd.Index(labels[0], name=axes[0]) if axes else pd.RangeIndex(1)
            return pd.DataFrame({measure: values}, index=index)
        wide = len(labels[-1])
        rows = [values[start : start + wide] for start in range(0, len(values), wide)]
        down = (
            pd.MultiIndex.from_product(labels[:-1], names=axes[:-1])
            if len(axes) > 2
            else pd.Index(labels[0], name=axes[0])
        )
        return pd.DataFrame(rows, index=down, columns=pd.Index(labels[-1], name=axes[-1]))

    def to_json(self, *, measures: bool = True) -> dict[str, Any]:
        """Return the report as plain data, in the form that other programs rely on; without `measures`, none of the numbers."""
        table = measures_of(self.plan) if self.plan else {}
        return {
            "version": __version__,
            "file": self.file,
            "ok": self.ok,
            "calculated": self.calculated,
            "fingerprint": self.plan.fingerprint() if self.plan else None,
            "counts": self.counts,
            "findings": [found.to_json() for found in self.findings],
            "measures": {
                name: {
                    "axes": {axis: list(self.axis(axis)) for axis in table[name].axes},
                    "unit": table[name].unit,
                    "values": _nested(list(self.values(name)), [len(self.axis(axis)) for axis in table[name].axes]),
                }
                for name in (self.names() if measures else ())
            },
        }

    def text(self) -> str:
        """Return the report for people: the verdict, the findings by sheet, the numbers that matter."""
        with speaking(self.language):
            return as_text(self)

    def markdown(self) -> str:
        """Return the report in Markdown."""
        with speaking(self.language):
            return as_markdown(self)


def _plain_cell(cell: Cell, unit: str) -> Cell:
    """Return a cell of a table of texts; what is neither the number nor the date that belongs there counts as blank."""
    if unit in ("text", "choice"):
        return cell
    if isinstance(cell, str):
        return None
    return as_day(cell, unit) if unit == "date" else cell


def _plain_day(cell: object) -> str | None:
    """Return the day of a row of the log as text, whatever stands there."""
    return as_day(cell, "date") or (None if cell is None else str(cell))


def _nested(values: list[Any], sizes: list[int]) -> Any:
    if not sizes:
        return values[0]
    if len(sizes) == 1 or not sizes[0]:
        return values
    step = len(values) // sizes[0]
    return [_nested(values[i * step : (i + 1) * step], sizes[1:]) for i in range(sizes[0])]
