"""From a report to the text that is printed of it, in the form that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slasheet.characters import json_line, json_text
from slasheet.diagnostics import Severity
from slasheet.languages import speaking

if TYPE_CHECKING:
    from slasheet.fleet.result import Wanted
    from slasheet.report import Report


def told(report: Report, wanted: Wanted, mark: str | None = None) -> str:
    """Return a report as text; `mark` goes into a line of jsonl, by which the next run knows the file again."""
    if wanted.form == "markdown":
        return report.markdown()
    if wanted.form == "text":
        return _coloured(report) if wanted.colour else report.text()
    data = report.to_json(measures=wanted.measures)
    if wanted.form == "json":
        return json_text(data)
    return json_line(data | {"checked": conditions(wanted, mark)})


def conditions(wanted: Wanted, mark: str | None) -> dict[str, Any]:
    """Return what a line of jsonl holds for: the content that was checked, and how it was asked about."""
    return {"content": mark, "language": wanted.language, "measures": wanted.measures}


def _coloured(report: Report) -> str:
    """Return a report as text with its verdict and its severities in colour."""
    import click

    from slasheet.rendering import severity_head, verdict

    inks = {"error": "red", "warning": "yellow", "info": "blue"}
    text = report.text()
    with speaking(report.language):
        said = verdict(report)
        words = {"  " + severity_head(severity): inks[severity.value] for severity in Severity}
    ink = "green" if report.ok and report.calculated else "yellow" if report.ok else "red"
    for word, colour in ({said: ink} | words).items():
        text = text.replace(word, click.style(word, fg=colour, bold=True))
    return text
