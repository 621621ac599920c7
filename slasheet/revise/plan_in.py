"""The plan in a file that people name: a workbook of ours or a plan file, whichever it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan


def plan_in(path: Path) -> Plan:
    """Return the plan in a plan file (its name ends in .toml) or in a workbook.

    Raises FileError for what can't be read, is not ours or has shifted tables, PlanError for a wrong plan file.
    """
    if path.suffix.lower() == ".toml":
        from slasheet.plan.file.plan_file import load_plan

        return load_plan(path)
    from slasheet.revise.take_over import take_over

    return take_over(path, as_it_stands=True).plan
