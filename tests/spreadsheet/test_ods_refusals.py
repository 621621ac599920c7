"""What no .ods file may do: take long, take much, or end in anything but a report or one line."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from slasheet.checker.checker import check
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.ods.openformula import excel_formula, excel_reference
from slasheet.texts.findings import FileError
from tests.helpers.ods_packages import FOOT, GOOD, HEAD, MEDIA_TYPE, cell, number, package, row, sheet
from tests.whole.test_samples import ODS_SAMPLES, SAMPLES

pytestmark = pytest.mark.slow

ENCRYPTED = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        load_book(path)
    said = str(caught.value)
    assert "\n" not in said
    assert said.startswith(f"{path}: ")
    return said.removeprefix(f"{path}: ")


def entities() -> str:
    return GOOD.replace("<office:doc", '<!DOCTYPE a [<!ENTITY b "4">]><office:doc', 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD[:-9], "content.xml: line 1: "),
        ("", "content.xml: line 1: no element found"),
        (GOOD.replace("<office:doc", "<!DOCTYPE a><office:doc", 1), "a document type (DOCTYPE)"),
        (entities(), "a document type (DOCTYPE)"),
        (HEAD + FOOT, "no sheet"),
        (HEAD + sheet("") + sheet("") + FOOT, "two sheets or none are named S"),
        (HEAD + "<table:table/>" + FOOT, "two sheets or none are named "),
        (HEAD + sheet("<table:table-row-group>" * 70 + "</table:table-row-group>" * 70) + FOOT, "elements in elements without end"),
        (HEAD + sheet("<draw:g>" * 70 + "</draw:g>" * 70) + FOOT, "elements in elements without end"),
        (HEAD + sheet(row(number(1), attributes='table:number-rows-repeated="-1"')) + FOOT, "-1 is no number of times"),
        (HEAD + sheet(row(number(1, 'table:number-columns-repeated="9999999"'))) + FOOT, "unpacks to far more than a workbook"),
        (HEAD + sheet(row(number(1), attributes='table:number-rows-repeated="1048576"')) + FOOT, "unpacks to far more than a workbook"),
        (HEAD + sheet(row('<table:table-cell table:number-columns-repeated="16384"/>', number(1))) + FOOT, "sheet S has cells beyond the last row or column"),
        (HEAD + sheet(row(attributes='table:number-rows-repeated="1048576"') + row(number(1))) + FOOT, "sheet S has cells beyond the last row or column"),
        (HEAD + sheet(row('<table:table-cell table:number-columns-spanned="2" table:number-columns-repeated="200000"/>')) + FOOT, "unpacks to far more"),
    ],
)  # fmt: skip
def test_wrong_content_is_refused_in_one_line(tmp_path: Path, content: str, said: str) -> None:
    assert said in refusal(package(tmp_path / "wrong.ods", content))


def test_files_that_are_something_else_are_refused_in_one_line(tmp_path: Path) -> None:
    sample = SAMPLES[0]
    (tmp_path / "renamed.ods").write_bytes(sample.read_bytes())
    assert refusal(tmp_path / "renamed.ods") == "is an .xlsx workbook, though its name ends in .ods; rename it to renamed.xlsx, or save it as .ods."  # fmt: skip
    for name in ("renamed.xlsx", "renamed.XLSM", "renamed"):
        said = refusal(package(tmp_path / name, GOOD))
        assert "is an .ods workbook, though its name ends in" in said
        assert "rename it to renamed.ods" in said
    assert refusal(package(tmp_path / "a.ods", GOOD, MEDIA_TYPE.replace("spreadsheet", "text"))).startswith("is an OpenDocument text")  # fmt: skip
    assert refusal(package(tmp_path / "b.ods", GOOD, manifest=ENCRYPTED)).startswith("is password-protected")
    others = {
        "flat.ods": GOOD.replace("document-content", "document").encode(),
        "flat.fods": GOOD.replace("document-content", "document").encode(),
        "table.ods": b"region,leads\nEMEA,4\n",
        "empty.ods": b"",
        "nothing.ods": bytes(5_000),
        "old.ods": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "cut.ods": package(tmp_path / "whole.ods", GOOD).read_bytes()[:300],
    }
    said = {}
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
        said[name] = refusal(tmp_path / name)
    assert {name: " ".join(line.split()[:3]) for name, line in said.items()} == {
        "flat.ods": "is a flat",
        "flat.fods": "is a flat",
        "table.ods": "is not an",
        "empty.ods": "is empty; fetch",
        "nothing.ods": "holds nothing but",
        "old.ods": "is password-protected or",
        "cut.ods": "is cut short",
    }
    assert refusal(tmp_path / "none.ods").startswith("can't be read (No such file")
    (tmp_path / "folder.ods").mkdir()
    assert refusal(tmp_path / "folder.ods").startswith("is a folder")


def zipped(path: Path, *entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in entries:
            file.writestr(name, content)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archives_that_lie_are_refused_in_one_line(tmp_path: Path) -> None:
    kind, content = ("mimetype", MEDIA_TYPE.encode()), ("content.xml", GOOD.encode())
    assert "content.xml is missing" in refusal(zipped(tmp_path / "a.ods", kind))
    assert "two parts of the same name" in refusal(zipped(tmp_path / "b.ods", kind, content, ("Content.XML", b"")))
    for name in ("../up", "/root", "a\\..\\b"):
        assert "leads elsewhere" in refusal(zipped(tmp_path / "c.ods", kind, content, (name, b"")))
    for count, name in ((12_000, "p{}"), (9_000, "p{}" + "x" * 450)):
        many = [(name.format(number), b"") for number in range(count)]
        assert "far more parts" in refusal(zipped(tmp_path / "d.ods", kind, content, *many))
    assert "packed in a way" in refusal(zipped(tmp_path / "e.ods", kind, content, method=zipfile.ZIP_LZMA))
    bomb = HEAD.encode() + b" " * (20 << 20) + FOOT.encode()
    assert "unpacks to far more than a workbook of its size holds (content.xml)" in refusal(
        zipped(tmp_path / "f.ods", kind, ("content.xml", bomb))
    )
    whole = zipped(tmp_path / "g.ods", kind, content).read_bytes()
    size = len(GOOD).to_bytes(4, "little")
    assert whole.count(size) == 2
    for lie in (len(GOOD) - 5, len(GOOD) + 5):
        (tmp_path / "h.ods").write_bytes(whole.replace(size, lie.to_bytes(4, "little")))
        refusal(tmp_path / "h.ods")


def test_a_sample_with_a_few_bits_turned_ends_in_a_report_or_in_one_line(tmp_path: Path) -> None:

    whole, drawn, lines = ODS_SAMPLES[0].read_bytes(), random.Random(5), []  # noqa: S311
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[drawn.randrange(len(damaged))] ^= 1 << drawn.randrange(8)
        path = tmp_path / "damaged.ods"
        path.write_bytes(damaged)
        try:
            check(path)
        except FileError as error:
            lines.append(str(error))
    assert len(lines) > 10
    assert not [line for line in lines if "\n" in line]


def test_no_formula_takes_long() -> None:
    for piece in ("[", "'", '"', "{", "['", "$$'", "COM.", "[.A1:", "#", "''", " "):
        assert excel_formula("of:=" + piece * 20_000)
        assert excel_reference(piece * 20_000)


def repeated(piece: str, megabytes: int, before: str = "", after: str = "") -> Iterator[bytes]:
    """Yield a content that repeats a piece until it is so large."""
    yield (HEAD + before).encode()
    block = piece.encode() * ((1 << 20) // len(piece) + 1)
    for _ in range(megabytes):
        yield block
    yield (after + FOOT).encode()


ROWS = "<table:table-row/>"
GREEDY: dict[str, Callable[[], Iterator[bytes]]] = {
    "rows": lambda: repeated(ROWS, 60, '<table:table table:name="S">', "</table:table>"),
    "cells": lambda: repeated("<table:table-cell/>", 60, '<table:table table:name="S"><table:table-row>', "</table:table-row></table:table>"),
    "numbers": lambda: repeated(row(number(1)), 60, '<table:table table:name="S">', "</table:table>"),
    "texts": lambda: repeated(row(cell("x" * 90_000)), 60, '<table:table table:name="S">', "</table:table>"),
    "spaces": lambda: repeated(row(cell('<text:s text:c="900000"/>')), 3, '<table:table table:name="S">', "</table:table>"),
    "formulas": lambda: repeated(row('<table:table-cell table:formula="of:=[.A1]+[.B2]"/>'), 60, '<table:table table:name="S">', "</table:table>"),
    "brackets": lambda: repeated(row(f'<table:table-cell table:formula="of:={"[" * 60_000}"/>'), 60, '<table:table table:name="S">', "</table:table>"),
    "names": lambda: repeated('<table:named-range table:name="a" table:cell-range-address="$S.$A$1"/>', 40, sheet("") + "<table:named-expressions>", "</table:named-expressions>"),
    "drawings": lambda: repeated("<draw:g/>", 60, sheet("")),
    "one long text": lambda: repeated("x", 60, '<table:table table:name="S"><table:table-row><table:table-cell><text:p>', "</text:p></table:table-cell></table:table-row></table:table>"),
    "one long attribute": lambda: repeated("x", 60, '<table:table table:name="', '"/>'),
    "sheets": lambda: repeated(sheet("<table:table-row/>"), 30),
    "attributes": lambda: repeated(" a=''", 3, "<table:table", "/>"),
}  # fmt: skip
MEASURED = """
import json, re, sys, time
from pathlib import Path
import slasheet.spreadsheet.zip.directory
slasheet.spreadsheet.zip.directory.STEEPEST *= 100  # so that the other limits have to hold
from slasheet.texts.findings import FileError
from slasheet.spreadsheet.load import load_book
began = time.process_time()
try:
    load_book(Path(sys.argv[1]))
    said = "read"
except FileError as error:
    said = str(error)
# The peak that getrusage tells includes that of the process it was started from.
megabytes = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024 / 1e6
print(json.dumps([said, time.process_time() - began, megabytes]))
"""


@pytest.mark.parametrize("greedy", GREEDY)
def test_no_content_takes_more_than_5_seconds_and_300_megabytes(tmp_path: Path, greedy: str) -> None:
    path = tmp_path / "greedy.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("mimetype", MEDIA_TYPE)
        with file.open("content.xml", "w") as content:
            for block in GREEDY[greedy]():
                content.write(block)
    done = subprocess.run([sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True)
    said, seconds, megabytes = json.loads(done.stdout)
    assert "\n" not in said
    print(greedy, said[-90:], round(seconds, 2), round(megabytes))
    assert seconds < 5, said
    assert megabytes < 300, said
