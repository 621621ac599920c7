"""What the Checks sheet counts: missing, wrong and contradicting cells, as measures with live formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from slasheet.plan.measure import (
    AMOUNT,
    COUNTED,
    FIGURES,
    OVER_MONTHS,
    PROGRESS,
    PROMISES,
    RESULTS,
    RULES,
    STEPS,
    TERMS,
    Measure,
    Policy,
    derived,
)
from slasheet.plan.measures.agreement import misfits
from slasheet.plan.measures.commitment import status
from slasheet.plan.measures.delivery import LOG, filled_cells
from slasheet.plan.measures.inputs import CLOSE_RATE, CONVERSION_RATE, EXCHANGE_RATE, TIME_TO_CLOSE, inputs
from slasheet.plan.measures.month_to_date import IN_PLAN
from slasheet.plan.measures.scoring import YES_OR_NO, scoring_rules


def check_measures(policy: Policy) -> list[Measure]:
    """Return what the Checks and Start sheets count."""
    steps = policy.stages - 1
    rates = [f"conversion_rate transition:{i}" for i in range(steps)] if steps > 1 else ["close_rate"]
    typed = inputs(policy)
    given = {measure.name: measure for measure in typed if measure.numeric}
    names = tuple(given)
    rate_name = CONVERSION_RATE.name if steps > 1 else CLOSE_RATE.name
    missing = {
        "revenue_target": "COUNTBLANK({revenue_target *})",
        "marketing_share": "COUNTBLANK({marketing_share *})",
        "deal_size": "SUM({deal_size_missing *})",
        rate_name: "SUM({rates_missing *})",
        "channel_mix": "SUM({mix_missing *})",
        "exchange_rate": "SUM({exchange_rate_missing *})",
    }

    def input_check(position: Mapping[str, int]) -> str:
        name, figure = names[position["input"]], FIGURES[position["figure"]]
        me = "{input_check figure=%s}"
        if figure == "filled":
            blanks = f"+COUNTBLANK({{{name} *}})" if given[name].default is not None else ""
            return f"COUNT({{{name} *}}){blanks}"
        if figure == "needed":
            return f"{me % 'filled'}+{me % 'missing'}+{me % 'text'}"
        if figure == "missing":
            return missing.get(name, "0")
        if figure == "text":
            return f"COUNTA({{{name} *}})-COUNT({{{name} *}})"
        if figure == "outside":
            bounds = given[name].bounds or AMOUNT
            if name == TIME_TO_CLOSE.name:
                return f"COUNTBLANK({{lag *}})-{me % 'text'}"
            if bounds is YES_OR_NO:
                between = f'COUNTIFS({{{name} *}},">0",{{{name} *}},"<1")'
                return f'COUNTIFS({{{name} *}},"<0")+COUNTIFS({{{name} *}},">1")+{between}'
            if bounds.whole:
                fits = "".join(f"-IF(AND({{{name}{at}?}}),1,0)" for at in _each(given[name]))
                return f"COUNT({{{name} *}}){fits}"
            low = f'COUNTIFS({{{name} *}},"<{"=" if bounds.above else ""}{bounds.low:g}")'
            if name == EXCHANGE_RATE.name:
                # Counted as 1 though another is typed: a rate of the reporting currency itself.
                return low + '+COUNTIFS({exchange_rate *},">0",{exchange_rate *},"<>1",{rate_counted *},1)'
            return low if bounds.high is None else f'{low}+COUNTIFS({{{name} *}},">{bounds.high:g}")'
        return (f"IF({me % 'text'}+{me % 'outside'}>0,{status('wrong')},"
                f"IF({me % 'missing'}>0,{status('incomplete')},{status('ok')}))")  # fmt: skip

    first = "{horizon horizon:0}"
    date, used = LOG["date"], "{log_used}"
    not_numbers = "+".join(f'{filled_cells(field)}-COUNTIFS({LOG[field]},">=0")' for field in COUNTED)
    blank = ",".join([f'{date},"<>"', *(f'{LOG[field]},""' for field in COUNTED)])
    drifted = "+".join(
        f"COUNTIFS({{observed channel:* region:* observed={figure}_status}},{status('attention')})"
        for figure in ("close_rate", "deal_size")
    )
    chosen = (
        f'IF({{performance_month}}="",0,IF({IN_PLAN},0,1))'
        '+IF({performance_region}="",0,IF(COUNTIFS({regions *},{performance_region})=0,1,0))'
        '+IF({performance_owner}="",0,IF(COUNTIFS({owners *},{performance_owner})=0,1,0))'
    )
    counts = {
        "regions": (f"SUM({{region_fault *}})+IF(ISNUMBER({first}),IF(DAY({first})=1,0,1),1)", "wrong"),
        "names": ("SUM({stage_fault *})+SUM({channel_fault *})", "wrong"),
        "mix": (f"COUNTIFS({{mix_status *}},{status('wrong')})", "wrong"),
        "unowned": ("IF(AND(COUNTIFS({channel_owner *},{owners owner=marketing})=0,SUM({marketing_revenue_by_month_plan *})>0),1,0)", "attention"),
        "reconciliation": (f"COUNTIFS({{reconciliation_status *}},{status('wrong')})", "wrong"),
        "past_horizon": ("SUM({months_past_horizon *})", "attention"),
        "capacity": (f"COUNTIFS({{capacity_status *}},{status('attention')})", "attention"),
        "before_start": ("SUM({leads_due_before_start *})", "ok"),
        **scoring_rules(),
        "log_dates": (f"{used}-{{rows_in_plan}}", "wrong"),
        "log_labels": (f"MAX(0,2*{used}-SUM({{rows_of_region *}})-SUM({{rows_of_channel *}}))", "wrong"),
        "log_numbers": (f"{not_numbers}+COUNTIFS({blank})", "wrong"),
        "log_full": (f"IF(20*{used}>19*ROWS({date}),1,0)", "attention"),
        "chosen": (chosen, "wrong"),
        "over_delivery": (f"COUNTIFS({{over_in_a_row *}},{OVER_MONTHS})", "attention"),
        "drift": (drifted, "attention"),
        "review": ("IF(COUNT({rates_age},{review_days_counted})<2,0,IF({rates_age}>{review_days_counted},1,0))", "attention"),
        "agreement_cells": (misfits(), "wrong"),
        "period_reversed": ("{period_fault period_fault=reversed}", "wrong"),
        "period_short": ("{period_fault period_fault=short}", "attention"),
        "period_over": ("{period_fault period_fault=over}", "attention"),
        "agreement_review": (f"IF({{review_due}}={status('attention')},1,0)", "attention"),
        "attempts_short": (f"COUNTIFS({{promise_check promise:* promise_figure=status}},{status('attention')})", "attention"),
    }  # fmt: skip

    def rule_check(position: Mapping[str, int]) -> str:
        count, verdict = counts[RULES[position["rule"]]]
        if RESULTS[position["result"]] == "count":
            return count
        return (
            status("ok") if verdict == "ok" else f"IF({{rule_check result=count}}>0,{status(verdict)},{status('ok')})"
        )

    any_ = f"COUNTIFS({{input_check *}},{status('%s')})+COUNTIFS({{rule_check *}},{status('%s')})>0"
    overall = f"{status('ok')}"
    for code in ("attention", "incomplete", "wrong"):
        overall = f"IF({any_ % (code, code)},{status(code)},{overall})"
    missing_rates = []
    if policy.currencies:
        own = "IF({region_currency}={reporting_currency},0,COUNTBLANK({exchange_rate horizon:*}))"
        missing_rates.append(derived("exchange_rate_missing", "region", "count", own, "Exchange rates missing", "How many rates are blank and needed: none in the reporting currency."))  # fmt: skip
    rates_blank = "+".join(f'IF({{{r}}}="",1,0)' for r in rates)
    return [
        derived("in_use", "channel region", "count", "IF(COUNTIFS({channel_revenue horizon:*},0)=COUNTA({channel_revenue horizon:*}),0,1)",
            "Channel in use", "0 where the channel's revenue is 0 in every month, so that its rates are not needed; else 1."),
        derived("deal_size_missing", "region", "count", 'IF(AND({deal_size}="",SUM({in_use channel:*})>0),1,0)', "Deal size missing",
            "1 where the deal size is blank and needed."),
        *missing_rates,
        derived("rates_missing", "channel region", "count", f"IF({{in_use}}=1,{rates_blank},0)", "Rates missing", "How many rates are blank and needed."),
        derived("mix_missing", "channel region", "count", 'IF(AND({channel_mix}="",{mix_used}=""),1,0)', "Mix missing", "1 where the mix is blank and needed."),
        derived("region_fault", "region", "count", 'IF({regions}="",1,IF(COUNTIFS({regions *},{regions})=1,0,1))', "Region named wrongly",
            "1 where a region's name is blank or there twice."),
        derived("stage_fault", "stage", "count", 'IF({stages}="",1,IF(COUNTIFS({stages *},{stages})=1,0,1))', "Stage named wrongly",
            "1 where a stage's name is blank or there twice."),
        derived("channel_fault", "channel", "count",
            'IF({channels}="",1,IF(AND(COUNTIFS({channels *},{channels})=1,COUNTIFS({owners *},{channel_owner})=1),0,1))', "Channel named wrongly",
            "1 where a channel's name is blank or there twice, or its owner is neither marketing nor sales."),
        derived("input_check", "input figure", "check", input_check, "Inputs", "Per input: how much is filled, missing, no number, out of range.", by="input figure"),
        derived("rule_check", "rule result", "check", rule_check, "Rules", "Per rule: how often it is broken, and what that means.", by="rule result"),
        derived("overall_status", "", "status", overall, "Overall status", "The worst status of all checks."),
        derived("step_progress", "step progress", "check", _step_progress(rate_name, given), "Progress", "Per step: how much is filled of what is needed.", by="step progress"),
    ]  # fmt: skip


def _step_progress(rate_name: str, given: Mapping[str, Measure]) -> Callable[[Mapping[str, int]], str]:
    """Return the formulas of the steps on Start: how much is filled of what is needed, and whether it may stand."""
    inputs_of: dict[str, list[str]] = {
        "revenue": [name for name in ("revenue_target", "exchange_rate") if name in given],
        "deal": ["deal_size", "new_business_share"],
        "share": ["marketing_share"],
        "rates": [rate_name, "channel_mix", "time_to_close"],
    }
    rules_of = {"revenue": ["regions"], "rates": ["mix", "names"]}

    def agreement_step(figure: str) -> str:
        cells = f"{{agreement_progress section:* progress={figure}}}"
        if figure != "status":
            return f"SUM({cells})"
        broken = ",".join(
            f"{{rule_check rule={rule} result=status}}={status('wrong')}"
            for rule in ("agreement_cells", "period_reversed")
        )
        return f"IF(OR({broken}),{status('wrong')},IF(COUNTIFS({cells},{status('incomplete')})>0,{status('incomplete')},{status('ok')}))"

    def step_progress(position: Mapping[str, int]) -> str:
        step, figure = STEPS[position["step"]], PROGRESS[position["progress"]]
        if step == "agreement":
            return agreement_step(figure)
        if step == "scoring":
            # Nothing has to be typed there; what is, must fit together.
            if figure != "status":
                return "COUNTA({fit_criteria *})+COUNTA({interest_criteria *})"
            loose, reversed_ = (f"{{rule_check rule={rule} result=status}}" for rule in ("scoring", "thresholds"))
            return f"IF({reversed_}={status('wrong')},{status('wrong')},{loose})"
        if step == "totals":
            # Nothing to type there: blank but for the verdict.
            return "{overall_status}" if figure == "status" else '""'
        refs = [f"{{input_check input={name} figure={figure}}}" for name in inputs_of[step]]
        if figure != "status":
            return "+".join(refs)
        refs += [f"{{rule_check rule={rule} result=status}}" for rule in rules_of.get(step, ())]
        wrong, incomplete = (f"OR({','.join(f'{r}={status(code)}' for r in refs)})" for code in ("wrong", "incomplete"))
        return f"IF({wrong},{status('wrong')},IF({incomplete},{status('incomplete')},{status('ok')}))"

    return step_progress


def _each(measure: Measure) -> list[str]:
    """Return the selectors of every cell of a small input."""
    if not measure.axes:
        return [""]
    sizes = (len(PROMISES), len(TERMS))
    return [
        "".join(f" {axis}:{place}" for axis, place in zip(measure.axes, places, strict=True))
        for places in product(*(range(size) for size in sizes))
    ]
