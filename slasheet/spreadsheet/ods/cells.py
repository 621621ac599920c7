"""From the XML of an .ods file's content, a block at a time, to cells, names and merged areas.

Why not a tree: a workbook of 170,000 formulas is 100 MB of XML. Every element is looked at once, in the context it
stands in, and what no context knows (drawings, formats, recorded changes) is passed over with all that is in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from sys import getsizeof

from slasheet.spreadsheet.addresses import COLUMNS, ROWS, a1
from slasheet.spreadsheet.book import Area, Stored
from slasheet.spreadsheet.names import Names
from slasheet.spreadsheet.ods.openformula import excel_formula, excel_reference
from slasheet.spreadsheet.ods.values import OFFICE, NoNumberError, format_of, needs_text, value_of
from slasheet.spreadsheet.zip.xml import LONGEST, MOST_DEEP, Markup

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_NAME, _FORMULA = _TABLE + "name", _TABLE + "formula"
_COLUMNS_REPEATED, _ROWS_REPEATED = _TABLE + "number-columns-repeated", _TABLE + "number-rows-repeated"
_COLUMNS_SPANNED, _ROWS_SPANNED = _TABLE + "number-columns-spanned", _TABLE + "number-rows-spanned"
_COUNT = re.compile(r"[0-9]{1,7}")
#: A sheet on which a program keeps copies of another file's cells is called 'file:///other.ods'#Sheet.
_COPY = re.compile(r"'.*'#")
#: Line breaks and tabs between words are the layout of the XML; those of the text are elements of their own.
_LAYOUT = re.compile(r"[ \t\r\n]+")

#: How much a file may hold, so that none takes more than its worth of time and memory.
_MOST_SHEETS, _MOST_NAMES, _MOST_MERGED = 1_000, 20_000, 100_000
#: What a small file may hold takes less than 5 seconds and 300 MB; its size adds to that, since a real workbook of
#: 200 regions and 50 channels packs a cell into ten bytes.
_ELEMENTS, _ELEMENTS_PER_BYTE = 800_000, 1 / 4
_CELLS, _CELLS_PER_BYTE = 300_000, 1 / 8
_BYTES, _BYTES_PER_BYTE = 64 << 20, 20

Cells = dict[tuple[int, int], Stored]
Attributes = Mapping[str, str]
#: What an element means in its context: what to do at its start (False: pass it over) and at its end, and the context in it.
Meaning = tuple[Callable[[Attributes], bool | None] | None, Callable[[], None] | None, str]


class Content:
    """What stands in a content: cells by sheet, names of the workbook and of sheets, merged areas, notes on cells."""

    def __init__(self, markup: Markup) -> None:
        """Read the XML to its end. Raises FileError, in one line, for what no program writes."""
        self._markup, self._parser = markup, markup.parser
        self._most_elements, self._most_cells, self._most_text = _most_in(markup.archive.size)
        self.sheets: dict[str, Cells] = {}
        self.names = Names()
        self.merged: dict[str, tuple[Area, ...]] = {}
        self.notes: dict[str, dict[tuple[int, int], str]] = {}
        self._note: list[str] = []
        self.formats: dict[str, dict[tuple[int, int], str]] = {}
        self.as_shown = False
        self._elements = self._held = self._held_bytes = self._named = self._skipped = 0
        self._title = ""
        self._cells: Cells = {}
        self._formats: dict[tuple[int, int], str] = {}
        self._areas: list[Area] = []
        self._scope = ""
        self._row = self._next_row = self._col = 0
        self._in_row: list[tuple[int, int, Stored, str]] = []
        self._cell: Attributes = {}
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._spaces = 0
        self._parser.CharacterDataHandler = None
        self._meanings = self._grammar()
        self._here = self._meanings["document"]
        self._open: list[tuple[dict[str, Meaning], Callable[[], None] | None]] = []
        self._listening: Callable[[str], None] | None = None
        self._look()
        markup.read()
        if not self.sheets:
            raise markup.refusal("no sheet")

    def _grammar(self) -> dict[str, dict[str, Meaning]]:
        """Return, for every context, the elements that mean something there."""
        rows: dict[str, Meaning] = {
            _TABLE + "table-row": (self._start_row, self._end_row, "row"),
            _TABLE + "named-expressions": (self._start_local_names, None, "names"),
        }
        for group in ("table-row-group", "table-header-rows", "table-rows"):
            rows[_TABLE + group] = (None, None, "rows")
        cell = (self._start_cell, self._end_cell, "cell")
        named = (self._name, None, "nothing")
        inline: dict[str, Meaning] = {
            _TEXT + "s": (self._space, None, "nothing"),
            _TEXT + "tab": (lambda _: self._pieces.append("\t"), None, "nothing"),
            _TEXT + "line-break": (lambda _: self._pieces.append("\n"), None, "nothing"),
        }
        for word in ("span", "a", "sheet-name", "date", "time", "title"):
            inline[_TEXT + word] = (None, None, "text")
        return {
            "document": {OFFICE + "document-content": (None, None, "content")},
            "content": {OFFICE + "body": (None, None, "body")},
            "body": {OFFICE + "spreadsheet": (None, None, "spreadsheet")},
            "spreadsheet": {
                _TABLE + "calculation-settings": (self._settings, None, "nothing"),
                _TABLE + "table": (self._start_sheet, self._end_sheet, "rows"),
                _TABLE + "named-expressions": (self._start_names, None, "names"),
            },
            "rows": rows,
            "row": {_TABLE + "table-cell": cell, _TABLE + "covered-table-cell": cell},
            "cell": {
                _TEXT + "p": (self._start_paragraph, self._end_paragraph, "text"),
                OFFICE + "annotation": (self._start_note, self._end_note, "note"),
            },
            "note": {_TEXT + "p": (self._start_note_line, self._end_note_line, "text")},
            "text": inline,
            "names": {_TABLE + "named-range": named, _TABLE + "named-expression": named},
            "nothing": {},
        }

    def _look(self) -> None:
        self._markup.call(self._start, self._end)

    def _start(self, name: str, attributes: Attributes) -> None:
        self._elements += 1
        if self._elements > self._most_elements:
            raise self._markup.archive.unreasonable()
        meaning = self._here.get(name)
        if meaning:
            start, end, inside = meaning
            if start is None or start(attributes) is not False:
                if len(self._open) == MOST_DEEP:
                    raise self._markup.too_deep()
                self._open.append((self._here, end))
                self._here = self._meanings[inside]
                return
        self._skipped, self._listening = 0, self._parser.CharacterDataHandler
        self._parser.CharacterDataHandler = None
        self._markup.call(self._start_passed, self._end_passed)

    def _end(self, _: str) -> None:
        self._here, end = self._open.pop()
        if end:
            end()

    def _start_passed(self, _name: str, _attributes: Attributes) -> None:
        self._skipped += 1
        self._elements += 1
        if self._elements > self._most_elements:
            raise self._markup.archive.unreasonable()
        if self._skipped + len(self._open) > MOST_DEEP:
            raise self._markup.too_deep()

    def _end_passed(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._parser.CharacterDataHandler = self._listening
            self._look()

    def _start_sheet(self, attributes: Attributes) -> bool | None:
        title = attributes.get(_NAME, "")
        if _COPY.match(title):
            return False
        if title in self.sheets or not title:
            raise self._markup.refusal("two sheets or none are named {}", title)
        if len(self.sheets) == _MOST_SHEETS:
            raise self._markup.archive.unreasonable()
        self._title, self._next_row, self._areas = title, 0, []
        self._cells = self.sheets[title] = {}
        self._formats = self.formats[title] = {}
        return None

    def _settings(self, attributes: Attributes) -> None:
        self.as_shown = attributes.get(_TABLE + "precision-as-shown") == "true"

    def _end_sheet(self) -> None:
        if self._areas:
            self.merged[self._title] = tuple(self._areas)

    def _start_row(self, attributes: Attributes) -> None:
        self._row, self._col = self._next_row, 0
        self._next_row += self._count(attributes, _ROWS_REPEATED)
        self._in_row = []

    def _end_row(self) -> None:
        if not self._in_row:
            return
        last, width = self._in_row[-1][:2]
        self._held += (self._next_row - self._row) * sum(repeated for _, repeated, _, _ in self._in_row)
        if self._held > self._most_cells:
            raise self._markup.archive.unreasonable()
        if self._next_row > ROWS or last + width > COLUMNS:
            raise self._markup.refusal("sheet {} has cells beyond the last row or column of any program", self._title)
        for row in range(self._row, self._next_row):
            for first, repeated, stored, code in self._in_row:
                for col in range(first, first + repeated):
                    self._cells[row, col] = stored
                    if code:
                        self._formats[row, col] = code

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._paragraphs = []
        self._spaces = 0

    def _end_cell(self) -> None:
        cell = self._cell
        repeated = self._count(cell, _COLUMNS_REPEATED) if _COLUMNS_REPEATED in cell else 1
        if _COLUMNS_SPANNED in cell or _ROWS_SPANNED in cell:
            self._merge(self._count(cell, _ROWS_SPANNED), self._count(cell, _COLUMNS_SPANNED), repeated)
        formula = cell.get(_FORMULA)
        if len(cell) > 1 or self._paragraphs:
            try:
                value = value_of(cell, "\n".join(self._paragraphs), computed=formula is not None)
            except NoNumberError as error:
                where = a1(self._row, self._col)
                raise self._markup.refusal("sheet {}, {}: no number where one is due", self._title, where) from error
            if value is not None or formula is not None:
                spelt = None if formula is None else excel_formula(formula)
                self._in_row.append((self._col, repeated, Stored(value, spelt), format_of(cell)))
                self._hold(value, spelt)
        self._col += repeated

    def _hold(self, *kept: object) -> None:
        """Count what the texts of a cell take in memory; one that is repeated takes it once."""
        self._held_bytes += sum(getsizeof(text) for text in kept if isinstance(text, str))
        if self._held_bytes > self._most_text:
            raise self._markup.archive.unreasonable()

    def _merge(self, high: int, wide: int, repeated: int) -> None:
        """Note merged areas, one for each repetition of the cell and of its row."""
        if high * wide == 1:
            return
        rows = range(self._row, self._next_row)
        if len(self._areas) + len(rows) * repeated > _MOST_MERGED:
            raise self._markup.archive.unreasonable()
        for row in rows:
            for col in range(self._col, self._col + repeated):
                self._areas.append(Area(self._title, row, col, row + high - 1, col + wide - 1))

    def _start_paragraph(self, _: Attributes) -> None:
        self._pieces = []
        if needs_text(self._cell, computed=_FORMULA in self._cell):
            self._parser.CharacterDataHandler = self._characters

    def _start_note(self, _: Attributes) -> None:
        self._note = []

    def _start_note_line(self, _: Attributes) -> None:
        self._pieces = []
        self._parser.CharacterDataHandler = self._characters

    def _end_note_line(self) -> None:
        self._parser.CharacterDataHandler = None
        self._note.append("".join(self._pieces))

    def _end_note(self) -> None:
        text = "\n".join(self._note)
        self.notes.setdefault(self._title, {})[self._row, self._col] = text
        self._hold(text)

    def _characters(self, text: str) -> None:
        if "\n" in text or "\t" in text:
            text = _LAYOUT.sub(lambda run: " " if run[0].strip(" ") else run[0], text)
        self._pieces.append(text)

    def _end_paragraph(self) -> None:
        self._parser.CharacterDataHandler = None
        self._paragraphs.append("".join(self._pieces))

    def _space(self, attributes: Attributes) -> None:
        """Take a run of spaces, which XML would take for one."""
        many = self._count(attributes, _TEXT + "c")
        self._spaces += many
        if self._spaces > LONGEST:
            raise self._markup.refusal("a cell of more than a million spaces")
        self._pieces.append(" " * many)

    def _start_names(self, _: Attributes) -> None:
        self._scope = ""

    def _start_local_names(self, _: Attributes) -> None:
        self._scope = self._title

    def _name(self, attributes: Attributes) -> None:
        """Take a name; one of a calculation, of several areas or of nothing any more names no cells."""
        self._named += 1
        if self._named > _MOST_NAMES:
            raise self._markup.archive.unreasonable()
        if _TABLE + "cell-range-address" in attributes:
            text = excel_reference(attributes[_TABLE + "cell-range-address"])
        else:
            text = excel_formula(attributes.get(_TABLE + "expression", ""))
        self.names.note(attributes.get(_NAME, ""), text, self.sheets, self._scope)

    def _count(self, attributes: Attributes, name: str) -> int:
        """Return how often something is there: a whole number from 1 on."""
        text = attributes.get(name, "1")
        if not _COUNT.fullmatch(text):
            raise self._markup.refusal("{} is no number of times", text)
        return max(int(text), 1)


def _most_in(size: int) -> tuple[int, int, int]:
    """Return how many elements, cells and bytes of text a file of `size` bytes may hold."""
    return (
        int(_ELEMENTS + _ELEMENTS_PER_BYTE * size),
        int(_CELLS + _CELLS_PER_BYTE * size),
        _BYTES + _BYTES_PER_BYTE * size,
    )
