"""From the styles of a workbook to the number format of each style."""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.spreadsheet.number_formats import GENERAL
from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup

#: The formats that every spreadsheet program knows by number, those of dates and times as one; elapsed time (46) is none.
_BUILT_IN = {
    **dict.fromkeys(map(str, (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))), "yyyy-mm-dd"),
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??",
    **dict.fromkeys(("37", "38"), "#,##0;-#,##0"), **dict.fromkeys(("39", "40"), "#,##0.00;-#,##0.00"), "46": "[h]:mm:ss", "48": "##0.0E+0",
}  # fmt: skip


def number_formats(archive: Archive, part: str) -> Mapping[str, str]:
    """Return the code of the number format of every style, by its number as cells name it."""
    markup = Markup(archive, part, ("styleSheet", "numFmt", "cellXfs", "xf"))
    codes = dict(_BUILT_IN)
    styles: dict[str, str] = {}
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles[str(len(styles))] = codes.get(attributes.get("numFmtId", "0"), GENERAL)

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"
        markup.pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return styles
