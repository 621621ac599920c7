"""The axes: which labels the cells of a measure run over, from a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from slasheet.plan.measure import (
    COUNTED,
    DELIVERY,
    FIGURES,
    LOAD,
    LOG_FIELDS,
    MOST_DAYS,
    MOST_HOLIDAYS,
    MTD,
    OBSERVED,
    OWNERS,
    PAIR,
    PROGRESS,
    PROMISES,
    RESULTS,
    RULES,
    STATUSES,
    STEPS,
    TERMS,
)
from slasheet.plan.measures.agreement_tables import AXES as AGREEMENT_AXES
from slasheet.plan.measures.scoring import BANDS, LEVELS, SCORES
from slasheet.texts.months import months_from

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan


def _always(labels: tuple[str, ...]) -> Callable[[Plan], tuple[str, ...]]:
    """Return the function of an axis that is the same for every plan."""
    return lambda _: labels


def _numbers(count: int) -> tuple[str, ...]:
    """Return the labels of an axis whose rows have numbers in place of names."""
    return tuple(str(number + 1) for number in range(count))


#: Labels that were put at the end of an axis when it was there already: since which edition, by axis.
LATER: Mapping[str, Mapping[str, int]] = {}
#: The labels of every axis, from a plan.
AXES: Mapping[str, Callable[[Plan], tuple[str, ...]]] = {
    "region": lambda plan: plan.regions,
    "channel": lambda plan: tuple(channel.name for channel in plan.channels),
    "month": lambda plan: months_from(plan.start, plan.months),
    "horizon": lambda plan: months_from(plan.start, plan.months + plan.lookahead),
    "quarter": lambda plan: tuple(f"Q{q + 1}" for q in range(-(-plan.months // 3))),
    "plan": lambda _: ("plan",),
    "stage": lambda plan: plan.stages,
    "transition": lambda plan: tuple(f"{a} > {b}" for a, b in zip(plan.stages, plan.stages[1:], strict=False)),
    "owner": lambda _: OWNERS,
    "status": lambda _: STATUSES,
    "input": lambda plan: tuple(measure.name for measure in plan.typed if measure.numeric),
    "figure": lambda _: FIGURES,
    "rule": lambda _: RULES,
    "result": lambda _: RESULTS,
    "step": lambda _: STEPS,
    "progress": lambda _: PROGRESS,
    "entry": lambda plan: _numbers(plan.log_rows),
    "field": lambda _: LOG_FIELDS,
    "counted": lambda _: COUNTED,
    "delivery": lambda _: DELIVERY,
    "to_date": lambda _: ("to date",),
    "mtd": lambda _: MTD,
    "pair": lambda _: PAIR,
    "observed": lambda _: OBSERVED,
    "load": lambda _: LOAD,
    "promise": lambda _: PROMISES,
    "term": lambda _: TERMS,
    "fit": lambda plan: _numbers(plan.rows["fit"]),
    "interest": lambda plan: _numbers(plan.rows["interest"]),
    "score": lambda _: SCORES,
    "level": lambda _: LEVELS,
    "fit_band": lambda _: BANDS,
    "interest_band": lambda _: BANDS,
    "holiday": lambda _: _numbers(MOST_HOLIDAYS),
    "day": lambda _: _numbers(MOST_DAYS),
    **{axis: _always(labels) for axis, labels in AGREEMENT_AXES.items()},
}
