"""From the notes of a worksheet, if it has any, to the same with ours put in and our earlier ones taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from slasheet.report.annotate.placing import HEADING, Line, Place
from slasheet.report.annotate.xml_spans import Node, Splice, appended, escaped, parsed, prefix_of, spliced
from slasheet.spreadsheet.addresses import a1, place
from slasheet.texts.printable import printable

AUTHOR = "slasheet"
#: Excel shows no more of a note.
_LONGEST = 32_767
_CONVERSATION = "tc="
_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{uri}"><authors/><commentList/></comments>'
_FACE = '<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/><{p}family val="2"/>'


@dataclass(frozen=True, slots=True)
class Written:
    """The new notes of a sheet: the part, the text of every note that needs a new box, the cells that have none any more."""

    data: bytes
    boxes: Mapping[Place, str]
    gone: Collection[Place]


def empty_notes(uri: str) -> bytes:
    """Return the part of a sheet without notes."""
    return _EMPTY.format(uri=uri).encode()


def conversations(data: bytes) -> set[Place]:
    """Return the cells that hold a conversation, of which the note is only a shadow."""
    root = parsed(data)
    authors = _authors(root)
    return {place(node.attrs["ref"]) for node in _notes(root) if _author(node, authors).startswith(_CONVERSATION)}


def annotated(data: bytes, ours: Mapping[Place, tuple[Line, ...]]) -> Written:
    """Put notes into a part; where somebody has written one, ours goes below it."""
    root, p = parsed(data), prefix_of(data)
    authors = _authors(root)
    splices: list[Splice] = []
    boxes: dict[Place, str] = {}
    gone: set[Place] = set()
    left = dict(ours)
    for node in _notes(root):
        spot = place(node.attrs["ref"])
        if _author(node, authors).startswith(_CONVERSATION):
            continue
        old = _Text.of(node, data, p)
        lines = left.pop(spot, None)
        if lines is None and not old.ours:
            continue
        if old.is_blank:
            # Nothing but ours: it is written again, or not at all.
            splices.append(Splice(node.start, node.end, b""))
            gone.add(spot)
            if lines is not None:
                left[spot] = lines
            continue
        fresh, added = _runs(p, lines, "\n\n", _LONGEST - len(old.text)) if lines else (b"", "")
        whole = f"<{p}text>".encode() + old.kept + fresh + f"</{p}text>".encode()
        text = node.first("text")
        splices.append(Splice(text.start, text.end, whole) if text else appended(data, node, whole))
        boxes[spot] = old.text + added
    number, author = _our_number(root, data, p, authors)
    splices += author if left else ()
    made: list[bytes] = []
    for spot in sorted(left):
        runs, boxes[spot] = _runs(p, left[spot], "", _LONGEST)
        head = f'<{p}comment ref="{a1(*spot)}" authorId="{number}"><{p}text>'.encode()
        made.append(head + runs + f"</{p}text></{p}comment>".encode())
    fresh_notes = b"".join(made)
    if fresh_notes:
        held = root.first("commentList")
        if held is None:
            fresh_notes = f"<{p}commentList>".encode() + fresh_notes + f"</{p}commentList>".encode()
            splices.append(appended(data, root, fresh_notes))
        else:
            splices.append(appended(data, held, fresh_notes))
    return Written(spliced(data, splices), boxes, gone - set(boxes))


@dataclass(frozen=True, slots=True)
class _Text:
    """What somebody else has written in a note: as XML and as text; `ours` says whether something of ours stood below it."""

    kept: bytes
    text: str
    ours: bool

    @property
    def is_blank(self) -> bool:
        return self.ours and not self.text.strip()

    @classmethod
    def of(cls, note: Node, data: bytes, p: str) -> _Text:
        """Return what stands above our heading; a plain text becomes a run, so that runs can follow it."""
        text = note.first("text")
        kept, typed = b"", ""
        for node in text.children if text else ():
            if node.name not in ("t", "r"):
                continue
            own = "".join(part.text for part in node.within() if part.name == "t")
            # Our heading stands on a line of its own.
            above, found, _below = ("\n" + typed + own + "\n").partition(f"\n{HEADING}\n")
            if found:
                rest = above[1 + len(typed) :].rstrip("\n") if len(above) > 1 + len(typed) else ""
                if rest:
                    kept += _run(p, rest, strong=False)
                return cls(kept, (typed + rest).rstrip("\n"), ours=True)
            whole = data[node.start : node.end]
            kept += f"<{p}r>".encode() + whole + f"</{p}r>".encode() if node.name == "t" else whole
            typed += own
        return cls(kept, typed, ours=False)


def _notes(root: Node) -> Iterator[Node]:
    held = root.first("commentList")
    yield from held.all("comment") if held else ()


def _authors(root: Node) -> list[str]:
    held = root.first("authors")
    return [node.text for node in held.all("author")] if held else []


def _author(note: Node, authors: list[str]) -> str:
    number = int(note.attrs.get("authorId", 0))
    return authors[number] if 0 <= number < len(authors) else ""


def _our_number(root: Node, data: bytes, p: str, authors: list[str]) -> tuple[int, list[Splice]]:
    """Return the number by which our notes name their author, and what writes the name down."""
    if AUTHOR in authors:
        return authors.index(AUTHOR), []
    held, name = root.first("authors"), f"<{p}author>{AUTHOR}</{p}author>".encode()
    if held is None:
        whole = f"<{p}authors>".encode() + name + f"</{p}authors>".encode()
        return 0, [Splice(root.inner, root.inner, whole)]
    return len(authors), [appended(data, held, name)]


def _runs(p: str, lines: tuple[Line, ...], before: str, room: int) -> tuple[bytes, str]:
    """Return lines as XML and as text, no longer than there is room for."""
    made, shown = b"", ""
    for number, line in enumerate(lines):
        text = (before if number == 0 else "\n") + printable(line.text)
        if len(shown) + len(text) > room:
            text = text[: max(room - len(shown) - 1, 0)] + "…"
        made += _run(p, text, strong=line.strong)
        shown += text
        if len(shown) >= room:
            break
    return made, shown


def _run(p: str, text: str, *, strong: bool) -> bytes:
    face = (f"<{p}b/>" if strong else "") + _FACE.format(p=p)
    head = f'<{p}r><{p}rPr>{face}</{p}rPr><{p}t xml:space="preserve">'
    return head.encode() + escaped(text) + f"</{p}t></{p}r>".encode()
