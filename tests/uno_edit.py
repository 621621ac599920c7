"""From edits in JSON on standard input to workbooks that LibreOffice has edited and saved; runs under Debian's own Python.

Why a script of its own: the uno module exists only for /usr/bin/python3. It starts one LibreOffice with default
settings, whose profile and passing files go into the folder that its only argument names.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]

VALUE, DATETIME, STRING, FORMULA = 1, 2, 4, 16  # com.sun.star.sheet.CellFlags
CONTENTS = VALUE | DATETIME | STRING | FORMULA
AS_IN_XLSX = 3  # com.sun.star.sheet.AddressConvention.XL_OOX: comma between arguments, Sheet!A1
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
START_SECONDS, STOP_SECONDS = 60, 20


def main(folder: Path) -> None:
    """Make every edit that stands on standard input, in one LibreOffice."""
    edits = json.load(sys.stdin)
    start = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        f"--accept=pipe,name={folder.name};urp;",
    ]
    # Not our own output: who waits for its end would wait for LibreOffice.
    office = subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desktop = connect(office, folder.name)
    try:
        for edit in edits:
            source, target, ods = Path(edit["source"]), Path(edit["target"]), folder / "passing.ods"
            if edit["via_ods"]:
                convert(desktop, source, ods, edit["cells"], edit["rows"])
                convert(desktop, ods, target, {}, [])
            else:
                convert(desktop, source, target, edit["cells"], edit["rows"])
    finally:
        desktop.terminate()
        office.wait(STOP_SECONDS)


def connect(office: subprocess.Popen[bytes], pipe: str) -> Any:
    """Return the desktop of the office once it answers on its pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    no_connect = uno.getClass("com.sun.star.connection.NoConnectException")
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except no_connect:
            if office.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def convert(
    desktop: Any,
    source: Path,
    target: Path,
    cells: dict[str, dict[str, float | str | None]],
    rows: list[dict[str, Any]],
) -> None:
    """Open a file, move its rows, type into its cells, save it in the format that the target's name ends with, and close it."""
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (setting("Hidden", True),))
    if document is None:
        message = f"LibreOffice can't open {source}"
        raise OSError(message)
    try:
        for deed in rows:
            DEEDS[deed["deed"]](document, document.Sheets.getByName(deed["sheet"]), deed)
        for title, typed in cells.items():
            sheet = document.Sheets.getByName(title)
            for address, value in typed.items():
                type_into(document, sheet, sheet.getCellRangeByName(address), value)
        document.storeToURL(target.as_uri(), (setting("FilterName", FILTERS[target.suffix]),))
    finally:
        document.close(True)


def type_into(document: Any, sheet: Any, cell: Any, value: float | str | None) -> None:
    """Type a value as a user would: a locked cell of a protected sheet needs the protection lifted for the moment."""
    locked = sheet.isProtected() and cell.CellProtection.IsLocked
    if locked:
        sheet.unprotect("")
    if value is None:
        cell.clearContents(CONTENTS)
    elif not isinstance(value, str):
        cell.setValue(value)
    elif value.startswith("="):
        parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.FormulaConvention = AS_IN_XLSX
        cell.setTokens(parser.parseFormula(value[1:], cell.CellAddress))
    else:
        cell.setString(value)
    if locked:
        sheet.protect("")


def insert(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Put empty rows in where the area is."""
    move(sheet, deed, sheet.Rows.insertByIndex, 1)


def delete(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Take the rows of the area out."""
    move(sheet, deed, sheet.Rows.removeByIndex, -1)


def move(sheet: Any, deed: dict[str, Any], rows: Callable[[int, int], None], way: int) -> None:
    """Put rows in or take them out, and raise unless what stands last has moved: LibreOffice does not say when protection forbids."""
    area = sheet.getCellRangeByName(deed["area"]).RangeAddress
    count, before = area.EndRow - area.StartRow + 1, last_row(sheet)
    rows(area.StartRow, count)
    if last_row(sheet) != before + way * count:
        message = f"LibreOffice did not do it: {deed}"
        raise RuntimeError(message)


def last_row(sheet: Any) -> int:
    """Return the last row of a sheet that holds something in its first column."""
    found = sheet.getCellRangeByName("A1:A1048576").queryContentCells(CONTENTS).RangeAddresses
    return max(area.EndRow for area in found)


def sort(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Sort the rows of the area by one of its columns."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = deed["by"], True
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    area = sheet.getCellRangeByName(deed["area"])
    before = area.getDataArray()
    uno.invoke(area, "sort", ((setting("SortFields", fields), setting("ContainsHeader", False)),))
    if area.getDataArray() == before:
        message = f"LibreOffice did not do it: {deed}"
        raise RuntimeError(message)


def choose(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Filter the area, whose first row is a header, to the rows that hold a text in one of its columns."""
    area = sheet.getCellRangeByName(deed["area"])
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field, field.StringValue = deed["by"], deed["only"]
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    how = area.createFilterDescriptor(True)
    how.ContainsHeader = True
    how.setFilterFields((field,))
    area.filter(how)
    if all(area.Rows.getByIndex(row).IsVisible for row in range(area.Rows.Count)):
        message = f"LibreOffice did not do it: {deed}"
        raise RuntimeError(message)


DEEDS = {"insert": insert, "delete": delete, "sort": sort, "filter": choose}


def setting(name: str, value: object) -> Any:
    """Return a name and value as UNO calls take them."""
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


if __name__ == "__main__":
    main(Path(sys.argv[1]))
