"""One broken workbook for every finding: `check` says what is wrong, where, what stands there, what should, and nothing else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from slasheet.checker.checker import check
from slasheet.cli.main import cli
from slasheet.layout.sheets import SHEETS, layout
from slasheet.layout.wording import Role, wording
from slasheet.plan.edition import EDITION
from slasheet.plan.file.plan_file import parse_plan
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.catalogue import CODES
from slasheet.texts.findings import Finding
from slasheet.writer.workbook import write
from tests.helpers.books import DEFAULT_STYLE
from tests.helpers.editions import workbooks
from tests.helpers.engines import Deed, Edit, libreoffice_fill, with_ironcalc_values

if TYPE_CHECKING:
    from slasheet.report.report import Report

# Leads needed, by hand: new business x owner's share x mix / (deal size x both rates).
#   North America  Jan 100,000: 60,000 x .7/1000 = 42, 60,000 x .3/1000 = 18,   40,000/250 = 160   together 220
#                  Feb 120,000: 50,400/1000 -> 51,     21,600/1000 -> 22,       48,000/250 = 192   together 265
#   EMEA           Jan  60,000: 30,000 x .6/500  = 36, 30,000 x .4/500  = 24,   30,000/125 = 240   together 300
#                  Feb  70,000: 21,000/500 = 42,       14,000/500 = 28,         35,000/125 = 280   together 350
# Sales can serve 10 x 40 = 400 in each region.
PLAN = parse_plan("""
months = 2
lookahead = 1
stages = ["MQL", "SQL", "Customer"]
regions = {names = ["North America", "EMEA"]}
channels = [{name = "Website form"}, {name = "Webinar"}, {name = "Outbound calls", owner = "sales"}]
[inputs]
new_business_share = 0.5
sales_reps = 10
leads_per_rep = 40
deal_size = {"North America" = 10000, EMEA = 5000}
marketing_share = {"North America" = 0.6, EMEA = 0.5}
cost_per_lead = {"Website form" = 30, Webinar = 45, "Outbound calls" = 20}
revenue_target = {"North America" = [200000, 240000, 280000], EMEA = [120000, 140000, 160000]}
[inputs.conversion_rate]
"MQL > SQL" = {"Website form" = 0.5, Webinar = 0.4, "Outbound calls" = 0.25}
"SQL > Customer" = {"Website form" = 0.2, Webinar = 0.25, "Outbound calls" = 0.1}
[inputs.channel_mix]
"Website form" = {"North America" = 0.7, EMEA = 0.6}
Webinar = {"North America" = 0.3, EMEA = 0.4}
"Outbound calls" = 1
""")
HERE = layout(PLAN)
RATE = ("conversion_rate", "MQL > SQL", "Webinar", "EMEA")
DUE = ("leads_due", "Webinar", "EMEA", "2027-02")

Make = Callable[[Path], Path]


class Where(NamedTuple):
    """The place that a finding names."""

    sheet: str | None
    cell: str | None
    measure: str | None = None
    at: dict[str, str] = {}  # noqa: RUF012 - of a tuple, which nobody changes


def at(measure: str, *labels: str) -> Where:
    """Give the cell of a measure by its labels."""
    known = HERE.measures[measure]
    index = [tuple(coordinates.values()) for coordinates in PLAN.coordinates(known.axes)].index(labels)
    return Where(*HERE.address(measure, index), measure, dict(zip(known.axes, labels, strict=True)))


def printed(axis: str, measure: str, *labels: str) -> Where:
    """Give the cell where the label of an axis is printed beside or above the cell of a measure."""
    sheet, cell = at(measure, *labels)[:2]
    block = HERE.blocks[measure]
    if axis in block.labels:
        return Where(sheet, a1(int(re.sub(r"\D", "", str(cell))) - 1, block.labels[axis]))
    return Where(sheet, re.sub(r"\d", "", str(cell)) + str((block.header or 0) + 1))


# How workbooks get broken ------------------------------------------------------------------------


def rewritten(source: Path, target: Path, *edits: tuple[str, str, Callable[[re.Match[str]], str]]) -> Path:
    """Write a copy of a workbook in which each edit (part, pattern, replacement) changes the one place that it matches."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            text = book.read(name)
            for part, pattern, replacement in edits:
                if part == name:
                    changed, times = re.subn(pattern, replacement, text.decode(), flags=re.DOTALL)
                    assert times == 1, (pattern, times)
                    text = changed.encode()
            copy.writestr(name, text)
    return target


def put(place: Where, value: object, *, keep_formula: bool = False) -> tuple[str, str, Callable[[re.Match[str]], str]]:
    """Edit a cell: a number, a text, None, or a text that begins with = (formula) or # (error value)."""
    kind, inner = "", f"<v>{value}</v>"
    if value is None:
        inner = ""
    elif isinstance(value, str) and value.startswith("="):
        inner = f"<f>{escape(value[1:])}</f><v></v>"
    elif isinstance(value, str) and value.startswith("#"):
        kind = ' t="e"'
    elif isinstance(value, str):
        kind, inner = ' t="inlineStr"', f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    part = f"xl/worksheets/sheet{[sheet.title for sheet in SHEETS.values()].index(str(place.sheet)) + 1}.xml"
    pattern = rf'<c r="{place.cell}"( s="\d+")?[^>]*?(?:/>|>(<f>.*?</f>)?.*?</c>)'
    return (
        part,
        pattern,
        lambda m: f'<c r="{place.cell}"{m[1] or ""}{kind}>{(m[2] or "") if keep_formula else ""}{inner}</c>',
    )


