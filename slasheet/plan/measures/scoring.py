"""Lead scoring: criteria with points, thresholds, what happens with a lead, and a lead to try, with its cell formulas.

Fit is who the lead is, interest what it did. A lead is qualified (MQL) when both reach their threshold. Interest
fades: an action loses a share of its points for every 30 full days since. The lead to try is looked at, not agreed on.
"""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.plan.axis_labels import LEVELS, SCORES
from slasheet.plan.measure import AMOUNT, SHARE, Bounds, Measure, derived, typed
from slasheet.plan.measures.commitment import status

#: How many criteria a new workbook has room for, and how many a table may grow to.
ROWS: Mapping[str, int] = {"fit": 12, "interest": 12}
MOST_ROWS = 200
POINTS = Bounds(-1000, 1000)
YES_OR_NO = Bounds(0, 1, whole=True)
_TIMES, _DAYS_AGO = Bounds(0, 1000), Bounds(0, 3650)
_FADES_EVERY = 30


def _typed(
    name: str, axes: str, unit: str, bounds: Bounds | None, title: str, meaning: str, *, view: bool = False
) -> Measure:
    return typed(name, axes, unit, bounds, title, meaning, optional=True, starting=True, kept=not view, view=view)


FIT_CRITERIA = _typed("fit_criteria", "fit", "text", None, "Fit criteria", "What a lead that fits is like.")
FIT_POINTS = _typed(
    "fit_points", "fit", "points", POINTS, "Fit points",
    "What the criterion counts for; a negative number for what speaks against the lead.",
)  # fmt: skip
TRY_FIT = _typed(
    "try_fit", "fit", "count", YES_OR_NO, "Try: has it",
    "1 where the criterion holds for the lead that is tried; blank or 0 where not.", view=True,
)  # fmt: skip
INTEREST_CRITERIA = _typed(
    "interest_criteria", "interest", "text", None, "Interest criteria", "What an interested lead does."
)
INTEREST_POINTS = _typed(
    "interest_points", "interest", "points", POINTS, "Interest points",
    "What one time counts for; a negative number for what speaks against the lead.",
)  # fmt: skip
INTEREST_DECAY = _typed(
    "interest_decay", "interest", "share", SHARE, "Lost per 30 days",
    "Share of the points that is lost with every 30 full days since it happened. Blank: none.",
)  # fmt: skip
TRY_TIMES = _typed(
    "try_times", "interest", "count", _TIMES, "Try: how often",
    "How often the lead that is tried did it; blank or 0 where never.", view=True,
)  # fmt: skip
TRY_DAYS = _typed(
    "try_days",
    "interest",
    "days",
    _DAYS_AGO,
    "Try: days ago",
    "How many days ago it happened. Blank: today.",
    view=True,
)
SCORE_THRESHOLD = _typed(
    "score_threshold", "score level", "points", AMOUNT, "Thresholds",
    "Points from which the fit or the interest of a lead is qualified (MQL), and from which it is high.",
)  # fmt: skip
SCORE_GRID = _typed(
    "score_grid",
    "fit_band interest_band",
    "text",
    None,
    "What happens",
    "What happens with a lead of this fit and interest.",
)
#: The criteria tables: for every axis that grows with inserted rows what a row of it holds, by its key in a plan file.
CRITERIA: Mapping[str, Mapping[str, Measure]] = {
    "fit": {"criterion": FIT_CRITERIA, "points": FIT_POINTS},
    "interest": {"criterion": INTEREST_CRITERIA, "points": INTEREST_POINTS, "decay": INTEREST_DECAY},
}
#: The lead to try, by its keys in a plan file.
TRIED: Mapping[str, Measure] = {"fit": TRY_FIT, "times": TRY_TIMES, "days": TRY_DAYS}
#: The typed inputs, in the order of the sheet.
SCORING = (
    FIT_CRITERIA, FIT_POINTS, TRY_FIT, INTEREST_CRITERIA, INTEREST_POINTS, INTEREST_DECAY, TRY_TIMES, TRY_DAYS,
    SCORE_THRESHOLD, SCORE_GRID,
)  # fmt: skip


