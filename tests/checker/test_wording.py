"""Words that name numbers are held against what was written, whichever cell they stand in; decoration may be changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from slasheet.checker.checker import check_book
from slasheet.layout.layout import Layout
from slasheet.layout.moves import Place
from slasheet.layout.sheets import explained_row, layout, numbers_row
from slasheet.layout.wording import Role, Wording, wording
from slasheet.plan.plan import Plan
from slasheet.plan.policies import contradicts
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.book import Book, Stored
from slasheet.spreadsheet.load import load_book
from slasheet.writer.workbook import write
from tests.helpers.plans import prime_plan

HELD = ("label-changed", "policy-contradicted")
SHAPES: Mapping[str, Mapping[str, object]] = {
    "en": {},
    "it": {"language": "it", "region_label": "Persona", "rounding": "nearest", "pacing": "working"},
    "th, in three currencies": {"language": "th", "regions": ("EMEA", "UK", "US"), "currencies": ("", "GBP", "USD")},
}


class Written:
    """A workbook as written, and what it prints."""

    def __init__(self, plan: Plan, path: Path) -> None:
        """Write the plan's workbook and read it."""
        write(plan, path)
        self.book: Book = load_book(path)
        self.layout: Layout = layout(plan)
        self.texts = wording(self.layout)
        self.before = findings(self.book)

    def cell(self, place: Place) -> tuple[str, str]:
        """Return the title of the sheet and the address of a cell."""
        return self.layout.titles[place[0]], a1(*place[1:])

    def value(self, place: Place) -> object:
        """Return what stands in a cell."""
        return self.book.cell(self.layout.titles[place[0]], *place[1:]).value

    def altered(self, changes: Mapping[Place, str]) -> Book:
        """Return the workbook with other texts in some cells."""
        sheets = {title: dict(cells) for title, cells in self.book.sheets.items()}
        for (key, row, col), text in changes.items():
            sheets[self.layout.titles[key]][row, col] = Stored(text, None)
        return replace(self.book, sheets=sheets)

    def found(self, changes: Mapping[Place, str]) -> list[tuple[str, str | None, str | None]]:
        """Return name and cell of what is found in the altered workbook beyond what was found in it as written."""
        return [each for each in findings(self.altered(changes)) if each not in self.before]

    def held(self) -> dict[Place, Wording]:
        """Return the texts that name numbers; heads of the log may be called otherwise, but not as another column."""
        return {place: each for place, each in self.texts.items() if each.names_number and place[0] != "log"}


def findings(book: Book) -> list[tuple[str, str | None, str | None]]:
    """Return name, sheet and cell of every finding."""
    return [(each.name, each.sheet, each.cell) for each in check_book(book, "en").findings]


