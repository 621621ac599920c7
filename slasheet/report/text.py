"""From a report to the text of it for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from slasheet.report.content import about, by_sheet, following, numbers, severity_word, signed, verdict
from slasheet.texts.catalogue import Severity
from slasheet.texts.columns import display_width
from slasheet.texts.languages import _
from slasheet.texts.printable import lined

if TYPE_CHECKING:
    from slasheet.report.report import Report

_WIDTH = 110
_SHEET = re.compile(r"'[^']*'!")


def _severity_head(severity: Severity) -> str:
    """Return the word for a severity, filled up to the width of the column it stands in."""
    shown = severity_word(severity)
    return shown + " " * (max(display_width(severity_word(one)) for one in Severity) + 1 - display_width(shown))


def text(report: Report) -> str:
    """Return a report for people: the verdict, the findings by sheet, the numbers that matter."""
    return lined(_text(report))


def coloured(report: Report) -> str:
    """Return a report for people with its verdict and its severities in colour."""
    import click

    colours = {"error": "red", "warning": "yellow", "info": "blue"}
    whole = "green" if report.ok and report.calculated else "yellow" if report.ok else "red"
    words = {verdict(report): whole}
    words |= {"  " + _severity_head(severity): colours[severity.value] for severity in Severity}
    shown = text(report)
    for word, colour in words.items():
        shown = shown.replace(word, click.style(word, fg=colour, bold=True))
    return shown


def _text(report: Report) -> Iterator[str]:
    yield f"{report.file}: {verdict(report)}"
    if report.plan is not None:
        yield f"  {about(report.plan)} · " + _("fingerprint {fingerprint}").format(
            fingerprint=report.plan.fingerprint()
        )
        yield from (f"  {line}" for line in signed(report.plan))
    for sheet, rows in by_sheet(report):
        yield ""
        yield sheet
        for found, message, cells in rows:
            yield f"  {_severity_head(found.severity)}{found.code}  {found.name}  {cells}"
            yield from _wrapped(message, "")
            yield from _wrapped(found.advice, "→ ")
            if found.follows:
                yield " " * 10 + following(found)
    if report.plan is not None:
        yield ""
        yield _("The numbers that matter (recomputed from the inputs)")
        yield from (f"  {line}".rstrip() for line in numbers(report, report.plan))


def _wrapped(sentence: str, mark: str) -> list[str]:
    """Return a sentence in lines that fit a terminal; formulas stay in one piece, so that they can be copied."""
    first, rest = " " * 10 + mark, " " * (10 + len(mark))
    kept = _SHEET.sub(lambda sheet: sheet[0].replace(" ", "\0"), sentence)
    lines = wrap(
        kept, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\0", " ") for line in lines]
