"""Regions that plan in a currency of their own: what the workbook shows and takes, and that nothing changes without them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from slasheet.checker.checker import check, read
from slasheet.layout.sheets import layout
from slasheet.plan.carried import from_texts, to_texts
from slasheet.plan.file.plan_file import parse_plan, to_toml
from slasheet.plan.measures.table import measures
from slasheet.plan.new import starting_plan
from slasheet.plan.plan import Plan, plan_of_settings
from slasheet.plan.templates import example
from slasheet.recompute import recompute
from slasheet.report.export import frame, rows
from slasheet.writer.workbook import write
from tests.helpers.books import check_altered
from tests.helpers.engines import with_ironcalc_values

pytestmark = pytest.mark.slow

TEXT = """
months = 3
currency = "EUR"
[regions]
names = ["Home", "UK", "US"]
currencies = { UK = "GBP", US = "USD" }
[[channels]]
name = "Web"
[[channels]]
name = "Calls"
owner = "sales"
[inputs]
marketing_share = 0.5
channel_mix = 1
close_rate = 0.1
deal_size = { Home = 1000, UK = 500, US = 2000 }
revenue_target = { Home = 40000, UK = [20000, 40000, 60000], US = 80000 }
exchange_rate = { UK = [1.2, 1.25, 1.1], US = 0.9 }
cost_per_lead = 5
"""
PLAN = parse_plan(TEXT)


def rates(plan: Plan) -> dict[str, tuple[object, ...]]:
    """Return the exchange rates of every region."""
    wide, cells = len(plan.axis("horizon")), plan.inputs["exchange_rate"]
    return {region: cells[r * wide : (r + 1) * wide] for r, region in enumerate(plan.regions)}


def without_rate(plan: Plan, region: str, month: str) -> Plan:
    """Return the plan with one rate blank."""
    place = [tuple(at.values()) for at in plan.coordinates(("region", "horizon"))].index((region, month))
    cells = plan.inputs["exchange_rate"]
    return plan.with_inputs(exchange_rate=(*cells[:place], None, *cells[place + 1 :]))


# The plan ----------------------------------------------------------------------------------------


def test_a_region_that_is_not_named_plans_in_the_reporting_currency() -> None:
    assert PLAN.currencies == ("", "GBP", "USD")
    assert [PLAN.currency_of(region) for region in PLAN.regions] == ["EUR", "GBP", "USD"]
    assert rates(PLAN) == {"Home": (None,) * 3, "UK": (1.2, 1.25, 1.1), "US": (0.9, 0.9, 0.9)}
    assert len({PLAN, parse_plan(TEXT)}) == 1


def test_the_reporting_currency_is_nobody_s_own() -> None:
    named = replace(PLAN, currencies=("EUR", "GBP", "EUR"))
    assert named.currencies == ("", "GBP", "")
    assert replace(example("classic"), currencies=("EUR",) * 4, currency="EUR").currencies == ()


def test_a_currency_for_each_region_or_for_none() -> None:
    with pytest.raises(ValueError, match="not a plan: currencies"):
        replace(PLAN, currencies=("GBP",))


def test_currencies_and_rates_are_part_of_what_is_agreed() -> None:
    assert replace(PLAN, currencies=("", "GBP", "CAD")).fingerprint() != PLAN.fingerprint()
    assert without_rate(PLAN, "UK", "2027-02").fingerprint() != PLAN.fingerprint()


def test_nothing_is_lost_through_plan_file_carried_plan_and_workbook(tmp_path: Path) -> None:
    assert parse_plan(to_toml(PLAN)) == PLAN
    assert plan_of_settings(from_texts(to_texts(PLAN))[0]) == replace(PLAN, inputs={})
    write(PLAN, tmp_path / "plan.xlsx")
    assert read(tmp_path / "plan.xlsx") == PLAN


def test_a_plan_carried_before_there_were_currencies_is_read() -> None:
    carried = json.loads("".join(to_texts(PLAN)))
    del carried["plan"]["regions"]["currencies"]
    assert plan_of_settings(from_texts([json.dumps(carried)])[0]).currencies == ()


@pytest.mark.parametrize("name", ["classic", "funnel"])
def test_a_plan_without_currencies_has_none_of_it(name: str, tmp_path: Path) -> None:
    plan = example(name)
    strange = ("exchange_rate", "rate_", "rates_lacking", "reporting_currency", "region_currency", "_reported")
    assert [n for n in (*measures(plan), *recompute(plan), *plan.inputs) if any(s in n for s in strange)] == []
    assert "currencies" not in to_toml(plan)
    write(plan, tmp_path / "without.xlsx")
    write(replace(plan, currencies=(plan.currency,) * len(plan.regions)), tmp_path / "named.xlsx")
    assert (tmp_path / "without.xlsx").read_bytes() == (tmp_path / "named.xlsx").read_bytes()


# What a new workbook starts from -----------------------------------------------------------------


def started(tmp_path: Path, *regions: str, **changes: str) -> tuple[Plan, int]:
    (tmp_path / "plan.toml").write_text(TEXT)
    return starting_plan(tmp_path / "plan.toml", None, regions, (), changes, example=False)


def test_regions_that_are_gone_take_their_currency_along(tmp_path: Path) -> None:
    plan, lost = started(tmp_path, "US", "Home", "Asia")
    assert plan.currencies == ("USD", "", "")
    assert rates(plan)["US"] == (0.9,) * 3
    # 3 targets, 3 marketing shares, 3 rates; deal size and new-business share; 2 close rates, 2 shares of the mix.
    assert lost == 15
    assert started(tmp_path, "Home")[0].currencies == ()


def test_rates_to_another_reporting_currency_are_left_out(tmp_path: Path) -> None:
    plan, lost = started(tmp_path, currency="USD")
    assert plan.currencies == ("", "GBP", "")
    assert set(plan.inputs["exchange_rate"]) == {None}
    assert lost == 6


def test_an_example_has_every_rate_that_is_needed(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(TEXT.replace("exchange_rate = { UK = [1.2, 1.25, 1.1], US = 0.9 }", ""))
    plan, _ = starting_plan(tmp_path / "plan.toml", None, (), (), {}, example=True)
    assert rates(plan) == {"Home": (None,) * 3, "UK": (1.0,) * 3, "US": (1.0,) * 3}


# The workbook ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of three currencies that an engine has calculated."""
    folder = tmp_path_factory.mktemp("currencies")
    write(PLAN, folder / "draft.xlsx")
    with_ironcalc_values(folder / "draft.xlsx", folder / "plan.xlsx")
    return folder / "plan.xlsx"


