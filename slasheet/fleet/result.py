"""What is asked about every file of many, and what became of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from slasheet.diagnostics import FileError

if TYPE_CHECKING:
    from slasheet.report import Report

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


class Task(NamedTuple):
    """A file to check, by the name it goes by: a path, or an address such as s3://bucket/sla.xlsx.

    `copy` is where the workbook of an address has been copied to. `mark` is the mark of its content as far as it is
    known before the check, `known` the mark that it had when it was checked the last time.
    """

    file: str
    copy: str | None = None
    mark: str | None = None
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: checked, or not to be read or checked (`error`: one line), or unchanged since the last time.

    `report` is there when nothing else was asked for, else `told` is what to print.
    """

    file: str
    counts: Mapping[str, int] | None = None
    report: Report | None = None
    told: str = ""
    error: str | None = None
    unchanged: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file was read and nothing of severity error was found in it."""
        return self.counts is not None and not self.counts["error"]


def limit_of(timeout: float | None) -> float:
    """Return how long a file may take when so many seconds were asked for. Raises FileError for what is no time."""
    if timeout is None:
        return LIMIT
    if not timeout > 0:
        message = f"a time limit of {timeout:g} s: give a number of seconds above 0 (inf for none)."
        raise FileError(message)
    return min(timeout, _LONGEST)


def too_long(file: str, limit: float) -> str:
    """Return the line for a file that took more than so many seconds."""
    return f"{file}: took longer than {limit:g} s and was given up; check it with a longer --timeout."
