"""The command line: every command with its exit codes, one line for a wrong call, and never a touch on the user's file."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import partial
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

import slasheet
from slasheet.cli.main import cli
from slasheet.layout.sheets import layout
from slasheet.plan.file.plan_file import parse_plan, to_toml
from slasheet.plan.templates import TEMPLATES
from slasheet.writer.workbook import write
from tests.helpers.books import altered
from tests.helpers.engines import with_ironcalc_values
from tests.helpers.places import ROOT
from tests.helpers.plans import prime_plan

if TYPE_CHECKING:
    from click.testing import Result

EXACT = prime_plan(regions=("North America", "EMEA"), months=3, lookahead=2).with_log(())
#: Rounded, since openpyxl, which types over a cell here, keeps sixteen digits of a number.
PLAN = EXACT.with_inputs(
    **{
        name: tuple(round(cell, 12) if isinstance(cell, float) else cell for cell in cells)
        for name, cells in EXACT.inputs.items()
    }
)
DUE, DUE_CELL = layout(PLAN).address("leads_due", 4)
PLAN_FILE = """
title = "SLA 2027"
months = 3
stages = ["MQL", "SQL", "Customer"]
regions = {names = ["North America", "EMEA"]}
channels = [{name = "Website form", time_to_close = 1}, {name = "Webinar"}, {name = "Outbound calls", owner = "sales"}]
[inputs]
deal_size = {"North America" = 24000, EMEA = 18000}
revenue_target = {"North America" = [500000, 510000, 520000], EMEA = [300000, 310000, 320000]}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the files that people have: fresh, filled and saved, typed over, not calculated, of somebody else, damaged."""
    folder = tmp_path_factory.mktemp("made")
    write(PLAN, folder / "fresh.xlsx")
    with_ironcalc_values(folder / "fresh.xlsx", folder / "sla.xlsx")
    altered(folder / "fresh.xlsx", folder / "typed.xlsx", {(DUE, DUE_CELL): 4242})
    load_workbook(folder / "fresh.xlsx").save(folder / "never.xlsx")
    Workbook().save(folder / "forecast.xlsx")
    (folder / "plan.toml").write_text(PLAN_FILE)
    (folder / "wrong.toml").write_text(PLAN_FILE + "sales_reps = -1\nleads_per_rep = true\n")
    whole = (folder / "fresh.xlsx").read_bytes()
    (folder / "cut.xlsx").write_bytes(whole[:5000])
    (folder / "damaged.xlsx").write_bytes(whole[:3000] + bytes(60) + whole[3060:])
    (folder / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
    (folder / "notes.txt").write_text("not a workbook")
    (folder / "empty.xlsx").write_bytes(b"")
    with zipfile.ZipFile(folder / "zip.xlsx", "w") as book:
        book.writestr("readme.txt", "no workbook in here")
    return folder


@pytest.fixture(autouse=True)
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own, with the files in it."""
    for file in made.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    """Run a command line, see that it ends with `code`, and on 0 and 1 says nothing on stderr."""
    result = CliRunner().invoke(cli, words, prog_name="slasheet")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == code, result.output
    assert code == 2 or result.stderr == ""
    return result


def fingerprints() -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in Path().iterdir() if file.is_file()}


# Wrong calls -------------------------------------------------------------------------------------

