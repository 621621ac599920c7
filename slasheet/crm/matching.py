"""From values in the CRM to labels of the plan, and what to say of those that are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from slasheet.texts.closest import nearest
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key
from slasheet.texts.languages import N_, _

Array = np.ndarray[Any, np.dtype[Any]]
#: How a blank value is called where it is listed and where it is mapped: in every language, since people type it.
BLANK = "(blank)"
#: A column of so many different values holds something else; looking for likenesses would take minutes.
_MOST_COMPARED = 1000
_ONE_FOR_ALL = {
    "region": N_("No column gives the region; every lead counts for {label}, the only one in the plan."),
    "channel": N_("No column gives the channel; every lead counts for {label}, the only one in the plan."),
}
#: Why a row has no label, as a key of what is set aside.
_NONE = {"region": N_("no region"), "channel": N_("no channel")}
_UNKNOWN = {"region": N_("unknown region"), "channel": N_("unknown channel")}


@dataclass(frozen=True)
class Labelled:
    """For every lead the place of its label in the plan (-1: none) and what the CRM told, blank as ""."""

    axis: str
    places: Array
    told: pd.Series
    near: Mapping[str, str]
    notes: tuple[str, ...] = ()


def labelled(frame: pd.DataFrame, axis: str, labels: Sequence[str], mapping: Mapping[str, str]) -> Labelled:
    """Find the label of every lead, after the mapping; capitals and spaces around it make no difference."""
    places = {label_key(label.strip()): place for place, label in enumerate(labels)}
    for value, label in mapping.items():
        if label_key(label.strip()) not in places:
            close = _near(label, labels)
            meant = f"did you mean {close}?" if close else f"map it to one of {', '.join(labels)}."
            message = f"{axis} “{value}” is mapped to “{label}”, which the plan does not have; {meant}"
            raise FileError(message)
    mapped = {"" if value == BLANK else label_key(value.strip()): label for value, label in mapping.items()}
    if axis not in frame and "" not in mapped:
        if len(labels) > 1:
            message = f'no column of the export gives the {axis}, and the plan has {len(labels)}; say which one does with --map {axis}="…".'
            raise FileError(message)
        note = _(_ONE_FOR_ALL[axis]).format(label=labels[0])
        blank = pd.Series("", index=frame.index)
        return Labelled(axis, np.zeros(len(frame), dtype="int64"), blank, {}, (note,))
    told = frame[axis].fillna("").str.strip() if axis in frame else pd.Series("", index=frame.index)
    codes, distinct = pd.factorize(told)
    found: list[int] = []
    near: dict[str, str] = {}
    for value in map(str, distinct):
        key = label_key(value)
        place = places.get(label_key(mapped.get(key, value).strip()), -1)
        found.append(place)
        if place < 0 and value and len(found) <= _MOST_COMPARED and (close := _near(value, labels)):
            near[value] = close
    return Labelled(axis, np.array(found, dtype="int64")[codes] if found else codes, told, near)


def _near(value: str, labels: Sequence[str]) -> str | None:
    """Return the label that is most like a value, None when none is much like it."""
    keys = {label_key(label): label for label in labels}
    close = nearest(label_key(value), keys)
    return keys[close[0]] if close else None


def reasons(axis: Labelled, rows: Array) -> dict[str, int]:
    """Return why those rows have no label, with counts."""
    blank = int((axis.told[rows] == "").sum())
    return {_NONE[axis.axis]: blank, _UNKNOWN[axis.axis]: int(rows.sum()) - blank}


def unknown(axis: Labelled, within: Array) -> dict[str, int]:
    """Return the values that are no label among the rows `within`, the most frequent first."""
    counted = axis.told[within & (axis.places < 0)].value_counts()
    return {str(value): int(number) for value, number in counted.items()}
