"""From a book to the plan that it was written with: the hidden sheet says it, else names, labels and sentences do.

The hidden text is decoded once, and one Plan built from it: with as many rows for the tables that grow as there are now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.carried import MARK, from_texts
from slasheet.plan.edition import EDITION
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.measures.scoring import CRITERIA, MOST_ROWS, ROWS
from slasheet.plan.plain_settings import plan_of_settings
from slasheet.plan.plan import MOST_LOG_ROWS, Plan
from slasheet.reader.recover import printed_edition, printed_settings
from slasheet.spreadsheet.book import Area, Book
from slasheet.texts.findings import FileError, Finding, PlanError, finding
from slasheet.texts.languages import _

#: What building a plan raises on settings that are damaged.
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError)


class NotOursError(FileError):
    """A workbook that carries no plan that this program knows; `finding` says which of the two."""

    def __init__(self, path: Path, why: Finding) -> None:
        """Keep the finding."""
        self.finding = why
        super().__init__(f"{path}: {why.message} {why.advice}")


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """The plan that a workbook was written with, without inputs, and how that is known."""

    plan: Plan
    #: The title of the hidden sheet, None where there is none.
    sheet: str | None
    #: Whether the hidden plan is lost, so that the plan comes of names, labels and sentences.
    is_lost: bool
    #: Axes of tables into which people put rows since.
    grown: frozenset[str]

    def findings(self) -> tuple[Finding, ...]:
        """Return what is odd about the hidden plan, in the language spoken."""
        return (finding("plan-lost", sheet=self.sheet),) if self.is_lost else ()


def written_plan(book: Book) -> WrittenPlan:
    """Return the plan that a workbook was written with.

    Raises NotOursError where nothing in it tells one, and for a plan of a newer edition; FileError for a plan that is
    larger than any workbook.
    """
    sheet = _hidden_sheet(book)
    why = _("there is no sheet that begins with slasheet-plan")
    if sheet is not None:
        try:
            settings, edition = from_texts([*_hidden_texts(book, sheet)])
            if edition > EDITION:
                newer = finding("newer-workbook", found=edition, expected=EDITION, sheet=sheet, cell="A2")
                raise NotOursError(book.path, newer)
            plan = _with_present_rows(settings, edition, book.names)
            return WrittenPlan(plan, sheet, False, _grown(plan, settings))
        except PlanError as error:
            raise _too_large(book.path, error) from error
        except _DAMAGE:
            why = _("its text is damaged")
    printed = printed_settings(book)
    try:
        if printed is not None:
            plan = _with_present_rows(printed, printed_edition(book, printed), book.names)
            return WrittenPlan(plan, sheet, True, _grown(plan, printed))
    except PlanError as error:
        raise _too_large(book.path, error) from error
    except _DAMAGE:
        pass
    raise NotOursError(book.path, finding("not-ours", file=book.path.name, why=why))


def _too_large(path: Path, error: PlanError) -> FileError:
    """Return the refusal of a workbook whose plan is too large for any."""
    return FileError(f"{path}: {error.findings[0].message} {error.findings[0].advice}")


def _hidden_sheet(book: Book) -> str | None:
    """Return the title of the sheet that carries the plan: by its name, else by what its first cell says."""
    area = book.names.get("sla_plan")
    if area and area.sheet in book.sheets:
        return area.sheet
    return next((title for title in book.sheets if book.cell(title, 0, 0).value == MARK), None)


def _hidden_texts(book: Book, sheet: str) -> Iterator[str]:
    """Yield the texts below the mark, up to the first cell that holds none."""
    row = 1
    while isinstance(text := book.cell(sheet, row, 0).value, str):
        yield text
        row += 1


def _with_present_rows(settings: Mapping[str, Any], edition: int, names: Mapping[str, Area | None]) -> Plan:
    """Build the plan with as many rows as its tables that grow have now: people put rows in and take rows out."""
    rows = {}
    for axis, columns, most in (
        ("entry", len(LOG_FIELDS), MOST_LOG_ROWS),
        *((axis, 1, MOST_ROWS) for axis in CRITERIA),
    ):
        measure = LEAD_LOG if axis == "entry" else CRITERIA[axis]["criterion"]
        area = names.get(f"sla_{measure.name}")
        if area is not None and area.right - area.left + 1 == columns:
            rows[axis] = min(area.bottom - area.top + 1, most)
    log_rows = {"log_rows": rows.pop("entry")} if "entry" in rows else {}
    return plan_of_settings({**settings, **log_rows, "rows": {**settings.get("rows", {}), **rows}}, edition)


def _grown(plan: Plan, settings: Mapping[str, Any]) -> frozenset[str]:
    """Return the axes along which the plan has more rows than the settings that it was written with."""
    written = {**ROWS, **settings.get("rows", {})}
    return frozenset(axis for axis, size in plan.rows.items() if size > written[axis])
