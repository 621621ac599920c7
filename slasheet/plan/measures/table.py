"""The whole vocabulary of a plan in one table: labels, inputs and what derives from them, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
from slasheet.plan.measures.currencies import currency_measures
from slasheet.plan.measures.delivery import (
    closed_measures,
    delivery_measures,
)
from slasheet.plan.measures.follow_up import follow_up_measures
from slasheet.plan.measures.inputs import LEAD_LOG, inputs
from slasheet.plan.measures.labels import CURRENCY_LABELS, LABELS
from slasheet.plan.measures.log import log_measures
from slasheet.plan.measures.month_to_date import pacing_measures
from slasheet.plan.measures.observed import observed_measures
from slasheet.plan.measures.scoring import scoring_measures

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan


@lru_cache(maxsize=64)
def measures_under(policy: Policy) -> Mapping[str, Measure]:
    """Return the measures of every plan under a policy, by name."""
    agreed = [
        *LABELS,
        *(CURRENCY_LABELS if policy.currencies else ()),
        *inputs(policy),
        LEAD_LOG,
        *revenue_measures(policy),
        *rate_measures(policy),
        *volume_measures(policy),
        *sum_measures(policy),
    ]
    delivered = [
        *log_measures(),
        *delivery_measures(policy),
        *closed_measures(policy),
        *observed_measures(),
        *pacing_measures(policy),
        *follow_up_measures(),
        *obligation_measures(),
        *scoring_measures(),
    ]
    converted = currency_measures(policy, (*agreed, *delivered))
    table: list[Measure] = []
    for measure in (*agreed, *converted, *delivered):
        # A total lasts as long as what it adds up.
        totals = total_measures(measure, policy)
        table += (measure, *(replace(total, since=measure.since, until=measure.until) for total in totals))
    table += check_measures(policy)
    return {measure.name: measure for measure in table if exists(measure, policy.edition)}


def measures(plan: Plan) -> Mapping[str, Measure]:
    """Return the measures of a plan by name: labels, inputs, then what derives from them."""
    return measures_under(plan.policy)
