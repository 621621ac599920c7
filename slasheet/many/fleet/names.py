"""What the name of a file says: an address, or a workbook at all."""

from __future__ import annotations

SUFFIXES = (".xlsx", ".ods")


def is_address(name: str) -> bool:
    """Return whether a name is an address such as s3://bucket/sla.xlsx."""
    return "://" in name


def is_workbook_name(name: str) -> bool:
    """Return whether a name is that of a workbook, and not of what programs leave beside an open one."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.lower().endswith(SUFFIXES) and not last.startswith(("~$", "."))
