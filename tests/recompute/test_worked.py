"""Cases worked by hand, in tests/worked: the numbers stay as they were derived there."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from slasheet.plan.file.plan_file import parse_plan
from slasheet.plan.measures.table import measures
from slasheet.recompute import recompute

FOLDER = Path(__file__).parent / "worked"


def cases() -> dict[str, tuple[dict[str, Any], list[list[Any]]]]:
    """Return every case by file, policy and name: the plan file's data and what is expected of it."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in data["case"]:
            policy = case["settings"]
            name = "-".join(
                (path.stem, policy["carry"], policy["rounding"], *([case["name"]] if "name" in case else []))
            )
            assert name not in found, f"{name} is there twice"
            inputs = {"inputs": data["plan"]["inputs"] | case.get("inputs", {})}
            found[name] = (data["plan"] | inputs | policy, case["expected"])
    return found


def wanted(value: Any) -> Any:
    """Return the value expected of a cell: "" stands for blank, a date for its number in a spreadsheet, "1/3" for the number."""
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    if isinstance(value, str):
        if "/" not in value:
            return value or None
        value = float(Fraction(value))
    return pytest.approx(value, rel=1e-12, abs=1e-7)


@pytest.mark.parametrize("name", cases())
def test_recompute_gives_the_numbers_worked_by_hand(name: str) -> None:
    data, expected = cases()[name]
    plan = parse_plan(tomli_w.dumps(data))
    results = recompute(plan)
    table = measures(plan)
    wrong = []
    for measure, where, value in expected:
        labels = [text.strip() for text in where.split("|")] if where else []
        coordinates = [list(at.values()) for at in plan.coordinates(table[measure].axes)]
        found = results[measure][coordinates.index(labels)]
        if found != wanted(value):
            wrong.append((measure, where, f"expected {value}", f"found {found}"))
    assert wrong == []


def test_every_measure_a_contract_names_has_a_case_worked_by_hand() -> None:
    worked = {measure for _, expected in cases().values() for measure, *_ in expected}
    needed = {
        "new_business_target", "marketing_revenue", "sales_revenue", "close_rate", "lead_value", "stage_volume", "leads_due", "leads_due_before_start",
        "sla_value", "leads_due_by_month", "leads_due_by_channel", "leads_due_by_region", "leads_due_by_owner", "stage_total", "reconciliation",
        "capacity_use", "lead_budget", "cost_per_customer",
        "actual_leads", "actual_value", "attainment", "variance", "status",
        "day_goal_leads", "day_actual_leads", "day_goal_value", "day_actual_value",
        "mtd_plan_leads", "mtd_goal_leads", "mtd_actual_leads", "mtd_attainment", "mtd_projected_leads", "mtd_required_leads_per_day", "mtd_status",
        "mtd_plan_value", "mtd_goal_value", "mtd_actual_value", "mtd_attainment_value", "mtd_projected_value", "mtd_required_value_per_day",
        "mtd_status_value", "mtd_leads_by_region", "mtd_leads_by_channel", "mtd_value_by_region", "mtd_value_by_channel",
        "first_contact_compliance", "follow_up_compliance",
    }  # fmt: skip
    assert needed <= worked
