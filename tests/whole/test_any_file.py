"""What people do to a workbook: every case of the corpus made by a real program, checked and judged; docs/any-file.md tells.

`python -m tests.whole.test_any_file` makes all of them and writes the page anew.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from slasheet.checker.checker import check
from slasheet.layout.sheets import SHEETS
from slasheet.report.report import Report
from slasheet.writer.workbook import write
from tests.helpers.corpus import cells, exports, rows, sheets
from tests.helpers.corpus.case import PLAN, Case, spot
from tests.helpers.corpus.judge import Verdict, judge
from tests.helpers.corpus.programs import rewritten
from tests.helpers.corpus.run import Outcome, outcomes
from tests.helpers.places import ROOT

PAGE = ROOT / "docs" / "any-file.md"
#: Cases by what they are about, in the order of the page.
SECTIONS: Mapping[str, tuple[Case, ...]] = {
    "Rows and columns put in": rows.PUT_IN,
    "Rows and columns taken out": rows.TAKEN_OUT,
    "Rows and cells moved": rows.MOVED,
    "Typed beside the tables": rows.TYPED_BESIDE,
    "Sheets": sheets.SHEETS,
    "Defined names and the hidden plan": sheets.NAMES,
    "Labels": sheets.LABELS,
    "Numbers as text": cells.TEXTS,
    "Dates": cells.DATES,
    "What else stands in cells": cells.ODD,
    "Formulas pasted as values": cells.PASTED,
    "Saved and exported by other programs": exports.CASES,
}
INTRODUCTION = """\
# Any file people send

What people do to a filled workbook, and what `slasheet check` says of it. Every line is a test: the program named made
the file, what was done to it is known, and every number that the report gives and that the file shows is held against
the plan that was meant. A number counts as *wrong in silence* when it is not that of the plan and no error or warning
tells it. The report's numbers are *right* (all are those of the plan, blank where what they rest on is gone), *partly*
(some are not, and an error tells why) or *none* (it gives none, and an error tells why).

`python -m tests.whole.test_any_file` writes this page.
"""


def table(made: Sequence[Outcome]) -> str:
    """Return the lines of a section's table."""
    lines = ["| case | program | what check says | numbers | wrong in silence |", "|---|---|---|---|---|"]
    for outcome in made:
        case = outcome.case
        program = f"{case.program} ({case.suffix})" if case.suffix != ".xlsx" else case.program
        cells_ = (case.name, program, said(outcome), outcome.numbers, str(len(outcome.verdict.silent)))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells_) + " |")
    return "\n".join(lines) + "\n"


def said(outcome: Outcome) -> str:
    """Return what `check` says, a kind of finding at a time, with the first places of each."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for found in outcome.said:
        places[found.severity, found.name].append(f"{found.sheet}!{found.cell}" if found.cell else found.sheet or "")
    told = []
    for (severity, name), where in places.items():
        more = f" and {len(where) - 3} more" if len(where) > 3 else ""
        told.append(f"{severity} `{name}` {', '.join(where[:3])}{more}".rstrip())
    return "<br>".join(told) or outcome.broken or "nothing"


def told(section: str) -> tuple[str, list[str]]:
    """Make the cases of a section; return its table, and what did not go as it must."""
    with tempfile.TemporaryDirectory() as folder:
        made = outcomes(SECTIONS[section], Path(folder))
    return table(made), [f"{outcome.case.name}: {fault}" for outcome in made for fault in outcome.faults()]


def page_of(tables: Mapping[str, str]) -> str:
    """Return the whole page."""
    return INTRODUCTION + "".join(f"\n## {section}\n\n{tables[section]}" for section in SECTIONS)


def test_no_case_is_called_like_another() -> None:
    for section, cases in SECTIONS.items():
        assert len({(case.name, case.program) for case in cases}) == len(cases), section


@pytest.mark.engine
@pytest.mark.parametrize("section", SECTIONS)
def test_check_says_what_it_must_and_accepts_no_wrong_number_in_silence(section: str) -> None:
    lines, faults = told(section)
    assert not faults, "\n".join(faults)
    assert f"## {section}\n\n{lines}" in PAGE.read_text(encoding="utf-8"), "run: python -m tests.whole.test_any_file"


# The judge seen to fail --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    path = tmp_path_factory.mktemp("judge") / "filled.xlsx"
    write(PLAN, path)
    return path, check(path)


def test_nothing_is_wrong_with_the_workbook_that_all_cases_begin_with(filled: tuple[Path, Report]) -> None:
    path, report = filled
    assert judge(Case("as written"), path, report) == Verdict((), (), ())


def test_a_wrong_number_in_the_report_is_seen(filled: tuple[Path, Report]) -> None:
    path, report = filled
    due = list(report.results["leads_due"])
    due[7] = (due[7] or 0) + 1
    verdict = judge(Case("as written"), path, replace(report, results={**report.results, "leads_due": due}))
    assert [len(verdict.wrong), len(verdict.missing)] == [1, 0]
    assert "leads_due" in verdict.silent[0]


def test_a_number_missing_without_a_reason_is_seen(filled: tuple[Path, Report]) -> None:
    path, report = filled
    values: list[float | str | None] = [None, *report.results["lead_value"][1:]]
    verdict = judge(Case("as written"), path, replace(report, results={**report.results, "lead_value": values}))
    assert [len(verdict.wrong), len(verdict.missing)] == [0, 1]
    assert "missing: lead_value" in verdict.silent[0]


def test_an_input_read_under_another_label_is_seen(filled: tuple[Path, Report]) -> None:
    path, report = filled
    assert report.plan is not None
    turned = replace(report.plan, regions=(*report.plan.regions[1:], report.plan.regions[0]))
    verdict = judge(Case("as written"), path, replace(report, plan=turned))
    assert any("revenue_target" in silent for silent in verdict.silent)


def test_a_wrong_number_that_the_file_shows_is_seen(filled: tuple[Path, Report], tmp_path: Path) -> None:
    path, report = filled
    title, cell = spot("leads_due", "Newsletter", "Finance lead", "2027-08")
    part = f"xl/worksheets/sheet{[sheet.title for sheet in SHEETS.values()].index(title) + 1}.xml"
    rewritten((part, rf'(<c r="{cell}".*?<v>)[^<]*', r"\g<1>4711"))(path, tmp_path / "shown.xlsx")
    verdict = judge(Case("as written"), tmp_path / "shown.xlsx", report)
    assert [verdict.wrong, verdict.missing, len(verdict.silent)] == [(), (), 1]
    # What `check` says of that file names the cell, so that it is not in silence.
    assert judge(Case("typed over"), tmp_path / "shown.xlsx", check(tmp_path / "shown.xlsx")).silent == ()


def test_a_case_that_goes_otherwise_than_it_must_is_told(filled: tuple[Path, Report]) -> None:
    path, report = filled
    verdict = judge(Case("as written"), path, report)
    assert Outcome(Case("as written"), report, verdict).faults() == []
    assert len(Outcome(Case("as written", ("name-missing Start!B1",)), report, verdict).faults()) == 2
    assert len(Outcome(Case("as written", numbers="none"), report, verdict).faults()) == 1
    assert len(Outcome(Case("as written"), report, Verdict(("a",), (), ("a",))).faults()) == 2


def main() -> None:
    """Make every case and write the page; print what did not go as it must."""
    tables: dict[str, str] = {}
    with ProcessPoolExecutor() as pool:
        for section, (lines, faults) in zip(SECTIONS, pool.map(told, SECTIONS), strict=True):
            tables[section] = lines
            print(*faults, sep="\n")
    PAGE.write_text(page_of(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
