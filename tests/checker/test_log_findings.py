"""One broken lead log for every finding on what was delivered: what is wrong, in which row, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slasheet.checker.checker import check
from slasheet.layout.sheets import SHEETS, layout
from slasheet.plan.axis_labels import LOG_FIELDS, RULES
from slasheet.plan.file.plan_file import parse_plan
from slasheet.plan.plan import Cell, LogRow, Plan
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.months import date_of_serial, month_serial
from slasheet.writer.workbook import write
from tests.checker.test_findings import Case, Make, Where, assert_told, put, renamed, rewritten
from tests.helpers.books import check_altered
from tests.helpers.engines import with_ironcalc_values

pytestmark = pytest.mark.slow

# Leads due, by hand, the same in each of the three months: revenue x owner's share / deal size / close rate.
#   Website form    North America 60,000/10,000 = 6 / .25 = 24    EMEA 30,000/5,000 = 6 / .20 = 30    together 54
#   Outbound calls  North America 40,000/10,000 = 4 / .10 = 40    EMEA 30,000/5,000 = 6 / .12 = 50    together 90
# Logged on the first four Mondays of each month, and exactly on plan:
#   Website form    North America 6+6+6+6     = 24                EMEA 7+8+7+8     = 30
#   Outbound calls  North America 10+10+10+10 = 40                EMEA 12+13+12+13 = 50
# Between two Mondays lie 4 working days; customers and revenue are blank, so no rate is observed.
AGREED = parse_plan("""
months = 3
regions = {names = ["North America", "EMEA"]}
channels = [{name = "Website form"}, {name = "Outbound calls", owner = "sales"}]
[inputs]
channel_mix = 1
deal_size = {"North America" = 10000, EMEA = 5000}
marketing_share = {"North America" = 0.6, EMEA = 0.5}
revenue_target = {"North America" = 100000, EMEA = 60000}
[inputs.close_rate]
"Website form" = {"North America" = 0.25, EMEA = 0.2}
"Outbound calls" = {"North America" = 0.1, EMEA = 0.12}
""")
FIRST_MONDAYS = tuple(float(day + 7 * week) for day in (46391, 46419, 46447) for week in range(4))
#: The rows of a Monday: region, channel, leads of the first and third Monday, and of the second and fourth.
MONDAY = (
    ("North America", "Website form", (6.0, 6.0)),
    ("EMEA", "Website form", (7.0, 8.0)),
    ("North America", "Outbound calls", (10.0, 10.0)),
    ("EMEA", "Outbound calls", (12.0, 13.0)),
)
LOG: tuple[LogRow, ...] = tuple(
    (day, region, channel, leads[week % 2], leads[week % 2] - 1, leads[week % 2] - 2, None, None)
    for week, day in enumerate(FIRST_MONDAYS)
    for region, channel, leads in MONDAY
)
LOGGED = AGREED.with_log(LOG)
HERE = layout(LOGGED).blocks["lead_log"]
#: The row that most cases break: 4 January, EMEA, Website form, 7 leads; it is the second of the log, row 6 of the sheet.
SECOND = 1

# How logs get broken -----------------------------------------------------------------------------


def changed(place: int, **cells: Cell) -> tuple[LogRow, ...]:
    """Give the log with some cells of one row changed."""
    row = {**dict(zip(LOG_FIELDS, LOG[place], strict=True)), **cells}
    return (*LOG[:place], tuple(row.values()), *LOG[place + 1 :])


def every(region: str, channel: str, **cells: Cell) -> tuple[LogRow, ...]:
    """Give the log with some cells changed in every row of a region and channel."""
    rows = [dict(zip(LOG_FIELDS, row, strict=True)) for row in LOG]
    return tuple(tuple((row | cells if (row["region"], row["channel"]) == (region, channel) else row).values()) for row in rows)  # fmt: skip


def without(*days: float) -> tuple[LogRow, ...]:
    """Give the log without some of its days."""
    return tuple(row for row in LOG if row[0] not in days)


def closed(*won: tuple[float, float]) -> tuple[LogRow, ...]:
    """Give the log with customers and revenue in the rows of its last day."""
    return (*LOG[:-4], *((*row[:6], *more) for row, more in zip(LOG[-4:], won, strict=True)))


def daily(*left_out: int) -> tuple[LogRow, ...]:
    """Give a log of every working day of January 2027 but some: one row a day, one lead for each day of the month."""
    working = [n for n in range(1, 32) if (n + 3) % 7 not in (5, 6) and n not in left_out]
    return tuple((46387.0 + n, "EMEA", "Website form", float(n), None, None, None, None) for n in working)


def saved(plan: Plan, *edits: tuple[str, str, Callable[[Any], str]]) -> Make:
    """Write the workbook of a plan with its log; the spreadsheet program calculates and saves."""

    def make(folder: Path) -> Path:
        write(plan, folder / "made.xlsx")
        draft = rewritten(folder / "made.xlsx", folder / "draft.xlsx", *edits)
        with_ironcalc_values(draft, folder / "saved.xlsx")
        return folder / "saved.xlsx"

    return make


def edited_afterwards(plan: Plan, *cells: tuple[str, object]) -> Make:
    """Let the spreadsheet program calculate first, then edit cells of the log behind its back."""

    def make(folder: Path) -> Path:
        edits = (put(Where("Lead log", cell), value) for cell, value in cells)
        return rewritten(saved(plan)(folder), folder / "edited.xlsx", *edits)

    return make


def logged(rows: Sequence[LogRow]) -> Make:
    return saved(AGREED.with_log(rows))


def below_the_end(*rows: int) -> tuple[str, str, Callable[[Any], str]]:
    """Edit: a date and leads in rows of the sheet that stand below the mark of the end."""
    part = f"xl/worksheets/sheet{[sheet.title for sheet in SHEETS.values()].index('Lead log') + 1}.xml"
    put_in = "".join(
        f'<row r="{n}"><c r="A{n}"><v>46391</v></c><c r="B{n}"/><c r="D{n}"><v>5</v></c></row>' for n in rows
    )
    return part, "</sheetData>", lambda _: put_in + "</sheetData>"


# The table ---------------------------------------------------------------------------------------


def entry(place: int, field: str, *, rows: Sequence[LogRow] = LOG) -> Where:
    """Give the cell of the log in which a field of a row stands, with what the row is about."""
    day, region, channel = rows[place][:3]
    at = {"day": str(date_of_serial(day))} if isinstance(day, float) else {}
    at |= {axis: name for axis, name in (("region", region), ("channel", channel)) if isinstance(name, str)}
    return Where("Lead log", a1(HERE.row + place, HERE.col + LOG_FIELDS.index(field)), "lead_log", at)


def the_log(cell: str) -> Where:
    return Where("Lead log", cell, "lead_log")


def at(measure: str, *labels: str) -> Where:
    """Give the cell of a measure by its labels."""
    there = layout(LOGGED)
    axes = there.measures[measure].axes
    index = [tuple(coordinates.values()) for coordinates in LOGGED.coordinates(axes)].index(labels)
    return Where(*there.address(measure, index), measure, dict(zip(axes, labels, strict=True)))


def row(what: str, finding: str, field: str, cells: dict[str, Cell], **facts: object) -> Case:
    """Describe a case in which cells of the second row are changed, and one of them, `field`, is told."""
    rows = changed(SECOND, **cells)
    return Case(what, logged(rows), finding, entry(SECOND, field, rows=rows), **facts)


def wrong(what: str, field: str, value: Cell, finding: str, **facts: object) -> Case:
    return row(what, finding, field, {field: value}, **facts)


def reviewed(day: str, after: float | None = None, as_of: float | None = None) -> Plan:
    given = float(month_serial(day[:7]) + int(day[8:]) - 1)
    return LOGGED.with_inputs(rates_reviewed=(given,), review_days=(after,), as_of=(as_of,))


WEB = ("Website form", "North America")
# 72 of 90 of 120 of 150 leads become customers as the close rates say: 18 of 72, 18 of 90, 12 of 120, 18 of 150; at the deal sizes agreed.
AS_AGREED = ((18.0, 180_000.0), (18.0, 90_000.0), (12.0, 120_000.0), (18.0, 90_000.0))
OVER = AGREED.with_log(every("North America", "Website form", leads=9.0))
ONCE_MORE = (*LOG, LOG[SECOND])
IN_OTHER_CAPITALS = (*LOG, (LOG[SECOND][0], "emea", "WEBSITE FORM", *LOG[SECOND][3:]))
#: The day after the last Monday, on which customers alone are logged.
TUESDAY = FIRST_MONDAYS[-1] + 1
CUSTOMERS_ONLY = tuple(
    (TUESDAY, *row[1:3], None, None, None, *won) for row, won in zip(LOG[-4:], AS_AGREED, strict=True)
)
OTHERWISE = (*LOG, (*LOG[SECOND][:3], 1.0, 1.0, 0.0, None, None))
CASES = [
    row("a row without a date", "SLA121 log-incomplete error", "date", {"date": None}, words="Row 6 … no “Date” … Complete the row, or clear it"),
    row("a row without a region", "SLA121 log-incomplete error", "region", {"region": None}, words="Row 6 … no “Region”"),
    row("a row without a channel", "SLA121 log-incomplete error", "channel", {"channel": None}, words="Row 6 … no “Channel”"),
    row("a row without leads", "SLA121 log-incomplete error", "leads", {"leads": None, "contacted": None, "followed_up": None}, words="Row 6 … no “Leads”"),
    wrong("a date in words", "date", "4 Jan", "SLA122 log-date-text error", found="4 Jan",
          words="Row 6 … “4 Jan” is text … not counted … Type it as a date"),
    Case("a date as text that reads like one", logged(changed(SECOND, date="2027-01-04")), "SLA115 text-converted warning", entry(SECOND, "date"), "2027-01-04", "2027-01-04",
         "“Date” for row 6 of the lead log is typed as text: “2027-01-04” is read as 2027-01-04 … as a date"),
    wrong("a date as text that may be in two months", "date", "01/04/2027", "SLA116 text-ambiguous error", found="01/04/2027", expected=["2027-01-04", "2027-04-01"],
          words="“01/04/2027” may be 2027-01-04 or 2027-04-01 … Until then, it counts as blank"),
    wrong("leads as text", "leads", " 7", "SLA115 text-converted warning", found=" 7", expected=7, words="“Leads” for row 6 of the lead log … “ 7” is read as 7 … as a number"),
    wrong("leads as text that may be a thousand", "leads", "1,007", "SLA116 text-ambiguous error", found="1,007", expected=[1007, 1.007], words="“1,007” may be 1007 or 1.007"),
    wrong("the day before the plan", "date", 46387.0, "SLA123 log-date-outside error", found="2026-12-31", expected="2027-01-01 to 2027-03-31",
          words="Row 6 … 2026-12-31 is not in the plan (2027-01-01 to 2027-03-31) … not counted … Correct the date"),
    wrong("the day after the plan", "date", 46478.0, "SLA123 log-date-outside error", found="2027-04-01", expected="2027-01-01 to 2027-03-31", words="2027-04-01 is not in the plan"),
    wrong("a region misspelled", "region", "EMAE", "SLA124 log-unknown-label error", found="EMAE", expected="EMEA",
          words="Row 6 … the Region “EMAE” is not in the plan … not counted … Did you mean “EMEA”? … The plan has: North America, EMEA."),
    wrong("a region with a space behind it", "region", "EMEA ", "SLA124 log-unknown-label error", found="EMEA ", expected="EMEA", words="“EMEA ” … Did you mean “EMEA”?"),
    wrong("a number for a region", "region", 7.0, "SLA124 log-unknown-label error", found=7, words="Row 6 … the Region “7” … The plan has: North America, EMEA."),
    wrong("a channel that there is not", "channel", "Carrier pigeon", "SLA124 log-unknown-label error", found="Carrier pigeon",
          words="Row 6 … the Channel “Carrier pigeon” is not in the plan … The plan has: Website form, Outbound calls."),
    wrong("a wildcard for a channel", "channel", "Web*", "SLA124 log-unknown-label error", found="Web*", words="the Channel “Web*” is not in the plan"),
    row("leads below nothing", "SLA132 log-negative error", "leads", {"leads": -3.0, "contacted": None, "followed_up": None}, found=-3,
        words="Row 6 … “Leads” is -3, which is negative, so it is not counted … a whole number of 0 or more"),
    wrong("half a lead", "leads", 7.5, "SLA133 log-fraction error", found=7.5, words="“Leads” is 7.50, which is not whole … a whole number of 0 or more"),
    wrong("leads in words", "leads", "seven", "SLA125 log-number error", found="seven", words="“Leads” is “seven”, which is not a number … a whole number of 0 or more"),
    wrong("half a customer", "customers", "half", "SLA125 log-number error", found="half", words="“Customers” is “half”, which is not a number"),
    wrong("revenue below nothing", "revenue", -5.0, "SLA132 log-negative error", found=-5, words="“Revenue” is -5 … negative … an amount of 0 or more"),
    wrong("more contacted than came", "contacted", 8.0, "SLA126 log-more-than-leads error", found=8, expected=7,
          words="Row 6 … “Contacted in time” is 8, but only 7 leads came in … Correct one of the two"),
    wrong("more followed up than came", "followed_up", 9.0, "SLA126 log-more-than-leads error", found=9, expected=7, words="“Followed up” is 9, but only 7 leads"),
    Case("the same row twice", logged(ONCE_MORE), "SLA127 log-duplicate warning", entry(48, "date", rows=ONCE_MORE), words="Row 53 … the same as row 6; both are counted … Delete one of them"),
    Case("the same row in other capitals", logged(IN_OTHER_CAPITALS), "SLA127 log-duplicate warning", entry(48, "date", rows=IN_OTHER_CAPITALS), words="Row 53 … the same as row 6"),
    Case("two rows about one day", logged(OTHERWISE), "SLA128 log-same-day info", entry(48, "date", rows=OTHERWISE),
         words="Row 53 … same day, region and channel as row 6; both are counted … Nothing to do"),
    Case("a log that is nearly full", saved(replace(LOGGED, log_rows=50)), "SLA129 log-nearly-full warning", the_log("A54"), 48, 50,
         "has used 48 of 50 rows … slasheet rebuild"),
    Case("rows below the end of the log", saved(LOGGED, below_the_end(2006, 2007, 2010)), "SLA130 log-outside error", the_log("A2006"), 3, None,
         "3 rows are outside the lead log (rows 5 to 2004) … no formula reads them … slasheet rebuild … takes them in"),
    Case("a row typed over the mark of the end", saved(LOGGED, put(Where("Lead log", "A2005"), 46391)), "SLA130 log-outside error", the_log("A2005"), 1, None, "1 row is outside the lead log"),
    Case("a week left out of a weekly log", logged(without(FIRST_MONDAYS[2])), "SLA131 log-gap warning", entry(8, "date", rows=without(FIRST_MONDAYS[2])), 9, None,
         "9 working days between 2027-01-11 and 2027-01-25 … Is something missing?"),
    Case("two days left out of a daily log", logged(daily(12, 13)), "SLA131 log-gap warning", entry(7, "date", rows=daily(12, 13)), 2, None,
         "2 working days between 2027-01-11 and 2027-01-14 … list the days as holidays"),
    Case("a channel over the plan in all three months", saved(OVER.with_inputs(as_of=(46477.0,))), "SLA311 constant-over-delivery warning",
         at("over_in_a_row", "Website form", "2027-03"), 3, None,
         "“Website form” … over the plan for 3 months in a row, up to 2027-03 … Constant over-delivery does harm"),
    Case("more customers than the close rate says", logged(closed((24.0, 240_000.0), *AS_AGREED[1:])), "SLA312 rates-drift warning", at("observed", *WEB, "close_rate"), 24 / 72, 0.25,
         "Close rate of Website form, North America: 33.33 % observed (from 24 customers of 72 leads), 25 % assumed … Review it together"),
    Case("larger deals than assumed", logged(closed((18.0, 234_000.0), *AS_AGREED[1:])), "SLA312 rates-drift warning", at("observed", *WEB, "deal_size"), 13_000, 10_000,
         "Deal size of Website form, North America: 13,000 observed (from 18 customers), 10,000 assumed"),
    Case("rates last reviewed 91 days ago", saved(reviewed("2026-12-21")), "SLA313 rates-not-reviewed warning", at("rates_reviewed"), 91, 90,
         "last reviewed on 2026-12-21, 91 days ago; a review is due every 90 days … type the date"),
    Case("rates to be reviewed every month", saved(reviewed("2027-02-01", after=30.0)), "SLA313 rates-not-reviewed warning", at("rates_reviewed"), 49, 30,
         "2027-02-01, 49 days ago; a review is due every 30 days"),
    Case("rates that are old by the as-of date", saved(reviewed("2027-03-01", as_of=46543.0)), "SLA313 rates-not-reviewed warning", at("rates_reviewed"), 96, 90, "96 days ago",
         besides=("agreement-review-past", "agreement-expired")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_deed_is_told_and_nothing_else(case: Case, tmp_path: Path) -> None:
    assert_told(case, tmp_path)


# What people do without harm ---------------------------------------------------------------------


QUIET = {
    "a weekly log, exactly on plan": LOGGED,
    "the last hour of the plan": AGREED.with_log(changed(45, date=46477.99)),
    "names in other capitals": AGREED.with_log(changed(SECOND, region="emea", channel="WEBSITE FORM")),
    "nothing came in": AGREED.with_log(changed(SECOND, leads=0.0, contacted=0.0, followed_up=0.0)),
    "all of them served": AGREED.with_log(changed(SECOND, contacted=7.0, followed_up=7.0)),
    "as many rows as leave 1 in 20 free": replace(AGREED.with_log(LOG), log_rows=51),
    "19 of 20 rows, and not one more": replace(AGREED.with_log(LOG[:38]), log_rows=40),
    "a region to show in other capitals": LOGGED.with_inputs(performance_region=("emea",)),
    "rows with customers only": AGREED.with_log((*LOG, *CUSTOMERS_ONLY)),
    "revenue with cents": AGREED.with_log(closed((18.0, 180_000.55), *AS_AGREED[1:])),
    "a week left out where the month turns": AGREED.with_log(without(FIRST_MONDAYS[4])),
    "a daily log without a gap": AGREED.with_log(daily()),
    "a daily log with one day left out": AGREED.with_log(daily(12)),
    "a daily log without the holidays": AGREED.with_log(daily(12, 13)).with_inputs(holidays=(46399.0, *[None] * 59)),
    "over the plan for two months": AGREED.with_log((*every("North America", "Website form", leads=9.0)[:32], *LOG[32:])),
    "over the plan in a third month that is not over yet": OVER,
    "customers and deals as assumed": AGREED.with_log(closed(*AS_AGREED)),
    "deals 10 % above what is assumed": AGREED.with_log(closed((18.0, 198_000.0), *AS_AGREED[1:])),
    "rates last reviewed 90 days ago": reviewed("2026-12-22"),
}  # fmt: skip


@pytest.mark.parametrize("what", QUIET)
def test_what_is_as_it_should_be_is_not_told(what: str, tmp_path: Path) -> None:
    report = check(saved(QUIET[what])(tmp_path))
    assert [f.message for f in report.findings] == []
    assert report.calculated
    assert report.results["overall_status"] == ["ok"]


# What a broken row does to the numbers -----------------------------------------------------------


@pytest.mark.parametrize("cells", [
    {"date": "soon"}, {"date": 46387.0}, {"date": None}, {"region": "EMAE"}, {"region": None}, {"channel": "Web*"}, {"channel": None},
    {"leads": "seven"}, {"leads": -7.0}, {"leads": None},
], ids=str)  # fmt: skip
def test_a_row_that_is_said_not_to_be_counted_is_not(cells: dict[str, Cell], tmp_path: Path) -> None:
    report = check(logged(changed(SECOND, **cells | {"contacted": None, "followed_up": None}))(tmp_path))
    assert not report.ok
    actual = report.frame("actual_leads").loc[("Website form", "EMEA")]
    assert list(actual) == [30 - 7, 30, 30]


def test_an_error_value_in_a_row_is_told_and_its_row_is_not_counted(tmp_path: Path) -> None:
    report = check(saved(LOGGED, put(Where("Lead log", "D6"), "#N/A"))(tmp_path))
    (found,) = report.findings
    assert (found.code, found.cell, found.found) == ("SLA125", "D6", "#N/A")
    assert list(report.frame("actual_leads").loc[("Website form", "EMEA")]) == [23, 30, 30]


def test_an_error_value_for_a_date_spoils_its_row_alone(tmp_path: Path) -> None:
    report = check(saved(LOGGED, put(Where("Lead log", "A6"), "#N/A"))(tmp_path))
    assert [f.code for f in report.findings] == ["SLA122"]


def test_a_day_within_a_month_stands_for_the_month(tmp_path: Path) -> None:
    place = Where(*layout(LOGGED).address("performance_month", 0))
    report = check(saved(LOGGED, put(place, 46428))(tmp_path))
    assert report.findings == ()
    assert report.values("month_shown") == ["2027-02"]


def test_a_month_to_show_that_is_none_is_told_once(tmp_path: Path) -> None:
    place = Where(*layout(LOGGED).address("performance_month", 0))
    assert len(check(saved(LOGGED, put(place, 500_000))(tmp_path)).findings) == 1


def test_names_that_only_some_programs_take_for_the_same_are_unknown_to_check_as_to_the_numbers(tmp_path: Path) -> None:
    # Capitals alone make no difference; whether ß is SS is up to the program.
    agreed = replace(LOGGED, regions=("North America", "Straße"), log=())
    rows = [(*row[:1], name, *row[2:]) for row, name in zip(LOG, ("Straße", "STRAßE", "STRASSE"), strict=False)]
    plan = agreed.with_log(rows).with_inputs(performance_region=("STRASSE",))
    write(plan, tmp_path / "log.xlsx")
    report = check(tmp_path / "log.xlsx")
    assert report.results["rows_of_region"] == [0, 2]
    told = [(f.name, f.cell, f.found) for f in report.findings if f.severity == "error"]
    shown = layout(plan).address("performance_region")
    assert told == [("log-unknown-label", "B7", "STRASSE"), ("unknown-label", shown[1], "STRASSE")]


def test_two_rows_of_a_day_are_the_same_only_under_names_that_count_as_the_same(tmp_path: Path) -> None:
    day = LOG[0][0]
    rows = [(day, name, "Website form", 5.0, *[None] * 4) for name in ("Straße", "STRASSE", 7.0, 8.0)]
    write(AGREED.with_log(rows), tmp_path / "log.xlsx")
    names = {f.name for f in check(tmp_path / "log.xlsx").findings if f.measure == "lead_log"}
    assert names == {"log-unknown-label"}


def test_the_same_row_twice_is_told_although_another_is_of_that_day_too(tmp_path: Path) -> None:
    other = (*LOG[SECOND][:3], 1.0, 1.0, 0.0, None, None)
    report = check(logged((*LOG, other, other))(tmp_path))
    assert [f.code for f in report.findings] == ["SLA127", "SLA128"]


@pytest.mark.parametrize(
    ("cell", "value", "name"),
    [
        ("A6", "soon", "log-date-text"),
        ("A6", 46387, "log-date-outside"),
        ("A6", None, "log-incomplete"),
        ("B6", "EMAE", "log-unknown-label"),
        ("C6", "Web*", "log-unknown-label"),
        ("D6", "seven", "log-number"),
        ("D6", -7, "log-negative"),
    ],
)
def test_numbers_from_before_a_row_was_spoiled_follow_from_what_spoils_it(
    cell: str, value: object, name: str, tmp_path: Path
) -> None:
    (found,) = check(edited_afterwards(LOGGED, (cell, value))(tmp_path)).findings
    assert (found.name, found.cell) == (name, cell)
    assert "!".join(at("actual_leads", "Website form", "EMEA", "2027-01")[:2]) in found.follows


def test_numbers_from_before_a_good_row_was_changed_are_causes_of_their_own(tmp_path: Path) -> None:
    report = check(edited_afterwards(LOGGED, ("D6", 8))(tmp_path))
    assert {f.name for f in report.findings} == {"value-wrong"}
    assert {f.name for f in check(edited_afterwards(LOGGED, ("D6", 7))(tmp_path)).findings} == set()


def test_the_first_of_many_rows_spoiled_alike_stands_for_all_of_them(tmp_path: Path) -> None:
    spoiled = [(f"B{row}", "EMAE") for row in (6, 8, 10)] + [("C7", "Fax"), ("A12", "soon")]
    found = check(edited_afterwards(LOGGED, *spoiled)(tmp_path)).findings
    assert {f.name for f in found} == {"log-unknown-label", "log-date-text"}
    assert [f.cell for f in found if f.follows] == ["A12", "B6", "C7"]
    assert [f.cell for f in found if not f.follows] == ["B8", "B10"]


def test_a_run_of_four_months_over_the_plan_is_told_once(tmp_path: Path) -> None:
    agreed = parse_plan(
        'months = 4\nregions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]\n'
        "inputs = {channel_mix = 1, deal_size = 1000, marketing_share = 1, revenue_target = 10000, close_rate = 0.5}"
    )
    # 10,000 / 1,000 / 0.5 = 20 leads a month; 30 came in each.
    log = [(float(month_serial(month)), "EMEA", "Web", 30.0, *[None] * 4) for month in agreed.axis("month")]
    plan = agreed.with_log(log).with_inputs(as_of=(float(month_serial("2027-05") - 1),))
    report = check(saved(plan)(tmp_path))
    (found,) = (told for told in report.findings if told.name == "constant-over-delivery")
    assert (found.name, found.found, found.at) == ("constant-over-delivery", 4, {"channel": "Web", "month": "2027-04"})
    assert report.results["rule_check"][2 * RULES.index("over_delivery")] == 1


def test_names_there_twice_in_the_plan_do_not_make_up_for_unknown_ones(tmp_path: Path) -> None:
    # 24 rows, each of them counted for both regions of the name: 2 x 24 cells, and 72 times a known name.
    plan = replace(LOGGED, regions=("EMEA", "emea"), log=()).with_log([row for row in LOG if row[1] == "EMEA"])
    report = check(saved(plan)(tmp_path))
    assert [f.name for f in report.findings if f.code.startswith("SLA2")] == []
    assert report.results["rule_check"][2 * RULES.index("log_labels")] == 0


def test_what_stands_beside_the_log_is_nobodys_business(tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "made.xlsx")
    beside = {("Lead log", cell): "call them" for cell in ("I6", "J6", "I60")}
    report = check_altered(tmp_path / "made.xlsx", tmp_path / "beside.xlsx", beside)
    assert [f.message for f in report.findings] == []
    assert report.plan is not None
    assert report.plan.log == LOG


def test_a_name_over_other_columns_than_those_of_the_log_says_nothing_about_its_rows(tmp_path: Path) -> None:
    (found,) = check(renamed("sla_lead_log", "'Lead log'!$A$5:$G$3004")(tmp_path)).findings
    assert (found.name, found.found, found.expected) == ("name-changed", "3000 rows x 7 columns", "2000 rows x 8 columns")  # fmt: skip


@pytest.mark.parametrize("cells", [{"leads": 1e308}, {"revenue": 1e308, "customers": 1.0}], ids=str)
def test_a_number_beyond_all_bounds_ends_in_a_report(cells: dict[str, float], tmp_path: Path) -> None:
    twice = (*changed(SECOND, **cells), changed(SECOND, **cells)[SECOND])
    write(AGREED.with_log(twice), tmp_path / "huge.xlsx")
    report = check(tmp_path / "huge.xlsx")
    assert json.dumps(report.to_json(), allow_nan=False)
    assert report.text()
