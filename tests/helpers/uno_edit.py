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

import uno
from uno_deeds import do, setting, type_into

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
                convert(desktop, source, ods, edit["cells"], edit["deeds"])
                convert(desktop, ods, target, {}, [])
            else:
                convert(desktop, source, target, edit["cells"], edit["deeds"])
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
    deeds: list[dict[str, Any]],
) -> None:
    """Open a file, do the deeds, type into its cells, save it in the format that the target's name ends with, and close it."""
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (setting("Hidden", True),))
    if document is None:
        message = f"LibreOffice can't open {source}"
        raise OSError(message)
    try:
        for deed in deeds:
            do(document, deed)
        for title, typed in cells.items():
            sheet = document.Sheets.getByName(title)
            for address, value in typed.items():
                type_into(document, sheet, sheet.getCellRangeByName(address), value)
        document.storeToURL(target.as_uri(), (setting("FilterName", FILTERS[target.suffix]),))
    finally:
        document.close(True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
