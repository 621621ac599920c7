"""Regions that plan in a currency of their own: the exchange rate of the month, and amounts in the reporting currency.

What belongs to one region is in its currency; what stands for several is added up in the reporting currency
alone. In a month in which a region has no rate nothing is added over the regions: a sum would be short of one.
Where every region is in the reporting currency there is none of this, and every formula is as it would be anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from slasheet.plan.measure import Measure, Policy, derived

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: The currencies as the workbook prints them: fixed, since every amount typed is in one of them.
CURRENCY_LABELS = (
    Measure("reporting_currency", (), "label", "What everything that stands for several regions is in.", "Reporting currency", "label"),
    Measure("region_currency", ("region",), "label", "The currency in which the region plans.", "Currency", "label"),
)  # fmt: skip
#: Amounts per region that are added up over regions: title, and the axes they have.
_CONVERTED = {
    "revenue_target": ("Revenue target", "region horizon"),
    "new_business_target": ("New-business target", "region horizon"),
    "marketing_revenue": ("Marketing-sourced revenue", "region horizon"),
    "sales_revenue": ("Sales-sourced revenue", "region horizon"),
    "sla_value": ("SLA value", "channel region month"),
    "actual_value": ("Actual value", "channel region month"),
    "actual_revenue": ("Actual revenue closed", "region month"),
}
#: Sums over regions whose months are added up to quarters and to the plan.
ADDED_OVER_REGIONS = frozenset({
    "revenue_target_by_month", "new_business_target_by_month", "marketing_revenue_by_month", "sales_revenue_by_month",
    "sla_value_by_month", "sla_value_by_channel", "sla_value_by_owner",
})  # fmt: skip
#: Tables that have regions, and are in the reporting currency all the same.
_REPORTED = frozenset(
    {"cost_per_customer", "pair_month", "mtd_value_by_region", *(f"{name}_reported" for name in _CONVERTED)}
)
_SHOWN, _BEFORE = "{rate_shown region:*}", "{rate_before region:*}"


def rate_lacks(rates: str) -> str:
    """Return the condition that one of several rates is blank."""
    return f"COUNT({rates})<COUNTA({rates})"


LACKS_SHOWN, LACKS_BEFORE = rate_lacks(_SHOWN), rate_lacks(_BEFORE)
#: For what shows one region when one is chosen: only that region's rate is needed then.
LACKS_CHOSEN = (
    f'IF({{performance_region}}="",{LACKS_SHOWN},COUNTIFS({{@region rate_shown}},{{performance_region}},{_SHOWN},">0")<'
    "COUNTIFS({@region rate_shown},{performance_region}))"
)


def reported(name: str, policy: Policy) -> str:
    """Return the name of the measure to add up over regions: `name` itself, or its amounts in the reporting currency."""
    return f"{name}_reported" if policy.currencies else name


def unless(lacks: str, formula: str, policy: Policy) -> str:
    """Return a formula over several regions, blank where the condition `lacks` says that a rate is missing."""
    return f'IF({lacks},"",{formula})' if policy.currencies else formula


def currency_measures(policy: Policy) -> list[Measure]:
    """Return the rates as they are reckoned with, and every amount in the reporting currency that sums need."""
    if not policy.currencies:
        return []
    place = "{month_place}"
    return [
        derived("rate_counted", "region horizon", "rate", 'IF({region_currency}={reporting_currency},1,IF(AND({exchange_rate?}),{exchange_rate},""))',
            "Exchange rate, as counted", "The rate that is reckoned with: 1 for a region in the reporting currency."),
        derived("rates_lacking", "horizon", "count", "COUNTA({rate_counted region:*})-COUNT({rate_counted region:*})", "Rates missing in the month",
            "Regions that have no rate in the month: with one of them missing nothing is added over the regions."),
        *(derived(f"{name}_reported", axes, "money", f'IF(AND({{{name}?}},{{rate_counted?}}),{{{name}}}*{{rate_counted}},"")',
            f"{title} in the reporting currency", f"{title} x exchange rate of the month.",
            scale="new_business_target_reported" if name == "sales_revenue" else None) for name, (title, axes) in _CONVERTED.items()),
        derived("rate_shown", "region", "rate", f'IF({place}="","",INDEX({{rate_counted month:*}},1,{place}))', "Rate of the month shown",
            "The exchange rate of the month that is shown."),
        derived("rate_before", "region", "rate", f'IF(N({place})<2,"",INDEX({{rate_counted month:*}},1,{place}-1))', "Rate of the month before",
            "The exchange rate of the month before the one that is shown."),
    ]  # fmt: skip


def is_money(measure: Measure) -> bool:
    """Return whether a measure holds amounts, be it in some of its lines."""
    return measure.unit == "money" or (measure.units is not None and "money" in measure.units[1].values())


def varies(plan: Plan, measure: Measure) -> bool:
    """Return whether the amounts of a measure are in the currencies of their regions."""
    local = "region" in measure.axes and measure.name not in _REPORTED
    return local and bool(plan.currencies) and is_money(measure)


def currency_at(plan: Plan, measure: Measure, at: Mapping[str, str]) -> str:
    """Return the currency of an amount at some coordinates: its region's own, or the reporting currency."""
    return plan.currency_of(at["region"]) if varies(plan, measure) else plan.currency
