"""What a new plan begins with: the texts and dates of the agreement and the criteria of lead scoring, for a team to edit.

What goes in is a plan, of which only the settings count; what comes out are cells, in the language of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from slasheet.plan.axis_labels import AGREEMENT_AXES
from slasheet.plan.measures.scoring import CRITERIA, SCORE_GRID, SCORE_THRESHOLD
from slasheet.texts.languages import _, speaking
from slasheet.texts.months import month_serial, months_from

if TYPE_CHECKING:
    from slasheet.plan.plan import Cell, Plan

#: Goals are looked at again after so many months.
QUARTER = 3
Cells = tuple["Cell", ...]


def starting_texts(plan: Plan) -> Mapping[str, Cells]:
    """Return the cells of every table of the agreement, in cell order; dates as day numbers."""
    with speaking(plan.language):
        return {
            "shared_goal": _shared_goal(),
            "commitments": _commitments(),
            "definitions": _definitions(),
            "stage_definitions": _stages(plan.stages),
            "qualification": _rows("criterion", "criterion_field", _qualification()),
            "handoff": _handoff(),
            "nurturing": _rows("nurture", "nurture_field", _nurturing()),
            "attempts": _rows("attempt", "attempt_field", _attempts()),
            "outcomes": _rows("outcome", "outcome_field", _outcomes()),
            "meetings": _meetings(),
            "contacts": _rows("contact", "contact_field", [(role,) for role in _roles()]),
            "versions": _rows("version", "version_field", [(_("First version, from the starting texts"), None, "1.0")]),
            "signatures": _rows("signature", "signature_field", [(role,) for role in _roles()[:2]]),
            **_dates(plan),
        }


def _rows(axis: str, fields: str, rows: Sequence[Sequence[Cell]]) -> Cells:
    """Return the cells of a numbered table; what is not filled is blank."""
    wide = len(AGREEMENT_AXES[fields])
    cells = [cell for row in rows for cell in (*row, *[None] * (wide - len(row)))]
    return (*cells, *[None] * (len(AGREEMENT_AXES[axis]) * wide - len(cells)))


def _dates(plan: Plan) -> dict[str, Cells]:
    """Return the period: it covers the plan, and is looked at every quarter."""
    ahead = [float(month_serial(month)) for month in months_from(plan.start, max(plan.months, 4 * QUARTER) + 1)]
    end = ahead[plan.months]
    resets = [ahead[after] if after < plan.months else None for after in range(QUARTER, 5 * QUARTER, QUARTER)]
    return {
        "valid_from": (ahead[0],),
        "valid_to": (end - 1,),
        "next_review": (min(ahead[QUARTER], end - 1),),
        "reset_dates": tuple(resets),
    }


def _shared_goal() -> Cells:
    return (
        _("Win the new business of this plan, month by month, in every row of the sheet Revenue target."),
        _("Revenue closed against its target and leads delivered against the leads due, on the sheet Performance vs plan; section 7 sums it up."),
        _("Deal sizes and rates come from our own history, and the leads due stay within what sales can work (SLA totals, capacity)."),
        _("It is the share of the company's revenue target that depends on marketing and sales working the same leads the same way."),
        _("It holds for the period in section 9, is looked at every month, and goals and rates are set anew every quarter."),
    )  # fmt: skip


def _commitments() -> Cells:
    pairs = (
        (_("Deliver the leads due per channel, row and month (SLA totals), at the quality of section 3."),
         _("Contact every lead handed over within the hours promised, and follow up as section 6 says.")),
        (_("Run and improve the channels of the plan; report what each costs and brings, every month."),
         _("Record the outcome of every lead in the CRM within one working day, so that marketing can learn from it.")),
        (_("Nurture what is not ready yet, and give sales the content it needs for each stage (section 5)."),
         _("Source its own share of the revenue through its own channels, and keep deal sizes and close dates current.")),
        (_("Tell sales before the 5th of the next month what was missed and why; make it up within the next month, from the same budget."),
         _("Tell marketing before the 5th of the next month which leads were not worked and why; work them before any new ones.")),
        (_("Both heads agree in the monthly meeting on what changes: budget moved between channels, another mix, or another goal, noted in section 11."),
         _("Both heads agree in the monthly meeting on what changes: capacity, routing, or fewer leads accepted, noted in section 11.")),
    )  # fmt: skip
    return tuple(text for pair in pairs for text in pair)


def _definitions() -> Cells:
    return (
        _("A person we may write to, with a name, an e-mail address and the source, who has shown no interest yet."),
        _("A contact at a company we sell to, who has asked for something or given us details, and is in the CRM with a source."),
        _("A lead that marketing holds to be ready for sales: it reaches the thresholds for fit and for interest on the sheet Lead scoring."),
        _("An MQL that sales has spoken to and accepted: need, budget, decision maker and time are known, and a next step is agreed."),
    )  # fmt: skip


def _stages(stages: Sequence[str]) -> Cells:
    """Return meaning, entry and owner of every stage: by its name where that is a usual one, else by its place."""
    known = _usual_stages()
    cells: list[Cell] = []
    for place, stage in enumerate(stages):
        if stage.casefold() in known:
            cells += known[stage.casefold()]
        elif place == 0:
            cells += [
                _("What marketing commits to in this plan: the first stage that is counted."),
                _("It is in the CRM with source, row of the plan and date, and shows what section 3 asks for."),
                _("Marketing"),
            ]
        elif place == len(stages) - 1:
            cells += known["customer"]
        else:
            cells += [
                _("A lead that has left the stage before and is on its way to becoming a customer."),
                _("The next step is agreed with the lead and recorded in the CRM."),
                _("Sales"),
            ]
    return tuple(cells)


def _usual_stages() -> dict[str, Sequence[str]]:
    lead = (
        _("A contact at a company we sell to who has shown interest and is not known to be unsuitable."),
        _("It is in the CRM with source, row of the plan and date, and is no duplicate."),
        _("Marketing"),
    )
    opportunity = (
        _("A deal that may be won: an amount, a close date and a decision maker are known."),
        _("Sales has agreed on the need with the customer and entered amount and close date."),
        _("Sales"),
    )
    return {
        "lead": lead,
        "inquiry": lead,
        "mql": (
            _("A lead that marketing holds to be ready for sales."),
            _("It reaches the thresholds for fit and interest on the sheet Lead scoring."),
            _("Marketing"),
        ),
        "sal": (
            _("An MQL that sales has accepted to work on."),
            _("Sales has looked at it and taken it within the hours promised."),
            _("Sales"),
        ),
        "sql": (
            _("An accepted lead that is worth a sales process."),
            _("Sales has spoken to it: need, budget, decision maker and time are known."),
            _("Sales"),
        ),
        "opportunity": opportunity,
        "proposal": opportunity,
        "customer": (
            _("A company that has signed."),
            _("The contract is signed and the revenue is entered with its date."),
            _("Sales"),
        ),
    }


def _qualification() -> Sequence[Sequence[Cell]]:
    marketing, sales = _("Marketing"), _("Sales")
    return (
        (_("The company fits: industry, size and country are ones we sell to."), _("Form, enrichment, fit points on Lead scoring"), marketing),
        (_("The person has a say: a role that decides, or prepares the decision."), _("Job title, fit points on Lead scoring"), marketing),
        (_("The interest is recent and real: more than a download."), _("Interest points on Lead scoring, not older than 30 days"), marketing),
        (_("The need is one that we solve, and there is a time for it."), _("First call, recorded in the CRM"), sales),
        (_("It can be reached: e-mail and phone are valid, and consent is given."), _("Validation on entry, consent in the CRM"), marketing),
    )  # fmt: skip


def _handoff() -> Cells:
    return (
        _("A lead that reaches the MQL thresholds for fit and interest on the sheet Lead scoring, or that asks to be called, is handed over at once."),
        _("Name, company, role, e-mail, phone, country; source and campaign; scores with what they come from; everything it has read or asked; consent."),
        _("The CRM assigns it to a rep by row of the plan and tells the rep by e-mail and chat; what is unassigned after 15 minutes goes to the sales lead."),
        _("The rep accepts or rejects it in the CRM within the hours to first contact; what is neither counts as accepted."),
        _("It does not fit (section 3), is a duplicate, can't be reached after the attempts promised, or has no need or budget now."),
        _("The rep sets it to “Recycle” in the CRM with one of the reasons of section 6; marketing looks at what came back every week."),
        _("It goes back into nurturing (section 5), keeps its history, and is handed over again when it reaches the thresholds anew, 90 days later at the earliest."),
    )  # fmt: skip


def _nurturing() -> Sequence[Sequence[Cell]]:
    marketing = _("Marketing")
    return (
        (_("Welcome: three e-mails in two weeks after the first contact"), _("What we do, one guide, one customer story"), "awareness", marketing),
        (_("Topic series: one e-mail a week on what the lead has read"), _("Guides, checklists, recorded webinars"), "consideration", marketing),
        (_("Comparison: for leads that have looked at prices or products twice"), _("Comparison, calculation of the benefit, invitation to a demo"), "decision", _("Marketing with sales")),
        (_("Recycled leads: one e-mail a month, a call after 90 days"), _("News of the product, customer stories of the same industry"), "consideration", _("Marketing with sales")),
        (_("Lost deals: a note after 180 days, before the contract with the other supplier ends"), _("What has changed since, invitation to a conversation"), "decision", _("Sales")),
    )  # fmt: skip


def _attempts() -> Sequence[Sequence[Cell]]:
    """Return as many attempts as the plan promises by default: 3 within 14 days, 5 within 28, 7 within 56."""
    return (
        (_("First call, within the hours promised; a voicemail and a short e-mail when nobody answers"), "phone", 0.0),
        (_("E-mail that refers to what the lead asked for, with two times for a call"), "email", 2.0),
        (_("Second call, at another time of the day"), "phone", 7.0),
        (_("Short personal video: one idea for the company of the lead"), "video", 18.0),
        (_("Third call, with a customer story of the same industry"), "phone", 26.0),
        (_("E-mail with something useful and one question"), "email", 40.0),
        (_("Last e-mail: may we close this? After it the lead goes back to marketing"), "email", 54.0),
    )


def _outcomes() -> Sequence[Sequence[Cell]]:
    return (
        (_("Can't be reached"), _("Every attempt with date and channel"), _("Recycle after the last attempt promised")),
        (_("Not now"), _("When to ask again, and why then"), _("Nurture; call on that date")),
        (_("No fit"), _("Which criterion of section 3 it misses"), _("Return to marketing; adjust the scoring")),
        (_("No budget or no say"), _("Who decides, and when budgets are made"), _("Nurture the one who decides")),
        (_("Chose another supplier"), _("Which one, and for what reason"), _("Nurture; a note after 180 days")),
        (_("Duplicate or wrong data"), _("The record it duplicates, or what is wrong"), _("Merge or correct; does not count as a lead")),
    )  # fmt: skip


def _meetings() -> Cells:
    both = _("Heads of marketing and sales, operations")
    return (
        _("Leads of yesterday and leads not yet contacted: the month to date on Performance vs plan"), _("Marketing operations, sales leads"), _("15 minutes"),
        _("Leads that came back, and why; what changes in scoring and campaigns"), _("Marketing, two reps"), _("30 minutes"),
        _("Goals of both sides (section 7), what each does about a miss, capacity, budget"), both, _("60 minutes"),
        _("Rates and deal sizes held against what was observed; goals reset; this agreement read again and signed anew"), both, _("90 minutes"),
    )  # fmt: skip


def _roles() -> Sequence[str]:
    return (_("Head of marketing"), _("Head of sales"), _("Marketing operations"), _("Sales operations"))


def starting_scoring(rows: Mapping[str, int]) -> dict[str, Cells]:
    """Return the inputs of a new plan in the language spoken: what many B2B teams begin with, to be edited."""
    fit = (
        (_("Company size: 50 to 1,000 employees"), 20.0),
        (_("Industry that we serve"), 15.0),
        (_("Decision maker, or reports to one"), 25.0),
        (_("Based in a region that we serve"), 15.0),
        (_("Has a budget for it this year"), 20.0),
        (_("Competitor"), -100.0),
        (_("Student or job seeker"), -50.0),
    )
    interest = (
        (_("Demo or meeting requested"), 50.0, 0.25),
        (_("Pricing page visited"), 20.0, 0.25),
        (_("Webinar attended"), 15.0, 0.25),
        (_("Content downloaded"), 10.0, 0.25),
        (_("Link in an e-mail clicked"), 5.0, 0.5),
        (_("Unsubscribed from e-mails"), -50.0, None),
    )
    grid = (
        _("Hand to sales at once, by phone and in the CRM"),
        _("Hand to sales"),
        _("Nurture: the right company, so wake its interest"),
        _("Hand to sales at once"),
        _("Hand to sales"),
        _("Nurture towards interest"),
        _("Marketing asks for what is missing; sales decides"),
        _("Nurture towards fit; do not hand over"),
        _("Newsletter only"),
    )
    return {
        **_columns("fit", fit, rows),
        **_columns("interest", interest, rows),
        SCORE_THRESHOLD.name: (40.0, 70.0, 30.0, 60.0),
        SCORE_GRID.name: grid,
    }


def _columns(axis: str, table: Sequence[Cells], rows: Mapping[str, int]) -> dict[str, Cells]:
    """Return the columns of a criteria table, with as many rows as there are."""
    size = rows[axis]
    columns = zip(CRITERIA[axis].values(), zip(*table, strict=True), strict=True)
    return {measure.name: (*cells, *[None] * size)[:size] for measure, cells in columns}
