"""Formulas where values are typed: to other workbooks, out of date, and such as change by themselves."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from slasheet.checker.checker import check
from slasheet.checker.rules.typed_formulas import reads_another_workbook
from tests.checker.test_findings import Where, at, calculated, put, rewritten
from tests.checker.test_log_findings import LOG, LOGGED, logged

pytestmark = pytest.mark.slow

Edit = tuple[str, str, object]
#: A sheet of the user's own: cell to formula (or nothing) and stored value.
OWN: Mapping[str, tuple[str | None, object]] = {
    "A1": (None, 31000), "A2": ("[1]Sheet1!$A$1", 24000), "A3": ("A2*2", 48000), "A4": ("extprice", 24000), "A5": ("A1/4", 6000), "A6": (None, "South"), "A7": ("TODAY()", 46388),
    "A8": ("IF(A1>0,A2,0)", 24000), "A9": ("A9", 1), "A10": (None, 5000), "A11": ("A10", 5000),
}  # fmt: skip
NAMES = {"extprice": "[1]Sheet1!$A$1", "price": "Assumptions!$A$1", "half": "Assumptions!$A$1/2", "today": "TODAY()"}


def formula(place: Where, text: str, value: object) -> Edit:
    """Type a formula into a cell and leave a value stored with it."""
    part, pattern, _ = put(place, None)
    kind = ' t="str"' if isinstance(value, str) else ""
    cell = f'<c r="{place.cell}"{kind}><f>{escape(text)}</f><v>{value}</v></c>'
    return part, pattern, lambda _match: cell


def with_own_sheet(source: Path, target: Path, *edits: Edit) -> Path:
    """Write a copy of a workbook with the sheet Assumptions and the names, and other edits."""
    rows = ""
    for address, (text, value) in OWN.items():
        kind = ' t="str"' if isinstance(value, str) else ""
        inner = f"<f>{escape(text)}</f>" if text else ""
        rows += f'<row r="{address[1:]}"><c r="{address}"{kind}>{inner}<v>{value}</v></c></row>'
    names = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in NAMES.items())
    draft = rewritten(
        source,
        target.with_suffix(".draft"),
        ("xl/workbook.xml", "</sheets>", lambda _: '<sheet name="Assumptions" sheetId="99" r:id="rId99"/></sheets>'),
        ("xl/workbook.xml", "</definedNames>", lambda _: f"{names}</definedNames>"),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", lambda _: '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/own.xml"/></Relationships>'),
        ("[Content_Types].xml", "</Types>", lambda _: '<Override PartName="/xl/worksheets/own.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'),
        *edits,
    )  # fmt: skip
    with zipfile.ZipFile(draft, "a") as book:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        book.writestr("xl/worksheets/own.xml", f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>')
    return draft.rename(target)


DEAL, TARGET, REGION, OWNER = (
    ("deal_size", "EMEA"),
    ("revenue_target", "EMEA", "2027-02"),
    ("regions", "EMEA"),
    ("channel_owner", "Webinar"),
)
TOLD = [
    # To another workbook, in whatever way.
    (DEAL, "[1]Sheet1!$A$1", 5000, "linked-input", "=[1]Sheet1!$A$1"),
    (DEAL, "extprice", 5000, "linked-input", "=extprice; extprice: =[1]Sheet1!$A$1"),
    (DEAL, "ExtPrice*2", 5000, "linked-input", "=ExtPrice*2; ExtPrice: =[1]Sheet1!$A$1"),
    (DEAL, "Assumptions!A2", 5000, "linked-input", "=Assumptions!A2; Assumptions!A2: =[1]Sheet1!$A$1"),
    (DEAL, "assumptions!$a$3+1", 5000, "linked-input", "; Assumptions!A2: =[1]Sheet1!$A$1"),
    (DEAL, "Assumptions!A4", 5000, "linked-input", "; extprice: =[1]Sheet1!$A$1"),
    (DEAL, "SUM(Assumptions!A1:A8)", 5000, "linked-input", "; Assumptions!A2: =[1]Sheet1!$A$1"),
    (DEAL, "IF(1,Assumptions!A8,2)", 5000, "linked-input", "; Assumptions!A2: =[1]Sheet1!$A$1"),
    (REGION, "[1]Sheet1!A1", "EMEA", "linked-input", "“Regions” for EMEA … “EMEA”, is used"),
    (("stages", "SQL"), "[1]Sheet1!A1", "SQL", "linked-input", "“Stages” for SQL"),
    (("channels", "Webinar"), "[1]Sheet1!A1", "Webinar", "linked-input", "“Channels” for Webinar"),
    (OWNER, "[1]Sheet1!A1", "Marketing", "linked-input", "“Owner” for Webinar"),
    (("owners", "marketing"), "[1]Sheet1!A1", "Marketing", "linked-input", "“Owners” for Marketing"),
    (("title",), "[1]Sheet1!A1", "Sales & marketing SLA".replace("&", "&amp;"), "linked-input", "“Title” for the whole plan"),
    (("region_label",), "[1]Sheet1!A1", "Region", "linked-input", "“Word for region”"),
    (("horizon", "2027-01"), "[1]Sheet1!A1", 46388, "linked-input", "“The first month” for 2027-01 … 2027-01, is used"),
    (("performance_month",), "[1]Sheet1!A1", 46388, "linked-input", "2027-01, is used"),
    (("contacts", "1", "name"), "[1]Sheet1!A1", "Ann", "linked-input", "“Ann”, is used"),
    (("fit_criteria", "1"), "[1]Sheet1!A1", "Big", "linked-input", "“Big”, is used"),
    # To cells of this workbook: held against what is in them.
    (DEAL, "Assumptions!A1", 5000, "stale-input", "EMEA shows 5,000, but its formula =Assumptions!A1 gives 31,000 now (Assumptions!A1: 31,000)"),
    (DEAL, "price", 5000, "stale-input", "=price gives 31,000 now (Assumptions!A1: 31,000)"),
    (DEAL, "half*2", 5000, "stale-input", "gives 31,000 now (Assumptions!A1: 31,000)"),
    (DEAL, "Assumptions!A5-1", 5000, "stale-input", "gives 7,749 now (Assumptions!A1: 31,000)"),
    (DEAL, "ROUND(SUM(Assumptions!A1,Assumptions!A10)/7,0)", 5000, "stale-input", "gives 5,143 now (Assumptions!A1: 31,000; Assumptions!A10: 5,000)"),
    (DEAL, "'Deal size'!E5*0.6", 5000, "stale-input", "gives 6,000 now ('Deal size'!E5: 10,000)"),
    (DEAL, "2500*3", 5000, "stale-input", "gives 7,500 now (=2500*3)"),
    (REGION, "Assumptions!A6", "EMEA", "stale-input", "shows “EMEA”, but its formula =Assumptions!A6 gives “South” now"),
    (("horizon", "2027-01"), "Assumptions!A1", 46388, "stale-input", "“The first month” for 2027-01 shows 2027-01"),
    # What changes by itself, where it is agreed.
    (TARGET, "TODAY()", 140000, "volatile-input", "a formula with TODAY, which"),
    (TARGET, "today*1", 140000, "volatile-input", "=today*1; today: =TODAY()"),
    (TARGET, "Assumptions!A7", 46388, "volatile-input", "; Assumptions!A7: =TODAY()"),
    (TARGET, 'INDIRECT("Assumptions!A"&1)', 140000, "volatile-input", "with INDIRECT"),
    (TARGET, "OFFSET(E6,1,0)", 140000, "volatile-input", "with OFFSET"),
    (("horizon", "2027-01"), "DATE(YEAR(NOW()),1,1)", 46388, "volatile-input", "with NOW … 2027-01, is used"),
    # All else is worth knowing.
    (("as_of",), "TODAY()", 46410, "input-formula", "is a formula; its value, 2027-01-23, is used"),
    (DEAL, "Assumptions!A11", 5000, "input-formula", ""),
    (DEAL, "'Deal size'!E5/2", 5000, "input-formula", ""),
    (DEAL, 'IF("TODAY()">"",5000,1)', 5000, "input-formula", ""),
    (REGION, '"EM"&"EA"', "EMEA", "input-formula", "“EMEA”, is used"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "text", "value", "name", "words"), TOLD)
def test_a_formula_where_a_value_is_typed(
    place: tuple[str, ...], text: str, value: object, name: str, words: str, tmp_path: Path
) -> None:
    where = at(*place)
    report = check(with_own_sheet(calculated(tmp_path), tmp_path / "filled.xlsx", formula(where, text, value)))
    told = [
        found for found in report.findings if (found.sheet, found.cell) == where[:2] and found.name != "missing-input"
    ]
    about = [
        found for found in told if found.name in ("linked-input", "stale-input", "volatile-input", "input-formula")
    ]
    assert [found.name for found in about] == [name], report.findings
    assert about[0].measure == where.measure
    said = " ".join(f"{about[0].message} {about[0].advice}".split())
    assert re.search(".*".join(map(re.escape, words.split(" … "))), said), said


def test_a_log_column_is_told_once_a_kind(tmp_path: Path) -> None:
    cells = [("D6", "Assumptions!A2", LOG[1][3]), ("D7", "extprice", LOG[2][3]), ("D8", "Assumptions!A10", LOG[3][3]), ("D9", "1+1", LOG[4][3]), ("A10", "TODAY()", LOG[5][0]), ("D11", "SUM(4,6)", LOG[6][3])]  # fmt: skip
    edits = [formula(Where("Lead log", cell), text, value) for cell, text, value in cells]
    report = check(with_own_sheet(logged(LOG)(tmp_path), tmp_path / "filled.xlsx", *edits))
    told = {found.name: found for found in report.findings if found.name.endswith("-input")}
    assert {name: found.cell for name, found in told.items()} == {"linked-input": "D6", "stale-input": "D8", "volatile-input": "A10"}  # fmt: skip
    assert "2 rows of the lead log (6, 7)" in told["linked-input"].message
    assert (
        "2 rows of the lead log (8, 9) shows 12, but its formula =Assumptions!A10 gives 5,000 now"
        in told["stale-input"].message
    )
    assert "row 10 of the lead log" in told["volatile-input"].message
    assert report.results["actual_leads"] == check(logged(LOG)(tmp_path)).results["actual_leads"]
    assert LOGGED.log == LOG


MANUAL = ("xl/workbook.xml", "<calcPr[^>]*>", lambda _: '<calcPr calcId="124519" calcMode="manual"/>')


def test_manual_calculation_is_told_where_values_are_out_of_date(tmp_path: Path) -> None:
    stale = formula(at(*DEAL), "Assumptions!A1", 5000)
    report = check(with_own_sheet(calculated(tmp_path), tmp_path / "stale.xlsx", stale, MANUAL))
    assert [found.name for found in report.findings] == ["manual-calculation", "stale-input"]
    assert f"out of date: Deal size!{at(*DEAL).cell}." in report.findings[0].message
    report = check(rewritten(calculated(tmp_path), tmp_path / "manual.xlsx", MANUAL))
    assert report.findings == ()


def test_a_result_out_of_date_is_told_with_manual_calculation(tmp_path: Path) -> None:
    due = at("leads_due", "Webinar", "EMEA", "2027-02")
    path = rewritten(calculated(tmp_path), tmp_path / "stale.xlsx", put(due, 27, keep_formula=True), MANUAL)
    assert {found.name for found in check(path).findings} == {"manual-calculation", "value-wrong"}


@pytest.mark.parametrize(("text", "linked"), [
    ("[1]Prices!$B$2", True), ("2*[Book2.xlsx]Prices!B2", True), ("'C:\\deals\\[Book 2.xlsx]Price list'!B2", True), ("[1]!prices", True),
    ("'file:///home/ana/deals.ods'#$Prices.B2", True), ("SUM('[1]Price list'!B2:B9)", True), ('IMPORTRANGE("https://x","A1")', True), ('DDE("soffice","a.ods","A1")', True), ("'[file:///b.ods]S'!A1", True),
    ("Deals[Amount]*Sheet2!B2", False), ("SUM(Deals[[#All],[Amount]])", False), ("'Deal size'!E5*2", False), ("2500*2", False),
])  # fmt: skip
def test_which_formulas_read_another_workbook(text: str, linked: bool) -> None:
    assert reads_another_workbook(text) == linked
