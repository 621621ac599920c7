"""Seen to fail: whatever formula is altered in whatever way, `check` names exactly that cell as the cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from slasheet.checker.checker import check_book
from slasheet.plan.measure import Policy
from slasheet.plan.measures.agreement import obligation_measures
from slasheet.plan.measures.delivery import closed_measures, delivery_measures
from slasheet.plan.measures.follow_up import follow_up_measures
from slasheet.plan.measures.log import log_measures
from slasheet.plan.measures.month_to_date import pacing_measures
from slasheet.plan.measures.observed import observed_measures
from slasheet.plan.measures.scoring import scoring_measures
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Channel, Plan
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.months import month_serial
from tests.helpers.plans import prime_plan
from tests.helpers.sabotage import ALTERATIONS, SameFormulas, Victim

pytestmark = pytest.mark.slow

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
    for measure in ("time_to_close",):
        made[f"zero in {measure}"] = with_zero(primes, measure)
    return made


def of_performance(plan: Plan) -> set[str]:
    """Return the measures over the log, whose formulas are the same under every policy but pacing."""
    policy = Policy(len(plan.stages), plan.rounding, plan.carry, plan.pacing)
    made = [*log_measures(), *delivery_measures(policy), *closed_measures(policy), *observed_measures()]
    return {measure.name for measure in (*made, *pacing_measures(policy), *follow_up_measures())}


def a_month_under_way() -> Plan:
    """Return a plan with working days and a log, in which one region and one owner are looked at within a month."""
    plan = prime_plan(**SHAPE, pacing="working")
    first = month_serial(plan.axis("month")[1])
    return plan.with_inputs(
        performance_month=(float(first),),
        as_of=(first + 16.0,),
        performance_region=("EMEA",),
        performance_owner=("marketing",),
        time_to_close=(1.0, 0.0, 1.0, 0.0),
    )


@pytest.mark.parametrize("name", victims())
def test_the_altered_cell_of_the_commitment_and_no_other_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = victims()[name].with_log(())
    # What the agreement and lead scoring compute is altered beside their own tests.
    chosen = (
        set(measures(plan))
        - of_performance(plan)
        - {measure.name for measure in (*obligation_measures(), *scoring_measures())}
    )
    if plan != (usual := victims()["primes, up, exact"].with_log(())) and name.startswith("primes"):
        # Under another policy the formulas that read otherwise than the usual ones; the others are the same.
        chosen = {measure for measure in chosen if wording(plan, measure) != wording(usual, measure)}
        assert sabotaged(plan, chosen, tmp_path, monkeypatch)["constant"] >= 2
        return
    if name.startswith("zero"):
        # A zero can hide what primes show, and show what they hide: a factor swapped, a range too wide.
        done = sabotaged(plan, chosen, tmp_path, monkeypatch, kinds=("swapped operator", "widened range"))
        assert min(done["swapped operator"], done["widened range"]) > 25
        return
    done = sabotaged(plan, chosen, tmp_path, monkeypatch)
    assert too_few(done, 60, 60, 50, 30, 20) == {}


def wording(plan: Plan, name: str) -> list[str]:
    """Return the formulas of a measure over names, one for each place that makes a difference."""
    measure = measures(plan).get(name)
    if measure is None or measure.kind != "derived":
        return []
    return [measure.formula_at(position) for position in plan.positions(measure.by)]


def test_the_altered_cell_of_performance_and_no_other_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = a_month_under_way()
    done = sabotaged(plan, of_performance(plan), tmp_path, monkeypatch, every_line=True)
    assert too_few(done, 100, 100, 80, 45, 45) == {}


def test_the_altered_cell_of_a_conversion_and_no_other_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    single = a_month_under_way()
    plan = prime_plan(**SHAPE, pacing="working", currencies=("", "GBP"))
    # Both regions on show, so that what one of them lacks can be seen in the charts.
    views = {name: single.inputs[name] for name in ("performance_month", "as_of", "time_to_close")}
    plan = plan.with_inputs(**views)
    chosen = {measure for measure in measures(plan) if wording(plan, measure) != wording(single, measure)}
    assert {"rate_counted", "rates_lacking", "sla_value_reported", "sla_value_by_owner_plan", "pair_month"} <= chosen
    done = sabotaged(plan, chosen, tmp_path, monkeypatch)
    assert too_few(done, 45, 45, 45, 30, 25) == {}


def too_few(done: dict[str, int], *enough: int) -> dict[str, int]:
    """Return the ways in which not more cells than that were altered, by way how many."""
    return {kind: count for (kind, count), least in zip(done.items(), enough, strict=True) if count <= least}


def sabotaged(
    plan: Plan,
    chosen: set[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    every_line: bool = False,
    kinds: Sequence[str] = tuple(ALTERATIONS),
) -> dict[str, int]:
    """Alter a cell of each of the chosen measures in every way; fail where another cell is named; return how many."""
    # As many rows as needed: the engine goes through all of them for every altered cell.
    victim = Victim.of(replace(plan, log_rows=max(len(plan.log), 20)), folder)
    formulas = SameFormulas(victim.layout)
    monkeypatch.setattr("slasheet.checker.compare.compare.Formulas", lambda _: formulas)
    before = check_book(victim.altered("slasheet plan", 0, 1, "=1+1"))
    assert [f.cell for f in before.findings if f.code.startswith("SLA2")] == [], "the unharmed workbook must be clean"
    wrong, done = [], dict.fromkeys(ALTERATIONS, 0)
    first = [(target, tuple(kinds)) for target in victim.targets()]
    lines = (
        [(target, ("swapped operator",)) for target in list(victim.lines())[:: 1 if len(chosen) < 20 else 3]]
        if every_line
        else []
    )
    for (measure, _, title, row, col, formula), ways in (*first, *lines):
        if measure not in chosen:
            continue
        for kind in ways:
            text = ALTERATIONS[kind](formula)
            if text is None:
                continue
            done[kind] += 1
            report = check_book(victim.altered(title, row, col, text if kind == "constant" else "=" + text))
            causes = [(f.sheet, f.cell, f.name) for f in report.findings if f.code.startswith("SLA2")]
            expected = "formula-overwritten" if kind == "constant" else "formula-edited"
            if causes != [(title, a1(row, col), expected)]:
                wrong.append((measure, kind, text, causes[:4]))
    assert wrong == []
    return done
