"""One cell of a calculated workbook altered in a way that people alter cells, and the workbook calculated again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ironcalc

from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Layout
from slasheet.layout.sheets import layout
from slasheet.plan.measure import Measure
from slasheet.plan.plan import Plan
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Book, Cells, ErrorValue, Line
from slasheet.spreadsheet.load import load_book
from slasheet.writer.workbook import write

_REF = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?![\d(])")
_RANGE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+):(\$?)([A-Z]{1,3})(\$?)(\d+)")
_SWAPS = (
    ("*", "/"),
    ("/", "*"),
    ("+", "-"),
    ("-", "+"),
    (">=", "<="),
    ("<=", ">="),
    (">", "<"),
    ("<", ">"),
    ("=", "<>"),
    ("SUM(", "COUNT("),
    ("COUNT(", "SUM("),
)
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")


def neighbouring_row(formula: str) -> str | None:
    """Refer to the row below in the first reference."""
    return _outside_quotes(formula, lambda text: _REF.sub(lambda m: f"{m[1]}{int(m[2]) + 1}", text, count=1))


def swapped_operator(formula: str) -> str | None:
    """Swap the first operator or sum."""
    for old, new in _SWAPS:
        swapped = _outside_quotes(formula, lambda text, old=old, new=new: text.replace(old, new, 1))
        if swapped:
            return swapped
    return None


def widened_range(formula: str) -> str | None:
    """Let the first range take one more row at its end, or one more column when it lies along a row."""
    return _outside_quotes(formula, lambda text: _RANGE.sub(lambda m: _stretched(m, 1), text, count=1))


def narrowed_range(formula: str) -> str | None:
    """Let the first range that has several cells lose the last."""
    return _outside_quotes(formula, lambda text: _RANGE.sub(lambda m: _stretched(m, -1), text, count=1))


def _stretched(match: re.Match[str], by: int) -> str:
    d1, left, d2, top, d3, right, d4, bottom = match.groups()
    if (left == right and top != bottom) or ((left, top) == (right, bottom) and by > 0):
        bottom = str(int(bottom) + by)
    elif left != right:
        right = right[:-1] + chr(ord(right[-1]) + by)
    return f"{d1}{left}{d2}{top}:{d3}{right}{d4}{bottom}"


def _outside_quotes(formula: str, change: Callable[[str], str]) -> str | None:
    """Apply a change to the first part outside quotes that it alters; None when there is none."""
    parts = _QUOTED.split(formula)
    for number in range(0, len(parts), 2):
        changed = change(parts[number])
        if changed != parts[number]:
            return "".join([*parts[:number], changed, *parts[number + 1 :]])
    return None


ALTERATIONS: dict[str, Callable[[str], str | None]] = {
    "constant": lambda _: "4242.25",
    "neighbouring row": neighbouring_row,
    "swapped operator": swapped_operator,
    "widened range": widened_range,
    "narrowed range": narrowed_range,
}


class SameFormulas(Formulas):
    """The formulas of one workbook, made once however often it is checked: no alteration moves a table or renames a label."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self.rows: dict[str, list[list[str]]] = {}

    def rows_of(self, name: str) -> Iterator[list[str]]:
        if name not in self.rows:
            self.rows[name] = list(super().rows_of(name))
        yield from self.rows[name]


@dataclass
class Victim:
    """A workbook held by an engine, ready to be altered cell by cell."""

    plan: Plan
    layout: Layout
    book: Book
    model: ironcalc.Model
    sheets: dict[str, int]

    @classmethod
    def of(cls, plan: Plan, folder: Path) -> Victim:
        """Write the plan's workbook and load it into the engine."""
        path = folder / "victim.xlsx"
        write(plan, path)
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
        model.evaluate()
        sheets = {sheet["name"]: number for number, sheet in enumerate(model.get_worksheets_properties())}
        return cls(plan, layout(plan), load_book(path), model, sheets)

    def altered(self, title: str, row: int, col: int, text: str) -> Book:
        """Return the workbook as it reads after the cell was altered and everything calculated again."""
        sheet, formula = self.sheets[title], text[1:] if text.startswith("=") else None
        before = self.model.get_cell_content(sheet, row + 1, col + 1)
        self.model.set_user_input(sheet, row + 1, col + 1, text)
        self.model.evaluate()
        sheets = {name: Cells(dict(self._calculated(name))) for name in self.book.sheets}
        cols, values, formulas = sheets[title].lines[row]
        at = cols.index(col)
        values = [*values[:at], self._value(sheet, row, col), *values[at + 1 :]]
        sheets[title].lines[row] = Line(cols, values, [*formulas[:at], formula, *formulas[at + 1 :]])
        self.model.set_user_input(sheet, row + 1, col + 1, before)
        return Book(self.book.path, sheets, self.book.names)

    def _calculated(self, title: str) -> Iterator[tuple[int, Line]]:
        """Yield the rows of a sheet with the values that the engine has for their formulas."""
        sheet = self.sheets[title]
        for row, (cols, values, formulas) in Cells.of(self.book.sheets[title]).lines.items():
            cells = zip(cols, values, formulas, strict=True)
            found = [value if formula is None else self._value(sheet, row, col) for col, value, formula in cells]
            yield row, Line(cols, found, formulas)

    def _value(self, sheet: int, row: int, col: int) -> float | str | bool | None:
        value = self.model.get_cell_value(sheet, row + 1, col + 1)
        if type(value) is not str:
            return value
        return ErrorValue(value) if value.startswith("#") else value or None

    def targets(self) -> Iterator[tuple[str, int, str, int, int, str]]:
        """Yield a cell of every derived measure, not at an edge where there is room: measure, number, sheet, row, column, formula."""
        for name, measure in self.layout.measures.items():
            if measure.kind == "derived":
                index = self.plan.size(measure.axes) // 2
                key, row, col = self.layout.cell(name, index)
                title = self.layout.titles[key]
                formula = self.book.cell(title, row, col).formula
                assert formula is not None, a1(row, col)
                yield name, index, title, row, col, formula

    def lines(self) -> Iterator[tuple[str, int, str, int, int, str]]:
        """Yield a cell of every other formula of the measures that have several, as tables with a figure a line."""
        for name, measure in self.layout.measures.items():
            if measure.kind != "derived" or not measure.by:
                continue
            middle = self.plan.size(measure.axes) // 2
            seen = {self._line(measure, middle)}
            for index in range(self.plan.size(measure.axes)):
                if (line := self._line(measure, index)) not in seen:
                    seen.add(line)
                    key, row, col = self.layout.cell(name, index)
                    title = self.layout.titles[key]
                    yield name, index, title, row, col, str(self.book.cell(title, row, col).formula)

    def _line(self, measure: Measure, index: int) -> tuple[str, ...]:
        at = self.plan.at(measure.axes, index)
        return tuple(at[axis] for axis in measure.by)
