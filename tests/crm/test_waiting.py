"""How long leads waited for their first contact, also where the clock is put forward or back in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from pandas import Timestamp

from slasheet.crm.exports import Leads, read_exports
from slasheet.crm.log_rows import to_log
from slasheet.crm.promise import Promise
from slasheet.crm.reps import reps
from slasheet.crm.waiting import last_stamp, waits
from slasheet.plan.crm_settings import CrmSettings
from slasheet.texts.months import date_of_serial

BERLIN = CrmSettings(timezone="Europe/Berlin")
# In 2027 the clock in Berlin jumps from 02:00 to 03:00 on Sunday 28 March, and back from 03:00 to 02:00 on Sunday 31 October.
SPRING = ("2027-03-27T12:00:00+01:00", "2027-03-28T12:30:00+02:00")  # 24.5 hours by the clock
AUTUMN = ("2027-10-30T12:00:00+02:00", "2027-10-31T11:30:00+01:00")  # 23.5 hours by the clock


def read(folder: Path, *rows: tuple[str, str], settings: CrmSettings = BERLIN, name: str = "leads") -> Leads:
    path = folder / f"{name}.csv"
    lines = "".join(f"{name}{number},{','.join(row)},EMEA,Web\n" for number, row in enumerate(rows))
    path.write_text(f"ID,Created,First Contact,Region,Channel\n{lines}", encoding="utf-8")
    return read_exports([path], settings)


def hours(leads: Leads, settings: CrmSettings = BERLIN) -> list[float]:
    return waits(leads.frame, last_stamp(leads.frame), settings).hours.tolist()


def test_hours_are_true_hours_where_summer_time_begins_and_ends(tmp_path: Path) -> None:
    assert hours(read(tmp_path, SPRING, AUTUMN)) == [23.5, 24.5]


@pytest.mark.parametrize(("wait", "in_time"), [(SPRING, 1), (AUTUMN, 0)])
def test_what_is_in_time_goes_by_true_hours_in_the_log_and_for_the_reps(
    wait: tuple[str, str], in_time: int, tmp_path: Path
) -> None:
    leads = read(tmp_path, wait)
    first, after = (Timestamp(f"{year}-01-01").date() for year in (2027, 2028))
    (row,) = to_log(leads, ("EMEA",), ("Web",), first, after, BERLIN, Promise()).rows
    assert row[4] == in_time
    assert reps(leads, BERLIN, Promise())[-1].late == 1 - in_time


def test_the_log_counts_by_the_local_day(tmp_path: Path) -> None:
    # 23:30 in London is half past midnight, and in summer half past one, in Berlin.
    leads = read(tmp_path, ("2027-03-27T23:30:00Z", "2027-03-28T01:30:00Z"), ("2027-10-30T22:30:00Z", ""))
    first, after = (Timestamp(f"{year}-01-01").date() for year in (2027, 2028))
    rows = to_log(leads, ("EMEA",), ("Web",), first, after, BERLIN, Promise()).rows
    assert [str(date_of_serial(row[0])) for row in rows] == ["2027-03-28", "2027-10-31"]


@pytest.mark.parametrize(
    ("created", "contact", "expected"),
    [
        # Friday 15:00 to Monday 11:00 by the clock in Berlin: two hours, and two more.
        ("2027-03-26T15:00:00+01:00", "2027-03-29T11:00:00+02:00", 4),
        ("2027-10-29T15:00:00+02:00", "2027-11-01T11:00:00+01:00", 4),
        # The office opens at nine by the clock: 07:00 in UTC in summer, 08:00 in winter.
        ("2027-03-29T06:00:00Z", "2027-03-29T08:00:00Z", 1),
        ("2027-11-01T07:00:00Z", "2027-11-01T09:00:00Z", 1),
    ],
)
def test_business_hours_go_by_the_clock_on_the_wall(
    created: str, contact: str, expected: float, tmp_path: Path
) -> None:
    office = CrmSettings(timezone="Europe/Berlin", business_hours=(9, 17))
    assert hours(read(tmp_path, (created, contact), settings=office), office) == [expected]


def test_the_hour_that_the_clock_shows_twice_is_told_apart(tmp_path: Path) -> None:
    # 02:50 in summer, then 02:10 in winter: twenty minutes later, not forty minutes before.
    leads = read(tmp_path, ("2027-10-31T02:50:00+02:00", "2027-10-31T02:10:00+01:00"))
    found = waits(leads.frame, last_stamp(leads.frame), BERLIN)
    assert found.hours.tolist() == [pytest.approx(1 / 3)]
    assert found.early.tolist() == [False]
    back = read(tmp_path, ("2027-10-31T02:10:00+01:00", "2027-10-31T02:50:00+02:00"))
    assert waits(back.frame, last_stamp(back.frame), BERLIN).early.tolist() == [True]


def test_an_end_without_an_offset_is_a_clock_time_of_the_zone(tmp_path: Path) -> None:
    assert hours(read(tmp_path, (SPRING[0], "2027-03-28 12:30"))) == [23.5]
    assert hours(read(tmp_path, ("2027-03-27 12:00", SPRING[1]))) == [23.5]
    # The clock never shows half past two that night: what says so happened when it jumped to three.
    assert hours(read(tmp_path, (SPRING[0], "2027-03-28 02:30"))) == [14]
    # Created on the 27th at any time: from the midnight after, when it is still winter.
    assert hours(read(tmp_path, ("2027-03-27", SPRING[1]))) == [11.5]


def test_not_contacted_yet_is_a_wait_up_to_the_last_moment_of_the_export(tmp_path: Path) -> None:
    assert hours(read(tmp_path, (SPRING[0], ""), ("2027-03-28T12:30:00+02:00", ""))) == [23.5, 0]


def test_a_contact_on_the_day_of_a_creation_without_a_time_of_day_is_not_before_it(tmp_path: Path) -> None:
    leads = read(tmp_path, ("2027-01-04", "2027-01-04 10:00"), ("2027-01-04", "2027-01-03 10:00"))
    found = waits(leads.frame, last_stamp(leads.frame), BERLIN)
    assert (found.hours.tolist(), found.early.tolist()) == ([0, 0], [False, True])


def test_a_last_moment_that_the_clock_shows_twice_is_the_second(tmp_path: Path) -> None:
    rows = (("2027-10-30T02:30:00+02:00", ""), ("2027-10-31T02:30:00+01:00", ""))
    assert hours(read(tmp_path, *rows)) == [25, 0]


def test_clock_times_of_no_zone_stay_as_they_stand(tmp_path: Path) -> None:
    assert hours(read(tmp_path, ("2027-03-27 12:00", "2027-03-28 12:30"))) == [24.5]
    unasked = CrmSettings()
    assert hours(read(tmp_path, SPRING, settings=unasked), unasked) == [23.5]


def test_files_with_offsets_and_without_are_each_taken_at_their_word(tmp_path: Path) -> None:
    read(tmp_path, SPRING, name="zoned")
    read(tmp_path, ("2027-03-27 12:00", "2027-03-28 12:30"), name="bare")
    assert hours(read_exports([tmp_path / "zoned.csv", tmp_path / "bare.csv"], BERLIN)) == [23.5, 24.5]
    assert hours(read_exports([tmp_path / "bare.csv", tmp_path / "zoned.csv"], BERLIN)) == [24.5, 23.5]


def test_the_last_moment_of_an_export_is_told_by_the_local_clock(tmp_path: Path) -> None:
    west = CrmSettings(timezone="America/New_York")
    leads = read(tmp_path, ("2027-07-01T10:00:00Z", "2027-07-01T12:00:00Z"), settings=west)
    assert last_stamp(leads.frame) == Timestamp("2027-07-01 08:00")
