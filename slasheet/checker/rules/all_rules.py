"""What people typed, held against what may stand there: from a reading to findings, one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from slasheet.checker.rules.agreement import AGREEMENT_VALIDATIONS
from slasheet.checker.rules.facts import facts_about
from slasheet.checker.rules.labels import AROUND_VALIDATIONS
from slasheet.checker.rules.log import LOG_VALIDATIONS, plan_span
from slasheet.checker.rules.outside_tables import STRAY_VALIDATIONS
from slasheet.checker.rules.scoring import SCORING_VALIDATIONS
from slasheet.checker.rules.typed_text import TEXT_VALIDATIONS, about_formula
from slasheet.plan.amounts import amount, gap, numeral, where
from slasheet.plan.axis_labels import OBSERVED, RULES
from slasheet.plan.measure import DAY, POSITIVE, SHARE, Measure
from slasheet.plan.measures.delivery import OVER_MONTHS
from slasheet.plan.measures.inputs import EXCHANGE_RATE
from slasheet.plan.words import word
from slasheet.reader.reading import Reading
from slasheet.reader.typed_text import possible_in
from slasheet.recompute.names import name_key
from slasheet.spreadsheet.book import ErrorValue
from slasheet.texts.closest import nearest
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import N_, _, n_

Results = Mapping[str, Sequence[float | str | None]]


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
                if reading.stored(measure.name, index).value in (None, ""):
                    facts = facts_about(reading, measure, index)
                    yield finding(
                        "default-used",
                        expected=measure.default_at(index),
                        expected_text=amount(measure.default_at(index), measure.unit),
                        **facts,
                    )
            elif cell is None and _is_needed(measure.name, index, reading, results):
                yield finding("missing-input", **facts_about(reading, measure, index))


def _is_needed(measure: str, index: int, reading: Reading, results: Results) -> bool:
    """Return whether a blank in this cell leaves a result blank: not where the channel's revenue is 0 anyway."""
    in_use = results["in_use"]
    if measure in ("close_rate", "conversion_rate"):
        return bool(in_use[index % len(in_use)])
    if measure == "deal_size":
        return any(in_use[index :: len(reading.plan.regions)])
    if measure == "channel_mix":
        return results["mix_used"][index] is None
    if measure == "exchange_rate":
        return results["rate_counted"][index] is None
    return True


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
    mix = plan.inputs["channel_mix"]
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
            told = _("{points} points too much") if whole > 1 else _("{points} points too little")
            off_by = told.format(points=numeral(f"{abs(whole - 1) * 100:,.4g}"))
            yield finding("mix-off", sheet=sheet, cell=cell_at, measure="mix_total", at=at, found=whole, expected=1.0, owner=word("owner", owner, {}),
                          where=region, shown=numeral(f"{whole * 100:,.10g} %"), gap=off_by, channels=", ".join(plan.channels[c].name for c in mine))  # fmt: skip


def formulas_in_inputs(reading: Reading, _results: Results) -> Iterator[Finding]:
    """Inputs that are formulas: fine, but worth knowing."""
    for measure in _inputs(reading):
        for index in range(len(reading.plan.inputs[measure.name])):
            stored = reading.stored(measure.name, index)
            if (
                stored.formula is not None
                and isinstance(stored.value, int | float)
                and not isinstance(stored.value, bool)
            ):
                shown, facts = amount(stored.value, measure.unit), facts_about(reading, measure, index)
                yield finding(about_formula(stored.formula), found="=" + stored.formula, shown=shown, **facts)


