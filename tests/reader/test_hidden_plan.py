"""The hidden plan is taken on nobody's word: whatever stands in it, a workbook ends in a report or in one line."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from slasheet import Channel, Plan
from slasheet.checker.checker import check_book
from slasheet.cli.main import cli
from slasheet.plan.carried import from_texts, to_texts
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.plain_settings import plan_of_settings
from slasheet.plan.templates import example, filled
from slasheet.spreadsheet.book import Book, Stored
from slasheet.spreadsheet.load import load_book
from slasheet.texts.findings import FileError
from slasheet.writer.workbook import write

MOST_SECONDS = 3
CRM = CrmSettings({"created": "Date"}, {"EU": "EMEA"}, {"www": "Web"}, "Europe/Berlin", "dmy", (9, 17), ",")
PLAN = Plan(
    months=2, regions=("EMEA", "UK"), channels=(Channel("Web"),), currencies=("", "GBP"), crm=CRM, rows={"fit": 9}
)
#: What is put where something else stood.
WRONG: tuple[Any, ...] = (
    None,
    0,
    -1,
    3,
    10**9,
    1.5,
    True,
    "",
    "x" * 100_000,
    "#N/A",
    [],
    [1],
    [[]],
    ["a"] * 3,
    {},
    {"a": 1},
    {"names": "x"},
    float("nan"),
    float("inf"),
)


def paths(data: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value within plain data."""
    if so_far:
        yield so_far
    for key, below in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths(below, (*so_far, key))


CARRIED: Any = json.loads("".join(to_texts(PLAN)))
PATHS = tuple(paths(CARRIED))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hidden") / "a.xlsx"
    write(filled(PLAN, example("classic")), path)
    return path


def carrying(book: Book, text: str) -> Book:
    """Return a book whose hidden plan is another text."""
    area = book.names["sla_plan"]
    assert area is not None
    chunks = [text[at : at + 30_000] for at in range(0, len(text), 30_000)]
    cells = {(down + 1, 0): Stored(chunk, None) for down, chunk in enumerate(chunks)}
    first = {(0, 0): book.cell(area.sheet, 0, 0)}
    return replace(book, sheets={**book.sheets, area.sheet: {**first, **cells}})


def changed(path: tuple[Any, ...], wrong: Any) -> Any:
    """Return the carried plan with one value replaced."""
    data = deepcopy(CARRIED)
    inside = data
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = wrong
    return data


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_a_field_of_any_type_is_refused_or_makes_a_plan(path: tuple[Any, ...]) -> None:
    for wrong in WRONG:
        try:
            settings, edition = from_texts([json.dumps(changed(path, wrong))])
            plan = plan_of_settings(settings, edition)
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
        # What is taken can be worked with.
        assert plan_of_settings(plan.settings(), plan.edition) == plan
        hash(plan)
        plan.fingerprint()


@pytest.mark.parametrize(
    "path",
    [
        ("plan", "crm", "regions"),
        ("plan", "months"),
        ("plan", "channels", 0),
        ("format",),
        ("plan", "title"),
        ("plan", "rows", "fit"),
    ],
    ids=str,
)
def test_a_workbook_whose_hidden_plan_is_wrong_gets_a_report_or_one_line(path: tuple[Any, ...], written: Path) -> None:
    book = load_book(written)
    for wrong in WRONG:
        try:
            report = check_book(carrying(book, json.dumps(changed(path, wrong))))
        except FileError:
            continue
        report.to_json()
        report.text()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        '{"plan": {}, "format": Infinity}',
        '{"plan": [], "format": 1}',
        '{"format": ' + "9" * 5_000 + ', "plan": {}}',
        '{"format": 1, "plan": {"title": "\\ud800"}}',
        "1",
        "",
    ],
)
def test_a_text_that_is_no_plan_is_damage(text: str) -> None:
    with pytest.raises(ValueError, match=r"damaged|JSON|Expecting|Exceeds|number of an edition|object|surrogates"):
        from_texts([text])


def test_a_plan_that_multiplies_is_refused_at_once(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions = {"label": "Region", "names": [f"R{n}" for n in range(1_000)]}
    channels = [{"name": f"C{n}", "owner": "sales"} for n in range(1_000)]
    settings = CARRIED["plan"] | {"regions": regions, "channels": channels, "months": 36}
    book = carrying(load_book(written), json.dumps(CARRIED | {"plan": settings}))
    began = time.process_time()
    with pytest.raises(FileError, match=r"The plan has 539,6.*1,000 regions, 1,000 channels, 36 months.* 3,000,000 "):
        check_book(book)
    assert time.process_time() - began < MOST_SECONDS
    monkeypatch.setattr("slasheet.checker.checker.load_book", lambda _path: book)
    done = CliRunner().invoke(cli, ["check", str(written)])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_a_name_of_labels_that_covers_a_whole_sheet_is_not_gone_through(written: Path) -> None:
    book = carrying(load_book(written), "damaged")
    area = book.names["sla_regions"]
    assert area is not None
    whole = area._replace(top=0, left=0, bottom=1_048_575, right=16_383)
    began = time.process_time()
    report = check_book(replace(book, names={**book.names, "sla_regions": whole}))
    assert time.process_time() - began < MOST_SECONDS
    assert [found.name for found in report.findings] == ["not-ours"]
