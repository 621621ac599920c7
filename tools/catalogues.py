"""The catalogues of translations: what is to be said in every language, taken from the code, and made ready for gettext.

`python -m tools.catalogues` (or `make catalogues`) takes all texts from the code, adds the new ones to each
`slasheet/texts/locale/*/LC_MESSAGES/slasheet.po`, drops those that are gone, and compiles the .mo files that are shipped.

Why two sources: sentences in functions are marked with `_`; titles, meanings, headings, messages and words
stand in tables, some of them made from parts, and are taken from the tables as they come out.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from slasheet.layout import agreement as agreementlayout
from slasheet.layout.sheets import SHEETS
from slasheet.plan import measure as vocabulary
from slasheet.plan import plan
from slasheet.plan import words as wording
from slasheet.plan.edition import EDITION
from slasheet.plan.measures.table import measures_under
from slasheet.texts.catalogue import CODES
from slasheet.texts.languages import CATALOGUES, DOMAIN, LANGUAGES

_ROOT = Path(__file__).parent.parent
_KEYWORDS = {"_": None, "N_": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
#: The same texts give the same files, whenever they are written.
_FIXED_DATE = datetime(2027, 1, 1, tzinfo=UTC)
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")


def path(language: str, kind: str = "po") -> Path:
    """Return where the catalogue of a language is: its text (`po`) or what gettext reads (`mo`)."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.{kind}"


def table_texts() -> Iterator[str]:
    """Yield every text that stands in a table, for every kind of plan there is, in every edition."""
    stages = range(plan.FEWEST_STAGES, plan.MOST_STAGES + 1)
    editions = range(1, EDITION + 1)
    kinds = product(stages, plan.ROUNDINGS, plan.CARRIES, plan.PACINGS, (False, True), editions)
    for kind in kinds:
        for measure in measures_under(vocabulary.Policy(*kind)).values():
            yield measure.title
            yield measure.meaning
    for sheet in SHEETS.values():
        yield sheet.title
        for group in sheet.groups:
            yield group.title or ""
            yield group.note or ""
    for section in agreementlayout.SECTIONS:
        yield section.title
        yield section.note
    for code in CODES:
        yield code.message
        yield code.advice
    for words in wording.WORDS.values():
        yield from words.values()


def extracted() -> Catalog:
    """Return all texts of the code as a catalogue without translations."""
    catalogue = Catalog(project=DOMAIN, creation_date=_FIXED_DATE, revision_date=_FIXED_DATE)
    for text in table_texts():
        if text:
            catalogue.add(text)
    found = extract_from_dir(_ROOT / "slasheet", keywords=_KEYWORDS, comment_tags=("Translators:",))
    for _file, _line, message, comments, context in sorted(found, key=lambda text: (text[0], text[1])):
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def held(language: str) -> Catalog:
    """Return the catalogue of a language as it is, empty where there is none yet."""
    if not path(language).exists():
        return Catalog(locale=language, domain=DOMAIN)
    with path(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def brought_up_to_date(language: str) -> Catalog:
    """Return the catalogue of a language with the texts of the code: new ones untranslated, old ones gone."""
    catalogue = held(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = DOMAIN, ""
    catalogue.creation_date = catalogue.revision_date = _FIXED_DATE
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text that translators edit: in alphabetical order, whatever module a text moves to."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, no_location=True, sort_output=True)
    return re.sub(rb'"Generated-By: .*\n', b"", out.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Bring every catalogue up to date, compile it, and say what is untranslated."""
    for language in TRANSLATED:
        catalogue = brought_up_to_date(language)
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(as_text(catalogue))
        path(language, "mo").write_bytes(compiled(catalogue))
        missing = sum(not all(message.string) if message.pluralizable else not message.string for message in catalogue)
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {missing} of them untranslated\n")


if __name__ == "__main__":
    main()
