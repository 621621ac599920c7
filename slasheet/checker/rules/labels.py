"""What is said around the numbers: labels typed over or in another order, sheets copied, cells merged over a table.

A text is agreed on beside its label, so a label that reads otherwise changes what was agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from slasheet.checker.rules.rule import Results
from slasheet.layout.agreement import LABEL
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.builder import LOG_HEADER
from slasheet.layout.layout import TOTAL_LABEL, Block
from slasheet.layout.sheets import sheet_titles
from slasheet.plan.amounts import label_text
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.words import field_title
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Area
from slasheet.texts.findings import Finding, finding
from slasheet.texts.labels import label_key
from slasheet.texts.languages import LANGUAGES, _, n_, translated


def changed_labels(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Labels that refer to no other cell and read otherwise than they were written."""
    layout = reading.layout
    for (sheet, row, col), expected in fixed_labels(reading):
        place = (sheet, row, col)
        if layout.moves.now(place) is None:
            continue
        found = label_text(reading.book.cell(layout.titles[sheet], row, col).value)
        if found.strip() != expected:
            facts: dict[str, Any] = {"found_text": f"“{found}”", "expected_text": f"“{expected}”"}
            title, cell = layout.shown(place)
            yield finding("label-changed", sheet=title, cell=cell, found=found or None, expected=expected, **facts)  # fmt: skip


def fixed_labels(reading: Reading, *sheets: str) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Yield the labels that refer to no other cell, and the titles of single rows, with what they must read.

    `sheets` are the keys of those that matter; without any, all do.
    """
    layout, plan = reading.layout, reading.plan
    log = layout.blocks[LEAD_LOG.name].sheet
    for sheet, row, col, labels in layout.label_rows(*sheets):
        for along, label in enumerate(labels if sheet != log else ()):
            if not label.sources:
                yield (sheet, row, col + along), label.text
    heads = [field_title(field, plan.region_label, plan.language) for field in LOG_FIELDS]
    for col, text in enumerate(heads):
        # A head may be called otherwise, but not as another column.
        if reading.book.cell(layout.titles[log], LOG_HEADER, col).value in {*heads} - {text}:
            yield (log, LOG_HEADER, col), text
    for block in layout.blocks.values():
        if block.titled:
            total = block.is_total and block.sheet != AGREEMENT
            title = TOTAL_LABEL if total else layout.measures[block.measure].title
            yield (block.sheet, block.row, LABEL), translated(title, plan.language)


def copied_sheets(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Sheets that are headed like one of ours but are none: somebody may type into the wrong one."""
    titles = reading.layout.titles
    foreign = [title for title in reading.file.sheets if title not in titles.values()]
    if not foreign:
        return
    headed = {
        sheet_titles(language)[key]: key for language in LANGUAGES for key in titles if key not in ("start", "plan")
    }
    for title in foreign:
        head = reading.file.cell(title, 0, 0).value
        if isinstance(head, str) and head in headed:
            reader = _reader_of(reading, title)
            name = "copy-in-use" if reader else "sheet-copied"
            yield finding(name, sheet=title, cell="A1", found=title, title=titles[headed[head]], cells=reader)


def _reader_of(reading: Reading, title: str) -> str | None:
    """Return the first cell on a sheet of ours whose formula reads a sheet, as `Sheet!A1`."""
    spelled = re.escape(title.replace("'", "''"))
    reference = re.compile(rf"(?i)'{spelled}'!|(?<![\w.'\]]){spelled}!")
    for ours in reading.layout.keys:
        for (row, col), stored in sorted(reading.file.sheets.get(ours, {}).items()):
            if stored.formula is not None and reference.search(stored.formula):
                return f"{ours}!{a1(row, col)}"
    return None


def merged_cells(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Cells merged over a table that hide a value which still counts."""
    layout = reading.layout
    keys = layout.keys
    for title, areas in reading.file.merged.items():
        key = keys.get(title)
        for area in areas if key not in (None, "start", AGREEMENT, "plan") else ():
            hit = _hidden(reading, str(key), area)
            if hit:
                block = hit[0][0]
                first, last = a1(area.top, area.left), a1(area.bottom, area.right)
                hidden = n_("{count} value", "{count} values", len(hit)).format(count=len(hit))
                counts = n_("still counts", "still count", len(hit))
                yield finding("merged-input", sheet=title, cell=first, measure=block.measure, found=len(hit), area=f"{first}:{last}",
                              title=_(layout.measures[block.measure].title), hidden=hidden, counts=counts)  # fmt: skip


def _hidden(reading: Reading, key: str, area: Area) -> list[tuple[Block, int]]:
    """Return the cells of tables behind a merge in which something is typed, without the one that is seen."""
    layout, hit = reading.layout, []
    for (row, col), stored in reading.file.sheets[area.sheet].items():
        inside = area.top <= row <= area.bottom and area.left <= col <= area.right
        if not inside or (row, col) == (area.top, area.left) or stored.value in (None, ""):
            continue
        home = layout.moves.written((key, row, col))
        found = layout.at(*home) if home else None
        if found and layout.measures[found[0]].kind != "derived":
            hit.append((layout.blocks[found[0]], found[1]))
    return hit


def reordered_labels(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Regions and channels that stand in another order than they were written in, as after sorting."""
    written, plan = reading.written, reading.plan
    pairs: tuple[tuple[str, str, Sequence[str], Sequence[str]], ...] = (
        ("regions", _("The regions"), written.regions, plan.regions),
        ("channels", _("The channels"), [c.name for c in written.channels], [c.name for c in plan.channels]),
    )
    for measure, what, before, now in pairs:
        places = {label_key(label): place for place, label in enumerate(before)}
        if len({label_key(label) for label in now}) < len(now):
            # A name that is there twice is told as that.
            continue
        moved = [place for place, label in enumerate(now) if places.get(label_key(label), place) != place]
        if moved:
            sheet, cell = reading.layout.address(measure, moved[0])
            facts: dict[str, Any] = {"found_text": ", ".join(now), "expected_text": ", ".join(before)}
            yield finding("labels-reordered", sheet=sheet, cell=cell, measure=measure, found=list(now), expected=list(before), what=what, **facts)  # fmt: skip
