"""From the table of a sheet to its rows, where they are written as programs write nearly all of them, without a parser.

A row is plain when it consists of cells with address, style, kind, formula and value alone, from left to right, and no
text in it holds more than the five entities of XML. One expression takes it apart and has to account for every
character. Whatever is not plain goes to the parser, as does all that surrounds the table: a plain row is a whole
element, so what is left is well-formed if all was, and is refused for what all would be refused for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from slasheet.spreadsheet.addresses import COLUMNS, place
from slasheet.spreadsheet.book import Line
from slasheet.spreadsheet.xlsx.values import MOST_KEPT, Values
from slasheet.spreadsheet.zip.xml import LONGEST, Markup

#: Nothing in it is tried twice (`*+`), and what a text ends at is one character: so it takes half the time.
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+[0-9]{1,7}+)"(?: s="[0-9]{1,9}+")?+(?: t="(n|s|str|b|e)")?+'
    r'(?:/>|>(?:<f(?: aca="false"| ca="1")?+>([^<]*+)</f>)?+(?:<v>([^<]*+)</v>|<v ?/>)?+</c>)'
)
_CONTROL = bytes(range(0x20))
_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z][A-Za-z0-9:]{0,40}="[ !#-%\'-;=?-~]*")*) ?(/?)>')
_ATTRIBUTE = re.compile(r' ([A-Za-z][A-Za-z0-9:]*)="')
_TABLE, _END = "<sheetData>", "</row>"
_NONE = Line((), (), ())
_MOST_STYLES = 100


class PlainRows:
    """Takes the plain rows out of what a parser is to read."""

    def __init__(
        self,
        markup: Markup,
        values: Values,
        formats: dict[tuple[int, int], str],
        keep: Callable[[int, Line], bool],
        is_between: Callable[[], bool],
    ) -> None:
        """Prepare; `formats` takes the number formats worth telling, `keep` takes a row unless it can't come next, `is_between` says that a row may begin after what was parsed."""
        self._markup = markup
        self._values = values
        self._keep = keep
        self._is_between = is_between
        self._formats = formats
        # Tried one after the other: no more of them than people use.
        styles = "|".join(values.odd) if len(values.odd) <= _MOST_STYLES else "[0-9]+"
        self._odd_cell = re.compile(rf'<c r="([A-Z]{{1,3}})([0-9]{{1,7}})" s="({styles})"[^/]') if styles else None
        self._columns: dict[str, tuple[int, ...]] = {}
        self._attributes = {""}
        #: Whether what no text holds as it is stands somewhere among the rows at hand.
        self._is_odd = False

    def read(self, blocks: Iterator[bytes]) -> None:
        """Take the plain rows of a part, and leave to the parser what is not."""
        rest = self._up_to_table(blocks)
        if self._markup.is_utf8 and self._is_between():
            rest = self._after_rows(rest, blocks)
        for block in chain([rest], blocks):
            self._markup.feed(block)

    def _up_to_table(self, blocks: Iterator[bytes]) -> bytes:
        """Have everything parsed up to what looks like the beginning of the table, and return what comes next."""
        mark, held = _TABLE.encode(), b""
        for block in blocks:
            held += block
            found = held.find(mark)
            end = found + len(mark) if found >= 0 else max(0, len(held) - len(mark))
            self._markup.feed(held[:end])
            held = held[end:]
            if found >= 0:
                break
        return held

    def _after_rows(self, held: bytes, blocks: Iterator[bytes]) -> bytes:
        """Go through the rows, and return what is left once no row may begin."""
        mark = _END.encode()
        for block in chain([b""], blocks):
            held += block
            end = held.rfind(mark) + len(mark)
            if end >= len(mark):
                try:
                    rows = held[:end].decode()
                except UnicodeDecodeError:
                    return held
                self._note_formats(rows)
                self._is_odd = _is_odd(held)
                done = self._take(rows)
                held = held[end:] if done == len(rows) else rows[done:].encode() + held[end:]
                if done < len(rows):
                    return held
            if not held.startswith(b"<row"[: len(held)]) or len(held) > LONGEST:
                return held
        return held

    def _take(self, rows: str) -> int:
        """Take rows, each plain one without the parser; return how far that went."""
        at = 0
        while at < len(rows):
            head = _ROW.match(rows, at)
            if head and head[3] and self._has_known_attributes(head[2]) and self._keep(int(head[1]), _NONE):
                at = head.end()
                continue
            end = rows.find(_END, at)
            line = self._line(head[1], rows[head.end() : end]) if head and not head[3] and self._has_known_attributes(head[2]) else None  # fmt: skip
            end += len(_END)
            if head is None or line is None or not self._keep(int(head[1]), line):
                self._markup.feed(rows[at:end].encode())
                if not self._is_between():
                    return end
            at = end
        return at

    def _note_formats(self, rows: str) -> None:
        """Note the number formats worth telling of the cells in rows, of which the parser may tell some again."""
        odd, formats, cols = self._values.odd, self._formats, _cols
        for letters, row, style in self._odd_cell.findall(rows) if self._odd_cell else ():
            if style in odd:
                formats[int(row) - 1, cols(letters)] = odd[style]

    def _has_known_attributes(self, text: str) -> bool:
        """Return whether no attribute of a row stands there twice, or declares a namespace or belongs to none."""
        if text not in self._attributes:
            names, spaces = _ATTRIBUTE.findall(text), self._markup.prefixes
            found = {("", "r")}
            for name in names:
                prefix, colon, bare = name.rpartition(":")
                if name == "xmlns" or (colon and prefix not in spaces):
                    return False
                found.add((spaces[prefix] if colon else "", bare))
            if len(found) <= len(names):
                return False
            if len(self._attributes) < MOST_KEPT:
                self._attributes.add(text)
        return True

    def _line(self, number: str, body: str) -> Line | None:
        """Return a row from what stands in its element; None when it is not plain, or holds what has to be refused."""
        if self._is_odd and _is_odd(body.encode()):
            return None
        pieces = _CELL.split(body)
        addresses, kinds, formulas, raws = (pieces[group::5] for group in range(1, 5))
        cols = None if any(pieces[::5]) else self._columns_of(addresses, number)
        if cols is None:
            return None
        marks = body.count("&")
        if marks:
            formulas, found = _without_entities(formulas)
            raws, rest = _without_entities(raws) if found < marks else (raws, 0)
            if found + rest < marks:
                return None
        if not body.isascii():
            # One wide character makes all of them wide in memory.
            self._markup.archive.spend(
                3 * sum(len(text) for text in chain(formulas, raws) if text and not text.isascii())
            )
        try:
            values = [*map(self._values.__getitem__, zip(kinds, raws, strict=True))]
        except ValueError:
            return None
        if None in formulas and (None, None) in zip(values, formulas, strict=True):
            filled = [at for at, value in enumerate(values) if value is not None or formulas[at] is not None]
            cols = tuple(cols[at] for at in filled)
            values, formulas = [values[at] for at in filled], [formulas[at] for at in filled]
        return Line(cols, values, formulas)

    def _columns_of(self, addresses: list[str], number: str) -> tuple[int, ...] | None:
        """Return the columns of addresses, None unless they lie in the row of that number, each right of the one before."""
        letters = f"{' '.join(addresses)} ".replace(f"{number} ", " ")
        cols = self._columns.get(letters)
        if cols is None:
            each = letters.split()
            cols = tuple(place(f"{letter}1")[1] for letter in each if letter.isalpha())
            if len(cols) < len(each) or any(col >= COLUMNS for col in cols) or any(a >= b for a, b in pairwise(cols)):
                return None
            if len(self._columns) < MOST_KEPT:
                self._columns[letters] = cols
        return cols


