"""The agreement in words: nothing typed is lost, what does not belong there is told, and what it computes is right."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from slasheet.checker.checker import check, read
from slasheet.layout.sheets import SHEETS, layout
from slasheet.plan.axis_labels import AGREEMENT_AXES, NUMBERED
from slasheet.plan.file.plan_file import load_plan, parse_plan, to_toml
from slasheet.plan.measures.agreement import obligation_measures
from slasheet.plan.measures.agreement_tables import AGREEMENT, LONGEST_TEXT, NAMES, TABLES
from slasheet.plan.new import starting_plan
from slasheet.plan.plan import Cell, Plan
from slasheet.plan.templates import blank, example
from slasheet.recompute import recompute
from slasheet.texts.findings import PlanError
from slasheet.texts.months import month_serial
from slasheet.writer.workbook import write
from tests.checker.test_findings import PLAN, Case, Where, assert_told, at, typed, typing
from tests.checker.test_sabotage import SHAPE, sabotaged
from tests.helpers.engines import Edit, libreoffice_fill
from tests.helpers.plans import TEXTS, prime_plan

pytestmark = pytest.mark.slow

JANUARY, FEBRUARY_END = month_serial("2027-01"), month_serial("2027-03") - 1


def with_cell(plan: Plan, name: str, labels: tuple[str, ...], cell: Cell) -> Plan:
    """Return the plan with one cell of the agreement changed."""
    axes = next(measure.axes for measure in AGREEMENT if measure.name == name)
    cells = list(plan.inputs[name])
    cells[[tuple(place.values()) for place in plan.coordinates(axes)].index(labels)] = cell
    return plan.with_inputs(**{name: tuple(cells)})


def cell_of(plan: Plan, name: str, *labels: str) -> Cell:
    """Return what stands in one cell of the agreement."""
    axes = next(measure.axes for measure in AGREEMENT if measure.name == name)
    return plan.inputs[name][[tuple(place.values()) for place in plan.coordinates(axes)].index(labels)]


# Starting texts ----------------------------------------------------------------------------------


def test_a_plan_that_says_nothing_starts_with_texts_that_add_up() -> None:
    plan = Plan(stages=("MQL", "SQL", "Customer"), start="2027-04", months=12)
    assert all(plan.inputs[name] and set(plan.inputs[name]) != {None} for name in NAMES)
    days = [cell for cell in plan.inputs["attempts"][2::3] if isinstance(cell, float)]
    assert [sum(day <= within for day in days) for within in (14, 28, 56)] == [3, 5, 7]
    assert "Lead scoring" in str(cell_of(plan, "handoff", "trigger", "text"))
    assert plan.inputs["valid_from"] == (float(month_serial("2027-04")),)
    assert plan.inputs["valid_to"] == (float(month_serial("2028-04") - 1),)
    assert plan.inputs["reset_dates"] == (*(float(month_serial(m)) for m in ("2027-07", "2027-10", "2028-01")), None)


def test_no_starting_text_is_longer_than_a_plan_file_takes_or_the_same_as_another_of_its_kind() -> None:
    plan = Plan(stages=("MQL", "SAL", "Trial", "Customer"))
    for name in ("shared_goal", "commitments", "definitions", "handoff"):
        assert len(set(plan.inputs[name])) == len(plan.inputs[name]), name
    assert max(len(cell) for name in NAMES for cell in plan.inputs[name] if isinstance(cell, str)) < LONGEST_TEXT / 4


def test_a_table_given_blank_stays_blank_and_a_blank_workbook_keeps_its_texts() -> None:
    plan = Plan(inputs={"handoff": (None,) * 7})
    assert plan.inputs["handoff"] == (None,) * 7
    assert plan.inputs["shared_goal"] == Plan().inputs["shared_goal"]
    mine = with_cell(example("classic"), "handoff", ("trigger", "text"), "When they ask.")
    assert cell_of(blank(mine), "handoff", "trigger", "text") == "When they ask."


def test_texts_that_nobody_changed_follow_the_plan_and_changed_ones_stay(tmp_path: Path) -> None:
    mine = with_cell(example("classic"), "handoff", ("trigger", "text"), "When they ask.")
    file = tmp_path / "mine.toml"
    file.write_text(to_toml(mine), encoding="utf-8")
    made, _ = starting_plan(file, None, (), (), {"start": "2028-07", "months": 6}, example=False)
    assert cell_of(made, "handoff", "trigger", "text") == "When they ask."
    assert made.inputs["valid_from"] == (float(month_serial("2028-07")),)
    assert made.inputs["valid_to"] == (float(month_serial("2029-01") - 1),)


# There and back ----------------------------------------------------------------------------------

ANY_TEXT = st.one_of(
    st.sampled_from([text for text in TEXTS if text]),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60),
    st.lists(st.sampled_from(['"""', "'''", "\\", "\n", "=A1", "ก็", "👩‍🚀", '"', " ", "\t", "{x}"]), min_size=1, max_size=9).map("".join),
)  # fmt: skip


