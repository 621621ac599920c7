"""From a formula that several cells share to the formula of each: references move along, unless a dollar sign fixes them."""

from __future__ import annotations

import re
from functools import lru_cache

from slasheet.spreadsheet.addresses import COLUMNS, ROWS, column

_PART = re.compile(
    r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*' | \[(?:[^\[\]]|\[[^\[\]]*\])*\]    # texts, titles, columns of tables: as they are
    | (?<![\w.\\$?])(?:
        (?P<col>\$?[A-Za-z]{1,3})(?P<row>\$?[1-9][0-9]{0,6})
      | (?P<first>\$?[A-Za-z]{1,3}):(?P<last>\$?[A-Za-z]{1,3})
      | (?P<top>\$?[1-9][0-9]{0,6}):(?P<bottom>\$?[1-9][0-9]{0,6})
    )(?![\w.\\(!?$])
    """,
    re.VERBOSE,
)
#: One end of a reference: its column or row, from 0, None where there is none, and whether that stays.
_End = tuple[int | None, bool, int | None, bool]


class SharedFormula:
    """A formula taken apart once, put together for every cell that shares it."""

    def __init__(self, formula: str, row: int, col: int) -> None:
        """Take apart the formula of the cell that all others refer to."""
        self._row, self._col = row, col
        self._parts: list[str | _End] = []
        done = 0
        for match in _PART.finditer(formula):
            ends = _ends(match)
            if ends:
                self._parts += (formula[done : match.start()], ends[0])
                if len(ends) > 1:
                    self._parts += (":", ends[1])
                done = match.end()
        self._parts.append(formula[done:])
        #: What putting it together costs, beside what reading an element does.
        self.marks = len(self._parts) // 4

    def at(self, row: int, col: int) -> str:
        """Return the formula as another cell holds it; a reference that leaves the sheet is broken."""
        down, along = row - self._row, col - self._col
        return "".join([part if isinstance(part, str) else _moved(part, down, along) for part in self._parts])


def _ends(match: re.Match[str]) -> tuple[_End, ...]:
    """Return the ends of a reference, none where it is a text or a name that looks like one."""
    found: tuple[tuple[str | None, str | None], ...]
    if match["col"]:
        found = ((match["col"], match["row"]),)
    elif match["first"]:
        found = ((match["first"], None), (match["last"], None))
    elif match["top"]:
        found = ((None, match["top"]), (None, match["bottom"]))
    else:
        return ()
    ends = tuple(_end(letters, digits) for letters, digits in found)
    return () if any((col or 0) >= COLUMNS or (row or 0) >= ROWS for col, _, row, _ in ends) else ends


def _end(letters: str | None, digits: str | None) -> _End:
    col = _number(letters.lstrip("$").upper()) if letters else None
    row = int(digits.lstrip("$")) - 1 if digits else None
    return col, bool(letters and "$" in letters), row, bool(digits and "$" in digits)


@lru_cache(maxsize=16_384)
def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _moved(end: _End, down: int, along: int) -> str:
    col, col_stays, row, row_stays = end
    text = ""
    if col is not None:
        col += 0 if col_stays else along
        if not 0 <= col < COLUMNS:
            return "#REF!"
        text = "$" * col_stays + column(col)
    if row is not None:
        row += 0 if row_stays else down
        if not 0 <= row < ROWS:
            return "#REF!"
        text += "$" * row_stays + str(row + 1)
    return text