WRONG = {
    "bogus": "No such command 'bogus'",
    "check": "Missing argument",
    "check nothing.xlsx": "nothing.xlsx: can't be read (No such file or directory); check the name",
    "check empty": "empty: is a folder without a workbook",
    "check notes.txt": "notes.txt: is not an .xlsx or .ods workbook; save it as one",
    "check empty.xlsx": "empty.xlsx: is empty; fetch it again",
    "check old.xls": "old.xls: is password-protected or an old .xls",
    "check cut.xlsx": "cut.xlsx: is cut short or damaged",
    "check damaged.xlsx": "damaged.xlsx: ",
    "check zip.xlsx": "zip.xlsx: damaged",
    "check sla.xlsx --format yaml": "'yaml' is not one of 'text', 'json', 'jsonl', 'markdown'",
    "check sla.xlsx -o sla.xlsx": "never overwritten",
    "check sla.xlsx -o nowhere/report.txt": "nowhere/report.txt: can't be written",
    "check sla.xlsx --bogus": "No such option '--bogus'",
    "show nothing.xlsx": "can't be read",
    "show forecast.xlsx": "forecast.xlsx is not a workbook that slasheet made",
    "show sla.xlsx leads_dew": "there is no measure 'leads_dew'",
    "export sla.xlsx": "Missing option '-o'",
    "export nothing.xlsx -o out.csv": "can't be read",
    "export forecast.xlsx -o out.csv": "not a workbook that slasheet made",
    "export sla.xlsx -o out.doc": "there is no format 'doc'; end the name in one of .csv, .json, .parquet, .toml, .xlsx",
    "export sla.xlsx -o out": "there is no format",
    "export sla.xlsx -o out.csv --format doc": "'doc' is not one of",
    "export sla.xlsx -o sla.xlsx": "never overwritten",
    "export sla.xlsx -o . --format csv": "is a folder",
    "explain": "Missing argument",
    "explain leads_dew": "there is no measure 'leads_dew'; did you mean leads_due",
    "explain Nowhere!D10 sla.xlsx": "there is no sheet 'Nowhere'",
    "explain Checks!ZZ999 sla.xlsx": "Checks!ZZ999 holds no measure",
    "explain leads_due nothing.xlsx": "can't be read",
    "explain leads_due forecast.xlsx": "not a workbook that slasheet made",
    "rebuild sla.xlsx": "Missing option '-o'",
    "rebuild sla.xlsx -o sla.xlsx": "never overwritten",
    "rebuild sla.xlsx -o ./sla.xlsx --force": "never overwritten",
    "rebuild sla.xlsx -o fresh.xlsx": "fresh.xlsx: is already there; choose another name with -o, or overwrite it with --force",
    "rebuild forecast.xlsx -o out.xlsx": "not a workbook that slasheet made",
    "new nothing.toml": "nothing.toml: can't be read",
    "new .": "is a folder; name a plan file",
    "new sla.xlsx": "sla.xlsx: is not a text file",
    "new -t nothing": "there is no template 'nothing'; choose from: classic, funnel, pipeline, persona",
    "new plan.toml -t classic": "a plan file or a template, not both",
    "new plan.toml -o sla.xlsx": "sla.xlsx: is already there; choose another name with -o, or overwrite it with --force",
    "new plan.toml -o plan.toml --force": "never overwritten",
    "new -o nowhere/sla.xlsx": "nowhere/sla.xlsx: can't be written",
    "new -o . --force": "is a folder",
    "new --months many": "'many' is not a valid integer",
    "new --months 0": "months: 0 is not allowed. Allowed: a whole number from 1 to 36",
}


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_call_is_told_in_one_line_and_changes_nothing(words: str) -> None:
    before = fingerprints()
    result = run(*words.split(), code=2)
    assert result.stdout == ""
    assert result.stderr.startswith(("slasheet: ", f"slasheet {words.split(maxsplit=1)[0]}: "))
    assert result.stderr.count("\n") == 1, result.stderr
    assert WRONG[words] in result.stderr
    assert fingerprints() == before


def test_no_call_at_all_is_answered_with_help() -> None:
    assert run(code=0).stdout.startswith("Usage: ")


@pytest.mark.parametrize(("words", "said"), [
    ("--start 2027-13", 'start: "2027-13" is not allowed. Allowed: a month'),
    ("--currency euro", 'currency: "euro" is not allowed.'),
    ("--language tlh", 'language: "tlh" is not allowed. Allowed: en'),
    ("--channel Web:boss", "NAME:marketing or NAME:sales"),
    ("--region A*", 'the label "A*" contains * ? or ~'),
    ("--region EMEA --region emea", 'the label "emea" appears more than once'),
])  # fmt: skip
def test_an_option_that_makes_no_plan_is_told(words: str, said: str) -> None:
    before = fingerprints()
    assert said in run("new", *words.split(), code=2).stderr
    assert fingerprints() == before


