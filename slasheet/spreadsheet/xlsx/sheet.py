"""From the part of a sheet to its cells, each with formula and stored value, and its merged areas, in one pass.

Nearly all rows come of `plain_rows`; what it leaves, a parser reads here. Within the table of cells there are only rows,
cells and what a cell holds; anything else there is skipped as a whole.

Why `read_sheet` is one long function: the parser calls a handler at the start and the end of every element, millions of
times, and variables that handlers share by closure are the fastest that Python has. What shares none of them stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING

from slasheet.spreadsheet.addresses import COLUMNS, ROWS, column, place
from slasheet.spreadsheet.book import Area, Cells, Line, Value
from slasheet.spreadsheet.xlsx.plain_rows import PlainRows
from slasheet.spreadsheet.xlsx.values import Values
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import MAIN, MOST_DEEP, Markup
from slasheet.texts.findings import FileError

if TYPE_CHECKING:
    from slasheet.spreadsheet.xlsx.shared_formulas import SharedFormula

_WORDS = ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "r", "rPh", "mergeCell")
#: What an element of the table lies in.
_TABLE, _ROW, _CELL, _LEAF, _RICH = range(5)
#: How many digits the number of a row has at most.
_DIGITS = 9
_NO_NUMBER, _UNREADABLE = "'{}' where a number is due", "'{}' can't be read"
#: What to say of a value that its kind does not have.
_WRONG = {
    None: _NO_NUMBER,
    "n": _NO_NUMBER,
    "s": "there is no text number {}",
    "str": _UNREADABLE,
    "b": _UNREADABLE,
    "e": _UNREADABLE,
    "d": _UNREADABLE,
}
#: The number of a column by its letters, as far as any sheet named them.
_columns: dict[str, int] = {}


def read_sheet(  # noqa: PLR0915 - why, is said at the top
    archive: Archive, part: str, title: str, values: Values
) -> tuple[Cells, tuple[Area, ...], dict[tuple[int, int], str]]:
    """Read the cells that hold something, the merged areas, and the number formats that are worth telling."""
    markup = Markup(archive, part, ())
    # With a colon, which no name without a namespace has: such a name is none of ours.
    markup.words.update({f"{space} {word}": f":{word}" for space in MAIN for word in _WORDS})
    pieces, dates, odd = markup.pieces, values.dates, values.odd
    formats: dict[tuple[int, int], str] = {}
    lines: dict[int, Line] = {}
    held: dict[int, tuple[Value, str | None]] = {}
    cells = Cells(lines)
    merged: list[Area] = []
    shared: dict[str, SharedFormula] = {}
    inside = _TABLE
    depth = tables = skipped = 0
    row = last_row = -1
    row_text = ""
    col = -1
    edge = -1
    reference = kind = raw = formula = style = None
    formula_kind: dict[str, str] | None = None
    spoken = 0
    rich: list[str] | None = None

    def wrong(why: str, *texts: str) -> FileError:
        return archive.damaged("sheet {}, {}: " + why, title, reference or f"row {row + 1}", *texts)

    # Around the table ----------------------------------------------------------------------------

    def start_around(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, tables, edge
        depth += 1
        if depth > MOST_DEEP:
            raise markup.too_deep()
        if depth == 1 and name != ":worksheet":
            raise markup.refusal("no sheet of cells")
        if name == ":sheetData" and depth == 2:
            tables += 1
            if tables > 1:
                raise markup.refusal("two tables of cells")
            edge = markup.parser.CurrentByteIndex + len("<sheetData>")
            markup.call(start, end)
        elif name == ":mergeCell":
            merged.append(_area(title, attributes.get("ref", ""), markup))

    def end_around(_: str) -> None:
        nonlocal depth
        depth -= 1
        pieces.clear()

    # What is in the table and no cell ------------------------------------------------------------

    def start_skipped(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal skipped
        skipped += 1
        if skipped > MOST_DEEP:
            raise markup.too_deep()

    def end_skipped(_: str) -> None:
        nonlocal skipped
        skipped -= 1
        if not skipped:
            pieces.clear()
            markup.call(start, end)

    # The table -----------------------------------------------------------------------------------

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, reference, kind, style, raw, formula, formula_kind, rich, col, spoken
        if name == ":c":
            if inside != _ROW:
                raise wrong("a cell outside of a row")
            inside = _CELL
            reference = attributes.get("r")
            kind = attributes.get("t")
            style = attributes.get("s", "0")
            raw = formula = rich = None
            if pieces:
                pieces.clear()
            if reference is not None:
                letters = reference.removesuffix(row_text)
                found = _columns.get(letters) if len(letters) < len(reference) else None
                col = _checked(reference, row, wrong) if found is None else found
            else:
                col += 1
        elif name == ":v" and inside == _CELL:
            if raw is not None:
                raise wrong("two values in one cell")
            inside = _LEAF
            if pieces:
                pieces.clear()
        elif name == ":f" and inside == _CELL:
            if formula is not None:
                raise wrong("two formulas in one cell")
            inside = _LEAF
            formula_kind = attributes
            if pieces:
                pieces.clear()
        elif name == ":row" and inside == _TABLE:
            inside = _ROW
            start_row(attributes.get("r"))
        elif name == ":is" and inside == _CELL:
            if rich is not None:
                raise wrong("two values in one cell")
            inside, rich, spoken = _RICH, [], 0
        elif inside == _RICH and name in (":t", ":r", ":rPh"):
            spoken += name == ":rPh"
            pieces.clear()
        elif inside == _LEAF or name in (":row", ":c", ":v", ":f", ":is"):
            raise wrong("a table of cells that no program writes")
        else:
            markup.call(start_skipped, end_skipped)
            start_skipped(name, attributes)

    def start_row(text: str | None) -> None:
        nonlocal row, row_text, last_row, col, reference
        reference = None
        if text is None:
            row += 1
            row_text = str(row + 1)
        elif text.isascii() and text.isdecimal() and len(text) <= _DIGITS and 1 <= int(text) <= ROWS:
            row, row_text = int(text) - 1, text
        else:
            raise wrong("no row has the number {}", text)
        if row >= ROWS:
            raise wrong("more rows than a sheet has")
        last_row = max(row, last_row)
        col = -1

    def end(name: str) -> None:
        nonlocal inside, raw, formula, spoken, edge
        if name == ":c":
            inside = _ROW
            if raw is None and formula is None and rich is None:
                return
            if col in held or (row in lines and (row, col) in cells):
                raise wrong("stored twice")
            if col >= COLUMNS:
                raise wrong("more columns than a sheet has")
            try:
                value = None if raw is None and rich is None else values.of_cell(kind, raw, rich, style)
            except (ValueError, OverflowError):
                raise wrong(*_what_is_wrong(kind, raw or "")) from None
            if value is not None or formula is not None:
                held[col] = value, formula
                if style and style in odd:
                    formats[row, col] = odd[style]
        elif name == ":v":
            inside = _CELL
            # An empty <v/> is no value, as is none.
            if pieces:
                raw = pieces.pop()
                if pieces or not raw.isascii():
                    pieces.append(raw)
                    raw = markup.text()
        elif name == ":f":
            inside = _CELL
            formula = pieces.pop() if pieces else ""
            if pieces or not formula.isascii():
                pieces.append(formula)
                formula = markup.text()
            if formula_kind:
                formula = _formula(formula, formula_kind, row, col, shared, archive)
        elif name == ":row":
            inside = _TABLE
            edge = markup.parser.CurrentByteIndex + len("</row>")
            end_row()
        elif name == ":sheetData":
            markup.call(start_around, end_around)
            end_around(name)
        elif name == ":t":
            if not spoken and rich is not None:
                rich.append(markup.text())
        elif name == ":rPh":
            spoken -= 1
        elif name == ":is":
            inside = _CELL

    def end_row() -> None:
        if held:
            before = zip(*lines[row], strict=True) if row in lines else ()
            joined = sorted([*((at, pair[0], pair[1]) for at, pair in held.items()), *before], key=itemgetter(0))
            lines[row] = Line(*zip(*joined, strict=True))
            held.clear()

    # What comes without a parser ------------------------------------------------------------------

    def keep(number: int, line: Line) -> bool:
        nonlocal row, last_row
        if not last_row < number - 1 < ROWS:
            return False
        row = last_row = number - 1
        if line.cols:
            lines[row] = line
        return True

    def is_between_rows() -> bool:
        return inside == _TABLE and edge == markup.fed

    markup.call(start_around, end_around)
    # Cells without a style have the first one, which plain rows take for one that is not worth telling.
    plain = not dates and "0" not in odd
    markup.read(PlainRows(markup, values, formats, keep, is_between_rows).read if plain else None)
    return cells, tuple(merged), formats


def _what_is_wrong(kind: str | None, text: str) -> tuple[str, str]:
    """Return the sentence on a value that can't be one, and what goes into it."""
    return (_WRONG[kind], text) if kind in _WRONG else ("a value of a kind that there is not ({})", kind or "")


