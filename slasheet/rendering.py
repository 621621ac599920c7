"""From a report to what people read, as text and as Markdown: the verdict, the findings by sheet, the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from slasheet.diagnostics import Finding, Severity
from slasheet.layout import TITLES
from slasheet.measures import measures
from slasheet.vocabulary import MTD, SCALARS
from slasheet.wording import word
from slasheet.words import amount

if TYPE_CHECKING:
    from slasheet.plan import Plan
    from slasheet.report import Report

#: So many findings of one kind are told one by one; more are told as one, with their places.
_TOLD_SINGLY = 3
_FOLLOWS_TOLD = 6
_WIDTH = 110
_SHEET = re.compile(r"'[^']*'!")


def _verdict(report: Report) -> str:
    """Return the verdict in one line."""
    counts = report.counts
    said = [
        f"{n} {word if n == 1 else word + 's'}"
        for word, n in (("error", counts["error"]), ("warning", counts["warning"]))
        if n
    ]
    if report.plan is None and report.findings and report.findings[0].name == "not-ours":
        return "NOT A WORKBOOK OF SLASHEET"
    missing = sum(found.name == "missing-input" for found in report.findings)
    if not report.ok:
        if missing == counts["error"]:
            return f"NOT COMPLETE: {missing} {'input is' if missing == 1 else 'inputs are'} missing" + (
                f", {said[-1]}" if counts["warning"] else ""
            )
        return f"NOT READY TO SIGN: {', '.join(said)}"
    if not report.calculated:
        return "NOT CALCULATED YET: no spreadsheet program has computed it" + (
            f"; {', '.join(said)}" if said else "; nothing is wrong so far"
        )
    if any(found.name == "past-horizon" for found in report.findings):
        return f"THE MATH IS RIGHT, BUT THE COMMITMENT IS CUT SHORT: {', '.join(said)}"
    return f"THE MATH IS RIGHT, with {', '.join(said)}" if said else "THE MATH IS RIGHT"


def _by_sheet(report: Report) -> Iterator[tuple[str, list[list[Finding]]]]:
    """Yield every sheet with its findings, those of one kind about one measure together, worst first."""
    order = {title: place for place, title in enumerate(TITLES.values())}
    rank = {severity: place for place, severity in enumerate(Severity)}
    sheets: dict[str, dict[tuple[str, str | None], list[Finding]]] = {}
    for found in report.findings:
        sheets.setdefault(found.sheet or "Workbook", {}).setdefault((found.code, found.measure), []).append(found)
    for sheet in sorted(sheets, key=lambda title: order.get(title, -1)):
        groups = sorted(sheets[sheet].values(), key=lambda group: (rank[group[0].severity], group[0].code))
        yield sheet, groups


def _places(group: list[Finding]) -> str:
    cells = [found.cell for found in group if found.cell]
    shown = ", ".join(cells[:8])
    return shown + (f" and {len(cells) - 8} more" if len(cells) > 8 else "")


def _told(groups: list[list[Finding]]) -> Iterator[tuple[Finding, int, str]]:
    """Yield what to tell of a sheet: a finding, how many it stands for, and where."""
    for group in groups:
        if len(group) <= _TOLD_SINGLY:
            for found in group:
                yield found, 1, found.cell or ""
        else:
            yield group[0], len(group), _places(group)


def text(report: Report) -> str:
    """Return a report for people: the verdict, the findings by sheet, the numbers that matter."""
    return "\n".join(_text(report)) + "\n"


def _text(report: Report) -> Iterator[str]:
    yield f"{report.file}: {_verdict(report)}"
    if report.plan is not None:
        yield f"  {_about(report.plan)} · fingerprint {report.plan.fingerprint()}"
    for sheet, groups in _by_sheet(report):
        yield ""
        yield sheet
        for found, count, places in _told(groups):
            yield f"  {found.severity.value:<8}{found.code}  {found.name}  {places}"
            more = f" (and {count - 1} more like it)" if count > 1 else ""
            yield from _wrapped(found.message + more, "")
            yield from _wrapped(found.advice, "→ ")
            if found.follows:
                shown = ", ".join(found.follows[:_FOLLOWS_TOLD])
                rest = len(found.follows) - _FOLLOWS_TOLD
                yield (
                    f"          {len(found.follows)} {'cell follows' if len(found.follows) == 1 else 'cells follow'} from it: {shown}"
                    + (f" and {rest} more" if rest > 0 else "")
                )
    if report.plan is not None:
        yield ""
        yield "The numbers that matter (recomputed from the inputs)"
        yield from (f"  {line}".rstrip() for line in _numbers(report, report.plan))


def _wrapped(sentence: str, mark: str) -> list[str]:
    """Return a sentence in lines that fit a terminal; formulas stay in one piece, so that they can be copied."""
    first, rest = " " * 10 + mark, " " * (10 + len(mark))
    kept = _SHEET.sub(lambda sheet: sheet[0].replace(" ", "\0"), sentence)
    lines = wrap(
        kept, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\0", " ") for line in lines]


def markdown(report: Report) -> str:
    """Return a report in Markdown."""
    return "\n".join(_markdown(report)) + "\n"


def _markdown(report: Report) -> Iterator[str]:
    yield f"# {report.file}"
    yield ""
    yield f"**{_verdict(report)}**"
    if report.plan is not None:
        yield ""
        yield f"{_about(report.plan)} · fingerprint `{report.plan.fingerprint()}`"
    for sheet, groups in _by_sheet(report):
        yield ""
        yield f"## {sheet}"
        yield ""
        yield "| Severity | Code | Cell | Finding | What to do | Cells that follow |"
        yield "|---|---|---|---|---|---|"
        for found, count, places in _told(groups):
            more = f" (and {count - 1} more like it)" if count > 1 else ""
            cells = (
                found.severity.value,
                f"{found.code} {found.name}",
                places,
                found.message + more,
                found.advice,
                str(len(found.follows) or ""),
            )
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    if report.plan is not None:
        yield ""
        yield "## The numbers that matter"
        yield ""
        yield "```"
        yield from _numbers(report, report.plan)
        yield "```"


def _about(plan: Plan) -> str:
    how = f"{plan.rounding}, {plan.carry}" if plan.rounding != "none" else "none"
    return f"{plan.title} · {plan.months} {'month' if plan.months == 1 else 'months'} from {plan.start} · {plan.currency} · rounding {how}"


def _numbers(report: Report, plan: Plan) -> Iterator[str]:
    """Yield a table per region and one per channel: plan totals."""

    def sums(name: str) -> list[str]:
        unit = measures(plan)[name].unit
        return [
            amount(value if value is None else round(float(value)), unit).replace("blank", "–")
            for value in report.values(name)
        ]

    heads = ("Revenue target", "Marketing sources", "Sales sources", "Leads due", "SLA value")
    names = ("revenue_target", "marketing_revenue", "sales_revenue", "leads_due", "sla_value")
    columns = [
        sums(f"{name}_plan" if "revenue" in name else f"{name}_by_region_plan") + sums(f"{name}_by_month_plan")
        for name in names
    ]
    yield from _table((plan.region_label, *heads), [[*plan.regions, "Total"], *columns])
    yield ""
    columns = [
        [channel.owner for channel in plan.channels] + [""],
        *(sums(f"{name}_by_channel_plan") + sums(f"{name}_by_month_plan") for name in ("leads_due", "sla_value")),
    ]
    yield from _table(
        ("Channel", "Owner", "Leads due", "SLA value"), [[*(c.name for c in plan.channels), "Total"], *columns]
    )
    if plan.log:
        yield ""
        yield from _month_to_date(report, plan)


def _month_to_date(report: Report, plan: Plan) -> Iterator[str]:
    """Yield the month to date: leads per channel and in all."""
    shown, as_of = report.values("month_shown")[0], report.values("as_of_day")[0]
    passed, days = (amount(report.values(name)[0], "count") for name in ("days_elapsed", "days_total"))
    told = ("plan", "goal", "actual", "attainment", "projected", "status")
    whole = [report.values(name)[0] for name in SCALARS["leads"]]
    rows = _stripes(report.values("mtd_leads_by_channel"), len(MTD))
    lines = [*zip(plan.axis("channel"), rows, strict=True), ("Total", whole)]
    yield f"{shown} up to {as_of or 'no day yet'}: {passed} of {days} days"
    columns = [[name for name, _ in lines]]
    for figure in told:
        place, unit = MTD.index(figure), "share" if figure == "attainment" else "count"
        columns.append([_figure(line[place], unit) for _, line in lines])
    yield from _table(("Leads", *(word("mtd", figure, {}) for figure in told)), columns)


def _stripes(values: Sequence[Any], wide: int) -> list[Sequence[Any]]:
    return [values[start : start + wide] for start in range(0, len(values), wide)]


def _figure(value: object, unit: str) -> str:
    """Return a figure of the month as a table shows it: whole leads, per cents with one decimal, statuses in words."""
    if isinstance(value, str):
        return word("status", value, {})
    if isinstance(value, int | float):
        value = round(value, 3) if unit == "share" else round(value)
    return amount(value, unit).replace("blank", "–")


def _table(heads: tuple[str, ...], columns: list[list[str]]) -> Iterator[str]:
    widths = [max(len(head), *(len(cell) for cell in column)) for head, column in zip(heads, columns, strict=True)]
    for row in [heads, *zip(*columns, strict=True)]:
        yield "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
