"""Rounding as spreadsheet programs do it: from a float to the float that the cell shows.

Why: binary floats lie at the edge (1326/0.34 = 3899.9999999999995), so every volume is rounded to
six decimals before it is rounded to whole units, in the cell and here alike.
"""

from math import ceil, floor

_DECIMALS = 6
_NEAR_TIE = 1e-3
#: Numbers so large have no six decimals to round.
_NO_DECIMALS = 1e15


def round_decimals(value: float, decimals: int = _DECIMALS) -> float:
    """Return `value` at so many decimals, half away from zero on its 15 significant digits (Excel's ROUND)."""
    if abs(value) >= _NO_DECIMALS:
        return value
    scaled = abs(value) * 10**decimals
    rest = scaled - floor(scaled)
    if abs(rest - 0.5) < _NEAR_TIE:
        # Few numbers lie at the edge, and importing costs as much as rounding ten thousand of the others.
        from decimal import ROUND_HALF_UP, Decimal

        exact = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return float(exact)
    return round(value, decimals)


def round_volume(value: float, rounding: str) -> float:
    """Return a volume in whole units under the policy `rounding`: up, nearest or none.

    Example: `round_volume(1326 / 0.34, "up")` is 3900.0.
    """
    if rounding == "none":
        return value
    shown = round_decimals(abs(value))
    whole = ceil(shown) if rounding == "up" else floor(shown + 0.5)
    return float(whole if value >= 0 else -whole)
