"""The sheets of the workbook: one record each, with what it is for, how it looks and the groups of measures that stand on it.

What goes in is a plan; what comes out is its `Layout`. A sheet that is added here is written, checked and listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from slasheet.layout.agreement import placed
from slasheet.layout.builder import STATUS_ROW, STEPS_ROW, Builder, Group
from slasheet.layout.layout import Layout, Mirror
from slasheet.plan.edition import EDITION, exists
from slasheet.plan.measures.month_to_date import SCALARS
from slasheet.plan.plan import Plan
from slasheet.texts.languages import N_, translated

#: Paper sizes, as the file format numbers them.
A3, A4 = 8, 9


class Sheet(NamedTuple):
    """A sheet of the workbook. Its title, purpose, step and use are texts of the catalogues."""

    key: str
    title: str
    purpose: str = ""
    #: What to do there before the agreement is signed, and what it is used for afterwards: Start lists both.
    step: str = ""
    use: str = ""
    #: What its tab is coloured by: cover, input, result or check.
    kind: str = "input"
    #: Whether its columns are months.
    monthly: bool = False
    #: The widths of its columns where they are the same in every plan.
    widths: tuple[float, ...] = ()
    #: The least width of the columns of values where it is not the usual one: amounts may ask for more.
    least_width: float | None = None
    #: What people may do with its rows.
    deeds: tuple[str, ...] = ()
    #: The measure that stays in view, with all above it.
    in_view: str | None = None
    portrait: bool = False
    paper: int = A4
    groups: tuple[Group, ...] = ()
    #: The first and the last edition that has it; None while the newest one does.
    since: int = 1
    until: int | None = None


def _g(
    blocks: str,
    title: str | None = None,
    note: str | None = None,
    chart: str | None = None,
    along: tuple[str, ...] = (),
    *,
    beside: bool = False,
    only: str | None = None,
    since: int = 1,
    until: int | None = None,
) -> Group:
    return Group(tuple(blocks.split()), title, note, chart, along, beside, only, since, until)


def _with_total(name: str) -> tuple[Group, ...]:
    """Return the groups of an amount per region and its total, which stands below amounts in the same currency."""
    one = _g(f"{name} {name}_by_month", only="one currency")
    return one, _g(name, only="currencies"), _g(f"{name}_reported {name}_by_month", only="currencies")


_ALL = (
    Sheet("start", "Start",
        purpose=N_("Sales and marketing service level agreement: what each department owes the other, so that the revenue target is met."),
        kind="cover", widths=(4, 36, 84, 1.5, 12, 12, 15)),
    Sheet("agreement", "Agreement",
        purpose=N_("What marketing and sales promise each other, in words. Edit the texts; what is computed follows the other sheets."),
        step=N_("Read what is agreed in words, and make it yours: goals, definitions, hand-off, lead management, meetings."),
        kind="cover", widths=(30.0, 60.0, 42.0, 28.0, 22.0, 13.0)),
    Sheet("revenue", "Revenue target",
        purpose=N_("What must be sold, per region and month. Type the first month, the names and the targets; everything else follows."),
        step=N_("Type the first month, the names of the rows and what each must sell per month."),
        monthly=True, least_width=11.0,
        groups=(
            _g("revenue_target revenue_target_by_month", chart="revenue", only="one currency"), _g("revenue_target", only="currencies"),
            _g("reporting_currency"), _g("exchange_rate"), _g("revenue_target_reported revenue_target_by_month", chart="revenue", only="currencies"),
            _g("rate_counted rates_lacking", "Exchange rates, as counted", "1 for a region in the reporting currency; a month in which one is missing has no totals over the regions."),
        )),
    Sheet("deal", "Deal size",
        purpose=N_("What one new customer is worth, and what sales can work on."),
        step=N_("Type what an average new customer is worth, and how much of the target must be new business."),
        groups=(
            _g("deal_size new_business_share", "Deal size and new business", "What one new customer is worth, and how much of the target new customers must bring."),
            _g("sales_reps leads_per_rep capacity", "Sales capacity (optional)", "How many leads sales can work in a month; SLA totals compares it with the leads due."),
        )),
    Sheet("share", "Marketing share",
        purpose=N_("How much of the new-business revenue marketing sources; sales sources the rest."),
        step=N_("Type how much of the new business marketing sources, per month."),
        monthly=True, least_width=11.0,
        groups=(
            _g("marketing_share"), *_with_total("new_business_target"), *_with_total("marketing_revenue"), *_with_total("sales_revenue"),
        )),
    Sheet("rates", "Close rates",
        purpose=N_("How leads become customers: stages, channels, rates and the channel mix."),
        step=N_("Name the stages and channels; type conversion rates, channel mix and time to close."),
        groups=(
            _g("stages", "Stages", "From what marketing commits to, on the left, to the customer. Rename them here; every sheet follows."),
            _g("channels channel_owner time_to_close cost_per_lead", "Channels",
               "Where leads come from, who owns each, how many months a lead takes to become revenue, and what one costs. Rename them here; every sheet follows."),
            _g("close_rate", only="two stages"), _g("conversion_rate"), _g("channel_mix"), _g("mix_total"), _g("mix_status"), _g("close_rate", only="more stages"),
            _g("lead_value rounding_bound"), _g("cost_per_customer"), _g("stage_value"),
            _g("lag months_past_horizon", "Months to close, as counted", "The time to close that is reckoned with, and the months of the plan whose leads close past the horizon."),
            _g("mix_used"),
        )),
    Sheet("scoring", "Lead scoring",
        purpose=N_("Which leads are good enough to hand over: what a lead must be like and do, in points, and what happens then."),
        step=N_("Look through criteria, points and thresholds: which leads are good enough to hand over."),
        deeds=("insert_rows",), portrait=True, in_view="lead_next",
        groups=(
            _g("lead_score lead_band lead_is_mql lead_next", "Try a lead", "Type in the “Try” columns below what a lead is like and what it did; here is what comes of it."),
            _g("fit_criteria fit_points try_fit fit_score", "Fit", "Who the lead is: criteria that can be looked up, and points. To add more than there is room for, insert rows among these.", beside=True),
            _g("interest_criteria interest_points interest_decay try_times try_days interest_score", "Interest",
               "What the lead does: points for each time, and how fast they fade. To add more than there is room for, insert rows among these.", beside=True),
            _g("score_threshold", "Thresholds", "Points from which a lead is qualified, and high. It is an MQL when fit and interest are both qualified at least."),
            _g("score_grid", "What happens", "What happens with a lead, by its fit and interest; the cell of the lead that is tried stands out."),
        )),
    Sheet("funnel", "Funnel",
        purpose=N_("What every stage must hold so that the revenue closes in its month. Nothing to type here."),
        kind="result", monthly=True, least_width=11.0,
        groups=(
            _g("stage_total", chart="funnel"), _g("reconciliation"), _g("reconciliation_status"),
            _g("channel_revenue"), _g("stage_volume"), _g("needed_value"),
        )),
    Sheet("totals", "SLA totals",
        purpose=N_("The commitment: leads due and their value. Nothing to type here."),
        step=N_("Read what marketing owes: leads and value per channel, row and month. Then look at Checks."),
        kind="result", monthly=True, least_width=11.0,
        groups=(
            _g("leads_due_by_channel leads_due_by_month", "Leads due by channel", "The commitment: leads that each channel must create in the month.", chart="leads"),
            _g("leads_due_by_region"), _g("leads_due_by_owner"),
            _g("sla_value_by_channel sla_value_by_month", "SLA value by channel", "What the leads due are worth at their lead value."),
            _g("sla_value_by_region"), _g("sla_value_by_owner"),
            _g("capacity_use"), _g("capacity_status"), _g("lead_budget lead_budget_by_month"),
            _g("leads_due_before_start"), _g("leads_due"), _g("sla_value"), _g("sla_value_reported"),
        )),
    Sheet("log", "Lead log",
        purpose=N_("What was delivered, a row per day, region and channel. Type or paste; the last four columns may stay blank."),
        use=N_("Type or paste what was delivered, per day, row and channel; or let slasheet log fill it from the CRM."),
        deeds=("insert_rows", "delete_rows", "sort", "autofilter"), portrait=True),
    Sheet("performance", "Performance vs plan",
        purpose=N_("Is the agreement kept? The month to date, every month, and whether the assumptions still hold."),
        use=N_("Look every morning: the month to date, every month against its plan, and whether the assumptions hold."),
        kind="result", least_width=12.0,
        groups=(
            _g("performance_month as_of performance_region performance_owner tolerance", "What to show",
               "Blank: the month of the last day logged, up to that day. Region and owner choose what the charts and the day table show."),
            _g("month_shown as_of_day days_elapsed days_total", "The month as counted", "What the month to date goes by.", chart="pace"),
            _g("mtd_leads_by_region", "Month to date: leads", "The month shown up to the as-of day, all regions and owners.", along=SCALARS["leads"]),
            _g("mtd_leads_by_channel", "Month to date: leads by channel"),
            _g("mtd_leads_by_owner", "Month to date: leads by owner"),
            _g("mtd_value_by_region", "Month to date: value", "The same at the lead values of the plan.", along=SCALARS["value"]),
            _g("mtd_value_by_channel", "Month to date: value by channel"), _g("mtd_value_by_owner", "Month to date: value by owner"),
            _g("delivery_by_month", "Every month: leads", "Plan and actual of the whole company; months in which nothing is logged stay blank.", chart="delivery"),
            _g("delivery_by_channel"), _g("delivery_by_region"), _g("delivery_by_owner"),
            _g("delivery_value_by_month", "Every month: value", "Plan and actual at the lead values of the plan."),
            _g("delivery_value_by_channel"), _g("delivery_value_by_region"), _g("delivery_value_by_owner"),
            _g("closed_customers_by_month", "Every month: customers won", "Where the log has customers: against the customers needed."),
            _g("closed_customers_by_region"),
            _g("closed_revenue_by_month", "Every month: revenue closed", "Where the log has revenue: against the new-business target."),
            _g("closed_revenue_by_region"),
            _g("rates_reviewed review_days rates_age", "Are the assumptions still right?", "The agreement is a living document: look at rates and deal sizes again every quarter."),
            _g("observed", None, "As logged, beside what the plan assumes. Fewer than 30 leads or 5 customers are too few to judge."),
            _g("over_in_a_row"), _g("attainment"), _g("variance"), _g("status"), _g("actual_leads"), _g("actual_value"), _g("actual_value_reported"),
            _g("customers_needed customers_needed_by_month"), _g("actual_customers"), _g("actual_revenue"), _g("actual_revenue_reported"),
        )),
    Sheet("days", "Day by day",
        purpose=N_("The month shown, day by day: the goal line and what was delivered. Nothing to type here."),
        kind="result", least_width=9.0, paper=A3,
        groups=(
            _g("day_date day_goal_leads day_actual_leads day_goal_value day_actual_value", "Day table",
               "Cumulative over the month shown; the goal line runs on to the month's plan, what was delivered ends on the as-of day."),
            _g("day_counts day_passed day_rows logged_days_after day_recent chart_goal_leads chart_actual_leads chart_goal_value chart_actual_value",
               "Workings: days", "Which days count, how many have passed, what is logged; #N/A is where the charts draw nothing."),
            _g("day_dated first_days last_days", "Workings: days with rows", "Of the month shown, and of the first and the last month logged."),
            _g("shown_plan_leads shown_plan_value month_place rows_shown recent_days", "Workings: the month", "What the day table adds up to, and where the month stands in the plan."),
            _g("rate_shown rate_before", "Workings: exchange rates", "Of the month shown, and of the month before it."),
            _g("pair_month"), _g("day_leads"),
        )),
    Sheet("followup", "Sales follow-up",
        purpose=N_("What sales promises to do with the leads, and whether it does."),
        use=N_("Say what sales does with the leads, and see whether it does."),
        least_width=12.0,
        groups=(
            _g("first_contact_hours return_after returned_by", "The promise", "What sales does with a lead, and when."),
            _g("follow_ups"),
            _g("first_contact_compliance first_contact_compliance_by_month"), _g("first_contact_status first_contact_status_by_month"),
            _g("follow_up_compliance follow_up_compliance_by_month"), _g("follow_up_status follow_up_status_by_month"),
            _g("sales_load"), _g("holidays"),
            _g("first_contact_leads"), _g("first_contact_served"), _g("follow_up_leads"), _g("follow_up_served"),
        )),
    Sheet("checks", "Checks",
        purpose=N_("What is missing, what does not add up, what is out of range. Nothing to type here."),
        kind="check",
        groups=(
            _g("overall_status", "Verdict", "The worst status of everything below."),
            _g("input_check", "What people typed", "Needed cells that are blank, cells that hold no number, numbers out of range."),
            _g("rule_check", "What must add up", "Each rule with the number of times it is broken; slasheet check looks at every row of the log besides."),
            _g("agreement_progress", "The agreement", "Per section of the Agreement sheet, how much is filled; it may stay partly blank."),
            _g("statuses", "The words used", "OK: nothing to do. Look: worth a look. Incomplete: something is missing. Wrong: must be mended."),
            _g("rates_missing", "Workings: rates missing", "Rates that are blank although the channel has revenue to bring."),
            _g("mix_missing"), _g("in_use"), _g("deal_size_missing exchange_rate_missing region_fault", "Workings: regions", "Per region: deal size missing; name blank or there twice."),
            _g("stage_fault", "Workings: stages", "Per stage: name blank or there twice."),
            _g("channel_fault", "Workings: channels", "Per channel: name blank or there twice, or owner neither marketing nor sales."),
            _g("dated_rows logged_month month_over", "Workings: the months of the log", "Rows dated in each month, and whether it is over by the latest day known."), _g("log_used rows_in_plan first_logged last_logged latest_day tolerance_counted review_days_counted", "Workings: the lead log",
               "How much of the log is filled, over which days, and the settings as they are reckoned with."),
            _g("rows_of_region"), _g("rows_of_channel"), _g("rows_logged"), _g("period_fault"),
        )),
    Sheet("plan", "slasheet plan"),
)  # fmt: skip
#: Every sheet of any edition by its key, in the order of the workbook.
SHEETS: Mapping[str, Sheet] = {sheet.key: sheet for sheet in _ALL}


@lru_cache(maxsize=8)
def sheets_in(edition: int) -> tuple[Sheet, ...]:
    """Return the sheets that a workbook of an edition has, in its order."""
    return tuple(sheet for sheet in _ALL if exists(sheet, edition))


def sheet_titles(language: str, edition: int = EDITION) -> dict[str, str]:
    """Return the title of every sheet in a language, by key; the hidden sheet has the same in all."""
    return {
        sheet.key: sheet.title if sheet.key == "plan" else translated(sheet.title, language)
        for sheet in sheets_in(edition)
    }


def used_row(edition: int) -> int:
    """Return the row on Start, below the steps, of the first sheet that is used once the agreement is signed."""
    return STEPS_ROW + sum(bool(sheet.step) for sheet in sheets_in(edition)) + 2


def numbers_row(edition: int) -> int:
    """Return the row on Start, below those sheets, of the first of the numbers that matter."""
    return used_row(edition) + sum(bool(sheet.use) for sheet in sheets_in(edition)) + 2


def explained_row(edition: int) -> int:
    """Return the row on Start, below those numbers, of the heading over how the plan counts."""
    return numbers_row(edition) + len(_NUMBERS) + 1


_NUMBERS = (
    ("revenue_target_by_month_plan", N_("Revenue target")),
    ("new_business_target_by_month_plan", N_("of which new business")),
    ("marketing_revenue_by_month_plan", N_("– that marketing sources")),
    ("sales_revenue_by_month_plan", N_("– that sales sources")),
    ("leads_due_by_month_plan", N_("Leads due")),
    ("sla_value_by_month_plan", N_("Value of the leads due (SLA value)")),
)


def _mirrors(edition: int) -> tuple[Mirror, ...]:
    """Return the results that Start shows again."""
    numbers = enumerate(_NUMBERS, start=numbers_row(edition))
    return (
        Mirror("start", STATUS_ROW, 2, "overall_status"),
        *(Mirror("start", row, 2, name, title) for row, (name, title) in numbers),
    )


def layout(plan: Plan) -> Layout:
    """Return where every measure and label of a plan lives: pure, the same for every reader and writer."""
    build = Builder(plan)
    sheets = sheets_in(plan.edition)
    for sheet in sheets:
        build.sheet(sheet.key, sheet.groups, monthly=sheet.monthly)
    build.start()
    build.log()
    blocks, headings = placed(plan, build.table)
    build.blocks |= blocks
    build.headings += headings
    firsts = (next(h.first for h in build.headings if h.sheet == sheet.key) for sheet in sheets if sheet.monthly)
    return Layout(
        plan,
        sheet_titles(plan.language, plan.edition),
        build.blocks,
        tuple(build.headings),
        tuple(build.charts),
        tuple(firsts),
        _mirrors(plan.edition),
    )
