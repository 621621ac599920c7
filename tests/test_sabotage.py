"""Seen to fail: whatever formula is altered in whatever way, `check` names exactly that cell as the cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from slasheet.addresses import a1
from slasheet.checker import check_book
from slasheet.plan import Channel, Plan
from tests.plans import prime_plan
from tests.sabotage import ALTERATIONS, Victim

SHAPE = {
    "regions": ("North America", "EMEA"),
    "channels": (
        Channel("Website form"),
        Channel("Webinar"),
        Channel("Outbound calls", "sales"),
        Channel("Partners", "sales"),
    ),
    "months": 4,
    "lookahead": 2,
}


def with_zero(plan: Plan, measure: str) -> Plan:
    """Return the plan with one cell of an input at zero."""
    cells = list(plan.inputs[measure])
    cells[1] = 0.0
    return plan.with_inputs(**{measure: tuple(cells)})


def victims() -> dict[str, Plan]:
    """Return the plans that get altered: distinct primes under each policy, then one zero at a time."""
    made = {
        f"primes, {r}, {c}": prime_plan(rounding=r, carry=c, **SHAPE)
        for r, c in (("up", "exact"), ("up", "chain"), ("nearest", "exact"), ("none", "exact"))
    }
    made["primes, two stages"] = prime_plan(stages=("Lead", "Customer"), **SHAPE)
    primes = made["primes, up, exact"]
    for measure in ("revenue_target", "marketing_share", "channel_mix", "time_to_close", "sales_reps", "cost_per_lead"):
        made[f"zero in {measure}"] = with_zero(primes, measure)
    return made


@pytest.mark.parametrize("name", victims())
def test_the_altered_cell_and_no_other_is_named(name: str, tmp_path: Path) -> None:
    victim = Victim.of(victims()[name], tmp_path)
    before = check_book(victim.altered("slasheet plan", 0, 1, "=1+1"))
    assert [f.cell for f in before.findings if f.code.startswith("SLA2")] == [], "the unharmed workbook must be clean"
    wrong, done = [], dict.fromkeys(ALTERATIONS, 0)
    for measure, _, title, row, col, formula in victim.targets():
        for kind, alter in ALTERATIONS.items():
            text = alter(formula)
            if text is None:
                continue
            done[kind] += 1
            report = check_book(victim.altered(title, row, col, text if kind == "constant" else "=" + text))
            causes = [(f.sheet, f.cell, f.name) for f in report.findings if f.code.startswith("SLA2")]
            expected = "formula-overwritten" if kind == "constant" else "formula-edited"
            if causes != [(title, a1(row, col), expected)]:
                wrong.append((measure, kind, text, causes[:4]))
    assert wrong == []
    assert done["constant"] > 60
    assert done["neighbouring row"] > 60
    assert done["swapped operator"] > 50
    assert done["widened range"] > 30
    assert done["narrowed range"] > 20
