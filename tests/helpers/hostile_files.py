"""Files that no spreadsheet program writes, some made to do harm: each with the words of the one line that it gets."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.helpers.xlsx_packages import BOOK_RELATIONS, KINDS, MAIN, PARTS, SHEET, book, cells, package, table

#: What a file holds, or what makes it.
Maker = Callable[[Path], object]
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=False)
)


def parts(changes: dict[str, str | bytes | None]) -> Maker:
    return lambda path: package(path, changes)


def sheet(part: str) -> Maker:
    return parts({SHEET: part})


def content(raw: bytes) -> Maker:
    return lambda path: path.write_bytes(raw)


def late(make: Callable[[], Maker]) -> Maker:
    """Return what makes something large only when it is asked for: every process of the suite reads this module."""

    def maker(path: Path) -> object:
        return make()(path)

    return maker


def zipped(*entries: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, part in entries:
            archive.writestr(name, part)
    return made.getvalue()


WHOLE = zipped(*PARTS.items())


def lying(size: int, packed: bytes, checksum: int = 0) -> bytes:
    """Return a workbook whose sheet says that it unpacks to `size`."""
    raw = bytearray(zipped(*((name, part) for name, part in PARTS.items() if name != SHEET), (SHEET, packed), method=0))
    at = raw.rfind(SHEET.encode()) - 46
    struct.pack_into("<H", raw, at + 10, 8)
    struct.pack_into("<LLL", raw, at + 16, checksum, len(packed), size)
    return bytes(raw)


def deflated(part: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(part.encode()) + packer.flush()


def many_columns(row: int) -> str:
    return f'<row r="{row}" s="1" customFormat="1">' + '<c s="1"/>' * 30 + "</row>"


def attributes(start: int) -> str:
    return " ".join(f'a{start}_{n}=""' for n in range(50_000))


def marked(offset: int, value: int) -> bytes:
    """Return the workbook with two bytes of the first entry in its directory changed."""
    raw = bytearray(WHOLE)
    struct.pack_into("<H", raw, raw.find(b"PK\1\2") + offset, value)
    return bytes(raw)


def twice(first: str, second: str) -> str:
    return book(
        sheets=f'<sheet name="{first}" sheetId="1" r:id="rId1"/><sheet name="{second}" sheetId="2" r:id="rId1"/>'
    )


NOISE = random.Random(7).randbytes(1 << 20)  # noqa: S311


def long() -> str:
    """Return a text of 30 MB."""
    return NOISE.hex() * 15


REFUSED: dict[str, tuple[Maker, str]] = {
    # The file.
    "empty": (content(b""), "is empty"),
    "zeros": (content(bytes(5000)), "nothing but zeros"),
    "old": (content(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)), "password-protected or an old .xls"),
    "csv": (content(b"a;b\n1;2\n"), "but text, as a .csv"),
    "noise": (content(NOISE), "is not an .xlsx or .ods workbook"),
    "ods": (content(zipped(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>"))), "is an .ods workbook, though its name ends in .xlsx; rename it to book.ods, or save it as .xlsx."),
    "cut": (content(WHOLE[:1000]), "is cut short or damaged"),
    "PK alone": (content(b"PK\3\4"), "is cut short or damaged"),
    "a folder": (lambda path: path.mkdir(), "is a folder"),
    "not there": (lambda path: path, "can't be read (No such file or directory)"),
    # The directory.
    "20,000 entries": (late(lambda: content(zipped(*PARTS.items(), *((f"a{n}", "") for n in range(20_000))))), "far more parts than a workbook has"),
    "climbs": (parts({"../../evil.xml": "x"}), "an entry whose name leads elsewhere"),
    "climbs with back slashes": (parts({"xl\\..\\..\\evil.xml": "x"}), "an entry whose name leads elsewhere"),
    "absolute": (parts({"/etc/evil.xml": "x"}), "an entry whose name leads elsewhere"),
    "a name that begins with nothing": (content(WHOLE.replace(b"xl/styles.xml", b"\0l/styles.xml")), "an entry whose name leads elsewhere (?l/styles.xml)"),
    "of a drive": (parts({"C:/evil.xml": "x"}), "an entry whose name leads elsewhere"),
    "the same name twice": (parts({SHEET.upper(): PARTS[SHEET]}), "two parts of the same name"),
    "encrypted": (content(marked(8, 1)), "is password-protected"),
    "packed by LZMA": (content(zipped(*PARTS.items(), method=zipfile.ZIP_LZMA)), "packed in a way that no spreadsheet program uses"),
    "lying in one another": (content(marked(20, 60_000)), "parts that lie in one another"),
    "a ratio of 1,000": (late(lambda: sheet(table("<row/>" * 20_000_000))), "unpacks to far more"),
    "another's zip": (content(zipped(("readme.txt", "hello"))), "it holds no workbook"),
    "a text document": (parts({"[Content_Types].xml": PARTS["[Content_Types].xml"].replace(f"{KINDS}.sheet.main", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main")}), "file of another program"),
    "a binary workbook": (parts({"[Content_Types].xml": PARTS["[Content_Types].xml"].replace(f"{KINDS}.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")}), "a binary workbook (.xlsb)"),
    # Parts.
    "declares less": (content(lying(10, deflated(PARTS[SHEET]))), "larger than declared"),
    "declares more": (content(lying(5000, deflated(PARTS[SHEET]))), "incomplete or changed"),
    "declares little of a bomb": (late(lambda: content(lying(4_000_000, deflated(table("<row/>" * 20_000_000))))), "larger than declared"),
    "another checksum": (content(lying(len(PARTS[SHEET]), deflated(PARTS[SHEET]), 1)), "incomplete or changed"),
    "no deflated part": (content(lying(5000, NOISE[:5000])), "damaged"),
    "no workbook part": (parts({"xl/workbook.xml": None}), "xl/workbook.xml is missing"),
    "no relationships of the workbook": (parts({"xl/_rels/workbook.xml.rels": None}), "workbook.xml.rels is missing"),
    "no sheet part": (parts({SHEET: None}), "the sheet One is missing"),
    "no texts part": (parts({"xl/sharedStrings.xml": None}), "xl/sharedStrings.xml is missing"),
    "no content types": (parts({"[Content_Types].xml": None}), "it holds no workbook"),
    "a sheet listed without a part": (parts({"xl/_rels/workbook.xml.rels": BOOK_RELATIONS.replace("rId1", "rId9")}), "the sheet One is missing"),
    "two sheets of one name": (parts({"xl/workbook.xml": twice("One", "ONE")}), "named ONE"),
    "two sheets in one part": (parts({"xl/workbook.xml": twice("One", "Two")}), "the sheet Two is another one, too"),
    "no sheets": (parts({"xl/workbook.xml": book(sheets="")}), "it lists no sheet of cells"),
    "a name of no sheet": (parts({"xl/workbook.xml": book('<definedNames><definedName name="a" localSheetId="7">One!A1</definedName></definedNames>')}), "the name a belongs to no sheet"),
    "an id twice": (parts({"xl/_rels/workbook.xml.rels": BOOK_RELATIONS.replace("rId2", "rId1")}), "rId1 is listed twice"),
    # XML.
    "malformed": (sheet(table("<row>")), "mismatched tag"),
    "cut XML": (sheet(PARTS[SHEET][:-24]), "no element found"),
    "no XML": (sheet("hello"), "syntax error"),
    "an empty part": (sheet(""), "no element found"),
    "a letter that XML has not": (sheet(cells('<c r="A1" t="str"><v>a\1b</v></c>')), "not well-formed"),
    "bytes that are no UTF-8": (parts({SHEET: b"<?xml version='1.0' encoding='UTF-8'?><worksheet>\xff\xfe</worksheet>"}), "damaged"),
    "DOCTYPE": (sheet("<!DOCTYPE worksheet>" + PARTS[SHEET]), "a document type (DOCTYPE)"),
    "DOCTYPE in the texts": (parts({"xl/sharedStrings.xml": '<!DOCTYPE sst [<!ENTITY a "1">]>' + PARTS["xl/sharedStrings.xml"]}), "a document type (DOCTYPE)"),
    "DOCTYPE in the types": (parts({"[Content_Types].xml": "<!DOCTYPE a>" + PARTS["[Content_Types].xml"]}), "a document type (DOCTYPE)"),
    "a billion laughs": (sheet(LAUGHS + "]>" + cells('<c r="A1" t="str"><v>&j;</v></c>')), "a document type (DOCTYPE)"),
    "an outer entity": (sheet('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + cells('<c t="str"><v>&a;</v></c>')), "a document type (DOCTYPE)"),
    "an entity that is not": (sheet(cells('<c t="str"><v>&a;</v></c>')), "undefined entity"),
    "deep": (late(lambda: sheet(f'<worksheet xmlns="{MAIN}">' + "<a>" * 200_000)), "elements in elements without end"),
    "deep in a cell": (late(lambda: sheet(cells("<c>" + "<a>" * 200_000))), "elements in elements without end"),
    "deep in the texts": (late(lambda: parts({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "<r>" * 200_000})), "elements in elements without end"),
    "a text of 30 MB": (late(lambda: sheet(cells(f'<c t="str"><v>{long()}</v></c>'))), "a text or a tag without end"),
    "a tag of 30 MB": (late(lambda: sheet(cells(f'<c t="{long()}"/>'))), "a text or a tag without end"),
    "a comment of 30 MB": (late(lambda: sheet(table(f"<!-- {long()} -->"))), "a text or a tag without end"),
    # Cells.
    "another root": (sheet(f'<chartsheet xmlns="{MAIN}"/>'), "no sheet of cells"),
    "another namespace": (sheet(PARTS[SHEET].replace(MAIN, "urn:x")), "no sheet of cells"),
    "two tables": (sheet(table("", around="<sheetData/>")), "two tables of cells"),
    "a cell twice": (sheet(cells('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')), "One, A1: stored twice"),
    "a row twice": (sheet(table('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>')), "One, A2: stored twice"),
    "two values": (sheet(cells('<c r="A1"><v>1</v><v>2</v></c>')), "two values in one cell"),
    "two formulas": (sheet(cells('<c r="A1"><f>1</f><f>2</f></c>')), "two formulas in one cell"),
    "in another row": (sheet(cells('<c r="A2"><v>1</v></c>')), "A2 is no address in row 1"),
    "no address": (sheet(cells('<c r="1A"><v>1</v></c>')), "1A is no address"),
    "beyond the last column": (sheet(cells('<c r="XFE1"><v>1</v></c>')), "XFE1 is no address"),
    "beyond the last row": (sheet(table('<row r="1048577"><c><v>1</v></c></row>')), "no row has the number 1048577"),
    "row 0": (sheet(table('<row r="0"/>')), "no row has the number 0"),
    "row ๑": (sheet(table('<row r="๑"/>')), "no row has the number"),
    "a text beyond the last": (sheet(cells('<c r="A1" t="s"><v>2</v></c>')), "One, A1: there is no text number 2"),
    "text -1": (sheet(cells('<c r="A1" t="s"><v>-1</v></c>')), "there is no text number -1"),
    "text ๑": (sheet(cells('<c r="A1" t="s"><v>๑</v></c>')), "there is no text number"),
    "a number with _": (sheet(cells('<c r="A1"><v>1_000</v></c>')), "'1_000' where a number is due"),
    "Thai digits": (sheet(cells('<c r="A1"><v>๑๒</v></c>')), "where a number is due"),
    "a word for a number": (sheet(cells('<c r="A1"><v>twelve</v></c>')), "'twelve' where a number is due"),
    "a truth of 2": (sheet(cells('<c r="A1" t="b"><v>2</v></c>')), "'2' can't be read"),
    "day 30 February": (sheet(cells('<c r="A1" t="d"><v>2027-02-30</v></c>')), "can't be read"),
    "an unknown kind": (sheet(cells('<c r="A1" t="zz"><v>2</v></c>')), "of a kind that there is not (zz)"),
    "a cell in a cell": (sheet(cells("<c><c><v>1</v></c></c>")), "outside of a row"),
    "a merge of nothing": (sheet(table("", around='<mergeCells><mergeCell ref="A0:B2"/></mergeCells>')), "no area to merge"),
}  # fmt: skip

SHARED = '<c><f t="shared" si="0"/></c>' * 16_000
#: What takes longest, and most memory: each with the words of its line, or none when it is read.
WORST: dict[str, tuple[Maker, str]] = {
    "millions of styled cells": (late(lambda: sheet(table("".join(map(many_columns, range(1, 200_001)))))), "unpacks to far more"),
    "millions of cells": (late(lambda: sheet(table("".join(f"<row>{'<c><v>1</v></c>' * 60}{n:x}</row>" for n in range(40_000))))), "unpacks to far more"),
    "hundred thousands of cells": (late(lambda: sheet(table("".join(f"<row>{'<c><v>1</v></c>' * 60}{n:x}</row>" for n in range(8_000))))), ""),
    "long texts, wide": (late(lambda: sheet(table("".join(f'<row><c t="str"><v>😀{n}{"a" * 32_000}</v></c></row>' for n in range(3_000))))), "unpacks to far more"),
    "one formula shared by all": (late(lambda: sheet(table('<row><c><f t="shared" ref="A1" si="0">' + "A1+" * 2000 + "1</f></c></row>" + f"<row>{SHARED}</row>" * 9))), "unpacks to far more"),
    "a short formula shared by all": (late(lambda: sheet(table('<row><c><f t="shared" ref="A1" si="0">A1+1</f></c></row>' + f"<row>{SHARED}</row>" * 60))), "unpacks to far more"),
    "a million styled empty rows": (late(lambda: sheet(table("".join(f'<row r="{n}" s="5" customFormat="1"/>' for n in range(1, 1_000_001))))), ""),
    "a cell in the last corner": (sheet(table('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), ""),
    "all cells merged": (sheet(table("", around='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')), ""),
    "all cells linked": (sheet(table("", around='<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>')), ""),
    "attributes of all kinds": (late(lambda: sheet(table("".join(f"<row {attributes(n)}/>" for n in range(40))))), "far more kinds of"),
    "names of all kinds": (late(lambda: sheet(table("".join(f"<row><c><v>1</v><a{n}/></c></row>" for n in range(300_000))))), "far more kinds of"),
    "little of a bomb declared": (late(lambda: content(lying(4_000_000, deflated(table("<row/>" * 20_000_000))))), "larger than declared"),
    "all cells merged, for openpyxl": (parts({"_rels/.rels": None, SHEET: table("", around='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')}), "areas larger than people merge"),
    "millions of cells, for openpyxl": (late(lambda: parts({"_rels/.rels": None, SHEET: table("".join(f"<row>{'<c><v>1</v></c>' * 60}{n:x}</row>" for n in range(8_000)))})), "unpacks to far more"),
}  # fmt: skip