def scoring_measures() -> list[Measure]:
    """Return the score of the lead that is tried: per criterion, in all, and what it means."""
    faded = f"IF(N({{try_days}})<{_FADES_EVERY},1,(1-N({{interest_decay}}))^INT(N({{try_days}})/{_FADES_EVERY}))"
    may_be_blank = ",".join(f'OR({{{name}}}="",AND({{{name}?}}))' for name in ("interest_decay", "try_days"))

    def lead_score(position: Mapping[str, int]) -> str:
        rows = f"{{{SCORES[position['score']]}_score *}}"
        return f'IF(COUNT({{try_fit *}},{{try_times *}})=0,"",ROUND(SUM({rows}),6))'

    low, high = "{score_threshold level=mql}", "{score_threshold level=high}"
    score, mql = ([f"{{{name.format(which)}}}" for which in SCORES] for name in
                  ("lead_score score={}", "score_threshold score={} level=mql"))  # fmt: skip
    known = ",".join(f"{{{name[1:-1]}?}}" for name in (*score, *mql))
    reached = ",".join(f"{points}>={enough}" for points, enough in zip(score, mql, strict=True))
    band = [f"{{lead_band score={which}}}" for which in SCORES]
    place = [f"IF({at}={status('high')},1,IF({at}={status('qualified')},2,3))" for at in band]
    return [
        derived("fit_score", "fit", "points", 'IF(AND({fit_points?},{try_fit?}),{fit_points}*{try_fit},"")', "Fit score",
            "The points of the criterion where it holds for the lead that is tried."),
        derived("interest_score", "interest", "points",
            f'IF(AND({{interest_points?}},{{try_times?}},{may_be_blank}),ROUND({{interest_points}}*{{try_times}}*{faded},1),"")',
            "Interest score", "Points x times, less what is lost with every 30 full days since; rounded to one decimal."),
        derived("lead_score", "score", "points", lead_score, "Score of the lead", "The sum over the criteria; blank until a lead is tried.", by="score"),
        derived("lead_band", "score", "status",
            f'IF(AND({{lead_score?}},{{score_threshold level=mql?}},{{score_threshold level=high?}},{high}>={low}),'
            f'IF({{lead_score}}<{low},{status("low")},IF({{lead_score}}<{high},{status("qualified")},{status("high")})),"")',
            "Band of the lead", "Low, qualified or high, by the thresholds."),
        derived("lead_is_mql", "", "status", f'IF(AND({known}),IF(AND({reached}),{status("qualified")},{status("not-qualified")}),"")',
            "Is it an MQL?", "Qualified when fit and interest both reach their threshold; one alone is not enough."),
        derived("lead_next", "", "text", f'IF(OR({band[0]}="",{band[1]}=""),"",INDEX({{score_grid *}},{place[0]},{place[1]})&"")',
            "What happens with it", "What the grid says for a lead of this fit and interest."),
    ]  # fmt: skip


def halves_of_criteria() -> str:
    """Return the formula that counts criteria without points, points without a criterion and thresholds that are blank."""
    loose = []
    for axis in SCORES:
        criteria, points = f"{{{axis}_criteria *}}", f"{{{axis}_points *}}"
        # Not as blanks beside the other: LibreOffice 7.4 overlooks blanks at the top of what COUNTIFS looks through.
        loose += [f'COUNTA({criteria})+COUNTA({points})-2*COUNTIFS({criteria},"<>",{points},"<>")']
        loose += [f"IF(COUNTA({criteria})=0,0,COUNTBLANK({{score_threshold score={axis} level:*}}))"]
    return "+".join(loose)


def thresholds_reversed() -> str:
    """Return the formula that counts high thresholds below the one for qualified."""
    counts = []
    for axis in SCORES:
        low, high = (f"score_threshold score={axis} level={level}" for level in LEVELS)
        counts.append(f"IF(AND({{{low}?}},{{{high}?}}),IF({{{high}}}<{{{low}}},1,0),0)")
    return "+".join(counts)
