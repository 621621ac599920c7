"""Cases: what is typed and pasted into cells, and what else is done to them."""

from __future__ import annotations

from slasheet.plan.plan import Plan
from slasheet.spreadsheet.book import ErrorValue
from tests.helpers.corpus.case import PLAN, Case, changed, region, spot, typed
from tests.helpers.corpus.programs import by_openpyxl
from tests.helpers.corpus.rows import DEAL, FINANCE, IT, LOG, MONTHS, OPERATIONS, RATES, SHARE, TARGET, TOTALS
from tests.helpers.engines import Deed

#: The revenue targets of the plan in forms that can be read in one way only.
ONE_READING = {
    (IT, MONTHS[0]): " 185,000.00 ",
    (IT, MONTHS[1]): "186.000,00 €",
    (IT, MONTHS[2]): "191\u00a0500,00",
    (IT, MONTHS[3]): "189\u202f000,00\u00a0€",
    (IT, MONTHS[4]): "２０１５００",
    (IT, MONTHS[5]): "๒๐๕๐๐๐",
    (IT, MONTHS[6]): "205'500.00",
    (FINANCE, MONTHS[0]): "€130,500.00",
    (FINANCE, MONTHS[1]): "EUR 134500",
    (FINANCE, MONTHS[2]): "141000",
    (FINANCE, MONTHS[3]): "139 000.0",
    (FINANCE, MONTHS[4]): "+142000",
}
SHARES = {(IT, MONTHS[0]): "66 %", (IT, MONTHS[1]): "66%", (IT, MONTHS[2]): "66\u00a0%", (FINANCE, MONTHS[0]): "½"}
HALF = changed("marketing_share", {(FINANCE, MONTHS[0]): 0.5})


def places(measure: str, texts: dict[tuple[str, str], str]) -> tuple[tuple[tuple[str, str], str], ...]:
    """Return where texts are typed, and which."""
    return tuple((spot(measure, *labels), text) for labels, text in texts.items())


def told(name: str, *where: tuple[str, str]) -> tuple[str, ...]:
    """Return a finding at each of some places."""
    return tuple(f"{name} {title}!{address}" for title, address in where)


_TARGETS = places("revenue_target", ONE_READING)
_SHARES = places("marketing_share", SHARES)
_POINTS = ((spot("fit_points", "6"), "100-"), (spot("fit_points", "7"), "(50)"))


def listed(typed_: tuple[tuple[tuple[str, str], str], ...]) -> str:
    """Return the texts as a case names them."""
    return ", ".join(f"“{text}”" for _, text in typed_)


def one(
    name: str, finding: str, measure: str, labels: tuple[str, ...], value: float | str | None, meant: Plan | None = None
) -> Case:
    """Return a case in which one input holds something odd, which one finding tells."""
    where = spot(measure, *labels)
    return Case(
        name, told(finding, where), cells=typed((where, value)), meant=meant or changed(measure, {labels: value})
    )


TEXTS = (
    Case(f"numbers typed as text: {listed(_TARGETS)}", told("text-converted", *(at for at, _ in _TARGETS)), cells=typed(*_TARGETS)),
    Case(f"shares typed as text: {listed(_SHARES)}", told("text-converted", *(at for at, _ in _SHARES)), cells=typed(*_SHARES), meant=HALF),
    Case(f"negative points typed as text: {listed(_POINTS)}", told("text-converted", *(at for at, _ in _POINTS)), cells=typed(*_POINTS)),
    one("a number with two readings: “144,000”", "text-ambiguous", "revenue_target", (FINANCE, MONTHS[6]), "144,000"),
    one("a number with two readings: “144.000”", "text-ambiguous", "revenue_target", (FINANCE, MONTHS[6]), "144.000"),
    one("a text that is no number: “about 130k”", "text-in-number", "revenue_target", (FINANCE, MONTHS[0]), "about 130k"),
    one("“n/a” in place of a number", "text-in-number", "revenue_target", (FINANCE, MONTHS[0]), "n/a"),
    one("a dash in place of a number", "text-in-number", "revenue_target", (FINANCE, MONTHS[0]), "–"),
    one("a percentage typed as 45", "percent-as-whole", "marketing_share", (IT, MONTHS[3]), 45.0),
    one("a negative target", "out-of-bounds", "revenue_target", (FINANCE, MONTHS[3]), -139000.0),
    one("a rate of 0", "out-of-bounds", "conversion_rate", ("Lead > MQL", "Newsletter", FINANCE), 0.0),
    one("a deal size in an inputs' row as text: “8.150,00”", "text-converted", "deal_size", (FINANCE,), "8.150,00", PLAN),
)  # fmt: skip

