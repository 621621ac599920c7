"""A rollup as pandas frames: the tidy data, the sums, the workbooks with their status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slasheet.many.rollup.lines import KINDS
from slasheet.many.rollup.parts import Figures

if TYPE_CHECKING:
    import pandas as pd

    from slasheet.many.rollup.group import Rollup

_LABELS = ("workbook", "region", "channel", "owner", "month", "currency")
_PAIR = ("workbook", "month")


def tidy(rollup: Rollup) -> pd.DataFrame:
    """Return a row for every workbook, region, channel and month; the revenue target in rows without a channel.

    Columns are filled workbook by workbook, labels as categories, so that many workbooks fit.
    """
    import numpy as np
    import pandas as pd

    size = sum(part.size for part in rollup.parts)
    texts: dict[str, list[str | None]] = {name: [] for name in _LABELS}
    numbers = {name: np.full(size, np.nan) for name in ("rate", *Figures._fields)}
    row = 0
    for workbook, name in enumerate(rollup.names):
        for line in rollup.lines(workbook):
            held = (name, line.region, line.channel, line.owner, line.month, line.currency)
            for column, text in zip(texts.values(), held, strict=True):
                column.append(text)
            for filled, value in zip(numbers.values(), (line.rate, *line.figures), strict=True):
                if value is not None:
                    filled[row] = value
            row += 1
    return pd.DataFrame({**{name: pd.Categorical(column) for name, column in texts.items()}, **numbers})


def summed(rollup: Rollup, kinds: Sequence[str]) -> pd.DataFrame:
    """Return the sums by one kind, or by workbook and month. Raises KeyError for others."""
    import pandas as pd

    if tuple(kinds) != _PAIR and (len(kinds) != 1 or kinds[0] not in KINDS):
        message = f"{', '.join(kinds)!r} is not added up; choose from: {', '.join(KINDS)}, and workbook with month"
        raise KeyError(message)
    kind = " ".join(kinds)
    sums = rollup.sums.of(kind)
    rows = [[*figures, figures.attainment] for figures in sums.values()]
    keys = [tuple(rollup.shown(by, label) for by, label in zip(kinds, key, strict=True)) for key in sums]
    index = pd.MultiIndex.from_tuples(keys, names=list(kinds)) if len(kinds) > 1 else pd.Index([key for (key,) in keys], name=kind)  # fmt: skip
    frame = pd.DataFrame(rows, index=index, columns=[*Figures._fields, "attainment"], dtype="float64")
    if kind != "workbook" and len(kinds) == 1:
        frame.insert(0, "workbooks", [rollup.sums.counts[kind][key] for key in sums])
    return frame


def workbooks(rollup: Rollup) -> pd.DataFrame:
    """Return a row for every workbook: the added ones with their plan, those left out with the reason."""
    import pandas as pd

    added = [
        {
            "workbook": name,
            "file": part.file,
            "added": True,
            "title": part.title,
            "fingerprint": part.fingerprint,
            "currency": part.currency,
            "first_month": part.span[0],
            "last_month": part.span[-1],
            "last_logged": part.last_logged,
            "errors": part.errors,
            "warnings": part.warnings,
            "reason": None,
        }
        for name, part in zip(rollup.names, rollup.parts, strict=True)
    ]
    left = [{"file": out.file, "added": False, "reason": out.reason} for out in rollup.left_out]
    return pd.DataFrame([*added, *left], columns=list(added[0]))
