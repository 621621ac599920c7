"""What is said around the numbers: labels typed over or in another order, sheets copied, cells merged over a table.

A text is agreed on beside its label, so a label that reads otherwise changes what was agreed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slasheet.checker.rules.rule import Results
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.layout import Block, Layout
from slasheet.layout.moves import Place
from slasheet.layout.sheets import sheet_titles
from slasheet.layout.wording import Role, Wording, wording
from slasheet.plan.amounts import label_text
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.policies import contradicts
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Area
from slasheet.texts.findings import Finding, finding
from slasheet.texts.labels import label_key, text_key
from slasheet.texts.languages import LANGUAGES, _, n_, p_


def changed_labels(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Texts that say what a number is, or how the plan counts, and read otherwise than they were written."""
    layout = reading.layout
    changed = _changed(reading)
    meant_alike = _alternatives(reading, {sheet for sheet, _row, _col in changed}) if changed else ()
    for place, (text, role) in changed.items():
        found = label_text(reading.at(place))
        if any(text_key(texts[place].text) == text_key(found) for texts in meant_alike if place in texts):
            continue
        name = "policy-contradicted" if role is Role.POLICY and contradicts(found, text) else "label-changed"
        facts: dict[str, Any] = {"found_text": f"“{found}”", "expected_text": f"“{text}”"}
        title, cell = layout.shown(place)
        yield finding(name, sheet=title, cell=cell, found=found or None, expected=text, **facts)


def _changed(reading: Reading) -> Mapping[Place, Wording]:
    """Return the texts that say what a number is, as written, where another stands now."""
    texts = wording(as_written(reading))
    log = reading.layout.blocks[LEAD_LOG.name].sheet
    heads = {text_key(each.text) for (sheet, *_at), each in texts.items() if sheet == log and each.names_number}

    def is_changed(place: Place, text: str) -> bool:
        found = text_key(label_text(reading.at(place)))
        # A head of the log may be called otherwise, but not as another column.
        return found != text_key(text) and (place[0] != log or found in heads)

    return {
        place: each
        for place, each in texts.items()
        if each.names_number and is_changed(place, each.text) and reading.layout.moves.now(place)
    }


def as_written(reading: Reading) -> Layout:
    """Return the layout with the titles of sheets and the names that the workbook was written with."""
    written = reading.written
    return replace(reading.layout, plan=written, titles=sheet_titles(written.language, written.edition))


def _alternatives(reading: Reading, sheets: Collection[str]) -> Sequence[Mapping[Place, Wording]]:
    """Return the texts of some sheets as they may read as well: in another language, with the names and titles of now.

    A language has its own word for regions, too.
    """
    layout, written = reading.layout, reading.written
    kinds = {
        (label, language, now)
        for language in LANGUAGES
        for label in (written.region_label, reading.plan.region_label, p_("in a sentence", "region", language))
        for now in (False, True)
    }
    return [
        wording(
            replace(
                layout,
                titles=layout.titles if now else sheet_titles(language, written.edition),
                plan=replace(reading.plan if now else written, language=language, region_label=label),
            ),
            *sheets,
        )
        for label, language, now in kinds
    ]


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
