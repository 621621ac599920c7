"""The words of the workbook for what the program knows by a code: owners, statuses, figures, rules, steps, columns.

Every function gives its words in the language that is asked for, else in the one spoken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from slasheet.texts.languages import LANGUAGES, N_, Language, p_, spoken, translated

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure

#: Stands below the last row of the lead log, a text alone in its row.
END_OF_LOG = N_("End of the log. What stands below is not counted; to make room, insert rows among those above.")

WORDS: Mapping[str, Mapping[str, str]] = {
    "owner": {"marketing": "Marketing", "sales": "Sales"},
    "status": {"ok": "OK", "attention": "Look", "incomplete": "Incomplete", "wrong": "Wrong", "behind": "Behind", "on-track": "On track", "over": "Over",
               "low": "Low", "qualified": "Qualified", "high": "High", "not-qualified": "Not qualified"},
    "figure": {"filled": "Filled", "needed": "Needed", "missing": "Missing", "text": "Not a number", "outside": "Out of range", "status": "Status"},
    "progress": {"filled": "Filled", "needed": "Needed", "status": "Status"},
    "result": {"count": "Count", "status": "Status"},
    "rule": {
        "regions": "Row names that are blank or there twice; a first month that is none",
        "names": "Stages, channels and owners that are blank, there twice or unknown",
        "mix": "Channel mixes that do not add up to 100 %",
        "unowned": "Revenue that marketing sources without a channel of its own",
        "reconciliation": "Months whose leads are not worth the revenue",
        "past_horizon": "Months whose leads close past the horizon",
        "before_start": "Leads due before the first month (good to know)",
        "capacity": "Months over sales capacity",
        "scoring": "Lead scoring: criteria without points, points without criterion, thresholds that are blank",
        "thresholds": "Lead scoring: a high threshold below the one for qualified",
        "log_dates": "Log: rows whose date is none, or not in the plan",
        "log_labels": "Log: names that are not in the plan",
        "log_numbers": "Log: cells that hold no number of 0 or more",
        "log_full": "Log: nearly full",
        "chosen": "A month, region or owner to show that is not in the plan",
        "over_delivery": "Channels over the plan three months running",
        "drift": "Rates and deal sizes that the log does not bear out",
        "review": "Rates not reviewed in time",
        "agreement_cells": "Agreement: cells that hold no date or number",
        "period_reversed": "Agreement: it ends before it begins",
        "period_short": "Agreement: months of the plan outside its period",
        "period_over": "Agreement: the latest day known lies outside its period",
        "agreement_review": "Agreement: review past due",
        "attempts_short": "Agreement: fewer attempts listed than promised",
    },
    "step": {"agreement": "Agreement", "revenue": "Revenue target", "deal": "Deal size", "share": "Marketing share", "rates": "Close rates", "scoring": "Lead scoring", "totals": "SLA totals"},
    "plan": {"plan": "Plan total"},
    "to_date": {"to date": "To date"},
    "field": {"date": "Date", "region": "Region", "channel": "Channel", "leads": "Leads", "contacted": "Contacted in time",
              "followed_up": "Followed up", "customers": "Customers", "revenue": "Revenue"},
    "counted": {"leads": "Leads", "contacted": "Contacted in time", "followed_up": "Followed up", "customers": "Customers", "revenue": "Revenue"},
    "delivery": {"plan": "Plan", "actual": "Actual", "attainment": "Attainment", "variance": "Variance", "status": "Status"},
    "mtd": {"plan": "Plan of the month", "goal": "Goal to date", "actual": "Actual", "attainment": "Attainment", "variance": "Variance",
            "projected": "Projected month end", "recent": "At the last 7 logged days", "required": "Required per day",
            "before": "Same day, month before", "status": "Status"},
    "pair": {"shown": "Shown", "shown_value": "Lead value shown", "plan_leads": "Plan, leads", "plan_value": "Plan, value", "leads": "Leads to date",
             "value": "Value to date", "recent_leads": "Recent leads", "recent_value": "Recent value", "before_leads": "Month before, leads",
             "before_value": "Month before, value"},
    "observed": {"leads": "Leads", "customers": "Customers", "close_rate": "Close rate, observed", "assumed_close_rate": "Close rate, assumed",
                 "close_rate_drift": "Drift", "close_rate_status": "Close rate", "buyers": "Customers with revenue", "revenue": "Their revenue", "deal_size": "Deal size, observed",
                 "assumed_deal_size": "Deal size, assumed", "deal_size_drift": "Drift", "deal_size_status": "Deal size"},
    "load": {"leads_per_rep": "Leads per rep", "capacity": "Capacity", "use": "Use", "status": "Status"},
    "promise": {"1": "First", "2": "Second", "3": "Third"},
    "rounding": {"up": "up", "nearest": "to the nearest", "none": "none"},
    "carry": {"exact": "from exact numbers", "chain": "from stage to stage"},
    "pacing": {"calendar": "calendar days", "working": "working days"},
    "setting": {"title": "Title", "start": "First month", "months": "Months", "lookahead": "Look-ahead months", "currency": "Currency", "language": "Language",
                "pacing": "Days of the goal line", "rounding": "Rounding", "carry": "Carried from stage to stage", "regions.label": "Word for the rows", "regions.currencies": "Own currency", "rows.fit": "Rows for fit criteria", "rows.interest": "Rows for interest criteria",
                "channels.owner": "Owner", "log_rows": "Room in the lead log, rows",
                "crm.headings": "CRM heading for", "crm.regions": "CRM region", "crm.channels": "CRM channel", "crm.timezone": "CRM time zone",
                "crm.dates": "CRM dates", "crm.decimal": "CRM decimal mark", "crm.business_hours": "CRM business hours"},
    "score": {"fit": "Fit", "interest": "Interest"},
    "level": {"mql": "Qualified (MQL)", "high": "High"},
    "fit_band": {"high": "High fit", "qualified": "Qualified fit", "low": "Low fit"},
    "interest_band": {"high": "High interest", "qualified": "Qualified interest", "low": "Low interest"},
    "term": {"attempts": "Attempts", "days": "Within days"},
    "smart": {"specific": "Specific", "measurable": "Measurable", "achievable": "Achievable", "relevant": "Relevant", "time_bound": "Time-bound"},
    "commitment": {"initiative_1": "First initiative", "initiative_2": "Second initiative", "initiative_3": "Third initiative",
                   "missed_once": "When the goal is missed", "missed_again": "When it is missed again"},
    "notion": {"contact": "Contact", "lead": "Lead", "mql": "MQL", "sql": "SQL"},
    "stage_field": {"meaning": "What it means", "enters_when": "When a lead enters it", "decided_by": "Who decides"},
    "criterion_field": {"criterion": "What the lead must show", "evidence": "By what we see it", "checked_by": "Who checks"},
    "handoff_term": {"trigger": "What triggers it", "passed_on": "What is passed on", "notice": "How sales is told", "acceptance": "How sales accepts",
                     "return_when": "When a lead goes back", "return_how": "How it goes back", "recycle": "What happens to it then"},
    "nurture_field": {"workflow": "Workflow", "content": "Content", "buying_stage": "Stage of the buyer", "owner": "Owner"},
    "attempt_field": {"what": "What", "channel": "Channel", "day": "Day after the hand-off"},
    "outcome_field": {"reason": "Why", "record": "What sales records", "next": "What happens next"},
    "meeting": {"daily": "Daily", "weekly": "Weekly", "monthly": "Monthly", "quarterly": "Quarterly"},
    "meeting_field": {"agenda": "What about", "who": "Who", "length": "How long"},
    "contact_field": {"role": "Role", "name": "Name", "email": "E-mail", "phone": "Phone"},
    "version_field": {"change": "What changed", "author": "Author", "version": "Version", "date": "Date"},
    "signature_field": {"role": "Role", "name": "Name", "date": "Date", "fingerprint": "Fingerprint"},
    "words": {"text": "What we agree"},
    "buying_stage": {"awareness": "Awareness", "consideration": "Consideration", "decision": "Decision"},
    "medium": {"phone": "Phone", "email": "E-mail", "video": "Video"},
    "agreed": {"revenue_target": "Revenue target", "new_business_target": "of which new business", "marketing_revenue": "– that marketing sources",
               "sales_revenue": "– that sales sources", "leads_due": "Leads due", "sla_value": "Value of the leads due"},
    "promised": {"first_contact_hours": "Hours to first contact", "return_after": "Attempts before a return"},
    "live": {"value": "In the plan now"},
    "promise_figure": {"attempts": "Attempts promised", "days": "Within days", "listed": "Attempts listed below", "status": "Status"},
    "kpi": {"leads": "Leads delivered", "value": "Value of the leads", "first_contact": "First contact in time", "follow_up": "Followed up as promised",
            "customers": "Customers won", "revenue": "Revenue closed", "new_business": "New business of the plan"},
    "kpi_owner": {"both": "Both"},
    "kpi_figure": {"target": "Target", "actual": "Actual", "attainment": "Attainment", "status": "Status"},
    "period_fault": {"reversed": "Ends before it begins", "short": "Does not cover the plan", "over": "Latest day outside of it"},
    "section": {"shared_goal": "The goal that both share", "commitments": "What each side does", "definitions": "The words we use",
                "stage_definitions": "The stages of this plan", "qualification": "Qualification", "handoff": "Hand-off", "nurturing": "Nurturing",
                "attempts": "The attempts", "outcomes": "When a lead does not advance", "meetings": "Meetings", "period": "Period and next review",
                "contacts": "Contacts", "signatures": "Signatures"},
}  # fmt: skip

#: How a quarter of the plan is called.
QUARTER = N_("Q{number}")
#: What stands above the labels of an axis.
HEADS = {
    "region": N_("Region"), "channel": N_("Channel"), "owner": N_("Owner"), "stage": N_("Stage"), "transition": N_("Transition"),
    "month": N_("Month"), "horizon": N_("Month"), "input": N_("Input"), "rule": N_("Rule"), "status": N_("Status"), "step": N_("Step"),
    "currency": N_("Currency"), "delivery": N_("Figure"), "load": N_("Figure"), "counted": N_("Rows with"), "promise": N_("Promise"), "holiday": N_("Holiday"),
    "smart": N_("The goal is"), "commitment": N_("Step"), "notion": N_("Word"), "criterion": N_("No."), "handoff_term": N_("Question"),
    "nurture": N_("No."), "attempt": N_("No."), "outcome": N_("No."), "meeting": N_("Meeting"), "contact": N_("No."), "version": N_("No."),
    "score": N_("Score"), "fit_band": N_("Fit"), "section": N_("Section"), "signature": N_("No."), "entry": N_("No."), "agreed": N_("Figure"), "promised": N_("Promise"), "kpi": N_("KPI"), "kpi_owner": N_("Owner"),
}  # fmt: skip


def with_label(text: str, region_label: str, language: str | None = None) -> str:
    """Return a text of the catalogues with the plan's own word for its regions.

    Example: `with_label("Leads due by region", "Persona")` is `Leads due by persona`.
    """
    return relabelled(translated(text, language), region_label, language)


def relabelled(text: str, region_label: str, language: str | None = None) -> str:
    """Return a text of a language with the plan's own word for its regions."""
    label = region_label.lower()
    # Translators: the word for a region within a sentence, and that for several.
    one, many = p_("in a sentence", "region", language), p_("in a sentence", "regions", language)
    if label == one:
        return text
    spelling = LANGUAGES[language or spoken()]
    edge = r"\b" if spelling.spaced else ""
    several = _plural(label, spelling)
    for known, ours in ((many, several), (one, label)):
        text = ours.join(re.split(f"{edge}{re.escape(known)}{edge}", text))
    return text


