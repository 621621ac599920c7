"""What every rule has in common: what goes in and comes out, and the facts that a finding about a cell tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from slasheet.plan.amounts import allowed, where
from slasheet.plan.measure import Measure
from slasheet.reader.reading import Reading
from slasheet.texts.findings import Finding
from slasheet.texts.languages import _

#: The recomputed results: measure to cells.
Results = Mapping[str, Sequence[float | str | None]]
#: A rule: from what was read and what follows from it to findings.
Rule = Callable[[Reading, Results], Iterator[Finding]]


def facts_about(reading: Reading, measure: Measure, index: int) -> dict[str, Any]:
    """Return where a cell stands, what it is, for what, and in words what it takes, as `finding` takes them.

    `index` is the place of the cell among those of the measure, from 0, the last axis fastest.
    """
    sheet, cell = reading.layout.address(measure.name, index)
    at = reading.plan.at(measure.axes, index)
    return {
        "sheet": sheet,
        "cell": cell,
        "measure": measure.name,
        "at": at,
        "title": _(measure.title),
        "where": where(at),
        "allowed": allowed(measure, at),
    }
