"""The workbook of a rollup: every stored value is what engines calculate, live with the rates, reproducible, with links and charts."""

from __future__ import annotations

import re
import zipfile
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl.utils.cell import coordinate_to_tuple

from slasheet.cli.main import cli
from slasheet.many.rollup import Rollup
from slasheet.many.rollup.sheets.board import FIRST_ROW, HEADS, TITLES
from slasheet.many.rollup.sheets.tables import column_of
from slasheet.texts.languages import LANGUAGES
from slasheet.writer.workbook import write
from tests.helpers.books import ERRORS
from tests.helpers.engines import ironcalc_values, libreoffice_recalculate
from tests.helpers.plans import prime_plan
from tests.many.test_rollup import logged, rolled, unit

if TYPE_CHECKING:
    from click.testing import Result

#: The functions that every spreadsheet program calculates alike.
FUNCTIONS = {"IF", "AND", "COUNT", "COUNTIFS", "SUM", "SUMIFS", "ISNUMBER", "N", "ABS", "MAX"}
Cells = dict[tuple[str, str], tuple[object, object]]


def group() -> Rollup:
    """Return a rollup of four workbooks in three currencies, one of them without a rate, over shifted months."""
    mixed = prime_plan(regions=("North America", "EMEA", "Büro & Co"), currencies=("", "GBP", ""))
    plans = {
        "units/a b#1.xlsx": prime_plan(),
        "units/50% ü.xlsx": replace(prime_plan(start="2027-03", currency="USD"), title="=1+1"),
        "units/deep/mixed.xlsx": mixed,
        "other.xlsx": logged(unit(currency="JPY"), 150.0),
    }
    return rolled(plans.items(), currency="EUR", rates=["USD=0.913"])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rollup") / "group.xlsx"
    group().write(path, "2027-05-31")
    return path


