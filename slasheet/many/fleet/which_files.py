"""From what somebody names to the workbooks meant: files, folders with all that is in them, patterns, addresses."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from slasheet.many.fleet.result import Result
from slasheet.spreadsheet.file_names import is_address, is_workbook_name
from slasheet.texts.findings import FileError


def workbooks(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Result, ...]]:
    """Return the workbooks that are meant, each of them once and in the order named, and which names mean none."""
    found: dict[str, str] = {}
    troubles: list[Result] = []
    for name in names:
        try:
            for file in _meant(name, troubles):
                found.setdefault(whole(file), file)
        except FileError as error:
            troubles.append(Result(name, error=str(error)))
    return tuple(found.values()), tuple(troubles)


def whole(name: str) -> str:
    """Return the whole path of a file, links and all as they are; an address stays as it is."""
    return name if is_address(name) else os.path.normpath(Path(name).absolute())


def _meant(name: str, troubles: list[Result]) -> Iterator[str]:
    """Give the workbooks that one name means; a folder in it that can't be read is one of the troubles."""
    name = _here(name)
    if not name:
        message = "a blank is no name of a file; name a workbook, a folder or a pattern."
        raise FileError(message)
    if is_address(name):
        from slasheet.many.fleet.remote import listed

        yield from listed(name)
    elif Path(name).is_dir():
        yield from _some(_inside(name, troubles), f"{name}: is a folder without a workbook (.xlsx, .ods) in it.")
    elif glob.has_magic(name) and not Path(name).exists():
        matching = sorted({path for path in _matching(name) if is_workbook_name(path)})
        yield from _some(matching, f"{name}: no workbook (.xlsx, .ods) matches this pattern; check it, in quotes.")
    else:
        yield str(Path(name))


def _here(name: str) -> str:
    """Return an address of this machine (file://, local://) as a path, so that its file is known by one name."""
    for scheme in ("file://", "local://"):
        if name.lower().startswith(scheme):
            path = name[len(scheme) :]
            return path[1:] if re.match(r"/[A-Za-z]:", path) else path
    return name


def _matching(pattern: str) -> Iterator[str]:
    """Give what matches a pattern; `**` goes into folders, but follows no links, which may lead round in a circle."""
    parts = pattern.replace("\\", "/").split("/") if os.sep == "\\" else pattern.split("/")
    if "**" not in parts:
        yield from glob.iglob(pattern)  # noqa: PTH207 - keeps the name as it was given
        return
    place = parts.index("**")
    head, rest = "/".join(parts[:place]), "/".join(parts[place + 1 :]) or "*"
    root = "/" if pattern.startswith("/") and not head else head
    for base in _matching(root) if glob.has_magic(root) else (root or os.curdir,):
        for folder, inner, _files in os.walk(base):
            inner[:] = [name for name in inner if not name.startswith(".")]
            below = folder.removeprefix(os.curdir).removeprefix("/") if not root else folder
            yield from _matching(f"{glob.escape(below).removesuffix('/')}/{rest}" if below else rest)


def _inside(folder: str, troubles: list[Result]) -> Iterator[str]:
    """Give every workbook in a folder and the folders in it, in the order of their names, leaving hidden ones out."""

    def unreadable(error: OSError) -> None:
        folder = str(error.filename)
        message = f"{folder}: can't look into this folder ({error.strerror}); check who may read it."
        troubles.append(Result(folder, error=message))

    for place, inner, files in os.walk(folder, onerror=unreadable):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        yield from (str(Path(place, name)) for name in sorted(files) if is_workbook_name(name))


def _some(files: Iterable[str], otherwise: str) -> Iterator[str]:
    """Give files, or raise FileError when there is none."""
    none = True
    for file in files:
        none = False
        yield file
    if none:
        raise FileError(otherwise)
