"""The plan that a new workbook starts from: a plan file, a template, and what the options change of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slasheet.agreement import AGREEMENT, NAMES
from slasheet.diagnostics import PlanError, finding
from slasheet.inputs import EXCHANGE_RATE
from slasheet.plan import Cell, Plan
from slasheet.planfile import load_plan, parse_settings
from slasheet.problems import known_language
from slasheet.scoring import SCORING
from slasheet.signing import signatures
from slasheet.starting_texts import starting_texts
from slasheet.templates import STARTING, blank, filled
from slasheet.templates import example as example_of
from slasheet.vocabulary import Measure

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
    if signatures(base):
        # What was signed is in the words in which it was signed.
        texts = {name: cells for name, cells in base.inputs.items() if len(cells) == len(made.inputs.get(name, ()))}
        kept = {name: cells for name, cells in texts.items() if name in STARTING}
    else:
        kept = _translated(base, made) | _texts_carried(base, made)
    made = made.with_inputs(**_carried(base, made) | kept).with_log(base.log)
    lost = _left_out(base, made) if file else 0
    if not example:
        return made if file else blank(made), lost
    pattern = base if not file else example_of("classic" if len(made.stages) == CLASSIC_STAGES else "funnel")
    return filled(made, pattern), lost


def channel_option(text: str) -> dict[str, str]:
    """Return name and owner of a channel given as `NAME:OWNER`. Raises PlanError for an owner that is none."""
    name, colon, owner = text.rpartition(":")
    if not colon:
        name, owner = text, "marketing"
    owner = owner.strip().lower()
    if owner not in ("marketing", "sales"):
        fault = finding(
            "plan-value", key="--channel", found=text, found_text=f'"{text}"', allowed="NAME:marketing or NAME:sales"
        )
        raise PlanError("options", (fault,))
    return {"name": name, "owner": owner}


def _carried(base: Plan, made: Plan) -> dict[str, tuple[Cell, ...]]:
    """Return the inputs of `base` at the places of `made`, by label.

    A place that `base` does not have takes the number that stands for all labels there, if one does.
    """
    given = {}
    for measure in base.typed:
        if measure.name in NAMES or not _fits(measure, base, made):
            continue
        cells = base.inputs[measure.name]
        held = {tuple(at.values()): cell for at, cell in zip(base.coordinates(measure.axes), cells, strict=True)}
        known = [set(base.axis(axis)) for axis in measure.axes]

        def found(at: tuple[str, ...], held: dict[tuple[str, ...], Cell] = held, known: list[set[str]] = known) -> Cell:
            if at in held:
                return held[at]
            fixed = [(place, label) for place, label in enumerate(at) if label in known[place]]
            there = {cell for other, cell in held.items() if all(other[place] == label for place, label in fixed)}
            return there.pop() if len(there) == 1 else None

        given[measure.name] = tuple(found(tuple(at.values())) for at in made.coordinates(measure.axes))
    return given


def _translated(base: Plan, made: Plan) -> dict[str, tuple[Cell, ...]]:
    """Return the texts of `base` that a plan begins with; those that nobody edited come in the language of `made`."""
    texts = {}
    for measure in SCORING:
        if not measure.numeric:
            before, after = (Plan(language=plan.language, rows=base.rows).inputs[measure.name] for plan in (base, made))
            cells = zip(base.inputs[measure.name], before, after, strict=True)
            texts[measure.name] = tuple(new if cell == old else cell for cell, old, new in cells)
    return texts


def _fits(measure: Measure, base: Plan, made: Plan) -> bool:
    """Return whether an input has a place in `made`: not the rates to another reporting currency."""
    return measure in made.typed and (measure is not EXCHANGE_RATE or base.currency == made.currency)


def _texts_carried(base: Plan, made: Plan) -> dict[str, tuple[Cell, ...]]:
    """Return what is agreed in words at the places of `made`, by label.

    A text or a date that nobody has changed becomes the one that `made` starts with: in its language, for its period.
    """
    before, after = starting_texts(base), starting_texts(made)
    given = {}
    for measure in AGREEMENT:
        cells = zip(base.inputs[measure.name], before[measure.name], strict=True)
        changed = {
            tuple(at.values()): cell
            for at, (cell, starting) in zip(base.coordinates(measure.axes), cells, strict=True)
            if cell != starting
        }
        places = zip(made.coordinates(measure.axes), after[measure.name], strict=True)
        given[measure.name] = tuple(changed.get(tuple(at.values()), starting) for at, starting in places)
    return given


def _left_out(base: Plan, made: Plan) -> int:
    """Return how many numbers of `base` have no place in `made`."""
    count = 0
    for measure in base.typed:
        fits = _fits(measure, base, made)
        places = {tuple(at.values()) for at in made.coordinates(measure.axes)} if fits else set()
        pairs = zip(base.coordinates(measure.axes), base.inputs[measure.name], strict=True)
        count += sum(cell is not None and tuple(at.values()) not in places for at, cell in pairs)
    return count
