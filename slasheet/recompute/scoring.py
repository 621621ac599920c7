"""Lead scoring by definition: what the lead that is tried scores, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slasheet.recompute.arithmetic import Column, Number, at_least_zero, number
from slasheet.recompute.rounding import round_decimals

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: The largest number of points, times and days ago, either way.
_MOST_POINTS, _MOST_TIMES, _MOST_DAYS = 1000, 1000, 3650
_DAYS_A_STEP = 30
_PLACE = {"high": 0, "qualified": 1, "low": 2}


def scored(plan: Plan) -> dict[str, Column]:
    """Return the scores of the lead that is tried, per criterion and in all, its bands, and what happens with it."""
    given = plan.inputs
    fit = [_fit(points, has) for points, has in zip(given["fit_points"], given["try_fit"], strict=True)]
    columns = (given[name] for name in ("interest_points", "try_times", "interest_decay", "try_days"))
    interest = [_interest(*row) for row in zip(*columns, strict=True)]
    tried = any(number(cell) is not None for name in ("try_fit", "try_times") for cell in given[name])
    scores = [round_decimals(sum(x for x in rows if x is not None)) if tried else None for rows in (fit, interest)]
    limits = [at_least_zero(cell) for cell in given["score_threshold"]]
    bands = [_band(score, *limits[2 * i : 2 * i + 2]) for i, score in enumerate(scores)]
    return {
        "fit_score": fit,
        "interest_score": interest,
        "lead_score": scores,
        "lead_band": bands,
        "lead_is_mql": [_verdict(scores, limits[::2])],
        "lead_next": [
            None if None in bands else given["score_grid"][_PLACE[bands[0] or ""] * 3 + _PLACE[bands[1] or ""]]
        ],
    }


def scoring_rules(plan: Plan) -> dict[str, tuple[float, str]]:
    """Return how often each rule about lead scoring is broken, and what that means."""
    loose, reversed_ = 0, 0
    for place, axis in enumerate(("fit", "interest")):
        criteria = plan.inputs[f"{axis}_criteria"]
        levels = plan.inputs["score_threshold"][2 * place : 2 * place + 2]
        loose += sum((a is None) != (b is None) for a, b in zip(criteria, plan.inputs[f"{axis}_points"], strict=True))
        if any(cell is not None for cell in criteria):
            loose += levels.count(None)
        low, high = (at_least_zero(cell) for cell in levels)
        reversed_ += int(low is not None and high is not None and high < low)
    return {"scoring": (loose, "attention"), "thresholds": (reversed_, "wrong")}


def breaks_rule(name: str, value: float) -> bool | None:
    """Return whether a number may not stand in an input of lead scoring; None for any other input."""
    if name in ("fit_points", "interest_points"):
        return abs(value) > _MOST_POINTS
    if name == "try_fit":
        return value not in (0, 1)
    if name in ("try_times", "try_days"):
        return not 0 <= value <= (_MOST_TIMES if name == "try_times" else _MOST_DAYS)
    return {"interest_decay": not 0 <= value <= 1, "score_threshold": value < 0}.get(name)


def _usable(name: str, cell: float | str | None) -> Number:
    value = number(cell)
    return None if value is None or breaks_rule(name, value) else value


def _fit(points: float | str | None, has: float | str | None) -> Number:
    """Return the points of a criterion that the lead meets."""
    worth, there = _usable("fit_points", points), _usable("try_fit", has)
    return None if worth is None or there is None else worth * there


def _interest(
    points: float | str | None, times: float | str | None, decay: float | str | None, days: float | str | None
) -> Number:
    """Return the points of what the lead did, less what was lost with every 30 full days since."""
    worth, often = _usable("interest_points", points), _usable("try_times", times)
    lost = 0.0 if decay is None else _usable("interest_decay", decay)
    ago = 0.0 if days is None else _usable("try_days", days)
    if worth is None or often is None or lost is None or ago is None:
        return None
    left = worth * often
    for _ in range(int(ago // _DAYS_A_STEP)):
        left *= 1 - lost
    return round_decimals(left, 1)


def _band(score: Number, low: Number, high: Number) -> str | None:
    """Return how good a score is; blank while the thresholds are not both there and in order."""
    if score is None or low is None or high is None or high < low:
        return None
    return "low" if score < low else "qualified" if score < high else "high"


def _verdict(scores: list[Number], enough: list[Number]) -> str | None:
    """Return whether every score reaches its threshold."""
    pairs = [
        (score, limit) for score, limit in zip(scores, enough, strict=True) if score is not None and limit is not None
    ]
    if len(pairs) < len(scores):
        return None
    return "qualified" if all(score >= limit for score, limit in pairs) else "not-qualified"
