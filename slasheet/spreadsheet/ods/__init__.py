"""From an .ods file, as LibreOffice or Google Sheets saves it, to its cells, each with formula and stored value, and its names.

Formulas never run and links are never followed.
"""

from __future__ import annotations

from slasheet.spreadsheet.book import Book
from slasheet.spreadsheet.ods.cells import Content
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.directory import PROTECTED
from slasheet.spreadsheet.zip.xml import Markup

CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
#: Newer programs pack everything that a password protects into one entry, older ones tell of it in the manifest.
_ALL_IN_ONE, _ENCRYPTED = "encrypted-package", b"encryption-data"


def read_cells(archive: Archive) -> Book:
    """Read every cell of an .ods workbook, its formulas in the notation of Excel.

    Raises FileError with one line that says what is wrong and what to do when the file can't be read.
    """
    if _ALL_IN_ONE in archive or (_MANIFEST in archive and archive.mentions(_MANIFEST, _ENCRYPTED)):
        raise archive.refusal(*PROTECTED)
    read = Content(Markup(archive, CONTENT, (), ()))
    return Book(
        archive.path,
        read.sheets,
        read.names.areas,
        read.names.local,
        read.merged,
        notes=read.notes,
        formats=read.formats,
        as_shown=read.as_shown,
        name_texts=read.names.texts,
    )
