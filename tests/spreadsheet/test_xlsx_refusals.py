"""What no file may do: every hostile or broken one ends in one clear line, soon and in little memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from slasheet.cli.main import cli
from slasheet.plan.carried import is_workbook_of_ours
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.xlsx.openpyxl_fallback import cells_by_openpyxl, refuse_what_harms
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.texts.findings import FileError
from tests.helpers.hostile_files import REFUSED, WORST, parts
from tests.helpers.readings import alike
from tests.helpers.xlsx_packages import PARTS, SHEET, cells, package, table

MOST_SECONDS, MOST_MEGABYTES = 5, 300
#: Reads a workbook as a process of its own, and tells its CPU seconds, its peak of memory and what came of it.
READ = """
import re, sys, time
from pathlib import Path
from slasheet.texts.findings import FileError
from slasheet.spreadsheet.load import load_book
try:
    load_book(Path(sys.argv[1]))
    said = ""
except FileError as error:
    said = str(error)
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(time.process_time(), int(peak[1]) / 1024, said)
"""


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_or_hostile_file_gets_one_line_that_says_why(case: str, tmp_path: Path) -> None:
    make, words = REFUSED[case]
    path = tmp_path / "book.xlsx"
    make(path)
    with pytest.raises(FileError) as caught:
        load_book(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert words in line
    assert re.search(r"; [^;]+\.$", line), "it says what to do"
    assert line.isprintable()
    assert not is_workbook_of_ours(path)


@pytest.mark.parametrize("case", ["empty", "cut", "DOCTYPE", "a cell twice", "a folder", "not there", "ods"])
def test_check_ends_with_2_and_that_line(case: str, tmp_path: Path) -> None:
    make, words = REFUSED[case]
    make(tmp_path / "book.xlsx")
    result = CliRunner().invoke(cli, ["check", str(tmp_path / "book.xlsx")])
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.skipif(sys.platform != "linux", reason="a process tells its peak of memory in /proc")
@pytest.mark.parametrize("case", WORST)
def test_the_worst_takes_little_time_and_memory(case: str, tmp_path: Path) -> None:
    make, words = WORST[case]
    make(tmp_path / "book.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", READ, tmp_path / "book.xlsx"], capture_output=True, text=True, check=True, timeout=60
    )
    seconds, megabytes, said = done.stdout.rstrip("\n").split(" ", 2)
    assert words in said
    assert bool(words) == bool(said), said
    assert "\n" not in said
    assert float(seconds) < MOST_SECONDS
    assert float(megabytes) < MOST_MEGABYTES


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(FileError, match=r"is not a file; name a workbook\."):
        load_book(tmp_path / "pipe.xlsx")


def test_nothing_from_inside_a_file_reaches_the_terminal_as_it_is(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", {SHEET: cells('<c r="A1"><v>\u202e\u2028&#x85;&#x9b;2J&#10;</v></c>')})
    with pytest.raises(FileError) as caught:
        load_book(path)
    assert str(caught.value).isprintable()


# What is left to openpyxl ---------------------------------------------------------------------------

LEFT = {
    "no relationships of the file": {"_rels/.rels": None},
    "a duration": {SHEET: cells('<c r="A1" t="d"><v>PT12H</v></c>')},
}


@pytest.mark.parametrize("case", LEFT)
def test_what_our_reader_leaves_is_read_by_openpyxl(case: str, tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", LEFT[case])
    found, theirs = load_book(path).cell("One", 0, 0), cells_by_openpyxl(path).cell("One", 0, 0)
    assert found.value is not None
    assert alike(found, theirs)


def test_what_neither_can_read_gets_one_line(tmp_path: Path) -> None:
    part = '<?xml version="1.0" encoding="x-unknown"?>' + PARTS[SHEET]
    with pytest.raises(FileError, match=r"in an encoding that is unknown \(x-unknown\)"):
        load_book(package(tmp_path / "a.xlsx", {SHEET: part}))
    with pytest.raises(FileError, match="damaged"):
        load_book(package(tmp_path / "b.xlsx", {"_rels/.rels": None, SHEET: cells('<c r="A1"><v>x</v></c>')}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"docProps/core.xml": "<!DOCTYPE a><a/>"}, "DOCTYPE"),
        ({"docProps/core.xml": "<a>" * 100}, "without end"),
        ({SHEET: table("", around='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')}, "areas larger"),
        ({SHEET: table("", around='<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>')}, "areas larger"),
        ({SHEET: table("", around='<mergeCells><mergeCell ref="x"/></mergeCells>')}, "an area that is none"),
        ({"xl/media/image1.png": bytes(20 << 20)}, "unpacks to far more"),
    ],
)
def test_openpyxl_gets_nothing_that_harms_it(
    changes: dict[str, str | bytes | None], words: str, tmp_path: Path
) -> None:
    parts(changes)(tmp_path / "a.xlsx")
    with pytest.raises(FileError, match=words):
        refuse_what_harms(Archive(tmp_path / "a.xlsx"))


def test_a_usual_workbook_harms_nobody(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    refuse_what_harms(Archive(tmp_path / "a.xlsx"))
