"""What follows from the inputs: every derived measure with its cell formula over measure names.

A formula is written over measure names, and a name means "that measure at my coordinates":

    {deal_size}                        the cell at my region
    AND({deal_size?})                  whether that cell holds a number that may be used
    {leads_due month:*}                all months at my other coordinates; `{m *}` is all of m
    {stage_volume stage:0}             at the first label; `stage:+1` at the next after mine, `stage=X` at X
    {@region}, {@region leads_due}     my region's label; the labels printed beside all of leads_due
"""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.plan.axis_labels import OWNERS
from slasheet.plan.measure import Measure, Policy, derived
from slasheet.plan.measures.currencies import reported, unless

#: Totals over time.
PLAN, QUARTER_AND_PLAN = ("plan",), ("quarter", "plan")


def total(ref: str) -> str:
    """Return the formula of a total: blank when everything under it is blank, else the sum of what is there."""
    return f'IF(COUNT({ref})=0,"",SUM({ref}))'


def total_usable(ref: str) -> str:
    """Return the formula of a total over an amount that people type: what may not stand there is left out."""
    return f'IF(COUNTIFS({ref},">=0")=0,"",SUMIFS({ref},{ref},">=0"))'


def total_where(axis: str, name: str, ref: str) -> str:
    """Return the formula of a total over the rows of `name` that carry my label of `axis`."""
    labels = f"{{@{axis} {name}}},{{@{axis}}}"
    return f'IF(COUNTIFS({labels},{ref},">=0")=0,"",SUMIFS({ref},{labels}))'


def total_measures(base: Measure, policy: Policy) -> list[Measure]:
    """Return the totals over time that stand beside `base`: per quarter, for the plan, as it says."""
    spans = {"quarter": ("quarter", "sum over the quarter of the plan."), "plan": ("*", "sum over the months of the plan, without the look-ahead.")}  # fmt: skip
    made = []
    for period in base.totals:
        span, meaning = spans[period]
        ref = f"{{{base.name} month:{span}}}"
        added = total_usable(ref) if base.kind == "input" else total(ref)
        if base.currency == "added":
            added = unless(f"SUM({{rates_lacking month:{span}}})>0", added, policy)
        made.append(derived(f"{base.name}_{period}", " ".join((*base.axes[:-1], period)), base.unit, added, f"{base.title}, {period}", f"{base.title}: {meaning}",
            precision=base.precision, beside=base.name, summing=True))  # fmt: skip
    return made


def status(code: str) -> str:
    """Return the reference to the cell that holds the word for a status."""
    return f"{{statuses status={code}}}"


def revenue_measures(policy: Policy) -> list[Measure]:
    """Return what splits the revenue target between the departments."""
    share = "{new_business_share}"
    return [
        derived("new_business_target", "region horizon", "money",
            f'IF(AND({{revenue_target?}},OR({share}="",AND({{new_business_share?}}))),{{revenue_target}}*IF({share}="",1,{share}),"")',
            "New-business target", "Revenue target x new-business share.", currency="converted", totals=QUARTER_AND_PLAN),
        derived("marketing_revenue", "region horizon", "money",
            'IF(AND({new_business_target?},{marketing_share?}),{new_business_target}*{marketing_share},"")',
            "Marketing-sourced revenue", "New-business target x marketing share.", currency="converted", totals=QUARTER_AND_PLAN),
        derived("sales_revenue", "region horizon", "money", 'IF({marketing_revenue?},{new_business_target}-{marketing_revenue},"")',
            "Sales-sourced revenue", "The rest of the new-business target, which sales sources itself.", scale="new_business_target",
            currency="converted", totals=QUARTER_AND_PLAN),
        *(derived(f"{name}_by_month", "horizon", "money", unless("{rates_lacking}>0", add(f"{{{reported(name, policy)} region:*}}"), policy),
                  f"{title}, all", f"{title}: sum over all regions.", currency="added", totals=QUARTER_AND_PLAN, summing=True)
          for name, title, add in (("revenue_target", "Revenue target", total_usable), ("new_business_target", "New-business target", total),
                                   ("marketing_revenue", "Marketing-sourced revenue", total), ("sales_revenue", "Sales-sourced revenue", total))),
    ]  # fmt: skip