_HOLIDAYS = [spot("holidays", str(n)) for n in (1, 2, 3)]
DATES = (
    Case("dates as text: “2027-08-02”, “3 August 2027”", told("text-converted", *_HOLIDAYS[:2]),
         cells=typed((_HOLIDAYS[0], "2027-08-02"), (_HOLIDAYS[1], "3 August 2027")), meant=PLAN.with_inputs(holidays=(46601.0, 46602.0, *[None] * 58))),
    Case("a date as text that may be of two months: “03/08/2027”", told("text-ambiguous", _HOLIDAYS[0]), cells=typed((_HOLIDAYS[0], "03/08/2027")), meant=PLAN.with_inputs(holidays=("03/08/2027", *[None] * 59))),
    Case("dates as plain numbers", deeds=(Deed(_HOLIDAYS[0][0], "format", _HOLIDAYS[0][1], to="General", lifted=True), Deed(LOG, "format", "A5:A46", to="General", lifted=True)),
         cells=typed((_HOLIDAYS[0], 46601.0)), meant=PLAN.with_inputs(holidays=(46601.0, *[None] * 59))),
    Case("a date in the log as text", told("text-converted", (LOG, "A5")), cells={LOG: {"A5": "2027-07-01"}}),
    Case("a time of day beside a date in the log", cells={LOG: {"A5": 46569.6}}),
    Case("kept in the date system of 1904, every day typed in it",
         deeds=(Deed("Start", "1904"), Deed(TARGET, "add", "E5:E5", by=-1462, lifted=True), Deed(LOG, "add", "A5:A46", by=-1462, lifted=True),
                *(Deed("Agreement", "add", region(name)[1], by=-1462, lifted=True) for name in ("next_review", "valid_from", "valid_to", "reset_dates")))),
    Case("switched to the date system of 1904 when filled", ("unknown-label", "validity-short"), (Deed("Start", "1904"),), numbers="partly"),
    Case("the first month typed as text: “2027-07-01”", told("text-converted", (TARGET, "E5")), cells={TARGET: {"E5": "2027-07-01"}}),
)  # fmt: skip