def test_the_program_names_itself_once() -> None:
    assert run("check", code=2).stderr.startswith("slasheet check: ")


def test_a_wrong_plan_file_is_told_problem_by_problem() -> None:
    lines = run("new", "wrong.toml", "-o", "out.xlsx", code=2).stderr.splitlines()
    assert lines[0] == "slasheet: wrong.toml: 2 problems in the plan"
    assert [line.split(": ")[0].strip() for line in lines[1:]] == ["inputs.sales_reps", "inputs.leads_per_rep"]
    assert not Path("out.xlsx").exists()


def test_a_process_of_its_own_ends_with_the_code_and_without_a_traceback() -> None:
    ran = [
        subprocess.run([sys.executable, "-m", "slasheet", "check", file], capture_output=True, text=True, check=False)
        for file in ("sla.xlsx", "typed.xlsx", "nothing.xlsx")
    ]
    assert [process.returncode for process in ran] == [0, 1, 2]
    assert "THE MATH IS RIGHT" in ran[0].stdout
    assert "formula-overwritten" in ran[1].stdout
    assert ran[2].stderr == "slasheet: nothing.xlsx: can't be read (No such file or directory); check the name.\n"


# new ---------------------------------------------------------------------------------------------


def test_new_writes_a_blank_workbook_named_like_its_template() -> None:
    assert run("new", "-t", "persona").stdout.startswith(
        "persona.xlsx: blank workbook, 3 personas, 3 channels, 6 months. Next: fill it in"
    )
    assert set(slasheet.read("persona.xlsx").inputs["revenue_target"]) == {None}


def test_new_writes_the_filled_workbook_of_a_plan_file() -> None:
    assert run("new", "plan.toml").stdout.startswith(
        "plan.xlsx: filled workbook, 2 regions, 3 channels, 3 months. Next: look at it"
    )
    assert slasheet.read("plan.xlsx") == parse_plan(PLAN_FILE)


def test_new_overwrites_only_with_force() -> None:
    run("new", "plan.toml", "-o", "typed.xlsx", "--force")
    assert slasheet.read("typed.xlsx").title == "SLA 2027"


def test_new_writes_the_same_bytes_twice() -> None:
    for name in ("one.xlsx", "two.xlsx"):
        run("new", "plan.toml", "--example", "-o", name)
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_options_change_the_axes_and_keep_values_by_label() -> None:
    run("new", "plan.toml", "-o", "out.xlsx", "--region", "Asia: Pacific", "--region", "EMEA", "--channel", "Webinar:sales", "--channel", "Website form",
        "--start", "2027-02", "--months", "4", "--currency", "JPY", "--language", "en")  # fmt: skip
    plan = slasheet.read("out.xlsx")
    assert (plan.regions, plan.start, plan.months, plan.currency, plan.title) == (
        ("Asia: Pacific", "EMEA"),
        "2027-02",
        4,
        "JPY",
        "SLA 2027",
    )
    assert [(channel.name, channel.owner) for channel in plan.channels] == [
        ("Webinar", "sales"),
        ("Website form", "marketing"),
    ]
    assert plan.inputs["deal_size"] == (None, 18000)
    assert plan.inputs["revenue_target"] == (None, None, None, None, 310_000, 320_000, None, None), (
        "February and March of EMEA"
    )
    assert plan.inputs["time_to_close"] == (0, 1)


@pytest.mark.parametrize(
    "words", ["", "plan.toml", "-t pipeline --months 4 --region EMEA", "-t persona --channel Web --channel Phone:sales"]
)
def test_an_example_is_complete_and_right(words: str) -> None:
    run("new", *words.split(), "--example", "-o", "example.xlsx")
    report = json.loads(run("check", "example.xlsx", "--format", "json").stdout)
    assert report["counts"]["error"] == 0
    assert {found["name"] for found in report["findings"]} <= {
        "calculated-by-slasheet",
        "due-before-start",
        "past-horizon",
        "over-capacity",
    }


