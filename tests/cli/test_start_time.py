"""Nothing heavy is imported by a command that does not need it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import slasheet.cli.commands
from slasheet.cli.main import COMMANDS, cli
from slasheet.plan.templates import example
from slasheet.writer.workbook import write

pytestmark = pytest.mark.slow


def imported(arguments: list[str], folder: Path) -> set[str]:
    """Return the modules that a command line imports, as a whole process."""
    code = "import sys; from slasheet.cli.main import cli\ntry:\n cli(sys.argv[1:])\nfinally:\n print('\\nIMPORTED', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("IMPORTED")[2].split())


HEAVY = {
    "pandas", "numpy", "pyarrow", "openpyxl", "xlsxwriter", "rich",
    "multiprocessing", "concurrent", "subprocess", "distributed", "fsspec",
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the workbook that commands are given."""
    path = tmp_path_factory.mktemp("start") / "book.xlsx"
    write(example("persona"), path)
    return path


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["templates"], set()),
        (["new", "-t", "classic", "-o", "new.xlsx"], {"xlsxwriter"}),
        (["check", "book.xlsx"], set()),
        (["check", "book.xlsx", "--format", "json"], set()),
        (["check", ".", "--jobs", "2"], {"concurrent", "subprocess"}),
        (["explain", "leads_due"], set()),
        (["diff", "book.xlsx", "book.xlsx"], set()),
        (["rebuild", "book.xlsx", "-o", "again.xlsx"], {"xlsxwriter"}),
        (["show", "book.xlsx", "lead_value"], {"rich"}),
        (["update", "book.xlsx", "-o", "again.xlsx", "--months", "14"], {"xlsxwriter"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    arguments: list[str], allowed: set[str], book: Path, tmp_path: Path
) -> None:
    shutil.copy(book, tmp_path)
    assert imported(arguments, tmp_path) & HEAVY <= allowed


@pytest.mark.parametrize(
    "arguments",
    [["check", "book.xlsx"], ["check", "./book.xlsx", "--format", "json", "--annotate", "marked.xlsx"], ["show", "book.xlsx"], ["explain", "leads_due", "book.xlsx"]],
)  # fmt: skip
def test_one_workbook_does_not_go_through_the_code_for_many(arguments: list[str], tmp_path: Path) -> None:
    write(example("persona"), tmp_path / "book.xlsx")
    assert [module for module in imported(arguments, tmp_path) if module.startswith("slasheet.many")] == []


def test_every_command_is_listed_and_stands_in_the_module_of_its_name() -> None:
    shown = CliRunner().invoke(cli, ["--help"], terminal_width=80).output
    for name, meaning in COMMANDS.items():
        assert f"  {name:<10} {meaning}\n" in shown
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
        members = vars(import_module(f"slasheet.cli.commands.{name}")).values()
        assert [member.name for member in members if isinstance(member, click.Command)] == [name]
    modules = {path.stem for path in Path(slasheet.cli.commands.__path__[0]).glob("*.py")}
    assert modules == {"__init__", *COMMANDS}


def test_recompute_knows_neither_the_layout_nor_the_formulas(tmp_path: Path) -> None:
    code = "import sys, slasheet.recompute; print(*[m for m in sys.modules if m.startswith('slasheet.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    loaded = done.stdout.split()
    assert len(loaded) > 5
    assert [name for name in loaded if not name.startswith(("slasheet.recompute", "slasheet._version"))] == []
