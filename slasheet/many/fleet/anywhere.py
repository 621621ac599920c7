"""One file checked, wherever it is: what this process, the threads with their workers and those of a cluster all run."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from slasheet.many.fleet.names import is_address
from slasheet.many.fleet.result import Result, Task
from slasheet.report.formats import Wanted
from slasheet.texts.findings import FileError

#: Checks one file that is on this machine: in this process (`checking.checked`) or in a worker (`Crew.check`).
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
