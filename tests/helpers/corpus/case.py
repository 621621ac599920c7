"""What a case of the corpus is, and the filled workbook that all of them begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from slasheet.layout.sheets import layout
from slasheet.plan.plan import LogRow, Plan
from slasheet.plan.templates import example
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.months import EPOCH, month_serial
from tests.helpers.engines import Deed

LIBREOFFICE = "LibreOffice"
Cells = Mapping[str, Mapping[str, float | str | None]]


def _log(plan: Plan) -> list[LogRow]:
    """Return a lead log of forty working days without a gap, whose numbers are too few to judge the plan by."""
    rows: list[LogRow] = []
    for day in range(60):
        if (date(EPOCH.year, EPOCH.month, EPOCH.day) + timedelta(month_serial(plan.start) + day)).weekday() < 5:
            n = len(rows)
            region, channel = plan.regions[n % 3], plan.channels[n // 3 % 3].name
            rows.append((float(month_serial(plan.start) + day), region, channel, 7.0 + n % 11, 5.0, 6.0, None, None))
    return rows


def _plan() -> Plan:
    """Return the plan of the template persona as people fill it in, in euros, with a log."""
    plan = replace(example("persona"), currency="EUR")
    return plan.with_log(_log(plan))


PLAN = _plan()
HERE = layout(PLAN)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that somebody does to the filled workbook, and what `check` must make of it.

    LibreOffice does the `deeds` and types the `cells`; then `change` may write another copy. `says` are the errors and
    warnings to come: "name", "name Sheet!A1", or "name*" for one or more. `meant` is the plan as it then is: blank where
    a number is gone, a text where one stands that nobody can read. `numbers` says what becomes of those in the report:
    "right" (all are those of the plan meant), "partly" (some are not, which an error tells, or none are given), "none".
    """

    name: str
    says: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    cells: Cells = field(default_factory=dict)
    numbers: str = "right"
    meant: Plan = PLAN
    program: str = LIBREOFFICE
    suffix: str = ".xlsx"
    via_ods: bool = False
    change: Callable[[Path, Path], None] | None = None


def spot(measure: str, *labels: str) -> tuple[str, str]:
    """Return sheet and address of a cell of the workbook as written, by measure and labels in the order of its axes."""
    axes = HERE.measures[measure].axes
    index = [tuple(at.values()) for at in PLAN.coordinates(axes)].index(labels)
    return HERE.address(measure, index)


def region(measure: str) -> tuple[str, str]:
    """Return sheet and area ("E6:K8") of all cells of a measure in the workbook as written."""
    block = HERE.blocks[measure]
    area = f"{a1(block.row, block.col)}:{a1(block.row + block.rows - 1, block.col + block.cols - 1)}"
    return HERE.titles[block.sheet], area


def typed(*values: tuple[tuple[str, str], float | str | None]) -> Cells:
    """Return what is typed where, by sheet and address, from pairs of place and value."""
    cells: dict[str, dict[str, float | str | None]] = {}
    for (title, address), value in values:
        cells.setdefault(title, {})[address] = value
    return cells


def changed(measure: str, at: Mapping[tuple[str, ...], float | str | None], plan: Plan = PLAN) -> Plan:
    """Return a plan that holds something else at some labels of an input."""
    coordinates = [tuple(each.values()) for each in plan.coordinates(HERE.measures[measure].axes)]
    given = zip(coordinates, plan.inputs[measure], strict=True)
    return plan.with_inputs(**{measure: tuple(at.get(labels, number) for labels, number in given)})


def lacking(label: str, *measures: str) -> Plan:
    """Return the plan without the numbers that some inputs hold for a label."""
    plan = PLAN
    for measure in measures:
        every = [tuple(at.values()) for at in PLAN.coordinates(HERE.measures[measure].axes)]
        plan = changed(measure, dict.fromkeys((labels for labels in every if label in labels), None), plan)
    return plan