@cache
def _made() -> tuple[bytes, bytes]:
    with TemporaryDirectory() as folder:
        made, saved = Path(folder, "made.xlsx"), Path(folder, "saved.xlsx")
        write(PLAN, made)
        with_ironcalc_values(made, saved)
        return made.read_bytes(), saved.read_bytes()


def fresh(folder: Path) -> Path:
    """Give the workbook as slasheet writes it."""
    (folder / "fresh.xlsx").write_bytes(_made()[0])
    return folder / "fresh.xlsx"


def calculated(folder: Path) -> Path:
    """Give the workbook as a spreadsheet program saves it."""
    (folder / "calculated.xlsx").write_bytes(_made()[1])
    return folder / "calculated.xlsx"


def typed(*cells: tuple[Where, object]) -> Make:
    """Type into cells; the spreadsheet program calculates and saves."""

    def make(folder: Path) -> Path:
        draft = rewritten(fresh(folder), folder / "draft.xlsx", *(put(place, value) for place, value in cells))
        with_ironcalc_values(draft, folder / "typed.xlsx")
        return folder / "typed.xlsx"

    return make


def stored(place: Where, value: object, source: Make = calculated) -> Make:
    """Leave a formula as it is but another value stored with it."""
    return lambda folder: rewritten(source(folder), folder / "stored.xlsx", put(place, value, keep_formula=True))


def replaced(part: str, old: str, new: str) -> Make:
    """Change a text somewhere else in a calculated workbook."""
    return lambda folder: rewritten(calculated(folder), folder / "replaced.xlsx", (part, re.escape(old), lambda _: new))


def renamed(name: str, area: str | None) -> Make:
    """Let a defined name cover another area; None deletes the name."""
    pattern = rf'<definedName name="{name}">[^<]*</definedName>'
    definition = "" if area is None else f'<definedName name="{name}">{area}</definedName>'
    return lambda folder: rewritten(
        calculated(folder), folder / "renamed.xlsx", ("xl/workbook.xml", pattern, lambda _: definition)
    )


def carried(old: str, new: str) -> Make:
    """Change the plan that the workbook carries."""
    return replaced("xl/sharedStrings.xml", old, new)


def linked(folder: Path) -> Path:
    """Let an input read another workbook, with the value stored that it had."""
    place = at("deal_size", "EMEA")
    part, pattern, _ = put(place, None)
    cell = f'<c r="{place.cell}"><f>[1]Prices!$B$2*1</f><v>5000</v></c>'
    return rewritten(calculated(folder), folder / "linked.xlsx", (part, pattern, lambda _: cell))


def stale(folder: Path) -> Path:
    """Let an input refer to another, with a value stored that is not the one there."""
    place = at("deal_size", "EMEA")
    part, pattern, _ = put(place, None)
    cell = f'<c r="{place.cell}"><f>{at("deal_size", "North America").cell}</f><v>5000</v></c>'
    return rewritten(calculated(folder), folder / "stale.xlsx", (part, pattern, lambda _: cell))


def calculated_on_demand(folder: Path) -> Path:
    """Let the workbook calculate only when asked, with a value in it that is out of date."""
    manual = '<calcPr calcMode="manual"/>'
    return rewritten(stale(folder), folder / "manual.xlsx", ("xl/workbook.xml", "<calcPr[^>]*>", lambda _: manual))


def a_copy_in_use(book: Workbook) -> None:
    """Copy a sheet under a title that reads alike, and let one formula read the copy."""
    book.copy_worksheet(book["Deal size"]).title = "Dealsize"
    sheet, cell = at("new_business_target", "EMEA", "2027-02")[:2]
    formula = book[str(sheet)][str(cell)]
    formula.value = formula.value.replace("'Deal size'!", "Dealsize!")


def saved_by_openpyxl(folder: Path) -> Path:
    """Save without calculating: openpyxl keeps formulas and drops their values."""
    load_workbook(fresh(folder)).save(folder / "never.xlsx")
    return folder / "never.xlsx"


def somebody_elses(folder: Path) -> Path:
    book = Workbook()
    book.active["A1"] = "Forecast 2027"
    book.save(folder / "forecast.xlsx")
    return folder / "forecast.xlsx"


# 60,000, half of it marketing's, which owns no channel.
ONLY_SALES = parse_plan("""
months = 1
regions = {names = ["EMEA"]}
channels = [{name = "Calls", owner = "sales"}]
inputs = {revenue_target = 60000, marketing_share = 0.5, deal_size = 500, close_rate = 0.5, channel_mix = 1}
""")


# What people do to whole rows and sheets. -----------------------------------------------------------

#: The row of EMEA on Revenue target, and the one below the total.
SECOND = HERE.blocks["revenue_target"].row + 2
BELOW = SECOND + 2
PASTED = [at("leads_due_by_region", region, month) for region in PLAN.regions for month in PLAN.axis("month")]


def reshaped(deed: Callable[[Workbook], object]) -> Make:
    """Let openpyxl change the workbook, and a spreadsheet program calculate it."""

    def make(folder: Path) -> Path:
        book = load_workbook(fresh(folder))
        deed(book)
        for sheet in book:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is None):
                # Saved as a number without a value, which IronCalc takes for 0; without style it is not saved.
                cell._style = copy(DEFAULT_STYLE)
        book.save(folder / "draft.xlsx")
        with_ironcalc_values(folder / "draft.xlsx", folder / "reshaped.xlsx")
        return folder / "reshaped.xlsx"

    return make


