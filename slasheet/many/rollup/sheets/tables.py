"""Writes the sheets of sums: by region, channel and month, and by workbook and month."""

from __future__ import annotations

from slasheet.many.rollup.parts import Figures
from slasheet.many.rollup.sheets.board import (
    FIRST_ROW,
    HEADER,
    HEADS,
    MONTH_COLUMN,
    Board,
    divided,
    figure_column,
    label_column,
    summed,
    summed_where,
)
from slasheet.plan.words import word
from slasheet.recompute.arithmetic import Number
from slasheet.spreadsheet.addresses import a1, anchored, column
from slasheet.texts.columns import display_width
from slasheet.texts.languages import N_, _
from slasheet.texts.months import month_serial
from slasheet.writer.canvas import link_to
from slasheet.writer.plain_sheet import PlainSheet

_NOTES = {
    "region": N_(
        "Every region over all the workbooks that have it, the most leads due first. “To date” counts the months that are logged and over."
    ),
    "channel": N_(
        "Every channel over all the workbooks that have it, the most leads due first. “To date” counts the months that are logged and over."
    ),
    "month": N_(
        "Every month over the workbooks that plan it. “To date” counts the workbooks in which the month is logged and over."
    ),
}
_KIND_HEADS = {"region": N_("Region"), "channel": N_("Channel"), "month": N_("Month")}
_PAIR_NOTE = N_(
    "Every workbook in the months that it plans. Attainment is over the months that are logged and over in the workbook."
)


def shown_figures(kind: str) -> tuple[str, ...]:
    """Return the figures of a table: a channel has no revenue target."""
    return tuple(name for name in HEADS if (kind, name) != ("channel", "revenue_target"))


def value_of(figures: Figures, name: str) -> Number:
    """Return a figure by its name."""
    value: Number = getattr(figures, name)
    return value


def first_figure(kind: str) -> int:
    """Return the column of the first figure of a table: after the label, the owner of a channel, the count of workbooks."""
    return 3 if kind == "channel" else 2


def column_of(kind: str, name: str) -> int:
    """Return the column of a figure in a table."""
    return first_figure(kind) + shown_figures(kind).index(name)


def write_table(board: Board, kind: str) -> None:
    """Write the sums by region, channel or month: the total first, a row for each."""
    rollup, styles = board.rollup, board.styles
    sums, counts = rollup.sums.of(kind), rollup.sums.counts.get(kind, {})
    names = [rollup.shown(kind, str(key)) for (key,) in sums]
    before = first_figure(kind)
    heads = [_(_KIND_HEADS[kind]), *([_("Owner")] if kind == "channel" else []), _("Workbooks")]
    shown = shown_figures(kind)
    widths = [max([24.0, *(display_width(name) + 2.0 for name in names)]), *([14.0] if kind == "channel" else []), 12.0]
    widths += [board.width(name) for name in shown]
    sheet = board.begin(kind, _(_NOTES[kind]), widths, (FIRST_ROW + 1, 1))
    board.head(sheet, HEADER, [*heads, *(_(HEADS[name]) for name in shown)])
    last = FIRST_ROW + len(sums)
    _total_row(board, sheet, kind, last)
    owners = _owners(board) if kind == "channel" else {}
    month_style = styles.get(border=1, border_color="#D5DBE3", num_format=styles.months, align="left")
    for row, ((key,), figures) in enumerate(sums.items(), start=FIRST_ROW + 1):
        if kind == "month":
            sheet.write_number(row, 0, month_serial(str(key)), month_style)
            everywhere = range(len(rollup.parts))
        else:
            labels = rollup.regions if kind == "region" else rollup.channels
            sheet.write_string(row, 0, rollup.shown(kind, str(key)), styles.label)
            everywhere = labels.places[str(key)]  # type: ignore[assignment]  # a range and a tuple alike
        if kind == "channel":
            sheet.write_string(row, 1, owners[str(key)], styles.label)
        sheet.write_number(row, before - 1, counts[key,], styles.cell("result", "#,##0"))
        labelled = board.between(label_column(kind), everywhere)
        for name in shown:
            col = column_of(kind, name)
            if name == "attainment":
                formula = divided(row, column_of(kind, "delivered_to_date"), column_of(kind, "due_to_date"))
            else:
                formula = summed_where(board.between(figure_column(name), everywhere), labelled, f"$A{row + 1}")
            board.formula(sheet, row, col, formula, board.style(name), value_of(figures, name))
    # The rows of one label may begin and end elsewhere than those of the next.
    sheet.ignore_errors({"formula_differs": f"A{FIRST_ROW}:{a1(last, before + len(shown))}"})


