"""The lead log as people use it: rows put in, taken out, sorted, filtered, by the thousand; and what holds whatever is logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from slasheet.checker.checker import check
from slasheet.layout.sheets import layout
from slasheet.plan.axis_labels import LOG_FIELDS, OWNERS
from slasheet.plan.file.plan_file import parse_plan
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Cell, LogRow, Plan
from slasheet.recompute import recompute
from slasheet.revise.take_over import take_over
from slasheet.spreadsheet.load import load_book
from slasheet.texts.months import month_serial
from slasheet.writer.workbook import write
from tests.checker.test_log_findings import AGREED, LOG, LOGGED
from tests.helpers.engines import Deed, Edit, libreoffice_fill, libreoffice_recalculate
from tests.helpers.plans import full_plans, logs, plans, prime_plan

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from slasheet.report.report import Report

SHEET = "Lead log"
#: The first row of the log on its sheet, the last one with leads in LOGGED, and the last there is room for.
TOP, LAST, END = 5, 52, 2004
FIFTH = 46392.0

# What people do to the log in LibreOffice --------------------------------------------------------


def typed_row(row: int, *cells: float | str) -> dict[str, float | str | None]:
    return {f"{column}{row}": cell for column, cell in zip("ABCDEFGH", cells, strict=False)}


MORE = typed_row(10, FIFTH, "EMEA", "Website form", 7.0) | typed_row(11, FIFTH, "North America", "Outbound calls", 5.0)
INSERTED = Deed(SHEET, "insert", "A10:H11")
#: What is done to the workbook of LOGGED: rows, cells, through .ods or not.
DEEDS: dict[str, tuple[tuple[Deed, ...], Mapping[str, Mapping[str, float | str | None]], bool]] = {
    "inserted": ((INSERTED,), {SHEET: MORE}, False),
    "inserted through ods": ((INSERTED,), {SHEET: MORE}, True),
    "sorted": ((Deed(SHEET, "sort", f"A{TOP}:H{LAST}", by=2),), {}, False),
    "filtered": ((Deed(SHEET, "filter", f"A{TOP - 1}:H{END}", by=2, only="Website form"),), {}, False),
    # The first row, and two in the middle: 6 leads of the website form in North America, 10 and 13 of the calls.
    "deleted": ((Deed(SHEET, "delete", "A11:H12"), Deed(SHEET, "delete", "A5:H5")), {}, False),
    "renamed": ((), {"Close rates": {layout(LOGGED).address("channels", 1)[1]: "Calls abroad"}}, False),
}


def many(rows: int) -> list[LogRow]:
    """Give a log of so many rows: 1 to 7 leads each, over all days, regions and channels of the plan."""
    return [
        (46388.0 + n % 90, AGREED.regions[n % 2], AGREED.channels[n // 2 % 2].name, n % 7 + 1.0, *[None] * 4)
        for n in range(rows)
    ]


#: How many rows a log has, and room for how many there must be: a quarter more than there are, 2,000 at least.
SIZES = {0: 2000, 1: 2000, 2500: 4000}


class Books(NamedTuple):
    """Reports on workbooks that LibreOffice saved, by what was done to them, and where they are."""

    reports: Mapping[str, Report]
    paths: Mapping[str, Path]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    folder = tmp_path_factory.mktemp("log")
    source = folder / "logged.xlsx"
    write(LOGGED, source)
    paths = {what: folder / f"{what}.xlsx" for what in DEEDS}
    libreoffice_fill([Edit(source, paths[what], cells, ods, rows) for what, (rows, cells, ods) in DEEDS.items()])
    return Books({what: check(path) for what, path in paths.items()}, paths)


def faults(report: Report) -> list[str]:
    """Give what `check` says of formulas, values and names."""
    return [f.message for f in report.findings if f.code.startswith(("SLA2", "SLA00"))]


def room(path: Path) -> int:
    """Give how many rows the name of the log covers."""
    area = load_book(path).names["sla_lead_log"]
    assert (area.sheet, area.top, area.left, area.right) == (SHEET, TOP - 1, 0, len(LOG_FIELDS) - 1)
    return area.bottom - area.top + 1


def january(report: Report) -> list[float]:
    """Give the leads of January: Website form and Outbound calls in North America and EMEA."""
    frame = report.frame("actual_leads")["2027-01"]
    return [frame[channel, region] for channel in LOGGED.axis("channel") for region in LOGGED.regions]


@pytest.mark.engine
@pytest.mark.parametrize("what", ["inserted", "inserted through ods"])
def test_rows_put_into_the_middle_are_counted_by_every_formula_and_by_check(what: str, books: Books) -> None:
    report = books.reports[what]
    assert report.calculated
    assert report.findings == ()
    assert room(books.paths[what]) == 2002
    assert report.results["log_used"] == [50]
    assert january(report) == [24, 30 + 7, 40 + 5, 50]


@pytest.mark.engine
@pytest.mark.parametrize("what", ["sorted", "filtered"])
def test_a_log_in_another_order_or_partly_out_of_sight_gives_the_same_numbers(what: str, books: Books) -> None:
    report, before = books.reports[what], recompute(LOGGED)
    assert report.calculated
    assert report.findings == ()
    assert {name: list(cells) for name, cells in report.results.items()} == {n: list(c) for n, c in before.items()}
    sheet = load_workbook(books.paths[what])[SHEET]
    channels = [sheet.cell(row, 3).value for row in range(TOP, LAST + 1)]
    hidden = [row for row in range(TOP, LAST + 1) if sheet.row_dimensions[row].hidden]
    assert (channels == sorted(channels), len(hidden)) == ((True, 0) if what == "sorted" else (False, 24))


@pytest.mark.engine
def test_rows_taken_out_count_no_more(books: Books) -> None:
    report = books.reports["deleted"]
    assert report.calculated
    assert report.findings == ()
    assert room(books.paths["deleted"]) == 1997
    assert january(report) == [24 - 6, 30, 40 - 10, 50 - 13]


@pytest.mark.engine
def test_rows_with_a_name_that_was_changed_elsewhere_are_told_and_not_counted(books: Books) -> None:
    report = books.reports["renamed"]
    assert faults(report) == []
    told = [(f.code, f.found) for f in report.findings if f.severity == "error"]
    assert told == [("SLA124", "Outbound calls")] * 24
    assert [f.cell for f in report.findings[:4]] == ["C7", "C8", "C11", "C12"]
    assert report.results["rows_of_channel"] == [24, 0]
    assert list(report.frame("actual_leads").loc["Calls abroad"].to_numpy().ravel()) == [0] * 6
    assert list(report.frame("actual_leads").loc["Website form"].to_numpy().ravel()) == [24] * 3 + [30] * 3


@pytest.mark.engine
def test_logs_of_every_size_are_calculated_by_libreoffice_as_by_check(tmp_path: Path) -> None:
    made = {f"{rows}": AGREED.with_log(many(rows)) for rows in SIZES}
    made["full"] = replace(AGREED, log=tuple(many(2000)))
    for name, plan in made.items():
        write(plan, tmp_path / f"{name}.xlsx")
    for path in libreoffice_recalculate([tmp_path / f"{name}.xlsx" for name in made], tmp_path / "out"):
        report, rows = check(path), len(made[path.stem].log)
        assert (faults(report), report.calculated) == ([], True), path.name
        assert room(path) == SIZES.get(rows, 2000)
        assert report.results["log_used"] == [rows]
        leads = sum(n % 7 + 1 for n in range(rows))
        assert added(report.results["actual_leads"]) == (leads if rows else None)
        assert [f.cell for f in report.findings if f.code == "SLA129"] == [f"A{END}"] * (path.stem == "full")


# What the sheet of the log offers ----------------------------------------------------------------


def test_the_sheet_of_the_log_helps_to_fill_it_and_leaves_it_open(tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "log.xlsx")
    book = load_workbook(tmp_path / "log.xlsx")
    sheet = book[SHEET]
    area = f"$A${TOP}:$H${END}"
    assert book.defined_names["sla_lead_log"].attr_text == f"'{SHEET}'!{area}"
    assert END - TOP + 1 >= 2000
    heads = [sheet.cell(TOP - 1, col).value for col in range(1, 9)]
    assert heads == ["Date", "Region", "Channel", "Leads", "Contacted in time", "Followed up", "Customers", "Revenue"]
    assert sheet.auto_filter.ref == f"A{TOP - 1}:H{END}"
    assert sheet.freeze_panes.endswith(str(TOP))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {f"{column}{TOP}:{column}{END}" for column in "ABCDEFGH"}
    kinds = {cells[0]: rule.type for cells, rule in rules.items()}
    assert kinds == dict(zip("ABCDEFGH", ["date", "list", "list", *["whole"] * 4, "decimal"], strict=True))
    for column, name in (("B", "regions"), ("C", "channels")):
        title, _, cells = rules[f"{column}{TOP}:{column}{END}"].formula1.replace("'", "").rpartition("!")
        left, top, right, bottom = range_boundaries(cells)
        offered = [book[title].cell(row, col).value for row in range(top, bottom + 1) for col in range(left, right + 1)]
        assert offered == list(LOGGED.regions if name == "regions" else LOGGED.axis("channel"))
    # A cell that the file does not hold takes the look of its column. Excel deletes a row only where all of it is unlocked.
    columns = [column for column in sheet.column_dimensions.values() if not column.protection.locked]
    assert sorted(n for column in columns for n in range(column.min, column.max + 1)) == list(range(1, 16_385))
    assert {cell.protection.locked for row in sheet.iter_rows(min_row=TOP, max_row=END) for cell in row if cell.has_style} == {False}  # fmt: skip
    assert sheet["A4"].protection.locked
    protection = sheet.protection
    assert (protection.sheet, protection.password) == (True, None)
    # In the file these flags say what is forbidden.
    forbidden = [protection.insertRows, protection.deleteRows, protection.sort, protection.autoFilter]
    assert forbidden == [False] * 4


# The month that is shown, by hand ----------------------------------------------------------------

# April 2027 has 30 days. 500,000 / 10,000 = 50 customers / 10 % = 500 leads of 1,000 each; in March the same.
APRIL, MARCH = 46478.0, 46447.0


def paced(revenue: float, days: Mapping[float, float], *, as_of: float | None = None, pacing: str = "calendar") -> Plan:
    """Give a plan of March and April 2027 with one channel, and a log of so many leads on each day."""
    plan = parse_plan(f"""
        start = "2027-03"
        months = 2
        pacing = "{pacing}"
        regions = {{names = ["EMEA"]}}
        channels = [{{name = "Web"}}]
        inputs = {{revenue_target = {revenue}, marketing_share = 1, deal_size = 10000, close_rate = 0.1, channel_mix = 1}}
    """)
    rows = [(day, "EMEA", "Web", leads, *[None] * 4) for day, leads in days.items()]
    return plan.with_log(rows).with_inputs(performance_month=(APRIL,), as_of=(as_of,))


DELIVERED = {
    MARCH + 4: 40.0,
    MARCH + 19: 50.0,
    MARCH + 20: 3.0,
    APRIL + 4: 100.0,
    APRIL + 11: 120.0,
    APRIL + 19: 100.0,
    APRIL + 24: 30.0,
}
MTD = ("plan", "goal", "actual", "attainment", "projected", "recent_projected", "required", "month_before", "status")
NAMES = [f"mtd_{n}{'' if n in ('attainment', 'status') else '_leads_per_day' if n == 'required' else '_leads'}" for n in MTD]  # fmt: skip


@pytest.mark.parametrize(("as_of", "counted", "figures"), [
    # Before the month: nothing has passed, all is still to come. The 28th of February has nothing before it in March.
    (MARCH + 14, APRIL - 1, (500, 0, 0, None, None, None, 500 / 30, 0, None)),
    # On day 20 of 30: 100 + 120 + 100 of 500; the 5th and the 20th of March count, the 21st does not; less than 7 days logged: all are recent.
    (APRIL + 19, APRIL + 19, (500, 500 * 20 / 30, 320, 0.96, 480, 480, 180 / 10, 90, "on-track")),
    # After the month: it is judged as a whole, and there is no day left.
    (APRIL + 39, APRIL + 29, (500, 500, 350, 0.7, 350, 350, None, 93, "behind")),
    # Blank: up to the last day logged, the 25th.
    (None, APRIL + 24, (500, 500 * 25 / 30, 350, 0.84, 420, 420, 150 / 5, 93, "behind")),
], ids=["before the month", "inside", "after", "blank"])  # fmt: skip
def test_the_month_to_date_by_the_as_of_day(
    as_of: float | None, counted: float, figures: tuple[float | str | None, ...]
) -> None:
    results = recompute(paced(500_000, DELIVERED, as_of=as_of))
    assert results["as_of_day"] == [counted]
    assert results["days_elapsed"] == [counted - APRIL + 1]
    assert [results[name][0] for name in NAMES] == [pytest.approx(figure) for figure in figures]
    past = int(counted - APRIL + 1)
    blank = [cell is None for cell in results["day_actual_leads"]]
    assert blank == [False] * past + [True] * (31 - past)


def test_320k_of_500k_on_day_20_of_30_is_96_percent_of_the_goal() -> None:
    results = recompute(paced(500_000, DELIVERED, as_of=APRIL + 19))
    assert results["mtd_actual_value"] == [320_000]
    assert results["mtd_goal_value"] == [pytest.approx(333_333.33, abs=0.01)]
    assert results["mtd_attainment_value"] == [pytest.approx(0.96)]


def test_96_after_12_of_30_days_projects_240_and_the_last_7_logged_days_project_294() -> None:
    # 19 on the 2nd, 17 on the 6th, then 10 on each day from the 7th to the 12th: 96. The seventh last logged day is the 6th,
    # and what came since then goes on for 18 days: 96 + 77 / 7 x 18 = 294.
    days = {APRIL + 1: 19.0, APRIL + 5: 17.0} | {APRIL + n: 10.0 for n in range(6, 12)}
    results = recompute(paced(100_000, days))
    assert results["day_goal_leads"][11] == pytest.approx(40)
    assert results["mtd_projected_leads"] == [pytest.approx(240)]
    assert results["mtd_recent_projected_leads"] == [pytest.approx(294)]


def month_told(plan: Plan, path: Path) -> list[str]:
    """Give the lines of the report about the month to date, without the spaces between columns."""
    write(plan, path)
    lines = check(path).text().splitlines()
    begin = next(place for place, line in enumerate(lines) if " up to " in line)
    return [" ".join(line.split()) for line in lines[begin:]]


def test_the_report_tells_the_month_to_date_in_whole_leads_and_per_cents_of_one_decimal(tmp_path: Path) -> None:
    # Day 7 of 30: the goal is 500 x 7/30 = 116.67; 100 of it are 85.71 %, and 100/7 x 30 = 428.57 at the end.
    assert month_told(paced(500_000, DELIVERED, as_of=APRIL + 6), tmp_path / "seventh.xlsx") == [
        "2027-04 up to 2027-04-07: 7 of 30 days",
        "Leads Plan of the month Goal to date Actual Attainment Projected month end Status",
        "Web 500 117 100 85.7 % 429 Behind",
        "Total 500 117 100 85.7 % 429 Behind",
    ]


def test_the_report_tells_a_month_of_which_no_day_is_logged_yet(tmp_path: Path) -> None:
    march = {day: leads for day, leads in DELIVERED.items() if day < APRIL}
    head, _, *lines = month_told(paced(500_000, march), tmp_path / "march.xlsx")
    assert head.startswith("2027-04 up to no day yet: ")
    assert lines == ["Web 500 – – – – –", "Total 500 – – – – –"]


def test_regions_and_channels_have_what_was_logged_of_them() -> None:
    # March of LOGGED, up to the 22nd of 31 days: on plan for the whole month already.
    results = recompute(LOGGED)
    for by, leads in (("region", (24 + 40, 30 + 50)), ("channel", (24 + 30, 40 + 50))):
        rows = [results[f"mtd_leads_by_{by}"][start : start + 10] for start in (0, 10)]
        assert [row[:3] for row in rows] == [[n, pytest.approx(n * 22 / 31), n] for n in leads]
        delivered = results[f"delivery_by_{by}"]
        assert [delivered[start + 3 : start + 6] for start in (0, 15)] == [[n] * 3 for n in leads]


def test_working_days_leave_out_weekends_and_holidays() -> None:
    # April 2027 begins on a Thursday: 22 working days less the 2nd and the 5th (listed twice, once with a time of day) = 20.
    # A holiday on Saturday the 10th takes nothing away.
    days_off = (APRIL + 1, APRIL + 4, APRIL + 4.5, APRIL + 9)
    plan = paced(500_000, {APRIL: 30.0}, pacing="working").with_inputs(holidays=(*days_off, *[None] * 56))
    results = recompute(plan)
    assert results["days_total"] == [20]
    # Thursday the 1st; nothing from the 2nd to the 5th; the 6th to the 9th; nothing at the weekend; Monday the 12th.
    assert results["day_passed"][:12] == [1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6]
    goal = results["day_goal_leads"]
    assert [goal[0], goal[4], goal[8], goal[11]] == [pytest.approx(x) for x in (25, 25, 125, 150)]
    assert (goal[28] < 500, goal[29], goal[30]) == (True, 500, None)


@pytest.mark.parametrize(("start", "days"), [("2027-02", 28), ("2028-02", 29), ("2027-04", 30), ("2027-01", 31)])
def test_the_day_table_has_the_days_of_the_month_and_is_blank_after(start: str, days: int, tmp_path: Path) -> None:
    plan = replace(LOGGED, start=start, log=()).with_log([(float(month_serial(start)), *LOG[0][1:])])
    write(plan, tmp_path / "month.xlsx")
    told = check(tmp_path / "month.xlsx").to_json()["measures"]
    for name in ("day_date", "day_goal_leads", "day_actual_leads", "day_goal_value", "day_actual_value"):
        assert told[name]["axes"]["day"] == [f"{start}-{day:02d}" for day in range(1, days + 1)]
        assert len(told[name]["values"]) == days
    assert None not in told["day_goal_leads"]["values"]
    assert told["day_goal_leads"]["values"][-1] == 144
    assert told["day_actual_leads"]["values"] == [6, *[None] * (days - 1)]
    there, book = layout(plan), load_book(tmp_path / "month.xlsx")
    for name in ("day_date", "day_goal_leads", "day_actual_leads"):
        cells = [there.cell(name, day) for day in range(31)]
        shown = [book.cell(there.titles[sheet], row, col).value not in (None, "") for sheet, row, col in cells]
        assert shown[days:] == [False] * (31 - days)
        assert name == "day_actual_leads" or shown[:days] == [True] * days


# What holds of every plan and log ----------------------------------------------------------------


@st.composite
def busy_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan without a blank, with a log."""
    plan = draw(full_plans())
    return plan.with_log(draw(logs(plan, texts=False)))


