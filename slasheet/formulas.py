"""From formulas over measure names to the formulas in the cells, for a layout wherever its blocks are.

`$` stands where a reference must not move when the formula is filled along its row or column, so one
formula serves a whole row, and an auditor reads it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product, repeat
from math import prod
from typing import NamedTuple

from slasheet.addresses import column, quoted
from slasheet.agreement import AXES as AGREEMENT_AXES
from slasheet.blocks import Block, Layout, Mirror
from slasheet.moves import Place
from slasheet.references import Area, Reach, Ref, parse

#: What spreadsheets write where a formula refers to a cell that was deleted.
GONE = "#REF!"
_SAME = {"month": "horizon", "horizon": "month"}
#: Axes whose labels are codes that formulas name.
_CODED = (
    "owner", "status", "input", "figure", "rule", "result", "field", "counted", "delivery", "mtd", "pair", "observed", "load", "term",
    "progress", *AGREEMENT_AXES,
    "score", "level",
)  # fmt: skip


class _Found(NamedTuple):
    """A name in a formula, and what it refers to."""

    ref: Ref
    reach: Reach


_Part = str | _Found


class Formulas:
    """The formulas of a layout."""

    def __init__(self, layout: Layout) -> None:
        """Prepare for one layout."""
        self.layout = layout
        self.plan = layout.plan
        self.measures = layout.measures
        self.still = layout.moves.still
        self.index = {axis: {label: i for i, label in enumerate(self.plan.axis(axis))} for axis in _CODED}
        self._known_reaches: dict[tuple[object, ...], Reach] = {}
        self._known_references: dict[tuple[Area, str], str] = {}
        self._known_strides: dict[tuple[str, ...], Sequence[int]] = {}
        self.sizes = {axis: len(self.plan.axis(axis)) for m in self.measures.values() for axis in m.axes}

    def rows_of(self, name: str) -> Iterator[list[str]]:
        """Yield the formulas of a derived measure, a list for each row of its block.

        Rows with the same formula over measure names are filled together, whatever stands between them.
        """
        block, kinds = self.layout.blocks[name], [0]
        differing = [axis for axis in block.row_axes if axis in self.measures[name].by]
        for axis in block.row_axes:
            kinds = [kind * self.sizes[axis] for kind in kinds] if axis in differing else kinds
            kinds = _stepped(kinds, self.sizes[axis], int(axis in differing))
        places = product(*(range(self.sizes[axis]) for axis in differing))
        fills = [self._filled(block, dict(zip(differing, place, strict=True))) for place in places]
        return (next(fills[kind]) for kind in kinds)

    def _filled(self, block: Block, at: dict[str, int]) -> Iterator[list[str]]:
        """Yield the formulas of the rows at a place along the axes by which they differ."""
        axis = block.col_axis
        if axis is None:
            return self._rows(block, at, 1, self._parts(block, at))
        first = {**at, axis: 0}
        parts = self._parts(block, first)
        if axis not in self.measures[block.measure].by and self._serves_a_row(block, parts):
            return self._rows(block, first, block.cols, parts)
        others = ({**at, axis: along} for along in range(1, block.cols))
        cells = [
            self._rows(block, first, 1, parts),
            *(self._rows(block, at, 1, self._parts(block, at)) for at in others),
        ]
        return ([text for (text,) in row] for row in zip(*cells, strict=True))

    def _serves_a_row(self, block: Block, parts: Sequence[_Part]) -> bool:
        """Return whether one formula, filled along, serves a whole row."""
        return self.layout.moves.shift_columns and all(
            part.reach.area.col_moves or not self._follows_column(part.ref, block)
            for part in parts
            if not isinstance(part, str)
        )

    def _rows(self, block: Block, at: dict[str, int], cols: int, parts: Sequence[_Part]) -> Iterator[list[str]]:
        """Yield the formulas of so many columns from the place `at`, for every row of the block that lies there."""
        free = [self.sizes[axis] for axis in block.row_axes if axis not in at]
        text, varying, marks = self._template(block, at, parts)
        letters = [(mark, [column(col + along) for along in range(cols)]) for col, mark in marks.items()]
        for facts in zip(*varying, strict=True) if varying else repeat((), prod(free)):
            texts = [text % facts] * cols
            for mark, along in letters:
                texts = [each.replace(mark, letter) for each, letter in zip(texts, along, strict=True)]
            yield texts

    def _template(
        self, block: Block, at: dict[str, int], parts: Sequence[_Part]
    ) -> tuple[str, list[Sequence[int | str]], dict[int, str]]:
        """Return a formula with `%s` for what differs from row to row, what goes there, and marks for moving columns."""
        pieces: list[str] = []
        varying: list[Sequence[int | str]] = []
        marks: dict[int, str] = {}
        for part in parts:
            if isinstance(part, str):
                pieces.append(part.replace("%", "%%"))
                continue
            area, steps = part.reach
            if not steps:
                pieces.append(self._fixed_reference(area, block.sheet, marks))
                continue
            is_one = area.top == area.bottom and area.left == area.right
            tops = self._along(block, at, area.top, steps, 0)
            bottoms = tops if is_one else self._along(block, at, area.bottom, steps, 0)
            aside = any(right for _, right in steps.values())
            if self.still and not aside:
                letters = (_letters(area.left, area, marks), _letters(area.right, area, marks))
                pieces += (
                    self._prefix(area.sheet, block.sheet).replace("%", "%%"),
                    _address(area, letters, ("%s", "%s")),
                )
                varying += ([row + 1 for row in rows] for rows in (tops, bottoms)[: 1 + area.many])
                continue
            lefts = self._along(block, at, area.left, steps, 1)
            if self.still and is_one and not area.many and not area.col_moves:
                pieces += (self._prefix(area.sheet, block.sheet).replace("%", "%%"), _address(area, ("$%s",), ("%s",)))
                varying += ([column(col) for col in lefts], [row + 1 for row in tops])
                continue
            rights = lefts if is_one else self._along(block, at, area.right, steps, 1)
            areas = map(Area, repeat(area.sheet), tops, lefts, bottoms, rights, *map(repeat, area[5:]))
            pieces.append("%s")
            varying.append([self._reference(each, block.sheet, marks) for each in areas])
        return "".join(pieces), varying, marks

    def _along(
        self, block: Block, at: dict[str, int], first: int, steps: Mapping[str, tuple[int, int]], side: int
    ) -> list[int]:
        """Return the numbers of rows (side 0) or columns that a reference has from row to row, beginning with `first`."""
        numbers = [first]
        for axis in block.row_axes:
            if axis not in at:
                step = steps[axis][side] if axis in steps else 0
                numbers = _stepped(numbers, self.sizes[axis], step)
        return numbers

    def one(self, name: str, index: int) -> str:
        """Return the formula of one cell."""
        block, at = self.layout.blocks[name], self._at(name, index)
        ((text,),) = self._rows(block, at, 1, self._parts(block, at))
        return text

    def template(self, name: str, index: int) -> str:
        """Return the formula over measure names that holds at a cell."""
        return self.measures[name].formula_at(self._at(name, index))

    def areas(self, name: str, index: int) -> list[Area]:
        """Return the cells that the formula of a cell refers to, as written: its precedents."""
        block, at = self.layout.blocks[name], self._at(name, index)
        parts = parse(self.template(name, index))
        return [self._reach(part, block, at).area for part in parts if not isinstance(part, str)]

    def label(self, sheet: str, sources: Sequence[tuple[str, int]]) -> str:
        """Return the formula of a printed label on a sheet from the label cells it refers to, `""` when it is fixed text."""
        refs = [self._fixed(self.layout.cell(name, index), sheet) for name, index in sources]
        if not refs:
            return ""
        if sources[0][0] == "horizon":
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
        return f"{self._prefix(sheet, here)}${column(col)}${row + 1}"

    def _at(self, name: str, index: int) -> dict[str, int]:
        at = {}
        for axis in reversed(self.measures[name].axes):
            index, at[axis] = divmod(index, self.sizes[axis])
        return at

    def _parts(self, block: Block, at: dict[str, int]) -> list[_Part]:
        """Return the texts and references of the formula at a place, tests written out."""
        parts: list[_Part] = []
        for part in parse(self.measures[block.measure].formula_at(at)):
            if isinstance(part, str):
                parts.append(part)
                continue
            found = _Found(part, self._reach(part, block, at))
            if not part.test:
                parts.append(found)
                continue
            bounds = None if part.label else self.measures[part.name].bounds
            head, *tail = (bounds.test("\0") if bounds else "ISNUMBER(\0)").split("\0")
            parts.append(head)
            for after in tail:
                parts += (found, after)
        return parts

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

    def _fixed_reference(self, area: Area, here: str, marks: dict[int, str]) -> str:
        """Return an area that is the same in every row as a template writes it; kept where it is the same in every column, too."""
        if area.col_moves:
            return self._reference(area, here, marks).replace("%", "%%")
        text = self._known_references.get((area, here))
        if text is None:
            text = self._known_references[area, here] = self._reference(area, here, marks).replace("%", "%%")
        return text

    def _reference(self, area: Area, here: str, marks: dict[int, str]) -> str:
        """Return an area as a formula on the sheet `here` writes it where it stands now."""
        if not self.still:
            corners = self.layout.moves.corners(
                (area.sheet, area.top, area.left), (area.sheet, area.bottom, area.right)
            )
            if corners is None:
                return GONE
            (sheet, top, left), (_, bottom, right) = corners
            area = Area(sheet, top, left, bottom, right, *area[5:])
        letters = (_letters(area.left, area, marks), _letters(area.right, area, marks))
        return self._prefix(area.sheet, here) + _address(area, letters, (area.top + 1, area.bottom + 1))

    def _prefix(self, sheet: str, here: str) -> str:
        """Return what stands before an address of a sheet in a formula on the sheet `here`."""
        return "" if sheet == here else quoted(self.layout.titles[sheet]) + "!"

    def _reach(self, part: Ref, block: Block, at: dict[str, int]) -> Reach:
        """Return what a name refers to from a place of the block; along the axes that `at` lacks, from their first one."""
        if part.label:
            return self._label_reach(part, block, at)
        about = (part, block.row_axes, block.col_axis, *at.items())
        found = self._known_reaches.get(about)
        if found is None:
            found = self._known_reaches[about] = self._cells_reach(part, block, at)
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
                fixed = self.index[axis][selector[1:]] if selector.startswith("=") else int(selector)
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
        area = Area(target.sheet, row + top, col + left, row + bottom, col + right, row_moves, col_moves, many)
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
                return Reach(Area(target.sheet, target.row, col, target.row + target.rows - 1, col, many=True), {})
            row, stride = block.row, block.rows
            steps: dict[str, tuple[int, int]] = {}
            for axis in block.row_axes:
                stride //= self.sizes[axis]
                row += at.get(axis, 0) * stride
                steps |= {} if axis in at else {axis: (stride, 0)}
            return Reach(Area(target.sheet, row, col, row, col, row_moves=True), steps)
        header = target.header if target.header is not None else target.row
        if part.of:
            return Reach(Area(target.sheet, header, target.col, header, target.col + target.cols - 1, many=True), {})
        axis = target.col_axis or part.name
        col = target.col + at.get(axis, 0)
        return Reach(Area(target.sheet, header, col, header, col, col_moves=True), {} if axis in at else {axis: (0, 1)})


def _letters(col: int, area: Area, marks: dict[int, str]) -> str:
    """Return the letters of a column that stays, or a mark in place of one that moves along the row."""
    return marks.setdefault(col, chr(len(marks))) if area.col_moves else "$" + column(col)


def _address(area: Area, letters: Sequence[str], rows: Sequence[int | str]) -> str:
    """Return the address of an area from the letters and the rows of its corners."""
    down = "" if area.row_moves else "$"
    first = f"{letters[0]}{down}{rows[0]}"
    return f"{first}:{letters[1]}{down}{rows[1]}" if area.many else first


def _stepped(numbers: list[int], size: int, step: int) -> list[int]:
    """Return the numbers, each continued to as many as an axis has places, a step apart."""
    if step:
        return [number + step * place for number in numbers for place in range(size)]
    return [number for number in numbers for _ in range(size)]
