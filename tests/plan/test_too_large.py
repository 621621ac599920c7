"""Plans and plan files that are larger, deeper or longer than any are refused at once, in one line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from slasheet import Channel, Plan, parse_plan
from slasheet.cli.main import cli
from slasheet.plan.file.plan_file import load_plan, to_toml
from slasheet.plan.most import MOST_CELLS, cells_of
from slasheet.texts.findings import FileError, PlanError
from slasheet.texts.labels import label_fault
from tests.helpers.hostile_plans import PLAN_FILES, plan_of

MOST_SECONDS = 5


@pytest.mark.parametrize("case", PLAN_FILES)
def test_a_hostile_plan_file_gets_one_line_soon(case: str, tmp_path: Path) -> None:
    make, words = PLAN_FILES[case]
    (tmp_path / "plan.toml").write_text(make(), encoding="utf-8")
    began = time.process_time()
    done = CliRunner().invoke(cli, ["new", str(tmp_path / "plan.toml"), "-o", str(tmp_path / "a.xlsx")])
    assert time.process_time() - began < MOST_SECONDS
    assert done.exit_code == 2, done.exception
    assert words in done.stderr
    assert len(done.stderr) < 300_000
    assert not (tmp_path / "a.xlsx").exists()


def test_the_cells_are_counted_from_the_axes_and_the_largest_benchmark_has_room() -> None:
    plan = Plan(regions=("A", "B"), channels=(Channel("Web"),), months=2)
    more = Plan(regions=("A", "B"), channels=(Channel("Web"),), months=3)
    assert 0 < cells_of(plan) < cells_of(more)
    large = Plan(
        regions=tuple(f"Region {n}" for n in range(200)), channels=tuple(Channel(f"Channel {n}") for n in range(50))
    )
    assert 2_000_000 < cells_of(large) < MOST_CELLS


def test_a_plan_that_is_too_large_tells_its_number_and_the_limit() -> None:
    with pytest.raises(PlanError) as caught:
        parse_plan(plan_of(1_000, 1_000), "plan.toml")
    (told,) = caught.value.findings
    assert told.code == "SLA018"
    assert told.found > told.expected == MOST_CELLS
    line = str(caught.value)
    assert line.startswith("plan.toml: The plan has 225,")
    assert "1,000 regions, 1,000 channels, 12 months), more than the 3,000,000" in line
    assert "\n" not in line


def test_the_options_of_new_and_update_multiply_no_further(tmp_path: Path) -> None:
    names = [word for n in range(9_999) for word in ("--region", f"R{n}")]
    done = CliRunner().invoke(cli, ["new", "-o", str(tmp_path / "a.xlsx"), *names])
    assert done.exit_code == 2
    assert "options: The plan has" in done.stderr


def test_a_text_of_dots_and_brackets_within_quotes_is_not_deep() -> None:
    title = "[" * 50 + "a." * 30 + "'''"
    text = f'title = "{title}" # {"[." * 50}\n[regions]\nnames = ["A"]\n[[channels]]\nname = "Web"\n'
    assert parse_plan(text).title == title
    assert parse_plan(text.replace(f'"{title}"', f'"""{title}"""')).title == title


def test_what_could_not_be_read_back_is_not_written() -> None:
    rows = [(46_000.0 + n % 300, "Region 1", "Channel 1", float(n), None, None, None, None) for n in range(60_000)]
    with pytest.raises(FileError, match="more than 5 MB as TOML"):
        to_toml(Plan().with_log(rows))
    small = Plan().with_log(rows[:2_000])
    assert parse_plan(to_toml(small)).log == small.log


@pytest.mark.parametrize(
    "text",
    ["#N/A", "#n/a", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "Err:508", "#GETTING_DATA"],
)
def test_an_error_value_is_no_label(text: str, tmp_path: Path) -> None:
    fault = label_fault(text)
    assert fault is not None
    assert "error value" in fault[0]
    (tmp_path / "plan.toml").write_text(plan_of(2, 1).replace("R1", text), encoding="utf-8")
    with pytest.raises(PlanError, match="is an error value") as caught:
        load_plan(tmp_path / "plan.toml")
    assert [found.code for found in caught.value.findings] == ["SLA014"]


@pytest.mark.parametrize("text", ["#1 team", "No. #N/A", "C#", "Err", "#hash"])
def test_what_only_looks_like_one_is_a_label(text: str) -> None:
    assert label_fault(text) is None