any_plans = st.one_of(plans(), busy_plans(), busy_plans())


#: Every example is computed up to nine times.
FEWER = settings(max_examples=20)


@cache
def prime() -> Plan:
    return prime_plan(pacing="working")


def near(found: object, expected: object) -> bool:
    """Return whether two results are the same but for float noise."""
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return found == pytest.approx(expected, rel=1e-9, abs=1e-6)
    return found == expected


def differing(plan: Plan, other: Plan, *besides: str) -> list[str]:
    """Return the measures that differ between two plans, other than some."""
    one, two = recompute(plan), recompute(other)
    return [
        name
        for name, cells in one.items()
        if name not in besides and not all(near(a, b) for a, b in zip(cells, two[name], strict=True))
    ]


def added(cells: Iterable[Cell]) -> float | None:
    """Return the sum of what is there, None where nothing is."""
    there = [cell for cell in cells if isinstance(cell, int | float)]
    return sum(there) if there else None


def along(plan: Plan, measure: str, axis: str) -> list[float | None]:
    """Return a measure added up over its first axis."""
    cells, count = recompute(plan)[measure], len(plan.axis(axis))
    assert measures(plan)[measure].axes[0] == axis
    wide = len(cells) // count
    return [added(cells[place::wide]) for place in range(wide)]


