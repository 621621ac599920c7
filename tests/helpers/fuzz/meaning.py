"""From a workbook of ours to one that is well formed and means something else: what it says of itself is not so.

Its hidden plan, its names, merged areas, number formats, links, headings and labels are changed as people, programs and
bad luck change them, and worse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from html import escape, unescape
from random import Random
from typing import Any

from slasheet.texts.languages import LANGUAGES, _, speaking
from tests.helpers.fuzz.mutate import packed, parts_of

Parts = dict[str, str]
PLAN = re.compile(r'(?<=>)\{&quot;format.*?(?=<)|(?<=>)\{"format.*?(?=<)', re.DOTALL)
NAME = re.compile(r"<definedName [^>]*>[^<]*</definedName>")
TEXT = re.compile(r"(?<=<t>)[^<]+(?=</t>)")
CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>.*?</c>)')
FORMAT = re.compile(r'(?<=formatCode=")[^"]*')
INSIDE = re.compile(r' t="s"><v>\d+</v></c>')
STYLE = re.compile(r' s="\d+"')
SHEET = re.compile(r'(?<=<sheet name=")[^"]*')
WORKBOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
#: What a plan is made to hold in place of something else.
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 37, 10**6, 1e308, 10**400, float("nan"), float("-inf"), "", " ", "A", "a", "Total", "x" * 300, "=1+1", "\0", "\ud800", "a\nb",
    "\x1b[2J", "2027-13", "2027-02", "0000-00", "9999-12", "EUR", "XXX", "th", "tlh", "up", "exact", "Region", [], {}, [[]], [{}], ["A"], ["A", "A"], ["a", "A "],
    [None], [1, 2], {"names": []}, {"label": 1}, {"name": "Web"}, {"fit": 3}, {"fit": -1, "interest": "x"}, [{"name": "Web", "owner": "x"}], "sales",
)  # fmt: skip
TEXTS = (
    "", " ", "0", "-1", "#REF!", "=1+1", "Total", "Region", "2027-01", "A", "x" * 400, "_x0000_", "_xD800_", "_x001B_[2J", "a\nb", "\u202eEMEA", "{label}",
    "%s %d", "{0}", "ต้นทุน", "😀", "\u00a0", "slasheet-plan", "TRUE", "31.02.2027", "1,5", "1e999",
)  # fmt: skip
REFERENCES = (
    "#REF!", "", "0", '"x"', "[1]Other!$A$1", "'[Other book.xlsx]Deal size'!$E$5:$F$5", "'Not there'!$A$1", "Start!$A$1", "Checks!$A$1:$XFD$1048576",
    "Checks!$A:$C", "Checks!$3:$4", "OFFSET(Start!$A$1,0,0,2,2)", "Start!$A$1,Start!$C$3", "sla_regions", "Start!$XFD$1048576", "$A$1", "'slasheet plan'!$A$1",
    "Start!$Z$9:$A$1", "Agreement!$B$8:$B$2000", "Start!#REF!", "'Revenue target'!$E$5:$AZ$5", "'Lead log'!$A$5:$H$5", "'Lead log'!$A$1:$H$1048576",
)  # fmt: skip
FORMATS = (
    "General", "", "@", ";;;", "yyyy", "d mmm yyyy", "[h]:mm", "0,", "0,,,", "0%", "0%%%", "0.00E+00", "# ?/?", '"n/a"', '0;"none"', '"€"0', "[$€-407]0", "[Red]0",
    "[&gt;5]0;x", "\\", "[", '"', "0.000000000000000000000000000000000", "_", "*", "g", "b", "[$-41E]d", "[DBNum1]0", "General;General;General;@;x", "0" * 300,
)  # fmt: skip
FORMULAS = (
    "[1]Sheet1!A1", "'[Other.xlsx]Deal size'!E5", "'file:///C:/x/[a.xlsx]S'!A1", "Start!A1", "'Deal size'!E5", "sla_deal_size", "sla_nothing", "[1]!sla_deal_size",
    "#REF!", "1+1", '"EMEA"', "NA()", "'Revenue target'!A6", "TODAY()", "(" * 60 + "1" + ")" * 60, "SUM(A:A)", '"a"&amp;"b"', "DDE|x!y", "IF(", "", "{1,2}", "E5",
)  # fmt: skip
VALUES = (
    "", "<v>1</v>", "<v>-1</v>", "<v>1e308</v>", "<v>1e999</v>", "<v>0.5</v>", "<v>2958466</v>", "<v>60</v>", "<v>46388.5</v>", "<v>nan</v>", "<v>99999999999</v>",
)  # fmt: skip
TYPED = (
    ("str", "EMEA"), ("str", ""), ("str", "#N/A"), ("str", "x" * 32_767), ("e", "#REF!"), ("e", "#N/A"), ("b", "1"), ("d", "2027-01-01"), ("d", "0001-01-01"),
    ("str", "12 %"), ("str", "1.234,5"), ("str", "_x0000_"), ("str", "2027-01"), ("str", "\u00a012"), ("str", "a&#10;b"),
)  # fmt: skip


def meant_otherwise(whole: bytes, drawn: Random) -> bytes:
    """Return a workbook that is well formed, with one to three things that are not as they say."""
    parts = {name: part.decode() for name, part in parts_of(whole) if name.endswith((".xml", ".rels"))}
    others = [(name, part) for name, part in parts_of(whole) if name not in parts]
    for _count in range(drawn.randint(1, 3)):
        drawn.choice(DEEDS)(parts, drawn)
    return packed([*((name, part.encode("utf-8", "surrogatepass")) for name, part in parts.items()), *others])


def _one(pattern: re.Pattern[str], parts: Parts, name: str, drawn: Random, new: Callable[[str], str]) -> None:
    """Put something else in place of one match of a pattern in a part; nothing where there is none."""
    found = [*pattern.finditer(parts[name])]
    if found:
        match = drawn.choice(found)
        parts[name] = parts[name][: match.start()] + new(match[0]) + parts[name][match.end() :]


def _sheet(parts: Parts, drawn: Random) -> str:
    return drawn.choice([name for name in parts if name.startswith("xl/worksheets/sheet")])


def _plan(parts: Parts, drawn: Random) -> None:
    """Change the structure of the hidden plan: fields lost, doubled, nested, swapped, of another type or value."""
    _one(PLAN, parts, STRINGS, drawn, lambda text: escape(_other_plan(unescape(text), drawn), quote=False))


def _other_plan(text: str, drawn: Random) -> str:
    if drawn.random() < 0.1:
        return drawn.choice((text[: drawn.randrange(len(text))], text * 2, "[" * 3000, "{}", f"[{text}]", text + "}"))
    try:
        plan = json.loads(text)
    except ValueError:
        return text
    for _count in range(drawn.randint(1, 2)):
        places = [*_places(plan)]
        if not places:
            break
        holder, key = drawn.choice(places)
        kind = drawn.randrange(8)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder[key], list):
            holder[key] = holder[key] * drawn.choice((2, 3, 40))
        elif kind == 2:
            holder[key] = drawn.choice(([holder[key]], {"name": holder[key]}, {str(key): holder[key]}))
        elif kind == 3 and isinstance(holder[key], list):
            holder[key] = holder[key][::-1]
        elif kind == 4:
            other, place = drawn.choice(places)
            holder[key], other[place] = deepcopy(other[place]), deepcopy(holder[key])
        elif kind == 5 and isinstance(holder, dict):
            holder[drawn.choice((f"{key}2", key.upper(), "", "currencies", "rows", "log_rows", "edition", "crm"))] = (
                holder[key]
            )
        else:
            holder[key] = deepcopy(drawn.choice(ODD))
    made = json.dumps(plan)
    if drawn.random() < 0.1:
        made = made.replace('"title"', '"months": 3, "title"', 1)
    return made


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Return each place in a tree of JSON: what holds it, and by which key or number."""
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    return [place for key in keys for place in ((tree, key), *_places(tree[key]))]