def months_past_the_horizon(reading: Reading, results: Results) -> Iterator[Finding]:
    """Leads due that are blank because they close after the last month that has a target."""
    plan = reading.plan
    months = plan.axis("horizon")
    for index, past in enumerate(results["months_past_horizon"]):
        if isinstance(past, int) and past > 0:
            lag = int(results["lag"][index] or 0)
            sheet, cell = reading.layout.address("months_past_horizon", index)
            channel = plan.channels[index].name
            yield finding("past-horizon", sheet=sheet, cell=cell, measure="months_past_horizon", at={"channel": channel}, found=plan.lookahead, expected=lag,
                          count=_months(past), where=channel, shown=_months(lag), first=plan.axis("month")[plan.months - past], last=months[-1])  # fmt: skip


def revenue_without_a_channel(reading: Reading, results: Results) -> Iterator[Finding]:
    """Revenue that marketing is to source although it owns no channel: a commitment that nobody can keep."""
    count = results["rule_check"][2 * RULES.index("unowned")]
    if count:
        sheet, cell = reading.layout.address("channel_owner")
        revenue = amount(results["marketing_revenue_by_month_plan"][0], "money")
        yield finding(
            "revenue-without-channel", sheet=sheet, cell=cell, measure="channel_owner", found=0, shown=revenue
        )


