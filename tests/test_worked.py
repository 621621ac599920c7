"""Cases worked by hand, in tests/worked: the numbers stay as they were derived there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from slasheet.measures import measures
from slasheet.planfile import parse_plan
from slasheet.recompute import recompute

FOLDER = Path(__file__).parent / "worked"


def cases() -> dict[str, tuple[dict[str, Any], list[list[Any]]]]:
    """Return every case by file and policy: the plan file's data and what is expected of it."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in data["case"]:
            name = f"{path.stem}-{case['settings']['carry']}-{case['settings']['rounding']}"
            found[name] = (data["plan"] | case["settings"], case["expected"])
    return found


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
        wanted = pytest.approx(value, rel=1e-12, abs=1e-7) if isinstance(value, (int, float)) else (value or None)
        if found != wanted:
            wrong.append((measure, where, f"expected {value}", f"found {found}"))
    assert wrong == []


def test_every_measure_a_contract_names_has_a_case_worked_by_hand() -> None:
    worked = {measure for _, expected in cases().values() for measure, *_ in expected}
    needed = {
        "new_business_target", "marketing_revenue", "sales_revenue", "close_rate", "lead_value", "stage_volume", "leads_due", "leads_due_before_start",
        "sla_value", "leads_due_by_month", "leads_due_by_channel", "leads_due_by_region", "leads_due_by_owner", "stage_total", "reconciliation",
        "capacity_use", "lead_budget", "cost_per_customer",
    }  # fmt: skip
    assert needed <= worked
