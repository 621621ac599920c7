"""Plan files: what may stand there, every problem told at once with its key, and nothing lost on the way in and out."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings

from slasheet.plan.axis_labels import LEVELS, LOG_FIELDS
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.inputs import ELSEWHERE, LABELS
from slasheet.plan.file.plan_file import load_plan, parse_plan, to_toml
from slasheet.plan.file.tables import is_special
from slasheet.plan.plan import CARRIES, PACINGS, ROUNDINGS, Cell, Channel, Plan
from slasheet.plan.templates import TEMPLATES, example
from slasheet.texts.catalogue import CODES, Severity
from slasheet.texts.findings import FileError, PlanError
from slasheet.texts.languages import LANGUAGES, speaking, translated
from tests.helpers.plans import plans
from tests.helpers.wiped_language import wiped_spanish, words_left

AXES = 'regions = {names = ["North America", "EMEA"]}\nchannels = [{name = "Website form"}, {name = "Webinar"}, {name = "Outbound", owner = "sales"}]\n'
FUNNEL = 'stages = ["MQL", "SQL", "Customer"]\n'

# What is wrong: (plan file, every problem as code, key and phrases of what is said, parted by …).
WRONG = {
    "an unknown key": (AXES + "mounths = 3", [("SLA011", "mounths", "did you mean months? … Allowed here: title, start, months")]),
    "an unknown key with no likeness": (AXES + "zzz = 3", [("SLA011", "zzz", "unknown key. … Allowed here: title")]),
    "an unknown input": (AXES + "inputs = {deal_sise = 3}", [("SLA011", "inputs.deal_sise", "did you mean deal_size? … revenue_target, new_business_share, deal_size")]),
    "an unknown key of a channel": ('regions.names = ["EMEA"]\nchannels = [{name = "Web", time_to_closes = 1}]', [
        ("SLA011", "channels[1].time_to_closes", "did you mean time_to_close? … name, owner, time_to_close")]),
    "an unknown key of the regions": ('regions = {names = ["EMEA"], labels = "Persona"}\nchannels = [{name = "Web"}]', [("SLA011", "regions.labels", "did you mean label? … label, names")]),
    "an unknown region": (AXES + "inputs.deal_size = {EMAE = 5, APAC = 6}", [
        ("SLA011", "inputs.deal_size.EMAE", "did you mean EMEA? … region: North America, EMEA"), ("SLA011", "inputs.deal_size.APAC", "unknown key. … region: North America, EMEA")]),
    "a region where a channel belongs": (AXES + "inputs.channel_mix.EMEA = 0.5", [("SLA011", "inputs.channel_mix.EMEA", "channel: Website form, Webinar, Outbound")]),
    "a conversion rate in a plan of two stages": (AXES + "inputs.conversion_rate = 0.1", [("SLA011", "inputs.conversion_rate", "did you mean close_rate?")]),
    "a close rate in a plan of three stages": (AXES + FUNNEL + "inputs.close_rate = 0.1", [("SLA011", "inputs.close_rate", "did you mean conversion_rate?")]),
    "an unknown transition": (AXES + FUNNEL + 'inputs.conversion_rate."MQL > Customer" = 0.1', [("SLA011", "inputs.conversion_rate.MQL > Customer", "transition: MQL > SQL, SQL > Customer")]),
    "a month past the horizon": (AXES + 'months = 2\ninputs.revenue_target.EMEA."2027-03" = 1', [("SLA011", "inputs.revenue_target.EMEA.2027-03", "horizon: 2027-01, 2027-02")]),
    "no months": (AXES + "months = 0", [("SLA012", "months", "0 is not allowed. … a whole number from 1 to 36")]),
    "too many months": (AXES + "months = 37", [("SLA012", "months", "37 … a whole number from 1 to 36")]),
    "a truth value for the months": (AXES + "months = true", [("SLA012", "months", "true … a whole number")]),
    "too long a look-ahead": (AXES + "lookahead = 13", [("SLA012", "lookahead", "13 … a whole number from 0 to 12")]),
    "half a month of look-ahead": (AXES + "lookahead = 0.5", [("SLA012", "lookahead", "0.5 … a whole number from 0 to 12")]),
    "a thirteenth month": (AXES + 'start = "2027-13"', [("SLA012", "start", '"2027-13" … as "2027-01"')]),
    "a day for the start": (AXES + "start = 2027-01-01", [("SLA012", "start", '2027-01-01 … as "2027-01"')]),
    "a currency by its name": (AXES + 'currency = "euro"', [("SLA012", "currency", '"euro" … as "EUR" or "USD"')]),
    "currencies that are none, of a region that is none": ('regions = {names = ["EMEA", "UK"], currencies = {EMEA = "pound", GB = "GBP"}}\nchannels = [{name = "Web"}]', [
        ("SLA012", "regions.currencies.EMEA", '"pound" … as "EUR" or "USD"'), ("SLA011", "regions.currencies.GB", "Allowed here: EMEA, UK")]),
    "a currency for all regions": ('regions = {names = ["EMEA"], currencies = "GBP"}\nchannels = [{name = "Web"}]', [("SLA012", "regions.currencies", '"GBP" … { "UK" = "GBP" }')]),
    "a rate where no region has a currency of its own": (AXES + "inputs.exchange_rate = 1.2", [("SLA012", "inputs.exchange_rate", '1.2 … currencies = { "UK" = "GBP" }')]),
    "a rate of nothing": ('regions = {names = ["EMEA"], currencies = {EMEA = "GBP"}}\nchannels = [{name = "Web"}]\ninputs.exchange_rate.EMEA = 0', [
        ("SLA016", "inputs.exchange_rate.EMEA", "0 is out of range. … a number above 0")]),
    "an unknown language": (AXES + 'language = "tlh"', [("SLA012", "language", '"tlh" … en')]),
    "an unknown rounding, carry and pacing": (AXES + 'rounding = "down"\ncarry = 1\npacing = "lunar"', [
        ("SLA012", "pacing", '"lunar" … calendar, working'), ("SLA012", "rounding", '"down" … up, nearest, none'), ("SLA012", "carry", "1 is not allowed … exact, chain")]),
    "a title on two lines": (AXES + 'title = "SLA\\n2027"', [("SLA012", "title", "a text of one line, up to 120 characters")]),
    "nine stages": (AXES + f"stages = {list('ABCDEFGHI')}", [("SLA012", "stages", "9 stages … 2 to 8 names")]),
    "one stage": (AXES + 'stages = ["Lead"]', [("SLA012", "stages", "1 stage … 2 to 8 names")]),
    "an unknown owner": ('regions.names = ["EMEA"]\nchannels = [{name = "Web", owner = "maketing"}]', [("SLA012", "channels[1].owner", '"maketing" … marketing, sales')]),
    "a region that is a number": ('regions.names = ["EMEA", 3]\nchannels = [{name = "Web"}]', [("SLA012", "regions.names[2]", "3 … a text in quotes")]),
    "regions as a list": ('regions = ["EMEA"]\nchannels = [{name = "Web"}]', [("SLA012", "regions", '[regions] with names = ["EMEA"]')]),
    "no region": ('regions.names = []\nchannels = [{name = "Web"}]', [("SLA012", "regions.names", "at least one name")]),
    "channels as a text": ('regions.names = ["EMEA"]\nchannels = "Web"', [("SLA012", "channels", '"Web" … one [[channels]] for each')]),
    "inputs as a number": (AXES + "inputs = 3", [("SLA012", "inputs", "3 … a table: [inputs]")]),
    "not a number": (AXES + "inputs.deal_size = nan", [("SLA012", "inputs.deal_size", "nan … an amount above 0")]),
    "an infinite number": (AXES + "inputs.deal_size = inf", [("SLA012", "inputs.deal_size", "inf … an amount above 0")]),
    "a number too large for any spreadsheet": (AXES + "inputs.deal_size = 1" + "0" * 400, [("SLA012", "inputs.deal_size", "an amount above 0")]),
    "a truth value in a number": (AXES + "inputs.sales_reps = true", [("SLA012", "inputs.sales_reps", "true … a number of 0 or more")]),
    "a text in a number": (AXES + 'inputs.deal_size.EMEA = "24k"', [("SLA012", "inputs.deal_size.EMEA", '"24k" … an amount above 0')]),
    "a list where there are no months": (AXES + "inputs.deal_size = [1, 2]", [("SLA012", "inputs.deal_size", "[1, 2] … or a table by label")]),
    "a table below the last label": (AXES + 'inputs.deal_size.EMEA."2027-01" = 3', [("SLA012", "inputs.deal_size.EMEA", "an amount above 0")]),
    "time to close given twice": ('regions.names = ["EMEA"]\nchannels = [{name = "Web", time_to_close = 2}]\ninputs.time_to_close = 3', [
        ("SLA012", "channels[1].time_to_close", "2 … inputs.time_to_close, which says 3 … give it once")]),
    "nothing at all": ("", [("SLA013", "regions", '[regions] with names = ["North America", "EMEA"]'), ("SLA013", "channels", "one [[channels]] for each")]),
    "a channel without a name": ('regions.names = ["EMEA"]\nchannels = [{owner = "sales"}]', [("SLA013", "channels[1].name", "the name of the channel")]),
    "a region there twice": ('regions.names = ["EMEA", "emea"]\nchannels = [{name = "Web"}]', [
        ("SLA014", "regions.names[2]", '"emea" appears more than once (also as "EMEA"; capitals and small letters count as the same) … each its own name')]),
    "a channel there twice": ('regions.names = ["EMEA"]\nchannels = [{name = "Web"}, {name = "WEB"}]', [("SLA014", "channels[2].name", 'also as "Web"')]),
    "a stage there twice": (AXES + 'stages = ["MQL", "MQL", "Customer"]', [("SLA014", "stages[2]", '"MQL" appears more than once')]),
    "names that sums by label misread": ('regions.names = ["A*", "B?", "C~", "<D", ">E", "=F", "+G", "-H", "@I", "2027", "1/2", "TRUE", " J", "", "K\\n"]\nchannels = [{name = "Web"}]', [
        ("SLA014", f"regions.names[{n}]", said) for said, numbers in {
            "wildcards … Use other characters": (1, 2, 3), "begins with < > = + - or @ … Begin with a letter": (4, 5, 6, 7, 8, 9),
            "reads like a number, a date or a truth value … Add a word": (10, 11, 12), "begins or ends with a space": (13,), "is blank": (14,), "": (15,)}.items() for n in numbers]),
    "a list too short": (AXES + "inputs.revenue_target.EMEA = [1, 2, 3]", [("SLA015", "inputs.revenue_target.EMEA", "a list of 3 numbers. … Give 12: one for each month")]),
    "a list that leaves out the look-ahead": (AXES + "months = 2\nlookahead = 1\ninputs.revenue_target = [1, 2]", [
        ("SLA015", "inputs.revenue_target", "a list of 2 numbers. … Give 3: 2 for the months and 1 for the look-ahead")]),
    "a share of 45": (AXES + "inputs.marketing_share = 45", [("SLA016", "inputs.marketing_share", "45 is out of range; … percentage: 45 % is 0.45. … a share from 0 % to 100 %")]),
    "a share of 450": (AXES + "inputs.marketing_share = 450", [("SLA016", "inputs.marketing_share", "450 is out of range. … a share from 0 % to 100 %")]),
    "a share of 45 in a list": (AXES + "months = 2\ninputs.marketing_share = [0.4, 45]", [("SLA016", "inputs.marketing_share[2]", "45 % is 0.45")]),
    "a rate of 0": (AXES + "inputs.close_rate.Webinar.EMEA = 0", [("SLA016", "inputs.close_rate.Webinar.EMEA", "0 is out of range. … a share above 0 % and up to 100 %")]),
    "a deal size of 0": (AXES + "inputs.deal_size = 0", [("SLA016", "inputs.deal_size", "an amount above 0")]),
    "a negative target": (AXES + "inputs.revenue_target = -1", [("SLA016", "inputs.revenue_target", "-1 … an amount of 0 or more")]),
    "half a month to close": (AXES + "inputs.time_to_close = 1.5", [("SLA016", "inputs.time_to_close", "1.5 … a whole number from 0 to 12")]),
    "a year and more to close": ('regions.names = ["EMEA"]\nchannels = [{name = "Web", time_to_close = 13}]', [("SLA016", "channels[1].time_to_close", "13 … a whole number from 0 to 12")]),
    "a bracket left open": (AXES + "months = [", [("SLA010", None, "not a TOML file: … Fix it there")]),
    "a key there twice": (AXES + "months = 3\nmonths = 4", [("SLA010", None, "not a TOML file:")]),
    "more cells than a workbook may have": (f'regions.names = {[f"R{n}" for n in range(9_000)]}\nchannels = [{{name = "Web"}}]', [("SLA018", None, "9,000 regions, 1 channel, 12 months … more than the 3,000,000 … slasheet rollup")]),
    "lists in lists in lists": (AXES + "months = " + "[" * 21, [("SLA019", None, "more than 20 levels into one another … the right file")]),
    "many things at once": ('mounths = 3\nlookahead = 99\nregions.names = ["EMEA", "A*"]\nchannels = [{name = "Web", owner = "boss"}]\n[inputs]\ndeal_size = 0\nmarketing_share.EMEA = 45', [
        ("SLA011", "mounths", ""), ("SLA012", "lookahead", ""), ("SLA014", "regions.names[2]", ""), ("SLA012", "channels[1].owner", ""),
        ("SLA016", "inputs.deal_size", ""), ("SLA016", "inputs.marketing_share.EMEA", "")]),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_every_problem_is_told_with_its_key_and_what_is_allowed(what: str) -> None:
    text, problems = WRONG[what]
    with pytest.raises(PlanError) as caught:
        parse_plan(text, "plan.toml")
    found = caught.value.findings
    assert sorted((f.code, f.key or "") for f in found) == sorted((code, key or "") for code, key, _ in problems)
    for code, key, phrases in problems:
        said = next(f"{f.message} {f.advice}" for f in found if (f.code, f.key) == (code, key))
        assert [phrase for phrase in phrases.split(" … ") if phrase not in said] == [], said
    assert {f.severity for f in found} == {Severity.ERROR}
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("plan.toml: ")
    assert len(lines) == (1 if len(found) == 1 else 1 + len(found)), "one line a problem"


def test_every_code_of_plan_files_has_its_wrong_plan_file() -> None:
    told = {code for _, problems in WRONG.values() for code, _, _ in problems}
    # That a workbook has lost its plan is no fault of a plan file.
    assert told == {code.code for code in CODES if code.name.startswith("plan-")} - {"SLA005"}


# What may stand there ----------------------------------------------------------------------------

DESIGN = """
title = "Sales & marketing SLA"
start = "2027-01"
months = 12
currency = "EUR"
language = "en"
pacing = "working"
rounding = "up"
carry = "exact"
stages = ["MQL", "SQL", "Opportunity", "Customer"]
lookahead = 1

