"""What the Checks and Start sheets must show, counted from the inputs and the recomputed results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from slasheet.recompute.agreement import misfits
from slasheet.recompute.arithmetic import Column
from slasheet.recompute.days import FIRST_DAY, LAST_DAY, day_number, months_later
from slasheet.recompute.names import name_key
from slasheet.recompute.scoring import breaks_rule, scoring_rules

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

_SHARES = ("marketing_share", "channel_mix", "tolerance")
_RATES = ("new_business_share", "conversion_rate", "close_rate")
_ABOVE_ZERO = ("deal_size", "exchange_rate", "leads_per_rep", "first_contact_hours")
_TIMES = ("follow_ups", "return_after", "review_days")
_DAYS = (
    "performance_month",
    "as_of",
    "holidays",
    "rates_reviewed",
    "next_review",
    "valid_from",
    "valid_to",
    "reset_dates",
)
_WORST = ("wrong", "incomplete", "attention")


def _breaks_rule(name: str, number: float) -> bool:
    """Return whether a number may not stand in the input `name`."""
    of_scoring = breaks_rule(name, number)
    if of_scoring is not None:
        return of_scoring
    if name in _SHARES:
        return not 0 <= number <= 1
    if name in _RATES:
        return not 0 < number <= 1
    if name == "time_to_close":
        return number not in range(13)
    if name in _TIMES:
        return number not in range(1, 1001)
    if name in _DAYS:
        return not FIRST_DAY <= number <= LAST_DAY
    return number <= 0 if name in _ABOVE_ZERO else number < 0


def _worst(states: Sequence[object]) -> str:
    return next((code for code in _WORST if code in states), "ok")


def counted(plan: Plan, results: Mapping[str, Column]) -> dict[str, Column]:
    """Return the counts and statuses of the checks."""
    regions, channels, stages = len(plan.regions), len(plan.channels), len(plan.stages)
    horizon, given = plan.months + plan.lookahead, plan.inputs
    pairs = range(channels * regions)
    revenue, mix_used = results["channel_revenue"], results["mix_used"]
    in_use = [0 if all(x == 0 for x in revenue[i * horizon : (i + 1) * horizon]) else 1 for i in pairs]
    rate_name = "conversion_rate" if stages > 2 else "close_rate"
    rates_missing = [
        in_use[i] * sum(given[rate_name][t * len(pairs) + i] is None for t in range(stages - 1)) for i in pairs
    ]
    mix_missing = [int(given["channel_mix"][i] is None and mix_used[i] is None) for i in pairs]
    deal_missing = [int(given["deal_size"][r] is None and any(in_use[r::regions])) for r in range(regions)]
    rates = given.get("exchange_rate", ())
    no_rate = [
        sum(cell is None for cell in rates[r * horizon : (r + 1) * horizon]) if currency else 0
        for r, currency in enumerate(plan.currencies)
    ]
    region_fault = _faults(plan.regions)
    stage_fault = _faults(plan.stages)
    channel_fault = [int(bool(fault) or channel.owner not in ("marketing", "sales"))
                     for fault, channel in zip(_faults([c.name for c in plan.channels]), plan.channels, strict=True)]  # fmt: skip
    missing = {
        "revenue_target": sum(cell is None for cell in given["revenue_target"]),
        "marketing_share": sum(cell is None for cell in given["marketing_share"]),
        "deal_size": sum(deal_missing),
        rate_name: sum(rates_missing),
        "channel_mix": sum(mix_missing),
        "exchange_rate": sum(no_rate),
    }
    figures: dict[str, dict[str, float | str]] = {}
    for name in plan.axis("input"):
        numbers = [cell for cell in given[name] if isinstance(cell, (int, float))]
        text = sum(isinstance(cell, str) for cell in given[name])
        outside = sum(_breaks_rule(name, number) for number in numbers)
        if name == "exchange_rate":
            outside += sum(
                number > 0 and number != 1 and not plan.currencies[i // horizon]
                for i, number in enumerate(rates)
                if isinstance(number, (int, float))
            )
        short = missing.get(name, 0)
        state = "wrong" if text + outside else "incomplete" if short else "ok"
        figures[name] = {
            "filled": len(numbers),
            "needed": len(numbers) + short + text,
            "missing": short,
            "text": text,
            "outside": outside,
            "status": state,
        }
    unowned = (
        "marketing" not in {channel.owner for channel in plan.channels}
        and _sum(results["marketing_revenue_by_month_plan"]) > 0
    )
    rules = {
        "regions": (sum(region_fault), "wrong"),
        "names": (sum(stage_fault) + sum(channel_fault), "wrong"),
        "mix": (sum(x == "wrong" for x in results["mix_status"]), "wrong"),
        "unowned": (int(unowned), "attention"),
        "reconciliation": (sum(x == "wrong" for x in results["reconciliation_status"]), "wrong"),
        "past_horizon": (_sum(results["months_past_horizon"]), "attention"),
        "capacity": (sum(x == "attention" for x in results["capacity_status"]), "attention"),
        "before_start": (_sum(results["leads_due_before_start"]), "ok"),
        **scoring_rules(plan),
        **_performance_rules(plan, results),
        **_agreement_rules(plan, results),
    }
    verdicts = {rule: verdict if count > 0 else "ok" for rule, (count, verdict) in rules.items()}
    overall = _worst([*(row["status"] for row in figures.values()), *verdicts.values()])
    steps = _agreement_step(results, verdicts)
    for names, held in (
        (("revenue_target", *(["exchange_rate"] if plan.currencies else [])), ("regions",)),
        (("deal_size", "new_business_share"), ()),
        (("marketing_share",), ()),
        ((rate_name, "channel_mix", "time_to_close"), ("mix", "names")),
    ):
        states = [*(figures[name]["status"] for name in names), *(verdicts[rule] for rule in held)]
        steps += [*(sum(float(figures[name][what]) for name in names) for what in ("filled", "needed")), _worst(states)]
    criteria = sum(
        plan.inputs[f"{axis}_criteria"][row] is not None
        for axis in ("fit", "interest")
        for row in range(plan.rows[axis])
    )
    fitting = "wrong" if verdicts["thresholds"] == "wrong" else verdicts["scoring"]
    steps += [criteria, criteria, fitting, None, None, overall]
    return {
        "in_use": in_use,
        "deal_size_missing": deal_missing,
        **({"exchange_rate_missing": no_rate} if plan.currencies else {}),
        "rates_missing": rates_missing,
        "mix_missing": mix_missing,
        "region_fault": region_fault,
        "stage_fault": stage_fault,
        "channel_fault": channel_fault,
        "input_check": [
            row[figure]
            for row in figures.values()
            for figure in ("filled", "needed", "missing", "text", "outside", "status")
        ],
        "rule_check": [value for rule, (count, _) in rules.items() for value in (count, verdicts[rule])],
        "overall_status": [overall],
        "step_progress": steps,
    }


def _performance_rules(plan: Plan, results: Mapping[str, Column]) -> dict[str, tuple[float, str]]:
    """Return how often each rule about the log and about performance is broken, and what that means."""
    used, inside = _sum(results["log_used"]), _sum(results["rows_in_plan"])
    known = _sum(results["rows_of_region"]) + _sum(results["rows_of_channel"])
    typed = [cell for row in plan.log for cell in row[3:] if cell not in (None, "")]
    no_numbers = sum(not isinstance(cell, (int, float)) or cell < 0 for cell in typed)
    empty = sum(row[0] is not None and all(cell is None for cell in row[3:]) for row in plan.log)
    month, region, owner = (plan.inputs[f"performance_{what}"][0] for what in ("month", "region", "owner"))
    first = day_number(plan.start)
    in_plan = isinstance(month, (int, float)) and first <= month < months_later(first, plan.months)
    chosen = (
        int(month is not None and not in_plan)
        + int(region is not None and name_key(region) not in map(name_key, plan.regions))
        + int(owner is not None and owner not in ("marketing", "sales"))
    )
    runs, seen = results["over_in_a_row"], results["observed"]
    drifted = sum(cell == "attention" for cell in seen)
    age, due = results["rates_age"][0], results["review_days_counted"][0]
    late = isinstance(age, (int, float)) and isinstance(due, (int, float)) and age > due
    return {
        "log_dates": (used - inside, "wrong"),
        "log_labels": (max(0.0, 2 * used - known), "wrong"),
        "log_numbers": (no_numbers + empty, "wrong"),
        "log_full": (int(20 * used > 19 * plan.log_rows), "attention"),
        "chosen": (chosen, "wrong"),
        "over_delivery": (sum(run == 3 for run in runs), "attention"),
        "drift": (drifted, "attention"),
        "review": (int(late), "attention"),
    }


def _agreement_rules(plan: Plan, results: Mapping[str, Column]) -> dict[str, tuple[float, str]]:
    """Return how often each rule about the agreement is broken, and what that means."""
    reverse, short, over = (float(cell or 0) for cell in results["period_fault"])
    return {
        "agreement_cells": (misfits(plan), "wrong"),
        "period_reversed": (reverse, "wrong"),
        "period_short": (short, "attention"),
        "period_over": (over, "attention"),
        "agreement_review": (int(results["review_due"][0] == "attention"), "attention"),
        "attempts_short": (sum(cell == "attention" for cell in results["promise_check"][3::4]), "attention"),
    }


def _agreement_step(results: Mapping[str, Column], verdicts: Mapping[str, str]) -> list[float | str | None]:
    """Return how much of the agreement is filled, over all its sections."""
    filled, needed, states = (results["agreement_progress"][place::3] for place in range(3))
    broken = "wrong" in (verdicts["agreement_cells"], verdicts["period_reversed"])
    return [_sum(filled), _sum(needed), "wrong" if broken else _worst(states)]


def _faults(labels: Sequence[str]) -> list[int]:
    """Return 1 for every label that is blank or there more than once, whatever its capitals."""
    folded = [name_key(label) for label in labels]
    return [int(not label or folded.count(label) > 1) for label in folded]


def _sum(values: Sequence[float | str | None]) -> float:
    return sum(value for value in values if isinstance(value, (int, float)))
