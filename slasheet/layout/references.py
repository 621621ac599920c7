"""From a formula over measure names to the names in it, each with what it selects, and to the cells that they refer to.

`{deal_size}` is that measure at my own coordinates, `{leads_due month:*}` stands for all its months, `{@region}` for my
label; a `?` at the end asks whether what is there may be used. The cells are those that the layout wrote, and come with how
they move when the formula is filled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import NamedTuple

from slasheet.layout.layout import Block, Layout
from slasheet.plan.measures.agreement_tables import AXES as AGREEMENT_AXES

_SELECTOR = re.compile("([:=])")
_TOKEN = re.compile(r"\{([^{}]+)\}")
_SAME = {"month": "horizon", "horizon": "month"}
#: Axes whose labels are codes that formulas name.
_CODED = (
    "owner", "status", "input", "figure", "rule", "result", "field", "counted", "delivery", "mtd", "pair", "observed", "load", "term",
    "progress", *AGREEMENT_AXES,
    "score", "level",
)  # fmt: skip


class Ref(NamedTuple):
    """A name in a formula: a measure (or an axis label when `label`) with selectors per axis."""

    name: str
    selectors: tuple[tuple[str, str], ...]
    test: bool
    label: bool
    of: str | None


class Reference(NamedTuple):
    """Cells that a formula refers to; the flags say which sides move when it is filled."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    row_moves: bool = False
    col_moves: bool = False
    #: Written with a colon even where it is one cell: not every program takes a cell for a range.
    many: bool = False


class Reach(NamedTuple):
    """What a name in a formula refers to, and by how many rows and columns that moves per place along an axis."""

    area: Reference
    steps: Mapping[str, tuple[int, int]]


@lru_cache(maxsize=4096)
def parse(template: str) -> tuple[str | Ref, ...]:
    """Split a formula over measure names into text and references."""
    parts: list[str | Ref] = []
    end = 0
    for match in _TOKEN.finditer(template):
        if match.start() > end:
            parts.append(template[end : match.start()])
        parts.append(_parse_ref(match[1]))
        end = match.end()
    if end < len(template):
        parts.append(template[end:])
    return tuple(parts)


@lru_cache(maxsize=4096)
def _parse_ref(text: str) -> Ref:
    test = text.endswith("?")
    name, *words = text.rstrip("?").split(" ")
    if name.startswith("@"):
        return Ref(name[1:], (), test, True, words[0] if words else None)
    selectors = []
    for word in words:
        if word == "*":
            selectors.append(("*", "*"))
        else:
            axis, mark, value = _SELECTOR.split(word, maxsplit=1)
            selectors.append((axis, value if mark == ":" else "=" + value))
    return Ref(name, tuple(selectors), test, False, None)


