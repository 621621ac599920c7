"""Copies of a workbook as other programs than LibreOffice write them: openpyxl itself, and the spellings of several exports."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook, load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils.datetime import to_excel

Change = Callable[[Path, Path], None]
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    SHEETS: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: How many days the system of 1904 counts fewer than that of 1900.
FROM_1904 = 1462
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def by_openpyxl(*edits: Callable[[Workbook], object]) -> Change:
    """Return what opens a workbook in openpyxl, edits it and saves it, whereby every stored value is lost."""

    def change(source: Path, target: Path) -> None:
        book = load_workbook(source)
        for edit in edits:
            edit(book)
        book.save(target)

    return change


def rewritten(*edits: tuple[str, str, str]) -> Change:
    """Return what changes the XML of a workbook: part, pattern and replacement; each must match."""

    def change(source: Path, target: Path) -> None:
        with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in book.namelist():
                text = book.read(name)
                for part, pattern, replacement in edits:
                    if part == name:
                        changed, count = re.subn(pattern, replacement, text.decode(), flags=re.DOTALL)
                        assert count, pattern
                        text = changed.encode()
                copy.writestr(name, text)

    return change


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a program writes the workbook: what it leaves out, and which of several allowed ways it takes."""

    inline: bool = False
    dimension: bool = False
    references: bool = True
    formulas: bool = True
    shared_formulas: bool = False
    values: bool = True
    names: bool = True
    hidden: bool = True
    prefix: str = ""
    strict: bool = False
    since_1904: bool = False
    title: str = "{title}"

    def __call__(self, source: Path, target: Path) -> None:
        """Write the workbook `source` in this spelling."""
        _Export(self, source).write(target)