def lines(deed: Deed) -> Make:
    """Let LibreOffice put rows in or take them out."""

    def make(folder: Path) -> Path:
        libreoffice_fill([Edit(fresh(folder), folder / "lines.xlsx", {}, deeds=(deed,))])
        return folder / "lines.xlsx"

    return make


def unreadable_rows(book: Workbook) -> None:
    for name in [name for name, defined in book.defined_names.items() if "SLA totals" in defined.attr_text]:
        del book.defined_names[name]
    sheet = book["SLA totals"]
    top = HERE.blocks["leads_due_by_channel"].row + 1
    sheet.insert_rows(top)
    for row, text in enumerate(("Fairs", "Forms", "Seminars", "Calls"), start=top):
        sheet.cell(row, 1).value = text


def a_region_below(book: Workbook) -> None:
    for col, value in ((1, "LATAM"), (5, 1000), (6, 2000), (7, 3000)):
        book["Revenue target"].cell(BELOW, col).value = value


def a_number_far_off(book: Workbook) -> None:
    book["Deal size"]["Z300"] = 4711


def merged(folder: Path) -> Path:
    part = f"xl/worksheets/sheet{list(SHEETS).index('deal') + 1}.xml"
    return rewritten(
        calculated(folder),
        folder / "merged.xlsx",
        (
            part,
            "</sheetData>(<sheetProtection[^>]*>)?",
            lambda m: f'{m[0]}<mergeCells count="1"><mergeCell ref="E5:F5"/></mergeCells>',
        ),
    )


def salesmen_only(folder: Path) -> Path:
    write(ONLY_SALES, folder / "draft.xlsx")
    with_ironcalc_values(folder / "draft.xlsx", folder / "sales.xlsx")
    return folder / "sales.xlsx"


OWN_CURRENCY = parse_plan("""
months = 1
regions = {names = ["EMEA", "UK"], currencies = {UK = "GBP"}}
channels = [{name = "Web"}]
inputs = {revenue_target = 60000, marketing_share = 1, deal_size = 500, close_rate = 0.5, channel_mix = 1, exchange_rate = 1.25}
""")


def a_rate_for_everybody(folder: Path) -> Path:
    write(OWN_CURRENCY, folder / "draft.xlsx")
    with_ironcalc_values(folder / "draft.xlsx", folder / "rates.xlsx")
    return folder / "rates.xlsx"


# The table ---------------------------------------------------------------------------------------


@dataclass
class Case:
    """What somebody did to a workbook, and the one finding that must come of it.

    `words` are key words of message and advice, parted by …; `besides` names findings that belong to the same deed.
    """

    what: str
    make: Make
    finding: str
    where: Where
    found: object = None
    expected: object = None
    words: str = ""
    besides: tuple[str, ...] = ()


def typing(
    what: str, measure: tuple[str, ...], value: object, finding: str, *, where: Where | None = None, **facts: object
) -> Case:
    """Describe a case in which a value is typed into one cell; a finding on a name goes by the name that stands there."""
    if where is None and isinstance(value, str) and measure[0] in ("regions", "channels", "stages"):
        where = at(*measure)._replace(at={measure[0].removesuffix("s"): value})
    return Case(what, typed((at(*measure), value)), finding, where or at(*measure), **facts)


FEBRUARY = ("revenue_target", "EMEA", "2027-02")
MIX = ("channel_mix", "Webinar", "EMEA")
#: The sentence on Start that says in which currency amounts are.
ABOUT_CURRENCY = next(
    Where(*HERE.shown(place))
    for place, said in wording(HERE, "start").items()
    if said.role is Role.POLICY and said.text.startswith("All amounts in ")
)

