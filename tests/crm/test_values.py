"""Texts of a column to dates and numbers: every spelling that CRMs export, and a question wherever there are two readings."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas import Timestamp

from slasheet.crm.amounts import read_numbers
from slasheet.crm.dates import Dates, read_dates, time_zone
from slasheet.texts.findings import FileError

FILE = Path("leads.csv")


def numbers(*texts: str | None, decimal: str | None = None) -> list[float]:
    return read_numbers(
        "Amount", pa.chunked_array([pa.array(texts, pa.string())]), FILE, decimal=decimal
    ).numbers.tolist()


def dates(*texts: str | None, order: str | None = None, zone: str | None = None, serials: bool = False) -> Dates:
    columns = {"Create Date": pa.chunked_array([pa.array(texts, pa.string())])}
    return read_dates(columns, FILE, order=order, zone=zone, serials=serials)["Create Date"]


def stamps(*texts: str | None, **choices) -> list[Timestamp | None]:
    return dates(*texts, **choices).stamps.tolist()


@pytest.mark.parametrize("text", ["1234,56", "1,234.56", "1.234,56", "1 234,56", "1'234.56", "1234.56", "1\u202f234,56", "1\xa0234,56", "1’234.56",
                                  "€ 1.234,56", "1.234,56 €", "$1,234.56", "USD 1,234.56", "1234.56 CHF", "US$ 1,234.56", "1 234,56 zł", "+1234.56"])  # fmt: skip
def test_the_same_amount_in_every_spelling(text):
    assert numbers(text) == [1234.56]


@pytest.mark.parametrize(
    "text", ["-1,234.56", "(1,234.56)", "($1,234.56)", "1234.56-", "−1234.56", "€ -1.234,56", "-€1.234,56"]
)
def test_negative_amounts(text):
    assert numbers(text) == [-1234.56]


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("24000", 24000), ("1,234,567", 1234567), ("1.234.567", 1234567), ("0,125", 0.125), ("12,5", 12.5),
                                             ("1234,567", 1234.567), ("1,234,567.8", 1234567.8), ("USD 1 200", 1200), (".5", 0.5), ("7.0", 7)])  # fmt: skip
def test_numbers_that_can_be_read_in_one_way_only(text, value):
    assert numbers(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "about 3",
        "12,34,56",
        "1,23.45",
        "1.2.3",
        "n/a",
        "3 leads",
        "12%",
        "(5",
        "--",
        "€",
        "1,234.567.8",
        "9" * 400,
        "€ " + "9" * 400,
        "inf",
        "nan",
        "1e5",
    ],
)
def test_what_is_no_number_is_blank_and_told(text):
    found = read_numbers("Amount", pa.chunked_array([pa.array([text, None, "5", text])]), FILE, decimal=None)
    assert [math.isnan(value) for value in found.numbers] == [True, True, False, True]
    assert (found.bad, found.example) == (2, text)


@pytest.mark.parametrize(
    ("telling", "value"),
    [
        ("12,5", 1.234),
        ("1,234.56", 1234),
        ("1.234,56", 1.234),
        ("7.25", 1234),
        ("1,234,567", 1234),
        ("3.000.000", 1.234),
    ],
)
def test_another_value_of_the_column_tells_what_a_comma_means(telling, value):
    assert numbers("1,234", telling)[0] == value


def test_a_column_that_does_not_tell_is_asked_for():
    with pytest.raises(
        FileError, match=r"leads.csv: “1,234” in “Amount” may be 1234 or 1.234, .*--decimal . or --decimal ,"
    ):
        numbers("24000", "1,234", "€ 5,000")


def test_a_column_that_tells_both_ways_is_asked_for():
    with pytest.raises(FileError, match="--decimal"):
        numbers("1,234.56", "1.234,56", "1,234")


def test_the_choice_of_the_user_decides_what_the_column_does_not():
    assert numbers("1,234", "1.234", decimal=",") == [1.234, 1234]
    assert numbers("1,234", "1.234", decimal=".") == [1234, 1.234]
    assert numbers("12,50", "1,234.56", decimal=".") == [12.5, 1234.56]


def test_several_currencies_are_named():
    found = read_numbers("Amount", pa.chunked_array([pa.array(["€ 5", "USD 6", "7"])]), FILE, decimal=None)
    assert found.currencies == ("USD", "€")


def grouped(value: int, group: str, mark: str) -> str:
    return f"{value / 100:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)


@given(
    st.lists(st.integers(0, 10**11), min_size=1),
    st.sampled_from([",.", ".,", " ,", "'.", "\u202f,"]),
    st.sampled_from(["{}", "€ {}", "{} EUR", "${}"]),
)
def test_amounts_with_cents_read_back_in_every_convention(cents, marks, form):
    texts = [form.format(grouped(value, *marks)) for value in cents]
    assert numbers(*texts) == [value / 100 for value in cents]


@pytest.mark.parametrize("text", [
    "2027-01-04 13:05", "2027-01-04T13:05:00", "2027-01-04 13:05:00.123456", "2027-01-04T13:05Z", "2027-01-04T14:05:00+01:00", "2027-01-04T08:05:00.5-0500",
    "2027-01-04 13:05:00 UTC", "2027/01/04 13:05", "20270104 13:05", "04.01.2027 13:05", "4.1.2027, 13:05:00", "4. 1. 27 13:05", "Jan 4, 2027 1:05 PM",
    "January 4, 2027 1:05pm", "4 Jan 2027 13:05", "04-Jan-27 13:05", "4th January 2027 1:05 p.m.", "Jan 4 2027 13:05", "2027-01-04 18:35 +05:30",
])  # fmt: skip
def test_the_same_moment_in_every_spelling(text):
    assert stamps(text) == [Timestamp(2027, 1, 4, 13, 5)]


def test_noon_and_midnight_of_twelve_hours():
    assert stamps("Jan 4, 2027 12:05 AM", "Jan 4, 2027 12:05 PM") == [
        Timestamp(2027, 1, 4, 0, 5),
        Timestamp(2027, 1, 4, 12, 5),
    ]


@pytest.mark.parametrize("text", ["soon", "2027-02-30", "32.01.2027", "2027-13-01", "0207-01-04", "9999-12-31", "2027-01-04 25:00", "2027-01-04 13:60", "13/13/2027",
                                  "2027-01-04 13:05 EST", "Foo 4, 2027", "46391", "2027-01-04 13:05 PM", "1/4"])  # fmt: skip
def test_what_is_no_date_is_blank_and_told(text):
    found = dates("2027-01-04 09:00", text, None, text)
    assert np.isnat(found.stamps).tolist() == [False, True, True, True]
    assert (found.bad, found.example) == (2, text)


def test_mixed_formats_in_one_column():
    assert stamps("2027-01-04", "25/01/2027", "3/2/2027 1:05 PM", "26.01.2027", None, "Jan 27, 2027") == [
        Timestamp(2027, 1, 4), Timestamp(2027, 1, 25), Timestamp(2027, 2, 3, 13, 5), Timestamp(2027, 1, 26), None, Timestamp(2027, 1, 27)]  # fmt: skip


@pytest.mark.parametrize(("telling", "month"), [("25/01/2027", 4), ("01/25/2027", 3), ("25-01-27", 4)])
def test_a_part_over_twelve_tells_the_order_for_the_whole_file(telling, month):
    columns = {
        "Create Date": pa.chunked_array([pa.array(["03/04/2027"])]),
        "Won": pa.chunked_array([pa.array([telling])]),
    }
    read = read_dates(columns, FILE, order=None, zone=None, serials=False)
    assert read["Create Date"].stamps.tolist()[0].month == month


def test_an_order_that_nothing_tells_is_asked_for():
    with pytest.raises(FileError, match=r"leads.csv: “03/04/2027” in “Create Date” may .*--dates dmy .*or --dates mdy"):
        stamps("05/05/2027", "03/04/2027", "04.03.2027")
    with pytest.raises(FileError, match="“12/05/2027”"):
        stamps("12/05/2027", "05/12/2027")


def test_orders_that_contradict_each_other_are_asked_for():
    with pytest.raises(
        FileError,
        match=r"“25/01/2027” in “Create Date” has the day first, “01/26/2027” in “Create Date” the month; say --dates",
    ):
        stamps("01/26/2027", "25/01/2027")


def test_the_choice_of_the_user_decides_the_order():
    assert stamps("03/04/2027", "04-03-27", order="dmy") == [Timestamp(2027, 4, 3), Timestamp(2027, 3, 4)]
    assert stamps("03/04/2027", "04-03-27", order="mdy") == [Timestamp(2027, 3, 4), Timestamp(2027, 4, 3)]
    assert stamps("25/01/2027", "01/25/2027", order="dmy") == [Timestamp(2027, 1, 25), None]


def test_the_same_day_in_both_orders_needs_no_answer():
    assert stamps("05/05/2027") == [Timestamp(2027, 5, 5)]


def test_dots_are_always_day_first():
    assert stamps("03.04.2027") == [Timestamp(2027, 4, 3)]


def test_offsets_are_taken_to_the_zone_and_over_its_summer_time():
    assert stamps("2027-01-04T23:30:00Z", "2027-07-04T23:30:00Z", "2027-07-04 23:30", zone="Europe/Berlin") == [
        Timestamp(2027, 1, 5, 0, 30), Timestamp(2027, 7, 5, 1, 30), Timestamp(2027, 7, 4, 23, 30)]  # fmt: skip
    assert dates("2027-01-04T23:30:00Z", "2027-07-04 23:30", "2027-01-04T23:30:00Z").zoned == 2


def test_an_unknown_zone_is_told():
    with pytest.raises(FileError, match="time zone “Berlin” is unknown; use a name such as Europe/Berlin"):
        time_zone("Berlin")


def test_which_values_carry_a_time_of_day():
    assert dates("2027-01-04", "2027-01-04 00:00", "2027-01-04 09:13", None).timed.tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_a_column_of_midnights_carries_no_time_of_day():
    assert dates("2027-01-04 00:00", "2027-01-05 00:00:00", None).timed.tolist() == [False, False, False]


def test_day_numbers_of_a_spreadsheet():
    # 46391 is 2027-01-04: 2027-01-01 is 46388.
    found = dates("46391", "46391.545139", serials=True)
    assert found.stamps.tolist() == [Timestamp(2027, 1, 4), Timestamp(2027, 1, 4, 13, 5)]
    assert found.timed.tolist() == [False, True]


def test_a_blank_column_has_no_dates():
    found = dates(None, None)
    assert np.isnat(found.stamps).all()
    assert (found.bad, found.zoned, found.timed.tolist()) == (0, 0, [False, False])


FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.000",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%b %d, %Y %H:%M:%S",
    "%d %B %Y %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%d-%b-%y %H:%M:%S",
)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(FORMS)), min_size=1))
def test_moments_read_back_from_any_mixture_of_forms(drawn):
    moments = [Timestamp(2000, 1, 1) + timedelta(seconds=seconds) for seconds, _ in drawn]
    texts = [moment.strftime(form) for moment, (_, form) in zip(moments, drawn, strict=True)]
    assert stamps(*texts, order="mdy") == moments


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-"))
def test_days_read_back_in_the_order_that_was_said(day, order, sep):
    parts = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    assert stamps(f"{parts[0]}{sep}{parts[1]:02}{sep}{day.year}", order=order) == [
        Timestamp(day.year, day.month, day.day)
    ]


def test_letters_that_scale_a_number_are_no_currency() -> None:
    column = pa.chunked_array([["1.2M", "500k", "7 Mio", "500,-", "USD 20", "(10.00)"]])
    found = read_numbers("Amount", column, Path("deals.csv"), decimal=".")
    assert (found.bad, found.example, found.currencies) == (3, "1.2M", ("USD",))
    assert list(found.numbers[3:]) == [500.0, 20.0, -10.0]
