"""From a path to the parts of the zip archive there, inflated block by block within limits.

Why not zipfile alone: the sizes that an archive declares may lie, and what a part inflates to has to be bounded while
it inflates. Every refusal is one line that says what is wrong and what to do.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from slasheet.diagnostics import FileError
from slasheet.files import readable

#: How much of a part is inflated, and parsed, at a time: less makes every parser slow on one long text.
BLOCK = 1 << 20
#: What a small file may inflate to, and what each of its bytes adds: a plan of 200 regions and 50 channels needs a 17th byte.
MOST_BYTES, BYTES_PER_BYTE = 64 << 20, 25
#: How many marks < all parts may hold: a cell of formula and value has six, a compressed one takes ten bytes.
MOST_MARKS, MARKS_PER_BYTE = 2_000_000, 1
#: What no part may inflate to, as times its size, once it inflates to more than `_LARGE_PART`: a plan needs 60 at most.
_STEEPEST, _LARGE_PART = 150, 8 << 20
_MOST_ENTRIES, _LARGEST_DIRECTORY, _LARGEST_FILE = 10_000, 4 << 20, 1 << 28
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 1 << 16
_ENCRYPTED = 0x2041
_SAVE_ANEW = "open it in a spreadsheet program and save it anew."
_NO_WORKBOOK = "save it as .xlsx in a spreadsheet program."


class Archive:
    """The parts of an .xlsx file by name, whatever the case, and how much may still be inflated."""

    def __init__(self, path: Path) -> None:
        """Look at the file and its directory, and refuse what is no archive or what could harm."""
        self.path = path
        self._size = _look(path)
        self._bytes = MOST_BYTES + BYTES_PER_BYTE * self._size
        self._marks = MOST_MARKS + MARKS_PER_BYTE * self._size
        self._parts = {name.casefold(): info for name, info in _directory(path, self._size).items()}
        if "mimetype" in self._parts:
            kind = self.read("mimetype")
            if kind.startswith(b"application/vnd.oasis.opendocument"):
                raise self.refusal("is an OpenDocument file under another name", "name it .ods, or " + _NO_WORKBOOK)

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name.casefold() in self._parts

    def __iter__(self) -> Iterator[str]:
        """Give the name of every part, folded."""
        return iter(self._parts)

    def refusal(self, what: str, todo: str = _SAVE_ANEW) -> FileError:
        """Return the one line that says what is wrong with the file and what to do."""
        return FileError(f"{self.path}: {what}; {todo}")

    def damaged(self, why: str, *texts: str) -> FileError:
        """Return the one line for a file that no program wrote like this; `texts` from inside it go where {} stands."""
        why = why.format(*map(shown, texts))
        return self.refusal(f"damaged, it can't be read as an .xlsx workbook ({why})")

    def spend(self, size: int, marks: int = 0) -> None:
        """Count what is held or parsed, and refuse the file once it is more than an archive of its size may hold."""
        self._bytes -= size
        self._marks -= marks
        if self._bytes < 0 or self._marks < 0:
            raise self.refusal("unpacks to far more than a workbook of its size holds", _SAVE_ANEW)

    def allow(self, size: int, marks: int) -> None:
        """Let no more than this be read from here on."""
        self._bytes, self._marks = min(self._bytes, size), min(self._marks, marks)

    def read(self, name: str) -> bytes:
        """Return a whole part, which has to be small."""
        whole = bytearray()
        for block in self.blocks(name):
            whole += block
            if len(whole) > _LARGE_PART:
                raise self.damaged("{} is too large", name)
        return bytes(whole)

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

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Give the blocks of a part without looking at them."""
        with readable(self.path, "the workbooks in it"), self.path.open("rb") as file:
            file.seek(info.header_offset)
            head = file.read(_LOCAL.size)
            if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
                raise self.damaged("{} is not where it is listed", info.filename)
            *_, name, extra = _LOCAL.unpack(head)
            file.seek(name + extra, 1)
            left = info.compress_size
            inflate = zlib.decompressobj(-15) if info.compress_type else None
            while left:
                packed = file.read(min(BLOCK, left))
                if not packed:
                    raise self.refusal("is cut short or damaged", "fetch it again or restore a backup.")
                left -= len(packed)
                if inflate is None:
                    yield packed
                    continue
                while packed:
                    try:
                        block = inflate.decompress(packed, BLOCK)
                    except zlib.error as error:
                        raise self.damaged("{} can't be unpacked", info.filename) from error
                    if inflate.eof and (inflate.unused_data or left):
                        raise self.damaged("{} ends before its end", info.filename)
                    packed = inflate.unconsumed_tail
                    if block:
                        yield block
            if inflate is not None and not inflate.eof:
                yield from _rest(inflate)
                if not inflate.eof:
                    raise self.damaged("{} is incomplete", info.filename)


