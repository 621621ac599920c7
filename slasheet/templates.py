"""The templates that ship with slasheet: plans with an example in them, and the same plans blank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from slasheet.diagnostics import FileError
from slasheet.plan import Cell, Plan
from slasheet.planfile import load_plan
from slasheet.vocabulary import CHANNEL_MIX, Measure, inputs

#: Name and one sentence each, in the order in which people should look at them.
TEMPLATES = {
    "classic": "Revenue by region and month, one lead-to-customer rate per channel and region.",
    "funnel": "Reverse funnel MQL > SQL > Opportunity > Customer per lead type, rounded stage by stage.",
    "pipeline": "Five stages from inquiry, several months to close, with a look-ahead past the plan.",
    "persona": "Personas in place of regions, half a year.",
}
#: What belongs to the shape of a plan rather than to its numbers, so that a blank one keeps it.
_KEPT = ("time_to_close",)


def _folder() -> Path:
    """Return where the templates are: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"


def example(name: str) -> Plan:
    """Return a template with its example numbers. Raises FileError for a name that is none."""
    if name not in TEMPLATES:
        message = f"no template is called {name!r}; there are: {', '.join(TEMPLATES)}."
        raise FileError(message)
    return load_plan(_folder() / f"{name}.toml")


def blank(plan: Plan) -> Plan:
    """Return a plan without its numbers."""
    return replace(plan, inputs={name: plan.inputs[name] for name in _KEPT})


def filled(plan: Plan) -> Plan:
    """Return a plan in which every blank input holds a plausible number, no two alike where it can be."""
    given: dict[str, tuple[Cell, ...]] = {}
    for measure in inputs(len(plan.stages)):
        made = _plausible(plan, measure)
        cells = plan.inputs[measure.name]
        blank_all = all(cell is None for cell in cells)
        # A half-filled mix stays as it is: filling it up could only make it add up to something else.
        keep = measure is CHANNEL_MIX and not blank_all
        given[measure.name] = cells if keep else tuple(new if cell is None else cell for cell, new in zip(cells, made, strict=True))
    return replace(plan, inputs=given)


def _plausible(plan: Plan, measure: Measure) -> list[Cell]:
    count = plan.size(measure.axes)
    if measure is CHANNEL_MIX:
        return _mix(plan)
    start, step = {
        "revenue_target": (180_000.0, 1_500.0),
        "deal_size": (12_500.0, 850.0),
        "marketing_share": (0.45, 0.001),
        "conversion_rate": (0.22, 0.004),
        "close_rate": (0.021, 0.0007),
        "sales_reps": (8.0, 1.0),
        "leads_per_rep": (60.0, 2.0),
        "cost_per_lead": (35.0, 9.0),
    }.get(measure.name, (measure.default or 0.0, 0.0))
    top = 0.85 if measure.unit == "share" else None
    values = [round(start + step * i, 6) for i in range(count)]
    return [value if top is None or value <= top else round(start + (value - start) % (top - start), 6) for value in values]


def _mix(plan: Plan) -> list[Cell]:
    """Return a mix that adds up to 100 % per owner and region: in whole per cents, the first channel the largest."""
    regions = len(plan.regions)
    cells: list[Cell] = [None] * (len(plan.channels) * regions)
    for owner in plan.axis("owner"):
        mine = [c for c, channel in enumerate(plan.channels) if channel.owner == owner]
        for r in range(regions):
            even = 100 // len(mine) if mine else 0
            for place, c in enumerate(mine):
                cells[c * regions + r] = (100 - even * (len(mine) - 1) if place == 0 else even) / 100
    return cells
