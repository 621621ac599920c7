"""From rows of the lead log to the log that holds them: new ones in place of old ones, and what of the old ones stays."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from slasheet.crm.log_rows import DayRow
from slasheet.texts.labels import label_key


def merged(log: Sequence[Sequence[Any]], rows: Sequence[DayRow]) -> tuple[tuple[tuple[Any, ...], ...], dict[str, int]]:
    """Put rows into a log, day by day, and count those `added`, `changed`, `unchanged` and `kept` from before.

    `fewer` counts the rows that have fewer leads than before, `lost` how many leads those are; `stale` the rows kept
    between the first and the last day of the new ones, with their `stale leads`: what an export left out or moved.
    A row replaces those of the log with the same day, region and channel, whatever their clock time and capitals; what
    it does not tell (None) stays as it was. Rows come back in the order of their days, those without a date last, and
    the same rows put in twice change nothing.
    """
    fresh = {_row_key(row): row for row in rows}
    before: dict[Any, list[Sequence[Any]]] = {}
    for old in log:
        before.setdefault(_row_key(old), []).append(old)
    counts = Counter(dict.fromkeys(("added", "changed", "unchanged", "kept"), 0))
    first, last = (pick((row[0] for row in rows), default=0.0) for pick in (min, max))
    result: list[tuple[Any, ...]] = []
    for key in dict.fromkeys([*before, *fresh]):
        olds = before.get(key, [])
        if key not in fresh:
            result += [tuple(old) for old in olds]
            counts["kept"] += len(olds)
            if first <= key[0] <= last:
                counts["stale"] += len(olds)
                counts["stale leads"] += int(_leads_of(olds))
            continue
        new = _updated(fresh[key], olds)
        result.append(new)
        same = len(olds) == 1 and tuple(olds[0][3:]) == new[3:]
        counts["added" if not olds else "unchanged" if same else "changed"] += 1
        if (gone := _leads_of(olds) - new[3]) > 0:
            counts["fewer"] += 1
            counts["lost"] += int(gone)
    return tuple(sorted(result, key=_day)), dict(counts)


def _updated(row: DayRow, olds: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """Return the row with what it does not tell taken from the rows that it replaces."""
    held = [[old[at] for old in olds if old[at] is not None] for at in range(len(row))]
    if not row[3] and _leads_of(olds):
        # The exports know of customers won on that day, but of no lead: they say nothing about the leads of others.
        row = (*row[:3], _leads_of(olds), None, None, *row[6:])
    filled = [_sum(held[at]) if value is None and held[at] else value for at, value in enumerate(row)]
    # What was served of more leads than there are now was served of others.
    served = [None if isinstance(value, (int, float)) and value > row[3] else value for value in filled[4:6]]
    return (*filled[:4], *served, *filled[6:])


def _sum(cells: Sequence[Any]) -> Any:
    """Return the sum of the numbers; of texts alone, the first, which `check` tells of."""
    numbers = [cell for cell in cells if isinstance(cell, (int, float))]
    return sum(numbers) if numbers else cells[0]


def _leads_of(rows: Sequence[Sequence[Any]]) -> float:
    return sum(row[3] for row in rows if isinstance(row[3], (int, float)))


def _row_key(row: Sequence[Any]) -> tuple[float, str, str]:
    return _day(row), label_key(str(row[1] or "").strip()), label_key(str(row[2] or "").strip())


def _day(row: Sequence[Any]) -> float:
    return math.floor(row[0]) if isinstance(row[0], (int, float)) else math.inf
