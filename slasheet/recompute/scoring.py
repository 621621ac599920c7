"""Lead scoring by definition: what the lead that is tried scores, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slasheet.recompute.arithmetic import Number, at_least_zero, number
from slasheet.recompute.columns import Cell, Column, combined
from slasheet.recompute.given import Given
from slasheet.recompute.rounding import round_decimals

#: The largest number of points, times and days ago, either way.
_MOST_POINTS, _MOST_TIMES, _MOST_DAYS = 1000, 1000, 3650
_DAYS_A_STEP = 30
#: The rules of the inputs of lead scoring: whether a number may not stand there.
BROKEN: Mapping[str, Callable[[float], bool]] = {
    **dict.fromkeys(("fit_points", "interest_points"), lambda number: abs(number) > _MOST_POINTS),
    "try_fit": lambda number: number not in (0, 1),
    "try_times": lambda number: not 0 <= number <= _MOST_TIMES,
    "try_days": lambda number: not 0 <= number <= _MOST_DAYS,
    "interest_decay": lambda number: not 0 <= number <= 1,
    "score_threshold": lambda number: number < 0,
}


def scored(given: Given) -> dict[str, Column[Cell]]:
    """Return the scores of the lead that is tried, per criterion and in all, its bands, and what happens with it."""
    axes = given.axes
    fit = combined(_fit, given["fit_points"], given["try_fit"])
    interest = combined(
        _interest, *(given[name] for name in ("interest_points", "try_times", "interest_decay", "try_days"))
    )
    tried = any(number(cell) is not None for name in ("try_fit", "try_times") for cell in given[name].cells)
    scores = axes.table(
        "score",
        {
            axis: round_decimals(sum(x for x in points.cells if x is not None)) if tried else None
            for axis, points in (("fit", fit), ("interest", interest))
        },
    )
    limits = given["score_threshold"].map(at_least_zero)
    mql, high = limits.part(level="mql"), limits.part(level="high")
    bands = combined(_band, scores, mql, high)
    fit_band, interest_band = bands.at(score="fit"), bands.at(score="interest")
    grid, happens = given["score_grid"], None
    if fit_band is not None and interest_band is not None:
        happens = grid.at(fit_band=fit_band, interest_band=interest_band)
    return {
        "fit_score": fit,
        "interest_score": interest,
        "lead_score": scores,
        "lead_band": bands,
        "lead_is_mql": axes.column("", [_verdict(scores.cells, mql.cells)]),
        "lead_next": axes.column("", [happens]),
    }


def scoring_rules(given: Given) -> dict[str, tuple[float, str]]:
    """Return how often each rule about lead scoring is broken, and what that means."""
    loose, reversed_ = 0, 0
    for axis in ("fit", "interest"):
        criteria, points = given[f"{axis}_criteria"].cells, given[f"{axis}_points"].cells
        levels = given["score_threshold"].part(score=axis)
        loose += sum((a is None) != (b is None) for a, b in zip(criteria, points, strict=True))
        if any(cell is not None for cell in criteria):
            loose += levels.cells.count(None)
        low, high = (at_least_zero(levels.at(level=level)) for level in ("mql", "high"))
        reversed_ += int(low is not None and high is not None and high < low)
    return {"scoring": (loose, "attention"), "thresholds": (reversed_, "wrong")}


def _usable(name: str, cell: Cell) -> Number:
    value = number(cell)
    return None if value is None or BROKEN[name](value) else value


def _fit(points: Cell, has: Cell) -> Number:
    """Return the points of a criterion that the lead meets."""
    worth, there = _usable("fit_points", points), _usable("try_fit", has)
    return None if worth is None or there is None else worth * there


def _interest(points: Cell, times: Cell, decay: Cell, days: Cell) -> Number:
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
