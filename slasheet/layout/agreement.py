"""Where everything stands on the Agreement sheet: labels on the left, texts beside them in columns wide enough to read.

What goes in is a plan and its measures; what comes out are blocks and headings, section under section.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from slasheet.layout.layout import Block, Heading
from slasheet.plan.measure import Measure

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

SHEET = "agreement"
LABEL, VALUES = 0, 1
#: Title and purpose of the sheet stand above.
FIRST_ROW = 3


class Section(NamedTuple):
    """A numbered part of the agreement, and its measures in order."""

    title: str
    note: str
    measures: tuple[str, ...]
    #: The sheets on which its numbers stand.
    links: tuple[str, ...] = ()
    #: The measure whose numbers stand beside the texts of the first.
    beside: str | None = None


SECTIONS = (
    Section("Goals", "What we want to reach together, what each side does for it, and what happens when it does not work out.",
            ("shared_goal", "agreed", "commitments"), ("revenue", "totals"), beside="agreed"),
    Section("Definitions", "The same words for the same things, in both departments and in the CRM.", ("definitions", "stage_definitions"), ("rates",)),
    Section("Qualification", "When a lead is good enough to be handed over.", ("qualification",), ("scoring",)),
    Section("Hand-off", "How a lead gets from marketing to sales, and back when it has to.", ("handoff",), ("scoring", "followup")),
    Section("Nurturing", "What happens to leads that are not ready yet.", ("nurturing",)),
    Section("Lead management", "What sales does with a lead; hours and follow-ups are typed on the sheet Sales follow-up.",
            ("promised", "promise_check", "attempts", "outcomes"), ("followup",)),
    Section("KPIs", "How we see whether each side keeps its word: to date, live from the lead log; the new business is that of the whole plan.", ("kpi",), ("performance", "followup")),
    Section("Meetings and reviews", "When we look at it together.", ("meetings", "next_review", "review_due"), ("performance",)),
    Section("Period of validity", "The agreement is bound in time, so that nobody works by goals of the past.",
            ("valid_from", "valid_to", "validity_status", "reset_dates")),
    Section("Contacts", "Whom to ask.", ("contacts",)),
    Section("Version history", "What was changed, by whom and when.", ("versions",)),
    Section("Signatures", "Signed by both sides. The fingerprint is the one that slasheet check prints: it says to what.", ("signatures",)),
)  # fmt: skip
#: The label and value columns of numbers that stand beside texts.
_BESIDE = (2, 3)


def placed(plan: Plan, table: Mapping[str, Measure]) -> tuple[dict[str, Block], list[Heading]]:
    """Return the blocks of the sheet by measure, and the headings of its sections and of what is in them."""
    blocks: dict[str, Block] = {}
    headings: list[Heading] = []
    row = FIRST_ROW
    for number, section in enumerate(SECTIONS, start=1):
        headings.append(Heading(SHEET, row, section.title, section.note, section.measures[0], number))
        row += 2
        several, in_list = len(section.measures) > 1, False
        for name in section.measures:
            measure = table[name]
            if name == section.beside:
                before = blocks[section.measures[0]]
                blocks[name] = _table(plan, measure, before.row - 1, *_BESIDE)
                row = max(row, blocks[name].row + blocks[name].rows + 1)
            elif measure.axes[1:]:
                if several:
                    headings.append(Heading(SHEET, row, measure.title, measure.meaning, name))
                    row += 1
                blocks[name] = _table(plan, measure, row)
                row += blocks[name].rows + 2
            else:
                # Single rows of one list stand right under one another.
                row -= in_list
                blocks[name] = _line(plan, measure, row)
                row += 2
            in_list = not measure.axes[1:]
    return blocks, headings


def _table(plan: Plan, measure: Measure, header: int, label: int = LABEL, left: int = VALUES) -> Block:
    """Return a table below its header row."""
    rows, fields = measure.axes
    wide = len(plan.axis(fields))
    labels = {rows: label}
    if rows == "kpi":
        # Who answers for it stands beside its name.
        left, labels = left + 1, {rows: label, "kpi_owner": left}
    return Block(measure.name, SHEET, header + 1, left, len(plan.axis(rows)), wide, (rows,), fields, header, labels)


def _line(plan: Plan, measure: Measure, row: int) -> Block:
    """Return a single row: a cell, or a few side by side."""
    along = measure.axes[0] if measure.axes else None
    wide = len(plan.axis(along)) if along else 1
    return Block(measure.name, SHEET, row, VALUES, 1, wide, (), along, None, {}, titled=True)
