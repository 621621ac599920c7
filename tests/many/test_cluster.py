"""The same check on a cluster of Dask's and of files at addresses: real worker processes, one of them killed midway."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import fsspec
import pytest
from click.testing import CliRunner, Result
from distributed import Client, LocalCluster
from fsspec.implementations.memory import MemoryFileSystem

import slasheet
from slasheet.cli.main import cli
from slasheet.many.fleet import remote
from slasheet.many.fleet.run import results
from slasheet.report.formats import Wanted
from slasheet.texts.findings import FileError
from tests.helpers.fragile_workers import fragile


def run(*arguments: str, code: int) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output
    return result


def lines(text: str) -> dict[str, dict[str, object]]:
    told = [json.loads(line) for line in text.splitlines()]
    by_file = {str(line["file"]): line for line in told}
    assert len(by_file) == len(told), "a file was told twice"
    return by_file


@pytest.fixture
def memory(books: Path) -> Iterator[str]:
    """Keep two workbooks and a note in memory, and nowhere else."""
    storage = fsspec.filesystem("memory")
    for name in ("full.xlsx", "blank.xlsx"):
        storage.pipe(f"/bucket/{name}", (books / name).read_bytes())
    storage.pipe("/bucket/notes.txt", b"?")
    yield "memory://bucket"
    storage.rm("/bucket", recursive=True)


# Addresses ---------------------------------------------------------------------------------------


def test_an_address_is_checked_as_a_file_is(memory: str, books: Path) -> None:
    told = json.loads(run("check", f"{memory}/blank.xlsx", "--format", "json", code=1).stdout)
    assert told == slasheet.check(books / "blank.xlsx").to_json() | {"file": f"{memory}/blank.xlsx"}
    assert run("check", f"{memory}/full.xlsx", code=0).stdout.startswith(f"{memory}/full.xlsx: ")


@pytest.mark.parametrize("name", ["", "/*.xlsx", "/**/*.xlsx"])
def test_an_address_may_be_a_folder_or_a_pattern(memory: str, name: str) -> None:
    told = lines(run("check", memory + name, "--format", "jsonl", "--jobs", "2", code=1).stdout)
    assert {file.rpartition("/")[2]: line["ok"] for file, line in told.items()} == {
        "full.xlsx": True,
        "blank.xlsx": False,
    }
    assert all(file.startswith("memory://") for file in told)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("memory://bucket/none.xlsx", "memory://bucket/none.xlsx: is not there; check the address."),
        ("memory://bucket/x*.xlsx", "memory://bucket/x*.xlsx: no workbook (.xlsx, .ods) matches this pattern"),
        ("nosuch://bucket/a.xlsx", "nosuch://bucket/a.xlsx: can't be read (Protocol not known: nosuch"),
        ("s3://bucket/a.xlsx", "s3://bucket/a.xlsx: can't be read (Install s3fs"),
        ("memory://bucket/bad.xlsx", "memory://bucket/bad.xlsx: is not an .xlsx or .ods workbook"),
    ],
)
def test_what_is_not_to_be_read_at_an_address_is_told_in_one_line(memory: str, address: str, words: str) -> None:
    fsspec.filesystem("memory").pipe("/bucket/bad.xlsx", b"Dear client")
    result = run("check", address, code=2)
    assert result.stderr.startswith(f"slasheet: {words}")
    assert result.stderr.count("\n") == 1


def test_no_more_is_copied_than_a_workbook_can_hold(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LARGEST", 100_000)
    assert "full.xlsx: is larger than" in run("check", f"{memory}/full.xlsx", code=2).stderr


class Silent(MemoryFileSystem):
    """A store of files that answers nobody."""

    protocol = "silent"

    def _open(self, path: str, **_how: object) -> object:
        assert not Event().wait(20), path
        raise TimeoutError


def test_an_address_that_never_answers_is_given_up(memory: str) -> None:
    fsspec.register_implementation("silent", Silent, clobber=True)
    began = time.monotonic()
    result = run("check", "silent://bucket/full.xlsx", f"{memory}/full.xlsx", "--jobs", "2", "--timeout", "1", code=2)
    assert time.monotonic() - began < 15
    assert "silent://bucket/full.xlsx: took longer than 1 s and was skipped" in result.stderr
    assert f"{memory}/full.xlsx: " in result.stdout


def test_nobody_waits_for_an_address_that_never_answers_once_results_are_no_longer_wanted(memory: str) -> None:
    fsspec.register_implementation("silent", Silent, clobber=True)
    coming = results(["silent://bucket/full.xlsx", f"{memory}/full.xlsx"], Wanted(), jobs=2)
    assert next(coming).file == f"{memory}/full.xlsx"
    began = time.monotonic()
    coming.close()
    assert time.monotonic() - began < 10


def test_resuming_does_not_copy_what_has_not_changed(
    memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = str(tmp_path / "r.jsonl")
    assert "2 checked now" in run("check", memory, "--resume", results, "--jobs", "2", code=1).stderr
    copied: list[str] = []
    really = remote._copy
    monkeypatch.setattr(remote, "_copy", lambda system, path, *rest: (copied.append(path), really(system, path, *rest)))
    assert "0 checked now, 2 unchanged" in run("check", memory, "--resume", results, "--jobs", "2", code=1).stderr
    assert copied == []
    storage = fsspec.filesystem("memory")
    storage.pipe("/bucket/blank.xlsx", storage.cat("/bucket/full.xlsx"))
    assert "1 checked now, 1 unchanged" in run("check", memory, "--resume", results, "--jobs", "2", code=0).stderr
    assert copied == ["/bucket/blank.xlsx"]


# A cluster ---------------------------------------------------------------------------------------


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCluster]:
    """Run a scheduler and three worker processes, in which some files are slow, or hang, or crash their process."""
    monkeypatch.setenv("PYTHONPATH", fragile(tmp_path / "fragile"))
    with LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
    ) as cluster:
        yield cluster


def test_a_cluster_loses_nothing_and_counts_nothing_twice_when_a_worker_is_killed(
    cluster: LocalCluster, books: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    for number in range(24):
        shutil.copy(books / ("blank.xlsx" if number % 6 == 5 else "full.xlsx"), folder / f"slow{number:02d}.xlsx")
    shutil.copy(books / "full.xlsx", folder / "hangs.xlsx")
    shutil.copy(books / "full.xlsx", folder / "crashes.xlsx")
    with Client(cluster) as client:
        pids = client.run(os.getpid)
        assert len(set(pids.values())) == 3
        told, killed = {}, False
        for result in slasheet.check_many(folder, dask=cluster.scheduler_address, timeout=15):
            assert result.file not in told, "told twice"
            told[result.file] = result
            if len(told) == 4:
                os.kill(next(iter(pids.values())), signal.SIGKILL)
                killed = True
        assert killed
        deadline = time.monotonic() + 30
        while len(set(client.run(os.getpid).values())) < 3 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert set(client.run(os.getpid).values()) != set(pids.values())
    assert {Path(file).name for file in told} == {path.name for path in folder.iterdir()}
    by_name = {Path(file).stem: result for file, result in told.items()}
    assert "took longer than 15 s" in str(by_name.pop("hangs").error)
    assert "was ended by signal 11, twice" in str(by_name.pop("crashes").error)
    for name, result in by_name.items():
        assert result.error is None
        assert result.ok == (int(name[4:]) % 6 != 5)
        assert result.report == slasheet.check(result.file)


def test_the_command_is_the_same_on_a_cluster(
    cluster: LocalCluster, books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(books)
    address = cluster.scheduler_address
    here = {
        file.rpartition("/")[2]: line | {"file": ""}
        for file, line in lines(run("check", ".", "--format", "jsonl", code=1).stdout).items()
    }
    there = lines(run("check", ".", "--format", "jsonl", "--dask", address, code=1).stdout)
    assert set(there) == {str(path) for path in books.iterdir()}
    assert {file.rpartition("/")[2]: line | {"file": ""} for file, line in there.items()} == here
    url = lines(run("check", f"file://{books}/*.xlsx", "--format", "jsonl", "--dask", address, code=1).stdout)
    assert {line["fingerprint"] for line in url.values()} == {line["fingerprint"] for line in here.values()}
    results = str(tmp_path / "r.jsonl")
    assert "2 checked now" in run("check", ".", "--dask", address, "--resume", results, code=1).stderr
    assert "2 unchanged" in run("check", ".", "--dask", address, "--resume", results, code=1).stderr


def test_a_cluster_of_threads_reads_what_is_in_memory(memory: str) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as threads:
        told = lines(run("check", memory, "--format", "jsonl", "--dask", threads.scheduler_address, code=1).stdout)
    assert sorted(line["ok"] for line in told.values()) == [False, True]


def test_a_cluster_that_does_not_answer_is_told_in_one_line(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slasheet.many.fleet.dask._PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        result = run("check", str(books), "--dask", address, code=2)
        assert (
            result.stderr
            == f"slasheet: --dask {address}: no scheduler of Dask answers there; start one with: dask scheduler\n"
        )


def test_a_cluster_without_workers_is_one_line(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slasheet.many.fleet.dask._PATIENCE", 1)
    with LocalCluster(n_workers=0, processes=True, dashboard_address=":0", host="127.0.0.1") as empty:
        result = run("check", str(books), "--dask", empty.scheduler_address, code=2)
    assert "has no worker; start one with: dask worker" in result.stderr
    assert result.stdout == ""


def test_a_scheduler_that_goes_away_is_one_line_and_what_is_done_stays_done(
    books: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slasheet.many.fleet.stream._LOOK", 0.5)
    (tmp_path / "many").mkdir()
    for number in range(60):
        shutil.copy(books / "full.xlsx", tmp_path / "many" / f"{number}.xlsx")
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1")
    done: list[str] = []

    def check_until_it_goes() -> None:
        files = [str(path) for path in (tmp_path / "many").iterdir()]
        for result in results(files, Wanted(), dask=cluster.scheduler_address):
            done.append(result.file)
            if len(done) == 3:
                cluster.close()

    with pytest.raises(FileError, match="the scheduler is gone"):
        check_until_it_goes()
    assert 3 <= len(done) < 60
