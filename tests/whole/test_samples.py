"""Workbooks that a real program saved, each with the report that must come of it; and the main job, done anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples.make import FOLDER, told, typed
from slasheet.checker.checker import check, read
from slasheet.plan.file.plan_file import parse_plan, to_toml
from slasheet.plan.plan import Plan
from slasheet.plan.templates import TEMPLATES, blank, example
from slasheet.writer.workbook import write
from tests.helpers.engines import Edit, libreoffice_fill

SAMPLES = sorted(FOLDER.glob("*.xlsx"))
ODS_SAMPLES = sorted(FOLDER.glob("*.ods"))


@pytest.mark.parametrize("sample", [*SAMPLES, *ODS_SAMPLES], ids=lambda path: path.stem)
def test_the_report_of_a_sample_is_the_one_beside_it(sample: Path) -> None:
    expected = json.loads(sample.with_suffix(".report.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(told(check(sample)))) == expected


def test_there_are_samples_of_every_template_and_both_formats() -> None:
    names = " ".join(path.stem for path in SAMPLES)
    assert all(template in names for template in TEMPLATES)
    assert "ods" in names


@pytest.mark.engine
def test_a_blank_workbook_filled_and_saved_by_libreoffice_is_read_back_and_proved(tmp_path: Path) -> None:
    edits, plans = [], {}
    for name in ("classic", "funnel"):
        for via_ods in (name == "funnel",):
            source, target = tmp_path / f"{name}.xlsx", tmp_path / f"{name}-{via_ods}.xlsx"
            write(blank(example(name)), source)
            edits.append(Edit(source, target, typed(example(name)), via_ods))
            plans[target] = example(name)
    libreoffice_fill(edits)
    for target, plan in plans.items():
        report = check(target)
        assert report.calculated, target.name
        assert [f for f in report.findings if f.severity != "info"] == [], target.name
        assert same_plan(read(target), plan), target.name
        assert parse_plan(to_toml(read(target))) == read(target)


def same_plan(found: Plan, expected: Plan) -> bool:
    """Return whether two plans are the same but for what LibreOffice loses: digits after the fifteenth."""
    if found.settings() != expected.settings():
        return False
    return all(
        cell == other or (isinstance(cell, float) and cell == pytest.approx(other, rel=1e-14))
        for name in expected.inputs
        for cell, other in zip(found.inputs[name], expected.inputs[name], strict=True)
    )
