"""From a formula that people typed to what it gives now, where references and plain arithmetic are all there is in it.

In comes a workbook with the cells where they stand; out go the value that the stored values give, and the cells that it
rests on. Nothing runs: a formula is read piece by piece, and what goes beyond is not answered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slasheet.recompute.rounding import round_decimals
from slasheet.spreadsheet.addresses import a1, quoted
from slasheet.spreadsheet.book import Area, Book, ErrorValue, Stored, Value, parse_area

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<text>"(?:[^"]|"")*+")
  | (?P<cells>(?:(?:'(?:[^']|'')++'|[^\W\d][\w.]*+)!)?{_CELL}(?::{_CELL})?(?![\w.(!:\[]))
  | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
  | (?P<function>[^\W\d][\w.]*+\()
  | (?P<name>[^\W\d][\w.]*+(?![!\[]))
  | (?P<sign>[-+*/^%(),])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
#: Longer formulas and deeper ones are not worked out, nor are those behind so many others.
_LONGEST, _DEEPEST, _FURTHEST = 2_000, 30, 20
#: So many cells are looked at in one workbook.
_MOST_CELLS = 300_000


class Token(NamedTuple):
    """A piece of a formula: what kind it is, and its text."""

    kind: str
    text: str


class Answer(NamedTuple):
    """What a formula gives, and the typed cells that it rests on, as `Sheet!A1`, each with its value."""

    value: Value
    sources: Mapping[str, Value]


class _NotSimpleError(Exception):
    """A formula that goes beyond references and plain arithmetic."""


class _CellError(Exception):
    """An error value that a formula comes upon."""


def tokens(formula: str) -> Iterator[Token]:
    """Yield the pieces of a formula without its equals sign; spaces between them are left out."""
    for match in _TOKEN.finditer(formula):
        if match.lastgroup not in (None, "space"):
            yield Token(str(match.lastgroup), match[0])


class FormulaValues:
    """What formulas of one workbook give, and what they refer to."""

    def __init__(self, book: Book) -> None:
        """Prepare for a workbook whose cells are where they stand in the file."""
        self._book = book
        self._titles = {title.casefold(): title for title in book.sheets}
        self._looked = 0
        self._known: dict[tuple[str, int, int], Answer] = {}
        self._open: set[tuple[object, ...]] = set()

    def answer(self, formula: str, sheet: str) -> Answer | None:
        """Return what a formula on a sheet gives; None where it goes beyond what is worked out here."""
        try:
            return self._answer(formula, sheet)
        except (_NotSimpleError, OverflowError):
            return None

    def references(self, formula: str, sheet: str) -> Iterator[tuple[str, str, Stored]]:
        """Yield the cells with formulas that a formula on a sheet refers to, and the names: place, its sheet, content."""
        for kind, text in tokens(formula[:_LONGEST]):
            if kind == "name":
                said = self._name(text, sheet)
                if said is not None:
                    yield text, sheet, Stored(None, said)
            elif kind == "cells" and (area := self._area(text, sheet)) is not None:
                for row, col, stored in self._cells(area):
                    if stored.formula is not None:
                        yield f"{quoted(area.sheet)}!{a1(row, col)}", area.sheet, stored

    def _answer(self, formula: str, sheet: str) -> Answer:
        if len(formula) > _LONGEST or len(self._open) > _FURTHEST:
            raise _NotSimpleError
        reader = _Expression(self, [*tokens(formula)], sheet)
        try:
            return Answer(reader.whole(), reader.sources)
        except _CellError as error:
            return Answer(ErrorValue(error), reader.sources)

    def _name(self, name: str, sheet: str) -> str | None:
        """Return what a name says on a sheet."""
        texts, folded = self._book.name_texts, name.casefold()
        said = texts.get((sheet, folded), texts.get(("", folded)))
        return None if said is None else said.removeprefix("=")

    def _area(self, text: str, sheet: str) -> Area | None:
        """Return the cells that a reference names, None where it names none of this workbook."""
        title, mark, cells = text.rpartition("!")
        area = parse_area(f"{title if mark else quoted(sheet)}!{cells.upper()}")
        known = None if area is None else self._titles.get(area.sheet.casefold())
        return None if area is None or known is None else area._replace(sheet=known)

    def _cells(self, area: Area) -> Iterator[tuple[int, int, Stored]]:
        """Yield the cells of an area that hold something."""
        page = self._book.sheets[area.sheet]
        size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        self._looked += min(size, len(page))
        if self._looked > _MOST_CELLS:
            return
        if size > len(page):
            for (row, col), stored in page.items():
                if area.top <= row <= area.bottom and area.left <= col <= area.right:
                    yield row, col, stored
            return
        for row in range(area.top, area.bottom + 1):
            for col in range(area.left, area.right + 1):
                if (row, col) in page:
                    yield row, col, page[row, col]

    def named(self, name: str, sheet: str) -> Answer:
        """Return what a name gives. Raises _NotSimpleError where that is not worked out."""
        said = self._name(name, sheet)
        at = (sheet, name.casefold())
        if said is None or at in self._open or any("$" not in t.text for t in tokens(said) if t.kind == "cells"):
            raise _NotSimpleError
        self._open.add(at)
        try:
            return self._answer(said, sheet)
        finally:
            self._open.discard(at)

    def cells(self, text: str, sheet: str) -> list[Answer]:
        """Return what the cells of a reference give. Raises _NotSimpleError where they are not of this workbook."""
        area = self._area(text, sheet)
        if area is None:
            raise _NotSimpleError
        answers = [self._cell(area.sheet, row, col, stored) for row, col, stored in self._cells(area)]
        if self._looked > _MOST_CELLS:
            # Not all of them were looked at.
            raise _NotSimpleError
        return answers

    def _cell(self, sheet: str, row: int, col: int, stored: Stored) -> Answer:
        """Return what a cell gives now: what its formula gives where that is worked out, else what is stored in it."""
        at = (sheet, row, col)
        if at in self._known:
            return self._known[at]
        found = Answer(stored.value, {f"{quoted(sheet)}!{a1(row, col)}": stored.value})
        if stored.formula is not None and at not in self._open:
            self._open.add(at)
            found = self.answer(stored.formula, sheet) or found
            self._open.discard(at)
        self._known[at] = found
        return found


class _Expression:
    """Reads one formula from left to right."""

    def __init__(self, values: FormulaValues, pieces: list[Token], sheet: str) -> None:
        self._values, self._pieces, self._sheet = values, pieces, sheet
        self._at = self._depth = 0
        self.sources: dict[str, Value] = {}

    def whole(self) -> Value:
        """Return what the formula gives. Raises _NotSimpleError, and _CellError for an error value."""
        if len(self._pieces) == 1 and self._pieces[0].kind in ("cells", "name"):
            return self._single(self._pieces[0])
        value = self._sum()
        if self._at < len(self._pieces) or not math.isfinite(value):
            raise _NotSimpleError
        return value

    def _next(self, *texts: str) -> str:
        """Return the next piece and go on when it is one of these; nothing otherwise."""
        if self._at < len(self._pieces) and self._pieces[self._at].text in texts:
            self._at += 1
            return self._pieces[self._at - 1].text
        return ""

    def _sum(self) -> float:
        value = self._product()
        while sign := self._next("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> float:
        value = self._power()
        while sign := self._next("*", "/"):
            other = self._power()
            if sign == "/" and other == 0:
                raise _CellError("#DIV/0!")
            value = value * other if sign == "*" else value / other
        return value

    def _power(self) -> float:
        value = self._signed()
        while self._next("^"):
            exponent = self._signed()
            if (value < 0 and exponent != int(exponent)) or (value == 0 and exponent <= 0):
                raise _NotSimpleError
            value = value**exponent
        return value

    def _signed(self) -> float:
        """Return a number with the signs before it, which bind more than a power, and the per cent signs behind it."""
        sign = 1.0
        while found := self._next("-", "+"):
            sign = -sign if found == "-" else sign
        value = self._operand()
        while self._next("%"):
            value /= 100
        return sign * value

    def _operand(self) -> float:
        if self._at == len(self._pieces):
            raise _NotSimpleError
        piece = self._pieces[self._at]
        self._at += 1
        if piece.kind == "number":
            return float(piece.text)
        if piece.kind in ("cells", "name"):
            return _number(self._single(piece))
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NotSimpleError
        if piece.text == "(":
            value = self._sum()
        elif piece.text.upper() == "SUM(":
            value = self._added()
        elif piece.text.upper() == "ROUND(":
            value = self._sum()
            if not self._next(","):
                raise _NotSimpleError
            decimals = self._sum()
            if not 0 <= decimals <= 15:
                raise _NotSimpleError
            value = round_decimals(value, int(decimals))
        else:
            raise _NotSimpleError
        self._depth -= 1
        if not self._next(")"):
            raise _NotSimpleError
        return value

    def _added(self) -> float:
        """Return the sum of what stands in the brackets of SUM; texts in cells do not count."""
        total = 0.0
        while True:
            piece = self._pieces[self._at] if self._at < len(self._pieces) else Token("", "")
            after = self._pieces[self._at + 1].text if self._at + 1 < len(self._pieces) else ""
            if piece.kind == "cells" and after in (",", ")"):
                self._at += 1
                for value in self._held(self._values.cells(piece.text, self._sheet)):
                    if isinstance(value, ErrorValue):
                        raise _CellError(value)
                    total += value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
            else:
                total += self._sum()
            if not self._next(","):
                return total

    def _single(self, piece: Token) -> Value:
        """Return the value of one cell, or what a name gives."""
        if piece.kind == "name":
            answers = [self._values.named(piece.text, self._sheet)]
        elif ":" in piece.text.rpartition("!")[2]:
            raise _NotSimpleError
        else:
            answers = self._values.cells(piece.text, self._sheet) or [Answer(None, {piece.text: None})]
        value = next(iter(self._held(answers)), None)
        if isinstance(value, ErrorValue):
            raise _CellError(value)
        return value

    def _held(self, answers: list[Answer]) -> list[Value]:
        """Return the values, and note what they rest on."""
        for answer in answers:
            self.sources.update(answer.sources)
        return [answer.value for answer in answers]


def _number(value: Value) -> float:
    """Return a value as arithmetic takes it: nothing is 0; what texts and truths become differs between programs."""
    if value is None:
        return 0.0
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise _NotSimpleError