ODD = (
    Case("TRUE in place of a number", (*told("text-in-number", spot("deal_size", FINANCE)), "never-calculated"), cells=typed((spot("deal_size", FINANCE), 8150.0)), meant=changed("deal_size", {(FINANCE,): "TRUE"}), program="openpyxl",
         change=by_openpyxl(lambda book: book[DEAL].__setitem__(spot("deal_size", FINANCE)[1], True))),
    one("an error value in an input", "error-in-input", "deal_size", (FINANCE,), "=1/0", changed("deal_size", {(FINANCE,): ErrorValue("#DIV/0!")})),
    Case("a formula in an input", cells=typed((spot("deal_size", FINANCE), "=8000+150"))),
    Case("a formula in an input that refers to another one", cells=typed((spot("revenue_target", FINANCE, MONTHS[1]), "=E7*1.03")), meant=changed("revenue_target", {(FINANCE, MONTHS[1]): 134415.0})),
    Case("an input linked to another workbook", told("linked-input", spot("deal_size", FINANCE)),
         (Deed(DEAL, "link", spot("deal_size", FINANCE)[1], to="'file:///PRICES'#$Sheet.A1", lifted=True),)),
    Case("an input linked to a workbook that is not there", told("error-in-input", spot("deal_size", FINANCE)),
         (Deed(DEAL, "link", spot("deal_size", FINANCE)[1], to="'file:///nowhere/gone.xlsx'#$Sheet.A1", lifted=True),), meant=changed("deal_size", {(FINANCE,): ErrorValue("#REF!")})),
    Case("notes at inputs and results", deeds=(Deed(TARGET, "note", "E6:E6", to="from the board, 3 May", lifted=True), Deed(TOTALS, "note", "F86:F86", to="?", lifted=True))),
    Case("rows and columns of inputs hidden", deeds=(Deed(TARGET, "hide rows", "A7:A7", lifted=True), Deed(SHARE, "hide columns", "G1:H1", lifted=True))),
    Case("the table of revenue targets filtered to one region", deeds=(Deed(TARGET, "filter", "A5:K8", by=0, only=FINANCE, lifted=True),)),
    Case("the lead log filtered to one channel", deeds=(Deed(LOG, "filter", "A4:H46", by=2, only="Newsletter", lifted=True),)),
    Case("inputs pasted with other number formats: percent, date, text", ("date-for-number*", "number-hidden*"),
         deeds=(Deed(TARGET, "format", "E6:K6", to="0%", lifted=True), Deed(TARGET, "format", "E7:K7", to="YYYY-MM-DD", lifted=True),
                Deed(TARGET, "format", "E8:K8", to="@", lifted=True), Deed(SHARE, "format", "E6:K8", to="0", lifted=True))),
    Case("two inputs merged, the second still there underneath", told("merged-input", (TARGET, "E6")), (Deed(TARGET, "merge", "E6:F6", lifted=True),)),
    Case("a region's inputs merged into one cell", ("merged-input*",), (Deed(TARGET, "merge", "E6:K6", lifted=True),)),
    Case("cells without inputs merged", deeds=(Deed(TARGET, "merge", "A12:D13", lifted=True),)),
    one("an input cleared", "missing-input", "deal_size", (FINANCE,), None),
)  # fmt: skip

_DUE, _AREA = region("leads_due")
PASTED = (
    Case("one formula typed over with the same number", told("formula-overwritten", (_DUE, "F86")), (Deed(_DUE, "values", "F86:F86", lifted=True),)),
    Case("one formula typed over with another number", told("formula-overwritten", (_DUE, "F86")), cells={_DUE: {"F86": 250.0}}),
    Case("one formula changed", told("formula-edited", (_DUE, "F86")), cells={_DUE: {"F86": "=E86+1"}}),
    Case("one formula deleted", told("formula-deleted", (_DUE, "F86")), cells={_DUE: {"F86": None}}),
    Case("the leads due pasted as values", (f"formulas-as-values {_DUE}!{_AREA.partition(':')[0]}",), (Deed(_DUE, "values", _AREA, lifted=True),)),
    Case("the leads due pasted as values, then a target changed", ("formulas-as-values", "formula-overwritten*"), (Deed(_DUE, "values", _AREA, lifted=True),),
         typed((spot("revenue_target", IT, MONTHS[2]), 291500.0)), meant=changed("revenue_target", {(IT, MONTHS[2]): 291500.0})),
    Case("the sheet of SLA totals pasted as values", ("formulas-as-values",), (Deed(TOTALS, "values", "A1:Z200", lifted=True),)),
    Case("the sheet of revenue targets, labels and all, pasted as values", ("formulas-as-values",), (Deed(TARGET, "values", "A1:Z60", lifted=True),)),
    Case("everything pasted as values, whereby LibreOffice keeps error values as formulas", ("formulas-as-values",),
         tuple(Deed(t, "values", "A1:AN400", lifted=True) for t in ("Start", "Agreement", TARGET, DEAL, SHARE, RATES, "Lead scoring", "Funnel", TOTALS,
                                                                   "Performance vs plan", "Day by day", "Sales follow-up", "Checks", "slasheet plan"))),
    Case("a region renamed after everything printed was pasted as values", ("formulas-as-values*", "label-overwritten*", "log-unknown-label*"), (Deed(DEAL, "values", "A1:Z60", lifted=True),),
         typed((spot("regions", OPERATIONS), "Operations")), numbers="partly"),
)  # fmt: skip

CASES = (*TEXTS, *DATES, *ODD, *PASTED)
