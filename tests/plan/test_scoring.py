"""Lead scoring: scores worked by hand, criteria put in and left out, plan files, and what is told of it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slasheet.checker.checker import check, read
from slasheet.layout.sheets import layout
from slasheet.plan.file.plan_file import parse_plan, to_toml
from slasheet.plan.measures.scoring import MOST_ROWS, SCORING
from slasheet.plan.new import starting_plan
from slasheet.plan.plan import Cell, Plan
from slasheet.plan.starting_texts import starting_scoring
from slasheet.plan.templates import blank, example
from slasheet.recompute import recompute
from slasheet.report.export import rows as tidy_rows
from slasheet.texts.findings import PlanError
from slasheet.texts.languages import translated
from slasheet.writer.workbook import write
from tests.checker.test_findings import Case, Make, Where, assert_told, rewritten
from tests.helpers.books import altered, check_altered, disagreements
from tests.helpers.engines import Deed, Edit, ironcalc_values, libreoffice_fill, with_ironcalc_values
from tests.helpers.scorings import TEXTS, scorings

pytestmark = pytest.mark.slow

SHEET = "Lead scoring"
AXES = 'regions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]\nmonths = 1\n'

# Worked by hand ----------------------------------------------------------------------------------

# Fit: 20 + 15 x 0 - 5 = 15. Interest, with what is left after every 30 full days:
#   demo     50 x 1, 25 % lost, 65 days: two times  50 x .75 x .75 = 28.125 -> 28.1
#   pricing   3 x 1, 25 % lost, 30 days: once        3 x .75 = 2.25 -> 2.3, half away from zero
#   mail     -7 x 3, nothing lost, 400 days         -21
#   webinar  10 x 2, all lost, 29 days: not yet      20
#   contents 40 x 1, all lost, 30 days: once          0
#   download  8, never                               blank
#   together 28.1 + 2.3 - 21 + 20 + 0 = 29.4
WORKED = parse_plan(
    AXES
    + """
