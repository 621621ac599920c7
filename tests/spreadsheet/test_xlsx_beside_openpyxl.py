"""Our own reader of .xlsx beside openpyxl, and on what each program writes in a way of its own."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from samples.make import typed
from slasheet.plan.plan import Plan
from slasheet.plan.templates import blank, example
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Area, ErrorValue, Stored
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.number_formats import is_date_format
from slasheet.spreadsheet.xlsx.dates import BETWEEN
from slasheet.spreadsheet.xlsx.shared_formulas import SharedFormula
from slasheet.spreadsheet.xlsx.values import unescaped
from slasheet.texts.findings import FileError
from slasheet.writer.workbook import write
from tests.helpers.engines import Edit, libreoffice_fill
from tests.helpers.places import ROOT
from tests.helpers.plans import plans
from tests.helpers.readings import differences
from tests.helpers.xlsx_packages import (
    BOOK_RELATIONS,
    MAIN,
    PARTS,
    RELATIONS,
    SHEET,
    book,
    cells,
    package,
    related,
    strings,
    table,
)
from tests.whole.test_samples import SAMPLES

pytestmark = pytest.mark.slow

STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


@pytest.mark.parametrize("path", [*SAMPLES, *sorted((ROOT / "templates").glob("*.xlsx"))], ids=lambda path: path.stem)
def test_every_workbook_here_is_read_as_openpyxl_reads_it(path: Path) -> None:
    assert differences(path) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_drawn_plans_are_read_as_openpyxl_reads_them(plan: Plan, tmp_path: Path) -> None:
    write(plan, tmp_path / "drawn.xlsx")
    assert differences(tmp_path / "drawn.xlsx") == []


def test_what_xlsxwriter_writes_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as made:
        sheet, other = made.add_worksheet("It's <one> & ไทย"), made.add_worksheet()
        bold, day = made.add_format({"bold": True}), made.add_format({"num_format": "d mmm yyyy"})
        sheet.write_rich_string("A1", "plain ", bold, "bold", " plain")
        sheet.write_row("A2", [1, -2.5, 1e300, 1e-300, 0, "", "  spaces  ", "line\nbreak", "\t", "'x"])
        sheet.write_datetime("A3", datetime(2027, 2, 14, 12, 30), day)  # noqa: DTZ001 - cells know no time zones
        sheet.write_formula("A4", "SUM(A2:E2)", None, 3)
        sheet.write_formula("B4", '"<"&"&"&CHAR(34)', None, '<&"')
        sheet.write_formula("C4", "1/0", None, "#DIV/0!")
        sheet.write_formula("D4", "1=1", None, True)
        sheet.write_array_formula("A5:B5", "{A2:B2*2}", None, 2)
        sheet.write_boolean("A6", False)
        sheet.write_blank("B6", None, bold)
        sheet.merge_range("A7:C8", "merged")
        made.define_name("sla_x", "=Sheet2!$B$2:$C$3")
        made.define_name("Sheet2!here", "=Sheet2!$A$1")
        other.write("B2", "😀" * 3)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet2!$B$2:$C$3"})
        made.add_chartsheet("Chart").set_chart(chart)
        made.worksheets()[1].very_hidden()
    assert differences(tmp_path / "book.xlsx") == []
    found = load_book(tmp_path / "book.xlsx")
    assert list(found.sheets) == ["It's <one> & ไทย", "Sheet2"]
    assert found.cell("It's <one> & ไทย", 0, 0).value == "plain bold plain"
    assert found.names == {"sla_x": Area("Sheet2", 1, 1, 2, 2)}
    assert found.local_names == {"Sheet2": {"here": Area("Sheet2", 0, 0, 0, 0)}}
    assert found.merged["It's <one> & ไทย"] == (Area("It's <one> & ไทย", 6, 0, 7, 2),)


def test_what_openpyxl_writes_is_read_as_it_reads_it(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    moments = (datetime(2027, 2, 14, 6), date(2027, 1, 1), time(18))  # noqa: DTZ001 - cells know no time zones
    for row in ([1, 2.5, "text", True, "#N/A", None], moments, ["=A1*2", '="a"', " space ", "a_x000D_b", 10**20]):  # fmt: skip
        sheet.append(row)
    made.save(tmp_path / "book.xlsx")
    found = [d for d in differences(tmp_path / "book.xlsx") if "_x000D_" not in d]
    assert found == []


@pytest.mark.engine
def test_what_libreoffice_writes_is_read_as_openpyxl_reads_it(tmp_path: Path) -> None:
    plan = example("persona")
    write(blank(plan), tmp_path / "blank.xlsx")
    libreoffice_fill([Edit(tmp_path / "blank.xlsx", tmp_path / "filled.xlsx", typed(plan))])
    assert differences(tmp_path / "filled.xlsx") == []
    assert len(load_book(tmp_path / "filled.xlsx").sheets) > 10


# Values --------------------------------------------------------------------------------------------

RICH = "<r><rPr><b/></rPr><t>ri</t></r><r><t>ch</t></r>"
SPOKEN = '<rPh sb="0" eb="1"><t>spoken</t></rPh><phoneticPr fontId="1"/>'
VALUES = (
    # what stands in A1, what is read
    ("<v>12</v>", 12),
    ('<v t="x">12</v>', 12),
    ("<v>-12</v>", -12),
    ("<v> 1.5E-3 </v>", 0.0015),
    ("<v>+7</v>", 7),
    ("<v>00012345678901234567890</v>", 12345678901234567890.0),
    ("<v>1e999</v>", ErrorValue("#NUM!")),
    ("<v>NaN</v>", ErrorValue("#NUM!")),
    ("<v>-INF</v>", ErrorValue("#NUM!")),
    ("<v/>", None),
    ("<v></v>", None),
    ("", None),
    ('t="n"><v>3</v>', 3),
    ('t="n">', None),
    ('t="s"><v>1</v>', "one"),
    ('t="s"><v></v>', None),
    ('t="b"><v>1</v>', True),
    ('t="b"><v>false</v>', False),
    ('t="e"><v>#REF!</v>', ErrorValue("#REF!")),
    ('t="str"><v>a &lt; b</v>', "a < b"),
    ('t="str"><v>a_x000D__x000A_b</v>', "a\r\nb"),
    ('t="str"><v>_x005F_x000D_</v>', "_x000D_"),
    ('t="str"><v>_xD83D__xDE00_</v>', "😀"),
    ('t="str"><v>half _xD83D_</v>', "half \ufffd"),
    ('t="str"><v><![CDATA[<b>]]> &#233;</v>', "<b> é"),
    ('t="str"><v xml:space="preserve">  a  </v>', "  a  "),
    ('t="inlineStr"><is><t>in</t></is>', "in"),
    ('t="inlineStr"><is><t/></is>', ""),
    (f't="inlineStr"><is>{RICH}{SPOKEN}</is>', "rich"),
    ('t="d"><v>2027-02-14</v>', 46432),
    ('t="d"><v>2027-02-14T12:00:00Z</v>', 46432.5),
    ('t="d"><v>T06:00:00</v>', 0.25),
    ("<v>1</v><extLst><ext><v>9</v></ext></extLst>", 1),
)


@pytest.mark.parametrize(("inner", "value"), VALUES)
def test_a_value_is_read_however_it_is_stored(inner: str, value: object, tmp_path: Path) -> None:
    cell = f'<c r="A1" {inner}</c>' if inner.startswith("t=") else f'<c r="A1">{inner}</c>'
    found = load_book(package(tmp_path / "a.xlsx", {SHEET: cells(cell)})).cell("One", 0, 0).value
    assert found == value
    assert type(found) is type(value) or isinstance(found, int | float)
    assert isinstance(found, ErrorValue) == isinstance(value, ErrorValue)


def test_shared_texts_join_their_runs_and_leave_out_how_they_are_spoken(tmp_path: Path) -> None:
    texts = strings(f"<si>{RICH}{SPOKEN}</si><si/><si><t>a_x0009_b</t></si><si><t>two\nlines</t></si>")
    row = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(4))
    found = load_book(package(tmp_path / "a.xlsx", {"xl/sharedStrings.xml": texts, SHEET: cells(row)}))
    assert [found.cell("One", 0, col).value for col in range(4)] == ["rich", "", "a\tb", "two\nlines"]


def test_a_text_is_unescaped_once() -> None:
    assert unescaped("_x005f_x0041__x0041_ _x41_ _X0041_") == "_x0041_A _x41_ _X0041_"


# Structure -----------------------------------------------------------------------------------------

ROW = '<row><c><v>1</v></c><c/><c t="str"><v>x</v></c></row>'
WANTED = {(0, 0): Stored(1, None), (0, 2): Stored("x", None), (4, 1): Stored(5, None), (5, 0): Stored(1, None), (5, 2): Stored("x", None)}  # fmt: skip
ROWS = ROW + '<row r="5"><c r="B5"><v>5</v></c></row>' + ROW


def in_strict(text: str) -> str:
    for loose, strict in STRICT.items():
        text = text.replace(loose, strict)
    return text


STRUCTURES = {
    "without addresses": {SHEET: table(ROWS)},
    "with a prefix": {
        SHEET: table(ROWS).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns", "xmlns:x"),
    },
    "strict": {name: in_strict(table(ROWS) if name == SHEET else part) for name, part in PARTS.items()},
    "absolute names": {
        SHEET: table(ROWS),
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS.replace('Target="', 'Target="/xl/'),
    },
    "names in another case": {
        SHEET: table(ROWS),
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS.replace("worksheets/", "Worksheets/"),
    },
    "back slashes": {SHEET: None, SHEET.replace("/", "\\"): table(ROWS)},
    "percent signs": {
        SHEET: None,
        "xl/worksheets/sheet 1.xml": table(ROWS),
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS.replace("sheet1.xml", "sheet%201.xml"),
    },
    "UTF-16": {SHEET: ('<?xml version="1.0" encoding="UTF-16"?>' + table(ROWS)).encode("utf-16")},
    "in Windows-1252": {SHEET: ('<?xml version="1.0" encoding="Windows-1252"?><!-- é -->' + table(ROWS)).encode("cp1252")},
    "in lines": {SHEET: table(ROWS).replace("><", ">\n  <")},
    "absurd dimensions": {SHEET: table(ROWS).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')},
    "rows out of order": {
        SHEET: table('<row r="5"><c r="B5"><v>5</v></c></row>' + ROW.replace("<row>", '<row r="1">') + ROW.replace("<row>", '<row r="6">')),
    },
    "no shared texts, no styles": {
        SHEET: table(ROWS),
        "xl/sharedStrings.xml": None,
        "xl/styles.xml": None,
        "xl/_rels/workbook.xml.rels": related(("rId1", "worksheet", "worksheets/sheet1.xml")),
    },
    "a link to elsewhere": {
        SHEET: table(ROWS),
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS.replace(
            "</Relationships>", '<Relationship Id="e" Type="x/externalLink" Target="http://a.invalid/b" TargetMode="External"/></Relationships>'
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURES)
def test_a_sheet_is_read_however_it_is_written(case: str, tmp_path: Path) -> None:
    assert load_book(package(tmp_path / "a.xlsx", STRUCTURES[case])).sheets == {"One": WANTED}


def test_values_under_a_merged_area_stay(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    merged = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C1:XFD1048576"/></mergeCells>'
    found = load_book(package(tmp_path / "a.xlsx", {SHEET: table(row, around=merged)}))
    assert [found.cell("One", 0, col).value for col in (0, 1)] == [1, 2]
    assert found.merged == {"One": (Area("One", 0, 0, 1, 1), Area("One", 0, 2, 1048575, 16383))}


def test_names_are_found_broken_local_or_ambiguous(tmp_path: Path) -> None:
    names = """<definedNames><definedName name="good">One!$A$1:$B$2</definedName><definedName name="gone">#REF!</definedName>
    <definedName name="lost">One!#REF!</definedName><definedName name="here" localSheetId="0">One!$C$3</definedName>
    <definedName name="twice">One!$A$1</definedName><definedName name="twice">One!$A$2</definedName>
    <definedName name="_xlnm.Print_Area" localSheetId="0">One!$A$1</definedName></definedNames>"""
    found = load_book(package(tmp_path / "a.xlsx", {"xl/workbook.xml": book(names)}))
    assert found.names == {"good": Area("One", 0, 0, 1, 1), "gone": None, "lost": None, "twice": None}
    assert found.local_names == {"One": {"here": Area("One", 2, 2, 2, 2)}}


def test_days_of_1904_come_as_those_of_1900(tmp_path: Path) -> None:
    row = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in ((1, 44970), (0, 44970), (2, 1.5), (1, 0.5)))
    parts = {
        "xl/workbook.xml": book(before='<workbookPr date1904="1"/>'),
        SHEET: cells(row + '<c s="1"><f>A1</f><v>9</v></c>'),
    }
    path = package(tmp_path / "a.xlsx", parts)
    found = load_book(path)
    assert [found.cell("One", 0, col).value for col in range(5)] == [44970 + BETWEEN, 44970, 1.5, 0.5, 9 + BETWEEN]
    assert differences(path) == []


@pytest.mark.parametrize(
    ("code", "shows"),
    [("d/m/yy", True), ("mmm yyyy", True), ("hh:mm", True), ('0.0" days"', False), ("[Red]0", False), ("[h]:mm", False),
     ("General", False), (r"0\d", False), ("[$-409]d;@", True), ('"EUR" #,##0', False), ("0_d", False)],
)  # fmt: skip
def test_a_format_shows_a_date_or_none(code: str, shows: bool) -> None:
    assert is_date_format(code) == shows


# Formulas ------------------------------------------------------------------------------------------


def test_a_shared_formula_is_that_of_each_cell(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*$C$1+D$1&amp;"B1"</f><v>1</v></c></row>'
    rows += '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    rows += '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c><c r="C3"><f t="array" ref="C3">A1:A2</f></c><c r="D3"><f/></c></row>'
    path = package(tmp_path / "a.xlsx", {SHEET: table(rows)})
    found = load_book(path).sheets["One"]
    assert [found[place].formula for place in sorted(found)] == [
        'B1*$C$1+D$1&"B1"', 'B2*$C$1+D$1&"B1"', 'C3*$C$1+E$1&"B1"', "A1:A2", "",
    ]  # fmt: skip
    assert differences(path) == []


FORMULAS = (
    "A1+$A1+A$1+$A$1", "SUM(A1:B2,$C$3:D4)", "'Deal size'!E5*'It''s A1'!$B2", 'IF(A1="B2 ""C3""",D4,"")', "LOG10(A1)+ATAN2(B2,C3)",
    "SUM(A:A)+SUM($B:C)", "SUM(1:1)+SUM($2:3)", "sla_x1+A1", "Sheet1!A1:B2", "1E5+A1*2.5E3", "(A1)/(B1)%", "-A1^2", "A1&B1",
    "#REF!+A1", "TRUE+A1", "TaxRate+A1",
)  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("row", "col"), [(10, 5), (11, 5), (40, 30)])
def test_a_formula_moves_as_openpyxl_moves_it(formula: str, row: int, col: int) -> None:
    theirs = Translator("=" + formula, "F11").translate_formula(a1(row, col))[1:]
    assert SharedFormula(formula, 10, 5).at(row, col) == theirs


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1:INDEX(B1:B9,2)", "B2:INDEX(C2:C10,2)"),
        ("XFD1+A1048576", "#REF!+#REF!"),
        ("ZZZ1+A1048577+A0", "ZZZ1+A1048577+A0"),
        ("Table1[[#All],[A1]]+[1]One!A1", "Table1[[#All],[A1]]+[1]One!B2"),
        ("éA1+A1é+A1.b+x.A1+A1", "éA1+A1é+A1.b+x.A1+B2"),
    ],
)
def test_a_formula_moves_where_openpyxl_does_not_say(formula: str, moved: str) -> None:
    assert SharedFormula(formula, 10, 5).at(11, 6) == moved


