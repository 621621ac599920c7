"""From what people give on the command line to files, and from files to short names that tell them apart."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from slasheet.diagnostics import FileError

_KINDS = (".xlsx", ".ods")
#: What spreadsheet programs leave beside a file that is open, and what hides.
_PASSING = ("~$", ".")


def given_files(arguments: Iterable[str]) -> list[Path]:
    """Return the workbooks that files, folders (with all below them) and patterns name, each once, in order.

    Raises FileError for a folder or a pattern in which there is none. A file that is named is taken whatever it is called.
    """
    found: dict[str, Path] = {}
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            here = _workbooks(path.rglob("*"))
        elif glob.has_magic(argument) and not path.exists():
            here = _workbooks(map(Path, glob.iglob(argument, recursive=True)))  # noqa: PTH207 - patterns may begin anywhere
        else:
            here = [path]
        if not here:
            message = f"{argument}: there is no workbook (.xlsx, .ods) in it; check the name."
            raise FileError(message)
        for file in here:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _workbooks(paths: Iterable[Path]) -> list[Path]:
    return sorted(
        path
        for path in paths
        if path.suffix.lower() in _KINDS and not path.name.startswith(_PASSING) and path.is_file()
    )


def names_of(files: Sequence[str]) -> tuple[str, ...]:
    """Return a name for every file: without folders and ending where that tells all of them apart.

    Example: `north.xlsx` and `south.xlsx` are `north` and `south`; `a/plan.xlsx` and `b/plan.xlsx` `a/plan` and `b/plan`.
    """
    paths = [PurePath(file) for file in files]
    folder = os.path.commonpath([path.parent for path in map(Path.absolute, map(Path, files))]) if files else ""
    below = [PurePath(os.path.relpath(os.path.abspath(path), folder)) for path in paths]  # noqa: PTH100 - not to where a link leads
    for names in (
        tuple(path.stem for path in paths),
        tuple(path.with_suffix("").as_posix() for path in below),
        tuple(path.as_posix() for path in below),
    ):
        if max(Counter(name.casefold() for name in names).values(), default=0) <= 1:
            return names
    return tuple(files)
