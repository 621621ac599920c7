"""From the defined names that a file lists to what each of them covers and says, whatever kind of file it is.

Programs take capitals and small letters in names and in titles of sheets for the same, and so does this.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from slasheet.spreadsheet.book import Area, parse_area

#: The names that spreadsheet programs keep for themselves begin so: print areas, titles, filters.
_RESERVED = "_xlnm"
#: No sheet's title holds these: they stand for another file and for several sheets.
_ELSEWHERE = frozenset("[:")


@dataclass(slots=True)
class Names:
    """The names of a workbook, those of single sheets, and what all of them say; names are folded.

    A name that covers no cells of one sheet of this workbook has None for an area. `texts` are by the title of the sheet
    ("" for the whole workbook) and the name.
    """

    areas: dict[str, Area | None] = field(default_factory=dict)
    local: dict[str, dict[str, Area | None]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, name: str, text: str, titles: Collection[str], sheet: str = "") -> None:
        """Note what a name says, as formulas say it; one that is defined twice in different ways covers nothing."""
        folded, text = name.casefold(), text.strip()
        if not folded or folded.startswith(_RESERVED):
            return
        area = parse_area(text)
        if area is not None and not _ELSEWHERE.isdisjoint(area.sheet):
            area = None
        elif area is not None and area.sheet not in titles:
            written = area.sheet.casefold()
            area = area._replace(sheet=next((title for title in titles if title.casefold() == written), area.sheet))
        names = self.local.setdefault(sheet, {}) if sheet else self.areas
        names[folded] = area if names.get(folded, area) == area else None
        self.texts[sheet, folded] = text
