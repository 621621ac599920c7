"""Many workbooks checked at a time: which are meant, what is told and in which order, what no file can do, what need not be done again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import slasheet
from slasheet.cli.main import cli
from slasheet.many.fleet.check_one import content_mark
from slasheet.many.fleet.resume import appended
from slasheet.many.fleet.which_files import workbooks
from slasheet.texts.findings import FileError
from tests.helpers.fragile_workers import fragile


@pytest.fixture
def here(books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stand in a folder with clients, and with what lies about in such folders."""
    monkeypatch.chdir(tmp_path)
    # Starting a worker costs more than these small files; where several matter, the test says how many.
    monkeypatch.setattr("slasheet.many.fleet.run.cores", lambda: 1)
    for name in ("clients/b/two.xlsx", "clients/a.xlsx", "clients/b/deep/THREE.XLSX"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(books / "full.xlsx", name)
    shutil.copy(books / "blank.xlsx", "clients/c.xlsx")
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", ".slasheet-x1.xlsx", "notes.txt", "b/._two.xlsx"):
        Path("clients", name).write_text("?")
    Path("clients/.hidden").mkdir()
    shutil.copy(books / "full.xlsx", "clients/.hidden/no.xlsx")
    Path("nothing").mkdir()
    return tmp_path


ALL = ["clients/a.xlsx", "clients/c.xlsx", "clients/b/two.xlsx", "clients/b/deep/THREE.XLSX"]


def run(*arguments: str, code: int) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output
    return result


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def files(text: str) -> list[object]:
    return [line["file"] for line in lines(text)]


def check_list(*arguments: str, code: int = 1) -> list[str]:
    told = json.loads(run("check", *arguments, "--format", "json", "--no-measures", code=code).stdout)
    return [report["file"] for report in told]


# Which are meant ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["clients"], ALL),
        (["clients/b"], ALL[2:]),
        (["clients/*.xlsx"], ALL[:2]),
        (["clients/**/*.xlsx"], ["clients/a.xlsx", "clients/b/two.xlsx", "clients/c.xlsx"]),
        (["clients/*"], ALL[:2]),
        (["clients/c.xlsx", "clients", "./clients/b/two.xlsx"], [ALL[1], ALL[0], *ALL[2:]]),
    ],
)
def test_names_folders_and_patterns_mean_workbooks_each_of_them_once(
    here: Path, names: list[str], meant: list[str]
) -> None:
    assert check_list(*names, code=int("clients/c.xlsx" in meant)) == meant


def test_a_name_that_looks_like_a_pattern_is_the_file_of_that_name(here: Path) -> None:
    Path(ALL[0]).rename("plan [1].xlsx")
    assert run("check", "plan [1].xlsx", code=0).stdout.startswith("plan [1].xlsx: ")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nothing", "nothing: is a folder without a workbook (.xlsx, .ods) in it."),
        ("clients/x*.xlsx", "clients/x*.xlsx: no workbook (.xlsx, .ods) matches this pattern"),
        ("clients/d.xlsx", "clients/d.xlsx: can't be read (No such file or directory); check the name."),
    ],
)
def test_what_means_nothing_is_one_line_and_the_others_are_checked(here: Path, name: str, told: str) -> None:
    result = run("check", name, "clients/a.xlsx", "--format", "jsonl", code=2)
    assert result.stderr.startswith(f"slasheet: {told}")
    assert result.stderr.count("\n") == 1
    assert {"file": name, "error": result.stderr[len("slasheet: ") : -1]} in lines(result.stdout)
    assert sorted(map(str, files(result.stdout))) == sorted([name, "clients/a.xlsx"])
    assert run("check", name, code=2).stdout == ""


def test_a_folder_that_nobody_may_read_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def forbidding(path: str) -> object:
        # As for anybody but root, to whom nothing is forbidden.
        if str(path) == "clients/b":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidding)
    assert "clients/b: can't look into this folder" in run("check", "clients", code=2).stderr


# What is told ------------------------------------------------------------------------------------


def test_texts_come_in_the_order_given_whatever_is_done_first(here: Path) -> None:
    alone = [run("check", name, code=int("c.xlsx" in name)).stdout for name in ALL]
    assert run("check", *ALL, "--jobs", "3", code=1).stdout == "\n".join(
        [*alone, "4 workbooks: 3 fine, 1 wrong, 0 could not be checked\n"]
    )


