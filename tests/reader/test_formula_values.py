"""What a typed formula gives now: plain references and arithmetic are worked out, all else is left to spreadsheet programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from slasheet.reader.formula_values import FormulaValues
from slasheet.spreadsheet.book import Book, ErrorValue, Stored

CELLS = {
    "Deal size": {(0, 0): Stored(8.0, None), (1, 0): Stored("EMEA", None), (2, 0): Stored(None, "Own!B1"), (3, 0): Stored(ErrorValue("#N/A"), None)},
    "Own": {
        (0, 0): Stored(31000.0, None), (1, 0): Stored(2.0, None), (2, 0): Stored("n/a", None), (3, 0): Stored(4.5, None),
        (0, 1): Stored(24.0, "A1/1000"), (1, 1): Stored(7.0, "IF(A1>0,7,8)"), (2, 1): Stored(1.0, "C3"), (2, 2): Stored(2.0, "B3+1"), (3, 1): Stored(True, None),
    },
}  # fmt: skip
NAMES = {
    ("", "price"): "Own!$A$1",
    ("", "twice"): "2*price",
    ("Deal size", "price"): "Own!$A$2",
    ("", "moving"): "Own!A1",
    ("", "round_"): "round_",
}
VALUES = [
    ("2500*2", 5000), ("-2^2", 4), ("2^3^2", 64), ("1-2-3", -4), ("2+3*4", 14), ("(2+3)*4", 20), ("12%", 0.12), ("-50%*4", -2), (" 1 + 1 ", 2), ("1.5e3", 1500), ("+.5", 0.5),
    ("A1", 8), ("$A$1*2", 16), ("'Deal size'!A1+Own!A2", 10), ("'DEAL SIZE'!a1", 8), ("own!A1", 31000), ("Own!Z99", None), ("Own!Z99+1", 1), ("A2", "EMEA"),
    ("SUM(Own!A1:A4)", 31006.5), ("SUM(Own!$A$4:$A$1,1,2*3)", 31013.5), ("SUM(Own!A3)", 0), ("sum(1,2)", 3), ("ROUND(2.675,2)", 2.68), ("ROUND(Own!A1/7,0)*2", 8858), ("ROUND(-2.5,0)", -3),
    # What a cell between shows is out of date, too; where that can't be worked out, what it shows is taken.
    ("A3", 31), ("Own!B1", 31), ("Own!B2+1", 8),
    ("price", 2), ("Price*2", 4), ("twice", 4),
    ("1/0", "#DIV/0!"), ("A4", "#N/A"), ("A4+1", "#N/A"), ("SUM(A1:A4)", "#N/A"),
]  # fmt: skip
BEYOND = [
    "IF(A1>0,1,2)", "A1&A2", "A2+1", "Own!B4+1", "A1:A3", "SUM(A1:A3*2)", "[1]Own!A1", "Elsewhere!A1", "Own:Deal!A1", "A1=8", '"8"', "ROUND(1)", "ROUND(1,-1)", "(1", "1)", "", "2*", "1 2", "Deals[Amount]",
    "moving", "nothing", "round_", "A:A", "1:1", "SUM()", "(" * 40 + "1" + ")" * 40, "9^9^9^9", "1e308*10", "(0-8)^0.5", "1+" * 3000 + "1", "TODAY()", "{1,2}", "#REF!", "A1#", "A1(",
]  # fmt: skip


@pytest.fixture(name="values")
def _values() -> FormulaValues:
    return FormulaValues(Book(Path("book.xlsx"), CELLS, {}, name_texts=NAMES))


@pytest.mark.parametrize(("formula", "value"), VALUES)
def test_references_and_arithmetic_are_worked_out(values: FormulaValues, formula: str, value: object) -> None:
    answer = values.answer(formula, "Deal size")
    assert answer is not None
    assert answer.value == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize("formula", BEYOND)
def test_what_goes_beyond_is_not_answered(values: FormulaValues, formula: str) -> None:
    assert values.answer(formula, "Deal size") is None


def test_a_circle_ends_with_what_is_stored(values: FormulaValues) -> None:
    answer = values.answer("Own!B3", "Deal size")
    assert answer is not None
    assert answer.value == 2


def test_the_typed_cells_behind_a_value_are_named(values: FormulaValues) -> None:
    answer = values.answer("A3*A1", "Deal size")
    assert answer is not None
    assert answer.sources == {"Own!A1": 31000, "'Deal size'!A1": 8}


def test_cells_with_formulas_and_names_are_references(values: FormulaValues) -> None:
    found = [(where, home, cell.formula) for where, home, cell in values.references("IF(A3>0,SUM(Own!A1:B1),twice)&A2", "Deal size")]  # fmt: skip
    assert found == [("'Deal size'!A3", "Deal size", "Own!B1"), ("Own!B1", "Own", "A1/1000"), ("twice", "Deal size", "2*price")]  # fmt: skip


def test_far_more_cells_than_people_add_up_are_not_looked_at() -> None:
    many = {(row, 0): Stored(1.0, None) for row in range(100_000)}
    values = FormulaValues(Book(Path("book.xlsx"), {"Own": many}, {}))
    answers = [values.answer("SUM(A1:A100000)", "Own") for _ in range(5)]
    assert [answer and answer.value for answer in answers] == [100_000, 100_000, 100_000, None, None]
