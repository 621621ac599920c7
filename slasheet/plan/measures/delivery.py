"""What was delivered against what was agreed: derived measures over the lead log, month by month.

Leads count where date, region and channel are in the plan; customers, revenue and what sales served count by
region and date alone; every dated row tells how far the log goes. A negative number counts as blank. A month in which nothing is logged is blank, not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slasheet.plan.axis_labels import COUNTED, DELIVERY, LOAD, LOG_FIELDS, OBSERVED
from slasheet.plan.measure import Measure, Policy, derived
from slasheet.plan.measures.commitment import status, total, total_where
from slasheet.plan.measures.currencies import reported, unless
from slasheet.plan.measures.inputs import REVIEW_DAYS, TOLERANCE

LOG = {field: f"{{lead_log entry:* field={field}}}" for field in LOG_FIELDS}
#: Rows of the log in the month of my column.
_IN_MONTH = f'{LOG["date"]},">="&{{@month}},{LOG["date"]},"<"&EDATE({{@month}},1)'
_MINE = f"{LOG['region']},{{@region}},{LOG['channel']},{{@channel}}"
_LEADS = f'{LOG["leads"]},">=0"'
#: So many months over plan in a row are worth a word.
OVER_MONTHS = 3
#: Of fewer leads or customers a rate or a deal size says too little to call it a drift.
FEWEST_LEADS, FEWEST_BUYERS = 30, 5


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


def counted(setting: Measure, place: int = 0, selected: str = "") -> str:
    """Return the formula of a setting as it is reckoned with: its default where blank, blank where it can't be used.

    Of a setting with several cells it is the cell number `place`, which the selectors `selected` name.
    """
    name, default = f"{setting.name}{selected}", setting.usual[place]
    return f'IF({{{name}}}="",{default:g},IF(AND({{{name}?}}),{{{name}}},""))'


def filled_cells(field: str) -> str:
    """Return the formula of how many cells of a column of the log hold something; an empty text is nothing."""
    return f"ROWS({LOG[field]})-COUNTBLANK({LOG[field]})"


def log_measures() -> list[Measure]:
    """Return what the log says of itself: how much of it is filled, and over which days."""
    first, end = "MIN({months *})", "EDATE(MAX({months *}),1)"
    date = LOG["date"]
    used = ",".join(filled_cells(field) for field in LOG_FIELDS[:4])

    latest = "MAX(N({last_logged}),IF(AND({as_of?}),INT({as_of}),0))"

    # MIN and MAX over the months, then over the days of one of them: an error value among the dates spoils neither.
    days = []
    for which, pick in (("first", "MIN"), ("last", "MAX")):
        day = f"{pick}({{logged_month month:*}})+{{@day}}-1"
        inside = f'{date},">="&{day},{date},"<"&{day}+1,{date},"<"&EDATE({pick}({{logged_month month:*}}),1)'
        days.append((which, f'IF(COUNTIFS({inside})>0,{day},"")'))

    def rows_logged(position: Mapping[str, int]) -> str:
        return f'IF(ISNUMBER({{@month}}),COUNTIFS({_IN_MONTH},{LOG[COUNTED[position["counted"]]]},">=0"),0)'

    return [
        derived("log_used", "", "count", f"MAX({used})", "Rows used", "Rows of the lead log that hold something."),
        derived("rows_in_plan", "", "count", f'IF(COUNT({{months *}})=0,0,COUNTIFS({date},">="&{first},{date},"<"&{end}))',
            "Rows dated in the plan", "Rows of the lead log whose date lies in the plan."),
        derived("dated_rows", "month", "count", f"IF(ISNUMBER({{@month}}),COUNTIFS({_IN_MONTH}),0)", "Rows dated in the month", "Rows of the lead log whose date lies in the month."),
        derived("logged_month", "month", "date", 'IF({dated_rows}>0,{@month},"")', "Month logged", "The first day of the month, where the log has dates in it."),
        *(derived(f"{which}_days", "day", "date", f'IF(COUNT({{logged_month month:*}})=0,"",{day_of})', f"Days of the {which} month logged",
            f"The days of the {which} month logged on which the log has dates.") for which, day_of in days),
        derived("first_logged", "", "date", 'IF(COUNT({first_days day:*})=0,"",MIN({first_days day:*}))', "First day logged", "The first day of the plan that the log knows."),
        derived("last_logged", "", "date", 'IF(COUNT({last_days day:*})=0,"",MAX({last_days day:*}))', "Last day logged", "The last day of the plan that the log knows."),
        derived("rows_of_region", "region", "count", f"COUNTIFS({LOG['region']},{{@region}})", "Rows logged by region", "Rows of the lead log that name the region."),
        derived("rows_of_channel", "channel", "count", f"COUNTIFS({LOG['channel']},{{@channel}})", "Rows logged by channel", "Rows of the lead log that name the channel."),
        derived("rows_logged", "counted month", "count", rows_logged, "Rows logged by month", "Rows of the lead log in the month that hold a number of each kind.", by="counted"),
        derived("latest_day", "", "date", f'IF({latest}=0,"",{latest})', "Latest day known", "The last day logged, or the as-of date when that is later."),
        derived("month_over", "month", "count", "IF(AND(ISNUMBER({@month}),{latest_day?}),IF(EDATE({@month},1)-1<={latest_day},1,0),0)", "Month over",
            "1 where the latest day known has come to the end of the month."),
        derived("tolerance_counted", "", "share", counted(TOLERANCE), "Tolerance counted", "The tolerance that is reckoned with: blank is 10 %."),
    ]  # fmt: skip


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
    # A month that is not over yet is behind its plan all along.
    finished = 'IF({month_over}=1,%s,"")'
    return [
        derived(name, f"{axes} delivery month", "mixed", figures(name, plan, actual, finished), title, f"{meaning} A month that is not over has no status yet.", by="delivery", units=units),
        derived(f"{name}_to_date", f"{axes} delivery to_date", "mixed", to_date, f"{title}, to date", f"{meaning} Over the months that are logged and over.", by="delivery", units=units),
    ]  # fmt: skip


def delivery_measures(policy: Policy) -> list[Measure]:
    """Return the leads delivered and their value against the commitment."""
    sums = f"SUMIFS({LOG['leads']},{_IN_MONTH},{_MINE},{_LEADS})"
    made = [
        derived("actual_leads", "channel region month", "count", f'IF(N({{rows_logged counted=leads}})=0,"",{sums})', "Actual leads",
            "Leads logged in the month; blank where nothing is logged in it."),
        derived("actual_value", "channel region month", "money", worth("actual_leads"), "Actual value", "Actual leads x lead value."),
        derived("attainment", "channel region month", "share", 'IF(AND({actual_leads?},N({leads_due})>0),{actual_leads}/{leads_due},"")', "Attainment",
            "Actual leads / leads due."),
        derived("variance", "channel region month", "count", 'IF(COUNT({actual_leads},{leads_due})<2,"",{actual_leads}-{leads_due})', "Variance",
            "Actual leads - leads due."),
        derived("status", "channel region month", "status", judged("{actual_leads}", "{leads_due}", "{variance}"), "Delivery status",
            "Behind, on track or over: actual leads against leads due, by the tolerance."),
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
            "Customers that must be won in the month, over the channels."),
        derived("customers_needed_by_month", "month", "count", total("{customers_needed region:*}"), "Customers needed, all", "Customers needed: sum over the regions."),
    ]  # fmt: skip
    for kind, plan, unit, title in (
        ("customers", "customers_needed", "count", "Customers"),
        ("revenue", "new_business_target", "money", "Revenue closed"),
    ):
        sums = f'SUMIFS({LOG[kind]},{_IN_MONTH},{LOG["region"]},{{@region}},{LOG[kind]},">=0")'
        made.append(derived(f"actual_{kind}", "region month", unit, f'IF(N({{rows_logged counted={kind}}})=0,"",{sums})', f"Actual {title.lower()}",
            f"{title} as logged in the month; blank where none is logged in it."))  # fmt: skip
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
                f"{title} against the new business of the plan.", over_regions)  # fmt: skip
    return made


def observed_measures() -> list[Measure]:
    """Return close rate and deal size as the log shows them beside the assumed ones, and how old those are."""
    me = {figure: f"{{observed observed={figure}}}" for figure in OBSERVED}
    date, end = LOG["date"], "EDATE(MAX({months *}),1)"
    all_days = f'{date},">="&MIN({{months *}}),{date},"<"&{end}'
    old_enough = f'{date},">="&MIN({{months *}}),{date},"<"&EDATE({{last_logged}},-{{lag}})+1'
    since = f'{date},">="&EDATE({{first_logged}},{{lag}}),{date},"<"&{end}'
    nothing = 'OR({lag}="",SUM({rows_logged counted=customers month:*})=0,{last_logged}="")'
    both = f'{LOG["customers"]},">=0",{LOG["revenue"]},">=0"'
    priced = "SUM({rows_logged counted=revenue month:*})=0"

    def drift(seen: str, assumed: str) -> str:
        return f'IF(COUNT({me[seen]},{me[assumed]})<2,"",{me[seen]}/{me[assumed]}-1)'

    def verdict(gap: str, sample: str, least: int) -> str:
        return (f'IF(OR({me[gap]}="",{{tolerance_counted}}="",N({me[sample]})<{least}),"",IF(ROUND(ABS({me[gap]})-{{tolerance_counted}},6)>0,'
                f"{status('attention')},{status('ok')}))")  # fmt: skip

    formulas = {
        "leads": f'IF({nothing},"",SUMIFS({LOG["leads"]},{old_enough},{_MINE},{_LEADS}))',
        "customers": f'IF({nothing},"",SUMIFS({LOG["customers"]},{since},{_MINE},{LOG["customers"]},">=0"))',
        "close_rate": f'IF(N({me["leads"]})>0,{me["customers"]}/{me["leads"]},"")',
        "assumed_close_rate": 'IF(AND({close_rate?}),{close_rate},"")',
        "close_rate_drift": drift("close_rate", "assumed_close_rate"),
        "close_rate_status": verdict("close_rate_drift", "leads", FEWEST_LEADS),
        "buyers": f'IF({priced},"",SUMIFS({LOG["customers"]},{all_days},{_MINE},{both}))',
        "revenue": f'IF({priced},"",SUMIFS({LOG["revenue"]},{all_days},{_MINE},{both}))',
        "deal_size": f'IF(N({me["buyers"]})>0,{me["revenue"]}/{me["buyers"]},"")',
        "assumed_deal_size": 'IF(AND({deal_size?}),{deal_size},"")',
        "deal_size_drift": drift("deal_size", "assumed_deal_size"),
        "deal_size_status": verdict("deal_size_drift", "buyers", FEWEST_BUYERS),
    }
    units = dict.fromkeys(OBSERVED, "share") | {
        "leads": "count", "customers": "count", "buyers": "count", "revenue": "money", "deal_size": "money", "assumed_deal_size": "money",
        "close_rate_status": "status", "deal_size_status": "status",
    }  # fmt: skip
    return [
        derived("observed", "channel region observed", "mixed", lambda position: formulas[OBSERVED[position["observed"]]], "Observed and assumed rates",
            "Close rates and deal sizes as logged beside the assumed ones. With a time to close, a close rate takes leads up to so long before the last day logged and customers from so long after the first; a deal size takes all rows that have customers and revenue. Fewer than 30 leads or 5 customers are too few to judge.",
            by="observed", units=("observed", units)),
        derived("rates_age", "", "days", 'IF(AND({rates_reviewed?},{latest_day?}),MAX(0,{latest_day}-INT({rates_reviewed})),"")', "Days since the review",
            "Days from the last review of the rates to the latest day known."),
        derived("review_days_counted", "", "days", counted(REVIEW_DAYS), "Review due after, counted", "The days that are reckoned with: blank is 90."),
    ]  # fmt: skip


def follow_up_measures() -> list[Measure]:
    """Return what sales does with the leads: compliance with its promise, and workable leads per rep."""
    made = []
    for name, kind, title, meaning in (
        ("first_contact", "contacted", "First contact in time", "Share of the leads logged that sales contacted within the hours promised."),
        ("follow_up", "followed_up", "Followed up as promised", "Share of the leads logged that sales followed up as promised."),
    ):  # fmt: skip
        counted = f'{_IN_MONTH},{LOG["region"]},{{@region}},{LOG[kind]},">=0",{_LEADS}'
        for part, column, said in (("leads", "leads", "leads that are told of"), ("served", kind, "leads served")):
            made.append(derived(f"{name}_{part}", "region month", "count",
                f'IF(N({{rows_logged counted={kind}}})=0,"",SUMIFS({LOG[column]},{counted}))', f"{title}: {said}",
                f"Leads of the rows that say how many were served{': of them those served' if part == 'served' else ''}."))  # fmt: skip
        for by, axes, over in (("", "region month", ""), ("_by_month", "month", " region:*")):
            leads, served = (f"SUM({{{name}_{part}{over}}})" for part in ("leads", "served"))
            share = f"{name}_compliance{by}"
            whose = f"{title}, all" if by else title
            made += [
                derived(share, axes, "share", f'IF({leads}=0,"",{served}/{leads})', whose, meaning),
                derived(f"{name}_status{by}", axes, "status",
                    f'IF(OR({{{share}}}="",{{tolerance_counted}}=""),"",IF(ROUND({{{share}}}-(1-{{tolerance_counted}}),6)<0,{status("behind")},{status("on-track")}))',
                    f"{whose}: status", "Behind where more leads than the tolerance allows were not served in time."),
            ]  # fmt: skip
            leads, served = (f"SUM({{{name}_{part}{' *' if by else ' month:*'}}})" for part in ("leads", "served"))
            made.append(derived(f"{share}_to_date", "to_date" if by else "region to_date", "share", f'IF({leads}=0,"",{served}/{leads})',
                f"{whose}, to date", f"{meaning} Over all months logged."))  # fmt: skip
    me = {figure: f"{{sales_load load={figure}}}" for figure in LOAD}
    got = "delivery_by_region delivery=actual"
    formulas = {
        "leads_per_rep": f'IF(AND({{{got}?}},{{sales_reps?}},N({{sales_reps}})>0),{{{got}}}/{{sales_reps}},"")',
        "capacity": 'IF(AND({leads_per_rep?}),{leads_per_rep},"")',
        "use": f'IF(COUNT({me["leads_per_rep"]},{me["capacity"]})<2,"",{me["leads_per_rep"]}/{me["capacity"]})',
        "status": f'IF({me["use"]}="","",IF({me["leads_per_rep"]}>{me["capacity"]},{status("attention")},{status("ok")}))',
    }
    units = {"leads_per_rep": "number", "capacity": "number", "use": "share", "status": "status"}
    made.append(derived("sales_load", "region load month", "mixed", lambda position: formulas[LOAD[position["load"]]], "Workable leads per rep",
        "Leads logged per sales rep against what one rep can serve in a month.", by="load", units=("load", units)))  # fmt: skip
    return made