def cells(path: Path) -> Cells:
    """Return formula and stored value of every formula cell, by sheet and address."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): (cell.value, values[sheet.title][cell.coordinate].value)
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def same(stored: object, calculated: object) -> bool:
    if isinstance(stored, int | float) and isinstance(calculated, int | float):
        return stored == pytest.approx(calculated, rel=1e-9, abs=1e-9)
    return (stored or None) == (calculated or None)


def differing(path: Path) -> list[str]:
    """Return the cells in which an independent engine calculates something else than is stored."""
    calculated = ironcalc_values(path)
    found = []
    for (title, address), (formula, stored) in cells(path).items():
        row, col = coordinate_to_tuple(address)
        got = calculated[title].get((row - 1, col - 1))
        if not same(stored, got) or str(got).startswith(ERRORS):
            found.append(f"{title}!{address} {formula} stored {stored!r} calculated {got!r}")
    return found


def test_an_engine_calculates_every_stored_value(written: Path) -> None:
    assert len(cells(written)) > 900
    assert differing(written) == []


def test_the_comparison_sees_a_wrong_value(written: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(written) as book, zipfile.ZipFile(wrong, "w") as copy:
        for info in book.infolist():
            content = book.read(info)
            if info.filename == "xl/worksheets/sheet2.xml":
                content = re.sub(rb"(</f><v>)(\d)", rb"\g<1>1\g<2>", content, count=1)
            copy.writestr(info, content)
    assert len(differing(wrong)) == 1


@pytest.mark.engine
def test_libreoffice_calculates_the_same(written: Path, tmp_path: Path) -> None:
    (back,) = libreoffice_recalculate([written], tmp_path / "out")
    ours, theirs = cells(written), cells(back)
    assert len(theirs) == len(ours)
    assert [at for at, (_formula, value) in ours.items() if not same(value, theirs[at][1])] == []


def test_only_functions_that_all_programs_know_are_used(written: Path) -> None:
    used = {name for formula, _value in cells(written).values() for name in re.findall(r"([A-Z.]+)\(", str(formula))}
    assert used <= FUNCTIONS


def test_the_tables_hold_what_the_engine_added_up(written: Path) -> None:
    made, book = group(), openpyxl.load_workbook(written, data_only=True)
    for kind in ("region", "channel", "month"):
        sheet = book[TITLES[kind]]
        rows = list(made.sums.of(kind).values())
        assert sheet.cell(FIRST_ROW + 1, 1).value == "Total"
        for row, figures in enumerate([made.total, *rows], start=FIRST_ROW + 1):
            for name in HEADS:
                if (kind, name) != ("channel", "revenue_target"):
                    stored = sheet.cell(row, column_of(kind, name) + 1).value
                    assert same(stored, getattr(figures, name)), (kind, row, name)
        assert sheet.cell(FIRST_ROW + 2 + len(rows), 1).value is None


def test_a_changed_rate_changes_the_amounts(written: Path, tmp_path: Path) -> None:
    """JPY has no rate: with 0.5 a yen the 300,000 of the fourth workbook are 150,000 euros more."""
    book = openpyxl.load_workbook(written)
    rates = book[TITLES["rates"]]
    (row,) = [row for row in range(5, 9) if rates.cell(row, 1).value == "JPY"]
    for col in range(2, 2 + len(group().months)):
        rates.cell(row, col).value = 0.5
    book.save(tmp_path / "changed.xlsx")
    before, after = (ironcalc_values(path)[TITLES["front"]] for path in (written, tmp_path / "changed.xlsx"))
    assert before[FIRST_ROW, 0] == "Revenue target"
    assert float(after[FIRST_ROW, 1] or 0) - float(before[FIRST_ROW, 1] or 0) == pytest.approx(150_000.0)
    lacking = [
        next(row for (row, col), text in front.items() if text == "Amounts without a rate ›")
        for front in (before, after)
    ]
    assert [front[row, 1] for front, row in zip((before, after), lacking, strict=True)] == [7, 0]
    assert "OK" in [value for (_row, col), value in after.items() if col == 1]


def test_the_same_rollup_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    # Beside the first one, since links lead from there.
    again = written.with_name("again.xlsx")
    group().write(again, "2027-05-31")
    assert again.read_bytes() == written.read_bytes()


def test_links_lead_to_the_workbooks_and_to_the_sheets(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)[TITLES["front"]]
    links = [link for row in sheet.iter_rows() for cell in row if (link := cell.hyperlink)]
    outward = {link.target.replace("\\", "/") for link in links if link.target}
    ways = [way[way.index("units/") :] if "units/" in way else way[way.rindex("/") + 1 :] for way in outward]
    assert sorted(ways) == ["other.xlsx", "units/50%25%20ü.xlsx", "units/a%20b%231.xlsx", "units/deep/mixed.xlsx"]
    assert not any(way.startswith(("/", "file:")) for way in outward)
    inward = {link.location.split("!")[0].strip("'") for link in links if link.location}
    assert inward == {TITLES[key] for key in TITLES}


def test_charts_have_alternative_texts_and_values_to_show(written: Path) -> None:
    with zipfile.ZipFile(written) as book:
        drawing = book.read("xl/drawings/drawing1.xml").decode()
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
    assert re.findall(r'descr="([^"]{20,})"', drawing) != []
    assert len(re.findall("descr=", drawing)) == len(charts) == 2
    assert all(len(re.findall(r"<c:v>[^<]+</c:v>", chart)) > 6 for chart in charts)


def test_sheets_are_ready_to_read_and_to_print(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == list(TITLES.values())
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.protection.sheet
        assert sheet.title == TITLES["front"] or sheet.print_title_rows
    rates = book[TITLES["rates"]]
    assert [rates.cell(row, 2).protection.locked for row in (5, 6, 7)] == [True, False, False]


def test_what_is_left_out_is_named_on_the_first_sheet(tmp_path: Path) -> None:
    write(unit(), tmp_path / "good.xlsx")
    write(unit().with_inputs(deal_size=("=1+1",)), tmp_path / "bad.xlsx")
    done = CliRunner().invoke(cli, ["rollup", str(tmp_path), "-o", str(tmp_path / "group.xlsx")])
    assert done.exit_code == 1
    sheet = openpyxl.load_workbook(tmp_path / "group.xlsx")[TITLES["front"]]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "1 workbook added up · 1 left out" in texts[1]
    assert any(text.startswith("SLA102 Deal size!") for text in texts)
    assert "bad.xlsx" in done.output
    assert "SLA102" in done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rollup_is_written_in_every_language(language: str, tmp_path: Path) -> None:
    made = replace(group(), language=language)
    made.write(tmp_path / "group.xlsx")
    assert differing(tmp_path / "group.xlsx") == []


def test_too_many_rows_for_a_sheet_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slasheet.many.rollup.workbook.ROWS", 10)
    done = run(tmp_path, "-o", "group.xlsx")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "name it .parquet or .csv" in done.output
    assert not (tmp_path / "group.xlsx").exists()


# The command


def run(folder: Path, *options: str) -> Result:
    """Run the command in a folder over two of its workbooks, or over those that the options name."""
    for name, plan in (("a", unit()), ("b", unit(currency="USD")), ("c", logged(unit(), 150.0))):
        if not (folder / f"{name}.xlsx").exists():
            write(plan, folder / f"{name}.xlsx")
    with chdir(folder):
        return CliRunner().invoke(cli, ["rollup", "a.xlsx", "c.xlsx", *options])


def test_the_command_writes_a_workbook_and_says_what_is_in_it(tmp_path: Path) -> None:
    done = run(
        tmp_path, "b.xlsx", "-o", "group.xlsx", "--currency", "eur", "--rate", "usd=0.9", "--as-of", "2027-05-31"
    )
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0].split("  ")[0] == "Workbook"
    assert ["Total", "870,000", "1,800", "870,000", "150", "75", "%"] in [line.split() for line in lines]
    assert lines[-1] == "group.xlsx: 3 workbooks added up in EUR"
    front = openpyxl.load_workbook(tmp_path / "group.xlsx")[TITLES["front"]]
    assert str(front["A2"].value).endswith("as of 2027-05-31")


def test_tables_hold_the_tidy_data(tmp_path: Path) -> None:
    for name in ("group.csv", "group.parquet"):
        assert run(tmp_path, "-o", name).exit_code == 0
    table, parquet = pd.read_csv(tmp_path / "group.csv"), pd.read_parquet(tmp_path / "group.parquet")
    assert list(table.columns) == list(parquet.columns)
    assert len(table) == len(parquet) == 12
    assert table["leads_due"].sum() == parquet["leads_due"].sum() == 1_200.0


def test_no_text_of_a_csv_file_becomes_a_formula(tmp_path: Path) -> None:
    made = rolled([("=cmd.xlsx", unit())])
    made.write(tmp_path / "group.csv")
    assert set(pd.read_csv(tmp_path / "group.csv")["workbook"]) == {"'=cmd"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "group.pdf"), "end its name in .xlsx, .csv, .parquet"),
        (("-o", "a.xlsx"), "is the file it would be made from"),
        (("-o", "b.xlsx"), "is a workbook that people fill in"),
        (("-o", "b.xlsx", "--force"), "is a workbook that people fill in"),
        (("-o", "group.xlsx", "--currency", "euro"), "'euro' is not a currency"),
        (("-o", "group.xlsx", "--rate", "USD=0.9"), "give it with --currency"),
        (("-o", "group.xlsx", "--currency", "EUR", "--rates", "gone.csv"), "gone.csv: can't be read"),
        (("-o", "group.xlsx", "--as-of", "May"), "--as-of: 'May' is not a date"),
        (("-o", "group.xlsx", "--region-map", "EMEA"), "write it as LABEL=LABEL"),
        (("-o", "group.xlsx", "--timeout", "-3"), "a time limit of -3 s"),
        (("-o", "gone/group.xlsx"), "can't be written"),
    ],
)
def test_a_wrong_call_is_one_line(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    done = run(tmp_path, *options)
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert message in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx", "c.xlsx"]


def test_a_pattern_that_nothing_matches_is_named_and_does_not_stop_the_others(tmp_path: Path) -> None:
    done = run(tmp_path, "nowhere/*.xlsx", "-o", "group.xlsx")
    assert done.exit_code == 1
    assert "nowhere/*.xlsx: no workbook (.xlsx, .ods) matches this pattern" in done.output
    assert "4 left out" not in done.output
    assert (tmp_path / "group.xlsx").exists()


def test_an_earlier_rollup_among_the_workbooks_is_none_of_them(tmp_path: Path) -> None:
    for _time in range(2):
        done = run(tmp_path, ".", "-o", "group.xlsx", "--force", "--currency", "EUR", "--rate", "USD=1")
        assert (done.exit_code, done.output.splitlines()[-1]) == (0, "group.xlsx: 3 workbooks added up in EUR")


def test_the_first_sheet_says_how_many_workbooks_have_a_log(tmp_path: Path) -> None:
    plans = [("a.xlsx", unit()), ("b.xlsx", logged(unit(), 150.0)), ("c.xlsx", unit())]
    rolled(plans).write(tmp_path / "group.xlsx")
    front = openpyxl.load_workbook(tmp_path / "group.xlsx")[TITLES["front"]]
    told = {row[0].value: row[1].value for row in front.iter_rows(max_row=30, max_col=2)}
    assert (told["Workbooks added ›"], told["Workbooks with leads logged ›"]) == (3, 1)
    # One bar of what was delivered among three would stand alone.
    with zipfile.ZipFile(tmp_path / "group.xlsx") as archive:
        assert "Leads due by workbook" in archive.read("xl/charts/chart2.xml").decode()


def test_of_the_data_a_page_is_printed_and_columns_begin_at_0(written: Path) -> None:
    data = openpyxl.load_workbook(written)[TITLES["data"]]
    assert data.max_row > 60
    assert re.search(r"\$A\$1:\$[A-Z]+\$44$", data.print_area)
    with zipfile.ZipFile(written) as archive:
        charts = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    assert all('<c:min val="0"/>' in chart for chart in charts)
