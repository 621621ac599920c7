"""Cases: rows, columns and cells put in, taken out, moved and sorted."""

from __future__ import annotations

from slasheet.plan.plan import Plan
from tests.helpers.corpus.case import PLAN, Case, changed, lacking, spot, typed
from tests.helpers.engines import Deed

TARGET, SHARE, DEAL, RATES = "Revenue target", "Marketing share", "Deal size", "Close rates"
TOTALS, LOG, FOLLOW, SCORING = "SLA totals", "Lead log", "Sales follow-up", "Lead scoring"
IT, FINANCE, OPERATIONS = PLAN.regions


def rows_in(sheet: str, area: str) -> Deed:
    """Return empty rows put in; the protection is lifted for that."""
    return Deed(sheet, "insert", area, lifted=True)


def rows_out(sheet: str, area: str) -> Deed:
    """Return rows taken out."""
    return Deed(sheet, "delete", area, lifted=True)


def columns_in(sheet: str, area: str) -> Deed:
    """Return empty columns put in."""
    return Deed(sheet, "insert columns", area, lifted=True)


def columns_out(sheet: str, area: str) -> Deed:
    """Return columns taken out."""
    return Deed(sheet, "delete columns", area, lifted=True)


PUT_IN = (
    Case("an empty row above a table", deeds=(rows_in(TARGET, "A4:A4"),)),
    Case(
        "an empty row inside the table of revenue targets",
        (f"line-put-in {TARGET}!E7",),
        deeds=(rows_in(TARGET, "A7:A7"),),
    ),
    Case("an empty row between the months and the first region", deeds=(rows_in(TARGET, "A6:A6"),)),
    Case("an empty row between the last region and the total", deeds=(rows_in(TARGET, "A9:A9"),)),
    Case(
        "two empty rows at different places in one table",
        ("line-put-in", "line-put-in"),
        deeds=(rows_in(TARGET, "A7:A7"), rows_in(TARGET, "A9:A9")),
    ),
    Case(
        "empty rows inside tables of every kind of sheet",
        ("line-put-in*",),
        deeds=(
            rows_in(SHARE, "A7:A8"),
            rows_in(RATES, "A16:A16"),
            rows_in(RATES, "A25:A25"),
            rows_in(TOTALS, "A87:A88"),
            rows_in("Funnel", "A60:A60"),
            rows_in("Checks", "A12:A12"),
            rows_in("Performance vs plan", "A38:A38"),
            rows_in("Agreement", "A28:A28"),
        ),
    ),
    Case("an empty row between two inputs of one number", deeds=(rows_in("Performance vs plan", "A6:A6"),)),
    Case(
        "an empty column between two months of the revenue targets",
        (f"line-put-in {TARGET}!G6",),
        deeds=(columns_in(TARGET, "G1:G1"),),
    ),
    Case("an empty column in front of the labels", deeds=(columns_in(TARGET, "A1:A1"),)),
    Case("an empty column between labels and months", deeds=(columns_in(TARGET, "B1:B1"),)),
    Case("an empty column between two regions", ("line-put-in",), deeds=(columns_in(DEAL, "F1:F1"),)),
    Case("an empty column between two channels and two regions", ("line-put-in",), deeds=(columns_in(RATES, "F1:F1"),)),
    Case("an empty column inside a sheet of results", deeds=(columns_in(TOTALS, "G1:H1"),)),
    Case("an empty column inside the day table", deeds=(columns_in("Day by day", "J1:J1"),)),
    Case("an empty column inside the lead log", deeds=(columns_in(LOG, "C1:C1"),)),
    Case("empty rows inside the lead log", deeds=(rows_in(LOG, "A10:A12"),)),
    Case(
        "an empty row and an empty column in the same table, through ods",
        ("line-put-in", "line-put-in"),
        deeds=(rows_in(TARGET, "A7:A7"), columns_in(TARGET, "G1:G1")),
        via_ods=True,
    ),
)

