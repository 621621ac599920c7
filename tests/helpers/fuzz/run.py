"""From a number to the workbook that it stands for, mutated, and what is wrong with what came of it."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.helpers.fuzz.corpus import corpus, ours
from tests.helpers.fuzz.judge import faults
from tests.helpers.fuzz.meaning import meant_otherwise
from tests.helpers.fuzz.mutate import mutated


def run(number: int, path: Path) -> list[str]:
    """Write the workbook of a number to a path and judge it; openpyxl, which is slow, reads the small ones beside us."""
    drawn = Random(number)  # noqa: S311 - nobody is to be surprised
    books = corpus()
    at = drawn.randrange(len(books))
    path.write_bytes(mutated(books[at], drawn))
    return faults(path, beside_openpyxl=len(books[at]) < 20_000)


def run_meaning(number: int, path: Path) -> list[str]:
    """Write the workbook of a number that is well formed and not what it says to a path, and judge it."""
    path.write_bytes(odd_workbook(number))
    return faults(path, beside_openpyxl=False)


def odd_workbook(number: int) -> bytes:
    """Return the workbook of a number that is well formed and not what it says."""
    drawn = Random(number)  # noqa: S311 - nobody is to be surprised
    return meant_otherwise(drawn.choice(ours()), drawn)