def months_over_capacity(reading: Reading, results: Results) -> Iterator[Finding]:
    """Months in which sales can't serve the leads that are due."""
    measure = reading.layout.measures["capacity_use"]
    for index, state in enumerate(results["capacity_status"]):
        if state != "attention":
            continue
        at = reading.plan.at(measure.axes, index)
        sheet, cell = reading.layout.address("capacity_use", index)
        leads, room = results["leads_due_by_region"][index], results["capacity"][index // reading.plan.months]
        yield finding("over-capacity", sheet=sheet, cell=cell, measure="capacity_use", at=at, found=leads, found_text=amount(leads, "count"), expected=room,
                      expected_text=amount(room, "count"), gap=gap(leads, room, "count"), where=where(at))  # fmt: skip


def leads_due_before_the_start(reading: Reading, results: Results) -> Iterator[Finding]:
    """Leads that are late on the first day, per channel."""
    regions = len(reading.plan.regions)
    before = results["leads_due_before_start"]
    for c, channel in enumerate(reading.plan.channels):
        late = sum(n for n in before[c * regions : (c + 1) * regions] if isinstance(n, int | float))
        if late > 0:
            sheet, cell = reading.layout.address("leads_due_before_start", c * regions)
            yield finding("due-before-start", sheet=sheet, cell=cell, measure="leads_due_before_start", at={"channel": channel.name}, found=late,
                          count=amount(late, "count"), where=channel.name)  # fmt: skip


def unknown_choices(reading: Reading, _results: Results) -> Iterator[Finding]:
    """A month, region or owner to show that is not in the plan."""
    plan = reading.plan
    lists = {
        "performance_month": plan.axis("month"),
        "performance_region": plan.regions,
        "performance_owner": plan.axis("owner"),
    }
    for name, labels in lists.items():
        cell, measure = plan.inputs[name][0], reading.layout.measures[name]
        if cell is None or (measure.numeric and (isinstance(cell, str) or not DAY.admits(cell))):
            continue
        if measure.numeric:
            first, end = plan_span(plan)
            known = first <= float(cell) < end
        else:
            known = name_key(cell) in map(name_key, labels)
        if not known:
            said = [word("owner", label, {}, plan.language) for label in labels]
            near = nearest(str(cell), said)
            shown = amount(cell, measure.unit)
            facts: dict[str, Any] = {
                "found_text": _("{value}, which is not in the plan").format(value=shown),
                "near": _("Did you mean {label}? ").format(label=near[0]) if near else "",
            }
            sheet, place = reading.layout.address(name)
            yield finding("unknown-label", sheet=sheet, cell=place, measure=name, found=cell, what=f"“{_(measure.title)}”",
                          allowed=_("one of {labels}; or clear the cell").format(labels=", ".join(said)), **facts)  # fmt: skip


def over_delivery(reading: Reading, results: Results) -> Iterator[Finding]:
    """Channels that delivered over the plan three months running."""
    runs, months = results["over_in_a_row"], reading.plan.months
    for c, channel in enumerate(reading.plan.channels):
        line = [int(run or 0) for run in runs[c * months : (c + 1) * months]]
        longest = max(line)
        if longest >= OVER_MONTHS:
            last = line.index(longest)
            month = reading.plan.axis("month")[last]
            sheet, cell = reading.layout.address("over_in_a_row", c * months + last)
            yield finding("constant-over-delivery", sheet=sheet, cell=cell, measure="over_in_a_row", at={"channel": channel.name, "month": month},
                          found=longest, where=channel.name, month=month)  # fmt: skip


def drifted_rates(reading: Reading, results: Results) -> Iterator[Finding]:
    """Close rates and deal sizes that the log does not bear out."""
    plan, seen = reading.plan, results["observed"]
    wide = len(OBSERVED)
    for i in range(len(plan.channels) * len(plan.regions)):
        figures = dict(zip(OBSERVED, seen[i * wide : (i + 1) * wide], strict=True))
        at = plan.at(("channel", "region"), i)
        for name, unit, sample in (
            ("close_rate", "share", N_("{customers} customers of {leads} leads")),
            ("deal_size", "money", N_("{customers} customers")),
        ):
            if figures[f"{name}_status"] != "attention":
                continue
            found, assumed = figures[name], figures[f"assumed_{name}"]
            sheet, cell = reading.layout.address("observed", i * wide + OBSERVED.index(name))
            count = amount(figures["customers" if name == "close_rate" else "buyers"], "count")
            basis = _(sample).format(customers=count, leads=amount(figures["leads"], "count"))
            yield finding("rates-drift", sheet=sheet, cell=cell, measure="observed", at=at | {"observed": name}, found=found, expected=assumed,
                          found_text=amount(_short(found), unit), expected_text=amount(assumed, unit), title=_(reading.layout.measures[name].title),
                          where=where(at), sample=basis)  # fmt: skip


def _short(value: object) -> object:
    """Return a number with the digits that matter to a reader."""
    return float(f"{value:.4g}") if isinstance(value, int | float) else value


def rates_not_reviewed(reading: Reading, results: Results) -> Iterator[Finding]:
    """Rates that nobody has looked at for longer than agreed."""
    age, due = results["rates_age"][0], results["review_days_counted"][0]
    if isinstance(age, int | float) and isinstance(due, int | float) and age > due:
        sheet, cell = reading.layout.address("rates_reviewed")
        reviewed = amount(reading.plan.inputs["rates_reviewed"][0], "date")
        yield finding("rates-not-reviewed", sheet=sheet, cell=cell, measure="rates_reviewed", found=age, expected=due,
                      found_text=amount(age, "count"), expected_text=amount(due, "count"), reviewed=reviewed)  # fmt: skip


def _months(count: int) -> str:
    return n_("{count} month", "{count} months", count).format(count=count)


VALIDATIONS: tuple[Callable[[Reading, Results], Iterator[Finding]], ...] = (
    unreadable_inputs,
    numbers_out_of_bounds,
    missing_inputs,
    rates_of_the_reporting_currency,
    mixes_that_do_not_add_up,
    formulas_in_inputs,
    months_past_the_horizon,
    revenue_without_a_channel,
    months_over_capacity,
    leads_due_before_the_start,
    *SCORING_VALIDATIONS,
    *AROUND_VALIDATIONS,
    *STRAY_VALIDATIONS,
    *LOG_VALIDATIONS,
    unknown_choices,
    over_delivery,
    drifted_rates,
    rates_not_reviewed,
    *AGREEMENT_VALIDATIONS,
    *TEXT_VALIDATIONS,
)


def validate(reading: Reading, results: Results) -> tuple[Finding, ...]:
    """Return every finding of every rule."""
    return tuple(found for rule in VALIDATIONS for found in rule(reading, results))