def shown(plan: Plan, region: str | None = None, owner: str | None = None) -> Plan:
    return plan.with_inputs(performance_region=(region,), performance_owner=(owner,))


@FEWER
@given(plan=any_plans)
@example(plan=prime())
def test_the_goal_line_never_falls_and_ends_at_the_plan_exactly(plan: Plan) -> None:
    results = recompute(shown(plan))
    days = len([day for day in results["day_date"] if day is not None])
    assume(results["days_total"][0])
    for what, committed in (("leads", "leads_due"), ("value", "sla_value")):
        goal, whole = results[f"day_goal_{what}"], results[f"shown_plan_{what}"][0]
        assert goal[days - 1] == whole
        assert goal[days:] == [None] * (31 - days)
        month = results["month_place"][0] - 1
        assert near(whole, results[f"{committed}_by_month"][month])
        assert near(whole, results[f"mtd_plan_{what}"][0])
        if whole is not None:
            assert all(before <= after for before, after in pairwise(goal[:days]))


@FEWER
@given(plan=any_plans)
@example(plan=prime())
def test_what_is_delivered_never_falls_and_ends_at_the_month_to_date(plan: Plan) -> None:
    results = recompute(shown(plan))
    as_of, dates = results["as_of_day"][0], results["day_date"]
    for what in ("leads", "value"):
        actual = results[f"day_actual_{what}"]
        passed = [cell for cell, day in zip(actual, dates, strict=True) if as_of is not None and day and day <= as_of]
        assert added(actual[len(passed) :]) is None
        if results[f"mtd_actual_{what}"][0] is None:
            assert set(passed) <= {None}
        elif passed:
            assert all(before <= after for before, after in pairwise(passed))
            assert near(passed[-1], results[f"mtd_actual_{what}"][0])


