"""Close rates gain an axis, quarter, by a change of the vocabulary alone: every step of recompute goes on as it is.

What has no month keeps its quarters apart (lead value, value per stage, cost per customer, observed rates); what runs
over months takes the rate of the quarter in which the month lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import slasheet.plan.plan
from slasheet.checker.compare.expected import scale_of
from slasheet.checker.compare.looks import same
from slasheet.layout.sheets import layout
from slasheet.plan.measure import Measure, Policy
from slasheet.plan.measures.inputs import inputs
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell, Channel, Plan
from slasheet.plan.words import shown
from slasheet.recompute import recompute
from slasheet.writer.workbook import write
from tests.helpers.engines import ironcalc_values
from tests.helpers.plans import prime_plan

pytestmark = pytest.mark.slow

RATES = ("conversion_rate", "close_rate")
#: What is made of close rates and has no month, so that it has their quarters, too.
GAIN = ("stage_value", "close_rate", "lead_value", "cost_per_customer", "rounding_bound", "observed")
TIME = ("month", "horizon", "quarter")


def with_quarters(measure: Measure) -> Measure:
    """Return a measure of the vocabulary, with quarters if it is or rests on a close rate and has no month."""
    if measure.name not in (*RATES, *GAIN):
        return measure
    # The figures of a table stay side by side.
    whole = len(measure.axes) - (measure.name == "observed")
    return replace(measure, axes=(*measure.axes[:whole], "quarter", *measure.axes[whole:]))


def quarterly(plan: Plan, monkeypatch: pytest.MonkeyPatch, rates: Mapping[int, tuple[Cell, ...]]) -> Plan:
    """Return the plan under the vocabulary in which close rates have quarters, from the rates of each quarter."""

    def changed(policy: Policy) -> tuple[Measure, ...]:
        return tuple(with_quarters(measure) for measure in inputs(policy))

    monkeypatch.setattr(slasheet.plan.plan, "inputs", changed)
    by_quarter = [rates[quarter] for quarter in range(len(plan.axis("quarter")))]
    typed = tuple(cell for cells in zip(*by_quarter, strict=True) for cell in cells)
    return replace(plan, inputs={**plan.inputs, rate_name(plan): typed})


def rate_name(plan: Plan) -> str:
    return "conversion_rate" if len(plan.stages) > 2 else "close_rate"


PLANS = {
    f"{rounding}-{carry}-{len(stages)}{'-currencies' if currencies else ''}": {
        "rounding": rounding, "carry": carry, "stages": stages, "currencies": currencies,
    }
    for rounding, carry in (("up", "exact"), ("nearest", "chain"), ("none", "exact"))
    for stages in (("MQL", "Customer"), ("MQL", "SQL", "Opportunity", "Customer"))
    for currencies in ((), ("", "GBP", "USD"))
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_rates_that_are_the_same_in_every_quarter_give_what_rates_without_quarters_give(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = prime_plan(**PLANS[name], months=5)
    before, table = recompute(plain), measures(plain)
    plan = quarterly(plain, monkeypatch, dict.fromkeys(range(2), plain.inputs[rate_name(plain)]))
    after = recompute(plan)
    assert after.keys() == before.keys()
    for measure, cells in after.items():
        axes = with_quarters(table[measure]).axes
        assert len(cells) == plan.size(axes), measure
        # There are more rates to fill, and each is looked at.
        if measure in ("input_check", "step_progress", "rule_check"):
            continue
        held = dict(zip(map(frozenset, _items(plain, table[measure].axes)), before[measure], strict=True))
        quarters = 0 if axes == table[measure].axes else "quarter"
        for at, cell in zip(_items(plan, axes), cells, strict=True):
            assert cell == held[frozenset(item for item in at if item[0] != quarters)], (measure, at)


def _items(plan: Plan, axes: tuple[str, ...]) -> list[list[tuple[str, int]]]:
    return [list(at.items()) for at in plan.positions(axes)]


@pytest.mark.parametrize("name", ["up-exact-2", "nearest-chain-4-currencies"])
def test_every_month_is_what_an_engine_makes_of_the_workbook_with_the_rates_of_its_quarter(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = prime_plan(**PLANS[name], months=5, lookahead=1)
    plain = plain.with_inputs(time_to_close=(0.0,) * len(plain.channels))
    plain = replace(plain, log_rows=len(plain.log) + 5)
    table, rate = measures(plain), rate_name(plain)
    first = tuple(float(cell or 0) for cell in plain.inputs[rate])
    rates = {0: first, 1: tuple(cell * 2 / 3 for cell in first)}
    engine = {}
    for quarter, typed in rates.items():
        write(plain.with_inputs(**{rate: typed}), tmp_path / f"{quarter}.xlsx")
        engine[quarter] = ironcalc_values(tmp_path / f"{quarter}.xlsx")
    results, where = recompute(quarterly(plain, monkeypatch, rates)), layout(plain)
    compared = set()
    for measure, cells in results.items():
        axes, old = with_quarters(table[measure]).axes, table[measure].axes
        # What goes on from month to month knows more than one quarter.
        if not set(axes) & set(TIME) or measure == "over_in_a_row":
            continue
        numbers = {tuple(at.items()): number for number, at in enumerate(plain.positions(old))}
        for at, value in zip(plain.positions(axes), cells, strict=True):
            place = next(at[axis] for axis in TIME if axis in at)
            quarter = place if "quarter" in at else place // 3
            number = numbers[tuple((axis, at[axis]) for axis in old)]
            sheet, row, col = where.cell(measure, number)
            wanted = shown(value, table[measure].unit, plain.language)
            scale = scale_of(table[measure], number, results)
            got = engine[quarter][where.titles[sheet]].get((row, col))
            assert same(got, wanted, scale), (measure, at, got, wanted)
        compared.add(measure)
    gained = {measure for measure in GAIN if measure in results}
    monthly = {"stage_volume", "leads_due", "sla_value", "reconciliation", "capacity_use", "delivery_value_by_channel"}
    assert compared >= gained | monthly


def test_leads_are_needed_at_the_rate_of_the_quarter_in_which_they_close(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Plan(months=6, regions=("EMEA",), channels=(Channel("Webinar"),)).with_inputs(
        revenue_target=(100_000.0,) * 6,
        marketing_share=(1.0,) * 6,
        deal_size=(1_000.0,),
        channel_mix=(1.0,),
        time_to_close=(1.0,),
        cost_per_lead=(30.0,),
    )
    results = recompute(quarterly(plain, monkeypatch, {0: (0.25,), 1: (0.2,)}))
    # 100,000 / 1,000 = 100 customers a month; / 0.25 = 400 leads in the first quarter, / 0.2 = 500 in the second.
    assert results["stage_volume"] == [400, 400, 400, 500, 500, 500, *[100] * 6]
    # Due a month before: what is due in March closes in April, and what closes after June is not known.
    assert results["leads_due"] == [400, 400, 500, 500, 500, None]
    assert results["leads_due_before_start"] == [400]
    # 1,000 x 0.25 and 1,000 x 0.2; a month's leads count at the value of its own quarter: 500 x 250 in March.
    assert results["lead_value"] == [250, 200]
    assert results["sla_value"] == [100_000, 100_000, 125_000, 100_000, 100_000, None]
    assert results["cost_per_customer"] == [120, 150]
    assert results["reconciliation"] == [0] * 6
