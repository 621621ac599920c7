"""The formats of check: each entry of the table serves one file, many files and a file that can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slasheet import write
from slasheet.cli.check_many import Order, check_many
from slasheet.cli.main import cli
from slasheet.plan.templates import blank, example
from slasheet.report.formats import FORMATS, Format, Together, Wanted
from slasheet.report.report import Report

pytestmark = pytest.mark.slow


@pytest.fixture
def books(tmp_path: Path) -> Mapping[str, Path]:
    paths = {name: tmp_path / f"{name}.xlsx" for name in ("filled", "blank", "broken")}
    write(example("classic"), paths["filled"])
    write(blank(example("persona")), paths["blank"])
    paths["broken"].write_bytes(b"no workbook")
    return paths


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_for_one_file_and_for_many(name: str, books: Mapping[str, Path]) -> None:
    one = run(books["filled"], "--format", name)
    assert one.exit_code == 0
    assert "filled.xlsx" in one.stdout
    every = run(*books.values(), "--format", name)
    assert every.exit_code == 2
    assert all(f"{book}.xlsx" in every.stdout for book in ("filled", "blank"))
    assert "broken.xlsx" in every.stderr
    assert ("broken.xlsx" in every.stdout) is FORMATS[name].streams


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_many_in_a_file_names_those_not_checked_where_it_has_a_word_for_them(
    name: str, books: Mapping[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "report"
    assert run(*books.values(), "--format", name, "-o", out).exit_code == 2
    text = out.read_text(encoding="utf-8")
    assert ("broken.xlsx" in text) is (FORMATS[name].failure is not None)
    assert ("1 could not be checked" in text) is FORMATS[name].for_people


def fine_or_not(report: Report, _wanted: Wanted, _mark: str | None) -> str:
    return f"{'fine' if report.ok else 'not fine'}\n"


def test_a_new_format_needs_nothing_but_its_entry(
    books: Mapping[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    short = Format(fine_or_not, Together("<\n", "&\n", ">\n", indent=" "))
    names = (str(books["filled"]), str(books["blank"]))
    assert check_many(Order(names[:1], short, Wanted(short))) == 0
    assert capsys.readouterr().out == "fine\n"
    assert check_many(Order(names, short, Wanted(short))) == 1
    assert capsys.readouterr().out == "<\n fine&\n not fine>\n"
