"""A plan changed without losing anything: by hand in the words of the domain, and as properties of any plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import slasheet
from slasheet import Axis, Changes, Channel, NewStage, Plan, PlanError, Updated, Value, check, read, update, write
from slasheet.cli.main import cli
from slasheet.cli.update_options import changes_of
from slasheet.plan.carry import typed_cells
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.plan_file import load_plan
from slasheet.plan.plan import Cell
from slasheet.plan.signatures import signatures, signed
from slasheet.plan.templates import example
from slasheet.recompute import recompute
from slasheet.revise.newest import newest
from slasheet.revise.update.values import parse_value
from slasheet.texts.findings import FileError
from slasheet.texts.months import month_of_serial, month_serial
from tests.helpers.books import disagreements
from tests.helpers.engines import ironcalc_values, with_ironcalc_values
from tests.helpers.places import ROOT
from tests.helpers.plans import plans, prime_plan

pytestmark = pytest.mark.slow

DAY = date(2026, 12, 15)
SAMPLES = ROOT / "samples"


@pytest.fixture
def plan() -> Plan:
    """Three regions, four channels, MQL > SQL > Customer, four months from 2027-01 and two of look-ahead; a log."""
    return prime_plan()


def at(plan: Plan, measure: str, *labels: str) -> Cell:
    """Return what a cell holds, by its labels in axis order."""
    known = {m.name: m for m in plan.typed}[measure]
    places = [tuple(coordinates.values()) for coordinates in plan.coordinates(known.axes)]
    return plan.inputs[measure][places.index(labels)]


def row(plan: Plan, measure: str, *labels: str) -> list[Cell]:
    """Return what stands under the first labels of an input, in order."""
    known = {m.name: m for m in plan.typed}[measure]
    places = [tuple(coordinates.values()) for coordinates in plan.coordinates(known.axes)]
    return [cell for place, cell in zip(places, plan.inputs[measure], strict=True) if place[: len(labels)] == labels]


def lost(updated: Updated) -> list[tuple[str, tuple[str, ...], Cell]]:
    return [(found.measure, tuple(found.at.values()), found.cell) for found in updated.lost.cells]


def asked(plan: Plan, grow: str | None = None, **texts: tuple[str, ...]) -> Changes:
    """Return the changes that options ask for."""
    names = ("add_region", "drop_region", "rename_region", "add_channel", "drop_channel", "rename_channel", "owner",
             "add_stage", "drop_stage", "rename_stage", "region_currency", "set")  # fmt: skip
    return changes_of(plan, {}, {name: texts.get(name, ()) for name in names}, grow)


# Regions and channels ----------------------------------------------------------------------------


def test_an_update_that_changes_nothing_gives_the_plan_back(plan: Plan) -> None:
    made = update(plan, Changes())
    assert made.plan == plan
    assert len(made.lost) == 0
    assert made.kept == sum(cell is not None for cells in plan.inputs.values() for cell in cells)
    assert made.text() == "Nothing changes.\n"


def test_a_region_renamed_is_renamed_wherever_its_name_stands(plan: Plan) -> None:
    crm = CrmSettings(regions={"DACH": "emea", "US": "North America"})
    plan = replace(plan, crm=crm, inputs={**plan.inputs, "performance_region": ("EMEA",)})
    made = update(plan, Changes(regions=Axis({" emea ": "Europe"}))).plan
    assert made.regions == ("North America", "Europe", "Asia Pacific")
    assert made.inputs == {**plan.inputs, "performance_region": ("Europe",)}
    assert made.crm.regions == {"DACH": "Europe", "US": "North America"}
    assert [r[1] for r in made.log] == ["Europe" if r[1] == "EMEA" else r[1] for r in plan.log]
    assert "Europe" in {r[1] for r in made.log}


def test_two_names_are_swapped_and_every_number_goes_with_its_name(plan: Plan) -> None:
    swap = Axis({"Webinar": "Partners", "Partners": "Webinar"})
    made = update(plan, Changes(channels=swap))
    assert [c.name for c in made.plan.channels] == ["Website form", "Partners", "Outbound calls", "Webinar"]
    assert made.plan.inputs == plan.inputs
    assert len(made.lost) == 0
    assert Counter(r[2] for r in made.plan.log)["Partners"] == Counter(r[2] for r in plan.log)["Webinar"]


def test_a_region_put_in_is_blank_and_moves_nothing(plan: Plan) -> None:
    made = update(plan, Changes(new_regions=("Nordics",)))
    assert made.plan.regions == (*plan.regions, "Nordics")
    assert row(made.plan, "revenue_target", "Nordics") == [None] * 6
    assert at(made.plan, "new_business_share", "Nordics") == 1.0
    assert [at(made.plan, "channel_mix", channel, "EMEA") for channel in plan.axis("channel")] == [
        at(plan, "channel_mix", channel, "EMEA") for channel in plan.axis("channel")
    ]
    assert len(made.lost) == 0


def test_the_only_region_does_not_stand_for_a_new_one() -> None:
    alone = Plan(regions=("Home",)).with_inputs(deal_size=(500.0,), revenue_target=(9_000.0,) * 12)
    made = update(alone, Changes(new_regions=("Abroad",))).plan
    assert made.inputs["deal_size"] == (500.0, None)
    assert made.inputs["revenue_target"] == (*[9_000.0] * 12, *[None] * 12)


def test_a_region_that_goes_takes_its_numbers_along_and_each_is_told(plan: Plan) -> None:
    plan = replace(plan, crm=CrmSettings(regions={"DACH": "EMEA", "US": "North America"}))
    plan = plan.with_inputs(performance_region=("EMEA",))
    made = update(plan, Changes(regions=Axis(dropped=("EMEA",))))
    assert made.plan.regions == ("North America", "Asia Pacific")
    gone = Counter(name for name, labels, _ in lost(made) if "EMEA" in labels)
    # Six months with the look-ahead; four channels, two steps between three stages.
    assert gone == Counter(revenue_target=6, marketing_share=6, new_business_share=1, deal_size=1, conversion_rate=8,
                           channel_mix=4, sales_reps=1, leads_per_rep=1)  # fmt: skip
    assert gone.total() == len(lost(made))
    assert ("deal_size", ("EMEA",), at(plan, "deal_size", "EMEA")) in lost(made)
    assert at(made.plan, "deal_size", "Asia Pacific") == at(plan, "deal_size", "Asia Pacific")
    assert made.lost.rows == tuple(r for r in plan.log if r[1] == "EMEA")
    assert made.plan.log == tuple(r for r in plan.log if r[1] != "EMEA")
    assert made.lost.mappings == (("region", "DACH", "EMEA"),)
    assert made.plan.crm.regions == {"US": "North America"}
    assert made.plan.inputs["performance_region"] == (None,)
    assert [found.measure for found in made.lost.views] == ["performance_region"]


def test_a_name_that_goes_and_comes_again_begins_blank(plan: Plan) -> None:
    made = update(plan, Changes(regions=Axis(dropped=("EMEA",)), new_regions=("EMEA",)))
    assert made.plan.regions == ("North America", "Asia Pacific", "EMEA")
    assert at(made.plan, "deal_size", "EMEA") is None
    assert ("deal_size", ("EMEA",), at(plan, "deal_size", "EMEA")) in lost(made)


def test_a_channel_comes_with_its_owner_and_an_owner_changes(plan: Plan) -> None:
    made = update(plan, Changes(new_channels=(Channel("Fairs", "sales"),), owners={"webinar": "sales"})).plan
    assert [c.owner for c in made.channels] == ["marketing", "sales", "sales", "sales", "sales"]
    assert at(made, "time_to_close", "Fairs") == 0.0
    assert row(made, "channel_mix", "Webinar") == row(plan, "channel_mix", "Webinar")


def test_what_nobody_typed_is_no_loss() -> None:
    bare = Plan(channels=(Channel("Web"), Channel("Calls", "sales")), stages=("Lead", "SQL", "Customer"))
    assert len(update(bare, Changes(channels=Axis(dropped=("Calls",)), stages=Axis(dropped=("SQL",)))).lost) == 0


def test_renames_come_first_then_drops_then_additions(plan: Plan) -> None:
    made = update(plan, Changes(regions=Axis({"EMEA": "Europe"}, ("Europe",)), new_regions=("EMEA",))).plan
    assert made.regions == ("North America", "Asia Pacific", "EMEA")
    assert at(made, "deal_size", "EMEA") is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (Changes(regions=Axis({"EMAE": "Europe"})), "the plan has no region “EMAE”; did you mean “EMEA”?"),
        (Changes(regions=Axis({"EMEA": "asia pacific"})), "two regions named “Asia Pacific”"),
        (Changes(new_channels=(Channel("WEBINAR"),)), "two channels named “WEBINAR”"),
        (Changes(channels=Axis(dropped=("Fairs",))), "it has: Website form, Webinar, Outbound calls, Partners."),
        (Changes(regions=Axis(dropped=("EMEA", "North America", "Asia Pacific"))), "a plan needs a region"),
        (Changes(owners={"Webinar": "support"}), "the owner of “Webinar” is “support”; say with --owner whether it is marketing or sales."),
        (Changes(new_stages=(NewStage("SAL", "SQQL"),)), "no stage “SQQL”; did you mean “SQL”?"),
        (Changes(growth=0.1), "there are no new months whose targets could grow"),
        (Changes(values=(Value("deal_sise", (), 1.0),)), "no input “deal_sise”; did you mean “deal_size”?"),
        (Changes(values=(Value("leads_due", (), 1.0),)), "leads_due is computed, not typed"),
        (Changes(values=(Value("close_rate", (), 0.1),)), "with more than two stages close rates are computed"),
        (Changes(values=(Value("lead_log", (), 1.0),)), "the lead log is filled by slasheet log"),
        (Changes(values=(Value("deal_size", ("EMEA", "2027-01"), 1.0),)), r"deal_size\[EMEA,2027-01\]: deal_size takes the labels region"),
        (Changes(values=(Value("revenue_target", ("EMEA", "2026-01"), 1.0),)), "no month “2026-01”"),
        (Changes(values=(Value("tolerance", ("EMEA",), 0.1),)), "tolerance has no labels"),
    ],
)  # fmt: skip
def test_what_the_plan_does_not_have_is_refused_in_one_line(plan: Plan, changes: Changes, message: str) -> None:
    with pytest.raises(FileError, match=message.replace("?", r"\?")) as refused:
        update(plan, changes)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"months": 37}, "update: months: 37 is not allowed. Allowed: a whole number from 1 to 36."),
        ({"start": "January"}, 'update: start: "January" is not allowed.'),
        ({"currency": "EURO"}, 'update: currency: "EURO" is not allowed.'),
        ({"region_label": " "}, "update: regions.label:"),
    ],
)
def test_settings_keep_the_rules_of_the_plan_file(plan: Plan, settings: dict[str, object], message: str) -> None:
    with pytest.raises(PlanError) as refused:
        update(plan, Changes(settings=settings))
    assert str(refused.value).startswith(message)


def test_labels_that_are_none_are_refused_as_in_a_plan_file(plan: Plan) -> None:
    with pytest.raises(PlanError, match="reads like a number"):
        update(plan, Changes(new_regions=("2027",)))
    twice = replace(plan, regions=("EMEA", "emea", "Asia"))
    with pytest.raises(FileError, match="two of the plan's regions have the same name"):
        update(twice, Changes(settings={"months": 3}))


# Stages ------------------------------------------------------------------------------------------


def test_a_stage_renamed_keeps_the_rates_and_an_edited_meaning(plan: Plan) -> None:
    meanings = plan.inputs["stage_definitions"]
    plan = plan.with_inputs(stage_definitions=("Ours.", *meanings[1:]))
    made = update(plan, Changes(stages=Axis({"MQL": "Lead", "SQL": "Opportunity"}))).plan
    assert made.stages == ("Lead", "Opportunity", "Customer")
    assert made.inputs["conversion_rate"] == plan.inputs["conversion_rate"]
    assert at(made, "stage_definitions", "Lead", "meaning") == "Ours."
    # Nobody had changed what SQL means, so it is what an opportunity usually is.
    usual = Plan(stages=("Lead", "Opportunity", "Customer"))
    assert at(made, "stage_definitions", "Opportunity", "meaning") == at(usual, "stage_definitions", "Opportunity", "meaning")  # fmt: skip


def test_a_stage_in_the_middle_goes_and_the_close_rates_stay(plan: Plan) -> None:
    made = update(plan, Changes(stages=Axis(dropped=("SQL",))))
    assert made.plan.stages == ("MQL", "Customer")
    rates = plan.inputs["conversion_rate"]
    assert made.plan.inputs["close_rate"] == tuple(a * b for a, b in zip(rates[:12], rates[12:], strict=True))
    assert recompute(made.plan)["leads_due"] == pytest.approx(recompute(plan)["leads_due"])
    # The rates of both steps are numbers that stand nowhere any more.
    assert [cell for name, _, cell in lost(made) if name == "conversion_rate"] == list(rates)
    assert "MQL > Customer has the product of the rates of MQL > SQL, SQL > Customer" in made.text()


def test_a_product_needs_all_of_its_rates(plan: Plan) -> None:
    plan = plan.with_inputs(conversion_rate=(None, *plan.inputs["conversion_rate"][1:]))
    made = update(plan, Changes(stages=Axis(dropped=("SQL",)))).plan
    assert made.inputs["close_rate"][0] is None
    assert made.inputs["close_rate"][1] is not None


def test_a_stage_put_into_a_step_leaves_both_new_steps_blank(plan: Plan) -> None:
    made = update(plan, Changes(new_stages=(NewStage("SAL", "mql"),)))
    assert made.plan.stages == ("MQL", "SAL", "SQL", "Customer")
    assert row(made.plan, "conversion_rate", "MQL > SAL") == [None] * 12
    assert row(made.plan, "conversion_rate", "SAL > SQL") == [None] * 12
    assert row(made.plan, "conversion_rate", "SQL > Customer") == row(plan, "conversion_rate", "SQL > Customer")
    assert {labels[0] for _, labels, _ in lost(made)} == {"MQL > SQL"}
    assert len(made.lost) == 12


def test_the_close_rate_of_two_stages_is_the_rate_of_their_step() -> None:
    classic = example("classic")
    made = update(classic, Changes(new_stages=(NewStage("Inquiry", "Lead", before=True),)))
    assert made.plan.stages == ("Inquiry", "Lead", "Customer")
    assert row(made.plan, "conversion_rate", "Lead > Customer") == list(classic.inputs["close_rate"])
    assert len(made.lost) == 0
    assert update(made.plan, Changes(stages=Axis(dropped=("Inquiry",)))).plan == classic
    split = update(classic, Changes(new_stages=(NewStage("SQL", "Lead"),)))
    assert split.plan.stages == ("Lead", "SQL", "Customer")
    assert set(split.plan.inputs["conversion_rate"]) == {None}
    assert [cell for _, _, cell in lost(split)] == list(classic.inputs["close_rate"])


def test_new_stages_stand_beside_each_other(plan: Plan) -> None:
    changes = asked(plan, add_stage=("SAL after mql", "Demo after SAL", "Inquiry before MQL"))
    assert update(plan, changes).plan.stages == ("Inquiry", "MQL", "SAL", "Demo", "SQL", "Customer")


# Months ------------------------------------------------------------------------------------------


def test_values_keep_their_month_when_the_plan_starts_later(plan: Plan) -> None:
    made = update(plan, Changes(settings={"start": "2027-03", "lookahead": 0}))
    assert row(made.plan, "revenue_target", "EMEA") == row(plan, "revenue_target", "EMEA")[2:6]
    assert row(made.plan, "marketing_share", "EMEA") == row(plan, "marketing_share", "EMEA")[2:6]
    assert [labels for name, labels, _ in lost(made) if name == "revenue_target"] == [
        (region, month) for region in plan.regions for month in ("2027-01", "2027-02")
    ]
    assert {month_of_serial(r[0]) for r in made.lost.rows} == {"2027-01", "2027-02"}
    assert {month_of_serial(r[0]) for r in made.plan.log} == {"2027-03"}
    assert len(made.plan.log) + len(made.lost.rows) == len(plan.log)


def test_months_that_go_at_both_ends_are_told_as_two(plan: Plan) -> None:
    told = update(plan, Changes(settings={"start": "2027-03", "months": 2, "lookahead": 0})).text()
    assert "  months removed: 2027-01 to 2027-02\n  months removed: 2027-05 to 2027-06\n" in told
    low, *_, high = sorted((*row(plan, "revenue_target", "EMEA")[:2], *row(plan, "revenue_target", "EMEA")[4:]))
    assert (
        f"  revenue target, EMEA, 2027-01 to 2027-02, 2027-05 to 2027-06: {low:,.0f} to {high:,.0f} (4 cells)\n" in told
    )


def test_the_year_rolls_on_with_its_rates_and_shares_and_blank_targets() -> None:
    classic = example("classic")
    made = update(classic, Changes(settings={"start": "2028-01"}))
    for name in ("deal_size", "close_rate", "channel_mix", "time_to_close", "marketing_share", "sales_reps"):
        assert made.plan.inputs[name] == classic.inputs[name], name
    assert set(made.plan.inputs["revenue_target"]) == {None}
    assert Counter(name for name, _, _ in lost(made)) == Counter(revenue_target=48, marketing_share=48)
    # Dates that nobody changed are those of the new period.
    assert made.plan.inputs["valid_from"] == (float(month_serial("2028-01")),)
    assert made.plan.inputs["handoff"] == classic.inputs["handoff"]


def test_new_targets_grow_on_the_same_month_a_year_before(plan: Plan) -> None:
    classic = example("classic").with_inputs(revenue_target=(*example("classic").inputs["revenue_target"][:-1], None))
    made = update(classic, Changes(settings={"start": "2028-01"}, growth=0.1)).plan
    old = classic.inputs["revenue_target"]
    assert made.inputs["revenue_target"] == tuple(None if cell is None else round(cell * 1.1, 2) for cell in old)
    half = update(classic, Changes(settings={"start": "2027-07"}, growth=-0.05)).plan
    assert row(half, "revenue_target", "EMEA")[:6] == row(classic, "revenue_target", "EMEA")[6:]
    grown = [round(cell * 0.95, 2) for cell in row(classic, "revenue_target", "EMEA")[:6]]
    assert row(half, "revenue_target", "EMEA")[6:] == grown
    two = update(classic, Changes(settings={"months": 36}, growth=0.1)).plan
    assert row(two, "revenue_target", "EMEA")[24] == pytest.approx(row(classic, "revenue_target", "EMEA")[0] * 1.21)


def test_a_target_that_grows_year_after_year_is_rounded_once() -> None:
    year = Plan(months=12).with_inputs(revenue_target=(1000.05, 100.1, *[12345678901234.0] * 10))
    made = update(year, Changes(settings={"months": 36}, growth=0.05)).plan.inputs["revenue_target"]
    # 1000.05 x 1.05 = 1050.0525; x 1.05 = 1102.555125, where 1050.05 x 1.05 would be 1102.5525.
    assert (made[12], made[24]) == (1050.05, 1102.56)
    # 100.1 x 1.05 = 105.105, which spreadsheets round to 105.11; x 1.05 = 110.36025.
    assert (made[13], made[25]) == (105.11, 110.36)
    assert asked(year, grow="33.33333333333333%").growth == 0.3333333333333333


def test_a_plan_of_half_a_year_goes_on_from_the_months_at_the_same_place() -> None:
    half = Plan(start="2027-07", months=6, regions=("A", "B"))
    half = half.with_inputs(
        revenue_target=tuple(100.0 + month for month in range(12)), marketing_share=(*[0.1, 0.2, 0.3] * 2, *[0.5] * 6)
    )
    made = update(half, Changes(settings={"start": "2028-01"}, growth=0.2)).plan
    assert made.inputs["revenue_target"] == tuple(round(cell * 1.2, 2) for cell in half.inputs["revenue_target"])
    assert made.inputs["marketing_share"] == half.inputs["marketing_share"]
    # A month of the look-ahead that becomes one of the plan keeps the target that it has; the second of the plan grows
    # on the second before, and so on: 101 x 1.2 = 121.2 … 105 x 1.2 = 126.
    ahead = update(
        replace(half, months=5, lookahead=1, inputs=half.inputs), Changes(settings={"start": "2027-12"}, growth=0.2)
    )
    assert row(ahead.plan, "revenue_target", "A") == [105.0, 121.2, 122.4, 123.6, 124.8, 126.0]


def test_the_same_month_a_year_before_goes_before_the_same_place_in_the_period_before() -> None:
    long = Plan(months=14).with_inputs(revenue_target=tuple(float(100 + place) for place in range(14)))
    made = update(long, Changes(settings={"start": "2028-03"}, growth=1.0)).plan
    # March 2028 doubles March 2027, the third month, not the first one.
    assert made.inputs["revenue_target"][:2] == (204.0, 206.0)


def test_a_gap_of_months_leaves_targets_blank_and_keeps_a_share_that_never_changes() -> None:
    home = Plan(regions=("A", "B"), months=2).with_inputs(
        marketing_share=(0.4, 0.4, 0.5, 0.6), revenue_target=(1.0, 2.0, 3.0, 4.0)
    )
    made = update(home, Changes(settings={"start": "2027-05"}, growth=0.1)).plan
    assert made.inputs["marketing_share"] == (0.4, 0.4, None, None)
    assert made.inputs["revenue_target"] == (None,) * 4


def test_what_is_looked_at_is_cleared_where_its_month_goes(plan: Plan) -> None:
    looked = plan.with_inputs(
        performance_month=(float(month_serial("2027-01")),), as_of=(float(month_serial("2027-03")),)
    )
    made = update(looked, Changes(settings={"start": "2027-02"}))
    assert made.plan.inputs["performance_month"] == (None,)
    assert made.plan.inputs["as_of"] == looked.inputs["as_of"]
    assert "month to show is cleared: 2027-01 is no longer in the plan" in made.text()


def test_a_row_of_the_log_that_was_odd_before_stays_to_be_mended(plan: Plan) -> None:
    odd = (
        (float(month_serial("2026-05")), "EMEA", "Webinar", 3.0, None, None, None, None),
        ("soon", "Nowhere", None, 1.0, *[None] * 4),
    )
    made = update(plan.with_log(odd), Changes(settings={"months": 2}, regions=Axis(dropped=("Asia Pacific",))))
    assert made.plan.log == odd
    assert made.lost.rows == ()


# Settings, currencies and words --------------------------------------------------------------------


def test_settings_change_and_nothing_else() -> None:
    classic = example("classic")
    new = {"rounding": "nearest", "carry": "chain", "pacing": "working", "title": "Ours", "region_label": "Market"}
    made = update(classic, Changes(settings=new))
    assert made.plan == replace(classic, **new)
    assert len(made.lost) == 0


def test_rates_of_exchange_go_with_the_currency_they_are_of() -> None:
    own = prime_plan(currency="EUR", currencies=("USD", "GBP", ""))
    rates = own.inputs["exchange_rate"]
    made = update(own, Changes(currencies={"EMEA": "CHF"}))
    assert made.plan.currencies == ("USD", "CHF", "")
    assert made.plan.inputs["exchange_rate"] == (*rates[:6], *[None] * 12)
    assert [cell for _, _, cell in lost(made)] == list(rates[6:12])
    assert "nothing is converted" in made.text()
    assert len(update(own, Changes(settings={"currency": "JPY"})).lost) == 12
    assert update(own, Changes(new_regions=("UK",), currencies={"UK": "GBP"})).plan.currencies == ("USD", "GBP", "", "GBP")  # fmt: skip
    assert update(own, Changes(currencies={"EMEA": "EUR", "North America": "EUR"})).plan.currencies == ()


def test_another_language_leaves_what_people_wrote() -> None:
    classic = example("classic").with_inputs(handoff=("Now!", *example("classic").inputs["handoff"][1:]))
    made = update(classic, Changes(settings={"language": "es"}))
    assert made.plan.inputs["handoff"][0] == "Now!"
    assert made.plan.inputs["handoff"][1:] == Plan(language="es").inputs["handoff"][1:]
    assert made.plan.inputs["returned_by"] == Plan(language="es").inputs["returned_by"]
    assert len(made.lost) == 0
    assert update(made.plan, Changes(settings={"language": "en"})).plan == classic


def test_signatures_stay_as_history_and_signed_words_stay() -> None:
    before = signed(example("classic"), "Ana Ruiz", "Head of sales", DAY)
    made = update(before, Changes(settings={"language": "es"}))
    assert made.plan.fingerprint() == before.fingerprint()
    later = update(before, Changes(values=(Value("tolerance", (), 0.2),)))
    assert signatures(later.plan) == signatures(before)
    assert "Ana Ruiz (Head of sales) signed the agreement as it was before" in later.text()
    assert "signed" not in made.text("en")


# Values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "measure", "labels", "cell"),
    [
        ("deal_size[EMEA]=24000", "deal_size", ("EMEA",), 24_000.0),
        (" deal_size [ emea ] = 1.5e4 ", "deal_size", ("EMEA",), 15_000.0),
        ("channel_mix[Webinar,EMEA]=25%", "channel_mix", ("Webinar", "EMEA"), 0.25),
        ("channel_mix[*,EMEA]=0.07", "channel_mix", ("Partners", "EMEA"), 0.07),
        ("revenue_target[EMEA]=300000", "revenue_target", ("EMEA", "2027-06"), 300_000.0),
        ("marketing_share[*,2027-03]=33.3 %", "marketing_share", ("Asia Pacific", "2027-03"), 0.333),
        ("conversion_rate[MQL>sql,Webinar]=0.4", "conversion_rate", ("MQL > SQL", "Webinar", "EMEA"), 0.4),
        ("tolerance=15%", "tolerance", (), 0.15),
        ("tolerance=", "tolerance", (), 0.1),
        ("deal_size[EMEA]=", "deal_size", ("EMEA",), None),
        ("time_to_close[Partners]=2", "time_to_close", ("Partners",), 2.0),
        ("follow_ups[1,attempts]=4", "follow_ups", ("1", "attempts"), 4.0),
        ("returned_by=Team lead", "returned_by", (), "Team lead"),
        ("performance_month=2027-02", "performance_month", (), float(month_serial("2027-02"))),
        ("performance_owner=Sales", "performance_owner", (), "sales"),
        ("performance_region=EMEA", "performance_region", (), "EMEA"),
        ("holidays[2]=2027-12-24", "holidays", ("2",), float(month_serial("2027-12") + 23)),
        ("next_review=2027-04-01", "next_review", (), float(month_serial("2027-04"))),
        ("handoff[trigger]=a = b, [c]", "handoff", ("trigger", "text"), "a = b, [c]"),
        ("attempts[1,channel]=E-mail", "attempts", ("1", "channel"), "email"),
        ("attempts[1,day]=3", "attempts", ("1", "day"), 3.0),
        ("contacts[1,email]=ana@example.com", "contacts", ("1", "email"), "ana@example.com"),
        ("fit_points[3]=-20", "fit_points", ("3",), -20.0),
        ("fit_criteria[3]=Has a budget", "fit_criteria", ("3",), "Has a budget"),
        ("score_threshold[fit,mql]=45", "score_threshold", ("fit", "mql"), 45.0),
    ],
)
def test_a_value_is_set_where_its_labels_say(
    text: str, measure: str, labels: tuple[str, ...], cell: Cell, plan: Plan
) -> None:
    made = update(plan, Changes(values=(parse_value(text),)))
    assert at(made.plan, measure, *labels) == cell
    others = {name: cells for name, cells in made.plan.inputs.items() if name != measure}
    assert others == {name: cells for name, cells in plan.inputs.items() if name != measure}
    assert len(made.lost) == 0


def test_a_value_goes_to_its_cells_and_to_no_other(plan: Plan) -> None:
    made = update(plan, Changes(values=(parse_value("marketing_share[*,2027-03]=0.5"),))).plan
    places = [tuple(c.values()) for c in plan.coordinates(("region", "horizon"))]
    assert made.inputs["marketing_share"] == tuple(
        0.5 if month == "2027-03" else old
        for (_, month), old in zip(places, plan.inputs["marketing_share"], strict=True)
    )


def test_labels_with_commas_and_brackets_stand_in_quotes() -> None:
    odd = Plan(regions=("Bern, Basel", 'R&D "lab"', "a=b", "[x]")).with_inputs(deal_size=(1.0, 2.0, 3.0, 4.0))
    texts = ('deal_size["Bern, Basel"]=11', 'deal_size[R&D "lab"]=12', "deal_size[a=b]=13", 'deal_size["[x]"]=14')
    made = update(odd, Changes(values=tuple(map(parse_value, texts))))
    assert made.plan.inputs["deal_size"] == (11.0, 12.0, 13.0, 14.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("deal_size[EMEA]=0", "deal_size[EMEA]: 0.0 is out of range. Allowed: an amount above 0."),
        ("channel_mix=45", "channel_mix: 45.0 is out of range; it looks like a percentage: 45 % is 0.45."),
        ("deal_size=24k", 'deal_size: "24k" is not allowed. Allowed: an amount above 0, as a number.'),
        ("deal_size=1,234", 'deal_size: "1,234" is not allowed.'),
        ("deal_size=10%", 'deal_size: "10%" is not allowed.'),
        ("deal_size=nan", 'deal_size: "nan" is not allowed.'),
        ("holidays[1]=tomorrow", 'holidays[1]: "tomorrow" is not allowed. Allowed: a date'),
        ("performance_month=2029-01", 'performance_month: "2029-01" is not allowed. Allowed: a month of the plan'),
        ("performance_region=Mars", 'performance_region: "Mars" is not allowed. Allowed: one of North America'),
        ("attempts[1,channel]=Pigeon", 'attempts[1,channel]: "Pigeon" is not allowed. Allowed: phone, email, video.'),
        ("attempts[1,day]=-1", "attempts[1,day]: -1.0 is not allowed."),
        ("valid_from=soon", 'valid_from: "soon" is not allowed.'),
        ("fit_points[1]=2000", "fit_points[1]: 2000.0 is out of range."),
        ("handoff=" + "x" * 2001, "handoff: "),
    ],
)
def test_a_value_that_can_not_stand_there_is_refused_as_in_a_plan_file(text: str, message: str, plan: Plan) -> None:
    with pytest.raises(PlanError) as refused:
        update(plan, Changes(values=(parse_value(text),)))
    assert str(refused.value).startswith(f"update: {message}")
    assert len(refused.value.findings) == 1


def test_all_values_that_are_wrong_are_told_at_once(plan: Plan) -> None:
    with pytest.raises(PlanError, match="2 problems"):
        update(plan, Changes(values=(Value("tolerance", (), 2.0), Value("deal_size", (), -1.0))))


# Options -----------------------------------------------------------------------------------------


def test_a_name_ends_where_a_label_of_the_plan_does() -> None:
    odd = Plan(regions=("a", "a=b", "Home"), stages=("Lead", "Won after all", "Customer"))
    assert asked(odd, rename_region=("a=b=c",)).regions.renamed == {"a=b": "c"}
    assert asked(odd, rename_region=("A = x = y",)).regions.renamed == {"a": "x = y"}
    assert asked(odd, add_stage=("Demo after Won after all",)).new_stages == (NewStage("Demo", "Won after all"),)
    assert asked(odd, add_stage=("Day after before lead",)).new_stages == (NewStage("Day after", "Lead", before=True),)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"rename_region": ("EMEA",)}, "“EMEA” is not of the form OLD=NEW."),
        ({"rename_region": ("EMEA= ",)}, "is not of the form OLD=NEW."),
        ({"rename_region": ("EMEA=X", "emea=Y")}, "“EMEA” is named twice"),
        ({"rename_region": ("Mars=X",)}, "the plan has no region “Mars”"),
        ({"add_stage": ("SAL",)}, "write NAME after STAGE, or NAME before STAGE"),
        ({"add_stage": ("SAL after Mql2",)}, "no stage “Mql2”; did you mean “MQL”?"),
        ({"owner": ("Webinar",)}, "is not of the form CHANNEL=OWNER"),
        ({"set": ("deal_size",)}, "--set takes MEASURE"),
        ({"grow": "10"}, "--grow takes a percentage above -100%, as 10% or -5%, not “10”."),
        ({"grow": "-100%"}, "--grow takes a percentage above -100%"),
    ],
)
def test_an_option_of_another_form_is_refused_in_one_line(
    texts: dict[str, tuple[str, ...]], message: str, plan: Plan
) -> None:
    with pytest.raises(FileError) as refused:
        asked(plan, **texts)  # type: ignore[arg-type]
    assert message in str(refused.value)


# Any plan, any sequence ----------------------------------------------------------------------------


@st.composite
def sound_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan in which nothing is where it would be a matter of chance whether it has a place.

    Rows of the log are of the plan, what is looked at is in it, and the dates of the period are those that a plan starts
    with or far from any.
    """
    plan = draw(plans(4, texts=False))
    regions, channels, months = plan.regions, plan.axis("channel"), plan.axis("month")
    log = [r for r in plan.log if r[1] in regions and r[2] in channels and r[0] and month_of_serial(r[0]) in months]
    start = Plan(start=plan.start, months=plan.months, language=plan.language)
    given: dict[str, tuple[Cell, ...]] = {"as_of": (None,)}
    for place, name in enumerate(("valid_from", "valid_to", "next_review", "reset_dates")):
        far = float(month_serial("2090-01") + place)
        given[name] = start.inputs[name] if draw(st.booleans()) else (far,) * len(start.inputs[name])
    return replace(plan.with_inputs(**given), log=tuple(log))


