"""From a report to Markdown, for a page or a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from slasheet.report.content import about, by_sheet, numbers, severity_word, signed, verdict
from slasheet.texts.languages import _
from slasheet.texts.printable import lined

if TYPE_CHECKING:
    from slasheet.report.report import Report


def markdown(report: Report) -> str:
    """Return a report in Markdown."""
    return lined(_markdown(report))


def _markdown(report: Report) -> Iterator[str]:
    yield f"# {report.file}"
    yield ""
    yield f"**{verdict(report)}**"
    if report.plan is not None:
        yield ""
        fingerprint = _("fingerprint {fingerprint}").format(fingerprint=f"`{report.plan.fingerprint()}`")
        yield f"{about(report.plan)} · {fingerprint}"
        for line in signed(report.plan):
            yield ""
            yield line
    for sheet, rows in by_sheet(report):
        yield ""
        yield f"## {sheet}"
        yield ""
        heads = (_("Severity"), _("Code"), _("Cell"), _("Finding"), _("What to do"), _("Cells that follow"))
        yield "| " + " | ".join(heads) + " |"
        yield "|---|---|---|---|---|---|"
        for found, message, places in rows:
            cells = (
                severity_word(found.severity),
                f"{found.code} {found.name}",
                places,
                message,
                found.advice,
                str(len(found.follows) or ""),
            )
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    if report.plan is not None:
        yield ""
        yield "## " + _("The numbers that matter")
        yield ""
        yield "```"
        yield from numbers(report, report.plan)
        yield "```"
