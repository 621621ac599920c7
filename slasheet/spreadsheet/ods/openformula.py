"""From formulas and addresses as .ods files spell them (OpenFormula) to the notation of Excel, in which ours are written.

`of:=IF([.A1]="";"";SUM([$'Deal size'.$E$5:.$G$5]))` is `IF(A1="","",SUM('Deal size'!$E$5:$G$5))`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from slasheet.spreadsheet.addresses import quoted

_NOTATION = re.compile(r"(?:([A-Za-z][A-Za-z0-9]*):)?=?")
#: Each piece is taken whole, and also where its end is missing: so no formula is gone through twice.
_PIECE = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*+"?)                            # a text
  | (?P<reference>\[(?:[^\]'"]|'(?:[^']|'')*+'?)*+\]?)    # cells
  | (?P<array>\{(?:[^}"]|"(?:[^"]|"")*+"?)*+\}?)          # an array written out
  | (?P<error>\#(?:[A-Z/0]+[!?]|N/A))                     # an error value
  | (?P<name>\$\$'(?:[^']|'')*+'?|'(?:[^']|'')*+'?!?)     # a name or label in quotes
  | (?P<origin>(?<![A-Z0-9._])(?:COM\.MICROSOFT|LEGACY|ORG\.(?:LIBREOFFICE|OPENOFFICE))\.
     |(?<![A-Z0-9._])COM\.SUN\.STAR\.SHEET\.ADDIN\.ANALYSIS\.GET)  # whose function it is
  | (?P<sign>[;~]|(?<!\w)!|!(?!\w))                       # between arguments, of a union, of an intersection
    """,
    re.VERBOSE,
)
_SIGNS = {";": ",", "~": ",", "!": " "}
_ARRAY_PIECE = re.compile(r'"(?:[^"]|"")*+"?|[;|]')
_ARRAY_SIGNS = {";": ",", "|": ";"}
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}|\$?[A-Z]{1,3}|\$?[0-9]{1,7}"
_SHEET = r"\$?('(?:[^']|'')*+'|[^.'#:\[\]]++)"
_REFERENCE = re.compile(
    rf"(?:'((?:[^']|'')*+)'\#)?(?:{_SHEET})?\.({_CELL})(?::(?:(?:'(?:[^']|'')*+'\#)?{_SHEET})?\.({_CELL}))?"
)
#: Longer ones no program takes; they are left as they are.
_LONGEST = 65_536


def excel_formula(formula: str) -> str:
    """Return a formula without its equals sign in the notation of Excel; one that is so already comes as it is."""
    start = _NOTATION.match(formula)
    body = formula[start.end() :] if start else formula
    if (start and start[1] == "msoxl") or len(body) > _LONGEST:
        return body
    return _PIECE.sub(_translated, body)


def excel_reference(reference: str) -> str:
    """Return a reference, given without its brackets, in the notation of Excel.

    One that leads nowhere any more is `#REF!`; what is no reference at all comes in its brackets, as somebody typed it.

    A cell of another file is `'[file:///other.ods]Sheet'!A1`.
    """
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return "#REF!" if "#REF!" in reference else f"[{reference}]"
    file, sheet, first, last_sheet, last = match.groups()
    cells = f"{first}:{last}" if last else first
    if not sheet:
        return cells
    title, last_title = _bare(sheet), _bare(last_sheet or sheet)
    if title != last_title:
        title = f"{title}:{last_title}"
    if file is None and title == last_title:
        return f"{quoted(title)}!{cells}"
    inside = title.replace("'", "''")
    return f"'[{file}]{inside}'!{cells}" if file is not None else f"'{inside}'!{cells}"


def _bare(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _translated(piece: re.Match[str]) -> str:
    kind, found = piece.lastgroup, piece[0]
    if kind == "reference":
        return _in_brackets(found)
    if kind == "sign":
        return _SIGNS[found]
    if kind == "array":
        return _ARRAY_PIECE.sub(lambda part: _ARRAY_SIGNS.get(part[0], part[0]), found)
    return "" if kind == "origin" else found


@lru_cache(maxsize=65_536)
def _in_brackets(found: str) -> str:
    return excel_reference(found[1:-1]) if found.endswith("]") else found
