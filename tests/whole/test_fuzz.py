"""Mutated workbooks end in a report or in one line; what a long run found stays here, a test each."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from slasheet.spreadsheet.xlsx import values
from tests.helpers.fuzz.corpus import corpus
from tests.helpers.fuzz.mutate import mutated
from tests.helpers.fuzz.run import run

#: As many as a few seconds allow; `python -m tests.helpers.fuzz` goes on for as long as you like.
COUNT, AT_ONCE = 240, 40


@pytest.mark.parametrize("start", range(0, COUNT, AT_ONCE))
def test_a_mutated_workbook_ends_in_a_report_or_in_one_line(start: int, tmp_path: Path) -> None:
    told = {number: run(number, tmp_path / "book.xlsx") for number in range(start, start + AT_ONCE)}
    assert {number: faults for number, faults in told.items() if faults} == {}


def test_the_same_number_is_the_same_workbook() -> None:
    once, again = (mutated(corpus()[1], Random(5)) for _ in range(2))  # noqa: S311
    assert once == again != corpus()[1]


def test_the_fuzzer_sees_a_reader_that_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(text: str) -> float:
        return float(text) + 1

    with monkeypatch.context() as wrong:
        wrong.setattr(values, "number", careless)
        assert any(run(number, tmp_path / "book.xlsx") for number in range(40))
    monkeypatch.setattr(values, "unescaped", lambda text: {}[text])
    assert any("KeyError" in told for number in range(40) for told in run(number, tmp_path / "book.xlsx"))
