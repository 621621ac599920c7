"""From edits in JSON on standard input to workbooks that LibreOffice has edited and saved; runs under Debian's own Python.

Why a script of its own: the uno module exists only for /usr/bin/python3. It starts one LibreOffice with default
settings, which ends with the input.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno
from uno_deeds import do, setting, type_into

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
START_SECONDS, STOP_SECONDS = 60, 20


def main() -> None:
    """Make the edits of every line that comes on standard input, in one LibreOffice, and answer "done" once they are saved."""
    with tempfile.TemporaryDirectory(prefix="slasheet-") as name:
        folder = Path(name)
        start = [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={folder.name};urp;",
        ]
        # Not our own output: who waits for its end would wait for LibreOffice.
        away = subprocess.DEVNULL
        office = subprocess.Popen(start, stdin=away, stdout=away, stderr=away, env=os.environ | {"TMPDIR": name})
        desktop = connect(office, folder.name)
        try:
            for line in sys.stdin:
                for edit in json.loads(line):
                    make(desktop, edit, folder)
                print("done", flush=True)
        finally:
            desktop.terminate()
            office.wait(STOP_SECONDS)


def make(desktop: Any, edit: dict[str, Any], folder: Path) -> None:
    """Make one edit, with its passing files in a folder."""
    # A copy: LibreOffice locks what it opens, and tests side by side may open the same file.
    source, ods = folder / f"source{Path(edit['source']).suffix}", folder / "passing.ods"
    shutil.copyfile(edit["source"], source)
    if edit["via_ods"]:
        convert(desktop, source, ods, edit)
        source, edit = ods, edit | {"deeds": [], "cells": {}}
    convert(desktop, source, Path(edit["target"]), edit)


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


def convert(desktop: Any, source: Path, target: Path, edit: dict[str, Any]) -> None:
    """Open a file, do what an edit says, save it in the format that the target's name ends with, and close it."""
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (setting("Hidden", True),))
    if document is None:
        message = f"LibreOffice can't open {source}"
        raise OSError(message)
    try:
        for deed in edit["deeds"]:
            do(document, deed)
        for title, typed in edit["cells"].items():
            sheet = document.Sheets.getByName(title)
            for address, value in typed.items():
                type_into(document, sheet, sheet.getCellRangeByName(address), value)
        if edit["recalculated"]:
            document.calculateAll()
        document.storeToURL(target.as_uri(), (setting("FilterName", FILTERS[target.suffix]),))
    finally:
        document.close(True)


if __name__ == "__main__":
    main()
