"""From the XML of a worksheet and cells to restyle to the same XML with other styles and nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from slasheet.report.annotate.placing import Place
from slasheet.report.annotate.tags import Worksheet
from slasheet.report.annotate.xml_spans import Splice, spliced, tag_at, with_attributes
from slasheet.spreadsheet.addresses import a1, place


def restyled(sheet: Worksheet, styles: Mapping[Place, int], more: list[Splice]) -> bytes:
    """Return the worksheet with other styles for some cells, and what else is put in; cells not there are put in."""
    splices = list(more)
    new: dict[int, dict[int, int]] = {}
    for (row, col), style in styles.items():
        _old, start = sheet.style_of(row, col)
        if start is None:
            new.setdefault(row, {})[col] = style
        else:
            tag = tag_at(sheet.data, start)
            splices.append(Splice(start, start + len(tag), with_attributes(tag, s=style)))
    splices += _put_in(sheet, new)
    if new and sheet.dimension is not None:
        splices += _wider(sheet, sheet.dimension, new)
    return spliced(sheet.data, splices)


def _put_in(sheet: Worksheet, new: Mapping[int, Mapping[int, int]]) -> list[Splice]:
    """Return what puts cells in that are not there, in their rows or in rows of their own."""
    p, splices = sheet.prefix, []
    empty_grid = tag_at(sheet.data, sheet.grid).endswith(b"/>")
    rows_of_grid = []
    for row, cells in sorted(new.items()):
        found = sheet.rows.get(row)
        if found is None:
            inside = "".join(_cell(p, row, col, style) for col, style in sorted(cells.items()))
            whole = f'<{p}row r="{row + 1}">{inside}</{p}row>'.encode()
            if empty_grid:
                rows_of_grid.append(whole)
            else:
                splices.append(Splice(sheet.gaps[row], sheet.gaps[row], whole))
            continue
        tag = tag_at(sheet.data, found.start)
        wide = _spanning(tag, cells)
        if tag.endswith(b"/>"):
            inside = "".join(_cell(p, row, col, style) for col, style in sorted(cells.items()))
            whole = wide[:-2].rstrip() + b">" + inside.encode() + f"</{p}row>".encode()
            splices.append(Splice(found.start, found.start + len(tag), whole))
            continue
        if wide != tag:
            splices.append(Splice(found.start, found.start + len(tag), wide))
        for col, style in sorted(cells.items()):
            at = next((start for seen, start, _style in found.cells if seen > col), found.end)
            splices.append(Splice(at, at, _cell(p, row, col, style).encode()))
    if rows_of_grid:
        start, tag = sheet.grid, tag_at(sheet.data, sheet.grid)
        whole = tag[:-2].rstrip() + b">" + b"".join(rows_of_grid) + f"</{p}sheetData>".encode()
        splices.append(Splice(start, start + len(tag), whole))
    return splices


def _cell(prefix: str, row: int, col: int, style: int) -> str:
    return f'<{prefix}c r="{a1(row, col)}" s="{style}"/>'


def _spanning(tag: bytes, cells: Collection[int]) -> bytes:
    """Return the tag of a row whose spans take in new cells."""
    spans = re.search(rb"""\sspans\s*=\s*["'](\d+):(\d+)["']""", tag)
    if not spans:
        return tag
    first, last = min(int(spans[1]), min(cells) + 1), max(int(spans[2]), max(cells) + 1)
    return tag if (first, last) == (int(spans[1]), int(spans[2])) else with_attributes(tag, spans=f"{first}:{last}")


def _wider(sheet: Worksheet, start: int, new: Mapping[int, Mapping[int, int]]) -> list[Splice]:
    """Return what makes the stated size of the sheet take in new cells."""
    tag = tag_at(sheet.data, start)
    stated = re.search(rb"""\sref\s*=\s*["']([A-Z]+\d+)(?::([A-Z]+\d+))?["']""", tag)
    if not stated:
        return []
    first, last = place(stated[1].decode()), place((stated[2] or stated[1]).decode())
    cols = [col for cells in new.values() for col in cells]
    top, left = min(first[0], *new), min(first[1], *cols)
    bottom, right = max(last[0], *new), max(last[1], *cols)
    if ((top, left), (bottom, right)) == (first, last):
        return []
    ends = [a1(top, left), a1(bottom, right)]
    ref = ends[0] if ends[0] == ends[1] else ":".join(ends)
    return [Splice(start, start + len(tag), with_attributes(tag, ref=ref))]
