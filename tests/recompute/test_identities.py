"""What must hold of every plan, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.recompute import recompute
from tests.helpers.plans import full_plans, plans

pytestmark = pytest.mark.slow


def by_labels(plan: Plan, measure: str) -> dict[tuple[str, ...], object]:
    """Return a measure's values by labels."""
    axes = measures(plan)[measure].axes
    return {
        tuple(at.values()): value for at, value in zip(plan.coordinates(axes), recompute(plan)[measure], strict=True)
    }


def reordered(plan: Plan, regions: tuple[str, ...]) -> Plan:
    """Return the same plan with its regions in another order."""
    own = dict(zip(plan.regions, plan.currencies, strict=False))
    moved = replace(plan, regions=regions, currencies=tuple(own[region] for region in regions if own), inputs={})
    given = {}
    for measure in plan.typed:
        held = {
            tuple(at.values()): cell
            for at, cell in zip(plan.coordinates(measure.axes), plan.inputs[measure.name], strict=True)
        }
        given[measure.name] = tuple(held[tuple(at.values())] for at in moved.coordinates(measure.axes))
    return moved.with_inputs(**given)


@given(plan=plans(), order=st.randoms())
def test_regions_in_another_order_give_the_same_numbers(plan: Plan, order: Random) -> None:
    regions = list(plan.regions)
    order.shuffle(regions)
    moved = reordered(plan, tuple(regions))
    for name in (
        "leads_due",
        "sla_value",
        "stage_volume",
        "reconciliation_status",
        "leads_due_before_start",
        "capacity_use",
    ):
        assert by_labels(moved, name) == by_labels(plan, name)


@given(plan=plans())
def test_doubling_the_targets_doubles_unrounded_leads(plan: Plan) -> None:
    plan = replace(plan, rounding="none")
    doubled = plan.with_inputs(
        revenue_target=tuple(cell if cell is None else cell * 2 for cell in plan.inputs["revenue_target"])
    )
    for once, twice in zip(recompute(plan)["leads_due"], recompute(doubled)["leads_due"], strict=True):
        assert (twice is None) == (once is None)
        if once is not None:
            assert abs(twice - 2 * once) <= 1e-9 * max(1, abs(twice))


@given(plan=full_plans())
def test_the_funnel_never_widens_downwards(plan: Plan) -> None:
    size = len(plan.channels) * len(plan.regions) * (plan.months + plan.lookahead)
    volumes = recompute(plan)["stage_volume"]
    stages = [volumes[s * size : (s + 1) * size] for s in range(len(plan.stages))]
    for above, below in pairwise(stages):
        for more, less in zip(above, below, strict=True):
            assert more >= less - 1e-6 * less


