"""From a report to the text that is printed of it, in the form that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from slasheet.texts.catalogue import Severity
from slasheet.texts.findings import FileError
from slasheet.texts.languages import speaking
from slasheet.texts.printable import json_line, json_text

if TYPE_CHECKING:
    from slasheet.report.report import Report


#: How long one file may take, in seconds: the largest plans there are take a third of it.
LIMIT = 300.0
#: No limit is longer: what keeps it can't count further.
_LONGEST = 1e7


class Wanted(NamedTuple):
    """What is wanted of every file: `form` is report, text, markdown, json or jsonl.

    `measures` says whether the JSON holds the numbers, `colour` whether a text is coloured, `limit` is in seconds.
    """

    form: str = "report"
    language: str | None = None
    measures: bool = True
    colour: bool = False
    limit: float = LIMIT


def limit_of(timeout: float | None) -> float:
    """Return how long a file may take when so many seconds were asked for. Raises FileError for what is no time."""
    if timeout is None:
        return LIMIT
    if not timeout > 0:
        message = f"a time limit of {timeout:g} s: give a number of seconds above 0 (inf for no limit)."
        raise FileError(message)
    return min(timeout, _LONGEST)


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

    from slasheet.report.text import severity_head, verdict

    inks = {"error": "red", "warning": "yellow", "info": "blue"}
    text = report.text()
    with speaking(report.language):
        said = verdict(report)
        words = {"  " + severity_head(severity): inks[severity.value] for severity in Severity}
    ink = "green" if report.ok and report.calculated else "yellow" if report.ok else "red"
    for word, colour in ({said: ink} | words).items():
        text = text.replace(word, click.style(word, fg=colour, bold=True))
    return text