def _formula(text: str, about: Mapping[str, str], row: int, col: int, shared: dict[str, SharedFormula], archive: Archive) -> str:  # fmt: skip
    """Return the formula of a cell that may share it with others; `shared` are those met so far, by their number."""
    if about.get("t") != "shared":
        return text
    number = about.get("si", "")
    if text:
        # Programs that write whole formulas have none.
        from slasheet.spreadsheet.xlsx.shared_formulas import SharedFormula

        shared[number] = SharedFormula(text, row, col)
    elif number in shared:
        text = shared[number].at(row, col)
        archive.spend(len(text), shared[number].marks)
    return text


def _checked(reference: str, row: int, wrong: Callable[..., FileError]) -> int:
    """Return the column of an address met for the first time, which has to lie in its row."""
    try:
        found = place(reference)
    except ValueError:
        found = (-1, -1)
    if found[0] != row or not 0 <= found[1] < COLUMNS or "$" in reference:
        raise wrong("{} is no address in row {}", reference, str(row + 1))
    _columns[column(found[1])] = found[1]
    return found[1]


def _area(title: str, text: str, markup: Markup) -> Area:
    """Return a merged area."""
    first, _, last = text.partition(":")
    try:
        area = Area(title, *place(first), *place(last or first))
    except ValueError:
        raise markup.refusal("{} is no area to merge", text) from None
    if area.bottom >= ROWS or area.right >= COLUMNS or min(area[1:]) < 0:
        raise markup.refusal("{} is no area to merge", text)
    (top, bottom), (left, right) = sorted((area.top, area.bottom)), sorted((area.left, area.right))
    return Area(title, top, left, bottom, right)