class _Export:
    """Writes one workbook anew, part by part."""

    def __init__(self, spelling: Spelling, source: Path) -> None:
        self.how = spelling
        self.formulas, self.values = load_workbook(source), load_workbook(source, data_only=True)
        self.strings: dict[str, int] = {}
        kept = [s.title for s in self.formulas.worksheets if spelling.hidden or s.sheet_state == "visible"]
        self.titles = {title: spelling.title.format(title=title) for title in kept}
        self.space = STRICT if spelling.strict else {SHEETS: SHEETS, RELATIONS: RELATIONS}

    def write(self, target: Path) -> None:
        """Write the file."""
        parts = {f"xl/worksheets/sheet{n}.xml": self._sheet(t) for n, t in enumerate(self.titles, 1)}
        parts |= {"xl/workbook.xml": self._workbook(), "xl/styles.xml": self._styles()}
        if self.strings:
            texts = "".join(self._tag("si", self._text(text)) for text in self.strings)
            parts["xl/sharedStrings.xml"] = self._root("sst", texts)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("[Content_Types].xml", self._types(parts))
            book.writestr("_rels/.rels", self._relations({"rId1": ("officeDocument", "xl/workbook.xml")}))
            about = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(self.titles) + 1)}
            about["rId900"] = ("styles", "styles.xml")
            if self.strings:
                about["rId901"] = ("sharedStrings", "sharedStrings.xml")
            book.writestr("xl/_rels/workbook.xml.rels", self._relations(about))
            for name, text in parts.items():
                book.writestr(name, text)

    def _tag(self, name: str, inner: str, /, **attributes: str) -> str:
        told = "".join(f" {key.replace('__', ':')}={quoteattr(value)}" for key, value in attributes.items())
        return f"<{self.how.prefix}{name}{told}>{inner}</{self.how.prefix}{name}>"

    def _root(self, name: str, inner: str) -> str:
        spaces = {f"xmlns{':' + self.how.prefix[:-1] if self.how.prefix else ''}": self.space[SHEETS]}
        return HEAD + self._tag(name, inner, **spaces, xmlns__r=self.space[RELATIONS])

    def _text(self, text: str) -> str:
        return self._tag("t", escape(text), xml__space="preserve")

    def _workbook(self) -> str:
        properties = self._tag("workbookPr", "", **({"date1904": "1"} if self.how.since_1904 else {}))
        sheets = ""
        for number, (title, written) in enumerate(self.titles.items(), 1):
            state = {} if self.formulas[title].sheet_state == "visible" else {"state": "hidden"}
            sheets += self._tag("sheet", "", name=written, sheetId=str(number), r__id=f"rId{number}", **state)
        names = "".join(
            self._tag("definedName", escape(self._retitled(defined.attr_text)), name=name)
            for name, defined in self.formulas.defined_names.items()
            if self.how.names
        )
        inner = properties + self._tag("sheets", sheets)
        return self._root("workbook", inner + (self._tag("definedNames", names) if names else ""))

    def _styles(self) -> str:
        once = self._tag
        plain = once("xf", "", numFmtId="0", fontId="0", fillId="0", borderId="0")
        day = once("xf", "", numFmtId="14", fontId="0", fillId="0", borderId="0", applyNumberFormat="1")
        fills = once("fill", once("patternFill", "", patternType="none"))
        inner = once("fonts", once("font", once("sz", "", val="11"))) + once("fills", fills)
        inner += once("borders", once("border", "")) + once("cellStyleXfs", plain) + once("cellXfs", plain + day)
        return self._root("styleSheet", inner)

    def _sheet(self, title: str) -> str:
        rows = ""
        for row in self.formulas[title].iter_rows():
            cells = "".join(self._cells(title, row))
            if cells:
                rows += self._tag("row", cells, **({"r": str(row[0].row)} if self.how.references else {}))
            elif not self.how.references:
                rows += self._tag("row", "")
        dimension = self._tag("dimension", "", ref=self.formulas[title].dimensions) if self.how.dimension else ""
        return self._root("worksheet", dimension + self._tag("sheetData", rows))

    def _cells(self, title: str, row: tuple[Any, ...]) -> Iterator[str]:
        first: Any = None
        for place, cell in enumerate(row):
            if cell.value is None:
                if not self.how.references and any(later.value is not None for later in row[place:]):
                    yield self._tag("c", "")
                continue
            attributes = {"r": cell.coordinate} if self.how.references else {}
            attributes |= {"s": "1"} if isinstance(self.values[title][cell.coordinate].value, date) else {}
            formula = ""
            if cell.data_type == "f" and self.how.formulas:
                if self.how.shared_formulas and first is not None and _same_along(first, cell):
                    formula = self._tag("f", "", t="shared", si=str(first.row))
                elif self.how.shared_formulas:
                    first = cell
                    reach = f"{cell.coordinate}:{row[-1].coordinate}"
                    formula = self._tag("f", escape(self._formula(cell)), t="shared", ref=reach, si=str(cell.row))
                    later = next((other for other in row[place + 1 :] if other.data_type == "f"), None)
                    if later is None or not _same_along(cell, later):
                        first, formula = None, self._tag("f", escape(self._formula(cell)))
                else:
                    formula = self._tag("f", escape(self._formula(cell)))
            kind, value = self._value(self.values[title][cell.coordinate].value, formula=bool(formula))
            if value or formula:
                yield self._tag("c", formula + value, **attributes, **kind)

    def _formula(self, cell: Any) -> str:
        return self._retitled(str(getattr(cell.value, "text", cell.value)).removeprefix("="))

    def _retitled(self, text: str) -> str:
        if self.how.title == "{title}":
            return text
        for title, written in sorted(self.titles.items(), key=lambda each: -len(each[0])):
            quoted = re.escape(title.replace("'", "''"))
            text = re.sub(rf"(?<![\w'])(?:'{quoted}'|{quoted})!", f"'{written}'!", text)
        return text

    def _value(self, value: Any, *, formula: bool) -> tuple[dict[str, str], str]:
        """Return the type of a cell and the element that holds its value."""
        if value is None or (formula and not self.how.values):
            return {}, ""
        if isinstance(value, bool):
            return {"t": "b"}, self._tag("v", str(int(value)))
        if isinstance(value, datetime | date):
            return {}, self._tag("v", repr(to_excel(value) - (FROM_1904 if self.how.since_1904 else 0)))
        if isinstance(value, int | float):
            return {}, self._tag("v", repr(value))
        if formula:
            return {"t": "e" if value.startswith("#") else "str"}, self._tag("v", escape(value))
        if self.how.inline:
            return {"t": "inlineStr"}, self._tag("is", self._text(value))
        return {"t": "s"}, self._tag("v", str(self.strings.setdefault(value, len(self.strings))))

    def _types(self, parts: Mapping[str, str]) -> str:
        kinds = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
        told = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        told += '<Default Extension="xml" ContentType="application/xml"/>'
        for name in parts:
            kind = kinds.get(Path(name).stem, "worksheet")
            told += f'<Override PartName="/{name}" ContentType="{TYPE}.{kind}+xml"/>'
        return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{told}</Types>'

    def _relations(self, about: Mapping[str, tuple[str, str]]) -> str:
        told = "".join(
            f'<Relationship Id="{key}" Type="{self.space[RELATIONS]}/{kind}" Target="{target}"/>'
            for key, (kind, target) in about.items()
        )
        return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def _same_along(first: Any, cell: Any) -> bool:
    """Return whether a formula is that of a cell to its left, copied along the row."""
    if cell.data_type != "f" or not isinstance(first.value, str) or not isinstance(cell.value, str):
        return False
    moved: str = Translator(first.value, origin=first.coordinate).translate_formula(cell.coordinate)
    return moved == cell.value
