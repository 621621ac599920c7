"""Workbooks written part by part, for what no program writes and for what few do."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def table(inner: str, *, around: str = "") -> str:
    """Return the part of a sheet with these rows, and what follows the table."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData>{around}</worksheet>'


def cells(inner: str) -> str:
    """Return the part of a sheet with these cells in its first row."""
    return table(f'<row r="1">{inner}</row>')


def strings(inner: str) -> str:
    """Return the part of shared texts."""
    return f'<sst xmlns="{MAIN}">{inner}</sst>'


def book(inner: str = "", *, sheets: str = '<sheet name="One" sheetId="1" r:id="rId1"/>', before: str = "") -> str:
    """Return the workbook part with these sheets, then `inner`."""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheets>{sheets}</sheets>{inner}</workbook>'


def related(*entries: tuple[str, str, str]) -> str:
    """Return a part of relationships from id, last word of the type, target."""
    listed = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in entries)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


BOOK_RELATIONS = related(
    ("rId1", "worksheet", "worksheets/sheet1.xml"),
    ("rId2", "sharedStrings", "sharedStrings.xml"),
    ("rId3", "styles", "styles.xml"),
)
PARTS: Mapping[str, str] = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType="{KINDS}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KINDS}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/></Types>',
    "_rels/.rels": related(("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": book(),
    "xl/_rels/workbook.xml.rels": BOOK_RELATIONS,
    SHEET: cells('<c r="A1"><v>7</v></c>'),
    "xl/sharedStrings.xml": strings("<si><t>zero</t></si><si><t>one</t></si>"),
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
}


def package(path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write a workbook of one sheet, One, with some parts changed, or left out (None)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**PARTS, **(changes or {})}.items():
            if part is not None:
                archive.writestr(name, part)
    return path