CASES = [
    Case("a workbook of somebody else", somebody_elses, "SLA001 not-ours error", Where(None, None), words="forecast.xlsx is not a workbook that slasheet made … slasheet new"),
    Case("a plan sheet whose text is cut", carried(f'{{"format": {EDITION}', "{"), "SLA005 plan-lost warning", Where("slasheet plan", None), words="hidden plan … names, labels and sentences … slasheet rebuild"),
    Case("a defined name deleted", renamed("sla_deal_size", None), "SLA002 name-missing warning", at("deal_size", "North America")._replace(at={}),
         found=["sla_deal_size"], words="sla_deal_size … found by the labels … slasheet rebuild"),
    Case("a defined name broken", renamed("sla_deal_size", "#REF!"), "SLA002 name-missing warning", at("deal_size", "North America")._replace(at={}),
         found=["sla_deal_size"], words="broken … sla_deal_size"),
    Case("rows put in among labels that were typed over, without names", reshaped(unreadable_rows), "SLA006 places-unclear error", Where("SLA totals", None),
         words="SLA totals … no telling which number … Undo"),
    Case("a sheet deleted", reshaped(lambda book: book.remove(book["Deal size"])), "SLA007 sheet-missing error", Where("Deal size", None), words="Deal size … missing … slasheet rebuild"),
    Case("a sheet copied", reshaped(lambda book: book.copy_worksheet(book["Deal size"])), "SLA008 sheet-copied warning", Where("Deal size Copy", "A1"), found="Deal size Copy",
         words="looks like a copy of “Deal size” … delete the copy"),
    Case("a number typed far off all tables", reshaped(a_number_far_off), "SLA187 number-outside info", Where("Deal size", "Z300"), found=4711,
         words="1 number outside all tables (Z300) … type it into a table"),
    Case("a sheet copied, and a formula reads the copy", reshaped(a_copy_in_use), "SLA179 copy-in-use error", Where("Dealsize", "A1"), found="Dealsize",
         words="looks like a copy of “Deal size”, and formulas read it … such as the one in Marketing share!F12 … slasheet rebuild", besides=("formula-edited",)),
    Case("calculation set to manual, and an input out of date", calculated_on_demand, "SLA178 manual-calculation warning", Where(None, None), found=1,
         words="only on demand … out of date: Deal size!F5 … automatic", besides=("stale-input",)),
    Case("a region typed below the last one", reshaped(a_region_below), "SLA114 label-outside error", Where("Revenue target", f"A{BELOW}", "revenue_target_by_month"), found="LATAM",
         words="“LATAM”, with 3 numbers, is outside all tables … slasheet update FILE -o NEW.xlsx --add-region LATAM --drop"),
    Case("cells merged over a deal size", merged, "SLA118 merged-input warning", Where("Deal size", at("deal_size", "North America").cell, "deal_size"), found=1,
         words="E5:F5 of “Average deal size” are merged … 1 value behind it still counts"),
    Case("regions sorted", typed((at("regions", "North America"), "EMEA"), (at("regions", "EMEA"), "North America")), "SLA119 labels-reordered error",
         Where(*at("regions", "North America")[:2], "regions"), found=["EMEA", "North America"], expected=["North America", "EMEA"],
         words="The regions are no longer in their original order … sorted … slasheet rebuild"),
    Case("an empty row put in among targets", lines(Deed("Revenue target", "insert", f"A{SECOND}:A{SECOND}", lifted=True)), "SLA120 line-put-in warning", Where("Revenue target", f"E{SECOND}", "revenue_target"),
         words=f"Row {SECOND} was inserted inside “Revenue target” … Delete it"),
    Case("the row of a region deleted", lines(Deed("Revenue target", "delete", f"A{SECOND}:A{SECOND}", lifted=True)), "SLA145 place-deleted error", Where("Revenue target", None, "revenue_target", {"region": "EMEA"}),
         words="The row of EMEA was deleted (“Revenue target”, … what was typed there is lost … Undo the deletion"),
    Case("values pasted over formulas", lambda folder: rewritten(calculated(folder), folder / "pasted.xlsx", *(put(place, value) for place, value in zip(PASTED, (220, 265, 300, 350), strict=True))),
         "SLA212 formulas-as-values error", Where("SLA totals", PASTED[0].cell), found=4, words="4 formulas in SLA totals!E31:F32 were replaced by values … pasted"),
    Case("formulas that lost their cells", typed(*((place, "=#REF!*2") for place in PASTED)), "SLA213 formulas-broken error", Where("SLA totals", PASTED[0].cell), found=4,
         words="4 formulas in SLA totals!E31:F32 have lost the cells … #REF!"),
    Case("formulas cleared", typed(*((place, None) for place in PASTED)), "SLA214 formulas-deleted error", Where("SLA totals", PASTED[0].cell), found=4,
         words="4 formulas in SLA totals!E31:F32 were deleted … slasheet rebuild"),
    Case("a defined name that covers too few cells", renamed("sla_deal_size", "'Deal size'!$E$5"), "SLA003 name-changed error", at("deal_size", "North America")._replace(at={}),
         found="1 row x 1 column", expected="1 row x 2 columns", words="sla_deal_size covers 1 row x 1 column … needs 1 row x 2 columns … Undo what was inserted"),
    Case("the sentence on the currency names another", typed((ABOUT_CURRENCY, "All amounts in CHF.")), "SLA181 policy-contradicted error", ABOUT_CURRENCY, "All amounts in CHF.", "All amounts in EUR.",
         words="This sentence says “All amounts in CHF.”, but the plan … says"),
    Case("a workbook of the next slasheet", carried(f'"edition": {EDITION}', f'"edition": {EDITION + 1}'), "SLA004 newer-workbook error", Where("slasheet plan", "A2"), EDITION + 1, EDITION,
         f"newer version of slasheet (edition {EDITION + 1}; this version reads up to edition {EDITION}) … pip install --upgrade slasheet"),
    typing("a target left blank", FEBRUARY, None, "SLA101 missing-input error", words="Revenue target … blank for EMEA, 2027-02 … Type an amount of 0 or more"),
    typing("a deal size left blank", ("deal_size", "EMEA"), None, "SLA101 missing-input error", words="Average deal size … blank for EMEA … above 0"),
    typing("a rate left blank", RATE, None, "SLA101 missing-input error", words="Conversion rate … MQL > SQL, Webinar, EMEA … above 0 % and up to 100 %"),
    typing("the only mix of an owner left blank", ("channel_mix", "Outbound calls", "EMEA"), None, "SLA101 missing-input error",
           words="Channel mix … blank for Outbound calls, EMEA"),
    typing("a text in a number", FEBRUARY, "140k", "SLA102 text-in-number error", found="140k", words="EMEA, 2027-02 … “140k” … not a number … an amount of 0 or more"),
    typing("a text in the mix", MIX, "forty", "SLA102 text-in-number error", found="forty", words="“forty” … not a number … a share from 0 % to 100 %"),
    typing("a negative target", FEBRUARY, -5000, "SLA103 out-of-bounds error", found=-5000, words="-5,000 … an amount of 0 or more … nothing that depends on it is computed"),
    typing("a rate of 0", RATE, 0, "SLA103 out-of-bounds error", found=0, words="0 % … a share above 0 % and up to 100 %"),
    typing("half a month to close", ("time_to_close", "Webinar"), 1.5, "SLA103 out-of-bounds error", found=1.5, words="Webinar … 1.5 … a whole number from 0 to 12"),
    typing("a share of 45 in a rate", RATE, 45, "SLA104 percent-as-whole error", found=45, expected=0.45, words="45 … 4,500 % … Did you mean 45 %? … percent sign"),
    typing("a share of 45 in the mix", MIX, 45, "SLA104 percent-as-whole error", found=45, expected=0.45, words="Webinar, EMEA … 45 … Did you mean 45 %?"),
    typing("a mix of 90 %", MIX, 0.3, "SLA105 mix-off error", where=at("mix_total", "marketing", "EMEA"), found=0.9, expected=1,
           words="Marketing … EMEA … 90 % instead of 100 % … 10 points too little … Website form, Webinar"),
    typing("a mix of 120 %", MIX, 0.6, "SLA105 mix-off error", where=at("mix_total", "marketing", "EMEA"), found=1.2, expected=1,
           words="120 % instead of 100 % … 20 points too much"),
    typing("an error value in an input", ("deal_size", "EMEA"), "#N/A", "SLA106 error-in-input error", found="#N/A",
           words="EMEA … error value #N/A … Type an amount above 0"),
    typing("an owner misspelled", ("channel_owner", "Webinar"), "Maketing", "SLA107 unknown-label error", found="Maketing",
           words="owner of “Webinar” … “Maketing” … not known … Did you mean Marketing? … Sales"),
    typing("the first month as text", ("horizon", "2027-01"), "in January", "SLA107 unknown-label error", found="in January",
           words="first month … in January … the first day of a month, as 2027-01-01"),
    typing("a first month that begins on the 15th", ("horizon", "2027-01"), 46402, "SLA107 unknown-label error", found="2027-01-15",
           words="first month … 2027-01-15 … the first day of a month"),
    typing("a month to show that is not in the plan", ("performance_month",), 46508, "SLA107 unknown-label error", found=46508,
           words="Month to show … 2027-05, which is not in the plan … one of 2027-01, 2027-02; or clear the cell"),
    typing("a region to show that is not in the plan", ("performance_region",), "EMAE", "SLA107 unknown-label error", found="EMAE",
           words="Only the region … “EMAE”, which is not in the plan … Did you mean EMEA? … one of North America, EMEA; or clear the cell"),
    typing("an owner to show that there is none of", ("performance_owner",), "Maketing", "SLA107 unknown-label error", found="Maketing",
           words="Only the owner … “Maketing” … Did you mean Marketing? … one of Marketing, Sales"),
    typing("a month to show as text", ("performance_month",), "February", "SLA102 text-in-number error", found="February", words="Month to show … “February” … a month of the plan"),
    typing("a region there twice", ("regions", "EMEA"), "north america", "SLA108 duplicate-label error", found="north america",
           words=f"region “north america” … {at('regions', 'North America').cell} … twice … capitals and small letters count as the same"),
    typing("a channel there twice", ("channels", "Webinar"), "Website Form", "SLA108 duplicate-label error", found="Website Form", words=f"channel “Website Form” … also in {at('channels', 'Website form').cell}"),
    typing("a stage there twice", ("stages", "SQL"), "MQL", "SLA108 duplicate-label error", found="MQL", words="stage “MQL” appears more than once"),
    typing("a wildcard in a name", ("regions", "EMEA"), "A*", "SLA109 unsafe-label error", found="A*", words="region “A*” contains * ? or ~ … Use other characters"),
    typing("a wildcard that takes in another name", ("regions", "EMEA"), "N*", "SLA109 unsafe-label error", found="N*", words="region “N*” contains * ? or ~"),
    typing("a name left blank", ("regions", "EMEA"), None, "SLA110 missing-label error", expected="EMEA", words="region number 2 … blank … “EMEA”"),
    typing("a formula in an input", ("deal_size", "EMEA"), "=2500*2", "SLA111 input-formula info", found="=2500*2",
           words="EMEA … formula … 5,000 … rebuild keeps the value"),
    typing("an amount as text", ("deal_size", "EMEA"), " 5.000,00 €", "SLA115 text-converted warning", found=" 5.000,00 €", expected=5000,
           words="Average deal size … for EMEA is typed as text: “ 5.000,00 €” is read as 5000 … Type it as a number … slasheet rebuild"),
    typing("a share as text", MIX, "40 %", "SLA115 text-converted warning", found="40 %", expected=0.4, words="“40 %” is read as 40 %"),
    typing("the first month as text", ("horizon", "2027-01"), "enero de 2027", "SLA115 text-converted warning", found="enero de 2027", expected="2027-01",
           words="first month … “enero de 2027” is read as 2027-01"),
    typing("a month to show as text in figures", ("performance_month",), "02/2027", "SLA115 text-converted warning", found="02/2027", expected="2027-02", words="“02/2027” is read as 2027-02"),
    typing("an amount that may be five or five thousand", ("deal_size", "EMEA"), "5,000", "SLA116 text-ambiguous error", found="5,000", expected=[5000, 5],
           words="Average deal size … EMEA … more than one way: “5,000” may be 5000 or 5 … Type it as a number … counts as blank"),
    typing("a first month that may be two", ("horizon", "2027-01"), "01/02/2027", "SLA116 text-ambiguous error", found="01/02/2027", expected=["2027-01", "2027-02"],
           words="“01/02/2027” may be 2027-01-02 or 2027-02-01 … as a date"),
    typing("a holiday that may be in two months", ("holidays", "1"), "01/02/2027", "SLA116 text-ambiguous error", found="01/02/2027", expected=["2027-01-02", "2027-02-01"],
           words="Holidays … may be 2027-01-02 or 2027-02-01"),
    typing("an amount in another currency", ("deal_size", "EMEA"), "$ 5,000.00", "SLA102 text-in-number error", found="$ 5,000.00", words="“$ 5,000.00” … not a number"),
    typing("a per cent sign in an amount", ("deal_size", "EMEA"), "50 %", "SLA102 text-in-number error", found="50 %", words="“50 %” … not a number"),
    typing("a truth value in an input", ("deal_size", "EMEA"), "=1=1", "SLA102 text-in-number error", found="TRUE", words="“TRUE” … not a number"),
    Case("an input that reads another workbook", linked, "SLA117 linked-input warning", at("deal_size", "EMEA"), "=[1]Prices!$B$2*1", None,
         "EMEA … reads another workbook: =[1]Prices!$B$2*1 … 5,000, is used … may be out of date … Type the value itself"),
    Case("an input that refers to a cell which holds something else", stale, "SLA176 stale-input warning", at("deal_size", "EMEA"), 5000, 10000,
         "EMEA shows 5,000, but its formula =E5 gives 10,000 now ('Deal size'!E5: 10,000) … Recalculate … computed with 5,000"),
    typing("a target that changes by the day", FEBRUARY, "=TODAY()*0+140000", "SLA177 volatile-input warning", found="=TODAY()*0+140000",
           words="EMEA, 2027-02 … a formula with TODAY, which is worked out again … 140,000, is used … Type the value itself"),
    typing("a time to close left blank", ("time_to_close", "Webinar"), None, "SLA112 default-used info", expected=0, words="Time to close … blank for Webinar … counts as 0"),
    typing("a formula typed over, rightly", DUE, 28, "SLA201 formula-overwritten error", found=28, expected=28,
           words="Leads due … Webinar, EMEA, 2027-02 … typed over … still shows 28 … will not update … restore the formula =IF("),
    typing("a formula typed over, wrongly", DUE, 27, "SLA201 formula-overwritten error", found=27, expected=28,
           words="typed over … 27 instead of 28 … 1 too few … slasheet rebuild"),
    typing("a verdict typed over", ("overall_status",), "Wrong", "SLA201 formula-overwritten error", found="wrong", expected="ok",
           words="Overall status … “Wrong” instead of “OK”"),
    typing("a formula edited, rightly", DUE, "=14*2", "SLA202 formula-edited error", found=28, expected=28, words="changed to =14*2 … still shows 28 … restore the formula =IF("),
    typing("a formula edited, wrongly", DUE, "=14*3", "SLA202 formula-edited error", found=42, expected=28, words="changed to =14*3 … 42 instead of 28 … 14 too many"),
    typing("a formula deleted", DUE, None, "SLA208 formula-deleted error", expected=28, words="2027-02 … deleted … 28 … restore the formula =IF("),
    Case("a stale value", stored(at(*DUE), 27), "SLA203 value-wrong error", at(*DUE), 27, 28, "27 instead of 28 … 1 too few … out of date … Recalculate"),
    Case("an error value in a result", stored(at(*DUE), "#DIV/0!"), "SLA204 error-value error", at(*DUE), "#DIV/0!", 28, "#DIV/0! … instead of 28 … Recalculate"),
    Case("one value not stored", stored(at(*DUE), None, fresh), "SLA205 not-calculated warning", at(*DUE), None, 28, "no value … 28 … recalculate and save"),
    Case("no value stored at all", saved_by_openpyxl, "SLA206 never-calculated warning", Where("slasheet plan", "B1"),
           words="No spreadsheet program … no math to check … Excel, LibreOffice"),
    Case("never opened", fresh, "SLA207 calculated-by-slasheet info", Where("slasheet plan", "B1"),
           words="No spreadsheet program has calculated this workbook yet … Nothing to do"),
    Case("a printed name typed over", typed((printed("region", *DUE), "EMAE")), "SLA209 label-overwritten error", printed("region", *DUE), "EMAE", "EMEA",
         "“EMAE” instead of “EMEA” … sums by label … Revenue target"),
    typing("a longer time to close than the plan looks ahead", ("time_to_close", "Webinar"), 2, "SLA301 past-horizon warning",
           where=at("months_past_horizon", "Webinar"), found=1, expected=2, besides=("due-before-start",),
           words="1 month … “Webinar” … 2 months to close … 2027-02 … 2027-03 … lookahead = 2"),
    Case("no channel for marketing", salesmen_only, "SLA304 revenue-without-channel warning", Where("Close rates", layout(ONLY_SALES).address("channel_owner")[1], "channel_owner"), 0, None,
         "Marketing is to source 30,000 … no channel … Give marketing a channel"),
    Case("a rate of the reporting currency itself", a_rate_for_everybody, "SLA113 rate-not-one error",
         Where(*layout(OWN_CURRENCY).address("exchange_rate", 0), "exchange_rate", {"region": "EMEA", "horizon": "2027-01"}), 1.25, 1,
         "“Exchange rate” for EMEA, 2027-01 is 1.25 … EMEA plans in EUR … Clear the cell"),
    typing("too few reps", ("sales_reps", "EMEA"), 8, "SLA302 over-capacity warning", where=at("capacity_use", "EMEA", "2027-02"), found=350, expected=320,
           words="EMEA, 2027-02 … 350 leads due … 320 … 30 too many … Add reps"),
    typing("a time to close within the look-ahead", ("time_to_close", "Webinar"), 1, "SLA303 due-before-start info",
           where=at("leads_due_before_start", "Webinar", "North America")._replace(at={"channel": "Webinar"}), found=18 + 24,
           words="42 leads … “Webinar” … before the first month"),
    typing("a department's name typed over", ("owners", "sales"), "Vertrieb", "SLA210 word-overwritten error", found="Vertrieb", expected="Sales",
           words="should read “Sales” … “Vertrieb” … Type “Sales” again"),
]  # fmt: skip


