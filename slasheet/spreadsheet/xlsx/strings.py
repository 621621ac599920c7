"""From the parts and elements that hold texts to the texts: runs joined, pronunciations left out, escapes undone."""

from __future__ import annotations

import re

from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup

_ESCAPE = r"_x([0-9A-Fa-f]{4})_"
_SURROGATE = r"[\ud800-\udfff]"


def unescaped(text: str) -> str:
    """Return a text with what XML can't hold put back. Example: `a_x000D_b` holds a carriage return, `_x005F_x000D_` none."""
    if "_x" not in text:
        return text
    text = re.sub(_ESCAPE, lambda match: chr(int(match[1], 16)), text)
    if re.search(_SURROGATE, text):
        # Two halves of one character, each escaped; a half alone is no character.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def shared_strings(archive: Archive, part: str) -> list[str]:
    """Return the texts that cells name by number."""
    markup = Markup(archive, part, ("sst", "si", "t", "rPh"))
    pieces, found = markup.pieces, list[str]()
    texts: list[str] = []
    depth = spoken = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth, spoken
        depth += 1
        if name == "t":
            pieces.clear()
        elif name == "si":
            texts.clear()
        elif name == "rPh":
            spoken += 1
        if depth == 1 and name != "sst":
            raise markup.refusal("no shared texts")

    def end(name: str) -> None:
        nonlocal depth, spoken
        depth -= 1
        if name == "t":
            if not spoken:
                texts.append(markup.text())
        elif name == "si":
            found.append(unescaped(texts[0] if len(texts) == 1 else "".join(texts)))
        elif name == "rPh":
            spoken -= 1
        pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return found
