"""What a language needs before it can be chosen: its record, its catalogue and its name in the README."""

from __future__ import annotations

from collections.abc import Iterator
from locale import windows_locale

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from slasheet.layout.sheets import sheet_titles
from slasheet.texts.days import MONTH_NAMES
from slasheet.texts.languages import LANGUAGES, Language
from tests.helpers.places import ROOT
from tools import catalogues

pytestmark = pytest.mark.slow


def lacking(code: str) -> list[str]:
    """Return what a language lacks, each in a sentence that names the place; CLDR says what its record must hold."""
    return [*_wrong_in_the_record(code), *_missing_in_the_catalogue(code), *_missing_in_the_readme(code)]


def _wrong_in_the_record(code: str) -> Iterator[str]:
    language, home = LANGUAGES[code], f"LANGUAGES[{code!r}]"
    if language.name.casefold() != (Locale(code).get_display_name(code) or "").casefold():
        yield f"{home}.name is not what the language calls itself: {Locale(code).get_display_name(code)}"
    if windows_locale.get(int(language.excel_code, 16), "").partition("_")[0] != code:
        yield f"{home}.excel_code {language.excel_code} is not a code of this language"
    if (language.decimal, language.grouping) != (get_decimal_symbol(code), get_group_symbol(code)):
        yield f"{home}.decimal and .grouping are not the marks of this language"
    if len(language.months) != 12:
        yield f"{home}.months are {len(language.months)}, not 12"
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, "format", code).items():
            plain = name.replace(".", "").casefold()
            if plain not in " ".join(language.months[number - 1 : number]).split():
                yield f"{home}.months lacks {plain} for month {number}"
    for number, names in enumerate(language.months, start=1):
        yield from (
            f"{home}.months: {name} is month {MONTH_NAMES[name]} in another language"
            for name in names.split()
            if MONTH_NAMES.get(name, number) != number
        )


def _missing_in_the_catalogue(code: str) -> Iterator[str]:
    if code == "en":
        return
    home = catalogues.path(code).relative_to(ROOT)
    for kind in ("po", "mo"):
        if not catalogues.path(code, kind).exists():
            yield f"{home.with_suffix(f'.{kind}')} is missing: run make catalogues"
    texts = [text for text in catalogues.brought_up_to_date(code) if text.id]
    untranslated = [text.id for text in texts if not text.string or not all(text.string)]
    if untranslated:
        yield f"{home}: {len(untranslated)} texts are not translated, {untranslated[0]!r} among them"
    for title in sheet_titles(code).values() if catalogues.path(code, "mo").exists() else ():
        if len(title) > 31:
            yield f"{home}: {title!r} is longer than the 31 letters that Excel takes for the title of a sheet"


def _missing_in_the_readme(code: str) -> Iterator[str]:
    if str(Locale(code).english_name) not in (ROOT / "README.md").read_text(encoding="utf-8"):
        yield f"README.md does not name {Locale(code).english_name}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_all_that_it_needs(code: str) -> None:
    assert lacking(code) == []


def test_what_a_new_language_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """French with the marks, the Excel code and the months of others, and nothing else."""
    months = ("janvier janv", *LANGUAGES["it"].months[1:])
    monkeypatch.setitem(LANGUAGES, "fr", Language("Francais", "40A", ",", ".", months, ()))
    told = "\n".join(lacking("fr"))
    for part in (
        "LANGUAGES['fr'].name is not what the language calls itself: français",
        "LANGUAGES['fr'].excel_code 40A is not a code of this language",
        "LANGUAGES['fr'].decimal and .grouping are not the marks of this language",
        "LANGUAGES['fr'].months lacks février for month 2",
        "locale/fr/LC_MESSAGES/slasheet.po is missing: run make catalogues",
        "texts are not translated",
        "README.md does not name French",
    ):
        assert part in told
    assert "janv for" not in told


def test_a_record_without_a_fact_is_no_language() -> None:
    with pytest.raises(TypeError, match="'months' and 'plural_endings'"):
        Language("Français", "40C", ",", "\u202f")
