"""What numbers a text can mean: one reading in every convention, two where conventions differ, none for anything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slasheet.texts.currency_codes import is_currency
from slasheet.texts.numbers import CURRENCY_SIGNS, numeral, readings

NO_BREAK, NARROW, THIN, FIGURE = "\xa0", "\u202f", "\u2009", "\u2007"

SPELLINGS = {
    1234.56: ["1234,56", "1,234.56", "1.234,56", "1 234,56", f"1{NO_BREAK}234,56", f"1{NARROW}234.56", f"1{THIN}234,56", f"1{FIGURE}234,56", "1'234.56", "1’234,56",
              " 1,234.56 ", "1,234.56\n", "+1,234.56", "'1,234.56", "1.234,56 €", "€ 1.234,56", "€1,234.56", "$1,234.56", "US$ 1,234.56", "R$ 1.234,56", "CHF 1'234.56",
              "1 234,56 zł", "1 234,56 Kč", "1.234,56 kr.", "Rs.1,234.56", "1,234.56 EUR", "eur 1,234.56", "1.234,56 euros", "฿1,234.56", "1,234.56 บาท", "$ 1,234.56 MXN",
              "１，２３４．５６", "￥1,234.56", "๑,๒๓๔.๕๖", "١٬٢٣٤٫٥٦", "۱۲۳۴٫۵۶", "१,२३४.५६", "\u200e1,234.56"],
    -1234.56: ["-1,234.56", "−1.234,56", "–1234,56", "1,234.56-", "1.234,56 −", "(1,234.56)", "($1,234.56)", "$(1,234.56)", "-€1.234,56", "€ -1.234,56", "1.234,56- €", "－1234.56"],
    1234567: ["1,234,567", "1.234.567", "1 234 567", "1'234'567", "12,34,567", "1234567", "1,234,567.0", "12,34,567.00"],
    0.45: ["45 %", "45%", f"45{NO_BREAK}%", "% 45", "45,0 %", "４５％", "٤٥٪", "0.45", "0,45", ".45", ",45", "00.45"],
    0.5: ["½", "0,5", "50 %"],
    1.5: ["1½", "1 ½", f"1{NARROW}½", "+1½"],
    -2.25: ["-2¼", "(2 ¼)", "2¼-"],
    0.005: ["½ %", "0.5 %"],
    0.123: ["0,123", "0.123", ",123"],
    1.2345: ["1,2345", "1.2345"],
    12.3: ["12,3", "12.30"],
    1234.567: ["1234,567", "1,234.567", "1.234,567", "1 234,567"],
    1234: ["1 234", "1'234", "1234", "1,234.00", "1234,-", "1.234,--", "1234.–"],
    0: ["0", "-0", "0,000", "0 %"],
}  # fmt: skip

DOUBTFUL = {
    "1,234": (1234, 1.234), "1.234": (1234, 1.234), "12,345": (12345, 12.345), "123.456": (123456, 123.456), "-1,234": (-1234, -1.234), "1.234 €": (1234, 1.234), "(1,234)": (-1234, -1.234),
    "1,234 %": (12.34, 0.01234), "100.000 %": (1000, 1), "1,000": (1000, 1), "01,234": (1234, 1.234), "１，２３４": (1234, 1.234), "๑.๒๓๔": (1234, 1.234),
}  # fmt: skip

NONE = [
    "", " ", "-", "%", "€", "about 130k", "140k", "5M", "3 Mio", "5 TEUR", "2 leads", "5 MQL", "3 h", "1e3", "1E+06", "1/2", "1⁄2", "5²", "①", "Ⅳ", "一", "1_000", "inf", "nan", "TRUE",
    "1.2.2027", "2027-01-15", "12:30", "1-2", "5–10", "~5", ">5", "5.", "5,", "1,234,567.", "12,34,56", "1,23.45", "1,234,56", "1.2.3", "1,234.567.8", "12 34", "1 23", "1,2345,678",
    "1.234'567", "1 234,567,890", "--5", "+-5", "-5-", "(-5)", "(5", "5)", ")5(", "((5))", "5+", "5 %%", "5 % €", "€ 5 USD", "5 EUR.", "1\n2", "1\t234", "1१", "1,234½", "1.5½", "½½", "½5",
    "9" * 400, "'", "''", "#5", "=5", "1,,234", "1..5", "$", ". 5 .", "5 . 5",
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), [(text, number) for number, texts in SPELLINGS.items() for text in texts])
def test_a_number_in_any_spelling_has_one_reading(text: str, number: float) -> None:
    assert readings(text) == (number,)


@pytest.mark.parametrize(("text", "numbers"), DOUBTFUL.items())
def test_thousands_or_decimals_are_two_readings_the_whole_amount_first(text: str, numbers: tuple[float, float]) -> None:
    assert readings(text) == numbers


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_has_no_reading(text: str) -> None:
    assert readings(text) == ()


@pytest.mark.parametrize(("text", "currencies"), [
    ("5", None), ("€ 5", {"EUR"}), ("5 usd", {"USD"}), ("R$ 5", {"BRL"}), ("US$ 5", {"USD"}), ("$5 CAD", {"CAD"}), ("5 MQL", set()), ("€ 5 USD", set()), ("Fr. 5", {"CHF"}), ("S/ 5", {"PEN"}),
])  # fmt: skip
def test_a_number_knows_of_which_currencies_it_can_be_an_amount(text: str, currencies: set[str] | None) -> None:
    found = numeral(text)
    assert found is not None
    assert found.currencies() == currencies


def test_a_dollar_may_be_of_many_countries_and_a_euro_of_one() -> None:
    assert {"USD", "CAD", "MXN"} <= set(CURRENCY_SIGNS["$"].split())
    assert CURRENCY_SIGNS["€"] == "EUR"
    codes = {code for codes in CURRENCY_SIGNS.values() for code in codes.split()}
    assert [code for code in codes if not is_currency(code)] == []


# Any number, in any convention --------------------------------------------------------------------

#: Mark between groups, decimal mark, and how groups are made.
CONVENTIONS = [
    (",", "."),
    (".", ","),
    (" ", ","),
    (NO_BREAK, ","),
    (NARROW, "."),
    (THIN, ","),
    ("'", "."),
    ("’", ","),
    ("", "."),
    ("", ","),
]
SCRIPTS = ["0123456789", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"]


def spelled(whole: int, decimals: str, group: str, mark: str) -> str:
    return f"{whole:,}".replace(",", group) + (mark + decimals if decimals else "")


def in_doubt(text: str) -> bool:
    """Tell what both conventions of comma and point accept: one mark alone, with three digits behind and up to three before."""
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text) is not None


@given(
    st.integers(0, 10**11),
    st.from_regex(r"[0-9]{0,4}", fullmatch=True),
    st.sampled_from(CONVENTIONS),
    st.sampled_from(SCRIPTS),
    st.sampled_from(["{}", "-{}", "({})", "{}-", "{} €", "$ {}", "{} %", " {} "]),
)
def test_any_number_is_read_back_or_in_doubt_exactly_when_two_conventions_accept_it(
    whole: int, decimals: str, marks: tuple[str, str], digits: str, form: str
) -> None:
    plain = spelled(whole, decimals, *marks)
    text = form.format(plain.translate(str.maketrans("0123456789", digits)))
    number = float(f"{whole}.{decimals or 0}{'e-2' if '%' in form else ''}") * (-1 if "-" in form or "(" in form else 1)
    found = readings(text)
    assert number in found
    assert len(found) == (2 if in_doubt(plain) else 1)


@given(st.text("0123456789.,' ½%-+()€$kEUR\xa0\u202f٫٬๑１\u0301", max_size=12))
def test_whatever_stands_there_ends_in_at_most_two_readings_that_differ(text: str) -> None:
    found = readings(text)
    assert len(found) == len(set(found)) <= 2
    assert not found or any(sign.isnumeric() for sign in text)


@pytest.mark.parametrize("text", ["1" + ",1" * 30, "a" * 64, ("1 " * 32), "(" * 60, "." * 64, "Rs." * 20 + "5"])
def test_a_hostile_text_takes_no_time(text: str) -> None:
    assert readings(text) == ()
