"""What people type: every input of a plan, with unit, bounds, meaning and what a blank cell counts as."""

from __future__ import annotations

from functools import lru_cache

from slasheet.plan.edition import exists
from slasheet.plan.measure import AMOUNT, DAY, MONTHS_AHEAD, POSITIVE, RATE, SHARE, TIMES, Measure, Policy, typed
from slasheet.plan.measures.agreement_tables import AGREEMENT
from slasheet.plan.measures.scoring import SCORING
from slasheet.texts.languages import N_


def _rates_that_break(policy: Policy) -> str:
    """Return how many rates may not stand there: none is 0 or less, and that of the reporting currency itself is 1."""
    typed_another, counted_as_1 = '{exchange_rate *},">0",{exchange_rate *},"<>1"', "{rate_counted *},1"
    # LibreOffice pairs cells wrongly where the first ones of the first range are blank.
    criteria = (typed_another, counted_as_1) if policy.edition == 1 else (counted_as_1, typed_another)
    return f'COUNTIFS({{exchange_rate *}},"<=0")+COUNTIFS({",".join(criteria)})'


REVENUE_TARGET = typed(
    "revenue_target",
    "region horizon",
    "money",
    AMOUNT,
    "Revenue target",
    "Revenue that is to close in the month.",
    currency="converted",
    totals=("quarter", "plan"),
)
NEW_BUSINESS_SHARE = typed(
    "new_business_share",
    "region",
    "share",
    RATE,
    "New-business share",
    "Share of the revenue target that must come from new customers; the SLA covers new business, not retention. Blank counts as 100 %.",
    default=1.0,
)
DEAL_SIZE = typed(
    "deal_size",
    "region",
    "money",
    POSITIVE,
    "Average deal size",
    "What one new customer is worth: average deal size = average selling price = average order value.",
    missing="deal_size_missing",
)
EXCHANGE_RATE = typed(
    "exchange_rate",
    "region horizon",
    "rate",
    POSITIVE,
    "Exchange rate",
    "Units of the reporting currency that one unit of the region's currency is worth in the month. A region in the reporting currency needs none.",
    missing="exchange_rate_missing",
    check=_rates_that_break,
)
MARKETING_SHARE = typed(
    "marketing_share",
    "region horizon",
    "share",
    SHARE,
    "Marketing share",
    "Share of the new-business revenue that marketing sources; sales sources the rest.",
)
CHANNEL_MIX = typed(
    "channel_mix",
    "channel region",
    "share",
    SHARE,
    "Channel mix",
    "How an owner's revenue is split over its channels; the channels of one owner add up to 100 % in every region.",
    missing="mix_missing",
    precision="rate",
)
CONVERSION_RATE = typed(
    "conversion_rate",
    "transition channel region",
    "share",
    RATE,
    "Conversion rate",
    "Share of the units at one stage that reach the next.",
    missing="rates_missing",
    precision="rate",
)
CLOSE_RATE = typed(
    "close_rate",
    "channel region",
    "share",
    RATE,
    "Close rate",
    "Share of the leads that become customers, end to end.",
    missing="rates_missing",
    precision="rate",
)
TIME_TO_CLOSE = typed(
    "time_to_close",
    "channel",
    "months",
    MONTHS_AHEAD,
    "Time to close",
    "Whole months from a lead's creation to its revenue: leads for revenue of month m are due in month m - x. Blank counts as 0.",
    default=0.0,
    check="COUNTBLANK({lag *})-{input_check figure=text}",
    kept=True,
)
SALES_REPS = typed(
    "sales_reps",
    "region",
    "count",
    AMOUNT,
    "Sales reps",
    "Reps who work the leads of the region (optional).",
    optional=True,
)
LEADS_PER_REP = typed(
    "leads_per_rep",
    "region",
    "count",
    POSITIVE,
    "Leads per rep",
    "Workable leads one rep can serve in a month (optional).",
    optional=True,
)
COST_PER_LEAD = typed(
    "cost_per_lead",
    "channel",
    "money",
    AMOUNT,
    "Cost per lead",
    "What one lead of the channel costs (optional).",
    optional=True,
    precision="fine",
)
TOLERANCE = typed(
    "tolerance",
    "",
    "share",
    SHARE,
    "Tolerance",
    "Delivery within plan ± this is on track; constant over-delivery harms, too. Blank counts as 10 %.",
    default=0.1,
)
PERFORMANCE_MONTH = typed(
    "performance_month",
    "",
    "month",
    DAY,
    "Month to show",
    "The month that the month-to-date tables show. Blank: the month of the last day logged.",
    optional=True,
    choices="month",
    view=True,
)
PERFORMANCE_REGION = typed(
    "performance_region",
    "",
    "choice",
    None,
    "Only the region",
    "Which region the day table shows. Blank: all regions.",
    optional=True,
    choices="region",
    view=True,
)
PERFORMANCE_OWNER = typed(
    "performance_owner",
    "",
    "choice",
    None,
    "Only the owner",
    "Whose channels the day table shows: marketing or sales. Blank: both.",
    optional=True,
    choices="owner",
    view=True,
)
AS_OF = typed(
    "as_of",
    "",
    "date",
    DAY,
    "As of",
    "The day up to which the month is judged. Blank: the last day logged in that month.",
    optional=True,
    view=True,
)
HOLIDAYS = typed(
    "holidays",
    "holiday",
    "date",
    DAY,
    "Holidays",
    "Days on which nobody works; the goal line of working days leaves them out.",
    optional=True,
    down=True,
)
RATES_REVIEWED = typed(
    "rates_reviewed",
    "",
    "date",
    DAY,
    "Rates last reviewed",
    "The day on which rates and deal sizes were last held against what was observed.",
    optional=True,
    view=True,
)
REVIEW_DAYS = typed(
    "review_days",
    "",
    "days",
    TIMES,
    "Review due after",
    "Days after which rates and deal sizes should be looked at again. Blank counts as 90.",
    default=90.0,
)
FIRST_CONTACT_HOURS = typed(
    "first_contact_hours",
    "",
    "hours",
    POSITIVE,
    "Hours to first contact",
    "Within how many hours sales contacts a lead first. Blank counts as 24.",
    default=24.0,
)
FOLLOW_UPS = typed(
    "follow_ups",
    "promise term",
    "count",
    TIMES,
    "Follow-ups",
    "How often sales follows up on a lead that has not answered: so many attempts within so many days.",
    default=(3.0, 14.0, 5.0, 28.0, 7.0, 56.0),
)
RETURNED_BY = typed(
    "returned_by",
    "",
    "text",
    None,
    "Who returns leads",
    "Who may give a lead back to marketing. Blank counts as the sales rep.",
    default=N_("Sales rep"),
    starting=True,
)
RETURN_AFTER = typed(
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


@lru_cache(maxsize=64)
def inputs(policy: Policy) -> tuple[Measure, ...]:
    """Return the input measures of every plan under a policy, in the order of the sheets."""
    rate = CONVERSION_RATE if policy.stages > 2 else CLOSE_RATE
    every = (
        REVENUE_TARGET,
        *((EXCHANGE_RATE,) if policy.currencies else ()),
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
        *SCORING,
        *AGREEMENT,
    )
    return tuple(measure for measure in every if exists(measure, policy.edition))