LOST = ("place-deleted*",)
MONTHS = PLAN.axis("horizon")
_RATES_LOST = changed(
    "conversion_rate", dict.fromkeys((("Lead > MQL", "Newsletter", region) for region in PLAN.regions), None)
)
TAKEN_OUT = (
    Case("the empty row between two tables taken out", deeds=(rows_out(SHARE, "A9:A9"),)),
    Case("the heading of a table taken out", deeds=(rows_out(SHARE, "A10:A10"),)),
    Case("a region's row of the revenue targets taken out", LOST, (rows_out(TARGET, "A7:A7"),), meant=lacking(FINANCE, "revenue_target")),
    Case("the first region's row taken out", LOST, (rows_out(TARGET, "A6:A6"),), meant=lacking(IT, "revenue_target")),
    Case("the last region's row taken out", LOST, (rows_out(TARGET, "A8:A8"),), meant=lacking(OPERATIONS, "revenue_target")),
    Case("a region's row of the marketing shares taken out", LOST, (rows_out(SHARE, "A7:A7"),), meant=lacking(FINANCE, "marketing_share")),
    Case("a row taken out and an empty one put in elsewhere in the table", ("places-unclear", "name-changed*"), (rows_out(TARGET, "A7:A7"), rows_in(TARGET, "A6:A6")), numbers="none", meant=lacking(FINANCE, "revenue_target")),
    Case("a row taken out and an empty one put in at its place", ("missing-label", "missing-input*", "formula-deleted*"),
         (rows_out(TARGET, "A7:A7"), rows_in(TARGET, "A7:A7")), meant=lacking(FINANCE, "revenue_target")),
    Case("a channel's row of the rates taken out", LOST, (rows_out(RATES, "A15:A15"),), meant=_RATES_LOST),
    Case("a month's column of the revenue targets taken out", LOST, (columns_out(TARGET, "G1:G1"),), meant=lacking(MONTHS[2], "revenue_target")),
    Case("a month's column of the marketing shares taken out", LOST, (columns_out(SHARE, "G1:G1"),), meant=lacking(MONTHS[2], "marketing_share")),
    Case("a region's column of the deal sizes taken out", LOST, (columns_out(DEAL, "F1:F1"),), meant=lacking(FINANCE, "deal_size", "new_business_share")),
    Case("a column of rates, in which a channel's name stands, too, taken out", LOST, (columns_out(RATES, "F1:F1"),), numbers="partly"),
    Case("the column of the regions' names taken out", LOST, (columns_out(TARGET, "A1:A1"),)),
    Case("the row of the months taken out", LOST, (rows_out(TARGET, "A5:A5"),)),
    Case("a row of the leads due taken out", LOST, (rows_out(TOTALS, "A87:A87"),)),
    Case("a month's column of the leads due taken out", LOST, (columns_out(TOTALS, "G1:G1"),)),
    Case("the row of totals of the revenue targets taken out", LOST, (rows_out(TARGET, "A9:A9"),)),
    Case("rows of the lead log taken out", ("log-gap",), (rows_out(LOG, "A10:A12"),), meant=PLAN.with_log([row for n, row in enumerate(PLAN.log) if n not in (5, 6, 7)])),
    Case("a column of the lead log taken out", LOST, (columns_out(LOG, "D1:D1"),), numbers="partly"),
)  # fmt: skip

_FIRST = PLAN.inputs["revenue_target"]
_BY_TARGET = sorted(range(3), key=lambda r: _FIRST[r * 7] or 0)
#: The rows of revenue targets in another order under the same names: what stands beside a name is what is meant.
_NUMBERS_SORTED = PLAN.with_inputs(revenue_target=tuple(_FIRST[r * 7 + m] for r in _BY_TARGET for m in range(7)))

_TARGETS = {region: _FIRST[r * 7 : r * 7 + 7] for r, region in enumerate(PLAN.regions)}


def targets(region: str, *numbers: float | str | None, plan: Plan = PLAN) -> Plan:
    """Return a plan with other revenue targets of a region, month by month."""
    return changed(
        "revenue_target", {(region, month): number for month, number in zip(MONTHS, numbers, strict=True)}, plan
    )


def august(*numbers: float | str | None) -> Plan:
    """Return the plan with other revenue targets of its second month, region by region."""
    return changed(
        "revenue_target", {(region, MONTHS[1]): number for region, number in zip(PLAN.regions, numbers, strict=True)}
    )


