"""The same agreement in every language: complete catalogues, the same numbers, and no English left over."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from slasheet import check, read, write
from slasheet.layout.sheets import sheet_titles
from slasheet.plan.plan import Plan
from slasheet.plan.templates import NAMES, blank, example
from slasheet.plan.words import WORDS, word
from slasheet.texts.languages import LANGUAGES, _, speaking, translated
from tests.helpers.books import disagreements
from tests.helpers.engines import ironcalc_values, libreoffice_recalculate
from tools import catalogues

_HOLE = re.compile(r"\{[^{}]*\}")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield every text with its translation; of plurals, every form."""
    for message in catalogues.held(language):
        if not message.id:
            continue
        if message.pluralizable:
            yield from ((message.id[1], form) for form in message.string)
        else:
            yield message.id, message.string


def translations(catalogue: Catalog) -> set[str]:
    return {repr((text.context, *map(list, (text.id, text.string)))) for text in catalogue if text.id}


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_text_of_the_code_is_in_the_catalogue_and_translated(language: str) -> None:
    held = catalogues.path(language).read_bytes()
    assert held == catalogues.as_text(catalogues.brought_up_to_date(language)), "run: make catalogues"
    assert [text for text, translation in texts(language) if not translation.strip()] == []
    assert [message.id for message in catalogues.held(language) if message.id and message.fuzzy] == []
    with catalogues.path(language, "mo").open("rb") as file:
        assert translations(read_mo(file)) == translations(catalogues.held(language)), "run: make catalogues"


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_a_translation_says_all_that_the_text_says(language: str) -> None:
    for message in catalogues.held(language):
        if message.id and not message.pluralizable:
            assert sorted(_HOLE.findall(message.id)) == sorted(_HOLE.findall(message.string)), message.id
            assert message.id[:1].isspace() == message.string[:1].isspace(), message.id
            assert message.id[-1:].isspace() == message.string[-1:].isspace(), message.id
    for text, form in texts(language):
        assert set(_HOLE.findall(form)) <= set(_HOLE.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_tell_things_apart_are_apart_in_every_language(language: str) -> None:
    titles = list(sheet_titles(language).values())
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(len(title) <= 31 and not set(title) & set(r"[]:*?/\'") for title in titles)
    for axis in ("status", "owner"):
        shown = [word(axis, code, {}, language).casefold() for code in WORDS[axis]]
        assert len(set(shown)) == len(shown)
    assert len({translated(name, language) for name in NAMES}) == len(NAMES)


def printed(path: Path) -> set[str]:
    """Return every text that stands in a workbook: in cells, prompts, charts and headers."""
    book = openpyxl.load_workbook(path)
    found = set()
    for sheet in book.worksheets:
        if sheet.title != "slasheet plan":
            found |= {
                cell.value
                for row in sheet.iter_rows()
                for cell in row
                if isinstance(cell.value, str) and not cell.value.startswith("=")
            }
            for rule in sheet.data_validations.dataValidation:
                found |= {rule.promptTitle, rule.prompt, rule.errorTitle, rule.error} - {None}
    return found


#: One template in every language, and every template in one of them.
EACH = [*(("funnel", language) for language in LANGUAGES), ("classic", "es")]


@pytest.mark.parametrize(("template", "language"), [pair for pair in EACH if pair[1] != "en"])
def test_no_english_is_left_in_a_workbook_of_another_language(template: str, language: str, tmp_path: Path) -> None:
    write(example(template, language), tmp_path / "book.xlsx")
    # A word of the language may be an English one for something else: in Italian a date is "Data".
    own = {translation for _text, translation in texts(language)}
    english = {text for text, translation in texts(language) if text != translation} - own
    assert printed(tmp_path / "book.xlsx") & english == set()


@pytest.mark.parametrize(("template", "language"), EACH)
def test_a_workbook_is_written_without_a_complaint_and_engines_agree_with_it(
    template: str, language: str, tmp_path: Path
) -> None:
    plan, path = example(template, language), tmp_path / "book.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write(plan, path)
    assert disagreements(plan, ironcalc_values(path)) == []
    assert read(path) == plan


@pytest.mark.parametrize("speaks", ["th"])
def test_the_reader_does_not_care_which_language_a_workbook_is_in(speaks: str, tmp_path: Path) -> None:
    numbers = set()
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsx"
        plan = example("funnel", language)
        write(plan, path)
        report = check(path, speaks)
        assert report.ok
        numbers.add(str([report.values(name) for name in ("leads_due", "sla_value", "lead_value", "overall_status")]))
    assert len(numbers) == 1


def emptied(plan: Plan) -> Plan:
    """Return the plan with one target missing, so that there is something to tell."""
    return plan.with_inputs(revenue_target=(None, *plan.inputs["revenue_target"][1:]))


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_a_report_speaks_the_language_of_the_workbook_or_the_one_asked_for(language: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write(emptied(example("classic", language)), path)
    own, english = check(path), check(path, "en")
    assert [found.code for found in own.findings] == [found.code for found in english.findings]
    assert not {found.message for found in own.findings} & {found.message for found in english.findings}
    assert "NOT COMPLETE" in english.text()
    assert "NOT COMPLETE" not in own.text()
    assert own.to_json()["measures"] == english.to_json()["measures"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_workbook_says_what_is_missing_in_its_language(language: str, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write(blank(example("persona", language)), path)
    told = next(found for found in check(path).findings if found.name == "missing-input")
    with speaking(language):
        start = _("“{title}” is blank for {where}.").split("{where}")[0].format(title=_("Revenue target"))
    assert told.message.startswith(start)


@pytest.mark.engine
def test_a_workbook_in_any_language_comes_back_from_libreoffice_as_it_was(tmp_path: Path) -> None:
    """LibreOffice writes titles of sheets without quotes where their letters allow it, in any script."""
    plans = {language: example("persona", language) for language in ("pt", "th")}
    for language, plan in plans.items():
        write(plan, tmp_path / f"{language}.xlsx")
    back = libreoffice_recalculate([tmp_path / f"{language}.xlsx" for language in plans], tmp_path / "out")
    for path, plan in zip(back, plans.values(), strict=True):
        report = check(path)
        assert report.calculated
        assert [found.message for found in report.findings if found.severity != "info"] == []
        assert read(path) == plan
