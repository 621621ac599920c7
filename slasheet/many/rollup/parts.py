"""From the report on one workbook to its part of a rollup: the measures that are added up, and nothing else of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan
from typing import NamedTuple

from slasheet.many.rollup.labels import tidied
from slasheet.many.rollup.rates import Rates
from slasheet.plan.amounts import amount, as_day
from slasheet.plan.plan import Channel, Plan
from slasheet.recompute.arithmetic import Number
from slasheet.report.report import Report
from slasheet.texts.catalogue import Severity
from slasheet.texts.labels import label_fault
from slasheet.texts.languages import _, n_, speaking
from slasheet.texts.months import months_from

#: Amounts, in the currency of the workbook: by region and month, or by channel, region and month.
MONEY = ("revenue_target", "sla_value", "actual_value")
_KEPT = (*MONEY, "leads_due", "actual_leads")


class Figures(NamedTuple):
    """What is added up; None where there is nothing to add.

    `due_to_date` and `delivered_to_date` count the months alone that are logged and over, as the workbooks do.
    """

    revenue_target: Number = None
    leads_due: Number = None
    sla_value: Number = None
    due_to_date: Number = None
    delivered_to_date: Number = None
    actual_leads: Number = None
    actual_value: Number = None

    @property
    def attainment(self) -> Number:
        """Leads delivered against leads due, over the months that are logged and over."""
        if self.delivered_to_date is None or not self.due_to_date:
            return None
        return self.delivered_to_date / self.due_to_date


class Cell(NamedTuple):
    """The figures of one region and month, in the currency they are taken in: the target without a channel, the rest with one."""

    region: int
    channel: int | None
    month: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A workbook that is not added, and why: in a sentence."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a rollup keeps of one workbook.

    `cells` holds each measure flat, in axis order, nan where blank: numbers side by side take an eighth of the room.
    `over` says of every month whether it is logged and over; `late` are leads due before the first month, which no
    month holds. `currencies` are those that the regions plan in: `local` holds amounts in them, `cells` in `currency`;
    `unpriced` counts, region by region, the amounts that lack an exchange rate within the workbook.
    """

    file: str
    title: str
    fingerprint: str
    currency: str
    start: str
    months: int
    region_label: str
    stages: tuple[str, ...]
    rounding: str
    carry: str
    regions: tuple[str, ...]
    channels: tuple[Channel, ...]
    errors: int
    warnings: int
    last_logged: str | None
    over: tuple[bool, ...]
    late: float
    currencies: tuple[str, ...]
    unpriced: tuple[int, ...]
    cells: Mapping[str, array[float]]
    local: Mapping[str, array[float]]

    @property
    def span(self) -> tuple[str, ...]:
        """The months of the plan."""
        return months_from(self.start, self.months)

    @property
    def size(self) -> int:
        """How many cells `figures` gives."""
        return (1 + len(self.channels)) * len(self.regions) * self.months

    def taken_in(self, rates: Rates, group: str) -> tuple[str, ...]:
        """Return in which currency the amounts of every region are taken: its own where that can be had in that of the group.

        So nothing is converted twice; where only the workbook knows a rate, that one counts.
        """
        return tuple(own if rates.known(own, group) else self.currency for own in self.currencies)

    def target(self, region: int, month: int, currency: str | None = None) -> Number:
        """Return what a region is to bring in a month, in its own currency or by default the workbook's; None where blank."""
        amounts = self.cells if currency in (None, self.currency) else self.local
        return _number(amounts["revenue_target"], region * self.months + month)

    def figures(self, taken: Sequence[str]) -> Iterator[Cell]:
        """Yield the figures of every region, channel and month: for each region first the target, then the channels.

        `taken` are the currencies that the amounts of the regions are taken in.
        """
        for region, currency in enumerate(taken):
            amounts = self.cells if currency == self.currency else self.local
            for month in range(self.months):
                yield Cell(region, None, month, Figures(revenue_target=self.target(region, month, currency)))
            for channel in range(len(self.channels)):
                row = (channel * len(self.regions) + region) * self.months
                for month in range(self.months):
                    yield Cell(region, channel, month, self._promised(amounts, row + month, over=self.over[month]))

    def _promised(self, amounts: Mapping[str, array[float]], place: int, *, over: bool) -> Figures:
        due, actual = (_number(self.cells[name], place) for name in ("leads_due", "actual_leads"))
        return Figures(
            leads_due=due,
            sla_value=_number(amounts["sla_value"], place),
            due_to_date=due if over else None,
            delivered_to_date=actual if over else None,
            actual_leads=actual,
            actual_value=_number(amounts["actual_value"], place),
        )

    @property
    def leads_due(self) -> float:
        """All leads due."""
        return fsum(value for value in self.cells["leads_due"] if not isnan(value))

    @property
    def status(self) -> str:
        """What `check` said, in the language spoken."""
        if self.errors:
            sentence = n_("Added with {count} error", "Added with {count} errors", self.errors)
            return sentence.format(count=amount(self.errors, "count"))
        if self.warnings:
            sentence = n_("Passed, {count} warning", "Passed, {count} warnings", self.warnings)
            return sentence.format(count=amount(self.warnings, "count"))
        return _("Passed")


