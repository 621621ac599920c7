"""Numbers and dates typed as text: what the plan takes from them, what is told, and what never passes for right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import slasheet
from slasheet.checker.checker import check
from slasheet.cli.main import cli
from slasheet.layout.sheets import SHEETS, layout
from slasheet.plan.file.plan_file import parse_plan
from slasheet.writer.workbook import write
from tests.checker.test_findings import (
    DUE,
    FEBRUARY,
    HERE,
    MIX,
    PLAN,
    RATE,
    Where,
    at,
    calculated,
    put,
    rewritten,
    typed,
)
from tests.checker.test_log_findings import LOG, LOGGED, SECOND, changed, logged, saved
from tests.helpers.engines import with_ironcalc_values

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from slasheet.report.report import Report

AMOUNT = ("deal_size", "EMEA")


def input_of(report: Report, measure: str, *labels: str) -> object:
    assert report.plan is not None
    axes = HERE.measures[measure].axes
    places = [tuple(coordinates.values()) for coordinates in PLAN.coordinates(axes)]
    return report.plan.inputs[measure][places.index(labels)]


READ = [
    (AMOUNT, "5.000,00 €", 5000), (MIX, "40%", 0.4), (RATE, "0,4", 0.4), (("sales_reps", "EMEA"), "๑๐", 10), (("time_to_close", "Webinar"), " 0 ", 0), (("cost_per_lead", "Webinar"), "45,-", 45),
    (("review_days",), "90 ", 90), (("first_contact_hours",), "24,0", 24), (("follow_ups", "1", "days"), "１４", 14), (("next_review",), "15 de enero de 2027", 46402),
    (("valid_from",), "1. 1. 2027", 46388), (("holidays", "1"), "๖ มกราคม ๒๕๗๐", 46393), (("versions", "2", "date"), "2027/01/15", 46402), (("as_of",), "Jan 15, 2027", 46402),
    (("performance_month",), "jan. 2027", 46388), (("attempts", "1", "day"), "0", 0), (("tolerance",), "10 %", 0.1), (("fit_points", "1"), "20 ", 20), (("interest_decay", "1"), "25 %", 0.25),
]  # fmt: skip


def test_a_text_with_one_reading_is_the_number_in_the_plan_whatever_the_cell_takes(tmp_path: Path) -> None:
    report = check(typed(*((at(*cell), text) for cell, text, _ in READ))(tmp_path))
    assert [(cell, input_of(report, *cell)) for cell, _, _ in READ] == [(cell, number) for cell, _, number in READ]
    told = {(f.sheet, f.cell): f.found for f in report.findings if f.name == "text-converted"}
    assert told == {at(*cell)[:2]: text for cell, text, _ in READ}
    assert [f"{f.name} {f.sheet}!{f.cell}" for f in report.findings if f.severity == "error"] == []


NOT_TAKEN = [
    (AMOUNT, "USD 5,000.00"), (("deal_size", "North America"), "50 %"), (("sales_reps", "EMEA"), "10 €"), (("sales_reps", "North America"), "10 %"), (MIX, "0.4 EUR"), (RATE, "5k"),
    (("holidays", "1"), "46393"), (("as_of",), "7"), (FEBRUARY, "15.01.2027"), (("versions", "2", "date"), "15.01"), (("attempts", "1", "day"), "1 %"), (("performance_month",), "5.0"),
]  # fmt: skip


def test_what_the_cell_does_not_take_is_no_number_there(tmp_path: Path) -> None:
    report = check(typed(*((at(*cell), text) for cell, text in NOT_TAKEN))(tmp_path))
    assert [(cell, input_of(report, *cell)) for cell, _ in NOT_TAKEN] == NOT_TAKEN
    told = {(f.sheet, f.cell): f.found for f in report.findings if f.name == "text-in-number"}
    assert told == {at(*cell)[:2]: text for cell, text in NOT_TAKEN}


def test_a_percentage_typed_as_a_whole_number_in_text_is_an_error_all_the_same(tmp_path: Path) -> None:
    report = check(typed((at(*MIX), "45"))(tmp_path))
    assert {f.name: f.found for f in report.findings} == {"percent-as-whole": 45, "text-converted": "45"}
    assert not report.ok


def test_what_the_workbook_shows_meanwhile_follows_from_the_text_and_is_not_called_right(tmp_path: Path) -> None:
    report = check(typed((at(*AMOUNT), "5.000,00"))(tmp_path))
    (found,) = report.findings
    assert "!".join(str(part) for part in at(*DUE)[:2]) in found.follows
    assert report.frame("leads_due").loc[("Webinar", "EMEA"), "2027-02"] == 28
    assert "THE MATH IS RIGHT" not in report.text()
    assert "SOME IN THE WORKBOOK ARE NOT: 1 warning" in report.text().splitlines()[0]
    assert f"{len(found.follows)} cells follow from it" in report.text()


def test_a_text_on_which_nothing_rests_leaves_the_math_right(tmp_path: Path) -> None:
    report = check(rewritten(calculated(tmp_path), tmp_path / "same.xlsx", put(at(*AMOUNT), "5.000,00")))
    assert [(f.name, f.follows) for f in report.findings] == [("text-converted", ())]
    assert "THE MATH IS RIGHT, with 1 warning" in report.text()


def test_a_text_excuses_only_what_formulas_make_of_it(tmp_path: Path) -> None:
    source = typed((at(*AMOUNT), "5.000,00"))(tmp_path)
    report = check(rewritten(source, tmp_path / "stale.xlsx", put(at(*DUE), 27, keep_formula=True)))
    assert {f.name for f in report.findings} == {"text-converted", "value-wrong"}
    (wrong,) = (f for f in report.findings if f.name == "value-wrong")
    assert (wrong.cell, wrong.found, wrong.expected) == (at(*DUE).cell, 27, 28)
    assert not report.ok


def test_values_from_before_another_number_was_typed_as_text_are_wrong(tmp_path: Path) -> None:
    report = check(rewritten(calculated(tmp_path), tmp_path / "stale.xlsx", put(at(*AMOUNT), "4.000,00")))
    assert {f.name for f in report.findings} >= {"text-converted", "value-wrong"}
    assert not report.ok


def test_an_amount_is_in_the_currency_of_its_region(tmp_path: Path) -> None:
    plan = parse_plan("""
