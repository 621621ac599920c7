"""What is asked about every file of many, and what became of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from slasheet.report.report import Report


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

    `report` is there when nothing else was asked for, else `text` is what to print.
    """

    file: str
    counts: Mapping[str, int] | None = None
    report: Report | None = None
    text: str = ""
    error: str | None = None
    unchanged: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file was read and nothing of severity error was found in it."""
        return self.counts is not None and not self.counts["error"]
