"""From a report to what every form of it for people holds: the verdict, the findings by sheet, the numbers that matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from slasheet.layout.sheets import sheet_titles
from slasheet.plan.amounts import amount
from slasheet.plan.axis_labels import MTD
from slasheet.plan.measures.month_to_date import SCALARS
from slasheet.plan.measures.table import measures
from slasheet.plan.signatures import holds, in_words, signatures
from slasheet.plan.words import word
from slasheet.texts.catalogue import Severity
from slasheet.texts.columns import aligned
from slasheet.texts.findings import Finding
from slasheet.texts.languages import _, n_

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan
    from slasheet.report.report import Report

#: So many findings of one kind are listed one by one; more are listed as one, with their places.
_LISTED_SINGLY = 3
_FOLLOWS_LISTED = 6
#: What is shown of the month to date.
_MONTH_FIGURES = ("plan", "goal", "actual", "attainment", "projected", "status")


def verdict(report: Report) -> str:
    """Return the verdict in one line."""
    errors, warnings = report.counts["error"], report.counts["warning"]
    if report.plan is None and report.findings and report.findings[0].name == "not-ours":
        return _("NOT A WORKBOOK OF SLASHEET")
    counted = [n_("{count} error", "{count} errors", errors).format(count=errors)] if errors else []
    warned = [n_("{count} warning", "{count} warnings", warnings).format(count=warnings)] if warnings else []
    found = ", ".join(counted + warned)
    missing = sum(seen.name == "missing-input" for seen in report.findings)
    if errors and missing == errors:
        incomplete = n_("NOT COMPLETE: {count} input is missing", "NOT COMPLETE: {count} inputs are missing", missing)
        return ", ".join([incomplete.format(count=missing), *warned])
    if errors and any(seen.name == "changed-since-signed" for seen in report.findings):
        return _("NOT WHAT WAS SIGNED: {found}").format(found=found)
    if errors:
        return _("NOT READY TO SIGN: {found}").format(found=found)
    if not report.calculated:
        uncalculated = _("NOT CALCULATED YET: no spreadsheet program has computed it")
        return f"{uncalculated}; " + (found or _("nothing is wrong so far"))
    if any(seen.name == "text-converted" and seen.follows for seen in report.findings):
        return _("THE NUMBERS IN THIS REPORT ARE RIGHT, SOME IN THE WORKBOOK ARE NOT: {found}").format(found=found)
    if any(seen.name == "past-horizon" for seen in report.findings):
        return _("THE MATH IS RIGHT, BUT THE COMMITMENT IS CUT SHORT: {found}").format(found=found)
    return _("THE MATH IS RIGHT, with {found}").format(found=found) if found else _("THE MATH IS RIGHT")


class Row(NamedTuple):
    """A finding as a report lists it, or several of one kind as one: the sentence, and in which cells."""

    finding: Finding
    message: str
    cells: str


def by_sheet(report: Report) -> Iterator[tuple[str, list[Row]]]:
    """Yield every sheet with its findings, those of one kind about one measure together, worst first."""
    order = {
        title: place for place, title in enumerate(sheet_titles(report.plan.language if report.plan else "en").values())
    }
    rank = {severity: place for place, severity in enumerate(Severity)}
    sheets: dict[str, dict[tuple[str, str | None], list[Finding]]] = {}
    for found in report.findings:
        sheets.setdefault(found.sheet or _("Workbook"), {}).setdefault((found.code, found.measure), []).append(found)
    for sheet in sorted(sheets, key=lambda title: order.get(title, -1)):
        groups = sorted(sheets[sheet].values(), key=lambda group: (rank[group[0].severity], group[0].code))
        yield sheet, [row for group in groups for row in _rows(group)]


def _rows(group: list[Finding]) -> Iterator[Row]:
    """Yield how findings of one kind are listed: one by one, or as one when there are many."""
    if len(group) <= _LISTED_SINGLY:
        for found in group:
            yield Row(found, found.message, found.cell or "")
    else:
        more = _("(and {count} more like it)").format(count=len(group) - 1)
        yield Row(group[0], f"{group[0].message} {more}", _cells(group))


def _cells(group: list[Finding]) -> str:
    cells = [found.cell for found in group if found.cell]
    shown = ", ".join(cells[:8])
    return shown + (_(" and {count} more").format(count=len(cells) - 8) if len(cells) > 8 else "")


def severity_word(severity: Severity) -> str:
    """Return the word for a severity."""
    return {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("info")}[severity]


def following(found: Finding) -> str:
    """Return the line that lists which cells follow from a finding."""
    shown = ", ".join(found.follows[:_FOLLOWS_LISTED])
    whole, rest = len(found.follows), len(found.follows) - _FOLLOWS_LISTED
    line = n_("{count} cell follows from it: {cells}", "{count} cells follow from it: {cells}", whole)
    ending = _(" and {count} more").format(count=rest) if rest > 0 else ""
    return line.format(count=whole, cells=shown) + ending


def about(plan: Plan) -> str:
    """Return the plan in one line: title, span, currencies, rounding."""
    how = word("rounding", plan.rounding, {})
    if plan.rounding != "none":
        how += ", " + word("carry", plan.carry, {})
    span = n_("{count} month from {start}", "{count} months from {start}", plan.months).format(
        count=plan.months, start=plan.start
    )
    currencies = ", ".join([plan.currency, *(f"{code} ({region})" for region, code in plan.own_currencies().items())])
    return f"{plan.title} · {span} · {currencies} · " + _("rounding {policy}").format(policy=how)


def signed(plan: Plan) -> Iterator[str]:
    """Yield a line for every signature: who signed what and when, and whether that still is what stands there."""
    for signature in signatures(plan):
        if signature.fingerprint is None:
            line = _("{signer} ({role}) has signed on {day}, without a fingerprint.")
        elif holds(plan, signature):
            line = _("{signer} ({role}) signed this on {day}: the agreement is still what was signed.")
        else:
            line = _(
                "{signer} ({role}) signed on {day}, with the fingerprint {fingerprint}: THE AGREEMENT HAS CHANGED SINCE."
            )
        yield line.format(fingerprint=signature.fingerprint, **in_words(signature))


def numbers(report: Report, plan: Plan) -> Iterator[str]:
    """Yield a table per region and one per channel: plan totals."""

    def sums(name: str) -> list[str]:
        unit = measures(plan)[name].unit
        return [
            amount(value if value is None else round(float(value)), unit, blank="–") for value in report.values(name)
        ]

    heads = (_("Revenue target"), _("Marketing sources"), _("Sales sources"), _("Leads due"), _("SLA value"))
    names = ("revenue_target", "marketing_revenue", "sales_revenue", "leads_due", "sla_value")
    columns = [
        sums(f"{name}_plan" if "revenue" in name else f"{name}_by_region_plan") + sums(f"{name}_by_month_plan")
        for name in names
    ]
    labels = [*plan.regions, _("Total")]
    if plan.currencies:
        # Every row says what it is in: the total is none of the rows above it.
        codes = [*(plan.currency_of(region) for region in plan.regions), plan.currency]
        labels = [f"{label} ({currency})" for label, currency in zip(labels, codes, strict=True)]
    yield from _table((plan.region_label, *heads), [labels, *columns])
    yield ""
    columns = [
        [word("owner", channel.owner, {}) for channel in plan.channels] + [""],
        *(sums(f"{name}_by_channel_plan") + sums(f"{name}_by_month_plan") for name in ("leads_due", "sla_value")),
    ]
    yield from _table(
        (_("Channel"), _("Owner"), _("Leads due"), _("SLA value")),
        [[*(c.name for c in plan.channels), _("Total")], *columns],
    )
    if plan.log:
        yield ""
        yield from _month_to_date(report, plan)


def _month_to_date(report: Report, plan: Plan) -> Iterator[str]:
    """Yield the month to date: leads per channel and in all."""
    shown, as_of = report.values("month_shown")[0], report.values("as_of_day")[0]
    passed, days = (amount(report.values(name)[0], "count") for name in ("days_elapsed", "days_total"))
    whole = [report.values(name)[0] for name in SCALARS["leads"]]
    rows = _stripes(report.values("mtd_leads_by_channel"), len(MTD))
    lines = [*zip(plan.axis("channel"), rows, strict=True), (_("Total"), whole)]
    up_to = _("{month} up to {day}: {passed} of {days} days")
    yield up_to.format(month=shown, day=as_of or _("no day yet"), passed=passed, days=days)
    columns = [[name for name, _line in lines]]
    for figure in _MONTH_FIGURES:
        place, unit = MTD.index(figure), "share" if figure == "attainment" else "count"
        columns.append([_figure(line[place], unit) for _name, line in lines])
    yield from _table((_("Leads"), *(word("mtd", figure, {}) for figure in _MONTH_FIGURES)), columns)


def _stripes(values: Sequence[Any], length: int) -> list[Sequence[Any]]:
    return [values[start : start + length] for start in range(0, len(values), length)]


def _figure(value: object, unit: str) -> str:
    """Return a figure of the month as a table shows it: whole leads, per cents with one decimal, statuses in words."""
    if isinstance(value, str):
        return word("status", value, {})
    if isinstance(value, int | float):
        value = round(value, 3) if unit == "share" else round(value)
    return amount(value, unit, blank="–")


def _table(heads: tuple[str, ...], columns: list[list[str]]) -> Iterator[str]:
    yield from aligned([heads, *zip(*columns, strict=True)], right=range(1, len(heads)))