class Reaches:
    """What the names in the formulas of a layout refer to; each is resolved once."""

    def __init__(self, layout: Layout) -> None:
        """Prepare for one layout."""
        self.layout, self.plan, self.measures = layout, layout.plan, layout.measures
        #: How many places each axis has.
        self.sizes = {axis: len(self.plan.axis(axis)) for m in self.measures.values() for axis in m.axes}
        self._places = {axis: {label: i for i, label in enumerate(self.plan.axis(axis))} for axis in _CODED}
        self._known: dict[tuple[object, ...], Reach] = {}
        self._known_strides: dict[tuple[str, ...], Sequence[int]] = {}

    def of(self, part: Ref, block: Block, at: dict[str, int]) -> Reach:
        """Return what a name refers to from a place of the block; along the axes that `at` lacks, from their first one."""
        if part.label:
            return self._label_reach(part, block, at)
        about = (part, block.row_axes, block.col_axis, *at.items())
        found = self._known.get(about)
        if found is None:
            found = self._known[about] = self._cells_reach(part, block, at)
        return found

    def _cells_reach(self, part: Ref, block: Block, at: dict[str, int]) -> Reach:
        """Return which cells of a measure a name refers to."""
        months = part.name == "months"
        target = self.layout.blocks["horizon" if months else part.name]
        axes = (*target.row_axes, *([target.col_axis] if target.col_axis else []))
        chosen = dict(part.selectors)
        everything = "*" in chosen
        many = "*" in chosen.values() or "quarter" in chosen.values()
        spans: list[tuple[int, int, str | None]] = []
        for axis in axes:
            size = self.plan.months if months else self.sizes[axis]
            selector = "*" if everything else chosen.get(axis, chosen.get("month") if axis == "horizon" else None)
            if selector == "*":
                last = self.plan.months if axis == "horizon" and "month" in chosen else size
                spans.append((0, last - 1, None))
            elif selector == "quarter":
                first = at["quarter"] * 3
                spans.append((first, min(first + 2, self.plan.months - 1), None))
            elif selector is None or selector[0] in "+-":
                mine = axis if axis in (*block.row_axes, block.col_axis) else _SAME[axis]
                place = at.get(mine, 0) + (int(selector) if selector else 0)
                spans.append((place, place, mine))
            else:
                fixed = self._places[axis][selector[1:]] if selector.startswith("=") else int(selector)
                spans.append((fixed, fixed, None))
        return self._rectangle(target, spans, block, at, many=many)

    def _rectangle(
        self, target: Block, spans: list[tuple[int, int, str | None]], block: Block, at: dict[str, int], *, many: bool
    ) -> Reach:
        left, right, mine = spans.pop() if target.col_axis else (0, 0, None)
        col_moves = mine is not None and mine == block.col_axis
        steps = {mine: (0, 1)} if mine is not None and mine not in at else {}
        top = bottom = 0
        row_moves = False
        for axis, stride, (low, high, mine) in zip(target.row_axes, self._strides(target), spans, strict=True):
            top, bottom = top + low * stride, bottom + high * stride
            row_moves = row_moves or (mine is not None and axis in block.row_axes)
            if mine is not None and mine not in at:
                steps[mine] = (stride, 0)
        row, col = target.row, target.col
        area = Reference(target.sheet, row + top, col + left, row + bottom, col + right, row_moves, col_moves, many)
        return Reach(area, steps)

    def _strides(self, block: Block) -> Sequence[int]:
        """Return by how many rows the next place along each axis of the rows lies further down."""
        found = self._known_strides.get(block.row_axes)
        if found is None:
            sizes = [self.sizes[axis] for axis in block.row_axes]
            found = [prod(sizes[place + 1 :]) for place in range(len(sizes))]
            self._known_strides[block.row_axes] = found
        return found

    def _label_reach(self, part: Ref, block: Block, at: dict[str, int]) -> Reach:
        target = self.layout.blocks[part.of] if part.of else block
        if part.name in target.labels:
            col = target.labels[part.name]
            if part.of:
                return Reach(Reference(target.sheet, target.row, col, target.row + target.rows - 1, col, many=True), {})
            row, stride = block.row, block.rows
            steps: dict[str, tuple[int, int]] = {}
            for axis in block.row_axes:
                stride //= self.sizes[axis]
                row += at.get(axis, 0) * stride
                steps |= {} if axis in at else {axis: (stride, 0)}
            return Reach(Reference(target.sheet, row, col, row, col, row_moves=True), steps)
        header = target.header if target.header is not None else target.row
        if part.of:
            return Reach(
                Reference(target.sheet, header, target.col, header, target.col + target.cols - 1, many=True), {}
            )
        axis = target.col_axis or part.name
        col = target.col + at.get(axis, 0)
        return Reach(
            Reference(target.sheet, header, col, header, col, col_moves=True), {} if axis in at else {axis: (0, 1)}
        )

    def follows_column(self, part: Ref, block: Block) -> bool:
        """Return whether the reference depends on my place along the row."""
        if part.label:
            return (
                part.of is None
                and block.col_axis is not None
                and part.name in (block.col_axis, _SAME.get(block.col_axis))
            )
        if block.col_axis is None:
            return False
        chosen = dict(part.selectors)
        if "*" in chosen:
            return False
        axes = self.measures[part.name].axes if part.name != "months" else ()
        return (
            any(axis not in chosen and axis in (block.col_axis, _SAME.get(block.col_axis)) for axis in axes)
            or "quarter" in chosen.values()
        )
