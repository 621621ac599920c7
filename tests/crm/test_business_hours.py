"""Hours between two time stamps, all or of business only, and the attempts due by age."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas import Timestamp

from slasheet.crm.business_hours import hours_between
from slasheet.crm.promise import attempts_due
from slasheet.crm.waiting import last_stamp

NINE_TO_FIVE = (9, 17)
# 2027-01-01 is a Friday.
FRIDAY, MONDAY = "2027-01-08", "2027-01-11"


def hours(start: str | None, end: str | None, business=None, holidays=()) -> float:
    begun, done = (pd.Series(pd.to_datetime([stamp])) for stamp in (start, end))
    return hours_between(begun, done, business, holidays).iloc[0]


@pytest.mark.parametrize(("start", "end", "expected"), [
    ("2027-01-11 09:00", "2027-01-11 11:30", 2.5),
    ("2027-01-11 08:00", "2027-01-11 10:00", 1),  # an hour before opening does not count
    ("2027-01-11 16:00", "2027-01-12 10:00", 2),  # one each side of the night
    ("2027-01-08 16:00", "2027-01-11 10:00", 2),  # … and of the weekend
    ("2027-01-09 12:00", "2027-01-11 09:30", 0.5),  # from a Saturday
    ("2027-01-08 18:00", "2027-01-10 23:00", 0),  # a weekend is no time at all
    ("2027-01-11 09:00", "2027-01-18 09:00", 40),  # a week of five days of eight hours
    ("2027-01-11 12:00", "2027-01-11 11:00", 0),  # backwards
])  # fmt: skip
def test_business_hours(start, end, expected):
    assert hours(start, end, NINE_TO_FIVE) == expected


def test_a_holiday_is_no_business_day():
    assert hours("2027-01-08 16:00", "2027-01-12 10:00", NINE_TO_FIVE, {date(2027, 1, 11)}) == 2
    assert hours("2027-01-08 16:00", "2027-01-12 10:00", NINE_TO_FIVE) == 10


def test_half_hours_of_business():
    assert hours("2027-01-11 08:00", "2027-01-11 20:00", (8.5, 17.25)) == 8.75


def test_every_hour_counts_without_business_hours():
    assert hours("2027-01-08 16:00", "2027-01-11 10:00") == 66
    assert hours("2027-01-11 12:00", "2027-01-11 11:00") == 0


@pytest.mark.parametrize("business", [None, NINE_TO_FIVE])
def test_hours_without_both_ends_are_missing(business):
    assert pd.isna(hours("2027-01-08 16:00", None, business))
    assert pd.isna(hours(None, "2027-01-08 16:00", business))


QUARTERS = st.integers(0, 4 * 24 * 30).map(lambda number: Timestamp(2026, 12, 20) + timedelta(minutes=15 * number))


@given(QUARTERS, QUARTERS, st.sets(st.dates(date(2026, 12, 24), date(2027, 1, 6))))
def test_business_hours_are_the_quarters_of_an_hour_that_one_can_count(start, end, holidays):
    start, end = sorted((start, end))
    counted, at = 0, start
    while at < end:
        counted += at.weekday() < 5 and at.date() not in holidays and 9 <= at.hour + at.minute / 60 < 17.5
        at += timedelta(minutes=15)
    assert hours(str(start), str(end), (9, 17.5), holidays) == pytest.approx(counted / 4)


def test_the_index_of_the_frame_is_kept():
    begun = pd.Series(pd.to_datetime(["2027-01-11 09:00"]), index=[7])
    assert hours_between(begun, begun + pd.Timedelta(hours=3)).to_dict() == {7: 3.0}


def test_attempts_due_grow_with_age():
    age = pd.Series([0, 13.9, 14, 27.9, 28, 56, 400])
    assert attempts_due(age, ((3, 14), (5, 28), (7, 56))).tolist() == [0, 0, 3, 3, 5, 7, 7]
    assert attempts_due(age, ((7, 56), (3, 14))).tolist() == [0, 0, 3, 3, 3, 7, 7]
    assert attempts_due(age, ()).tolist() == [0] * 7


def test_the_last_stamp_is_looked_for_in_every_column():
    frame = pd.DataFrame(
        {
            "id": ["z"],
            "created": pd.to_datetime(["2027-01-04"]),
            "won": pd.to_datetime(["2027-03-04"]),
            "first_contact": pd.to_datetime([None]),
        }
    )
    assert last_stamp(frame) == pd.Timestamp("2027-03-04")
    assert last_stamp(frame[["id"]]) is None
