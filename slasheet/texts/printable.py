"""From text that may hold anything to text that does nothing but be read: on a terminal, in a note, in a spreadsheet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

#: What moves the cursor, hides or turns text round: control characters but the line feed, bidirectional overrides, and
#: what ends lines beside it. Joiners stay: words of several languages need them.
_UNSEEN = "[\0-\t\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff\ud800-\udfff]"
#: With these a spreadsheet program begins a formula when it opens a .csv file.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _written_out(sign: re.Match[str]) -> str:
    return sign[0].encode("unicode_escape").decode() if sign[0] != "\t" else " "


def printable(text: str) -> str:
    r"""Return a text of one or more lines with what can't be seen written out. Example: `printable("\x1b[2J")` is `\\x1b[2J`."""
    return text if text.replace("\n", "").isprintable() else re.sub(_UNSEEN, _written_out, text)


def in_one_line(text: str) -> str:
    r"""Return a text that some user typed as it stands within a sentence: in one line, what can't be seen written out."""
    return text if text.isprintable() else re.sub(f"\n|{_UNSEEN}", _written_out, text)


def lined(lines: Iterable[str]) -> str:
    """Return a text of lines, each of which stays one whatever stands in it."""
    return "".join(f"{in_one_line(line)}\n" for line in lines)


def json_text(data: object) -> str:
    r"""Return data as JSON in which what can't be seen is written as `\u202e`: exact, and harmless on a terminal."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return re.sub(_UNSEEN, _escaped, text) + "\n"


def json_line(data: object) -> str:
    """Return data as JSON in one line, its line feed included, which nothing in it ends earlier for any program."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return re.sub(_UNSEEN, _escaped, text) + "\n"


def _escaped(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


def no_formula(text: str) -> str:
    """Return a text as a .csv file holds it: with an apostrophe before what a spreadsheet program would take for a formula."""
    return "'" + text if text.startswith(_BEGINS_FORMULA) else text
