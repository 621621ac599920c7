"""What is made of .ods files: of those LibreOffice saves the same as of its .xlsx, of any other a report or one line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from click.testing import CliRunner

from samples.make import FOLDER
from slasheet.checker.checker import check, check_book, read
from slasheet.cli.main import cli
from slasheet.crm.read_table import read_table
from slasheet.layout.spelling import normal
from slasheet.plan.templates import TEMPLATES, example
from slasheet.revise.diff import diff
from slasheet.spreadsheet.book import Area, Book, ErrorValue, Stored
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.ods.openformula import excel_formula
from slasheet.texts.findings import FileError
from slasheet.writer.workbook import write
from tests.helpers.engines import Edit, libreoffice_fill
from tests.helpers.ods_packages import FOOT, GOOD, HEAD, book_of, cell, cells_of, number, package, row, sheet
from tests.helpers.places import ROOT
from tests.whole.test_samples import ODS_SAMPLES, SAMPLES

pytestmark = pytest.mark.slow

BLANKS = [ROOT / "templates" / f"{name}.xlsx" for name in TEMPLATES]


# As LibreOffice saves them ------------------------------------------------------------------------


def both_ways(folder: Path) -> dict[Path, Path]:
    """Let LibreOffice save every sample and every blank template as .ods; return each with the .xlsx it saved of the same."""
    edits = [Edit(source, folder / f"{source.stem}.ods", {}) for source in (*SAMPLES, *BLANKS)]
    again = [Edit(source, folder / source.name, {}) for source in BLANKS]
    libreoffice_fill([*edits, *again])
    return {edit.target: folder / edit.source.name if edit.source in BLANKS else edit.source for edit in edits}


def rounded(value: object) -> object:
    """Return a value with its type and no more than the fifteen digits that LibreOffice writes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return type(value), value
    return float(f"{value:.14e}")


def assert_same_cells(found: Book, expected: Book) -> None:
    """Hold titles, names, values and formulas of two books against each other."""
    assert list(found.sheets) == list(expected.sheets)
    assert found.names == expected.names
    assert len(found.names) > 200
    for title, cells in expected.sheets.items():
        held = found.sheets[title]
        assert {at: rounded(cell.value) for at, cell in held.items()} == {
            at: rounded(cell.value) for at, cell in cells.items()
        }, title
        for at, stored in cells.items():
            formula = held[at].formula
            assert (formula is None) == (stored.formula is None), (title, at)
            assert formula is None or normal(formula) == normal(stored.formula or ""), (title, at)


@pytest.mark.engine
def test_an_ods_holds_what_the_xlsx_holds_that_libreoffice_saves_and_check_says_the_same(tmp_path: Path) -> None:
    saved = both_ways(tmp_path)
    codes = set()
    for ods, xlsx in saved.items():
        found, expected = load_book(ods), load_book(xlsx)
        assert_same_cells(found, expected)
        told, wanted = (
            {key: value for key, value in check_book(book).to_json().items() if key != "file"}
            for book in (found, expected)
        )
        assert told == wanted, ods.name
        codes |= {finding["code"] for finding in wanted["findings"]}
    assert len(saved) == len(SAMPLES) + len(TEMPLATES)
    assert {"SLA101", "SLA102", "SLA104", "SLA107", "SLA201", "SLA202"} <= codes
    ods, xlsx = next(iter(saved.items()))
    assert not diff(ods, xlsx).changed


def test_the_ods_samples_are_what_libreoffice_saved() -> None:
    assert ODS_SAMPLES
    for sample in ODS_SAMPLES:
        with zipfile.ZipFile(sample) as file:
            assert b"LibreOffice" in file.read("meta.xml")


# Cells ---------------------------------------------------------------------------------------------


def test_every_kind_of_value(tmp_path: Path) -> None:
    cells = [
        number(2.5),
        cell("45 %", 'office:value-type="percentage" office:value="0.45"'),
        cell("€ 3", 'office:value-type="currency" office:currency="EUR" office:value="3e0"'),
        cell("1 Jan", 'office:value-type="date" office:date-value="2027-01-01"'),
        cell("noon", 'office:value-type="date" office:date-value="2027-01-01T12:00:00.000000000"'),
        cell("6:30", 'office:value-type="time" office:time-value="PT06H30M00S"'),
        cell("30:00", 'office:value-type="time" office:time-value="PT30H00M00.0S"'),
        cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("a", 'office:value-type="string"'),
        cell("shown", 'office:value-type="string" office:string-value="meant"'),
        cell("no type"),
        cell("inf", 'office:value-type="float" office:value="INF"'),
        cell("1e999", 'office:value-type="float" office:value="1e999"'),
        cell("30 Feb", 'office:value-type="date" office:date-value="2027-02-30"'),
        cell("soon", 'office:value-type="time" office:time-value="P1Y"'),
        cell("", 'office:value-type="string"'),
        "<table:table-cell/>",
        number(7),
    ]
    found = cells_of(tmp_path, row(*cells))
    assert [found[0, col].value for col in range(15)] == [
        2.5, 0.45, 3, 46388, 46388.5, 6.5 / 24, 1.25, True, "a", "meant", "no type", "#NUM!", "#NUM!", "30 Feb", "soon",
    ]  # fmt: skip
    assert isinstance(found[0, 11].value, ErrorValue)
    assert isinstance(found[0, 12].value, ErrorValue)
    assert (0, 15) not in found
    assert (0, 16) not in found
    assert found[0, 17] == Stored(7.0, None)


