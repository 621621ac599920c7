"""What must add up in a plan: every rule with the formula that counts how often it is broken, and where it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from slasheet.plan.axis_labels import COUNTED
from slasheet.plan.measures.agreement import misfits
from slasheet.plan.measures.commitment import status
from slasheet.plan.measures.delivery import OVER_MONTHS
from slasheet.plan.measures.log import LOG, filled_cells
from slasheet.plan.measures.month_to_date import IN_PLAN
from slasheet.plan.measures.scoring import halves_of_criteria, thresholds_reversed


class Rule(NamedTuple):
    """A rule: the formula of how often it is broken, the status that this means, and the measure where it is mended."""

    broken: str
    verdict: str
    mended_at: str


_FIRST = "{horizon horizon:0}"
_DATE, _USED = LOG["date"], "{log_used}"
_NOT_NUMBERS = "+".join(f'{filled_cells(field)}-COUNTIFS({LOG[field]},">=0")' for field in COUNTED)
_BLANK = ",".join([f'{_DATE},"<>"', *(f'{LOG[field]},""' for field in COUNTED)])
_DRIFTED = "+".join(
    f"COUNTIFS({{observed channel:* region:* observed={figure}_status}},{status('attention')})"
    for figure in ("close_rate", "deal_size")
)
_CHOSEN = (
    f'IF({{performance_month}}="",0,IF({IN_PLAN},0,1))'
    '+IF({performance_region}="",0,IF(COUNTIFS({regions *},{performance_region})=0,1,0))'
    '+IF({performance_owner}="",0,IF(COUNTIFS({owners *},{performance_owner})=0,1,0))'
)
#: Every rule, by its label on the axis `rule`.
RULES: Mapping[str, Rule] = {
    "regions": Rule(f"SUM({{region_fault *}})+IF(ISNUMBER({_FIRST}),IF(DAY({_FIRST})=1,0,1),1)", "wrong", "regions"),
    "names": Rule("SUM({stage_fault *})+SUM({channel_fault *})", "wrong", "channels"),
    "mix": Rule(f"COUNTIFS({{mix_status *}},{status('wrong')})", "wrong", "mix_total"),
    "unowned": Rule("IF(AND(COUNTIFS({channel_owner *},{owners owner=marketing})=0,SUM({marketing_revenue_by_month_plan *})>0),1,0)", "attention", "channel_owner"),
    "reconciliation": Rule(f"COUNTIFS({{reconciliation_status *}},{status('wrong')})", "wrong", "reconciliation_status"),
    "past_horizon": Rule("SUM({months_past_horizon *})", "attention", "months_past_horizon"),
    "capacity": Rule(f"COUNTIFS({{capacity_status *}},{status('attention')})", "attention", "capacity_use"),
    "before_start": Rule("SUM({leads_due_before_start *})", "ok", "leads_due_before_start"),
    "scoring": Rule(halves_of_criteria(), "attention", "fit_criteria"),
    "thresholds": Rule(thresholds_reversed(), "wrong", "score_threshold"),
    "log_dates": Rule(f"{_USED}-{{rows_in_plan}}", "wrong", "lead_log"),
    "log_labels": Rule(f"MAX(0,2*{_USED}-SUM({{rows_of_region *}})-SUM({{rows_of_channel *}}))", "wrong", "lead_log"),
    "log_numbers": Rule(f"{_NOT_NUMBERS}+COUNTIFS({_BLANK})", "wrong", "lead_log"),
    "log_full": Rule(f"IF(20*{_USED}>19*ROWS({_DATE}),1,0)", "attention", "lead_log"),
    "chosen": Rule(_CHOSEN, "wrong", "performance_month"),
    "over_delivery": Rule(f"COUNTIFS({{over_in_a_row *}},{OVER_MONTHS})", "attention", "over_in_a_row"),
    "drift": Rule(_DRIFTED, "attention", "observed"),
    "review": Rule("IF(COUNT({rates_age},{review_days_counted})<2,0,IF({rates_age}>{review_days_counted},1,0))", "attention", "rates_reviewed"),
    "agreement_cells": Rule(misfits(), "wrong", "attempts"),
    "period_reversed": Rule("{period_fault period_fault=reversed}", "wrong", "valid_to"),
    "period_short": Rule("{period_fault period_fault=short}", "attention", "valid_from"),
    "period_over": Rule("{period_fault period_fault=over}", "attention", "valid_to"),
    "agreement_review": Rule(f"IF({{review_due}}={status('attention')},1,0)", "attention", "next_review"),
    "attempts_short": Rule(f"COUNTIFS({{promise_check promise:* promise_figure=status}},{status('attention')})", "attention", "attempts"),
}  # fmt: skip
