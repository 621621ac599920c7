"""From the styles of a workbook that counts days from 1904 to which cells show dates, and their day numbers since 1900."""

from __future__ import annotations

import re

from slasheet.spreadsheet.zip.archive import Archive
from slasheet.spreadsheet.zip.xml import Markup

#: How many days lie between the two days that spreadsheets count from.
BETWEEN = 1462
#: Numbers of the formats for dates and times that every spreadsheet program knows; elapsed time (46) is none.
_BUILT_IN = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Return whether a number format shows a day or a time of day; `[h]:mm` shows how much time passed."""
    first = _NOT_SHOWN.sub("", code).partition(";")[0]
    return not _ELAPSED.search(first) and re.search(r"[dmyhs]", first, re.IGNORECASE) is not None


def date_styles(archive: Archive, part: str) -> frozenset[str]:
    """Return the numbers of the styles that show dates, as cells name them."""
    markup = Markup(archive, part, ("styleSheet", "numFmt", "cellXfs", "xf"))
    formats = set(map(str, _BUILT_IN))
    styles: set[str] = set()
    count = 0
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, inside
        if name == "numFmt":
            number = attributes.get("numFmtId", "")
            formats.discard(number)
            if is_date_format(attributes.get("formatCode", "")):
                formats.add(number)
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            if attributes.get("numFmtId", "0") in formats:
                styles.add(str(count))
            count += 1

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"
        markup.pieces.clear()

    markup.call_counting(start, end)
    markup.read()
    return frozenset(styles)


def since_1900(number: float) -> float:
    """Return a day number of 1904 as one of 1900; a time of day is the same in both."""
    return number if 0 <= number < 1 else number + BETWEEN