def rate_measures(policy: Policy) -> list[Measure]:
    """Return what follows from rates, mix and deal size alone."""
    steps = policy.stages - 1
    many = steps > 1
    rate = [f"conversion_rate transition:{i}" if many else "close_rate" for i in range(steps)]

    def stage_value(position: Mapping[str, int]) -> str:
        at = position["stage"]
        if at == steps:
            return 'IF(AND({deal_size?}),{deal_size},"")'
        return f'IF(AND({{stage_value stage:+1?}},{{{rate[at]}?}}),{{stage_value stage:+1}}*{{{rate[at]}}},"")'

    made = [
        derived(
            "lag",
            "channel",
            "months",
            'IF({time_to_close}="",0,IF(AND({time_to_close?}),{time_to_close},""))',
            "Months counted",
            "The time to close that is reckoned with: blank is 0, anything but a whole number from 0 to 12 is not used.",
        ),
        derived(
            "months_past_horizon",
            "channel",
            "count",
            'IF({lag?},MAX(0,MIN(COUNT({months *}),{lag}+COUNT({months *})-COUNT({horizon *}))),"")',
            "Months past the horizon",
            "Months of the plan whose leads would close after the last month that has a target; more look-ahead mends it.",
        ),
    ]
    if many:
        tests = ",".join(f"{{{r}?}}" for r in rate)
        product = "*".join(f"{{{r}}}" for r in rate)
        made.append(derived("close_rate", "channel region", "share", f'IF(AND({tests}),{product},"")', "Close rate, end to end",
            "Share of the first stage that becomes a customer: the product of the conversion rates.", precision="rate"))  # fmt: skip
    made += [
        *_mix(),
        derived("stage_value", "stage channel region", "money", stage_value, "Value of one unit per stage",
            "What one unit at the stage is worth: deal size x the conversion rates still ahead of it.", by="stage", precision="fine"),
        derived("lead_value", "channel region", "money", 'IF(AND({deal_size?},{close_rate?}),{deal_size}*{close_rate},"")', "Lead value",
            "What one lead is worth: deal size x close rate.", precision="fine"),
        derived("cost_per_customer", "channel region", "money", 'IF(AND({cost_per_lead?},{close_rate?}),{cost_per_lead}/{close_rate},"")',
            "Cost per customer", "Cost per lead / close rate.", precision="fine", currency="reporting"),
    ]  # fmt: skip
    if policy.rounding != "none":
        ref = "{stage_value stage:* channel:*}" if policy.carry == "chain" else "{lead_value channel:*}"
        half = "/2" if policy.rounding == "nearest" else ""
        made.append(derived("rounding_bound", "region", "money", f'IF(COUNT({ref})=0,"",SUM({ref}){half})', "What rounding can add",
            "The most that rounding to whole units can add to the value of the leads of a region in a month.", precision="fine"))  # fmt: skip
    return made


def _mix() -> list[Measure]:
    """Return how the revenue of an owner is split over its channels, and whether all of it is."""
    own_mix = '{@owner channel_mix},{@owner},{channel_mix channel:*},">=0",{channel_mix channel:*},"<=1"'
    return [
        derived("mix_total", "owner region", "share", f'IF(COUNTIFS({own_mix})=0,"",SUMIFS({{channel_mix channel:*}},{own_mix}))',
            "Mix total", "Sum of the channel mix per owner: must be 100 %.", precision="rate", summing=True),
        derived("mix_status", "owner region", "status",
            f'IF({{mix_total}}="",IF(COUNTIFS({{@owner channel_mix}},{{@owner}})=0,"",{status("incomplete")}),'
            f'IF(ROUND({{mix_total}},6)=1,{status("ok")},{status("wrong")}))',
            "Mix check", "Whether the channel mix of the owner adds up to 100 %."),
        derived("mix_used", "channel region", "share",
            'IF(COUNTIFS({owners *},{@owner})=0,"",IF(AND({channel_mix?}),{channel_mix},'
            f'IF({{channel_mix}}="",IF(COUNTIFS({own_mix})=0,"",0),"")))',
            "Mix counted", "The mix that is reckoned with: a blank counts as 0 once another channel of that owner and region has one.",
            precision="rate"),
    ]  # fmt: skip