def _total_row(board: Board, sheet: PlainSheet, kind: str, last: int) -> None:
    """Write the sums of all rows of a table, above them: in view however long the table."""
    for col in range(first_figure(kind)):
        sheet.write_string(FIRST_ROW, col, _("Total") if col == 0 else "", board.styles.cell("total"))
    sheet.write_number(FIRST_ROW, first_figure(kind) - 1, len(board.rollup.parts), board.styles.cell("total", "#,##0"))
    for name in shown_figures(kind):
        col = column_of(kind, name)
        formula = summed(f"{column(col)}{FIRST_ROW + 2}:{column(col)}{last + 1}")
        if name == "attainment":
            formula = divided(FIRST_ROW, column_of(kind, "delivered_to_date"), column_of(kind, "due_to_date"))
        value = value_of(board.rollup.total, name)
        board.formula(sheet, FIRST_ROW, col, formula, board.style(name, "total"), value)


def _owners(board: Board) -> dict[str, str]:
    """Return by key of the channel who owns it, in words; where workbooks differ, all of them."""
    found: dict[str, set[str]] = {}
    for part in board.rollup.parts:
        for channel in part.channels:
            found.setdefault(board.rollup.channels.key(channel.name), set()).add(channel.owner)
    return {key: ", ".join(word("owner", owner, {}) for owner in sorted(owners)) for key, owners in found.items()}


def write_pairs(board: Board) -> None:
    """Write a block for every figure: workbooks down, months across, with totals both ways."""
    rollup, styles = board.rollup, board.styles
    names = max([24.0, *(display_width(name) + 2.0 for name in rollup.names)])
    widest = max(board.width(name) for name in HEADS)
    sheet = board.begin(
        "pair", _(_PAIR_NOTE), (names, widest, *[max(12.0, widest)] * len(rollup.months)), (FIRST_ROW, 2)
    )
    height = len(rollup.parts) + 3
    tops = {name: FIRST_ROW + 1 + place * height for place, name in enumerate(HEADS)}
    for place, name in enumerate(HEADS):
        sheet.write_url(
            2, place, link_to(board.title("pair"), a1(tops[name] - 1, 0)), styles.link, f"{_(HEADS[name])} ›"
        )
    board.head(sheet, HEADER, [_("Workbook"), _("Total")])
    for along, month in enumerate(rollup.months):
        sheet.write_number(HEADER, 2 + along, month_serial(month), styles.header(styles.months))
    for name, top in tops.items():
        sheet.set_row(top - 1, 20)
        sheet.write_string(top - 1, 0, _(HEADS[name]), styles.heading)
        for workbook, shown in enumerate(rollup.names):
            _pair_row(board, sheet, name, tops, workbook, shown)
        _pair_total(board, sheet, name, tops)


def _pair_row(board: Board, sheet: PlainSheet, name: str, tops: dict[str, int], workbook: int, shown: str) -> None:
    rollup, row = board.rollup, tops[name] + workbook
    sheet.write_string(row, 0, shown, board.styles.label)
    cells = rollup.sums.of("workbook month")
    whole = value_of(rollup.sums.of("workbook")[workbook,], name)
    if name == "attainment":
        ratio = _ratio(tops["delivered_to_date"] + workbook, tops["due_to_date"] + workbook, 1)
        board.formula(sheet, row, 1, ratio, board.style(name, "total"), whole)
    else:
        mine = anchored(row, 2, row, 1 + len(rollup.months))
        board.formula(sheet, row, 1, summed(mine), board.style(name, "total"), whole)
    for along, month in enumerate(rollup.months):
        value = value_of(cells.get((workbook, month), Figures()), name)
        if name == "attainment":
            formula = _ratio(tops["delivered_to_date"] + workbook, tops["due_to_date"] + workbook, 2 + along)
        else:
            area, months = board.area(figure_column(name), workbook), board.area(MONTH_COLUMN, workbook)
            formula = summed_where(area, months, f"{column(2 + along)}${HEADER + 1}")
        board.formula(sheet, row, 2 + along, formula, board.style(name), value)


def _pair_total(board: Board, sheet: PlainSheet, name: str, tops: dict[str, int]) -> None:
    rollup, count = board.rollup, len(board.rollup.parts)
    row = tops[name] + count
    sheet.write_string(row, 0, _("Total"), board.styles.cell("total"))
    by_month = rollup.sums.of("month")
    for col in range(1, 2 + len(rollup.months)):
        figures = rollup.total if col == 1 else by_month[rollup.months[col - 2],]
        formula = summed(f"{column(col)}{tops[name] + 1}:{column(col)}{row}")
        if name == "attainment":
            formula = _ratio(tops["delivered_to_date"] + count, tops["due_to_date"] + count, col)
        board.formula(sheet, row, col, formula, board.style(name, "total"), value_of(figures, name))


def _ratio(top: int, bottom: int, col: int) -> str:
    """Return the formula of one row divided by another, blank where there is nothing to divide."""
    got, due = a1(top, col), a1(bottom, col)
    return f'IF(AND(ISNUMBER({got}),N({due})>0),{got}/{due},"")'
