"""From a path to what kind of OpenDocument file it is, and to the bytes of its content, a block at a time.

Why so careful: files come by mail. The directory is looked at before anything is unpacked, only the one part that is
read is unpacked, and never more of it than the directory declares.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slasheet.diagnostics import FileError
from slasheet.files import DAMAGE, readable

CONTENT, MANIFEST, MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
SUFFIXES = (".ods", ".ots", ".fods")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
SPREADSHEETS = (OPEN_DOCUMENT + "spreadsheet", OPEN_DOCUMENT + "spreadsheet-template")
BLOCK = 1 << 20
MOST_ENTRIES, MOST_DIRECTORY_BYTES = 4_096, 1 << 20
#: What the content of a small file may unpack to, and what each of its bytes adds: that of LibreOffice packs 20 to 40 times.
MOST_BYTES, BYTES_PER_BYTE = 64 << 20, 50
#: Below this size how well it packs does no harm.
MOST_RATIO, SMALL_BYTES = 150, 8 << 20
_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FLAT = re.compile(rb"<office:document[\s>]")


def is_open_document(path: Path) -> bool:
    """Return whether a file, whatever its name, is an OpenDocument package; False for what can't be read."""
    try:
        with path.open("rb") as file:
            if file.read(4) != _ZIP:
                return False
        with _opened(path) as package:
            return _kind(package).startswith(OPEN_DOCUMENT)
    except (OSError, FileError):
        return False


def content(path: Path) -> Iterator[bytes]:
    """Yield the content of an .ods file in blocks of 1 MB.

    Raises FileError with one line that says what is wrong and what to do for anything but an unencrypted spreadsheet.
    """
    _refuse_what_is_no_package(path)
    with _opened(path) as package:
        kind = _kind(package)
        if not kind.startswith(OPEN_DOCUMENT):
            told = "is an .xlsx workbook" if kind == "xlsx" else "is not an .ods workbook"
            todo = f"rename it to {path.stem}.xlsx" if kind == "xlsx" else "save it as .ods or .xlsx"
            raise _refused(path, f"{told}, though its name ends in {path.suffix}; {todo}.")
        if kind not in SPREADSHEETS:
            raise _refused(
                path,
                f"is an OpenDocument {kind.removeprefix(OPEN_DOCUMENT)}, no spreadsheet; name the workbook.",
            )
        if path.suffix.lower() not in SUFFIXES:
            raise _refused(
                path,
                f"is an .ods workbook, though its name ends in {path.suffix or 'nothing'}; rename it to {path.stem}.ods, or save it as .xlsx.",
            )
        if _is_encrypted(package):
            raise _refused(path, "is password-protected; save it without a password.")
        yield from _unpacked(path, package, CONTENT)


def mentions(path: Path, word: bytes) -> bool:
    """Return whether a word stands in the content of an .ods file, also one whose name says something else."""
    with _opened(path) as package:
        last = b""
        for block in _unpacked(path, package, CONTENT):
            if word in last + block:
                return True
            last = block[-len(word) :]
    return False


def _refused(path: Path, why: str) -> FileError:
    return FileError(f"{path}: {why}")


def _damaged(path: Path, what: str) -> FileError:
    return _refused(path, f"damaged: {what}; open it in a spreadsheet program and save it anew, or restore a backup.")


def _refuse_what_is_no_package(path: Path) -> None:
    with readable(path, "the workbooks in it"), path.open("rb") as file:
        head = file.read(4_096)
    if head.startswith(_OLE):
        raise _refused(path, "is password-protected or an old .xls; save it without a password as .ods or .xlsx.")
    if _FLAT.search(head):
        raise _refused(
            path, "is a flat OpenDocument file (.fods); open it in LibreOffice and save it as .ods or .xlsx."
        )
    if not head.strip(b"\0"):
        raise _refused(path, "is empty; fetch it again or restore a backup.")
    if not head.startswith(b"PK"):
        raise _refused(path, "is not an .ods workbook; save it as .ods or .xlsx.")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a package whose directory holds nothing odd."""
    try:
        with readable(path, "the workbooks in it"), path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _END_OF_DIRECTORY.size - 0xFFFF))
            tail = file.read()
        end = tail.rfind(b"PK\5\6")
        if end < 0 or end + _END_OF_DIRECTORY.size > len(tail):
            raise _refused(path, "is cut short or damaged; fetch it again or restore a backup.")
        _, _, _, _, entries, length, _, _ = _END_OF_DIRECTORY.unpack_from(tail, end)
        if entries > MOST_ENTRIES or length > MOST_DIRECTORY_BYTES:
            raise _refused(
                path,
                f"holds {entries:,} entries or more, which no workbook does; save it anew in a spreadsheet program.",
            )
        with zipfile.ZipFile(path) as package:
            _check_directory(path, package)
            yield package
    except DAMAGE as error:
        raise _damaged(path, "it can't be unpacked") from error


def _check_directory(path: Path, package: zipfile.ZipFile) -> None:
    names = set()
    for entry in package.infolist():
        name = entry.filename
        if name.casefold() in names:
            raise _damaged(path, f"{name!r} is there twice")
        names.add(name.casefold())
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise _damaged(path, f"the entry {name!r} leads out of the file")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(path, f"{name!r} is packed in a way that workbooks are not")


def _kind(package: zipfile.ZipFile) -> str:
    """Return the media type of an OpenDocument package, "xlsx" for a package of Excel's, "" for anything else."""
    names = package.NameToInfo
    if MIMETYPE in names and names[MIMETYPE].file_size < 200:
        return package.read(MIMETYPE).decode("ascii", "replace").strip()
    if "[Content_Types].xml" in names:
        return "xlsx"
    return SPREADSHEETS[0] if CONTENT in names and MANIFEST in names else ""


def _is_encrypted(package: zipfile.ZipFile) -> bool:
    """Return whether a password is needed; newer programs pack everything into one encrypted entry."""
    if any(entry.flag_bits & 1 for entry in package.infolist()) or "encrypted-package" in package.NameToInfo:
        return True
    if MANIFEST not in package.NameToInfo:
        return False
    with package.open(MANIFEST) as file:
        return b"encryption-data" in file.read(BLOCK)


def _unpacked(path: Path, package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part in blocks; zipfile gives no more than is declared and holds it against its checksum."""
    entry = package.NameToInfo.get(name)
    if entry is None:
        raise _damaged(path, f"its {name} is missing")
    declared = entry.file_size
    most = MOST_BYTES + BYTES_PER_BYTE * path.stat().st_size
    if declared > most or declared > max(SMALL_BYTES, MOST_RATIO * entry.compress_size):
        raise _refused(
            path,
            f"its {name} would unpack to {declared / 1e6:,.0f} MB, far more than in a workbook of its size; it is not read.",
        )
    given = 0
    with package.open(entry) as file:
        while block := file.read(BLOCK):
            given += len(block)
            yield block
    if given != declared:
        raise _damaged(path, f"its {name} is not as long as declared")
