"""The sentences in which a workbook states how it counts: from a plan to the sentences, and from the sentences back."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from slasheet.plan.words import with_label
from slasheet.texts.languages import N_, _, translated

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: By rounding and carry.
_ROUNDED = {
    ("up", "exact"): N_("Volumes are rounded up to whole units, each from the exact number; to six decimals first."),
    ("up", "chain"): N_(
        "Volumes are rounded up to whole units, each from the rounded number of the next stage; to six decimals first."
    ),
    ("nearest", "exact"): N_(
        "Volumes are rounded to the nearest whole unit, each from the exact number; to six decimals first."
    ),
    ("nearest", "chain"): N_(
        "Volumes are rounded to the nearest whole unit, each from the rounded number of the next stage; to six decimals first."
    ),
    # Without rounding nothing differs by what is carried.
    ("none", "exact"): N_("Volumes are not rounded."),
}
_PACED = {
    "calendar": N_("Linear over the calendar days of a month; its last day is the plan exactly."),
    "working": N_(
        "Linear over the working days of a month, less the holidays on Sales follow-up; its last day is the plan exactly."
    ),
}
_ONE_CURRENCY = N_("All amounts in {currency}.")
_SEVERAL_CURRENCIES = N_("Own currencies: {own}. Sums over regions are in {currency}, at the rate of the month.")


def how_rounded(plan: Plan) -> str:
    """Return how volumes are rounded."""
    return _(_ROUNDED.get((plan.rounding, plan.carry), _ROUNDED["none", "exact"]))


def how_paced(plan: Plan) -> str:
    """Return how the goal line runs through a month."""
    return _(_PACED[plan.pacing])


def in_which_currency(plan: Plan) -> str:
    """Return in which currency the amounts are."""
    own = ", ".join(
        _("{region} in {currency}").format(region=region, currency=code)
        for region, code in plan.own_currencies().items()
    )
    if not own:
        return _(_ONE_CURRENCY).format(currency=plan.currency)
    return with_label(_SEVERAL_CURRENCIES, plan.region_label).format(own=own, currency=plan.currency)


def stated(texts: Collection[str], language: str) -> dict[str, str]:
    """Return the settings that sentences in a language state: rounding, carry, pacing and, where all amounts are in one, currency."""
    found: dict[str, str] = {}
    for (rounding, carry), sentence in _ROUNDED.items():
        if translated(sentence, language) in texts:
            found |= {"rounding": rounding, "carry": carry}
    for pacing, sentence in _PACED.items():
        if translated(sentence, language) in texts:
            found["pacing"] = pacing
    before, after = translated(_ONE_CURRENCY, language).split("{currency}")
    one = re.compile(re.escape(before) + "([A-Z]{3})" + re.escape(after))
    for text in texts:
        if match := one.fullmatch(text):
            found["currency"] = match[1]
    return found