@lru_cache(maxsize=COLUMNS)
def _cols(letters: str) -> int:
    """Return the number of a column, from 0."""
    return place(f"{letters}1")[1]


def _is_odd(rows: bytes) -> bool:
    """Return whether something stands there that no text holds as it is: a parser refuses it, or reads it as something else."""
    if len(rows.translate(None, _CONTROL)) < len(rows) or (b"]" in rows and b"]]>" in rows):
        return True
    return not rows.isascii() and ("\ufffe".encode() in rows or "\uffff".encode() in rows)


def _without_entities(texts: list[str | None]) -> tuple[list[str | None], int]:
    """Return texts with the characters that their entities stand for, and how many there were of the five of XML.

    No text holds a control character.
    """
    joined = "\0".join(filter(None, texts))
    count = joined.count("&")
    if not count:
        return texts, 0
    joined = joined.replace("&lt;", "<").replace("&gt;", ">")
    odd = 0
    if "&" in joined:
        joined = joined.replace("&amp;", "\1")
        if "&" in joined:
            joined = joined.replace("&quot;", '"').replace("&apos;", "'")
            odd = joined.count("&")
        joined = joined.replace("\1", "&")
    plain: list[str | None] = [*joined.split("\0")]
    if len(plain) < len(texts):
        pieces = iter(plain)
        plain = [text and next(pieces) for text in texts]
    return plain, count - odd