def told(found: Finding) -> tuple[str, Where]:
    return f"{found.code} {found.name} {found.severity}", Where(found.sheet, found.cell, found.measure, dict(found.at))


def assert_told(case: Case, folder: Path) -> None:
    """Assert that `check` tells the deed: what, where, found and expected, in words that help, and nothing else."""
    report = check(case.make(folder))
    ours = [f for f in report.findings if f.name not in case.besides]
    assert [told(f) for f in ours] == [(case.finding, case.where)]
    assert sorted(f.name for f in report.findings if f not in ours) == sorted(case.besides)
    assert (ours[0].found, ours[0].expected) == (pytest.approx(case.found), pytest.approx(case.expected))
    said = ours[0].message + " " + ours[0].advice
    assert [words for words in case.words.split(" … ") if words.casefold() not in said.casefold()] == [], said
    assert report.ok == (ours[0].severity != "error")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_deed_is_told_and_nothing_else(case: Case, tmp_path: Path) -> None:
    assert_told(case, tmp_path)


def test_every_code_of_the_catalogue_has_its_broken_workbook() -> None:
    from tests.checker.test_log_findings import CASES as LOG_CASES
    from tests.checker.test_number_formats import CASES as FORMAT_CASES
    from tests.plan.test_agreement_texts import CASES as AGREEMENT_CASES
    from tests.plan.test_scoring import CASES as SCORING_CASES

    of_plan_files = {f"SLA{number:03}" for number in range(10, 20)}
    cases = [*CASES, *LOG_CASES, *FORMAT_CASES, *AGREEMENT_CASES, *SCORING_CASES]
    assert {case.finding.split()[0] for case in cases} == {code.code for code in CODES} - of_plan_files
    assert {case.finding for case in cases} == {
        f"{c.code} {c.name} {c.severity}" for c in CODES if c.code not in of_plan_files
    }


