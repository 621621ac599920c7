"""The commands that read what a CRM exports, as people run them in a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import slasheet
from slasheet.cli.main import cli
from slasheet.layout.sheets import layout
from slasheet.plan.file.plan_file import load_plan
from tests.helpers.places import ROOT

if TYPE_CHECKING:
    from click.testing import Result

PLAN = """
start = "2027-01"
months = 2
regions = {names = ["North", "South"]}
channels = [{name = "Web"}, {name = "Calls", owner = "sales"}]
[inputs]
revenue_target = 10000
deal_size = 1000
marketing_share = 0.5
close_rate = 0.1
channel_mix = 1
"""
# Five leads: one late (30 hours), one never contacted, one won on 20 January for 900, one in a region that is not in the
# plan, one created in March, after it.
LEADS = """Id,Create Date,Region,Source,First contact,Attempts,Won,Amount,Rep
1,2027-01-04 09:00,North,Web,2027-01-04 11:00,3,2027-01-20,900,Ada
2,2027-01-04 10:00,North,Web,2027-01-05 16:00,5,,,Ada
3,2027-01-05 09:00,South,Calls,,1,,,Jon
4,2027-01-05 09:30,Nroth,Web,2027-01-05 10:00,3,,,Jon
5,2027-03-01 09:00,North,Web,2027-03-01 09:30,0,,,Jon
"""
MAPS = ("--map", "first_contact=First contact", "--map", "attempts=Attempts", "--map", "won=Won", "--map", "rep=Rep")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.toml").write_text(PLAN, encoding="utf-8")
    Path("leads.csv").write_text(LEADS, encoding="utf-8")
    assert run("new", "plan.toml", "-o", "sla.xlsx").exit_code == 0


def test_an_export_fills_the_log_and_every_row_is_accounted_for() -> None:
    before = Path("sla.xlsx").read_bytes()
    done = run("log", "sla.xlsx", "leads.csv", "-o", "filled.xlsx", *MAPS)
    assert done.exit_code == 0, done.output
    assert "rows read 5 = rows logged 3 + rows set aside 2" in done.stdout
    assert re.search(r"“Nroth”\s+1\s+did you mean North\?", done.stdout)
    assert Path("sla.xlsx").read_bytes() == before
    # 4 January, North, Web: two leads, one of them contacted within 24 hours. The last time stamp is 1 March, 9:30, not
    # quite 56 days on: five attempts are due. One lead was won, the other has had five; the one of Jon has had one.
    day = 46391.0
    assert slasheet.read("filled.xlsx").log == (
        (day, "North", "Web", 2.0, 1.0, 2.0, 0.0, 0.0),
        (day + 1, "South", "Calls", 1.0, 0.0, 0.0, 0.0, 0.0),
        (day + 16, "North", "Web", 0.0, 0.0, 0.0, 1.0, 900.0),
    )
    assert run("check", "filled.xlsx").exit_code == 0


def test_the_same_export_again_changes_nothing() -> None:
    run("log", "sla.xlsx", "leads.csv", "-o", "once.xlsx", *MAPS)
    again = run("log", "once.xlsx", "leads.csv", "-o", "twice.xlsx")
    assert "0 new, 0 changed, 3 unchanged" in again.stdout
    assert Path("twice.xlsx").read_bytes() == Path("once.xlsx").read_bytes()


def test_what_is_mapped_is_remembered_in_the_workbook_and_in_the_plan_file() -> None:
    run("log", "sla.xlsx", "leads.csv", "-o", "once.xlsx", *MAPS, "--region-map", "Nroth=North")
    assert slasheet.read("once.xlsx").crm.regions == {"Nroth": "North"}
    assert "rows logged 4" in run("log", "once.xlsx", "leads.csv", "-o", "twice.xlsx").stdout
    run("export", "once.xlsx", "-o", "again.toml")
    assert load_plan("again.toml") == slasheet.read("once.xlsx")
    run("new", "again.toml", "-o", "new.xlsx")
    assert Path("new.xlsx").read_bytes() == Path("once.xlsx").read_bytes()


def test_rows_that_people_typed_stay_unless_the_log_begins_anew() -> None:
    typed = slasheet.read("sla.xlsx").with_log([(46400.0, "South", "Web", 7.0, None, None, None, None)])
    slasheet.write(typed, "typed.xlsx")
    kept = run("log", "typed.xlsx", "leads.csv", "-o", "kept.xlsx", *MAPS)
    assert "1 that are not in the exports" in kept.stdout
    assert sum(row[3] for row in slasheet.read("kept.xlsx").log) == 10
    run("log", "typed.xlsx", "leads.csv", "-o", "anew.xlsx", "--replace", *MAPS)
    assert sum(row[3] for row in slasheet.read("anew.xlsx").log) == 3


def test_business_hours_and_the_promise_of_the_plan_decide_what_is_in_time() -> None:
    # Lead 2 waited from Monday 10:00 to Tuesday 16:00: seven hours on Monday and seven on Tuesday, 9 to 17.
    plan = slasheet.read("sla.xlsx").with_inputs(first_contact_hours=(14.0,))
    slasheet.write(plan, "promised.xlsx")
    run("log", "promised.xlsx", "leads.csv", "-o", "office.xlsx", *MAPS, "--business-hours", "9-17")
    assert slasheet.read("office.xlsx").log[0][4] == 2
    run("log", "promised.xlsx", "leads.csv", "-o", "clock.xlsx", *MAPS)
    assert slasheet.read("clock.xlsx").log[0][4] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("log", "sla.xlsx", "none.csv", "-o", "x.xlsx"), "none.csv"),
        (("log", "none.xlsx", "leads.csv", "-o", "x.xlsx"), "none.xlsx"),
        (("log", "leads.csv", "leads.csv", "-o", "x.xlsx"), "is not an .xlsx or .ods workbook"),
        (("log", "sla.xlsx", "leads.csv", "-o", "sla.xlsx"), "is the file it would be made from"),
        (("log", "sla.xlsx", "leads.csv", "-o", "plan.toml"), "is already there"),
        (("log", "sla.xlsx", "plan.toml", "-o", "x.xlsx"), "plan.toml"),
        (("log", "sla.xlsx", "leads.csv", "-o", "x.xlsx", "--map", "created"), "is not of the form FIELD=HEADING"),
        (("log", "sla.xlsx", "leads.csv", "-o", "x.xlsx", "--map", "created=Born"), "Born"),
        (("log", "sla.xlsx", "leads.csv", "-o", "x.xlsx", "--timezone", "Europe/Bärlin"), "Europe/Berlin"),
        (("log", "sla.xlsx", "leads.csv", "-o", "x.xlsx", "--business-hours", "17-9"), "9-17.5"),
        (("log", "sla.xlsx", "-o", "x.xlsx"), "Missing argument"),
        (("learn", "leads.csv", "-o", "leads.csv"), "end its name in .toml"),
        (("learn", "leads.csv", "leads.csv", "leads.csv", "-o", "p.toml"), "one export of deals and one of leads"),
        (("learn", "leads.csv", "-o", "p.toml", "--end", "May"), "is not a month, as 2027-01"),
        (("learn", "leads.csv", "-o", "p.toml", "--channel", "Web:us"), "NAME:marketing or NAME:sales"),
        (("reps", "leads.csv", "--plan", "none.toml"), "none.toml"),
        (("reps", "none.csv"), "none.csv"),
    ],
)
def test_bad_calls_end_with_2_and_one_line_that_says_what_to_do(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert not Path("x.xlsx").exists()


def test_learn_writes_a_plan_file_that_makes_the_workbook() -> None:
    samples = ROOT / "samples"
    deals, leads = str(samples / "hubspot_deals.csv"), str(samples / "history_leads.csv")
    done = run("learn", deals, leads, "-o", "learned.toml", "--channel", "Trade show:sales", "--currency", "USD")
    assert done.exit_code == 0, done.output
    assert "SMALL SAMPLE" in done.stdout
    plan = load_plan("learned.toml")
    assert {c.name: c.owner for c in plan.channels}["Trade show"] == "sales"
    assert (plan.currency, plan.start, plan.months) == ("USD", "2027-01", 12)
    assert set(plan.inputs["revenue_target"]) == {None}
    assert None not in plan.inputs["deal_size"] + plan.inputs["close_rate"] + plan.inputs["channel_mix"]
    assert run("new", "learned.toml").exit_code == 0
    findings = json.loads(run("check", "learned.xlsx", "--format", "json").stdout)["findings"]
    assert {found["measure"] for found in findings if found["severity"] == "error"} == {"revenue_target"}
    assert "is already there" in run("learn", deals, leads, "-o", "learned.toml").stderr


def test_reps_are_listed_the_worst_first_as_text_csv_and_json() -> None:
    text = run("reps", "leads.csv", *MAPS)
    assert text.exit_code == 0, text.output
    names = [line.split("  ")[0] for line in text.stdout.splitlines() if not line.startswith(("note", "rep", "─"))]
    assert names == ["Jon", "Ada", "all"]
    found = {rep["name"]: rep for rep in json.loads(run("reps", "leads.csv", "--format", "json", *MAPS).stdout)}
    # Ada: lead 1 in two hours, lead 2 in 30, which is late; the median is 16.
    assert (found["Ada"]["leads"], found["Ada"]["late"], found["Ada"]["median_hours"]) == (2, 1, 16.0)
    assert (found["Jon"]["leads"], found["Jon"]["not_contacted"]) == (3, 1)
    assert found["all"]["leads"] == 5
    lines = run("reps", "leads.csv", "--format", "csv", *MAPS).stdout.splitlines()
    assert lines[0].startswith("name,leads,late,short")
    assert len(lines) == 4


def test_reps_are_held_to_the_promise_of_the_plan() -> None:
    plan = slasheet.read("sla.xlsx").with_inputs(first_contact_hours=(48.0,))
    slasheet.write(plan, "patient.xlsx")
    found = json.loads(run("reps", "leads.csv", "--format", "json", "--plan", "patient.xlsx", *MAPS).stdout)
    assert {rep["name"]: rep["late"] for rep in found}["Ada"] == 0


def test_imports_that_lower_the_log_or_leave_stale_rows_say_so() -> None:
    run("log", "sla.xlsx", "leads.csv", "-o", "once.xlsx", *MAPS)
    moved = LEADS.replace("2,2027-01-04 10:00,North", "2,2027-01-04 10:00,South").replace(
        "3,2027-01-05", "3,2027-01-06"
    )
    Path("moved.csv").write_text(moved, encoding="utf-8")
    said = run("log", "once.xlsx", "moved.csv", "-o", "twice.xlsx").stdout
    assert "1 row of the log has fewer leads than before, 1 in all" in said
    assert "1 row of the log has 1 lead on days that the exports cover" in said


def test_the_log_says_which_columns_it_took() -> None:
    said = run("log", "sla.xlsx", "leads.csv", "-o", "once.xlsx").stdout
    assert "created = “Create Date”" in said
    assert "no column for" in said


def test_a_blank_value_can_be_mapped() -> None:
    Path("blank.csv").write_text(LEADS.replace("Nroth", ""), encoding="utf-8")
    done = run("log", "sla.xlsx", "blank.csv", "-o", "x.xlsx", "--region-map", "(blank)=South", *MAPS)
    assert "rows read 5 = rows logged 4 + rows set aside 1" in done.stdout


def test_a_fresh_log_is_shown_empty_and_a_device_is_no_file_to_write() -> None:
    assert run("show", "sla.xlsx", "lead_log").exit_code == 0
    done = run("check", "sla.xlsx", "-o", "/dev/null")
    assert (done.exit_code, "is a device" in done.stderr) == (2, True)
    assert Path("/dev/null").is_char_device()
    assert "is a device" in run("reps", "/dev/zero").stderr


def test_the_last_day_of_the_plan_is_logged_and_the_day_after_is_not() -> None:
    rows = "Id,Create Date,Region,Source\n1,2027-02-28 23:59,North,Web\n2,2027-03-01 00:00,North,Web\n"
    Path("edge.csv").write_text(rows, encoding="utf-8")
    run("log", "sla.xlsx", "edge.csv", "-o", "edge.xlsx")
    assert [row[0] for row in slasheet.read("edge.xlsx").log] == [46446.0]


def test_a_workbook_whose_log_lost_rows_goes_through_a_plan_file() -> None:
    shorter = replace(slasheet.read("sla.xlsx"), log_rows=1997)
    slasheet.write(shorter, "shorter.xlsx")
    run("export", "shorter.xlsx", "-o", "shorter.toml")
    assert run("new", "shorter.toml", "-o", "again.xlsx").exit_code == 0
    assert slasheet.read("again.xlsx").log_rows == 2000


def test_a_promise_is_not_read_where_nobody_can_tell_where_it_stands() -> None:
    book = load_workbook("sla.xlsx")
    book.defined_names["sla_follow_ups"].attr_text = "'Sales follow-up'!$E$12"
    # What rests on it would say which cells are meant.
    sheet, cell = layout(load_plan(Path("plan.toml"))).address("promise_check")
    book[sheet][cell] = "=1"
    book.save("shifted.xlsx")
    assert run("reps", "leads.csv", "--plan", "sla.xlsx", *MAPS).exit_code == 0
    refused = run("reps", "leads.csv", "--plan", "shifted.xlsx", *MAPS)
    assert refused.exit_code == 2
    assert "there is no telling which number belongs to which name" in refused.stderr
