"""The whole vocabulary of a plan in one table: labels, inputs and what derives from them, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from slasheet.plan.edition import exists
from slasheet.plan.measure import Measure, Policy
from slasheet.plan.measures.agreement import obligation_measures
from slasheet.plan.measures.checks import check_measures
from slasheet.plan.measures.commitment import (
    rate_measures,
    revenue_measures,
    sum_measures,
    total_measures,
    volume_measures,
)
from slasheet.plan.measures.currencies import CURRENCY_LABELS, currency_measures
from slasheet.plan.measures.delivery import (
    closed_measures,
    delivery_measures,
    follow_up_measures,
    log_measures,
    observed_measures,
)
from slasheet.plan.measures.inputs import LABELS, LEAD_LOG, inputs
from slasheet.plan.measures.month_to_date import pacing_measures
from slasheet.plan.measures.scoring import scoring_measures

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: Which totals over time stand beside which measure.
_BOTH, _PLAN = ("quarter", "plan"), ("plan",)
_TOTALS = {
    **dict.fromkeys(("channel_revenue", "stage_volume", "stage_total", "leads_due", "sla_value"), _PLAN),
    **{f"{name}{by}": _BOTH for name in ("revenue_target", "new_business_target", "marketing_revenue", "sales_revenue") for by in ("", "_by_month")},
    **{f"{name}_by_{by}": _BOTH for name in ("leads_due", "sla_value") for by in ("month", "channel", "region", "owner")},
    **dict.fromkeys(("lead_budget", "lead_budget_by_month"), _BOTH),
}  # fmt: skip


@lru_cache(maxsize=64)
def measures_under(policy: Policy) -> Mapping[str, Measure]:
    """Return the measures of every plan under a policy, by name."""
    made = [
        *LABELS,
        *(CURRENCY_LABELS if policy.currencies else ()),
        *inputs(policy),
        LEAD_LOG,
        *revenue_measures(policy),
        *rate_measures(policy),
        *volume_measures(policy),
        *sum_measures(policy),
        *currency_measures(policy),
        *log_measures(),
        *delivery_measures(policy),
        *closed_measures(policy),
        *observed_measures(),
        *pacing_measures(policy),
        *follow_up_measures(),
        *obligation_measures(),
        *scoring_measures(),
    ]
    table = []
    for measure in made:
        table.append(measure)
        if measure.name in _TOTALS:
            table += total_measures(measure, _TOTALS[measure.name], policy)
    table += check_measures(policy)
    return {measure.name: measure for measure in table if exists(measure, policy.edition)}


def measures(plan: Plan) -> Mapping[str, Measure]:
    """Return the measures of a plan by name: labels, inputs, then what derives from them."""
    return measures_under(plan.policy)