[regions]
label = "Region"
names = ["North America", "EMEA"]

[[channels]]
name = "Website form"
owner = "marketing"
time_to_close = 1

[[channels]]
name = "Webinar"

[[channels]]
name = "Outbound"
owner = "sales"

[inputs.deal_size]
"North America" = 24000
"EMEA" = 18000

[inputs.marketing_share]
"EMEA" = [0.5, 0.51, 0.52, 0.53, 0.54, 0.55, 0.56, 0.57, 0.58, 0.59, 0.6, 0.61, 0.62]

[inputs]
new_business_share = 0.8

[inputs.conversion_rate."MQL > SQL"]
"Website form" = 0.34

[inputs.conversion_rate."MQL > SQL".Webinar]
EMEA = 0.4
"North America" = 0.3
"""


def cells(plan: Plan, measure: str, axes: str) -> dict[tuple[str, ...], Cell]:
    """Return the filled cells of an input by their labels."""
    labels = (tuple(at.values()) for at in plan.coordinates(tuple(axes.split())))
    return {at: cell for at, cell in zip(labels, plan.inputs[measure], strict=True) if cell is not None}


def test_the_plan_file_of_the_design_gives_the_cells_it_means() -> None:
    plan = parse_plan(DESIGN)
    assert (plan.title, plan.start, plan.months, plan.lookahead) == ("Sales & marketing SLA", "2027-01", 12, 1)
    assert (plan.currency, plan.language, plan.pacing, plan.rounding, plan.carry) == (
        "EUR",
        "en",
        "working",
        "up",
        "exact",
    )
    assert plan.stages == ("MQL", "SQL", "Opportunity", "Customer")
    assert (plan.region_label, plan.regions) == ("Region", ("North America", "EMEA"))
    assert plan.channels == (Channel("Website form"), Channel("Webinar"), Channel("Outbound", "sales"))
    assert cells(plan, "deal_size", "region") == {("North America",): 24000, ("EMEA",): 18000}
    months = [f"2027-{month:02}" for month in range(1, 13)] + ["2028-01"]
    assert cells(plan, "marketing_share", "region horizon") == {
        ("EMEA", month): round(0.5 + place / 100, 2) for place, month in enumerate(months)
    }
    assert cells(plan, "new_business_share", "region") == {("North America",): 0.8, ("EMEA",): 0.8}
    assert cells(plan, "conversion_rate", "transition channel region") == {
        ("MQL > SQL", "Website form", "North America"): 0.34,
        ("MQL > SQL", "Website form", "EMEA"): 0.34,
        ("MQL > SQL", "Webinar", "North America"): 0.3,
        ("MQL > SQL", "Webinar", "EMEA"): 0.4,
    }
    assert cells(plan, "time_to_close", "channel") == {("Website form",): 1, ("Webinar",): 0, ("Outbound",): 0}
    assert cells(plan, "revenue_target", "region horizon") == {}


@pytest.mark.parametrize(("given_as", "means"), [
    ("5", {("North America", "2027-01"): 5, ("North America", "2027-02"): 5, ("EMEA", "2027-01"): 5, ("EMEA", "2027-02"): 5}),
    ("[5, 6]", {("North America", "2027-01"): 5, ("North America", "2027-02"): 6, ("EMEA", "2027-01"): 5, ("EMEA", "2027-02"): 6}),
    ("{EMEA = 5}", {("EMEA", "2027-01"): 5, ("EMEA", "2027-02"): 5}),
    ("{EMEA = [5, 6]}", {("EMEA", "2027-01"): 5, ("EMEA", "2027-02"): 6}),
    ('{EMEA = {"2027-02" = 6}}', {("EMEA", "2027-02"): 6}),
    ("{}", {}),
])  # fmt: skip
def test_a_number_stands_for_all_below_it_and_a_list_for_the_months(
    given_as: str, means: dict[tuple[str, str], float]
) -> None:
    assert (
        cells(parse_plan(f"{AXES}months = 2\ninputs.revenue_target = {given_as}"), "revenue_target", "region horizon")
        == means
    )


def test_what_is_left_out_has_its_default() -> None:
    plan = parse_plan(AXES)
    assert plan == Plan(
        regions=("North America", "EMEA"),
        channels=(Channel("Website form"), Channel("Webinar"), Channel("Outbound", "sales")),
    )
    assert (plan.stages, plan.months, plan.lookahead, plan.rounding, plan.carry) == (
        ("Lead", "Customer"),
        12,
        0,
        "up",
        "exact",
    )
    assert cells(plan, "new_business_share", "region") == {("North America",): 1, ("EMEA",): 1}


# In and out --------------------------------------------------------------------------------------


@given(plan=plans(texts=False))
@settings(max_examples=40)
def test_nothing_is_lost_on_the_way_out_and_in(plan: Plan) -> None:
    text = to_toml(plan)
    assert parse_plan(text) == plan
    assert to_toml(parse_plan(text)) == text


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_lost_nowhere_either(name: str) -> None:
    plan = example(name)
    assert parse_plan(to_toml(plan)) == plan


def test_a_plan_is_written_in_its_shortest_form() -> None:
    inputs = 'inputs = {revenue_target = {EMEA = [5, 6, 7], "North America" = [4, 4, 4]}, deal_size = {EMEA = 9, "North America" = 9}, new_business_share = 1}'
    assert tomllib.loads(to_toml(parse_plan(f"{AXES}months = 3\n{inputs}")))["inputs"] == {
        "revenue_target": {"EMEA": [5, 6, 7], "North America": 4},
        "deal_size": 9,
        # Said, so that the language of the file can change without changing what was agreed.
        "returned_by": "Sales rep",
    }


@pytest.mark.parametrize(
    ("written", "day", "kept"),
    [
        ("2027-01-04", 46391, "2027-01-04"),
        ("2027-01-04T18:00:00", 46391.75, "2027-01-04 18:00:00"),
        # The clock counts as it stands: in which zone the lead log is kept, no plan says.
        ("2027-01-04T18:00:00+01:00", 46391.75, "2027-01-04 18:00:00"),
        ("2027-01-04T18:00:00Z", 46391.75, "2027-01-04 18:00:00"),
        ("2027-01-04T18:00:00.25", 46391.75 + 0.25 / 86_400, "2027-01-04 18:00:00"),
    ],
)
def test_a_day_of_the_log_may_have_a_time_of_day_to_the_second(written: str, day: float, kept: str) -> None:
    row = f'{{date = {written}, region = "EMEA", channel = "Webinar", leads = 7}}'
    plan = parse_plan(f"{AXES}inputs.lead_log = [{row}]")
    assert plan.log == ((pytest.approx(day, abs=1e-9), "EMEA", "Webinar", 7, *[None] * 4),)
    again = to_toml(plan)
    assert f"{{ date = {kept}, region" in again
    assert to_toml(parse_plan(again)) == again


def test_two_regions_of_one_name_are_refused_on_the_way_out() -> None:
    with pytest.raises(FileError, match="two regions have the same name"):
        to_toml(Plan(regions=("EMEA", "EMEA")))


@pytest.mark.parametrize(("content", "said"), [(None, "can't be read"), (b"\xff\xfe\x00", "not a text file in UTF-8")])
def test_a_file_that_is_no_text_is_refused_in_one_line(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileError, match=said) as caught:
        load_plan(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 5000 + "]" * 5000, "months = " + "9" * 5000],
    ids=["nested too deep", "a number of 5,000 digits"],
)
def test_what_no_reader_of_toml_can_take_is_told_in_one_line(text: str) -> None:
    with pytest.raises(PlanError, match=r"not a TOML file|levels into one another") as caught:
        parse_plan(text, "plan.toml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "key", "said"),
    [
        ('performance_month = "2028-01"', "inputs.performance_month", "a month of the plan"),
        ('performance_region = "EMAE"', "inputs.performance_region", "one of"),
        ('as_of = "soon"', "inputs.as_of", "2027-02-14"),
        ("holidays = [2027-01-01, 5]", "inputs.holidays[2]", "2027-02-14"),
        ("follow_ups = [{ attempts = 3 }]", "inputs.follow_ups", "attempts = 3, days = 14"),
        ("follow_ups = [{ attempts = 3, days = 14 }, { attempts = 0, days = 28 }]", "inputs.follow_ups[2].attempts", "1 to 1000"),
        ("tolerance = 10", "inputs.tolerance", "10 % is 0.1"),
        ('lead_log = [{ date = 2027-01-04, regoin = "EMEA" }]', "inputs.lead_log[1].regoin", "did you mean region"),
        ('lead_log = [{ date = "2027-01-04" }]', "inputs.lead_log[1].date", "without quotes"),
        ("lead_log = [{ leads = true }]", "inputs.lead_log[1].leads", "a number of 0 or more"),
        ('lead_log = [{ region = " " }]', "inputs.lead_log[1].region", "in quotes"),
    ],
)  # fmt: skip
def test_dates_choices_follow_ups_and_log_rows_are_refused_with_their_key(wrong: str, key: str, said: str) -> None:
    text = f'regions = {{names = ["EMEA"]}}\nchannels = [{{name = "Web"}}]\n[inputs]\n{wrong}\n'
    with pytest.raises(PlanError) as error:
        parse_plan(text)
    (found,) = error.value.findings
    assert found.key == key
    assert said in f"{found.message} {found.advice}"


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ('timezone = "Mars/Olympus"', "crm.timezone"),
        ('dates = "ymd"', "crm.dates"),
        ("business_hours = [17, 9]", "crm.business_hours"),
        ("business_hours = [9, 9]", "crm.business_hours"),
        ("regions = { DACH = 5 }", "crm.regions"),
        ('region_map = { DACH = "EMEA" }', "crm.region_map"),
    ],
)
def test_the_crm_table_is_refused_with_its_key(wrong: str, key: str) -> None:
    with pytest.raises(PlanError) as error:
        parse_plan(f'regions = {{names = ["EMEA"]}}\nchannels = [{{name = "Web"}}]\n[crm]\n{wrong}\n')
    assert [found.key for found in error.value.findings] == [key]


def test_fewer_follow_ups_than_three_repeat_the_last() -> None:
    promises = "follow_ups = [{ attempts = 3, days = 14 }, { attempts = 6, days = 30 }]"
    plan = parse_plan(f'regions = {{names = ["EMEA"]}}\nchannels = [{{name = "Web"}}]\n[inputs]\n{promises}\n')
    assert plan.inputs["follow_ups"] == (3, 14, 6, 30, 6, 30)


# In other languages ------------------------------------------------------------------------------

BARE = 'regions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]\n'
#: What is wrong with dates, choices, promises, the log and the [crm] table, each told in words of its own.
WRONG_TOO = {
    "names and dates": 'inputs = {performance_month = "2028-01", performance_region = "EMAE", as_of = "soon", returned_by = 5, holidays = 5}',
    "promises": "inputs = {follow_ups = [{attempts = 3}], tolerance = 10}",
    "a log": 'inputs = {lead_log = [{date = "2027-01-04", leads = true, region = " ", channel = 5}]}',
    "a log that is none": "inputs = {lead_log = 5}",
    "a crm": 'crm = {timezone = "Mars", dates = "ymd", business_hours = [17, 9], regions = {DACH = 5}, region_map = 5}',
    "a crm that is none": "crm = 5",
    "an agreement": "agreement = {period = 5, handoff = {trigger = 5, triger = 5}, contacts = 5, initiative = 3}",
    "an agreement that is none": "agreement = 5",
    "a score": "scoring = {fit = 5, grid = 5, thresholds = {fit = {mql = 1000000, mqls = 3}}}\nrows = {fit = 0, fits = 3}",
    "scores among the inputs": "inputs = {score_threshold = 5}",
}  # fmt: skip
#: Keys and values of plan files: they are the same in every language.
CODES_OF_FILES = (
    *Plan().settings(), *Plan().inputs, *LANGUAGES, *PACINGS, *ROUNDINGS, *CARRIES, *LOG_FIELDS, *CrmSettings.__slots__, "conversion_rate", "lead_log",
    "log_rows", "crm", "inputs", "name", "names", "label", "owner", "marketing", "sales", "time_to_close", "currencies", "UK", "GBP", "plan.toml",
    "attempts", "days", "dmy", "mdy", "agreement", "scoring", *Plan().axis("handoff_term"), *LEVELS,
)  # fmt: skip


def texts_of_wrong_files() -> dict[str, str]:
    """Return the wrong plan files whose own language can be read."""
    readable = {what: text for what, (text, problems) in WRONG.items() if problems[0][0] not in ("SLA010", "SLA019")}
    readable |= {what: BARE + text for what, text in WRONG_TOO.items()}
    return {what: text for what, text in readable.items() if "language" not in text}


@pytest.mark.parametrize("what", texts_of_wrong_files())
def test_what_is_wrong_with_a_plan_file_is_told_in_its_own_language(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = texts_of_wrong_files()[what]
    with pytest.raises(PlanError) as english:
        parse_plan(text, "plan.toml")
    with wiped_spanish(monkeypatch), pytest.raises(PlanError) as caught:
        parse_plan('language = "es"\n' + text, "plan.toml")
    assert words_left(str(english.value), text, *CODES_OF_FILES) != set()
    assert words_left(str(caught.value), text, *CODES_OF_FILES) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_plan_file_leaves_out_is_said_in_its_language(language: str) -> None:
    with speaking("th"):
        plan = parse_plan(f'{AXES}language = "{language}"')
    assert plan.title == translated("Sales & marketing SLA", language)
    assert plan.region_label == translated("Region", language)
    assert plan.stages == (translated("Lead", language), translated("Customer", language))
    assert parse_plan(to_toml(plan)) == plan


def test_a_spanish_plan_file_calls_its_rows_regions_in_spanish_unless_it_says_something_else() -> None:
    assert parse_plan(AXES + 'language = "es"').region_label == "Región"
    typed = 'language = "es"\ntitle = "SLA"\nregions = {label = "Persona", names = ["IT"]}\nchannels = [{name = "Web"}]'
    assert (parse_plan(typed).title, parse_plan(typed).region_label) == ("SLA", "Persona")


@pytest.mark.parametrize("text", ["months = 99", 'language = "tlh"', "language = [1]"])
def test_a_problem_is_told_in_english_where_the_file_names_no_language_that_is_spoken(text: str) -> None:
    with pytest.raises(PlanError, match=r"is not allowed\. Allowed: "):
        parse_plan(AXES + text)


@pytest.mark.parametrize("code", ["ABC", "eur", "EURO", "", 5, ["EUR"]])
def test_a_currency_that_there_is_not_is_refused(code: object) -> None:
    with pytest.raises(PlanError) as caught:
        parse_plan(f"{AXES}currency = {json.dumps(code)}")
    (found,) = caught.value.findings
    assert (found.code, found.key, found.found) == ("SLA012", "currency", code)
    assert 'as "EUR" or "USD"' in found.advice
    assert parse_plan(f'{AXES}currency = "THB"').currency == "THB"


def test_every_axis_of_a_number_among_the_inputs_has_words_for_its_labels() -> None:
    kinds = (Plan(), Plan(stages=("MQL", "SQL", "Customer")), Plan(currencies=("GBP",)))
    typed = {measure for plan in kinds for measure in plan.typed if measure.name not in ELSEWHERE}
    axes = {axis for measure in typed if not is_special(measure) for axis in measure.axes}
    assert axes <= set(LABELS)
