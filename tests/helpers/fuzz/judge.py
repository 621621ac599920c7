"""From a mutated workbook to what is wrong with what came of it: nothing, as a rule."""

from __future__ import annotations

import re
import time
from pathlib import Path

from slasheet.checker.checker import check_book
from slasheet.spreadsheet.files import DAMAGE
from slasheet.spreadsheet.load import load_book
from slasheet.spreadsheet.xlsx.openpyxl_fallback import cells_by_openpyxl, refuse_what_harms
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.texts.findings import FileError
from tests.helpers.readings import differences_of

MOST_SECONDS = 5.0
#: Where openpyxl is known to be wrong: it leaves escapes as they are, and leaves out, in silence, a sheet whose kind or
#: part it does not know, a cell that is followed by an empty one of the same address, and all under a merged area.
PERMITTED = re.compile(r"_x[0-9A-Fa-f]{4}_|^sheets: | and None$")


def faults(path: Path, *, beside_openpyxl: bool) -> list[str]:
    """Return what is wrong: another exception than the one line, too much time, or another reading than openpyxl's.

    A file that openpyxl refuses may be read, and one that it reads may be refused: it takes harm for right, and right
    for harm. Where both read, they read the same.
    """
    found = []
    began = time.process_time()
    try:
        book = load_book(path)
        report = check_book(book)
        report.to_json()
    except FileError as error:
        line = str(error)
        return [] if line.isprintable() and re.search(r": .+; .+\.$", line) else [f"not one clear line: {line!r}"]
    except Exception as error:  # noqa: BLE001 - whatever else is raised is what is looked for
        return [f"{type(error).__name__}: {error}"]
    if time.process_time() - began > MOST_SECONDS:
        found.append(f"{time.process_time() - began:.1f} seconds")
    if beside_openpyxl:
        try:
            refuse_what_harms(Archive(path))
            theirs = cells_by_openpyxl(path)
        except (FileError, *DAMAGE):
            return found
        found += [told for told in differences_of(book, theirs) if not PERMITTED.search(told)]
    return found
