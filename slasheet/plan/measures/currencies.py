"""Regions that plan in a currency of their own: the exchange rate of the month, and amounts in the reporting currency.

What belongs to one region is in its currency; what stands for several is added up in the reporting currency
alone. In a month in which a region has no rate nothing is added over the regions: a sum would be short of one.
Where every region is in the reporting currency there is none of this, and every formula is as it would be anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from slasheet.plan.measure import Measure, Policy, derived

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


def currency_measures(policy: Policy, others: Iterable[Measure]) -> list[Measure]:
    """Return the rates as they are reckoned with, and in the reporting currency what is converted of the other measures."""
    if not policy.currencies:
        return []
    place = "{month_place}"
    return [
        derived("rate_counted", "region horizon", "rate", 'IF({region_currency}={reporting_currency},1,IF(AND({exchange_rate?}),{exchange_rate},""))',
            "Exchange rate, as counted", "The rate that is reckoned with: 1 for a region in the reporting currency."),
        derived("rates_lacking", "horizon", "count", "COUNTA({rate_counted region:*})-COUNT({rate_counted region:*})", "Rates missing in the month",
            "Regions that have no rate in the month: with one of them missing nothing is added over the regions."),
        *(_converted(measure, policy) for measure in others if measure.currency == "converted"),
        derived("rate_shown", "region", "rate", f'IF({place}="","",INDEX({{rate_counted month:*}},1,{place}))', "Rate of the month shown",
            "The exchange rate of the month that is shown."),
        derived("rate_before", "region", "rate", f'IF(N({place})<2,"",INDEX({{rate_counted month:*}},1,{place}-1))', "Rate of the month before",
            "The exchange rate of the month before the one that is shown."),
    ]  # fmt: skip


def _converted(own: Measure, policy: Policy) -> Measure:
    """Return the amounts of a measure in the reporting currency, which last as long as it does."""
    made = derived(
        reported(own.name, policy),
        " ".join(own.axes),
        own.unit,
        f'IF(AND({{{own.name}?}},{{rate_counted?}}),{{{own.name}}}*{{rate_counted}},"")',
        f"{own.title} in the reporting currency",
        f"{own.title} x exchange rate of the month.",
        scale=reported(own.scale, policy) if own.scale else None,
        currency="reporting",
    )
    return replace(made, since=own.since, until=own.until)
