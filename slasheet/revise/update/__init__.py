"""A plan changed without losing anything: from a plan and its changes to the plan that comes of them and what is lost.

Values keep their place by label and month. A pure function; whoever writes the plan decides what may be lost.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from slasheet.plan.carry import carried, texts
from slasheet.plan.file.plan_file import parse_settings
from slasheet.plan.plan import Plan
from slasheet.revise.newest import newest
from slasheet.revise.take_over import plan_in
from slasheet.revise.update.changes import Changes
from slasheet.revise.update.losses import chosen, gone_from, log_left, losses, mapped
from slasheet.revise.update.months import new_months
from slasheet.revise.update.names import changed_settings, renamed
from slasheet.revise.update.rates import rates
from slasheet.revise.update.updated import Updated
from slasheet.revise.update.values import with_values


def update(source: Plan | str | os.PathLike[str], changes: Changes) -> Updated:
    """Return what comes of a plan, a workbook or a plan file when it is changed; nothing is written.

    Raises FileError for a file that can't be used and for names that are none of the plan's, PlanError for values and
    settings that make no plan.
    """
    return changed(source if isinstance(source, Plan) else plan_in(Path(source)), changes)


def changed(plan: Plan, changes: Changes) -> Updated:
    """Return what comes of a plan when it is changed: one of the newest edition. Raises FileError and PlanError as `update` does."""
    plan = newest(plan)
    base = renamed(plan, changes)
    made = parse_settings(changed_settings(base, changes), "update")
    gone = gone_from(base, changes)
    moved = {
        **carried(base, made, new_months(base, made, changes.growth, gone), gone),
        **rates(base, made, gone),
        **texts(base, made, gone),
        **chosen(base, made, gone),
    }
    rows, _lost_rows = log_left(base, made, gone)
    crm, _lost_values = mapped(base, gone)
    standing = replace(made.with_inputs(**moved), log=rows, log_rows=base.log_rows, crm=crm)
    lost, kept = losses(base, standing, gone)
    return Updated(plan, changes, base, standing, with_values(standing, changes.values), lost, kept)
