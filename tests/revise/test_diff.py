"""What changed between two plans: hand-worked cases, laws over drawn plans, and the command as people run it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import slasheet
from slasheet.cli.main import cli
from slasheet.layout.sheets import layout
from slasheet.plan.carry import texts
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.plan_file import parse_plan, to_toml
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell, Channel, Plan
from slasheet.revise.diff import SIGNED, difference
from slasheet.revise.diff.changes import SettingChange
from slasheet.revise.diff.counterparts import alike
from slasheet.revise.diff.difference import Difference
from slasheet.texts.months import month_serial
from tests.helpers.plans import _inputs, bare_plans, plans, prime_plan

if TYPE_CHECKING:
    from click.testing import Result

# One lead is worth 10,000 x 10 % = 1,000; marketing sources 40.5 % of the target. For 100,000 that is 40,500, so 41 leads;
# for 120,000 it is 48,600, so 49; for 200,000 81,000, so 81. Leads close one month after they come in: those for March are due in February,
# and those for April, which has no target, are due in March: blank.
AGREED = """
start = "2027-01"
months = 3
regions = {names = ["EMEA", "APAC"]}
channels = [{name = "Website form", time_to_close = 1}]
[inputs]
revenue_target = {EMEA = 100000, APAC = 200000}
deal_size = 10000
marketing_share = 0.405
close_rate = 0.1
channel_mix = 1
"""
MORE = AGREED.replace("EMEA = 100000", "EMEA = [100000, 100000, 120000]")
OLD, NEW = parse_plan(AGREED), parse_plan(MORE)
SLA = """
Inputs
  revenue target, EMEA, 2027-03: 100,000 -> 120,000

What follows
  marketing-sourced revenue, plan, EMEA: 121,500 -> 129,600 (+8,100)
  marketing-sourced revenue, all, plan: 364,500 -> 372,600 (+8,100)
  sales-sourced revenue, plan, EMEA: 178,500 -> 190,400 (+11,900)
  sales-sourced revenue, all, plan: 535,500 -> 547,400 (+11,900)
  funnel of the whole company, plan, Lead: 366 -> 374 (+8)
  leads due by channel, Website form, 2027-02: 122 -> 130 (+8)
  leads due by channel, plan, Website form: 244 -> 252 (+8)
  leads due, all, 2027-02: 122 -> 130 (+8)
  leads due, all, plan: 244 -> 252 (+8)
  leads due by region, EMEA, 2027-02: 41 -> 49 (+8)
  leads due by region, plan, EMEA: 82 -> 90 (+8)
  leads due by owner, Marketing, 2027-02: 122 -> 130 (+8)
  leads due by owner, plan, Marketing: 244 -> 252 (+8)
  SLA value by channel, Website form, 2027-02: 122,000 -> 130,000 (+8,000)
  SLA value by channel, plan, Website form: 244,000 -> 252,000 (+8,000)
  SLA value, all, 2027-02: 122,000 -> 130,000 (+8,000)
  SLA value, all, plan: 244,000 -> 252,000 (+8,000)
  SLA value by region, EMEA, 2027-02: 41,000 -> 49,000 (+8,000)
  SLA value by region, plan, EMEA: 82,000 -> 90,000 (+8,000)
  SLA value by owner, Marketing, 2027-02: 122,000 -> 130,000 (+8,000)
  SLA value by owner, plan, Marketing: 244,000 -> 252,000 (+8,000)
  leads due, Website form, EMEA, 2027-02: 41 -> 49 (+8)
  SLA value, Website form, EMEA, 2027-02: 41,000 -> 49,000 (+8,000)
