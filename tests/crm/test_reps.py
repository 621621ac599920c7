"""Who kept the promise: contacted in time, attempts enough for the age of a lead."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from slasheet.crm.exports import Leads
from slasheet.crm.promise import Promise
from slasheet.crm.reps import Rep, reps, rows, table
from slasheet.plan.crm_settings import CrmSettings

#: Monday 1 March to Tuesday 30 March 2027; the last row is the last time stamp of the export.
LEADS = [
    # rep, created, first contact, attempts, won
    ("Ann", "2027-03-01 09:00", "2027-03-01 10:00", 5, None),
    ("Ann", "2027-03-01 09:00", "2027-03-02 09:00", 5, None),
    ("Ann", "2027-03-29 09:00", "2027-03-29 12:00", 1, None),
    ("Ben", "2027-03-01 09:00", "2027-03-02 09:01", 5, None),
    ("Ben", "2027-03-02 09:00", None, None, None),
    ("Ben", "2027-03-02 09:00", "2027-03-02 11:00", 1, "2027-03-20 00:00"),
    ("Ben", "2027-03-02 09:00", "2027-03-02 11:00", 4, None),
    ("Ben", "2027-03-29 15:00", None, None, None),
    (None, "2027-03-30 10:00", "2027-03-30 12:00", 1, None),
]


def exported(rows: list[tuple[Any, ...]], columns: str = "rep created first_contact attempts won") -> Leads:
    frame = pd.DataFrame(rows, columns=columns.split())
    for name in ("created", "first_contact", "won"):
        if name in frame:
            frame[name] = pd.to_datetime(frame[name])
    if "attempts" in frame:
        frame["attempts"] = frame["attempts"].astype("float64")
    return Leads(frame, len(frame), {})


def by_name(leads: Leads, settings: CrmSettings | None = None, promise: Promise | None = None) -> dict[str, Rep]:
    return {rep.name: rep for rep in reps(leads, settings or CrmSettings(), promise or Promise())}


def test_late_is_contacted_after_the_promised_hours_or_never_although_they_are_over() -> None:
    found = by_name(exported(LEADS))
    # Exactly 24 hours are in time, a minute more is late; the lead of 29 March, 15:00, has until the 30th, 15:00.
    assert (found["Ann"].late, found["Ben"].late, found["(no rep)"].late) == (0, 2, 0)
    assert (found["Ann"].not_contacted, found["Ben"].not_contacted) == (0, 2)


def test_short_of_attempts_is_told_by_age_and_never_of_a_customer() -> None:
    found = by_name(exported(LEADS))
    # On 30 March, 12:00: the leads of 1 March are 29 days old (5 due); those of 2 March 28 days and 3 hours (5 due).
    assert found["Ann"].short == 0
    assert found["Ben"].short == 2
    older = by_name(exported(LEADS), promise=Promise(follow_ups=((2, 1), (6, 28.5))))
    # After 28.5 days 6 are due, and Ann's two old leads have 5; after one day 2 are, and her lead of yesterday has 1.
    assert older["Ann"].short == 3


def test_share_kept_counts_leads_with_neither_fault() -> None:
    found = by_name(exported(LEADS))
    # Ben: late (1), late and short (2), customer, short (4), young: 2 of 5 without fault.
    assert found["Ben"].kept == pytest.approx(2 / 5)
    assert found["all"].kept == pytest.approx(6 / 9)


def test_hours_to_first_contact_are_of_the_leads_that_were_contacted() -> None:
    found = by_name(exported(LEADS))
    # Ann: 1, 3 and 24 hours; between the second and the third lies the 90th percentile: 3 + 0.8 x 21.
    assert found["Ann"].median_hours == 3
    assert found["Ann"].p90_hours == pytest.approx(19.8)
    assert by_name(exported([("Cy", "2027-03-01", None, 0, None)]))["Cy"].median_hours is None


def test_the_worst_come_first_then_those_with_the_most_leads_and_all_of_them_last() -> None:
    names = [rep.name for rep in reps(exported(LEADS), CrmSettings(), Promise())]
    assert names == ["Ben", "Ann", "(no rep)", "all"]
    total = by_name(exported(LEADS))["all"]
    assert (total.leads, total.late, total.short, total.not_contacted) == (9, 2, 2, 2)


def test_business_hours_do_not_count_the_weekend() -> None:
    friday = [("Ann", "2027-03-05 16:00", "2027-03-08 10:00", 1, None)]
    assert by_name(exported(friday))["Ann"].late == 1
    office = by_name(exported(friday), CrmSettings(business_hours=(9, 17)))["Ann"]
    assert (office.late, office.median_hours) == (0, 2)


def test_hours_count_from_the_end_of_the_day_when_creation_has_no_time() -> None:
    leads = exported([("Ann", "2027-03-01", "2027-03-02 20:00", 1, None)])
    assert by_name(leads)["Ann"].late == 1
    leads.frame["has_time"] = False
    assert (by_name(leads)["Ann"].late, by_name(leads)["Ann"].median_hours) == (0, 20)


def test_what_the_export_has_no_column_for_is_left_open() -> None:
    bare = by_name(exported([("Ann", "2027-03-01"), ("Ben", "2027-03-02")], "rep created"))["Ann"]
    assert bare == Rep("Ann", 1, None, None, None, None, None, None)
    contacts = by_name(exported([("Ann", "2027-03-01 08:00", "2027-03-05 08:00")], "rep created first_contact"))["Ann"]
    assert (contacts.late, contacts.short, contacts.kept) == (1, None, 0)
    assert "–" in "\n".join(table([bare]))


def test_an_export_without_reps_or_without_rows_still_gives_the_total() -> None:
    assert list(by_name(exported([("2027-03-01",)], "created"))) == ["(no rep)", "all"]
    empty = exported(LEADS)
    assert by_name(Leads(empty.frame.iloc[:0], 0, {}))["all"].kept is None


def test_the_table_and_the_rows_hold_every_rep() -> None:
    found = reps(exported(LEADS), CrmSettings(), Promise())
    assert [row["name"] for row in rows(found)] == ["Ben", "Ann", "(no rep)", "all"]
    lines = table(found)
    assert lines[0].split("  ")[0] == "rep"
    assert lines[2].split() == ["Ben", "5", "2", "2", "40.0", "%", "2.0", "h", "19.6", "h", "2"]
    assert len({len(line) for line in lines if not line.startswith("rep")}) == 1
