"""A single file has the time limit that each of many has, without a process of its own."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from slasheet import Plan
from slasheet.cli.main import cli
from slasheet.cli.time_limit import time_limit
from slasheet.report import formats
from slasheet.texts.findings import FileError
from slasheet.writer.workbook import write


def forever(*_: object) -> None:
    while True:
        time.sleep(0.01)


@pytest.fixture(params=["a clock of the system", "a thread, as on Windows"])
def _clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "a clock of the system":
        monkeypatch.delattr(signal, "setitimer", raising=False)
        monkeypatch.delattr(signal, "SIGALRM", raising=False)


@pytest.mark.usefixtures("_clock")
def test_a_file_alone_that_hangs_gets_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Plan(), tmp_path / "a.xlsx")
    monkeypatch.setattr(formats, "LIMIT", 0.3)
    monkeypatch.setattr("slasheet.checker.checker.read_workbook", forever)
    began = time.monotonic()
    done = CliRunner().invoke(cli, ["check", str(tmp_path / "a.xlsx")])
    assert time.monotonic() - began < 5
    assert done.exit_code == 2
    assert done.stderr.endswith("a.xlsx: took longer than 0.3 s and was skipped; check it with a longer --timeout.\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("_clock")
def test_what_is_done_in_time_is_left_alone() -> None:
    numbers = [signal.SIGINT, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])]
    before = [signal.getsignal(number) for number in numbers]
    with time_limit(0.2, "too long"):
        pass
    time.sleep(0.4)
    assert [signal.getsignal(number) for number in numbers] == before


@pytest.mark.usefixtures("_clock")
def test_ctrl_c_still_stops() -> None:
    with pytest.raises(KeyboardInterrupt), time_limit(60, "too long"):
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(FileError, match="too long"), time_limit(0.1, "too long"):
        forever()
