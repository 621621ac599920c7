"""The worksheets that are written: those of xlsxwriter, without the search that our formulas do not need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_LAST_COLUMN = 16_383


class PlainSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet that takes formulas as they are.

    Why: stock xlsxwriter spends most of its time looking for functions that need a prefix; ours need
    none, and the bytes are the same (a test compares them).
    """

    def __init__(self) -> None:
        """Begin without rows whose height follows their texts."""
        super().__init__()
        self.fitted: set[int] = set()

    def put_formulas(
        self, row: int, col: int, formulas: Sequence[str], styles: Iterable[Format], values: Iterable[float | str]
    ) -> None:
        """Write formulas side by side, given without the equals sign, each with its format and its value.

        Why: for each cell alone, xlsxwriter looks again at what is known of all of them.
        """
        self._check_dimensions(row, col)
        self._check_dimensions(row, col + len(formulas) - 1)
        cells = map(CellFormulaTuple, formulas, styles, values)
        self.table[row].update(zip(range(col, col + len(formulas)), cells, strict=True))

    def _prepare_formula(self, formula: str, *_: object) -> str:
        return formula.removeprefix("=")

    def fit_row(self, row: int, height: float) -> None:
        """Give a row a height to begin with, which programs change when its texts change.

        Why: a row without a height is fitted by Excel as it opens the file, but not by LibreOffice.
        """
        self.set_row(row, height)
        self.fitted.add(row)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        if tag == "row" and attributes[0][1] - 1 in self.fitted:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def leave_open(self, first: int, style: Format) -> None:
        """Give all columns from `first` on a format, without taking the sheet for as wide as that."""
        widest: int | None = self.dim_colmax  # type: ignore[has-type]  # xlsxwriter has no types
        self.set_column(first, _LAST_COLUMN, None, style)
        self.dim_colmax = widest