@given(plan=plans())
def test_leads_due_and_before_the_start_and_past_the_horizon_are_the_leads_needed(plan: Plan) -> None:
    results = recompute(plan)
    horizon, regions = plan.months + plan.lookahead, len(plan.regions)
    first_stage = results["stage_volume"][: len(plan.channels) * regions * horizon]
    for pair in range(len(plan.channels) * regions):
        needed = first_stage[pair * horizon : (pair + 1) * horizon]
        lag = int(plan.inputs["time_to_close"][pair // regions])
        due = results["leads_due"][pair * plan.months : (pair + 1) * plan.months]
        before = results["leads_due_before_start"][pair]
        # Due after the last month of the plan: look-ahead months that close more than a time to close later.
        after = needed[plan.months + lag :]
        parts = [x for x in (*due, before, *after) if x is not None]
        whole = sum(x for x in needed if x is not None)
        assert abs(sum(parts) - whole) <= 1e-6 + 1e-12 * abs(whole)
        assert (
            sum(x is None and plan.months > m + 0 and m + lag >= horizon for m, x in enumerate(due))
            == results["months_past_horizon"][pair // regions]
        )


@given(plan=full_plans())
def test_reconciliation_is_within_what_rounding_can_add(plan: Plan) -> None:
    results = recompute(plan)
    assert set(results["reconciliation_status"]) == {"ok"}
    horizon = plan.months + plan.lookahead
    for i, gap in enumerate(results["reconciliation"]):
        noise = 1e-9 * results["new_business_target"][i] + 1e-6 * (
            results["rounding_bound"][i // horizon] if plan.rounding != "none" else 0
        )
        if plan.rounding == "up":
            assert -noise <= gap <= results["rounding_bound"][i // horizon] + noise
        elif plan.rounding == "nearest":
            assert abs(gap) <= results["rounding_bound"][i // horizon] + noise
        else:
            assert abs(gap) <= noise


@given(plan=plans())
def test_every_total_is_the_sum_of_what_it_covers(plan: Plan) -> None:
    results = recompute(plan)
    for name in ("leads_due", "sla_value"):
        for by in ("by_month", "by_channel", "by_region", "by_owner"):
            source = name
            if plan.currencies and name == "sla_value" and by != "by_region":
                if any(results["rates_lacking"][: plan.months]):
                    continue
                source = "sla_value_reported"
            whole = sum(x for x in results[source] if x is not None)
            for period in ("", "_quarter", "_plan"):
                cells = [x for x in results[f"{name}_{by}{period}"] if x is not None]
                assert abs(sum(cells) - whole) <= 1e-9 * max(1, whole)


@given(plan=plans())
def test_a_month_without_a_rate_has_no_sums_over_regions_and_any_other_month_has_those_of_what_is_converted(
    plan: Plan,
) -> None:
    assume(plan.currencies)
    results, months = recompute(plan), plan.months
    lacking, span = results["rates_lacking"], len(plan.axis("horizon"))
    rates = [results["rate_counted"][r * span : (r + 1) * span] for r in range(len(plan.regions))]
    for name, wide in (("revenue_target", span), ("new_business_target", span), ("sla_value_by_region", months)):
        local = plan.inputs[name] if name in plan.inputs else results[name]
        for m, whole in enumerate(results[f"{name.removesuffix('_by_region')}_by_month"]):
            there = [(local[r * wide + m], rates[r][m]) for r in range(len(plan.regions))]
            sums = [x * rate for x, rate in there if x is not None and rate is not None]
            assert (whole is None) == (not sums or lacking[m] > 0)
            assert whole is None or abs(whole - sum(sums)) <= 1e-9 * max(1, whole)
    for name in ("revenue_target_by_month", "sla_value_by_channel", "sla_value_by_owner"):
        if any(lacking[:months]):
            assert set(results[f"{name}_plan"]) == {None}


@given(plan=full_plans(), factor=st.sampled_from((0.25, 2.0, 8.0)))
def test_a_currency_worth_more_changes_the_sums_and_nothing_of_a_region(plan: Plan, factor: float) -> None:
    assume(plan.currencies)
    rates = tuple(x if x is None else x * factor for x in plan.inputs["exchange_rate"])
    before, after = recompute(plan), recompute(plan.with_inputs(exchange_rate=rates))
    for name in (
        "sla_value",
        "leads_due",
        "revenue_target_plan",
        "sla_value_by_region",
        "reconciliation",
        "lead_value",
    ):
        assert after[name] == before[name]
    regions, months = len(plan.regions), plan.months
    for i, (old, new) in enumerate(zip(before["sla_value_reported"], after["sla_value_reported"], strict=True)):
        own = plan.currencies[i // months % regions]
        assert new == (old * factor if own and old is not None else old)


@given(plan=plans())
def test_nothing_in_nothing_out(plan: Plan) -> None:
    blank = replace(plan, inputs={}, log=())
    counted = {"in_use", "deal_size_missing", "rates_missing", "mix_missing", "region_fault", "stage_fault", "channel_fault", "input_check", "rule_check", "overall_status",
               "step_progress", "lag", "months_past_horizon", "mix_status", "log_used", "rows_in_plan", "month_over", "dated_rows", "rows_of_region", "rows_of_channel", "rows_logged",
               "tolerance_counted", "review_days_counted", "over_in_a_row", "month_shown", "month_place", "rows_shown", "days_total", "day_date", "day_counts",
               "day_passed", "pair_month", "rate_counted", "rates_lacking", "exchange_rate_missing", "rate_shown", "rate_before",
               "promised", "promise_check", "period_fault", "validity_status", "agreement_progress", "kpi"}  # fmt: skip
    for name, cells in recompute(blank).items():
        if name not in counted:
            assert set(cells) == {None}, name
