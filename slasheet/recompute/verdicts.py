"""The words for a number against another: behind, on track, over; worth a look or not."""

from __future__ import annotations

from slasheet.recompute.arithmetic import Number
from slasheet.recompute.rounding import round_decimals


def judged(actual: Number, plan: Number, tolerance: Number) -> str | None:
    """Return whether `actual` is behind, on track or over."""
    if actual is None or plan is None or tolerance is None:
        return None
    if round_decimals(actual - plan * (1 - tolerance)) < 0:
        return "behind"
    return "over" if round_decimals(actual - plan * (1 + tolerance)) > 0 else "on-track"


def drifting(drift: Number, tolerance: Number) -> str | None:
    """Return whether a drift is worth a look."""
    if drift is None or tolerance is None:
        return None
    return "attention" if round_decimals(abs(drift) - tolerance) > 0 else "ok"


def served(share: Number, tolerance: Number) -> str | None:
    """Return whether so large a share of the leads was served that the tolerance allows for the rest."""
    if share is None or tolerance is None:
        return None
    return "behind" if round_decimals(share - (1 - tolerance)) < 0 else "on-track"
