"""What every part of the writer shares: the plan, its layout and results, and the workbook being written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Block, Layout
from slasheet.layout.moves import Place
from slasheet.layout.wording import Wording
from slasheet.plan.plan import Cell, Plan
from slasheet.plan.words import shown, word
from slasheet.spreadsheet.addresses import anchored, quoted
from slasheet.writer.plain_sheet import PlainSheet
from slasheet.writer.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook


class _Exact(float):
    """A number that xlsxwriter, which writes sixteen digits, writes in full."""

    def __format__(self, spec: str) -> str:
        """Return all digits, whatever `spec` asks for."""
        return repr(float(self))


def exact(number: float) -> float:
    """Return the number so that the file holds it to the last bit."""
    return number if float(f"{number:.16G}") == number else _Exact(number)


_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Canvas:
    """One workbook being written."""

    plan: Plan
    layout: Layout
    formulas: Formulas
    results: Mapping[str, Sequence[Cell]]
    book: Workbook
    styles: Styles
    sheets: Mapping[str, PlainSheet]
    wording: Mapping[Place, Wording]

    def sheet(self, block: Block) -> PlainSheet:
        """Return the sheet that a block stands on."""
        return self.sheets[block.sheet]

    def print(self, sheet: str, row: int, col: int, style: Format) -> None:
        """Write the text that is printed in a cell."""
        self.sheets[sheet].write_string(row, col, self.wording[sheet, row, col].text, style)

    def link(self, sheet: str, row: int, col: int, to: str, style: Format) -> None:
        """Write the text that is printed in a cell, as a link to the sheet of a key."""
        text = self.wording[sheet, row, col].text
        self.sheets[sheet].write_url(row, col, link_to(self.layout.titles[to]), style, text)

    def reference(self, name: str) -> str:
        """Return the cells of a measure as rules refer to them from any sheet; the horizon without its look-ahead."""
        block = self.layout.blocks[name]
        top, left, bottom, right = area(block)
        if name == "horizon":
            right = left + self.plan.months - 1
        return f"{quoted(self.layout.titles[block.sheet])}!{anchored(top, left, bottom, right)}"

    def shown(self, value: Cell, unit: str) -> float | str:
        """Return what a cell stores for a result: a number, a text or the word for a status, empty where blank."""
        text = shown(value, unit, self.plan.language)
        return "" if text is None else exact_text(text) if isinstance(text, str) else text

    def colour_statuses(self, sheet: PlainSheet, top: int, left: int, bottom: int, right: int) -> None:
        """Colour the words for a status wherever they stand in an area."""
        for code in self.plan.axis("status"):
            rule = {"type": "cell", "criteria": "==", "value": f'"{word("status", code, {}, self.plan.language)}"'}
            sheet.conditional_format(top, left, bottom, right, rule | {"format": self.styles.status(code)})


def exact_text(text: str) -> str:
    """Return a text as it is stored with a formula: the file format takes _x0041_ for the letter of that number."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", text) if "_x" in text else text


def link_to(title: str, cell: str = "A1") -> str:
    """Return a link to a cell of a sheet as the file format writes it."""
    return f"internal:{quoted(title)}!{cell}"


def area(block: Block) -> tuple[int, int, int, int]:
    """Return first row, first column, last row and last column of a block."""
    return block.row, block.col, block.row + block.rows - 1, block.col + block.cols - 1
