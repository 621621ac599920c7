"""The formats in which `check` gives its reports: how each is written for one file, and for many.

To add one: its `Format` in `FORMATS`. The options of the command, one file and many files go by that table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from slasheet.report.text import coloured
from slasheet.texts.findings import FileError
from slasheet.texts.languages import speaking
from slasheet.texts.printable import in_one_line, json_line, json_text

if TYPE_CHECKING:
    from slasheet.report.report import Report


#: How long one file may take, in seconds: the largest plans there are take a third of it.
LIMIT = 300.0
#: No limit is longer: what keeps it can't count further.
_LONGEST = 1e7


class Together(NamedTuple):
    """What makes one text of the reports of several files; each of their lines is indented."""

    opening: str = ""
    between: str = ""
    closing: str = ""
    #: What stands for none at all.
    empty: str = ""
    indent: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written.

    `render` makes the text of a report; it also gets the mark of the content that was checked. `failure` makes what
    stands for a file that could not be checked, from its name and the reason, or is None where nothing does.
    """

    render: Callable[[Report, Wanted, str | None], str]
    together: Together
    failure: Callable[[str, str], str] | None = None
    #: Whether a report is a line of its own: they come as they are done, and can be added to a file (--resume).
    streams: bool = False
    #: Whether it is for people: of several files the end says how many are fine.
    for_people: bool = False
    #: Whether it holds the measures, which --no-measures leaves out.
    measures: bool = False


class Wanted(NamedTuple):
    """What is wanted of every file: a report in a format, or with None the Report itself.

    `measures` says whether the JSON holds the numbers, `colour` whether a text is coloured, `limit` is in seconds.
    """

    format: Format | None = None
    language: str | None = None
    measures: bool = True
    colour: bool = False
    limit: float = LIMIT

    @property
    def streams(self) -> bool:
        """Whether each report is a line of its own, by which a later run knows its file again."""
        return self.format is not None and self.format.streams


def limit_of(timeout: float | None) -> float:
    """Return how long a file may take when so many seconds were asked for. Raises FileError for what is no time."""
    if timeout is None:
        return LIMIT
    if not timeout > 0:
        message = f"a time limit of {timeout:g} s: give a number of seconds above 0 (inf for no limit)."
        raise FileError(message)
    return min(timeout, _LONGEST)


def too_long(file: str, limit: float) -> str:
    """Return the line for a file that took more than so many seconds."""
    return f"{file}: took longer than {limit:g} s and was skipped; check it with a longer --timeout."


def conditions(wanted: Wanted, mark: str | None) -> dict[str, Any]:
    """Return what a line of results holds for: the content that was checked, and how it was asked about."""
    return {"content": mark, "language": wanted.language, "measures": wanted.measures}


def _text(report: Report, wanted: Wanted, _mark: str | None) -> str:
    if not wanted.colour:
        return report.text()
    with speaking(report.language):
        return coloured(report)


def _markdown(report: Report, _wanted: Wanted, _mark: str | None) -> str:
    return report.markdown()


def _json(report: Report, wanted: Wanted, _mark: str | None) -> str:
    return json_text(report.to_json(measures=wanted.measures))


def _json_line(report: Report, wanted: Wanted, mark: str | None) -> str:
    return json_line(report.to_json(measures=wanted.measures) | {"checked": conditions(wanted, mark)})


def _reason(_file: str, error: str) -> str:
    return in_one_line(error) + "\n"


def _reason_in_json(file: str, error: str) -> str:
    return json_line({"file": file, "error": error})


_PARAGRAPHS = Together(between="\n")
#: The formats of `check`; the first is the one without --format.
FORMATS: Mapping[str, Format] = {
    "text": Format(_text, _PARAGRAPHS, _reason, for_people=True),
    "json": Format(_json, Together("[\n", ",\n", "\n]\n", "[]\n", " "), measures=True),
    "jsonl": Format(_json_line, Together(), _reason_in_json, streams=True, measures=True),
    "markdown": Format(_markdown, _PARAGRAPHS, _reason, for_people=True),
}
