"""What the reader of cells makes of values, names and files, beside what the findings already show."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from slasheet.checker.checker import check
from slasheet.spreadsheet.book import Area, ErrorValue, parse_area
from slasheet.spreadsheet.load import load_book
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_fault
from tests.helpers.xlsx_packages import SHEET, package, table
from tests.whole.test_samples import SAMPLES


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("'Deal size'!$E$5:$G$5", Area("Deal size", 4, 4, 4, 6)),
        ("Funnel!$E$5", Area("Funnel", 4, 4, 4, 4)),
        ("'It''s'!E5:AA10", Area("It's", 4, 4, 9, 26)),
        ("Funnel!$G$9:$E$5", Area("Funnel", 4, 4, 8, 6)),
        ("#REF!", None),
        ("Funnel!#REF!", None),
        ("A!$E$5,B!$E$6", None),
        ("1+1", None),
    ],
)
def test_a_name_is_one_rectangle_or_none(text: str, area: Area | None) -> None:
    assert parse_area(text) == area


def test_values_come_as_they_are_stored(tmp_path: Path) -> None:
    book = Workbook()
    values = (1, 2.5, "text", True, "#N/A", datetime(2027, 1, 1), date(2027, 1, 1), time(12), timedelta(hours=6), None)  # noqa: DTZ001 - cells know no time zones
    for row, value in enumerate(values, start=1):
        book.active.cell(row, 1, value)
    book.save(tmp_path / "values.xlsx")
    cells = load_book(tmp_path / "values.xlsx").sheets["Sheet"]
    found = [cells[row, 0].value for row in range(9)]
    assert found == [1, 2.5, "text", True, "#N/A", 46388, 46388, 0.5, 0.25]
    assert isinstance(found[4], ErrorValue)
    assert (9, 0) not in cells


def test_a_file_with_a_few_bits_turned_ends_in_a_report_or_in_one_line(tmp_path: Path) -> None:
    whole = SAMPLES[-1].read_bytes()
    drawn = random.Random(5)  # noqa: S311
    said = []
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[drawn.randrange(len(damaged))] ^= 1 << drawn.randrange(8)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(damaged)
        try:
            check(path)
        except FileError as error:
            said.append(str(error))
    assert len(said) > 30
    assert not [line for line in said if "\n" in line]


@pytest.mark.parametrize(
    "label",
    [
        "",
        "  ",
        " EMEA",
        "EMEA ",
        "A*",
        "Who?",
        "~A",
        "<5",
        ">5",
        "=A",
        "+A",
        "-A",
        "@A",
        "2027",
        "1,5",
        "1/2",
        "1e5",
        "$5",
        "(3)",
        "Jan 2027",
        "1 Jan 2027",
        "Mar-27",
        "10 AM",
        "9:30",
        "TRUE",
        "a\nb",
        "\udcff",
        "x" * 61,
    ],
)
def test_a_label_that_sums_would_misread_is_refused(label: str) -> None:
    assert label_fault(label) is not None


@pytest.mark.parametrize(
    "label",
    [
        "EMEA",
        "D/A/CH",
        "Q&A 'team'",
        'R&D "lab"',
        "São Paulo",
        "ไทย",
        "Region 1",
        "A - B",
        "3rd party",
        "March Madness",
        "March",
        "Mayor",
        "4 am Club",
        "10 Minutes",
        "Q1 launch",
        "x" * 60,
    ],
)
def test_a_usual_label_is_taken(label: str) -> None:
    assert label_fault(label) is None


def test_formats_worth_telling_come_of_plain_rows_and_of_others(tmp_path: Path) -> None:
    plain = '<c r="A1" s="1"><v>45789</v></c><c r="B1"><v>5</v></c><c r="C1" s="2"><v>1</v></c><c r="D1" s="1"/>'
    other = '<c s="1"><v>45789</v></c><c r="C2" s="2"><f t="array">1</f><v>1</v></c>'
    rows = f'<row r="1">{plain}</row><row r="2">{other}</row>'
    book = load_book(package(tmp_path / "a.xlsx", {SHEET: table(rows)}))
    assert dict(book.formats["One"]) == {
        (0, 0): "yyyy-mm-dd", (0, 2): "[h]:mm", (1, 0): "yyyy-mm-dd", (1, 2): "[h]:mm",
    }  # fmt: skip
