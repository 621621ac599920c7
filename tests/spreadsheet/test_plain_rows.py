"""Rows taken without the parser are read as the parser reads them, and what only the parser may judge reaches it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from slasheet.plan.templates import example
from slasheet.spreadsheet.book import Book
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.xlsx.plain_rows import PlainRows
from slasheet.texts.findings import FileError
from slasheet.writer.workbook import write
from tests.helpers.xlsx_packages import MAIN, SHEET, package, table
from tests.whole.test_samples import SAMPLES

HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'
GOOD = '<row r="1"><c r="A1"><v>1</v></c></row>'
WORKBOOKS = [path for path in SAMPLES if path.suffix == ".xlsx"]


class Parsed(PlainRows):
    """Leaves everything to the parser."""

    def read(self, blocks: Iterator[bytes]) -> None:
        for block in blocks:
            self._markup.feed(block)


def read_by_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    with monkeypatch.context() as patched:
        patched.setattr("slasheet.spreadsheet.xlsx.sheet.PlainRows", Parsed)
        return load_book(path)


def facts(book: Book) -> object:
    return {
        title: {spot: (cell, type(cell.value)) for spot, cell in cells.items()} for title, cells in book.sheets.items()
    }


def outcome(path: Path, monkeypatch: pytest.MonkeyPatch | None = None) -> object:
    """Return what a file is read as, or that it is refused."""
    try:
        return facts(read_by_parser(path, monkeypatch) if monkeypatch else load_book(path))
    except FileError as error:
        return str(error).partition("line ")[0]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_saved_workbooks_are_read_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert facts(load_book(path)) == facts(read_by_parser(path, monkeypatch))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_nearly_all_rows_that_programs_write_are_plain(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _all_but_few_are_plain(path, monkeypatch)


def test_all_rows_that_we_write_are_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(example("classic", "th"), tmp_path / "new.xlsx")
    assert _all_but_few_are_plain(tmp_path / "new.xlsx", monkeypatch) == 0
    assert facts(load_book(tmp_path / "new.xlsx")) == facts(read_by_parser(tmp_path / "new.xlsx", monkeypatch))


def _all_but_few_are_plain(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    asked: list[bool] = []
    line = PlainRows._line

    def counted(self: PlainRows, number: str, body: str) -> object:
        found = line(self, number, body)
        asked.append(found is not None)
        return found

    monkeypatch.setattr(PlainRows, "_line", counted)
    rows = sum(len({row for row, _ in cells}) for cells in load_book(path).sheets.values())
    monkeypatch.undo()
    assert sum(asked) >= rows * 0.95
    return asked.count(False)


ODD = {
    "a comment around a row": GOOD + '<!-- <row r="2"><c r="A2"><v>2</v></c></row> --><row r="3"><c r="A3"><v>3</v></c></row>',
    "a comment that ends a row": '<row r="1"><!-- </row> --><c r="A1"><v>1</v></c></row>' + GOOD.replace("1", "2"),
    "an empty row, then a comment": '<row r="1"/><!-- <row r="2"><c r="A2"><v>2</v></c></row><row r="4"><c r="A4"><v>2</v></c></row> -->',
    "a row within something else": '<x><row r="1"><c r="A1"><v>1</v></c></row></x><row r="2"><c r="A2"><v>2</v></c></row>',
    "a row within a row": '<row r="1"><row r="2"><c r="A2"><v>2</v></c></row></row>',
    "marked data": '<row r="1"><c r="A1" t="str"><v><![CDATA[<c r="B1"><v>1</v></c></row>]]></v></c></row>' + GOOD.replace("1", "2"),
    "rows out of order": GOOD.replace("1", "2") + GOOD,
    "a row twice": GOOD + '<row r="1"><c r="B1"><v>2</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a cell twice in two rows": GOOD + GOOD,
    "cells out of order": '<row r="1"><c r="C1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a cell of another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
    "a row with zeros": '<row r="01"><c r="A01"><v>1</v></c></row>',
    "no column": '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    "no row": '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
    "the last row and column": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "an attribute twice": '<row r="1" ht="1" ht="2"><c r="A1"><v>1</v></c></row>',
    "the number of a row twice": '<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
    "attributes side by side": '<row r="1" ht="1"x="2"><c r="A1"><v>1</v></c></row>',
    "no number": '<row><c><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row><c><v>3</v></c></row>',
    "a text that is no number": '<row r="1"><c r="A1"><v>one</v></c></row>',
    "digits of another script": '<row r="1"><c r="A1"><v>\u0e51</v></c></row>',
    "a shared text by such digits": '<row r="1"><c r="A1" t="s"><v>\u0e51</v></c></row>',
    "a shared text that is not there": '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>',
    "a bare ampersand": '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
    "a character by number": '<row r="1"><c r="A1" t="str"><v>a&#10;b &amp;lt; &lt;</v><f>A2&amp;"&amp;amp;"</f></c></row>',
    "entities": '<row r="1"><c r="A1" t="str"><f>A2&amp;"&amp;amp;&lt;&gt;&quot;&apos;"</f><v>&amp;lt; &quot;</v></c></row>',
    "a bracket in a text": '<row r="1"><c r="A1" t="str"><v>a ]]> b</v></c></row>',
    "a control character": '<row r="1"><c r="A1" t="str"><v>a\x01b</v></c></row>',
    "no character": '<row r="1"><c r="A1" t="str"><v>a\uffffb</v></c></row>',
    "a carriage return": '<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>',
    "an escape": '<row r="1"><c r="A1" t="str"><v>a_x000D_b</v></c></row>',
    "a truth and an error": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="b"><v>2</v></c></row>',
    "formulas without values": '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f aca="false">2</f><v></v></c><c r="C1" t="s"><f>3</f></c></row>',
    "an empty formula": '<row r="1"><c r="A1"><f></f><v>1</v></c></row>',
    "a shared formula": '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>',
    "a text in the cell": '<row r="1"><c r="A1" t="inlineStr"><is><t>in</t></is></c></row>' + GOOD.replace("1", "2"),
    "text between cells": '<row r="1"> <c r="A1"><v>1</v></c>\n</row>\n' + GOOD.replace("1", "2"),
    "a table of tables": GOOD + "</sheetData><sheetData>" + GOOD.replace("1", "2"),
    "an end too many": GOOD + "</row>" + GOOD.replace("1", "2"),
    "a row without end": '<row r="1"><c r="A1"><v>1</v></c>' + GOOD.replace("1", "2"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_rows_are_read_or_refused_as_the_parser_does(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = package(tmp_path / "a.xlsx", {SHEET: table(ODD[case])})
    assert outcome(path) == outcome(path, monkeypatch)


@pytest.mark.parametrize(
    "part",
    [
        f'<?xml version="1.0" encoding="iso-8859-1"?>{HEAD}<row r="1"><c r="A1" t="str"><v>é</v></c></row></sheetData></worksheet>'.encode("latin-1"),
        f"{HEAD}{GOOD}</sheetData></worksheet>".encode("utf-16"),
        f"<!-- <sheetData>{GOOD} -->{HEAD}{GOOD.replace('1', '2')}</sheetData></worksheet>".encode(),
        f"{HEAD}{GOOD}".encode() + b'<row r="2"><c r="A2" t="str"><v>\xff</v></c></row></sheetData></worksheet>',
        f"{HEAD}{GOOD}</sheetData>".encode(),
        f"{HEAD}{GOOD}</sheetData></worksheet><x/>".encode(),
        f"{HEAD.replace('sheetData', 'x')}{GOOD}</x></worksheet>".encode(),
    ],
)  # fmt: skip
def test_odd_parts_are_read_or_refused_as_the_parser_does(
    part: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = package(tmp_path / "a.xlsx", {SHEET: part})
    assert outcome(path) == outcome(path, monkeypatch)


def test_altered_tables_are_read_or_refused_as_the_parser_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = random.Random(7)  # noqa: S311
    good = "".join(
        f'<row r="{row}" spans="1:3"><c r="A{row}" s="1" t="str"><f>B{row}&amp;""</f><v>x{row}</v></c><c r="B{row}"><v>{row}.5</v></c><c r="C{row}" t="s"><v>0</v></c></row>'
        for row in range(1, 8)
    )
    pieces = (
        "<",
        ">",
        "/",
        '"',
        "&",
        "&amp;",
        "<row>",
        "</row>",
        "<c>",
        "</c>",
        "<!--",
        "-->",
        "<v>",
        "1",
        "A",
        " ",
        "\n",
        "é",
        't="s"',
    )
    outcomes = []
    for _ in range(600):
        text = good
        for _ in range(drawn.randrange(1, 4)):
            at = drawn.randrange(len(text))
            text = text[:at] + drawn.choice(pieces) + text[at + drawn.choice((0, 0, 1, 3, 40)) :]
        path = package(tmp_path / "a.xlsx", {SHEET: table(text)})
        ours, theirs = outcome(path), outcome(path, monkeypatch)
        assert ours == theirs, text
        outcomes.append(isinstance(ours, str))
    assert 50 < sum(outcomes) < 590
