"""Every fact of a measure has one home: what a measure, a rule or a sheet refers to is there, and few modules name measures."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest

import slasheet
from slasheet.layout.agreement import SECTIONS
from slasheet.layout.sheets import SHEETS, layout
from slasheet.plan.axes import AXES
from slasheet.plan.axis_labels import RULES as RULE_LABELS
from slasheet.plan.axis_labels import STEPS
from slasheet.plan.measure import Measure, Policy
from slasheet.plan.measures.labels import HOMES
from slasheet.plan.measures.rules import RULES
from slasheet.plan.measures.table import measures_under
from slasheet.plan.plan import CARRIES, PACINGS, ROUNDINGS, Plan

POLICIES = tuple(Policy(*kind) for kind in product((2, 4), ROUNDINGS, CARRIES, PACINGS, (False, True)))
#: Everything that any plan has, by name.
ALL = {name: measure for policy in POLICIES for name, measure in measures_under(policy).items()}
HERE = Path(slasheet.__file__).parent
#: Where measures are declared, laid out and computed, they go by their names.
HOME = ("plan/measures/", "layout/sheets.py", "recompute/")
#: What means something else besides: an axis, a setting, a unit.
MANIFOLD = {*AXES, *(about.name for about in fields(Plan)), *(measure.unit for measure in ALL.values())}
#: How often a module elsewhere may name a measure. Numbers may only fall, and no module may join.
MOST: Mapping[str, int] = {
    "checker/compare/causes.py": 3,
    "checker/compare/cell_finding.py": 1,
    "checker/rules/agreement.py": 20,
    "checker/rules/inputs.py": 2,
    "checker/rules/log.py": 2,
    "checker/rules/plan.py": 26,
    "checker/rules/scoring.py": 1,
    "cli/commands/learn.py": 1,
    "cli/commands/new.py": 2,
    "cli/commands/show.py": 4,
    "cli/update_options.py": 1,
    "crm/estimates.py": 6,
    "crm/exports.py": 3,
    "crm/headings.py": 3,
    "crm/learn.py": 3,
    "crm/learned_text.py": 2,
    "crm/log_rows.py": 2,
    "crm/promise.py": 1,
    "crm/reps.py": 2,
    "layout/agreement.py": 20,
    "layout/builder.py": 2,
    "layout/layout.py": 1,
    "many/rollup/frames.py": 2,
    "many/rollup/parts.py": 17,
    "many/rollup/sheets/board.py": 8,
    "many/rollup/sheets/charts.py": 5,
    "many/rollup/sheets/front.py": 5,
    "many/rollup/sheets/tables.py": 6,
    "plan/__init__.py": 1,
    "plan/axis_labels.py": 33,
    "plan/file/agreement.py": 1,
    "plan/signatures.py": 1,
    "plan/starting_texts.py": 17,
    "plan/words.py": 33,
    "reader/reading.py": 1,
    "reader/typed_names.py": 8,
    "report/content.py": 14,
    "report/export.py": 1,
    "report/report.py": 1,
    "revise/diff/__init__.py": 3,
    "revise/update/names.py": 1,
    "writer/sheets/agreement.py": 1,
    "writer/sheets/frame.py": 4,
    "writer/sheets/inputs.py": 3,
    "writer/sheets/results.py": 1,
    "writer/sheets/scoring.py": 3,
}


def named() -> Mapping[str, int]:
    """Return how often every module names a measure, of those that have no business with single measures."""
    names = ALL.keys() - MANIFOLD
    counts: Counter[str] = Counter()
    for path in HERE.rglob("*.py"):
        module = path.relative_to(HERE).as_posix()
        if not module.startswith(HOME):
            tree = ast.parse(path.read_text("utf-8"))
            counts[module] = sum(isinstance(node, ast.Constant) and node.value in names for node in ast.walk(tree))
    return +counts


def test_a_module_that_names_a_measure_is_known_and_names_no_more_than_before() -> None:
    now = named()
    more = {module: count for module, count in now.items() if count > MOST.get(module, 0)}
    assert not more, f"a fact of a measure belongs into its declaration, not into {more}"
    fewer = {module: now.get(module, 0) for module, most in MOST.items() if now.get(module, 0) < most}
    assert not fewer, f"well done: lower the numbers in MOST to {fewer}"


def references(measure: Measure) -> Iterator[str | None]:
    """Yield the measures that a measure refers to by name, but for those in its formula."""
    yield from (measure.missing, measure.beside, measure.scale)
    yield measure.printed_at[0] if measure.printed_at else None
    yield from (f"{measure.name}_{period}" for period in measure.totals)


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_what_a_measure_refers_to_is_there(policy: Policy) -> None:
    table = measures_under(policy)
    for measure in table.values():
        lost = [name for name in references(measure) if name is not None and name not in table]
        assert not lost, (measure.name, lost)
        axes = [measure.choices] if isinstance(measure.choices, str) else [*(measure.choices or {}).values()]
        assert {*measure.axes, *measure.labels, *axes} <= {*AXES}, measure.name
        if measure.missing:
            assert {*table[measure.missing].axes} <= {*measure.axes}, measure.name
    assert {RULES[label].mended_at for label in RULE_LABELS} <= table.keys()
    assert {mirror.measure for mirror in layout(Plan()).mirrors} <= table.keys()
    assert {sheet.in_view for sheet in SHEETS.values() if sheet.in_view} <= table.keys()


def test_what_is_needed_says_where_its_blanks_are_counted_or_is_always_needed() -> None:
    for measure in ALL.values():
        if measure.kind == "input" and (measure.optional or measure.default is not None):
            assert measure.missing is None, measure.name


def test_every_rule_every_step_and_every_choice_has_its_place() -> None:
    assert set(RULES) == set(RULE_LABELS)
    assert tuple(sheet.key for sheet in SHEETS.values() if sheet.step) == STEPS
    assert {sheet for section in SECTIONS for sheet in section.links} <= SHEETS.keys()
    for measure in ALL.values():
        if isinstance(measure.choices, str):
            assert measure.choices in HOMES, measure.name
