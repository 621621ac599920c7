"""What people typed into the inputs, held against what may stand there: from a reading to findings, one function a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.log import plan_span
from slasheet.checker.rules.rule import Results
from slasheet.plan.amounts import amount, numeral
from slasheet.plan.measure import DAY, POSITIVE, SHARE, Measure
from slasheet.plan.measures.inputs import CHANNEL_MIX, EXCHANGE_RATE
from slasheet.plan.words import word
from slasheet.reader.reading import Reading
from slasheet.reader.typed_text import possible_in
from slasheet.recompute.names import name_key
from slasheet.spreadsheet.book import ErrorValue
from slasheet.texts.closest import nearest
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _


def _inputs(reading: Reading) -> list[Measure]:
    """Return the inputs that hold numbers."""
    measures = (reading.layout.measures[name] for name in reading.plan.inputs)
    return [measure for measure in measures if measure.numeric]


def unreadable_inputs(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Text, error values and truth values where a number belongs."""
    for measure in _inputs(reading):
        for index, cell in enumerate(reading.plan.inputs[measure.name]):
            if isinstance(cell, ErrorValue):
                yield finding("error-in-input", found=str(cell), **facts_about(reading, measure, index))
            elif isinstance(cell, str):
                facts = facts_about(reading, measure, index)
                if len(possible_in(reading.plan, measure, facts["at"], cell)) > 1:
                    continue
                day = measure.unit in ("date", "month")
                kind, how = (_("a date"), _("as 2027-02-14")) if day else (_("a number"), _("as a plain number"))
                facts |= {"kind": kind, "how": how}
                yield finding("text-in-number", found=cell, found_text=f"“{cell}”", **facts)


