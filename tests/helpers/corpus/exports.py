"""Cases: the same filled workbook as several programs save and export it."""

from __future__ import annotations

from tests.helpers.corpus.case import LIBREOFFICE, Case
from tests.helpers.corpus.programs import Spelling, by_openpyxl

SHEETS, NUMBERS, XML = "as Google Sheets exports", "as Numbers exports", "raw XML"

CASES = (
    Case("saved", program=LIBREOFFICE),
    Case("saved as .ods and again as .xlsx", via_ods=True),
    Case("saved as .ods and read so", suffix=".ods"),
    Case("saved again, every stored value lost", ("never-calculated",), program="openpyxl", change=by_openpyxl()),
    Case("shared strings, no dimension, names and hidden sheet kept", program=SHEETS, change=Spelling()),
    Case("the same without stored values", ("never-calculated",), program=SHEETS, change=Spelling(values=False)),
    Case("inline strings, names lost, hidden sheet kept", ("name-missing",), program=NUMBERS, change=Spelling(inline=True, names=False)),
    Case("the same with every sheet's title lengthened", ("name-missing",), program=NUMBERS, change=Spelling(inline=True, names=False, title="{title} - Table 1")),
    Case("the same, hidden sheet lost, too", ("not-ours",), program=NUMBERS, numbers="none", change=Spelling(inline=True, names=False, hidden=False)),
    Case("values only, names kept", ("formulas-as-values",), program=NUMBERS, change=Spelling(inline=True, formulas=False)),
    Case("values only, names lost", ("formulas-as-values", "name-missing"), program=NUMBERS, change=Spelling(inline=True, formulas=False, names=False)),
    Case("names kept, hidden sheet lost", ("plan-lost",), program=XML, change=Spelling(hidden=False)),
    Case("formulas shared along their rows", program=XML, change=Spelling(shared_formulas=True, dimension=True)),
    Case("cells and rows without their addresses", program=XML, change=Spelling(references=False)),
    Case("every element with a namespace prefix", program=XML, change=Spelling(prefix="x:")),
    Case("strict OOXML", program=XML, change=Spelling(strict=True)),
    Case("dates counted from 1904", program=XML, change=Spelling(since_1904=True)),
)  # fmt: skip
