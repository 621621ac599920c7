"""Rollups: worked by hand, invariants of the sums, labels, months, currencies, what is left out and what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isnan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slasheet
from slasheet.checker.checker import check
from slasheet.many.fleet.result import Result
from slasheet.many.rollup import Rollup, rollup
from slasheet.many.rollup.labels import matched
from slasheet.many.rollup.names import each_once, names_of
from slasheet.many.rollup.parts import Figures, LeftOut, Part, part_of
from slasheet.many.rollup.rates import rates_of
from slasheet.plan.plan import Channel, Plan
from slasheet.recompute import recompute
from slasheet.report.report import Report
from slasheet.texts.findings import FileError
from slasheet.texts.months import month_serial
from slasheet.writer.workbook import write
from tests.helpers.plans import full_plans, prime_plan


def unit(target: float = 100_000.0, **settings: object) -> Plan:
    """Return a plan of one region, one channel and three months.

    100,000 a month, all new, all of marketing's, in deals of 1,000, at a close rate of 0.5: 100 customers, 200 leads
    a month of value 500 each, which are the 100,000 again.
    """
    base: dict[str, object] = {"regions": ("EMEA",), "channels": (Channel("Web"),), "start": "2027-01", "months": 3}
    bare = Plan(**{**base, **settings})  # type: ignore[arg-type]
    shape = {name: bare.size(measure.axes) for measure in bare.typed if (name := measure.name)}
    filled = {"revenue_target": target, "deal_size": 1_000.0, "marketing_share": 1.0, "close_rate": 0.5, "channel_mix": 1.0, "new_business_share": 1.0}  # fmt: skip
    return bare.with_inputs(**{name: (value,) * shape[name] for name, value in filled.items()})


def logged(plan: Plan, *leads: float) -> Plan:
    """Return the plan with so many leads delivered in each of its first months, up to the last day of each."""
    ends = [month_serial(month) - 1.0 for month in (*plan.axis("month")[1:], "2027-12")]
    rows = [(end, plan.regions[0], plan.channels[0].name, count, None, None, None, None) for end, count in zip(ends, leads, strict=False)]  # fmt: skip
    return plan.with_log(rows)


def report_of(plan: Plan, file: str) -> Report:
    """Return the report on a plan without going through a workbook."""
    return Report(file, plan, (), True, recompute(plan))


def rolled(plans: Iterable[tuple[str, Plan]], **options: object) -> Rollup:
    """Return the rollup of plans that need no workbook."""
    reports = {file: report_of(plan, file) for file, plan in plans}
    return rollup(reports, checking=lambda files: [Result(file, report=reports[file]) for file in files], **options)  # type: ignore[arg-type]


def kinds(made: Rollup) -> list[str]:
    return [difference.kind for difference in made.differences]


def told(made: Rollup, kind: str) -> str:
    return " ".join(difference.message for difference in made.differences if difference.kind == kind)


# Worked by hand


def test_two_workbooks_two_currencies_shifted_months_and_labels_in_other_capitals() -> None:
    """North: 2027-01 to 03, EUR, 200 leads a month. South: 2027-02 to 04, USD, 400 leads a month, 200,000 USD a month.

    At 0.9: 180,000 EUR a month from south. January 200 leads, February and March 600, April 400: 1,800 in all.
    Targets 3 x 100,000 + 3 x 180,000 = 840,000. North delivered 150 of 200 in January and 210 of 200 in February,
    south 300 of 400 in February: January 0.75; February 510 of 600 = 0.85; all 660 of 800 = 0.825.
    """
    north = logged(unit(), 150.0, 210.0)
    south = unit(200_000.0, regions=("emea",), channels=(Channel(" WEB"),), start="2027-02", currency="USD")
    south = logged(replace(south, channels=(Channel("WEB"),)), 300.0)
    made = rolled([("north.xlsx", north), ("south.xlsx", south)], currency="EUR", rates=["USD=0.9"])
    assert made.months == ("2027-01", "2027-02", "2027-03", "2027-04")
    assert made.names == ("south", "north")
    by_month = made.by("month")
    assert list(by_month["leads_due"]) == [200.0, 600.0, 600.0, 400.0]
    assert list(by_month["revenue_target"]) == pytest.approx([100_000.0, 280_000.0, 280_000.0, 180_000.0])
    assert list(by_month["sla_value"]) == pytest.approx([100_000.0, 280_000.0, 280_000.0, 180_000.0])
    assert list(by_month["workbooks"]) == [1, 2, 2, 1]
    assert list(by_month["attainment"][:2]) == [0.75, 0.85]
    assert by_month["attainment"][2:].isna().all()
    assert made.total == Figures(
        840_000.0, 1_800.0, 840_000.0, 800.0, 660.0, 660.0, pytest.approx(180 * 1_000.0 + 0.9 * 150_000.0)
    )
    assert made.total.attainment == 0.825
    assert list(made.by("region").index) == ["EMEA"]
    assert list(made.by("channel").index) == ["WEB"]
    assert made.by("region").loc["EMEA", "leads_due"] == 1_800.0
    pairs = made.by("workbook", "month")
    assert pairs.loc[("south", "2027-02"), "sla_value"] == pytest.approx(180_000.0)
    assert pairs.loc[("north", "2027-01"), "attainment"] == 0.75
    assert ("south", "2027-01") not in pairs.index
    assert "“EMEA” is also written “emea”" in told(made, "spelling")
    assert "south has no plan for 2027-01" in told(made, "months")
    assert "north has no plan for 2027-04" in told(made, "months")


def test_a_month_that_is_not_over_counts_as_delivered_but_not_against_the_plan() -> None:
    plan = unit().with_log([(month_serial("2027-01") + 9.0, "EMEA", "Web", 90.0, None, None, None, None)])
    made = rolled([("a.xlsx", plan)])
    assert (made.total.actual_leads, made.total.due_to_date, made.total.attainment) == (90.0, None, None)


def test_a_workbook_without_a_rate_gives_its_leads_and_no_amounts() -> None:
    made = rolled([("a.xlsx", unit()), ("b.xlsx", unit(currency="USD"))], currency="EUR")
    assert made.total.leads_due == 1_200.0
    assert made.total.revenue_target == 300_000.0
    assert made.figures("workbook")["b"].sla_value is None
    assert "USD has no rate to EUR: amounts of b are left out" in told(made, "currency")


def test_rates_of_some_months_would_make_sums_of_a_part_of_the_year_and_are_refused(tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("currency,month,rate\nUSD,2027-01,0.5\nUSD,2027-03,0.25\n")
    with pytest.raises(FileError, match="USD has rates, but none for 2027-02; give one for every month"):
        rolled([("b.xlsx", unit(currency="USD"))], currency="EUR", rates_file=rates)
    rates.write_text(rates.read_text() + "USD,,0.125\n")
    made = rolled([("b.xlsx", unit(currency="USD"))], currency="EUR", rates_file=rates)
    assert [*made.by("month")["revenue_target"]] == [50_000.0, 12_500.0, 25_000.0]
    assert made.total.revenue_target == 87_500.0


def test_a_rate_has_a_comma_where_semicolons_part_the_cells(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("Currency;Month;Rate\nUSD;2027-01;0,5\nGBP;;1.25\n")
    assert rates_of((), tmp_path / "rates.csv", "EUR").given == {("USD", "2027-01"): 0.5, ("GBP", ""): 1.25}


def test_one_name_alone_is_one_name(tmp_path: Path) -> None:
    write(unit(), tmp_path / "a.xlsx")
    assert rollup(str(tmp_path), every=True).names == rollup(tmp_path / "a.xlsx", every=True).names == ("a",)


def test_without_a_currency_the_one_of_most_workbooks_is_taken_and_told() -> None:
    plans = [("a.xlsx", unit(currency="USD")), ("b.xlsx", unit(currency="USD")), ("c.xlsx", unit(currency="CHF"))]
    made = rolled(plans)
    assert (made.currency, made.total.revenue_target) == ("USD", 600_000.0)
    assert "They are in CHF, USD" in told(made, "currency")
    assert rolled(plans[:2]).currency == "USD"
    assert "currency" not in kinds(rolled(plans[:2]))


def test_regions_with_a_currency_of_their_own_are_added_in_that_of_their_workbook() -> None:
    """100,000 EUR a month and 100,000 GBP a month at 1.2 within the workbook: 220,000 EUR, at 1.1 to USD 242,000."""
    plan = unit(regions=("Home", "UK"), currencies=("", "GBP"))
    plan = plan.with_inputs(exchange_rate=(None, None, None, 1.2, 1.2, 1.2))
    made = rolled([("a.xlsx", plan)], currency="USD", rates=["EUR=1.1"])
    assert list(made.by("month")["revenue_target"]) == pytest.approx([242_000.0] * 3)
    assert made.by("region").loc["UK", "sla_value"] == pytest.approx(396_000.0)


def test_amounts_are_converted_once_where_the_currency_of_their_region_can_be_had() -> None:
    """100,000 EUR a month at 0.8 to GBP and 100,000 GBP that stay as they are: 180,000 GBP, not 80,000 + 96,000."""
    plan = unit(regions=("Home", "UK"), currencies=("", "GBP"))
    plan = plan.with_inputs(exchange_rate=(None, None, None, 1.2, 1.2, 1.2))
    made = rolled([("a.xlsx", plan)], currency="GBP", rates=["EUR=0.8"])
    assert list(made.by("month")["revenue_target"]) == pytest.approx([180_000.0] * 3)
    assert list(made.by("region").loc["UK", ["revenue_target", "sla_value"]]) == pytest.approx([300_000.0] * 2)
    assert {line.region: (line.currency, line.rate) for line in made.lines(0)} == {"Home": ("EUR", 0.8), "UK": ("GBP", 1.0)}  # fmt: skip
    # 100,000 EUR at 1.1 and 100,000 GBP at 1.3; what the workbook says of GBP is not needed, so it may lack it.
    made = rolled([("a.xlsx", plan.with_inputs(exchange_rate=(None,) * 6))], currency="USD", rates=["EUR=1.1", "GBP=1.3"])  # fmt: skip
    assert list(made.by("month")["revenue_target"]) == pytest.approx([240_000.0] * 3)
    assert "currency" not in kinds(made)


def test_rates_that_are_not_used_are_told() -> None:
    pounds = unit(regions=("UK",), currencies=("GBP",)).with_inputs(exchange_rate=(1.2,) * 3)
    made = rolled([("a.xlsx", pounds)], currency="GBP", rates=["EUR=0.8", "GBP=1"])
    assert made.total.revenue_target == 300_000.0
    assert "Rates that are not used, since no amount is converted from these currencies: EUR, GBP." in told(made, "currency")  # fmt: skip
    assert "currency" not in kinds(rolled([("a.xlsx", unit())], currency="GBP", rates=["EUR=0.8"]))


def test_a_rate_that_a_workbook_lacks_itself_is_told() -> None:
    plan = unit(regions=("Home", "UK"), currencies=("", "GBP")).with_inputs(exchange_rate=(None, None, None, 1.2, None, 1.2))  # fmt: skip
    made = rolled([("a.xlsx", plan)])
    assert "a lacks exchange rates of its own regions: 2 of its amounts are left out" in told(made, "currency")
    assert made.total.revenue_target == pytest.approx(540_000.0)


def test_leads_due_before_the_first_month_are_told_and_in_no_sum() -> None:
    plan = unit().with_inputs(time_to_close=(1.0,))
    made = rolled([("a.xlsx", plan)])
    assert made.total.leads_due == 400.0
    assert "200 leads were due before the first month" in told(made, "late")


# Labels


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("EMEA", "Emea region", True),
        ("Northern Europe", "Northren Europe", True),
        ("Webinar", "Webinars", True),
        ("North America", "Latin America", False),
        ("Tier A", "Tier B", False),
        ("Region 1", "Region 2", False),
        ("EMEA", "APAC", False),
    ],
)
def test_near_misses_are_asked_about_and_nothing_is_taken_for_the_other(one: str, other: str, asked: bool) -> None:
    labels = matched([[one], [other]], {})
    assert bool(list(labels.near())) is asked
    assert len(labels.spellings) == 2


def test_labels_that_one_workbook_tells_apart_are_not_asked_about() -> None:
    assert list(matched([["Europe", "Eastern Europe"], ["Europe"]], {}).near()) == []


def test_a_label_can_be_taken_for_another_one_and_a_wrong_one_is_told() -> None:
    plans = [("a.xlsx", unit()), ("b.xlsx", unit(regions=("Emea  Region",)))]
    asked = rolled(plans)
    assert '--region-map "EMEA=Emea Region"' in told(asked, "near")
    made = rolled(plans, region_map={"emea region": "EMEA", "Nowhere": "EMEA"})
    assert list(made.by("region").index) == ["EMEA"]
    assert "near" not in kinds(made)
    assert "“Nowhere”" in told(made, "mapping")


def test_what_most_workbooks_write_is_the_label_of_the_group() -> None:
    assert matched([["emea"], ["EMEA"], ["EMEA", "x"]], {}).label("Emea") == "EMEA"
    assert matched([["b X"], ["B x"]], {}).label("b  x") == matched([["B x"], ["b X"]], {}).label("b x")


# What differs


def test_stages_roundings_owners_words_and_copies_are_told() -> None:
    plans = [
        ("a.xlsx", unit()),
        ("b.xlsx", unit()),
        ("c.xlsx", unit(stages=("MQL", "Customer"), rounding="none", region_label="Persona", channels=(Channel("Web", "sales"),))),
    ]  # fmt: skip
    made = rolled(plans)
    assert "Lead > Customer (2 workbooks); MQL > Customer (1 workbook)" in told(made, "stages")
    assert "up, from exact numbers (2 workbooks)" in told(made, "rounding")
    assert "Region (2 workbooks); Persona (1 workbook)" in told(made, "word")
    assert "Marketing (2 workbooks); Sales (1 workbook)" in told(made, "owner")
    assert "a, b hold the same agreement (fingerprint " in told(made, "copy")
    assert "fingerprint" not in told(rolled([plans[0], plans[2]]), "copy")


def test_what_looks_like_an_earlier_state_of_another_is_named() -> None:
    plan = unit()
    later = plan.with_inputs(deal_size=tuple(float(cell or 1) * 2 for cell in plan.inputs["deal_size"]))
    other = plan.with_inputs(revenue_target=tuple(float(cell or 1) * 2 for cell in plan.inputs["revenue_target"]))
    made = rolled([("a.xlsx", plan), ("b.xlsx", later), ("c.xlsx", other)])
    assert "a, b have the same regions, channels, months and revenue targets" in told(made, "copy")
    assert kinds(made).count("copy") == 1
    assert "copy" not in kinds(rolled([("a.xlsx", plan), ("c.xlsx", other)]))
    # Plans without a target say nothing of each other.
    blank = [each.with_inputs(revenue_target=(None,) * len(plan.inputs["revenue_target"])) for each in (plan, later)]
    assert "copy" not in kinds(rolled([("a.xlsx", blank[0]), ("b.xlsx", blank[1])]))


def test_many_differences_of_a_kind_are_counted() -> None:
    made = rolled(
        [(f"{n:02}.xlsx", unit(target=1e5 + n, regions=(f"Country number{chr(65 + n)}",))) for n in range(26)]
    )
    labels = [each.message for each in made.differences if each.kind == "label"]
    assert len(labels) == 21
    assert "near" not in kinds(made)
    assert sum(message == "… and 6 more of this kind." for message in labels) == 1


# Invariants of the sums


def test_sums_are_exact() -> None:
    """0.1 + 0.2 + 0.3 is 0.6000000000000001 when it is added up step by step."""
    made = rolled([("a.xlsx", unit().with_inputs(revenue_target=(0.1, 0.2, 0.3)))])
    assert made.total.revenue_target == 0.6


def totals(made: Rollup) -> list[tuple[float | None, ...]]:
    return [
        tuple(figures)
        for kind in ("total", "workbook", "region", "channel", "month")
        for figures in made.sums.of(kind).values()
    ]


@given(full_plans())
def test_the_rollup_of_one_workbook_is_what_the_workbook_says_itself(plan: Plan) -> None:
    results = recompute(plan)
    made = rolled([("a.xlsx", plan)])
    near = lambda value: None if value is None else pytest.approx(value, rel=1e-9)  # noqa: E731
    assert made.total.leads_due == near(results["leads_due_by_month_plan"][0])
    if "rates_lacking" not in results or not any(results["rates_lacking"]):
        assert made.total.sla_value == near(results["sla_value_by_month_plan"][0])
        assert made.total.revenue_target == near(results["revenue_target_by_month_plan"][0])
    planned, delivered, attainment = results["delivery_by_month_to_date"][:3]
    assert (made.total.due_to_date, made.total.delivered_to_date) == (near(planned), near(delivered))
    assert made.total.attainment == near(attainment)
    by_month = made.by("month")["leads_due"]
    for month, due in zip(plan.axis("month"), results["leads_due_by_month"], strict=True):
        assert (None if isnan(by_month[month]) else by_month[month]) == near(due)


@given(st.lists(full_plans(), min_size=2, max_size=4), st.randoms())
def test_the_order_of_the_workbooks_does_not_matter_to_the_last_bit(plans: list[Plan], random: object) -> None:
    files = [(f"{number}.xlsx", plan) for number, plan in enumerate(plans)]
    mixed = list(files)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = rolled(files, currency="EUR", rates=["USD=0.91"]), rolled(mixed, currency="EUR", rates=["USD=0.91"])
    assert totals(one) == totals(other)
    assert one.differences == other.differences
    assert one.frame().equals(other.frame())


@given(st.lists(full_plans(), min_size=2, max_size=4))
def test_the_rollups_of_the_parts_add_up_to_the_rollup_of_all(plans: list[Plan]) -> None:
    files = [(f"{number}.xlsx", plan) for number, plan in enumerate(plans)]
    rates = ["USD=0.91", "JPY=0.0061"]
    whole = rolled(files, currency="EUR", rates=rates)
    parts = [rolled([file], currency="EUR", rates=rates) for file in files]
    for kind in ("region", "channel", "month"):
        for (key,), figures in whole.sums.of(kind).items():
            for name in Figures._fields:
                there = [getattr(part.sums.of(kind)[key,], name) for part in parts if (key,) in part.sums.of(kind)]
                added = [value for value in there if value is not None]
                assert getattr(figures, name) == (pytest.approx(sum(added), rel=1e-9) if added else None)
    for kind in ("region", "month", "workbook"):
        for name in Figures._fields:
            added = [value for f in whole.sums.of(kind).values() if (value := getattr(f, name)) is not None]
            assert getattr(whole.total, name) == (pytest.approx(sum(added), rel=1e-9) if added else None)
    frame = whole.frame()
    assert frame["leads_due"].sum() == pytest.approx(whole.total.leads_due or 0.0)


# Which workbooks


def test_workbooks_with_errors_are_left_out_with_their_first_error_unless_told_otherwise(tmp_path: Path) -> None:
    good, bad, alien = tmp_path / "good.xlsx", tmp_path / "bad.xlsx", tmp_path / "alien.xlsx"
    write(unit(), good)
    write(unit().with_inputs(revenue_target=(100_000.0, None, 100_000.0)), bad)
    alien.write_text("no workbook")
    made = slasheet.rollup([good, bad, alien, tmp_path / "gone.xlsx"])
    assert [part.file for part in made.parts] == [str(good)]
    reasons = {Path(out.file).name: out.reason for out in made.left_out}
    assert reasons["bad.xlsx"].startswith("SLA101 Revenue target!")
    assert "more error" not in reasons["bad.xlsx"]
    assert set(reasons) == {"bad.xlsx", "alien.xlsx", "gone.xlsx"}
    assert made.total.leads_due == 600.0
    every = slasheet.rollup([good, bad, alien], every=True)
    assert (every.total.leads_due, len(every.left_out)) == (1_000.0, 1)
    assert "bad" in told(every, "error")
    table = every.workbooks()
    assert list(table["added"]) == [True, True, False]
    assert list(table["errors"][:2]) == [0, 1]


def test_a_label_that_sums_would_misread_is_left_out_even_when_every_workbook_is_asked_for() -> None:
    out = part_of(report_of(unit(regions=("EM*",)), "a.xlsx"), every=True)
    assert isinstance(out, LeftOut)
    assert "“EM*”" in out.reason
    assert isinstance(part_of(report_of(unit(regions=("EMEA ",)), "a.xlsx"), every=True), Part)


def test_nothing_to_add_up_is_one_line() -> None:
    with pytest.raises(FileError, match="no workbook is given"):
        rollup([])
    with pytest.raises(
        FileError, match=r"none of the 1 workbooks can be added up; the first is gone.xlsx: can't be read"
    ):
        rollup(["gone.xlsx"])


def test_a_workbook_that_is_there_under_two_names_is_added_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("z.xlsx").touch()
    Path("same.xlsx").symlink_to("z.xlsx")
    assert each_once(["same.xlsx", "z.xlsx", "other.xlsx", "s3://z.xlsx"]) == ["same.xlsx", "other.xlsx", "s3://z.xlsx"]


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (("u/north.xlsx", "u/south.ods"), ("north", "south")),
        (("u/a/plan.xlsx", "u/b/plan.xlsx"), ("a/plan", "b/plan")),
        (("u/plan.xlsx", "u/plan.ods"), ("plan.xlsx", "plan.ods")),
        (("only.xlsx",), ("only",)),
    ],
)
def test_names_tell_the_workbooks_apart(files: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert names_of(files) == names


# Rates


@pytest.mark.parametrize("wrong", ["USD", "USD=", "USD=0", "USD=0,92", "USD=-1", "XYZ=1", "=1", "USD=1e3", "USD=٣"])
def test_what_is_no_rate_is_told_in_one_line(wrong: str) -> None:
    with pytest.raises(FileError, match=r"^--rate .*; (give|write).*\.$|^--rate "):
        rates_of([wrong], None, "EUR")


def test_rates_of_files_and_of_the_call(tmp_path: Path) -> None:
    table, toml = tmp_path / "r.csv", tmp_path / "r.toml"
    table.write_text("﻿Month;Currency;Rate\n2027-01;usd;0.9\n;GBP;1.2\n")
    toml.write_text('GBP = 1.2\n[USD]\n"2027-01" = 0.9\n')
    for file in (table, toml):
        rates = rates_of(["USD=0.8"], file, "EUR")
        assert [rates.at("USD", month, "EUR") for month in ("2027-01", "2027-02")] == [0.9, 0.8]
        assert rates.at("GBP", "2030-01", "EUR") == 1.2
        assert rates.at("CHF", "2027-01", "EUR") is None
        assert rates.at("EUR", "2027-01", "EUR") == 1.0
    with pytest.raises(FileError, match="give it with --currency"):
        rates_of(["USD=0.8"], None, None)
    with pytest.raises(FileError, match="GBP already has a rate"):
        rates_of(["GBP=1"], toml, "EUR")
    for text, message in (
        ("a,b\n", "must name the columns"),
        ("currency,month,rate\nUSD,Jan,1\n", "line 2: 'Jan' is not a month"),
    ):
        table.write_text(text)
        with pytest.raises(FileError, match=message):
            rates_of([], table, "EUR")
    toml.write_text("GBP = ")
    with pytest.raises(FileError, match="is not TOML"):
        rates_of([], toml, "EUR")
    with pytest.raises(FileError, match="can't be read"):
        rates_of([], tmp_path / "gone.csv", "EUR")


# Frames and memory


def test_the_tidy_frame_holds_every_number_once() -> None:
    made = rolled([("a.xlsx", logged(unit(), 150.0))])
    frame = made.frame()
    assert list(frame.columns) == [
        "workbook",
        "region",
        "channel",
        "owner",
        "month",
        "currency",
        "rate",
        *Figures._fields,
    ]
    assert len(frame) == 6
    assert frame["channel"].isna().sum() == 3
    assert frame["revenue_target"].sum() == 300_000.0
    with pytest.raises(KeyError, match="not added up"):
        made.by("owner")


def test_of_every_workbook_only_its_measures_are_kept() -> None:
    import gc
    import tracemalloc
    from itertools import count

    reports = report_of(prime_plan(), "a.xlsx")
    numbers = count()

    def kept(workbooks: int) -> int:
        gc.collect()
        tracemalloc.start()
        made = rollup(
            [f"{n}.xlsx" for n in range(workbooks)],
            checking=lambda files: (Result(file, report=replace(reports, file=file, results=recompute(reports.plan))) for file in files if next(numbers) >= 0),
        )  # fmt: skip
        gc.collect()
        held, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(made.parts) == workbooks
        assert peak < held + 6_000_000
        return held

    few, many = kept(5), kept(45)
    # The report of this plan holds over a megabyte; what is kept of it is a hundredth of that.
    assert (many - few) / 40 < 30_000


def test_a_checked_workbook_and_its_plan_give_the_same_part(tmp_path: Path) -> None:
    write(prime_plan(), tmp_path / "a.xlsx")
    read, direct = check(tmp_path / "a.xlsx"), report_of(prime_plan(), str(tmp_path / "a.xlsx"))
    one, other = part_of(read, every=True), part_of(direct, every=True)
    assert isinstance(one, Part)
    assert isinstance(other, Part)
    assert {name: cells.tobytes() for name, cells in one.cells.items()} == {
        name: cells.tobytes() for name, cells in other.cells.items()
    }
    assert one.over == other.over


def test_small_rates_and_odd_files_of_rates(tmp_path: Path) -> None:
    (tmp_path / "rates.toml").write_text("IDR = 0.000058\n[VND]\n2027-01 = 3.5e-5\n")
    assert rates_of((), tmp_path / "rates.toml", "EUR")
    (tmp_path / "rates.csv").write_text("currency,rate\n" + "x" * 140_000)
    with pytest.raises(FileError, match="not a table of rates"):
        rates_of((), tmp_path / "rates.csv", "EUR")


def test_workbooks_on_several_drives_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_way(_paths: object) -> str:
        raise ValueError("Paths don't have the same drive")

    monkeypatch.setattr("os.path.commonpath", no_way)
    assert names_of(["/c/x.xlsx", "/d/y.xlsx"]) == ("x", "y")
    assert names_of(["/c/x.xlsx", "/d/x.xlsx"]) == ("/c/x", "/d/x")


def test_a_file_under_a_second_name_is_added_up_once(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"a")
    (tmp_path / "b.xlsx").write_bytes(b"a")
    (tmp_path / "hard.xlsx").hardlink_to(tmp_path / "a.xlsx")
    (tmp_path / "soft.xlsx").symlink_to("a.xlsx")
    given = [str(tmp_path / name) for name in ("soft.xlsx", "a.xlsx", "hard.xlsx", "b.xlsx", "gone.xlsx")]
    assert [Path(file).name for file in each_once(given)] == ["soft.xlsx", "b.xlsx", "gone.xlsx"]


def test_a_file_whose_name_is_no_text_is_added_up(tmp_path: Path) -> None:
    path = tmp_path / "bad\udcff.xlsx"
    write(prime_plan(), path)
    made = rollup([path], every=True)
    for name in ("group.xlsx", "group.csv", "group.parquet"):
        made.write(tmp_path / name)
    assert made.names == ("bad\\udcff",)
