"""From a formula of somebody's own to whether it means the same in a fresh workbook, where our cells may stand elsewhere.

It does where it refers to names of ours and to sheets of somebody's own alone. Workbooks don't tell here which formulas
compute with arrays, so several cells at once may stand only where they are taken whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_OPERAND = re.compile(
    rf"""(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
    (?:(?P<many>{_CELL}:{_CELL}|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]+:\$?[0-9]+)(?![\w.(!])
    |(?P<one>{_CELL})(?![\w.(!])
    |(?P<name>[^\W\d][\w.]*)(?P<call>\s*\()?
    |(?P<number>[0-9.]+(?:[eE][+-]?[0-9]+)?))""",
    re.VERBOSE,
)
#: Signs of what can't be judged: other workbooks, tables, errors, arrays written out, links to programs.
_ELSEWHERE = re.compile(r"[\[\]#{}'!|]")
#: Functions that reach cells which the formula does not name.
_BY_TEXT = ("indirect", "offset")
#: Functions that take several cells whole.
_TAKE_MANY = (
    "sum", "average", "min", "max", "count", "counta", "countblank", "median", "product", "stdev", "large", "small", "index",
    "match", "lookup", "vlookup", "hlookup", "sumif", "sumifs", "countif", "countifs", "averageif", "averageifs", "rows",
    "columns", "sumproduct",
)  # fmt: skip
_SEVERAL = "§"
_WHOLE = re.compile(rf"(?<=[(,]){_SEVERAL}(?=[,)])")


def means_the_same(formula: str, names: Mapping[str, bool], sheets: AbstractSet[str], *, on_own_sheet: bool) -> bool:
    """Return whether a formula without its equals sign refers to what is in the fresh workbook just as well.

    `names` says of the defined names there, in small letters, whether they have several cells; `sheets` are the titles of
    the sheets of somebody's own there, in small letters. A cell without a sheet is its own sheet's.
    """
    safe = True

    def judge(match: re.Match[str]) -> str:
        nonlocal safe
        name = (match["name"] or "").lower()
        if match["sheet"]:
            title = match["sheet"][:-1].removeprefix("'").removesuffix("'").replace("''", "'").lower()
            safe = safe and title in sheets and not name
        elif match["one"] or match["many"]:
            safe = safe and on_own_sheet
        elif name and match["call"]:
            safe = safe and name not in _BY_TEXT
            return f"{name}("
        elif name and name not in ("true", "false"):
            safe = safe and name in names
        return _SEVERAL if match["many"] or names.get(name) else "0"

    bare = _OPERAND.sub(judge, _TEXT.sub("0", formula))
    return safe and not _ELSEWHERE.search(bare) and _taken_whole(bare)


def _taken_whole(bare: str) -> bool:
    """Return whether several cells stand only as what a function takes whole."""
    signs = re.sub(r"\s", "", bare)
    whole = {match.end() - 1 for match in _WHOLE.finditer(signs)}
    calls: list[str] = []
    for at, sign in enumerate(signs):
        if sign == "(":
            calls.append(re.split(r"[^\w.]", signs[:at])[-1])
        elif sign == ")" and calls:
            calls.pop()
        elif sign == _SEVERAL and not (at in whole and calls and calls[-1] in _TAKE_MANY):
            return False
    return True