Step = tuple[Changes, Changes]
NEW = ("New one", "Second = one", "Neu & alt")


def _renaming(draw: st.DrawFn, plan: Plan) -> Step:
    axis = draw(st.sampled_from(("regions", "channels", "stages")))
    labels = list(plan.axis(axis[:-1]))
    chosen = draw(st.lists(st.sampled_from(labels), min_size=1, max_size=2, unique=True))
    free = [name for name in NEW if name not in labels]
    new = [chosen[1], chosen[0]] if len(chosen) == 2 and draw(st.booleans()) else free[: len(chosen)]
    names = dict(zip(chosen, new, strict=False))
    return Changes(**{axis: Axis(names)}), Changes(**{axis: Axis({b: a for a, b in names.items()})})


def _adding(draw: st.DrawFn, plan: Plan) -> Step:
    axis = draw(st.sampled_from(("regions", "channels", "stages")))
    name = next(name for name in (*NEW, "Yet another") if name not in plan.axis(axis[:-1]))
    back = Changes(**{axis: Axis(dropped=(name,))})
    if axis == "regions":
        return Changes(new_regions=(name,)), back
    if axis == "channels":
        return Changes(new_channels=(Channel(name, draw(st.sampled_from(("marketing", "sales")))),)), back
    # Within a step the rate of the step would have no place.
    first = draw(st.booleans())
    return Changes(new_stages=(NewStage(name, plan.stages[0 if first else -1], before=first),)), back


