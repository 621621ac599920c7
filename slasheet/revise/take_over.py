"""From a workbook to what a fresh one takes over: the plan as it stands there, what is left behind, and what is doubtful.

What `check` says of the old workbook's places and labels the fresh one can't tell any more, so it is told here, or the
workbook is not taken over at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slasheet.checker.rules.labels import changed_labels, copied_sheets, merged_cells, reordered_labels
from slasheet.checker.rules.outside_tables import labels_outside, lines_put_in, names_beside, words_in_no_table
from slasheet.checker.rules.scoring import rows_outside
from slasheet.plan.amounts import label_text
from slasheet.plan.file.plan_file import load_plan
from slasheet.plan.plan import Plan
from slasheet.reader.reading import Reading, read_workbook
from slasheet.reader.written_plan import written_plan
from slasheet.revise.shifted_inputs import shifted
from slasheet.spreadsheet.addresses import a1
from slasheet.spreadsheet.load import load_book
from slasheet.texts.findings import FileError, Finding, finding
from slasheet.texts.languages import _, n_, speaking

#: What would take over the wrong cells, or leave some behind.
_NO_TAKING_OVER = ("places-unclear", "criterion-outside")
#: What would make a doubtful order or period the right one: only for who says so.
_ONLY_WHEN_MEANT = ("labels-reordered",)
#: What may stand around the tables, in the order told.
_RULES_AROUND = (
    labels_outside,
    names_beside,
    lines_put_in,
    copied_sheets,
    merged_cells,
    reordered_labels,
    changed_labels,
    words_in_no_table,
)
#: What has no place in a fresh workbook.
LEFT_BEHIND = ("label-outside", "sheet-missing", "place-deleted", "outside-of-tables")
_REPEATED = (
    *LEFT_BEHIND,
    "labels-reordered",
    "label-changed",
    "policy-contradicted",
    "label-overwritten",
    "merged-input",
    "missing-label",
    "plan-lost",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read at one go: the plan with its log, how many rows of the log stood outside its table, and the book.

    `doubts` is what a fresh workbook can't tell any more.
    """

    plan: Plan
    outside: int
    reading: Reading
    doubts: tuple[Finding, ...]


def take_over(path: Path, *, as_it_stands: bool = False) -> Taken:
    """Read a workbook whose tables are where they can be told apart; rows above or below those of the log are taken in.

    Raises FileError for what can't be read, is not ours, or where tables can't be told apart, since what is taken over
    could be the wrong number; likewise where names were sorted, inputs moved cell by cell or the first month can't be
    read, unless it is meant `as_it_stands`.
    """
    book = load_book(path)
    reading = read_workbook(book, written_plan(book))
    with speaking(reading.plan.language):
        found = (*reading.findings, *rows_outside(reading, {}), *_around(reading))
    refused = next((each for each in found if each.name in _NO_TAKING_OVER), None)
    if refused is None and not as_it_stands:
        refused = next((each for each in found if each.name in _ONLY_WHEN_MEANT or _is_start(each)), None)
    if refused:
        message = f"{path}: {refused.message} {refused.advice}"
        raise FileError(message)
    away = None if as_it_stands else shifted(reading)
    if away:
        sheet, cell = reading.layout.titles[away.first[0]], a1(*away.first[1:])
        message = (
            f"{path}: formulas look for the input {sheet}!{cell}, and {away.count - 1} more, at {away.now} now, as after cells were put in, "
            f"taken out or moved there, so numbers may be under the wrong name; undo that, or, if every number is where it belongs, run: "
            f"slasheet rebuild {path} -o NEW.xlsx --as-it-stands."
        )
        raise FileError(message)
    outside = tuple(row for _, row in reading.outside)
    doubts = tuple(each for each in found if each.name in _REPEATED or _is_start(each))
    return Taken(reading.plan.with_log((*reading.plan.log, *outside)), len(outside), reading, doubts)


def plan_in(path: Path) -> Plan:
    """Return the plan in a plan file (its name ends in .toml) or in a workbook.

    Raises FileError for what can't be read, is not ours or has shifted tables, PlanError for a wrong plan file.
    """
    if path.suffix.lower() == ".toml":
        return load_plan(path)
    return take_over(path, as_it_stands=True).plan


def _is_start(found: Finding) -> bool:
    """Return whether the first month was not to be read, so that the one the workbook was written with stands for it."""
    return found.measure == "horizon" and found.name in ("unknown-label", "text-ambiguous")


def _around(reading: Reading) -> Iterator[Finding]:
    for rule in _RULES_AROUND:
        yield from rule(reading, {})
    yield from _printed_over(reading)


def _printed_over(reading: Reading) -> Iterator[Finding]:
    """Yield the printed labels that were typed over by another name: what stands beside them may be meant for that."""
    layout = reading.layout
    for label in layout.labels():
        stored = reading.book.cell(layout.titles[label.sheet], label.row, label.col)
        if label.sources and stored.formula is None and isinstance(stored.value, str):
            expected = " > ".join(label_text(reading.at(layout.cell(*source))) for source in label.sources)
            if stored.value != expected:
                sheet, cell = layout.shown((label.sheet, label.row, label.col))
                home = "!".join(layout.address(*label.sources[0]))
                outcome = _("{found} instead of {expected}{gap}").format(
                    found=f"“{stored.value}”", expected=f"“{expected}”", gap=""
                )
                yield finding(
                    "label-overwritten",
                    sheet=sheet,
                    cell=cell,
                    found=stored.value,
                    expected=expected,
                    home=home,
                    outcome=outcome,
                    formula="",
                )


#: So many doubts are told one by one.
_MOST_LINES = 6


def doubt_lines(taken: Taken, file: Path) -> Iterator[str]:
    """Yield a line for each doubt, and one for all that are too many."""
    for found in taken.doubts[:_MOST_LINES]:
        place = "!".join(part for part in (found.sheet, found.cell) if part)
        yield _("note: {place}: {message}").format(place=place or file.name, message=found.message)
    rest = len(taken.doubts) - _MOST_LINES
    if rest > 0:
        sentence = n_(
            "note: and {count} more; see slasheet check {file}",
            "note: and {count} more; see slasheet check {file}",
            rest,
        )
        yield sentence.format(count=rest, file=file)
