"""From names, labels and sentences to the settings of a plan whose hidden sheet is lost.

What goes in is a `Book` without a plan that can be read; what comes out are the settings as far as they are printed: all
but how exports of a CRM are read, and what is carried where nothing is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from slasheet.layout.formulas import Formulas
from slasheet.layout.sheets import layout, sheet_titles
from slasheet.plan.amounts import label_text
from slasheet.plan.edition import EDITION
from slasheet.plan.plain_settings import plan_of_settings
from slasheet.plan.plan import LOG_ROWS, MOST_LOG_ROWS, Plan
from slasheet.plan.policies import stated
from slasheet.plan.words import code
from slasheet.spreadsheet.book import Area, Book
from slasheet.texts.languages import LANGUAGES
from slasheet.texts.months import date_of_serial

_FUNCTION = re.compile(r"[A-Z]+(?=\()")
#: The names without which there is no telling what the tables are about.
_NEEDED = ("sla_regions", "sla_channels", "sla_channel_owner", "sla_stages", "sla_horizon", "sla_months")
#: The most cells that a name of labels covers in a workbook of ours; more, and nothing is read from it.
_MOST_LABELS = 100_000


def printed_settings(book: Book) -> Mapping[str, Any] | None:
    """Return the settings, as `Plan.settings` gives them, that a workbook shows; None where it does not show enough."""
    if any(_area(book, name) is None for name in _NEEDED):
        return None
    language = _language(book)
    texts = {
        stored.value for cells in book.sheets.values() for stored in cells.values() if isinstance(stored.value, str)
    }
    settings = {"rounding": "up", "carry": "exact", "pacing": "calendar", "currency": "EUR"} | stated(texts, language)
    kept = _filled(book, "sla_regions")
    regions = _kept(book, "sla_regions", kept)
    reporting = next(iter(_texts(book, "sla_reporting_currency")), "")
    own = dict(zip(regions, _kept(book, "sla_region_currency", kept), strict=False)) if reporting else {}
    filled = _filled(book, "sla_channels")
    words = [code("owner", text, language) or "marketing" for text in _kept(book, "sla_channel_owner", filled)]
    channels = zip(_kept(book, "sla_channels", filled), words, strict=False)
    months, log = (_area(book, name) for name in ("sla_months", "sla_lead_log"))
    horizon = _area(book, "sla_horizon")
    if months is None or horizon is None:
        return None
    wide = _width(book, months)
    return settings | {
        "title": next(iter(_texts(book, "sla_title")), "") or "SLA",
        "language": language,
        "start": _start(book, horizon),
        "months": wide,
        "lookahead": _width(book, horizon) - wide,
        "currency": reporting or settings["currency"],
        "stages": _kept(book, "sla_stages", _filled(book, "sla_stages")),
        "regions": {
            "label": next(iter(_texts(book, "sla_region_label")), "") or "Region",
            "names": regions,
            "currencies": {region: text for region, text in own.items() if text and text != reporting},
        },
        "channels": [{"name": name, "owner": owner} for name, owner in channels],
        "log_rows": min(log.bottom - log.top + 1, MOST_LOG_ROWS) if log else LOG_ROWS,
    }


def printed_edition(book: Book, settings: Mapping[str, Any]) -> int:
    """Return the edition whose names and formulas are most of those in the book, the newer of two that fit alike.

    Raises ValueError for settings of no plan.
    """
    return max(range(1, EDITION + 1), key=lambda edition: (_fit(book, plan_of_settings(settings, edition)), edition))


def _fit(book: Book, plan: Plan) -> int:
    """Return how many measures of a plan the book names and computes by the same functions, less the names that it lacks."""
    formulas, fit = Formulas(layout(plan)), 0
    for name, measure in formulas.measures.items():
        area = _area(book, f"sla_{name}")
        if area is None:
            fit -= 1
        elif measure.kind == "derived":
            # Wherever its cells are now.
            found = book.cell(area.sheet, area.top, area.left).formula or ""
            fit += _FUNCTION.findall(found) == _FUNCTION.findall(formulas.one(name, 0))
        else:
            fit += 1
    return fit


def _language(book: Book) -> str:
    """Return the language that most of the titles are in."""
    shared = {language: len({*sheet_titles(language).values()} & {*book.sheets}) for language in LANGUAGES}
    return max(shared, key=lambda language: shared[language])


def _area(book: Book, name: str) -> Area | None:
    area = book.names.get(name)
    return area if area is not None and area.sheet in book.sheets else None


def _texts(book: Book, name: str) -> Iterator[str]:
    """Yield what stands in the cells of a name, as text, without spaces around it."""
    area = _area(book, name)
    if area is not None and (area.bottom - area.top + 1) * (area.right - area.left + 1) <= _MOST_LABELS:
        for row in range(area.top, area.bottom + 1):
            for col in range(area.left, area.right + 1):
                yield label_text(book.cell(area.sheet, row, col).value).strip()


def _filled(book: Book, name: str) -> list[bool]:
    """Return which cells of labels hold one; where one is blank a row or column was put in."""
    return [bool(text) for text in _texts(book, name)]


def _kept(book: Book, name: str, filled: list[bool]) -> list[str]:
    """Return the texts that stand beside labels, place by place."""
    return [text for text, is_filled in zip(_texts(book, name), filled, strict=False) if is_filled]


def _width(book: Book, area: Area) -> int:
    """Return how many cells of a row hold something: the others were put in."""
    cells = (book.cell(area.sheet, area.top, col) for col in range(area.left, area.right + 1))
    return sum(cell.value not in (None, "") or cell.formula is not None for cell in cells)


def _start(book: Book, horizon: Area) -> str:
    value = book.cell(horizon.sheet, horizon.top, horizon.left).value
    first = date_of_serial(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return f"{first.year:04d}-{first.month:02d}" if first else "2027-01"