def _lengthening(draw: st.DrawFn, plan: Plan) -> Step:
    more = draw(st.integers(1, 14))
    key = draw(st.sampled_from(("months", "lookahead", "start")))
    if key == "start":
        year, month = map(int, plan.start.split("-"))
        first = year * 12 + month - 1 - more
        new = {"start": f"{first // 12:04d}-{first % 12 + 1:02d}", "months": plan.months + more}
    else:
        new = {key: min(getattr(plan, key) + more, 12 if key == "lookahead" else 36)}
    new["months"] = min(new.get("months", plan.months), 36)
    return Changes(settings=new), Changes(settings={name: getattr(plan, name) for name in new})


def _setting(draw: st.DrawFn, plan: Plan) -> Step:
    choices = {"rounding": ("up", "nearest", "none"), "carry": ("exact", "chain"), "pacing": ("calendar", "working"),
               "title": ("Another title",), "region_label": ("Market",), "language": ("es", "th", "en")}  # fmt: skip
    key = draw(st.sampled_from(sorted(choices)))
    new = draw(st.sampled_from(choices[key]))
    return Changes(settings={key: new}), Changes(settings={key: getattr(plan, key)})


def _owning(draw: st.DrawFn, plan: Plan) -> Step:
    channel = draw(st.sampled_from(plan.channels))
    other = "sales" if channel.owner == "marketing" else "marketing"
    return Changes(owners={channel.name: other}), Changes(owners={channel.name: channel.owner})


