"""The plan that a new workbook starts from: a plan file, a template, and what the options change of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slasheet.plan.carry import carried, held, number_for_all, texts
from slasheet.plan.file.plan_file import load_plan, parse_settings
from slasheet.plan.measures.inputs import EXCHANGE_RATE
from slasheet.plan.plan import Plan
from slasheet.plan.templates import blank, filled
from slasheet.plan.templates import example as example_of
from slasheet.texts.findings import PlanError, finding
from slasheet.texts.known_language import known_language

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
) -> tuple[Plan, int]:
    """Return the plan to write, and how many numbers of the plan file have no place in it.

    `channels` are `NAME:OWNER`; `changes` are settings that replace the plan's own. Inputs stay where
    their labels are unchanged. Raises PlanError for options that make no plan, FileError for files.
    """
    language = known_language(changes.get("language"))
    base = load_plan(file) if file else example_of(template or DEFAULT_TEMPLATE, language or "en")
    settings = base.settings() | dict(changes)
    if regions:
        own = {region: code for region, code in base.own_currencies().items() if region in regions}
        settings["regions"] = {"label": base.region_label, "names": list(regions), "currencies": own}
    if channels:
        settings["channels"] = [channel_option(text) for text in channels]
    made = parse_settings(settings, "options")
    made = made.with_inputs(**carried(base, made, number_for_all(base, made)) | texts(base, made)).with_log(base.log)
    lost = _left_out(base, made) if file else 0
    if not example:
        return made if file else blank(made), lost
    pattern = base if not file else example_of("classic" if len(made.stages) == CLASSIC_STAGES else "funnel")
    return filled(made, pattern), lost


def channel_option(text: str, option: str = "--channel") -> dict[str, str]:
    """Return name and owner of a channel given as `NAME:OWNER`. Raises PlanError for an owner that is none."""
    name, colon, owner = text.rpartition(":")
    if not colon:
        name, owner = text, "marketing"
    owner = owner.strip().lower()
    if owner not in ("marketing", "sales"):
        fault = finding(
            "plan-value", key=option, found=text, found_text=f'"{text}"', allowed="NAME:marketing or NAME:sales"
        )
        raise PlanError("options", (fault,))
    return {"name": name, "owner": owner}


def _left_out(base: Plan, made: Plan) -> int:
    """Return how many numbers of `base` have no place in `made`."""
    count = 0
    for measure in base.typed:
        fits = measure in made.typed and (measure is not EXCHANGE_RATE or base.currency == made.currency)
        places = {tuple(at.values()) for at in made.coordinates(measure.axes)} if fits else set()
        count += sum(cell is not None and at not in places for at, cell in held(base, measure).items())
    return count
