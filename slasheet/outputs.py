"""What may be written over: never what is read, never what people fill in, nothing else unless that is said."""

from __future__ import annotations

from pathlib import Path

from slasheet.diagnostics import FileError


def output_differs(source: Path, output: Path, option: str = "-o") -> None:
    """Refuse to write to the file that is read."""
    if output.exists() and source.exists() and output.samefile(source):
        message = f"{output}: is the file it would be made from, and that one is never written to; name another with {option}."
        raise FileError(message)


def may_be_written(output: Path, *, force: bool, option: str = "-o") -> None:
    """Refuse to write over a file unless that is said."""
    if output.exists() and not force and not output.is_dir():
        message = f"{output}: is already there; choose another name with {option}, or overwrite it with --force."
        raise FileError(message)


def is_no_workbook_of_ours(output: Path) -> None:
    """Refuse to replace a workbook that people fill in by numbers or a report."""
    from slasheet.carried import is_workbook_of_ours

    if is_workbook_of_ours(output):
        message = (
            f"{output}: is a workbook that people fill in, and it is not overwritten; choose another name with -o."
        )
        raise FileError(message)
