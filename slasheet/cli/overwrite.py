"""The one rule of what a command may write over, the same for every command that writes a file.

The file that is read never. A workbook that people fill in by another workbook only with --force, and by numbers, a
report or a plan file never. Anything else that exists, whoever made it, only with --force. `check --resume` adds to a
file of results and refuses any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from slasheet.spreadsheet.files import output_differs
from slasheet.texts.findings import FileError


def may_be_written(
    output: Path, sources: Iterable[Path], *, force: bool, as_workbook: bool = False, option: str = "-o"
) -> None:
    """Refuse to write over what is not to be lost; `as_workbook` says that what is written is for people to fill in.

    Raises FileError in one line that names the option.
    """
    keep_source(output, sources, option)
    if not output.is_file():
        # Of a folder or a device the writing itself says that it is none of its files.
        return
    if not as_workbook:
        keep_workbook(output, option)
    if not force:
        message = f"{output}: is already there; choose another name with {option}, or overwrite it with --force."
        raise FileError(message)


def keep_source(output: Path, sources: Iterable[Path], option: str = "-o") -> None:
    """Refuse to write to a file that is read."""
    for source in sources:
        output_differs(source, output, option)


def keep_workbook(output: Path, option: str = "-o") -> None:
    """Refuse to replace a workbook that people fill in by numbers or a report."""
    from slasheet.plan.carried import is_workbook_of_ours

    if is_workbook_of_ours(output):
        message = (
            f"{output}: is a workbook that people fill in, so it is not overwritten; choose another name with {option}."
        )
        raise FileError(message)
