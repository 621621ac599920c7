"""Cases: sheets renamed, moved, copied, hidden and deleted; names and the plan lost."""

from __future__ import annotations

from dataclasses import replace

from tests.helpers.corpus.case import PLAN, Case, lacking, spot, typed
from tests.helpers.corpus.programs import rewritten
from tests.helpers.corpus.rows import (
    DEAL,
    FINANCE,
    IT,
    LOG,
    MONTHS,
    RATES,
    SHARE,
    TARGET,
    TOTALS,
    columns_out,
    rows_in,
    rows_out,
)
from tests.helpers.engines import Deed

HIDDEN = "slasheet plan"
NO_NAMES = Deed("Start", "delete names", to="sla_")
NO_PLAN = Deed(HIDDEN, "remove")
#: The first region under another name, typed in its place and in the log.
NEW_NAME = typed(
    (spot("regions", IT), "IT lead"),
    *(((LOG, f"B{n}"), "IT lead") for n, row in enumerate(PLAN.log, 5) if row[1] == IT),
)
RENAMED = replace(PLAN, regions=("IT lead", *PLAN.regions[1:])).with_log(
    [(row[0], "IT lead" if row[1] == IT else row[1], *row[2:]) for row in PLAN.log]
)

SHEETS = (
    Case("a sheet renamed", deeds=(Deed(TARGET, "rename", to="Ziele 2027"),)),
    Case("a sheet renamed with a quote, an exclamation mark and a percent sign", deeds=(Deed(DEAL, "rename", to="Bob's 100 % deals!"),)),
    Case("the titles of two sheets swapped", deeds=(Deed(TARGET, "rename", to="x"), Deed(SHARE, "rename", to=TARGET), Deed("x", "rename", to=SHARE))),
    Case("every sheet renamed", deeds=tuple(Deed(t, "rename", to=f"{n}") for n, t in enumerate((TARGET, SHARE, DEAL, RATES, TOTALS, LOG, HIDDEN), 1))),
    Case("sheets put in another order", deeds=(Deed(TOTALS, "reorder", by=0), Deed("Checks", "reorder", by=1), Deed(HIDDEN, "reorder", by=3))),
    Case("an input sheet and a result sheet hidden", deeds=(Deed(DEAL, "hide"), Deed(TOTALS, "hide"))),
    Case("a sheet of results copied", ("sheet-copied",), (Deed(TOTALS, "copy sheet", by=3, to="SLA totals (copy)"),)),
    Case("an input sheet copied", ("sheet-copied",), (Deed(TARGET, "copy sheet", by=3, to="Revenue target (2)"),)),
    Case("an input sheet copied and other numbers typed into the copy", ("sheet-copied",), (Deed(TARGET, "copy sheet", by=3, to="Revenue target (2)"),),
         {"Revenue target (2)": {"E6": 999999.0}}),
    Case("a sheet of one's own added", deeds=(Deed("Start", "add sheet", by=2, to="My notes"),), cells={"My notes": {"A1": "Region", "A2": FINANCE, "B2": 4711.0, "C2": "=B2*2"}}),
    Case("the sheet of revenue targets deleted", ("sheet-missing",), (Deed(TARGET, "remove"),), meant=PLAN.with_inputs(revenue_target=(None,) * 21)),
    Case("the sheet of deal sizes deleted", ("sheet-missing",), (Deed(DEAL, "remove"),), meant=PLAN.with_inputs(deal_size=(None,) * 3, new_business_share=(None,) * 3)),
    Case("the sheet of rates deleted", ("sheet-missing",), (Deed(RATES, "remove"),), numbers="partly"),
    Case("the lead log deleted", ("sheet-missing",), (Deed(LOG, "remove"),), meant=PLAN.with_log([])),
    Case("the sheet of SLA totals deleted", ("sheet-missing",), (Deed(TOTALS, "remove"),)),
    Case("the Start sheet deleted", ("sheet-missing",), (Deed("Start", "remove"),)),
    Case("two sheets deleted", ("sheet-missing", "sheet-missing"), (Deed(TOTALS, "remove"), Deed("Funnel", "remove"))),
    Case("a sheet of inputs replaced by a copy of it", ("formulas-broken*",), (Deed(DEAL, "copy sheet", by=3, to="Deals"), Deed(DEAL, "remove")), numbers="partly"),
)  # fmt: skip

