"""From the styles of a workbook and a cell's style to the style that marks it: another line and paper, all else the same.

A mark is known again by its line and its colour, also after another program has saved the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from slasheet.report.annotate.xml_spans import (
    Node,
    Splice,
    appended,
    inserted,
    parsed,
    prefix_of,
    spliced,
    with_attributes,
)
from slasheet.writer.styles import MARKS

_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{uri}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    "</cellXfs></styleSheet>"
)
_NONE = (
    b'<{p}fill><{p}patternFill patternType="none"/></{p}fill><{p}fill><{p}patternFill patternType="gray125"/></{p}fill>'
)
_SIDES = ("left", "right", "top", "bottom")


class _Look(NamedTuple):
    """A cell format in numbers; `kept` is all of it that a mark leaves as it is."""

    tag: bytes
    rest: bytes
    kept: tuple[object, ...]
    fill: int
    border: int


def empty_styles(uri: str) -> bytes:
    """Return the styles of a workbook that has none."""
    return _EMPTY.format(uri=uri).encode()


class Marks:
    """The cell formats of one workbook, with those added that mark cells."""

    def __init__(self, data: bytes) -> None:
        """Read the formats."""
        self.data, self.root, self.prefix = data, parsed(data), prefix_of(data)
        self.fills = [_paper(node) for node in self._items("fills")]
        self.borders = [_line(node) for node in self._items("borders")]
        self.looks = [self._look(node) for node in self._items("cellXfs")]
        self.known = {number: kind for number, look in enumerate(self.looks) if (kind := self._kind(look))}
        self.new_fills: dict[str, int] = {}
        self.new_borders: dict[str, int] = {}
        self.new_looks: dict[tuple[int, str], int] = {}
        self.tags: list[bytes] = []

    def _items(self, name: str) -> list[Node]:
        section = self.root.first(name)
        return section.children if section else []

    def _look(self, node: Node) -> _Look:
        rest = self.data[node.inner : node.end]
        attrs = node.attrs
        ids = tuple(int(attrs.get(name, 0)) for name in ("numFmtId", "fontId", "xfId"))
        parts = tuple((child.name, tuple(sorted(child.attrs.items()))) for child in node.children)
        fill, border = int(attrs.get("fillId", 0)), int(attrs.get("borderId", 0))
        return _Look(self.data[node.start : node.inner], rest, (*ids, parts), fill, border)

    def _kind(self, look: _Look) -> str | None:
        """Return as what a format marks a cell, None when it does not."""
        line = self.borders[look.border] if look.border < len(self.borders) else None
        paper = self.fills[look.fill] if look.fill < len(self.fills) else None
        for kind, (style, colour, own) in MARKS.items():
            if line == (style, _argb(colour)) and (own is None or paper == _argb(own)):
                return kind
        return None

    def unmarked(self, style: int, beside: Iterator[int]) -> int:
        """Return the format that a marked cell had: the first one beside it that differs in nothing but the mark."""
        kind = self.known.get(style)
        if kind is None:
            return style
        look = self.looks[style]
        for other in beside:
            if other in self.known or other >= len(self.looks):
                continue
            seen = self.looks[other]
            if seen.kept == look.kept and (MARKS[kind][2] is not None or seen.fill == look.fill):
                return other
        return self._added(style, "", 0 if MARKS[kind][2] is not None else look.fill, 0)

    def marked(self, style: int, kind: str) -> int:
        """Return the format of a cell with a mark; `style` is the one without."""
        style = style if style < len(self.looks) else 0
        paper = MARKS[kind][2]
        fill = self.looks[style].fill if self.looks else 0
        if paper:
            fill = self.new_fills.setdefault(kind, max(len(self.fills), 2) + len(self.new_fills))
        border = self.new_borders.setdefault(kind, max(len(self.borders), 1) + len(self.new_borders))
        return self._added(style, kind, fill, border)

    def _added(self, style: int, kind: str, fill: int, border: int) -> int:
        key = style, kind
        if key not in self.new_looks:
            plain = f'<{self.prefix}xf numFmtId="0" fontId="0" xfId="0"/>'.encode()
            tag, rest = (self.looks[style].tag, self.looks[style].rest) if self.looks else (plain, b"")
            tag = with_attributes(tag, fillId=fill, borderId=border, applyFill=1, applyBorder=1)
            self.tags.append(tag + rest)
            self.new_looks[key] = max(len(self.looks), 1) + len(self.new_looks)
        return self.new_looks[key]

    def written(self) -> bytes:
        """Return the styles with the formats that were added; the same bytes when there are none."""
        fills = [self._fill(str(MARKS[kind][2])) for kind in self.new_fills]
        borders = [self._border(*MARKS[kind][:2]) for kind in self.new_borders]
        splices: list[Splice] = []
        missing: list[bytes] = []
        for name, added in (("fills", fills), ("borders", borders), ("cellXfs", self.tags)):
            if added:
                splices += self._with(name, added, missing)
        if missing:
            splices.append(self._put_in(b"".join(missing)))
        return spliced(self.data, splices)

    def _with(self, name: str, added: list[bytes], missing: list[bytes]) -> list[Splice]:
        section = self.root.first(name)
        p = self.prefix
        if section is None or not section.children:
            usual = {
                "fills": [_NONE.replace(b"{p}", p.encode())],
                "borders": [f"<{p}border/>".encode()],
                "cellXfs": [f'<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'.encode()],
            }[name]
            count = len(added) + (2 if name == "fills" else 1)
            whole = f'<{p}{name} count="{count}">'.encode() + b"".join([*usual, *added]) + f"</{p}{name}>".encode()
            if section is None:
                missing.append(whole)
                return []
            return [Splice(section.start, section.end, whole)]
        tag = with_attributes(self.data[section.start : section.inner], count=len(section.children) + len(added))
        return [Splice(section.start, section.inner, tag), appended(self.data, section, b"".join(added))]

    def _put_in(self, new: bytes) -> Splice:
        """Return what puts sections in that were missing: behind those that come before all of them."""
        before = [node for name in ("numFmts", "fonts") for node in [self.root.first(name)] if node]
        at = max((node.end for node in before), default=self.root.inner)
        return inserted(self.data, self.root, at, new)

    def _fill(self, paper: str) -> bytes:
        p = self.prefix
        inside = f'<{p}fgColor rgb="{_argb(paper)}"/><{p}bgColor indexed="64"/>'
        return f'<{p}fill><{p}patternFill patternType="solid">{inside}</{p}patternFill></{p}fill>'.encode()

    def _border(self, style: str, colour: str) -> bytes:
        p = self.prefix
        sides = "".join(f'<{p}{side} style="{style}"><{p}color rgb="{_argb(colour)}"/></{p}{side}>' for side in _SIDES)
        return f"<{p}border>{sides}<{p}diagonal/></{p}border>".encode()


def _argb(colour: str) -> str:
    return "FF" + colour.removeprefix("#")


def _paper(fill: Node) -> str | None:
    """Return the colour of a plain fill."""
    for node in fill.within():
        if node.name == "fgColor":
            return node.attrs.get("rgb")
    return None


def _line(border: Node) -> tuple[str, str] | None:
    """Return style and colour of a border that is the same on all sides."""
    sides = set()
    for side in border.children:
        if side.name in _SIDES and side.children:
            sides.add((side.attrs.get("style", ""), side.children[0].attrs.get("rgb", "")))
    return sides.pop() if len(sides) == 1 else None