def test_a_list_of_json_is_the_one_that_json_itself_would_write(here: Path) -> None:
    text = run("check", *ALL[:2], "--format", "json", code=1).stdout
    alone = [json.loads(run("check", name, "--format", "json", code=c).stdout) for c, name in enumerate(ALL[:2])]
    assert text == json.dumps(alone, ensure_ascii=False, indent=1) + "\n"
    assert json.loads(run("check", "clients/b/*.xlsx", "--format", "json", code=0).stdout)[0]["file"] == ALL[2]


def test_a_line_of_jsonl_is_the_object_of_the_contract_and_what_it_holds_for(here: Path) -> None:
    told = {line["file"]: line for line in lines(run("check", *ALL[:2], "--format", "jsonl", code=1).stdout)}
    for name in ALL[:2]:
        line = told[name]
        assert line.pop("checked") == {"content": content_mark(Path(name)), "language": None, "measures": True}
        assert line == slasheet.check(name).to_json()


def test_one_file_is_one_line_of_jsonl_too(here: Path) -> None:
    assert files(run("check", ALL[0], "--format", "jsonl", code=0).stdout) == [ALL[0]]
    missing = run("check", "no.xlsx", "--format", "jsonl", code=2)
    assert lines(missing.stdout)[0]["file"] == "no.xlsx"


def test_without_measures_everything_else_is_there(here: Path) -> None:
    whole, bare = (
        json.loads(run("check", ALL[1], "--format", "json", *more, code=1).stdout) for more in ([], ["--no-measures"])
    )
    assert whole["measures"]
    assert bare == whole | {"measures": {}}


def test_reports_go_where_they_are_told(here: Path) -> None:
    printed = run("check", "clients", code=1).stdout
    assert run("check", "clients", "-o", "all.txt", code=1).stdout == ""
    assert Path("all.txt").read_text() == printed
    assert "never overwritten" in run("check", "clients", "-o", ALL[0], code=2).output


