"""From a path to the kind of workbook there and the parts of its zip archive, inflated block by block within limits.

Why not zipfile alone: the sizes that an archive declares may lie, and what a part inflates to has to be bounded while
it inflates.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from slasheet.spreadsheet.files import readable
from slasheet.spreadsheet.zip.directory import SAVE_ANEW, cut_short, directory, look, parts_of, refused, shown
from slasheet.texts.findings import FileError

#: The kinds of workbook, and every ending that files in the formats of OpenDocument have.
XLSX, ODS = ".xlsx", ".ods"
ODS_SUFFIXES = (ODS, ".ots", ".fods")
#: How much of a part is inflated, and parsed, at a time: less makes every parser slow on one long text.
BLOCK = 1 << 20
#: What a small file may inflate to, and what each of its bytes adds: a plan of 200 regions and 50 channels needs a 17th
#: byte as .xlsx, and LibreOffice packs the content of an .ods to a 40th.
_MOST_BYTES, _BYTES_PER_BYTE = 64 << 20, {XLSX: 25, ODS: 50}
#: How many marks < all parts may hold: a cell of formula and value has six, a compressed one takes ten bytes.
_MOST_MARKS, _MARKS_PER_BYTE = 2_000_000, 1
_LOCAL = struct.Struct("<4s5H3L2H")
_MIMETYPE, _TYPES, _CONTENT, _MANIFEST = "mimetype", "[content_types].xml", "content.xml", "meta-inf/manifest.xml"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_SPREADSHEETS = ("spreadsheet", "spreadsheet-template")


class Archive:
    """The parts of a workbook file by name, whatever the case, and how much may still be inflated.

    `kind` is the kind of workbook that the parts make, whatever the name of the file; `entries` is all that the
    directory lists, in its order, and `comment` what stands after it.
    """

    def __init__(self, path: Path) -> None:
        """Look at the file and its directory. Raises FileError, in one line, for what is no workbook or could harm."""
        self.path = path
        self.size = look(path)
        self.entries, self.comment = directory(path, self.size)
        self._parts = parts_of(path, self.size, self.entries)
        self._bytes = _MOST_BYTES
        self._marks = _MOST_MARKS + _MARKS_PER_BYTE * self.size
        self.kind = XLSX
        self.kind = self._kind()
        self._bytes += _BYTES_PER_BYTE[self.kind] * self.size

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name.casefold() in self._parts

    def __iter__(self) -> Iterator[str]:
        """Give the name of every part, folded."""
        return iter(self._parts)

    def _kind(self) -> str:
        """Return which kind of workbook it is. Raises FileError when it is none."""
        stated = self._parts.get(_MIMETYPE)
        kind = self.read(_MIMETYPE).decode("ascii", "replace").strip() if stated and stated.file_size < BLOCK else ""
        if kind.startswith(_OPEN_DOCUMENT):
            document = kind.removeprefix(_OPEN_DOCUMENT)
            if document not in _SPREADSHEETS:
                what = f"is an OpenDocument {shown(document)}, no spreadsheet"
                raise self.refusal(what, "name the workbook.")
            return ODS
        if _TYPES in self:
            return XLSX
        if _CONTENT in self and _MANIFEST in self:
            return ODS
        raise self.refusal("damaged, it holds no workbook", "name an .xlsx or .ods workbook.")

    def refuse_false_name(self) -> None:
        """Raise FileError when the file's name says that it is of the other kind, where other programs fail at it."""
        suffix = self.path.suffix
        if (self.kind == ODS) != (suffix.lower() in ODS_SUFFIXES):
            other = XLSX if self.kind == ODS else ODS
            what = f"is an {self.kind} workbook, though its name ends in {suffix or 'nothing'}"
            raise self.refusal(what, f"rename it to {self.path.stem}{self.kind}, or save it as {other}.")

    def refusal(self, what: str, todo: str = SAVE_ANEW) -> FileError:
        """Return the one line that says what is wrong with the file and what to do."""
        return refused(self.path, what, todo)

    def damaged(self, why: str, *texts: str) -> FileError:
        """Return the one line for a file that no program wrote like this; `texts` from inside it go where {} stands."""
        why = why.format(*map(shown, texts))
        return self.refusal(f"damaged, it can't be read as an {self.kind} workbook ({why})")

    def unreasonable(self) -> FileError:
        """Return the one line for a file that holds so much that no program wrote it."""
        return self.refusal("unpacks to far more than a workbook of its size holds")

    def spend(self, size: int, marks: int = 0) -> None:
        """Count what is held or parsed, and refuse the file once it is more than an archive of its size may hold."""
        self._bytes -= size
        self._marks -= marks
        if self._bytes < 0 or self._marks < 0:
            raise self.unreasonable()

    def allow(self, size: int, marks: int) -> None:
        """Let no more than this be read from here on."""
        self._bytes, self._marks = min(self._bytes, size), min(self._marks, marks)

    def read(self, name: str) -> bytes:
        """Return a whole part."""
        return b"".join(self.blocks(name))

    def mentions(self, name: str, word: bytes) -> bool:
        """Return whether a word stands in a part, without holding more of it than a block."""
        last = b""
        for block in self.blocks(name):
            if word in last + block:
                return True
            last = block[-len(word) :]
        return False

    def blocks(self, name: str) -> Iterator[bytes]:
        """Inflate a part, block by block; at its end size and checksum have to be the declared ones."""
        info = self._parts.get(name.casefold())
        if info is None:
            raise self.damaged("{} is missing", name)
        size = checksum = 0
        for block in self._inflated(info):
            size += len(block)
            if size > info.file_size:
                raise self.damaged("{} is larger than declared", name)
            checksum = zlib.crc32(block, checksum)
            self.spend(len(block), block.count(b"<"))
            yield block
        if size != info.file_size or checksum != info.CRC:
            raise self.damaged("{} is incomplete or changed", name)

    def packed(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Give an entry as it is compressed, block by block."""
        with readable(self.path, "the workbooks in it"), self.path.open("rb") as file:
            file.seek(info.header_offset)
            head = file.read(_LOCAL.size)
            if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
                raise self.damaged("{} is not where it is listed", info.filename)
            *_, name, extra = _LOCAL.unpack(head)
            file.seek(name + extra, 1)
            left = info.compress_size
            while left:
                block = file.read(min(BLOCK, left))
                if not block:
                    raise cut_short(self.path)
                left -= len(block)
                yield block

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Give the blocks of a part without looking at them."""
        if info.compress_type == zipfile.ZIP_STORED:
            yield from self.packed(info)
            return
        inflate = zlib.decompressobj(-15)
        for packed in self.packed(info):
            left = packed
            while left:
                if inflate.eof:
                    raise self.damaged("{} ends before its end", info.filename)
                try:
                    block = inflate.decompress(left, BLOCK)
                except zlib.error as error:
                    raise self.damaged("{} can't be unpacked", info.filename) from error
                left = inflate.unconsumed_tail or inflate.unused_data
                if block:
                    yield block
        yield from _rest(inflate)
        if not inflate.eof:
            raise self.damaged("{} is incomplete", info.filename)


def _rest(inflate: zlib._Decompress) -> Iterator[bytes]:
    """Give what a decompressor still holds once it has seen everything."""
    while block := inflate.decompress(b"", BLOCK):
        yield block