def _names(parts: Parts, drawn: Random) -> None:
    """Lose, double, rename or move defined names."""
    _one(NAME, parts, WORKBOOK, drawn, lambda whole: _other_name(whole, drawn))


def _other_name(whole: str, drawn: Random) -> str:
    opened, _end, reference = whole.removesuffix("</definedName>").partition(">")
    opened += ">"
    numbers = [*re.finditer(r"(?<=\$)\d+", reference)]
    kind = drawn.randrange(8)
    if kind == 0:
        return ""
    if kind == 1:
        opened = opened.replace('name="sla', drawn.choice(('name="SLA', 'name="Sla', 'name="_sla', 'name="sla_sla')))
    elif kind in (2, 3) and numbers:
        for match in numbers[:: drawn.choice((1, -1, 2))][::-1]:
            moved = int(match[0]) + drawn.choice((-1, 1, 1, 100))
            reference = reference[: match.start()] + str(moved) + reference[match.end() :]
    elif kind == 4:
        sheet, _mark, area = reference.rpartition("!")
        reference = f"{sheet}!" + ":".join(area.split(":")[::-1])
    elif kind == 5:
        opened = opened.replace(">", drawn.choice((' localSheetId="0">', ' localSheetId="99">', ' hidden="1">')), 1)
    elif kind == 6:
        return whole + f"{opened}{drawn.choice(REFERENCES)}</definedName>"
    else:
        reference = drawn.choice(REFERENCES)
    return f"{opened}{reference}</definedName>"