def part_of(report: Report, *, every: bool = False) -> Part | LeftOut:
    """Return the part of a rollup that a checked workbook is, or why it is left out: it has errors, and not `every` is added."""
    plan = report.plan
    if plan is None or "leads_due" not in report.results or (not report.ok and not every):
        return LeftOut(report.file, _first_error(report))
    for label in (*plan.regions, *plan.axis("channel")):
        fault = label_fault(tidied(label))
        if fault:
            sentence = _("“{label}” {why}, so nothing can be added up by it.")
            return LeftOut(report.file, sentence.format(label=label, why=fault[0]))
    logged = report.results["rows_logged"][: plan.months]
    over = report.results["month_over"]
    late = (cell for cell in report.results["leads_due_before_start"] if isinstance(cell, int | float))
    cells = {name: _flat(plan, report, name) for name in _KEPT}
    local = {name: _flat(plan, report, name, reported=False) for name in MONEY} if plan.currencies else cells
    return Part(
        file=report.file,
        title=plan.title,
        fingerprint=plan.fingerprint(),
        currency=plan.currency,
        start=plan.start,
        months=plan.months,
        region_label=plan.region_label,
        stages=plan.stages,
        rounding=plan.rounding,
        carry=plan.carry,
        regions=plan.regions,
        channels=plan.channels,
        errors=report.counts["error"],
        warnings=report.counts["warning"],
        last_logged=as_day(report.results["last_logged"][0], "date"),
        over=tuple(bool(rows) and bool(done) for rows, done in zip(logged, over, strict=True)),
        late=fsum(late),
        currencies=tuple(plan.currency_of(region) for region in plan.regions),
        unpriced=_unpriced(plan, cells, local),
        cells=cells,
        local=local,
    )


def _flat(plan: Plan, report: Report, name: str, *, reported: bool = True) -> array[float]:
    """Return a measure over the months of the plan alone; amounts in its reporting currency where that is asked."""
    own = reported and bool(plan.currencies) and name in MONEY
    values = report.values(f"{name}_reported" if own else name)
    if name == "revenue_target":
        wide = plan.months + plan.lookahead
        values = [value for row in range(len(plan.regions)) for value in values[row * wide : row * wide + plan.months]]
    return array("d", (nan if value is None or isinstance(value, str) else value for value in values))


def _unpriced(plan: Plan, cells: Mapping[str, array[float]], local: Mapping[str, array[float]]) -> tuple[int, ...]:
    """Return how many amounts of every region there are in its own currency, and not in the reporting currency."""
    counts = [0] * len(plan.regions)
    for name in MONEY:
        for place, (here, known) in enumerate(zip(cells[name], local[name], strict=True)):
            counts[place // plan.months % len(counts)] += isnan(here) and not isnan(known)
    return tuple(counts)


def _number(cells: array[float], place: int) -> Number:
    """Return a cell of a measure, None where it is blank."""
    return None if isnan(value := cells[place]) else value


def _first_error(report: Report) -> str:
    """Return the first error of a report: its code, its place and its message."""
    errors = [found for found in report.findings if found.severity is Severity.ERROR] or list(report.findings)
    first = errors[0]
    place = f"{first.sheet}!{first.cell}: " if first.sheet and first.cell else ""
    reason = f"{first.code} {place}{first.message}"
    rest = len(errors) - 1
    with speaking(report.language):
        more = n_(" (and {count} more error)", " (and {count} more errors)", rest).format(count=amount(rest, "count"))
    return reason + more * bool(rest)
