"""What history teaches: sizes, shares, rates and times, worked by hand on a few deals, and on many with known rates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slasheet.crm.exports import Leads
from slasheet.crm.learn import Learned, learn
from slasheet.crm.learned_text import learned_lines, plan_text
from slasheet.crm.new_labels import cleaned
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.plan_file import parse_plan
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_fault
from slasheet.writer.workbook import write

MOMENTS = ("created", "won", "stage:MQL", "stage:SQL")


def exported(rows: Iterable[dict[str, Any]]) -> Leads:
    frame = pd.DataFrame(list(rows))
    for name in MOMENTS:
        if name in frame:
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return Leads(frame, len(frame), {})


def lead(created: str, channel: str | None = "Web", region: str | None = "EMEA", **more: Any) -> dict[str, Any]:
    return {"created": created, "region": region, "channel": channel, "won": None, "amount": None} | more


def sale(won: str, amount: float, channel: str | None = "Web", region: str | None = "EMEA", days: int = 10, **more: Any) -> dict[str, Any]:  # fmt: skip
    return (
        lead(str(pd.Timestamp(won) - pd.Timedelta(days=days)), channel, region) | {"won": won, "amount": amount} | more
    )


#: Makes December 2026 complete and adds nothing else that counts: a blank region.
LAST = lead("2026-12-31", region=None)


def taught(*rows: dict[str, Any], deals: Leads | None = None, **more: Any) -> Learned:
    return learn(deals, exported([*rows, LAST]), CrmSettings(), **more)


def value(learned: Learned, measure: str, *at: str) -> float | None:
    return next(e.value for e in learned.estimates if e.measure == measure and tuple(e.at.values()) == at)


def sample(learned: Learned, measure: str, *at: str) -> tuple[int, int | None, str]:
    return next(
        (e.n, e.hits, e.source) for e in learned.estimates if e.measure == measure and tuple(e.at.values()) == at
    )


SIX_MONTHS = (
    sale("2026-08-10", 10_000),
    sale("2026-12-30", 20_000, "Webinar"),
    sale("2026-09-01", 10_000, "Cold calls"),
    sale("2026-10-01", 0, days=12),
    sale("2026-11-01", 5_000, "Cold calls", "Americas", days=99),
    sale("2026-06-30", 900_000),
)


def test_deal_size_is_the_mean_of_what_was_won_in_the_window() -> None:
    learned = taught(*SIX_MONTHS)
    # 10,000 + 20,000 + 10,000 in three deals; one deal has no amount, one was won the day before the window.
    assert value(learned, "deal_size", "EMEA") == pytest.approx(13_333.33)
    assert sample(learned, "deal_size", "EMEA") == (3, None, "")
    assert value(learned, "deal_size", "Americas") == 5_000


def test_marketing_share_is_its_channels_part_of_the_won_revenue() -> None:
    learned = taught(*SIX_MONTHS)
    assert value(learned, "marketing_share", "EMEA") == 0.75
    assert value(learned, "marketing_share", "Americas") == 0
    assert taught(*SIX_MONTHS, owners={"cold calls": "marketing"}).estimates[2].value == 1


def test_the_mix_splits_the_revenue_of_one_owner() -> None:
    learned = taught(*SIX_MONTHS)
    assert value(learned, "channel_mix", "Web", "EMEA") == 0.3333
    assert value(learned, "channel_mix", "Webinar", "EMEA") == 0.6667
    assert value(learned, "channel_mix", "Cold calls", "EMEA") == 1
    # Marketing won nothing in the Americas: the mix of all regions stands in.
    assert sample(learned, "channel_mix", "Web", "Americas") == (2, None, "all regions")
    assert any(text.startswith("channel_mix") and "Web, Americas" in text for text in learned.warnings)


@given(st.lists(st.floats(0.01, 1e7), min_size=1, max_size=9))
def test_a_mix_adds_up_to_exactly_one(amounts: list[float]) -> None:
    learned = taught(*(sale("2026-08-10", amount, f"Web {n}") for n, amount in enumerate(amounts)))
    parts = [e.value for e in learned.estimates if e.measure == "channel_mix"]
    assert sum(round((part or 0) * 10_000) for part in parts) == 10_000
    assert all(part is not None and part >= 0 for part in parts)


def test_equal_shares_stand_in_where_an_owner_won_nothing_at_all() -> None:
    learned = taught(*SIX_MONTHS, lead("2026-08-01", "SDR team"), lead("2026-08-01", "Blog"))
    rows = [row for row in SIX_MONTHS if row["channel"] == "Cold calls"]
    only_sales = taught(*rows, lead("2026-08-01", "Blog"), lead("2026-08-01", "Webinar"), lead("2026-08-02", "Events"))
    assert value(learned, "channel_mix", "SDR team", "EMEA") == 0
    thirds = [value(only_sales, "channel_mix", name, "EMEA") for name in ("Blog", "Webinar", "Events")]
    assert sorted(thirds, key=lambda part: part or 0) == [0.3333, 0.3333, 0.3334]
    assert sample(only_sales, "channel_mix", "Blog", "EMEA") == (0, None, "equal shares")


def test_time_to_close_is_the_median_in_whole_months() -> None:
    learned = taught(
        *(sale("2026-12-01", 1, days=days) for days in (20, 47, 200)), sale("2026-12-01", 1, "Fair", days=500)
    )
    # 47 days are 1.54 months; 500 days are 16.4, and a plan looks twelve ahead.
    assert value(learned, "time_to_close", "Web") == 2
    assert value(learned, "time_to_close", "Fair") == 12
    assert (learned.plan.lookahead, learned.plan.start, learned.plan.months) == (12, "2027-01", 12)


def test_rates_count_only_leads_old_enough_to_have_closed() -> None:
    # All deals take 30 days, so leads count from 4 June to 1 December: 38 without a deal and 2 with one.
    old = [lead("2026-07-01") for _ in range(38)]
    won = [sale("2026-08-30", 1_000, days=30), sale("2026-09-30", 1_000, days=30)]
    young = [lead("2026-12-02") for _ in range(500)]
    learned = taught(*old, *won, *young)
    assert (learned.windows.cohort_first, learned.windows.cohort_after) == (date(2026, 7, 1), date(2026, 12, 2))
    assert value(learned, "close_rate", "Web", "EMEA") == 0.05
    assert sample(learned, "close_rate", "Web", "EMEA") == (40, 2, "")


def test_the_cohort_ends_where_nine_in_ten_deals_would_have_closed_and_is_as_long_as_the_window() -> None:
    # Of 1, 2 … 11 days the 90th percentile is 10; 184 days lie between 1 July and 1 January.
    learned = taught(lead("2025-01-01"), *(sale("2026-10-01", 1, days=days) for days in range(1, 12)))
    assert learned.windows.maturity == 10
    assert (learned.windows.cohort_first, learned.windows.cohort_after) == (date(2026, 6, 21), date(2026, 12, 22))


def test_leads_too_young_for_a_cohort_are_counted_with_a_warning() -> None:
    learned = taught(
        lead("2026-12-01"), lead("2026-11-20"), sale("2026-12-20", 1, days=30), sale("2026-12-20", 1, days=29)
    )
    assert value(learned, "close_rate", "Web", "EMEA") == 0.5
    assert any("too low" in text for text in learned.warnings)


def test_a_rate_of_nothing_is_taken_from_all_regions_then_from_all_channels() -> None:
    rows = [lead("2026-07-01", "Web", "APAC") for _ in range(4)] + [lead("2026-07-01", "Blog") for _ in range(2)]
    learned = taught(*rows, *(lead("2026-07-01") for _ in range(3)), sale("2026-08-01", 5, days=20))
    assert sample(learned, "close_rate", "Web", "EMEA") == (4, 1, "")
    assert sample(learned, "close_rate", "Web", "APAC") == (8, 1, "all regions")
    assert sample(learned, "close_rate", "Blog", "EMEA") == (10, 1, "all channels")
    assert value(learned, "close_rate", "Blog", "APAC") == 0.1
    assert any("Blog, APAC" in text and "all channels" in text for text in learned.warnings)


def deal(won: str | None, amount: float = 100, **more: Any) -> dict[str, Any]:
    return {"won": won, "amount": amount, "created": "2026-09-20"} | more


def test_deals_are_linked_to_leads_by_id_then_by_address() -> None:
    people = [
        lead("2026-08-01", id="7", email="a@example.com"),
        lead("2026-08-02", id="8", email="B@example.com "),
        lead("2026-08-03", id="9", email=None),
        lead("2026-08-03", id=None, email=None),
    ]
    bought = exported(
        [
            deal("2026-09-30", lead_id="7", email=None, region="EMEA", channel=None),
            deal("2026-10-01", lead_id=None, email="b@EXAMPLE.com", region=None, channel="Web"),
            deal(None, lead_id="9", email=None, region="EMEA", channel="Web"),
        ]
    )
    rows = [row | {"won": None} for row in people]
    learned = learn(bought, exported([*rows, LAST | {"id": "99"}]), CrmSettings())
    assert sample(learned, "close_rate", "Web", "EMEA") == (4, 2, "")
    # From the lead's creation, 60 days each, not from the deal's; the blank region and channel are the lead's.
    assert value(learned, "time_to_close", "Web") == 2
    assert sample(learned, "deal_size", "EMEA") == (2, None, "")
    assert not any("linked" in text for text in learned.warnings)


def test_ids_that_differ_in_capitals_are_two_leads() -> None:
    people = [lead("2026-08-01", "Blog", id="00Qab"), lead("2026-08-02", "Web", id="00QAb"), LAST | {"id": "9"}]
    bought = exported([deal("2026-09-30", lead_id="00QAb")])
    learned = learn(bought, exported(people), CrmSettings())
    assert sample(learned, "close_rate", "Web", "EMEA") == (1, 1, "")


def test_somebody_who_came_twice_was_won_as_the_first_lead() -> None:
    people = [lead("2026-08-20", "Blog", email="a@example.com"), lead("2026-08-01", email="A@example.com")]
    bought = exported([deal("2026-09-30", email="a@example.com"), deal("2026-09-30", email="")])
    learned = learn(bought, exported([*people, lead("2026-08-20", email=""), LAST]), CrmSettings())
    assert sample(learned, "close_rate", "Web", "EMEA") == (2, 1, "")
    assert sample(learned, "time_to_close", "Web") == (1, None, "")
    assert value(learned, "time_to_close", "Web") == 2


def test_an_unlinked_deal_counts_from_its_own_creation() -> None:
    bought = exported(deal("2026-12-20", region="EMEA", channel="Web") for _ in range(2))
    learned = taught(lead("2026-08-01"), deals=bought)
    # From 20 September to 20 December.
    assert value(learned, "time_to_close", "Web") == 3


def test_a_win_on_the_lead_itself_counts_beside_those_of_the_deals() -> None:
    people = [
        lead("2026-08-01", id="1"),
        lead("2026-08-01", id="2") | {"won": "2026-08-20"},
        lead("2026-08-02", id="3"),
    ]
    bought = exported([deal("2026-08-25", lead_id="1", region="EMEA", channel="Web")])
    learned = learn(bought, exported([*people, LAST | {"id": "4"}]), CrmSettings())
    assert sample(learned, "close_rate", "Web", "EMEA") == (3, 2, "")


def test_without_a_link_the_deals_of_one_window_are_held_against_the_leads_of_another() -> None:
    people = [lead("2026-08-01") for _ in range(20)]
    bought = exported(deal("2026-10-01", region="EMEA", channel="Web") for _ in range(5))
    learned = taught(*people, deals=bought)
    assert sample(learned, "close_rate", "Web", "EMEA") == (20, 5, "")
    assert any("No won deal could be linked" in text for text in learned.warnings)


def test_deals_that_miss_their_lead_are_told() -> None:
    people = [lead("2026-08-01", id=str(n)) for n in range(9)]
    bought = exported(deal("2026-10-01", lead_id=str(n), region="EMEA", channel="Web") for n in range(5, 13))
    learned = learn(bought, exported([*people, LAST | {"id": "99"}]), CrmSettings())
    assert sample(learned, "close_rate", "Web", "EMEA") == (9, 4, "")
    assert any("Only 50% of the won deals" in text for text in learned.warnings)


def test_stage_dates_give_a_rate_for_every_transition() -> None:
    day, later = "2026-08-01", "2026-08-05"
    rows = [
        *(lead(day) for _ in range(4)),
        *(lead(day, **{"stage:MQL": later}) for _ in range(3)),
        # Came to the second stage without a date for the first: reached it all the same.
        *(lead(day, **{"stage:SQL": later}) for _ in range(2)),
        lead(day, **{"won": "2026-08-09", "stage:MQL": later, "stage:SQL": later}),
    ]
    learned = taught(*rows)
    assert learned.plan.stages == ("Lead", "MQL", "SQL", "Customer")
    rates = {dict(e.at)["transition"]: (e.hits, e.n) for e in learned.estimates if e.measure == "conversion_rate"}
    assert rates == {"Lead > MQL": (6, 10), "MQL > SQL": (3, 6), "SQL > Customer": (1, 3)}
    assert learned.plan.inputs["conversion_rate"] == (0.6, 0.5, 0.3333)
    assert taught(*rows, stages=("SQL",)).plan.stages == ("Lead", "SQL", "Customer")
    with pytest.raises(FileError, match=r"Demo.*MQL, SQL"):
        taught(*rows, stages=("Demo",))


def test_customers_without_any_stage_date_are_told() -> None:
    rows = [sale("2026-08-09", 5) for _ in range(3)]
    learned = taught(*rows, lead("2026-08-01", **{"stage:MQL": "2026-08-02"}))
    assert any("3 of 3 customers have no date for any of MQL" in text for text in learned.warnings)


def test_regions_and_channels_are_those_seen_in_the_window_the_most_leads_first() -> None:
    rows = [lead("2026-06-25", "Old fair") for _ in range(9)]
    rows += [lead("2026-08-01", "Blog", "emea"), *(lead("2026-08-01", "blog") for _ in range(3)), sale("2026-08-02", 5)]
    learned = taught(*rows, lead("2026-08-01", "Blog", "  "), lead("2026-08-01", None))
    assert learned.plan.regions == ("EMEA",)
    assert [channel.name for channel in learned.plan.channels] == ["blog", "Web"]
    # The cohort begins on 21 June, the window on 1 July: the nine of the old fair and the two blanks count nowhere.
    assert any(text.startswith("11 of 16 leads of the cohort") for text in learned.notes)


def test_a_slip_of_the_pen_is_no_channel() -> None:
    rows = [lead("2026-08-01", "Blog") for _ in range(150)]
    learned = taught(*rows, sale("2026-08-02", 5), lead("2026-08-01", "Blgo"), lead("2026-08-01", region="EMAE"))
    assert [channel.name for channel in learned.plan.channels] == ["Blog", "Web"]
    assert learned.plan.regions == ("EMEA",)
    assert any("“Blgo” 1" in text and "--channel-map" in text for text in learned.notes)


def test_values_are_mapped_and_made_labels_that_a_plan_takes() -> None:
    settings = CrmSettings(regions={"EUROPE ": "EMEA"}, channels={"web-form": "Web"})
    rows = [
        lead("2026-08-01", "web-form", "Europe"),
        sale("2026-08-09", 5, "@Fair*\nBerlin"),
        lead("2026-08-01", "2026"),
    ]
    learned = learn(None, exported([*rows, LAST]), settings)
    assert learned.plan.regions == ("EMEA",)
    assert {channel.name for channel in learned.plan.channels} == {"Web", "Fair Berlin"}
    assert any("“Fair Berlin” in the plan" in text for text in learned.notes)
    assert any("“2026” reads like a number" in text and "1 row is" in text for text in learned.notes)


@given(st.text(max_size=80))
def test_a_cleaned_label_is_one_that_a_plan_takes_or_has_no_letters(text: str) -> None:
    fault = label_fault(cleaned(text))
    assert (
        fault is None or fault[0] in {"is blank", "reads like a number, a date or a truth value"} or "half" in fault[0]
    )


def test_an_export_without_regions_gives_a_plan_with_one() -> None:
    rows = [{"created": "2026-08-01", "channel": "Web", "won": "2026-08-09", "amount": 5}]
    rows.append({"created": "2026-12-31", "channel": "Web", "won": None, "amount": None})
    learned = learn(None, exported(rows), CrmSettings())
    assert learned.plan.regions == ("All regions",)
    assert any("no region" in text for text in learned.notes)


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Cold email", "sales"),
        ("SDR team", "sales"),
        ("Partner referral", "sales"),
        ("Account executives", "sales"),
        ("Salesforce campaign", "marketing"),
        ("Scolding", "marketing"),
        ("Webinar", "marketing"),
    ],
)
def test_who_owns_a_channel_is_guessed_from_whole_words(name: str, owner: str) -> None:
    learned = taught(sale("2026-08-09", 5, name))
    assert learned.plan.channels[0].owner == owner
    assert any("--channel NAME:OWNER" in text for text in learned.notes)
    other = {"sales": "marketing", "marketing": "sales"}[owner]
    told = taught(sale("2026-08-09", 5, name), owners={name.upper(): other})
    assert told.plan.channels[0].owner == other
    assert not any("guessed" in text for text in told.notes)


def test_an_owner_for_a_channel_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileError, match=r"“Webb”.*did you mean “Web”"):
        taught(sale("2026-08-09", 5), owners={"Webb": "sales"})


def test_a_month_that_is_not_over_does_not_count() -> None:
    rows = [sale("2026-08-09", 5), lead("2026-12-30")]
    unfinished = learn(None, exported(rows), CrmSettings())
    assert (unfinished.windows.first, unfinished.windows.after) == (date(2026, 7, 1), date(2026, 12, 1))
    # Friday 30 October 2026 is its month's last working day.
    assert learn(None, exported([*rows[:1], lead("2026-10-30")]), CrmSettings()).windows.after == date(2026, 11, 1)
    chosen = learn(None, exported([*rows, lead("2026-08-02")]), CrmSettings(), months=2, end=date(2026, 9, 4))
    assert (chosen.windows.first, chosen.windows.after) == (date(2026, 8, 1), date(2026, 10, 1))
    assert chosen.plan.start == "2026-10"


def test_revenue_is_told_for_an_average_month_of_those_on_record() -> None:
    learned = taught(*SIX_MONTHS)
    assert learned.revenue == {"EMEA": pytest.approx(40_000 / 6), "Americas": pytest.approx(5_000 / 6)}
    assert set(learned.plan.inputs["revenue_target"]) == {None}
    # Nothing is on record before November: two months, not six.
    assert taught(sale("2026-11-20", 600), sale("2026-12-20", 600)).revenue == {"EMEA": 600}


def test_nothing_to_learn_from_is_told_in_one_line() -> None:
    for rows, words in (
        ([], "no lead"),
        ([lead("2026-08-01")], "no won deal"),
        ([sale("2026-01-09", 5)], "deal was won"),
    ):
        leads = exported([*rows, LAST]) if rows else Leads(exported([LAST]).frame.iloc[:0], 0, {})
        with pytest.raises(FileError, match=words) as told:
            learn(None, leads, CrmSettings())
        assert "\n" not in str(told.value)


def test_the_plan_file_says_what_every_number_rests_on_and_reads_back_the_same(tmp_path: Path) -> None:
    learned = taught(*SIX_MONTHS, *(lead("2026-07-01") for _ in range(40)), currency="USD")
    text = plan_text(learned)
    assert parse_plan(text) == learned.plan
    assert learned.plan.currency == "USD"
    lines = text.splitlines()
    assert any(line.split()[1:] == ["deal_size", "Americas", "5,000", "1", "deal", "SMALL", "SAMPLE"] for line in lines)
    # Three leads became customers, one of them for nothing, beside the forty: enough leads, but few customers.
    rate = next(line for line in lines if "close_rate" in line and "Web, EMEA" in line)
    assert "3 of 43 leads" in rate
    assert rate.endswith("SMALL SAMPLE")
    assert "# Deals won from 2026-07-01 to 2026-12-31" in text
    assert any("Warning: " in line and "fewer than 30" in line for line in lines)
    assert learned_lines(learned) == [
        line.removeprefix("#").removeprefix(" ") for line in lines[2 : 2 + len(learned_lines(learned))]
    ]
    write(learned.plan, tmp_path / "learned.xlsx")


def test_rates_put_in_come_out_within_the_error_of_the_sample() -> None:
    draw = np.random.default_rng(7)
    true = {("Web", "EMEA"): 0.08, ("Web", "APAC"): 0.03, ("SDR", "EMEA"): 0.2, ("SDR", "APAC"): 0.12}
    parts = []
    for (channel, region), rate in true.items():
        created = pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, 365, 8_000), unit="D")
        days = pd.to_timedelta(draw.integers(5, 56, 8_000), unit="D")
        won = (created + days).where(draw.random(8_000) < rate)
        # What is still to come is not in the export.
        won = won.where(won < pd.Timestamp("2027-01-01"))
        amount = draw.gamma(4, 3_000, 8_000)
        parts.append(
            pd.DataFrame({"created": created, "channel": channel, "region": region, "won": won, "amount": amount})
        )
    frame = pd.concat(parts, ignore_index=True)
    learned = learn(None, Leads(frame, len(frame), {}), CrmSettings())
    for (channel, region), rate in true.items():
        n, hits, _ = sample(learned, "close_rate", channel, region)
        assert n > 3_000
        assert abs((hits or 0) - n * rate) < 4 * (n * rate * (1 - rate)) ** 0.5, (channel, region)
    for region in ("EMEA", "APAC"):
        n, _, _ = sample(learned, "deal_size", region)
        assert value(learned, "deal_size", region) == pytest.approx(12_000, abs=4 * 6_000 / n**0.5)
    # The median of 5 to 55 days is 30: a month.
    assert [value(learned, "time_to_close", name) for name in ("Web", "SDR")] == [1, 1]
