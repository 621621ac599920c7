"""Arithmetic as spreadsheets have it, over numbers that may be blank."""

from __future__ import annotations

from collections.abc import Iterable

Number = float | None

#: Beyond this a spreadsheet shows an error.
LARGEST = 9.99e307
FIFTEEN_DIGITS = 4e-15


def total(values: Iterable[Number]) -> Number:
    """Return the sum of what is there: None when everything is blank."""
    there = [value for value in values if value is not None]
    return held(sum(there)) if there else None


def times(a: Number, b: Number) -> Number:
    """Return a x b, blank when either is or no spreadsheet could hold it."""
    if a is None or b is None:
        return None
    product = a * b
    return product if -LARGEST <= product <= LARGEST else None


def less(a: Number, b: Number) -> Number:
    """Return a - b, blank when either is; 0 where they agree to fifteen digits, as spreadsheets have it."""
    if a is None or b is None:
        return None
    return 0.0 if abs(a - b) <= FIFTEEN_DIGITS * abs(a) else a - b


def worth(units: Number, value: Number) -> Number:
    """Return what units of a value each are worth; none are worth 0 whatever the value."""
    return units if not units else times(units, value)


def divided(a: Number, b: Number) -> Number:
    """Return a / b, blank when either is blank, there is nothing to divide by, or no spreadsheet could hold it."""
    if a is None or not b:
        return None
    quotient = a / b
    return quotient if -LARGEST <= quotient <= LARGEST else None


def held(number: float) -> Number:
    """Return a number that a cell can hold, else blank."""
    return number if abs(number) <= LARGEST else None


def at_least_zero(cell: float | str | None) -> Number:
    """Return an amount that may be used: a number of 0 or more."""
    return cell if isinstance(cell, (int, float)) and cell >= 0 else None


def positive(cell: float | str | None) -> Number:
    """Return a number above 0, else blank: nothing may be divided by anything else."""
    return cell if isinstance(cell, (int, float)) and cell > 0 else None


def share(cell: float | str | None) -> Number:
    """Return a share from 0 to 1, else blank."""
    return cell if isinstance(cell, (int, float)) and 0 <= cell <= 1 else None


def rate(cell: float | str | None) -> Number:
    """Return a rate above 0 and up to 1, else blank: a rate of 0 is an error in the input."""
    return cell if isinstance(cell, (int, float)) and 0 < cell <= 1 else None


def number(cell: float | str | None) -> Number:
    """Return a number, blank for anything else."""
    return cell if isinstance(cell, (int, float)) else None