def _value(draw: st.DrawFn, plan: Plan) -> Step:
    able = [m for m in plan.typed if m.unit in ("money", "share", "rate", "count", "months", "points", "text", "table")]
    measure = draw(st.sampled_from(able))
    index = draw(st.integers(0, plan.size(measure.axes) - 1))
    where = plan.at(measure.axes, index)
    labels, old = tuple(where.values()), plan.inputs[measure.name][index]
    unit = measure.unit_at(where)
    pool: list[Cell] = (
        ["A text, of ours = 1", None] if unit == "text" else [None] if unit in ("date", "choice") else [1.0, None]
    )
    if unit in ("date", "choice") and not isinstance(old, str):
        return Changes(), Changes()
    new = draw(st.sampled_from(pool))
    return Changes(values=(Value(measure.name, labels, new),)), Changes(values=(Value(measure.name, labels, old),))


STEPS: tuple[Callable[[st.DrawFn, Plan], Step], ...] = (_renaming, _adding, _lengthening, _setting, _owning, _value)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_sequence_of_updates_and_their_inverses_gives_the_plan_back(data: st.DataObject) -> None:
    plan = data.draw(sound_plans())
    there = [plan]
    inverses = []
    for _ in range(data.draw(st.integers(1, 6))):
        step = data.draw(st.sampled_from(STEPS))
        if step is _adding and len(there[-1].stages) == 8:
            continue
        changes, inverse = step(data.draw, there[-1])
        made = update(there[-1], changes)
        assert len(made.lost) == 0, changes
        assert made.text()
        there.append(made.plan)
        inverses.append(inverse)
    for inverse, expected in zip(reversed(inverses), reversed(there[:-1]), strict=True):
        there.append(update(there[-1], inverse).plan)
        assert there[-1] == expected
    assert there[-1] == plan


