"""The one rule of what may be written over, held for every option of every command that names a file to write."""

from __future__ import annotations

import json
import shutil
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import slasheet
from slasheet.cli.main import COMMANDS, cli
from slasheet.plan.templates import example
from tests.helpers.places import ROOT

pytestmark = pytest.mark.slow

NOTES = "what I must not forget\n"
#: Every option that names a file to write: a call (OUT is the file), what else it reads, whether people fill the file in.
WRITERS = {
    "check -o": ("check sla.xlsx -o OUT", False),
    "check many -o": ("check sla.xlsx other.xlsx --format jsonl -o OUT", False),
    "check --annotate": ("check sla.xlsx --annotate OUT.xlsx", True),
    "diff -o": ("diff sla.xlsx other.xlsx -o OUT", False),
    "export -o": ("export sla.xlsx --format csv -o OUT", False),
    "export -o, plan": ("export sla.xlsx -o OUT.toml", False),
    "export -o, workbook": ("export sla.xlsx -o OUT.xlsx", False),
    "learn -o": ("learn leads.csv -o OUT.toml", False),
    "log -o": ("log sla.xlsx leads.csv -o OUT.xlsx", True),
    "new -o": ("new plan.toml -o OUT.xlsx", True),
    "rebuild -o": ("rebuild sla.xlsx -o OUT.xlsx", True),
    "rollup -o": ("rollup sla.xlsx other.xlsx -o OUT.xlsx", False),
    "rollup -o, table": ("rollup sla.xlsx other.xlsx -o OUT.csv", False),
    "sign -o": ("sign sla.xlsx --name A --role B -o OUT.xlsx", True),
    "update -o": ("update sla.xlsx --title T -o OUT.xlsx", True),
    "update -o, plan": ("update sla.xlsx --title T -o OUT.toml", False),
}
LEADS = ROOT / "samples" / "salesforce_leads.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two workbooks, a plan file and an export."""
    folder = tmp_path_factory.mktemp("made")
    plan = example("classic")
    slasheet.write(plan, folder / "sla.xlsx")
    shutil.copy(folder / "sla.xlsx", folder / "other.xlsx")
    (folder / "plan.toml").write_text(slasheet.to_toml(plan), encoding="utf-8")
    shutil.copy(LEADS, folder / "leads.csv")
    return folder


@pytest.fixture(autouse=True)
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a copy of it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def run(words: str, *more: str, code: int) -> str:
    """Run a command line and return what it says of a refusal."""
    done = CliRunner().invoke(cli, [*words.split(), *more])
    assert done.exit_code == code, done.output
    return done.stderr


def named(words: str) -> Path:
    """Return the file that a call writes."""
    return Path(next(word for word in words.split() if word.startswith("OUT")))


@pytest.mark.parametrize("words", [words for words, _ours in WRITERS.values()], ids=WRITERS)
def test_what_is_already_there_is_written_over_only_with_force(words: str) -> None:
    out = named(words)
    out.write_text(NOTES)
    said = run(words, code=2)
    assert "is already there" in said
    assert said.count("\n") == 1
    assert out.read_text() == NOTES
    CliRunner().invoke(cli, [*words.split(), "--force"])
    assert out.read_bytes() != NOTES.encode()


@pytest.mark.parametrize(("words", "ours"), WRITERS.values(), ids=WRITERS)
def test_a_workbook_that_people_fill_in_becomes_no_numbers_and_no_report(words: str, ours: bool) -> None:
    out = named(words)
    shutil.copy("other.xlsx", out)
    before = out.read_bytes()
    assert ("is already there" if ours else "is a workbook that people fill in") in run(words, code=2)
    if not ours:
        run(words, "--force", code=2)
    assert out.read_bytes() == before


@pytest.mark.parametrize("words", [words for words, _ours in WRITERS.values()], ids=WRITERS)
def test_what_is_read_is_never_written_over(words: str) -> None:
    source, out = Path(words.split()[1]), named(words)
    out.symlink_to(source)
    before = source.read_bytes()
    assert "never overwritten" in run(words, "--force", code=2)
    assert source.read_bytes() == before


def test_results_are_added_to_results_and_to_nothing_else() -> None:
    run("check sla.xlsx --resume results.jsonl", code=0)
    run("check sla.xlsx --resume results.jsonl", code=0)
    assert len(Path("results.jsonl").read_text().splitlines()) == 1
    Path("notes.txt").write_text(NOTES)
    assert "does not contain results" in run("check sla.xlsx --resume notes.txt", code=2)
    Path("table.json").write_text(json.dumps({"a": 1}))
    assert "does not contain results" in run("check sla.xlsx --resume table.json", code=2)
    for keeps in ("notes.txt", "table.json"):
        assert Path(keeps).read_text() in (NOTES, '{"a": 1}')
    assert "people fill in" in run("check sla.xlsx --resume other.xlsx", code=2)


def test_every_option_that_names_a_file_to_write_is_held_to_it() -> None:
    options = {
        f"{name} {option.opts[0]}"
        for name in COMMANDS
        for option in getattr(import_module(f"slasheet.cli.commands.{name}"), name).params
        if isinstance(option, click.Option) and isinstance(option.type, click.Path)
    }
    reads = {"reps --plan", "rollup --rates"}
    held = {key.partition(",")[0].replace(" many", "") for key in WRITERS}
    assert options - reads == held | {"check --resume"}


def test_a_plan_is_not_learned_into_a_workbook() -> None:
    said = run("learn leads.csv -o plan.xlsx", code=2)
    assert "end its name in .toml" in said
    assert not Path("plan.xlsx").exists()
