"""The parts of a workbook file, how they refer to each other, and what is changed in them."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import NamedTuple

from slasheet.report.annotate.xml_spans import (
    Node,
    Splice,
    appended,
    escaped,
    inserted,
    parsed,
    prefix_of,
    spliced,
    with_attributes,
)
from slasheet.report.annotate.zip_copy import copied
from slasheet.spreadsheet.zip.archive import Archive

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_CONTENT_TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Relation(NamedTuple):
    """That one part refers to another: by an id, as something (`worksheet`, `comments`…)."""

    key: str
    kind: str
    target: str


class Sheet(NamedTuple):
    """A worksheet as the workbook lists it."""

    title: str
    part: str
    visible: bool


class Package:
    """A workbook file with the changes made to its parts so far; the file itself is only read."""

    def __init__(self, path: Path) -> None:
        """Read which parts there are."""
        self.changed: dict[str, bytes] = {}
        self._archive = Archive(path)
        self._names = {entry.filename.casefold(): entry.filename for entry in self._archive.entries}
        self.workbook = self.related("", "officeDocument")[0].target
        root = parsed(self.read(self.workbook))
        self.strict = any("purl.oclc.org" in value for name, value in root.attrs.items() if name.startswith("xmlns"))
        self.sheets = tuple(self._listed(root))

    def _listed(self, root: Node) -> list[Sheet]:
        targets = {relation.key: relation.target for relation in self.related(self.workbook, "worksheet")}
        listed = root.first("sheets")
        found = []
        for node in listed.children if listed else []:
            key = next((value for name, value in node.attrs.items() if name.endswith(":id")), "")
            if key in targets:
                found.append(Sheet(node.attrs["name"], targets[key], node.attrs.get("state", "visible") == "visible"))
        return found

    def has(self, part: str) -> bool:
        """Return whether there is such a part."""
        return part.casefold() in self._names

    def read(self, part: str) -> bytes:
        """Return the bytes of a part as they stand now. Raises KeyError when there is none."""
        name = self._names[part.casefold()]
        return self.changed[name] if name in self.changed else self._archive.read(name)

    def write(self, part: str, data: bytes) -> None:
        """Put new bytes in place of a part, or a new part in."""
        name = self._names.setdefault(part.casefold(), part)
        self.changed[name] = data

    def save(self, target: Path) -> None:
        """Write the file with the changes."""
        copied(self._archive, target, self.changed)

    def free(self, pattern: str) -> str:
        """Return the first part name of a pattern with a number that is not taken."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def related(self, part: str, kind: str) -> list[Relation]:
        """Return what a part (`""`: the file) refers to as something of a kind."""
        name = _relations_of(part)
        if not self.has(name):
            return []
        found = []
        for node in parsed(self.read(name)).all("Relationship"):
            external = node.attrs.get("TargetMode") == "External"
            if posixpath.basename(node.attrs["Type"]) == kind and not external:
                joined = posixpath.join("/" + posixpath.dirname(part), node.attrs["Target"].replace("\\", "/"))
                found.append(Relation(node.attrs["Id"], kind, posixpath.normpath(joined).lstrip("/")))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another, and return the id of that."""
        name = _relations_of(part)
        data = self.read(name) if self.has(name) else _HEAD + _RELATIONSHIPS
        root = parsed(data)
        taken = {node.attrs["Id"].casefold() for node in root.all("Relationship")}
        number = 1
        while f"rid{number}" in taken:
            number += 1
        base, prefix = STRICT if self.strict else TRANSITIONAL, prefix_of(data)
        line = f'<{prefix}Relationship Id="rId{number}" Type="{base}/{kind}" Target="/{target}"/>'
        self.write(name, spliced(data, [appended(data, root, line.encode())]))
        return f"rId{number}"

    def declare(self, part: str, content: str) -> None:
        """Say in the list of content types what a new part is; drawings by their extension, so that one line does for all."""
        data = self.read(_CONTENT_TYPES)
        root, prefix = parsed(data), prefix_of(data)
        stated = [node for node in root.all("Override") if node.attrs["PartName"].casefold() == f"/{part}".casefold()]
        if stated:
            # Of a part that is not there.
            tag = with_attributes(data[stated[0].start : stated[0].inner], ContentType=content)
            self.write(_CONTENT_TYPES, spliced(data, [Splice(stated[0].start, stated[0].inner, tag)]))
            return
        extension = part.rpartition(".")[2]
        usual = {node.attrs["Extension"].casefold(): node.attrs["ContentType"] for node in root.all("Default")}
        if usual.get(extension) == content:
            return
        if extension != "xml" and extension not in usual:
            line = f'<{prefix}Default Extension="{extension}" ContentType="{content}"/>'
            splice = inserted(data, root, root.inner, line.encode())
        else:
            line = f'<{prefix}Override PartName="/{escaped(part).decode()}" ContentType="{content}"/>'
            splice = appended(data, root, line.encode())
        self.write(_CONTENT_TYPES, spliced(data, [splice]))


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def prefix_for_relations(data: bytes) -> str | None:
    """Return the prefix by which the root of a part names relations, None when it declares none."""
    root = re.search(rb"<[^?!][^>]*>", data)
    uris = "|".join(map(re.escape, (TRANSITIONAL, STRICT))).encode()
    declared = re.search(rb"xmlns:([\w.-]+)\s*=\s*[\"'](?:" + uris + rb")[\"']", root[0]) if root else None
    return declared[1].decode() if declared else None