def volume_measures(policy: Policy) -> list[Measure]:
    """Return the funnel, the commitment and the reconciliation of both with the revenue."""
    steps = policy.stages - 1
    first = "{stage_volume stage:0 horizon:*}"

    def whole(quotient: str) -> str:
        if policy.rounding == "none":
            return quotient
        if policy.rounding == "nearest":
            return f"ROUND(ROUND({quotient},6),0)"
        # LibreOffice's ROUNDUP rounds to twelve digits first, and so loses the last of a large number's decimals.
        return f"ROUNDUP(ROUND({quotient},6),0)" if policy.edition == 1 else f"-INT(-ROUND({quotient},6))"

    def stage_volume(position: Mapping[str, int]) -> str:
        at = position["stage"]
        known, quotient = "{stage_value?}", "{channel_revenue}/{stage_value}"
        if policy.carry == "chain" and at < steps:
            rate = f"conversion_rate transition:{at}" if steps > 1 else "close_rate"
            known = f"AND({{stage_volume stage:+1?}},{{{rate}?}})"
            quotient = f"{{stage_volume stage:+1}}/{{{rate}}}"
        return f'IF({{channel_revenue?}},IF({{channel_revenue}}=0,0,IF({known},{whole(quotient)},"")),"")'

    closing = "MATCH(EDATE({@month},{lag}),{@horizon stage_volume},0)"
    leads_due = f'IF(ISNUMBER({closing}),INDEX({first},1,{closing}),"")'
    if policy.edition > 1:
        # There are programs that take a blank number of months for 0.
        leads_due = f'IF({{lag?}},{leads_due},"")'
    worth = 'IF({%s?},IF({%s}=0,0,IF({lead_value?},{%s}*{lead_value},"")),"")'
    return [
        derived("channel_revenue", "channel region horizon", "money",
            'IF(COUNT({mix_used},{marketing_revenue})<2,"",IF({@owner}={owners owner=marketing},{marketing_revenue},{sales_revenue})*{mix_used})',
            "Channel revenue", "Its owner's revenue x channel mix.", totals=PLAN),
        derived("stage_volume", "stage channel region horizon", "count", stage_volume, "Stage volume",
            "Units the stage must hold for the revenue that closes in the month, rounded as the policy says.", by="stage", precision="volume", totals=PLAN),
        derived("stage_total", "stage horizon", "count", total("{stage_volume channel:* region:*}"), "Funnel of the whole company",
            "Units per stage over all channels and regions, by the month in which the revenue closes; each channel and region is rounded on its own.", precision="volume", totals=PLAN, summing=True),
        derived("needed_value", "channel region horizon", "money", worth % (("stage_volume stage:0",) * 3), "Value of the leads needed",
            "Leads needed for the revenue of the month x lead value."),
        *_reconciliation(policy),
        derived("leads_due", "channel region month", "count", leads_due, "Leads due",
             "The commitment by creation month: leads needed for revenue that closes one time to close later.", precision="volume", totals=PLAN),
        derived("leads_due_before_start", "channel region", "count",
            f'IF(OR({{lag}}="",COUNT({{horizon horizon:0}})=0,COUNT({first})=0),"",IF({{lag}}=0,0,'
            f'IF(COUNTIFS({{@horizon stage_volume}},"<"&EDATE({{horizon horizon:0}},{{lag}}),{first},">=0")=0,"",'
            f'SUMIFS({first},{{@horizon stage_volume}},"<"&EDATE({{horizon horizon:0}},{{lag}})))))',
            "Leads due before the start", "Leads needed that fall due before the first month: late on day one.", precision="volume"),
        derived("sla_value", "channel region month", "money", worth % (("leads_due",) * 3), "SLA value", "Leads due x lead value.", currency="converted", totals=PLAN),
    ]  # fmt: skip


