"""What days a text can mean: one reading in every spelling of five languages, several where orders or eras differ."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from slasheet.texts.days import days, months
from slasheet.texts.languages import LANGUAGES

JANUARY_15 = [
    "2027-01-15", "2027/1/15", "2027.01.15", "20270115", "2027-01-15 00:00:00", "2027-01-15T00:00", "15.01.2027", "15. 1. 2027", "15/01/2027", "01/15/2027", "15-1-2027", "'2027-01-15",
    "15 Jan 2027", "15-Jan-2027", "15-Jan-27", "15Jan2027", "15th January 2027", "15 January, 2027", "January 15, 2027", "Jan 15 2027", "Jan. 15th, 2027", "2027-Jan-15", "2027 January 15",
    "15 de enero de 2027", "15 ene 2027", "15/ene/2027", "15 gennaio 2027", "15 gen. 2027", "15 de janeiro de 2027", "15 jan. 2027", "15 มกราคม 2570", "15 ม.ค. 2570", "15 มกราคม พ.ศ. 2570",
    "15 มกราคม ค.ศ. 2027", "15 ม.ค. 2027", "๑๕ มกราคม ๒๕๗๐", "１５/０１/２０２７", " 15.01.2027 ", "15\xa0enero\xa02027",
]  # fmt: skip

SEVERAL = {
    "01/02/2027": ("2027-01-02", "2027-02-01"), "1-2-2027": ("2027-01-02", "2027-02-01"), "15.01.27": ("2015-01-27", "2027-01-15"), "31/12/27": ("2027-12-31", "2031-12-27"),
    "05/06/07": ("2005-06-07", "2007-05-06", "2007-06-05"), "15/01/2570": ("2027-01-15", "2570-01-15"), "2570-01-15": ("2027-01-15", "2570-01-15"),
    "15 Jan 77": ("1977-01-15", "2077-01-15"), "15 ม.ค. 70": ("1970-01-15", "2027-01-15", "2070-01-15"),
}  # fmt: skip

NONE = ["", "soon", "in spring", "January", "January 2027", "46402", "1.234", "1/4", "15 01 2027", "2027-02-30", "32.01.2027", "13/13/2027", "29/02/2027", "0207-01-04", "9999-12-31", "2027-13-01",
        "Foo 4, 2027", "2027-01-15 09:00", "15/01-2027", "15 Jan", "2027011", "202701155", "-15/01/2027", "15/01/2027 €"]  # fmt: skip


@pytest.mark.parametrize("text", JANUARY_15)
def test_a_day_in_any_spelling_has_one_reading(text: str) -> None:
    assert days(text) == (date(2027, 1, 15),)


@pytest.mark.parametrize(("text", "found"), SEVERAL.items())
def test_orders_centuries_and_eras_that_differ_are_several_readings(text: str, found: tuple[str, ...]) -> None:
    assert tuple(day.isoformat() for day in days(text)) == found


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_day_has_no_reading(text: str) -> None:
    assert days(text) == ()


@pytest.mark.parametrize("text", ["2027-02", "2027/2", "02/2027", "2.2027", "February 2027", "Feb 2027", "feb. 2027", "2027 Feb", "Feb-2027", "febrero de 2027", "febbraio 2027",
                                  "fevereiro de 2027", "ก.พ. 2570", "กุมภาพันธ์ พ.ศ. 2570", "2027-02-01", "1 Feb 2027"])  # fmt: skip
def test_a_month_in_any_spelling_is_its_first_day(text: str) -> None:
    assert months(text) == (date(2027, 2, 1),)


@pytest.mark.parametrize(("text", "count"), [("01/02/2027", 2), ("2570-02", 2), ("Feb-27", 0), ("02/27", 0), ("February", 0), ("13/2027", 0), ("2027", 0)])  # fmt: skip
def test_a_month_in_doubt(text: str, count: int) -> None:
    assert len(months(text)) == count


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_names_in_every_language(language: str, width: str, number: int) -> None:
    name = get_month_names(width, "format", language)[number]
    year = 2570 if LANGUAGES[language].buddhist_years else 2027
    assert days(f"15 {name} {year}") == (date(2027, number, 15),)


@given(st.dates(date(1950, 1, 1), date(2400, 12, 31)), st.sampled_from("/-"), st.booleans())
def test_a_day_in_figures_is_in_doubt_exactly_when_both_orders_are_days(day: date, sep: str, day_first: bool) -> None:
    a, b = (day.day, day.month) if day_first else (day.month, day.day)
    found = days(f"{a:02}{sep}{b:02}{sep}{day.year}")
    assert day in found
    assert len(found) == (2 if day.day <= 12 and day.day != day.month else 1)
    assert days(day.isoformat()) == days(f"{day.day}.{day.month}.{day.year}") == (day,)
