"""Leads to rows of the lead log: what counts where and when, what is set aside and why, and importing twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slasheet.crm.account import report
from slasheet.crm.exports import Leads, read_exports
from slasheet.crm.fill_log import promise_of
from slasheet.crm.log_rows import Logged, Promise, merged, to_log
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.plan_file import parse_plan
from slasheet.texts.findings import FileError

REGIONS, CHANNELS = ("North America", "EMEA"), ("Website form", "Webinar", "Outbound calls")
FIRST, AFTER = date(2027, 1, 1), date(2027, 4, 1)
# The day number of 2027-01-01 in a spreadsheet.
JAN_1 = 46388.0
STAMPS = ("created", "first_contact", "won")


def leads(*rows: dict, aside: dict | None = None) -> Leads:
    """Return leads as read; region, channel and creation are the usual ones unless said."""
    full = [{"created": "2027-01-04 09:00", "region": "EMEA", "channel": "Webinar", **row} for row in rows]
    frame = pd.DataFrame(full)
    for name in STAMPS:
        if name in frame:
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return Leads(frame, len(frame) + sum((aside or {}).values()), aside or {})


def logged(read: Leads, regions=REGIONS, channels=CHANNELS, promise: Promise | None = None, **choices) -> Logged:
    found = to_log(read, regions, channels, FIRST, AFTER, CrmSettings(**choices), promise or Promise())
    assert found.read == found.logged + sum(found.aside.values())
    assert sum(row[3] for row in found.rows) == found.logged
    return found


def column(read: Leads, at: int, **choices) -> list:
    return [row[at] for row in logged(read, **choices).rows]


def test_a_worked_log():
    read = leads(
        {"created": "2027-01-04 09:00", "first_contact": "2027-01-04 15:00", "attempts": 3, "won": "2027-02-10", "amount": 1200.5},
        {"created": "2027-01-04 23:59", "first_contact": "2027-01-06 10:00", "attempts": 3, "won": None, "amount": 900},
        {"created": "2027-01-04 10:00", "region": "North America", "first_contact": None, "attempts": 0, "won": None, "amount": None},
        {"created": "2027-01-05 10:00", "first_contact": "2027-01-06 10:00", "attempts": 2, "won": "2027-02-10", "amount": 99.5},
        {"created": "2027-02-10 08:00", "channel": "Outbound calls", "first_contact": "2027-02-10 09:00", "attempts": 0, "won": None, "amount": None},
        aside={"no creation date": 2},
    )  # fmt: skip
    found = logged(read)
    # The last date is 2027-02-10: leads of 4 January are 36 days old and due 5 attempts, that of 10 February none; two were won.
    assert found.rows == (
        (JAN_1 + 3, "North America", "Webinar", 1, 0, 0, 0, 0),
        (JAN_1 + 3, "EMEA", "Webinar", 2, 1, 1, 0, 0),
        (JAN_1 + 4, "EMEA", "Webinar", 1, 1, 1, 0, 0),
        (JAN_1 + 40, "EMEA", "Webinar", 0, 0, 0, 2, 1300),
        (JAN_1 + 40, "EMEA", "Outbound calls", 1, 1, 1, 0, 0),
    )
    assert (found.read, found.logged, found.aside) == (7, 5, {"no creation date": 2})
    assert all(type(value) is float for row in found.rows for value in (row[0], *row[3:]))


def test_columns_that_no_export_has_stay_blank():
    assert logged(leads({}, {})).rows == ((JAN_1 + 3, "EMEA", "Webinar", 2, None, None, None, None),)


def test_labels_match_without_capitals_and_spaces():
    assert logged(leads({"region": " emea", "channel": "WEBINAR "})).rows[0][1:3] == ("EMEA", "Webinar")


def test_values_map_to_labels():
    read = leads({"region": "DACH", "channel": "webinar 2026"}, {"region": " dach ", "channel": "Webinar 2026"})
    assert logged(read, regions=REGIONS).logged == 0
    found = to_log(
        read,
        REGIONS,
        CHANNELS,
        FIRST,
        AFTER,
        CrmSettings(regions={"Dach": "emea"}, channels={"Webinar 2026": "Webinar"}),
        Promise(),
    )
    assert found.rows == ((JAN_1 + 3, "EMEA", "Webinar", 2, None, None, None, None),)


def test_a_blank_value_can_be_mapped():
    settings = CrmSettings(regions={"": "EMEA"})
    assert (
        to_log(leads({"region": None}, {"region": " "}), REGIONS, CHANNELS, FIRST, AFTER, settings, Promise()).logged
        == 2
    )


def test_a_mapping_to_a_label_that_the_plan_does_not_have():
    with pytest.raises(
        FileError, match="region “DACH” is mapped to “EMAE”, which the plan does not have; did you mean EMEA"
    ):
        to_log(leads({}), REGIONS, CHANNELS, FIRST, AFTER, CrmSettings(regions={"DACH": "EMAE"}), Promise())


def test_unknown_values_are_counted_and_their_likeness_told():
    found = logged(
        leads(
            {"region": "EMAE"},
            {"region": "EMAE", "channel": None},
            {"region": "Mars"},
            {"region": ""},
            {"channel": "web-form"},
            {},
        )
    )
    assert found.unknown == {"region": {"EMAE": 2, "Mars": 1, "": 1}, "channel": {"web-form": 1, "": 1}}
    assert found.near == {"region": {"EMAE": "EMEA"}, "channel": {"web-form": "Website form"}}
    # The row without region and channel is set aside once, for its region.
    assert found.aside == {"unknown region": 3, "no region": 1, "unknown channel": 1}
    assert found.logged == 1


def test_leads_from_outside_of_the_plan():
    found = logged(
        leads(
            {"created": "2026-12-31 23:59"},
            {"created": "2027-01-01"},
            {"created": "2027-03-31 23:59"},
            {"created": "2027-04-01"},
            {"created": "2027-04-01", "region": "Mars"},
        )
    )
    assert found.aside == {"created before the plan": 1, "created after the plan": 2}
    assert found.unknown == {"region": {}, "channel": {}}
    assert [row[0] for row in found.rows] == [JAN_1, JAN_1 + 89]


def test_a_plan_of_one_region_takes_every_lead_of_an_export_without_one():
    read = Leads(leads({}, {}).frame.drop(columns="region"), 2, {})
    found = logged(read, regions=("World",))
    assert found.rows[0][1:4] == ("World", "Webinar", 2)
    assert "No column gives the region; every lead counts for World, the only one in the plan." in found.notes
    with pytest.raises(
        FileError,
        match="no column of the export gives the region, and the plan has 2; say which one does with --map region=",
    ):
        logged(read)


def test_a_plan_of_one_region_does_not_take_a_region_of_another_name():
    assert logged(leads({"region": "Mars"}), regions=("World",)).aside == {"unknown region": 1}


def test_rows_come_in_the_order_of_the_plan():
    found = logged(
        leads(
            {"created": "2027-01-05"},
            {"channel": "Outbound calls"},
            {"channel": "Website form"},
            {"region": "north america"},
        )
    )
    assert [row[:3] for row in found.rows] == [
        (JAN_1 + 3, "North America", "Webinar"), (JAN_1 + 3, "EMEA", "Website form"), (JAN_1 + 3, "EMEA", "Outbound calls"), (JAN_1 + 4, "EMEA", "Webinar")]  # fmt: skip


class TestContactedInTime:
    @pytest.mark.parametrize(("created", "contact", "expected"), [
        ("2027-01-04 09:00", "2027-01-05 09:00", 1), ("2027-01-04 09:00", "2027-01-05 09:01", 0), ("2027-01-04 09:00", "2027-01-03 09:00", 1)])  # fmt: skip
    def test_within_24_hours(self, created, contact, expected):
        assert column(leads({"created": created, "first_contact": contact}), 4) == [expected]

    def test_nobody_is_late_before_the_hours_are_over(self):
        other = {"created": "2027-01-05 09:00", "first_contact": "2027-01-05 09:00"}
        assert column(leads({"created": "2027-01-04 09:00", "first_contact": None}, other), 4) == [1, 1]
        later = other | {"first_contact": "2027-01-05 09:01"}
        assert column(leads({"created": "2027-01-04 09:00", "first_contact": None}, later), 4) == [0, 1]
        found = logged(leads({"created": "2027-01-04 09:00", "first_contact": None}, other))
        assert any("not over yet" in note for note in found.notes)

    def test_within_the_hours_promised(self):
        assert column(leads({"first_contact": "2027-01-04 13:01"}), 4, promise=Promise(first_contact_hours=4)) == [0]
        assert column(leads({"first_contact": "2027-01-04 13:00"}), 4, promise=Promise(first_contact_hours=4)) == [1]

    def test_business_hours_stand_still_over_the_weekend_and_holidays(self):
        # Friday 16:00 to Monday 12:00 is an hour and three of the eight of a day.
        read = leads({"created": "2027-01-08 16:00", "first_contact": "2027-01-11 12:00"})
        assert column(read, 4, promise=Promise(4), business_hours=(9, 17)) == [1]
        assert column(read, 4, promise=Promise(3.9), business_hours=(9, 17)) == [0]
        assert column(read, 4, promise=Promise(4)) == [0]
        assert column(read, 4, promise=Promise(1, holidays=frozenset({date(2027, 1, 11)})), business_hours=(9, 17)) == [
            1
        ]

    def test_a_creation_without_a_time_of_day_counts_from_the_end_of_the_day(self):
        read = leads(
            {"created": "2027-01-04", "first_contact": "2027-01-05 23:00", "has_time": False},
            {"created": "2027-01-04", "first_contact": "2027-01-06 00:01", "has_time": False},
        )
        assert column(read, 4) == [1]
        assert any("2 leads were created without a time of day" in note for note in logged(read).notes)

    def test_a_contact_before_the_creation_is_told(self):
        assert any(
            "1 lead was first contacted before creation" in note
            for note in logged(leads({"first_contact": "2027-01-03"})).notes
        )

    def test_a_contact_of_the_same_day_without_a_time_is_not_before_the_creation(self):
        found = logged(leads({"first_contact": "2027-01-04"}))
        assert (found.rows[0][4], found.notes) == (1, ())


class TestFollowedUp:
    @pytest.mark.parametrize(
        ("days", "attempts", "expected"),
        [
            (13, 0, 1),
            (14, 2, 0),
            (14, 3, 1),
            (28, 4, 0),
            (28, 5, 1),
            (56, 6, 0),
            (56, 7, 1),
            (56, None, 0),
            (13, None, 1),
        ],
    )
    def test_attempts_due_at_the_last_date_of_the_export(self, days, attempts, expected):
        last = pd.Timestamp("2027-01-04") + pd.Timedelta(days=days)
        read = leads({"created": "2027-01-04", "attempts": attempts}, {"created": last.isoformat(), "attempts": None})
        assert logged(read).rows[0][5] == expected

    def test_a_customer_is_never_short(self):
        assert column(leads({"attempts": 0, "won": "2027-03-20", "amount": 5}), 5) == [1, 0]

    def test_what_was_promised_instead(self):
        read = leads({"attempts": 1}, {"created": "2027-01-06", "attempts": None})
        assert column(read, 5, promise=Promise(follow_ups=((2, 1),))) == [0, 1]
        assert column(read, 5, promise=Promise(follow_ups=())) == [1, 1]

    def test_the_date_is_told(self):
        assert (
            "Attempts due are counted as of 2027-01-06, the last date in the export; a lead is short of none before its first 14 days are over."
            in logged(leads({"attempts": 1, "won": "2027-01-06"})).notes
        )


class TestCustomers:
    def test_they_count_on_the_day_they_were_won(self):
        assert logged(leads({"won": "2027-03-31 23:00", "amount": 10.25}, {"won": "2027-03-31", "amount": 0.5})).rows == (
            (JAN_1 + 3, "EMEA", "Webinar", 2, None, None, 0, 0), (JAN_1 + 89, "EMEA", "Webinar", 0, None, None, 2, 10.75))  # fmt: skip

    def test_those_won_outside_of_the_plan_do_not(self):
        found = logged(leads({"won": "2027-04-01", "amount": 10}, {"won": "2026-12-31", "amount": 10}))
        assert [row[6:] for row in found.rows] == [(0, 0)]
        assert "2 leads were won before or after the plan: these do not count as customers." in found.notes

    def test_those_created_before_the_plan_do(self):
        found = logged(leads({"created": "2026-11-04", "won": "2027-01-04", "amount": 10}))
        assert found.rows == ((JAN_1 + 3, "EMEA", "Webinar", 0, None, None, 1, 10),)
        assert found.aside == {"created before the plan": 1}
        assert (
            "1 lead was created outside of the plan and won within it: these count as customers, not as leads."
            in found.notes
        )

    def test_those_without_an_amount_bring_no_revenue(self):
        found = logged(leads({"won": "2027-01-04", "amount": None}, {"won": "2027-01-04", "amount": 7}))
        assert found.rows[0][6:] == (2, 7)
        assert "1 lead was won without an amount: these count as customers with a revenue of 0." in found.notes
        assert logged(leads({"won": "2027-01-04"})).rows[0][6:] == (1, 0)

    def test_those_of_an_unknown_region_do_not(self):
        assert logged(leads({"region": "Mars", "won": "2027-01-05", "amount": 7})).rows == ()


def test_what_of_the_promise_cannot_be_used_counts_as_its_default_cell_by_cell():
    plan = parse_plan('regions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]')
    good = plan.with_inputs(first_contact_hours=(4.5,), follow_ups=(2.0, 10.0, 4.0, 20.0, 6.0, 40.0))
    assert promise_of(good) == Promise(4.5, ((2, 10), (4, 20), (6, 40)))
    bad = plan.with_inputs(
        first_contact_hours=("a day",),
        follow_ups=(2.0, None, 0.0, 20.0, "six", 1001.0),
        holidays=(JAN_1, "Easter", None, -5.0, JAN_1 + 0.5, *[None] * 55),
    )
    # By default 24 hours, and 3 attempts in 14 days, 5 in 28, 7 in 56.
    assert promise_of(bad) == Promise(24, ((2, 14), (5, 20), (7, 56)), frozenset({date(2027, 1, 1)}))


def test_an_export_without_leads():
    found = to_log(
        Leads(leads({}).frame.iloc[:0], 3, {"no creation date": 3}),
        REGIONS,
        CHANNELS,
        FIRST,
        AFTER,
        CrmSettings(),
        Promise(),
    )
    assert (found.rows, found.logged, report(found)[-1]) == ((), 0, "rows read 3 = rows logged 0 + rows set aside 3")


def test_the_report():
    read = leads(
        {"region": "EMAE"},
        {"region": "EMAE"},
        {"region": "Mars"},
        {"channel": None},
        {},
        aside={"duplicate lead id": 1200},
    )
    assert report(logged(read)) == [
        "",
        'Values that are no region of the plan (map them with --region-map "VALUE=LABEL", or in [crm] of the plan)',
        "  “EMAE”  2  did you mean EMEA?",
        "  “Mars”  1",
        "",
        'Values that are no channel of the plan (map them with --channel-map "VALUE=LABEL", or in [crm] of the plan)',
        "  (blank)  1",
        "",
        "Rows set aside",
        "  duplicate lead id  1,200",
        "  unknown region         3",
        "  no channel             1",
        "",
        "rows read 1,205 = rows logged 1 + rows set aside 1,204",
    ]


def test_a_report_of_very_many_values_stays_readable():
    lines = report(logged(leads(*({"region": f"Place {number}"} for number in range(50)))))
    assert len(lines) < 60
    assert any(line.split() == ["and", "10", "more", "values", "10"] for line in lines)


ROWS = (
    (JAN_1 + 3, "EMEA", "Webinar", 2.0, 1.0, None, 1.0, 1300.0),
    (JAN_1 + 4, "EMEA", "Outbound calls", 1.0, 1.0, None, 0.0, 0.0),
)


class TestMerged:
    def test_into_an_empty_log(self):
        assert merged((), ROWS) == (ROWS, {"added": 2, "changed": 0, "unchanged": 0, "kept": 0})

    def test_the_same_rows_twice_change_nothing(self):
        once, _ = merged(
            (
                (JAN_1 + 3, "EMEA", "Fair", 9.0, None, None, None, None),
                (None, "note", None, None, None, None, None, None),
            ),
            ROWS,
        )
        assert merged(once, ROWS) == (
            once,
            {"added": 0, "changed": 0, "unchanged": 2, "kept": 2, "stale": 1, "stale leads": 9},
        )

    def test_a_day_logged_before_is_replaced_and_others_stay(self):
        log = (
            (JAN_1 + 5, "EMEA", "Webinar", 4.0, 4.0, 4.0, 4.0, 4.0),
            (JAN_1 + 3.75, "emea", " WEBINAR", 9.0, 9.0, 9.0, 9.0, 9.0),
        )
        assert merged(log, ROWS) == (
            ((JAN_1 + 3, "EMEA", "Webinar", 2.0, 1.0, None, 1.0, 1300.0), ROWS[1], log[0]), {"added": 1, "changed": 1, "unchanged": 0, "kept": 1, "fewer": 1, "lost": 7})  # fmt: skip

    def test_what_was_served_of_more_leads_than_there_are_now_was_served_of_others(self):
        log = ((JAN_1 + 3, "EMEA", "Webinar", 9.0, None, 2.0, None, None),)
        assert merged(log, ROWS[:1])[0][0][5] == 2

    def test_a_customer_alone_says_nothing_about_leads_that_people_typed(self):
        log = ((JAN_1 + 3, "EMEA", "Webinar", 50.0, 48.0, None, None, None),)
        won = (JAN_1 + 3, "EMEA", "Webinar", 0.0, 0.0, None, 1.0, 900.0)
        assert merged(log, (won,))[0] == ((JAN_1 + 3, "EMEA", "Webinar", 50.0, 48.0, None, 1.0, 900.0),)

    def test_a_text_that_somebody_typed_stays_for_check_to_tell(self):
        log = ((JAN_1 + 3, "EMEA", "Webinar", 2.0, None, "two", None, None),)
        assert merged(log, ROWS[:1])[0][0][5] == "two"

    def test_several_rows_of_a_day_become_one(self):
        log = (
            (JAN_1 + 3, "EMEA", "Webinar", 1.0, None, 1.0, None, None),
            (JAN_1 + 3, "EMEA", "Webinar", 1.0, 1.0, 1.0, None, None),
        )
        assert merged(log, ROWS[:1]) == (
            ((JAN_1 + 3, "EMEA", "Webinar", 2.0, 1.0, 2.0, 1.0, 1300.0),),
            {"added": 0, "changed": 1, "unchanged": 0, "kept": 0},
        )


DAYS = st.sampled_from(["2026-12-31", "2027-01-04", "2027-01-05 10:00", "2027-03-31 23:59", "2027-04-01"])
EVENTS = st.fixed_dictionaries({
    "created": DAYS,
    "region": st.sampled_from(["EMEA", "emea ", "North America", "Mars", "", None]),
    "channel": st.sampled_from(["Webinar", "Website form", "Fair", None]),
    "first_contact": st.none() | DAYS,
    "attempts": st.none() | st.integers(0, 8),
    "won": st.none() | DAYS,
    "amount": st.none() | st.integers(0, 10**6).map(lambda cents: cents / 100),
})  # fmt: skip


@settings(deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=30))
def test_every_lead_is_logged_or_set_aside_and_merging_is_idempotent(events):
    found = logged(leads(*events))
    inside = [event for event in events if event["created"][:10] not in ("2026-12-31", "2027-04-01")]
    known = [
        event
        for event in events
        if event["region"] in ("EMEA", "emea ", "North America") and event["channel"] in ("Webinar", "Website form")
    ]
    assert found.logged == sum(event in inside for event in known)
    sold = [event for event in known if event["won"] and "2027-01-01" <= event["won"] < "2027-04-01"]
    assert sum(row[6] for row in found.rows) == len(sold)
    assert sum(row[7] for row in found.rows) == pytest.approx(sum(event["amount"] or 0 for event in sold), abs=1e-6)
    assert all(row[4] <= row[3] and row[5] <= row[3] for row in found.rows)
    assert list(found.rows) == sorted(
        found.rows, key=lambda row: (row[0], REGIONS.index(row[1]), CHANNELS.index(row[2]))
    )
    once, counts = merged((), found.rows)
    assert (once, counts["added"]) == (found.rows, len(found.rows))
    assert merged(once, found.rows) == (once, {"added": 0, "changed": 0, "unchanged": len(once), "kept": 0})


def test_from_file_to_log_twice(tmp_path: Path):
    path = tmp_path / "leads.csv"
    path.write_text(
        "Lead ID;Created Date;Region;Lead Source;First Call Date;Number of Attempts;Converted Date;Opportunity Amount\n"
        "1;04.01.2027 09:13;EMEA;Webinar;04.01.2027 10:00;1;10.02.2027;1.234,50\n"
        "2;04.01.2027 11:00;emea;Webinar;;0;;\n"
        "2;04.01.2027 11:00;EMEA;Webinar;05.01.2027 12:00;5;;\n"
        "3;;EMEA;Webinar;;0;;\n",
        encoding="cp1252",
    )
    first, second = (logged(read_exports([path], CrmSettings())) for _ in range(2))
    # Lead 2 was contacted after 25 hours and, 36 days old when the last one was won, had its 5 attempts.
    assert first.rows == (
        (JAN_1 + 3, "EMEA", "Webinar", 2, 1, 2, 0, 0),
        (JAN_1 + 40, "EMEA", "Webinar", 0, 0, 0, 1, 1234.5),
    )
    assert first.aside == {"no creation date": 1, "duplicate lead id": 1}
    assert merged(merged((), first.rows)[0], second.rows)[0] == first.rows
