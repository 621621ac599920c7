"""How cells look: from a unit and a role to a cell format. The only colours and number formats in the package."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from slasheet.texts.languages import LANGUAGES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from slasheet.plan.measure import Precision
    from slasheet.plan.plan import Plan

FONT = "Calibri"
#: By the kind of a sheet.
TAB_COLOURS = {"cover": "#17375E", "input": "#E3B96B", "result": "#14652F", "check": "#7A4B00"}
INK, MUTED, RULE, NAVY, WHITE = "#1F2933", "#5F6B7A", "#D5DBE3", "#17375E", "#FFFFFF"
INPUT_INK, INPUT_PAPER, HEAD_PAPER, TOTAL_PAPER = "#1446C8", "#FFF9DB", "#E8EEF6", "#F3F5F8"
STATUS_COLOURS = {
    "ok": ("#14652F", "#DFF3E4"),
    "attention": ("#7A4B00", "#FDEBC8"),
    "incomplete": ("#3B4A8C", "#E3E7FA"),
    "wrong": ("#9B1C1C", "#FBE0E0"),
    "behind": ("#9B1C1C", "#FBE0E0"),
    "on-track": ("#14652F", "#DFF3E4"),
    "over": ("#7A4B00", "#FDEBC8"),
    "low": ("#3B4A8C", "#E3E7FA"),
    "qualified": ("#14652F", "#DFF3E4"),
    "high": ("#0B4A20", "#B9E3C6"),
    "not-qualified": ("#7A4B00", "#FDEBC8"),
}
#: How `check --annotate` marks a cell in somebody's workbook, whatever its font: line, colour of the line, paper (None: as it is).
MARKS = {
    "error": ("medium", "#C62828", "#FFE9E7"),
    "warning": ("medium", "#B45F06", "#FFEFCC"),
    "info": ("medium", "#3B5BA9", "#E8EEFC"),
    "follows": ("dashed", "#C62828", None),
}
CHART_COLOURS = (
    "#17375E",
    "#2E75B6",
    "#6FA8DC",
    "#3D8B7D",
    "#8CC7B5",
    "#C98A1B",
    "#E3B96B",
    "#8A5A83",
    "#B993B3",
    "#7F8C9B",
)

#: Dates, by unit or by what they head: days, months, narrow columns of months, days of one month.
_DATES = {"date": "d mmm yyyy", "month": "mmm yyyy", "column": "mmm yy", "day": "d mmm"}
_FORMATS = {
    "count": "#,##0", "months": "0", "check": "#,##0", "label": "@", "choice": "@", "text": "@", "days": "0", "hours": "0.0",
    "rate": "0.0000##", "number": "#,##0.0", "points": "General", "chart": "#,##0",
}  # fmt: skip


def date_format(language: str, kind: str) -> str:
    """Return the format of a date of some kind: `date`, `month`, `column` (a month above a column) or `day`."""
    # The code of the language gives months their names in it everywhere.
    return f"[$-{LANGUAGES[language].excel_code}]{_DATES[kind]}"


@lru_cache(maxsize=64)
def money_format(currency: str, language: str, *, fine: bool) -> str:
    """Return the format of an amount as the language writes it; `fine` amounts have the decimals of the currency.

    Example: 1,234 euros are `€1,234` in English and `1.234 €` in Spanish; yen have no decimals anywhere.
    """
    from babel import Locale
    from babel.numbers import get_currency_precision, get_currency_symbol

    digits = get_currency_precision(currency) if fine else 0
    mark = get_currency_symbol(currency, language)
    pattern = Locale.parse(language).currency_formats["standard"].pattern
    number = "#,##0" + ("." + "0" * digits if digits else "")
    if pattern.startswith("¤"):
        apart = "\u00a0" if pattern[1] == "\u00a0" or mark[-1].isalpha() else ""
        return f'"{mark}{apart}"{number};-"{mark}{apart}"{number}'
    return f'{number}"\u00a0{mark}";-{number}"\u00a0{mark}"'


def number_format(plan: Plan, unit: str, precision: Precision | None = None, currency: str | None = None) -> str:
    """Return the number format of a unit: how precise as the measure says, with the sign of the plan's currency or another."""
    if unit == "money":
        return money_format(currency or plan.currency, plan.language, fine=precision == "fine")
    if precision == "day":
        return date_format(plan.language, "day")
    if unit in ("date", "month"):
        return date_format(plan.language, unit)
    if unit == "share":
        return "0.00%" if precision == "rate" else "0.0%"
    if precision == "volume":
        return "#,##0.0" if plan.rounding == "none" else "#,##0"
    return _FORMATS.get(unit, "General")


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        """Make formats for `workbook`; months have their names in `language`."""
        self.workbook = workbook
        self.months = date_format(language, "column")
        self.made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """Return the format with these properties on top of the common typeface."""
        full = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(full)
        return self.made[key]

    def cell(self, role: str, numbers: str = "General", align: str | None = None, valign: str = "vcenter") -> Format:
        """Return the format of a value cell: role is input, result or total."""
        base: dict[str, Any] = {"num_format": numbers, "border": 1, "border_color": RULE, "valign": valign}
        if align:
            base["align"] = align
        if role == "input":
            return self.get(**base, font_color=INPUT_INK, bg_color=INPUT_PAPER, locked=False)
        if role == "total":
            return self.get(**base, bold=True, bg_color=TOTAL_PAPER)
        return self.get(**base)

    @property
    def title(self) -> Format:
        """The name of the sheet."""
        return self.get(font_size=18, bold=True, font_color=NAVY)

    @property
    def note(self) -> Format:
        """A sentence of explanation."""
        return self.get(font_color=MUTED)

    @property
    def heading(self) -> Format:
        """The heading of a group."""
        return self.get(font_size=12, bold=True, font_color=NAVY)

    @property
    def label(self) -> Format:
        """A label beside a row."""
        return self.get(border=1, border_color=RULE)

    @property
    def term(self) -> Format:
        """A label beside texts that run over several lines."""
        return self.get(border=1, border_color=RULE, valign="top", align="left", text_wrap=True, bold=True)

    def text_input(self, numbers: str) -> Format:
        """Return the format of a cell in which people type texts, or what stands among them."""
        paper = {"border": 1, "border_color": RULE, "font_color": INPUT_INK, "bg_color": INPUT_PAPER}
        return self.get(**paper, num_format=numbers, align="left", valign="top", text_wrap=True, locked=False)

    def opening(self, **more: Any) -> Format:
        """Return the format of the line that opens a section of the agreement."""
        return self.get(**{"font_color": MUTED, "bottom": 2, "bottom_color": NAVY, "valign": "bottom"} | more)

    @property
    def link(self) -> Format:
        """A link to another place in the workbook."""
        return self.get(font_color=INPUT_INK, underline=1)

    @property
    def typed_title(self) -> Format:
        """The title of the agreement, which people type."""
        return self.get(font_size=20, bold=True, font_color=INPUT_INK, bg_color=INPUT_PAPER, locked=False)

    @property
    def number_of_step(self) -> Format:
        """The number before a step."""
        return self.get(font_color=MUTED, border=1, border_color=RULE, align="center")

    @property
    def link_in_table(self) -> Format:
        """A link that stands in a table."""
        return self.get(font_color=INPUT_INK, underline=1, border=1, border_color=RULE)

    @property
    def sample_input(self) -> Format:
        """What an input looks like, for the legend: locked."""
        return self.get(font_color=INPUT_INK, bg_color=INPUT_PAPER, border=1, border_color=RULE)

    def typed_header(self, align: str, numbers: str = "General") -> Format:
        """Return the format of a column header that people type."""
        paper = {"bold": True, "bg_color": INPUT_PAPER, "font_color": INPUT_INK, "border": 1, "border_color": RULE}
        return self.get(**paper, align=align, num_format=numbers, locked=False)

    @property
    def typed_text(self) -> Format:
        """A text that people type, on as many lines as it needs."""
        look: dict[str, Any] = {"num_format": "@", "border": 1, "border_color": RULE, "text_wrap": True}
        return self.get(**look, font_color=INPUT_INK, bg_color=INPUT_PAPER, locked=False)

    @property
    def mark(self) -> Format:
        """The line that ends a list."""
        return self.get(italic=True, font_color=MUTED, bg_color=HEAD_PAPER, top=2, top_color=NAVY)

    @property
    def open(self) -> Format:
        """A cell outside the tables of a sheet on which rows are put in and taken out."""
        return self.get(locked=False)

    def in_progress(self) -> Format:
        """Return the conditional format of a month that is not over yet."""
        return self.workbook.add_format({"font_color": MUTED, "italic": True})

    @property
    def later(self) -> Format:
        """The header of a month after the plan: it has a target, but no leads are due in it."""
        return self.get(
            italic=True,
            font_color=MUTED,
            bg_color=TOTAL_PAPER,
            border=1,
            border_color=RULE,
            align="center",
            num_format=self.months,
        )

    def header(self, numbers: str = "General", align: str = "center") -> Format:
        """Return the format of a column header."""
        return self.get(
            bold=True,
            bg_color=HEAD_PAPER,
            font_color=NAVY,
            border=1,
            border_color=RULE,
            align=align,
            num_format=numbers,
            text_wrap=True,
        )

    def status(self, code: str) -> Format:
        """Return the conditional format of a status."""
        ink, paper = STATUS_COLOURS[code]
        return self.workbook.add_format({"font_color": ink, "bg_color": paper, "bold": True})