def numbers_out_of_bounds(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Numbers that may not stand there; a share above 1 that looks like a percentage is told as such."""
    for measure in _inputs(reading):
        bounds = measure.bounds
        for index, cell in enumerate(reading.plan.inputs[measure.name]):
            if isinstance(cell, str) or cell is None or bounds is None or bounds.admits(cell):
                continue
            facts = facts_about(reading, measure, index)
            if measure.unit == "share" and 1 < cell <= 100 and (cell >= 2 or cell == int(cell)):
                yield finding(
                    "percent-as-whole",
                    found=cell,
                    expected=cell / 100,
                    shown=numeral(f"{cell:g}"),
                    percent=amount(cell, "share"),
                    guess=numeral(f"{cell:g} %"),
                    **facts,
                )
            else:
                yield finding("out-of-bounds", found=cell, shown=amount(cell, measure.unit), **facts)


def missing_inputs(reading: Reading, results: Results) -> Iterator[Finding]:
    """Blank cells that are needed; what is not used is not missed."""
    for measure in _inputs(reading):
        if measure.optional:
            continue
        for index, cell in enumerate(reading.plan.inputs[measure.name]):
            if measure.default is not None:
                stored = reading.stored(measure.name, index)
                if stored.value in (None, "") and stored.formula is None:
                    facts = facts_about(reading, measure, index)
                    yield finding(
                        "default-used",
                        expected=measure.default_at(index),
                        expected_text=amount(measure.default_at(index), measure.unit),
                        **facts,
                    )
            elif cell is None and _is_needed(measure, index, reading, results):
                yield finding("missing-input", **facts_about(reading, measure, index))


def _is_needed(measure: Measure, index: int, reading: Reading, results: Results) -> bool:
    """Return whether a blank in this cell leaves a result blank: not where the channel's revenue is 0 anyway."""
    if measure.missing is None:
        return True
    counted = reading.layout.measures[measure.missing]
    return bool(results[counted.name][reading.plan.place(counted.axes, reading.plan.at(measure.axes, index))])


def rates_of_the_reporting_currency(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Exchange rates other than 1 in regions that plan in the reporting currency."""
    plan = reading.plan
    for index, cell in enumerate(plan.inputs.get(EXCHANGE_RATE.name, ())):
        region = plan.at(EXCHANGE_RATE.axes, index)["region"]
        typed = isinstance(cell, int | float) and POSITIVE.admits(cell)
        if typed and cell != 1 and plan.currency_of(region) == plan.currency:
            facts = facts_about(reading, EXCHANGE_RATE, index)
            shown = amount(cell, EXCHANGE_RATE.unit)
            yield finding(
                "rate-not-one", found=cell, expected=1.0, shown=shown, region=region, currency=plan.currency, **facts
            )


def mixes_that_do_not_add_up(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Channel mixes of one owner in one region that add up to something else than 100 %."""
    plan = reading.plan
    regions = len(plan.regions)
    mix = plan.inputs[CHANNEL_MIX.name]
    unowned = [c for c, channel in enumerate(plan.channels) if channel.owner not in plan.axis("owner")]
    for owner in plan.axis("owner"):
        mine = [c for c, channel in enumerate(plan.channels) if channel.owner == owner]
        for r, region in enumerate(plan.regions):
            typed = [cell for c in mine if (cell := mix[c * regions + r]) is not None]
            shares = [cell for cell in typed if isinstance(cell, int | float) and SHARE.admits(cell)]
            if not shares or len(shares) < len(typed):
                # Blank altogether, or a share that can't be used: there is a finding on that already.
                continue
            whole = sum(shares)
            stray = any(mix[c * regions + r] is not None for c in unowned)
            if round(whole, 6) == 1 or stray:
                # It adds up, or can't be told while the owner of a channel is unknown: there is a finding on the owner.
                continue
            at = {"owner": owner, "region": region}
            sheet, cell_at = reading.layout.address("mix_total", plan.axis("owner").index(owner) * regions + r)
            difference = _("{points} points too much") if whole > 1 else _("{points} points too little")
            off_by = difference.format(points=numeral(f"{abs(whole - 1) * 100:,.4g}"))
            yield finding("mix-off", sheet=sheet, cell=cell_at, measure="mix_total", at=at, found=whole, expected=1.0, owner=word("owner", owner, {}),
                          where=region, shown=numeral(f"{whole * 100:,.10g} %"), gap=off_by, channels=", ".join(plan.channels[c].name for c in mine))  # fmt: skip


def empty_texts(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Inputs that are a formula whose result is an empty text: blank to read, and no number to formulas."""
    for measure in _inputs(reading) if reading.calculated else ():
        for index, cell in enumerate(reading.plan.inputs[measure.name]):
            if cell is not None and measure.default is None:
                continue
            value, formula = reading.stored(measure.name, index)
            if value in (None, "") and formula is not None:
                yield finding("empty-text", found=f"={formula}", **facts_about(reading, measure, index))


def unknown_choices(reading: Reading, _results: Results) -> Iterator[Finding]:
    """A month, region or owner to show that is not in the plan."""
    plan = reading.plan
    for measure in plan.typed:
        axis = measure.choices
        if not isinstance(axis, str):
            continue
        cell, labels = plan.inputs[measure.name][0], plan.axis(axis)
        if cell is None or (measure.numeric and (isinstance(cell, str) or not DAY.admits(cell))):
            continue
        if measure.numeric:
            first, end = plan_span(plan)
            known = first <= float(cell) < end
        else:
            known = name_key(cell) in map(name_key, labels)
        if not known:
            words = [word(axis, label, {}, plan.language) for label in labels]
            near = nearest(str(cell), words)
            shown = amount(cell, measure.unit)
            facts: dict[str, Any] = {
                "found_text": _("{value}, which is not in the plan").format(value=shown),
                "near": _("Did you mean {label}? ").format(label=near[0]) if near else "",
            }
            sheet, place = reading.layout.address(measure.name)
            yield finding("unknown-label", sheet=sheet, cell=place, measure=measure.name, found=cell, what=f"“{_(measure.title)}”",
                          allowed=_("one of {labels}; or clear the cell").format(labels=", ".join(words)), **facts)  # fmt: skip
