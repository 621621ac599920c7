"""Independent spreadsheet engines calculate the workbook and agree with recompute on every derived cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from slasheet.checker.checker import check_book
from slasheet.plan.plan import Plan
from slasheet.plan.templates import TEMPLATES, blank, example
from slasheet.recompute import recompute
from slasheet.spreadsheet.load import load_book
from slasheet.writer.workbook import write
from tests.helpers.books import disagreements
from tests.helpers.engines import ironcalc_values, libreoffice_recalculate
from tests.helpers.plans import plans, prime_plan

HALF = ("revenue_target", "deal_size", "channel_mix")


def half_filled(plan: Plan) -> Plan:
    """Return a plan with every other cell of some inputs blank and others blank altogether."""
    given = {name: tuple(cell if i % 2 else None for i, cell in enumerate(plan.inputs[name])) for name in HALF}
    return blank(plan).with_inputs(**given, marketing_share=plan.inputs["marketing_share"])


def template_plans() -> dict[str, Plan]:
    """Return the blank, half-filled and example plan of every template."""
    made = {}
    for name in TEMPLATES:
        full = example(name)
        made |= {f"{name}-example": full, f"{name}-blank": blank(full), f"{name}-half": half_filled(full)}
    return made


def with_short_log(plan: Plan) -> Plan:
    """Return a plan whose log has room for few more rows than it holds: engines go through every row for every sum."""
    return replace(plan, log_rows=len(plan.log) + 5)


def as_stored(plan: Plan) -> Plan:
    """Return the plan with the fifteen digits that LibreOffice stores of every input, so that it reads back as it was."""
    given = {
        name: tuple(float(f"{cell:.15g}") if isinstance(cell, float) else cell for cell in cells)
        for name, cells in plan.inputs.items()
    }
    return plan.with_inputs(**given)


@given(plan=plans())
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_ironcalc_agrees_on_generated_plans(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("agree") / "plan.xlsx"
    plan = with_short_log(plan)
    write(plan, path)
    assert disagreements(plan, ironcalc_values(path)) == []


@pytest.mark.parametrize("name", template_plans())
def test_ironcalc_agrees_on_templates(name: str, tmp_path: Path) -> None:
    plan = template_plans()[name]
    path = tmp_path / f"{name}.xlsx"
    write(plan, path)
    assert disagreements(plan, ironcalc_values(path)) == []


@pytest.mark.engine
def test_libreoffice_agrees_on_templates(tmp_path: Path) -> None:
    assert_libreoffice_agrees(
        {
            name: plan
            for name, plan in template_plans().items()
            if name in ("classic-example", "funnel-example", "pipeline-half")
        },
        tmp_path,
    )


@pytest.mark.engine
def test_libreoffice_agrees_on_generated_plans(tmp_path: Path) -> None:
    made = {f"drawn-{i}": as_stored(with_short_log(plan)) for i, plan in enumerate(_drawn(4))}
    made |= {
        f"prime-{r}-{c}": with_short_log(prime_plan(rounding=r, carry=c))
        for r, c in (("up", "chain"), ("nearest", "exact"), ("none", "exact"))
    }
    made |= {f"currencies-{which}": with_short_log(plan) for which, plan in plans_with_currencies().items()}
    made["millions"] = millions_of_leads()
    assert_libreoffice_agrees(made, tmp_path)


def plans_with_currencies() -> dict[str, Plan]:
    """Return plans of three currencies: with every rate there, with one missing, with one typed beside blanks where none is needed."""
    full = prime_plan(currencies=("", "GBP", "USD"))
    rates = list(full.inputs["exchange_rate"])
    rates[len(full.axis("horizon")) + 1] = None
    # LibreOffice counts wrongly over ranges of which only the first begins with blanks.
    below_blanks = Plan(regions=("UK", "Home"), months=2, currencies=("GBP", ""))
    return {
        "full": full,
        "missing": full.with_inputs(exchange_rate=tuple(rates)),
        "below blanks": below_blanks.with_inputs(exchange_rate=(None, None, None, 1.2)),
    }


def millions_of_leads() -> Plan:
    """Return a plan of 137,973 / 49.97 / 0.00013 = 21,239,359.00000x leads, of which LibreOffice's ROUNDUP loses the last."""
    return Plan(months=1).with_inputs(
        revenue_target=(137_973.0,),
        deal_size=(49.97,),
        marketing_share=(1.0,),
        channel_mix=(1.0,),
        close_rate=(0.00013,),
    )


def test_the_last_of_millions_of_leads_is_counted(tmp_path: Path) -> None:
    plan = millions_of_leads()
    write(plan, tmp_path / "plan.xlsx")
    assert recompute(plan)["leads_due"] == [21_239_360]
    assert disagreements(plan, ironcalc_values(tmp_path / "plan.xlsx")) == []


@pytest.mark.parametrize("which", plans_with_currencies())
def test_ironcalc_agrees_on_several_currencies(which: str, tmp_path: Path) -> None:
    plan = with_short_log(plans_with_currencies()[which])
    write(plan, tmp_path / "plan.xlsx")
    assert disagreements(plan, ironcalc_values(tmp_path / "plan.xlsx")) == []


def assert_libreoffice_agrees(made: dict[str, Plan], folder: Path) -> None:
    """Let LibreOffice calculate the workbooks of plans, and hold every value against the recomputed one."""
    for name, plan in made.items():
        write(plan, folder / f"{name}.xlsx")
    back = libreoffice_recalculate([folder / f"{name}.xlsx" for name in made], folder / "out")
    wrong = {}
    for path, (name, plan) in zip(back, made.items(), strict=True):
        book = load_book(path)
        values = {title: {place: cell.value for place, cell in cells.items()} for title, cells in book.sheets.items()}
        wrong[name] = disagreements(plan, values)
        faults = [f.message for f in check_book(book, "en").findings if f.code.startswith(("SLA2", "SLA00"))]
        assert faults == [], name
    assert {name: lines for name, lines in wrong.items() if lines} == {}


def _drawn(count: int) -> list[Plan]:
    drawn: list[Plan] = []

    @given(plan=plans())
    @settings(
        max_examples=count,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
    )
    def draw(plan: Plan) -> None:
        drawn.append(plan)

    draw()
    return drawn