def test_an_untouched_workbook_is_right(tmp_path: Path) -> None:
    report = check(calculated(tmp_path))
    assert (report.findings, report.ok, report.calculated) == ((), True, True)
    assert report.frame("leads_due").loc[("Webinar", "EMEA"), "2027-02"] == 28


# What follows from a cause -----------------------------------------------------------------------


def shown_again(measure: str) -> str:
    (mirror,) = (mirror for mirror in HERE.mirrors if mirror.measure == measure)
    return f"{SHEETS[mirror.sheet].title}!{a1(mirror.row, mirror.col)}"


def in_sheet(*measures: tuple[str, ...]) -> set[str]:
    return {f"{at(*measure).sheet}!{at(*measure).cell}" for measure in measures}


NEEDED = ("stage_volume", "MQL", "Webinar", "EMEA", "2027-02")


def test_what_rests_on_a_cell_typed_over_follows_from_it(tmp_path: Path) -> None:
    report = check(typed((at(*NEEDED), 27))(tmp_path))
    (cause,) = report.findings
    resting = in_sheet(
        DUE,
        ("sla_value", *DUE[1:]),
        ("leads_due_by_channel", "Webinar", "2027-02"),
        ("leads_due_by_region", "EMEA", "2027-02"),
        ("reconciliation", "EMEA", "2027-02"),
    )
    assert resting <= set(cause.follows)
    assert shown_again("leads_due_by_month_plan") in cause.follows
    assert not in_sheet(
        NEEDED, ("leads_due", "Website form", "EMEA", "2027-02"), ("leads_due", "Webinar", "EMEA", "2027-01")
    ) & set(cause.follows)
    assert "cells follow from it: " in report.text()


