"""What the Agreement sheet computes: the numbers agreed on, KPIs of each side, the promise kept in words, the period.

A KPI is counted to date: over the months that are logged and over where a month has a target, over all that is logged
where every lead counts by itself (first contact, follow-up).
"""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.plan.axis_labels import AGREEMENT_AXES, PROGRESS, TERMS
from slasheet.plan.measure import DAY, Measure, derived
from slasheet.plan.measures.agreement_tables import ATTEMPT_DAY, TABLES
from slasheet.plan.measures.commitment import status
from slasheet.plan.measures.delivery import judged
from slasheet.plan.measures.inputs import FIRST_CONTACT_HOURS, FOLLOW_UPS, RETURN_AFTER
from slasheet.plan.measures.log import counted

#: Where the figures of a KPI stand already.
_TO_DATE = {
    "leads": "delivery_by_month_to_date",
    "value": "delivery_value_by_month_to_date",
    "customers": "closed_customers_by_month_to_date",
    "revenue": "closed_revenue_by_month_to_date",
}
#: The unit of a KPI's target and actual.
_UNIT = {
    "leads": "count", "value": "money", "first_contact": "share", "follow_up": "share", "customers": "count", "revenue": "money", "new_business": "money",
}  # fmt: skip
#: The fields of a numbered table that a row in use should have; of the other tables every cell.
_NEEDED = {
    "qualification": AGREEMENT_AXES["criterion_field"],
    "nurturing": AGREEMENT_AXES["nurture_field"],
    "attempts": AGREEMENT_AXES["attempt_field"],
    "outcomes": AGREEMENT_AXES["outcome_field"],
    "contacts": ("role", "name", "email"),
    "signatures": ("role", "name"),
}
_PERIOD = ("valid_from", "valid_to", "next_review")


def obligation_measures() -> list[Measure]:
    """Return everything on the Agreement sheet that is computed, and how much of it is filled."""
    return [*_agreed(), *_promise(), _kpis(), *_period(), _progress()]


def _agreed() -> list[Measure]:
    def agreed(position: Mapping[str, int]) -> str:
        return f"{{{AGREEMENT_AXES['agreed'][position['agreed']]}_by_month_plan plan:0}}"

    units = dict.fromkeys(AGREEMENT_AXES["agreed"], "money") | {"leads_due": "count"}
    return [
        derived("agreed", "agreed live", "mixed", agreed, "The numbers of the plan", "What both departments agree to, for the whole plan.", by="agreed", units=("agreed", units))
    ]  # fmt: skip


def _promise() -> list[Measure]:
    """Return the promise of Sales follow-up as it counts, and the attempts that are listed for it."""
    settings = {setting.name: setting for setting in (FIRST_CONTACT_HOURS, RETURN_AFTER)}

    def promised(position: Mapping[str, int]) -> str:
        return counted(settings[AGREEMENT_AXES["promised"][position["promised"]]])

    days = "{attempts attempt:* attempt_field=day}"
    usable = f'{days},">={ATTEMPT_DAY.low:g}",{days},"<={ATTEMPT_DAY.high:g}"'
    me = {figure: f"{{promise_check promise_figure={figure}}}" for figure in AGREEMENT_AXES["promise_figure"]}

    def promise_check(position: Mapping[str, int]) -> str:
        figure, promise = AGREEMENT_AXES["promise_figure"][position["promise_figure"]], position["promise"]
        if figure in ("attempts", "days"):
            term = TERMS.index(figure)
            return counted(FOLLOW_UPS, promise * len(TERMS) + term, f" term:{term}")
        if figure == "listed":
            return f'IF({me["days"]}="","",COUNTIFS({usable},{days},"<="&{me["days"]}))'
        return (f'IF(OR(COUNT({me["attempts"]},{me["listed"]})<2,COUNTIFS({usable})=0),"",'
                f"IF({me['listed']}<{me['attempts']},{status('attention')},{status('ok')}))")  # fmt: skip

    units = {"attempts": "count", "days": "days", "listed": "count", "status": "status"}
    return [
        derived("promised", "promised live", "mixed", promised, "The promise of sales", "What sales promises on the sheet Sales follow-up; it is typed there.",
            by="promised", units=("promised", {"first_contact_hours": "hours", "return_after": "count"})),
        derived("promise_check", "promise promise_figure", "mixed", promise_check, "Follow-ups promised",
            "Whether the attempts listed add up to the follow-ups that sales promises; blank where none is listed.", by="promise promise_figure", units=("promise_figure", units)),
    ]  # fmt: skip


