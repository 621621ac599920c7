"""Workbooks that people have go on being right: each is judged by the edition of the vocabulary that it was written with."""

from __future__ import annotations

import json

import pytest

from slasheet import check
from slasheet.plan.edition import EDITION
from tests.helpers.editions import FOLDER, VERDICTS, VOCABULARY, recorded, verdict, vocabulary, workbooks

EDITIONS = [edition for edition in range(1, EDITION + 1) if (FOLDER / str(edition)).is_dir()]


def test_every_edition_is_recorded() -> None:
    missing = sorted({*range(1, EDITION + 1)} - {*EDITIONS})
    assert not missing, (
        f"edition {missing[0]} is not recorded: put workbooks that were written in it into {FOLDER}/{missing[0]}, "
        "and run: python -m tests.helpers.editions"
    )


@pytest.mark.parametrize(
    ("edition", "name"), [(edition, path.name) for edition in EDITIONS for path in workbooks(edition)]
)
def test_a_workbook_of_an_edition_gets_the_verdict_it_got_then(edition: int, name: str) -> None:
    path = next(path for path in workbooks(edition) if path.name == name)
    found = json.loads(json.dumps(verdict(check(path))))
    then = recorded(edition, VERDICTS)[name]
    differing = [measure for measure, mark in then["measures"].items() if found["measures"].get(measure) != mark]
    assert differing == [], f"recomputed otherwise than in edition {edition}"
    assert found == then


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_vocabulary_of_an_edition_stays_as_it_was(edition: int) -> None:
    now, then = vocabulary(edition), recorded(edition, VOCABULARY)
    differing = {
        kind: [name for name in {**then[kind], **now[kind]} if then[kind].get(name) != now[kind].get(name)]
        for kind in then
    }
    assert {kind: names for kind, names in differing.items() if names} == {}, (
        f"edition {edition} is out: what is new there says since which edition it exists (slasheet/plan/edition.py)"
    )
