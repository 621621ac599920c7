"""The plan that a new workbook starts from: a plan file, a template, and what the options change of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slasheet.diagnostics import PlanError, finding
from slasheet.plan import Plan
from slasheet.planfile import load_plan, parse_settings
from slasheet.templates import blank, filled
from slasheet.templates import example as example_of
from slasheet.vocabulary import inputs

DEFAULT_TEMPLATE = "classic"
CLASSIC_STAGES = 2


def starting_plan(
    file: Path | None,
    template: str | None,
    regions: tuple[str, ...],
    channels: tuple[str, ...],
    changes: Mapping[str, Any],
    *,
    example: bool,
) -> Plan:
    """Return the plan to write.

    `channels` are `NAME:OWNER`; `changes` are settings that replace the plan's own. Inputs stay where
    their labels are unchanged. Raises PlanError for options that make no plan, FileError for files.
    """
    base = load_plan(file) if file else example_of(template or DEFAULT_TEMPLATE)
    settings = base.settings() | dict(changes)
    if regions:
        settings["regions"] = {"label": base.region_label, "names": list(regions)}
    if channels:
        settings["channels"] = [_channel(text) for text in channels]
    made = parse_settings(settings, "options")
    made = made.with_inputs(**_carried(base, made))
    if not example:
        return made if file else blank(made)
    pattern = base if not file else example_of("classic" if len(made.stages) == CLASSIC_STAGES else "funnel")
    return filled(made, pattern)


def _channel(text: str) -> dict[str, str]:
    name, colon, owner = text.rpartition(":")
    if not colon:
        name, owner = text, "marketing"
    if owner not in ("marketing", "sales"):
        fault = finding(
            "plan-value", key="--channel", found=text, found_text=f'"{text}"', allowed="NAME:marketing or NAME:sales"
        )
        raise PlanError("options", (fault,))
    return {"name": name, "owner": owner}


def _carried(base: Plan, made: Plan) -> dict[str, Any]:
    """Return the inputs of `base` at the places that `made` still has, by label."""
    given = {}
    for measure in inputs(len(base.stages)):
        held = {
            tuple(at.values()): cell
            for at, cell in zip(base.coordinates(measure.axes), base.inputs[measure.name], strict=True)
        }
        given[measure.name] = tuple(held.get(tuple(at.values())) for at in made.coordinates(measure.axes))
    return given
