"""What every reader needs of a sheet: contrast, one typeface, labels that are not cut off."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from slasheet import write
from slasheet.plan.templates import TEMPLATES, example
from slasheet.texts.languages import LANGUAGES
from slasheet.writer import styles

pytestmark = pytest.mark.slow

#: WCAG 2.1, level AA, for text of ordinary size.
_ENOUGH = 4.5
_WHITE = "FFFFFFFF"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour `AARRGGBB`, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (2, 4, 6)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, paper: str) -> float:
    """Return how much a text stands out, from 1 (not at all) to 21 (black on white)."""
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("FF000000", _WHITE) == pytest.approx(21)
    assert contrast("FF777777", _WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[Worksheet]:
    """Return the sheets of every template."""
    folder = tmp_path_factory.mktemp("looks")
    found = []
    for name in TEMPLATES:
        write(example(name), folder / f"{name}.xlsx")
        found += [sheet for sheet in openpyxl.load_workbook(folder / f"{name}.xlsx") if sheet.sheet_state == "visible"]
    return found


def paper(fill: openpyxl.styles.PatternFill) -> str:
    return str(fill.fgColor.rgb) if fill.fill_type == "solid" else _WHITE


def test_every_text_stands_out_from_its_paper(sheets: list[Worksheet]) -> None:
    seen = {
        (str(cell.font.color.rgb), paper(cell.fill))
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    for sheet in sheets:
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                filled = rule.dxf.fill.bgColor.rgb if rule.dxf.fill else _WHITE
                seen.add((rule.dxf.font.color.rgb, filled))
    assert len(seen) > 8
    assert {pair: round(contrast(*pair), 2) for pair in seen if contrast(*pair) < _ENOUGH} == {}


def test_every_ink_stands_out_from_the_paper_of_a_mark() -> None:
    inks = {
        styles.INK,
        styles.MUTED,
        styles.NAVY,
        styles.INPUT_INK,
        *(ink for ink, _paper in styles.STATUS_COLOURS.values()),
    }
    papers = {paper for _line, _colour, paper in styles.MARKS.values() if paper}
    weak = {(ink, paper) for ink in inks for paper in papers if contrast("FF" + ink[1:], "FF" + paper[1:]) < _ENOUGH}
    assert (len(papers), weak) == (3, set())


def test_there_is_one_typeface(sheets: list[Worksheet]) -> None:
    assert {
        cell.font.name for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    } == {"Calibri"}


def wide(text: str) -> int:
    """Return how many characters wide a text is; Thai vowels above and below a letter take no room."""
    return sum(unicodedata.category(sign) != "Mn" for sign in text)


def cut_off(sheet: Worksheet) -> list[tuple[str, str]]:
    """Return the cells whose text runs into a neighbour that holds something, with the text."""
    found = []
    widths = {}
    for letter, about in sheet.column_dimensions.items():
        first = openpyxl.utils.column_index_from_string(letter)
        for col in range(first, min(about.max, sheet.max_column) + 1):
            widths[col] = about.width
    for row in sheet.iter_rows():
        for cell, beside in itertools.pairwise(row):
            text = cell.value
            if not isinstance(text, str):
                continue
            if cell.alignment.wrap_text and any("\u0e00" <= sign <= "\u0e7f" for sign in text):
                # Thai is written without spaces; programs know where its words end.
                continue
            if cell.alignment.wrap_text:
                text = max(text.split(), key=wide, default="")
            elif beside.value is None:
                continue
            if wide(text) > 1.2 * widths.get(cell.column, 8.43):
                found.append((cell.coordinate, text))
    return found


@pytest.mark.parametrize(
    ("template", "language"),
    [*(("classic", language) for language in LANGUAGES), ("funnel", "th"), ("pipeline", "es"), ("persona", "it")],
)
def test_no_label_is_cut_off_in_any_language(template: str, language: str, tmp_path: Path) -> None:
    write(example(template, language), tmp_path / "book.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True):
        if sheet.sheet_state == "visible":
            assert cut_off(sheet) == [], sheet.title
