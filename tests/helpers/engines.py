"""From workbooks to what independent spreadsheet engines make of them: IronCalc in this process, LibreOffice in its own.

Why two: neither is Excel, but both are independent of slasheet and of each other.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import ironcalc
from openpyxl.utils.cell import coordinate_to_tuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BATCH = 100
RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>"""
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

    A text that begins with = is a formula, spelled as .xlsx files spell it; None clears the cell. Saved as `target`.
    """

    source: Path
    target: Path
    cells: Mapping[str, Mapping[str, float | str | None]]
    via_ods: bool = False
    deeds: tuple[Deed, ...] = ()


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
    """Recalculate workbooks with LibreOffice into a folder, under the names they have, and return where they are.

    Raises RuntimeError when not every file came back, as when two have the same name.
    """
    with tempfile.TemporaryDirectory(prefix="slasheet-") as folder:
        profile, fresh = Path(folder, "profile"), Path(folder, "out")
        fresh.mkdir()
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(RECALCULATE_ALWAYS)
        convert = [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(fresh),
        ]
        for start in range(0, len(paths), BATCH):
            batch = [str(path.resolve()) for path in paths[start : start + BATCH]]
            _run([*convert, *batch], folder, seconds=60 + 5 * len(batch))
        came_back = len(list(fresh.iterdir()))
        if came_back != len(paths):
            message = f"LibreOffice gave back {came_back} of {len(paths)} workbooks"
            raise RuntimeError(message)
        outdir.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.move(fresh / f"{path.stem}.xlsx", outdir / f"{path.stem}.xlsx")) for path in paths]


def libreoffice_fill(edits: Sequence[Edit]) -> None:
    """Make edits with one LibreOffice that has its default settings: it recalculates only what depends on what is typed."""
    with tempfile.TemporaryDirectory(prefix="slasheet-") as folder:
        given = [
            {
                # A copy: LibreOffice locks what it opens, and tests side by side may open the same file.
                "source": shutil.copyfile(edit.source, f"{folder}/{number}{edit.source.suffix}"),
                "target": str(edit.target.resolve()),
                "cells": {title: dict(cells) for title, cells in edit.cells.items()},
                "via_ods": edit.via_ods,
                "deeds": [asdict(deed) for deed in edit.deeds],
            }
            for number, edit in enumerate(edits)
        ]
        script = Path(__file__).with_name("uno_edit.py")
        _run(
            ["/usr/bin/python3", "-E", "-s", str(script), folder],
            folder,
            seconds=90 + 10 * len(edits),
            given=json.dumps(given),
        )


def _run(command: Sequence[str], folder: str, *, seconds: float, given: str = "") -> None:
    """Run a program to its end, with its passing files in a folder, and end whatever it left running."""
    pipe, own = subprocess.PIPE, os.environ | {"TMPDIR": folder}
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=own, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(given, timeout=seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        message = f"{command[0]} ended with {process.returncode}: {said}"
        raise RuntimeError(message)
