"""From a zip archive and a few new parts to an archive in which all other entries are the same, as they were compressed.

Why not zipfile alone: it copies an entry only by inflating and deflating it again.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from slasheet.spreadsheet.zip.archive import Archive

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
#: Sizes follow the data (dropped here: they are known), and the name is UTF-8.
_SIZES_FOLLOW, _UTF8 = 0x08, 0x800


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    flags: int
    method: int
    when: tuple[int, int, int, int, int, int]
    crc: int
    size: int
    packed: bytes
    attributes: int


def copied(source: Archive, target: Path, parts: Mapping[str, bytes]) -> None:
    """Write a copy of an archive with some parts exchanged, in their places, or put in at the end.

    Entries that are not exchanged keep order, date and compressed bytes.
    """
    left = dict(parts)
    with target.open("wb") as out:
        directory = []
        for info in source.entries:
            if info.filename in left:
                entry = _packed(info.filename, left.pop(info.filename), info)
            else:
                entry = _as_it_is(info, b"".join(source.packed(info)))
            directory.append(_written(entry, out))
        for name, data in left.items():
            directory.append(_written(_packed(name, data, None), out))
        start, whole = out.tell(), b"".join(directory)
        out.write(whole)
        count = len(directory)
        out.write(_END.pack(b"PK\5\6", 0, 0, count, count, len(whole), start, len(source.comment)) + source.comment)


def _as_it_is(info: zipfile.ZipInfo, packed: bytes) -> _Entry:
    flags = info.flag_bits & ~_SIZES_FOLLOW
    return _Entry(
        info.orig_filename,
        flags,
        info.compress_type,
        info.date_time,
        info.CRC,
        info.file_size,
        packed,
        info.external_attr,
    )


def _packed(name: str, data: bytes, like: zipfile.ZipInfo | None) -> _Entry:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflate.compress(data) + deflate.flush()
    when, attributes = (like.date_time, like.external_attr) if like else (_FIRST_DAY, 0)
    return _Entry(name, 0, zipfile.ZIP_DEFLATED, when, zlib.crc32(data), len(data), packed, attributes)


def _written(entry: _Entry, out: BinaryIO) -> bytes:
    """Write an entry and return its line of the directory."""
    offset = out.tell()
    flags = entry.flags
    try:
        name = entry.name.encode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeEncodeError:
        name, flags = entry.name.encode(), flags | _UTF8
    year, month, day, hour, minute, second = entry.when
    date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    common = (20, flags, entry.method, time, date, entry.crc, len(entry.packed), entry.size, len(name), 0)
    out.write(_LOCAL.pack(b"PK\3\4", *common) + name)
    out.write(entry.packed)
    return _CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, entry.attributes, offset) + name
