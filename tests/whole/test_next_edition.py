"""What comes later changes no workbook that people have: an input, a result, a sheet and an axis of the edition after this.

A copy of the package is given them, as a developer would add them. Workbooks of every edition before keep their verdict
and the newer ones have what is new. Where the edition is forgotten, what was recorded says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from slasheet import read
from slasheet.plan.edition import EDITION
from tests.helpers.editions import VERDICTS, VOCABULARY, recorded
from tests.helpers.places import ROOT

NEXT = EDITION + 1
#: What is added at the end of which module; `{since}` is how a declaration names its edition.
ADDED: Mapping[str, str] = {
    "plan/axes.py": 'AXES = {**AXES, "event": lambda _: ("Fair", "Webinar week")}',
    "plan/words.py": 'HEADS = {**HEADS, "event": "Event"}',
    "plan/measures/inputs.py": """
_known = inputs
EVENT_COST = typed("event_cost", "event region", "money", AMOUNT, "Event cost", "What an event costs.", optional=True{since})


@lru_cache(maxsize=64)
def inputs(policy: Policy) -> tuple[Measure, ...]:
    return (*_known(policy), *(measure for measure in (EVENT_COST,) if exists(measure, policy.edition)))
""",
    "plan/measures/labels.py": """
from slasheet.plan.measure import derived

EVENT_COST_IN_ALL = derived(
    "event_cost_in_all", "event", "money", 'IF(COUNT({event_cost region:*})=0,"",SUM({event_cost region:*}))',
    "Events in all", "What an event costs in all regions."{since},
)
LABELS = (*LABELS, EVENT_COST_IN_ALL)
""",
    "layout/sheets.py": """
_ALL = (
    *_ALL[:-1],
    Sheet("events", "Events", "What events cost.", groups=(_g("event_cost event_cost_in_all"),){since}),
    _ALL[-1],
)
SHEETS = {sheet.key: sheet for sheet in _ALL}
""",
    "recompute/checks.py": '_BROKEN = {**_BROKEN, "event_cost": lambda number: number < 0}',
    "recompute/scoring.py": """
_before = scored


def scored(given):
    if "event_cost" not in given:
        return _before(given)
    from slasheet.recompute.arithmetic import at_least_zero, total

    cost = given["event_cost"].map(at_least_zero)
    costs = [total(cost.at(event=event, region=region) for region in given.plan.regions) for event in ("Fair", "Webinar week")]
    return _before(given) | {"event_cost_in_all": given.axes.column("event", costs)}
""",
}  # fmt: skip
SEEN = """
import json, sys
from pathlib import Path
from dataclasses import replace
import slasheet
from slasheet import read
from slasheet.plan.edition import EDITION
from slasheet.plan.templates import example
from tests.helpers.editions import kinds, verdict, vocabulary, workbooks

folder = Path(sys.argv[1])
plan = replace(example("persona"), edition=EDITION)
cost = tuple(float(100 + place) for place in range(plan.size(("event", "region"))))
slasheet.write(plan.with_inputs(event_cost=cost), folder / "next.xlsx")
report = slasheet.check(folder / "next.xlsx")
print(json.dumps({
    "package": slasheet.__file__,
    "edition": EDITION,
    "vocabularies": [vocabulary(edition) for edition in range(1, EDITION)],
    "verdicts": [{path.name: verdict(slasheet.check(path)) for path in workbooks(edition)} for edition in range(1, EDITION)],
    "next": {"errors": report.counts["error"], "in_all": report.values("event_cost_in_all"), "sheets": list(report.frame("event_cost").index)},
}))
"""  # fmt: skip


def grown(folder: Path, *, declared: bool) -> Path:
    """Return a folder with a copy of the package to which the next edition was added, with or without saying so."""
    shutil.copytree(ROOT / "slasheet", folder / "slasheet", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("templates", "tests", "samples"):
        (folder / part).symlink_to(ROOT / part)
    since = f", since={NEXT}" if declared else ""
    for module, text in ADDED.items():
        path = folder / "slasheet" / module
        path.write_text(f"{path.read_text('utf-8')}\n{text.replace('{since}', since)}\n", "utf-8")
    home = folder / "slasheet" / "plan" / "edition.py"
    home.write_text(home.read_text("utf-8").replace(f"\nEDITION = {EDITION}\n", f"\nEDITION = {NEXT}\n"), "utf-8")
    return folder


#: What the next edition changes of measures and axes that are there.
CHANGED: Mapping[str, str] = {
    "plan/measures/inputs.py": """
from dataclasses import replace

