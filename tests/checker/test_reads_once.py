"""A check takes the straight way: the hidden plan is decoded once, and no Plan is built that nobody needs.

Counted, not timed: a count says the same on every machine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from slasheet.checker.checker import check
from slasheet.cli.main import cli
from slasheet.plan.plan import Plan
from tests.helpers.places import SAMPLES


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often a hidden plan is decoded and a Plan is built from here on."""
    counter: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*args: object, **kwargs: object) -> object:
            counter[name] += 1
            return function(*args, **kwargs)

        return wrapper

    monkeypatch.setattr(json, "loads", counted("decoded", json.loads))
    monkeypatch.setattr(Plan, "__post_init__", counted("plans", Plan.__post_init__))
    return counter


@pytest.mark.parametrize(
    "sample", ["classic_filled.xlsx", "classic_renamed.xlsx", "persona_in_thai.xlsx", "pipeline_half_filled.xlsx"]
)
def test_a_check_decodes_the_hidden_plan_once_and_builds_it_as_written_and_as_it_stands(
    sample: str, counts: Counter[str]
) -> None:
    check(SAMPLES / sample)
    assert counts == {"decoded": 1, "plans": 2}


def test_explaining_a_cell_reads_its_workbook_once(counts: Counter[str]) -> None:
    result = CliRunner().invoke(cli, ["explain", "leads_due", str(SAMPLES / "persona_with_mistakes.xlsx")])
    assert result.exit_code == 0
    assert " errors in " in result.output
    assert counts["decoded"] == 1