@FEWER
@given(plan=any_plans)
@example(plan=prime())
def test_sums_over_channels_regions_and_owners_are_the_whole(plan: Plan) -> None:
    results, months = recompute(plan), plan.months
    # Where a rate is missing there is no whole; amounts of regions in several currencies are parts of none.
    assume(not any(results.get("rates_lacking", ())))
    for what, mine in (("", "leads"), ("_value", "value")):
        whole = results[f"delivery{what}_by_month"]
        for by in ("channel", "region", "owner"):
            if plan.currencies and (what, by) == ("_value", "region"):
                converted = [added(results["actual_value_reported"][m::months]) for m in range(months)]
                assert all(near(a, b) for a, b in zip(converted, whole[months : 2 * months], strict=True))
                continue
            parts = along(plan, f"delivery{what}_by_{by}", by)
            # The first two figures of each, plan and actual, are what can be added up.
            assert all(near(a, b) for a, b in zip(parts[: 2 * months], whole[: 2 * months], strict=True))
            to_date = along(plan, f"delivery{what}_by_{by}_to_date", by)[1]
            assert near(to_date, results[f"delivery{what}_by_month_to_date"][1])
        for by in ("channel", "region", "owner"):
            plan_of_month, goal, actual, *_ = along(plan, f"mtd_{mine}_by_{by}", by)
            assert near(plan_of_month, results[f"mtd_plan_{mine}"][0])
            assert near(goal, results[f"mtd_goal_{mine}"][0])
            assert near(actual, results[f"mtd_actual_{mine}"][0])
    for kind in ("customers", "revenue"):
        actual = along(plan, f"closed_{kind}_by_region", "region")[months : 2 * months]
        if plan.currencies and kind == "revenue":
            actual = [added(results["actual_revenue_reported"][m::months]) for m in range(months)]
        assert all(near(a, b) for a, b in zip(actual, results[f"closed_{kind}_by_month"][months:], strict=False))


