"""What the Checks and Start sheets count: missing, wrong and contradicting cells, as measures with live formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from slasheet.plan.axis_labels import FIGURES, PROGRESS, PROMISES, RESULTS, STEPS, TERMS
from slasheet.plan.axis_labels import RULES as RULE_LABELS
from slasheet.plan.measure import AMOUNT, Measure, Policy, derived
from slasheet.plan.measures.commitment import status
from slasheet.plan.measures.inputs import CLOSE_RATE, CONVERSION_RATE, inputs
from slasheet.plan.measures.rules import RULES
from slasheet.plan.measures.scoring import YES_OR_NO

_Formula = Callable[[Mapping[str, int]], str]
#: Axes of a few labels, whose cells a formula can name one by one.
_SMALL = {"promise": PROMISES, "term": TERMS}


def check_measures(policy: Policy) -> list[Measure]:
    """Return what the Checks and Start sheets count."""
    given = {measure.name: measure for measure in inputs(policy) if measure.numeric}
    any_ = f"COUNTIFS({{input_check *}},{status('%s')})+COUNTIFS({{rule_check *}},{status('%s')})>0"
    overall = f"{status('ok')}"
    for code in ("attention", "incomplete", "wrong"):
        overall = f"IF({any_ % (code, code)},{status(code)},{overall})"
    return [
        *_needed(policy),
        *_faults(),
        derived("input_check", "input figure", "check", _input_check(given, policy), "Inputs", "Per input: how much is filled, missing, no number, out of range.", by="input figure"),
        derived("rule_check", "rule result", "check", _rule_check, "Rules", "Per rule: how often it is broken, and what that means.", by="rule result"),
        derived("overall_status", "", "status", overall, "Overall status", "The worst status of all checks."),
        derived("step_progress", "step progress", "check", _step_progress(given), "Progress", "Per step: how much is filled of what is needed.", by="step progress"),
    ]  # fmt: skip


def _needed(policy: Policy) -> list[Measure]:
    """Return which cells are blank and needed, of the inputs that are not needed everywhere."""
    steps = policy.stages - 1
    rates = [f"conversion_rate transition:{i}" for i in range(steps)] if steps > 1 else ["close_rate"]
    rates_blank = "+".join(f'IF({{{r}}}="",1,0)' for r in rates)
    own = "IF({region_currency}={reporting_currency},0,COUNTBLANK({exchange_rate horizon:*}))"
    made = [
        derived("in_use", "channel region", "count", "IF(COUNTIFS({channel_revenue horizon:*},0)=COUNTA({channel_revenue horizon:*}),0,1)",
            "Channel in use", "0 where the channel's revenue is 0 in every month, so that its rates are not needed; else 1."),
        derived("deal_size_missing", "region", "count", 'IF(AND({deal_size}="",SUM({in_use channel:*})>0),1,0)', "Deal size missing",
            "1 where the deal size is blank and needed."),
        derived("exchange_rate_missing", "region", "count", own, "Exchange rates missing", "How many rates are blank and needed: none in the reporting currency."),
        derived("rates_missing", "channel region", "count", f"IF({{in_use}}=1,{rates_blank},0)", "Rates missing", "How many rates are blank and needed."),
        derived("mix_missing", "channel region", "count", 'IF(AND({channel_mix}="",{mix_used}=""),1,0)', "Mix missing", "1 where the mix is blank and needed."),
    ]  # fmt: skip
    return [measure for measure in made if policy.currencies or measure.name != "exchange_rate_missing"]


def _faults() -> list[Measure]:
    """Return which names of regions, stages and channels can't be used."""
    return [
        derived("region_fault", "region", "count", 'IF({regions}="",1,IF(COUNTIFS({regions *},{regions})=1,0,1))', "Region named wrongly",
            "1 where a region's name is blank or there twice."),
        derived("stage_fault", "stage", "count", 'IF({stages}="",1,IF(COUNTIFS({stages *},{stages})=1,0,1))', "Stage named wrongly",
            "1 where a stage's name is blank or there twice."),
        derived("channel_fault", "channel", "count",
            'IF({channels}="",1,IF(AND(COUNTIFS({channels *},{channels})=1,COUNTIFS({owners *},{channel_owner})=1),0,1))', "Channel named wrongly",
            "1 where a channel's name is blank or there twice, or its owner is neither marketing nor sales."),
    ]  # fmt: skip


def _input_check(given: Mapping[str, Measure], policy: Policy) -> _Formula:
    """Return the formulas of what is filled, missing and wrong of every input."""
    names = tuple(given)
    me = {figure: f"{{input_check figure={figure}}}" for figure in FIGURES}

    def input_check(position: Mapping[str, int]) -> str:
        measure = given[names[position["input"]]]
        cells = f"{{{measure.name} *}}"
        return {
            "filled": f"COUNT({cells})" + (f"+COUNTBLANK({cells})" if measure.default is not None else ""),
            "needed": f"{me['filled']}+{me['missing']}+{me['text']}",
            "missing": _missing(measure),
            "text": f"COUNTA({cells})-COUNT({cells})",
            "outside": _outside(measure, policy),
            "status": f"IF({me['text']}+{me['outside']}>0,{status('wrong')},IF({me['missing']}>0,{status('incomplete')},{status('ok')}))",
        }[FIGURES[position["figure"]]]

    return input_check


def _missing(measure: Measure) -> str:
    """Return the formula of how many cells of an input are blank and needed."""
    if measure.missing:
        return f"SUM({{{measure.missing} *}})"
    return "0" if measure.optional or measure.default is not None else f"COUNTBLANK({{{measure.name} *}})"


def _outside(measure: Measure, policy: Policy) -> str:
    """Return the formula of how many numbers of an input may not stand there."""
    if measure.check is not None:
        return measure.check if isinstance(measure.check, str) else measure.check(policy)
    name, bounds = measure.name, measure.bounds or AMOUNT
    if bounds is YES_OR_NO:
        between = f'COUNTIFS({{{name} *}},">0",{{{name} *}},"<1")'
        return f'COUNTIFS({{{name} *}},"<0")+COUNTIFS({{{name} *}},">1")+{between}'
    if bounds.whole:
        fits = "".join(f"-IF(AND({{{name}{at}?}}),1,0)" for at in _each(measure))
        return f"COUNT({{{name} *}}){fits}"
    low = f'COUNTIFS({{{name} *}},"<{"=" if bounds.above else ""}{bounds.low:g}")'
    return low if bounds.high is None else f'{low}+COUNTIFS({{{name} *}},">{bounds.high:g}")'


def _rule_check(position: Mapping[str, int]) -> str:
    rule = RULES[RULE_LABELS[position["rule"]]]
    if RESULTS[position["result"]] == "count":
        return rule.broken
    if rule.verdict == "ok":
        return status("ok")
    return f"IF({{rule_check result=count}}>0,{status(rule.verdict)},{status('ok')})"


def _step_progress(given: Mapping[str, Measure]) -> _Formula:
    """Return the formulas of the steps on Start: how much is filled of what is needed, and whether it may stand."""
    rate = CONVERSION_RATE if CONVERSION_RATE.name in given else CLOSE_RATE
    inputs_of: dict[str, list[str]] = {
        "revenue": [name for name in ("revenue_target", "exchange_rate") if name in given],
        "deal": ["deal_size", "new_business_share"],
        "share": ["marketing_share"],
        "rates": [rate.name, "channel_mix", "time_to_close"],
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
    places = product(*(range(len(_SMALL[axis])) for axis in measure.axes))
    return ["".join(f" {axis}:{place}" for axis, place in zip(measure.axes, at, strict=True)) for at in places]
