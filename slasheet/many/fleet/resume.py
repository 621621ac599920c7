"""From the results of earlier runs to what need not be checked again, and on at their end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from slasheet._version import __version__
from slasheet.report.formats import Wanted, conditions
from slasheet.spreadsheet.files import readable
from slasheet.texts.findings import FileError

#: How every line of results begins.
_BEGINNINGS = (b'{"version": "', b'{"file": "')


class Known(NamedTuple):
    """What an earlier run found in a file, and the mark of the content in which it found that."""

    mark: str
    counts: Mapping[str, int]


class Earlier(NamedTuple):
    """What earlier runs found, by file, and where the last whole line of their results ends."""

    files: Mapping[str, Known]
    end: int


def earlier(path: Path, wanted: Wanted) -> Earlier:
    """Read the results of earlier runs; of a file that was checked several times the last line holds.

    What another version of slasheet found, or was asked otherwise, is not known; nor is a file that could not be read
    or checked. The last line may be cut short. Raises FileError for what are no results.
    """
    files: dict[str, Known] = {}
    end = 0
    if not path.exists():
        return Earlier(files, end)
    if not (path.is_file() or path.is_dir()):
        message = f"{path}: is not a file; name a file of results with --resume."
        raise FileError(message)
    with readable(path, "a file of results"), path.open("rb") as lines:
        for line in lines:
            if not any(line.startswith(head[: len(line.rstrip())]) for head in _BEGINNINGS):
                message = f"{path}: does not contain results of slasheet check --format jsonl; name another file with --resume."
                raise FileError(message)
            if not line.endswith(b"\n"):
                break
            end += len(line)
            _take(line, files, wanted)
    return Earlier(files, end)


def _take(line: bytes, files: dict[str, Known], wanted: Wanted) -> None:
    """Take what one line says of its file."""
    try:
        data = json.loads(line)
        file, how = data["file"], data.get("checked")
        files.pop(file, None)
        if data.get("version") == __version__ and how and how["content"]:
            mark = how["content"]
            if how == conditions(wanted, mark):
                counts = {severity: int(data["counts"][severity]) for severity in ("error", "warning", "info")}
                files[file] = Known(mark, counts)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        # Two runs wrote at once, or somebody edited it: the file is checked again.
        return


@contextmanager
def appended(path: Path, end: int) -> Iterator[FileIO]:
    """Open results to go on after their last whole line; every line is in the file as soon as it is written."""
    try:
        file = path.open("ab", buffering=0)
    except OSError as error:
        message = f"{path}: can't be written ({error.strerror}); choose another place."
        raise FileError(message) from error
    with file:
        if not _is_ours_alone(file, path, end):
            message = (
                f"{path}: another run is writing to it; wait until that is done, or name another file with --resume."
            )
            raise FileError(message)
        file.truncate(end)
        yield file


def _is_ours_alone(file: FileIO, path: Path, end: int) -> bool:
    """Return whether no other run has results, or has written to them since they were read up to `end`."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        # Windows has no such locks, nor have some network drives.
        pass
    with path.open("rb") as there:
        there.seek(end)
        return b"\n" not in there.read()
