"""What a fresh workbook leaves behind is told, and by every command that writes one alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

import slasheet
from slasheet.cli.main import cli
from slasheet.plan.templates import example
from slasheet.revise.own_things import own
from slasheet.revise.take_over import take_over
from tests.helpers.places import ROOT

pytestmark = pytest.mark.slow

LEADS = ROOT / "samples" / "salesforce_leads.csv"
COMMANDS = {
    "rebuild": ["rebuild", "FILE"],
    "update": ["update", "FILE", "--title", "T"],
    "log": ["log", "FILE", str(LEADS)],
    "sign": ["sign", "FILE", "--name", "A", "--role", "B"],
}
Deed = Callable[[Workbook], None]


def beside_the_log(book: Workbook) -> None:
    """Type a word two columns beside the log."""
    book["Lead log"]["K5"] = "campaign X"


def far_below(book: Workbook) -> None:
    """Type a number far below all tables."""
    book["Deal size"]["H300"] = 4711


def between_tables(book: Workbook) -> None:
    """Type a formula into an empty cell between tables."""
    book["Marketing share"]["B3"] = "=1+1"


def own_sheet(book: Workbook) -> None:
    """Add a sheet."""
    book.create_sheet("My notes")["A1"] = "remember"


def hidden_sheet(book: Workbook) -> None:
    """Add a sheet that is hidden."""
    book.create_sheet("My sums").sheet_state = "hidden"


def note(book: Workbook) -> None:
    """Put a note on an input."""
    book["Revenue target"]["E6"].comment = Comment("agreed\nwith Ana", "Bo")


DEEDS: dict[Deed, str] = {
    beside_the_log: "note: Lead log!K5: “campaign X” stands beside the tables and is left out.",
    far_below: "note: Deal size!H300: “4711” stands beside the tables and is left out.",
    between_tables: "note: Marketing share!B3: “=1+1” stands beside the tables and is left out.",
    own_sheet: "note: the sheet “My notes” is not from slasheet and is left out.",
    hidden_sheet: "note: the sheet “My sums” is not from slasheet and is left out.",
    note: "note: Revenue target!E6: the note “agreed with Ana” is left out.",
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a filled workbook that is nobody's own."""
    path = tmp_path_factory.mktemp("plain") / "sla.xlsx"
    slasheet.write(example("persona"), path)
    return path


def with_all(plain: Path, folder: Path, *deeds: Deed) -> Path:
    """Return a copy of it in which all that was done."""
    book = load_workbook(plain)
    for deed in deeds:
        deed(book)
    book.save(folder / "own.xlsx")
    return folder / "own.xlsx"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_all_of_it(command: str, plain: Path, tmp_path: Path) -> None:
    words = [str(with_all(plain, tmp_path, *DEEDS)) if word == "FILE" else word for word in COMMANDS[command]]
    done = CliRunner().invoke(cli, [*words, "-o", str(tmp_path / "new.xlsx")])
    assert done.exit_code == 0, done.output
    assert {line for line in done.stdout.splitlines() if line.endswith("left out.")} == set(DEEDS.values())


def test_many_are_counted_and_each_is_said_in_the_language(plain: Path, tmp_path: Path) -> None:
    def many(book: Workbook) -> None:
        for row in range(10):
            book["Lead log"].cell(20 + row, 14).value = f"n{row}"

    done = CliRunner().invoke(cli, ["rebuild", str(with_all(plain, tmp_path, many)), "-o", str(tmp_path / "new.xlsx")])
    assert [line for line in done.stdout.splitlines() if line.startswith("note: ")][-1] == "note: and 4 more like it."
    words = ["log", str(tmp_path / "own.xlsx"), str(LEADS), "--language", "es", "-o", str(tmp_path / "es.xlsx")]
    assert "nota: Lead log!N20: “n0” está junto a las tablas y se omite." in CliRunner().invoke(cli, words).stdout


@pytest.mark.parametrize("name", ["classic", "funnel", "pipeline", "persona"])
def test_a_workbook_as_it_was_written_or_marked_has_nothing_of_somebody_s_own(name: str, tmp_path: Path) -> None:
    slasheet.write(example(name), tmp_path / "sla.xlsx")
    slasheet.annotate(tmp_path / "sla.xlsx", tmp_path / "marked.xlsx")
    for path in ("sla.xlsx", "marked.xlsx"):
        found = own(take_over(tmp_path / path).reading)
        assert (found.sheets, found.beside, found.notes) == ((), (), ())
