"""From cases to their outcomes: one LibreOffice makes the files of a batch, `check` reads them, the judge judges."""

from __future__ import annotations

import atexit
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from openpyxl import Workbook

from slasheet.checker.checker import check
from slasheet.report.report import Report
from slasheet.texts.findings import Finding
from slasheet.writer.workbook import write
from tests.helpers.corpus.case import PLAN, Case
from tests.helpers.corpus.judge import Verdict, judge
from tests.helpers.engines import Deed, Edit, libreoffice_fill

#: What a case writes for the workbook that an input is linked to; its cell A1 holds the number that was there.
PRICES = "PRICES"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: what `check` says, what the judge says of the numbers."""

    case: Case
    report: Report
    verdict: Verdict
    #: What `check` broke on, where it did.
    broken: str = ""

    @property
    def said(self) -> tuple[Finding, ...]:
        """The errors and warnings."""
        return tuple(found for found in self.report.findings if found.severity != "info")

    @property
    def numbers(self) -> str:
        """What became of the numbers that the report gives, in the words of a case."""
        if self.report.plan is None:
            return "none"
        return "partly" if self.verdict.wrong or self.verdict.missing else "right"

    def faults(self) -> list[str]:
        """Return in what the case did not go as it must; nothing when all is well."""
        if self.broken:
            return [self.broken]
        faults = (
            [f"{len(self.verdict.silent)} wrong in silence: {self.verdict.silent[:3]}"] if self.verdict.silent else []
        )
        expected, found = _kinds(self.case.says), Counter(each.name for each in self.said)
        if expected.keys() != found.keys() or any(n and n != found[name] for name, n in expected.items()):
            faults.append(f"says {dict(found)}, must say {self.case.says}")
        places = {f"{each.name} {each.sheet}!{each.cell}" for each in self.said}
        faults += [f"does not name {told}" for told in self.case.says if " " in told and told not in places]
        if self.case.numbers not in (self.numbers, "partly"):
            example = (self.verdict.wrong or self.verdict.missing)[:2]
            faults.append(f"numbers {self.numbers}, must be {self.case.numbers}: {example}")
        return faults


def _kinds(says: Sequence[str]) -> dict[str, int]:
    """Return how often each finding must come; 0 for once or more."""
    counted = Counter(told.split(" ")[0] for told in says)
    return {name.rstrip("*"): 0 if name.endswith("*") else count for name, count in counted.items()}


def outcomes(cases: Sequence[Case], folder: Path) -> list[Outcome]:
    """Make the file of every case, check it and judge the numbers."""
    start, base = _filled()
    _prices(folder)
    saved = {number: folder / f"{number}-saved{case.suffix}" for number, case in enumerate(cases)}
    plain = folder / "saved.xlsx"
    as_saved = [Edit(start, plain, {})] if any(map(_is_plain, cases)) else []
    edits = [
        Edit(base, saved[number], case.cells, case.via_ods, tuple(_linked(deed, folder) for deed in case.deeds))
        for number, case in enumerate(cases)
        if not _is_plain(case)
    ]
    libreoffice_fill([*edits, *as_saved])
    return [
        _outcome(case, plain if _is_plain(case) else saved[number], folder / f"{number}.xlsx")
        for number, case in enumerate(cases)
    ]


@cache
def _filled() -> tuple[Path, Path]:
    """Write the filled workbook as slasheet does, and without its charts as .ods, which LibreOffice opens in half the time."""
    folder = Path(mkdtemp(prefix="slasheet-"))
    atexit.register(rmtree, folder)
    start, base = folder / "filled.xlsx", folder / "filled.ods"
    write(PLAN, start)
    libreoffice_fill([Edit(start, base, {}, deeds=(Deed("Start", "delete charts", lifted=True),))])
    return start, base


def _is_plain(case: Case) -> bool:
    """Return whether a case begins with the workbook as LibreOffice saves it, nothing done to it."""
    return not (case.deeds or case.cells or case.via_ods or case.suffix != ".xlsx")


def _outcome(case: Case, saved: Path, changed: Path) -> Outcome:
    if case.change:
        case.change(saved, changed)
        saved = changed
    try:
        report = check(saved)
    except Exception as error:  # noqa: BLE001 - whatever breaks on one file must not hide the others
        broken = f"{type(error).__name__}: {error}"
        return Outcome(case, Report(str(saved), None, (), False, {}), Verdict((), (), ()), broken)
    return Outcome(case, report, judge(case, saved, report))


def _prices(folder: Path) -> None:
    """Write the workbook that inputs are linked to."""
    book = Workbook()
    book.active["A1"] = PLAN.inputs["deal_size"][1]
    book.save(folder / "prices.xlsx")


def _linked(deed: Deed, folder: Path) -> Deed:
    """Return a deed with the place of the linked workbook filled in."""
    return replace(deed, to=deed.to.replace(f"file:///{PRICES}", (folder / "prices.xlsx").as_uri()))
