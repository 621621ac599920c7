"""Workbooks of ours into which far more has been put than anybody does: areas, rules, names, rows, texts without end."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from slasheet import Channel, Plan
from slasheet.layout.sheets import layout
from slasheet.plan.carried import to_texts
from slasheet.plan.templates import example, filled
from slasheet.writer.workbook import write

PLAN = Plan(months=2, regions=("EMEA", "APAC"), channels=(Channel("Web"), Channel("Outbound", "sales")))
Parts = dict[str, str]
Change = Callable[[Parts], None]
BOOK, RULES = "xl/workbook.xml", 60_000


@lru_cache(maxsize=1)
def whole() -> tuple[tuple[str, bytes], ...]:
    """Return the parts of a filled workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        write(filled(PLAN, example("classic")), path)
        with zipfile.ZipFile(path) as archive:
            return tuple((info.filename, archive.read(info)) for info in archive.infolist())


def flooded(change: Change, path: Path) -> Path:
    """Write the workbook with its parts changed."""
    parts = {name: part.decode("utf-8") if name.endswith((".xml", ".rels")) else "" for name, part in whole()}
    before = dict(parts)
    change(parts)
    assert parts != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in whole():
            archive.writestr(name, part if parts[name] == before[name] else parts[name])
    return path


def part_of(key: str) -> str:
    """Return the name of the part that holds a sheet."""
    return f"xl/worksheets/sheet{[*layout(PLAN).titles].index(key) + 1}.xml"


def put(key: str, where: str, text: Callable[[], str]) -> Change:
    """Put a text before a tag of a sheet."""

    def change(parts: Parts) -> None:
        name = part_of(key)
        parts[name] = parts[name].replace(where, text() + where, 1)

    return change


def merged(key: str, areas: Callable[[int], str]) -> Change:
    """Merge as many areas on a sheet as a few seconds of nothing but looking allow."""

    def text() -> str:
        return "<mergeCells>" + "".join(f'<mergeCell ref="{areas(n)}"/>' for n in range(1, RULES + 1)) + "</mergeCells>"

    def change(parts: Parts) -> None:
        name = part_of(key)
        parts[name] = re.sub(
            r"</sheetData>(<sheetProtection[^>]*>)?", lambda tag: tag[0] + text(), parts[name], count=1
        )

    return change


def names(text: Callable[[int], str], count: int = 100_000) -> Change:
    """Add defined names."""

    def change(parts: Parts) -> None:
        more = "".join(text(n) for n in range(count))
        parts[BOOK] = parts[BOOK].replace("</definedNames>", more + "</definedNames>", 1)

    return change


def everywhere(parts: Parts) -> None:
    """Let every name cover the whole of its sheet."""
    parts[BOOK] = re.sub(r'(<definedName name="sla_[^>]*>[^<]*!)[^<]*', r"\1$A$1:$XFD$1048576", parts[BOOK])


def hidden(change: Callable[[dict[str, object]], object]) -> Change:
    """Change the plan that the workbook carries; it stands among the texts of all sheets."""

    def alter(parts: Parts) -> None:
        data = json.loads("".join(to_texts(PLAN)))
        change(data)
        text = json.dumps(data)
        cells = "".join(
            f'<row r="{n + 2}"><c r="A{n + 2}" t="inlineStr"><is><t>{text[at : at + 30_000].replace("&", "&amp;").replace("<", "&lt;")}</t></is></c></row>'
            for n, at in enumerate(range(0, len(text), 30_000))
        )
        name = part_of("plan")
        parts[name] = re.sub(
            r'<row r="2".*</sheetData>', lambda _: cells + "</sheetData>", parts[name], flags=re.DOTALL
        )

    return alter


def multiplied(regions: int, channels: int, months: int) -> Change:
    """Let the hidden plan have so many regions, channels and months."""

    def change(data: dict[str, object]) -> None:
        plan = data["plan"]
        assert isinstance(plan, dict)
        plan["regions"] = {"label": "Region", "names": [f"R{n}" for n in range(regions)]}
        plan["channels"] = [{"name": f"C{n}", "owner": "sales"} for n in range(channels)]
        plan["months"] = months

    return hidden(change)


def log_rows(count: int, first: int = 3_000) -> Callable[[], str]:
    """Return what makes rows below the lead log."""
    row = '<row r="{0}"><c r="A{0}"><v>46400</v></c><c r="B{0}" t="str"><v>Nowhere {0}</v></c><c r="D{0}"><v>1</v></c></row>'
    return lambda: "".join(row.format(n) for n in range(first, first + count))


FLOODS: dict[str, Change] = {
    "areas merged over the log": merged("log", lambda n: f"D{n}:E{n}"),
    "areas merged upon one another": merged("log", lambda n: f"A1:H{n}"),
    "validations": put("log", "<pageMargins", lambda: f'<dataValidations>{"".join(f"<dataValidation type={chr(34)}list{chr(34)} sqref={chr(34)}A{n}:H{n + 2000}{chr(34)}><formula1>$A$1:$A$9</formula1></dataValidation>" for n in range(1, RULES))}</dataValidations>'),
    "conditional formats": put("log", "<pageMargins", lambda: "".join(f'<conditionalFormatting sqref="A{n}:XFD{n + 2000}"><cfRule type="expression" priority="{n}"><formula>A1&gt;{n}</formula></cfRule></conditionalFormatting>' for n in range(1, RULES))),
    "links": put("log", "<pageMargins", lambda: f'<hyperlinks>{"".join(f"<hyperlink ref={chr(34)}A{n}:H{n + 99}{chr(34)} location={chr(34)}Start!A1{chr(34)}/>" for n in range(1, RULES))}</hyperlinks>'),
    "names": names(lambda n: f'<definedName name="own_{n}">Start!$A${n % 9 + 1}</definedName>'),
    "names of ours that are none": names(lambda n: f'<definedName name="sla_{n}">Start!$A$1:$XFD$1048576</definedName>'),
    "names that cover whole sheets": everywhere,
    "rows below the log": put("log", "</sheetData>", log_rows(25_000)),
    "a plan of 640 million cells": multiplied(1_000, 1_000, 36),
    "a plan of 8,000 regions": multiplied(8_000, 1, 2),
    "a plan as large as any, on the sheets of a small one": multiplied(90, 90, 12),
    "a title of 2 million letters": hidden(lambda data: data["plan"].update(title="x" * 2_000_000)),  # type: ignore[attr-defined]
    "a crm table of 100,000 texts": hidden(lambda data: data["plan"].update(crm={"regions": {f"a{n}": "b" for n in range(100_000)}})),  # type: ignore[attr-defined]
}  # fmt: skip
