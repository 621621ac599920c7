"""What the Checks and Start sheets must show, counted from the inputs and the recomputed results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from slasheet.recompute.agreement import misfits
from slasheet.recompute.columns import Cell, Column, combined
from slasheet.recompute.days import FIRST_DAY, LAST_DAY, day_number, months_later
from slasheet.recompute.given import Given, UnknownInputError
from slasheet.recompute.names import name_key
from slasheet.recompute.results import Results
from slasheet.recompute.scoring import BROKEN as BROKEN_IN_SCORING
from slasheet.recompute.scoring import scoring_rules

_MONTHS, _TIMES = range(13), range(1, 1001)
#: The rules of the inputs: whether a number may not stand there.
_BROKEN: Mapping[str, Callable[[float], bool]] = {
    **BROKEN_IN_SCORING,
    **dict.fromkeys(("marketing_share", "channel_mix", "tolerance"), lambda number: not 0 <= number <= 1),
    **dict.fromkeys(("new_business_share", "conversion_rate", "close_rate"), lambda number: not 0 < number <= 1),
    **dict.fromkeys(("deal_size", "exchange_rate", "leads_per_rep", "first_contact_hours"), lambda number: number <= 0),
    **dict.fromkeys(("revenue_target", "cost_per_lead", "sales_reps"), lambda number: number < 0),
    **dict.fromkeys(("follow_ups", "return_after", "review_days"), lambda number: number not in _TIMES),
    **dict.fromkeys(
        ("performance_month", "as_of", "holidays", "rates_reviewed", "next_review", "valid_from", "valid_to", "reset_dates"),
        lambda number: not FIRST_DAY <= number <= LAST_DAY,
    ),
    "time_to_close": lambda number: number not in _MONTHS,
}  # fmt: skip
_WORST = ("wrong", "incomplete", "attention")
#: So many months over plan in a row are worth a word.
_OVER_MONTHS = 3


def _broken(name: str) -> Callable[[float], bool]:
    """Return the rule of an input: whether a number may not stand there. Raises UnknownInputError where there is none."""
    if name not in _BROKEN:
        message = f"an input that no rule of recompute judges: {name}"
        raise UnknownInputError(message)
    return _BROKEN[name]


def _worst(states: Sequence[object]) -> str:
    return next((code for code in _WORST if code in states), "ok")


def counted(given: Given, results: Results) -> dict[str, Column[Cell]]:
    """Return the counts and statuses of the checks."""
    missing = _missing(given, results)
    faults = _label_faults(given)
    rate_name = _rate_name(given)
    short = {
        "revenue_target": given["revenue_target"].cells.count(None),
        "marketing_share": given["marketing_share"].cells.count(None),
        "deal_size": _sum(missing["deal_size_missing"]),
        rate_name: _sum(missing["rates_missing"]),
        "channel_mix": _sum(missing["mix_missing"]),
        "exchange_rate": _sum(missing["exchange_rate_missing"]) if given.exchange.own else 0,
    }
    figures = {name: _input_figures(given, name, short.get(name, 0)) for name in given.axes.labels("input")}
    rules = {
        "regions": (_sum(faults["region_fault"]), "wrong"),
        "names": (_sum(faults["stage_fault"]) + _sum(faults["channel_fault"]), "wrong"),
        **_plan_rules(given, results),
        **scoring_rules(given),
        **_performance_rules(given, results),
        **_agreement_rules(given, results),
    }
    verdicts = {rule: verdict if count > 0 else "ok" for rule, (count, verdict) in rules.items()}
    overall = _worst([*(row["status"] for row in figures.values()), *verdicts.values()])
    steps = {
        "agreement": _agreement_step(results, verdicts),
        **_input_steps(given, figures, verdicts),
        "scoring": _scoring_step(given, verdicts),
        "totals": {"filled": None, "needed": None, "status": overall},
    }
    table, labels = given.axes.table, given.axes.labels
    judged: list[Mapping[str, Cell]] = [{"count": rules[rule][0], "status": verdicts[rule]} for rule in labels("rule")]
    return {
        **missing,
        **faults,
        "input_check": table("input figure", *figures.values()),
        "rule_check": table("rule result", *judged),
        "overall_status": given.axes.column("", [overall]),
        "step_progress": table("step progress", *(steps[step] for step in labels("step"))),
    }


def _rate_name(given: Given) -> str:
    """Return which input holds the rates of this plan."""
    return "conversion_rate" if len(given.plan.stages) > 2 else "close_rate"


def _missing(given: Given, results: Results) -> dict[str, Column[Cell]]:
    """Return which channels have revenue to bring, and how many of the cells that they need are blank."""
    revenue = results["channel_revenue"].by("channel", "region")
    in_use = revenue.map(lambda row: 0 if all(amount == 0 for amount in row) else 1)
    blank_rates = given[_rate_name(given)].by("channel", "region").map(lambda rates: rates.count(None))
    made: dict[str, Column[Cell]] = {
        "in_use": in_use,
        "deal_size_missing": combined(
            lambda deal, used: int(deal is None and any(used)), given["deal_size"], in_use.by("region")
        ),
        "rates_missing": combined(lambda used, blank: used * blank, in_use, blank_rates),
        "mix_missing": combined(
            lambda typed, used: int(typed is None and used is None), given["channel_mix"], results["mix_used"]
        ),
    }
    if given.exchange.own:
        own = given.axes.column("region", given.plan.currencies)
        rates = given["exchange_rate"].by("region")
        made["exchange_rate_missing"] = combined(lambda row, code: row.count(None) if code else 0, rates, own)
    return made


def _label_faults(given: Given) -> dict[str, Column[Cell]]:
    """Return 1 for every region, stage and channel whose name is blank or there twice, or whose owner is none."""
    column, labels = given.axes.column, given.axes.labels
    channels = zip(_faults(labels("channel")), given.owners, strict=True)
    return {
        "region_fault": column("region", _faults(labels("region"))),
        "stage_fault": column("stage", _faults(labels("stage"))),
        "channel_fault": column(
            "channel", [int(bool(fault) or owner not in labels("owner")) for fault, owner in channels]
        ),
    }


def _input_figures(given: Given, name: str, short: float) -> dict[str, float | str]:
    """Return how much of an input is filled, how much is `short` or no number, and how much breaks its rule."""
    typed, broken = given[name], _broken(name)
    numbers = [cell for cell in typed.cells if isinstance(cell, (int, float))]
    text = sum(isinstance(cell, str) for cell in typed.cells)
    outside = sum(map(broken, numbers))
    if name == "exchange_rate":
        own = given.axes.column("region", given.plan.currencies)
        outside += sum(combined(_rate_of_no_currency, typed, own).cells)
    return {
        "filled": len(numbers),
        "needed": len(numbers) + short + text,
        "missing": short,
        "text": text,
        "outside": outside,
        "status": "wrong" if text + outside else "incomplete" if short else "ok",
    }


def _rate_of_no_currency(cell: Cell, currency: str) -> bool:
    """Return whether a region in the reporting currency has another exchange rate than 1."""
    return not currency and isinstance(cell, (int, float)) and cell > 0 and cell != 1


def _plan_rules(given: Given, results: Results) -> dict[str, tuple[float, str]]:
    """Return how often each rule about the numbers of the plan is broken, and what that means."""
    unowned = "marketing" not in given.owners and _sum(results["marketing_revenue_by_month_plan"]) > 0
    return {
        "mix": (_count(results["mix_status"], "wrong"), "wrong"),
        "unowned": (int(unowned), "attention"),
        "reconciliation": (_count(results["reconciliation_status"], "wrong"), "wrong"),
        "past_horizon": (_sum(results["months_past_horizon"]), "attention"),
        "capacity": (_count(results["capacity_status"], "attention"), "attention"),
        "before_start": (_sum(results["leads_due_before_start"]), "ok"),
    }


def _performance_rules(given: Given, results: Results) -> dict[str, tuple[float, str]]:
    """Return how often each rule about the log and about performance is broken, and what that means."""
    plan, axes = given.plan, given.axes
    used, inside = _sum(results["log_used"]), _sum(results["rows_in_plan"])
    known = _sum(results["rows_of_region"]) + _sum(results["rows_of_channel"])
    typed = [cell for row in plan.log for cell in row[3:] if cell not in (None, "")]
    no_numbers = sum(not isinstance(cell, (int, float)) or cell < 0 for cell in typed)
    empty = sum(row[0] is not None and all(cell is None for cell in row[3:]) for row in plan.log)
    month, region, owner = (given[f"performance_{what}"].at() for what in ("month", "region", "owner"))
    first = day_number(plan.start)
    in_plan = isinstance(month, (int, float)) and first <= month < months_later(first, axes.size("month"))
    chosen = (
        int(month is not None and not in_plan)
        + int(region is not None and name_key(region) not in map(name_key, axes.labels("region")))
        + int(owner is not None and owner not in axes.labels("owner"))
    )
    age, due = results["rates_age"].at(), results["review_days_counted"].at()
    late = isinstance(age, (int, float)) and isinstance(due, (int, float)) and age > due
    return {
        "log_dates": (used - inside, "wrong"),
        "log_labels": (max(0.0, 2 * used - known), "wrong"),
        "log_numbers": (no_numbers + empty, "wrong"),
        "log_full": (int(20 * used > 19 * plan.log_rows), "attention"),
        "chosen": (chosen, "wrong"),
        "over_delivery": (_count(results["over_in_a_row"], _OVER_MONTHS), "attention"),
        "drift": (_count(results["observed"], "attention"), "attention"),
        "review": (int(late), "attention"),
    }


def _agreement_rules(given: Given, results: Results) -> dict[str, tuple[float, str]]:
    """Return how often each rule about the agreement is broken, and what that means."""
    faults = results.numbers("period_fault").map(lambda count: float(count or 0))
    short = _count(results["promise_check"].part(promise_figure="status"), "attention")
    return {
        "agreement_cells": (misfits(given), "wrong"),
        "period_reversed": (faults.at(period_fault="reversed"), "wrong"),
        "period_short": (faults.at(period_fault="short"), "attention"),
        "period_over": (faults.at(period_fault="over"), "attention"),
        "agreement_review": (_count(results["review_due"], "attention"), "attention"),
        "attempts_short": (short, "attention"),
    }


def _input_steps(
    given: Given, figures: Mapping[str, Mapping[str, float | str]], verdicts: Mapping[str, str]
) -> dict[str, Mapping[str, Cell]]:
    """Return how much is filled of the inputs of every step, and the worst of their statuses and of the rules on them."""
    exchange = ("exchange_rate",) if given.exchange.own else ()
    steps: dict[str, Mapping[str, Cell]] = {}
    for step, names, rules in (
        ("revenue", ("revenue_target", *exchange), ("regions",)),
        ("deal", ("deal_size", "new_business_share"), ()),
        ("share", ("marketing_share",), ()),
        ("rates", (_rate_name(given), "channel_mix", "time_to_close"), ("mix", "names")),
    ):
        states = [*(figures[name]["status"] for name in names), *(verdicts[rule] for rule in rules)]
        sums = {what: sum(float(figures[name][what]) for name in names) for what in ("filled", "needed")}
        steps[step] = {**sums, "status": _worst(states)}
    return steps


def _scoring_step(given: Given, verdicts: Mapping[str, str]) -> Mapping[str, Cell]:
    """Return how many criteria there are: none is needed, but they must fit together."""
    criteria = sum(cell is not None for axis in ("fit", "interest") for cell in given[f"{axis}_criteria"].cells)
    status = "wrong" if verdicts["thresholds"] == "wrong" else verdicts["scoring"]
    return {"filled": criteria, "needed": criteria, "status": status}


def _agreement_step(results: Results, verdicts: Mapping[str, str]) -> Mapping[str, Cell]:
    """Return how much of the agreement is filled, over all its sections."""
    filled, needed, states = (
        results["agreement_progress"].part(progress=what) for what in ("filled", "needed", "status")
    )
    broken = "wrong" in (verdicts["agreement_cells"], verdicts["period_reversed"])
    status = "wrong" if broken else _worst(states.cells)
    return {"filled": _sum(filled), "needed": _sum(needed), "status": status}


def _faults(labels: Sequence[str]) -> list[int]:
    """Return 1 for every label that is blank or there more than once, whatever its capitals."""
    folded = [name_key(label) for label in labels]
    return [int(not label or folded.count(label) > 1) for label in folded]


def _count(column: Column[Cell], state: Cell) -> int:
    return column.cells.count(state)


def _sum(column: Column[Cell]) -> float:
    return sum(value for value in column.cells if isinstance(value, (int, float)))
