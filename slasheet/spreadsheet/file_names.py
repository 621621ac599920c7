"""What the name of a file says: an address, a workbook at all, or exactly one file rather than several."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

SUFFIXES = (".xlsx", ".ods")


def is_address(name: str) -> bool:
    """Return whether a name is an address such as s3://bucket/sla.xlsx."""
    return "://" in name


def is_workbook_name(name: str) -> bool:
    """Return whether a name is that of a workbook, and not of what programs leave beside an open one."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.lower().endswith(SUFFIXES) and not last.startswith(("~$", "."))


def means_one(names: Sequence[str]) -> bool:
    """Return whether exactly one file is named, rather than a folder or a pattern that may be one file or many."""
    if len(names) != 1:
        return False
    name = names[0]
    if is_address(name):
        return is_workbook_name(name) and not glob.has_magic(name)
    return not Path(name).is_dir() and (Path(name).exists() or not glob.has_magic(name))
