"""The labels of the axes that are the same for every plan: codes of statuses, figures, rules, steps, fields and rows."""

from __future__ import annotations

from collections.abc import Mapping


def numbered(count: int) -> tuple[str, ...]:
    """Return the labels of an axis whose rows have numbers in place of names."""
    return tuple(str(number + 1) for number in range(count))


OWNERS = ("marketing", "sales")
STATUSES = (
    "ok", "attention", "incomplete", "wrong", "behind", "on-track", "over", "low", "qualified", "high", "not-qualified",
)  # fmt: skip
FIGURES = ("filled", "needed", "missing", "text", "outside", "status")
RULES = (
    "regions", "names", "mix", "unowned", "reconciliation", "past_horizon", "capacity", "before_start", "scoring", "thresholds",
    "log_dates", "log_labels", "log_numbers", "log_full", "chosen", "over_delivery", "drift", "review",
    "agreement_cells", "period_reversed", "period_short", "period_over", "agreement_review", "attempts_short",
)  # fmt: skip
RESULTS = ("count", "status")
PROGRESS = ("filled", "needed", "status")
STEPS = ("agreement", "revenue", "deal", "share", "rates", "scoring", "totals")
#: What one row of the lead log holds, in this order; the last four may stay blank.
LOG_FIELDS = ("date", "region", "channel", "leads", "contacted", "followed_up", "customers", "revenue")
COUNTED = LOG_FIELDS[3:]
#: What is told of a plan that is being delivered: per month, and for the month that is shown.
DELIVERY = ("plan", "actual", "attainment", "variance", "status")
MTD = (
    "plan", "goal", "actual", "attainment", "variance", "projected", "recent", "required", "before", "status",
)  # fmt: skip
PAIR = (
    "shown", "shown_value", "plan_leads", "plan_value", "leads", "value", "recent_leads", "recent_value",
    "before_leads", "before_value",
)  # fmt: skip
OBSERVED = (
    "leads", "customers", "close_rate", "assumed_close_rate", "close_rate_drift", "close_rate_status",
    "buyers", "revenue", "deal_size", "assumed_deal_size", "deal_size_drift", "deal_size_status",
)  # fmt: skip
LOAD = ("leads_per_rep", "capacity", "use", "status")
PROMISES, TERMS = ("1", "2", "3"), ("attempts", "days")
SCORES, LEVELS = ("fit", "interest"), ("mql", "high")
#: From the best to the worst, as the grid has them.
BANDS = ("high", "qualified", "low")
MOST_DAYS, MOST_HOLIDAYS = 31, 60
#: The axes of the Agreement sheet: labels of rows and fields. The stages of the plan and the owners are rows and fields, too.
AGREEMENT_AXES: Mapping[str, tuple[str, ...]] = {
    "smart": ("specific", "measurable", "achievable", "relevant", "time_bound"),
    "commitment": ("initiative_1", "initiative_2", "initiative_3", "missed_once", "missed_again"),
    "notion": ("contact", "lead", "mql", "sql"),
    "stage_field": ("meaning", "enters_when", "decided_by"),
    "criterion": numbered(6),
    "criterion_field": ("criterion", "evidence", "checked_by"),
    "handoff_term": ("trigger", "passed_on", "notice", "acceptance", "return_when", "return_how", "recycle"),
    "nurture": numbered(6),
    "nurture_field": ("workflow", "content", "buying_stage", "owner"),
    "attempt": numbered(8),
    "attempt_field": ("what", "channel", "day"),
    "outcome": numbered(8),
    "outcome_field": ("reason", "record", "next"),
    "meeting": ("daily", "weekly", "monthly", "quarterly"),
    "meeting_field": ("agenda", "who", "length"),
    "contact": numbered(6),
    "contact_field": ("role", "name", "email", "phone"),
    "version": numbered(8),
    "version_field": ("change", "author", "version", "date"),
    "signature": numbered(6),
    "signature_field": ("role", "name", "date", "fingerprint"),
    "reset": numbered(4),
    "words": ("text",),
    # What a cell is chosen from.
    "buying_stage": ("awareness", "consideration", "decision"),
    "medium": ("phone", "email", "video"),
    # What the sheet computes.
    "agreed": ("revenue_target", "new_business_target", "marketing_revenue", "sales_revenue", "leads_due", "sla_value"),
    "promised": ("first_contact_hours", "return_after"),
    "live": ("value",),
    "promise_figure": ("attempts", "days", "listed", "status"),
    "kpi": ("leads", "value", "first_contact", "follow_up", "customers", "revenue", "new_business"),
    "kpi_figure": ("target", "actual", "attainment", "status"),
    "period_fault": ("reversed", "short", "over"),
    "section": (
        "shared_goal", "commitments", "definitions", "stage_definitions", "qualification", "handoff", "nurturing", "attempts", "outcomes", "meetings",
        "period", "contacts", "signatures",
    ),
}  # fmt: skip
#: Axes whose rows are numbered: none of them has to be used.
NUMBERED = ("criterion", "nurture", "attempt", "outcome", "contact", "version", "signature", "reset")
