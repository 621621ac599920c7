"""What is recorded of every edition: the vocabulary of several kinds of plan, and the verdict on workbooks of that time.

`python -m tests.helpers.editions` records the newest edition where nothing is recorded of it yet. What is recorded of
an edition that is out is never recorded anew: workbooks that people have must go on being right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from slasheet import Plan, Report, check
from slasheet.layout.formulas import Formulas
from slasheet.layout.layout import Layout
from slasheet.layout.sheets import layout
from slasheet.plan.edition import EDITION
from slasheet.plan.templates import TEMPLATES, example
from tests.helpers.places import ROOT

FOLDER = ROOT / "tests" / "editions"
VOCABULARY, VERDICTS = "vocabulary.json", "verdicts.json"


def workbooks(edition: int) -> list[Path]:
    """Return the workbooks that were written in an edition, as programs saved them then."""
    return sorted(path for path in (FOLDER / str(edition)).iterdir() if path.suffix in (".xlsx", ".ods"))


def recorded(edition: int, what: str) -> Any:
    """Return what is recorded of an edition: VOCABULARY or VERDICTS."""
    return json.loads((FOLDER / str(edition) / what).read_text(encoding="utf-8"))


def verdict(report: Report) -> dict[str, Any]:
    """Return all that a report says but for its sentences: findings by place, and a mark for the numbers of each measure."""
    told = report.to_json()
    return {
        "ok": told["ok"],
        "calculated": told["calculated"],
        "fingerprint": told["fingerprint"],
        "findings": [
            [found[fact] for fact in ("code", "severity", "sheet", "cell", "measure", "at", "found", "expected", "follows")]
            for found in told["findings"]
        ],
        "measures": {name: _mark(_rounded(held)) for name, held in told["measures"].items()},
    }  # fmt: skip


def kinds(edition: int) -> Iterator[tuple[str, Plan]]:
    """Yield plans in which every part of the vocabulary of an edition stands somewhere, each with a name."""
    for name in TEMPLATES:
        plan = in_edition(example(name), edition)
        yield name, plan
        yield f"{name}, working days, rounded to nearest", replace(plan, pacing="working", rounding="nearest")
        yield f"{name}, not rounded, in Spanish", replace(plan, rounding="none", language="es")
    yield (
        "persona, whole numbers carried, in Thai",
        replace(in_edition(example("persona"), edition), carry="chain", language="th"),
    )
    currencies = ("USD", *("" for _ in example("funnel").regions[1:]))
    yield "funnel, a region in dollars", replace(example("funnel"), currencies=currencies, inputs={}, edition=edition)


def in_edition(plan: Plan, edition: int) -> Plan:
    """Return a plan in an earlier edition: without the inputs that came later."""
    made = replace(plan, edition=edition, inputs={})
    return made.with_inputs(**{name: cells for name, cells in plan.inputs.items() if name in made.inputs})


def vocabulary(edition: int) -> dict[str, dict[str, str]]:
    """Return marks for the measures and sheets of an edition, by kind of plan: what a workbook is held against."""
    return {kind: dict(_declared(layout(plan))) for kind, plan in kinds(edition)}


def _declared(made: Layout) -> Iterator[tuple[str, str]]:
    formulas = Formulas(made)
    for name, block in made.blocks.items():
        measure = made.measures[name]
        cells = list(formulas.rows_of(name)) if measure.kind == "derived" else []
        where = [block.sheet, block.row, block.col, block.rows, block.cols, block.header, dict(block.labels)]
        axes = {axis: made.plan.axis(axis) for axis in measure.axes}
        takes = [list(measure.bounds or ()), measure.default, measure.optional, measure.view]
        shape = [block.row_axes, block.col_axis, block.titled, block.headed, block.is_total]
        yield name, _mark([where, shape, axes, measure.unit, measure.title, takes, cells])
    for key, title in made.titles.items():
        headings = [list(heading) for heading in made.headings if heading.sheet == key]
        yield f"sheet {key}", _mark([title, headings, [list(label) for label in made.labels(key)]])


def _rounded(held: Any) -> Any:
    """Return numbers to twelve digits: the rest is the machine's."""
    if isinstance(held, float):
        return float(f"{held:.12g}")
    if isinstance(held, Mapping):
        return {key: _rounded(value) for key, value in held.items()}
    return [_rounded(value) for value in held] if isinstance(held, (list, tuple)) else held


def _mark(held: Any) -> str:
    return sha256(json.dumps(held, ensure_ascii=True, default=str).encode()).hexdigest()[:10]


def record(edition: int) -> None:
    """Record an edition of which nothing is recorded yet; its workbooks lie in its folder already."""
    for what, made in (
        (VOCABULARY, vocabulary(edition)),
        (VERDICTS, {path.name: verdict(check(path)) for path in workbooks(edition)}),
    ):
        file = FOLDER / str(edition) / what
        if not file.exists():
            file.write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(EDITION)