@pytest.mark.parametrize("text", ["1_000", "１２", "1,5", "", "0x10", "1e", "."])
def test_a_number_that_is_none_is_never_guessed(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match=r"sheet S, B1: no number where one is due"):
        cells_of(tmp_path, row(number(1), cell(text, f'office:value-type="float" office:value="{text}"')))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("#DIV/0!", "#DIV/0!"),
        ("Err:503", "#NUM!"),
        ("Err:502", "#VALUE!"),
        ("#NV", "#N/A"),
        ("#VALEUR !", "#VALUE!"),
        ("#¿NOMBRE?", "#NAME?"),
        ("#SPILL!", "#SPILL!"),
    ],
)
def test_error_values_are_spelt_as_excel_does(tmp_path: Path, text: str, error: str) -> None:
    said = 'table:formula="of:=1" office:value-type="string" office:string-value="" calcext:value-type="error"'
    value = cells_of(tmp_path, row(cell(text, said)))[0, 0].value
    assert value == error
    assert isinstance(value, ErrorValue)


def test_errors_and_truths_of_programs_that_have_no_type_for_them(tmp_path: Path) -> None:
    found = cells_of(
        tmp_path,
        row(
            cell("#N/A", 'table:formula="of:=NA()" office:value-type="float" office:value="0"'),
            cell("#N/A", 'office:value-type="string"'),
            cell("TRUE", 'table:formula="of:=1&gt;0" office:value-type="float" office:value="1"'),
            cell("FALSO", 'table:formula="of:=1&gt;2" office:value-type="float" office:value="0"'),
            cell("1", 'table:formula="of:=2-1" office:value-type="float" office:value="1"'),
        ),
    )
    assert found[0, 0] == Stored(ErrorValue("#N/A"), "NA()")
    assert [isinstance(found[0, col].value, kind) for col, kind in enumerate((ErrorValue, ErrorValue, bool, bool, bool))] == [True, False, True, True, False]  # fmt: skip
    assert [found[0, col].value for col in (2, 3)] == [True, False]


def test_a_formula_whose_result_is_an_empty_text_has_no_value(tmp_path: Path) -> None:
    without_type = cell("", "table:formula='of:=\"\"'")
    empty = cell("", 'table:formula="of:=T([.A1])" office:value-type="string" office:string-value=""')
    assert cells_of(tmp_path, row(without_type, empty)) == {(0, 0): Stored(None, '""'), (0, 1): Stored(None, "T(A1)")}


