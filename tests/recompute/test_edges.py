"""Edges of the arithmetic that no worked case and no drawn plan reaches."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from slasheet.checker.checker import check
from slasheet.plan.plan import Plan
from slasheet.plan.templates import example
from slasheet.recompute import recompute
from slasheet.recompute.arithmetic import divided, less, times, total
from slasheet.recompute.rounding import round_decimals, round_volume
from slasheet.texts.months import month_serial
from slasheet.writer.workbook import write


def test_what_no_spreadsheet_can_hold_is_blank() -> None:
    assert times(1e200, 1e200) is None
    assert divided(1e200, 1e-200) is None
    assert total([1.7e308, 1.7e308]) is None
    assert divided(1.0, 0.0) is None


def test_a_plan_of_absurd_numbers_still_gives_a_report(tmp_path: Path) -> None:
    plan = example("persona")
    size = len(plan.inputs["revenue_target"])
    absurd = plan.with_inputs(revenue_target=(1.7e308,) * size, deal_size=(5e-324,) * 3)
    write(absurd, tmp_path / "absurd.xlsx")
    report = check(tmp_path / "absurd.xlsx")
    assert report.values("revenue_target_by_month")[0] is None
    assert json.loads(json.dumps(report.to_json(), allow_nan=False))["measures"]["leads_due"]
    assert "Total" in report.text()


def test_a_difference_that_is_only_float_noise_is_0_as_in_a_spreadsheet() -> None:
    assert less(0.3, 0.1 + 0.2) == 0.0
    assert less(1.0, 0.999) == pytest.approx(0.001)


@pytest.mark.parametrize(
    ("value", "decimals"), [(2.6755555, 2.675556), (1326 / 0.34, 3900.0), (0.0000005, 0.000001), (1.0000004999, 1.0)]
)
def test_decimals_are_rounded_half_away_from_zero_on_what_is_shown(value: float, decimals: float) -> None:
    assert round_decimals(value) == decimals


@pytest.mark.parametrize(
    ("value", "policy", "units"),
    [
        (21 / 0.35, "up", 60),
        (60.0000004, "up", 60),
        (60.0000006, "up", 61),
        (2.5, "nearest", 3),
        (2.4999996, "nearest", 3),
        (2.49, "nearest", 2),
        (2.49, "none", 2.49),
    ],
)
def test_volumes_are_rounded_after_six_decimals(value: float, policy: str, units: float) -> None:
    assert round_volume(value, policy) == units


def test_the_language_is_not_what_was_agreed() -> None:
    plan = example("persona")
    assert replace(plan, language="es").fingerprint() == plan.fingerprint()
    assert replace(plan, currency="EUR").fingerprint() != plan.fingerprint()


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": 0},
        {"months": 37},
        {"lookahead": 13},
        {"start": "2027-13"},
        {"rounding": "down"},
        {"carry": "over"},
        {"stages": ("Lead",)},
        {"regions": ()},
        {"channels": ()},
    ],
)
def test_a_plan_that_cannot_be_laid_out_is_no_plan(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a plan"):
        Plan(**wrong)


def test_text_in_an_input_leaves_what_rests_on_it_blank_even_where_blank_has_a_default() -> None:
    plan = example("persona").with_inputs(time_to_close=("soon", 1.0, 0.0))
    results = recompute(plan)
    assert results["lag"] == [None, 1, 0]
    assert set(results["leads_due"][:18]) == {None}
    assert None not in results["leads_due"][18:]


def test_a_month_that_is_not_over_is_not_judged_in_any_table() -> None:
    """90 of 200 leads by 10 January: the first edition said behind per channel and region, though not in the other tables."""
    plan = Plan(months=2).with_inputs(
        revenue_target=(1000.0,) * 2,
        deal_size=(10.0,),
        marketing_share=(1.0,) * 2,
        channel_mix=(1.0,),
        close_rate=(0.5,),
    )
    open_ = plan.with_log([(month_serial("2027-01") + 9.0, "Region 1", "Channel 1", 90.0, None, None, None, None)])
    assert recompute(open_)["status"] == [None, None]
    assert recompute(replace(open_, edition=1))["status"] == ["behind", None]
    over = open_.with_log([*open_.log, (month_serial("2027-02") + 9.0, "Region 1", "Channel 1", 9.0, *[None] * 4)])
    assert recompute(over)["status"] == ["behind", None]
