"""A written workbook with the number formats of some cells changed, and with other parts of it rewritten."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from slasheet.layout.layout import Layout

_STYLES = "xl/styles.xml"
#: Cells by measure and number, each with a number format and, where it changes, its stored value.
Formats = Mapping[tuple[str, int], tuple[str, float | None]]


def formatted(source: Path, target: Path, layout: Layout, formats: Formats) -> Path:
    """Write a copy of a workbook as slasheet writes it in which some cells have another number format."""
    with zipfile.ZipFile(source) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    for number, ((measure, index), (code, value)) in enumerate(formats.items()):
        style = len(re.findall("<xf ", parts[_STYLES].partition("<cellXfs")[2].partition("</cellXfs>")[0]))
        listed = f'<numFmt numFmtId="{900 + number}" formatCode={quoteattr(code)}/></numFmts>'
        parts[_STYLES] = parts[_STYLES].replace("</numFmts>", listed)
        parts[_STYLES] = parts[_STYLES].replace("</cellXfs>", f'<xf numFmtId="{900 + number}"/></cellXfs>')
        title, cell = layout.address(measure, index)
        part = f"xl/worksheets/sheet{[*layout.titles.values()].index(title) + 1}.xml"
        pattern = rf'<c r="{cell}"( s="\d+")?([^>]*?)(/>|>(<f>.*?</f>)?(<v>.*?</v>)?</c>)'

        def changed(seen: re.Match[str], cell: str = cell, style: int = style, value: float | None = value) -> str:
            held = (seen[4] or "") + ((seen[5] or "") if value is None else f"<v>{value}</v>")
            return f'<c r="{cell}" s="{style}"{seen[2]}>{held}</c>'

        parts[part], times = re.subn(pattern, changed, parts[part])
        assert times == 1, (title, cell)
    return rewritten(parts, target)


def rewritten(parts: Mapping[str, str], target: Path) -> Path:
    """Write a workbook from its parts."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, text in parts.items():
            copy.writestr(name, text)
    return target


def with_part(source: Path, target: Path, part: str, old: str, new: str) -> Path:
    """Write a copy of a workbook in which a text of a part is another."""
    with zipfile.ZipFile(source) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert old in parts[part], old
    return rewritten({**parts, part: parts[part].replace(old, new)}, target)
