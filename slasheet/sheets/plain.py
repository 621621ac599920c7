"""The worksheets that are written: those of xlsxwriter, without the search that our formulas do not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_LAST_COLUMN = 16_383


class PlainSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet that takes formulas as they are.

    Why: stock xlsxwriter spends most of its time looking for functions that need a prefix; ours need
    none, and the bytes are the same (a test compares them).
    """

    def _prepare_formula(self, formula: str, *_: object) -> str:
        return formula.removeprefix("=")

    def leave_open(self, first: int, style: Format) -> None:
        """Give all columns from `first` on a format, without taking the sheet for as wide as that."""
        widest: int | None = self.dim_colmax  # type: ignore[has-type]  # xlsxwriter has no types
        self.set_column(first, _LAST_COLUMN, None, style)
        self.dim_colmax = widest
