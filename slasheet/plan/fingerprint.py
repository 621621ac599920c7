"""The fingerprint of a plan: a hash of what two departments agree on, and of nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from slasheet.plan.axis_labels import NUMBERED
from slasheet.plan.measures.scoring import ROWS
from slasheet.texts.languages import LANGUAGES, translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slasheet.plan.measure import Measure
    from slasheet.plan.plan import Cell, Plan

#: Settings that two departments do not agree on: they change no number.
NOT_AGREED = ("language", "log_rows", "rows", "crm")
#: From this edition on texts that a plan started with and that nobody edited are the same in every language.
SAME_IN_ANY_LANGUAGE = 2


def fingerprint(plan: Plan, edition: int | None = None) -> str:
    """Return a hash of the settings, inputs and texts of a plan, as an edition reckons it: by default its own.

    Not of the language, the log, what is looked at, nor the signatures and what goes on after them. Numbers count to
    the fifteen digits that spreadsheets keep; blank rows at the end of a numbered table do not count. What came with a
    later edition counts once it is used, so that a newer edition alone changes no fingerprint.
    """
    if (edition or plan.edition) >= SAME_IN_ANY_LANGUAGE:
        plan = unedited_in_english(plan)
    agreed = {key: value for key, value in plan.settings().items() if key not in NOT_AGREED}
    agreed["inputs"] = {
        measure.name: _as_agreed(plan, measure)
        for measure in plan.typed
        if not measure.view and (measure.since == 1 or plan.is_used(measure))
    }
    text = json.dumps(agreed, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprints(plan: Plan) -> Iterator[str]:
    """Yield the fingerprint of a plan as its edition reckons it, then as those before did: what it may be signed with."""
    return (fingerprint(plan, edition) for edition in range(plan.edition, 0, -1))


def unedited_in_english(plan: Plan) -> Plan:
    """Return a plan, without its log, with all that it started with and nobody edited in English.

    That is texts, title, stages and the word for the rows. A text is such a one when it stands where a new plan has it, in any language: people who change the language of a
    plan may keep its texts.
    """
    usual = type(plan)()
    stages = {translated(name, language): name for name in usual.stages for language in LANGUAGES}
    english = replace(
        plan,
        title=_english(plan.title, usual.title),
        region_label=_english(plan.region_label, usual.region_label),
        stages=tuple(name if (name := stages.get(x, x)) not in plan.stages else x for x in plan.stages),
        language="en",
        inputs={},
        log=(),
    )
    begun = [replace(plan, language=language, inputs={}, log=()).inputs for language in LANGUAGES]
    cells = {
        name: tuple(
            english.inputs[name][place]
            if isinstance(cell, str) and any(cell == inputs[name][place] for inputs in begun)
            else cell
            for place, cell in enumerate(held)
        )
        for name, held in plan.inputs.items()
    }
    return english.with_inputs(**cells)


def _english(text: str, usual: str) -> str:
    """Return a text that a plan started with in English, whatever its language; any other as it is."""
    return usual if any(text == translated(usual, language) for language in LANGUAGES) else text


def _as_agreed(plan: Plan, measure: Measure) -> list[Cell]:
    """Return the cells of an input as they go into the fingerprint."""
    cells = [float(f"{cell:.15g}") if isinstance(cell, float) else cell for cell in plan.inputs[measure.name]]
    if measure.axes[:1] and measure.axes[0] in (*NUMBERED, *ROWS):
        while cells and cells[-1] is None:
            cells.pop()
    return cells
