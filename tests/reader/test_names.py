"""Defined names that were typed over: read as spreadsheets read them, and told once where they cover something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from slasheet.checker.checker import check
from slasheet.layout.spelling import same_formula
from slasheet.spreadsheet.addresses import anchored
from tests.checker.test_findings import HERE, calculated, renamed, rewritten

pytestmark = pytest.mark.slow


def area(name: str, by: int = 0) -> str:
    """Give what a name covers, moved by some rows."""
    sheet, top, left, bottom, right = next(rest for found, *rest in HERE.names() if found == name)
    return f"'{HERE.titles[sheet]}'!{anchored(top + by, left, bottom + by, right)}"


@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("name", ["sla_deal_size", "sla_conversion_rate", "sla_lead_log", "sla_holidays", "sla_fit_criteria", "sla_leads_due"])  # fmt: skip
def test_a_name_shifted_by_a_row_is_told_once_and_the_numbers_stay(name: str, by: int, tmp_path: Path) -> None:
    report = check(renamed(name, area(name, by))(tmp_path))
    assert [found.name for found in report.findings] == ["name-changed"]
    assert name in report.findings[0].message
    assert report.results == check(calculated(tmp_path)).results


@pytest.mark.parametrize("name", ["sla_revenue_target", "sla_lead_log", "sla_fit_criteria"])
def test_corners_in_another_order_are_the_same_area(name: str, tmp_path: Path) -> None:
    title, _, cells = area(name).rpartition("!")
    first, last = cells.split(":")
    assert check(renamed(name, f"{title}!{last}:{first}")(tmp_path)).findings == ()


def test_capitals_in_names_and_in_titles_make_no_difference(tmp_path: Path) -> None:
    path = rewritten(
        calculated(tmp_path),
        tmp_path / "capitals.xlsx",
        ("xl/workbook.xml", '<definedName name="sla_deal_size">[^<]*<', lambda _: f'<definedName name="SLA_Deal_Size">{area("sla_deal_size").upper()}<'),
    )  # fmt: skip
    assert check(path).findings == ()


def test_a_name_there_twice_that_differs_in_capitals_only_counts_where_both_agree(tmp_path: Path) -> None:
    for by, told in ((0, []), (1, ["name-missing"])):
        second = f'<definedName name="SLA_DEAL_SIZE">{area("sla_deal_size", by)}</definedName>'
        edit = ("xl/workbook.xml", "</definedNames>", lambda _, second=second: f"{second}</definedNames>")
        report = check(rewritten(calculated(tmp_path), tmp_path / "twice.xlsx", edit))
        assert [found.name for found in report.findings] == told


def test_a_pilot_name_moved_off_its_cell_does_not_say_that_nobody_calculated(tmp_path: Path) -> None:
    assert check(renamed("sla_pilot", "'slasheet plan'!$B$2")(tmp_path)).findings == ()


@pytest.mark.parametrize(("found", "expected", "same"), [
    ("'Dealsize'!E5", "'Deal size'!E5", False), ("Dealsize!E5", "'Deal size'!E5", False), ("'DEAL SIZE'!$E$5", "'Deal size'!E5", True), ("'Funnel'!E5", "Funnel!E5", True),
    ("'A+B'!E5", "A+B!E5", False), ("'Año'!E5", "Año!E5", True), ("'Deal  size'!E5", "'Deal size'!E5", False), ("SUM( 'Deal size'!E5 , 1.50 )", "SUM('Deal size'!E5,1.5)", True),
])  # fmt: skip
def test_titles_of_sheets_are_compared_as_spreadsheets_do(found: str, expected: str, same: bool) -> None:
    assert same_formula(found, expected) == same