def shown(name: str) -> str:
    """Return a name from inside a file as it can be told in one line."""
    line = "".join(letter if letter.isprintable() else "?" for letter in name[:81])
    return line if len(line) <= 80 else line[:79] + "…"


def _rest(inflate: zlib._Decompress) -> Iterator[bytes]:
    """Give what a decompressor still holds once it has seen everything."""
    while block := inflate.decompress(b"", BLOCK):
        yield block


def _look(path: Path) -> int:
    """Return the size of a file that begins like a zip archive, and refuse any other."""
    with readable(path, "the workbooks in it"):
        if not (path.is_file() or path.is_dir()) and path.exists():
            message = f"{path}: is no file; name a workbook."
            raise FileError(message)
        with path.open("rb") as file:
            head = file.read(512)
            size = file.seek(0, 2)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"{path}: is password-protected or an old .xls; save it without a password as .xlsx."
    elif not head:
        message = f"{path}: is not an .xlsx workbook, it is empty; fetch it again or restore a backup."
    elif not head.strip(b"\0"):
        message = f"{path}: is not an .xlsx workbook, it holds nothing but zeros, as after a broken copy; fetch it again or restore a backup."
    elif size > _LARGEST_FILE:
        message = f"{path}: is larger than any workbook that slasheet writes; name another one."
    elif head.startswith(b"PK"):
        return size
    elif b"\0" not in head and any(mark in head for mark in b",;\t"):
        message = f"{path}: is not an .xlsx workbook but text, as a .csv; open it in a spreadsheet program and save it as .xlsx."
    else:
        message = f"{path}: is not an .xlsx workbook; save it as .xlsx."
    raise FileError(message)


def _directory(path: Path, size: int) -> dict[str, zipfile.ZipInfo]:
    """Return the entries of an archive by name, and refuse a directory that no spreadsheet program writes."""
    with readable(path, "the workbooks in it"):
        _refuse_long_directory(path, size)
        try:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, struct.error) as error:
            raise _cut_short(path) from error
    found: dict[str, zipfile.ZipInfo] = {}
    files = 0
    for info in entries:
        name = info.orig_filename.replace("\\", "/")
        if name.endswith("/"):
            continue
        files += 1
        if (
            not name
            or name.startswith("/")
            or ":" in name.partition("/")[0]
            or ".." in name.split("/")
            or not name.isprintable()
        ):
            raise _refused(path, f"holds an entry whose name leads elsewhere ({shown(name)})")
        if info.flag_bits & _ENCRYPTED:
            message = f"{path}: is protected by a password; save it without one as .xlsx."
            raise FileError(message)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(path, f"is packed in a way that no spreadsheet program uses ({shown(name)})")
        if info.file_size > _LARGE_PART and info.file_size > _STEEPEST * info.compress_size:
            raise _refused(path, f"unpacks to far more than a workbook of its size holds ({shown(name)})")
        found[name] = info
    if len({name.casefold() for name in found}) < files:
        raise _refused(path, "holds two parts of the same name")
    if sum(info.compress_size for info in found.values()) > size:
        raise _refused(path, "holds parts that lie in one another")
    return found


def _refuse_long_directory(path: Path, size: int) -> None:
    """Look at the last record of an archive, which says how long its directory is, before anything reads that."""
    with path.open("rb") as file:
        file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
        tail = file.read()
    # As zipfile does: at the very end when there is no comment, else the last one.
    start = len(tail) - _END.size
    if start < 0 or tail[start : start + 4] != b"PK\5\6" or tail[-2:] != b"\0\0":
        start = tail.rfind(b"PK\5\6")
    if start < 0 or len(tail) < start + _END.size:
        raise _cut_short(path)
    _, _, _, _, entries, length, _, _ = _END.unpack_from(tail, start)
    if entries > _MOST_ENTRIES or length > _LARGEST_DIRECTORY:
        raise _refused(path, "holds far more parts than a workbook has")


def _refused(path: Path, what: str) -> FileError:
    return FileError(f"{path}: {what}; {_SAVE_ANEW}")


def _cut_short(path: Path) -> FileError:
    return FileError(f"{path}: is cut short or damaged; fetch it again or restore a backup.")
