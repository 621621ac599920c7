"""slasheet writes the workbook in which sales and marketing agree what each owes the other, and proves its numbers.

plan = slasheet.load_plan("plan.toml")
slasheet.write(plan, "sla.xlsx")
report = slasheet.check("sla.xlsx")
report.ok, report.findings, report.frame("leads_due")
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from slasheet._version import __version__

if TYPE_CHECKING:
    from slasheet.many.fleet.result import Result
    from slasheet.many.rollup import Rollup, rollup
    from slasheet.plan.file.plan_file import load_plan, parse_plan, to_toml
    from slasheet.plan.plan import Channel, Plan
    from slasheet.report.report import Report
    from slasheet.revise.diff.difference import Difference
    from slasheet.revise.update.changes import Axis, Changes, NewStage, Value
    from slasheet.revise.update.updated import Updated
    from slasheet.texts.catalogue import Severity
    from slasheet.texts.findings import FileError, Finding, PlanError


__all__ = [
    "Axis",
    "Changes",
    "Channel",
    "Difference",
    "FileError",
    "Finding",
    "NewStage",
    "Plan",
    "PlanError",
    "Report",
    "Result",
    "Rollup",
    "Severity",
    "Updated",
    "Value",
    "__version__",
    "annotate",
    "check",
    "check_many",
    "diff",
    "load_plan",
    "parse_plan",
    "read",
    "rollup",
    "to_toml",
    "update",
    "write",
]

_HOMES = {
    "Axis": "revise.update.changes",
    "Changes": "revise.update.changes",
    "Channel": "plan.plan",
    "Difference": "revise.diff.difference",
    "FileError": "texts.findings",
    "Finding": "texts.findings",
    "NewStage": "revise.update.changes",
    "Plan": "plan.plan",
    "PlanError": "texts.findings",
    "Report": "report.report",
    "Result": "many.fleet.result",
    "Rollup": "many.rollup",
    "Severity": "texts.catalogue",
    "Updated": "revise.update.updated",
    "Value": "revise.update.changes",
    "load_plan": "plan.file.plan_file",
    "parse_plan": "plan.file.plan_file",
    "rollup": "many.rollup",
    "to_toml": "plan.file.plan_file",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that starting costs nothing."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"slasheet.{_HOMES[name]}"), name)
    message = f"module 'slasheet' has no attribute {name!r}"
    raise AttributeError(message)


def write(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write the workbook of a plan. Raises FileError when it can't be written."""
    from slasheet.writer.workbook import write as write_workbook

    write_workbook(plan, path)


def read(path: str | os.PathLike[str]) -> Plan:
    """Read the plan back from a workbook, inputs as typed, with `findings`. Raises FileError when it can't be read."""
    from slasheet.checker.checker import read as read_plan

    return read_plan(path)


def check(path: str | os.PathLike[str], language: str | None = None) -> Report:
    """Check a filled workbook: read, validate, recompute, compare; report in a language, by default its own.

    Raises FileError when it can't be read.
    """
    from slasheet.checker.checker import check as check_workbook

    return check_workbook(path, language)


def check_many(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    language: str | None = None,
    jobs: int | None = None,
    timeout: float | None = None,
    dask: str | None = None,
) -> Iterator[Result]:
    """Check many workbooks in parallel and give a Result for each as it is done: its `report`, or its `error`.

    `paths` are files, folders, patterns and addresses (s3://…); `jobs` is how many are checked at a time, by default one
    a core; a file that takes longer than `timeout` seconds (300) is given up; `dask` is the address of a scheduler.
    No file raises: one that can't be read, that hangs or that crashes its process has an error of one line. Raises
    FileError when the cluster does not answer.
    """
    from slasheet.many.fleet.run import check_all

    return check_all(paths, language=language, jobs=jobs, timeout=timeout, dask=dask)


def diff(old: Plan | str | os.PathLike[str], new: Plan | str | os.PathLike[str], *, every: bool = False) -> Difference:
    """Say what changed between two plans, each a Plan, a workbook or a plan file.

    `every` tells all computed cells in place of the tables people sign. Raises FileError or PlanError for a file that
    can't be used.
    """
    from slasheet.revise.diff import diff as diff_plans

    return diff_plans(old, new, every=every)


def annotate(path: str | os.PathLike[str], out: str | os.PathLike[str], report: Report | None = None) -> Report:
    """Write a copy of a workbook with a mark and a note at every finding, and return the report with them.

    `report` is what `check` found, by default in the workbook's language. Raises FileError when the workbook can't be
    read or annotated, or the copy can't be written.
    """
    from pathlib import Path

    from slasheet.report.annotate import annotate as annotate_workbook

    found = report or check(path)
    annotate_workbook(Path(path), Path(out), found)
    return found


def update(source: Plan | str | os.PathLike[str], changes: Changes) -> Updated:
    """Return what comes of a Plan, a workbook or a plan file when it is changed: `plan`, and `lost`, which has no place in it.

    Nothing is written. Raises FileError or PlanError for a file, a name or a value that can't be used.
    """
    from slasheet.revise.update import update as update_plan

    return update_plan(source, changes)
