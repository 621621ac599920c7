"""From addresses (s3://, gs://, memory://, https://: whatever fsspec knows) to what is there, and to copies to read."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

from slasheet.many.fleet.result import Task
from slasheet.report.formats import too_long
from slasheet.spreadsheet.file_names import is_workbook_name
from slasheet.spreadsheet.files import passing_folder
from slasheet.texts.findings import FileError
from slasheet.texts.printable import in_one_line

#: No larger file is copied here: the reader would refuse it.
LARGEST = 1 << 28
_BLOCK = 1 << 20
#: How often, in seconds, somebody who waits for a copy looks whether it is still wanted.
_LOOK = 0.25
#: What of the name of a file a folder surely takes.
_LONGEST = 60
#: In a web address ? and [ are no pattern.
_WEB = ("http://", "https://")


def listed(address: str) -> tuple[str, ...]:
    """Return the workbooks that an address means: itself, what matches it as a pattern, or all in it as a folder."""
    with _as_one_line(address):
        system, path = _system(address)
        pattern = glob.has_magic(address) and not address.startswith(_WEB)
        if pattern:
            found = system.glob(path)
        elif is_workbook_name(path) or not system.isdir(path):
            return (address,)
        else:
            found = system.find(path)
        files = tuple(system.unstrip_protocol(file) for file in sorted(found) if is_workbook_name(file))
    if not files:
        message = f"{address}: no workbook (.xlsx, .ods) {'matches this pattern' if pattern else 'is there'}; check the address."
        raise FileError(message)
    return files


@contextmanager
def copied(task: Task, limit: float, over: Event, *, marking: bool) -> Iterator[Task]:
    """Give the task with a copy of the file at its address, for as long as the block lasts.

    With `marking` also the mark of its content, as its keeper tells it (an ETag, a generation, a time); where that is
    the known one there is no copy, and none is needed. Raises FileError when there is nothing that can be read, or when
    it takes more than `limit` seconds to come, or nobody waits any more (`over`).
    """
    # A copy that was given up may still be under way when its folder goes.
    with passing_folder() as folder:
        given_up = Event()
        coming: Future[Task] = Future()
        # No call of a storage service can be broken off: it is left behind, and ends with the program at the latest.
        Thread(target=_fetch, args=(coming, task, folder, given_up, marking), daemon=True).start()
        until = monotonic() + limit
        while not coming.done() and not over.is_set() and monotonic() < until:
            wait([coming], min(_LOOK, limit))
        if not coming.done():
            given_up.set()
            raise FileError(too_long(task.file, limit))
        yield coming.result()


def _fetch(coming: Future[Task], task: Task, folder: Path, given_up: Event, marking: bool) -> None:
    """Copy the file of a task into a folder, and hand the task on with it, or with what went wrong."""
    try:
        with _as_one_line(task.file):
            system, path = _system(task.file)
            mark = f"address:{system.ukey(path)}" if marking else None
            place = Path(folder, path.rstrip("/").rpartition("/")[2][-_LONGEST:] or "workbook.xlsx")
            if mark is None or mark != task.known:
                _copy(system, path, place, task.file, given_up)
        coming.set_result(task._replace(copy=str(place), mark=mark))
    except FileError as error:
        coming.set_exception(error)


def _copy(system: Any, path: str, place: Path, address: str, given_up: Event) -> None:
    """Copy a file block by block, and stop where it is larger than any workbook, or when nobody waits for it any more."""
    left = LARGEST
    with system.open(path, "rb") as source, place.open("wb") as copy:
        while not given_up.is_set() and (block := source.read(_BLOCK)):
            left -= len(block)
            if left < 0:
                message = f"{address}: is larger than {LARGEST >> 20} MB, which no workbook of slasheet's is; check the address."
                raise FileError(message)
            copy.write(block)


def _system(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        message = f"{address}: reading an address needs fsspec; run: pip install 'slasheet[remote]'"
        raise FileError(message) from error
    system, path = url_to_fs(address)
    return system, str(path)


@contextmanager
def _as_one_line(address: str) -> Iterator[None]:
    """Turn whatever a storage service raises, each its own kind, into one line."""
    try:
        yield
    except FileError:
        raise
    except FileNotFoundError as error:
        message = f"{address}: is not there; check the address."
        raise FileError(message) from error
    except Exception as error:
        why = in_one_line(str(error).strip() or type(error).__name__)
        message = f"{address}: can't be read ({why}); check the address, and who may read it."
        raise FileError(message) from error
