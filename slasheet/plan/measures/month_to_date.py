"""The month that is shown: its day table and the month to date, as derived measures with their cell formulas.

The goal line is linear over the days that count: all days of the month, or its working days less the
holidays. The last day equals the month's plan exactly, since it is multiplied by days passed / days, which is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from slasheet.plan.axis_labels import MTD, PAIR
from slasheet.plan.measure import Measure, Policy, derived
from slasheet.plan.measures.commitment import total, total_where
from slasheet.plan.measures.currencies import LACKS_BEFORE, LACKS_CHOSEN, LACKS_SHOWN, reported, unless
from slasheet.plan.measures.delivery import judged, worth_at
from slasheet.plan.measures.log import LEADS, LOG, MINE

#: The measures that hold the figures of MTD for the whole company; those of regions and channels stand in tables.
SCALARS = {
    "leads": (
        "mtd_plan_leads", "mtd_goal_leads", "mtd_actual_leads", "mtd_attainment", "mtd_variance", "mtd_projected_leads",
        "mtd_recent_projected_leads", "mtd_required_leads_per_day", "mtd_month_before_leads", "mtd_status",
    ),
    "value": (
        "mtd_plan_value", "mtd_goal_value", "mtd_actual_value", "mtd_attainment_value", "mtd_variance_value", "mtd_projected_value",
        "mtd_recent_projected_value", "mtd_required_value_per_day", "mtd_month_before_value", "mtd_status_value",
    ),
}  # fmt: skip
RECENT_DAYS = 7
_DATE = LOG["date"]
_MEANINGS = {
    "plan": "The plan of the whole month.",
    "goal": "What the goal line asks for up to the as-of day.",
    "actual": "Logged up to the as-of day.",
    "attainment": "Actual / goal to date.",
    "variance": "Actual - goal to date.",
    "projected": "Month end at the rate so far: actual / days passed x days of the month.",
    "recent": "Month end when the rest runs as the last 7 logged days did (with fewer logged, as the month so far).",
    "required": "What each remaining day must bring: (plan - actual) / days remaining.",
    "before": "Logged up to the same day of the month before.",
    "status": "Behind, on track or over: actual against the goal to date, by the tolerance; blank until a day that counts has passed.",
}


def pacing_measures(policy: Policy) -> list[Measure]:
    """Return the days of the month that is shown, its day table and the month to date."""
    return [*_month(), *_days(policy), *_pairs(policy), *_day_table(policy), *_month_to_date(policy)]


#: Whether the month chosen, or a day in it, lies in the plan.
IN_PLAN = (
    "AND({performance_month?},N({performance_month})>=MIN({months *}),N({performance_month})<EDATE(MAX({months *}),1))"
)


def _month() -> list[Measure]:
    """Return which month is shown, up to which day, and how many of its days have passed."""
    months = "{months *}"
    return [
        derived("month_shown", "", "month",
            f'IF(COUNT({months})=0,"",IF({IN_PLAN},INDEX({months},1,MATCH({{performance_month}},{months},1)),'
            f'IF({{last_logged}}="",MIN({months}),INDEX({months},1,MATCH({{last_logged}},{months},1)))))',
            "Month shown", "The month that is shown: the one chosen, else that of the last day logged, else the first."),
        derived("month_place", "", "count", f'IF({{month_shown}}="","",MATCH({{month_shown}},{months},0))', "Number of the month shown", "Which month of the plan that is."),
        derived("rows_shown", "", "count", 'IF({month_shown}="",0,INDEX({rows_logged counted=leads month:*},1,{month_place}))', "Rows logged in it",
            "Rows of the lead log in the month shown."),
        derived("as_of_day", "", "date",
            'IF({month_shown}="","",IF(AND({as_of?}),MAX(MIN(INT({as_of}),EDATE({month_shown},1)-1),{month_shown}-1),'
            'IF(OR({rows_shown}=0,COUNT({day_dated day:*})=0),"",MAX({day_dated day:*}))))',
            "As of, counted", "The day up to which the month is judged: the one typed, kept within the month, else the last day logged in it."),
        derived("days_total", "", "count", 'IF(COUNT({day_counts day:*})=0,"",SUM({day_counts day:*}))', "Days of the month", "The days of the month that count."),
        derived("days_elapsed", "", "count", 'IF({as_of_day}="","",SUMIFS({day_counts day:*},{day_date day:*},"<="&{as_of_day}))', "Days passed",
            "The days that count up to the as-of day."),
        derived("recent_days", "", "count", 'IF({as_of_day}="","",SUMIFS({day_counts day:*},{day_recent day:*},1))', "Recent days",
            "The days that count since the seventh last day logged."),
    ]  # fmt: skip


def _days(policy: Policy) -> list[Measure]:
    """Return what is known of each of the 31 days: date, whether it counts, how many have passed, what is logged."""
    day, unknown = "{day_date}", 'OR({day_date}="",{as_of_day}="",{rows_shown}=0)'
    counts = "1"
    if policy.pacing == "working":
        counts = f'IF(AND(WEEKDAY({day},2)<6,COUNTIFS({{holidays *}},">="&{day},{{holidays *}},"<"&{day}+1)=0),1,0)'
    on_day = f'{_DATE},">="&{day},{_DATE},"<"&{day}+1'
    return [
        derived("day_date", "day", "date", 'IF({month_shown}="","",IF({month_shown}+{@day}-1<EDATE({month_shown},1),{month_shown}+{@day}-1,""))', "Date",
            "The day of the month shown; blank past its end.", precision="day"),
        derived("day_dated", "day", "date", f'IF({day}="","",IF(COUNTIFS({on_day})>0,{day},""))', "Day with dates", "The day, where the log has rows dated on it."),
        derived("day_counts", "day", "count", f'IF({day}="","",{counts})', "Day counts", "1 where the day counts for the goal line."),
        derived("day_passed", "day", "count", 'IF({day_counts}="","",N({day_passed day:-1})+{day_counts})', "Days passed", "Days that count up to and with this one."),
        derived("day_rows", "day", "count", f'IF(OR({day}="",{{as_of_day}}=""),"",IF({day}>{{as_of_day}},0,COUNTIFS({on_day},{LEADS})))', "Rows logged",
            "Rows of the lead log on the day, up to the as-of day."),
        derived("logged_days_after", "day", "count",
            'IF({day_rows}="","",N({logged_days_after day:+1})+IF(N({day_rows day:+1})>0,1,0))', "Logged days after it", "Days after this one on which something is logged."),
        derived("day_recent", "day", "count", f'IF({{day_rows}}="","",IF(AND({day}<={{as_of_day}},{{logged_days_after}}<{RECENT_DAYS}),1,0))', "Recent day",
            "1 from the seventh last day logged on."),
        derived("day_leads", "channel region day", "count",
            f'IF({unknown},"",IF({day}>{{as_of_day}},"",SUMIFS({LOG["leads"]},{on_day},{MINE},{LEADS})))', "Leads of the day", "Leads logged on the day, up to the as-of day."),
    ]  # fmt: skip


def _pairs(policy: Policy) -> list[Measure]:
    """Return the month shown per channel and region, which every total of it adds up."""
    me = {figure: f"pair_month pair={figure}" for figure in PAIR}
    region, owner = "{performance_region}", "{performance_owner}"
    before = (
        f'SUMIFS({LOG["leads"]},{_DATE},">="&EDATE({{month_shown}},-1),{_DATE},"<"&EDATE({{as_of_day}},-1)+1,'
        f"{MINE},{LEADS})"
    )
    rows_before = "INDEX({rows_logged counted=leads month:*},1,{month_place}-1)"
    at_rate = "*N({rate_shown})" if policy.currencies else ""
    formulas = {
        "shown": f'IF(AND(OR({region}="",{region}={{@region}}),OR({owner}="",{owner}={{@owner}})),1,0)',
        "shown_value": f"{{{me['shown']}}}*N({{lead_value}}){at_rate}",
        "plan_leads": 'IF({month_place}="","",INDEX({leads_due month:*},1,{month_place}))',
        "plan_value": f'IF({{month_place}}="","",INDEX({{{reported("sla_value", policy)} month:*}},1,{{month_place}}))',
        "leads": 'IF(OR({as_of_day}="",{rows_shown}=0),"",SUM({day_leads day:*}))',
        "value": worth_at(me["leads"], "rate_shown", policy),
        "recent_leads": f'IF({{{me["leads"]}}}="","",SUMIFS({{day_leads day:*}},{{day_recent day:*}},1))',
        "recent_value": worth_at(me["recent_leads"], "rate_shown", policy),
        "before_leads": f'IF(OR({{as_of_day}}="",N({{month_place}})<2),"",IF({rows_before}=0,"",{before}))',
        "before_value": worth_at(me["before_leads"], "rate_before", policy),
    }
    units = {figure: "money" if figure.endswith("value") else "count" for figure in PAIR}
    return [
        derived("pair_month", "channel region pair", "mixed", lambda position: formulas[PAIR[position["pair"]]], "Channels and regions in the month shown",
            "Per channel and region: whether the day table shows it, its plan, and what is logged of it.", by="pair", units=("pair", units), currency="reporting"),
    ]  # fmt: skip


def _day_table(policy: Policy) -> list[Measure]:
    """Return the goal line and what was delivered, day by day and cumulative, and the same as charts take it."""
    shown = "{pair_month channel:* region:* pair=shown}"
    made = []
    for what, unit, weighed in (
        ("leads", "count", f"SUMIFS({{day_leads channel:* region:*}},{shown},1)"),
        ("value", "money", "SUMPRODUCT({day_leads channel:* region:*},{pair_month channel:* region:* pair=shown_value})"),
    ):  # fmt: skip
        plan, got = (f"{{pair_month channel:* region:* pair={name}}}" for name in (f"plan_{what}", what))
        goal, actual, whole = f"day_goal_{what}", f"day_actual_{what}", f"shown_plan_{what}"
        planned = f'IF(COUNTIFS({shown},1,{plan},">=0")=0,"",SUMIFS({plan},{shown},1))'
        delivered = (
            f'IF(OR({{day_date}}="",{{as_of_day}}="",COUNTIFS({shown},1,{got},">=0")=0),"",'
            f'IF({{day_date}}>{{as_of_day}},"",N({{{actual} day:-1}})+{weighed}))'
        )
        if what == "value":
            planned, delivered = (unless(LACKS_CHOSEN, formula, policy) for formula in (planned, delivered))
        made += [
            derived(whole, "", unit, planned, f"Plan shown, {what}",
                "The month's plan of the regions and owners that the day table shows."),
            derived(goal, "day", unit, f'IF(OR({{day_counts}}="",{{{whole}}}="",N({{days_total}})=0),"",{{{whole}}}*({{day_passed}}/{{days_total}}))', f"Goal line, {what}",
                "What should have been delivered by the end of the day."),
            derived(actual, "day", unit, delivered, f"Delivered, {what}", "What was delivered by the end of the day; blank after the as-of day."),
        ]  # fmt: skip
    made += [
        derived(f"chart_{name}_{what}", "day", "chart", f"IF({{day_{name}_{what}?}},{{day_{name}_{what}}},NA())", f"{title}, {what}",
            "The same, with #N/A where the chart is to draw nothing.")
        for what in ("leads", "value") for name, title in (("goal", "Goal line for the chart"), ("actual", "Delivered for the chart"))
    ]  # fmt: skip
    return made


def _month_to_date(policy: Policy) -> list[Measure]:
    """Return the month to date of the whole company, by region and by channel."""
    made = []
    for what, unit, per_day in (("leads", "count", "number"), ("value", "money", "money")):
        units = dict.fromkeys(MTD, unit) | {"attainment": "share", "required": per_day, "status": "status"}
        names = dict(zip(MTD, SCALARS[what], strict=True))
        for figure, formula in _figures(names, partial(_summed, "whole", policy), what).items():
            made.append(derived(names[figure], "", units[figure], formula, f"Month to date: {figure}, {what}", _MEANINGS[figure], summing=True))  # fmt: skip
        for by in ("region", "channel", "owner"):
            name = f"mtd_{what}_by_{by}"
            cells = {figure: f"{name} mtd={figure}" for figure in MTD}
            formula_at = partial(_at, _figures(cells, partial(_summed, by, policy), what))
            made.append(derived(name, f"{by} mtd", "mixed", formula_at, f"Month to date by {by}, {what}",
                f"The month shown per {by}: plan, goal to date, actual and what follows from them.", by="mtd", units=("mtd", units),
                currency="reporting" if by == "region" and unit == "money" else "own"))  # fmt: skip
    return made


def _at(formulas: Mapping[str, str], position: Mapping[str, int]) -> str:
    return formulas[MTD[position["mtd"]]]


def _summed(by: str, policy: Policy, figure: str) -> str:
    """Return the formula that adds up a figure of the pairs: all of them, or those of my region, channel or owner."""
    everything = f"{{pair_month channel:* region:* pair={figure}}}"
    if by in ("region", "owner"):
        added = total_where(by, "pair_month", everything)
    else:
        added = total(everything if by == "whole" else f"{{pair_month region:* pair={figure}}}")
    if by == "region" or not figure.endswith("value"):
        return added
    return unless(LACKS_BEFORE if figure == "before_value" else LACKS_SHOWN, added, policy)


def _figures(me: Mapping[str, str], summed: Callable[[str], str], what: str) -> Mapping[str, str]:
    """Return the formula of every figure; `me` names their cells, `summed` adds up one of the pairs' figures."""
    cell = {figure: f"{{{me[figure]}}}" for figure in MTD}
    plan, goal, actual = cell["plan"], cell["goal"], cell["actual"]
    known = f"{{{me['actual']}?}}"
    rest = "({days_total}-{days_elapsed})"
    return {
        "plan": summed(f"plan_{what}"),
        "goal": f'IF(OR({plan}="",{{days_elapsed}}="",N({{days_total}})=0),"",{plan}*({{days_elapsed}}/{{days_total}}))',
        "actual": summed(what),
        "attainment": f'IF(AND({known},N({goal})>0),{actual}/{goal},"")',
        "variance": f'IF(COUNT({actual},{goal})<2,"",{actual}-{goal})',
        "projected": f'IF(AND({known},N({{days_elapsed}})>0),{actual}/{{days_elapsed}}*{{days_total}},"")',
        "recent": f'IF(AND({known},N({{recent_days}})>0),{actual}+{summed(f"recent_{what}")}/{{recent_days}}*{rest},"")',
        "required": f'IF(AND(COUNT({actual},{plan})=2,N({{days_total}})>N({{days_elapsed}})),({plan}-{actual})/{rest},"")',
        "before": summed(f"before_{what}"),
        "status": f'IF(N({{days_elapsed}})=0,"",{judged(actual, goal, cell["variance"])})',
    }
