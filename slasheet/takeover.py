"""From a workbook to what a fresh one takes over: the plan as it stands there, and what is left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from slasheet.book import Book
from slasheet.diagnostics import FileError
from slasheet.loading import load_book
from slasheet.plan import Plan
from slasheet.reader import read_workbook
from slasheet.scoringcheck import rows_outside

#: What would take over the wrong cells, or leave some behind.
_NO_TAKING_OVER = ("places-unclear", "criterion-outside")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read at one go: the plan with its log, how many rows of the log stood outside its table, and the book.

    `foreign` are the titles of the sheets that are none of ours: nothing on them is read, and a fresh workbook lacks them.
    """

    plan: Plan
    outside: int
    foreign: tuple[str, ...]
    book: Book


def take_over(path: Path) -> Taken:
    """Read a workbook whose tables are where they can be told apart; rows above or below those of the log are taken in.

    Raises FileError for what can't be read, is not ours, or where tables can't be told apart: what is taken over could
    be the wrong number.
    """
    book = load_book(path)
    reading = read_workbook(book)
    lost = rows_outside(reading, {})
    shifted = next((found for found in (*reading.findings, *lost) if found.name in _NO_TAKING_OVER), None)
    if shifted:
        message = f"{path}: {shifted.message} {shifted.advice}"
        raise FileError(message)
    ours = set(reading.layout.titles.values())
    foreign = tuple(title for title in book.sheets if title not in ours)
    outside = tuple(row for _, row in reading.outside)
    return Taken(reading.plan.with_log((*reading.plan.log, *outside)), len(outside), foreign, book)
