"""From formulas over measure names to the formulas in the cells, for a layout wherever its blocks are.

`$` stands where a reference must not move when the formula is filled along its row or column, so one
formula serves a whole row, and an auditor reads it once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from slasheet.addresses import column, quoted
from slasheet.agreement import AXES as AGREEMENT_AXES
from slasheet.blocks import Block, Label, Layout, Mirror
from slasheet.moves import Place

#: What spreadsheets write where a formula refers to a cell that was deleted.
GONE = "#REF!"
_TOKEN = re.compile(r"\{([^{}]+)\}")
_SAME = {"month": "horizon", "horizon": "month"}
#: Axes whose labels are codes that formulas name.
_CODED = (
    "owner", "status", "input", "figure", "rule", "result", "field", "counted", "delivery", "mtd", "pair", "observed", "load", "term",
    "progress", *AGREEMENT_AXES,
    "score", "level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ref:
    """A name in a formula: a measure (or an axis label when `label`) with selectors per axis."""

    name: str
    selectors: tuple[tuple[str, str], ...]
    test: bool
    label: bool
    of: str | None


@dataclass(frozen=True, slots=True)
class Area:
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
            axis, mark, value = re.split(r"([:=])", word, maxsplit=1)
            selectors.append((axis, value if mark == ":" else "=" + value))
    return Ref(name, tuple(selectors), test, False, None)


class Formulas:
    """The formulas of a layout."""

    def __init__(self, layout: Layout) -> None:
        """Prepare for one layout."""
        self.layout = layout
        self.plan = layout.plan
        self.measures = layout.measures
        self.still = layout.moves.still
        self.index = {axis: {label: i for i, label in enumerate(self.plan.axis(axis))} for axis in _CODED}
        self.sizes = {axis: len(self.plan.axis(axis)) for m in self.measures.values() for axis in m.axes}

    def column_of(self, name: str) -> Iterator[str]:
        """Yield the formula of every cell of a derived measure, in cell order."""
        block = self.layout.blocks[name]
        measure = self.measures[name]
        row_sizes = [self.sizes[axis] for axis in block.row_axes]
        for down in range(block.rows):
            at: dict[str, int] = {}
            rest = down
            for axis, size in zip(reversed(block.row_axes), reversed(row_sizes), strict=True):
                rest, at[axis] = divmod(rest, size)
            if block.col_axis is None:
                yield self._text(block, at)
                continue
            at[block.col_axis] = 0
            fills = self.layout.moves.shift_columns and block.col_axis not in measure.by
            pieces = self._row_pieces(block, at) if fills else None
            for along in range(block.cols):
                if pieces is None:
                    at[block.col_axis] = along
                    yield self._text(block, at)
                elif along == 0:
                    yield "".join(p if isinstance(p, str) else column(p) for p in pieces)
                else:
                    yield "".join([p if isinstance(p, str) else column(p + along) for p in pieces])

    def one(self, name: str, index: int) -> str:
        """Return the formula of one cell."""
        return self._text(self.layout.blocks[name], self._at(name, index))

    def template(self, name: str, index: int) -> str:
        """Return the formula over measure names that holds at a cell."""
        return self.measures[name].formula_at(self._at(name, index))

    def areas(self, name: str, index: int) -> list[Area]:
        """Return the cells that the formula of a cell refers to, as written: its precedents."""
        block, at = self.layout.blocks[name], self._at(name, index)
        return [self._area(part, block, at) for part in parse(self.template(name, index)) if isinstance(part, Ref)]

    def label(self, label: Label) -> str:
        """Return the formula of a printed label, `""` when it is fixed text."""
        refs = [self._fixed(self.layout.cell(name, index), label.sheet) for name, index in label.sources]
        if not refs:
            return ""
        if label.sources[0][0] == "horizon":
            return f'IF(ISNUMBER({refs[0]}),{refs[0]},"")'
        return f'{refs[0]}&""' if len(refs) == 1 else '&" > "&'.join(refs)

    def mirror(self, mirror: Mirror) -> str:
        """Return the formula of a cell that shows a result again."""
        return self._fixed(self.layout.cell(mirror.measure, 0), mirror.sheet)

    def month(self, index: int) -> str:
        """Return the formula of the label of month number `index` (from 1; month 0 is typed)."""
        place = self.layout.cell("horizon", index - 1)
        before = self._fixed(place, place[0]).replace("$", "")
        return f'IF(ISNUMBER({before}),EDATE({before},1),"")'

    def _fixed(self, place: Place, here: str) -> str:
        """Return the reference to one cell that does not move when the formula is filled."""
        now = self.layout.moves.now(place)
        if now is None:
            return GONE
        sheet, row, col = now
        prefix = "" if sheet == here else quoted(self.layout.titles[sheet]) + "!"
        return f"{prefix}${column(col)}${row + 1}"

    def _at(self, name: str, index: int) -> dict[str, int]:
        at = {}
        for axis in reversed(self.measures[name].axes):
            index, at[axis] = divmod(index, self.sizes[axis])
        return at

    def _text(self, block: Block, at: dict[str, int]) -> str:
        return "".join([p if isinstance(p, str) else column(p) for p in self._pieces(block, at)[0]])

    def _row_pieces(self, block: Block, at: dict[str, int]) -> list[str | int] | None:
        """Return the pieces of the formula at the first column, or None when the row has no single formula."""
        pieces, uniform = self._pieces(block, at)
        return pieces if uniform else None

    def _pieces(self, block: Block, at: dict[str, int]) -> tuple[list[str | int], bool]:
        pieces: list[str | int] = []
        uniform = True
        measure = self.measures[block.measure]
        template = measure.formula_at(at)
        for part in parse(template):
            if isinstance(part, str):
                pieces.append(part)
                continue
            area = self._area(part, block, at)
            uniform = uniform and (area.col_moves or not self._follows_column(part, block))
            ref = self._ref(area, block.sheet)
            if part.test:
                bounds = None if part.label else self.measures[part.name].bounds
                test = bounds.test("\0") if bounds else "ISNUMBER(\0)"
                head, *tail = test.split("\0")
                pieces.append(head)
                for after in tail:
                    pieces += [*ref, after]
            else:
                pieces += ref
        return pieces, uniform

    def _follows_column(self, part: Ref, block: Block) -> bool:
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

    def _ref(self, area: Area, here: str) -> list[str | int]:
        """Return a reference as pieces; a number is a column that moves along the row."""
        sheet, top, left, bottom, right = area.sheet, area.top, area.left, area.bottom, area.right
        if not self.still:
            corners = self.layout.moves.corners((sheet, top, left), (sheet, bottom, right))
            if corners is None:
                return [GONE]
            (sheet, top, left), (_, bottom, right) = corners
        prefix = "" if sheet == here else quoted(self.layout.titles[sheet]) + "!"
        pieces = [prefix, *self._corner(top, left, area)]
        if area.many:
            pieces += [":", *self._corner(bottom, right, area)]
        return pieces

    @staticmethod
    def _corner(row: int, col: int, area: Area) -> list[str | int]:
        down = f"{row + 1}" if area.row_moves else f"${row + 1}"
        return [col, down] if area.col_moves else [f"${column(col)}{down}"]

    def _area(self, part: Ref, block: Block, at: dict[str, int]) -> Area:
        if part.label:
            return self._label_area(part, block, at)
        months = part.name == "months"
        target = self.layout.blocks["horizon" if months else part.name]
        axes = (*target.row_axes, *([target.col_axis] if target.col_axis else []))
        chosen = dict(part.selectors)
        everything = "*" in chosen
        many = "*" in chosen.values() or "quarter" in chosen.values()
        spans: list[tuple[int, int, bool]] = []
        for axis in axes:
            size = self.plan.months if months else self.sizes[axis]
            selector = "*" if everything else chosen.get(axis, chosen.get("month") if axis == "horizon" else None)
            if selector == "*":
                last = self.plan.months if axis == "horizon" and "month" in chosen else size
                spans.append((0, last - 1, False))
            elif selector == "quarter":
                first = at["quarter"] * 3
                spans.append((first, min(first + 2, self.plan.months - 1), False))
            elif selector is None or selector[0] in "+-":
                mine = at[axis] if axis in at else at[_SAME[axis]]
                mine += int(selector) if selector else 0
                spans.append((mine, mine, True))
            else:
                fixed = self.index[axis][selector[1:]] if selector.startswith("=") else int(selector)
                spans.append((fixed, fixed, False))
        return self._rectangle(target, spans, block, many=many)

    def _rectangle(self, target: Block, spans: list[tuple[int, int, bool]], block: Block, *, many: bool) -> Area:
        along = spans.pop() if target.col_axis else (0, 0, False)
        top = bottom = 0
        row_moves = False
        for axis, (low, high, mine) in zip(target.row_axes, spans, strict=True):
            size = self.sizes[axis]
            top, bottom = top * size + low, bottom * size + high
            row_moves = row_moves or (mine and axis in block.row_axes)
        col_moves = (
            along[2] and block.col_axis is not None and target.col_axis in (block.col_axis, _SAME.get(block.col_axis))
        )
        return Area(
            target.sheet,
            target.row + top,
            target.col + along[0],
            target.row + bottom,
            target.col + along[1],
            row_moves,
            col_moves,
            many,
        )

    def _label_area(self, part: Ref, block: Block, at: dict[str, int]) -> Area:
        target = self.layout.blocks[part.of] if part.of else block
        if part.name in target.labels:
            col = target.labels[part.name]
            if part.of:
                return Area(target.sheet, target.row, col, target.row + target.rows - 1, col, many=True)
            row = block.row
            down = 0
            for axis in block.row_axes:
                down = down * self.sizes[axis] + at[axis]
            return Area(target.sheet, row + down, col, row + down, col, row_moves=True)
        header = target.header if target.header is not None else target.row
        if part.of:
            return Area(target.sheet, header, target.col, header, target.col + target.cols - 1, many=True)
        col = target.col + at[target.col_axis or part.name]
        return Area(target.sheet, header, col, header, col, col_moves=True)
