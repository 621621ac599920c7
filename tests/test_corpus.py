"""What people do to a workbook: every case of the corpus made by a real program, checked and judged; docs/any-file.md tells.

`python -m tests.test_corpus` makes all of them and writes the page anew.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.corpus import cells, exports, rows, sheets
from tests.corpus.case import Case
from tests.corpus.run import Outcome, outcomes

PAGE = Path(__file__).parent.parent / "docs" / "any-file.md"
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
#: Sections that one LibreOffice makes together, so that batches side by side take about as long.
BATCHES = (
    ("Rows and columns put in", "Formulas pasted as values"),
    ("Rows and columns taken out", "Dates"),
    ("Rows and cells moved", "Typed beside the tables", "Saved and exported by other programs"),
    ("Sheets", "Labels"),
    ("Defined names and the hidden plan", "Numbers as text"),
    ("What else stands in cells",),
)
INTRODUCTION = """\
# Any file people send

What people do to a filled workbook, and what `slasheet check` says of it. Every line is a test: the program named made
the file, what was done to it is known, and every number that the report gives and that the file shows is held against
the plan that was meant. A number counts as *wrong in silence* when it is not that of the plan and no error or warning
tells it. Numbers are *right* (all of them), *blank* (some are missing, with a reason), *partly* (sums lack what could
not be read, with a reason) or *none* (the report gives none, with a reason).

`python -m tests.test_corpus` writes this page.
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
    return "<br>".join(told) or "nothing"


def made(batch: Sequence[str], folder: Path) -> dict[str, list[Outcome]]:
    """Make the sections of a batch; return their outcomes."""
    found = iter(outcomes([case for section in batch for case in SECTIONS[section]], folder))
    return {section: [next(found) for _ in SECTIONS[section]] for section in batch}


def page_of(tables: Mapping[str, str]) -> str:
    """Return the whole page."""
    return INTRODUCTION + "".join(f"\n## {section}\n\n{tables[section]}" for section in SECTIONS)


def test_every_section_is_made_once() -> None:
    assert sorted(section for batch in BATCHES for section in batch) == sorted(SECTIONS)


def test_no_case_is_called_like_another() -> None:
    for section, cases in SECTIONS.items():
        assert len({(case.name, case.program) for case in cases}) == len(cases), section


@pytest.mark.engine
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch[0])
def test_check_says_what_it_must_and_accepts_no_wrong_number_in_silence(batch: Sequence[str], tmp_path: Path) -> None:
    sections = made(batch, tmp_path)
    faults = [f"{o.case.name}: {fault}" for found in sections.values() for o in found for fault in o.faults()]
    assert not faults, "\n".join(faults)
    page = PAGE.read_text(encoding="utf-8")
    for section, found in sections.items():
        assert f"## {section}\n\n{table(found)}" in page, "run: python -m tests.test_corpus"


def main() -> None:
    """Make every case and write the page; print what did not go as it must."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        folders = [Path(tempfile.mkdtemp(dir=folder)) for _ in BATCHES]
        sections = {name: found for batch in pool.map(made, BATCHES, folders) for name, found in batch.items()}
    PAGE.write_text(page_of({name: table(found) for name, found in sections.items()}), encoding="utf-8")
    for section in SECTIONS:
        for outcome in sections[section]:
            for fault in outcome.faults():
                print(f"{section}: {outcome.case.name}: {fault}")


if __name__ == "__main__":
    main()
