"""The workbook as its user and other programs meet it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

import slasheet.writer.workbook
from slasheet.checker.checker import check, read
from slasheet.layout.sheets import SHEETS, layout
from slasheet.plan.plan import Plan
from slasheet.plan.templates import TEMPLATES, blank, example
from slasheet.spreadsheet.load import load_book
from slasheet.writer.canvas import exact
from slasheet.writer.plain_sheet import PlainSheet
from slasheet.writer.workbook import write
from tests.helpers.books import ERRORS, altered
from tests.helpers.places import ROOT
from tests.helpers.plans import plans, prime_plan

pytestmark = pytest.mark.slow

TEMPLATE_FILES = ROOT / "templates"


@given(plan=plans())
@settings(max_examples=15)
def test_a_plan_goes_through_the_workbook_and_nothing_is_lost(
    plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("trip") / "plan.xlsx"
    write(plan, path)
    back = read(path)
    assert back == plan
    assert back.fingerprint() == plan.fingerprint()


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_blank_workbooks_in_templates_are_the_ones_that_new_writes(name: str, tmp_path: Path) -> None:
    fresh = tmp_path / f"{name}.xlsx"
    write(blank(example(name)), fresh)
    assert fresh.read_bytes() == (TEMPLATE_FILES / f"{name}.xlsx").read_bytes(), "run: make templates"


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write(example("funnel"), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_formulas_taken_as_they_are_give_the_bytes_of_stock_xlsxwriter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(example("funnel"), tmp_path / "ours.xlsx")
    monkeypatch.setattr(PlainSheet, "_prepare_formula", Worksheet._prepare_formula)
    write(example("funnel"), tmp_path / "stock.xlsx")
    assert (tmp_path / "ours.xlsx").read_bytes() == (tmp_path / "stock.xlsx").read_bytes()


def test_numbers_are_stored_to_the_last_bit() -> None:
    assert f"{exact(0.1 + 0.2):.16G}" == "0.30000000000000004"
    assert exact(0.25) == 0.25
    assert type(exact(0.25)) is float


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_formula_but_the_pilot_is_stored_with_its_value(name: str, filled: bool, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write(example(name) if filled else blank(example(name)), path)
    book = load_book(path)
    report = check(path)
    assert not report.calculated
    assert [f.name for f in report.findings if f.code.startswith("SLA2")] == ["calculated-by-slasheet"]
    pilot = book.names["sla_pilot"]
    assert pilot is not None
    stored = book.cell(pilot.sheet, pilot.top, pilot.left)
    assert stored.formula is not None
    assert stored.value is None
    there = layout(blank(example(name)))
    drawn = {there.titles["days"]: [b for b in there.blocks.values() if there.measures[b.measure].unit == "chart"]}
    for title, cells in book.sheets.items():
        wrong = [spot for spot, (v, _) in cells.items() if isinstance(v, str) and v.startswith(ERRORS)]
        assert {row for row, _ in wrong} <= {block.row for block in drawn.get(title, [])}, title


def test_the_contract_names_are_there_for_everyone(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    plan = example("pipeline")
    write(plan, path)
    book = load_workbook(path, data_only=True)

    def named(name: str) -> list[list[Any]]:
        title, cells = next(iter(book.defined_names[name].destinations))
        area = book[title][cells.replace("$", "")]
        return [[c.value for c in row] for row in area] if isinstance(area, tuple) else [[area.value]]

    assert [row[0] for row in named("sla_regions")] == list(plan.regions)
    assert named("sla_channels") == [[c.name for c in plan.channels]]
    assert [f"{d:%Y-%m}" for d in named("sla_months")[0]] == list(plan.axis("month"))
    assert [f"{d:%Y-%m}" for d in named("sla_horizon")[0]] == list(plan.axis("horizon"))
    assert named("sla_deal_size") == [list(plan.inputs["deal_size"])]
    assert named("sla_revenue_target")[1][2] == plan.inputs["revenue_target"][18 + 2]
    assert named("sla_stage_volume")[0][0] == 31250
    assert named("sla_overall_status") == [["OK"]]


def test_sheets_stand_in_order_and_the_plan_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write(example("classic"), path)
    book = load_workbook(path)
    assert book.sheetnames == [sheet.title for sheet in SHEETS.values()]
    assert [s.title for s in book if s.sheet_state != "visible"] == [SHEETS["plan"].title]


def test_only_what_people_type_is_unlocked_and_sheets_have_no_password(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    plan = example("funnel")
    write(plan, path)
    there = layout(plan)
    typed = {"title", "region_label", "regions", "stages", "channels", "channel_owner"} | set(plan.inputs)
    may = {
        (there.titles[there.blocks[n].sheet], *there.blocks[n].cell(i))
        for n in typed
        for i in range(there.blocks[n].rows * there.blocks[n].cols)
    }
    may.add((there.titles["revenue"], *there.blocks["horizon"].cell(0)))
    book = load_workbook(path)
    unlocked = {
        (s.title, c.row - 1, c.column - 1)
        for s in book
        for row in s.iter_rows()
        for c in row
        if not c.protection.locked
    }
    assert unlocked == may
    assert all(s.protection.sheet and not s.protection.password for s in book)


def test_inputs_accept_only_what_is_valid_and_say_what_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    plan = example("pipeline")
    write(plan, path)
    book = load_workbook(path)
    there = layout(plan)
    for name in plan.inputs:
        block = there.blocks[name]
        if there.measures[name].unit == "table":
            # Each of its columns has a rule of its own: tests/test_agreement_texts.py.
            continue
        rules = [
            v
            for v in book[there.titles[block.sheet]].data_validations.dataValidation
            if (block.row + 1, block.col + 1) in {(r.min_row, r.min_col) for r in v.sqref.ranges}
        ]
        assert len(rules) == 1, name
        measure = there.measures[name]
        kind = "whole" if measure.bounds is not None and measure.bounds.whole else "decimal"
        expected = {"date": "date", "month": "list", "choice": "list", "text": None}.get(measure.unit, kind)
        assert rules[0].type == expected, name
        assert rules[0].prompt, name
        assert rules[0].error or expected is None, name
        assert sum(r.size["rows"] * r.size["columns"] for r in rules[0].sqref.ranges) == block.rows * block.cols


def test_sheets_are_ready_to_print_and_charts_can_be_read_aloud(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write(example("classic"), path)
    for sheet in load_workbook(path):
        assert sheet.page_setup.orientation == (
            "portrait" if sheet.title in ("Lead log", "Lead scoring") else "landscape"
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (
            1,
            None if sheet.title == "Start" else 0,
        )
        if sheet.title not in ("Start", SHEETS["plan"].title):
            assert sheet.freeze_panes
            assert sheet.print_title_rows
    with zipfile.ZipFile(path) as parts:
        drawings = [parts.read(n).decode() for n in parts.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", n)]
    charts = [chart for text in drawings for chart in re.findall("<xdr:graphicFrame.*?</xdr:graphicFrame>", text)]
    assert len(charts) == 6
    assert all(re.search(r'descr="[^"]{30,}"', chart) for chart in charts)


def test_a_region_renamed_in_its_one_place_is_renamed_everywhere(tmp_path: Path) -> None:
    source = tmp_path / "book.xlsx"
    plan = prime_plan().with_log(())
    write(plan, source)
    there = layout(plan)
    renamed = {
        there.address("regions", 1): "Benelux",
        there.address("channels", 1): "Podcast",
        there.address("stages", 0): "Lead",
    }
    report = check(altered(source, tmp_path / "renamed.xlsx", renamed))
    assert [f for f in report.findings if f.severity == "error"] == []
    assert report.plan is not None
    assert report.plan.regions == ("North America", "Benelux", "Asia Pacific")
    assert report.plan.channels[1].name == "Podcast"
    assert report.plan.stages == ("Lead", "SQL", "Customer")
    book = load_book(tmp_path / "renamed.xlsx")
    texts = {
        v
        for title, cells in book.sheets.items()
        if title not in (SHEETS["plan"].title, SHEETS["agreement"].title)
        for v, _ in cells.values()
        if isinstance(v, str)
    }
    assert "Benelux" in texts
    assert not {t for t in texts if "EMEA" in t or "Webinar" in t or t == "MQL" or t.startswith("MQL >")}
    assert list(report.values("leads_due")) == list(check(source).values("leads_due"))


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    path.write_text("precious")

    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(slasheet.writer.workbook, "_write", fail)
    with pytest.raises(slasheet.FileError, match="No space left"):
        write(example("classic"), path)
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]
