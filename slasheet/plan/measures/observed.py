"""Are the assumptions still right: close rates and deal sizes as the log shows them, and how old the assumed ones are."""

from __future__ import annotations

from slasheet.plan.axis_labels import OBSERVED
from slasheet.plan.measure import Measure, derived
from slasheet.plan.measures.commitment import status
from slasheet.plan.measures.inputs import REVIEW_DAYS
from slasheet.plan.measures.log import LEADS, LOG, MINE, counted

#: Of fewer leads or customers a rate or a deal size says too little to call it a drift.
FEWEST_LEADS, FEWEST_BUYERS = 30, 5


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
        "leads": f'IF({nothing},"",SUMIFS({LOG["leads"]},{old_enough},{MINE},{LEADS}))',
        "customers": f'IF({nothing},"",SUMIFS({LOG["customers"]},{since},{MINE},{LOG["customers"]},">=0"))',
        "close_rate": f'IF(N({me["leads"]})>0,{me["customers"]}/{me["leads"]},"")',
        "assumed_close_rate": 'IF(AND({close_rate?}),{close_rate},"")',
        "close_rate_drift": drift("close_rate", "assumed_close_rate"),
        "close_rate_status": verdict("close_rate_drift", "leads", FEWEST_LEADS),
        "buyers": f'IF({priced},"",SUMIFS({LOG["customers"]},{all_days},{MINE},{both}))',
        "revenue": f'IF({priced},"",SUMIFS({LOG["revenue"]},{all_days},{MINE},{both}))',
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
