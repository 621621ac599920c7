""".ods files written by hand: just the XML that a test is about, in a package."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

from slasheet.spreadsheet.book import Book, Stored
from slasheet.spreadsheet.load import load_book

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:body><office:spreadsheet>"
)
FOOT = "</office:spreadsheet></office:body></office:document-content>"


def package(path: Path, content: str | bytes, media_type: str = MEDIA_TYPE, manifest: str = "<m/>") -> Path:
    """Write a package that holds just what is given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", media_type, zipfile.ZIP_STORED)
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", manifest)
    return path


def sheet(rows: str, title: str = "S", after: str = "") -> str:
    return f"<table:table table:name={quoteattr(title)}>{rows}</table:table>{after}"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "", kind: str = "table-cell") -> str:
    return f"<table:{kind} {attributes}><text:p>{text}</text:p></table:{kind}>"


def number(value: float, attributes: str = "") -> str:
    return cell(f"{value}", f'office:value-type="float" office:value="{value}" {attributes}')


def book_of(tmp_path: Path, *sheets: str) -> Book:
    return load_book(package(tmp_path / "made.ods", HEAD + "".join(sheets) + FOOT))


def cells_of(tmp_path: Path, *rows: str) -> dict[tuple[int, int], Stored]:
    return dict(book_of(tmp_path, sheet("".join(rows))).sheets["S"])


GOOD = HEAD + sheet(row(number(1))) + FOOT
