"""A copy with marks and notes: at every finding, readable in other programs, and nothing else in it touched."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.comments import Comment

import slasheet
from slasheet.plan.templates import example
from slasheet.report.annotate.marks import Marks
from slasheet.report.annotate.note_boxes import drawn, empty_drawing
from slasheet.report.annotate.notes import annotated, conversations
from slasheet.report.annotate.placing import HEADING, Line
from slasheet.report.annotate.restyle import restyled
from slasheet.report.annotate.tags import scanned
from slasheet.report.annotate.xml_spans import UnfitError, parsed
from slasheet.report.report import Report
from slasheet.texts.findings import FileError, Finding
from slasheet.writer.styles import MARKS
from tests.helpers.engines import libreoffice_recalculate
from tests.helpers.places import ROOT

pytestmark = pytest.mark.slow

SAMPLES = sorted((ROOT / "samples").glob("*.xlsx"))
MISTAKES = next(path for path in SAMPLES if path.name == "persona_with_mistakes.xlsx")
Parts = Mapping[str, Callable[[str], str]]


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path) -> dict[str, bytes]:
    """Return the bytes of each entry as they stand in the file."""
    raw, found = path.read_bytes(), {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name, extra = (int.from_bytes(raw[info.header_offset + at :][:2], "little") for at in (26, 28))
            start = info.header_offset + 30 + name + extra
            found[info.filename] = raw[start : start + info.compress_size]
    return found


def rewritten(source: Path, target: Path, parts: Parts) -> Path:
    """Write a copy of a workbook with the text of some parts changed, each named by a pattern; without text they go."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        seen = set()
        for info in archive.infolist():
            data = archive.read(info)
            for pattern, change in parts.items():
                if re.fullmatch(pattern, info.filename):
                    data, before = change(data.decode()).encode(), data
                    seen |= {pattern} if data != before else set()
            if data:
                copy.writestr(info.filename, data)
    assert seen == set(parts)
    return target


def marked(source: Path, target: Path, language: str | None = None) -> Report:
    """Annotate a workbook and look at everything that holds for every copy."""
    before = source.read_bytes()
    report = slasheet.annotate(source, target, slasheet.check(source, language))
    assert source.read_bytes() == before
    old, new = entries(source), entries(target)
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target) as copy:
        assert copy.testzip() is None
        assert copy.namelist()[: len(archive.namelist())] == archive.namelist()
    touched = re.compile(
        r"\[Content_Types\]\.xml|xl/styles\d*\.xml|xl/worksheets/.*\.xml(\.rels)?|xl/(\w+/)?comments?\d*\.xml|xl/(\w+/)?\w*[dD]rawing\w*\.vml|xl/_rels/workbook\.xml\.rels"
    )
    others = [name for name in old if not touched.fullmatch(name)]
    same, there = packed(source), packed(target)
    assert len(others) > 4
    assert {name for name in others if there[name] != same[name]} == set()
    assert [found.to_json() for found in slasheet.check(target, language).findings] == [
        found.to_json() for found in report.findings
    ]
    for name in new:
        if name.endswith((".xml", ".rels", ".vml")):
            ET.fromstring(new[name])
    return report


@lru_cache(maxsize=3)
def _opened(path: Path, _written: int) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def opened(path: Path) -> openpyxl.Workbook:
    """Return a workbook as openpyxl reads it, each file once."""
    return _opened(path, path.stat().st_mtime_ns)


