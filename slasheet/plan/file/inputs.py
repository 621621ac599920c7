"""From the [inputs] table of a plan file to the cells of every input, over the axes of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from slasheet.plan.file.problems import Problems, shown
from slasheet.plan.file.tables import is_special, parse_special
from slasheet.plan.measure import Measure
from slasheet.plan.measures.agreement_tables import NAMES as AGREED
from slasheet.plan.measures.inputs import CLOSE_RATE, CONVERSION_RATE, EXCHANGE_RATE, LEAD_LOG, TIME_TO_CLOSE
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.languages import N_, _

_MOST_LABELS_SHOWN = 12
#: What is allowed where a label stands that is none of its axis.
LABELS = {
    "region": N_("region: {labels}"),
    "channel": N_("channel: {labels}"),
    "transition": N_("transition: {labels}"),
    "horizon": N_("horizon: {labels}"),
}


#: Inputs that stand in tables of their own: `[agreement]` and `[scoring]`.
ELSEWHERE = AGREED.union(measure.name for measure in SCORING)


@dataclass(frozen=True, slots=True)
class InputParser:
    """Reads inputs against the axes of `plan`; labels of an axis that is `flawed` can't be told to be wrong."""

    plan: Plan
    flawed: frozenset[str]
    problems: Problems

    def parse(self, table: Any, lags: Mapping[str, Any]) -> dict[str, tuple[Cell, ...]]:
        """Return the cells of every input; `lags` are the times to close that stand with the channels."""
        plan = self.plan
        if not isinstance(table, dict):
            self.problems.value("inputs", table, _("a table: [inputs]"))
            return {}
        known = {measure.name: measure for measure in plan.typed if measure.name not in ELSEWHERE}
        if "stage" in self.flawed:
            known |= {measure.name: measure for measure in (CLOSE_RATE, CONVERSION_RATE)}
        takes = (*known, LEAD_LOG.name)
        if EXCHANGE_RATE.name in table and EXCHANGE_RATE.name not in known:
            takes = (*takes, EXCHANGE_RATE.name)
            named = _(
                'rates of regions that plan in a currency of their own, which [regions] names: currencies = { "UK" = "GBP" }'
            )
            self.problems.value(f"inputs.{EXCHANGE_RATE.name}", table[EXCHANGE_RATE.name], named)
        self.problems.unknown(table, takes, "inputs.")
        given: dict[str, tuple[Cell, ...]] = {}
        for name, measure in known.items():
            key = f"inputs.{name}"
            cells: list[Cell] = [None] * plan.size(measure.axes)
            if name in table and is_special(measure):
                given[name] = parse_special(plan, measure, table[name], key, self.problems) or tuple(cells)
                continue
            if name in table:
                self._fill(measure, cells, table[name], key, ())
            if measure is TIME_TO_CLOSE:
                self._fill_lags(measure, cells, lags)
            given[name] = tuple(cells)
        return given

    def _fill_lags(self, measure: Measure, cells: list[Cell], lags: Mapping[str, Any]) -> None:
        """Put in the times to close that stand with the channels."""
        for index, channel in enumerate(self.plan.channels):
            if channel.name not in lags:
                continue
            key, lag = f"channels[{index + 1}].time_to_close", lags[channel.name]
            if cells[index] is not None and cells[index] != lag:
                what = _("the same as inputs.time_to_close, which says {value}; give it once")
                self.problems.value(key, lag, what.format(value=shown(cells[index])))
            self._fill(measure, cells, lag, key, (channel.name,))

    def _fill(self, measure: Measure, cells: list[Cell], value: Any, key: str, fixed: tuple[str, ...]) -> None:
        """Put a value into all the cells below it: a number for all, a list over the months, or a table by label."""
        rest = measure.axes[len(fixed) :]
        if isinstance(value, dict) and rest:
            labels = self.plan.axis(rest[0])
            for label, below in value.items():
                if label in labels:
                    self._fill(measure, cells, below, f"{key}.{label}", (*fixed, label))
                elif rest[0] in self.flawed:
                    self._fill(measure, cells, below, f"{key}.{label}", (*fixed, labels[0]))
                else:
                    more = " …" if len(labels) > _MOST_LABELS_SHOWN else ""
                    what = _(LABELS[rest[0]]).format(labels=", ".join(labels[:_MOST_LABELS_SHOWN]) + more)
                    self.problems.unknown_name(f"{key}.{label}", label, labels, what)
        elif isinstance(value, list) and rest and rest[-1] == "horizon":
            self._fill_months(measure, cells, value, key, fixed)
        elif self.problems.admits(measure, value, key, single=not rest):
            self._put(measure, cells, value, fixed, {})

    def _fill_months(
        self, measure: Measure, cells: list[Cell], numbers: list[Any], key: str, fixed: tuple[str, ...]
    ) -> None:
        """Put in a list over the months, for all labels between `fixed` and the months."""
        plan, months = self.plan, self.plan.axis("horizon")
        if len(numbers) != len(months) and "horizon" not in self.flawed:
            split = _("one for each month")
            if plan.lookahead:
                split = _("{months} for the months and {lookahead} for the look-ahead")
                split = split.format(months=plan.months, lookahead=plan.lookahead)
            self.problems.note("plan-list-length", key, found=len(numbers), expected=len(months), allowed=split)
            return
        for index, (month, number) in enumerate(zip(months, numbers, strict=False)):
            if self.problems.admits(measure, number, f"{key}[{index + 1}]", single=True):
                self._put(measure, cells, number, fixed, {"horizon": month})

    def _put(
        self, measure: Measure, cells: list[Cell], number: float, fixed: tuple[str, ...], more: Mapping[str, str]
    ) -> None:
        """Put a number into every cell that has the labels `fixed` on its first axes and `more` on others."""
        plan = self.plan
        chosen = [[label] for label in fixed]
        chosen += [[more[axis]] if axis in more else list(plan.axis(axis)) for axis in measure.axes[len(fixed) :]]
        axes = [plan.axis(axis) for axis in measure.axes]
        for labels in product(*chosen):
            index = 0
            for axis, label in zip(axes, labels, strict=True):
                index = index * len(axis) + axis.index(label)
            cells[index] = number
