"""From a part of an archive to calls of its reader, one an element, within limits: no DOCTYPE, depth, length of a text.

Names of elements come bare (`row`) when they are of SpreadsheetML, transitional or strict, and with their namespace
before them when they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from slasheet.spreadsheet.zip.archive import BLOCK, Archive
from slasheet.spreadsheet.zip.directory import shown
from slasheet.texts.findings import FileError

#: The same words in what Excel writes by default and in what it calls strict.
MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
#: What expat reads by itself; of the others it takes those with one byte a letter.
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "iso-8859-1")
MOST_DEEP = 64
#: How many different names elements and attributes may have: the parser keeps each of them.
MOST_NAMES = 10_000
#: The longest tag, comment or text.
LONGEST = 1 << 20
Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]


class Markup:
    """Reads one part; `pieces` collects its texts, which whoever reads elements empties."""

    def __init__(self, archive: Archive, name: str, words: Iterable[str], spaces: Iterable[str] = MAIN) -> None:
        """Prepare to read a part whose elements of interest are `words`."""
        self.archive = archive
        self.name = name
        self.pieces: list[str] = []
        # What a parser interns it gives as it is kept there: this is where long names become short, at no cost.
        self.words = {f"{space} {word}": word for space in spaces for word in words}
        self.parser = expat.ParserCreate(None, " ", self.words)
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 16
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declaration
        self.parser.CharacterDataHandler = self.pieces.append
        #: The namespaces that are declared where the parser is, by prefix; None stands for no prefix.
        self.prefixes: dict[str | None, str] = {}
        self.parser.StartNamespaceDeclHandler = self.prefixes.__setitem__
        self.parser.EndNamespaceDeclHandler = lambda prefix: self.prefixes.pop(prefix, None)
        self._depth = 0
        #: How many bytes were parsed, and whether they are UTF-8.
        self.fed = 0
        self.is_utf8 = True

    def call(self, start: Start, end: End) -> None:
        """Have every element from here on call `start`, and `end` where it ends."""
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end

    def call_counting(self, start: Start, end: End) -> None:
        """Do the same, and count how deep the elements lie in one another."""

        def deeper(name: str, attributes: dict[str, str]) -> None:
            self._depth += 1
            if self._depth > MOST_DEEP:
                raise self.too_deep()
            start(name, attributes)

        def out(name: str) -> None:
            self._depth -= 1
            end(name)

        self.call(deeper, out)

    def text(self) -> str:
        """Return the text collected since the last time."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if not text.isascii():
            # One wide character makes all of them wide in memory.
            self.archive.spend(3 * len(text))
        return text

    def read(self, feeding: Callable[[Iterator[bytes]], None] | None = None) -> None:
        """Read the part to its end; `feeding` takes its blocks and has parsed what should be, by default all of them."""
        parser = self.parser
        try:
            if feeding:
                feeding(self.archive.blocks(self.name))
            else:
                for block in self.archive.blocks(self.name):
                    self.feed(block)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self.refusal("line {}: {}", str(error.lineno), expat.ErrorString(error.code)) from error
        finally:
            # The handlers know this object: without them it goes at once, with all it holds.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.StartDoctypeDeclHandler = parser.XmlDeclHandler = None
            parser.StartNamespaceDeclHandler = parser.EndNamespaceDeclHandler = None

    def feed(self, block: bytes) -> None:
        """Parse a block."""
        self.parser.Parse(block)
        self.fed += len(block)
        waiting = self.fed - max(self.parser.CurrentByteIndex, 0)
        if waiting > LONGEST + BLOCK or sum(map(len, self.pieces)) > LONGEST:
            raise self.refusal("a text or a tag without end")
        if len(self.words) > MOST_NAMES:
            raise self.refusal("far more kinds of elements and attributes than there are")

    def too_deep(self) -> FileError:
        """Return the one line for elements in elements, more than `MOST_DEEP`."""
        return self.refusal("elements in elements without end")

    def refusal(self, why: str, *texts: str) -> FileError:
        """Return the one line for what is wrong in this part; `texts` from inside it go where {} stands."""
        return self.archive.damaged("{}: " + why, self.name, *texts)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.is_utf8 = encoding is None or encoding.lower() == "utf-8"
        if encoding is None or encoding.lower() in ENCODINGS:
            return
        try:
            known = len(bytes(range(256)).decode(encoding, "replace")) == 256
        except (LookupError, ValueError):
            known = False
        if not known:
            raise self.refusal("in an encoding that is unknown ({})", encoding)

    def _doctype(self, *_: object) -> NoReturn:
        message = f"holds a document type (DOCTYPE) in {shown(self.name)}, which no spreadsheet program writes"
        raise self.archive.refusal(message)
