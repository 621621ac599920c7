"""What sales does with the leads: compliance with its promise, and workable leads per rep."""

from __future__ import annotations

from slasheet.plan.axis_labels import LOAD
from slasheet.plan.measure import Measure, derived
from slasheet.plan.measures.commitment import status
from slasheet.plan.measures.log import IN_MONTH, LEADS, LOG


def follow_up_measures() -> list[Measure]:
    """Return what sales does with the leads: compliance with its promise, and workable leads per rep."""
    made = []
    for name, kind, title, meaning in (
        ("first_contact", "contacted", "First contact in time", "Share of the leads logged that sales contacted within the hours promised."),
        ("follow_up", "followed_up", "Followed up as promised", "Share of the leads logged that sales followed up as promised."),
    ):  # fmt: skip
        counted = f'{IN_MONTH},{LOG["region"]},{{@region}},{LOG[kind]},">=0",{LEADS}'
        for part, column, said in (("leads", "leads", "leads that are told of"), ("served", kind, "leads served")):
            made.append(derived(f"{name}_{part}", "region month", "count",
                f'IF(N({{rows_logged counted={kind}}})=0,"",SUMIFS({LOG[column]},{counted}))', f"{title}: {said}",
                f"Leads of the rows that say how many were served{': of them those served' if part == 'served' else ''}."))  # fmt: skip
        for by, axes, over in (("", "region month", ""), ("_by_month", "month", " region:*")):
            leads, served = (f"SUM({{{name}_{part}{over}}})" for part in ("leads", "served"))
            share = f"{name}_compliance{by}"
            whose = f"{title}, all" if by else title
            made += [
                derived(share, axes, "share", f'IF({leads}=0,"",{served}/{leads})', whose, meaning, summing=bool(by)),
                derived(f"{name}_status{by}", axes, "status",
                    f'IF(OR({{{share}}}="",{{tolerance_counted}}=""),"",IF(ROUND({{{share}}}-(1-{{tolerance_counted}}),6)<0,{status("behind")},{status("on-track")}))',
                    f"{whose}: status", "Behind where more leads than the tolerance allows were not served in time.", summing=bool(by)),
            ]  # fmt: skip
            leads, served = (f"SUM({{{name}_{part}{' *' if by else ' month:*'}}})" for part in ("leads", "served"))
            made.append(derived(f"{share}_to_date", "to_date" if by else "region to_date", "share", f'IF({leads}=0,"",{served}/{leads})',
                f"{whose}, to date", f"{meaning} Over all months logged.", beside=share, summing=True))  # fmt: skip
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