@given(st.lists(st.sampled_from(["A1", "$B$2", "C$3", "$D4", "E5:F6", "+", "*", "(", ")", "SUM(", ",", '"A1"', "'X 1'!", "2.5", "sla_a"]), max_size=12))  # fmt: skip
def test_any_formula_moved_there_and_back_is_the_same(parts: list[str]) -> None:
    formula = "".join(parts)
    moved = SharedFormula(formula, 100, 50).at(120, 60)
    assert SharedFormula(moved, 120, 60).at(100, 50) == formula


#: Rows of which only a reader that knows namespaces can tell which are the sheet's own.
FOREIGN = '<row xmlns="urn:x" r="1"><c r="A1"><v>1</v></c></row>'
PREFIXED = f'<m:row xmlns:m="{MAIN}" r="1"><m:c r="A1"><m:v>9</m:v></m:c></m:row>'


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        (FOREIGN, None),
        (PREFIXED, 9),
        (FOREIGN + PREFIXED, 9),
        (
            f'<row r="1"><c r="A1"><v>1</v></c></row>{PREFIXED.replace("A1", "A2").replace(" r=" + chr(34) + "1", " r=" + chr(34) + "2")}',
            1,
        ),
        ('<row r="1" xmlns:q="urn:q" q:note="x"><c r="A1"><v>1</v></c></row>', 1),
        ('<row r="1"><q:c xmlns:q="urn:q" r="A1"><q:v>5</q:v></q:c><c r="A1"><v>1</v></c></row>', 1),
    ],
)
def test_a_cell_belongs_to_the_sheet_by_its_namespace(rows: str, value: float | None, tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", {SHEET: table(rows)})
    assert differences(path) == []
    assert load_book(path).cell("One", 0, 0).value == value


@pytest.mark.parametrize(
    "part",
    [
        table('<row r="1" zz:q="1"><c r="A1"><v>1</v></c></row>'),
        table('<row r="1" zz:q:q="1"><c r="A1"><v>1</v></c></row>'),
        table('<zz:row r="1"/>'),
        table('<row r="000000000100"><c r="A1"><v>1</v></c></row>'),
        table(f'<row r="{"0" * 5000}1"><c r="A1"><v>1</v></c></row>'),
        table('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A"><v>1</v></c></row>'),
        table(f'<row r="1"><c r="A1" t="s"><v>{"0" * 20}1</v></c></row>'),
    ],
)
def test_what_no_namespace_or_number_can_be_told_of_is_refused(part: str, tmp_path: Path) -> None:
    load_book(package(tmp_path / "good.xlsx", {SHEET: table('<row r="1"><c r="A1"><v>1</v></c></row>')}))
    with pytest.raises(FileError, match="damaged"):
        load_book(package(tmp_path / "a.xlsx", {SHEET: part}))


@pytest.mark.parametrize("place", ["00000010", "0" * 5000])
def test_the_sheet_of_a_name_is_looked_up_by_a_short_number(place: str, tmp_path: Path) -> None:
    names = f'<definedNames><definedName name="n" localSheetId="{place}">One!$A$1</definedName></definedNames>'
    with pytest.raises(FileError, match="belongs to no sheet"):
        load_book(package(tmp_path / "a.xlsx", {"xl/workbook.xml": book(names)}))
