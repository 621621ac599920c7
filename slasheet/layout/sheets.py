"""Where everything lives: a pure function from a plan to the cell of every measure and label.

What goes in is a plan; what comes out is a `Layout`: blocks of value cells (last axis across, the
others down, first slowest), the labels printed beside them, and the headings and charts between.
No other module decides on a row or a column of a sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.agreement import placed
from slasheet.layout.layout import TYPED_BESIDE, Block, ChartSpot, Heading, Layout, Mirror
from slasheet.plan.measure import SCALARS, STEPS, Measure
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.texts.languages import translated

#: Values start here on every sheet, so a month has the same column on every monthly sheet.
FIRST = 4
#: Where the total of the plan stands: beside the labels, always in view.
TOTAL = 3
#: The row that shows the months of a monthly sheet, always in view and on every printed page.
TIMELINE = 2
#: Sheets whose columns are months.
MONTHLY = ("revenue", "share", "funnel", "totals")
CHART_ROWS = 17
#: The header of the lead log; its rows follow without a gap, and nothing stands below them but the mark of their end.
LOG_HEADER = 3
#: Inputs over one axis that run down, since they are lists that people paste.
_DOWN = ("holidays",)

TITLES = {
    "start": "Start",
    AGREEMENT: "Agreement",
    "revenue": "Revenue target",
    "deal": "Deal size",
    "share": "Marketing share",
    "rates": "Close rates",
    "scoring": "Lead scoring",
    "funnel": "Funnel",
    "totals": "SLA totals",
    "log": "Lead log",
    "performance": "Performance vs plan",
    "days": "Day by day",
    "followup": "Sales follow-up",
    "checks": "Checks",
    "plan": "slasheet plan",
}


def sheet_titles(language: str) -> dict[str, str]:
    """Return the title of every sheet in a language, by key; the hidden sheet has the same in all."""
    return {key: title if key == "plan" else translated(title, language) for key, title in TITLES.items()}


class Group(NamedTuple):
    """Blocks stacked without a gap under one heading and one header row, perhaps with a chart below.

    The scalars `along` stand side by side in the first row, under the headers of the blocks.
    """

    blocks: tuple[str, ...]
    title: str | None = None
    note: str | None = None
    chart: str | None = None
    along: tuple[str, ...] = ()
    #: Whether the blocks, a column each, stand side by side under their titles: the first in the place of the labels.
    beside: bool = False


def _g(
    blocks: str,
    title: str | None = None,
    note: str | None = None,
    chart: str | None = None,
    along: tuple[str, ...] = (),
    *,
    beside: bool = False,
) -> Group:
    return Group(tuple(blocks.split()), title, note, chart, along, beside)


def _with_total(name: str, chart: str | None = None, *, currencies: bool) -> tuple[Group, ...]:
    """Return the groups of an amount per region and its total, which stands below amounts in the same currency."""
    if not currencies:
        return (_g(f"{name} {name}_by_month", chart=chart),)
    return _g(name), _g(f"{name}_reported {name}_by_month", chart=chart)


def groups(many: bool, currencies: bool) -> Mapping[str, tuple[Group, ...]]:
    """Return the groups of every sheet, inputs first; `many` stages make the close rate a result.

    `currencies` says whether a region has a currency of its own. A group holds those of its blocks that the plan has.
    """
    revenue, *converted = _with_total("revenue_target", "revenue", currencies=currencies)
    return {
    "revenue": (
        revenue, _g("reporting_currency"), _g("exchange_rate"), *converted,
        _g("rate_counted rates_lacking", "Exchange rates, as counted", "1 for a region in the reporting currency; a month in which one is missing has no totals over the regions."),
    ),
    "deal": (
        _g("deal_size new_business_share", "Deal size and new business", "What one new customer is worth, and how much of the target new customers must bring."),
        _g("sales_reps leads_per_rep capacity", "Sales capacity (optional)", "How many leads sales can work in a month; SLA totals compares it with the leads due."),
    ),
    "share": (
        _g("marketing_share"),
        *_with_total("new_business_target", currencies=currencies),
        *_with_total("marketing_revenue", currencies=currencies),
        *_with_total("sales_revenue", currencies=currencies),
    ),
    "rates": (
        _g("stages", "Stages", "From what marketing commits to, on the left, to the customer. Rename them here; every sheet follows."),
        _g("channels channel_owner time_to_close cost_per_lead", "Channels",
           "Where leads come from, who owns each, how many months a lead takes to become revenue, and what one costs. Rename them here; every sheet follows."),
        *((_g("conversion_rate"), _g("channel_mix"), _g("mix_total"), _g("mix_status"), _g("close_rate")) if many else
          (_g("close_rate"), _g("channel_mix"), _g("mix_total"), _g("mix_status"))),
        _g("lead_value rounding_bound"), _g("cost_per_customer"), _g("stage_value"),
        _g("lag months_past_horizon", "Months to close, as counted", "The time to close that is reckoned with, and the months of the plan whose leads close past the horizon."),
        _g("mix_used"),
    ),
    "scoring": (
        _g("lead_score lead_band lead_is_mql lead_next", "Try a lead", "Type in the “Try” columns below what a lead is like and what it did; here is what comes of it."),
        _g("fit_criteria fit_points try_fit fit_score", "Fit", "Who the lead is: criteria that can be looked up, and points. To add more than there is room for, insert rows among these.", beside=True),
        _g("interest_criteria interest_points interest_decay try_times try_days interest_score", "Interest",
           "What the lead does: points for each time, and how fast they fade. To add more than there is room for, insert rows among these.", beside=True),
        _g("score_threshold", "Thresholds", "Points from which a lead is qualified, and high. It is an MQL when fit and interest are both qualified at least."),
        _g("score_grid", "What happens", "What happens with a lead, by its fit and interest; the cell of the lead that is tried stands out."),
    ),
    "funnel": (
        _g("stage_total", chart="funnel"), _g("reconciliation"), _g("reconciliation_status"),
        _g("channel_revenue"), _g("stage_volume"), _g("needed_value"),
    ),
    "totals": (
        _g("leads_due_by_channel leads_due_by_month", "Leads due by channel", "The commitment: leads that each channel must create in the month.", chart="leads"),
        _g("leads_due_by_region"), _g("leads_due_by_owner"),
        _g("sla_value_by_channel sla_value_by_month", "SLA value by channel", "What the leads due are worth at their lead value."),
        _g("sla_value_by_region"), _g("sla_value_by_owner"),
        _g("capacity_use"), _g("capacity_status"), _g("lead_budget lead_budget_by_month"),
        _g("leads_due_before_start"), _g("leads_due"), _g("sla_value"), _g("sla_value_reported"),
    ),
    "performance": (
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
    ),
    "days": (
        _g("day_date day_goal_leads day_actual_leads day_goal_value day_actual_value", "Day table",
           "Cumulative over the month shown; the goal line runs on to the month's plan, what was delivered ends on the as-of day."),
        _g("day_counts day_passed day_rows logged_days_after day_recent chart_goal_leads chart_actual_leads chart_goal_value chart_actual_value",
           "Workings: days", "Which days count, how many have passed, what is logged; #N/A is where the charts draw nothing."),
        _g("day_dated first_days last_days", "Workings: days with rows", "Of the month shown, and of the first and the last month logged."),
        _g("shown_plan_leads shown_plan_value month_place rows_shown recent_days", "Workings: the month", "What the day table adds up to, and where the month stands in the plan."),
        _g("rate_shown rate_before", "Workings: exchange rates", "Of the month shown, and of the month before it."),
        _g("pair_month"), _g("day_leads"),
    ),
    "followup": (
        _g("first_contact_hours return_after returned_by", "The promise", "What sales does with a lead, and when."),
        _g("follow_ups"),
        _g("first_contact_compliance first_contact_compliance_by_month"), _g("first_contact_status first_contact_status_by_month"),
        _g("follow_up_compliance follow_up_compliance_by_month"), _g("follow_up_status follow_up_status_by_month"),
        _g("sales_load"), _g("holidays"),
        _g("first_contact_leads"), _g("first_contact_served"), _g("follow_up_leads"), _g("follow_up_served"),
    ),
    "checks": (
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
    ),
    }  # fmt: skip


STEPS_ROW = 7
STATUS_ROW = 3
#: The sheets that are used once the agreement is signed.
MONTHLY_ROW = STEPS_ROW + len(STEPS) + 2
NUMBERS_ROW = MONTHLY_ROW + 5
#: The results that Start shows again, and where: row and column.
_SHOWN_ON_START = {
    "overall_status": (STATUS_ROW, 2),
    **{
        f"{name}_by_month_plan": (NUMBERS_ROW + place, 2)
        for place, name in enumerate(
            ("revenue_target", "new_business_target", "marketing_revenue", "sales_revenue", "leads_due", "sla_value")
        )
    },
}
MIRRORS = tuple(Mirror("start", row, col, name) for name, (row, col) in _SHOWN_ON_START.items())


def layout(plan: Plan) -> Layout:
    """Return where every measure and label of a plan lives: pure, the same for every reader and writer."""
    build = _Builder(plan)
    for sheet, stacked in groups(len(plan.stages) > 2, bool(plan.currencies)).items():
        row = TIMELINE + 1 if sheet in MONTHLY else TIMELINE
        for group in stacked:
            row = build.group(sheet, group, row)
    build.start()
    build.log()
    blocks, headings = placed(plan, build.table)
    build.blocks |= blocks
    build.headings += headings
    firsts = {sheet: next(h.first for h in build.headings if h.sheet == sheet) for sheet in MONTHLY}
    return Layout(
        plan,
        sheet_titles(plan.language),
        build.blocks,
        tuple(build.headings),
        tuple(build.charts),
        tuple(firsts.values()),
    )


class _Builder:
    """Puts group under group."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.table = measures(plan)
        self.blocks: dict[str, Block] = {}
        self.headings: list[Heading] = []
        self.charts: list[ChartSpot] = []
        months = range(plan.months + plan.lookahead)
        self.quarters = FIRST + len(months) + 1

    def group(self, sheet: str, group: Group, row: int) -> int:
        """Place a group at `row`; return the row where the next one starts."""
        names = [name for name in group.blocks if name in self.table]
        if not names:
            return row
        first = self.table[names[0]]
        self.headings.append(Heading(sheet, row, group.title or first.title, group.note or first.meaning, names[0]))
        bare = (first.kind == "label" or not first.axes) and not group.along
        header = None if bare else row + 1
        row += 1 if bare else 2
        for place, name in enumerate(group.along):
            self._put(name, sheet, row, FIRST + place, 1, 1, (), None, None, {}, titled=place == 0)
        row += bool(group.along)
        if group.beside:
            for place, name in enumerate(names):
                rows, col = self.plan.size(first.axes), FIRST + place - 1 if place else 0
                self._put(name, sheet, row, col, rows, 1, first.axes, None, header, {}, headed=True)
            return row + self.plan.size(first.axes) + 1
        for name in names:
            row += self.block(sheet, self.table[name], row, header)
        if group.chart:
            self.charts.append(ChartSpot(sheet, row + 1, group.chart))
            row += CHART_ROWS + 1
        return row + 1

    def block(self, sheet: str, measure: Measure, row: int, header: int | None) -> int:
        """Place a measure, its totals and its typed labels; return how many rows it takes."""
        row_axes, col_axis = measure.axes[:-1], (measure.axes[-1] if measure.axes else None)
        if measure.name in _DOWN:
            row_axes, col_axis = measure.axes, None
        rows = self.plan.size(row_axes)
        cols = len(self.plan.axis(col_axis)) if col_axis else 1
        columns = {axis: place for place, axis in enumerate(row_axes)}
        if "channel" in row_axes and len(row_axes) < TOTAL:
            columns["owner"] = len(row_axes)
        if measure.name == "exchange_rate":
            columns["currency"] = len(row_axes)
        self._put(measure.name, sheet, row, FIRST, rows, cols, row_axes, col_axis, header, columns, titled=not row_axes)
        for suffix, col in (("_plan", TOTAL), ("_to_date", TOTAL), ("_quarter", self.quarters)):
            total = self.table.get(measure.name + suffix)
            if total:
                wide = len(self.plan.axis(total.axes[-1]))
                self._put(total.name, sheet, row, col, rows, wide, row_axes, total.axes[-1], header, columns)
        for name, (host, axis) in TYPED_BESIDE.items():
            if host == measure.name and axis in columns:
                self._put(name, sheet, row, columns[axis], rows, 1, self.table[name].axes, None, None, {})
            elif host == measure.name and header is not None:
                self._put(name, sheet, header, FIRST, 1, cols, (), axis, None, {})
        if measure.name == "revenue_target" and header is not None:
            self._put("region_label", sheet, header, 0, 1, 1, (), None, None, {})
        return rows

    def start(self) -> None:
        """Place what stands on the Start sheet."""
        self._put("title", "start", 0, 1, 1, 1, (), None, None, {})
        rows, cols = (len(self.plan.axis(axis)) for axis in ("step", "progress"))
        self._put("step_progress", "start", STEPS_ROW, FIRST, rows, cols, ("step",), "progress", STEPS_ROW - 1, {})

    def log(self) -> None:
        """Place the lead log, which has a sheet of its own."""
        block = (self.plan.log_rows, len(self.plan.axis("field")), ("entry",), "field", LOG_HEADER)
        self._put("lead_log", "log", LOG_HEADER + 1, 0, *block, {})

    def _put(self, name: str, sheet: str, row: int, col: int, rows: int, cols: int, row_axes: tuple[str, ...],
             col_axis: str | None, header: int | None, labels: Mapping[str, int], *, titled: bool = False, headed: bool = False) -> None:  # fmt: skip
        labels = dict(labels)
        self.blocks[name] = Block(name, sheet, row, col, rows, cols, row_axes, col_axis, header, labels, titled, headed)
