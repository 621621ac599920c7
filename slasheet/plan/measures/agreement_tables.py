"""What the Agreement sheet holds: its tables of texts, dates and choices as input measures, fields across, rows down.

A table is a measure over (row axis, field axis) with a unit per field. Rows have names of their own (the trigger of
the hand-off, the weekly meeting), are stages of the plan, or are numbered, with some to spare.

Why apart from agreement.py: what is computed there rests on other inputs, and these are among the inputs of a plan.
"""

from __future__ import annotations

from slasheet.plan.axis_labels import AGREEMENT_AXES, OWNERS
from slasheet.plan.measure import DAY, Bounds, Measure, typed

#: The most characters that a text takes, everywhere in the agreement.
LONGEST_TEXT = 2_000
#: Which day an attempt is made on, counted from the hand-off.
ATTEMPT_DAY = Bounds(0, 1_000)
#: Fields that are chosen from a list: the axis that holds its codes.
_CHOSEN = {"buying_stage": "buying_stage", "channel": "medium"}
#: Who answers for a KPI; the new business of the plan is everybody's.
KPI_OWNERS = {
    "leads": "marketing", "value": "marketing", "first_contact": "sales", "follow_up": "sales", "customers": "sales", "revenue": "sales",
}  # fmt: skip


def _table(
    name: str, rows: str, fields: str, title: str, meaning: str, bounds: Bounds | None = None, *, view: bool = False, **units: str
) -> Measure:  # fmt: skip
    """Declare a table; `units` names the fields that hold no texts."""
    labels = OWNERS if fields == "owner" else AGREEMENT_AXES[fields]
    chosen = {field: _CHOSEN[field] for field, unit in units.items() if unit == "choice"}
    return typed(name, f"{rows} {fields}", "table", bounds, title, meaning, optional=True, choices=chosen or None, starting=True, kept=True, view=view,
        units=(fields, dict.fromkeys(labels, "text") | units))  # fmt: skip


def _dates(name: str, axes: str, title: str, meaning: str, *, view: bool = False) -> Measure:
    return typed(name, axes, "date", DAY, title, meaning, optional=True, starting=True, kept=True, view=view)


AGREEMENT = (
    _table("shared_goal", "smart", "words", "The goal that both share", "The one goal of both departments, so put that nobody can read it in two ways."),
    _table("commitments", "commitment", "owner", "What each side does", "The initiatives of each department, and what it does when it misses its goal."),
    _table("definitions", "notion", "words", "The words we use", "What a contact, a lead, an MQL and an SQL are, for both departments alike."),
    _table("stage_definitions", "stage", "stage_field", "The stages of this plan", "What each stage means, when a lead enters it, and who decides."),
    _table("qualification", "criterion", "criterion_field", "When a lead is qualified", "What a lead must show, by what we see it, and who checks."),
    _table("handoff", "handoff_term", "words", "From marketing to sales and back", "What triggers the hand-off, what is passed on, how sales is told, and how a lead goes back."),
    _table("nurturing", "nurture", "nurture_field", "Who is nurtured how", "What leads get that are not ready yet: workflow, content, stage of the buyer and owner.", buying_stage="choice"),
    _table("attempts", "attempt", "attempt_field", "The attempts", "How sales follows up: what, by which channel, on which day after the hand-off.", ATTEMPT_DAY, channel="choice", day="number"),
    _table("outcomes", "outcome", "outcome_field", "When a lead does not advance", "Why a lead does not advance, what sales records, and what happens next."),
    _table("meetings", "meeting", "meeting_field", "Meetings", "When both departments meet, what about, who, and how long."),
    _dates("next_review", "", "Next review", "The day on which both departments look at goals and rates next; a warning stands beside it once it has passed.", view=True),
    _dates("valid_from", "", "Valid from", "The first day on which the agreement holds."),
    _dates("valid_to", "", "Valid to", "The last day on which the agreement holds: an agreement is bound in time."),
    _dates("reset_dates", "reset", "Goals are reset on", "The days on which goals and rates are set anew."),
    _table("contacts", "contact", "contact_field", "Contacts", "Whom to ask; it may change without the agreement.", view=True),
    _table("versions", "version", "version_field", "Version history", "What was changed in the agreement, by whom and when.", view=True, date="date"),
    _table("signatures", "signature", "signature_field", "Signatures",
           "Who agrees; the fingerprint, as slasheet check prints it, says to what.", view=True, date="date"),
)  # fmt: skip
TABLES = tuple(measure for measure in AGREEMENT if measure.unit == "table")
NAMES = frozenset(measure.name for measure in AGREEMENT)
