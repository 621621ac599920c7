"""The lead log as the formulas see it: how much of it is filled, and over which days and months.

Every dated row tells how far the log goes. A negative number counts as blank.
"""

from __future__ import annotations

from collections.abc import Mapping

from slasheet.plan.axis_labels import COUNTED, LOG_FIELDS
from slasheet.plan.measure import Measure, derived
from slasheet.plan.measures.inputs import TOLERANCE

LOG = {field: f"{{lead_log entry:* field={field}}}" for field in LOG_FIELDS}
#: Rows of the log in the month of my column.
IN_MONTH = f'{LOG["date"]},">="&{{@month}},{LOG["date"]},"<"&EDATE({{@month}},1)'
#: Rows of the log that name my region and my channel, and those that hold leads.
MINE = f"{LOG['region']},{{@region}},{LOG['channel']},{{@channel}}"
LEADS = f'{LOG["leads"]},">=0"'


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
        return f'IF(ISNUMBER({{@month}}),COUNTIFS({IN_MONTH},{LOG[COUNTED[position["counted"]]]},">=0"),0)'

    return [
        derived("log_used", "", "count", f"MAX({used})", "Rows used", "Rows of the lead log that hold something."),
        derived("rows_in_plan", "", "count", f'IF(COUNT({{months *}})=0,0,COUNTIFS({date},">="&{first},{date},"<"&{end}))',
            "Rows dated in the plan", "Rows of the lead log whose date lies in the plan."),
        derived("dated_rows", "month", "count", f"IF(ISNUMBER({{@month}}),COUNTIFS({IN_MONTH}),0)", "Rows dated in the month", "Rows of the lead log whose date lies in the month."),
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
