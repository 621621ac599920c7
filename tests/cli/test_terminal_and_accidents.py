"""What nothing that people type or name may do: steer a terminal, become a formula; and what no accident leaves: half a file."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import slasheet
from slasheet.cli.main import cli
from slasheet.plan.templates import example
from slasheet.spreadsheet.files import atomic_write
from slasheet.texts.findings import FileError
from slasheet.texts.printable import in_one_line, json_text, no_formula, printable
from tests.helpers.places import ROOT

MISTAKES = ROOT / "samples" / "persona_with_mistakes.xlsx"
ESC = "\x1b[31m"
FORGED = "EMEA\nall is well: THE MATH IS RIGHT"
TURNED = "\u202eABCD\u2069"
CALC = "=cmd|'/c calc'!A0"
TEXTS = (CALC, "+1+1", "-2+3", "@SUM(A1)", "＝1")
#: What steers a terminal or turns text round: nothing of it may leave us but line feeds.
STEERS = re.compile("[\0-\t\v-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def run(*words: str | Path) -> tuple[int, str]:
    """Run a command line and return its exit code and everything that it prints."""
    done = CliRunner().invoke(cli, [str(word) for word in words])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook in which labels, title, texts and numbers hold what they should not, typed by a program."""
    folder = tmp_path_factory.mktemp("hostile") / f"{ESC}{TURNED}"
    folder.mkdir()
    path = folder / f"sla{ESC}\n[bold].xlsx"
    slasheet.write(example("persona"), folder / "new.xlsx")
    book = openpyxl.load_workbook(folder / "new.xlsx")
    revenue, rates, agreement = book["Revenue target"], book["Close rates"], book["Agreement"]
    revenue["H7"] = f"about\x9b31m{TURNED}130k"
    # Sheets name their labels where they are typed: regions down, channels across.
    for cell, text in (("A6", f"{FORGED}{TURNED}"), ("A7", "[/red]:smile:[link=x]"), ("A8", "-5")):
        assert isinstance(revenue[cell].value, str), cell
        revenue[cell] = text
    assert isinstance(rates["E7"].value, str)
    rates["E7"].value = CALC
    rates["E7"].data_type = "s"
    agreement["A1"].value = f"Title {TURNED}"
    book.save(path)
    # openpyxl refuses control characters, files do not: in the XML they stand as _x001B_.
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["check", "FILE"],
        ["check", "FILE", "--format", "markdown"],
        ["check", "FILE", "--format", "json"],
        ["check", "FILE", "--annotate", "OUT/marked.xlsx"],
        ["show", "FILE"],
        ["show", "FILE", "revenue_target", "leads_due", "definitions"],
        ["show", "FILE", f"no{ESC}such\nthing"],
        ["explain", "revenue_target", "FILE"],
        ["explain", "Revenue target!H7", "FILE"],
        ["explain", "SLA totals!F6", "FILE"],
        ["explain", f"No{ESC}\n sheet!A1", "FILE"],
        ["diff", "FILE", str(MISTAKES)],
        ["diff", str(MISTAKES), "FILE", "--format", "markdown"],
        ["diff", str(MISTAKES), "FILE", "--format", "json"],
        ["export", "FILE", "-o", "OUT/out.csv"],
        ["rebuild", "FILE", "-o", f"OUT/{ESC}new\n.xlsx"],
        ["sign", "FILE", "-o", "OUT/signed.xlsx", "--name", "A", "--role", "B"],
        ["check", f"OUT/no{ESC}\nsuch.xlsx"],
        ["new", f"OUT/no{ESC}\nsuch.toml"],
        ["new", "OUT/hostile.toml"],
        ["log", "FILE", f"OUT/{ESC}no\n.csv", "-o", "OUT/l.xlsx"],
        ["learn", "OUT/leads.csv", "-o", "OUT/learned.toml"],
        ["reps", "OUT/leads.csv"],
        ["reps", "OUT/leads.csv", "--format", "csv"],
        ["reps", "OUT/leads.csv", "--format", "json"],
        [f"{ESC}\ncommand"],
        ["check", f"--{ESC}\noption"],
    ],
    ids=lambda words: re.sub(r"[^\w. -]", "", " ".join(words)),
)
def test_nothing_steers_the_terminal(words: list[str], hostile: Path, tmp_path: Path) -> None:
    keys = json.dumps(f"{ESC}\n{TURNED}")
    (tmp_path / "hostile.toml").write_text(f"{keys} = {json.dumps(ESC)}\n[inputs.{keys}]\n{keys} = 3\n")
    leads = [
        ["Lead ID", "Created Date", "Region", "Lead Source", "First Call Date", "Converted Date", "Lead Owner"],
        *[[str(n), "2027-01-03", f"R{ESC}{FORGED}", f"C{TURNED}", "2027-01-04", "2027-01-05", f"{CALC}{ESC}\n{TURNED}"] for n in range(5)],
    ]  # fmt: skip
    with (tmp_path / "leads.csv").open("w", newline="") as file:
        csv.writer(file).writerows(leads)
    given = [str(hostile) if word == "FILE" else word.replace("OUT", str(tmp_path)) for word in words]
    code, said = run(*given)
    assert code in (0, 1, 2)
    assert said
    assert STEERS.findall(said) == []
    assert "\nall is well" not in said
    assert "Traceback" not in said


