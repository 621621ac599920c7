"""What a text must keep to before it is parsed as TOML: parsers take time and memory without end on some of a few MB."""

from __future__ import annotations

import re

from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _

#: A plan with every text and input it can have takes a tenth of it; a log of 50,000 rows takes all of it.
MOST_MEGABYTES = 5
#: The deepest table of a plan lies four levels down.
MOST_LEVELS = 20
#: Names that open a table or lead into one: each costs a parser a thousand bytes.
_MOST_NAMES = 150_000
_LONGEST_NUMBER = 20_000
#: Texts, whole even when they have no end, comments, and the signs that open, close and end levels. Each alternative
#: takes what it can and gives nothing back, so that the time is that of one pass whatever the text is.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?+|'
    r"'''(?:[^']|'(?!''))*+(?:''')?+|"
    r'"(?:[^"\\\n]|\\.)*+"?+|'
    r"'[^'\n]*+'?+|"
    r"#[^\n]*+|[0-9_]++|[\[\]{}.=,\n]",
    re.DOTALL,
)


def flood(text: str) -> Finding | None:
    """Return what is wrong with the size or the depth of a plan file, None for one that can be parsed."""
    size = len(text.encode(errors="surrogatepass")) / 1e6
    if size > MOST_MEGABYTES:
        return too_long(size)
    what = _too_much(text)
    return finding("plan-file-too-large", found=what, what=what) if what else None


def too_long(megabytes: float) -> Finding:
    """Return the finding on a plan file of so many MB."""
    what = _("has {count} MB, more than the {most} that are read").format(count=f"{megabytes:.0f}", most=MOST_MEGABYTES)
    return finding("plan-file-too-large", found=megabytes, what=what)


def _too_much(text: str) -> str | None:
    """Return in words what there is more of in a text than in any plan, None for nothing."""
    opened = dots = names = 0
    begins = True
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign == ".":
            dots += 1
        elif sign in "[{":
            opened += 1
            names += begins
        elif sign in "]}":
            opened = max(0, opened - 1)
        elif sign in "=,\n":
            # What stands before it was a name; a number has one point at most.
            names += dots if sign != "," else 0
            dots = 0
        if opened + dots > MOST_LEVELS:
            return _("puts more than {most} levels into one another").format(most=MOST_LEVELS)
        if names > _MOST_NAMES or (len(sign) > _LONGEST_NUMBER and sign[0] in "0123456789_"):
            return _("has more tables, dotted names or digits in a row than any plan")
        begins = sign == "\n"
    return None