NAMES = (
    Case("one defined name deleted", ("name-missing",), (Deed("Start", "delete names", to="sla_deal_size"),)),
    Case("the names of regions and months deleted", ("name-missing",), (Deed("Start", "delete names", to="sla_regions"), Deed("Start", "delete names", to="sla_horizon"))),
    Case("every defined name deleted", ("name-missing",), (NO_NAMES,)),
    Case("every defined name deleted, through ods", ("name-missing",), (NO_NAMES,), via_ods=True),
    Case("every defined name turned to #REF!", ("name-missing",), program="LibreOffice, then its XML",
         change=rewritten(("xl/workbook.xml", r"(<definedName [^>]*name=\"sla_[^>]*>)[^<]*", r"\1#REF!"))),
    Case("one defined name turned to #REF!", ("name-missing",), program="LibreOffice, then its XML",
         change=rewritten(("xl/workbook.xml", r"(<definedName [^>]*name=\"sla_marketing_share\"[^>]*>)[^<]*", r"\1#REF!"))),
    Case("a defined name pointed at the row below", ("name-changed",), program="LibreOffice, then its XML",
         change=rewritten(("xl/workbook.xml", r"(<definedName [^>]*name=\"sla_revenue_target\"[^>]*>)[^<]*", r"\1'Revenue target'!$E$7:$K$9")), numbers="partly"),
    Case("every name deleted and an empty row put into a table", ("name-missing", "line-put-in"), (NO_NAMES, rows_in(TARGET, "A7:A7"))),
    Case("every name deleted and empty rows put in above the tables", ("name-missing",), (NO_NAMES, rows_in(TARGET, "A4:A4"), rows_in(SHARE, "A4:A5"), rows_in(RATES, "A3:A3"))),
    Case("every name deleted and a row of a table taken out", ("name-missing", "place-deleted*"), (NO_NAMES, rows_out(TARGET, "A7:A7")), meant=lacking(FINANCE, "revenue_target")),
    Case("every name deleted and a month's column taken out", ("name-missing", "place-deleted*"), (NO_NAMES, columns_out(TARGET, "G1:G1")), meant=lacking(MONTHS[2], "revenue_target")),
    Case("every name deleted and a region renamed in its place", ("name-missing",), (NO_NAMES,), NEW_NAME, meant=RENAMED),
    Case("every name deleted and the sheets put in another order", ("name-missing",), (NO_NAMES, Deed(TOTALS, "reorder", by=0))),
    Case("every name deleted and the table of revenue targets sorted", ("name-missing", "labels-reordered"), (NO_NAMES, Deed(TARGET, "sort", "A6:N8", lifted=True)), numbers="partly"),
    Case("the hidden plan deleted", ("plan-lost",), (NO_PLAN,)),
    Case("the hidden plan deleted, through ods", ("plan-lost",), (NO_PLAN,), via_ods=True),
    Case("the hidden plan deleted and an empty row put into a table", ("plan-lost", "line-put-in"), (NO_PLAN, rows_in(TARGET, "A7:A7"))),
    Case("the hidden plan deleted and a row of a table taken out", ("plan-lost", "place-deleted*"), (NO_PLAN, rows_out(SHARE, "A7:A7")), meant=lacking(FINANCE, "marketing_share")),
    Case("the hidden plan and every name deleted", ("not-ours",), (NO_PLAN, NO_NAMES), numbers="none"),
    Case("the text of the hidden plan damaged", ("plan-lost",), cells={HIDDEN: {"A2": '{"format": 1, "plan": '}}),
)  # fmt: skip

LABELS = (
    Case("a region renamed in its place and in the log", cells=NEW_NAME, meant=RENAMED),
    Case("a region renamed in its place, the log as it was", ("log-unknown-label*",), cells=typed((spot("regions", IT), "IT lead")), numbers="partly", meant=RENAMED),
    Case("a channel renamed in its place, the log as it was", ("log-unknown-label*",), cells=typed((spot("channels", "Newsletter"), "Mailing")), numbers="partly",
         meant=replace(PLAN, channels=tuple(replace(c, name="Mailing") if c.name == "Newsletter" else c for c in PLAN.channels))),
    Case("a stage renamed in its place", cells=typed((spot("stages", "MQL"), "Qualified lead")), meant=replace(PLAN, stages=("Lead", "Qualified lead", "Customer"))),
    Case("a printed label typed over", (f"label-overwritten {DEAL}!F4",), cells={DEAL: {"F4": "Finance head"}}),
    Case("two printed labels of the leads due swapped", ("label-overwritten", "label-overwritten"), cells={TOTALS: {"B85": FINANCE, "B86": "IT manager"}}),
    Case("the headings of two months swapped", ("label-overwritten", "label-overwritten"), cells={TARGET: {"F5": 46631.0, "G5": 46600.0}}),
    Case("the heading of a month typed over by a text", ("label-overwritten",), cells={TARGET: {"F5": "August"}}),
    Case("the name of a region deleted", ("missing-label",), cells=typed((spot("regions", FINANCE), None)), numbers="partly"),
    Case("the first month blank", ("unknown-label",), cells={TARGET: {"E5": None}}, numbers="partly"),
    Case("the heading of a log column typed over", cells={LOG: {"D4": "Leads in"}}),
    Case("the headings of two log columns swapped", ("label-changed", "label-changed"), cells={LOG: {"B4": "Channel", "C4": "Persona"}}),
    Case("two labels of the numbers on Start swapped", ("label-changed Start!B24", "label-changed Start!B25"), cells={"Start": {"B24": "– that sales sources", "B25": "– that marketing sources"}}),
    Case("the same below a row put in", ("label-changed Start!B25", "label-changed Start!B26"), (rows_in("Start", "A22:A22"),), {"Start": {"B25": "– that sales sources", "B26": "– that marketing sources"}}),
    Case("a row put in among the numbers on Start", deeds=(rows_in("Start", "A24:A24"),)),
    Case("a row put in among the sentences on Start", deeds=(rows_in("Start", "A33:A33"),)),
    Case("the sentence about the currency names another", ("policy-contradicted Start!C35",), cells={"Start": {"C35": "All amounts in USD."}}),
    Case("the sentence about the currency in another language", cells={"Start": {"C35": "Tutti gli importi in EUR."}}),
    Case("the sentence about rounding says otherwise", ("policy-contradicted Start!C30",), cells={"Start": {"C30": "Volumes are not rounded."}}),
    Case("the heading of a table typed over", ("label-changed Revenue target!A4",), cells={TARGET: {"A4": "Revenue actually closed"}}),
    Case("title and purpose of a sheet typed over", cells={TARGET: {"A1": "What we want to sell", "A2": "Fill in by Friday."}}),
)  # fmt: skip

CASES = (*SHEETS, *NAMES, *LABELS)
