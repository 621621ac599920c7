"""A number that stands in no table is told, however far off it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import slasheet
from slasheet.plan.templates import example

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("sheet", "cells", "named"),
    [
        ("Deal size", ["H300"], "H300"),
        ("Revenue target", ["ZZ6"], "ZZ6"),
        ("Lead log", ["K5"], "K5"),
        ("Start", ["J40"], "J40"),
        ("SLA totals", ["B900", "C900", "D900", "E900"], "B900, C900, D900, …"),
    ],
)
def test_a_number_in_no_table_is_told(sheet: str, cells: list[str], named: str, tmp_path: Path) -> None:
    slasheet.write(example("persona"), tmp_path / "sla.xlsx")
    book = load_workbook(tmp_path / "sla.xlsx")
    for cell in cells:
        book[sheet][cell] = 4711
    book.save(tmp_path / "sla.xlsx")
    found = [each for each in slasheet.check(tmp_path / "sla.xlsx").findings if each.name == "number-outside"]
    assert [(each.sheet, each.cell, each.found) for each in found] == [(sheet, cells[0], 4711)]
    assert f"({named})" in found[0].message


@pytest.mark.parametrize("name", ["classic", "funnel", "pipeline", "persona"])
@pytest.mark.parametrize("language", ["en", "th"])
def test_a_workbook_as_it_was_written_has_none(name: str, language: str, tmp_path: Path) -> None:
    from dataclasses import replace

    slasheet.write(replace(example(name), language=language), tmp_path / "sla.xlsx")
    assert "number-outside" not in [found.name for found in slasheet.check(tmp_path / "sla.xlsx").findings]
