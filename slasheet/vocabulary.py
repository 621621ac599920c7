"""What a measure is, and the ones that people type: inputs and labels, with unit, bounds and meaning.

Why the bounds matter to the formulas: an input that breaks its rule counts as blank until it is
mended, so a rate of 45 gives blank cells and a reason on the Checks sheet, never absurd numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

OWNERS = ("marketing", "sales")
STATUSES = ("ok", "attention", "incomplete", "wrong", "behind", "on-track", "over")
FIGURES = ("filled", "needed", "missing", "text", "outside", "status")
RULES = (
    "regions", "names", "mix", "unowned", "reconciliation", "past_horizon", "capacity", "before_start",
    "log_dates", "log_labels", "log_numbers", "log_full", "chosen", "over_delivery", "drift", "review",
)  # fmt: skip
RESULTS = ("count", "status")
PROGRESS = ("filled", "needed", "status")
STEPS = ("revenue", "deal", "share", "rates", "totals")
#: What one row of the lead log holds, in this order; the last four may stay blank.
LOG_FIELDS = ("date", "region", "channel", "leads", "contacted", "followed_up", "customers", "revenue")
COUNTED = LOG_FIELDS[3:]
#: What is told of a plan that is being delivered: per month, and for the month that is shown.
DELIVERY = ("plan", "actual", "attainment", "variance", "status")
MTD = (
    "plan", "goal", "actual", "attainment", "variance", "projected", "recent", "required", "before", "status",
)  # fmt: skip
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
    """What the vocabulary of a plan depends on: how many stages, how volumes are rounded and carried, which days count."""

    stages: int
    rounding: str
    carry: str
    pacing: str


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
    #: For a table whose lines are of different kinds: the axis along which they differ, and the unit per label.
    units: tuple[str, Mapping[str, str]] | None = None
    #: What is looked at rather than agreed on: it does not change the fingerprint.
    view: bool = False

    @property
    def numeric(self) -> bool:
        """Whether cells of an input hold numbers (dates and months are day numbers), rather than texts."""
        return self.unit not in ("choice", "text")

    def default_at(self, index: int) -> float | str | None:
        """Return what cell number `index` counts as while it is blank."""
        return self.default[index] if isinstance(self.default, tuple) else self.default

    def unit_at(self, at: Mapping[str, str]) -> str:
        """Return the unit of the cell at some coordinates."""
        if self.units is None:
            return self.unit
        axis, units = self.units
        return units[at[axis]]

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
    bounds: Bounds | None,
    title: str,
    meaning: str,
    default: float | str | tuple[float, ...] | None = None,
    optional: bool = False,
    view: bool = False,
) -> Measure:
    return Measure(
        name, tuple(axes.split()), unit, meaning, title, "input", bounds, default, optional=optional, view=view
    )


def _label(name: str, axes: str, title: str, meaning: str) -> Measure:
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
TOLERANCE = _input(
    "tolerance",
    "",
    "share",
    SHARE,
    "Tolerance",
    "Delivery within plan ± this is on track; constant over-delivery harms, too. Blank counts as 10 %.",
    default=0.1,
)
PERFORMANCE_MONTH = _input(
    "performance_month",
    "",
    "month",
    DAY,
    "Month to show",
    "The month that the month-to-date tables show. Blank: the month of the last day logged.",
    optional=True,
    view=True,
)
PERFORMANCE_REGION = _input(
    "performance_region",
    "",
    "choice",
    None,
    "Only the region",
    "Which region the day table shows. Blank: all regions.",
    optional=True,
    view=True,
)
PERFORMANCE_OWNER = _input(
    "performance_owner",
    "",
    "choice",
    None,
    "Only the owner",
    "Whose channels the day table shows: marketing or sales. Blank: both.",
    optional=True,
    view=True,
)
AS_OF = _input(
    "as_of",
    "",
    "date",
    DAY,
    "As of",
    "The day up to which the month is judged. Blank: the last day logged in that month.",
    optional=True,
    view=True,
)
HOLIDAYS = _input(
    "holidays",
    "holiday",
    "date",
    DAY,
    "Holidays",
    "Days on which nobody works; the goal line of working days leaves them out.",
    optional=True,
)
RATES_REVIEWED = _input(
    "rates_reviewed",
    "",
    "date",
    DAY,
    "Rates last reviewed",
    "The day on which rates and deal sizes were last held against what was observed.",
    optional=True,
    view=True,
)
REVIEW_DAYS = _input(
    "review_days",
    "",
    "days",
    TIMES,
    "Review due after",
    "Days after which rates and deal sizes should be looked at again. Blank counts as 90.",
    default=90.0,
)
FIRST_CONTACT_HOURS = _input(
    "first_contact_hours",
    "",
    "hours",
    POSITIVE,
    "Hours to first contact",
    "Within how many hours sales contacts a lead first. Blank counts as 24.",
    default=24.0,
)
FOLLOW_UPS = _input(
    "follow_ups",
    "promise term",
    "count",
    TIMES,
    "Follow-ups",
    "How often sales follows up on a lead that has not answered: so many attempts within so many days.",
    default=(3.0, 14.0, 5.0, 28.0, 7.0, 56.0),
)
RETURNED_BY = _input(
    "returned_by",
    "",
    "text",
    None,
    "Who returns leads",
    "Who may give a lead back to marketing. Blank counts as the sales rep.",
    default="Sales rep",
)
RETURN_AFTER = _input(
    "return_after",
    "",
    "count",
    TIMES,
    "Attempts before a return",
    "After how many attempts a lead may be given back. Blank counts as 7.",
    default=7.0,
)
LEAD_LOG = Measure(
    "lead_log",
    ("entry", "field"),
    "table",
    "What was delivered: leads per day, region and channel; contacted in time, followed up, customers and revenue where known.",
    "Lead log",
    "log",
    AMOUNT,
    optional=True,
    view=True,
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
        TOLERANCE,
        PERFORMANCE_MONTH,
        AS_OF,
        PERFORMANCE_REGION,
        PERFORMANCE_OWNER,
        HOLIDAYS,
        RATES_REVIEWED,
        REVIEW_DAYS,
        FIRST_CONTACT_HOURS,
        FOLLOW_UPS,
        RETURN_AFTER,
        RETURNED_BY,
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