def notes(path: Path) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in opened(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def told(report: Report, found: Mapping[tuple[str, str], str]) -> list[Finding]:
    """Return the findings whose cell has no note with code, message and advice."""
    return [
        one
        for one in report.findings
        if one.sheet
        and one.cell
        and not all(word in found.get((one.sheet, one.cell), "") for word in (one.code, one.message, one.advice))
    ]


def colours(path: Path, title: str, cell: str) -> tuple[str, str]:
    """Return the paper of a cell and the colour of the line above it."""
    there = opened(path)[title][cell]
    return there.fill.fgColor.rgb, there.border.top.color.rgb if there.border.top.color else ""


def argb(kind: str) -> tuple[str, str]:
    _style, line, paper = MARKS[kind]
    return "FF" + str(paper)[1:], "FF" + line[1:]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_finding_has_its_note_and_nothing_else_is_touched(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    report = marked(sample, target)
    found = notes(target)
    assert told(report, found) == []
    assert len(found) == (
        len({(one.sheet, one.cell) for one in report.findings if one.cell}) + 1 if report.findings else 0
    )
    if not report.findings:
        assert entries(target) == entries(sample)


def test_a_mark_changes_line_and_paper_and_nothing_else_of_a_cell(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    report = marked(MISTAKES, target)
    old, new = opened(MISTAKES), opened(target)
    follows = {cell for one in report.findings for cell in one.follows}
    causes = {f"{one.sheet}!{one.cell}": one.severity.value for one in report.findings}
    seen = set()
    for sheet in old:
        for row in sheet.iter_rows():
            for cell in row:
                there = new[sheet.title][cell.coordinate]
                place = f"{sheet.title}!{cell.coordinate}"
                assert (there.value, there.number_format) == (cell.value, cell.number_format)
                for kept in ("font", "alignment", "protection"):
                    assert repr(getattr(there, kept)) == repr(getattr(cell, kept))
                kind = causes.get(place) or ("follows" if place in follows else None)
                if kind is None:
                    assert repr((there.fill, there.border)) == repr((cell.fill, cell.border)), place
                else:
                    style, line, paper = MARKS[kind]
                    assert {getattr(there.border, side).style for side in ("left", "right", "top", "bottom")} == {style}
                    assert there.border.top.color.rgb == "FF" + line[1:]
                    assert there.fill.fgColor.rgb == ("FF" + paper[1:] if paper else cell.fill.fgColor.rgb)
                    seen.add(kind)
    assert seen == {"error", "info", "follows"}


def test_the_raw_difference_is_a_style_here_and_a_line_there(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    marked(MISTAKES, target)
    part = "xl/worksheets/sheet3.xml"
    old, new = entries(MISTAKES)[part].decode(), entries(target)[part].decode()
    added = re.search(r'<legacyDrawing r:id="rId\d+"/>', new)
    assert added
    cell = re.search(r'<c r="H7"[^>]*>', new)
    before = re.search(r'<c r="H7"[^>]*>', old)
    assert cell
    assert before
    assert new.replace(added[0], "").replace(cell[0], before[0]) == old
    styles = entries(target)["xl/styles.xml"].decode()
    plain = re.sub(r' count="\d+"', "", styles)
    rest = re.sub(r' count="\d+"', "", entries(MISTAKES)["xl/styles.xml"].decode())
    for name in ("fills", "borders", "cellXfs"):
        body = re.search(rf"<{name}>(.*)</{name}>", rest, re.DOTALL)
        assert body
        assert f"<{name}>{body[1]}<" in plain
        made = re.search(rf'<{name} count="(\d+)">(.*?)</{name}>', styles, re.DOTALL)
        assert made
        assert int(made[1]) == len(list(ET.fromstring(f"<a>{made[2]}</a>")))


def test_the_first_sheet_sums_up_and_tells_what_nobody_would_meet(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    slasheet.write(example("classic"), tmp_path / "new.xlsx")
    report = marked(tmp_path / "new.xlsx", target)
    assert [(one.name, one.sheet) for one in report.findings] == [("calculated-by-slasheet", "slasheet plan")]
    text = notes(target)["Start", "A1"]
    assert text.startswith(f"{HEADING}\nNOT CALCULATED YET")
    assert report.findings[0].message in text
    stray = replace(report.findings[0], sheet="Gone", cell="C3", message="Somewhere else.")
    nowhere = replace(report.findings[0], sheet=None, cell=None, message="Nowhere at all.")
    slasheet.annotate(tmp_path / "new.xlsx", target, replace(report, findings=(stray, nowhere)))
    text = notes(target)["Start", "A1"]
    assert "Gone!C3: info SLA207" in text
    assert "Somewhere else." in text
    assert "Nowhere at all." in text


def test_notes_speak_the_language_of_the_report(tmp_path: Path) -> None:
    report = marked(MISTAKES, tmp_path / "marked.xlsx", "it")
    found = notes(tmp_path / "marked.xlsx")
    assert told(report, found) == []
    assert "errore SLA102" in found["Revenue target", "H7"]


def test_annotating_the_copy_again_changes_nothing(tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    marked(MISTAKES, once)
    marked(once, twice)
    assert entries(twice) == entries(once)


def test_what_is_mended_loses_its_mark_and_its_note(tmp_path: Path) -> None:
    once, mended, twice = tmp_path / "once.xlsx", tmp_path / "mended.xlsx", tmp_path / "twice.xlsx"
    marked(MISTAKES, once)
    book = openpyxl.load_workbook(once)
    book["Revenue target"]["H7"] = 130_000
    book.save(mended)
    report = marked(mended, twice)
    assert not any((one.sheet, one.cell) == ("Revenue target", "H7") for one in report.findings)
    found = notes(twice)
    assert ("Revenue target", "H7") not in found
    assert told(report, found) == []
    old = opened(MISTAKES)["Revenue target"]["H7"]
    new = opened(twice)["Revenue target"]["H7"]
    assert (new.fill.fgColor.rgb, new.border.top.style) == (old.fill.fgColor.rgb, old.border.top.style)
    assert all(text.count(HEADING) == 1 for text in found.values())


def commented(source: Path, target: Path, *cells: tuple[str, str, str]) -> Path:
    book = openpyxl.load_workbook(source)
    for title, cell, text in cells:
        book[title][cell].comment = Comment(text, "Ana")
    book.save(target)
    return target


def test_notes_that_people_wrote_stay_and_ours_stand_below(tmp_path: Path) -> None:
    theirs = (
        ("Revenue target", "H7", "Ask Finance"),
        ("Revenue target", "E5", "From the board"),
        ("Agreement", "B4", "Yes"),
    )
    source = commented(MISTAKES, tmp_path / "noted.xlsx", *theirs)
    target, again = tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    report = marked(source, target)
    found = notes(target)
    assert told(report, found) == []
    assert found["Revenue target", "H7"].startswith("Ask Finance\n\n" + HEADING)
    assert (found["Revenue target", "E5"], found["Agreement", "B4"]) == ("From the board", "Yes")
    marked(target, again)
    assert notes(again) == found
    for sheet in ("Revenue target", "Agreement"):
        assert boxes(target, sheet) == {cell for title, cell in found if title == sheet}
    book = openpyxl.load_workbook(target)
    book["Revenue target"]["H7"] = 130_000
    book.save(source)
    marked(source, again)
    assert notes(again)["Revenue target", "H7"] == "Ask Finance"


def boxes(path: Path, title: str) -> set[str]:
    """Return the cells whose note has a box in the drawing of a sheet, each once."""
    with zipfile.ZipFile(path) as archive:
        book = opened(path)
        number = book.sheetnames.index(title) + 1
        rels = archive.read(f"xl/worksheets/_rels/sheet{number}.xml.rels").decode()
        sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
        key = re.search(r'legacyDrawing [^>]*?id="(\w+)"', sheet)
        assert key
        line = next(line for line in re.findall("<Relationship [^>]*>", rels) if f'Id="{key[1]}"' in line)
        target = re.search('Target="([^"]+)"', line)
        assert target
        drawing = archive.read(target[1].lstrip("/")).decode()
    ids = re.findall('id="(_x0000_s[0-9]+)"', drawing)
    assert len(set(ids)) == len(ids)
    cells = [
        openpyxl.utils.get_column_letter(int(col) + 1) + str(int(row) + 1)
        for row, col in re.findall(r"Row>(\d+)</\w+:Row><\w+:Column>(\d+)<", drawing)
    ]
    assert len(set(cells)) == len(cells)
    return set(cells)


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = r"xl/worksheets/sheet\d+\.xml"
MAIN = rf"xl/(workbook|styles|sharedStrings)\.xml|{SHEETS}"


def prefixed(text: str) -> str:
    """Give every element of a part the prefix x."""
    text = re.sub(r"<(/?)([A-Za-z0-9]+)(?=[\s/>])", r"<\1x:\2", text)
    return text.replace(" xmlns=", " xmlns:x=")


def unaddressed(text: str) -> str:
    """Take the address of every cell and row away that stands right behind another."""
    last = (0, 0)

    def shortened(match: re.Match[str]) -> str:
        nonlocal last
        if match[1] == "row":
            here = int(match[3]), 0
            known = here[0] == last[0] + 1
        else:
            here = openpyxl.utils.cell.coordinate_to_tuple(match[3])
            known = here == (last[0], last[1] + 1)
        last = here
        return f"<{match[1]}{match[2]}" if known else match[0]

    return re.sub(r'<(row|c)\b([^>]*?) r="([A-Z]*\d+)"', shortened, text)


VARIANTS: dict[str, Parts] = {
    "a prefix": {MAIN: prefixed},
    "no addresses": {SHEETS: unaddressed},
    "single quotes": {SHEETS: lambda text: re.sub(r'<c r="(\w+)" s="(\d+)"', r"<c r='\1' s = '\2'", text)},
    "rooted targets": {r"xl/_rels/workbook\.xml\.rels": lambda text: re.sub('Target="(?=[sw])', 'Target="/xl/', text)},
    "a drawing that is gone": {SHEETS: lambda text: text.replace("</worksheet>", f'<legacyDrawing xmlns:q="{RELATIONS}" q:id="rId77"/></worksheet>')},
    "an extension at the end": {SHEETS: lambda text: text.replace("</worksheet>", '<tableParts count="0"/><extLst/></worksheet>')},
}  # fmt: skip


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook as slasheet writes it, every address and every cell stated, with mistakes in it."""
    folder = tmp_path_factory.mktemp("broken")
    slasheet.write(example("persona"), folder / "new.xlsx")
    book = openpyxl.load_workbook(folder / "new.xlsx")
    book["Revenue target"]["H7"] = "about 130k"
    book["Marketing share"]["H6"] = 45
    book["Close rates"]["F8"] = "Maketing"
    book.save(folder / "broken.xlsx")
    return folder / "broken.xlsx"


@pytest.mark.parametrize("variant", VARIANTS)
def test_files_that_other_programs_write(variant: str, broken: Path, tmp_path: Path) -> None:
    changes = dict(VARIANTS[variant])
    source = rewritten(broken, tmp_path / "source.xlsx", changes)
    target = tmp_path / "marked.xlsx"
    report = marked(source, target)
    found = notes(target)
    assert len(report.findings) > 2
    assert told(report, found) == []
    assert colours(target, "Revenue target", "H7") == argb("error")
    assert boxes(target, "Revenue target") == {cell for title, cell in found if title == "Revenue target"}
    again = tmp_path / "again.xlsx"
    slasheet.annotate(target, again, report)
    assert entries(again) == entries(target)
    order = [re.sub(r"^\{.*\}", "", child.tag) for child in ET.fromstring(entries(target)["xl/worksheets/sheet3.xml"])]
    after = ("tableParts", "extLst", "legacyDrawingHF", "controls")
    assert order.count("legacyDrawing") == 1
    assert not any(name in after for name in order[: order.index("legacyDrawing")])
    assert order.index("legacyDrawing") > order.index("pageMargins")


def test_a_workbook_without_styles_gets_some(broken: Path, tmp_path: Path) -> None:
    plain: dict[str, Callable[[str], str]] = {
        r"xl/styles\.xml": lambda _text: "",
        r"xl/_rels/workbook\.xml\.rels": lambda text: re.sub('<Relationship [^>]*/styles"[^>]*>', "", text),
        SHEETS: lambda text: re.sub(
            r' s="\d+"| style="\d+"|<conditionalFormatting.*</conditionalFormatting>', "", text
        ),
    }
    source, target = rewritten(broken, tmp_path / "plain.xlsx", plain), tmp_path / "marked.xlsx"
    slasheet.annotate(source, target, slasheet.check(broken))
    assert colours(target, "Revenue target", "H7") == argb("error")
    declared = [node.attrib.get("PartName") for node in ET.fromstring(entries(target)["[Content_Types].xml"])]
    assert declared.count("/xl/styles.xml") == 1


def grid(text: str) -> str:
    return f'<worksheet xmlns="m" xmlns:r="r">{text}</worksheet>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheetData/>", '<sheetData><row r="2"><c r="B2" s="7"/></row></sheetData>'),
        ('<sheetData><row r="2"/></sheetData>', '<sheetData><row r="2"><c r="B2" s="7"/></row></sheetData>'),
        (
            '<sheetData><row r="1"><c r="A1"/></row><row r="3"/></sheetData>',
            '<sheetData><row r="1"><c r="A1"/></row><row r="2"><c r="B2" s="7"/></row><row r="3"/></sheetData>',
        ),
        (
            '<dimension ref="A1"/><sheetData><row r="2" spans="3:4"><c r="C2"><v>1</v></c></row></sheetData>',
            '<dimension ref="A1:B2"/><sheetData><row r="2" spans="2:4"><c r="B2" s="7"/><c r="C2"><v>1</v></c></row></sheetData>',
        ),
        (
            "<sheetData><row/><row><c/><c t='s' s='3'><v>0</v></c></row></sheetData>",
            "<sheetData><row/><row><c/><c t='s' s=\"7\"><v>0</v></c></row></sheetData>",
        ),
        (
            '<sheetData><row r="2"><c r="A2"/></row></sheetData>',
            '<sheetData><row r="2"><c r="A2"/><c r="B2" s="7"/></row></sheetData>',
        ),
    ],
)
def test_a_cell_that_is_not_there_is_put_in_its_place(before: str, after: str) -> None:
    sheet = scanned(grid(before).encode(), [(1, 1)], ())
    assert restyled(sheet, {(1, 1): 7}, []).decode() == grid(after)


def test_a_blank_cell_has_the_style_of_its_row_or_column() -> None:
    cols = '<cols><col min="2" max="3" width="9" style="4"/></cols>'
    rows = '<sheetData><row r="2" s="5" customFormat="1"/><row r="3"/></sheetData>'
    sheet = scanned(grid(cols + rows).encode(), [(1, 1), (2, 1), (2, 4)], ())
    assert [sheet.style_of(*spot) for spot in ((1, 1), (2, 1), (2, 4))] == [(5, None), (4, None), (0, None)]


def test_a_conversation_is_left_alone_and_its_finding_is_told_on_the_first_sheet(tmp_path: Path) -> None:
    source = commented(MISTAKES, tmp_path / "noted.xlsx", ("Revenue target", "H7", "[Threaded comment]"))
    talk = {"xl/comments/comment1.xml": lambda text: text.replace("Ana", "tc={0B1C}")}
    source = rewritten(source, tmp_path / "talk.xlsx", talk)
    target = tmp_path / "marked.xlsx"
    marked(source, target)
    found = notes(target)
    assert found["Revenue target", "H7"] == "[Threaded comment]"
    assert "Revenue target!H7: error SLA102" in found["Start", "A1"]
    assert colours(target, "Revenue target", "H7") == argb("error")
    assert conversations(entries(source)["xl/comments/comment1.xml"]) == {(6, 7)}


def test_what_a_note_says_is_text_and_nothing_else(tmp_path: Path) -> None:
    report = slasheet.check(MISTAKES)
    nasty = "=1+1 \x1b[31m\0\x07\ud800 \u202e <b>&amp;]]> " + "long " * 10_000
    shouted = replace(report.findings[0], message=nasty)
    target = tmp_path / "marked.xlsx"
    slasheet.annotate(MISTAKES, target, replace(report, findings=(shouted,)))
    text = notes(target)["Revenue target", "H7"]
    assert r"=1+1 \x1b[31m\x00\x07\ud800 \u202e <b>&amp;]]> long" in text
    assert 32_000 < len(text) <= 32_767
    assert text.endswith("…")


def test_formulas_and_values_stay_as_they_are(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    marked(MISTAKES, target)
    pattern = re.compile(r"<f[ >].*?</f>|<v>.*?</v>")
    for name, data in entries(MISTAKES).items():
        if "worksheets/sheet" in name:
            assert pattern.findall(data.decode()) == pattern.findall(entries(target)[name].decode())


def test_strict_files_keep_to_their_own_names() -> None:
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = f'<x:comments xmlns:x="{main}"><x:authors/><x:commentList/></x:comments>'.encode()
    written = annotated(data, {(2, 1): (Line(HEADING, strong=True), Line("Ünder"))})
    root = ET.fromstring(written.data)
    assert [author.text for author in root.iter(f"{{{main}}}author")] == ["slasheet"]
    assert "".join(text.text or "" for text in root.iter(f"{{{main}}}t")) == f"{HEADING}\nÜnder"


def test_other_shapes_of_a_drawing_stay() -> None:
    button = b'<v:shape id="_x0000_s5001"><v:textbox><br>Go</v:textbox><x:ClientData ObjectType="Button"/></v:shape>'
    old = empty_drawing(3).replace(b"</xml>", button + b"</xml>")
    sheet = scanned(grid("<sheetData/>").encode(), (), ())
    new = drawn(old, sheet, {(4, 2): "Look here"}, ())
    assert new.startswith(old.removesuffix(b"</xml>"))
    assert b'id="_x0000_s5002"' in new
    assert drawn(new, sheet, {}, [(4, 2)]).count(b"<v:shape ") == 1


def test_parts_that_can_t_be_edited_are_refused() -> None:
    for data in (
        "<a/>".encode("utf-16"),
        b"<!DOCTYPE a><a/>",
        '<?xml version="1.0" encoding="utf-16le"?><a/>'.encode("utf-16-le"),
    ):
        with pytest.raises(UnfitError):
            parsed(data)


def test_styles_without_sections_get_them_where_the_schema_wants_them() -> None:
    marks = Marks(b'<styleSheet xmlns="m"><fonts/><cellStyles/></styleSheet>')
    number = marks.marked(3, "error")
    root = ET.fromstring(marks.written())
    assert [re.sub("^{m}", "", child.tag) for child in root] == ["fonts", "fills", "borders", "cellXfs", "cellStyles"]
    look = root[3][number]
    assert root[1][int(look.attrib["fillId"])][0].attrib["patternType"] == "solid"
    assert len(root[2][int(look.attrib["borderId"])]) == 5


def test_what_is_not_ours_or_can_t_be_written_gives_one_line(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(FileError, match="not a workbook of slasheet"):
        slasheet.annotate(tmp_path / "other.xlsx", tmp_path / "marked.xlsx")
    shutil.copy(MISTAKES, tmp_path / "mine.xlsx")
    (tmp_path / "link.xlsx").symlink_to("mine.xlsx")
    (tmp_path / "hard.xlsx").hardlink_to(tmp_path / "mine.xlsx")
    for out in ("mine.xlsx", "link.xlsx", "hard.xlsx"):
        with pytest.raises(FileError, match="never overwritten"):
            slasheet.annotate(tmp_path / "mine.xlsx", tmp_path / out)
    (tmp_path / "mine.ods").write_bytes(b"")
    with pytest.raises(FileError, match=r"only an \.xlsx workbook"):
        slasheet.annotate(tmp_path / "mine.ods", tmp_path / "marked.xlsx", slasheet.check(MISTAKES))
    wide = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(wide, "w") as copy:
        for name, data in entries(MISTAKES).items():
            text = data.decode().replace("UTF-8", "UTF-16") if name == "xl/styles.xml" else ""
            copy.writestr(name, text.encode("utf-16") if text else data)
    with pytest.raises(FileError, match=r"wide.xlsx: can't be annotated \(is written in UTF-16\)"):
        slasheet.annotate(wide, tmp_path / "marked.xlsx")
    assert not (tmp_path / "marked.xlsx").exists()


@pytest.mark.engine
def test_libreoffice_shows_the_notes_and_keeps_them(tmp_path: Path) -> None:
    source = commented(MISTAKES, tmp_path / "noted.xlsx", ("Revenue target", "H7", "Ask Finance"))
    reports = [marked(path, tmp_path / f"m{number}.xlsx") for number, path in enumerate([MISTAKES, source])]
    targets = [tmp_path / f"m{number}.xlsx" for number in range(len(reports))]
    saved = libreoffice_recalculate(targets, tmp_path / "saved")
    for report, before, after in zip(reports, targets, saved, strict=True):
        found = notes(after)
        # LibreOffice writes no author and no blank line at the beginning of a run; the words are the same.
        assert found.keys() == notes(before).keys()
        assert {place: text.split() for place, text in found.items()} == {
            place: text.split() for place, text in notes(before).items()
        }
        assert told(report, found) == []
    again = tmp_path / "again.xlsx"
    marked(saved[-1], again)
    assert {text.count(HEADING) for text in notes(again).values()} == {1}
    assert notes(again).keys() == notes(saved[-1]).keys() - {("slasheet plan", "B1")}
    assert colours(again, "Revenue target", "H7") == argb("error")
