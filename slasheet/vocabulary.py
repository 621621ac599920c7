"""What a measure is, and the ones that people type: inputs and labels, with unit, bounds and meaning.

Why the bounds matter to the formulas: an input that breaks its rule counts as blank until it is
mended, so a rate of 45 gives blank cells and a reason on the Checks sheet, never absurd numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

OWNERS = ("marketing", "sales")
STATUSES = ("ok", "attention", "incomplete", "wrong")
FIGURES = ("filled", "needed", "missing", "text", "outside", "status")
RULES = ("regions", "names", "mix", "unowned", "reconciliation", "past_horizon", "capacity", "before_start")
RESULTS = ("count", "status")
PROGRESS = ("filled", "needed", "status")
STEPS = ("revenue", "deal", "share", "rates", "totals")


@dataclass(frozen=True, slots=True)
class Bounds:
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
    """What the vocabulary of a plan depends on: how many stages, and how volumes are rounded and carried."""

    stages: int
    rounding: str
    carry: str


SHARE = Bounds(0, 1)
RATE = Bounds(0, 1, above=True)
AMOUNT = Bounds(0)
POSITIVE = Bounds(0, above=True)
MONTHS_AHEAD = Bounds(0, 12, whole=True)

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
    default: float | None = None
    optional: bool = False
    formula: Formula | None = None
    by: tuple[str, ...] = ()
    #: For a difference: the measure over the same axes whose size says what is float noise in it.
    scale: str | None = None

    def formula_at(self, position: Mapping[str, int]) -> str:
        """Return the formula over measure names at a position: axis to place from 0; only the axes `by` matter."""
        if callable(self.formula):
            return self.formula(position)
        if self.formula is None:
            message = f"{self.name} is {self.kind}; only derived measures have a formula"
            raise TypeError(message)
        return self.formula


def _input(
    name: str,
    axes: str,
    unit: str,
    bounds: Bounds,
    title: str,
    meaning: str,
    default: float | None = None,
    optional: bool = False,
) -> Measure:
    return Measure(name, tuple(axes.split()), unit, meaning, title, "input", bounds, default, optional)


def _label(name: str, axes: str, title: str, meaning: str) -> Measure:
    return Measure(name, tuple(axes.split()), "label", meaning, title, "label")


def derived(
    name: str, axes: str, unit: str, formula: Formula, title: str, meaning: str, by: str = "", scale: str | None = None
) -> Measure:
    """Declare a derived measure; `axes` and `by` are names with spaces between."""
    return Measure(name, tuple(axes.split()), unit, meaning, title, formula=formula, by=tuple(by.split()), scale=scale)


REVENUE_TARGET = _input(
    "revenue_target", "region horizon", "money", AMOUNT, "Revenue target", "Revenue that is to close in the month."
)
NEW_BUSINESS_SHARE = _input(
    "new_business_share",
    "region",
    "share",
    RATE,
    "New-business share",
    "Share of the revenue target that must come from new customers; the SLA covers new business, not retention. Blank counts as 100 %.",
    default=1.0,
)
DEAL_SIZE = _input(
    "deal_size",
    "region",
    "money",
    POSITIVE,
    "Average deal size",
    "What one new customer is worth: average deal size = average selling price = average order value.",
)
MARKETING_SHARE = _input(
    "marketing_share",
    "region horizon",
    "share",
    SHARE,
    "Marketing share",
    "Share of the new-business revenue that marketing sources; sales sources the rest.",
)
CHANNEL_MIX = _input(
    "channel_mix",
    "channel region",
    "share",
    SHARE,
    "Channel mix",
    "How an owner's revenue is split over its channels; the channels of one owner add up to 100 % in every region.",
)
CONVERSION_RATE = _input(
    "conversion_rate",
    "transition channel region",
    "share",
    RATE,
    "Conversion rate",
    "Share of the units at one stage that reach the next.",
)
CLOSE_RATE = _input(
    "close_rate", "channel region", "share", RATE, "Close rate", "Share of the leads that become customers, end to end."
)
TIME_TO_CLOSE = _input(
    "time_to_close",
    "channel",
    "months",
    MONTHS_AHEAD,
    "Time to close",
    "Whole months from a lead's creation to its revenue: leads for revenue of month m are due in month m - x. Blank counts as 0.",
    default=0.0,
)
SALES_REPS = _input(
    "sales_reps",
    "region",
    "count",
    AMOUNT,
    "Sales reps",
    "Reps who work the leads of the region (optional).",
    optional=True,
)
LEADS_PER_REP = _input(
    "leads_per_rep",
    "region",
    "count",
    POSITIVE,
    "Leads per rep",
    "Workable leads one rep can serve in a month (optional).",
    optional=True,
)
COST_PER_LEAD = _input(
    "cost_per_lead",
    "channel",
    "money",
    AMOUNT,
    "Cost per lead",
    "What one lead of the channel costs (optional).",
    optional=True,
)


def inputs(stages: int) -> tuple[Measure, ...]:
    """Return the input measures of a plan with so many stages, in the order of the sheets."""
    rate = CONVERSION_RATE if stages > 2 else CLOSE_RATE
    return (
        REVENUE_TARGET,
        NEW_BUSINESS_SHARE,
        DEAL_SIZE,
        MARKETING_SHARE,
        rate,
        CHANNEL_MIX,
        TIME_TO_CLOSE,
        COST_PER_LEAD,
        SALES_REPS,
        LEADS_PER_REP,
    )


LABELS = (
    _label("title", "", "Title", "What this agreement is called."),
    _label("region_label", "", "Word for region", "What the rows of the plan are: Region, Persona, Revenue stream…"),
    _label("regions", "region", "Regions", "The regions, typed here and nowhere else."),
    _label("horizon", "horizon", "Horizon", "The months of the plan and the look-ahead; the first is typed, the others follow."),
    _label("stages", "stage", "Stages", "The stages, from what marketing commits to up to the customer."),
    _label("channels", "channel", "Channels", "The channels, typed here and nowhere else."),
    _label("channel_owner", "channel", "Owner", "Who owns the channel: marketing or sales."),
    _label("owners", "owner", "Owners", "The two departments."),
    _label("statuses", "status", "Status", "The words for a status."),
)  # fmt: skip