months = 1
regions = {names = ["EMEA", "UK"], currencies = {UK = "GBP"}}
channels = [{name = "Web"}]
[inputs]
revenue_target = 60000
marketing_share = 1
deal_size = 500
close_rate = 0.5
channel_mix = 1
exchange_rate = {UK = 1.25}
""")
    write(plan, tmp_path / "made.xlsx")
    book = load_workbook(tmp_path / "made.xlsx")
    book["Deal size"]["E5"], book["Deal size"]["F5"] = "£ 500.00", "500,00 £"
    book.save(tmp_path / "typed.xlsx")
    with_ironcalc_values(tmp_path / "typed.xlsx", tmp_path / "saved.xlsx")
    report = check(tmp_path / "saved.xlsx")
    told = {f.name: f.at.get("region") for f in report.findings if f.measure == "deal_size"}
    assert told == {"text-in-number": "EMEA", "text-converted": "UK"}


TEXTS = {
    FEBRUARY: "140 000,00",
    MIX: "40 %",
    AMOUNT: "5,000",
    ("holidays", "1"): "06.01.2027",
    ("horizon", "2027-01"): "January 2027",
}


def test_a_fresh_workbook_has_the_numbers_and_asks_again_for_what_is_in_doubt(tmp_path: Path) -> None:
    book = typed(*((at(*cell), text) for cell, text in TEXTS.items()))(tmp_path)
    result = CliRunner().invoke(cli, ["rebuild", str(book), "-o", str(tmp_path / "again.xlsx")])
    assert result.exit_code == 0, result.output
    before, after = slasheet.read(book), slasheet.read(tmp_path / "again.xlsx")
    assert after == before
    assert (after.start, after.inputs["holidays"][0]) == ("2027-01", 46393)
    assert after.inputs["deal_size"][PLAN.regions.index("EMEA")] == "5,000"
    assert [f.name for f in after.findings if f.code in ("SLA115", "SLA116")] == ["text-ambiguous"]
    exported = CliRunner().invoke(cli, ["export", str(book), "-o", str(tmp_path / "plan.toml")])
    assert exported.exit_code == 0, exported.output


# The lead log ------------------------------------------------------------------------------------


def test_a_column_of_texts_is_one_finding_with_its_first_rows(tmp_path: Path) -> None:
    rows = [
        (f"2027-0{m}-0{d}", *row[1:3], f" {row[3]:g}", *row[4:])
        for row, m, d in zip(LOG, (1, 2, 3) * 16, (4, 1, 1) * 16, strict=True)
    ]
    report = check(logged(rows)(tmp_path))
    texts = [f for f in report.findings if f.name.startswith("text-")]
    assert [(f.name, f.cell, f.found, f.expected) for f in texts] == [
        ("text-converted", "A5", "2027-01-04", "2027-01-04"),
        ("text-converted", "D5", " 6", 6),
    ]
    assert "48 rows of the lead log (5, 6, 7, …)" in texts[0].message
    assert "“ 6” is read as 6; “ 7” is read as 7; “ 10” is read as 10; …" in texts[1].message
    assert report.plan is not None
    assert sum(row[3] for row in report.plan.log) == sum(row[3] for row in LOG)
    assert [f.name for f in report.findings if f.severity == "error"] == []


def test_rows_in_doubt_are_one_finding_and_are_not_counted(tmp_path: Path) -> None:
    rows = [(row[0], *row[1:3], "1,007", *row[4:]) if number in (1, 5, 9) else row for number, row in enumerate(LOG)]
    report = check(logged(rows)(tmp_path))
    (found,) = (f for f in report.findings if f.severity == "error")
    assert (found.name, found.cell, found.expected) == ("text-ambiguous", "D6", [1007, 1.007])
    assert "3 rows of the lead log (6, 10, 14)" in found.message
    assert (
        report.results["actual_leads"]
        == check(
            logged([(*row[:3], None, *row[4:]) if n in (1, 5, 9) else row for n, row in enumerate(LOG)])(tmp_path)
        ).results["actual_leads"]
    )


def test_numbers_of_the_log_typed_as_text_are_counted_and_kept(tmp_path: Path) -> None:
    path = logged(changed(SECOND, date="4.1.2027", leads="7,0", contacted="６"))(tmp_path)
    report = check(path)
    assert report.plan is not None
    assert report.plan.log[SECOND] == LOG[SECOND]
    assert report.results["actual_leads"] == check(logged(LOG)(tmp_path)).results["actual_leads"]
    result = CliRunner().invoke(cli, ["rebuild", str(path), "-o", str(tmp_path / "again.xlsx")])
    assert result.exit_code == 0, result.output
    assert slasheet.read(tmp_path / "again.xlsx").log == LOGGED.log


def test_a_log_that_reads_another_workbook_is_told_once(tmp_path: Path) -> None:
    source = logged(LOG)(tmp_path)
    part = f"xl/worksheets/sheet{[sheet.title for sheet in SHEETS.values()].index('Lead log') + 1}.xml"
    edits = [
        (
            part,
            rf'<c r="D{row}"([^>]*)>.*?<v>(\d+)</v></c>',
            lambda m, row=row: f'<c r="D{row}"{m[1]}><f>[1]Leads!D{row}</f><v>{m[2]}</v></c>',
        )
        for row in (6, 7)
    ]
    report = check(rewritten(source, tmp_path / "linked.xlsx", *edits))
    assert [(f.name, f.cell, f.found) for f in report.findings] == [("linked-input", "D6", "=[1]Leads!D6")]
    assert "2 rows of the lead log (6, 7)" in report.findings[0].message


# The first month -----------------------------------------------------------------------------------


def without_a_start(tmp_path: Path) -> Path:
    """Save a logged plan whose first month is a text: formulas know no month."""
    sheet, cell = layout(LOGGED).address("horizon", 0)
    plan = LOGGED.with_inputs(as_of=(46410.0,), performance_month=(46388.0,))
    return saved(plan, put(Where(sheet, cell), "January 2027"))(tmp_path)


def test_a_first_month_as_text_is_one_finding_from_which_everything_follows(tmp_path: Path) -> None:
    report = check(without_a_start(tmp_path))
    assert [f.name for f in report.findings] == ["text-converted"]
    assert report.plan is not None
    assert report.plan.start == "2027-01"
    assert sum(report.results["actual_leads"]) == sum(row[3] for row in LOG)
    assert len(report.findings[0].follows) > 1000


def test_a_number_that_shows_without_a_first_month_is_wrong(tmp_path: Path) -> None:
    sheet, cell = layout(LOGGED).address("leads_due", 1)
    report = check(
        rewritten(without_a_start(tmp_path), tmp_path / "stale.xlsx", put(Where(sheet, cell), 27, keep_formula=True))
    )
    assert [(f.name, f.cell, f.found) for f in report.findings if f.severity == "error"] == [("value-wrong", cell, 27)]