def test_error_lines_are_one_line() -> None:
    for words in (["check", f"no{ESC}\nsuch.xlsx"], ["show", str(MISTAKES), "a\nb"], ["x\ny"]):
        code, said = run(*words)
        assert (code, said.count("\n")) == (2, 1)


def test_labels_are_shown_as_they_are_and_not_as_markup(hostile: Path) -> None:
    _code, said = run("show", hostile, "revenue_target")
    assert "[/red]:smile:[link=x]" in said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “ü” ไทย €", "plain – “ü” ไทย €"),
        ("\x1b]0;x\x07", r"\x1b]0;x\x07"),
        ("a\tb\rc", r"a b\rc"),
        ("\x9b2J\u202e\u2066\ufeff\ud800", r"\x9b2J\u202e\u2066\ufeff\ud800"),
    ],
)
def test_what_can_t_be_seen_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == in_one_line(text) == shown
    assert (printable("a\nb"), in_one_line("a\nb")) == ("a\nb", r"a\nb")


def test_json_is_exact_and_harmless() -> None:
    data = {"a": f"{ESC}{TURNED}\x9b\u2028 ü"}
    text = json_text(data)
    assert json.loads(text) == data
    assert STEERS.findall(text) == []
    assert "ü" in text


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook whose texts begin as formulas do, and in which a number is negative."""
    path = tmp_path_factory.mktemp("formulas") / "sla.xlsx"
    plan = example("persona")
    cells = list(plan.inputs["meetings"])
    cells[: len(TEXTS)] = TEXTS
    slasheet.write(plan.with_inputs(meetings=tuple(cells)), path)
    return path


def test_nothing_becomes_a_formula_in_csv_and_numbers_stay_numbers(formulas: Path, tmp_path: Path) -> None:
    code, said = run("export", formulas, "-o", tmp_path / "out.csv")
    assert code == 0, said
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    held = {cell for row in table for name, cell in row.items() if name != "value"}
    assert {cell for cell in held if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))} == set()
    assert {f"'{text}" for text in TEXTS} <= held
    assert any(row["value"].startswith("-") for row in table)
    assert "'-" not in "".join(row["value"] for row in table)


def test_nothing_becomes_a_formula_in_xlsx_and_json_is_exact(formulas: Path, tmp_path: Path) -> None:
    for form in ("xlsx", "json"):
        assert run("export", formulas, "-o", tmp_path / f"out.{form}")[0] == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Values"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert set(TEXTS) <= texts
    assert set(TEXTS) <= {row["text"] for row in json.loads((tmp_path / "out.json").read_text())}


def test_nothing_becomes_a_formula_in_workbooks_made_from_it(formulas: Path, tmp_path: Path) -> None:
    run("rebuild", formulas, "-o", tmp_path / "rebuilt.xlsx")
    run("check", formulas, "--annotate", tmp_path / "marked.xlsx")
    run("export", formulas, "-o", tmp_path / "plan.toml")
    run("new", tmp_path / "plan.toml", "-o", tmp_path / "again.xlsx")
    for name in ("rebuilt", "marked", "again"):
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["Agreement"]
        held = [cell for row in sheet.iter_rows() for cell in row if cell.value in TEXTS]
        assert {cell.value for cell in held} == set(TEXTS)
        assert {cell.data_type for cell in held} == {"s"}


@pytest.mark.parametrize(
    ("text", "held"), [("=1", "'=1"), ("-5", "'-5"), ("@channel", "'@channel"), ("a=b", "a=b"), ("", "")]
)
def test_an_apostrophe_stands_before_what_would_be_a_formula(text: str, held: str) -> None:
    assert no_formula(text) == held


# --- Nothing is left half written. ---

WRITERS: dict[str, list[str]] = {
    "new": ["new", "-t", "classic", "-o", "OUT.xlsx", "--force"],
    "rebuild": ["rebuild", "FILE", "-o", "OUT.xlsx", "--force"],
    "annotate": ["check", "FILE", "--annotate", "OUT.xlsx", "--force"],
    "check": ["check", "FILE", "-o", "OUT.txt"],
    "diff": ["diff", "FILE", "FILE", "--all", "-o", "OUT.txt"],
    **{form: ["export", "FILE", "-o", f"OUT.{form}"] for form in ("csv", "json", "parquet", "toml", "xlsx")},
}


def of(words: list[str], out: Path) -> list[str]:
    return [str(MISTAKES) if word == "FILE" else word.replace("OUT", str(out)) for word in words]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_full_disk_leaves_the_old_file(writer: str, tmp_path: Path) -> None:
    words = of(WRITERS[writer], tmp_path / "out")
    target = Path(next(word for word in words if word.startswith(str(tmp_path))))
    target.write_text("old")
    passing = tmp_path / "passing"
    passing.mkdir()

    def small() -> None:
        # What a file may grow to: the same error, at the same place, as a disk that is full.
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "slasheet", *words],
        preexec_fn=small,
        env=os.environ | {"TMPDIR": str(passing)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "can't be written" in done.stderr
    assert "File too large" in done.stderr
    assert target.read_text() == "old"
    assert sorted(tmp_path.rglob("*")) == sorted([target, passing])


def _stopped(draft: Path, error: BaseException) -> None:
    draft.write_text("half")
    raise error


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), ValueError("x")]
)
def test_whatever_stops_the_writing_leaves_the_old_file_or_none(error: BaseException, tmp_path: Path) -> None:
    for name, old in (("there.txt", "old"), ("new.txt", None)):
        target = tmp_path / name
        if old:
            target.write_text(old)
        with pytest.raises((FileError, KeyboardInterrupt, ValueError)), atomic_write(target) as draft:
            _stopped(draft, error)
        assert (target.read_text() if target.exists() else None) == old
    assert [path.name for path in tmp_path.iterdir()] == ["there.txt"]


def test_a_disk_that_is_full_only_when_it_is_written_back_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "out.txt"
    target.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left on device"), atomic_write(target) as draft:
        draft.write_text("new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.txt", "old")]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_kill_or_ctrl_c_in_the_middle_leaves_the_old_file(how: signal.Signals, tmp_path: Path) -> None:
    target, passing = tmp_path / "out.xlsx", tmp_path / "passing"
    target.write_text("old")
    passing.mkdir()
    words = ["new", "-t", "classic", "--months", "36", "--example", "-o", str(target), "--force"]
    with subprocess.Popen(
        [sys.executable, "-B", "-m", "slasheet", *words],
        env=os.environ | {"TMPDIR": str(passing)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        # The draft is there, and then the folder for what passes through: the writing has begun.
        deadline = time.monotonic() + 60
        while not list(passing.glob("slasheet-*")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(how)
        said = process.communicate()[1]
    assert target.read_text() == "old"
    left = [path for path in tmp_path.rglob("*") if path not in (target, passing)]
    if how is signal.SIGINT:
        assert (process.returncode, said.strip(), left) == (130, "stopped.", [])
    else:
        assert process.returncode == -how
        assert all("slasheet-" in str(path) for path in left)


def test_nothing_is_written_beside_the_output_asked_for(tmp_path: Path) -> None:
    for writer, words in WRITERS.items():
        folder, passing = tmp_path / writer, tmp_path / writer / "passing"
        passing.mkdir(parents=True)
        given = of(words, folder / "out")
        subprocess.run(
            [sys.executable, "-B", "-m", "slasheet", *given],
            cwd=passing,
            env=os.environ | {"TMPDIR": str(passing), "HOME": str(passing)},
            capture_output=True,
            check=False,
        )
        assert [path.stem for path in folder.rglob("*") if path != passing] == ["out"], writer


def _folder(path: Path) -> None:
    path.mkdir()


def _below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


def _gone(path: Path) -> None:
    path.parent.rmdir()


@pytest.mark.parametrize(
    ("sabotage", "told"),
    [(_folder, "is a folder; name a file in it"), (_below_a_file, "can't be written"), (_gone, "can't be written")],
)
@pytest.mark.parametrize("writer", ["new", "annotate", "check", "csv"])
def test_a_place_that_can_t_be_written_gives_one_line(
    writer: str, sabotage: Callable[[Path], None], told: str, tmp_path: Path
) -> None:
    folder = tmp_path / "sub"
    folder.mkdir()
    words = of(WRITERS[writer], folder / "out")
    sabotage(Path(next(word for word in words if word.startswith(str(folder)))))
    before = sorted(tmp_path.rglob("*"))
    code, said = run(*words)
    line = said.splitlines()[-1]
    assert code == 2
    assert told in line
    assert line.startswith("slasheet: ")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_may_not_be_written_to_gives_one_line(tmp_path: Path) -> None:
    # Where not even root may write: the files of the kernel.
    code, said = run("new", "-t", "classic", "-o", Path("/sys/out.xlsx"))
    assert (code, said.count("\n")) == (2, 1)
    assert "can't be written (" in said
