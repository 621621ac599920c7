"""From the bytes of a workbook to those of a broken one: bytes, the archive, tokens of XML, values of cells."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from random import Random

TOKEN = re.compile(rb"<[^>]*>|[^<]+")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
VALUE = re.compile(rb"<(v|f|t|definedName)\b([^>]*)>([^<]*)</")
#: What is put where something else stood.
TEXTS = (
    b"", b"0", b"-1", b"1", b"1048576", b"1048577", b"99999999999999999999", b"1e999", b"nan", b"-inf", b"1_000", "๑๒".encode(),
    b"A1", b"XFD1048576", b"XFE1", b"A0", b"A1:XFD1048576", b"#REF!", b"One!$A$1", b"=1+1", b"TRUE", b"2027-02-30", b"9999-12-31T23:59:59",
    b"_xD800_", b"_x0000_", b"&lt;b&gt;", b"&#x1b;[2J", b"&a;", b"\x00", b"\xff", "😀".encode(), b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n",
    b"shared", b"array", b"rId1", b"/", b"../..", b"x" * 40_000, b"(" * 3000, b"45%", b"1.234,50", b" 12 ", "\u00a012".encode(),
)  # fmt: skip
TAGS = (
    b"<c>", b"</c>", b"<v>", b"</v>", b"<row>", b"</row>", b"<c/>", b"<a>", b"<!-- x -->", b"<![CDATA[x]]>", b"<?x y?>", b"<!DOCTYPE a>", b"<sheetData/>",
    b'<c r="A1"><v>9</v></c>', b"<is><t>x</t></is>", b"<f>1</f>", b'<f t="shared" si="0"/>', b'<mergeCell ref="A1:XFD1048576"/>',
)  # fmt: skip
NAMES = (
    "xl/workbook.xml",
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/",
)


def mutated(whole: bytes, drawn: Random) -> bytes:
    """Return a workbook with one to four things wrong."""
    deed = drawn.choice((_bytes, _archive, _tokens, _tokens, _values, _values, _values))
    return deed(whole, drawn)


def _bytes(whole: bytes, drawn: Random) -> bytes:
    """Change, cut out or double bytes anywhere."""
    raw = bytearray(whole)
    for _ in range(drawn.randint(1, 4)):
        at = drawn.randrange(len(raw))
        # Half of the time where the directory is: it is small, and says most.
        if drawn.random() < 0.5:
            at = max(0, len(raw) - drawn.randrange(1, min(len(raw), 2500)))
        kind = drawn.randrange(4)
        if kind == 0:
            raw[at] ^= 1 << drawn.randrange(8)
        elif kind == 1:
            raw[at] = drawn.choice((0, 0xFF, 0x7F, drawn.randrange(256)))
        elif kind == 2:
            del raw[at : at + drawn.choice((1, 4, 100, 5000))]
        else:
            raw[at:at] = raw[at : at + drawn.choice((1, 4, 100))]
        if not raw:
            return b""
    return bytes(raw)


def parts_of(whole: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of a package, each with its name."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def packed(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a package of parts, which may have the same name."""
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(made, "w", method, compresslevel=1) as archive:
            for name, part in parts:
                archive.writestr(name, part)
    return made.getvalue()


def _archive(whole: bytes, drawn: Random) -> bytes:
    """Lose, double, rename, swap or empty parts."""
    parts = parts_of(whole)
    for _ in range(drawn.randint(1, 2)):
        at = drawn.randrange(len(parts))
        name, part = parts[at]
        other = drawn.randrange(len(parts))
        kind = drawn.randrange(7)
        if kind == 0 and len(parts) > 1:
            del parts[at]
        elif kind == 1:
            parts.append((drawn.choice((name, name.upper())), parts[other][1]))
        elif kind == 2:
            parts[at] = (
                drawn.choice(("../" + name, "/" + name, name.replace("/", "\\"), name + " ", name.upper(), "x")),
                part,
            )
        elif kind == 3:
            parts[at] = (name, parts[other][1])
        elif kind == 4:
            parts[at] = (
                name,
                drawn.choice(
                    (b"", part[: len(part) // 2], part + part, part.decode("utf-8", "replace").encode("utf-16"))
                ),
            )
        elif kind == 5:
            parts += [(f"more/{n}", b"") for n in range(drawn.choice((3, 300, 11_000)))]
        else:
            return packed(parts, drawn.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)))
    return packed(parts)


def _one_part(whole: bytes, drawn: Random) -> tuple[list[tuple[str, bytes]], int]:
    """Return all parts and which one to change: one of those that are read."""
    parts = parts_of(whole)
    read = [at for at, (name, _) in enumerate(parts) if name.startswith(NAMES)]
    return parts, drawn.choice(read)


def _tokens(whole: bytes, drawn: Random) -> bytes:
    """Lose, double, swap or put in tags and texts, and change attributes."""
    parts, at = _one_part(whole, drawn)
    name, part = parts[at]
    tokens = TOKEN.findall(part)
    for _ in range(drawn.randint(1, 3)):
        place, other = drawn.randrange(len(tokens)), drawn.randrange(len(tokens))
        kind = drawn.randrange(6)
        if kind == 0 and len(tokens) > 1:
            del tokens[place]
        elif kind == 1:
            tokens.insert(place, tokens[other % len(tokens)])
        elif kind == 2:
            tokens[place], tokens[other] = tokens[other], tokens[place]
        elif kind == 3:
            tokens.insert(place, drawn.choice(TAGS) * drawn.choice((1, 1, 2, 100)))
        else:
            tokens[place] = _with_attribute(tokens[place], drawn)
    parts[at] = (name, b"".join(tokens))
    return packed(parts)


def _with_attribute(token: bytes, drawn: Random) -> bytes:
    found = list(ATTRIBUTE.finditer(token))
    if not found:
        return token
    match = drawn.choice(found)
    kind = drawn.randrange(3)
    if kind == 0:
        return token[: match.start()] + token[match.end() :]
    if kind == 1:
        return token[: match.start(1)] + drawn.choice((b"r", b"t", b"s", b"xmlns", b"x:y")) + token[match.end(1) :]
    return token[: match.start(2)] + drawn.choice(TEXTS) + token[match.end(2) :]


def _values(whole: bytes, drawn: Random) -> bytes:
    """Change what stands in cells, texts, formulas and names."""
    parts, at = _one_part(whole, drawn)
    name, part = parts[at]
    for _ in range(drawn.randint(1, 4)):
        found = list(VALUE.finditer(part))
        if not found:
            return _tokens(whole, drawn)
        match = drawn.choice(found)
        start, end = match.span(3)
        new = drawn.choice((*TEXTS, drawn.choice(found)[3]))
        part = part[:start] + new + part[end:]
    parts[at] = (name, part)
    return packed(parts)
