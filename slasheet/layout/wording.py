"""The texts that a workbook prints and nobody types: every title, heading, head, label, note and sentence, and its place.

In comes a Layout; out come its texts in the language of its plan. The writer prints them, the reader finds rows by them,
and the checker holds those that say what a number is against what stands there now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from slasheet.layout.agreement import LABEL, SECTIONS, VALUES
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.builder import FIRST, LOG_HEADER, STATUS_ROW, STEPS_ROW, TIMELINE
from slasheet.layout.layout import TOTAL_LABEL, Block, Heading, Layout
from slasheet.layout.moves import Place
from slasheet.layout.sheets import SHEETS, explained_row, numbers_row, sheets_in, used_row
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.measures.rules import RULES
from slasheet.plan.policies import amounts_of, policies
from slasheet.plan.words import END_OF_LOG, field_title, head, with_label
from slasheet.texts.languages import _, n_, speaking


class Role(Enum):
    """What a text is for; only the first two change what a number means when they change."""

    #: Names what stands beside or below it.
    NAME = "name"
    #: States how the plan counts.
    POLICY = "policy"
    #: Heads a sheet or rows that have names of their own.
    TITLE = "title"
    #: Helps, or leads elsewhere.
    HINT = "hint"


class Wording(NamedTuple):
    """A printed text, and what it is for."""

    text: str
    role: Role

    @property
    def names_number(self) -> bool:
        """Whether it says what a number is."""
        return self.role in (Role.NAME, Role.POLICY)


_Printed = Iterator[tuple[Place, Wording]]


def wording(layout: Layout, *sheets: str) -> Mapping[Place, Wording]:
    """Return the texts of a layout by their places as written; labels that refer to other cells are formulas, and none.

    `sheets` are the keys of those that matter; without any, all do.
    """
    with speaking(layout.plan.language):
        parts = (_frames, _headings, _tables, _links_of_checks, _log, _start, _steps, _explained)
        texts = {place: each for part in parts for place, each in part(layout) if not sheets or place[0] in sheets}
    for sheet, row, col, labels in layout.label_rows(*sheets):
        for along, label in enumerate(labels if sheet != layout.blocks[LEAD_LOG.name].sheet else ()):
            if not label.sources:
                texts[sheet, row, col + along] = Wording(label.text, Role.NAME)
    return texts


def mended(layout: Layout) -> Iterator[tuple[Place, str]]:
    """Yield the cell right of every check on Checks, and the measure where what it finds is mended."""
    for block in layout.blocks.values():
        for axis in block.row_axes if block.row_axes in (("input",), ("rule",)) else ():
            for down, label in enumerate(layout.plan.axis(axis)):
                measure = RULES[label].mended_at if axis == "rule" else label
                yield (block.sheet, block.row + down, block.col + block.cols), measure


def _link(title: str) -> Wording:
    return Wording(f"{title} ›", Role.HINT)


def _frames(layout: Layout) -> _Printed:
    """Yield title, purpose and links of every sheet but Start."""
    titles = layout.titles
    for about in sheets_in(layout.plan.edition):
        key = about.key
        if key in ("start", "plan"):
            continue
        first = len(about.widths) - 2 if about.widths else FIRST
        yield (key, 0, 0), Wording(titles[key], Role.TITLE)
        yield (key, 1, 0), Wording(with_label(about.purpose, layout.plan.region_label), Role.HINT)
        yield (key, 0, first), Wording(f"‹ {titles['start']}", Role.HINT)
        if key != "checks":
            yield (key, 0, first + 1), _link(titles["checks"])
        if about.monthly:
            yield (key, TIMELINE, 0), Wording(_("Month"), Role.NAME)


def _headings(layout: Layout) -> _Printed:
    """Yield the line above every group, and the heads of its columns of labels."""
    label = layout.plan.region_label
    tables = {heading.first for heading in layout.headings if not heading.section}
    for heading in layout.headings:
        block = layout.blocks[heading.first]
        # Rows and columns under titles of their own need no other name, nor do tables under headings of their own.
        named = (block.titled and not block.is_total) or block.headed or (heading.section and heading.first in tables)
        title = with_label(heading.title, label)
        title = f"{heading.section}  {title}" if heading.section else title
        yield (heading.sheet, heading.row, 0), Wording(title, Role.TITLE if named else Role.NAME)
        yield from _note(layout, heading)
        if heading.sheet != AGREEMENT:
            yield from _heads(layout, block)
        if heading.section:
            for col, key in enumerate(SECTIONS[heading.section - 1].links, start=len(SHEETS[AGREEMENT].widths) - 3):
                yield (heading.sheet, heading.row, col), _link(layout.titles[key])


def _note(layout: Layout, heading: Heading) -> _Printed:
    """Yield the note beside a heading, which says, where regions have currencies of their own, in which its amounts are."""
    note = with_label(heading.note, layout.plan.region_label)
    place = (heading.sheet, heading.row, VALUES if heading.sheet == AGREEMENT else FIRST)
    currency = amounts_of(layout.plan, layout.measures[heading.first]) if heading.sheet != AGREEMENT else ""
    yield place, Wording(f"{note} {currency}", Role.POLICY) if currency else Wording(note, Role.HINT)


def _heads(layout: Layout, block: Block) -> _Printed:
    """Yield what stands above the labels of a table; the head of the regions is typed, once."""
    for axis, col in block.labels.items():
        if block.header is not None and layout.at(block.sheet, block.header, col) is None:
            yield (block.sheet, block.header, col), Wording(head(axis, layout.plan.region_label), Role.NAME)


def _tables(layout: Layout) -> _Printed:
    """Yield the titles of single rows and single columns."""
    for block in layout.blocks.values():
        title = _(layout.measures[block.measure].title)
        if block.sheet == AGREEMENT:
            yield from _heads(layout, block)
        if block.headed:
            yield (block.sheet, block.row - 1, block.col), Wording(title, Role.NAME)
        if block.titled:
            total = block.is_total and block.sheet != AGREEMENT
            yield (block.sheet, block.row, LABEL), Wording(_(TOTAL_LABEL) if total else title, Role.NAME)


def _links_of_checks(layout: Layout) -> _Printed:
    """Yield the links from every check to the place where it is mended."""
    for place, measure in mended(layout):
        yield place, _link(layout.titles[layout.blocks[measure].sheet])


def _log(layout: Layout) -> _Printed:
    """Yield the heads of the lead log, and the mark of its end."""
    block = layout.blocks[LEAD_LOG.name]
    for col, field in enumerate(LOG_FIELDS):
        yield (block.sheet, LOG_HEADER, col), Wording(field_title(field, layout.plan.region_label), Role.NAME)
    yield (block.sheet, block.row + block.rows, 0), Wording(_(END_OF_LOG), Role.HINT)


def _start(layout: Layout) -> _Printed:
    """Yield the purpose of Start, and the names beside its figures."""
    first, months = numbers_row(layout.plan.edition), layout.plan.months
    span = n_("for the month of the plan", "for the {count} months of the plan", months).format(count=months)
    yield ("start", 1, 1), Wording(_(SHEETS["start"].purpose), Role.HINT)
    yield ("start", STATUS_ROW, 1), Wording(_("Status"), Role.NAME)
    yield ("start", STATUS_ROW, FIRST), _link(layout.titles["checks"])
    yield ("start", first - 1, 1), Wording(_("The numbers that matter"), Role.TITLE)
    yield ("start", first - 1, 2), Wording(span, Role.NAME)
    for mirror in layout.mirrors:
        if mirror.title:
            yield (mirror.sheet, mirror.row, 1), Wording(_(mirror.title), Role.NAME)


def _steps(layout: Layout) -> _Printed:
    """Yield the steps, each with a link to its sheet beside how much of it is filled, and what is used afterwards."""
    used = used_row(layout.plan.edition)
    yield ("start", STEPS_ROW - 2, 1), Wording(_("Seven steps"), Role.TITLE)
    for col, text in enumerate(("#", _("Sheet"), _("What to do"))):
        yield ("start", STEPS_ROW - 1, col), Wording(text, Role.HINT)
    yield ("start", used - 1, 1), Wording(_("Once it is signed"), Role.TITLE)
    sheets = sheets_in(layout.plan.edition)
    for row, step in enumerate((sheet for sheet in sheets if sheet.step), start=STEPS_ROW):
        yield ("start", row, 1), Wording(f"{layout.titles[step.key]} ›", Role.NAME)
        yield ("start", row, 2), Wording(_(step.step), Role.HINT)
    for row, each in enumerate((sheet for sheet in sheets if sheet.use), start=used):
        yield ("start", row, 1), _link(layout.titles[each.key])
        yield ("start", row, 2), Wording(_(each.use), Role.HINT)


def _explained(layout: Layout) -> _Printed:
    """Yield how the plan counts, and what the cells look like."""
    first, counted = explained_row(layout.plan.edition), policies(layout.plan)
    yield ("start", first, 1), Wording(_("How it counts"), Role.TITLE)
    for row, (name, sentence) in enumerate(counted, start=first + 1):
        yield ("start", row, 1), Wording(name, Role.NAME)
        yield ("start", row, 2), Wording(sentence, Role.POLICY)
    legend = (
        (_("Input"), _("Blue on yellow: type here. Everything else is locked, without a password.")),
        (_("Result"), _("Black on white: computed. Do not type over it.")),
        (_("Total"), _("Bold on grey: a sum.")),
    )
    below = first + len(counted) + 2
    yield ("start", below, 1), Wording(_("What the cells mean"), Role.TITLE)
    for row, texts in enumerate(legend, start=below + 1):
        for col, text in enumerate(texts, start=1):
            yield ("start", row, col), Wording(text, Role.HINT)
    yield (
        ("start", below + len(legend) + 2, 1),
        Wording(_("Check the saved workbook with: slasheet check FILE"), Role.HINT),
    )