[scoring]
fit = [
    { criterion = "Company size", points = 20 },
    { criterion = "Industry", points = 15 },
    { criterion = "Student", points = -5 },
]
interest = [
    { criterion = "Demo", points = 50, decay = 0.25 },
    { criterion = "Pricing page", points = 3, decay = 0.25 },
    { criterion = "Unread mail", points = -7 },
    { criterion = "Webinar", points = 10, decay = 1 },
    { criterion = "Contents", points = 40, decay = 1 },
    { criterion = "Download", points = 8, decay = 0.5 },
]
[scoring.thresholds]
fit = { mql = 15, high = 15.5 }
interest = { mql = 29.4, high = 60 }
[scoring.grid]
high = { high = "hh", qualified = "hq", low = "hl" }
qualified = { high = "qh", qualified = "qq", low = "ql" }
low = { high = "lh", qualified = "lq", low = "over" }
[scoring.try]
fit = { 1 = 1, 2 = 0, 3 = 1 }
times = { 1 = 1, 2 = 1, 3 = 3, 4 = 2, 5 = 1 }
days = { 1 = 65, 2 = 30, 3 = 400, 4 = 29, 5 = 30 }
"""
)


def tried(plan: Plan, **given: tuple[Cell, ...]) -> list[object]:
    """Return what comes of the lead: scores, bands, whether it is an MQL, what happens."""
    results = recompute(plan.with_inputs(**given))
    return [cell for name in ("lead_score", "lead_band", "lead_is_mql", "lead_next") for cell in results[name]]


def test_the_scores_are_those_worked_by_hand() -> None:
    results = recompute(WORKED)
    assert results["fit_score"] == [20, 0, -5, *[None] * 9]
    assert results["interest_score"] == [28.1, 2.3, -21, 20, 0, *[None] * 7]
    assert tried(WORKED) == [15, 29.4, "qualified", "qualified", "qualified", "qq"]


@pytest.mark.parametrize(
    ("thresholds", "expected"),
    [
        ((15.0, 15.5, 29.5, 60.0), ["qualified", "low", "not-qualified", "ql"]),
        ((15.1, 20.0, 29.4, 60.0), ["low", "qualified", "not-qualified", "lq"]),
        ((10.0, 15.0, 10.0, 29.4), ["high", "high", "qualified", "hh"]),
        # Two thresholds may be the same: then nobody is only qualified.
        ((15.0, 15.0, 29.4, 29.4), ["high", "high", "qualified", "hh"]),
        ((16.0, 20.0, 30.0, 60.0), ["low", "low", "not-qualified", "over"]),
        # Nobody can tell how good the fit is; both reach what is asked of an MQL all the same.
        ((15.0, None, 29.4, 60.0), [None, "qualified", "qualified", None]),
        ((None, 15.5, 29.4, 60.0), [None, "qualified", None, None]),
        ((15.0, 14.0, 29.4, 60.0), [None, "qualified", "qualified", None]),
    ],
)
def test_thresholds_say_how_good_a_lead_is_and_the_grid_what_happens(
    thresholds: tuple[Cell, ...], expected: list[object]
) -> None:
    assert tried(WORKED, score_threshold=thresholds)[2:] == expected


def test_a_lead_that_only_fits_scores_0_for_interest_and_none_at_all_is_blank() -> None:
    nothing = (None,) * 12
    only_fit = {"try_times": nothing, "try_days": nothing}
    assert tried(WORKED, **only_fit) == [15, 0, "qualified", "low", "not-qualified", "ql"]
    assert tried(WORKED, **only_fit, try_fit=nothing) == [None] * 6


def test_points_add_up_as_people_add() -> None:
    plan = WORKED.with_inputs(
        fit_points=(0.7, 0.1, *[None] * 10), try_fit=(1.0, 1.0, *[None] * 10), score_threshold=(0.8, 0.8, 0.0, 0.0)
    )
    assert 0.7 + 0.1 < 0.8
    assert tried(plan)[2] == "high"


@pytest.mark.parametrize("text", [*TEXTS, "OVER", " led "])
def test_what_happens_is_shown_as_it_is_typed(text: str, tmp_path: Path) -> None:
    plan = replace(WORKED, log_rows=5).with_inputs(score_grid=(text,) * 9)
    write(plan, tmp_path / "made.xlsx")
    report = check(tmp_path / "made.xlsx")
    assert [f.name for f in report.findings] == [*["missing-input"] * 5, "calculated-by-slasheet"]
    assert report.values("lead_next") == [text]
    assert disagreements(plan, ironcalc_values(tmp_path / "made.xlsx")) == []
    (row,) = (row for row in tidy_rows(report) if row["measure"] == "lead_next")
    assert (row["text"], row["status"]) == (text, None)


# What a plan starts with -------------------------------------------------------------------------


def test_a_new_plan_starts_with_criteria_of_which_thresholds_can_be_reached() -> None:
    plan = example("classic")
    for axis, place in (("fit", 0), ("interest", 2)):
        points = [cell for cell in plan.inputs[f"{axis}_points"] if isinstance(cell, float)]
        assert (
            sum(x for x in points if x > 0)
            > plan.inputs["score_threshold"][place + 1]
            > plan.inputs["score_threshold"][place]
        )
        assert min(points) < 0
        assert len(points) < plan.rows[axis], "there is room to spare"
    assert None not in plan.inputs["score_grid"]
    assert blank(plan).inputs["fit_criteria"] == plan.inputs["fit_criteria"]


def test_what_is_given_as_blank_stays_blank() -> None:
    nothing = {measure.name: (None,) * Plan().size(measure.axes) for measure in SCORING}
    plan = Plan(inputs=nothing)
    assert dict(plan.inputs) | nothing == dict(plan.inputs)
    assert parse_plan(to_toml(plan)) == plan
    assert recompute(plan)["rule_check"] == recompute(Plan())["rule_check"]


def test_texts_that_nobody_edited_come_in_the_language_of_the_plan(tmp_path: Path) -> None:
    edited = example("classic").with_inputs(fit_criteria=("Ours", *example("classic").inputs["fit_criteria"][1:]))
    (tmp_path / "plan.toml").write_text(to_toml(edited), encoding="utf-8")
    made, _ = starting_plan(tmp_path / "plan.toml", None, (), (), {"language": "es"}, example=True)
    assert made.inputs["fit_criteria"][0] == "Ours"
    assert made.inputs["fit_criteria"][1] == translated("Industry that we serve", "es") != "Industry that we serve"
    assert made.inputs["fit_points"] == edited.inputs["fit_points"]
    assert made.inputs["score_grid"][-1] == translated("Newsletter only", "es") != "Newsletter only"


def test_the_lead_to_try_and_rows_to_spare_are_not_what_was_agreed() -> None:
    bare = WORKED.with_inputs(try_fit=(None,) * 12, try_times=(None,) * 12, try_days=(None,) * 12)
    assert bare.fingerprint() == WORKED.fingerprint()
    longer = {
        name: (*cells, None) if name.startswith(("fit_", "try_fit")) else cells for name, cells in WORKED.inputs.items()
    }
    assert replace(WORKED, rows={"fit": 13}, inputs=longer).fingerprint() == WORKED.fingerprint()
    for name in ("fit_criteria", "fit_points", "interest_decay", "score_threshold", "score_grid"):
        cells = WORKED.inputs[name]
        other = "another" if isinstance(cells[0], str) else 0.5
        assert WORKED.with_inputs(**{name: (other, *cells[1:])}).fingerprint() != WORKED.fingerprint(), name


def test_a_plan_has_room_for_some_criteria_and_not_for_any_number() -> None:
    assert len(starting_scoring({"fit": 3, "interest": 12})["fit_points"]) == 3
    for rows in ({"fit": 0}, {"fit": MOST_ROWS + 1}, {"fits": 3}):
        with pytest.raises(ValueError, match="not a plan: rows"):
            Plan(rows=rows)


# Plan files --------------------------------------------------------------------------------------


@given(data=st.data())
@settings(max_examples=12)
def test_nothing_of_it_is_lost_in_a_plan_file_or_a_workbook(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = data.draw(st.sampled_from(({}, {"fit": 2}, {"fit": 17, "interest": 3})))
    plan = Plan(months=1, rows=rows, log_rows=5)
    plan = plan.with_inputs(**data.draw(scorings(plan, wrong=False)))
    assert replace(parse_plan(to_toml(plan)), log_rows=5) == plan
    path = tmp_path_factory.mktemp("scoring") / "made.xlsx"
    write(plan, path)
    assert read(path) == plan


def test_a_table_that_is_given_stands_as_it_is_and_the_others_start_as_usual() -> None:
    plan = parse_plan(
        AXES + '[[scoring.fit]]\ncriterion = "Only one"\npoints = 1\n[[scoring.fit]]\n[[scoring.fit]]\npoints = 2\n'
    )
    assert plan.inputs["fit_criteria"] == ("Only one", *[None] * 11)
    assert plan.inputs["fit_points"] == (1.0, None, 2.0, *[None] * 9)
    assert {name: plan.inputs[name] for name in ("interest_criteria", "score_grid")} == {
        name: Plan().inputs[name] for name in ("interest_criteria", "score_grid")
    }
    assert tomllib.loads(to_toml(plan))["scoring"]["fit"] == [{"criterion": "Only one", "points": 1}, {}, {"points": 2}]


def test_more_criteria_than_there_is_room_for_make_the_table_longer() -> None:
    plan = parse_plan(AXES + "".join(f"[[scoring.fit]]\npoints = {n}\n" for n in range(15)))
    assert (plan.rows["fit"], plan.rows["interest"], plan.inputs["try_fit"]) == (15, 12, (None,) * 15)
    assert parse_plan(to_toml(plan)) == plan
    assert parse_plan(AXES + "rows.fit = 14").rows["fit"] == 14


# What is wrong: (plan file after its axes, key, phrases of what is said).
WRONG = {
    "no table": ("scoring = 3", "scoring", "3 is not allowed … [scoring]"),
    "an unknown table": ("scoring.fits = []", "scoring.fits", "did you mean fit? … fit, interest, thresholds, grid, try"),
    "criteria as a table": ("scoring.fit = {}", "scoring.fit", "[[scoring.fit]] … criterion ="),
    "too many criteria": (f"scoring.fit = [{'{}, ' * (MOST_ROWS + 1)}]", "scoring.fit", f"up to {MOST_ROWS}"),
    "an unknown key": ("scoring.fit = [{point = 3}]", "scoring.fit[1].point", "did you mean points? … criterion, points"),
    "a decay of fit": ("scoring.fit = [{decay = 0.1}]", "scoring.fit[1].decay", "unknown key … criterion, points"),
    "a criterion that is a number": ("scoring.fit = [{}, {criterion = 3}]", "scoring.fit[2].criterion", "3 … a text of up to"),
    "an empty criterion": ('scoring.fit = [{criterion = ""}]', "scoring.fit[1].criterion", "a text of up to"),
    "a control character": ('scoring.fit = [{criterion = "\\u0007"}]', "scoring.fit[1].criterion", "a text of up to"),
    "too many points": ("scoring.fit = [{points = 1001}]", "scoring.fit[1].points", "1001 … from -1,000 to 1,000"),
    "points in quotes": ('scoring.interest = [{points = "20"}]', "scoring.interest[1].points", '"20" … from -1,000 to 1,000'),
    "a decay in per cent": ("scoring.interest = [{decay = 25}]", "scoring.interest[1].decay", "25 % is 0.25"),
    "an unknown score": ("scoring.thresholds.fits = {}", "scoring.thresholds.fits", "did you mean fit?"),
    "a threshold below 0": ("scoring.thresholds.fit.mql = -1", "scoring.thresholds.fit.mql", "a number of 0 or more"),
    "thresholds as a number": ("scoring.thresholds.fit = 30", "scoring.thresholds.fit", "30 … [scoring.thresholds.fit]"),
    "an unknown band": ('scoring.grid.high.hihg = "x"', "scoring.grid.high.hihg", "did you mean high? … qualified, low"),
    "a number in the grid": ("scoring.grid.low.low = 3", "scoring.grid.low.low", "3 … a text"),
    "half a yes": ("scoring.try.fit.1 = 0.5", "scoring.try.fit.1", "a whole number from 0 to 1"),
    "a criterion that is not there": ("scoring.try.days.13 = 5", "scoring.try.days.13", "unknown key"),
    "days to come": ("scoring.try.days.1 = -5", "scoring.try.days.1", "from 0 to 3,650"),
    "no room": ("rows.fit = 0", "rows.fit", f"a whole number from 1 to {MOST_ROWS}"),
    "rows of what": ("rows.fits = 3", "rows.fits", "did you mean fit?"),
    "rows as a number": ("rows = 3", "rows", "[rows] with fit"),
    "among the inputs": ("inputs.fit_points = 3", "inputs.fit_points", "unknown key"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_every_problem_is_told_with_its_key_and_what_is_allowed(what: str) -> None:
    text, key, phrases = WRONG[what]
    with pytest.raises(PlanError) as caught:
        parse_plan(AXES + text)
    (found,) = caught.value.findings
    assert found.key == key
    said = f"{found.message} {found.advice}"
    assert [phrase for phrase in phrases.split(" … ") if phrase not in said] == [], said


# What is told of it ------------------------------------------------------------------------------

# A plan without a blank, so that nothing else is told: 1,000 / 10 / 50 % = 200 leads.
FULL = """
inputs = {revenue_target = 1000, marketing_share = 1, deal_size = 10, close_rate = 0.5, channel_mix = 1}
"""
AGREED = replace(parse_plan(AXES + FULL), log_rows=5)
HERE = layout(AGREED)
LAST = HERE.blocks["fit_criteria"].row + AGREED.rows["fit"]


def at(measure: str, *labels: str) -> Where:
    known = HERE.measures[measure]
    index = [tuple(where.values()) for where in AGREED.coordinates(known.axes)].index(labels)
    return Where(*HERE.address(measure, index), measure, dict(zip(known.axes, labels, strict=True)))


def typed(*cells: tuple[Where, object], plan: Plan = AGREED) -> Make:
    """Type into cells of a workbook; the spreadsheet program calculates and saves."""

    def make(folder: Path) -> Path:
        write(plan, folder / "made.xlsx")
        changes = {(str(place.sheet), str(place.cell)): value for place, value in cells}
        return altered(folder / "made.xlsx", folder / "typed.xlsx", changes)

    return make


def with_a_row_put_in(folder: Path) -> Path:
    """Give a workbook as it is after a row was inserted into the table of fit: it has 13 rows, and the last has no formula."""
    write(replace(AGREED, rows={"fit": 13}, inputs=longer(AGREED)), folder / "made.xlsx")
    row = LAST + 1
    cell = (
        f"xl/worksheets/sheet{SHEET_NUMBER}.xml",
        rf'<c r="G{row}"( s="\d+")?[^>]*?>.*?</c>',
        lambda m: f'<c r="G{row}"{m[1]}/>',
    )
    plan = ("xl/sharedStrings.xml", r', "rows": {"fit": 13}', lambda _: "")
    rewritten(folder / "made.xlsx", folder / "grown.xlsx", cell, plan)
    with_ironcalc_values(folder / "grown.xlsx", folder / "saved.xlsx")
    return folder / "saved.xlsx"


def longer(plan: Plan) -> dict[str, tuple[Cell, ...]]:
    """Return the inputs of a plan with one more blank row for fit, in which the lead is tried."""
    cells = {
        name: (*cells, None) if layout(plan).measures[name].axes == ("fit",) else cells
        for name, cells in plan.inputs.items()
    }
    return cells | {
        "fit_points": (*plan.inputs["fit_points"], 7.0),
        "try_fit": (*[None] * 12, 1.0),
        "fit_criteria": (*plan.inputs["fit_criteria"], "New"),
    }


SHEET_NUMBER = list(HERE.titles.values()).index(SHEET) + 1
BELOW = Where(SHEET, f"A{LAST + 1}", "fit_criteria", {})
CASES = [
    Case("a criterion without points", typed((at("fit_criteria", "9"), "Speaks Thai")), "SLA151 criterion-without-points warning",
         at("fit_points", "9"), "Speaks Thai", words="“Speaks Thai” has no points … Type its points"),
    Case("points without a criterion", typed((at("interest_points", "9"), 12.5)), "SLA152 points-without-criterion warning",
         at("interest_criteria", "9"), 12.5, words="12.50 points … criterion 9 … Type what they are for"),
    Case("a threshold left blank", typed((at("score_threshold", "interest", "high"), None)), "SLA153 threshold-missing warning",
         at("score_threshold", "interest", "high"), words="“Thresholds” is blank for Interest, High"),
    Case("thresholds in the wrong order", typed((at("score_threshold", "fit", "high"), 39)), "SLA154 threshold-order error",
         at("score_threshold", "fit", "high"), 39, 40, words="Fit … high from 39 … qualified only from 40 … Correct one"),
    Case("a fit that no lead can reach", typed((at("score_threshold", "fit", "mql"), 96), (at("score_threshold", "fit", "high"), 200)), "SLA156 threshold-out-of-reach warning",
         at("score_threshold", "fit", "mql"), 95, 96, "points for fit add up to 95 … only from 96 … Lower the threshold"),
    Case("a criterion below its table", typed((BELOW, "Lost")), "SLA155 criterion-outside error", BELOW,
         words=f"Row {LAST + 1} is outside “Fit criteria” (rows {LAST - 11} to {LAST}) … Insert a row inside"),
    Case("a row put in without a formula", with_a_row_put_in, "SLA211 row-without-formula error",
         Where(SHEET, f"G{LAST + 1}", "fit_score", {"fit": "13"}), None, 7, words=f"Row {LAST + 1} was inserted into the table … blank instead of 7 … Copy the formula"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_deed_is_told_and_nothing_else(case: Case, tmp_path: Path) -> None:
    assert_told(case, tmp_path)


def test_what_rests_on_a_row_without_a_formula_follows_from_it(tmp_path: Path) -> None:
    (found,) = check(with_a_row_put_in(tmp_path)).findings
    assert found.follows[0] == "!".join(HERE.address("lead_score"))


@pytest.mark.parametrize(
    ("cell", "value", "name"),
    [
        (("fit_points", "1"), "twenty", "text-in-number"),
        (("fit_points", "1"), 1000.5, "out-of-bounds"),
        (("try_fit", "1"), 2, "out-of-bounds"),
        (("try_fit", "1"), 0.5, "out-of-bounds"),
        (("interest_decay", "2"), 25, "percent-as-whole"),
        (("try_times", "2"), -1, "out-of-bounds"),
        (("try_days", "2"), 3651, "out-of-bounds"),
        (("score_threshold", "fit", "mql"), -1, "out-of-bounds"),
    ],
)
def test_what_may_not_stand_there_is_told_like_any_input(
    cell: tuple[str, ...], value: object, name: str, tmp_path: Path
) -> None:
    place = at(*cell)
    report = check(typed((place, value))(tmp_path))
    assert [(f.name, f.cell, f.measure) for f in report.findings] == [(name, place.cell, place.measure)]
    assert report.values("overall_status") == ["wrong"]


def test_checks_count_what_is_loose_and_what_contradicts_itself(tmp_path: Path) -> None:
    changes: list[tuple[Where, object]] = [
        (at("fit_criteria", "9"), "Speaks Thai"),
        (at("interest_points", "9"), 5),
        (at("score_threshold", "interest", "mql"), None),
        (at("score_threshold", "fit", "high"), 1),
    ]
    report = check(typed(*changes)(tmp_path))
    rules = report.frame("rule_check")
    assert list(rules.loc["scoring"]) == [3, "attention"]
    assert list(rules.loc["thresholds"]) == [1, "wrong"]
    # Without criteria there is nothing that thresholds are missed for.
    nothing = AGREED.with_inputs(
        interest_criteria=(None,) * 12, interest_points=(None,) * 12, score_threshold=(1.0, 2.0, None, None)
    )
    assert recompute(nothing)["rule_check"] == recompute(AGREED)["rule_check"]


# Rows put in -------------------------------------------------------------------------------------

TOP = HERE.blocks["fit_criteria"].row + 1


@pytest.mark.engine
@pytest.mark.parametrize("via_ods", [True])
def test_criteria_in_rows_put_into_a_table_count_and_go_through_rebuild(via_ods: bool, tmp_path: Path) -> None:
    write(AGREED, tmp_path / "made.xlsx")
    new = {f"A{TOP + 2}": "Speaks Thai", f"E{TOP + 2}": 11, f"F{TOP + 2}": 1, f"F{TOP}": 1}
    formula = f'=IF(AND(ISNUMBER($E{TOP + 2}),$E{TOP + 2}>=-1000,$E{TOP + 2}<=1000,ISNUMBER($F{TOP + 2}),$F{TOP + 2}>=0,$F{TOP + 2}<=1,INT(N($F{TOP + 2}))=N($F{TOP + 2})),$E{TOP + 2}*$F{TOP + 2},"")'
    put_in = (Deed(SHEET, "insert", f"A{TOP + 2}:I{TOP + 2}"),)
    edits = [
        Edit(tmp_path / "made.xlsx", tmp_path / "bare.xlsx", {SHEET: new}, via_ods, put_in),
        Edit(
            tmp_path / "made.xlsx", tmp_path / "copied.xlsx", {SHEET: new | {f"G{TOP + 2}": formula}}, via_ods, put_in
        ),
    ]
    libreoffice_fill(edits)
    bare, copied = (check(tmp_path / name) for name in ("bare.xlsx", "copied.xlsx"))
    assert [(f.name, f.cell) for f in bare.findings] == [("row-without-formula", f"G{TOP + 2}")]
    assert copied.findings == ()
    for report in (bare, copied):
        assert report.values("lead_score") == [20 + 11, 0]
        assert report.plan is not None
        assert report.plan.rows == {"fit": 13, "interest": 12}
    again = read(tmp_path / "bare.xlsx")
    write(again, tmp_path / "rebuilt.xlsx")
    assert [f.name for f in check(tmp_path / "rebuilt.xlsx").findings] == ["calculated-by-slasheet"]
    assert parse_plan(to_toml(again)).inputs["fit_criteria"] == again.inputs["fit_criteria"]


@pytest.mark.engine
def test_a_criterion_put_in_above_the_first_is_told_not_lost_in_silence(tmp_path: Path) -> None:
    write(AGREED, tmp_path / "made.xlsx")
    put_in = (Deed(SHEET, "insert", f"A{TOP}:I{TOP}"),)
    libreoffice_fill([Edit(tmp_path / "made.xlsx", tmp_path / "above.xlsx", {SHEET: {f"A{TOP}": "New"}}, deeds=put_in)])
    assert [(f.name, f.cell) for f in check(tmp_path / "above.xlsx").findings] == [("criterion-outside", f"A{TOP}")]


def test_a_deleted_formula_of_a_table_that_did_not_grow_is_an_error(tmp_path: Path) -> None:
    place: Any = at("fit_score", "3")
    write(AGREED, tmp_path / "made.xlsx")
    report = check_altered(tmp_path / "made.xlsx", tmp_path / "altered.xlsx", {(place.sheet, place.cell): None})
    assert [(f.name, f.cell) for f in report.findings] == [("formula-deleted", place.cell)]
