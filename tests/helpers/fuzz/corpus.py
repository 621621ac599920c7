"""The small workbooks that are mutated: ours, filled and blank, and one for each way in which programs write."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

from slasheet import Channel, Plan
from slasheet.plan.templates import blank, example, filled
from slasheet.writer.workbook import write
from tests.helpers.plans import prime_plan
from tests.helpers.xlsx_packages import SHEET, book, cells, package, strings, table

#: Cells of every kind, in the words of the format.
EVERYTHING = {
    "xl/workbook.xml": book(
        '<definedNames><definedName name="sla_x">One!$A$1:$B$2</definedName><definedName name="l" localSheetId="0">#REF!</definedName></definedNames>',
        before='<workbookPr date1904="1"/>',
    ),
    "xl/sharedStrings.xml": strings("<si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>x</t></rPh></si><si><t>_x0041_</t></si>"),
    SHEET: table(
        '<row r="1"><c r="A1" s="1"><v>1.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="b"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="str"><f>A1&amp;"x"</f><v>x</v></c><c r="C2" t="d"><v>2027-01-01</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:C3" si="0">$A1+B1</f><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row><c><v>5</v></c><c t="inlineStr"><is><r><t>in</t></r></is></c><c s="2"/></row>',
        around='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def corpus() -> tuple[bytes, ...]:
    """Return the workbooks as bytes, the smallest first."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        changed = ({}, EVERYTHING, {SHEET: cells("<c><v>1</v></c><c/><c><v>2</v></c>")})
        made = [package(path, changes).read_bytes() for changes in changed]
        sheet = Workbook()
        sheet.worksheets[0].append([1, "two", "=A1+1", True])
        sheet.save(path)
        made.append(path.read_bytes())
    return (*made, *ours()[:2])


@lru_cache(maxsize=1)
def ours() -> tuple[bytes, ...]:
    """Return those that are ours: filled, blank, and with a log, currencies of its own and no two numbers alike."""
    plan = Plan(months=2, lookahead=1, regions=("A", "B"), channels=(Channel("Web", "marketing"),))
    two = (Channel("Web"), Channel("Calls", "sales"))
    full = prime_plan(regions=("EMEA", "APAC"), currencies=("", "GBP"), channels=two, months=2, lookahead=1)
    made = []
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        for each in (filled(plan, example("classic")), blank(plan), full):
            write(each, path)
            made.append(path.read_bytes())
    return tuple(made)
