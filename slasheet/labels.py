"""Which labels are safe: the sums by label in the cells read some characters as operators or wildcards."""

from __future__ import annotations

import re

LONGEST = 60
_WILD = re.compile(r"[*?~]")
_LEAD = re.compile(r"^[<>=+\-@]")
_NUMBER = re.compile(r"^[\s\d.,/:%+-]+$")
_TRUTH = {"true", "false"}


def label_fault(text: str) -> tuple[str, str] | None:
    """Return why a label can't be used and what to do, None for a good one."""
    if not text.strip():
        return "is blank", "Give it a name"
    if text != text.strip():
        return "begins or ends with a space", "Take the space away"
    if len(text) > LONGEST:
        return f"has {len(text)} characters", f"Use at most {LONGEST}"
    if any(ord(ch) < 32 or ord(ch) == 127 for ch in text):
        return "holds a line break or a control character", "Keep it on one line"
    if _WILD.search(text):
        return "holds * ? or ~, which sums by label read as wildcards", "Use other characters"
    if _LEAD.match(text):
        return (
            "begins with < > = + - or @, which sums by label read as a comparison or a formula",
            "Begin with a letter",
        )
    if _NUMBER.match(text) or text.casefold() in _TRUTH:
        return "reads like a number, a date or a truth value", "Add a word to it"
    return None