def _merged(parts: Parts, drawn: Random) -> None:
    """Merge areas: over tables, over the whole sheet, over one another, or many."""
    name = _sheet(parts, drawn)
    cells = CELL.findall(parts[name]) or [("A1", "")]
    corners = [drawn.choice(cells)[0] for _count in range(6)]
    areas = drawn.choice(
        (
            ["A1:XFD1048576"],
            [":".join(corners[:2])],
            [":".join(corners[at : at + 2]) for at in (0, 2, 4)],
            [f"A{row}:D{row}" for row in range(1, 400)],
            [corners[0], "A0:B1", "nonsense", ""],
            ["E1:E1048576", "A5:XFD5"],
        )
    )
    made = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    parts[name] = parts[name].replace("</sheetData>", f"</sheetData><mergeCells>{made}</mergeCells>", 1)


def _formats(parts: Parts, drawn: Random) -> None:
    """Show numbers otherwise: as dates, constant texts, in another scale, or by a format that is none."""
    if drawn.random() < 0.6:
        _one(FORMAT, parts, STYLES, drawn, lambda _code: escape(unescape(drawn.choice(FORMATS))))
    else:
        _one(
            STYLE, parts, _sheet(parts, drawn), drawn, lambda _style: f' s="{drawn.choice((0, 1, 5, 20, 31, 99_999))}"'
        )


def _links(parts: Parts, drawn: Random) -> None:
    """Put links and other formulas where something was typed or computed, with a value of any kind."""
    name = _sheet(parts, drawn)
    for _count in range(drawn.choice((1, 1, 5, 40))):
        _one(CELL, parts, name, drawn, lambda cell: _linked(cell, drawn))


def _linked(cell: str, drawn: Random) -> str:
    address = CELL.findall(cell)[0][0]
    style = "".join(STYLE.findall(cell)[:1])
    formula = f"<f>{drawn.choice(FORMULAS)}</f>" if drawn.random() < 0.7 else ""
    if drawn.random() < 0.5:
        return f'<c r="{address}"{style}>{formula}{drawn.choice(VALUES)}</c>'
    kind, value = drawn.choice(TYPED)
    return f'<c r="{address}"{style} t="{kind}">{formula}<v>{value}</v></c>'


def _headings(parts: Parts, drawn: Random) -> None:
    """Swap, blank or translate headings, labels and sentences, wherever they stand."""
    kind = drawn.randrange(4)
    texts = TEXT.findall(parts[STRINGS])
    if kind == 0:
        with speaking(drawn.choice([*LANGUAGES])):
            parts[STRINGS] = TEXT.sub(lambda text: escape(_(unescape(text[0])), quote=False), parts[STRINGS])
    elif kind == 1:
        once, again = (drawn.choice(texts) for _count in range(2))
        swapped = {once: again, again: once}
        parts[STRINGS] = TEXT.sub(lambda text: swapped.get(text[0], text[0]), parts[STRINGS])
    elif kind == 2:
        for _count in range(drawn.choice((1, 5, 100))):
            _one(TEXT, parts, STRINGS, drawn, lambda _text: drawn.choice(TEXTS))
    else:
        # What stands in one cell stands in another, or the cell is empty.
        name = _sheet(parts, drawn)
        insides = [*INSIDE.findall(parts[name]), "/>"]
        _one(INSIDE, parts, name, drawn, lambda _inside: drawn.choice(insides))


def _sheets(parts: Parts, drawn: Random) -> None:
    """Rename a sheet, or let two change places."""
    titles = SHEET.findall(parts[WORKBOOK])
    if drawn.random() < 0.5:
        once, again = (drawn.choice(titles) for _count in range(2))
        swapped = {once: again, again: once}
        parts[WORKBOOK] = SHEET.sub(lambda title: swapped.get(title[0], title[0]), parts[WORKBOOK])
        return
    new = drawn.choice((titles[0], "x", "Start (2)", "'", "A'B", "[1]", "x" * 60, "ต้น", "slasheet plan", "start"))
    _one(SHEET, parts, WORKBOOK, drawn, lambda _title: new)


def _rows(parts: Parts, drawn: Random) -> None:
    """Lose rows, or let one stand where another stood."""
    name = _sheet(parts, drawn)
    rows = re.findall(r"<row .*?</row>", parts[name])
    if rows:
        at, other = drawn.choice(rows), drawn.choice(rows)
        parts[name] = parts[name].replace(at, drawn.choice(("", other, re.sub(r' r="[A-Z]*\d+"', "", other))), 1)


DEEDS: tuple[Callable[[Parts, Random], None], ...] = (
    _plan, _plan, _plan, _names, _names, _merged, _formats, _links, _links, _headings, _headings, _sheets, _rows,
)  # fmt: skip