"""


def section(found: Difference, heading: str) -> list[str]:
    """Return the lines under a heading of the text."""
    lines = found.text("en").split("\n")
    start = lines.index(heading) + 1
    return [line.strip() for line in lines[start : lines.index("", start)]]


def follows(found: Difference, measure: str) -> list[tuple[dict[str, str], Cell, Cell]]:
    return [(dict(change.at), change.old, change.new) for change in found.derived if change.measure == measure]


# Worked by hand ----------------------------------------------------------------------------------


def test_the_input_first_then_what_follows_from_it() -> None:
    found = difference(OLD, NEW, files=("agreed.toml", "more.toml"))
    head, rest = found.text("en").split("\n", 1)
    was, now = OLD.fingerprint(), NEW.fingerprint()
    assert head == f"agreed.toml -> more.toml: the agreement has changed (fingerprint {was} -> {now})"
    assert rest == SLA
    assert found.changed
    assert not found.same


def test_the_json_has_one_entry_a_cell() -> None:
    data = slasheet.diff(OLD, NEW).to_json()
    assert data["old"] == {"file": None, "fingerprint": OLD.fingerprint()}
    assert data["new"] == {"file": None, "fingerprint": NEW.fingerprint()}
    assert data["same"] is False
    at = {"region": "EMEA", "horizon": "2027-03"}
    assert data["inputs"] == [{"measure": "revenue_target", "at": at, "old": 100000, "new": 120000}]
    assert (data["settings"], data["labels"], data["tables"], data["views"], data["log"]) == ([], [], [], [], None)
    due = {"channel": "Website form", "region": "EMEA", "month": "2027-02"}
    assert [entry for entry in data["derived"] if entry["measure"] == "leads_due"] == [
        {"measure": "leads_due", "at": due, "old": 41, "new": 49}
    ]


def test_all_tells_the_computed_cells_that_nobody_signs_too() -> None:
    usual, every = difference(OLD, NEW), difference(OLD, NEW, every=True)
    assert {change.measure for change in usual.derived} <= set(SIGNED)
    assert [change for change in every.derived if change.measure in SIGNED] == list(usual.derived)
    at = {"region": "EMEA", "horizon": "2027-03"}
    assert follows(every, "marketing_revenue") == [(at, 40_500, 48_600)]
    # The first quarter holds all three months: 900,000 before, 920,000 now.
    assert follows(every, "revenue_target_by_month_quarter") == [({"quarter": "Q1"}, 900_000, 920_000)]
    assert follows(usual, "marketing_revenue") == []


def test_many_cells_of_one_measure_are_counted_unless_all_are_asked_for() -> None:
    wide = parse_plan(AGREED.replace("months = 3", "months = 9"))
    more = wide.with_inputs(revenue_target=tuple(300_000.0 + 10_000 * place for place in range(18)))
    # Two regions, eight months whose leads close within the plan: sixteen cells.
    lines = section(difference(wide, more), "What follows")
    assert sum(line.startswith("leads due, Website form") for line in lines) == 6
    assert "and 10 more cells of leads due; --all shows them" in lines
    every = section(difference(wide, more, every=True), "What follows")
    assert sum(line.startswith("leads due, Website form") for line in every) == 16
    assert not any("--all" in line for line in every)


# Runs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ((0.5,) * 3 + (0.405,) * 3, ["marketing share, EMEA, 2027-01 to 2027-03: 40.5 % -> 50 %"]),
        ((0.5,) * 6, ["marketing share, all regions, 2027-01 to 2027-03: 40.5 % -> 50 %"]),
        (
            (0.5, 0.405, 0.5, 0.405, 0.5, 0.5),
            [
                "marketing share, EMEA, 2027-01: 40.5 % -> 50 %",
                "marketing share, EMEA, 2027-03: 40.5 % -> 50 %",
                "marketing share, APAC, 2027-02 to 2027-03: 40.5 % -> 50 %",
            ],
        ),
        ((0.5, 0.6, 0.405) * 2, ["marketing share, all regions, 2027-01: 40.5 % -> 50 %", "marketing share, all regions, 2027-02: 40.5 % -> 60 %"]),
        ((0.405, 0.405, None) * 2, ["marketing share, all regions, 2027-03: 40.5 % -> blank"]),
        ((None,) * 3 + (0.405,) * 3, ["marketing share, EMEA, 2027-01 to 2027-03: 40.5 % -> blank"]),
    ],
)  # fmt: skip
def test_what_changed_alike_is_told_once(share: tuple[Cell, ...], told: list[str]) -> None:
    assert section(difference(OLD, OLD.with_inputs(marketing_share=share)), "Inputs") == told


def test_regions_beside_each_other_are_no_run_and_what_was_different_is_not_told_as_one() -> None:
    old = replace(
        OLD, regions=("EMEA", "APAC", "LATAM"), inputs={"deal_size": (1.0, 1.0, 1.0), "sales_reps": (4.0, 5.0, 6.0)}
    )
    new = old.with_inputs(deal_size=(2.0, 2.0, 1.0), sales_reps=(7.0, 7.0, 7.0))
    assert section(difference(old, new), "Inputs") == [
        "average deal size, EMEA: 1 -> 2",
        "average deal size, APAC: 1 -> 2",
        "sales reps, EMEA: 4 -> 7",
        "sales reps, APAC: 5 -> 7",
        "sales reps, LATAM: 6 -> 7",
    ]


def test_the_regions_are_called_as_the_plan_calls_them() -> None:
    old = replace(OLD, region_label="Persona")
    new = old.with_inputs(deal_size=(12_000.0, 12_000.0))
    assert section(difference(old, new), "Inputs") == ["average deal size, all personas: 10,000 -> 12,000"]
    assert "leads due by persona, plan, EMEA: 82 -> 68 (-14)" in section(difference(old, new), "What follows")


# Labels, never positions -------------------------------------------------------------------------


def test_a_region_put_in_first_shifts_nothing() -> None:
    new = parse_plan(
        AGREED.replace('["EMEA"', '["LATAM", "EMEA"').replace("{EMEA = 100000,", "{LATAM = 300000, EMEA = 100000,")
    )
    found = difference(OLD, new)
    assert found.inputs == ()
    (change,) = found.labels
    assert (change.axis, list(change.added), list(change.removed), change.reordered) == ("region", ["LATAM"], [], False)
    # 300,000 x 40.5 % = 121,500 a month: 122 leads in each of the two months that can be delivered.
    added = (
        "region added: LATAM: revenue target 300,000; new-business share 100 %; average deal size 10,000; marketing share 40.5 %; "
        "close rate 10 %; channel mix 100 %; marketing-sourced revenue, plan 364,500; sales-sourced revenue, plan 535,500; leads due 244; SLA value 244,000"
    )
    assert section(found, "Names and months") == [added]
    assert follows(found, "leads_due_by_month_plan") == [({"plan": "plan"}, 244, 488)]
    assert follows(found, "leads_due") == []
    back = difference(new, OLD)
    assert section(back, "Names and months")[0].startswith("region removed: LATAM: revenue target 300,000; ")
    assert back.to_json()["labels"][0]["removed"] == ["LATAM"]
    held = {"measure": "revenue_target", "cells": 3, "from": 300000, "to": 300000}
    assert held in back.to_json()["labels"][0]["holds"]["LATAM"]


def test_months_that_only_one_side_has_are_told_together() -> None:
    later = replace(OLD, start="2027-02", inputs={**OLD.inputs, "revenue_target": (1e5, 1e5, 1.5e5, 2e5, 2e5, 3e5)})
    found = difference(OLD, later)
    assert found.inputs == ()
    assert section(found, "Settings") == ["first month: 2027-01 -> 2027-02"]
    assert section(found, "Names and months") == [
        "months only in OLD: 2027-01: revenue target 100,000 to 200,000 (2 cells); marketing share 40.5 %",
        "months only in NEW: 2027-04: revenue target 150,000 to 300,000 (2 cells); marketing share 40.5 %",
    ]
    # March was blank, for its leads close in April: 150,000 need 61 (60.75), 300,000 need 122 (121.5).
    due = [change for change in follows(found, "leads_due") if change[1] is None]
    assert [(at["region"], at["month"], new) for at, _, new in due] == [
        ("EMEA", "2027-03", 61),
        ("APAC", "2027-03", 122),
    ]


def test_quarters_are_compared_by_their_months() -> None:
    """Q2 of a plan from January and Q1 of one from April are the same months, and hold the same target."""
    year = parse_plan(AGREED.replace("months = 3", "months = 12"))
    targets = tuple(float(month + 1) for month in range(12)) * 2
    old = year.with_inputs(revenue_target=targets)
    shifted = tuple(float(month + 4) for month in range(12)) * 2
    new = replace(old, start="2027-04", inputs={**old.inputs, "revenue_target": shifted})
    found = difference(old, new, every=True)
    assert follows(found, "revenue_target_quarter") == []
    changed = new.with_inputs(revenue_target=(5.0, *shifted[1:]))
    # 4 + 5 + 6 before; the first is 5 now.
    assert follows(difference(old, changed, every=True), "revenue_target_quarter") == [
        ({"region": "EMEA", "quarter": "Q1"}, 15, 16)
    ]


def test_one_name_for_another_at_the_same_place_with_the_same_numbers_is_a_new_name() -> None:
    renamed = replace(NEW, regions=("Europe", "APAC"))
    found = difference(NEW, renamed)
    assert section(found, "Names and months") == ["region renamed: EMEA -> Europe"]
    assert (found.inputs, found.derived, found.same) == ((), (), False)
    assert found.to_json()["labels"][0]["renamed"] == [{"old": "EMEA", "new": "Europe"}]
    other = renamed.with_inputs(deal_size=(9_999.0, 10_000.0))
    lines = section(difference(NEW, other), "Names and months")
    assert [line.partition(": revenue")[0] for line in lines] == ["region removed: EMEA", "region added: Europe"]
    elsewhere = replace(NEW, regions=("APAC", "Europe"))
    assert difference(NEW, elsewhere).to_json()["labels"][0]["renamed"] == []


def test_capitals_alone_make_a_new_name_of_the_same_label() -> None:
    new = replace(OLD.with_inputs(deal_size=(11_000.0, 10_000.0)), regions=("Emea", "APAC"))
    found = difference(OLD, new)
    assert section(found, "Names and months") == ["region renamed: EMEA -> Emea"]
    assert section(found, "Inputs") == ["average deal size, Emea: 10,000 -> 11,000"]


def test_another_order_is_told_and_changes_no_number() -> None:
    new = replace(
        OLD, regions=("APAC", "EMEA"), inputs={**OLD.inputs, "revenue_target": (200_000.0,) * 3 + (100_000.0,) * 3}
    )
    found = difference(OLD, new)
    assert section(found, "Names and months") == ["the regions are in a different order: APAC, EMEA"]
    assert (found.inputs, found.derived) == ((), ())
    assert OLD.fingerprint() != new.fingerprint()


def test_rates_keep_to_their_steps_when_a_stage_is_renamed_or_put_in() -> None:
    old = prime_plan(stages=("MQL", "SQL", "Customer"))
    renamed = replace(old, stages=("MQL", "Meeting", "Customer"))
    assert section(difference(old, renamed), "Names and months") == ["stage renamed: SQL -> Meeting"]
    rates = old.inputs["conversion_rate"]
    other = renamed.with_inputs(conversion_rate=(*rates[:-1], 0.9))
    assert section(difference(old, other), "Names and months")[0].startswith("stage removed: SQL: ")
    longer = prime_plan(stages=("MQL", "SQL", "Offer", "Customer"))
    cells = len(old.inputs["conversion_rate"]) // 2
    rates = (*old.inputs["conversion_rate"][:cells], *longer.inputs["conversion_rate"][cells:])
    inputs = {**old.inputs, "conversion_rate": rates, "stage_definitions": longer.inputs["stage_definitions"]}
    found = difference(old, replace(old, stages=("MQL", "SQL", "Offer", "Customer"), inputs=inputs))
    assert found.inputs == ()
    by_axis = {change.axis: (list(change.removed), list(change.added)) for change in found.labels}
    assert by_axis == {
        "stage": ([], ["Offer"]),
        "transition": (["SQL > Customer"], ["SQL > Offer", "Offer > Customer"]),
    }


def test_rates_that_are_computed_now_are_no_longer_typed() -> None:
    old = prime_plan(stages=("Lead", "Customer"), channels=(Channel("Web"),), regions=("EMEA",))
    new = prime_plan(stages=("Lead", "MQL", "Customer"), channels=(Channel("Web"),), regions=("EMEA",))
    tables = difference(old, new).to_json()["tables"]
    assert [(table["only_in"], table["measure"], table["cells"]) for table in tables] == [
        ("old", "close_rate", 1),
        ("new", "conversion_rate", 2),
    ]


# Values in words ---------------------------------------------------------------------------------


def test_settings_in_words() -> None:
    new = replace(
        OLD,
        title="SLA 2028",
        currency="USD",
        pacing="working",
        rounding="nearest",
        channels=(Channel("Website form", "sales"),),
    )
    found = difference(OLD, new)
    assert section(found, "Settings") == [
        "title: “Sales & marketing SLA” -> “SLA 2028”",
        "currency: EUR -> USD",
        "days of the goal line: calendar days -> working days",
        "rounding: up -> to the nearest",
        "owner, Website form: Marketing -> Sales",
    ]
    owner = {"setting": "channels.owner", "old": "marketing", "new": "sales", "at": {"channel": "Website form"}}
    assert found.to_json()["settings"][-1] == owner


@pytest.mark.parametrize(
    ("given", "old", "new", "told"),
    [
        ("deal_size", (0.001, 5.0), (0.002, 5.0), "average deal size, EMEA: 0.001 -> 0.002"),
        ("close_rate", (0.3333333331, 0.5), (0.3333333332, 0.5), "close rate, Website form, EMEA: 0.3333333331 -> 0.3333333332"),
        ("deal_size", ("about 5k", 5.0), (5000.0, 5.0), "average deal size, EMEA: “about 5k” -> 5,000"),
        ("returned_by", ("Sales rep",), ("Team\nlead",), "who returns leads: “Sales rep” -> “Team⏎lead”"),
        ("returned_by", ("x" * 100 + "old" + "y" * 100,), ("x" * 100 + "new" + "y" * 100,),
         "who returns leads: “…" + "x" * 20 + "old" + "y" * 47 + "…” -> “…" + "x" * 20 + "new" + "y" * 47 + "…”"),
        ("returned_by", ("Rep",), ("z" * 99,), "who returns leads: “Rep” -> “" + "z" * 70 + "…”"),
        ("returned_by", ("Rep",), ("Rep\x1b[31m",), "who returns leads: “Rep” -> “Rep\\x1b[31m”"),
        ("follow_ups", (3.0, 14.0, 5.0, 28.0, 7.0, 56.0), (3.0, 14.0, 5.0, 28.0, 8.0, 56.0), "follow-ups, Third, Attempts: 7 -> 8"),
    ],
)  # fmt: skip
def test_a_difference_is_seen_in_the_words(given: str, old: tuple[Cell, ...], new: tuple[Cell, ...], told: str) -> None:
    found = difference(OLD.with_inputs(**{given: old}), OLD.with_inputs(**{given: new}))
    assert section(found, "Inputs") == [told]


def test_a_list_of_days_tells_what_came_and_went() -> None:
    first, second, third = (float(month_serial(month)) for month in ("2027-01", "2027-02", "2027-03"))
    rest = (None,) * 57
    old = OLD.with_inputs(holidays=(first, second, None, *rest))
    found = difference(old, OLD.with_inputs(holidays=(third, first, None, *rest)))
    assert section(found, "Inputs") == ["holidays removed: 2027-02-01", "holidays added: 2027-03-01"]
    assert found.to_json()["inputs"][0] == {
        "measure": "holidays",
        "at": {"holiday": "1"},
        "old": "2027-01-01",
        "new": "2027-03-01",
    }
    turned = difference(old, OLD.with_inputs(holidays=(second, first, None, *rest)))
    assert section(turned, "Inputs") == ["holidays are in a different order, or elsewhere in the list"]


def test_markdown_takes_no_name_for_a_mark() -> None:
    old = replace(OLD, regions=("A|B_*", "<b>"))
    shown = difference(old, old.with_inputs(deal_size=(10_000.0, 7.0)), files=("a_b.toml", "c.toml")).markdown("en")
    assert "**a\\_b.toml -> c.toml: the agreement has changed" in shown
    assert "| What | Old | New | Difference |" in shown
    assert "| average deal size, &lt;b> | 10,000 | 7 |  |" in shown
    gone = difference(old, replace(OLD, regions=("A|B_*",), inputs={})).markdown("en")
    assert "- region removed: &lt;b>: revenue target 200,000; " in gone


# What is not agreed ------------------------------------------------------------------------------


def test_log_views_and_language_leave_the_agreement_as_it_is() -> None:
    first = float(month_serial("2027-01"))
    rows = [(first, "EMEA", "Website form", 1204.0, None, None, None, None)]
    more = [*rows, (first + 1, "EMEA", "Website form", 1173.0, None, None, None, None)]
    old = OLD.with_log(rows)
    new = replace(
        OLD.with_log(more).with_inputs(as_of=(first + 9,), performance_month=(first,)),
        language="es",
        crm=CrmSettings(regions={"D.A.CH": "EMEA"}),
    )
    found = difference(old, new, files=("a.xlsx", "b.xlsx"))
    assert (found.same, found.changed, found.derived) == (True, True, ())
    print_ = OLD.fingerprint()
    assert found.text("en").split("\n")[:2] == [
        f"a.xlsx -> b.xlsx: the agreement is the same (fingerprint {print_})",
        "",
    ]
    assert section(found, "Not part of the agreement") == [
        "language: English -> Español",
        "CRM region, D.A.CH: not given -> “EMEA”",
        "lead log: 1 row -> 2 rows (leads 1,204 -> 2,377; rows only in NEW: 1, only in OLD: 0)",
        "month to show: blank -> 2027-01",
        "as of: blank -> 2027-01-10",
    ]
    assert found.to_json()["log"] == {
        "old": {"rows": 1, "leads": 1204.0},
        "new": {"rows": 2, "leads": 2377.0},
        "rows_added": 1,
        "rows_removed": 0,
    }
    assert [entry["new"] for entry in found.to_json()["views"]] == ["2027-01", "2027-01-10"]
    assert not difference(OLD.with_log(more), OLD.with_log(more[::-1])).changed
    for other in (old, replace(OLD, language="th"), OLD.with_inputs(as_of=(first,))):
        assert (difference(OLD, other).same, difference(OLD, other).changed) == (True, True)
    morning = difference(OLD, OLD.with_inputs(as_of=(first + 0.375,)))
    assert section(morning, "Not part of the agreement") == ["as of: blank -> 2027-01-01T09:00:00"]


def test_another_language_and_three_targets_are_three_changes() -> None:
    text = 'start = "2027-01"\nmonths = 3\nregions = {{names = ["EMEA"]}}\nchannels = [{{name = "Web"}}]\n{}\n[inputs]\ndeal_size = 1000\nrevenue_target = {}\n'
    old = parse_plan(text.format("", [1000, 2000, 3000]))
    new = parse_plan(text.format('language = "es"', [1100, 2200, 3300]))
    assert new.stages == ("Lead", "Cliente")
    found = difference(old, new)
    assert section(found, "Inputs") == [f"revenue target, EMEA, 2027-0{m}: {m},000 -> {m},{m}00" for m in (1, 2, 3)]
    assert (found.settings, section(found, "Not part of the agreement")) == (
        (SettingChange("language", "en", "es"),),
        ["language: English -> Español"],
    )
    assert (found.labels, found.views) == ((), ())
    # What somebody wrote is told as it is written.
    handoff = new.inputs["handoff"]
    found = difference(
        old, new.with_inputs(handoff=("Llamar", *handoff[1:]), revenue_target=old.inputs["revenue_target"])
    )
    assert [(change.old, change.new) for change in found.inputs] == [(old.inputs["handoff"][0], "Llamar")]


def test_the_same_agreement_of_another_edition_is_the_same() -> None:
    old = replace(OLD, language="es", edition=1)
    spanish = old.with_inputs(**texts(OLD, old))
    found = difference(spanish, replace(OLD, language="en"))
    assert found.same
    assert found.text("en").split("\n")[0] == (
        f"{OLD.title} -> {OLD.title}: the agreement is the same, of another edition "
        f"(fingerprint {spanish.fingerprint()} -> {OLD.fingerprint()})"
    )


def test_the_last_digits_that_spreadsheets_drop_are_no_change() -> None:
    old, new = OLD.with_inputs(tolerance=(0.1 + 0.2,)), OLD.with_inputs(tolerance=(0.3,))
    found = difference(old, new)
    assert (found.same, found.changed) == (True, False)
    # 0.30000000000000004: the fingerprint of today sees it, so the verdict must not say that it is the same one.
    if old.fingerprint() != new.fingerprint():
        assert "the same but for the last digits of numbers" in found.text("en")
    # Fifteen digits are kept: a cent of a hundred billion is a change.
    cents = difference(OLD.with_inputs(deal_size=(1e11, 1.0)), OLD.with_inputs(deal_size=(1e11 + 0.01, 1.0)))
    assert section(cents, "Inputs") == ["average deal size, EMEA: 100,000,000,000 -> 100,000,000,000.01"]


# Laws --------------------------------------------------------------------------------------------


@pytest.mark.slow
@settings(max_examples=25)
@given(plan=plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    found = difference(plan, replace(plan), every=True)
    assert (found.changed, found.same) == (False, True)
    assert found.text("en").endswith(f"nothing changed (fingerprint {plan.fingerprint()})\n")


@pytest.mark.slow
@settings(max_examples=25)
@given(plan=plans(), data=st.data())
def test_one_cell_changed_is_the_one_cell_told(plan: Plan, data: st.DataObject) -> None:
    table = measures(plan)
    name = data.draw(st.sampled_from([name for name in plan.inputs if table[name].numeric]))
    index = data.draw(st.integers(0, len(plan.inputs[name]) - 1))
    before = plan.inputs[name][index]
    after = data.draw(st.integers(1, 60_000).map(lambda x: x / 4).filter(lambda number: number != before))
    cells = plan.inputs[name]
    changed = plan.with_inputs(**{name: (*cells[:index], after, *cells[index + 1 :])})
    found = difference(plan, changed)
    told = [(c.measure, dict(c.at), c.old, c.new) for c in (*found.inputs, *found.views)]
    assert told == [(name, plan.at(table[name].axes, index), before, after)]
    assert found.same == table[name].view == (plan.fingerprint() == changed.fingerprint())
    assert (found.settings, found.labels, found.tables, found.log) == ((), (), (), None)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """Draw two plans of the same shape with other inputs."""
    old = draw(plans(3))
    return old, old.with_inputs(**_inputs(draw, replace(old, inputs={}, log=()), blanks=True, texts=False))


@pytest.mark.slow
@settings(max_examples=25)
@given(pair=pairs())
def test_the_inputs_that_are_told_make_the_new_plan_of_the_old(pair: tuple[Plan, Plan]) -> None:
    old, new = pair
    data = difference(old, new).to_json()
    made: dict[str, list[Cell]] = {name: list(cells) for name, cells in old.inputs.items()}
    for entry in (*data["inputs"], *data["views"]):
        measure = measures(old)[entry["measure"]]
        index = list(old.coordinates(measure.axes)).index(entry["at"])
        unit = measure.unit_at(entry["at"])
        assert shown(made[measure.name][index], unit) == entry["old"]
        made[measure.name][index] = typed(entry["new"], unit)
    for name, cells in new.inputs.items():
        assert all(alike(a, b) for a, b in zip(made[name], cells, strict=True)), name


def typed(value: Any, unit: str) -> Cell:
    """Return a value of the JSON as a plan holds it; the drawn days have no time of day."""
    if unit not in ("date", "month") or not isinstance(value, str):
        return value
    return float((date.fromisoformat(value if len(value) > 7 else f"{value}-01") - date(1899, 12, 30)).days)


def shown(cell: Cell, unit: str) -> Any:
    # Days before 1950 and after 2999 stay numbers.
    if unit not in ("date", "month") or not isinstance(cell, float) or not 18_264 <= cell <= 401_768:
        return cell
    day = date.fromordinal(date(1899, 12, 30).toordinal() + int(cell)).isoformat()
    return day.removesuffix("-01") if unit == "month" else day


@pytest.mark.slow
@settings(max_examples=25)
@given(old=plans(3), bare=bare_plans(4), data=st.data())
def test_any_two_plans_can_be_told_apart(old: Plan, bare: Plan, data: st.DataObject) -> None:
    """Whatever differs, the words and the data can be given, and the fingerprint differs where something agreed does."""
    new = data.draw(
        st.sampled_from((bare, replace(bare, inputs={}, start=old.start, regions=old.regions[::-1], currencies=())))
    )
    found = difference(old, new, every=True)
    assert found.same == (old.fingerprint() == new.fingerprint())
    assert json.loads(json.dumps(found.to_json(), allow_nan=False))["same"] == found.same
    assert found.text("en").count("\n") >= 1
    assert found.markdown("en").startswith("**")
    back = difference(new, old)
    assert {c.axis: (set(c.removed), set(c.added)) for c in back.labels} == {
        c.axis: (set(c.added), set(c.removed)) for c in found.labels
    }


# The command -------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("agreed.toml").write_text(AGREED, encoding="utf-8")
    Path("more.toml").write_text(MORE, encoding="utf-8")
    slasheet.write(OLD, "agreed.xlsx")
    slasheet.write(NEW, "more.xlsx")
    return tmp_path


def run(*arguments: str, code: int) -> Result:
    done = CliRunner().invoke(cli, arguments, prog_name="slasheet")
    assert done.exit_code == code, done.output
    return done


@pytest.mark.usefixtures("here")
def test_workbooks_and_plan_files_are_compared_alike() -> None:
    for old in ("agreed.toml", "agreed.xlsx"):
        assert run("diff", old, "agreed.xlsx", code=0).stdout.endswith(
            f"nothing changed (fingerprint {OLD.fingerprint()})\n"
        )
        for new in ("more.toml", "more.xlsx"):
            assert run("diff", old, new, code=1).stdout.split("\n", 1)[1] == SLA
            assert slasheet.diff(old, Path(new)).text("en").split("\n", 1)[1] == SLA
    Path("MORE.TOML").write_text(MORE, encoding="utf-8")
    assert run("diff", "more.xlsx", "MORE.TOML", code=0).stderr == ""
    files = json.loads(run("diff", "agreed.xlsx", "more.toml", "--format", "json", code=1).stdout)
    assert (files["old"]["file"], files["new"]["file"]) == ("agreed.xlsx", "more.toml")


@pytest.mark.usefixtures("here")
def test_the_difference_goes_to_a_file() -> None:
    done = run("diff", "agreed.toml", "more.toml", "--format", "markdown", "--all", "-o", "what.md", code=1)
    assert done.stdout == ""
    assert "| leads due, Website form, EMEA, 2027-02 | 41 | 49 | +8 |" in Path("what.md").read_text(encoding="utf-8")
    assert "| channel revenue, Website form, EMEA, 2027-03 | 40,500 | 48,600 | +8,100 |" in Path("what.md").read_text(
        encoding="utf-8"
    )


WRONG = {
    "diff agreed.toml": "Missing argument 'NEW'",
    "diff agreed.toml nothing.toml": "nothing.toml: can't be read (No such file or directory)",
    "diff nothing.xlsx agreed.toml": "nothing.xlsx: can't be read (No such file or directory)",
    "diff agreed.toml foreign.xlsx": "foreign.xlsx is not a workbook that slasheet made",
    "diff shifted.xlsx agreed.toml": "there is no telling which number belongs to which name",
    "diff agreed.toml wrong.toml": "inputs.deal_size: -1 is out of range",
    "diff agreed.toml more.toml -o agreed.toml": "never overwritten",
    "diff agreed.toml more.toml -o more.xlsx": "is a workbook that people fill in",
    "diff agreed.toml more.toml -o nowhere/what.md": "can't be written",
    "diff agreed.toml more.toml --format yaml": "'yaml' is not one of 'text', 'json', 'markdown'",
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("line", WRONG)
def test_what_cannot_be_compared_is_refused_in_one_line(line: str) -> None:
    Workbook().save("foreign.xlsx")
    Path("wrong.toml").write_text(AGREED.replace("deal_size = 10000", "deal_size = -1"), encoding="utf-8")
    book = load_workbook("agreed.xlsx")
    book.defined_names["sla_deal_size"].attr_text = "'Deal size'!$E$5"
    # What rests on it would say which cells are meant.
    for measure in ("lead_value", "deal_size_missing"):
        sheet, cell = layout(OLD).address(measure)
        book[sheet][cell] = "=1"
    book.save("shifted.xlsx")
    done = CliRunner().invoke(cli, line.split(), prog_name="slasheet", standalone_mode=True)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert WRONG[line] in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("here")
def test_what_people_wrote_into_a_workbook_is_told() -> None:
    book = load_workbook("agreed.xlsx")
    area = book.defined_names["sla_deal_size"].attr_text
    sheet, cells = area.replace("'", "").replace("$", "").split("!")
    book[sheet][cells.partition(":")[0]] = "about 10k"
    book.save("typed.xlsx")
    lines = run("diff", "agreed.toml", "typed.xlsx", code=1).stdout.splitlines()
    assert "  average deal size, EMEA: 10,000 -> “about 10k”" in lines
    assert "  leads due, Website form, EMEA, 2027-01 to 2027-02: 41 -> blank" in lines


def test_a_plan_and_its_plan_file_are_the_same(tmp_path: Path) -> None:
    plan = prime_plan()
    (tmp_path / "plan.toml").write_text(to_toml(plan), encoding="utf-8")
    slasheet.write(plan, tmp_path / "plan.xlsx")
    assert not slasheet.diff(tmp_path / "plan.toml", tmp_path / "plan.xlsx", every=True).changed
