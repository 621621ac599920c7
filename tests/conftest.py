"""Tests marked `engine` need LibreOffice: in CI they must run, elsewhere they are left out, and that is said.

Tests of whole folders are marked `slow` here, others where they stand.
"""

from __future__ import annotations

import gc
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from slasheet.plan.templates import example, filled
from slasheet.writer.workbook import write

# Workbooks take longer than a unit of arithmetic. In CI the drawn plans are always the same, so that a run can be repeated;
# everywhere else they are new ones each time.
settings.register_profile("here", deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

#: Folders whose tests start processes, run whole commands or take whole workbooks through everything.
_SLOW = ("cli", "many", "whole")
_LEFT_OUT = pytest.StashKey[int]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name in _SLOW:
            item.add_marker("slow")
    if shutil.which("soffice") or os.environ.get("CI"):
        return
    needing = [item for item in items if item.get_closest_marker("engine")]
    config.stash[_LEFT_OUT] = len(needing)
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in needing]


def pytest_collection_finish() -> None:
    """Let the collection of garbage pass over what stays to the end, and come seldom: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash.get(_LEFT_OUT, 0) or not shutil.which("soffice"):
        terminalreporter.write_line("LibreOffice (soffice) is not installed: the tests that need it were left out.")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two workbooks as small as they can be, full.xlsx and blank.xlsx: what is in them does not matter."""
    folder = tmp_path_factory.mktemp("books")
    plan = replace(example("persona"), regions=("EMEA",), months=1, lookahead=0, inputs={}, log=())
    write(filled(plan, example("persona")), folder / "full.xlsx")
    write(plan, folder / "blank.xlsx")
    return folder
