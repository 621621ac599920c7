"""The reading and writing that slasheet does, done by bare libraries: one task a process.

    python -m benchmarks.rivals cells book.xlsx cells.json         # every cell, formula and stored value
    python -m benchmarks.rivals xlsxwriter cells.json out.xlsx     # the same cells, bare
    python -m benchmarks.rivals trusting cells.json out.xlsx       # the same, formulas taken as they are
    python -m benchmarks.rivals openpyxl cells.json out.xlsx       # the same cells, without stored values
    python -m benchmarks.rivals loads book.xlsx                    # formulas and values, as two workbooks

The floors, below which nothing that reads or writes such a file in Python can go:

    python -m benchmarks.rivals parse book.xlsx                    # every part unpacked and parsed, nothing kept
    python -m benchmarks.rivals print cells.json out.zip           # every cell put into a text, packed

Libraries are imported inside the tasks, so that no process pays for another's.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

#: By sheet title: row, column, formula (None: typed) and value.
Cells = dict[str, list[tuple[int, int, str | None, float | str]]]


def cells(book: str, stored: str) -> None:
    """Extract the cells of a workbook and say how many there are."""
    from slasheet.spreadsheet.load import load_book

    found: Cells = {
        title: [
            (*place, cell.formula, "" if cell.value is None else cell.value) for place, cell in sorted(held.items())
        ]
        for title, held in load_book(Path(book)).sheets.items()
    }
    Path(stored).write_text(json.dumps(found))
    _tell("cells", sum(len(held) for held in found.values()))
    _tell("formulas", sum(formula is not None for held in found.values() for _, _, formula, _ in held))


def xlsxwriter(stored: str, out: str) -> None:
    """Write the cells with stock xlsxwriter."""
    from xlsxwriter.worksheet import Worksheet

    _write(stored, out, Worksheet)


def trusting(stored: str, out: str) -> None:
    """Write the cells with xlsxwriter that takes formulas as they are: what slasheet does to it."""
    from slasheet.writer.plain_sheet import PlainSheet

    _write(stored, out, PlainSheet)


def _write(stored: str, out: str, kind: type[Worksheet]) -> None:
    """Write the cells with worksheets of a kind."""
    from xlsxwriter import Workbook

    given = _load(stored)
    with _timed("write"), Workbook(out) as book:
        for title, held in given.items():
            sheet = book.add_worksheet(title, kind)
            for row, col, formula, value in held:
                if formula is not None:
                    sheet.write_formula(row, col, formula, None, value)
                elif isinstance(value, str):
                    sheet.write_string(row, col, value)
                else:
                    sheet.write_number(row, col, value)


def openpyxl(stored: str, out: str) -> None:
    """Write the cells with openpyxl, which has no place for the value of a formula."""
    from openpyxl import Workbook

    given = _load(stored)
    with _timed("write"):
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, held in given.items():
            sheet = book.create_sheet(title)
            for row, col, formula, value in held:
                sheet.cell(row + 1, col + 1, value if formula is None else "=" + formula)
        book.save(out)


def loads(book: str) -> None:
    """Load a workbook twice, as whoever needs formulas and values must, and keep both."""
    from openpyxl import load_workbook

    kept = [load_workbook(book, data_only=values) for values in (False, True)]
    assert kept[0].sheetnames == kept[1].sheetnames


def parse(book: str) -> None:
    """Unpack every part of a workbook and have expat parse it, without a single handler."""
    from xml.parsers import expat
    from zipfile import ZipFile

    with ZipFile(book) as archive:
        for name in archive.namelist():
            expat.ParserCreate().Parse(archive.read(name), True)


def print_cells(stored: str, out: str) -> None:
    """Write every cell as the text that a sheet holds, one formatted string each, into a zip archive."""
    from zipfile import ZIP_DEFLATED, ZipFile

    given = _load(stored)
    with _timed("write"), ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for title, held in given.items():
            with archive.open(f"{title}.xml", "w") as part:
                for row, col, formula, value in held:
                    part.write(f'<c r="{col}.{row}" s="1"><f>{formula}</f><v>{value}</v></c>'.encode())


def _load(stored: str) -> Cells:
    """Load the cells, with the time that takes told apart."""
    with _timed("load"):
        given: Cells = json.loads(Path(stored).read_text())
    return given


@contextmanager
def _timed(part: str) -> Iterator[None]:
    """Tell how many seconds a part takes."""
    began = perf_counter()
    yield
    _tell(part, perf_counter() - began)


def _tell(part: str, number: float) -> None:
    """Print a number for whoever started this process."""
    print("part", part, number)


if __name__ == "__main__":
    tasks = {task.__name__: task for task in (cells, xlsxwriter, trusting, openpyxl, loads, parse)}
    (tasks | {"print": print_cells})[sys.argv[1]](*sys.argv[2:])