# check -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("file", "strict", "code", "verdict"), [
    ("sla.xlsx", False, 0, "sla.xlsx: THE MATH IS RIGHT"),
    ("sla.xlsx", True, 0, "sla.xlsx: THE MATH IS RIGHT"),
    ("fresh.xlsx", True, 0, "fresh.xlsx: NOT CALCULATED YET"),
    ("never.xlsx", False, 0, "never.xlsx: NOT CALCULATED YET"),
    ("never.xlsx", True, 1, "never.xlsx: NOT CALCULATED YET"),
    ("typed.xlsx", False, 1, "typed.xlsx: NOT READY TO SIGN: 1 error"),
    ("forecast.xlsx", False, 1, "forecast.xlsx: NOT A WORKBOOK OF SLASHEET"),
])  # fmt: skip
def test_check_ends_with_0_when_nothing_is_wrong_and_1_when_something_is(
    file: str, strict: bool, code: int, verdict: str
) -> None:
    assert run("check", file, *["--strict"] * strict, code=code).stdout.startswith(verdict)


def test_check_reads_what_it_can_of_several_files_and_ends_with_2_when_one_cannot_be_read() -> None:
    result = run("check", "sla.xlsx", "nothing.xlsx", "typed.xlsx", "--format", "json", code=2)
    assert [report["file"] for report in json.loads(result.stdout)] == ["sla.xlsx", "typed.xlsx"]
    assert result.stderr.count("\n") == 1
    assert "nothing.xlsx: can't be read" in result.stderr


def test_check_says_what_is_wrong_where_in_text_and_markdown() -> None:
    text, markdown = (run("check", "typed.xlsx", "--format", form, code=1).stdout for form in ("text", "markdown"))
    for report in (" ".join(text.split()), markdown):
        assert "SLA201" in report
        assert DUE_CELL in report
        assert "was typed over: 4,242 instead of " in report
        assert "North America" in report
    assert f"\n{DUE}\n  error   SLA201  formula-overwritten  {DUE_CELL}\n" in text
    assert f"\n## {DUE}\n" in markdown
    row = next(line for line in markdown.splitlines() if "SLA201" in line)
    assert row.replace("\\|", "").count("|") == 7, "six columns"


def test_check_writes_its_report_where_it_is_told() -> None:
    printed = run("check", "typed.xlsx", "--format", "markdown", code=1).stdout
    assert run("check", "typed.xlsx", "--format", "markdown", "-o", "report.md", code=1).stdout == ""
    assert Path("report.md").read_text(encoding="utf-8") == printed


def shape(values: Any) -> list[int]:
    return [len(values), *shape(values[0])] if isinstance(values, list) else []


def test_the_json_of_check_has_exactly_the_keys_of_the_contract() -> None:
    report = json.loads(run("check", "typed.xlsx", "--format", "json", code=1).stdout)
    assert list(report) == ["version", "file", "ok", "calculated", "fingerprint", "counts", "findings", "measures"]
    assert (report["version"], report["file"], report["ok"], report["calculated"]) == (
        slasheet.__version__,
        "typed.xlsx",
        False,
        True,
    )
    assert report["fingerprint"] == PLAN.fingerprint()
    assert list(report["counts"]) == ["error", "warning", "info"]
    keys = [
        "code",
        "name",
        "severity",
        "sheet",
        "cell",
        "measure",
        "at",
        "found",
        "expected",
        "message",
        "advice",
        "follows",
    ]
    assert {tuple(found) for found in report["findings"]} == {tuple(keys)}
    found = report["findings"][0]
    assert [found[key] for key in keys[:6]] == ["SLA201", "formula-overwritten", "error", DUE, DUE_CELL, "leads_due"]
    assert found["at"] == {"channel": "Website form", "region": "EMEA", "month": "2027-02"}
    assert found["found"] == 4242
    assert all("!" in cell for cell in found["follows"])
    for name, measure in report["measures"].items():
        assert list(measure) == ["axes", "unit", "values"], name
        sizes = [len(labels) for labels in measure["axes"].values()]
        assert measure["values"] == [] if 0 in sizes else shape(measure["values"]) == sizes, name
    due = report["measures"]["leads_due"]
    assert list(due["axes"]) == ["channel", "region", "month"]
    assert due["axes"]["month"] == ["2027-01", "2027-02", "2027-03"]
    assert due["values"][0][1][1] == found["expected"], "recomputed, whatever the file says"
    assert report["measures"]["overall_status"] == {"axes": {}, "unit": "status", "values": "ok"}, (
        "scalars have no axes; statuses are codes"
    )
    assert report["measures"]["revenue_target"]["values"][1][2] == PLAN.inputs["revenue_target"][7]


