"""Mutated workbooks end in a report or in one line; what a long run found stays here, a test each."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from slasheet.reader import written_plan
from slasheet.spreadsheet.xlsx import values
from tests.helpers.fuzz.corpus import corpus
from tests.helpers.fuzz.hunt import hunt
from tests.helpers.fuzz.mutate import mutated
from tests.helpers.fuzz.run import odd_workbook, run, run_meaning

#: As many as a few seconds allow; `python -m tests.helpers.fuzz` goes on for as long as you like.
COUNT, AT_ONCE = 240, 40
#: So many that are well formed and not what they say; and those that go through all commands.
MEANT, THROUGH_ALL = 12, (4, 5, 7)
#: A number whose workbook and exports are read by each command, so that each meets what is wrong in there.
SOUND_EXPORTS = 4


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


def test_a_workbook_that_is_not_what_it_says_ends_in_a_report_or_in_one_line(tmp_path: Path) -> None:
    told = {number: run_meaning(number, tmp_path / "book.xlsx") for number in range(MEANT)}
    assert {number: faults for number, faults in told.items() if faults} == {}


@pytest.mark.parametrize("number", THROUGH_ALL)
def test_every_command_that_reads_ends_well_or_in_one_line(number: int, tmp_path: Path) -> None:
    assert hunt(number, tmp_path) == []


def test_the_same_number_is_the_same_meaning() -> None:
    assert odd_workbook(3) == odd_workbook(3) != odd_workbook(4)


def test_the_hunter_sees_every_command_that_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(_book: object, _sheet: str) -> list[str]:
        raise RuntimeError("careless")

    monkeypatch.setattr(written_plan, "_hidden_texts", careless)
    told = {words.split()[0] for words in hunt(SOUND_EXPORTS, tmp_path)}
    assert told == {"check", "show", "export", "explain", "rebuild", "update", "sign", "diff", "log", "reps", "rollup"}