@FEWER
@given(plan=any_plans, order=st.integers(0, 2**32))
@example(plan=prime(), order=1)
def test_the_order_of_the_rows_makes_no_difference(plan: Plan, order: int) -> None:
    rows = list(plan.log)
    Random(order).shuffle(rows)  # noqa: S311
    assert differing(plan, replace(plan, log=tuple(rows))) == []


def in_two(row: LogRow, part: float) -> tuple[LogRow, LogRow]:
    """Split a row of the log: part of every number in one, the rest in the other."""
    one = [int(cell * part) if isinstance(cell, float) else cell for cell in row[3:]]
    rest = [cell - int(cell * part) if isinstance(cell, float) else cell for cell in row[3:]]
    return (*row[:3], *one), (*row[:3], *rest)


#: What counts rows, not leads.
OF_ROWS = (
    "log_used",
    "rows_in_plan",
    "dated_rows",
    "rows_of_region",
    "rows_of_channel",
    "rows_logged",
    "rows_shown",
    "day_rows",
)
#: What counts rows that are wrong, and what rests on that.
OF_FAULTS = ("rule_check", "overall_status", "step_progress")


@FEWER
@given(plan=any_plans, part=st.floats(0, 1), which=st.data())
@example(plan=prime(), part=0.3, which=None)
def test_a_row_in_two_parts_says_the_same(plan: Plan, part: float, which: st.DataObject | None) -> None:
    # A row that holds a negative number has no two parts that do.
    usable = [
        place
        for place, row in enumerate(plan.log)
        if not any(isinstance(cell, str) or (cell or 0) < 0 for cell in row[3:])
    ]
    assume(usable)
    place = usable[0] if which is None else which.draw(st.sampled_from(usable))
    log = (*plan.log[:place], *in_two(plan.log[place], part), *plan.log[place + 1 :])
    assert differing(plan, replace(plan, log=log), *OF_ROWS, *OF_FAULTS) == []


