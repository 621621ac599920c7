"""From formulas over measure names to the formulas in the cells, for a layout wherever its blocks are.

`$` stands where a reference must not move when the formula is filled along its row or column, so one
formula serves a whole row, and an auditor reads it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product, repeat
from math import prod
from typing import NamedTuple

from slasheet.layout.layout import Block, Layout, Mirror
from slasheet.layout.moves import Place
from slasheet.layout.references import Reach, Reaches, Ref, Reference, parse
from slasheet.spreadsheet.addresses import column, quoted

#: What spreadsheets write where a formula refers to a cell that was deleted.
GONE = "#REF!"


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
        self.reaches = Reaches(layout)
        self.sizes = self.reaches.sizes
        self._known_references: dict[tuple[Reference, str], str] = {}

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
            part.reach.area.col_moves or not self.reaches.follows_column(part.ref, block)
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
            areas = map(Reference, repeat(area.sheet), tops, lefts, bottoms, rights, *map(repeat, area[5:]))
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

    def areas(self, name: str, index: int) -> list[Reference]:
        """Return the cells that the formula of a cell refers to, as written: its precedents."""
        block, at = self.layout.blocks[name], self._at(name, index)
        parts = parse(self.template(name, index))
        return [self.reaches.of(part, block, at).area for part in parts if not isinstance(part, str)]

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
            found = _Found(part, self.reaches.of(part, block, at))
            if not part.test:
                parts.append(found)
                continue
            bounds = None if part.label else self.measures[part.name].bounds
            head, *tail = (bounds.test("\0") if bounds else "ISNUMBER(\0)").split("\0")
            parts.append(head)
            for after in tail:
                parts += (found, after)
        return parts

    def _fixed_reference(self, area: Reference, here: str, marks: dict[int, str]) -> str:
        """Return an area that is the same in every row as a template writes it; kept where it is the same in every column, too."""
        if area.col_moves:
            return self._reference(area, here, marks).replace("%", "%%")
        text = self._known_references.get((area, here))
        if text is None:
            text = self._known_references[area, here] = self._reference(area, here, marks).replace("%", "%%")
        return text

    def _reference(self, area: Reference, here: str, marks: dict[int, str]) -> str:
        """Return an area as a formula on the sheet `here` writes it where it stands now."""
        if not self.still:
            corners = self.layout.moves.corners(
                (area.sheet, area.top, area.left), (area.sheet, area.bottom, area.right)
            )
            if corners is None:
                return GONE
            (sheet, top, left), (_, bottom, right) = corners
            area = Reference(sheet, top, left, bottom, right, *area[5:])
        letters = (_letters(area.left, area, marks), _letters(area.right, area, marks))
        return self._prefix(area.sheet, here) + _address(area, letters, (area.top + 1, area.bottom + 1))

    def _prefix(self, sheet: str, here: str) -> str:
        """Return what stands before an address of a sheet in a formula on the sheet `here`."""
        return "" if sheet == here else quoted(self.layout.titles[sheet]) + "!"


def _letters(col: int, area: Reference, marks: dict[int, str]) -> str:
    """Return the letters of a column that stays, or a mark in place of one that moves along the row."""
    return marks.setdefault(col, chr(len(marks))) if area.col_moves else "$" + column(col)


def _address(area: Reference, letters: Sequence[str], rows: Sequence[int | str]) -> str:
    """Return the address of an area from the letters and the rows of its corners."""
    down = "" if area.row_moves else "$"
    first = f"{letters[0]}{down}{rows[0]}"
    return f"{first}:{letters[1]}{down}{rows[1]}" if area.many else first


def _stepped(numbers: list[int], size: int, step: int) -> list[int]:
    """Return the numbers, each continued to as many as an axis has places, a step apart."""
    if step:
        return [number + step * place for number in numbers for place in range(size)]
    return [number for number in numbers for _ in range(size)]