def test_texts_keep_paragraphs_spaces_tabs_and_spans_and_leave_out_notes_and_drawings(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>a <text:span>note</text:span></text:p></office:annotation>"
    shape = "<draw:custom-shape><text:p>on a shape</text:p></draw:custom-shape>"
    text = (
        '<text:s text:c="2"/>a<text:s/> b<text:tab/>c<text:line-break/>d <text:span>e<text:a>f</text:a></text:span>'
        + note
        + "\n   g </text:p><text:p>h  i"
    )
    found = cells_of(
        tmp_path, row(f'<table:table-cell office:value-type="string">{note}{shape}<text:p>{text}</text:p></table:table-cell>'),
        row(f"<table:table-cell>{note}</table:table-cell>"),
    )  # fmt: skip
    assert found == {(0, 0): Stored("  a  b\tc\nd ef g \nh  i", None)}


def test_repeats_covered_cells_and_merged_areas(tmp_path: Path) -> None:
    again = 'table:number-columns-repeated="3"'
    spans = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    grouped = row(number(6), attributes='table:number-rows-repeated="2"')
    book = book_of(
        tmp_path,
        sheet(
            row("<table:table-cell/>", attributes='table:number-rows-repeated="4"')
            + f"<table:table-header-rows>{row(f'<table:table-cell {again}/>', number(5, again))}</table:table-header-rows>"
            + f"<table:table-row-group>{grouped}</table:table-row-group>"
            + row(number(1, spans), cell("under", 'office:value-type="string"', "covered-table-cell"), number(2))
            + row('<table:table-cell table:number-columns-repeated="16384"/>', attributes='table:number-rows-repeated="1048567"')
            + row(number(9)),
        ),
    )  # fmt: skip
    assert dict(book.sheets["S"]) == {
        (4, 3): Stored(5, None), (4, 4): Stored(5, None), (4, 5): Stored(5, None),
        (5, 0): Stored(6, None), (6, 0): Stored(6, None),
        (7, 0): Stored(1, None), (7, 1): Stored("under", None), (7, 2): Stored(2, None),
        (1_048_575, 0): Stored(9, None),
    }  # fmt: skip
    assert book.merged == {"S": (Area("S", 7, 0, 9, 1),)}


def test_names_of_the_workbook_and_of_sheets(tmp_path: Path) -> None:
    def name(title: str, address: str) -> str:
        return f'<table:named-range table:name="{title}" table:cell-range-address={quoteattr(address)}/>'

    def names(*held: str) -> str:
        return f"<table:named-expressions>{''.join(held)}</table:named-expressions>"

    local = names(name("here", "$S.$B$2"), name("_xlnm.Print_Titles", "$S.$1:.$3"))
    whole = names(
        name("area", "$'Deal size'.$E$5:.$G$5"),
        name("twice", "'It''s'.E5:'It''s'.AA10"),
        name("gone", "$S.#REF!"),
        name("elsewhere", "'file:///b.ods'#$S.$A$1"),
        name("over_sheets", "$S.$A$1:$T.$B$2"),
        '<table:named-expression table:name="calculated" table:expression="of:=1+1"/>',
    )
    book = book_of(tmp_path, sheet(row(number(1)) + local), sheet(row(number(1)), "T", whole))
    assert book.names == {
        "area": Area("Deal size", 4, 4, 4, 6),
        "twice": Area("It's", 4, 4, 9, 26),
        "gone": None,
        "elsewhere": None,
        "over_sheets": None,
        "calculated": None,
    }
    assert book.local_names == {"S": {"here": Area("S", 1, 1, 1, 1)}}


def test_copies_of_other_files_recorded_changes_and_links_are_no_sheets(tmp_path: Path) -> None:
    copy = sheet(row(number(1)), "'file:///b.ods'#Sheet1")
    changes = f"<table:tracked-changes><table:deletion>{row(number(2))}</table:deletion></table:tracked-changes>"
    link = f"<table:dde-links><table:dde-link>{sheet(row(number(3)))}</table:dde-link></table:dde-links>"
    book = book_of(tmp_path, changes, sheet(row(number(4))), copy, link)
    assert book.sheets == {"S": {(0, 0): Stored(4, None)}}


# Formulas ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("of:=[.A1]", "A1"),
        ("of:=SUM([.A1:.B2])", "SUM(A1:B2)"),
        ("of:=SUM([$'Revenue target'.$E$5:.$G$5])", "SUM('Revenue target'!$E$5:$G$5)"),
        ("of:=SUM([Funnel.A1:Funnel.B2];['It''s'.C3])", "SUM(Funnel!A1:B2,'It''s'!C3)"),
        ("of:=SUM([$One.A1:$'Two'.B2])", "SUM('One:Two'!A1:B2)"),
        ("of:=SUM([.A:.A])+SUM([.3:.$3])", "SUM(A:A)+SUM(3:$3)"),
        ('of:=IF([.A1]="";"a;b[.A1]~!""{1;2}";"")', 'IF(A1="","a;b[.A1]~!""{1;2}","")'),
        ('of:=SUM({1;"a;|";3|4;5;6})', 'SUM({1,"a;|",3;4,5,6})'),
        ("of:=SUM(([.A1:.A2]~[.B3]))", "SUM((A1:A2,B3))"),
        ("of:=[.A1:.A3]![.A2]", "A1:A3 A2"),
        ("of:=#REF!+[.#REF!]+[$S.#REF!]+#DIV/0!+#N/A", "#REF!+#REF!+#REF!+#DIV/0!+#N/A"),
        ("of:=COM.MICROSOFT.STDEV.S([.A1])+LEGACY.NORMSDIST(1)", "STDEV.S(A1)+NORMSDIST(1)"),
        ("of:=sla_deal_size*2", "sla_deal_size*2"),
        ("of:=['file:///books/b.ods'#$Sheet1.A1]", "'[file:///books/b.ods]Sheet1'!A1"),
        ("of:=SUM(['file:///books/b.ods'#$'My sheet'.A1:.B2])", "SUM('[file:///books/b.ods]My sheet'!A1:B2)"),
        ("oooc:=IF([.A1];COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE([.B1];1))", "IF(A1,EDATE(B1,1))"),
        ("msoxl:=IF(A1=\"[.B1];\",'[1]S'!A1,2)", "IF(A1=\"[.B1];\",'[1]S'!A1,2)"),
        ("msoxl:=SUM({1;2},A1 A1:A2)", "SUM({1;2},A1 A1:A2)"),
        ("of:=[file:///b.xlsx]other!a1", "[file:///b.xlsx]other!a1"),
        ("=[.A1]", "A1"),
        ("of:=[.A1", "[.A1"),
        ('of:="[.A1];', '"[.A1];'),
        ("of:=", ""),
    ],
)
def test_formulas_come_in_the_notation_of_excel(formula: str, expected: str) -> None:
    assert excel_formula(formula) == expected


