"""Which labels are safe: the sums by label in the cells read some characters as operators or wildcards."""

from __future__ import annotations

import re
import unicodedata

from slasheet.texts.languages import _

LONGEST = 60
_WILD = re.compile(r"[*?~]")
_LEAD = re.compile(r"^[<>=+\-@]")
_NUMBER = re.compile(r"[\s\d.,/:%()$€£¥+-]+|[\d.,]+e[+-]?\d+", re.IGNORECASE)
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(rf"(?=.*\d)(?:\d{{1,4}}[\s./-]*)?(?:{_MONTH})\.?(?:[\s,./-]*\d{{1,4}}){{0,2}}", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}(?::\d\d){0,2}\s*[ap]m", re.IGNORECASE)
_ERROR = re.compile(r"#N/?A|#[A-Z0-9_/]+[!?]|#GETTING_DATA|ERR:\d+", re.IGNORECASE)
_TRUTH = {"true", "false"}
#: Quotes and dashes by the plain ones, arrows and marks of no width by nothing.
_ALIKE = (
    dict.fromkeys(map(ord, "“”„‟«»"), '"')
    | dict.fromkeys(map(ord, "‘’‚‛`´"), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, "‹›\u200b\u200c\u200d\u2060\ufeff\u00ad"), "")
)


def label_key(text: str) -> str:
    """Return what two labels must not share: spreadsheets make no difference between capitals and small letters."""
    return text.upper().casefold()


def text_key(text: str) -> str:
    """Return what stays of a text when programs put other spaces, quotes, dashes or line breaks for those in it."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold().split())


def label_fault(text: str) -> tuple[str, str] | None:
    """Return why a label can't be used and what to do, None for a good one."""
    if not text.strip():
        return _("is blank"), _("Give it a name")
    if text != text.strip():
        return _("begins or ends with a space"), _("Remove the space")
    if len(text) > LONGEST:
        return (
            _("has {count} characters").format(count=len(text)),
            _("Use at most {count}").format(count=LONGEST),
        )
    if any(ord(ch) < 32 or ord(ch) == 127 or 0xD800 <= ord(ch) <= 0xDFFF for ch in text):
        return (
            _("contains a line break, a control character or half a character"),
            _("Use letters that can be read, on one line"),
        )
    if _ERROR.fullmatch(text):
        return _("is an error value, which sums by label read as an error"), _("Give it a name")
    if _WILD.search(text):
        return _("contains * ? or ~, which sums by label read as wildcards"), _("Use other characters")
    if _LEAD.match(text):
        return (
            _("begins with < > = + - or @, which sums by label read as a comparison or a formula"),
            _("Begin with a letter"),
        )
    if any(kind.fullmatch(text) for kind in (_NUMBER, _DATE, _TIME)) or text.casefold() in _TRUTH:
        return _("reads like a number, a date or a truth value"), _("Add a word to it")
    return None
