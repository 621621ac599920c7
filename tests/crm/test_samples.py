"""The sample exports: what the generator makes, read as they lie there, near the plan, and teaching what was put in."""

from __future__ import annotations

from functools import cache

import pytest

from samples.crm_world import DELIVERED, EXPORTED, TRUE_DAYS, TRUE_RATE
from samples.make_crm import FOLDER, exports
from slasheet.crm.exports import Leads, read_exports
from slasheet.crm.headings import FIELDS
from slasheet.crm.learn import Learned, learn
from slasheet.crm.learned_text import plan_text
from slasheet.crm.promise import Promise
from slasheet.crm.reps import reps
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.plan_file import parse_plan
from slasheet.plan.templates import example
from slasheet.recompute import recompute

LEADS = ("hubspot_contacts.csv", "salesforce_leads.csv", "pipedrive_deals.csv")


@cache
def read(*names: str, kind: str = "leads") -> Leads:
    return read_exports([FOLDER / name for name in names], CrmSettings(), kind)


@cache
def taught() -> Learned:
    settings = CrmSettings(regions={"Rest of world": "EMEA"}, channels={"Unknown": "Website form"})
    return learn(read("hubspot_deals.csv", kind="deals"), read("history_leads.csv"), settings)


def test_the_samples_are_what_the_generator_makes() -> None:
    for name, content in exports().items():
        assert (FOLDER / name).read_bytes() == content, name


def test_each_product_writes_its_own_encoding_and_separator() -> None:
    hubspot, salesforce, pipedrive = ((FOLDER / name).read_bytes() for name in LEADS)
    assert hubspot.startswith(b"\xef\xbb\xbfRecord ID,")
    assert "Bergström".encode("cp1252") in salesforce
    assert pipedrive.startswith(b"Deal - ID\t")
    with pytest.raises(UnicodeDecodeError):
        salesforce.decode("utf-8")


@pytest.mark.parametrize("name", LEADS)
def test_every_row_is_accounted_for_and_every_kind_of_dirt_is_there(name: str) -> None:
    leads = read(name)
    assert 2_500 < leads.read < 6_000
    assert len(leads.frame) + sum(leads.aside.values()) == leads.read
    assert leads.aside["duplicate lead id"] > 0
    assert leads.aside["no creation date"] > 0
    # Not every product exports addresses, and only deals name a lead that is not their own.
    assert set(leads.frame) >= {*FIELDS} - {"email", "lead_id"}
    assert {"Rest of world"} < set(leads.frame["region"].dropna())
    assert {"Tradeshow Booth 2026", "Test"} < set(leads.frame["channel"].dropna())
    won = leads.frame[leads.frame["won"].notna()]
    assert won["amount"].notna().all()
    assert won["amount"].between(1_000, 120_000).all()
    assert (leads.frame["created"].dt.year == EXPORTED.year).all()


def test_each_channel_delivers_near_the_plan_webinars_too_much_trade_shows_too_little() -> None:
    plan = example("classic")
    frame = read(*LEADS).frame
    created = frame["created"].dt.strftime("%Y-%m")
    places = [(at["channel"], at["month"]) for at in plan.coordinates(("channel", "month"))]
    due = dict(zip(places, recompute(plan)["leads_due_by_channel"], strict=True))
    months = ("2027-01", "2027-02", "2027-03", "2027-04")
    for channel in DELIVERED:
        parts = [((frame["channel"] == channel) & (created == month)).sum() / due[channel, month] for month in months]
        assert all(0.6 <= part <= 1.3 for part in parts), channel
        if channel == "Webinar":
            assert all(1.15 <= part <= 1.3 for part in parts[1:])
        if channel == "Trade show":
            assert all(part < 0.8 for part in parts)


def test_slow_reps_stand_at_the_top_of_the_list() -> None:
    found = reps(read(*LEADS), CrmSettings(), Promise())
    assert {rep.name for rep in found[:3]} == {"Casey Rivers", "Milo Bergström", "Ravi Menon"}
    assert found[-1].leads == len(read(*LEADS).frame)
    assert found[-1].kept is not None
    assert 0.6 < found[-1].kept < 0.8


def test_close_rates_learned_from_the_history_are_those_put_in() -> None:
    all_hits, all_expected = 0, 0.0
    for estimate in taught().estimates:
        if estimate.measure != "close_rate" or estimate.source:
            continue
        rate = TRUE_RATE[estimate.at["channel"], estimate.at["region"]]
        expected = estimate.n * rate
        # Slow channels lose the deals that close after the end, so somewhat more may be missing than be too many.
        error = (expected * (1 - rate)) ** 0.5
        assert -4.5 * error < (estimate.hits or 0) - expected < 4 * error, estimate
        all_hits, all_expected = all_hits + (estimate.hits or 0), all_expected + expected
    assert all_hits == pytest.approx(all_expected, rel=0.1)


def test_deal_sizes_and_times_learned_from_the_history_are_those_put_in() -> None:
    plan = example("classic")
    true_size = dict(zip(plan.regions, plan.inputs["deal_size"], strict=True))
    for estimate in taught().estimates:
        assert estimate.value is not None
        if estimate.measure == "deal_size":
            mean = true_size[estimate.at["region"]]
            assert isinstance(mean, float)
            # Amounts are spread by 42 % of their mean.
            assert abs(estimate.value - mean) < 4 * 0.42 * mean / estimate.n**0.5, estimate
        if estimate.measure == "time_to_close":
            assert abs(estimate.value - TRUE_DAYS[estimate.at["channel"]] / 30.4375) < 0.8, estimate


def test_what_is_learned_is_a_plan_for_the_year_after_the_history() -> None:
    learned = taught()
    assert learned.plan.start == "2027-01"
    assert set(learned.plan.regions) == set(example("classic").regions)
    assert set(learned.plan.channels) == set(example("classic").channels)
    assert parse_plan(plan_text(learned)) == learned.plan
    assert any("“Trade show” is slower" in text for text in learned.warnings)


def test_hubspot_contacts_alone_teach_the_rate_of_every_stage() -> None:
    learned = learn(None, read("hubspot_contacts.csv"), CrmSettings())
    assert learned.plan.stages == ("Lead", "MQL", "SQL", "Opportunity", "Customer")
    first = next(e for e in learned.estimates if e.at.get("transition") == "Lead > MQL")
    assert first.value == pytest.approx(0.28, abs=0.08)
    assert not any("date for any of" in text for text in learned.warnings)
