"""What a measure is: a named quantity over named axes, with unit, bounds and meaning.

Why the bounds matter to the formulas: an input that breaks its rule counts as blank until it is
mended, so a rate of 45 gives blank cells and a reason on the Checks sheet, never absurd numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from slasheet.plan.edition import EDITION

#: What a cell that feeds a chart shows where there is nothing to draw.
NOTHING = "#N/A"


class Bounds(NamedTuple):
    """What numbers an input takes: `low <= x <= high`, the low end open when `above`."""

    low: float
    high: float | None = None
    above: bool = False
    whole: bool = False

    def admits(self, value: float) -> bool:
        """Return whether `value` may be used."""
        if value < self.low or (self.above and value == self.low):
            return False
        if self.high is not None and value > self.high:
            return False
        return not self.whole or value == int(value)

    def test(self, ref: str) -> str:
        """Return the conditions, for use inside AND(), under which the cell `ref` may be used."""
        tests = [f"ISNUMBER({ref})", f"{ref}{'>' if self.above else '>='}{self.low:g}"]
        if self.high is not None:
            tests.append(f"{ref}<={self.high:g}")
        if self.whole:
            tests.append(f"INT(N({ref}))=N({ref})")
        return ",".join(tests)


class Policy(NamedTuple):
    """What the vocabulary of a plan depends on: stages, rounding, carry, pacing, whether a region has its own currency, edition."""

    stages: int
    rounding: str
    carry: str
    pacing: str
    currencies: bool = False
    edition: int = EDITION


SHARE = Bounds(0, 1)
RATE = Bounds(0, 1, above=True)
AMOUNT = Bounds(0)
POSITIVE = Bounds(0, above=True)
MONTHS_AHEAD = Bounds(0, 12, whole=True)
TIMES = Bounds(1, 1000, whole=True)
#: The days from 1950 to 2999, as spreadsheets number them.
DAY = Bounds(18_264, 401_768)

Formula = str | Callable[[Mapping[str, int]], str]
#: How precise a number is shown where its unit alone does not say: an amount with the decimals of its currency, a share
#: to the hundredth of a per cent, units of a stage (whole unless the plan rounds nothing), a day without its year.
Precision = Literal["fine", "rate", "volume", "day"]
#: In which currency amounts are. `own`: of their region, else the reporting currency; `converted`: likewise, and a
#: measure `…_reported` has them in the reporting currency; `added`: in the reporting currency, a sum over regions that is
#: blank where a rate is missing; `reporting`: in the reporting currency although there are regions.
Currency = Literal["own", "converted", "added", "reporting"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A named quantity over named axes, with every fact that holds of it wherever it is shown, written or checked.

    `kind` is input, derived, label (a name or a date that is typed once and shown everywhere) or log.
    A derived measure has `formula`: one text, or a function of the places on the axes `by`.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    title: str
    kind: str = "derived"
    #: For an input: what it takes, what a blank cell counts as (one for all cells, or one for each), whether it may stay blank.
    bounds: Bounds | None = None
    default: float | str | tuple[float, ...] | None = None
    optional: bool = False
    #: For an input that is not needed everywhere: the derived measure that counts its cells that are blank and needed.
    missing: str | None = None
    #: For an input: the formula of how many of its numbers may not stand there, where the bounds do not tell.
    check: str | Callable[[Policy], str] | None = None
    #: The axis whose labels a cell is chosen from: of all cells, or by the field of a table.
    choices: str | Mapping[str, str] | None = None
    #: Whether a new plan starts with something in it, in the language of the plan.
    starting: bool = False
    #: Whether it belongs to the shape of a plan rather than to its numbers, so that a plan without numbers keeps it.
    kept: bool = False
    #: What is looked at rather than agreed on: it does not change the fingerprint.
    view: bool = False
    formula: Formula | None = None
    by: tuple[str, ...] = ()
    #: For a difference: the measure over the same axes whose size says what is float noise in it.
    scale: str | None = None
    #: For a table whose lines are of different kinds: the axis along which they differ, and the unit per label;
    #: where they differ along two axes, both with a space between, and so their labels.
    units: tuple[str, Mapping[str, str]] | None = None
    #: The first and the last edition that has it; None while the newest one does.
    since: int = 1
    until: int | None = None
    precision: Precision | None = None
    currency: Currency = "own"
    #: The totals over time that stand beside it: quarter, plan.
    totals: tuple[str, ...] = ()
    #: For a total over time: the measure that it stands beside.
    beside: str | None = None
    #: Whether it sums up others, and so stands out.
    summing: bool = False
    #: Whether its one axis runs down the sheet, since it is a list that people paste.
    down: bool = False
    #: For a label: the axes whose labels stand in its cells, and the measure and axis whose printed labels these cells are.
    labels: tuple[str, ...] = ()
    printed_at: tuple[str, str] | None = None
    #: Whether a label is written rather than typed.
    fixed: bool = False

    @property
    def numeric(self) -> bool:
        """Whether cells of an input hold numbers (dates and months are day numbers), rather than texts."""
        return self.unit not in ("choice", "text", "table")

    @property
    def is_money(self) -> bool:
        """Whether it holds amounts, be it in some of its lines."""
        return self.unit == "money" or (self.units is not None and "money" in self.units[1].values())

    def default_at(self, index: int) -> float | str | None:
        """Return what cell number `index` counts as while it is blank."""
        return self.default[index] if isinstance(self.default, tuple) else self.default

    @property
    def usual(self) -> tuple[float, ...]:
        """The numbers that blank cells count as: one for all cells, or one for each."""
        defaults = self.default if isinstance(self.default, tuple) else (self.default,)
        return tuple(number for number in defaults if isinstance(number, int | float))

    def unit_at(self, at: Mapping[str, str]) -> str:
        """Return the unit of the cell at some coordinates."""
        if self.units is None:
            return self.unit
        axes, units = self.units
        return units[" ".join(at[axis] for axis in axes.split())]

    def bounds_at(self, at: Mapping[str, str]) -> Bounds | None:
        """Return what numbers the cell at some coordinates takes, None where it takes texts."""
        unit = self.unit_at(at)
        return DAY if unit == "date" else None if unit in ("choice", "text") else self.bounds

    def formula_at(self, position: Mapping[str, int]) -> str:
        """Return the formula over measure names at a position: axis to place from 0; only the axes `by` matter."""
        if callable(self.formula):
            return self.formula(position)
        if self.formula is None:
            message = f"{self.name} is {self.kind}; only derived measures have a formula"
            raise TypeError(message)
        return self.formula

    def choices_at(self, at: Mapping[str, str]) -> str | None:
        """Return the axis whose labels the cell at some coordinates is chosen from, None where it is not chosen."""
        if self.choices is None or isinstance(self.choices, str):
            return self.choices
        return self.choices.get(at[self.axes[-1]])


def typed(
    name: str,
    axes: str,
    unit: str,
    bounds: Bounds | None,
    title: str,
    meaning: str,
    *,
    default: float | str | tuple[float, ...] | None = None,
    optional: bool = False,
    missing: str | None = None,
    check: str | Callable[[Policy], str] | None = None,
    choices: str | Mapping[str, str] | None = None,
    starting: bool = False,
    kept: bool = False,
    view: bool = False,
    units: tuple[str, Mapping[str, str]] | None = None,
    precision: Precision | None = None,
    currency: Currency = "own",
    totals: tuple[str, ...] = (),
    down: bool = False,
    since: int = 1,
    until: int | None = None,
) -> Measure:
    """Declare an input; `axes` are names with spaces between."""
    return Measure(
        name,
        tuple(axes.split()),
        unit,
        meaning,
        title,
        "input",
        bounds=bounds,
        default=default,
        optional=optional,
        missing=missing,
        check=check,
        choices=choices,
        starting=starting,
        kept=kept,
        view=view,
        units=units,
        precision=precision,
        currency=currency,
        totals=totals,
        down=down,
        since=since,
        until=until,
    )


def label(
    name: str,
    axes: str,
    title: str,
    meaning: str,
    *,
    labels: tuple[str, ...] = (),
    printed_at: tuple[str, str] | None = None,
    choices: str | None = None,
    fixed: bool = False,
    since: int = 1,
    until: int | None = None,
) -> Measure:
    """Declare a label; `axes` are names with spaces between."""
    return Measure(
        name,
        tuple(axes.split()),
        "label",
        meaning,
        title,
        "label",
        choices=choices,
        labels=labels,
        printed_at=printed_at,
        fixed=fixed,
        since=since,
        until=until,
    )


def derived(
    name: str,
    axes: str,
    unit: str,
    formula: Formula,
    title: str,
    meaning: str,
    *,
    by: str = "",
    scale: str | None = None,
    units: tuple[str, Mapping[str, str]] | None = None,
    precision: Precision | None = None,
    currency: Currency = "own",
    totals: tuple[str, ...] = (),
    beside: str | None = None,
    summing: bool = False,
    since: int = 1,
    until: int | None = None,
) -> Measure:
    """Declare a derived measure; `axes` and `by` are names with spaces between."""
    return Measure(
        name,
        tuple(axes.split()),
        unit,
        meaning,
        title,
        formula=formula,
        by=tuple(by.split()),
        scale=scale,
        units=units,
        precision=precision,
        currency=currency,
        totals=totals,
        beside=beside,
        summing=summing,
        since=since,
        until=until,
    )
