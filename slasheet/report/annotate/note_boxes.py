"""From the texts of a sheet's notes to the boxes that they are shown in: a drawing in VML, new or with ours put in.

Why no parser: programs write VML that is no sound XML, with `<br>` in it; shapes are found by their tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from slasheet.report.annotate.placing import Place
from slasheet.report.annotate.tags import Worksheet
from slasheet.report.annotate.xml_spans import UnfitError
from slasheet.texts.columns import display_width

_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{spaces}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:0;margin-top:0;'
    'width:{width}pt;height:{height}pt;z-index:{layer};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{spaces}>'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
)
_ANY_SHAPE = re.compile(rb"<([\w.-]+:)?shape\b(?:(?!<(?:[\w.-]+:)?shape\b).)*?</\1?shape\s*>", re.DOTALL)
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_END = re.compile(rb"</xml\s*>\s*$")
#: Pixels: of a box, of a letter, of a line.
_WIDTH, _WIDER, _LETTER, _LINE, _TALLEST = 340, 520, 6.2, 15, 640
_LAST_COLUMN, _LAST_ROW = 16_383, 1_048_575


class _Box(NamedTuple):
    anchor: tuple[int, ...]
    width: int
    height: int


def empty_drawing(number: int) -> bytes:
    """Return a drawing without shapes; `number` is one that no other drawing of the workbook has."""
    spaces = "".join(f' xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
    ids = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
    return f"<xml{spaces}>{ids}</xml>".encode()


def first_number(data: bytes) -> int:
    """Return the first number of a shape that a drawing may give out."""
    taken = [int(number) for number in _NUMBER.findall(data)]
    group = re.search(rb"""idmap\b[^>]*\bdata\s*=\s*["'](\d+)""", data)
    return max(taken, default=1024 * int(group[1] if group else 1)) + 1


def drawn(data: bytes, sheet: Worksheet, texts: Mapping[Place, str], gone: Collection[Place]) -> bytes:
    """Return a drawing with a box for each text, in place of the box that the cell had, and without those of the cells gone."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnfitError("is written in UTF-16")
    kept = _ANY_SHAPE.sub(lambda shape: b"" if _cell_of(shape[0]) in {*texts, *gone} else shape[0], data)
    end = _END.search(kept)
    if end is None:
        raise UnfitError("has no end")
    root = kept[: kept.index(b">", kept.index(b"<xml")) + 1]
    missing = "".join(
        f' xmlns:{name}="{uri}"' for name, uri in _SPACES.items() if f"xmlns:{name}=".encode() not in root
    )
    new = [] if b'"_x0000_t202"' in kept else [_KIND.format(spaces=missing)]
    number = first_number(data)
    for layer, (spot, text) in enumerate(sorted(texts.items())):
        box = _box(sheet, spot, text)
        new.append(
            _SHAPE.format(
                number=number + layer, width=round(box.width * 0.75), height=round(box.height * 0.75), layer=layer + 1,
                anchor=", ".join(map(str, box.anchor)), row=spot[0], col=spot[1], spaces=missing,
            )
        )  # fmt: skip
    return kept[: end.start()] + "".join(new).encode() + kept[end.start() :]


def _cell_of(shape: bytes) -> Place | None:
    """Return the cell whose note a shape shows, None for other shapes."""
    row, col = (re.search(rb"<(?:[\w.-]+:)?" + name + rb">\s*(\d+)\s*<", shape) for name in (b"Row", b"Column"))
    return (int(row[1]), int(col[1])) if row and col and re.search(rb"""ObjectType=["']Note["']""", shape) else None


def _box(sheet: Worksheet, spot: Place, text: str) -> _Box:
    """Return where a box stands, right of its cell, wide and tall enough for its text."""
    width = _WIDTH
    height = _height(text, width)
    if height > _TALLEST:
        width = _WIDER
        height = min(_height(text, width), _TALLEST)
    row, col = max(spot[0] - 1, 0), min(spot[1] + 1, _LAST_COLUMN)
    right, over = _reached(sheet.width, col, 12 + width, _LAST_COLUMN)
    bottom, under = _reached(sheet.height, row, 8 + height, _LAST_ROW)
    return _Box((col, 12, row, 8, right, over, bottom, under), width, height)


def _height(text: str, width: int) -> int:
    letters = int(width / _LETTER)
    return 12 + _LINE * sum(_lines(line, letters) for line in text.split("\n"))


def _lines(line: str, letters: int) -> int:
    """Return how many lines a line takes that is broken between words."""
    count, room = 1, letters
    for word in re.findall(r"\S+\s*", line):
        needed = display_width(word.rstrip())
        if needed > room and room < letters:
            count, room = count + 1, letters
        if needed > letters:
            count, room = count + needed // letters, letters - needed % letters
        else:
            room -= display_width(word)
    return count


def _reached(size: Callable[[int], int], start: int, pixels: int, last: int) -> tuple[int, int]:
    """Return the column (or row) that lies so many pixels from the beginning of one, and how far within it."""
    place = start
    while place < last:
        own = size(place)
        if pixels < own:
            break
        pixels -= own
        place += 1
    return place, pixels
