"""What stands in the agreement, held against what belongs there, against the plan and against the calendar: findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.log import plan_span
from slasheet.checker.rules.rule import Results
from slasheet.plan.amounts import amount
from slasheet.plan.axis_labels import AGREEMENT_AXES, PROGRESS, PROMISES
from slasheet.plan.measure import Measure
from slasheet.plan.measures.agreement_tables import LONGEST_TEXT, TABLES
from slasheet.plan.signatures import holds, in_words, signatures
from slasheet.plan.words import word
from slasheet.reader.reading import Reading
from slasheet.reader.typed_text import possible_in
from slasheet.spreadsheet.book import ErrorValue
from slasheet.texts.closest import nearest
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _


def cells_of_tables(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Error values anywhere, text where a date or a number belongs, numbers out of bounds, names not from the list."""
    for measure in TABLES:
        places = reading.plan.coordinates(measure.axes)
        for index, (at, cell) in enumerate(zip(places, reading.plan.inputs[measure.name], strict=True)):
            if cell is None:
                continue
            unit, bounds = measure.unit_at(at), measure.bounds_at(at)
            if isinstance(cell, ErrorValue):
                yield finding("error-in-input", found=str(cell), **facts_about(reading, measure, index))
            elif len(possible_in(reading.plan, measure, at, cell)) > 1:
                continue
            elif isinstance(cell, str) and bounds is not None:
                day = unit == "date"
                kind, how = (_("a date"), _("as 2027-02-14")) if day else (_("a number"), _("as a plain number"))
                text = f"“{cell}”"
                yield finding("text-in-number", found=cell, found_text=text, kind=kind, how=how, **facts_about(reading, measure, index))  # fmt: skip
            elif isinstance(cell, str):
                yield from _about_text(reading, measure, index, cell)
            elif bounds is not None and not bounds.admits(cell):
                yield finding(
                    "out-of-bounds", found=cell, shown=amount(cell, unit), **facts_about(reading, measure, index)
                )


def _about_text(reading: Reading, measure: Measure, index: int, text: str) -> Iterator[Finding]:
    """Tell a text that is too long, and one that should be a name from a list but is none."""
    facts = facts_about(reading, measure, index)
    axis = measure.choices_at(facts["at"])
    if axis is not None and text not in reading.plan.axis(axis):
        known = [word(axis, code, {}, reading.plan.language) for code in reading.plan.axis(axis)]
        near = nearest(text.strip().capitalize(), known)
        hint = _("Did you mean {label}? ").format(label=near[0]) if near else ""
        what = _("“{title}” for {where}").format(title=_(measure.title), where=facts["where"])
        facts |= {"allowed": _(" or ").join(known), "near": hint, "what": what}
        shown = _("“{text}”, which is not in the list").format(text=text)
        yield finding("unknown-label", found=text, found_text=shown, **facts)
    elif len(text) > LONGEST_TEXT:
        sizes: dict[str, Any] = {
            "found_text": amount(float(len(text)), "count"),
            "expected_text": amount(float(LONGEST_TEXT), "count"),
        }
        yield finding("text-too-long", found=len(text), expected=LONGEST_TEXT, **sizes, **facts)


def sections_blank(reading: Reading, results: Results) -> Iterator[Finding]:
    """Sections in which nothing is filled."""
    filled = results["agreement_progress"][:: len(PROGRESS)]
    for section, count in zip(AGREEMENT_AXES["section"], filled, strict=True):
        if count == 0:
            name = "valid_from" if section == "period" else section
            sheet, cell = reading.layout.address(name)
            yield finding("agreement-blank", sheet=sheet, cell=cell, measure=name, title=word("section", section, {}))


def period_and_plan(reading: Reading, results: Results) -> Iterator[Finding]:
    """A period that ends before it begins, that does not cover the plan, or that the latest day known is not in."""
    reverse, short, over = results["period_fault"]
    plan = reading.plan
    first, last = (amount(plan.inputs[name][0], "date") for name in ("valid_from", "valid_to"))
    begins, end = plan_span(plan)
    spans: dict[str, Any] = {
        "first": first,
        "last": last,
        "begins": amount(begins, "date"),
        "ends": amount(end - 1, "date"),
    }
    latest = amount(results["latest_day"][0], "date")
    if reverse:
        yield finding("validity-reversed", found=last, expected=first, **_at(reading, "valid_to"), **spans)
    if short:
        late = isinstance(cell := plan.inputs["valid_from"][0], int | float) and int(cell) > begins
        yield finding("validity-short", **_at(reading, "valid_from" if late else "valid_to"), **spans)
    if over:
        yield finding("agreement-expired", found=latest, **_at(reading, "valid_to"), **spans)


def review_past(reading: Reading, results: Results) -> Iterator[Finding]:
    """A review that has passed without a date for the next."""
    if results["review_due"][0] == "attention":
        due, latest = reading.plan.inputs["next_review"][0], results["latest_day"][0]
        yield finding("agreement-review-past", found=amount(latest, "date"), expected=amount(due, "date"), **_at(reading, "next_review"))  # fmt: skip


def attempts_short(reading: Reading, results: Results) -> Iterator[Finding]:
    """Promises of Sales follow-up that the attempts listed do not add up to."""
    figures = AGREEMENT_AXES["promise_figure"]
    wide = len(figures)
    for place, promise in enumerate(PROMISES):
        line = results["promise_check"][place * wide : (place + 1) * wide]
        row = dict(zip(figures, line, strict=True))
        if row["status"] == "attention":
            found, expected = row["listed"], row["attempts"]
            sheet, cell = reading.layout.address("promise_check", place * wide + figures.index("listed"))
            yield finding("attempts-short", sheet=sheet, cell=cell, measure="promise_check", at={"promise": promise}, found=found, expected=expected,
                          found_text=amount(found, "count"), expected_text=amount(expected, "count"), days=amount(row["days"], "count"))  # fmt: skip


def signatures_that_hold(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Signatures to something else than what stands there now, and signatures that do not say to what."""
    plan = reading.plan
    for signature in signatures(plan):
        field = "name" if signature.fingerprint is None else "fingerprint"
        index = signature.row * len(AGREEMENT_AXES["signature_field"]) + AGREEMENT_AXES["signature_field"].index(field)
        sheet, cell = reading.layout.address("signatures", index)
        at = plan.at(("signature", "signature_field"), index)
        facts: dict[str, Any] = {"sheet": sheet, "cell": cell, "measure": "signatures", "at": at} | in_words(signature)
        if signature.fingerprint is None:
            yield finding("signed-without-fingerprint", found=signature.name, **facts)
        elif not holds(plan, signature):
            yield finding("changed-since-signed", found=signature.fingerprint, expected=plan.fingerprint(), **facts)


def _at(reading: Reading, name: str) -> dict[str, Any]:
    sheet, cell = reading.layout.address(name)
    return {"sheet": sheet, "cell": cell, "measure": name}