def place(measure: str, *labels: str) -> tuple[str, str]:
    """Return sheet and address of a cell of the plan."""
    table = measures(PLAN)
    known = [tuple(at.values()) for at in PLAN.coordinates(table[measure].axes)]
    return layout(PLAN).address(measure, known.index(labels))


@pytest.mark.parametrize(
    ("measure", "labels", "sign"),
    [
        ("revenue_target", ("Home", "2027-01"), "€"),
        ("revenue_target", ("UK", "2027-02"), "£"),
        ("revenue_target_plan", ("US", "plan"), "$"),
        ("revenue_target_reported", ("UK", "2027-02"), "€"),
        ("revenue_target_by_month", ("2027-02",), "€"),
        ("deal_size", ("US",), "$"),
        ("stage_value", ("Lead", "Calls", "UK"), "£"),
        ("lead_value", ("Web", "US"), "$"),
        ("sla_value", ("Web", "UK", "2027-03"), "£"),
        ("sla_value_reported", ("Web", "UK", "2027-03"), "€"),
        ("sla_value_by_region", ("US", "2027-03"), "$"),
        ("sla_value_by_channel", ("Web", "2027-03"), "€"),
        ("cost_per_lead", ("Web",), "€"),
        ("cost_per_customer", ("Web", "UK"), "€"),
        ("delivery_value_by_region", ("UK", "actual", "2027-01"), "£"),
        ("delivery_value_by_owner", ("sales", "actual", "2027-01"), "€"),
        ("closed_revenue_by_region_to_date", ("US", "plan", "to date"), "$"),
        ("mtd_value_by_region", ("UK", "plan"), "€"),
        ("observed", ("Web", "UK", "deal_size"), "£"),
    ],
)
def test_every_amount_shows_its_currency(book: Path, measure: str, labels: tuple[str, ...], sign: str) -> None:
    title, cell = place(measure, *labels)
    assert f'"{sign}"' in load_workbook(book)[title][cell].number_format


def test_other_cells_of_such_a_table_are_no_money(book: Path) -> None:
    title, cell = place("delivery_value_by_region", "UK", "attainment", "2027-01")
    assert load_workbook(book)[title][cell].number_format == "0.0%"


def test_the_currency_stands_beside_every_rate_and_in_the_notes(book: Path) -> None:
    sheet = load_workbook(book)["Revenue target"]
    first = layout(PLAN).blocks["exchange_rate"]
    rows = range(first.row + 1, first.row + 4)
    assert [[sheet.cell(row, col).value for col in (2, 5)] for row in rows] == [
        ["EUR", None],
        ["GBP", 1.2],
        ["USD", 0.9],
    ]
    assert sheet.cell(first.row, 2).value == "Currency"
    notes = {sheet.cell(h.row + 1, 5).value for h in layout(PLAN).headings if h.sheet == "revenue"}
    assert any(str(note).endswith("Every region in its own currency.") for note in notes)
    assert any(str(note).endswith("All in EUR.") for note in notes)
    start = {str(cell.value) for row in load_workbook(book)["Start"].iter_rows() for cell in row}
    assert any("Own currencies: UK in GBP, US in USD." in text for text in start)


