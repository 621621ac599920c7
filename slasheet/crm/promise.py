"""What sales promised about every lead, from the inputs of a plan: hours to first contact, and attempts within days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import FIRST_CONTACT_HOURS, FOLLOW_UPS
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.months import date_of_serial


def follow_ups_of(terms: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Return the cells of the follow-ups as pairs: attempts, and the days within which they are due."""
    return tuple(zip(terms[::2], terms[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Promise:
    """What sales promised: hours to first contact, and attempts within days of creation."""

    first_contact_hours: float = FIRST_CONTACT_HOURS.usual[0]
    follow_ups: tuple[tuple[float, float], ...] = follow_ups_of(FOLLOW_UPS.usual)
    holidays: frozenset[date] = frozenset()


def promise_of(plan: Plan) -> Promise:
    """Return what sales promised; what can't be used counts as the default."""
    hours = _usable(FIRST_CONTACT_HOURS, plan.inputs[FIRST_CONTACT_HOURS.name])
    follow_ups = follow_ups_of(_usable(FOLLOW_UPS, plan.inputs[FOLLOW_UPS.name]))
    days = (date_of_serial(cell) for cell in plan.inputs["holidays"] if isinstance(cell, int | float))
    return Promise(hours[0], follow_ups, frozenset(day for day in days if day))


def _usable(measure: Measure, cells: Sequence[Cell]) -> list[float]:
    """Return the numbers of an input, its defaults where a cell can't be used."""
    found = []
    for index, cell in enumerate(cells):
        default = measure.default_at(index)
        good = isinstance(cell, int | float) and measure.bounds is not None and measure.bounds.admits(cell)
        found.append(float(cell if good and cell is not None else default or 0))
    return found


def attempts_due(age_days: pd.Series, follow_ups: Sequence[tuple[float, float]]) -> pd.Series:
    """Return how many attempts a lead of that age must have seen by now: the most among the follow-ups whose days are over."""
    age = age_days.to_numpy(dtype="float64")
    due = np.zeros(len(age))
    for attempts, days in follow_ups:
        due = np.where(age >= days, np.maximum(due, attempts), due)
    return pd.Series(due, index=age_days.index, dtype="float64")
