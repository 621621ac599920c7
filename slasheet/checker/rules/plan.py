"""What follows from the inputs and the log, held against what was agreed: from results to findings, one function a rule."""

from __future__ import annotations

from collections.abc import Iterator

from slasheet.checker.rules.rule import Results
from slasheet.plan.amounts import amount, gap, where
from slasheet.plan.axis_labels import OBSERVED, RESULTS, RULES
from slasheet.plan.measures.delivery import OVER_MONTHS
from slasheet.reader.reading import Reading
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import N_, _, n_


def months_past_the_horizon(reading: Reading, results: Results) -> Iterator[Finding]:
    """Leads due that are blank because they close after the last month that has a target."""
    plan = reading.plan
    months = plan.axis("horizon")
    lags = [int(lag or 0) for lag in results["lag"]]
    for index, past in enumerate(results["months_past_horizon"]):
        if isinstance(past, int) and past > 0:
            lag = lags[index]
            sheet, cell = reading.layout.address("months_past_horizon", index)
            channel = plan.channels[index].name
            yield finding("past-horizon", sheet=sheet, cell=cell, measure="months_past_horizon", at={"channel": channel}, found=plan.lookahead, expected=lag,
                          count=_months(past), where=channel, shown=_months(lag), first=plan.axis("month")[plan.months - past], last=months[-1], enough=max(lags))  # fmt: skip


def revenue_without_a_channel(reading: Reading, results: Results) -> Iterator[Finding]:
    """Revenue that marketing is to source although it owns no channel: a commitment that nobody can keep."""
    count = results["rule_check"][len(RESULTS) * RULES.index("unowned")]
    if count:
        sheet, cell = reading.layout.address("channel_owner")
        revenue = amount(results["marketing_revenue_by_month_plan"][0], "money")
        yield finding(
            "revenue-without-channel", sheet=sheet, cell=cell, measure="channel_owner", found=0, shown=revenue
        )


def months_over_capacity(reading: Reading, results: Results) -> Iterator[Finding]:
    """Months in which sales can't serve the leads that are due."""
    measure, capacity = (reading.layout.measures[name] for name in ("capacity_use", "capacity"))
    for index, state in enumerate(results["capacity_status"]):
        if state != "attention":
            continue
        at = reading.plan.at(measure.axes, index)
        sheet, cell = reading.layout.address(measure.name, index)
        leads = results["leads_due_by_region"][index]
        room = results[capacity.name][reading.plan.place(capacity.axes, at)]
        yield finding("over-capacity", sheet=sheet, cell=cell, measure=measure.name, at=at, found=leads, found_text=amount(leads, "count"), expected=room,
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
    plan, measure, seen = reading.plan, reading.layout.measures["observed"], results["observed"]
    wide = len(OBSERVED)
    for i, at in enumerate(plan.coordinates(measure.axes[:-1])):
        figures = dict(zip(OBSERVED, seen[i * wide : (i + 1) * wide], strict=True))
        for name, unit, sample in (
            ("close_rate", "share", N_("{customers} customers of {leads} leads")),
            ("deal_size", "money", N_("{customers} customers")),
        ):
            if figures[f"{name}_status"] != "attention":
                continue
            found, assumed = figures[name], figures[f"assumed_{name}"]
            sheet, cell = reading.layout.address(measure.name, i * wide + OBSERVED.index(name))
            count = amount(figures["customers" if name == "close_rate" else "buyers"], "count")
            basis = _(sample).format(customers=count, leads=amount(figures["leads"], "count"))
            yield finding("rates-drift", sheet=sheet, cell=cell, measure=measure.name, at=at | {"observed": name}, found=found, expected=assumed,
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