def test_no_total_stands_below_amounts_of_several_currencies() -> None:
    there, table = layout(PLAN), measures(PLAN)
    for name in ("revenue_target", "new_business_target", "marketing_revenue", "sales_revenue"):
        local, total = there.blocks[name], there.blocks[f"{name}_by_month"]
        assert total.row == there.blocks[f"{name}_reported"].row + len(PLAN.regions)
        assert total.header != local.header
        assert table[f"{name}_by_month"].formula_at({}).count("_reported") > 0


def test_a_filled_workbook_is_right_and_the_report_names_every_currency(book: Path) -> None:
    report = check(book)
    assert [found.name for found in report.findings if found.severity != "info"] == []
    text = report.text()
    assert "EUR, GBP (UK), USD (US)" in text
    assert [label for label in ("Home (EUR)", "UK (GBP)", "US (USD)", "Total (EUR)") if label not in text] == []


def test_a_missing_rate_is_told_on_its_cell_and_checks_is_incomplete(book: Path, tmp_path: Path) -> None:
    cell = place("exchange_rate", "UK", "2027-02")
    report = check_altered(book, tmp_path / "missing.xlsx", {cell: None})
    missing = [found for found in report.findings if found.name == "missing-input"]
    assert [(found.sheet, found.cell, found.at) for found in missing] == [
        (*cell, {"region": "UK", "horizon": "2027-02"})
    ]
    assert report.values("overall_status") == ["incomplete"]
    assert report.values("revenue_target_by_month") == [136_000, None, 178_000]
    assert [found.code for found in report.findings if found.code.startswith("SLA2")] == []


def test_exported_amounts_say_their_currency_and_no_other_number_does(book: Path) -> None:
    logged = PLAN.with_log(
        [(46_030.0, "uk", "Web", 5.0, None, None, None, 900.0), (46_030.0, "Mars", "Web", 5.0, None, None, None, 9.0)]
    )
    table = list(rows(replace(check(book), plan=logged)))
    said = {(row["measure"], row["region"], row["item"]): row["currency"] for row in table}
    assert said["revenue_target", "UK", None] == "GBP"
    assert said["revenue_target", "Home", None] == "EUR"
    assert said["revenue_target_by_month", None, None] == "EUR"
    assert said["sla_value_reported", "UK", None] == "EUR"
    assert said["leads_due", "UK", None] is None
    assert said["delivery_value_by_region", "US", "plan"] == "USD"
    assert said["delivery_value_by_region", "US", "attainment"] is None
    assert (said["lead_log", "uk", "revenue"], said["lead_log", "uk", "leads"]) == ("GBP", None)
    assert said["lead_log", "Mars", "revenue"] is None
    assert "currency" in frame(check(book)).columns
    assert "currency" not in frame(replace(check(book), plan=None)).columns


@pytest.mark.parametrize(("measure", "labels"), [("region_currency", ("UK",)), ("reporting_currency", ())])
def test_a_currency_typed_over_is_the_cause_of_what_differs(
    book: Path, tmp_path: Path, measure: str, labels: tuple[str, ...]
) -> None:
    report = check_altered(book, tmp_path / "typed.xlsx", {place(measure, *labels): "XXX"})
    (found,) = [found for found in report.findings if found.severity == "error"]
    assert (found.name, found.sheet, found.cell, found.found) == ("word-overwritten", *place(measure, *labels), "XXX")


def test_a_renamed_region_keeps_its_currency(book: Path, tmp_path: Path) -> None:
    report = check_altered(book, tmp_path / "renamed.xlsx", {place("regions", "UK"): "Great Britain"})
    assert report.plan is not None
    assert report.plan.own_currencies() == {"Great Britain": "GBP", "US": "USD"}
    assert report.ok


def test_new_business_of_the_plan_is_told_in_one_currency() -> None:
    """By hand: 100,000 euros and 100,000 pounds at 2 are 300,000 euros, as target and as closed; without the rate, nothing."""
    text = """
    start = "2027-01"
    months = 1
    currency = "EUR"
    regions = {names = ["EMEA", "UK"], currencies = {UK = "GBP"}}
    channels = [{name = "Web"}]
    inputs = {revenue_target = 100000, marketing_share = 1, deal_size = 1000, close_rate = 0.1, channel_mix = 1, exchange_rate = {UK = 2}}
    """
    plan = parse_plan(text).with_log(
        [(46_400.0 - 10, region, "Web", 1_000.0, None, None, 100.0, 100_000.0) for region in ("EMEA", "UK")]
    )
    kpi, wide = recompute(plan)["kpi"], len(plan.axis("kpi_figure"))
    place = plan.axis("kpi").index("new_business") * wide
    assert kpi[place : place + 3] == [300_000, 300_000, 1]
    unrated = recompute(plan.with_inputs(exchange_rate=(None, None)))["kpi"]
    assert unrated[place : place + 3] == [None, None, None]
