"""What is said around the numbers: labels typed over or in another order, sheets copied, cells merged over a table.

A text is agreed on beside its label, so a label that reads otherwise changes what was agreed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from slasheet.checker.rules.rule import Results
from slasheet.layout.agreement import LABEL
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.builder import LOG_HEADER
from slasheet.layout.layout import TOTAL_LABEL, Block
from slasheet.layout.moves import Place
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
            yield finding("sheet-copied", sheet=title, cell="A1", found=title, title=titles[headed[head]])


def merged_cells(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Cells merged over a table that hide a value which still counts."""
    layout = reading.layout
    keys = layout.keys
    for title, areas in reading.file.merged.items():
        key = keys.get(title)
        if key in (None, "start", AGREEMENT, "plan"):
            continue
        cells = reading.file.sheets[title].items()
        for area, spots in hidden_by(areas, (spot for spot, stored in cells if stored.value not in (None, ""))):
            hit = [block for spot in spots if (block := _typed_block(reading, (str(key), *spot)))]
            if hit:
                first, last = a1(area.top, area.left), a1(area.bottom, area.right)
                hidden = n_("{count} value", "{count} values", len(hit)).format(count=len(hit))
                counts = n_("still counts", "still count", len(hit))
                yield finding("merged-input", sheet=title, cell=first, measure=hit[0].measure, found=len(hit), area=f"{first}:{last}",
                              title=_(layout.measures[hit[0].measure].title), hidden=hidden, counts=counts)  # fmt: skip


def _typed_block(reading: Reading, place: Place) -> Block | None:
    """Return the table that a cell belongs to, None where it is none in which people type."""
    layout = reading.layout
    home = layout.moves.written(place)
    found = layout.at(*home) if home else None
    return layout.blocks[found[0]] if found and layout.measures[found[0]].kind != "derived" else None


def hidden_by(areas: Iterable[Area], cells: Iterable[tuple[int, int]]) -> Iterator[tuple[Area, list[tuple[int, int]]]]:
    """Yield every merged area behind which some of the cells are hidden, with those: all but the one that is seen.

    Areas that overlap, which no program writes, hide a cell once. Areas and cells are gone through once, row by row, so
    that sixty thousand areas over a log cost no more than they do elsewhere.
    """
    waiting = sorted(set(areas), key=lambda area: area.top, reverse=True)
    #: The areas that the row lies in, from left to right.
    lefts: list[int] = []
    across: list[Area] = []
    found: dict[Area, list[tuple[int, int]]] = {}
    for row, col in sorted(cells):
        while waiting and waiting[-1].top <= row:
            area = waiting.pop()
            at = bisect_left(lefts, area.left)
            at -= at > 0 and across[at - 1].right >= area.left
            while at < len(lefts) and lefts[at] <= area.right and across[at].bottom < row:
                del lefts[at], across[at]
            if area.bottom >= row and (at == len(lefts) or lefts[at] > area.right):
                lefts.insert(at, area.left)
                across.insert(at, area)
        at = bisect_right(lefts, col) - 1
        over = across[at] if at >= 0 else None
        if over and over.bottom >= row and col <= over.right and (row, col) != (over.top, over.left):
            found.setdefault(over, []).append((row, col))
    yield from found.items()


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