def _numbers(plan: Plan) -> Counter[tuple[str, Cell]]:
    """Count what an input holds, wherever it stands; the rates between stages are one input, whatever its name."""
    return Counter(
        (name.replace("close_rate", "conversion_rate"), cell) for name, cells in plan.inputs.items() for cell in cells
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_nothing_disappears_that_is_not_told(data: st.DataObject) -> None:
    plan = data.draw(plans(5))
    drop = {
        axis: tuple(data.draw(st.lists(st.sampled_from(labels), max_size=len(labels) - keep, unique=True)))
        for axis, labels, keep in (
            ("regions", plan.regions, 1),
            ("channels", plan.axis("channel"), 1),
            ("stages", plan.stages, 2),
        )
    }
    stage = next(name for name in plan.stages if name not in drop["stages"])
    year = int(plan.start[:4])
    changes = Changes(
        regions=Axis({plan.regions[0]: "Renamed"} if plan.regions[0] not in drop["regions"] else {}, drop["regions"]),
        channels=Axis(dropped=drop["channels"]),
        stages=Axis(dropped=drop["stages"]),
        new_regions=data.draw(st.sampled_from(((), ("Fresh",), (*drop["regions"][:1],)))),
        new_stages=data.draw(st.sampled_from(((), (NewStage("Fresh", stage),)))),
        settings={
            "start": data.draw(st.sampled_from((plan.start, f"{year}-06", f"{year + 1}-01"))),
            "months": data.draw(st.integers(1, 8)),
            "lookahead": data.draw(st.integers(0, 3)),
            "currency": data.draw(st.sampled_from((plan.currency, "SEK"))),
        },
    )
    made = update(plan, changes)
    typed = Counter((m.name.replace("close_rate", "conversion_rate"), cell) for m, _, cell in typed_cells(made.renamed))
    told = Counter(
        (f.measure.replace("close_rate", "conversion_rate"), f.cell) for f in (*made.lost.cells, *made.lost.views)
    )
    assert typed - _numbers(made.plan) <= told
    assert told <= typed
    assert Counter(made.renamed.log) == Counter(made.plan.log) + Counter(made.lost.rows)
    assert made.text(every=True).count("\n") >= len(made.lost.cells)


# The command -------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        cli, [str(argument) for argument in arguments], prog_name="slasheet", standalone_mode=True
    )


