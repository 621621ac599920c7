"""From a path to what the directory of the zip archive there lists, once nothing in it is odd or could harm.

Every refusal is one line that says what is wrong and what to do.
"""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from slasheet.spreadsheet.files import readable
from slasheet.texts.findings import FileError

#: How a file begins that is an archive, and one of the older Office, which is what a password makes of a new one, too.
ZIP, OLE = (b"PK\3\4", b"PK\5\6"), b"\xd0\xcf\x11\xe0"
#: What no part may inflate to, as times its size, once it inflates to more than `_LARGE_PART`: a plan needs 60 at most.
STEEPEST, _LARGE_PART = 150, 8 << 20
_MOST_ENTRIES, _LARGEST_DIRECTORY, _LARGEST_FILE = 10_000, 4 << 20, 1 << 28
_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 1 << 16
_ENCRYPTED = 0x2041
_FLAT = re.compile(rb"<office:document[\s>]")
SAVE_ANEW = "open it in a spreadsheet program and save it again, or restore a backup."
_FETCH_AGAIN = "fetch it again or restore a backup."
PROTECTED = ("is password-protected", "save it without a password.")


def shown(name: str) -> str:
    """Return a name from inside a file as it can be told in one line."""
    line = "".join(letter if letter.isprintable() else "?" for letter in name[:81])
    return line if len(line) <= 80 else line[:79] + "…"


def look(path: Path) -> int:
    """Return the size of a file that begins like a zip archive, and refuse any other."""
    with readable(path, "the workbooks in it"):
        if not (path.is_file() or path.is_dir()) and path.exists():
            raise refused(path, "is not a file", "name a workbook.")
        with path.open("rb") as file:
            head = file.read(4096)
            size = file.seek(0, 2)
    if head.startswith(OLE):
        raise refused(path, "is password-protected or an old .xls", "save it without a password as .xlsx or .ods.")
    if not head:
        raise refused(path, "is empty", _FETCH_AGAIN)
    if not head.strip(b"\0"):
        raise refused(path, "holds nothing but zeros, as after a broken copy", _FETCH_AGAIN)
    if size > _LARGEST_FILE:
        raise refused(path, "is larger than any workbook that slasheet writes", "name another one.")
    if head.startswith(ZIP):
        return size
    if _FLAT.search(head):
        raise refused(
            path, "is a flat OpenDocument file (.fods)", "open it in LibreOffice and save it as .ods or .xlsx."
        )
    if b"\0" not in head and any(mark in head for mark in b",;\t"):
        raise refused(
            path,
            "is not an .xlsx or .ods workbook but text, as a .csv",
            "open it in a spreadsheet program and save it as .xlsx or .ods.",
        )
    raise refused(path, "is not an .xlsx or .ods workbook", "save it as one in a spreadsheet program.")


def directory(path: Path, size: int) -> tuple[tuple[zipfile.ZipInfo, ...], bytes]:
    """Return what the directory of an archive lists, in its order, and the comment after it."""
    with readable(path, "the workbooks in it"):
        _refuse_long_directory(path, size)
        try:
            with zipfile.ZipFile(path) as archive:
                return tuple(archive.infolist()), archive.comment
        # All that zipfile raises where a directory is cut, bent, or of a kind that it does not know.
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, struct.error) as error:
            raise cut_short(path) from error


def parts_of(path: Path, size: int, entries: tuple[zipfile.ZipInfo, ...]) -> dict[str, zipfile.ZipInfo]:
    """Return the parts of an archive by folded name, and refuse what no spreadsheet program lists."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in entries:
        name = info.orig_filename.replace("\\", "/")
        if name.endswith("/"):
            continue
        if (
            not name
            or name.startswith("/")
            or ":" in name.partition("/")[0]
            or ".." in name.split("/")
            or not name.isprintable()
        ):
            raise refused(path, f"holds an entry whose name leads elsewhere ({shown(name)})")
        if info.flag_bits & _ENCRYPTED:
            raise refused(path, *PROTECTED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused(path, f"is packed in a way that no spreadsheet program uses ({shown(name)})")
        if info.file_size > _LARGE_PART and info.file_size > STEEPEST * info.compress_size:
            raise refused(path, f"unpacks to far more than a workbook of its size holds ({shown(name)})")
        if name.casefold() in found:
            raise refused(path, f"holds two parts of the same name ({shown(name)})")
        found[name.casefold()] = info
    if sum(info.compress_size for info in found.values()) > size:
        raise refused(path, "holds parts that lie in one another")
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
        raise cut_short(path)
    _, _, _, _, entries, length, _, _ = _END.unpack_from(tail, start)
    if entries > _MOST_ENTRIES or length > _LARGEST_DIRECTORY:
        raise refused(path, "holds far more parts than a workbook has")


def refused(path: Path, what: str, todo: str = SAVE_ANEW) -> FileError:
    """Return the one line that says what is wrong with a file and what to do."""
    return FileError(f"{path}: {what}; {todo}")


def cut_short(path: Path) -> FileError:
    """Return the one line for a file of which something is missing."""
    return refused(path, "is cut short or damaged", _FETCH_AGAIN)
