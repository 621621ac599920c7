"""The report on one workbook that several commands show or write, and the note that it has errors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from slasheet.cli.terminal import say
from slasheet.texts.findings import FileError
from slasheet.texts.languages import n_, speaking

if TYPE_CHECKING:
    from slasheet.report.report import Report


def our_report(file: Path, language: str | None = None) -> Report:
    """Check a workbook; raise FileError when it is not ours."""
    from slasheet.checker.checker import check as check_file

    report = check_file(file, language)
    if report.plan is None:
        message = f"{file}: {report.findings[0].message} {report.findings[0].advice}"
        raise FileError(message)
    return report


def warn_of_errors(report: Report) -> None:
    """Say beside the numbers of a workbook that they are not to be relied on."""
    errors = report.counts["error"]
    if errors:
        with speaking(report.language):
            sentence = n_(
                "note: slasheet check finds {count} error in {file}.",
                "note: slasheet check finds {count} errors in {file}.",
                errors,
            )
            say(sentence.format(count=errors, file=report.file))
