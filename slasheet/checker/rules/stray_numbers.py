"""Numbers that somebody typed where no table is, however far off: no formula of ours counts on them."""

from __future__ import annotations

from collections.abc import Iterator

from slasheet.checker.rules.outside_tables import labels_outside
from slasheet.checker.rules.rule import Results
from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.moves import Place
from slasheet.plan.amounts import amount
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Cells
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import n_

#: Sheets that have checks of their own for what stands beside their tables, and the hidden one.
_ELSEWHERE = (AGREEMENT, "scoring", "plan")
#: So many cells are named.
_NAMED = 3


def numbers_in_no_table(reading: Reading, results: Results) -> Iterator[Finding]:
    """Numbers outside of all tables of a sheet, but for those that are told with the label beside them."""
    layout = reading.layout
    for key, title in layout.titles.items():
        if key in _ELSEWHERE or title not in reading.file.sheets:
            continue
        stray = list(_stray(reading, key, title))
        if not stray:
            continue
        labels = {(label.row, label.col) for label in layout.labels(key)}
        labels |= {(mirror.row, mirror.col) for mirror in layout.mirrors if mirror.sheet == key}
        told = [found for found in labels_outside(reading, results) if found.sheet == title]
        rows, cols = ({_part(found.cell or "", letters=letters) for found in told} for letters in (False, True))
        left = []
        for row, col, value, home in stray:
            cell = a1(row, col)
            beside = _part(cell, letters=False) in rows or _part(cell, letters=True) in cols
            if not beside and (home is None or home[1:] not in labels):
                left.append((cell, value))
        if left:
            places = ", ".join(cell for cell, _value in left[:_NAMED])
            counted = n_("{count} number", "{count} numbers", len(left)).format(count=amount(len(left), "count"))
            shown = places if len(left) <= _NAMED else f"{places}, …"
            yield finding("number-outside", sheet=title, cell=left[0][0], found=left[0][1], count=counted, places=shown)


def _part(cell: str, *, letters: bool) -> str:
    """Return the letters or the digits of a cell's address."""
    return "".join(sign for sign in cell if sign.isalpha() == letters)


def _stray(reading: Reading, key: str, title: str) -> Iterator[tuple[int, int, float, Place | None]]:
    """Yield the numbers that were typed into no cell of a block: where they are now, and where that was written."""
    layout = reading.layout
    log = layout.blocks[LEAD_LOG.name]
    spans: dict[int, list[tuple[int, int]]] = {}
    for block in layout.blocks.values():
        if block.sheet == key:
            for row in range(block.row, block.row + block.rows):
                spans.setdefault(row, []).append((block.col, block.col + block.cols))
    for row, (cols, values, formulas) in Cells.of(reading.file.sheets[title]).lines.items():
        if None not in formulas:
            continue
        for col, value, formula in zip(cols, values, formulas, strict=True):
            if formula is not None or not isinstance(value, int | float) or isinstance(value, bool):
                continue
            home = layout.moves.written((key, row, col))
            if home is None:
                yield row, col, value, None
                continue
            if key == log.sheet and log.col <= home[2] < log.col + log.cols:
                # Above and below the log its own check tells of them.
                continue
            if key == "start" and home[2] == 0:
                # Where the steps are numbered.
                continue
            if home[0] != key or any(left <= home[2] < right for left, right in spans.get(home[1], ())):
                continue
            yield row, col, value, home