@given(texts=st.lists(ANY_TEXT, min_size=7, max_size=7))
@settings(max_examples=15)
def test_no_text_is_lost_in_workbook_or_plan_file(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = Plan().with_inputs(handoff=tuple(texts))
    path = tmp_path_factory.mktemp("texts") / "plan.xlsx"
    write(plan, path)
    assert read(path).inputs["handoff"] == tuple(texts)
    assert parse_plan(to_toml(plan)).inputs["handoff"] == tuple(texts)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_lines_of_a_text_stay_lines_whatever_ends_them_in_the_plan_file(end: str, tmp_path: Path) -> None:
    lines = ("On paper.", "", "And by mail: 1 of 2.")
    axes = 'regions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]\n'
    plain = parse_plan(f"{axes}[agreement.handoff]\ntrigger = {json.dumps(end.join(lines))}\n")
    wanted = "\n".join(lines)
    assert cell_of(plain, "handoff", "trigger", "text") == wanted
    # As an editor saves it that ends every line of the file like that.
    saved = tmp_path / "plan.toml"
    saved.write_bytes(to_toml(plain).replace("\n", "\r\n" if end == "\r" else end).encode())
    again = load_plan(saved)
    assert again.inputs["handoff"] == plain.inputs["handoff"]
    assert again.fingerprint() == plain.fingerprint()


def test_a_text_that_looks_like_a_formula_is_none(tmp_path: Path) -> None:
    plan = with_cell(Plan(), "definitions", ("lead", "text"), '=HYPERLINK("http://x","y")')
    write(plan, tmp_path / "plan.xlsx")
    sheet, cell = layout(plan).address("definitions", 1)
    held = load_workbook(tmp_path / "plan.xlsx")[sheet][cell]
    assert (held.data_type, held.value) == ("s", '=HYPERLINK("http://x","y")')


@pytest.mark.engine
def test_libreoffice_keeps_every_text_it_did_not_touch_and_what_was_typed(tmp_path: Path) -> None:
    texts = ("Two\nlines", "=1+1", "ตกลงกันแล้ว", "👍🏽", 'He said "no"', "-5 %", " spaced ")
    plan = PLAN.with_inputs(handoff=texts)
    made, saved = tmp_path / "made.xlsx", tmp_path / "saved.xlsx"
    write(plan, made)
    there = layout(plan)
    name = there.address("contacts", 1)
    libreoffice_fill([Edit(made, saved, {name[0]: {name[1]: "Ann Lee"}})])
    report = check(saved)
    assert [found.name for found in report.findings] == []
    assert report.plan is not None
    assert report.plan.inputs["handoff"] == texts
    assert report.plan == with_cell(plan, "contacts", ("1", "name"), "Ann Lee")
    assert report.plan.fingerprint() == with_cell(plan, "contacts", ("1", "name"), "Ann Lee").fingerprint()


def test_a_number_typed_for_a_text_is_kept_as_one_and_a_choice_by_its_code(tmp_path: Path) -> None:
    cells = ((at("meetings", "daily", "length"), 15), (at("attempts", "1", "channel"), "e-MAIL"))
    report = check(typed(*cells)(tmp_path))
    assert report.findings == ()
    assert report.plan is not None
    assert cell_of(report.plan, "meetings", "daily", "length") == "15"
    assert cell_of(report.plan, "attempts", "1", "channel") == "email"


# The plan file -----------------------------------------------------------------------------------

AXES_OF_A_PLAN = 'stages = ["MQL", "Customer"]\nregions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]\n'


def test_the_plan_file_takes_every_table_and_leaves_blank_what_a_table_does_not_tell() -> None:
    plan = parse_plan(AXES_OF_A_PLAN + '''
[agreement]
valid_from = 2027-02-01
valid_to = ""
reset_dates = [2027-05-01, "", 2027-08-01]
[agreement.handoff]
trigger = """
Two
lines"""
[agreement.commitments.sales]
initiative_2 = "Call."
[agreement.stage_definitions.MQL]
meaning = "Ready."
[agreement.meetings.daily]
length = "15 minutes"
[[agreement.contacts]]
role = "Head"
[[agreement.contacts]]
[[agreement.contacts]]
name = "Ann Lee"
[[agreement.attempts]]
what = "Call"
channel = "phone"
day = 3
''')  # fmt: skip
    assert plan.inputs["valid_from"] == (float(month_serial("2027-02")),)
    assert plan.inputs["valid_to"] == (None,)
    assert plan.inputs["next_review"] == Plan().inputs["next_review"]
    assert [cell is None for cell in plan.inputs["reset_dates"]] == [False, True, False, True]
    assert plan.inputs["handoff"] == ("Two\nlines", *[None] * 6)
    assert plan.inputs["commitments"] == (None, None, None, "Call.", *[None] * 6)
    assert plan.inputs["stage_definitions"] == ("Ready.", *[None] * 5)
    assert plan.inputs["contacts"][:12] == ("Head", *[None] * 8, "Ann Lee", None, None)
    assert plan.inputs["attempts"][:4] == ("Call", "phone", 3.0, None)
    assert plan.inputs["nurturing"] == Plan().inputs["nurturing"]
    assert parse_plan(to_toml(plan)) == plan


def test_the_export_holds_every_table_also_a_blank_one() -> None:
    told = tomllib.loads(to_toml(Plan(inputs={"handoff": (None,) * 7, "contacts": (None,) * 24})))["agreement"]
    assert set(told) == NAMES
    assert (told["handoff"], told["contacts"]) == ({}, [])


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("agreement = 5", "agreement", "a table"),
        ("[agreement.hand_off]", "agreement.hand_off", "did you mean handoff"),
        ("[agreement.handoff]\ntriger = 'x'", "agreement.handoff.triger", "did you mean trigger"),
        ("[agreement.handoff]\ntrigger = 5", "agreement.handoff.trigger", "a text in quotes, of up to 2,000"),
        (f"[agreement.handoff]\ntrigger = '{'x' * 2001}'", "agreement.handoff.trigger", "of up to 2,000"),
        ("[agreement]\nhandoff = 'x'", "agreement.handoff", "a table with trigger"),
        ("[agreement.commitments.finance]", "agreement.commitments.finance", "marketing, sales"),
        ("[agreement.stage_definitions.SQL]", "agreement.stage_definitions.SQL", "MQL, Customer"),
        ("[agreement]\nvalid_from = 'soon'", "agreement.valid_from", "a date from 1950"),
        ("[agreement]\nreset_dates = [2027-01-01, 5]", "agreement.reset_dates[2]", "a date from 1950"),
        ("[[agreement.versions]]\ndate = 'soon'", "agreement.versions[1].date", "a date from 1950"),
        ("[[agreement.attempts]]\nday = -1", "agreement.attempts[1].day", "a number from 0 to 1,000"),
        ("[[agreement.attempts]]\nday = 'one'", "agreement.attempts[1].day", "a number from 0 to 1,000"),
        ("[[agreement.attempts]]\nchannel = 'fax'", "agreement.attempts[1].channel", "phone, email, video"),
        ("[agreement]\ncontacts = [{},{},{},{},{},{},{}]", "agreement.contacts", "up to 6 tables"),
    ],
)  # fmt: skip
def test_what_a_plan_file_can_not_say_is_told_with_its_key(text: str, key: str, said: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_plan(AXES_OF_A_PLAN + text)
    (found,) = caught.value.findings
    assert found.key == key
    assert said in f"{found.message} {found.advice}"


def test_problems_of_the_agreement_are_told_beside_those_of_the_settings() -> None:
    with pytest.raises(PlanError) as caught:
        parse_plan("months = 0\n" + AXES_OF_A_PLAN + "[agreement]\nvalid_from = 'soon'")
    assert [found.key for found in caught.value.findings] == ["months", "agreement.valid_from"]


# Findings ----------------------------------------------------------------------------------------

PERIOD = Where(*at("valid_to")[:3])
HERE, VALID_TO_LABEL = PERIOD.sheet, str(PERIOD.cell).replace("B", "A")
BESIDE_A_HEADING = next(f"C{heading.row + 1}" for heading in layout(PLAN).headings if heading.first == "signatures")
CASES = [
    typing("a text too long", ("handoff", "trigger", "text"), "x" * 2001, "SLA141 text-too-long error", found=2001, expected=2000,
           words="What triggers it … 2,001 characters … 2,000 … Shorten it"),
    Case("signatures left blank", typed((at("signatures", "1", "role"), None), (at("signatures", "2", "role"), None)), "SLA142 agreement-blank info",
         at("signatures", "1", "role")._replace(at={}), words="“Signatures” in the agreement is blank"),
    Case("a review that has passed", typed((at("next_review"), JANUARY + 5), (at("as_of"), JANUARY + 9)), "SLA321 agreement-review-past warning", at("next_review"),
         "2027-01-10", "2027-01-06", "due on 2027-01-06 … known is 2027-01-10 … date of the next one"),
    Case("a day after the agreement ended", typed((at("next_review"), None), (at("as_of"), FEBRUARY_END + 1)), "SLA322 agreement-expired warning", PERIOD,
         "2027-03-01", None, "from 2027-01-01 to 2027-02-28 … 2027-03-01, is outside that period … Agree again"),
    typing("an agreement that ends before it begins", ("valid_to",), JANUARY - 1, "SLA323 validity-reversed error", found="2026-12-31", expected="2027-01-01",
           words="ends on 2026-12-31, before it begins on 2027-01-01"),
    typing("an agreement that ends within the plan", ("valid_to",), FEBRUARY_END - 1, "SLA324 validity-short warning",
           words="to 2027-02-27 … the plan runs from 2027-01-01 to 2027-02-28"),
    typing("an agreement that begins within the plan", ("valid_from",), JANUARY + 1, "SLA324 validity-short warning", words="from 2027-01-02"),
    typing("an attempt left out", ("attempts", "2", "day"), None, "SLA325 attempts-short warning", where=at("promise_check", "1", "listed")._replace(at={"promise": "1"}),
           found=2, expected=3, words="3 follow-ups are promised within 14 days, but only 2"),
    typing("a text for a date", ("versions", "2", "date"), "soon", "SLA102 text-in-number error", found="soon", words="Version history … “soon” … not a date … Type a date"),
    typing("a date beyond the calendar", ("signatures", "1", "date"), 12_000, "SLA103 out-of-bounds error", found=12_000, words="Signatures … it must be a date"),
    typing("a negative day", ("attempts", "8", "day"), -2, "SLA103 out-of-bounds error", found=-2, words="-2 … a number from 0 to 1,000"),
    typing("a stage of the buyer that is none", ("nurturing", "2", "buying_stage"), "Considration", "SLA107 unknown-label error", found="Considration",
           words="“Considration” … Did you mean Consideration? … Awareness or Consideration or Decision"),
    typing("an error value among the texts", ("contacts", "1", "name"), "#N/A", "SLA106 error-in-input error", found="#N/A", words="Contacts … #N/A"),
    typing("a formula among the texts", ("contacts", "1", "name"), '="Ann"&" Lee"', "SLA111 input-formula info", found='="Ann"&" Lee"', words="“Ann Lee”, is used"),
    Case("a label that was typed over", typed((Where(HERE, VALID_TO_LABEL, "", {}), "Valid until further notice")), "SLA143 label-changed warning",
         Where(HERE, VALID_TO_LABEL, None, {}), "Valid until further notice", "Valid to", "should read “Valid to”, but reads “Valid until further notice”"),
    Case("words beside a heading", typed((Where(HERE, BESIDE_A_HEADING, "", {}), "And one thing more")), "SLA144 outside-of-tables warning",
         Where(HERE, BESIDE_A_HEADING, None, {}), "And one thing more", None, "“And one thing more” is outside the tables … Move it into a row"),
    Case("a fingerprint of something else", typed((at("signatures", "1", "name"), "Ana Ruiz"), (at("signatures", "1", "fingerprint"), "0123456789ABCDEF")),
         "SLA161 changed-since-signed error", at("signatures", "1", "fingerprint"), "0123456789abcdef", PLAN.fingerprint(),
         "Ana Ruiz signed as Head of marketing on an unknown day … it has changed since … slasheet diff"),
    typing("a name without a fingerprint", ("signatures", "1", "name"), "Ana Ruiz", "SLA162 signed-without-fingerprint warning", found="Ana Ruiz",
           words="Ana Ruiz has signed as Head of marketing, but without a fingerprint"),
    typing("a date that is text", ("next_review",), "in spring", "SLA102 text-in-number error", found="in spring", words="Next review … not a date"),
]  # fmt: skip
#: An attempt left out makes every promise short of one.
BESIDE = {"an attempt left out": 3}


@pytest.mark.parametrize("case", [case for case in CASES if case.what not in BESIDE], ids=lambda case: case.what)
def test_what_was_done_to_the_agreement_is_told_and_nothing_else(case: Case, tmp_path: Path) -> None:
    assert_told(case, tmp_path)


def test_every_promise_that_the_attempts_do_not_keep_is_told(tmp_path: Path) -> None:
    (case,) = (case for case in CASES if case.what in BESIDE)
    findings = check(case.make(tmp_path)).findings
    assert [(f.name, f.found, f.expected) for f in findings] == [("attempts-short", n - 1, n) for n in (3, 5, 7)]
    assert (findings[0].cell, findings[0].at) == (case.where.cell, case.where.at)


def test_a_partly_blank_agreement_is_no_finding_and_start_shows_how_much_is_filled(tmp_path: Path) -> None:
    # By hand: a blank definition leaves 1 of its 4 cells; four contacts lack name and e-mail, two signatures the name.
    report = check(typed((at("definitions", "lead", "text"), None))(tmp_path))
    assert report.findings == ()
    filled, needed, state = report.values("step_progress")[:3]
    assert (float(needed or 0) - float(filled or 0), state) == (1 + 4 * 2 + 2, "incomplete")


# What it computes --------------------------------------------------------------------------------


def test_the_kpis_of_a_plan_worked_by_hand() -> None:
    """Two months; January is over with the log of 1 February.

    Leads due: 1,000 / 100 / 0.5 = 20 a month; logged in January 19: 95 %, on track at 10 %. A lead is worth 50.
    First contact: 18 of the 25 told of = 72 %, against 90 %: 80 % of it, behind. Follow-up: 24 of 25 = 96 %: on track.
    Customers 10 needed, 8 won: 80 %, behind. Revenue 900 of 1,000: 90 %, on track. New business: 900 + 300 of 2,000.
    """
    plan = parse_plan("""
start = "2027-01"
months = 2
regions = {names = ["EMEA"]}
channels = [{name = "Web"}]
inputs = {revenue_target = 1000, marketing_share = 1, deal_size = 100, close_rate = 0.5, channel_mix = 1}
""")
    first = float(JANUARY)
    rows = [
        (first + 4, "EMEA", "Web", 19.0, 15.0, 18.0, 8.0, 900.0),
        (first + 31, "EMEA", "Web", 6.0, 3.0, 6.0, 2.0, 300.0),
    ]
    found = recompute(plan.with_log(rows))["kpi"]
    expected = [
        (20, 19, 0.95, "on-track"), (1000, 950, 0.95, "on-track"), (0.9, 0.72, 0.8, "behind"), (0.9, 0.96, 0.96 / 0.9, "on-track"),
        (10, 8, 0.8, "behind"), (1000, 900, 0.9, "on-track"), (2000, 1200, 0.6, None),
    ]  # fmt: skip
    assert list(found) == [
        pytest.approx(cell) if isinstance(cell, float) else cell for line in expected for cell in line
    ]
    ended = recompute(plan.with_log([*rows, (first + 58, None, None, None, None, None, None, None)]))["kpi"]
    assert ended[-1] == "behind"


@pytest.mark.parametrize(
    ("given", "faults", "state"),
    [
        ({}, (0, 0, 0), "ok"),
        ({"valid_from": JANUARY - 40, "valid_to": FEBRUARY_END + 40}, (0, 0, 0), "ok"),
        ({"valid_from": JANUARY + 0.75}, (0, 0, 0), "ok"),
        ({"valid_to": FEBRUARY_END - 1}, (0, 1, 0), "attention"),
        ({"valid_to": JANUARY - 1}, (1, 0, 0), "wrong"),
        ({"as_of": FEBRUARY_END + 1}, (0, 0, 1), "attention"),
        ({"as_of": JANUARY - 1}, (0, 0, 1), "attention"),
        ({"valid_from": None}, (0, 0, 0), None),
        ({"valid_from": "soon"}, (0, 0, 0), None),
    ],
)
def test_the_period_by_hand(given: dict[str, Cell], faults: tuple[int, ...], state: str | None) -> None:
    results = recompute(PLAN.with_inputs(**{name: (cell,) for name, cell in given.items()}))
    assert (tuple(results["period_fault"]), results["validity_status"][0]) == (faults, state)


def test_the_altered_cell_of_the_agreement_and_no_other_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = prime_plan(**SHAPE)
    chosen = {measure.name for measure in obligation_measures()}
    done = sabotaged(plan, chosen, tmp_path, monkeypatch, every_line=True)
    assert done["constant"] == done["neighbouring row"] == len(chosen)
    assert done["swapped operator"] > 20


# What was agreed ---------------------------------------------------------------------------------


def test_the_fingerprint_is_of_what_was_agreed_and_of_nothing_else() -> None:
    plan = prime_plan()
    same = plan.fingerprint()
    assert with_cell(plan, "handoff", ("trigger", "text"), "Never.").fingerprint() != same
    assert plan.with_inputs(valid_to=(None,)).fingerprint() != same
    assert plan.with_inputs(deal_size=(1.0, 2.0, 3.0)).fingerprint() != same
    for other in (
        with_cell(plan, "signatures", ("1", "fingerprint"), same),
        with_cell(plan, "versions", ("2", "change"), "More leads"),
        plan.with_inputs(next_review=(None,), as_of=(float(JANUARY),)),
        plan.with_log(()),
        replace(plan, log_rows=plan.log_rows + 1000),
    ):
        assert other.fingerprint() == same


def test_digits_that_no_spreadsheet_keeps_do_not_change_the_fingerprint() -> None:
    # LibreOffice saves 0.1234567890123456 as 0.123456789012346.
    plan = PLAN.with_inputs(tolerance=(0.1234567890123456,))
    assert plan.with_inputs(tolerance=(0.123456789012346,)).fingerprint() == plan.fingerprint()
    assert plan.with_inputs(tolerance=(0.123456789012347,)).fingerprint() != plan.fingerprint()


# The sheet ---------------------------------------------------------------------------------------


def test_every_cell_of_a_table_is_open_and_holds_to_a_rule_that_says_what_is_wanted(tmp_path: Path) -> None:
    write(PLAN, tmp_path / "book.xlsx")
    there = layout(PLAN)
    sheet = load_workbook(tmp_path / "book.xlsx")[SHEETS["agreement"].title]
    kinds = {"text": "textLength", "choice": "list", "number": "decimal", "date": "date"}
    for measure in TABLES:
        for index, place in enumerate(PLAN.coordinates(measure.axes)):
            cell = there.address(measure.name, index)[1]
            rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
            assert [rule.type for rule in rules] == [kinds[measure.unit_at(place)]], (measure.name, place)
            assert rules[0].prompt
            assert rules[0].error
            assert not sheet[cell].protection.locked
            assert sheet[cell].alignment.wrap_text
    assert sheet.merged_cells.ranges == set()


def test_numbered_tables_have_a_row_to_spare() -> None:
    plan = Plan()
    for measure in TABLES:
        if measure.axes[0] in NUMBERED and measure.name != "outcomes":
            wide = len(AGREEMENT_AXES[measure.axes[1]])
            assert set(plan.inputs[measure.name][-wide:]) == {None}, measure.name
