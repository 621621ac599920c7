"""From workbooks to what independent spreadsheet engines make of them: IronCalc in this process, LibreOffice in its own.

Why two: neither is Excel, but both are independent of slasheet and of each other.
"""

from __future__ import annotations

import atexit
import json
import os
import posixpath
import re
import signal
import subprocess
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import ironcalc
from openpyxl.utils.cell import coordinate_to_tuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FORMULA_CELL = re.compile(r"<c ([^>]*)>(<f\b[^>]*/>|<f\b.*?</f>).*?</c>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a user does with a sheet, its rows, columns, cells or names: `deed` is one of `uno_deeds.DEEDS`, `area` as "A5:H20".

    Sorting goes by the column number `by` of the area, from 0; filtering sets the sheet's autofilter to rows that hold
    `only` there. `to` is where something goes or what it is to be called. Protection stays as it is, and what it
    forbids is an error, unless the user has `lifted` it first, which needs no password.
    """

    sheet: str
    deed: str
    area: str = ""
    by: int = 0
    only: str = ""
    to: str = ""
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """What a user of LibreOffice does with one file: first the `deeds`, then by sheet title and address ("E5") the value typed.

    A text that begins with = is a formula, spelled as .xlsx files spell it; None clears the cell. Then every cell is
    calculated again where the edit says `recalculated`. Saved as `target`.
    """

    source: Path
    target: Path
    cells: Mapping[str, Mapping[str, float | str | None]]
    via_ods: bool = False
    deeds: tuple[Deed, ...] = ()
    recalculated: bool = False


def ironcalc_values(path: Path) -> dict[str, dict[tuple[int, int], float | str | None]]:
    """Return what IronCalc calculates for every non-empty cell, by sheet title and (row, column) from 0.

    Errors are their text, such as "#DIV/0!"; an empty text is None.
    """
    model = _evaluated(path)
    titles = [sheet["name"] for sheet in model.get_worksheets_properties()]
    values: dict[str, dict[tuple[int, int], float | str | None]] = {title: {} for title in titles}
    for sheet, row, col in model.get_all_cells():
        if not model.is_empty_cell(sheet, row, col):
            value = model.get_cell_value(sheet, row, col)
            values[titles[sheet]][row - 1, col - 1] = None if value == "" else value
    return values


def with_ironcalc_values(path: Path, out: Path) -> None:
    """Write a copy of a workbook in which every formula stores what IronCalc calculates, and nothing else differs."""
    model = _evaluated(path)
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(out, "w") as copy:
        sheets = {part: sheet for sheet, part in enumerate(_sheet_parts(book))}
        for info in book.infolist():
            content = book.read(info)
            if info.filename in sheets:
                content = _with_values(content.decode(), model, sheets[info.filename]).encode()
            copy.writestr(info, content)


def ironcalc_resave(path: Path, out: Path) -> None:
    """Write the workbook as IronCalc itself saves it: calculated, but without validations, protection and charts."""
    out.unlink(missing_ok=True)
    _evaluated(path).save_to_xlsx(str(out))


def _evaluated(path: Path) -> ironcalc.Model:
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()
    return model


def _sheet_parts(book: zipfile.ZipFile) -> list[str]:
    """Return the name of each sheet's part, in the order of the sheets."""
    relations = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.attrib["Id"]: posixpath.join("/xl", relation.attrib["Target"])[1:] for relation in relations}
    return [
        targets[sheet.attrib[RELATION]]
        for sheet in ET.fromstring(book.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet")
    ]


def _with_values(xml: str, model: ironcalc.Model, sheet: int) -> str:
    """Return the XML of a sheet with the stored value of every formula replaced."""

    def calculated(cell: re.Match[str]) -> str:
        attributes = dict(re.findall(r'(\S+)="([^"]*)"', cell[1]))
        kind, value = _stored(model, sheet, *coordinate_to_tuple(attributes["r"]))
        kept = "".join(f' {name}="{text}"' for name, text in attributes.items() if name != "t")
        return f"<c{kept}{kind}>{cell[2]}<v>{value}</v></c>"

    return FORMULA_CELL.sub(calculated, xml)


def _stored(model: ironcalc.Model, sheet: int, row: int, col: int) -> tuple[str, str]:
    """Return the type attribute and the text that store a calculated value; row and column count from 1."""
    value = model.get_cell_value(sheet, row, col)
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        error = model.get_cell_type(sheet, row, col) == ironcalc.CellType.ErrorValue
        return ' t="e"' if error else ' t="str"', escape(value)
    return "", repr(value)


def libreoffice_recalculate(paths: Sequence[Path], outdir: Path) -> list[Path]:
    """Let LibreOffice calculate every cell of workbooks again and save them in a folder under their names; return where they are."""
    outdir.mkdir(parents=True, exist_ok=True)
    edits = [Edit(path, outdir / path.name, {}, recalculated=True) for path in paths]
    libreoffice_fill(edits)
    return [edit.target for edit in edits]


def libreoffice_fill(edits: Sequence[Edit]) -> None:
    """Make edits with a LibreOffice that has its default settings: it recalculates only what depends on what is typed.

    It starts once and ends with this process. Raises RuntimeError with what went wrong; the next call starts another.
    """
    office = _office()
    try:
        office.make(edits)
    except BaseException:
        _office.cache_clear()
        office.end()
        raise


@cache
def _office() -> _Office:
    """Start the LibreOffice of this process."""
    office = _Office()
    atexit.register(office.end)
    return office


class _Office:
    """A LibreOffice behind the script that speaks UNO: edits go in a line at a time, each batch is answered by a line."""

    def __init__(self) -> None:
        script, pipe = Path(__file__).with_name("uno_edit.py"), subprocess.PIPE
        command = ["/usr/bin/python3", "-E", "-s", str(script)]
        self._script = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def make(self, edits: Sequence[Edit]) -> None:
        """Make edits; raise RuntimeError with what the script says when it does not come to their end in time."""
        given, heard = self._script.stdin, self._script.stdout
        assert given is not None
        assert heard is not None
        limit = Timer(90 + 10 * len(edits), self._kill)
        limit.start()
        try:
            given.write(json.dumps([_plain(edit) for edit in edits]) + "\n")
            given.flush()
            said = heard.readline()
            if said != "done\n":
                message = f"LibreOffice did not make {len(edits)} edits: {said}{heard.read()}"
                raise RuntimeError(message)
        finally:
            limit.cancel()

    def end(self) -> None:
        """End the script, which ends LibreOffice when nothing more can come, and whatever is still running after that."""
        with suppress(OSError, subprocess.TimeoutExpired):
            self._script.communicate(timeout=30)
        self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._script.pid, signal.SIGKILL)


def _plain(edit: Edit) -> dict[str, object]:
    """Return an edit as JSON can hold it."""
    return asdict(edit) | {"source": str(edit.source.resolve()), "target": str(edit.target.resolve())}
