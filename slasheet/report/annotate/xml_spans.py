"""From the bytes of an XML part to its elements with the places where they stand, and back with a few bytes exchanged.

Why bytes: what is not exchanged stays as it was, to the byte, whoever wrote the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.parsers import expat

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnfitError(ValueError):
    """A part of a workbook that can't be edited in place; its text says why."""


class Splice(NamedTuple):
    """What is put in place of the bytes from `start` to `end`."""

    start: int
    end: int
    new: bytes


@dataclass(slots=True)
class Node:
    """One element: where its tag begins, where its content begins and ends, where it ends.

    `name` lacks the prefix that the root has. An empty element has no end tag: `inner`, `close` and `end` are the same.
    """

    name: str
    attrs: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def first(self, name: str) -> Node | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list[Node]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]

    def within(self) -> Iterator[Node]:
        """Yield this element and all below it, in the order of the part."""
        yield self
        for child in self.children:
            yield from child.within()


def parser_of(data: bytes) -> expat.XMLParserType:
    """Return a parser that refuses what has no place in a workbook. Raises UnfitError for 16-bit text, whose bytes can't be exchanged singly."""
    if data.startswith(_WIDE):
        raise UnfitError("is written in UTF-16")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_about: Any) -> None:
    raise UnfitError("declares a document type")


def parsed(data: bytes) -> Node:
    """Return the root of a part. Raises UnfitError, or what expat raises."""
    parser = parser_of(data)
    above: list[Node] = []
    roots: list[Node] = []
    prefix = prefix_of(data)

    def opened(name: str, attrs: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        node = Node(name.removeprefix(prefix), attrs, start, start + len(tag_at(data, start)))
        (above[-1].children if above else roots).append(node)
        above.append(node)

    def closed(_name: str) -> None:
        node = above.pop()
        node.close = parser.CurrentByteIndex
        node.end = node.close if is_empty(data, node) else data.index(b">", node.close) + 1

    def read(text: str) -> None:
        if above:
            above[-1].text += text

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, read
    parser.Parse(data, True)
    return roots[0]


def is_empty(data: bytes, node: Node) -> bool:
    """Return whether an element has no end tag."""
    return data[node.inner - 2 : node.inner] == b"/>"


def prefix_of(data: bytes) -> str:
    """Return the prefix of the root, with its colon: `x:`, or nothing."""
    root = re.search(rb"<([^\s/>?!:]+:)?[^\s/>?!]+[\s/>]", data)
    return (root[1] or b"").decode() if root else ""


def tag_at(data: bytes, start: int) -> bytes:
    """Return the tag that begins at a place."""
    match = _TAG.match(data, start)
    if match is None:
        raise UnfitError("is written in an encoding of its own")
    return match[0]


def with_attributes(tag: bytes, **values: object) -> bytes:
    """Return a tag with some attributes set."""
    for name, value in values.items():
        written = f'{name}="{value}"'.encode()
        known = re.search(rb"(?<=\s)" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""", tag)
        if known:
            tag = tag[: known.start()] + written + tag[known.end() :]
        else:
            begun = tag.removesuffix(b">").removesuffix(b"/")
            tag = begun.rstrip() + b" " + written + tag[len(begun) :]
    return tag


def inserted(data: bytes, node: Node, at: int, new: bytes) -> Splice:
    """Return what puts something into an element at a place of its content; an empty one gets an end tag."""
    if not is_empty(data, node):
        return Splice(at, at, new)
    tag = data[node.start : node.inner]
    name = tag[1:-2].split()[0]
    return Splice(node.start, node.inner, tag[:-2].rstrip() + b">" + new + b"</" + name + b">")


def appended(data: bytes, node: Node, new: bytes) -> Splice:
    """Return what puts something at the end of an element."""
    return inserted(data, node, node.close, new)


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return a part with bytes exchanged; splices at one place keep their order."""
    parts, last = [], 0
    for start, end, new in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        parts += [data[last:start], new]
        last = end
    return b"".join([*parts, data[last:]])


def escaped(text: str) -> bytes:
    """Return a text as XML holds it, in ASCII, so that it fits a part in any encoding; what XML can't hold is left out."""
    text = _ILLEGAL.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.encode("ascii", "xmlcharrefreplace")