def _kpis() -> Measure:
    me = {figure: f"{{kpi kpi_figure={figure}}}" for figure in AGREEMENT_AXES["kpi_figure"]}
    attainment = f'IF(AND(COUNT({me["target"]},{me["actual"]})=2,N({me["target"]})>0),{me["actual"]}/{me["target"]},"")'

    closed = "{closed_revenue_by_month delivery=actual month:*}"

    def kpi(position: Mapping[str, int]) -> str:
        name, figure = AGREEMENT_AXES["kpi"][position["kpi"]], AGREEMENT_AXES["kpi_figure"][position["kpi_figure"]]
        if name in _TO_DATE:
            source = {"target": "plan"}.get(figure, figure)
            return f"{{{_TO_DATE[name]} delivery={source} to_date:0}}"
        if figure == "attainment":
            return attainment
        if name == "new_business":
            verdict = judged(me["actual"], me["target"], me["attainment"])
            return {
                "target": "{new_business_target_by_month_plan plan:0}",
                # Month by month in the reporting currency; a month without its exchange rate leaves no whole.
                "actual": f'IF(OR(COUNT({closed})=0,COUNT({closed})<COUNTIFS({{rows_logged counted=revenue month:*}},">0")),"",SUM({closed}))',
                "status": f'IF(SUM({{month_over month:*}})<COUNT({{months *}}),"",{verdict})',
            }[figure]
        return {
            "target": 'IF({tolerance_counted}="","",1-{tolerance_counted})',
            "actual": f"{{{name}_compliance_by_month_to_date to_date:0}}",
            "status": f'IF({me["attainment"]}="","",IF(ROUND({me["actual"]}-{me["target"]},6)<0,{status("behind")},{status("on-track")}))',
        }[figure]

    units = {f"{name} {figure}": unit for name, unit in _UNIT.items() for figure in ("target", "actual")}
    units |= {f"{name} {figure}": unit for name in _UNIT for figure, unit in (("attainment", "share"), ("status", "status"))}  # fmt: skip
    return derived("kpi", "kpi kpi_figure", "mixed", kpi, "KPIs of each side",
        "Target and actual to date, by who answers for it: leads, value, customers and revenue over the months that are over; first contact and "
        "follow-up over all leads logged; the new business of the plan against the whole plan.", by="kpi kpi_figure", units=("kpi kpi_figure", units))  # fmt: skip


def _period() -> list[Measure]:
    """Return what is wrong with the period, and whether the review is due."""
    first, last, latest = "INT({valid_from})", "INT({valid_to})", "{latest_day}"
    both = "AND({valid_from?},{valid_to?})"
    plan = "MIN({months *})", "EDATE(MAX({months *}),1)-1"
    in_order = "{period_fault period_fault:0}=0"
    faults = {
        "reversed": f"IF({both},IF({last}<{first},1,0),0)",
        "short": f"IF(AND({both},{in_order},COUNT({{months *}})>0),IF(OR({first}>{plan[0]},{last}<{plan[1]}),1,0),0)",
        "over": f"IF(AND({both},{in_order},{{latest_day?}}),IF(OR({latest}<{first},{latest}>{last}),1,0),0)",
    }

    def period_fault(position: Mapping[str, int]) -> str:
        return faults[AGREEMENT_AXES["period_fault"][position["period_fault"]]]

    worst = f"IF({{period_fault period_fault:0}}=1,{status('wrong')},IF(SUM({{period_fault period_fault:*}})>0,{status('attention')},{status('ok')}))"
    return [
        derived("period_fault", "period_fault", "count", period_fault, "What is wrong with the period",
            "1 where the agreement ends before it begins, does not cover the months of the plan, or the latest day known lies outside of it.", by="period_fault"),
        derived("validity_status", "", "status", f'IF({both},{worst},"")', "Period check",
            "Whether the agreement holds: it covers the plan, and the latest day known lies within."),
        derived("review_due", "", "status", f'IF(AND({{next_review?}},{{latest_day?}}),IF({latest}>INT({{next_review}}),{status("attention")},{status("ok")}),"")', "Review check",
            "Whether the next review has passed by the latest day known: the last day logged, or the as-of date when that is later."),
    ]  # fmt: skip


def misfits() -> str:
    """Return the formula of how many cells of the tables hold no number or date where one belongs, or one out of bounds."""
    counts = []
    for table in TABLES:
        rows = table.axes[0]
        for field, unit in (table.units or ("", {}))[1].items():
            bounds = DAY if unit == "date" else ATTEMPT_DAY if unit == "number" else None
            if bounds is not None:
                cells = f"{{{table.name} {rows}:* {table.axes[1]}={field}}}"
                counts.append(f'ROWS({cells})-COUNTBLANK({cells})-COUNTIFS({cells},">={bounds.low:g}",{cells},"<={bounds.high:g}")')  # fmt: skip
    return "+".join(counts)


def _progress() -> Measure:
    me = {figure: f"{{agreement_progress progress={figure}}}" for figure in PROGRESS}
    tables = {table.name: table for table in TABLES}

    def agreement_progress(position: Mapping[str, int]) -> str:
        name, figure = AGREEMENT_AXES["section"][position["section"]], PROGRESS[position["progress"]]
        if figure == "status":
            return f"IF({me['filled']}<{me['needed']},{status('incomplete')},{status('ok')})"
        if name == "period":
            blanks = "".join(f"-COUNTBLANK({{{date} *}})" for date in _PERIOD)
            return f"{len(_PERIOD)}{blanks}" if figure == "filled" else f"{len(_PERIOD)}"
        rows, fields = tables[name].axes
        if name in _NEEDED:
            columns = [f"{{{name} {rows}:* {fields}={field}}}" for field in _NEEDED[name]]
            held = [f"ROWS({cells})-COUNTBLANK({cells})" for cells in columns]
            return "+".join(held) if figure == "filled" else f"{len(held)}*MAX(1,{','.join(held)})"
        whole = f"{{{name} *}}"
        needed = f"ROWS({whole})*{len((tables[name].units or ('', {}))[1])}"
        return f"{needed}-COUNTBLANK({whole})" if figure == "filled" else needed

    return derived("agreement_progress", "section progress", "check", agreement_progress, "How much of the agreement is filled",
        "Per section: cells filled of those that an agreement should have; of a numbered table, rows in use should be whole.", by="section progress")  # fmt: skip
