"""The function that checks one file of many: whatever the file is, it returns and never raises.

It is all that a worker runs, on this machine or on another; what may kill the worker is dealt with around it. The checker
is imported where it is called: a process that only hands files to workers is there five times as fast without it.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from slasheet.many.fleet.result import Result, Task
from slasheet.report.formats import Wanted
from slasheet.spreadsheet.file_names import is_address
from slasheet.texts.findings import FileError
from slasheet.texts.printable import in_one_line

if TYPE_CHECKING:
    from slasheet.report.report import Report

_BLOCK = 1 << 20
#: Checks one file that is on this machine: in this process (`checked`) or in a worker (`Crew.check`).
Check = Callable[[Task, Wanted], Result]


def checked_anywhere(check: Check, task: Task, wanted: Wanted, over: Event | None = None) -> Result:
    """Check one file; what is at an address is copied here before, unless that is `over` meanwhile."""
    if not is_address(task.file):
        return check(task, wanted)
    from slasheet.many.fleet.remote import copied

    try:
        with copied(task, wanted.limit, over or Event(), marking=wanted.streams) as near:
            return check(near, wanted)
    except FileError as error:
        return Result(task.file, error=str(error))


def checked(task: Task, wanted: Wanted) -> Result:
    """Check one file, or say in one line why that is not possible, or that it is as it was when it was checked the last time."""
    from slasheet.checker.checker import check

    place = task.copy or task.file
    try:
        mark = task.mark
        if mark is None and wanted.streams:
            # Before the check: a file saved meanwhile has another mark the next time, and is checked again.
            mark = content_mark(Path(place))
        if mark is not None and mark == task.known:
            return Result(task.file, unchanged=True)
        report = check(place, wanted.language)
        if task.copy:
            report = replace(report, file=task.file)
        return _result(report, wanted, mark)
    except FileError as error:
        return Result(task.file, error=str(error).replace(place, task.file))
    except MemoryError:
        return Result(
            task.file, error=f"{task.file}: needs more memory than this machine has; check it on a larger one."
        )
    except Exception as error:  # noqa: BLE001 - one file on which we err must not keep the others from being checked
        why = in_one_line(f"{type(error).__name__}: {error}")
        return Result(
            task.file, error=f"{task.file}: can't be checked ({why}); this is a bug in slasheet, please report it."
        )


def _result(report: Report, wanted: Wanted, mark: str | None) -> Result:
    if wanted.format is None:
        return Result(report.file, report.counts, report)
    return Result(report.file, report.counts, text=wanted.format.render(report, wanted, mark))


def content_mark(path: Path) -> str | None:
    """Return a hash of what is in a file, None for what is no file or can't be read.

    Not of its size and time: files that are copied or synchronized anew every night have a new time, and nothing else.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        whole = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
    except OSError:
        return None
    return f"sha256:{whole.hexdigest()}"