@FEWER
@given(plan=any_plans)
@example(plan=prime())
def test_the_day_table_of_all_is_the_sum_of_the_filtered_ones(plan: Plan) -> None:
    whole = recompute(shown(plan))
    # All of them can't be added up where a rate is missing, though some of them can.
    assume(None not in whole.get("rate_shown", ()))
    views: dict[str, Sequence[Plan]] = {
        "region": [shown(plan, region=region) for region in plan.regions],
        "owner": [shown(plan, owner=owner) for owner in OWNERS],
        "both": [shown(plan, region, owner) for region in plan.regions for owner in OWNERS],
    }
    for by, parts in views.items():
        results = [recompute(part) for part in parts]
        for name in ("day_goal_leads", "day_goal_value", "day_actual_leads", "day_actual_value", "shown_plan_leads"):
            summed = [added(cells) for cells in zip(*(result[name] for result in results), strict=True)]
            assert all(near(a, b) for a, b in zip(summed, whole[name], strict=True)), (by, name)


@FEWER
@given(plan=any_plans)
def test_what_is_looked_at_changes_nothing_that_was_agreed(plan: Plan) -> None:
    bare = replace(shown(plan).with_inputs(performance_month=(None,), as_of=(None,)), log=(), log_rows=3_000)
    assert plan.fingerprint() == bare.fingerprint()
    one, two = recompute(plan), recompute(bare)
    for name in ("leads_due", "sla_value", "lead_value", "capacity_use", "reconciliation"):
        assert one[name] == two[name]


def test_one_lead_more_is_seen_in_what_is_delivered() -> None:
    first, second, *others = prime().log
    more = replace(prime(), log=(first, (*second[:3], 14.0, *second[4:]), *others))
    assert {"actual_leads", "delivery_by_month", "observed"} <= set(differing(prime(), more))


@pytest.mark.engine
def test_rows_put_in_above_the_first_one_are_told_and_rebuild_takes_them_in(tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    more = typed_row(5, FIFTH, "EMEA", "Website form", 7.0) | typed_row(
        6, FIFTH, "North America", "Outbound calls", 5.0
    )
    above = (Deed(SHEET, "insert", "A5:H6"),)
    libreoffice_fill([Edit(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {SHEET: more}, deeds=above)])
    (found,) = [f for f in check(tmp_path / "b.xlsx").findings if f.severity == "error"]
    assert (found.name, found.cell, found.found) == ("log-outside", "A5", 2)
    taken = take_over(tmp_path / "b.xlsx")
    plan, outside = taken.plan, taken.outside
    assert (len(plan.log), outside) == (len(LOGGED.log) + 2, 2)
