"""The sentences in which a workbook states how it counts: from a plan to the sentences, and from the sentences back."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from slasheet.plan.words import with_label
from slasheet.texts.currency_codes import is_currency
from slasheet.texts.labels import text_key
from slasheet.texts.languages import LANGUAGES, N_, _, translated

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure
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
_EACH_ITS_OWN = N_("Every region in its own currency.")
_SEVERAL_CURRENCIES = N_("Own currencies: {own}. Sums over regions are in {currency}, at the rate of the month.")


def policies(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return how the plan counts: a word and a sentence each."""
    blank = _("A missing input leaves its results blank; Checks says what is missing. A target of 0 is a plan of 0.")
    value = _(
        "Leads due at their lead value: rounding makes it more than the revenue; so does a time to close, by later months."
    )
    ahead = _("Months in italics come after the plan: they have targets, since their leads are due inside it.")
    return (
        (_("Rounding"), _(_ROUNDED.get((plan.rounding, plan.carry), _ROUNDED["none", "exact"]))),
        (_("Blank"), blank),
        (_("SLA value"), value),
        (_("Look-ahead"), ahead),
        (_("Goal line"), _(_PACED[plan.pacing])),
        (_("Currency"), _in_which_currency(plan)),
    )


def amounts_of(plan: Plan, measure: Measure) -> str:
    """Return in which currency a table has its amounts, where regions have currencies of their own; else nothing."""
    if not plan.currencies or not measure.is_money:
        return ""
    if plan.varies(measure):
        return with_label(_EACH_ITS_OWN, plan.region_label)
    return _("All in {currency}.").format(currency=plan.currency)


def _in_which_currency(plan: Plan) -> str:
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
    keys = {*map(text_key, texts)}
    for (rounding, carry), sentence in _ROUNDED.items():
        if text_key(translated(sentence, language)) in keys:
            found |= {"rounding": rounding, "carry": carry}
    for pacing, sentence in _PACED.items():
        if text_key(translated(sentence, language)) in keys:
            found["pacing"] = pacing
    before, after = translated(_ONE_CURRENCY, language).split("{currency}")
    one = re.compile(re.escape(before) + "([A-Z]{3})" + re.escape(after))
    for text in texts:
        if match := one.fullmatch(text):
            found["currency"] = match[1]
    return found


def contradicts(found: str, expected: str) -> bool:
    """Return whether a sentence states another setting than the one expected, in any language.

    Example: `All amounts in USD.` contradicts `All amounts in EUR.`, `All amounts.` does not.
    """
    currencies = _currencies(found)
    if currencies and currencies != _currencies(expected):
        return True
    (stated_there, stated_here) = (
        {key: value for language in LANGUAGES for key, value in stated((text,), language).items()}
        for text in (found, expected)
    )
    return any(stated_here.get(key, value) != value for key, value in stated_there.items())


def _currencies(text: str) -> list[str]:
    """Return the codes of currencies that a sentence names."""
    return [code for code in re.findall(r"(?<![A-Z])[A-Z]{3}(?![A-Z])", text) if is_currency(code)]
