"""What people fill in is never written over."""

from __future__ import annotations

from pathlib import Path

from slasheet.texts.findings import FileError


def is_no_workbook_of_ours(output: Path) -> None:
    """Refuse to replace a workbook that people fill in by numbers or a report."""
    from slasheet.plan.carried import is_workbook_of_ours

    if is_workbook_of_ours(output):
        message = f"{output}: is a workbook that people fill in, so it is not overwritten; choose another name with -o."
        raise FileError(message)
