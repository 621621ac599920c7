"""From the XML of a worksheet to where in it the tags stand that a mark or a note needs, in one pass of the parser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from slasheet.report.annotate.placing import Place
from slasheet.report.annotate.xml_spans import parser_of, prefix_of
from slasheet.spreadsheet.addresses import place

_FIRST_OF_PARTS = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
)  # fmt: skip
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 64, 20
_TRUE = ("1", "true")


@dataclass(slots=True)
class Row:
    """A row: where its tag and its end tag begin; of each cell the column, where its tag begins, and the style."""

    start: int
    end: int = 0
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    style: int = 0


@dataclass(slots=True)
class Worksheet:
    """What one pass over a worksheet found."""

    data: bytes
    prefix: str
    rows: dict[int, Row] = field(default_factory=dict)
    #: Where a row goes that is not there.
    gaps: dict[int, int] = field(default_factory=dict)
    #: Where the element begins that holds the rows.
    grid: int = 0
    #: The cells whose style is a mark, and how often each row has which style.
    marked: dict[Place, int] = field(default_factory=dict)
    styles: dict[int, Counter[int]] = field(default_factory=dict)
    columns: list[tuple[int, int, int, int]] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)
    usual: tuple[int, int] = (_DEFAULT_WIDTH, _DEFAULT_HEIGHT)
    dimension: int | None = None
    drawing: tuple[int, str] | None = None
    #: Where the element that names the drawing of the notes goes.
    tail: int = 0

    def style_of(self, row: int, col: int) -> tuple[int, int | None]:
        """Return the style that a cell has, and where its tag stands; None when it has none."""
        found = self.rows.get(row)
        for seen, start, style in found.cells if found else []:
            if seen == col:
                return style, start
        if found and found.style:
            return found.style, None
        return next((style for first, last, _, style in self.columns if first <= col <= last), 0), None

    def near(self, row: int) -> Iterator[int]:
        """Yield the styles of a row, most frequent first, then those of the sheet."""
        yield from (style for style, _ in self.styles.get(row, Counter()).most_common())
        whole: Counter[int] = Counter()
        for counted in self.styles.values():
            whole.update(counted)
        yield from (style for style, _ in whole.most_common())

    def width(self, col: int) -> int:
        """Return the width of a column in pixels."""
        return next((pixels for first, last, pixels, _ in self.columns if first <= col <= last), self.usual[0])

    def height(self, row: int) -> int:
        """Return the height of a row in pixels."""
        return self.heights.get(row, self.usual[1])


def scanned(data: bytes, wanted: Collection[Place], marks: Collection[int]) -> Worksheet:
    """Go through a worksheet once; `wanted` are the cells to mark, `marks` the styles that mark cells already."""
    return _Scan(data, wanted, marks).done()


class _Scan:
    """What is known in the middle of a pass; rows and columns count from 0, and one without a number is the next."""

    def __init__(self, data: bytes, wanted: Collection[Place], marks: Collection[int]) -> None:
        self.found = Worksheet(data, prefix_of(data))
        self.parser = parser_of(data)
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._opened, self._closed
        self.due, self.marks = {row for row, _ in wanted}, marks
        self.pending = sorted(self.due, reverse=True)
        self.depth, self.row, self.col = 0, -1, -1
        self.current: Row | None = None
        self.row_name, self.cell_name, self.grid_name = (self.found.prefix + name for name in ("row", "c", "sheetData"))

    def done(self) -> Worksheet:
        self.parser.Parse(self.found.data, True)
        return self.found

    def _opened(self, name: str, attrs: dict[str, str]) -> None:
        self.depth += 1
        if name == self.cell_name:
            self._cell(attrs)
        elif name == self.row_name:
            self._row(attrs)
        elif self.depth == 2:
            self._part(name.rpartition(":")[2], attrs)
        elif self.depth == 3 and name == f"{self.found.prefix}col":
            pixels = 0 if attrs.get("hidden") in _TRUE else _across(attrs.get("width", "8.43"))
            self.found.columns.append(
                (int(attrs["min"]) - 1, int(attrs["max"]) - 1, pixels, int(attrs.get("style", 0)))
            )

    def _cell(self, attrs: dict[str, str]) -> None:
        self.col = place(attrs["r"])[1] if "r" in attrs else self.col + 1
        style = int(attrs.get("s", 0))
        if self.current is not None:
            self.current.cells.append((self.col, self.parser.CurrentByteIndex, style))
        if self.marks:
            self.found.styles.setdefault(self.row, Counter())[style] += 1
            if style in self.marks:
                self.found.marked[self.row, self.col] = style

    def _row(self, attrs: dict[str, str]) -> None:
        self.row, self.col = int(attrs["r"]) - 1 if "r" in attrs else self.row + 1, -1
        start = self.parser.CurrentByteIndex
        while self.pending and self.pending[-1] < self.row:
            self.found.gaps[self.pending.pop()] = start
        if self.pending and self.pending[-1] == self.row:
            self.pending.pop()
        if attrs.get("hidden") in _TRUE:
            self.found.heights[self.row] = 0
        elif "ht" in attrs:
            self.found.heights[self.row] = _down(attrs["ht"])
        # Every row where there are marks: a cell that is marked no more gets another style, too.
        if self.row in self.due or self.marks:
            style = int(attrs.get("s", 0)) if attrs.get("customFormat") in _TRUE else 0
            self.current = self.found.rows[self.row] = Row(start, style=style)

    def _part(self, name: str, attrs: dict[str, str]) -> None:
        found, start = self.found, self.parser.CurrentByteIndex
        if name == "sheetData":
            found.grid = start
        elif name == "dimension":
            found.dimension = start
        elif name == "sheetFormatPr":
            found.usual = _across(attrs.get("defaultColWidth", "8.43")), _down(attrs.get("defaultRowHeight", "15"))
        elif name == "legacyDrawing":
            found.drawing = start, next((value for key, value in attrs.items() if key.endswith(":id")), "")
        elif name in _FIRST_OF_PARTS and found.grid and not found.tail:
            found.tail = start

    def _closed(self, name: str) -> None:
        self.depth -= 1
        here = self.parser.CurrentByteIndex
        if name == self.row_name and self.current is not None:
            self.current.end, self.current = here, None
        elif name == self.grid_name:
            self.found.gaps |= dict.fromkeys(self.pending, here)
        elif self.depth == 0 and not self.found.tail:
            self.found.tail = here


def _across(width: str) -> int:
    return round(float(width) * 7 + 5)


def _down(height: str) -> int:
    return round(float(height) * 4 / 3)