_known = inputs
_OLD, _NEW = replace(DEAL_SIZE, until={last}), replace(DEAL_SIZE, title="Deal value", since={next})


@lru_cache(maxsize=64)
def inputs(policy: Policy) -> tuple[Measure, ...]:
    deal_size = _NEW if exists(_NEW, policy.edition) else _OLD
    return tuple(deal_size if measure.name == "deal_size" else measure for measure in _known(policy))
""",
    "plan/axes.py": """
_holidays = AXES["holiday"]
AXES = {**AXES, "holiday": lambda plan: (*_holidays(plan), "one more")}
LATER = {"holiday": {"one more": {next}}}
""",
}


def changed(folder: Path) -> Path:
    """Return a folder with a copy of the package in which the next edition changes a measure and lengthens an axis."""
    grown(folder, declared=True)
    for module, text in CHANGED.items():
        shutil.copy(ROOT / "slasheet" / module, folder / "slasheet" / module)
        path = folder / "slasheet" / module
        added = text.replace("{last}", str(EDITION)).replace("{next}", str(NEXT))
        path.write_text(f"{path.read_text('utf-8')}\n{added}\n", "utf-8")
    for module in ADDED.keys() - CHANGED.keys():
        shutil.copy(ROOT / "slasheet" / module, folder / "slasheet" / module)
    return folder


@pytest.mark.parametrize("command", [["rebuild"], ["update", "--title", "Again"]])
def test_what_a_new_edition_changes_loses_no_input(command: list[str], tmp_path: Path) -> None:
    folder = changed(tmp_path)
    book = ROOT / "tests" / "editions" / "1" / "classic_filled.xlsx"
    name, *options = command
    run(folder, "-m", "slasheet", name, str(book), *options, "-o", "new.xlsx")
    code = "import json, slasheet; plan = slasheet.read('new.xlsx'); print(json.dumps([plan.inputs['deal_size'], len(plan.inputs['holidays'])]))"
    sizes, holidays = json.loads(run(folder, "-c", code).stdout)
    assert sizes == list(read(book).inputs["deal_size"])
    assert holidays == len(read(book).inputs["holidays"]) + 1


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=folder, env=environment, check=True
    )


def test_what_a_new_edition_adds_changes_no_workbook_of_those_before(tmp_path: Path) -> None:
    folder = grown(tmp_path, declared=True)
    seen: dict[str, Any] = json.loads(run(folder, "-c", SEEN, str(tmp_path)).stdout)
    assert seen["package"].startswith(str(folder))
    assert seen["edition"] == NEXT
    for edition in range(1, NEXT):
        assert seen["vocabularies"][edition - 1] == recorded(edition, VOCABULARY)
        assert seen["verdicts"][edition - 1] == recorded(edition, VERDICTS)
    regions = len(recorded_regions())
    assert seen["next"]["errors"] == 0
    assert seen["next"]["in_all"] == [sum(100 + place for place in range(start, start + regions)) for start in (0, regions)]  # fmt: skip


def recorded_regions() -> tuple[str, ...]:
    from slasheet.plan.templates import example

    return example("persona").regions


def test_rebuild_brings_a_workbook_to_the_newest_edition_and_says_what_that_adds(tmp_path: Path) -> None:
    folder = grown(tmp_path, declared=True)
    signed = ROOT / "tests" / "editions" / "1" / "persona_signed_in_two_currencies.xlsx"
    said = run(folder, "-m", "slasheet", "rebuild", str(signed), "-o", "new.xlsx").stdout
    assert f"note: the workbook was of edition 1; the fresh one is of edition {NEXT}." in said
    assert "note: new in it: “Events”." in said
    # What is new and blank changes nothing that was agreed: the signatures still stand.
    checked = run(folder, "-m", "slasheet", "check", "new.xlsx").stdout
    assert checked.count("the agreement is still what was signed") == 2
    again = run(folder, "-m", "slasheet", "rebuild", "new.xlsx", "-o", "newer.xlsx").stdout
    assert "edition" not in again


@pytest.mark.parametrize("edition", range(1, NEXT))
def test_an_addition_that_does_not_name_its_edition_is_named(edition: int, tmp_path: Path) -> None:
    folder = grown(tmp_path, declared=False)
    code = f"import json; from tests.helpers.editions import vocabulary; print(json.dumps(vocabulary({edition})))"
    now, then = json.loads(run(folder, "-c", code).stdout), recorded(edition, VOCABULARY)
    for kind, marks in now.items():
        assert {"event_cost", "event_cost_in_all", "sheet events"} <= marks.keys() - then[kind].keys()