@pytest.fixture
def book(plan: Plan, tmp_path: Path) -> Path:
    write(plan, tmp_path / "sla.xlsx")
    return tmp_path / "sla.xlsx"


def test_a_workbook_is_updated_and_its_file_left_alone(book: Path, plan: Plan, tmp_path: Path) -> None:
    before = book.read_bytes()
    new = tmp_path / "new.xlsx"
    done = run("update", book, "-o", new, "--rename-region", "EMEA=Europe", "--add-channel", "Fairs:sales",
               "--set", "deal_size[Europe]=24000", "--lookahead", "3", "--title", "Ours")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert book.read_bytes() == before
    made = read(new)
    assert (made.title, made.lookahead, made.regions[1]) == ("Ours", 3, "Europe")
    assert made.channels[-1] == Channel("Fairs", "sales")
    assert at(made, "deal_size", "Europe") == 24_000.0
    assert len(made.log) == len(plan.log)
    for line in (
        "  region renamed: EMEA -> Europe",
        "  channel added: Fairs (Sales)",
        "  title: “Sales & marketing SLA” -> “Ours”",
        "  months added: 2027-07",
        f"  average deal size, Europe: {at(plan, 'deal_size', 'EMEA'):,.0f} -> 24,000",
    ):
        assert line in done.stdout.splitlines(), done.stdout
    assert done.stdout.rstrip().endswith(f"kept. Next: slasheet check {new}")


