"""From files to those that are added up, each once, and to short names that tell them apart."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from slasheet.spreadsheet.file_names import is_address


def each_once(files: Iterable[str]) -> list[str]:
    """Return files without those that are another one under a second name: no number may be added twice."""
    found: dict[object, str] = {}
    for file in files:
        found.setdefault(_identity(file), file)
    return list(found.values())


def _identity(file: str) -> object:
    """Return what two names of one file have in common: links of both kinds are other names of what they lead to."""
    if is_address(file):
        return file
    try:
        status = Path(file).stat()
    except OSError:
        return os.path.realpath(file)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(file)


def names_of(files: Sequence[str]) -> tuple[str, ...]:
    """Return a name for every file: without folders and ending where that tells all of them apart.

    Example: `north.xlsx` and `south.xlsx` are `north` and `south`; `a/plan.xlsx` and `b/plan.xlsx` `a/plan` and `b/plan`.
    """
    paths = [PurePath(file) for file in files]
    try:
        folder = os.path.commonpath([path.parent for path in map(Path.absolute, map(Path, files))]) if files else ""
        below = [PurePath(os.path.relpath(os.path.abspath(path), folder)) for path in paths]  # noqa: PTH100 - not to where a link leads
    except ValueError:
        # On several drives there is no folder that holds them all.
        below = paths
    for names in (
        tuple(path.stem for path in paths),
        tuple(path.with_suffix("").as_posix() for path in below),
        tuple(path.as_posix() for path in below),
    ):
        if max(Counter(name.casefold() for name in names).values(), default=0) <= 1:
            return names
    return tuple(files)
