"""What must hold of every plan, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from slasheet.measures import measures
from slasheet.plan import Plan
from slasheet.recompute import recompute
from tests.plans import full_plans, plans


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
def test_regions_in_another_order_give_the_same_numbers(plan: Plan, order: st.random.Random) -> None:  # type: ignore[name-defined]
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
        whole = sum(x for x in results[name] if x is not None)
        for by in ("by_month", "by_channel", "by_region", "by_owner"):
            for period in ("", "_quarter", "_plan"):
                cells = [x for x in results[f"{name}_{by}{period}"] if x is not None]
                assert abs(sum(cells) - whole) <= 1e-9 * max(1, whole)


@given(plan=plans())
def test_nothing_in_nothing_out(plan: Plan) -> None:
    blank = replace(plan, inputs={}, log=())
    counted = {"in_use", "deal_size_missing", "rates_missing", "mix_missing", "region_fault", "stage_fault", "channel_fault", "input_check", "rule_check", "overall_status",
               "step_progress", "lag", "months_past_horizon", "mix_status", "log_used", "rows_in_plan", "month_over", "dated_rows", "rows_of_region", "rows_of_channel", "rows_logged",
               "tolerance_counted", "review_days_counted", "over_in_a_row", "month_shown", "month_place", "rows_shown", "days_total", "day_date", "day_counts",
               "day_passed", "pair_month"}  # fmt: skip
    for name, cells in recompute(blank).items():
        if name not in counted:
            assert set(cells) == {None}, name
