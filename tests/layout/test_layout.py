"""Where things are: the contract of the defined names, and a layout that an auditor can read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from openpyxl.formula.translate import Translator

from slasheet.layout.builder import FIRST
from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Block, Layout
from slasheet.layout.moves import Lines, Moves
from slasheet.layout.sheets import layout
from slasheet.plan.plan import Plan
from slasheet.plan.templates import TEMPLATES, example
from slasheet.spreadsheet.addresses import a1
from tests.helpers.plans import bare_plans, prime_plan

#: Lists run down, also where they have one axis only.
DOWN = [("holiday",), ("fit",), ("interest",)]
ALLOWED = set(
    "SUM SUMIFS SUMPRODUCT COUNTIFS INDEX MATCH IF AND OR NOT ROUND ROUNDUP INT ABS MIN MAX COUNT COUNTA COUNTBLANK ROWS ISNUMBER N NA EDATE DAY WEEKDAY".split()  # noqa: SIM905 - a list of words reads better
)


NAMES = (*TEMPLATES, "several currencies")


def templates() -> list[Layout]:
    return [*(layout(example(name)) for name in TEMPLATES), layout(prime_plan(currencies=("", "GBP", "USD")))]


@given(plan=bare_plans(most_months=36))
@settings(max_examples=25)
def test_no_two_things_share_a_cell(plan: Plan) -> None:
    there = layout(plan)
    taken: dict[tuple[str, int, int], str] = {}
    for name, block in there.blocks.items():
        for index in range(block.rows * block.cols):
            place = (block.sheet, *block.cell(index))
            assert place not in taken, (name, taken[place], place)
            taken[place] = name
    for label in there.labels():
        place = (label.sheet, label.row, label.col)
        assert place not in taken, (label, taken[place])
        taken[place] = "label"


@given(plan=bare_plans())
@settings(max_examples=25)
def test_every_cell_is_found_again_from_its_place(plan: Plan) -> None:
    there = layout(plan)
    for name, block in there.blocks.items():
        for index in range(block.rows * block.cols):
            assert there.at(*there.cell(name, index)) == (name, index)


@pytest.mark.parametrize("there", templates(), ids=NAMES)
def test_names_cover_the_value_cells_last_axis_across_first_axis_slowest(there: Layout) -> None:
    plan = there.plan
    named = {name: (bottom - top + 1, right - left + 1) for name, _, top, left, bottom, right in there.names()}
    for name, measure in there.measures.items():
        if measure.kind == "label":
            continue
        sizes = [len(plan.axis(axis)) for axis in measure.axes]
        down = plan.size(measure.axes[:-1])
        expected = (down, sizes[-1] if sizes else 1)
        assert named[f"sla_{name}"] == (expected[::-1] if measure.axes in DOWN else expected), name
    for name in ("regions", "channels", "months", "horizon"):
        rows, cols = named[f"sla_{name}"]
        assert rows * cols == len(
            plan.axis({"regions": "region", "channels": "channel", "months": "month"}.get(name, name))
        )


@pytest.mark.parametrize("there", templates(), ids=NAMES)
def test_names_are_names_in_every_program(there: Layout) -> None:
    for name, *_ in there.names():
        assert re.fullmatch(r"sla_[a-z_]+", name)


@pytest.mark.parametrize("there", templates(), ids=NAMES)
def test_a_month_has_the_same_column_on_every_sheet(there: Layout) -> None:
    for block in there.blocks.values():
        if block.col_axis in ("month", "horizon"):
            assert block.col == FIRST, block.measure


@pytest.mark.parametrize("there", templates(), ids=NAMES)
def test_one_formula_serves_a_whole_row_of_months(there: Layout) -> None:
    formulas = Formulas(there)
    for name, measure in there.measures.items():
        block = there.blocks[name]
        if measure.kind != "derived" or block.col_axis not in ("month", "horizon"):
            continue
        for down, (first, *others) in enumerate(formulas.rows_of(name)):
            origin = a1(block.row + down, block.col)
            assert len(others) == block.cols - 1
            for along, text in enumerate(others, start=1):
                filled = Translator("=" + first, origin).translate_formula(a1(block.row + down, block.col + along))
                assert "=" + text == filled, name


@pytest.mark.parametrize("there", templates(), ids=NAMES)
def test_formulas_use_only_what_every_program_calculates_alike(there: Layout) -> None:
    formulas = Formulas(there)
    derived = [name for name, measure in there.measures.items() if measure.kind == "derived"]
    texts = [text for name in derived for row in formulas.rows_of(name) for text in row]
    texts += [formulas.label(label.sheet, label.sources) for label in there.labels()]
    for text in set(texts):
        assert set(re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"|\'[^\']*\'', "", text))) <= ALLOWED
        assert len(text) < 1_100


def test_a_block_that_people_moved_takes_its_formulas_along() -> None:
    there = layout(example("classic"))
    down = Lines(tuple(row + 3 * (row >= 2) for row in range(20)))
    moved = replace(there, titles={**there.titles, "deal": "Deals"}, moves=Moves({"deal": down}, {}))
    before, after = (Formulas(x).one("new_business_target", 0) for x in (there, moved))
    assert "'Deal size'!$E$6" in before
    assert after == before.replace("'Deal size'!$E$6", "Deals!$E$9")


def test_blocks_are_values() -> None:
    there = layout(example("classic"))
    assert layout(example("classic")).blocks == there.blocks
    assert isinstance(replace(there.blocks["deal_size"], row=9), Block)


def test_what_programs_calculate_otherwise_is_avoided_from_the_second_edition_on() -> None:
    made = example("classic")
    second, first = (Formulas(layout(replace(made, edition=edition))) for edition in (2, 1))
    assert "-INT(-ROUND(" in second.one("stage_volume", 0)
    assert "ROUNDUP(ROUND(" in first.one("stage_volume", 0)
    assert second.one("leads_due", 0).startswith("IF(ISNUMBER(")
    assert second.one("leads_due", 0).endswith(f',{first.one("leads_due", 0)},"")')
    abroad = replace(made, currencies=("", "GBP", "", ""), inputs={})
    second, first = (Formulas(layout(replace(abroad, edition=edition))) for edition in (2, 1))
    rows = [[text for row in formulas.rows_of("input_check") for text in row] for formulas in (second, first)]
    changed = [texts for texts in zip(*rows, strict=True) if texts[0] != texts[1]]
    ((new, old),) = changed
    assert re.search(r"COUNTIFS\([^,()]+,1,", new)
    assert re.search(r",1\)$", old)
