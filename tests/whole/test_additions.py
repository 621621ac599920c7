"""An addition is whole or says what it lacks: by name, and where that belongs. docs/contributing.md tells the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from slasheet.layout.sheets import SHEETS, layout
from slasheet.plan.axes import AXES
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.plan.words import HEADS, WORDS
from slasheet.recompute import recompute
from slasheet.writer.styles import TAB_COLOURS
from tests.helpers.plans import prime_plan

PLANS = {
    "two stages": prime_plan(stages=("Lead", "Customer")),
    "four stages": prime_plan(stages=("MQL", "SQL", "Opportunity", "Customer")),
    "not rounded": prime_plan(rounding="none"),
    "own currencies": prime_plan(currencies=("", "GBP", "USD")),
}


def lacks(plan: Plan) -> Iterator[str]:
    """Yield what the vocabulary of a plan lacks."""
    table, blocks, results = measures(plan), layout(plan).blocks, recompute(plan)
    for name, measure in table.items():
        if name not in blocks:
            yield f"{name} stands on no sheet: name it in a group of layout/sheets.py"
        if measure.kind == "derived" and name not in results:
            yield f"{name} is not recomputed: give it under that name in a step of recompute/"
        for axis in measure.axes:
            if axis not in AXES:
                yield f"{axis}, an axis of {name}, has no labels: plan/axes.py"
        for axis in blocks[name].labels if name in blocks else ():
            if axis not in HEADS:
                yield f"{axis}, beside {name}, has no heading: HEADS in plan/words.py"
        for axis in measure.axes:
            unworded = [label for label in plan.axis(axis) if axis in WORDS and label not in WORDS[axis]]
            if unworded:
                yield f"{', '.join(unworded)}, labels of {axis}, have no words: WORDS in plan/words.py"
    yield from (f"{name} is recomputed, and no measure: plan/measures/" for name in results if name not in table)


@pytest.mark.parametrize("kind", PLANS)
def test_every_measure_has_its_place_its_labels_and_its_definition(kind: str) -> None:
    found = list(lacks(PLANS[kind]))
    assert not found, "\n".join(found)


def test_every_sheet_says_what_it_is_for_and_has_a_colour() -> None:
    for key, sheet in SHEETS.items():
        assert sheet.title, key
        assert sheet.kind in TAB_COLOURS, f"the tab of {key} is {sheet.kind!r}, which has no colour: writer/styles.py"
        assert sheet.purpose or key == "plan", f"{key} does not say what it is for: purpose in layout/sheets.py"