def _plural(label: str, language: Language) -> str:
    """Return the plural of a label that somebody typed, as most words of the language form it; else the label."""
    if label.endswith("s"):
        return label
    endings = ((pattern, ending) for pattern, ending in language.plural_endings if re.search(pattern, label))
    pattern, ending = next(endings, (r"\Z", ""))
    return re.sub(pattern, ending, label)


def word(axis: str, label: str, measures: Mapping[str, Measure], language: str | None = None) -> str:
    """Return how the workbook prints a label: a code by its word, an input by its title, a name as it is."""
    if axis == "input":
        return translated(measures[label].title, language)
    if axis == "quarter":
        return translated(QUARTER, language).format(number=label.removeprefix("Q"))
    if axis in WORDS:
        return translated(WORDS[axis].get(label, ""), language) or label
    return label


def shown(value: float | str | None, unit: str, language: str | None = None) -> float | str | None:
    """Return what a cell shows for a result: a text as it is, the word for a status."""
    return word("status", value, {}, language) if isinstance(value, str) and unit != "text" else value


def all_shown(
    values: Sequence[float | str | None], unit: str, language: str | None = None
) -> Sequence[float | str | None]:
    """Return what cells show for the results of a measure; blank is None."""
    if unit == "text" or str not in {*map(type, values)}:
        return values
    words = {value: shown(value, unit, language) for value in {*values} if isinstance(value, str)}
    return [words[value] if isinstance(value, str) else value for value in values]


def head(axis: str, region_label: str, language: str | None = None) -> str:
    """Return what stands above the labels of an axis."""
    return region_label if axis == "region" else translated(HEADS[axis], language)


def field_title(field: str, region_label: str, language: str | None = None) -> str:
    """Return what stands above a column of the lead log."""
    return region_label if field == "region" else word("field", field, {}, language)


def code(axis: str, text: str, language: str | None = None) -> str | None:
    """Return the code that a printed word stands for, whatever its capitals; None when it is none of them."""
    folded = text.strip().casefold()
    return next((code for code in WORDS.get(axis, ()) if folded == word(axis, code, {}, language).casefold()), None)


@lru_cache(maxsize=64)
def in_all_languages(text: str) -> frozenset[str]:
    """Return a text of the catalogues in every language: what a workbook may print for it."""
    return frozenset(translated(text, language) for language in LANGUAGES)