def test_the_json_of_a_blank_workbook_holds_nulls_and_no_nan() -> None:
    run("new", "-o", "blank.xlsx")
    out = run("check", "blank.xlsx", "--format", "json", code=1).stdout
    report = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert {value for row in report["measures"]["revenue_target"]["values"] for value in row} == {None}
    assert report["measures"]["leads_due_by_month_plan"]["values"] == [None]


def test_the_json_of_a_workbook_of_somebody_else_has_the_same_keys() -> None:
    report = json.loads(run("check", "forecast.xlsx", "--format", "json", code=1).stdout)
    assert list(report) == ["version", "file", "ok", "calculated", "fingerprint", "counts", "findings", "measures"]
    assert (report["ok"], report["fingerprint"], report["measures"]) == (False, None, {})


# show and explain --------------------------------------------------------------------------------


def test_show_prints_tables() -> None:
    out = run("show", "sla.xlsx", "deal_size", "leads_due", "overall_status").stdout
    assert [line for line in out.splitlines() if "(" in line] == [
        "Average deal size (deal_size, money)",
        "Leads due (leads_due, count)",
        "Overall status (overall_status, status)",
    ]
    row = next(line.split() for line in out.splitlines() if line.split()[:3] == ["Website", "form", "EMEA"])
    assert row[3:] == [f"{n:,.0f}" for n in slasheet.check("sla.xlsx").frame("leads_due").loc[("Website form", "EMEA")]]


def test_show_without_a_measure_shows_targets_and_what_is_due() -> None:
    out = run("show", "sla.xlsx").stdout
    for name in ("revenue_target", "leads_due_by_channel", "leads_due_by_region", "sla_value_by_month"):
        assert f"({name}, " in out


def test_show_heads_its_columns_in_words_of_the_language() -> None:
    def heads(measure: str, *options: str) -> list[str]:
        lines = run("show", "sla.xlsx", measure, *options).stdout.splitlines()
        return re.split(r" {2,}", lines[2].strip())

    months = ["2027-01", "2027-02", "2027-03"]
    assert heads("leads_due")[:5] == ["Channel", "Region", *months]
    assert heads("leads_due", "--language", "es")[:5] == ["Canal", "Region", *months]
    assert heads("leads_due", "--language", "th")[0] == "ช่องทาง"
    assert heads("deal_size") == ["EMEA", "North America"] or heads("deal_size") == ["North America", "EMEA"]
    assert heads("overall_status", "--language", "pt") == ["Valor"]
    assert heads("mtd_leads_by_channel", "--language", "it")[:2] == ["Canale", "Piano del mese"]
    assert heads("lead_log")[:2] == ["No.", "Date"]
    assert "Marketing" in run("show", "sla.xlsx", "leads_due_by_owner").stdout
    assert "channel" not in run("show", "sla.xlsx").stdout.replace("_by_channel", "").replace("by channel", "")