def test_a_right_number_typed_over_a_formula_has_nothing_follow(tmp_path: Path) -> None:
    assert [f.follows for f in check(typed((at(*DUE), 28))(tmp_path)).findings] == [()]


def test_two_causes_are_told_both_and_share_what_follows(tmp_path: Path) -> None:
    one, other = ("leads_due", "Website form", "EMEA", "2027-02"), DUE
    first, second = check(typed((at(*one), 1), (at(*other), 2))(tmp_path)).findings
    assert [first.cell, second.cell] == [at(*one).cell, at(*other).cell]
    month = in_sheet(("leads_due_by_month", "2027-02"))
    assert month <= set(first.follows)
    assert month <= set(second.follows)


def test_a_cause_below_another_cause_stays_a_cause(tmp_path: Path) -> None:
    report = check(typed((at(*NEEDED), 27), (at(*DUE), 30))(tmp_path))
    assert {f.cell for f in report.findings} == {at(*NEEDED).cell, at(*DUE).cell}


def test_a_missing_input_is_one_error_and_makes_the_workbook_incomplete_not_wrong(tmp_path: Path) -> None:
    report = check(typed((at("deal_size", "EMEA"), None))(tmp_path))
    assert report.counts == {"error": 1, "warning": 0, "info": 0}
    assert "NOT COMPLETE: 1 input is missing" in report.text()


def test_what_is_not_used_is_not_missed(tmp_path: Path) -> None:
    silent = [(at("marketing_share", "EMEA", month), 0) for month in PLAN.axis("horizon")]
    rates = [(at("conversion_rate", "MQL > SQL", channel, "EMEA"), None) for channel in ("Website form", "Webinar")]
    room = (at("sales_reps", "EMEA"), 20)
    assert check(typed(*silent, *rates, room)(tmp_path)).findings == ()


# What people do without harm ---------------------------------------------------------------------