def test_the_language_and_strictness_hold_for_all(here: Path) -> None:
    assert run("check", "clients/b", "--language", "es", code=0).stdout.count("SIN CALCULAR") == 2
    book = Path(ALL[2])
    from tests.checker.test_findings import rewritten

    rewritten(
        Path(ALL[0]), book, ("xl/workbook.xml", '<definedName name="sla_deal_size">[^<]*</definedName>', lambda _: "")
    )
    run("check", "clients/b", "--jobs", "1", code=0)
    run("check", "clients/b", "--jobs", "1", "--strict", code=1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--resume", "r.jsonl", "--format", "text"], "drop --format text"),
        (["--resume", "r.jsonl", "-o", "o.jsonl"], "drop -o"),
        (["--jobs", "0"], "--jobs"),
        (["--timeout", "0"], "a time limit of 0 s"),
        (["--timeout", "nan"], "a time limit of nan s"),
        (["--no-measures"], "--no-measures goes with --format json or jsonl"),
        (["--dask", "tcp://127.0.0.1:9", "--jobs", "2"], "drop --jobs"),
        (["--annotate", "marked.xlsx"], "--annotate takes one workbook at a time"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(here: Path, options: list[str], told: str) -> None:
    result = run("check", "clients", *options, code=2)
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


# What no file can do -----------------------------------------------------------------------------


@pytest.fixture
def weak(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let every worker be one that certain names hang, crash or confuse."""
    monkeypatch.setenv("PYTHONPATH", fragile(here / "fragile"))
    return here


def test_files_that_hang_crash_or_confuse_take_nothing_else_with_them(weak: Path) -> None:
    bad = ["hangs", "crashes", "exits", "memory", "mistake"]
    for name in bad:
        shutil.copy("clients/a.xlsx", f"clients/{name}.xlsx")
    os.mkfifo("clients/pipe.xlsx")
    result = run("check", "clients", "--format", "jsonl", "--jobs", "2", "--timeout", "10", code=2)
    told = lines(result.stdout)
    assert sorted(str(line["file"]) for line in told) == sorted(
        [*ALL, *(f"clients/{name}.xlsx" for name in [*bad, "pipe"])]
    )
    errors = {str(line["file"])[8:-5]: str(line["error"]) for line in told if "error" in line}
    assert set(errors) == {*bad, "pipe"}
    assert (
        errors["hangs"]
        == "clients/hangs.xlsx: took longer than 10 s and was skipped; check it with a longer --timeout."
    )
    assert errors["pipe"] == "clients/pipe.xlsx: is not a file; name a workbook."
    assert "was ended by signal 11, twice; check it alone" in errors["crashes"]
    assert "ended (exit code 3), twice; check it alone" in errors["exits"]
    assert "needs more memory than this machine has" in errors["memory"]
    assert "can't be checked (ZeroDivisionError: two\\nlines)" in errors["mistake"]
    assert result.stderr.count("\n") == len(errors)


def test_a_worker_that_was_killed_loses_nothing(weak: Path) -> None:
    shutil.copy("clients/a.xlsx", "clients/once.xlsx")
    told = run("check", "clients", "--format", "jsonl", "--jobs", "2", code=1).stdout
    assert sorted(map(str, files(told))) == sorted([*ALL, "clients/once.xlsx"])
    assert not any("error" in line for line in lines(told))


def test_a_file_alone_has_a_time_limit_where_one_is_given(weak: Path) -> None:
    shutil.copy("clients/a.xlsx", "hangs.xlsx")
    began = time.monotonic()
    assert "took longer than 2 s" in run("check", "hangs.xlsx", "--timeout", "2", code=2).stderr
    assert time.monotonic() - began < 20


def test_results_come_as_they_are_there_and_no_worker_outlives_its_program(weak: Path) -> None:
    shutil.copy("clients/a.xlsx", "clients/b/hangs.xlsx")
    command = [
        sys.executable,
        "-m",
        "slasheet",
        "check",
        "clients",
        "--format",
        "jsonl",
        "--jobs",
        "2",
        "--timeout",
        "12",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout
        first = {json.loads(asking.stdout.readline())["file"] for _ in range(4)}
        assert first == set(ALL)
        tasks = Path(f"/proc/{asking.pid}/task").glob("*/children")
        workers = [worker for children in tasks for worker in children.read_text().split()]
        assert workers
        asking.terminate()
        asking.wait(10)
    still = time.monotonic() + 40
    while time.monotonic() < still and any(Path(f"/proc/{worker}").exists() for worker in workers):
        time.sleep(0.2)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


# What need not be done again ---------------------------------------------------------------------


def test_resuming_leaves_out_what_has_not_changed(here: Path) -> None:
    first = run("check", "clients", "--resume", "r.jsonl", code=1)
    assert first.stdout == ""
    assert first.stderr == "r.jsonl: 4 workbooks, 4 checked now, 0 unchanged, 0 failed; 1 wrong\n"
    before = Path("r.jsonl").read_text()
    # Copied anew, as files are that are synchronized: another time, and nothing else.
    os.utime(ALL[0], (1, 1))
    again = run("check", "clients", "--resume", "r.jsonl", code=1)
    assert again.stderr == "r.jsonl: 4 workbooks, 0 checked now, 4 unchanged, 0 failed; 1 wrong\n"
    assert Path("r.jsonl").read_text() == before
    # The same size and time, but another content.
    about = Path(ALL[0]).stat()
    body = bytearray(Path(ALL[0]).read_bytes())
    body[len(body) // 2] ^= 255
    Path(ALL[0]).write_bytes(body)
    os.utime(ALL[0], ns=(about.st_atime_ns, about.st_mtime_ns))
    shutil.copy(ALL[2], ALL[1])
    changed = run("check", "clients", "--resume", "r.jsonl", code=2)
    assert "1 checked now, 2 unchanged, 1 failed; 0 wrong" in changed.stderr
    assert Path("r.jsonl").read_text().startswith(before)
    assert sorted(map(str, files(Path("r.jsonl").read_text()[len(before) :]))) == sorted(ALL[:2])
    # What failed is tried again; the last line of a file is the one that holds.
    assert "0 checked now, 3 unchanged, 1 failed" in run("check", "clients", "--resume", "r.jsonl", code=2).stderr


@pytest.mark.parametrize(
    ("asked", "why"),
    [(["--language", "it"], "another language"), (["--no-measures"], "other numbers"), ([], "another version")],
)
def test_what_was_asked_otherwise_or_of_another_version_is_checked_again(
    here: Path, asked: list[str], why: str
) -> None:
    run("check", "clients", "--resume", "r.jsonl", code=1)
    if why == "another version":
        body = Path("r.jsonl").read_text()
        Path("r.jsonl").write_text(body.replace('{"version": "', '{"version": "9.'))
    again = run("check", "clients", "--resume", "r.jsonl", *asked, code=1).stderr
    assert [int(count) for count in re.findall(r"[0-9]+", again)] == [4, 4, 0, 0, 1]


@pytest.mark.parametrize("cut", [1, 40, 3000])
def test_a_last_line_cut_short_is_written_anew(here: Path, cut: int) -> None:
    run("check", "clients", "--resume", "r.jsonl", "--no-measures", code=1)
    whole = Path("r.jsonl").read_bytes()
    kept = b"".join(whole.splitlines(keepends=True)[:3])
    Path("r.jsonl").write_bytes(whole[: max(len(whole) - cut, len(kept) + 1)])
    assert (
        "1 checked now, 3 unchanged" in run("check", "clients", "--resume", "r.jsonl", "--no-measures", code=1).stderr
    )
    assert Path("r.jsonl").read_bytes() == whole


def test_a_line_that_somebody_spoiled_counts_for_nothing(here: Path) -> None:
    run("check", "clients", "--resume", "r.jsonl", "--no-measures", code=1)
    body = Path("r.jsonl").read_text().splitlines()
    body[1] = body[1][:50]
    Path("r.jsonl").write_text("\n".join(body) + "\n")
    assert (
        "1 checked now, 3 unchanged" in run("check", "clients", "--resume", "r.jsonl", "--no-measures", code=1).stderr
    )


@pytest.mark.parametrize("content", ["Dear client,\n", "[1, 2]\n", '{"other": 1}'])
def test_no_file_but_results_is_added_to(here: Path, content: str) -> None:
    Path("letter.txt").write_text(content)
    assert (
        "does not contain results of slasheet check" in run("check", "clients", "--resume", "letter.txt", code=2).stderr
    )
    assert Path("letter.txt").read_text() == content
    assert run("check", "clients", "--resume", ALL[0], code=2).stderr.count("\n") == 1


def test_a_run_that_is_killed_goes_on_where_it_was(weak: Path) -> None:
    for number in range(12):
        shutil.copy("clients/a.xlsx", f"clients/slow{number:02d}.xlsx")
    command = [
        sys.executable,
        "-m",
        "slasheet",
        "check",
        "clients",
        "--resume",
        "r.jsonl",
        "--no-measures",
        "--jobs",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as asking:
        while not Path("r.jsonl").exists() or Path("r.jsonl").read_bytes().count(b"\n") < 6:
            time.sleep(0.05)
            assert asking.poll() is None
        asking.kill()
    done = Path("r.jsonl").read_bytes().count(b"\n")
    assert 6 <= done < 16
    told = run("check", "clients", "--resume", "r.jsonl", "--no-measures", "--jobs", "2", code=1).stderr
    assert f"{16 - done} checked now, {done} unchanged" in told
    assert sorted(map(str, files(Path("r.jsonl").read_text()))) == sorted(
        [*ALL, *(f"clients/slow{n:02d}.xlsx" for n in range(12))]
    )


# From Python -------------------------------------------------------------------------------------


def test_python_gets_whole_reports(here: Path) -> None:
    found = {result.file: result for result in slasheet.check_many(["clients", "no.xlsx"], jobs=2)}
    assert set(found) == {*ALL, "no.xlsx"}
    assert found["no.xlsx"].error
    assert not found["no.xlsx"].ok
    for name in ALL:
        report = found[name].report
        assert report == slasheet.check(name)
        assert report is not None
        assert found[name].ok is report.ok
        assert report.to_json() == slasheet.check(name).to_json()
        assert report.frame("leads_due").equals(slasheet.check(name).frame("leads_due"))


def test_a_script_without_a_main_guard_may_check_many_and_stop_early(here: Path) -> None:
    Path("script.py").write_text(
        "import slasheet\nfor result in slasheet.check_many('clients', jobs=2):\n    print(result.file, result.ok)\n    break\n"
    )
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_results_wait_in_bounded_number_for_whoever_takes_them(here: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from slasheet.many.fleet.result import Result as Told
    from slasheet.many.fleet.result import Task
    from slasheet.many.fleet.stream import stream

    handed: list[str] = []

    def tasks() -> Iterator[Task]:
        for number in range(500):
            handed.append(str(number))
            yield Task(str(number))

    taken = 0
    with ThreadPoolExecutor(4) as pool:
        for result in stream(pool, lambda task: Told(task.file), tasks(), 16, in_order=True):
            assert result.file == str(taken)
            taken += 1
            assert len(handed) - taken <= 16
    assert taken == 500


def test_results_that_somebody_edited_are_not_believed(here: Path) -> None:
    run("check", "clients", "--resume", "r.jsonl", code=1)
    lines = [json.loads(line) for line in Path("r.jsonl").read_text().splitlines()]
    for line, counts in zip(lines, ({"warning": 1}, {"error": 1e400}, {}), strict=False):
        line["counts"] = counts
    Path("r.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert "3 checked now" in run("check", "clients", "--resume", "r.jsonl", code=1).stderr


@pytest.mark.parametrize("seconds", ["inf", "1e300"])
def test_there_may_be_no_time_limit(here: Path, seconds: str) -> None:
    assert "clients/a.xlsx" in run("check", "clients/a.xlsx", "--timeout", seconds, code=0).stdout


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("clients/**/*.xls[x]", ["clients/a.xlsx", "clients/b/two.xlsx", "clients/c.xlsx", "clients/linked.xlsx"]),
        ("**/*.xlsx", ["clients/a.xlsx", "clients/b/two.xlsx", "clients/c.xlsx", "clients/linked.xlsx"]),
        ("clients/**/t*", ["clients/b/two.xlsx"]),
        ("c*/**/deep/*", ["clients/b/deep/THREE.XLSX"]),
        (
            "clients/**",
            [
                "clients/a.xlsx",
                "clients/b/deep/THREE.XLSX",
                "clients/b/two.xlsx",
                "clients/c.xlsx",
                "clients/linked.xlsx",
            ],
        ),
        ("**/b/**/deep/*.XLSX", ["clients/b/deep/THREE.XLSX"]),
    ],
)
def test_a_pattern_does_not_follow_links_round_in_a_circle(here: Path, pattern: str, meant: list[str]) -> None:
    for name in ("clients/b/loop", "clients/b/again"):
        Path(name).symlink_to(Path.cwd())
    Path("clients/linked.xlsx").symlink_to("a.xlsx")
    assert list(workbooks([pattern])[0]) == meant
    whole = f"{Path.cwd()}/{pattern}"
    assert [os.path.relpath(file) for file in workbooks([whole])[0]] == meant


def test_a_file_of_this_machine_is_known_by_one_name(here: Path) -> None:
    whole = Path("clients/a.xlsx").resolve()
    assert workbooks(["clients/a.xlsx", f"file://{whole}", f"local://{whole}"]) == (("clients/a.xlsx",), ())


def test_two_runs_do_not_write_into_the_same_results(here: Path) -> None:
    run("check", "clients", "--resume", "r.jsonl", code=1)
    with appended(Path("r.jsonl"), Path("r.jsonl").stat().st_size):
        line = run("check", "clients", "--resume", "r.jsonl", code=2).stderr
    assert (
        line
        == "slasheet: r.jsonl: another run is writing to it; wait until that is done, or name another file with --resume.\n"
    )
    with pytest.raises(FileError, match="another run"), appended(Path("r.jsonl"), 10):
        pass
    os.mkfifo("pipe")
    assert "pipe: is not a file" in run("check", "clients", "--resume", "pipe", code=2).stderr


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_could_not_be_checked_stands_in_a_report_that_goes_into_a_file(here: Path, form: str) -> None:
    run("check", "clients", "none.xlsx", "--format", form, "-o", "report", code=2)
    report = Path("report").read_text()
    assert "none.xlsx: can't be read" in report
    assert report.endswith("\n5 workbooks: 3 fine, 1 wrong, 1 could not be checked\n")
