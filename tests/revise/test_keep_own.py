"""What people put into a workbook besides the plan goes into a fresh one with `--keep-own`, wherever that is safe."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

import slasheet
from slasheet.cli.main import cli
from slasheet.layout.sheets import layout
from slasheet.plan.templates import example
from slasheet.revise.own_formulas import means_the_same
from slasheet.revise.take_over import plan_in as load
from slasheet.spreadsheet.book import Stored
from slasheet.spreadsheet.load import load_book
from slasheet.writer.own import OwnSheet, OwnThings
from slasheet.writer.workbook import write
from tests.revise.test_left_behind import COMMANDS

NAMES, SHEETS = {"sla_regions": True, "sla_title": False}, {"mine", "my sums"}


@pytest.mark.parametrize(
    "formula",
    [
        "1+1",
        "IF(TRUE,\"'Deal size'!A1\",sla_title)",
        "SUM(sla_regions)*2",
        "SUM(SLA_Regions, 3)",
        "INDEX(sla_regions,2)",
        "A1+$B$2*1.5E3",
        "SUM(A1:A9)",
        "SUM(Mine!A:A)+'My sums'!C3",
        "SUMPRODUCT(sla_regions,sla_regions)",
    ],
)
def test_formulas_over_names_and_sheets_of_their_own_mean_the_same(formula: str) -> None:
    assert means_the_same(formula, NAMES, SHEETS, on_own_sheet=True)


@pytest.mark.parametrize(
    "formula",
    [
        "'Deal size'!E6",
        "Checks!A1",
        "Mine:Checks!A1",
        "[1]Mine!A1",
        "'[other.xlsx]Mine'!A1",
        "my_name*2",
        "Mine!my_name",
        "#REF!+1",
        'INDIRECT("Checks!A1")',
        "sla_regions*2",
        "SUM(sla_regions*2)",
        "SUM(ABS(sla_regions))",
        "SUM((A1:A3)*2)",
        "A1:A3",
        "Table1[Leads]",
        "LET(_xlpm.x,1,_xlpm.x)",
        "cmd|'/c calc'!A1",
    ],
)
def test_formulas_that_could_mean_something_else_do_not(formula: str) -> None:
    assert not means_the_same(formula, NAMES, SHEETS, on_own_sheet=True)


def test_beside_our_tables_a_cell_without_a_sheet_may_stand_elsewhere_by_and_by() -> None:
    assert means_the_same("SUM(sla_regions)+1", NAMES, SHEETS, on_own_sheet=False)
    assert not means_the_same("A1+1", NAMES, SHEETS, on_own_sheet=False)
    assert not means_the_same("SUM(A:A)", NAMES, SHEETS, on_own_sheet=False)


def theirs(folder: Path, *, months_later: bool = False) -> Path:
    """Return a filled workbook with much of somebody's own in it."""
    slasheet.write(example("persona"), folder / "sla.xlsx")
    book: Workbook = load_workbook(folder / "sla.xlsx")
    mine = book.create_sheet("Mine")
    mine["A1"], mine["B1"], mine["A2"], mine["A3"] = "remember", 4711.5, True, date(2027, 3, 1)
    mine["C1"], mine["C2"], mine["C3"] = "=SUM(sla_deal_size)", "='Deal size'!E6*2", "=B1*2"
    book.create_sheet("Sums")["A1"] = "=Mine!B1"
    book.create_sheet("Deal size (2)")["A1"] = "Deal size"
    book["Lead log"]["K5"] = "campaign X"
    book["Deal size"]["H300"] = 4711
    comment = Comment("agreed\nwith Ana", "Bo")
    book["Revenue target"]["E6"].comment = comment
    book["Checks"]["A1"].comment = Comment("look here", "Bo")
    book.save(folder / "own.xlsx")
    return folder / "own.xlsx"


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_keeps_it_and_says_so(command: str, tmp_path: Path) -> None:
    file, new = theirs(tmp_path), tmp_path / "new.xlsx"
    words = [str(file) if word == "FILE" else word for word in COMMANDS[command]]
    said = run(*words, "--keep-own", "-o", str(new))
    for line in (
        "note: the sheet “Mine” is kept with its values and formulas, without its looks.",
        "note: the sheet “Sums” is kept with its values and formulas, without its looks.",
        "note: Lead log!K5: “campaign X” stands beside the tables and is kept.",
        "note: Deal size!H300: “4711” stands beside the tables and is kept.",
        "note: Revenue target!E6: the note “agreed with Ana” is kept.",
        "note: Mine!C2: the formula “='Deal size'!E6*2” could come to mean other cells, has no value yet, and is left out.",
        "note: the sheet “Deal size (2)” is not from slasheet and is left out.",
        "note: Checks!A1: the note “look here” is left out.",
    ):
        assert line in said.splitlines()
    book = load_workbook(new)
    assert book.sheetnames[-2:] == ["Mine", "Sums"]
    mine = book["Mine"]
    assert [mine[cell].value for cell in ("A1", "B1", "A2", "C1", "C2", "C3")] == [
        "remember", 4711.5, True, "=SUM(sla_deal_size)", None, "=B1*2",
    ]  # fmt: skip
    assert mine["A3"].is_date
    assert mine["A3"].value.date() == date(2027, 3, 1)
    assert book["Sums"]["A1"].value == "=Mine!B1"
    assert book["Lead log"]["K5"].value == "campaign X"
    assert book["Deal size"]["H300"].value == 4711
    assert book["Revenue target"]["E6"].comment.text == "agreed\nwith Ana"
    run(*words, "-o", str(tmp_path / "bare.xlsx"))
    errors = [
        [found for found in slasheet.check(path).findings if found.severity == "error"]
        for path in (new, tmp_path / "bare.xlsx")
    ]
    assert errors == [[], []]