def test_losses_are_told_and_refused_until_they_are_allowed(book: Path, plan: Plan, tmp_path: Path) -> None:
    new = tmp_path / "new.xlsx"
    refused = run("update", book, "-o", new, "--drop-region", "emea", "--months", "3")
    assert refused.exit_code == 1
    assert not new.exists()
    assert "to go on anyway, add --drop" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    rows = sum(r[1] == "EMEA" for r in plan.log)
    assert f"  average deal size, EMEA: {at(plan, 'deal_size', 'EMEA'):,.0f}" in refused.stdout.splitlines()
    assert f"  {rows} rows of the lead log, 2027-01-" in refused.stdout
    allowed = run("update", book, "-o", new, "--drop-region", "emea", "--months", "3", "--drop")
    assert allowed.exit_code == 0
    assert allowed.stdout.startswith(refused.stdout.rstrip())
    assert read(new).regions == ("North America", "Asia Pacific")


def test_a_dry_run_tells_all_and_writes_nothing(book: Path, plan: Plan, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    done = run("update", book, "--drop-region", "EMEA", "--drop", "--dry-run", "--all", "-o", tmp_path / "new.xlsx")
    assert done.exit_code == 0
    assert sorted(tmp_path.iterdir()) == before
    for month, target in zip(plan.axis("horizon"), row(plan, "revenue_target", "EMEA"), strict=True):
        assert f"  revenue target, EMEA, {month}: {target:,.0f}" in done.stdout.splitlines()
    assert done.stdout.rstrip().endswith("nothing was written: this was a dry run")
    assert run("update", book, "--drop-region", "EMEA", "--dry-run").exit_code == 1


def test_a_plan_file_is_updated_into_a_plan_file_or_a_workbook(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(slasheet.to_toml(plan), encoding="utf-8")
    for name in ("new.toml", "new.xlsx"):
        done = run("update", tmp_path / "plan.toml", "-o", tmp_path / name, "--rename-stage", "SQL=Opportunity")
        assert done.exit_code == 0, done.output
    made = load_plan(tmp_path / "new.toml")
    assert made.stages == ("MQL", "Opportunity", "Customer")
    assert made == replace(read(tmp_path / "new.xlsx"), findings=())
    assert f"Next: slasheet new {tmp_path / 'new.toml'}" in run("update", tmp_path / "plan.toml", "-o", tmp_path / "new.toml", "--months", "5", "--force").stdout  # fmt: skip


@pytest.mark.parametrize("name", ["persona_in_thai", "pipeline_half_filled", "funnel_through_ods", "classic_logged"])
def test_a_file_that_people_filled_in_comes_back_from_an_update_and_its_inverse(name: str, tmp_path: Path) -> None:
    sample = SAMPLES / f"{name}.xlsx"
    before = newest(replace(read(sample), findings=()))
    done = run("update", sample, "-o", tmp_path / "new.xlsx", "--months", before.months + 2, "--add-region", "Zeeland")
    assert done.exit_code == 0, done.output
    again = run("update", tmp_path / "new.xlsx", "-o", tmp_path / "old.xlsx", "--months", before.months, "--drop-region", "Zeeland", "--drop")  # fmt: skip
    assert again.exit_code == 0, again.output
    assert replace(read(tmp_path / "old.xlsx"), findings=()) == before


def test_what_was_typed_by_mistake_is_kept_to_be_mended(tmp_path: Path) -> None:
    sample = SAMPLES / "persona_with_mistakes.xlsx"
    refused = run("update", sample, "-o", tmp_path / "new.xlsx", "--months", "8")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert (
        "the owner of “Newsletter” is “Maketing”; say with --owner whether it is marketing or sales." in refused.stderr
    )
    done = run("update", sample, "-o", tmp_path / "new.xlsx", "--months", "8", "--owner", "Newsletter=marketing")
    assert done.exit_code == 0, done.output
    made = read(tmp_path / "new.xlsx")
    assert at(made, "revenue_target", "Finance lead", "2027-10") == "about 130k"
    assert at(made, "marketing_share", "IT manager", "2027-10") == 45.0


def test_what_a_workbook_calls_things_never_reaches_the_terminal_as_a_command(plan: Plan) -> None:
    odd = replace(plan, regions=("North\x1b[2J", "EMEA", "Asia"))
    with pytest.raises(FileError) as refused:
        update(odd, Changes(regions=Axis(dropped=("Mars",))))
    assert "\x1b" not in str(refused.value)


def test_a_sheet_of_ones_own_is_named_as_left_out(book: Path, tmp_path: Path) -> None:
    import openpyxl

    opened = openpyxl.load_workbook(book)
    opened.create_sheet("My notes")["A1"] = 1
    opened.save(tmp_path / "mine.xlsx")
    done = run("update", tmp_path / "mine.xlsx", "-o", tmp_path / "new.xlsx", "--rounding", "none")
    assert "note: the sheet “My notes” is not from slasheet and is left out." in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say what to change"),
        (("--months", "3"), "say where to write with -o"),
        (("--months", "3", "-o", "{book}"), "never overwritten"),
        (("--months", "3", "-o", "{there}"), "is already there"),
        (("--months", "many", "-o", "x.xlsx"), "'many' is not a valid integer"),
        (("--add-channel", "Fairs:support", "-o", "x.xlsx"), "--add-channel"),
        (("--language", "de", "-o", "x.xlsx"), "--language"),
        (("--drop-region", "Mars", "-o", "x.xlsx"), "the plan has no region “Mars”"),
        (("--set", "deal_size=0", "-o", "x.xlsx"), "deal_size: 0.0 is out of range"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(
    arguments: tuple[str, ...], message: str, book: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.xlsx"
    there.write_bytes(b"mine")
    done = run("update", book, *(argument.format(book=book, there=there) for argument in arguments))
    assert done.exit_code == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert there.read_bytes() == b"mine"
    assert not Path("x.xlsx").exists()


def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "no.xlsx").write_text("no")
    for name in ("no.xlsx", "gone.xlsx", "gone.toml"):
        done = run("update", tmp_path / name, "-o", tmp_path / "x.xlsx", "--months", "3")
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    "changes",
    [
        Changes(settings={"start": "2028-01"}, growth=0.1),
        Changes(stages=Axis(dropped=("SQL",)), regions=Axis({"EMEA": "Europe"})),
        Changes(new_stages=(NewStage("Inquiry", "MQL", before=True),), values=(Value("conversion_rate", ("Inquiry > MQL",), 0.5),)),
        Changes(settings={"months": 2, "lookahead": 1, "rounding": "none", "carry": "chain", "language": "es"}),
        Changes(channels=Axis(dropped=("Webinar",)), values=(Value("channel_mix", ("Website form",), 1.0),)),
    ],
    ids=["rolled", "stage gone", "stage new", "shorter", "channel gone"],
)  # fmt: skip
def test_an_updated_workbook_is_calculated_as_it_is_recomputed_and_checks_clean(
    changes: Changes, plan: Plan, tmp_path: Path
) -> None:
    made = update(plan, changes).plan
    write(made, tmp_path / "draft.xlsx")
    assert disagreements(made, ironcalc_values(tmp_path / "draft.xlsx")) == []
    with_ironcalc_values(tmp_path / "draft.xlsx", tmp_path / "new.xlsx")
    report = check(tmp_path / "new.xlsx")
    assert report.calculated
    # Rates and targets that are not known yet are asked for; nothing else is wrong.
    assert {found.name for found in report.findings if found.severity == "error"} <= {"missing-input"}
    assert replace(read(tmp_path / "new.xlsx"), findings=()) == made


def test_the_advice_on_look_ahead_is_enough_for_all_channels_at_once(tmp_path: Path) -> None:
    lags = (1.0, 3.0, *[0.0] * (len(example("classic").channels) - 2))
    write(example("classic").with_inputs(time_to_close=lags), tmp_path / "book.xlsx")
    found = [each for each in check(tmp_path / "book.xlsx").findings if each.name == "past-horizon"]
    assert [each.expected for each in found] == [1, 3]
    command = "slasheet update FILE --lookahead 3 -o NEW.xlsx"
    assert all(command in each.advice and "--grow 0%" in each.advice for each in found)
    done = run("update", tmp_path / "book.xlsx", "--lookahead", "3", "--grow", "0%", "-o", tmp_path / "new.xlsx")
    assert done.exit_code == 0, done.output
    assert not [
        each for each in check(tmp_path / "new.xlsx").findings if each.name in ("past-horizon", "missing-input")
    ]
    assert (
        row(read(tmp_path / "new.xlsx"), "revenue_target", "EMEA")[12:]
        == row(example("classic"), "revenue_target", "EMEA")[:3]
    )
