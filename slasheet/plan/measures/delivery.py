"""What was delivered against what was agreed: derived measures over the lead log, month by month.

Leads count where date, region and channel are in the plan; customers, revenue and what sales served count by
region and date alone. A month in which nothing is logged is blank, not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slasheet.plan.axis_labels import DELIVERY
from slasheet.plan.measure import Measure, Policy, Precision, derived
from slasheet.plan.measures.commitment import status, total, total_where
from slasheet.plan.measures.currencies import reported, unless
from slasheet.plan.measures.log import IN_MONTH, LEADS, LOG, MINE

#: So many months over plan in a row are worth a word.
OVER_MONTHS = 3
#: A month that is not over yet is behind its plan all along.
_FINISHED, _NOT_OVER = 'IF({month_over}=1,%s,"")', "A month that is not over has no status yet."


def worth(leads: str) -> str:
    """Return the formula of the value of leads at my lead value; no leads are worth 0 whatever the rates."""
    return f'IF({{{leads}?}},IF({{{leads}}}=0,0,IF({{lead_value?}},{{{leads}}}*{{lead_value}},"")),"")'


def worth_at(leads: str, rate: str, policy: Policy) -> str:
    """Return the formula of the value of leads in the reporting currency, by the exchange rate `rate`."""
    if not policy.currencies:
        return worth(leads)
    value = f'IF({{{leads}}}=0,0,IF({{lead_value?}},{{{leads}}}*{{lead_value}}*{{{rate}}},""))'
    return f'IF(AND({{{leads}?}},{{{rate}?}}),{value},"")'


def judged(actual: str, plan: str, gap: str) -> str:
    """Return the formula of the status of `actual` against `plan`, blank where their difference `gap` is."""
    tolerance = "{tolerance_counted}"
    return (
        f'IF(OR({gap}="",{tolerance}=""),"",IF(ROUND({actual}-{plan}*(1-{tolerance}),6)<0,{status("behind")},'
        f"IF(ROUND({actual}-{plan}*(1+{tolerance}),6)>0,{status('over')},{status('on-track')})))"
    )


def _delivery(
    name: str,
    axes: str,
    unit: str,
    plan: str,
    actual: str,
    kind: str,
    title: str,
    meaning: str,
    over_regions: Policy | None = None,
    precision: Precision | None = None,
) -> list[Measure]:
    """Return a table of plan, actual, attainment, variance and status per month, and the same for the plan to date.

    `kind` is the column of the log that says in which months something is logged. `over_regions` is the policy where
    the table holds amounts over several regions: a rate that is missing in one of the months leaves them blank.
    """
    rows = f"{{rows_logged counted={kind} month:*}}"
    units = ("delivery", {"plan": unit, "actual": unit, "attainment": "share", "variance": unit, "status": "status"})

    def figures(me: str, plan: str, actual: str, over: str) -> Callable[[Mapping[str, int]], str]:
        mine = {figure: f"{{{me} delivery={figure}}}" for figure in DELIVERY}
        known = f"{{{me} delivery=actual?}}"
        formulas = {
            "plan": plan,
            "actual": actual,
            "attainment": f'IF(AND({known},N({mine["plan"]})>0),{mine["actual"]}/{mine["plan"]},"")',
            "variance": f'IF(COUNT({mine["plan"]},{mine["actual"]})<2,"",{mine["actual"]}-{mine["plan"]})',
            "status": over % judged(mine["actual"], mine["plan"], mine["variance"]),
        }
        return lambda position: formulas[DELIVERY[position["delivery"]]]

    month_plan = f"{{{name} delivery=plan month:*}}"
    done = f'{rows},">0",{{month_over month:*}},1'

    def summed(cells: str) -> str:
        added = f'IF(COUNTIFS({done},{cells},">=0")=0,"",SUMIFS({cells},{done}))'
        lacks = f"SUMIFS({{rates_lacking month:*}},{done})>0"
        return unless(lacks, added, over_regions) if over_regions else added

    so_far, got = summed(month_plan), summed(f"{{{name} delivery=actual month:*}}")
    to_date = figures(f"{name}_to_date", so_far, got, "%s")
    return [
        derived(name, f"{axes} delivery month", "mixed", figures(name, plan, actual, _FINISHED), title, f"{meaning} {_NOT_OVER}",
            by="delivery", units=units, precision=precision, summing=not axes),
        derived(f"{name}_to_date", f"{axes} delivery to_date", "mixed", to_date, f"{title}, to date", f"{meaning} Over the months that are logged and over.",
            by="delivery", units=units, precision=precision, beside=name, summing=True),
    ]  # fmt: skip


def delivery_measures(policy: Policy) -> list[Measure]:
    """Return the leads delivered and their value against the commitment."""
    sums = f"SUMIFS({LOG['leads']},{IN_MONTH},{MINE},{LEADS})"
    verdict = judged("{actual_leads}", "{leads_due}", "{variance}")
    means = "Behind, on track or over: actual leads against leads due, by the tolerance."
    if policy.edition > 1:
        verdict, means = _FINISHED % verdict, f"{means} {_NOT_OVER}"
    made = [
        derived("actual_leads", "channel region month", "count", f'IF(N({{rows_logged counted=leads}})=0,"",{sums})', "Actual leads",
            "Leads logged in the month; blank where nothing is logged in it."),
        derived("actual_value", "channel region month", "money", worth("actual_leads"), "Actual value", "Actual leads x lead value.", currency="converted"),
        derived("attainment", "channel region month", "share", 'IF(AND({actual_leads?},N({leads_due})>0),{actual_leads}/{leads_due},"")', "Attainment",
            "Actual leads / leads due."),
        derived("variance", "channel region month", "count", 'IF(COUNT({actual_leads},{leads_due})<2,"",{actual_leads}-{leads_due})', "Variance",
            "Actual leads - leads due."),
        derived("status", "channel region month", "status", verdict, "Delivery status", means),
    ]  # fmt: skip
    for what, plan, actual, unit, title in (
        ("", "leads_due", "actual_leads", "count", "Leads"),
        ("_value", "sla_value", "actual_value", "money", "Value"),
    ):
        money = unit == "money"
        added = reported(actual, policy) if money else actual
        whole = f"{{{added} channel:* region:*}}"
        sums_by = {
            "month": ("", total(whole)),
            "channel": ("channel", total(f"{{{added} region:*}}")),
            "region": ("region", total_where("region", actual, f"{{{actual} channel:* region:*}}")),
            "owner": ("owner", total_where("owner", added, whole)),
        }
        for by, (axes, summed) in sums_by.items():
            converted = money and by != "region"
            got = unless("{rates_lacking}>0", summed, policy) if converted else summed
            due = f'IF({{{plan}_by_{by}?}},{{{plan}_by_{by}}},"")'
            whose = f"{title} by {by}" if axes else f"{title}, all"
            made += _delivery(f"delivery{what}_by_{by}", axes, unit, due, got, "leads", f"{whose}: plan and actual",
                f"{title} delivered against the plan: attainment, variance and status.", policy if converted else None)  # fmt: skip
    over = f"IF({{delivery_by_channel delivery=status}}={status('over')},1+N({{over_in_a_row month:-1}}),0)"
    made.append(derived("over_in_a_row", "channel month", "count", over, "Months over in a row",
        "Months up to this one in which the channel delivered over the plan without a break: constant over-delivery harms, too."))  # fmt: skip
    return made


def closed_measures(policy: Policy) -> list[Measure]:
    """Return customers and revenue closed against their targets, where the log has them."""
    last = f"{{stage_volume stage:{policy.stages - 1} channel:* region:*}}"
    labels = "{@region needed_value},{@region}"
    made = [
        derived("customers_needed", "region month", "count", f'IF(COUNTIFS({labels},{last},">=0")=0,"",SUMIFS({last},{labels}))', "Customers needed",
            "Customers that must be won in the month, over the channels.", precision="volume"),
        derived("customers_needed_by_month", "month", "count", total("{customers_needed region:*}"), "Customers needed, all", "Customers needed: sum over the regions.",
            precision="volume", summing=True),
    ]  # fmt: skip
    for kind, plan, unit, title in (
        ("customers", "customers_needed", "count", "Customers"),
        ("revenue", "new_business_target", "money", "Revenue closed"),
    ):
        sums = f'SUMIFS({LOG[kind]},{IN_MONTH},{LOG["region"]},{{@region}},{LOG[kind]},">=0")'
        made.append(derived(f"actual_{kind}", "region month", unit, f'IF(N({{rows_logged counted={kind}}})=0,"",{sums})', f"Actual {title.lower()}",
            f"{title} as logged in the month; blank where none is logged in it.", currency="converted" if unit == "money" else "own"))  # fmt: skip
        converted = policy if unit == "money" else None
        added = reported(f"actual_{kind}", policy) if converted else f"actual_{kind}"
        everywhere = total(f"{{{added} region:*}}")
        if converted:
            everywhere = unless("{rates_lacking}>0", everywhere, policy)
        for by, axes, got, over_regions in (
            ("region", "region", f'IF({{actual_{kind}?}},{{actual_{kind}}},"")', None),
            ("month", "", everywhere, converted),
        ):
            source = plan if by == "region" else f"{plan}_by_month"
            due = f'IF({{{source}?}},{{{source}}},"")'
            whose = f"{title} by {by}" if axes else f"{title}, all"
            made += _delivery(f"closed_{kind}_by_{by}", axes, unit, due, got, kind, f"{whose}: target and actual",
                f"{title} against the new business of the plan.", over_regions, "volume" if unit == "count" else None)  # fmt: skip
    return made
