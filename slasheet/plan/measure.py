"""What a measure is: a named quantity over named axes, with unit, bounds and meaning; and the labels of fixed axes.

Why the bounds matter to the formulas: an input that breaks its rule counts as blank until it is
mended, so a rate of 45 gives blank cells and a reason on the Checks sheet, never absurd numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from slasheet.plan.edition import EDITION

OWNERS = ("marketing", "sales")
STATUSES = (
    "ok", "attention", "incomplete", "wrong", "behind", "on-track", "over", "low", "qualified", "high", "not-qualified",
)  # fmt: skip
FIGURES = ("filled", "needed", "missing", "text", "outside", "status")
RULES = (
    "regions", "names", "mix", "unowned", "reconciliation", "past_horizon", "capacity", "before_start", "scoring", "thresholds",
    "log_dates", "log_labels", "log_numbers", "log_full", "chosen", "over_delivery", "drift", "review",
    "agreement_cells", "period_reversed", "period_short", "period_over", "agreement_review", "attempts_short",
)  # fmt: skip
RESULTS = ("count", "status")
PROGRESS = ("filled", "needed", "status")
STEPS = ("agreement", "revenue", "deal", "share", "rates", "scoring", "totals")
#: What one row of the lead log holds, in this order; the last four may stay blank.
LOG_FIELDS = ("date", "region", "channel", "leads", "contacted", "followed_up", "customers", "revenue")
COUNTED = LOG_FIELDS[3:]
#: What is told of a plan that is being delivered: per month, and for the month that is shown.
DELIVERY = ("plan", "actual", "attainment", "variance", "status")
MTD = (
    "plan", "goal", "actual", "attainment", "variance", "projected", "recent", "required", "before", "status",
)  # fmt: skip
#: The measures that hold the figures of MTD for the whole company; those of regions and channels stand in tables.
SCALARS = {
    "leads": (
        "mtd_plan_leads", "mtd_goal_leads", "mtd_actual_leads", "mtd_attainment", "mtd_variance", "mtd_projected_leads",
        "mtd_recent_projected_leads", "mtd_required_leads_per_day", "mtd_month_before_leads", "mtd_status",
    ),
    "value": (
        "mtd_plan_value", "mtd_goal_value", "mtd_actual_value", "mtd_attainment_value", "mtd_variance_value", "mtd_projected_value",
        "mtd_recent_projected_value", "mtd_required_value_per_day", "mtd_month_before_value", "mtd_status_value",
    ),
}  # fmt: skip
PAIR = (
    "shown", "shown_value", "plan_leads", "plan_value", "leads", "value", "recent_leads", "recent_value",
    "before_leads", "before_value",
)  # fmt: skip
OBSERVED = (
    "leads", "customers", "close_rate", "assumed_close_rate", "close_rate_drift", "close_rate_status",
    "buyers", "revenue", "deal_size", "assumed_deal_size", "deal_size_drift", "deal_size_status",
)  # fmt: skip
LOAD = ("leads_per_rep", "capacity", "use", "status")
PROMISES, TERMS = ("1", "2", "3"), ("attempts", "days")
MOST_DAYS, MOST_HOLIDAYS = 31, 60
#: What a cell that feeds a chart shows where there is nothing to draw.
NOTHING = "#N/A"
#: So many months over plan in a row are worth a word.
OVER_MONTHS = 3


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


@dataclass(frozen=True, slots=True)
class Measure:
    """A named quantity over named axes.

    `kind` is input, derived or label (a name or a date that is typed once and shown everywhere).
    A derived measure has `formula`: one text, or a function of the places on the axes `by`.
    """

    name: str
    axes: tuple[str, ...]
    unit: str
    meaning: str
    title: str
    kind: str = "derived"
    bounds: Bounds | None = None
    #: What a blank cell counts as: one for all cells, or one for each.
    default: float | str | tuple[float, ...] | None = None
    optional: bool = False
    formula: Formula | None = None
    by: tuple[str, ...] = ()
    #: For a difference: the measure over the same axes whose size says what is float noise in it.
    scale: str | None = None
    #: For a table whose lines are of different kinds: the axis along which they differ, and the unit per label;
    #: where they differ along two axes, both with a space between, and so their labels.
    units: tuple[str, Mapping[str, str]] | None = None
    #: What is looked at rather than agreed on: it does not change the fingerprint.
    view: bool = False
    #: The first and the last edition that has it; None while the newest one does.
    since: int = 1
    until: int | None = None

    @property
    def numeric(self) -> bool:
        """Whether cells of an input hold numbers (dates and months are day numbers), rather than texts."""
        return self.unit not in ("choice", "text", "table")

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


def typed(
    name: str,
    axes: str,
    unit: str,
    bounds: Bounds | None,
    title: str,
    meaning: str,
    default: float | str | tuple[float, ...] | None = None,
    optional: bool = False,
    view: bool = False,
) -> Measure:
    """Declare an input; `axes` are names with spaces between."""
    return Measure(
        name, tuple(axes.split()), unit, meaning, title, "input", bounds, default, optional=optional, view=view
    )


def label(name: str, axes: str, title: str, meaning: str) -> Measure:
    """Declare a label; `axes` are names with spaces between."""
    return Measure(name, tuple(axes.split()), "label", meaning, title, "label")


def derived(
    name: str,
    axes: str,
    unit: str,
    formula: Formula,
    title: str,
    meaning: str,
    by: str = "",
    scale: str | None = None,
    units: tuple[str, Mapping[str, str]] | None = None,
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
    )