_IT, _FINANCE, _OPERATIONS = (_TARGETS[region][1] for region in PLAN.regions)
_SLIPPED = _TARGETS[FINANCE]
MOVED = (
    Case("the table of revenue targets sorted by the regions' names", ("labels-reordered",), (Deed(TARGET, "sort", "A6:N8", lifted=True),), numbers="partly"),
    Case("the numbers alone sorted, the names left where they are", deeds=(Deed(TARGET, "sort", "E6:K8", lifted=True),), meant=_NUMBERS_SORTED),
    Case("a printed table of results sorted", ("formula-edited*", "label-overwritten*"), (Deed(TOTALS, "sort", "A6:N8", lifted=True),)),
    Case("the lead log sorted by channel", deeds=(Deed(LOG, "sort", "A5:H46", by=2),)),
    Case("an input cut and pasted to a free cell", ("missing-input", "formula-edited*"), (Deed(TARGET, "cut", "F6:F6", to="F14", lifted=True),), meant=august(None, _FINANCE, _OPERATIONS)),
    Case("an input cut and pasted over that of the region below", ("missing-input", "formula-edited*"), (Deed(TARGET, "cut", "F6:F6", to="F7", lifted=True),), meant=august(None, _IT, _OPERATIONS)),
    Case("a region's numbers cut and pasted over another's", ("missing-input*", "formula-edited*"), (Deed(TARGET, "cut", "E6:K6", to="E7", lifted=True),),
         meant=targets(FINANCE, *_TARGETS[IT], plan=lacking(IT, "revenue_target"))),
    Case("the whole table of revenue targets, with its labels, cut and pasted further down", deeds=(Deed(TARGET, "cut", "A4:N9", to="A24", lifted=True),)),
    Case("the block of numbers cut and pasted away from its labels", (), (Deed(TARGET, "cut", "E6:K8", to="E24", lifted=True),)),
    Case("two regions swapped by cutting rows and inserting them", ("places-unclear", "name-changed*", "place-deleted*"),
         (rows_in(TARGET, "A6:A6"), Deed(TARGET, "cut", "A8:N8", to="A6", lifted=True), rows_out(TARGET, "A8:A8")), numbers="none"),
    Case("the names of two regions swapped by typing", ("labels-reordered",), cells=typed((spot("regions", IT), FINANCE), (spot("regions", FINANCE), IT)), numbers="partly"),
    Case("the names of two channels swapped by typing", ("labels-reordered",),
         cells=typed((spot("channels", "Organic search"), "Newsletter"), (spot("channels", "Newsletter"), "Organic search")), numbers="partly"),
    Case("a region's row copied over the next one", ("duplicate-label", "log-unknown-label*"), (Deed(TARGET, "copy", "A6:N6", to="A7", lifted=True),), numbers="partly"),
    Case("cells put in, so that a month's numbers slip down a row", ("missing-input", "formula-overwritten", "formula-edited*"),
         (Deed(TARGET, "insert cells", "F6:F6", to="down", lifted=True),), meant=august(None, _IT, _FINANCE)),
    Case("cells put in, so that a region's numbers slip a month to the right", ("missing-input", "formula-edited*", "formula-deleted"),
         (Deed(TARGET, "insert cells", "F7:F7", to="right", lifted=True),), meant=targets(FINANCE, _SLIPPED[0], None, *_SLIPPED[1:6])),
    Case("a month's numbers cut and pasted a row higher", ("missing-input", "formula-edited*"), (Deed(TARGET, "cut", "F7:F8", to="F6", lifted=True),), meant=august(_FINANCE, _OPERATIONS, None)),
    Case("a cell taken out, so that a region's numbers slip a month to the left", ("missing-input", "formula-edited*", "formula-deleted", "value-wrong*"),
         (Deed(TARGET, "delete cells", "F7:F7", to="left", lifted=True),), meant=targets(FINANCE, _SLIPPED[0], *_SLIPPED[2:7], None)),
)  # fmt: skip

TYPED_BESIDE = (
    Case("a region typed into the free row under the totals", (f"label-outside {TARGET}!A10",),
         cells={TARGET: {"A10": "Board members", "E10": 50000.0, "F10": 51000.0}}),
    Case("a region typed further down, under an empty row", (f"label-outside {TARGET}!A11",),
         cells={TARGET: {"A11": "Board members", "E11": 50000.0, "F11": 51000.0}}),
    Case("a region typed into a row put in between two others", (f"label-outside {TARGET}!A7",), (rows_in(TARGET, "A7:A7"),),
         {TARGET: {"A7": "Board members", **{f"{c}7": 50000.0 for c in "EFGHIJK"}}}),
    Case("a region typed into a row put in below the last one", (f"label-outside {TARGET}!A9",), (rows_in(TARGET, "A9:A9"),),
         {TARGET: {"A9": "Board members", **{f"{c}9": 50000.0 for c in "EFGHIJK"}}}),
    Case("numbers without a name typed into a row put in", ("label-outside",), (rows_in(TARGET, "A7:A7"),), {TARGET: {"E7": 50000.0}}),
    Case("a channel typed beside the last one", (f"label-outside {RATES}!H7",),
         cells={RATES: {"H7": "Trade fair", "H8": "Marketing"}}),
    Case("a month typed into a column put in between two others", ("label-outside*",), (columns_in(TARGET, "G1:G1"),),
         {TARGET: {"G5": 46600.0, "G6": 50000.0}}),
    Case("text typed into an empty row put in", ("line-put-in",), deeds=(rows_in(TARGET, "A7:A7"),), cells={TARGET: {"B7": "talk to Ann about these"}}),
)  # fmt: skip

CASES = (*PUT_IN, *TAKEN_OUT, *MOVED, *TYPED_BESIDE)
