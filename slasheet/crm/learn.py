"""From what a CRM remembers to a first plan: deal sizes, shares, rates and times to close, each with its sample size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from slasheet.crm.cohorts import History, Windows, history
from slasheet.crm.estimates import (
    ALL_CHANNELS,
    ALL_REGIONS,
    EQUAL_SHARES,
    NOTHING,
    SMALL,
    Estimate,
    deal_sizes,
    marketing_shares,
    mixes,
    rates,
    times,
)
from slasheet.crm.exports import Leads
from slasheet.plan.amounts import amount
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.file.plan_file import to_toml
from slasheet.plan.plan import CURRENCY_DEFAULT, REGION_LABEL_DEFAULT, TITLE_DEFAULT, Cell, Channel, Plan
from slasheet.texts.closest import nearest
from slasheet.texts.columns import aligned
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key
from slasheet.texts.languages import N_, _, n_, spoken
from slasheet.texts.printable import lined

MONTHS = 12
_SALES = re.compile(
    r"\b(?:outbound|cold|prospect(?:s|ing)?|[sb]drs?|sales|account exec(?:utive)?s?|partners?)\b", re.IGNORECASE
)
#: How many places are told of a kind of number that has no sample of its own.
_MOST_PLACES = 6
FROM = {
    ALL_REGIONS: N_("from all regions"),
    ALL_CHANNELS: N_("from all channels"),
    EQUAL_SHARES: N_("from equal shares"),
    NOTHING: N_("from nothing"),
}
NO_SAMPLE = {
    ALL_REGIONS: N_("{measure}: no sample of its own above 0, taken from all regions: {places}."),
    ALL_CHANNELS: N_("{measure}: no sample of its own above 0, taken from all channels: {places}."),
    EQUAL_SHARES: N_("{measure}: no sample of its own above 0, taken from equal shares: {places}."),
    NOTHING: N_("{measure}: nothing to learn from, left blank or 0: {places}."),
}


@dataclass(frozen=True, slots=True)
class Learned:
    """The plan that history gives, in the language spoken, the estimates in it, and the average won revenue of a month by region."""

    plan: Plan
    estimates: tuple[Estimate, ...]
    windows: Windows
    revenue: Mapping[str, float]
    warnings: tuple[str, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())


def learn(
    deals: Leads | None,
    leads: Leads,
    settings: CrmSettings,
    *,
    months: int = 6,
    owners: Mapping[str, str] | None = None,
    end: date | None = None,
    stages: Sequence[str] = (),
    currency: str = CURRENCY_DEFAULT,
) -> Learned:
    """Estimate what the five steps ask for from the `months` months up to that of `end`, or up to the last complete one.

    Without `deals` the won dates and amounts of the leads count. `owners` says which channels are marketing's and
    sales'; the others are guessed from their names. `stages` names those between lead and customer, where their dates
    are known, in order. Raises FileError when there is nothing to learn from.
    """
    past = history(deals, leads, settings, months, end, stages)
    channels, guessed = _channels(past.channels, owners or {})
    estimates = (
        *deal_sizes(past),
        *marketing_shares(past, channels),
        *rates(past),
        *mixes(past, channels),
        *times(past),
    )
    return Learned(
        _plan(past, channels, estimates, currency),
        estimates,
        past.windows,
        _monthly_revenue(past),
        (*past.warnings, *_doubts(estimates)),
        (*past.notes, *guessed),
    )


def _channels(names: Sequence[str], owners: Mapping[str, str]) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    """Return the channels with their owners, and a note on the owners that were guessed."""
    known = {label_key(name): name for name in names}
    given = {label_key(name): owner for name, owner in owners.items()}
    for name in owners:
        if label_key(name) not in known:
            near = nearest(label_key(name), known)
            hint = f"did you mean “{known[near[0]]}”?" if near else f"there are: {', '.join(names)}."
            message = f"no lead came from the channel “{name}” in these months; {hint}"
            raise FileError(message)
    channels = tuple(
        Channel(name, given.get(label_key(name)) or ("sales" if _SALES.search(name) else "marketing")) for name in names
    )
    guessed = [f"“{channel.name}” {channel.owner}" for channel in channels if label_key(channel.name) not in given]
    told = _("Who owns a channel was guessed from its name: {channels}. To change it: --channel NAME:OWNER.")
    return channels, (told.format(channels=", ".join(guessed)),) if guessed else ()


def _plan(past: History, channels: tuple[Channel, ...], estimates: Sequence[Estimate], currency: str) -> Plan:
    """Return the plan that begins when the window ends; the revenue target is left to people."""
    values: dict[str, list[float | None]] = {}
    for estimate in estimates:
        values.setdefault(estimate.measure, []).append(estimate.value)
    lookahead = int(max(months or 0 for months in values["time_to_close"]))
    shares = values["marketing_share"]
    inputs: dict[str, tuple[Cell, ...]] = {name: tuple(cells) for name, cells in values.items()}
    inputs["marketing_share"] = tuple(share for share in shares for _month in range(MONTHS + lookahead))
    return Plan(
        title=_(TITLE_DEFAULT),
        language=spoken(),
        region_label=_(REGION_LABEL_DEFAULT),
        start=f"{past.windows.after:%Y-%m}",
        months=MONTHS,
        lookahead=lookahead,
        currency=currency,
        stages=past.stages,
        regions=past.regions,
        channels=channels,
        inputs=inputs,
    )


def _monthly_revenue(past: History) -> dict[str, float]:
    """Return the won revenue of an average month by region."""
    windows = past.windows
    months = (windows.after.year - windows.first.year) * 12 + windows.after.month - windows.first.month
    by_region = past.won.groupby("region")["amount"].sum()
    return {region: float(by_region.get(place, 0.0)) / months for place, region in enumerate(past.regions)}


def _doubts(estimates: Sequence[Estimate]) -> Iterator[str]:
    """Yield a warning for small samples, and one for every kind of number that had no sample of its own."""
    small = sum(estimate.small for estimate in estimates)
    if small:
        told = n_("{count} of {total} numbers is based on fewer than {least} leads or deals; it is marked in the plan.", "{count} of {total} numbers are based on fewer than {least} leads or deals; each is marked in the plan.", small)  # fmt: skip
        yield told.format(count=amount(small, "count"), total=amount(len(estimates), "count"), least=SMALL)
    without: dict[tuple[str, str], list[str]] = {}
    for estimate in estimates:
        if estimate.source:
            without.setdefault((estimate.measure, estimate.source), []).append(", ".join(estimate.at.values()))
    for (measure, source), places in without.items():
        rest = len(places) - _MOST_PLACES
        more = [_("and {count} more").format(count=amount(rest, "count"))] if rest > 0 else []
        yield _(NO_SAMPLE[source]).format(measure=measure, places="; ".join([*places[:_MOST_PLACES], *more]))


def to_text(learned: Learned) -> str:
    """Return the plan file: the plan as TOML, below comments that tell what every number rests on."""
    comments = [
        _("Learned by slasheet from what the CRM remembers; look through it before you agree on it."),
        "",
        *report(learned),
    ]
    return lined(f"# {line}".rstrip() for line in comments) + "\n" + to_toml(learned.plan)


def report(learned: Learned) -> list[str]:
    """Return what was learned as lines: the windows, every number with its sample, revenue, warnings and notes."""
    windows, day = learned.windows, timedelta(1)
    deals = _("Deals won from {first} to {last}: deal size, marketing share, channel mix, time to close.")
    leads = n_("Leads created from {first} to {last}: rates. Nine in ten deals close within {days} day, so these had the time.", "Leads created from {first} to {last}: rates. Nine in ten deals close within {days} days, so these had the time.", windows.maturity)  # fmt: skip
    revenue = _("Won revenue of an average month, in {currency} (the revenue target is yours to set):")
    lines = [
        deals.format(first=windows.first, last=windows.after - day),
        leads.format(
            first=windows.cohort_first, last=windows.cohort_after - day, days=amount(windows.maturity, "count")
        ),
        "",
        *aligned([_cells(estimate) for estimate in learned.estimates]),
        "",
        revenue.format(currency=learned.plan.currency),
        *aligned([(region, amount(round(won, 2), "money")) for region, won in learned.revenue.items()]),
    ]
    told = [_("Warning: {warning}").format(warning=text) for text in learned.warnings]
    told += [_("Note: {note}").format(note=text) for text in learned.notes]
    return [*lines, "", *told] if told else lines


def _cells(estimate: Estimate) -> tuple[str, ...]:
    """Return an estimate as the cells of a line: what, where, how much, of how many, and what to beware of."""
    unit = {"deal_size": "money", "time_to_close": "months"}.get(estimate.measure, "share")
    value = amount(estimate.value, unit)
    if unit == "months" and estimate.value is not None:
        value = n_("{count} month", "{count} months", estimate.value).format(count=value)
    count = amount(estimate.n, "count")
    if estimate.hits is not None:
        hits = amount(estimate.hits, "count")
        sample = n_("{hits} of {count} lead", "{hits} of {count} leads", estimate.n).format(hits=hits, count=count)
    else:
        sample = n_("{count} deal", "{count} deals", estimate.n).format(count=count)
    doubts = [_(FROM[estimate.source])] if estimate.source else []
    doubts += [_("SMALL SAMPLE")] if estimate.small else []
    return (estimate.measure, ", ".join(estimate.at.values()), value, sample, "; ".join(doubts))
