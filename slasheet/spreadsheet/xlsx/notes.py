"""From the parts that hold notes on cells to their texts; the first of a conversation stands in such a part, too."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from slasheet.spreadsheet.addresses import place
from slasheet.spreadsheet.xlsx.parts import relations_of
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup
from slasheet.texts.findings import FileError

_KIND = "comments"


def notes(archive: Archive, sheets: Mapping[str, str]) -> dict[str, dict[tuple[int, int], str]]:
    """Return the notes on the cells of each sheet, by its title; a part that is damaged holds none.

    `sheets` has the part of each sheet by its title.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    if not any(_KIND in part for part in archive):
        return found
    for title, part in sheets.items():
        folder, name = posixpath.split(part)
        if posixpath.join(folder, "_rels", f"{name}.rels") not in archive:
            continue
        try:
            for relation in relations_of(archive, part).values():
                if relation.kind == _KIND and relation.part in archive:
                    found.setdefault(title, {}).update(_texts(archive, relation.part))
        except (FileError, KeyError, ValueError):
            # No number stands in a note: it is no reason to refuse a workbook.
            continue
    return found


def _texts(archive: Archive, part: str) -> dict[tuple[int, int], str]:
    """Return the text of every note in a part, by row and column."""
    markup = Markup(archive, part, ("comments", "comment", "text", "t"))
    texts: dict[tuple[int, int], str] = {}
    lines: list[str] = []
    reference = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal reference
        markup.pieces.clear()
        if name == "comment":
            reference = attributes.get("ref", "")
            lines.clear()

    def end(name: str) -> None:
        if name == "t":
            lines.append(markup.text())
        elif name == "comment":
            texts[place(reference)] = "".join(lines)
        markup.pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return texts
