"""What stands around the tables of texts: labels that were typed over, and words that are in no table.

A text is agreed on beside its label, so a label that reads otherwise changes what was agreed; and what stands in no
table is not agreed at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from slasheet.layout.agreement import LABEL, PURPOSE
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.layout import TOTAL_LABEL
from slasheet.layout.sheets import LOG_HEADER, sheet_titles
from slasheet.plan.amounts import label_text
from slasheet.plan.measure import LOG_FIELDS
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.words import HEADS, field_title, head, with_label
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import translated

Results = Mapping[str, Sequence[float | str | None]]
#: What is told of a text that stands in no table.
_SHOWN = 60


def changed_labels(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Labels that refer to no other cell and read otherwise than they were written."""
    there = reading.layout
    for (sheet, row, col), expected in _fixed_labels(reading):
        place = (sheet, row, col)
        if there.moves.now(place) is None:
            continue
        found = label_text(reading.book.cell(there.titles[sheet], row, col).value)
        if found.strip() != expected:
            facts: dict[str, Any] = {"found_text": f"“{found}”", "expected_text": f"“{expected}”"}
            title, cell = there.shown(place)
            yield finding("label-changed", sheet=title, cell=cell, found=found or None, expected=expected, **facts)  # fmt: skip


def _fixed_labels(reading: Reading, *sheets: str) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Yield the labels that refer to no other cell, and the titles of single rows, with what they must read.

    `sheets` are the keys of those that matter; without any, all do.
    """
    there, plan = reading.layout, reading.plan
    log = there.blocks[LEAD_LOG.name].sheet
    for sheet, row, col, labels in there.label_rows(*sheets):
        for along, label in enumerate(labels if sheet != log else ()):
            if not label.sources:
                yield (sheet, row, col + along), label.text
    heads = [field_title(field, plan.region_label, plan.language) for field in LOG_FIELDS]
    for col, text in enumerate(heads):
        # A head may be called otherwise, but not as another column.
        if reading.book.cell(there.titles[log], LOG_HEADER, col).value in {*heads} - {text}:
            yield (log, LOG_HEADER, col), text
    for block in there.blocks.values():
        if block.titled:
            total = block.is_total and block.sheet != AGREEMENT
            title = TOTAL_LABEL if total else there.measures[block.measure].title
            yield (block.sheet, block.row, LABEL), translated(title, plan.language)


def words_in_no_table(reading: Reading, _results: Results) -> Iterator[Finding]:
    """What somebody typed on the Agreement sheet below, above or beside its tables."""
    there = reading.layout
    title, printed = there.titles[AGREEMENT], _printed(reading)
    ours = {(label.row, label.col) for label in there.labels(AGREEMENT)}
    ours |= {(row, col) for (sheet, row, col), _text in _fixed_labels(reading, AGREEMENT) if sheet == AGREEMENT}
    for (row_now, col_now), stored in reading.file.sheets.get(title, {}).items():
        text = label_text(stored.value).strip()
        home = there.moves.written((AGREEMENT, row_now, col_now))
        if not text or text in printed or (home and (home[1:] in ours or there.at(*home) is not None)):
            continue
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        yield finding("outside-of-tables", sheet=title, cell=a1(row_now, col_now), found=text, found_text=f"“{shown}”")


def _printed(reading: Reading) -> set[str]:
    """Return every text that the sheet itself prints outside of tables: headings, notes, heads and links."""
    plan, there = reading.plan, reading.layout
    # Links and titles on the sheet keep what the sheets were called when they were written.
    titles = {*there.titles.values(), *sheet_titles(plan.language).values()}
    texts = {*titles}
    for heading in there.headings:
        if heading.sheet == AGREEMENT:
            name, note = (with_label(text, plan.region_label, plan.language) for text in (heading.title, heading.note))
            texts |= {name, note, f"{heading.section}  {name}"}
    texts |= {head(axis, plan.region_label, plan.language) for axis in HEADS}
    texts |= {translated(measure.title, plan.language) for measure in there.measures.values()}
    links = {f"{mark[0]}{title}{mark[1]}".strip() for title in titles for mark in (("‹ ", ""), ("", " ›"))}
    return {text.strip() for text in texts} | links | {translated(PURPOSE, plan.language)}


AROUND_VALIDATIONS: tuple[Callable[[Reading, Results], Iterator[Finding]], ...] = (changed_labels, words_in_no_table)