# Commands ------------------------------------------------------------------------------------------


def run(*words: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(cli, [str(word) for word in words], prog_name="slasheet")
    assert result.exit_code == code, result.output
    return result.output


def test_every_command_that_reads_a_workbook_reads_an_ods(tmp_path: Path) -> None:
    sample = ODS_SAMPLES[0]
    before = sample.read_bytes()
    told = json.loads(run("check", sample, "--format", "json", code=1))
    assert told["counts"]["error"] > 3
    assert "Leads due" in run("show", sample)
    assert "in the cell: =" in run("explain", "Funnel!E10", sample)
    run("export", sample, "-o", tmp_path / "out.csv")
    run("export", sample, "-o", tmp_path / "plan.toml")
    run("rebuild", sample, "-o", tmp_path / "fresh.xlsx")
    assert read(tmp_path / "fresh.xlsx").regions == read(sample).regions
    assert "nothing changed" in run("diff", sample, sample)
    run("diff", sample, tmp_path / "fresh.xlsx", code=0)
    run("log", sample, FOLDER / "hubspot_contacts.csv", "-o", tmp_path / "logged.xlsx")
    run("reps", FOLDER / "hubspot_contacts.csv", "--plan", sample)
    assert "not signed, because slasheet check finds" in run("sign", sample, "-o", tmp_path / "s.xlsx", "--name", "A", "--role", "B", code=1)  # fmt: skip
    assert sample.read_bytes() == before


def test_ods_is_read_and_never_written(tmp_path: Path) -> None:
    write(example("persona"), tmp_path / "agreed.xlsx")
    out, said = tmp_path / "out.ods", "slasheet writes .xlsx; name it out.xlsx"
    assert said in run("new", "-t", "persona", "-o", out, code=2)
    assert said in run("rebuild", tmp_path / "agreed.xlsx", "-o", out, code=2)
    assert said in run("sign", tmp_path / "agreed.xlsx", "-o", out, "--name", "A", "--role", "B", code=2)
    assert said in run("log", tmp_path / "agreed.xlsx", FOLDER / "hubspot_contacts.csv", "-o", out, code=2)
    assert "there is no format 'ods'" in run("export", tmp_path / "agreed.xlsx", "-o", out, code=2)
    assert not out.exists()
    mine = tmp_path / "mine.ods"
    mine.write_bytes(ODS_SAMPLES[0].read_bytes())
    assert "is a workbook that people fill in" in run("export", tmp_path / "agreed.xlsx", "-o", mine, "--format", "csv", code=2)  # fmt: skip
    assert mine.read_bytes() == ODS_SAMPLES[0].read_bytes()


def test_an_ods_of_somebody_else_is_no_workbook_of_ours(tmp_path: Path) -> None:
    report = check(package(tmp_path / "other.ods", GOOD))
    assert [finding.code for finding in report.findings] == ["SLA001"]
    run("export", ODS_SAMPLES[0], "-o", tmp_path / "other.ods", "--format", "csv")


def test_crm_exports_are_read_from_ods(tmp_path: Path) -> None:
    def texts(*words: str) -> str:
        return row(*(cell(escape(word), 'office:value-type="string"') for word in words))

    day = cell("4 Jan", 'office:value-type="date" office:date-value="2027-01-04"')
    rows = row(cell("Leads", 'office:value-type="string"')) + texts("ID", "Created", "Region") + row(number(101), day, "<table:table-cell/>") + texts("102", "2027-01-05", "EMEA")  # fmt: skip
    table = read_table(package(tmp_path / "leads.ods", HEAD + sheet(rows) + FOOT))
    assert table.headings == ("ID", "Created", "Region")
    assert [column.to_pylist() for column in table.columns] == [["101", "102"], ["46391", "2027-01-05"], ["", "EMEA"]]
    assert table.serials
    with pytest.raises(FileError, match="no sheet contains a table with headings"):
        read_table(package(tmp_path / "none.ods", GOOD))
    far = row(cell("A"), '<table:table-cell table:number-columns-repeated="16000"/>', cell("B")) + row(number(1), attributes='table:number-rows-repeated="9000"')  # fmt: skip
    with pytest.raises(FileError, match="reaches to column 16,002"):
        read_table(package(tmp_path / "far.ods", HEAD + sheet(far) + FOOT))