def test_explain_says_what_a_measure_means_and_rests_on() -> None:
    out = run("explain", "lead_value").stdout
    for part in (
        "lead_value: Lead value",
        "deal size x close rate",
        "channel (4) x region (3)",
        "deal_size*close_rate",
        "rests on: deal_size, conversion_rate",
        "sla_lead_value",
    ):
        assert part in out
    assert "values: " not in out


def test_explain_shows_the_numbers_of_a_file() -> None:
    value = slasheet.check("sla.xlsx").frame("lead_value").loc["Website form", "North America"]
    assert f"Website form, North America = {value:,.2f}" in run("explain", "lead_value", "sla.xlsx").stdout


def test_explain_follows_a_cell_to_what_it_rests_on() -> None:
    sheet, cell = layout(PLAN).address("marketing_revenue", 0)
    out = run("explain", f"'{sheet}'!${cell[0]}${cell[1:]}", "sla.xlsx").stdout
    assert out.startswith(f"{sheet}!{cell} is Marketing-sourced revenue for North America, 2027-01\n")
    for part in (
        "in the cell: =IF(",
        "recomputed: ",
        "new_business_target, North America, 2027-01: ",
        "marketing_share, North America, 2027-01: ",
    ):
        assert part in out


def test_explain_shows_what_stands_in_a_cell_typed_over() -> None:
    out = run("explain", f"{DUE}!{DUE_CELL}", "typed.xlsx").stdout
    expected = slasheet.check("typed.xlsx").frame("leads_due").loc[("Website form", "EMEA"), "2027-02"]
    assert f"recomputed: {expected:,.0f}; the file shows: 4,242" in out
    assert out.endswith("note: slasheet check finds 1 error in typed.xlsx.\n")


def test_templates_are_listed_with_a_sentence_each() -> None:
    lines = run("templates").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(TEMPLATES)
    assert all(line.endswith(".") for line in lines)


# export and rebuild ------------------------------------------------------------------------------

READERS = {
    "csv": partial(pd.read_csv, converters={"value": lambda text: float(text) if text else None}),
    "json": lambda path: pd.DataFrame(json.loads(Path(path).read_text(encoding="utf-8"))),
    "parquet": pd.read_parquet,
    "xlsx": pd.read_excel,
}


def listed(table: pd.DataFrame) -> list[list[object]]:
    """Return the rows of a table, None where it is blank."""
    return [[None if pd.isna(cell) else cell for cell in row] for row in table.itertuples(index=False)]


def test_exports_agree_with_each_other_and_with_check() -> None:
    tables = {}
    for form, reader in READERS.items():
        run("export", "sla.xlsx", "-o", f"out.{form}")
        tables[form] = reader(f"out.{form}")
    report = json.loads(run("check", "sla.xlsx", "--format", "json").stdout)
    table = tables["parquet"]
    rows = listed(table)
    assert len(rows) == sum(
        prod(len(labels) for labels in measure["axes"].values()) for measure in report["measures"].values()
    ), "one row per value"
    assert {tuple(other.columns) for other in tables.values()} == {tuple(table.columns)}
    for form in ("csv", "json"):
        assert [pair for pair in zip(listed(tables[form]), rows, strict=True) if pair[0] != pair[1]] == [], form
    assert listed(tables["xlsx"].drop(columns="value")) == listed(table.drop(columns="value"))
    assert list(tables["xlsx"]["value"].dropna()) == pytest.approx(list(table["value"].dropna()), rel=1e-15), (
        "a spreadsheet keeps sixteen digits"
    )
    due = table[table["measure"] == "leads_due"]
    assert list(due["value"]) == [
        value for channel in report["measures"]["leads_due"]["values"] for region in channel for value in region
    ]
    assert list(due.iloc[4][["channel", "region", "month", "kind", "unit"]]) == [
        "Website form",
        "EMEA",
        "2027-02",
        "derived",
        "count",
    ]
    assert list(table.loc[table["measure"] == "overall_status", "status"]) == ["ok"]


