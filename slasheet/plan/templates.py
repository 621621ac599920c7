"""The templates that ship with slasheet: plans with an example in them, and the same plans blank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from slasheet.plan.file.plan_file import load_plan
from slasheet.plan.measure import Measure
from slasheet.plan.measures.agreement_tables import NAMES as AGREED
from slasheet.plan.measures.inputs import CHANNEL_MIX, EXCHANGE_RATE, RETURNED_BY
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.findings import FileError
from slasheet.texts.languages import N_, translated

#: Name and one sentence each, in the order in which people should look at them.
TEMPLATES = {
    "classic": N_("Revenue by region and month, one lead-to-customer rate per channel and region."),
    "funnel": N_("Reverse funnel MQL > SQL > Opportunity > Customer per lead type, rounded stage by stage."),
    "pipeline": N_("Five stages from inquiry, several months to close, with a look-ahead past the plan."),
    "persona": N_("Personas in place of regions, half a year."),
}
#: The names in the templates, which come in the language of the plan.
NAMES = (
    N_("Sales & marketing SLA"), N_("Reverse funnel SLA"), N_("Pipeline SLA"), N_("Persona SLA"),
    N_("Region"), N_("Revenue stream"), N_("Persona"),
    N_("North America"), N_("EMEA"), N_("Asia Pacific"), N_("Latin America"), N_("Home market"), N_("Nordics"), N_("Southern Europe"),
    N_("Enterprise"), N_("Mid-market"), N_("IT manager"), N_("Finance lead"), N_("Head of operations"),
    N_("Website form"), N_("Content download"), N_("Webinar"), N_("Trade show"), N_("Outbound calls"), N_("Partner referral"),
    N_("Inbound"), N_("Paid media"), N_("Events"), N_("Outbound"), N_("Inbound marketing"), N_("Field events"), N_("Sales development"),
    N_("Organic search"), N_("Newsletter"), N_("Account executives"),
    N_("Lead"), N_("MQL"), N_("SAL"), N_("SQL"), N_("Opportunity"), N_("Inquiry"), N_("Customer"),
)  # fmt: skip
#: What a plan starts with in its own language.
STARTING = AGREED.union(measure.name for measure in (*SCORING, RETURNED_BY))
#: What belongs to the shape of a plan rather than to its numbers, so that a blank one keeps it; criteria are edited, not filled in.
_KEPT = ("time_to_close", *(measure.name for measure in SCORING if not measure.view))


def _folder() -> Path:
    """Return where the templates are: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent.parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "templates"


def example(name: str, language: str = "en") -> Plan:
    """Return a template with its example numbers, named in a language. Raises FileError for a name that is none."""
    if name not in TEMPLATES:
        message = f"there is no template {name!r}; choose from: {', '.join(TEMPLATES)}."
        raise FileError(message)
    return _named(load_plan(_folder() / f"{name}.toml"), language)


def _named(plan: Plan, language: str) -> Plan:
    """Return a template with its title, labels and names in a language."""
    return replace(
        plan,
        language=language,
        title=translated(plan.title, language),
        region_label=translated(plan.region_label, language),
        regions=tuple(translated(name, language) for name in plan.regions),
        channels=tuple(replace(channel, name=translated(channel.name, language)) for channel in plan.channels),
        stages=tuple(translated(name, language) for name in plan.stages),
        inputs={name: cells for name, cells in plan.inputs.items() if name not in STARTING},
    )


def blank(plan: Plan) -> Plan:
    """Return a plan without its numbers; what is agreed in words stays."""
    return replace(plan, inputs={name: plan.inputs[name] for name in (*_KEPT, *AGREED)}, log=())


def filled(plan: Plan, pattern: Plan) -> Plan:
    """Return a plan in which every blank input that is needed holds a plausible number, taken from `pattern`.

    Where the plan has more regions, channels or months than the pattern, the pattern starts over, a little higher.
    """
    given: dict[str, tuple[Cell, ...]] = {}
    for measure in plan.typed:
        cells = plan.inputs[measure.name]
        if not measure.optional and None in cells:
            if measure is EXCHANGE_RATE:
                made = _rates(plan)
            else:
                made = _mix(plan) if measure is CHANNEL_MIX else _stretched(plan, measure, pattern)
            cells = tuple(new if cell is None else cell for cell, new in zip(cells, made, strict=True))
        given[measure.name] = cells
    return replace(plan, inputs=given)


def _stretched(plan: Plan, measure: Measure, pattern: Plan) -> list[Cell]:
    """Return the pattern's numbers over the plan's axes."""
    name = measure.name if measure.name in pattern.inputs else "conversion_rate"
    axes = [len(plan.axis(axis)) for axis in measure.axes]
    given = [len(pattern.axis(axis)) for axis in measure.axes]
    made: list[Cell] = []
    for index in range(plan.size(measure.axes)):
        rest, source, step, wraps = index, 0, 1, 0
        for size, known in zip(reversed(axes), reversed(given), strict=True):
            rest, here = divmod(rest, size)
            source += here % known * step
            wraps += here // known
            step *= known
        number = pattern.inputs[name][source]
        growth = 1 + 0.03 * wraps if measure.unit == "money" else 1 / (1 + 0.03 * wraps)
        made.append(round(number * growth, 4) if isinstance(number, float) else 0.0)
    return made


def _rates(plan: Plan) -> list[Cell]:
    """Return a rate of 1 wherever one is needed: no pattern knows what a currency is worth."""
    months = len(plan.axis("horizon"))
    return [1.0 if code else None for code in plan.currencies for _ in range(months)]


def _mix(plan: Plan) -> list[Cell]:
    """Return a mix for every owner and region that has none: whole per cents, the first channel the largest.

    A half-filled mix stays as it is: filling it up could only make it add up to something else.
    """
    regions = len(plan.regions)
    cells = list(plan.inputs[CHANNEL_MIX.name])
    for owner in plan.axis("owner"):
        mine = [c for c, channel in enumerate(plan.channels) if channel.owner == owner]
        even = 100 // len(mine) if mine else 0
        for r in range(regions):
            if any(cells[c * regions + r] is not None for c in mine):
                continue
            for place, c in enumerate(mine):
                cells[c * regions + r] = (100 - even * (len(mine) - 1) if place == 0 else even) / 100
    return cells
