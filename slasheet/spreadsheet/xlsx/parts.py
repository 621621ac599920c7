"""From the parts that say how a workbook hangs together to its sheets, names and settings."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from slasheet.spreadsheet.names import Names
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup

_TYPES = "[Content_Types].xml"
_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_TYPES_SPACE = ("http://schemas.openxmlformats.org/package/2006/content-types",)
_IDS = tuple(
    f"{space} id"
    for space in (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
)
#: How many digits the number of a sheet has at most.
_DIGITS = 6
_BINARY = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
_YES, _NO = ("1", "true"), ("0", "false")


class DeclinedError(Exception):
    """What our own reader leaves to openpyxl: harmless, and no program of those tested writes it."""


class Relation(NamedTuple):
    """What a part refers to: what kind of part (the last word of its type) under which name."""

    kind: str
    part: str


@dataclass(slots=True)
class Contents:
    """What the workbook part lists: the part of every sheet of cells by title, names, and where the rest is."""

    sheets: dict[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    since_1904: bool = False
    as_shown: bool = False
    manual: bool = False
    strings: str | None = None
    styles: str | None = None


def contents(archive: Archive) -> Contents:
    """Read what the workbook consists of."""
    part = workbook_part(archive)
    listed = relations_of(archive, part)
    found = Contents()
    found.strings = next((r.part for r in listed.values() if r.kind == "sharedStrings"), None)
    found.styles = next((r.part for r in listed.values() if r.kind == "styles"), None)
    titles, texts = _workbook(archive, part, listed, found)
    for name, place, text in texts:
        _note_name(archive, found, titles, name, place, text)
    if not found.sheets:
        raise archive.damaged("it lists no sheet of cells")
    return found


def workbook_part(archive: Archive) -> str:
    """Return the name of the one part that is the workbook."""
    kinds = _content_types(archive)
    books = {
        part
        for part, kind in kinds.items()
        if "spreadsheetml.sheet.main" in kind
        or ("ms-excel" in kind and ".main" in kind)
        or "spreadsheetml.template.main" in kind
    }
    if any(kinds[part].casefold() == _BINARY for part in books):
        raise archive.refusal("is a binary workbook (.xlsb)", "save it as .xlsx.")
    if not books and any(".main" in kind for kind in kinds.values()):
        raise archive.refusal("is not a workbook but a file of another program", "name an .xlsx workbook.")
    if "_rels/.rels" not in archive:
        raise DeclinedError("_rels/.rels")
    mains = [r.part for r in relations_of(archive, "").values() if r.kind == "officeDocument"]
    if not mains:
        raise DeclinedError("_rels/.rels")
    if len({part.casefold() for part in mains}) > 1 or len(books) > 1:
        raise archive.damaged("it holds more than one workbook")
    if mains[0] not in archive:
        raise archive.damaged("{} is missing", mains[0])
    return mains[0]


def _content_types(archive: Archive) -> dict[str, str]:
    """Return what kind of content every listed part has, by its folded name."""
    markup = Markup(archive, _TYPES, ("Types", "Override"), _TYPES_SPACE)
    kinds: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Override":
            kinds[attributes.get("PartName", "").lstrip("/").casefold()] = attributes.get("ContentType", "")

    markup.call_counting(start, lambda _: markup.pieces.clear())
    markup.read()
    return kinds


def relations_of(archive: Archive, part: str) -> Mapping[str, Relation]:
    """Return what a part refers to inside the file, by id; links to elsewhere are never followed."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    markup = Markup(archive, listed, ("Relationships", "Relationship"), _RELATIONS)
    found: dict[str, Relation] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        number, target = attributes.get("Id", ""), attributes.get("Target", "").replace("\\", "/")
        if number in found:
            raise markup.refusal("{} is listed twice", number)
        whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[number] = Relation(
            attributes.get("Type", "").rpartition("/")[2], whole if whole in archive else unquote(whole)
        )

    markup.call_counting(start, lambda _: markup.pieces.clear())
    markup.read()
    return found


def _workbook(
    archive: Archive, part: str, listed: Mapping[str, Relation], found: Contents
) -> tuple[list[str], list[tuple[str, str | None, str]]]:
    """Read the workbook part; return the titles of all sheets, and every name with its sheet's number and its text."""
    markup = Markup(archive, part, ("workbook", "workbookPr", "sheets", "sheet", "definedName", "calcPr"))
    titles: list[str] = []
    texts: list[tuple[str, str | None, str]] = []
    name_here: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, name_here
        depth += 1
        if depth == 1 and name != "workbook":
            raise markup.refusal("no workbook")
        if name == "sheet" and depth == 3:
            _note_sheet(archive, markup, found, titles, listed, attributes)
        elif name == "definedName":
            name_here = attributes
            markup.pieces.clear()
        elif name == "workbookPr":
            found.since_1904 = attributes.get("date1904", "") in _YES
        elif name == "calcPr":
            found.as_shown = attributes.get("fullPrecision", "1") in _NO
            found.manual = attributes.get("calcMode", "") == "manual"

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if name == "definedName":
            texts.append((name_here.get("name", ""), name_here.get("localSheetId"), markup.text()))
        markup.pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return titles, texts


def _note_sheet(
    archive: Archive,
    markup: Markup,
    found: Contents,
    titles: list[str],
    listed: Mapping[str, Relation],
    attributes: Mapping[str, str],
) -> None:
    """Note one sheet; charts and macros have sheets without cells, which only count."""
    title = attributes.get("name", "")
    if not title or title.casefold() in (other.casefold() for other in titles):
        raise markup.refusal("two sheets or none are named {}", title)
    titles.append(title)
    if len(titles) > 2_000:
        raise markup.refusal("far more sheets than a workbook has")
    relation = listed.get(next((attributes[key] for key in _IDS if key in attributes), ""))
    if relation is None or relation.part not in archive:
        raise markup.refusal("the sheet {} is missing", title)
    if relation.kind == "worksheet":
        if relation.part.casefold() in (part.casefold() for part in found.sheets.values()):
            raise markup.refusal("the sheet {} is another one, too", title)
        found.sheets[title] = relation.part


def _note_name(archive: Archive, found: Contents, titles: list[str], name: str, place: str | None, text: str) -> None:
    """Note a defined name, of the workbook or of one sheet; one defined twice in different ways names nothing."""
    sheet = ""
    if place is not None:
        if not (place.isascii() and place.isdecimal() and len(place) <= _DIGITS and int(place) < len(titles)):
            raise archive.damaged("the name {} belongs to no sheet", name)
        sheet = titles[int(place)]
    found.names.note(name, text, titles, sheet)