def test_the_format_can_be_said_whatever_the_name() -> None:
    run("export", "sla.xlsx", "-o", "table.txt", "--format", "csv")
    assert Path("table.txt").read_text(encoding="utf-8").startswith("measure,kind,unit,")


def test_the_exported_plan_is_the_plan() -> None:
    run("export", "sla.xlsx", "-o", "out.toml")
    assert parse_plan(Path("out.toml").read_text(encoding="utf-8")) == PLAN
    assert tomllib.loads(Path("out.toml").read_text(encoding="utf-8"))["lookahead"] == 2


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_plan_exported_and_written_again_gives_the_same_bytes(name: str) -> None:
    run("new", "-t", name, "--example", "-o", "first.xlsx")
    run("export", "first.xlsx", "-o", "out.toml")
    run("new", "out.toml", "-o", "again.xlsx")
    assert Path("again.xlsx").read_bytes() == Path("first.xlsx").read_bytes()


def test_rebuild_restores_what_was_typed_over_and_keeps_the_inputs() -> None:
    before = fingerprints()
    said = run("rebuild", "typed.xlsx", "-o", "mended.xlsx").stdout
    filled = sum(cell is not None for cells in PLAN.inputs.values() for cell in cells)
    assert (
        said
        == f"mended.xlsx: rebuilt from typed.xlsx, {filled} inputs kept, every formula restored. Next: slasheet check mended.xlsx\n"
    )
    assert Path("mended.xlsx").read_bytes() == Path("fresh.xlsx").read_bytes()
    assert {name: digest for name, digest in fingerprints().items() if name != "mended.xlsx"} == before


def test_rebuild_does_not_write_to_its_source_under_another_name() -> None:
    Path("link.xlsx").symlink_to("typed.xlsx")
    before = fingerprints()
    run("rebuild", "typed.xlsx", "-o", "link.xlsx", "--force", code=2)
    assert fingerprints() == before


def test_no_command_writes_to_the_file_it_reads() -> None:
    before, times = fingerprints(), Path("sla.xlsx").stat().st_mtime_ns
    for words in (
        "check sla.xlsx",
        "check sla.xlsx typed.xlsx -o report.txt",
        "show sla.xlsx",
        "explain leads_due sla.xlsx",
        "export sla.xlsx -o out.csv",
        "rebuild sla.xlsx -o out.xlsx",
    ):
        run(*words.split(), code=int("typed" in words))
    made = {"report.txt", "out.csv", "out.xlsx"}
    assert {name: digest for name, digest in fingerprints().items() if name not in made} == before
    assert Path("sla.xlsx").stat().st_mtime_ns == times
    assert {file.name for file in Path().iterdir() if file.is_file()} == {*before, *made}, "no draft is left behind"


def test_a_plan_with_every_kind_of_label_survives_the_whole_round() -> None:
    odd = prime_plan(
        regions=("São Paulo", "Q&A 'team'", "ไทย"),
        months=2,
        lookahead=1,
        title="Sales & marketing <SLA>",
        stages=('R&D "lab"', "Büro", "Customer"),
    )
    Path("odd.toml").write_text(to_toml(odd), encoding="utf-8")
    run("new", "odd.toml")
    run("rebuild", "odd.xlsx", "-o", "again.xlsx")
    assert slasheet.read("again.xlsx") == odd
    assert run("check", "odd.xlsx", "again.xlsx").stdout.count("NOT CALCULATED YET") == 2


@pytest.mark.parametrize(("given", "encoding"), [(None, "utf-8"), ("cp1252", "cp1252")])
def test_what_goes_into_a_file_holds_every_letter_whatever_the_machine_writes(
    given: str | None, encoding: str, tmp_path: Path
) -> None:
    sample = ROOT / "samples" / "persona_in_thai.xlsx"
    own = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG")
    }
    own |= {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"} | (
        {"PYTHONIOENCODING": given} if given else {}
    )
    command = [sys.executable, "-m", "slasheet", "check", str(sample)]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=own, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode(encoding)
    assert ("เป้าหมาย" in told) == (given is None)
