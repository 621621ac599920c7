"""Cells that are dates, formats that hide their number, charts that were moved: told once, at their place, and our own never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from slasheet.checker.checker import check
from slasheet.layout.sheets import layout
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.plan import Plan
from slasheet.texts.languages import LANGUAGES
from slasheet.writer.workbook import write
from tests.checker.test_findings import Case, Make, Where, assert_told
from tests.checker.test_log_findings import AGREED, LOGGED
from tests.helpers.books import altered
from tests.helpers.number_formats import Formats, formatted, with_part

HERE = layout(LOGGED)
OURS = (
    "date-for-number",
    "number-like-day",
    "number-hidden",
    "chart-moved",
    "precision-as-shown",
    "time-of-day",
    "empty-text",
)
#: A place in the log: its block has one row a day.
LOG = HERE.blocks["lead_log"]
TARGET = ("revenue_target", 0)
DEAL = ("deal_size", 1)
DUE = ("leads_due", 0)


def told(path: Path, language: str | None = None) -> list[tuple[str, str | None, str]]:
    return [(found.name, found.cell, found.message) for found in check(path, language).findings if found.name in OURS]


def with_formats(folder: Path, formats: Formats, plan: Plan = LOGGED) -> list[tuple[str, str | None, str]]:
    write(plan, folder / "a.xlsx")
    return told(formatted(folder / "a.xlsx", folder / "b.xlsx", layout(plan), formats))


@pytest.mark.parametrize(
    ("cell", "code", "value", "words"),
    [
        (DEAL, r"dd\.mm\.yyyy", 45789, "12.5 became 2025-05-12, and counts as 45,789"),
        (DEAL, "d/m/yyyy", 45789, "12/5 became 2025-05-12"),
        (DEAL, "m/d/yyyy", 45789, "5/12 became 2025-05-12"),
        (TARGET, "[$-409]d-mmm;@", 46421, "3.2 or 2/3 became 2027-02-03, and counts as 46,421"),
        (TARGET, "mmm-yy", 46082, "3/26 became 2026-03-01"),
        (TARGET, "h:mm", 0.4375, "is a date or a time of day: 10:30, and counts as 0.44"),
        (DEAL, "yyyy-mm-dd", 12000, "is a date or a time of day: 12,000"),
    ],
)  # fmt: skip
def test_an_input_that_is_a_date_says_what_was_typed(
    cell: tuple[str, int], code: str, value: float, words: str, tmp_path: Path
) -> None:
    found = with_formats(tmp_path, {cell: (code, value)})
    assert [name for name, *_ in found] == ["date-for-number"]
    assert found[0][1] == HERE.address(*cell)[1]
    assert words in found[0][2]


def test_dates_in_a_column_of_the_log_are_told_once(tmp_path: Path) -> None:
    leads = LOG_FIELDS.index("leads")
    found = with_formats(
        tmp_path, {("lead_log", line * LOG.cols + leads): ("d-mmm", 46421 + line) for line in range(3)}
    )
    assert [name for name, *_ in found] == ["date-for-number"]
    assert "3 rows of the lead log (5, 6, 7)" in found[0][2]


def test_a_day_without_a_trace_but_its_size_is_told(tmp_path: Path) -> None:
    write(
        LOGGED.with_inputs(revenue_target=(640000.0, 46421.0, 655000.0, 60000.0, 60000.0, 60000.0)), tmp_path / "a.xlsx"
    )
    assert [(name, cell) for name, cell, _ in told(tmp_path / "a.xlsx")] == [
        ("number-like-day", HERE.address("revenue_target", 1)[1])
    ]


@pytest.mark.parametrize(
    "row", [(46421.0, 45000.0, 47120.0), (640000.0, 46400.0, 650000.0), (46421.0, 640000.0, 100000.0)]
)
def test_amounts_like_those_beside_them_and_round_ones_are_none(row: Sequence[float], tmp_path: Path) -> None:
    write(LOGGED.with_inputs(revenue_target=(*row, 60000.0, 60000.0, 60000.0)), tmp_path / "a.xlsx")
    assert told(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize(
    "code", ['"24,000"', "0,", '#,##0,"k"', ";;;", "0%", '"9"0', r"[$24 000]", "[h]:mm", '0.0,,"M"']
)
@pytest.mark.parametrize("cell", [DEAL, DUE])
def test_a_format_that_hides_the_number_is_told_once_a_measure(
    code: str, cell: tuple[str, int], tmp_path: Path
) -> None:
    name, index = cell
    found = with_formats(tmp_path, {(name, index): (code, None), (name, 0 if index else 1): (code, None)})
    assert [each for each, *_ in found] == ["number-hidden"]
    assert "1 more" in found[0][2]


@pytest.mark.parametrize(
    "code",
    ["0", "0.000", "#,##0.00", "#.##0", r"\$#,##0;[Red]-\$#,##0", '"EUR "0.00', "[$€-407] #,##0.00", "General", "@", '#,##0" €"',
     "[>=1000]#,##0;0", '_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-;_-* "-"??\\ _€_-;_-@_-', "0;-0;;@", "# ?/8", "0.00E+00", "#\u202f##0,00"],
)  # fmt: skip
def test_decimals_separators_and_signs_are_free(code: str, tmp_path: Path) -> None:
    assert with_formats(tmp_path, {DEAL: (code, None), DUE: (code, None), TARGET: (code, None)}) == []


def test_a_result_that_is_shown_as_a_date_is_told(tmp_path: Path) -> None:
    assert [name for name, *_ in with_formats(tmp_path, {DUE: ("d mmm", None)})] == ["number-hidden"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_our_own_formats_and_charts_are_never_told(language: str, tmp_path: Path) -> None:
    for number, plan in enumerate((AGREED, LOGGED)):
        write(replace(plan, language=language, currency="THB"), tmp_path / f"{number}.xlsx")
        assert told(tmp_path / f"{number}.xlsx") == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_tells_a_date(language: str, tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    path = formatted(tmp_path / "a.xlsx", tmp_path / "b.xlsx", HERE, {DEAL: (r"dd\.mm\.yyyy", 45789)})
    assert "12.5" in told(path, language)[0][2]


# One of each kind ----------------------------------------------------------------------------------

_FRESH = ("calculated-by-slasheet",)
_EMEA, _FIRST = {"region": "EMEA"}, {"horizon": "2027-01"}


def shown_as(cell: tuple[str, int], code: str, plan: Plan = LOGGED) -> Make:
    """Give the workbook as written with another number format in one cell."""

    def make(folder: Path) -> Path:
        write(plan, folder / "a.xlsx")
        return formatted(folder / "a.xlsx", folder / "b.xlsx", HERE, {cell: (code, None)})

    return make


def edited(part: str, old: str, new: str) -> Make:
    """Give the workbook as written with another text in one of its parts."""

    def make(folder: Path) -> Path:
        write(LOGGED, folder / "a.xlsx")
        return with_part(folder / "a.xlsx", folder / "b.xlsx", part, old, new)

    return make


def retyped(measure: str, value: object) -> Make:
    """Give the workbook as a spreadsheet program saves it after something was typed."""

    def make(folder: Path) -> Path:
        write(LOGGED, folder / "a.xlsx")
        return altered(folder / "a.xlsx", folder / "b.xlsx", {HERE.address(measure): value})

    return make


def spot(measure: str, index: int, at: dict[str, str]) -> Where:
    return Where(*HERE.address(measure, index), measure, at)


CHART = next(each for each in HERE.charts if each.name == "revenue")
ROW = HERE.blocks["revenue_target"].row + 1
DRAWN = f"'Revenue target'!$E${ROW}:$G${ROW}"
CASES = [
    Case("a deal size that became a date", shown_as(DEAL, r"dd\.mm\.yyyy", LOGGED.with_inputs(deal_size=(10000.0, 45789.0))), "SLA171 date-for-number warning", spot("deal_size", 1, _EMEA), found=45789,
         words="12.5 became 2025-05-12, and counts as 45,789 … number format", besides=_FRESH),
    Case("a target that has the size of a day", shown_as(TARGET, "#,##0", LOGGED.with_inputs(revenue_target=(46421.0, *[640000.0] * 5))), "SLA172 number-like-day warning",
         spot("revenue_target", 0, {"region": "North America", "horizon": "2027-01"}), found=46421, words="46,421 … 2027-02-03 … 3.2 or 2/3", besides=_FRESH),
    Case("a first month at noon", retyped("horizon", 46388.5), "SLA173 time-of-day error", spot("horizon", 0, _FIRST), found="2027-01-01T12:00:00",
         expected="2027-01-01", words="has a time of day … Type 2027-01-01"),
    Case("an empty text by formula", retyped("sales_reps", '=""'), "SLA174 empty-text warning", spot("sales_reps", 0, {"region": "North America"}),
         found='=""', words='gives an empty text: ="" … Clear the cell'),
    Case("a deal size shown as a text", shown_as(DEAL, '"24,000"'), "SLA175 number-hidden warning", spot("deal_size", 1, _EMEA), found='"24,000"',
         words="is 5,000 … hides", besides=_FRESH),
    Case("a chart over other cells", edited("xl/charts/chart1.xml", f"<c:f>{DRAWN}</c:f>", "<c:f>'Revenue target'!$E$3:$G$3</c:f>"), "SLA221 chart-moved warning",
         Where(*HERE.shown((CHART.sheet, CHART.row, 0))), found="'Revenue target'!$E$3:$G$3", expected=DRAWN, words="draws … instead of", besides=_FRESH),
    Case("precision as shown", edited("xl/workbook.xml", "<calcPr ", '<calcPr fullPrecision="0" '), "SLA222 precision-as-shown warning", Where(None, None), found=0,
         words="as they are shown … Turn it off", besides=_FRESH),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_deed_is_told_and_nothing_else(case: Case, tmp_path: Path) -> None:
    assert_told(case, tmp_path)


# Charts ------------------------------------------------------------------------------------------


def test_a_chart_that_draws_other_cells_is_told(tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    block = HERE.blocks["revenue_target"]
    old = f"'Revenue target'!$E${block.row + 1}:$G${block.row + 1}"
    new = old.replace(str(block.row + 1), str(block.row + 4))
    path = with_part(
        tmp_path / "a.xlsx", tmp_path / "b.xlsx", "xl/charts/chart1.xml", f"<c:f>{old}</c:f>", f"<c:f>{new}</c:f>"
    )
    found = told(path)
    assert [name for name, *_ in found] == ["chart-moved"]
    assert f"draws {new} instead of {old}" in found[0][2]


def test_a_chart_taken_away_and_one_of_somebody_elses_are_no_matter(tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    path = with_part(tmp_path / "a.xlsx", tmp_path / "b.xlsx", "xl/charts/chart1.xml", "<c:ser>", "<c:no>")
    assert told(path) == []


# Precision as shown ------------------------------------------------------------------------------


def as_shown(folder: Path, values: dict[tuple[str, int], tuple[str, float | None]]) -> Path:
    """Give a workbook that computes with what it shows: deal size 10,001.27, so a lead is worth 2,500.3175, shown 2,500.32."""
    write(LOGGED.with_inputs(deal_size=(10001.27, 5003.18)), folder / "a.xlsx")
    path = formatted(folder / "a.xlsx", folder / "b.xlsx", HERE, values)
    return with_part(path, folder / "c.xlsx", "xl/workbook.xml", "<calcPr ", '<calcPr fullPrecision="0" ')


#: What Excel makes of them: the rounded worth of a lead, and 24 times that.
ROUNDED = {("lead_value", 0): ("0.00", 2500.32), ("sla_value", 0): ("0", 24 * 2500.32)}


def test_rounded_values_are_one_finding_and_what_rests_on_them_follows(tmp_path: Path) -> None:
    report = check(as_shown(tmp_path, ROUNDED))
    found = [each for each in report.findings if each.severity != "info"]
    assert [(each.name, each.found) for each in found] == [("precision-as-shown", 1)]
    places = ["!".join(HERE.address(*cell)) for cell in ROUNDED]
    assert set(places) <= set(found[0].follows)


def test_a_value_that_is_more_than_rounded_is_told_still(tmp_path: Path) -> None:
    report = check(as_shown(tmp_path, {**ROUNDED, ("lead_value", 1): ("0.00", 1000.65)}))
    assert [each.cell for each in report.findings if each.name == "value-wrong"] == [HERE.address("lead_value", 1)[1]]


def test_the_same_values_without_that_setting_are_wrong(tmp_path: Path) -> None:
    write(LOGGED.with_inputs(deal_size=(10001.27, 5003.18)), tmp_path / "a.xlsx")
    report = check(formatted(tmp_path / "a.xlsx", tmp_path / "b.xlsx", HERE, ROUNDED))
    assert [each.name for each in report.findings if each.severity == "error"] == ["value-wrong"]


# A time of day, an empty text ----------------------------------------------------------------------


def test_a_first_month_with_a_time_of_day_is_one_finding(tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    start = HERE.address("horizon", 0)
    report = check(altered(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {start: 46388.5}))
    assert [(each.name, each.cell) for each in report.findings if each.severity == "error"] == [
        ("time-of-day", start[1])
    ]
    assert "2027-01-01T12:00:00" in report.findings[0].message
    assert len(report.findings[0].follows) > 50


@pytest.mark.parametrize("measure", ["as_of", "performance_month", "holidays"])
def test_other_days_with_a_time_are_the_days_that_they_are(measure: str, tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    report = check(altered(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {HERE.address(measure): 46419.5}))
    assert report.findings == ()


@pytest.mark.parametrize("measure", ["time_to_close", "sales_reps"])
def test_an_empty_text_by_formula_is_told_where_it_is(measure: str, tmp_path: Path) -> None:
    write(LOGGED, tmp_path / "a.xlsx")
    report = check(altered(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {HERE.address(measure): '=""'}))
    assert [(each.name, each.cell) for each in report.findings] == [("empty-text", HERE.address(measure)[1])]
    assert any(cell.startswith("Checks!") for cell in report.findings[0].follows)