@pytest.mark.parametrize(("measure", "text"), [
    (("regions", "EMEA"), "DACH"),
    (("channels", "Webinar"), "Webinars & fairs"),
    (("stages", "SQL"), "Sales qualified"),
    (("channel_owner", "Webinar"), "marketing"),
    (("region_label",), "Market"),
    (("title",), "SLA 2027"),
])  # fmt: skip
def test_a_name_typed_another_way_is_fine(measure: tuple[str, ...], text: str, tmp_path: Path) -> None:
    report = check(typed((at(*measure) if len(measure) > 1 else Where(*HERE.address(*measure)), text))(tmp_path))
    assert [f"{f.name} {f.sheet}!{f.cell}" for f in report.findings][:4] == []


def test_a_space_behind_a_name_is_at_most_a_remark_on_that_name(tmp_path: Path) -> None:
    report = check(typed((at("regions", "EMEA"), "EMEA "))(tmp_path))
    assert {f"{f.name} {f.sheet}!{f.cell}" for f in report.findings} <= {
        f"unsafe-label {'!'.join(HERE.address('regions', 1))}"
    }


# Where a finding must not mislead ----------------------------------------------------------------


def only(report: Report) -> Finding:
    assert [f"{f.name} {f.sheet}!{f.cell}" for f in report.findings][:4] == [
        f"{f.name} {f.sheet}!{f.cell}" for f in report.findings[:1]
    ]
    return report.findings[0]


@pytest.mark.parametrize(
    "month", [printed("month", *DUE), at("horizon", "2027-02")], ids=["printed again", "on Revenue target"]
)
def test_a_month_typed_over_is_told_as_a_month(month: Where, tmp_path: Path) -> None:
    found = only(check(typed((month, 46447))(tmp_path)))
    assert (found.name, found.sheet, found.cell) == ("label-overwritten", month.sheet, month.cell)
    assert "2027-03" in found.message
    assert "2027-02" in found.message
    assert "46,447" not in found.message


def test_a_printed_name_typed_over_with_itself_is_not_told_as_another(tmp_path: Path) -> None:
    found = only(check(typed((printed("region", *DUE), "EMEA"))(tmp_path)))
    assert found.name == "label-overwritten"
    assert "“EMEA” instead of “EMEA”" not in found.message


def test_a_number_on_start_typed_over_is_not_called_a_label(tmp_path: Path) -> None:
    cell = shown_again("revenue_target_by_month_plan").removeprefix("Start!")
    found = only(check(typed((Where("Start", cell), 5))(tmp_path)))
    assert (found.name, found.sheet, found.cell, found.found, found.expected) == (
        "formula-overwritten",
        "Start",
        cell,
        5,
        700_000,
    )


@pytest.mark.parametrize(("measure", "text"), [(("owners", "sales"), "Vertrieb"), (("statuses", "ok"), "Fine")])
def test_a_fixed_word_typed_over_is_the_cause_of_what_differs(
    measure: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    found = only(check(typed((at(*measure), text))(tmp_path)))
    assert (found.sheet, found.cell, found.found) == (at(*measure).sheet, at(*measure).cell, text)


@pytest.mark.parametrize(("formula", "name"), [("=1/0", "error-in-input"), ('="a"', "text-in-number")])
def test_a_formula_in_an_input_that_gives_no_number_is_not_said_to_be_taken(
    formula: str, name: str, tmp_path: Path
) -> None:
    report = check(typed((at("deal_size", "EMEA"), formula))(tmp_path))
    assert name in {f.name for f in report.findings}
    assert [f.message for f in report.findings if "is used" in f.message] == []


@pytest.mark.parametrize("edition", range(1, EDITION + 1))
def test_a_workbook_without_its_plan_is_judged_by_the_edition_that_its_formulas_are_of(
    edition: int, tmp_path: Path
) -> None:
    path = next(path for path in workbooks(edition) if path.suffix == ".xlsx" and "classic" in path.name)
    book = load_workbook(path)
    del book["slasheet plan"]
    book.save(tmp_path / "book.xlsx")
    report = check(tmp_path / "book.xlsx")
    assert report.plan is not None
    assert report.plan.edition == edition
    assert "formula-edited" not in {found.name for found in report.findings}


@pytest.mark.parametrize("nonsense", ['"months": 0', '"months": "2"', '"rounding": "down"', '"start": "soon"'])
def test_a_carried_plan_that_makes_no_sense_is_not_gone_by(nonsense: str, tmp_path: Path) -> None:
    sense = {"months": "2", "rounding": '"up"', "start": '"2027-01"'}
    key = nonsense.split('"')[1]
    report = check(carried(f'"{key}": {sense[key]}', nonsense)(tmp_path))
    assert [f.name for f in report.findings][:3] == ["plan-lost"]
    assert report.plan is not None
    assert (report.plan.months, report.plan.rounding, report.plan.start) == (2, "up", "2027-01")


def test_a_name_that_formulas_contradict_is_told_and_rebuild_restores_it(tmp_path: Path) -> None:
    there = HERE.blocks["revenue_target"]
    wider = f"'Revenue target'!$E${there.row + 1}:$G${there.row + there.rows + 1}"
    path = renamed("sla_revenue_target", wider)(tmp_path)
    report = check(path)
    assert [f.name for f in report.findings] == ["name-changed"]
    assert report.plan is not None
    assert report.plan.inputs["revenue_target"] == PLAN.inputs["revenue_target"]
    result = CliRunner().invoke(cli, ["rebuild", str(path), "-o", str(tmp_path / "fresh.xlsx")])
    assert result.exit_code == 0
    assert [f.name for f in check(tmp_path / "fresh.xlsx").findings] == ["calculated-by-slasheet"]
