"""What a rule is: a function from a reading and its results to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from slasheet.reader.reading import Reading
from slasheet.texts.findings import Finding

#: The recomputed values of every derived measure, flat, in the order of its axes.
Results = Mapping[str, Sequence[float | str | None]]
Rule = Callable[[Reading, Results], Iterator[Finding]]