def _reconciliation(policy: Policy) -> list[Measure]:
    """Return what the leads needed are worth beyond the revenue they are for, and whether rounding explains it."""
    revenue_of = "".join(f"-IF(COUNTIFS({{channel_owner *}},{{owners owner={o}}})>0,{{{o}_revenue}},0)" for o in OWNERS)
    # A mix counts as 100 % to six decimals, and volumes are rounded to six decimals first: so much may always be off.
    slack = "0.000001*{new_business_target}"
    if policy.rounding == "up":
        slack += "+0.000001*N({rounding_bound})"
        within = f"AND({{reconciliation}}>=-({slack}),{{reconciliation}}<=N({{rounding_bound}})+{slack})"
    elif policy.rounding == "nearest":
        within = f"ABS({{reconciliation}})<=1.000001*N({{rounding_bound}})+{slack}"
    else:
        within = f"ABS({{reconciliation}})<={slack}"
    counted = '{@region needed_value},{@region},{needed_value channel:* region:*},">=0"'
    return [
        derived("reconciliation", "region horizon", "money",
            f'IF(OR({{marketing_revenue}}="",COUNTIFS({counted})<COUNTA({{channels *}})),"",'
            f"SUMIFS({{needed_value channel:* region:*}},{{@region needed_value}},{{@region}}){revenue_of})",
            "Reconciliation", "Value of the leads needed less the revenue of the owners that have channels: what rounding adds, nothing else.", scale="new_business_target"),
        derived("reconciliation_status", "region horizon", "status",
            f'IF({{reconciliation}}="","",IF({within},{status("ok")},{status("wrong")}))',
            "Reconciliation check", "Whether the difference is within what rounding can add."),
    ]  # fmt: skip


def sum_measures(policy: Policy) -> list[Measure]:
    """Return the sums of the commitment, capacity and budget."""
    made = []
    for name, title, unit in (("leads_due", "Leads due", "count"), ("sla_value", "SLA value", "money")):
        whole, added = f"{{{name} channel:* region:*}}", name if unit == "count" else reported(name, policy)

        def summed(by: str, formula: str, title: str, meaning: str, name: str = name, unit: str = unit) -> Measure:
            over_regions = unit == "money" and by != "region"
            return derived(f"{name}_by_{by}", "month" if by == "month" else f"{by} month", unit,
                unless("{rates_lacking}>0", formula, policy) if over_regions else formula, title, meaning,
                precision="volume" if unit == "count" else None, currency="added" if over_regions else "own",
                totals=QUARTER_AND_PLAN, summing=by == "month")  # fmt: skip

        made += [
            summed("month", total(f"{{{added} channel:* region:*}}"), f"{title}, all", f"{title}: sum over all channels and regions."),
            summed("channel", total(f"{{{added} region:*}}"), f"{title} by channel", f"{title}: sum over the regions."),
            summed("region", total_where("region", name, whole), f"{title} by region", f"{title}: sum over the channels."),
            summed("owner", total_where("owner", f"{name}_by_channel", f"{{{name}_by_channel channel:*}}"), f"{title} by owner", f"{title}: sum over the channels that the department owns."),
        ]  # fmt: skip
    made += [
        derived("capacity", "region", "count", 'IF(AND({sales_reps?},{leads_per_rep?}),{sales_reps}*{leads_per_rep},"")', "Capacity",
            "Leads that the region's reps can serve in a month: reps x leads per rep."),
        derived("capacity_use", "region month", "share", 'IF(AND({leads_due_by_region?},N({capacity})>0),{leads_due_by_region}/{capacity},"")',
            "Capacity use", "Leads due / capacity; over 100 % sales can't serve what marketing delivers."),
        derived("capacity_status", "region month", "status",
            f'IF(COUNT({{leads_due_by_region}},{{capacity}})<2,"",IF({{leads_due_by_region}}>{{capacity}},{status("attention")},{status("ok")}))',
            "Capacity check", "Whether sales can serve the leads due."),
        derived("lead_budget", "channel month", "money", 'IF(AND({leads_due_by_channel?},{cost_per_lead?}),{leads_due_by_channel}*{cost_per_lead},"")',
            "Lead budget", "Leads due x cost per lead.", totals=QUARTER_AND_PLAN),
        derived("lead_budget_by_month", "month", "money", total("{lead_budget channel:*}"), "Lead budget, all", "Lead budget: sum over the channels.", totals=QUARTER_AND_PLAN, summing=True),
    ]  # fmt: skip
    return made