@pytest.mark.slow
@pytest.mark.parametrize(("down", "home"), [(0, None), (1, 0)])
def test_it_follows_what_it_stands_beside_or_is_left_out(down: int, home: int | None, tmp_path: Path) -> None:
    """A region is dropped: what stood beside the second one stands beside the first one then."""
    file, new = theirs(tmp_path), tmp_path / "new.xlsx"
    plan = example("persona")
    block = layout(plan).blocks["revenue_target"]
    book = load_workbook(file)
    book["Revenue target"].cell(block.row + 1 + down, 60).value = "beside it"
    book.save(file)
    said = run("update", str(file), "--drop-region", plan.regions[0], "--drop", "--keep-own", "-o", str(new))
    outcome = "left out" if home is None else "kept"
    assert f"“beside it” stands beside the tables and is {outcome}." in said
    found = [
        cell.row
        for row in load_workbook(new)["Revenue target"].iter_rows()
        for cell in row
        if cell.value == "beside it"
    ]
    after = layout(load(new)).blocks["revenue_target"]
    assert found == ([] if home is None else [after.row + 1 + home])


@pytest.mark.slow
def test_a_text_beside_the_log_goes_with_its_row(tmp_path: Path) -> None:
    """The first row of the log is empty, so the others move up."""
    file, new = tmp_path / "own.xlsx", tmp_path / "new.xlsx"
    plan = example("persona")
    day, region, channel = date(2027, 1, 11), plan.regions[0], plan.channels[0].name
    slasheet.write(plan, file)
    book = load_workbook(file)
    first = layout(plan).blocks["lead_log"].row + 1
    log = book["Lead log"]
    for row, leads in ((first + 1, 5), (first + 3, 6)):
        for col, cell in enumerate((day, region, channel, leads), start=1):
            log.cell(row, col).value = cell
    log.cell(first + 3, 11).value = "campaign Y"
    log.cell(first + 3, 4).comment = Comment("a fair", "Bo")
    log.cell(first, 11).value = "beside no lead"
    book.save(file)
    said = run("rebuild", str(file), "--keep-own", "-o", str(new))
    assert f"note: Lead log!K{first}: “beside no lead” stands beside the tables and is left out." in said.splitlines()
    log = load_workbook(new)["Lead log"]
    assert [log.cell(first + down, 11).value for down in range(4)] == [None, "campaign Y", None, None]
    assert log.cell(first + 1, 4).comment.text == "a fair"


@pytest.mark.slow
def test_a_formula_is_kept_without_its_value_or_as_its_value(tmp_path: Path) -> None:
    """A value that was right for the old numbers would be taken for that of the new ones."""
    file, new = tmp_path / "own.xlsx", tmp_path / "new.xlsx"
    cells = {(0, 0): Stored(3.0, "SUM(sla_deal_size)"), (1, 0): Stored(0.25, "'Deal size'!E6*2")}
    beside = {("log", 4, 12): Stored("x", 'Mine!A1&""'), ("log", 5, 12): Stored(7.0, "A5+1")}
    things = OwnThings((OwnSheet("Mine", cells, {(1, 0): "0.0%"}),), beside)
    write(example("persona"), file, things)
    said = run("rebuild", str(file), "--keep-own", "-o", str(new))
    for place, formula in (("Mine!A2", "='Deal size'!E6*2"), ("Lead log!M6", "=A5+1")):
        line = f"note: {place}: the formula “{formula}” could come to mean other cells and is kept as its value."
        assert line in said.splitlines()
    book = load_book(new)
    assert [book.cell("Mine", row, 0) for row in (0, 1)] == [Stored(None, "SUM(sla_deal_size)"), Stored(0.25, None)]
    assert [book.cell("Lead log", row, 12) for row in (4, 5)] == [Stored(None, 'Mine!A1&""'), Stored(7.0, None)]
    assert load_workbook(new)["Mine"]["A2"].number_format == "0.0%"
