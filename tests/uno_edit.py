"""From edits in JSON on standard input to workbooks that LibreOffice has edited and saved; runs under Debian's own Python.

Why a script of its own: the uno module exists only for /usr/bin/python3. It starts one LibreOffice with default
settings, whose profile and passing files go into the folder that its only argument names.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
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
                convert(desktop, source, ods, edit["cells"])
                convert(desktop, ods, target, {})
            else:
                convert(desktop, source, target, edit["cells"])
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


def convert(desktop: Any, source: Path, target: Path, cells: dict[str, dict[str, float | str | None]]) -> None:
    """Open a file, type into its cells, save it in the format that the target's name ends with, and close it."""
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (setting("Hidden", True),))
    if document is None:
        message = f"LibreOffice can't open {source}"
        raise OSError(message)
    try:
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


def setting(name: str, value: object) -> Any:
    """Return a name and value as UNO calls take them."""
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


if __name__ == "__main__":
    main(Path(sys.argv[1]))
