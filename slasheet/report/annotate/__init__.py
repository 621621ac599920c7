"""From a workbook and what `check` found in it to a copy in which every finding marks its cell and is explained in a note.

The workbook is never opened and saved as a whole: a few bytes of the XML in it are exchanged, everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.parsers.expat import ExpatError

from slasheet.report.annotate.marks import Marks, empty_styles
from slasheet.report.annotate.note_boxes import drawn, empty_drawing
from slasheet.report.annotate.notes import annotated, conversations, empty_notes
from slasheet.report.annotate.parts import STRICT, TRANSITIONAL, Package, prefix_for_relations
from slasheet.report.annotate.parts import Sheet as Listed
from slasheet.report.annotate.placing import HEADING, Place, Sheet, placed
from slasheet.report.annotate.restyle import restyled
from slasheet.report.annotate.tags import Worksheet, scanned
from slasheet.report.annotate.xml_spans import Splice, UnfitError, prefix_of, tag_at, with_attributes
from slasheet.report.report import Report
from slasheet.spreadsheet.files import atomic_write, output_differs
from slasheet.spreadsheet.zip.archive import ODS_SUFFIXES
from slasheet.texts.findings import FileError
from slasheet.texts.languages import speaking

_MAIN = {
    False: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    True: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NOTES, _STYLES = f"{_SPREADSHEET}.comments+xml", f"{_SPREADSHEET}.styles+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: What keeps a file from being edited in place, though it could be read.
_UNFIT = (ExpatError, LookupError, ValueError, RecursionError)


def typed_above(note: str) -> str:
    """Return what somebody typed into a note, above what an annotated copy says in it."""
    return f"\n{note}\n".partition(f"\n{HEADING}\n")[0].strip()


def annotate(path: Path, out: Path, report: Report) -> None:
    """Write a copy of a workbook with what was found in it; the workbook itself is only read.

    Raises FileError when the workbook can't be edited in place, is not ours, or the copy can't be written.
    """
    output_differs(path, out)
    if path.suffix.lower() in ODS_SUFFIXES:
        message = f"{path}: only an .xlsx workbook can be annotated; save it as .xlsx first."
        raise FileError(message)
    if is_not_ours(report):
        message = f"{path}: is not a workbook of slasheet, so there is nothing to annotate."
        raise FileError(message)
    with atomic_write(out) as draft:
        try:
            with speaking(report.language):
                package = Package(path)
                _edit(package, report)
            package.save(draft)
        except _UNFIT as error:
            message = (
                f"{path}: can't be annotated ({error}); open it in a spreadsheet program, save it again and retry."
            )
            raise FileError(message) from error


def is_not_ours(report: Report) -> bool:
    """Return whether a report is about a workbook that slasheet has not written."""
    return report.plan is None and any(found.name == "not-ours" for found in report.findings)


def _edit(package: Package, report: Report) -> None:
    """Mark and note on every sheet what belongs there, and take away what an earlier check left."""
    talks = {sheet.title: talk for sheet in package.sheets if (talk := _conversations(package, sheet))}
    hidden = {sheet.title for sheet in package.sheets if not sheet.visible}
    plan = placed(report, [sheet.title for sheet in package.sheets], hidden, talks)
    styles = _styles(package)
    marks = Marks(package.read(styles) if styles else empty_styles(_MAIN[package.strict]))
    for number, sheet in enumerate(package.sheets, 1):
        what = plan[sheet.title]
        if what.marks or what.notes or marks.known or package.related(sheet.part, "comments"):
            _edit_sheet(package, sheet, what, marks, number)
    if marks.new_looks:
        if not styles:
            # The name that every program looks for.
            styles = package.free("xl/styles{}.xml") if package.has("xl/styles.xml") else "xl/styles.xml"
            package.relate(package.workbook, "styles", styles)
            package.declare(styles, _STYLES)
        package.write(styles, marks.written())


def _styles(package: Package) -> str:
    found = [relation.target for relation in package.related(package.workbook, "styles")]
    return found[0] if found and package.has(found[0]) else ""


def _conversations(package: Package, sheet: Listed) -> set[Place]:
    found = set()
    for relation in package.related(sheet.part, "comments"):
        if package.has(relation.target):
            found |= conversations(package.read(relation.target))
    return found


def _edit_sheet(package: Package, sheet: Listed, what: Sheet, marks: Marks, number: int) -> None:
    data = package.read(sheet.part)
    seen = scanned(data, what.marks, marks.known)
    more = _edit_notes(package, sheet, what, seen, number)
    changed = restyled(seen, _restyle(seen, what.marks, marks), more)
    if changed != data:
        package.write(sheet.part, changed)


def _restyle(seen: Worksheet, wanted: Mapping[Place, str], marks: Marks) -> dict[Place, int]:
    """Return the new style of every cell that gets a mark, or loses one."""
    new = {}
    for spot in {*wanted, *seen.marked}:
        style, kind = seen.style_of(*spot)[0], wanted.get(spot)
        if kind is None or marks.known.get(style) != kind:
            plain = marks.unmarked(style, seen.near(spot[0]))
            new[spot] = marks.marked(plain, kind) if kind else plain
    return new


def _edit_notes(package: Package, sheet: Listed, what: Sheet, seen: Worksheet, number: int) -> list[Splice]:
    """Put the notes of a sheet in, and return what changes in the sheet itself: it names the drawing with their boxes."""
    known = [relation.target for relation in package.related(sheet.part, "comments") if package.has(relation.target)]
    if not what.notes and not known:
        return []
    part = known[0] if known else package.free("xl/comments{}.xml")
    old = package.read(part) if known else empty_notes(_MAIN[package.strict])
    written = annotated(old, what.notes)
    if written.data == old:
        return []
    package.write(part, written.data)
    if not known:
        package.relate(sheet.part, "comments", part)
        package.declare(part, _NOTES)
    drawings = {relation.key: relation.target for relation in package.related(sheet.part, "vmlDrawing")}
    drawing = drawings.get(seen.drawing[1]) if seen.drawing else None
    if drawing is not None and package.has(drawing):
        package.write(drawing, drawn(package.read(drawing), seen, written.boxes, written.gone))
        return []
    drawing = package.free("xl/drawings/vmlDrawing{}.vml")
    # Counted from a number that no drawing of the workbook's own is likely to have.
    package.write(drawing, drawn(empty_drawing(100 + number), seen, written.boxes, ()))
    package.declare(drawing, _DRAWING)
    key = package.relate(sheet.part, "vmlDrawing", drawing)
    return [_named(seen, key, strict=package.strict)]


def _named(seen: Worksheet, key: str, *, strict: bool) -> Splice:
    """Return what lets a sheet name the drawing of its notes."""
    prefix = prefix_for_relations(seen.data)
    if seen.drawing:
        tag = tag_at(seen.data, seen.drawing[0])
        ids = [name for name in tag.split() if b":id" in name]
        if not ids:
            raise UnfitError("has a drawing that is nowhere")
        own = ids[0].split(b"=")[0].decode()
        return Splice(seen.drawing[0], seen.drawing[0] + len(tag), with_attributes(tag, **{own: key}))
    declared = "" if prefix else f' xmlns:r="{STRICT if strict else TRANSITIONAL}"'
    new = f'<{prefix_of(seen.data)}legacyDrawing{declared} {prefix or "r"}:id="{key}"/>'
    return Splice(seen.tail, seen.tail, new.encode())
