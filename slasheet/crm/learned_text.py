"""What was learned from history, as people read it: lines for the terminal, and a plan file with comments."""

from __future__ import annotations

from datetime import timedelta

from slasheet.crm.estimates import ALL_CHANNELS, ALL_REGIONS, EQUAL_SHARES, NOTHING, Estimate
from slasheet.crm.learn import Learned
from slasheet.plan.amounts import amount
from slasheet.plan.file.plan_file import to_toml
from slasheet.texts.columns import aligned
from slasheet.texts.languages import N_, _, n_
from slasheet.texts.printable import lined

FROM = {
    ALL_REGIONS: N_("from all regions"),
    ALL_CHANNELS: N_("from all channels"),
    EQUAL_SHARES: N_("from equal shares"),
    NOTHING: N_("from nothing"),
}


def plan_text(learned: Learned) -> str:
    """Return the plan file: the plan as TOML, below comments that tell what every number rests on."""
    comments = [
        _("Learned by slasheet from what the CRM remembers; look through it before you agree on it."),
        "",
        *learned_lines(learned),
    ]
    return lined(f"# {line}".rstrip() for line in comments) + "\n" + to_toml(learned.plan)


def learned_lines(learned: Learned) -> list[str]:
    """Return what was learned as lines: the windows, every number with its sample, revenue, warnings and notes."""
    windows, day = learned.windows, timedelta(1)
    deals = _("Deals won from {first} to {last}: deal size, marketing share, channel mix, time to close.")
    leads = n_(
        "Leads created from {first} to {last}: rates. Nine in ten deals close within {days} day, so these had the time.",
        "Leads created from {first} to {last}: rates. Nine in ten deals close within {days} days, so these had the time.",
        windows.maturity,
    )
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
    remarks = [_("Warning: {warning}").format(warning=text) for text in learned.warnings]
    remarks += [_("Note: {note}").format(note=text) for text in learned.notes]
    return [*lines, "", *remarks] if remarks else lines


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