@pytest.fixture(scope="module", params=SHAPES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a workbook of each shape."""
    return Written(prime_plan(**SHAPES[request.param]), tmp_path_factory.mktemp("words") / "sla.xlsx")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return a workbook in English."""
    return Written(prime_plan(), tmp_path_factory.mktemp("english") / "sla.xlsx")


def test_every_text_that_nobody_types_is_one_that_the_layout_tells(written: Written) -> None:
    there = written.layout
    cells = {(b.sheet, *b.cell(i)) for b in there.blocks.values() for i in range(b.rows * b.cols)}
    printed = {
        (key, *spot): stored.value
        for title, key in there.keys.items()
        for spot, stored in written.book.sheets[title].items()
        if key != "plan" and isinstance(stored.value, str) and stored.formula is None and (key, *spot) not in cells
    }
    # Some labels are numbers.
    texts = {place: each.text for place, each in written.texts.items() if isinstance(written.value(place), str)}
    assert printed == texts
    assert len(printed) > 900


def _swapped(texts: Mapping[Place, Wording]) -> Iterator[tuple[Place, str]]:
    """Yield every place with the next text on its sheet that reads otherwise."""
    for place, (text, _role) in texts.items():
        others = [other.text for (sheet, *_at), other in texts.items() if sheet == place[0] and other.text != text]
        yield place, others[hash(place[1:]) % len(others)]


CHANGES: Mapping[str, Callable[[Mapping[Place, Wording]], dict[Place, str]]] = {
    "a word more": lambda texts: {place: f"{each.text} gross" for place, each in texts.items()},
    "another text of the sheet": lambda texts: dict(_swapped(texts)),
    "nothing": lambda texts: dict.fromkeys(texts, ""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_text_that_names_a_number_is_held(written: Written, change: str) -> None:
    changes = CHANGES[change](written.held())
    found = {(sheet, cell) for name, sheet, cell in written.found(changes) if name in HELD}
    assert found == {written.cell(place) for place in changes}


def test_each_text_of_start_is_held_by_itself(english: Written) -> None:
    for place, each in english.held().items():
        if place[0] == "start":
            assert english.found({place: each.text + " gross"}) == [("label-changed", *english.cell(place))]


def test_decoration_may_be_changed_freely(written: Written) -> None:
    free = {place: f"Ours: {each.text}" for place, each in written.texts.items() if not each.names_number}
    assert len(free) > 100
    # What is written on the agreement beside its tables would be left behind: that is told, as anywhere on it.
    assert {each for each in written.found(free) if each[1] != written.layout.titles["agreement"]} == set()


def test_heads_of_the_log_may_be_called_otherwise_but_not_as_another(english: Written) -> None:
    heads = {place: each.text for place, each in english.texts.items() if place[0] == "log" and each.role is Role.NAME}
    assert english.found({place: f"{text} in CRM" for place, text in heads.items()}) == []
    (first, one), (second, other), *_rest = heads.items()
    assert english.found({first: other, second: one}) == [
        ("label-changed", *english.cell(place)) for place in (first, second)
    ]


@pytest.mark.parametrize("language", ["es", "it", "pt", "th"])
def test_the_same_said_in_another_language_is_no_fault(english: Written, language: str) -> None:
    foreign = wording(replace(english.layout, plan=replace(english.layout.plan, language=language)))
    assert english.found({place: foreign[place].text for place in english.held() if place[0] != "agreement"}) == []


@pytest.mark.parametrize(
    "passed", [lambda t: f"  {t.replace(' ', '  ')} ", lambda t: t.replace(" ", "\u00a0"), lambda t: t.replace(" ", "\n"), lambda t: t.replace("–", "-")]
)  # fmt: skip
def test_what_programs_change_in_passing_is_no_fault(written: Written, passed: Callable[[str], str]) -> None:
    assert written.found({place: passed(each.text) for place, each in written.held().items()}) == []


def test_the_word_for_regions_may_be_another_and_headings_may_follow_it(english: Written) -> None:
    label = {english.layout.cell("region_label", 0): "Persona"}
    now = wording(replace(english.layout, plan=replace(english.layout.plan, region_label="Persona")))
    differing = {p: now[p].text for p, each in english.held().items() if now[p].text != each.text}
    assert len(differing) > 10
    assert findings(english.altered(label)) == findings(english.altered(label | differing)) == english.before


@pytest.mark.parametrize("link", ["Deal size ›", "Worth ›"])
def test_a_step_may_lead_to_its_sheet_under_either_title(english: Written, link: str) -> None:
    place = next(p for p, each in english.texts.items() if p[0] == "start" and each.text == "Deal size ›")
    book = english.altered({place: link})
    sheets = {
        title.replace("Deal size", "Worth"): {
            at: Stored(one.value, one.formula and one.formula.replace("'Deal size'!", "Worth!"))
            for at, one in cells.items()
        }
        for title, cells in book.sheets.items()
    }
    names = {
        name: area and area._replace(sheet=area.sheet.replace("Deal size", "Worth"))
        for name, area in book.names.items()
    }
    assert findings(replace(book, sheets=sheets, names=names)) == english.before


def test_labels_are_held_where_rows_that_were_put_in_have_moved_them(english: Written) -> None:
    """A row put in among the numbers of Start, the labels below it swapped."""
    first = numbers_row(1)
    one, other = (("start", row, 1) for row in (first + 4, first + 5))
    book = english.altered({one: english.texts[other].text, other: english.texts[one].text})
    down = {(row + (row > first), col): stored for (row, col), stored in book.sheets["Start"].items()}
    lowered = replace(book, sheets={**book.sheets, "Start": down})
    changed = [found for found in findings(lowered) if found[0] in HELD]
    assert changed == [("label-changed", "Start", f"B{row + 2}") for row in (first + 4, first + 5)]


#: Rows below the heading over the policies, in the order in which Start lists them.
ROUNDING, GOAL_LINE, CURRENCY = 1, 5, 6
SAYS_OTHERWISE = {
    "another currency": (CURRENCY, "All amounts in USD."),
    "another currency, in Italian": (CURRENCY, "Tutti gli importi in USD."),
    "a currency besides": (CURRENCY, "All amounts in EUR, licences in GBP."),
    "rounding": (ROUNDING, "Volumes are not rounded."),
    "carry": (ROUNDING, "Volumes are rounded up to whole units, each from the rounded number of the next stage; to six decimals first."),
    "pacing": (GOAL_LINE, "Linear over the working days of a month, less the holidays on Sales follow-up; its last day is the plan exactly."),
}  # fmt: skip


@pytest.mark.parametrize(("row", "sentence"), SAYS_OTHERWISE.values(), ids=SAYS_OTHERWISE)
def test_a_policy_said_otherwise_than_in_the_hidden_plan(english: Written, row: int, sentence: str) -> None:
    place = ("start", explained_row(1) + row, 2)
    report = check_book(english.altered({place: sentence}))
    (found,) = [found for found in report.findings if found.name in HELD]
    assert (found.name, found.severity, found.sheet, found.cell) == (
        "policy-contradicted",
        "error",
        "Start",
        a1(*place[1:]),
    )
    assert sentence in found.message
    assert english.texts[place].text in found.message
    assert not report.ok


@pytest.mark.parametrize(
    ("setting", "value", "row"),
    [("currency", "USD", CURRENCY), ("rounding", "nearest", ROUNDING), ("carry", "chain", ROUNDING), ("pacing", "working", GOAL_LINE)],
)  # fmt: skip
def test_a_hidden_plan_that_says_otherwise_than_the_sentence(
    english: Written, setting: str, value: str, row: int
) -> None:
    carried = json.loads(str(english.book.cell("slasheet plan", 1, 0).value))
    carried["plan"][setting] = value
    report = check_book(english.altered({("plan", 1, 0): json.dumps(carried)}))
    found = [found for found in report.findings if found.name in HELD]
    assert [(each.name, each.cell) for each in found] == [("policy-contradicted", a1(explained_row(1) + row, 2))]


def test_notes_on_currencies_agree_with_the_plan(written: Written) -> None:
    notes = {p: each.text for p, each in written.texts.items() if each.role is Role.POLICY and p[0] != "start"}
    assert bool(notes) == bool(written.layout.plan.currencies)
    for place in [*notes][:2]:
        assert written.found({place: "CHF"}) == [("policy-contradicted", *written.cell(place))]


@pytest.mark.parametrize(
    ("found", "expected", "contradicted"),
    [
        ("All amounts in USD.", "All amounts in EUR.", True),
        ("Todos los importes en USD.", "All amounts in EUR.", True),
        ("All amounts.", "All amounts in EUR.", False),
        ("All amounts in EUR, as ever.", "All amounts in EUR.", False),
        ("Volumes are not rounded.", "All amounts in EUR.", False),
        ("Own currencies: UK in USD. Sums over regions are in EUR, at the rate of the month.",
         "Own currencies: UK in GBP. Sums over regions are in EUR, at the rate of the month.", True),
    ],
)  # fmt: skip
def test_a_sentence_contradicts_another(found: str, expected: str, contradicted: bool) -> None:
    assert contradicts(found, expected) == contradicted


def test_every_label_that_repeats_another_cell_is_held(written: Written) -> None:
    repeating = {(label.sheet, label.row, label.col): label.text for label in written.layout.labels() if label.sources}
    # One of every axis on every sheet; many side by side are told as pasted values.
    firsts = {
        (label.sheet, label.axis): (label.sheet, label.row, label.col)
        for label in written.layout.labels()
        if label.sources
    }
    assert len(firsts) > 20
    for place in firsts.values():
        found = written.found({place: repeating[place] + " gross"})
        assert ("label-overwritten", *written.cell(place)) in found, place


def test_every_word_that_formulas_go_by_is_held(written: Written) -> None:
    words = [("owners", "owner"), ("statuses", "status")]
    places = [written.layout.cell(name, i) for name, axis in words for i in range(len(written.layout.plan.axis(axis)))]
    found = written.found({place: f"{written.value(place)} gross" for place in places})
    assert {each for each in found if each[0] == "word-overwritten"} == {
        ("word-overwritten", *written.cell(p)) for p in places
    }
