"""Writes the first sheet: what was added up, the totals, who is in it and who is not and why, and what differs."""

from __future__ import annotations

from slasheet.many.rollup.differences import KINDS
from slasheet.many.rollup.parts import MONEY, Part
from slasheet.many.rollup.sheets.board import (
    FIRST_ROW,
    HEADER,
    HEADS,
    OWN_COLUMN,
    Board,
    cell_of,
    divided,
    figure_column,
    summed,
)
from slasheet.many.rollup.sheets.charts import write_charts
from slasheet.many.rollup.sheets.data import rate_cell
from slasheet.many.rollup.sheets.tables import column_of, value_of
from slasheet.plan.amounts import amount
from slasheet.plan.words import word
from slasheet.spreadsheet.addresses import a1, anchored, column
from slasheet.texts.columns import display_width
from slasheet.texts.languages import N_, _, n_
from slasheet.writer.canvas import link_to
from slasheet.writer.plain_sheet import PlainSheet

_BEFORE = (N_("Workbook"), N_("Status"), N_("Months"), N_("Logged to"), N_("Currency"), N_("Rate"), N_("Fingerprint"))
_WIDTHS = (34.0, 24.0, 20.0, 12.0, 10.0, 10.0, 19.0)
#: The row below the totals and the charts beside them.
TABLES_ROW = FIRST_ROW + 17
_LINKED = ("pair", "region", "channel", "month", "rates", "data")


def write_front(board: Board, as_of: str | None, unpriced: int) -> None:
    """Write the first sheet; `unpriced` amounts have no rate."""
    rollup = board.rollup
    widths = [*_WIDTHS, *(board.width(name) for name in HEADS)]
    widths[0] = min(max([widths[0], *(display_width(name) + 2.0 for name in rollup.names)]), 60.0)
    widths[1] = max([widths[1], *(display_width(part.status) + 2.0 for part in rollup.parts)])
    sheet = board.begin("front", _what(board, as_of), widths, (HEADER, 1))
    for key, col in zip(_LINKED, (0, 1, 2, 3, 6, 7), strict=True):
        sheet.write_url(2, col, link_to(board.title(key)), board.styles.link, f"{board.title(key)} ›")
    row = TABLES_ROW
    left_row = row
    if rollup.left_out:
        row += len(rollup.left_out) + 3
    table_row = row
    last = table_row + 2 + len(rollup.parts)
    differ_row = last + 2
    row = _totals(board, sheet, left_row, table_row, differ_row)
    _unpriced(board, sheet, row, unpriced)
    write_charts(board, sheet, table_row + 3, len(_BEFORE), widths)
    if rollup.left_out:
        _left_out(board, sheet, left_row, widths)
    _workbooks(board, sheet, table_row)
    if rollup.differences:
        _differences(board, sheet, differ_row, widths)
    sheet.activate()


def _what(board: Board, as_of: str | None) -> str:
    """Return in one line what stands here."""
    rollup = board.rollup
    count, left = len(rollup.parts), len(rollup.left_out)
    words = [n_("{count} workbook added up", "{count} workbooks added up", count).format(count=amount(count, "count"))]
    if left:
        words.append(n_("{count} left out", "{count} left out", left).format(count=amount(left, "count")))
    words.append(_("{first} to {last}").format(first=rollup.months[0], last=rollup.months[-1]))
    words.append(_("amounts in {currency}").format(currency=rollup.currency))
    if as_of:
        words.append(_("as of {day}").format(day=as_of))
    return " · ".join(words)


def _totals(board: Board, sheet: PlainSheet, left_row: int, table_row: int, differ_row: int) -> int:
    """Write the totals over the data, how many workbooks they are over, and whether all tables add up to them.

    Returns the row below.
    """
    rollup, styles = board.rollup, board.styles
    board.head(sheet, HEADER, [_("All workbooks"), _("Total")])
    rows = {name: FIRST_ROW + place for place, name in enumerate(HEADS)}
    for name, row in rows.items():
        sheet.write_string(row, 0, _(HEADS[name]), styles.label)
        got, due = f"B{rows['delivered_to_date'] + 1}", f"B{rows['due_to_date'] + 1}"
        formula = f'IF(AND(ISNUMBER({got}),N({due})>0),{got}/{due},"")'
        if name != "attainment":
            formula = summed(board.area(figure_column(name)))
        board.formula(sheet, row, 1, formula, board.style(name, "total"), value_of(rollup.total, name))
    row = FIRST_ROW + len(HEADS)
    for text, count, target in (
        (_("Workbooks added"), len(rollup.parts), table_row),
        (_("Workbooks with leads logged"), sum(part.last_logged is not None for part in rollup.parts), table_row),
        (_("Workbooks left out"), len(rollup.left_out), left_row),
        (_("Differences to look at"), len(rollup.differences), differ_row),
    ):
        if count:
            sheet.write_url(row, 0, link_to(board.title("front"), a1(target, 0)), styles.link_in_table, f"{text} ›")
        else:
            sheet.write_string(row, 0, text, styles.label)
        sheet.write_number(row, 1, count, styles.cell("total", "#,##0"))
        row += 1
    sheet.write_string(row, 0, _("All tables add up to the total"), styles.label)
    words = {code: word("status", code, {}) for code in ("ok", "wrong")}
    agree = _agreement(board, rows, table_row + 2)
    ok = styles.cell("total", align="right")
    board.formula(sheet, row, 1, f'IF({agree},"{words["ok"]}","{words["wrong"]}")', ok, words["ok"])
    for code, text in words.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": styles.status(code)}
        sheet.conditional_format(row, 1, row, 1, rule)
    return row + 1


def _unpriced(board: Board, sheet: PlainSheet, row: int, count: int) -> None:
    """Write how many amounts are in no total for want of a rate, live: a rate that is typed brings them in."""
    styles, title = board.styles, board.title("rates")
    sheet.write_url(row, 0, link_to(title), styles.link_in_table, _("Amounts without a rate") + " ›")
    own = (board.area(OWN_COLUMN + place) for place in range(len(MONEY)))
    counted = (board.area(figure_column(name)) for name in MONEY)
    formula = "-".join((f"COUNT({','.join(own)})", f"COUNT({','.join(counted)})"))
    board.formula(sheet, row, 1, formula, styles.cell("total", "#,##0"), count)
    rule = {"type": "cell", "criteria": ">", "value": 0, "format": styles.status("attention")}
    sheet.conditional_format(row, 1, row, 1, rule)


def _agreement(board: Board, rows: dict[str, int], total_row: int) -> str:
    """Return the condition that the total of every table is that of the data, for leads due and their value."""
    gaps = []
    for name in ("leads_due", "sla_value"):
        mine = a1(rows[name], 1)
        others = [
            cell_of(board.title(kind), FIRST_ROW, column_of(kind, name)) for kind in ("region", "channel", "month")
        ]
        others.append(a1(total_row, len(_BEFORE) + tuple(HEADS).index(name)))
        gaps += [f"ABS(N({mine})-N({other}))<=0.000001*MAX(1,N({mine}))" for other in others]
    return f"AND({','.join(gaps)})"


def _left_out(board: Board, sheet: PlainSheet, row: int, widths: list[float]) -> None:
    """Write the workbooks that are in no sum, each with its reason."""
    styles = board.styles
    sheet.write_string(row, 0, _("Left out"), styles.heading)
    sheet.write_string(
        row, 1, _("In no sum of this workbook: mend what stands first, check again, and add up anew."), styles.note
    )
    for down, out in enumerate(board.rollup.left_out, start=1):
        _long_row(board, sheet, row + down, out.reason, widths)
        board.link_file(sheet, row + down, 0, out.file, out.file, down)


def _long_row(board: Board, sheet: PlainSheet, row: int, text: str, widths: list[float]) -> None:
    """Write a sentence over the columns beside the first, as high as it needs."""
    room = sum(widths[1:]) * 1.05
    sheet.set_row(row, 15.0 * (1 + int(display_width(text) // room)) + 3)
    style = board.styles.get(border=1, border_color="#D5DBE3", text_wrap=True, align="left")
    sheet.merge_range(row, 1, row, len(widths) - 1, text, style)


def _workbooks(board: Board, sheet: PlainSheet, row: int) -> None:
    """Write the workbooks that are added up, their total first."""
    rollup, styles = board.rollup, board.styles
    sheet.set_row(row, 20)
    sheet.write_string(row, 0, _("Workbooks added up"), styles.heading)
    sheet.write_string(
        row,
        1,
        _("The most leads due first. “To date” counts the months that are logged and over in the workbook."),
        styles.note,
    )
    board.head(sheet, row + 1, [*map(_, _BEFORE), *(_(text) for text in HEADS.values())])
    total, last = row + 2, row + 2 + len(rollup.parts)
    for col in range(len(_BEFORE)):
        sheet.write_string(total, col, _("Total") if col == 0 else "", styles.cell("total"))
    places = {name: len(_BEFORE) + place for place, name in enumerate(HEADS)}
    for name, col in places.items():
        formula = summed(f"{column(col)}{total + 2}:{column(col)}{last + 1}")
        if name == "attainment":
            formula = divided(total, places["delivered_to_date"], places["due_to_date"])
        board.formula(sheet, total, col, formula, board.style(name, "total"), value_of(rollup.total, name))
    for workbook, part in enumerate(rollup.parts):
        here = total + 1 + workbook
        _about(board, sheet, here, workbook, part)
        figures = rollup.sums.of("workbook")[workbook,]
        for name, col in places.items():
            formula = summed(board.area(figure_column(name), workbook)) if name != "attainment" else ""
            formula = formula or divided(here, places["delivered_to_date"], places["due_to_date"])
            board.formula(sheet, here, col, formula, board.style(name), value_of(figures, name))
    sheet.ignore_errors(
        {"formula_differs": anchored(total, len(_BEFORE), last, len(_BEFORE) + len(HEADS)).replace("$", "")}
    )


def _about(board: Board, sheet: PlainSheet, row: int, workbook: int, part: Part) -> None:
    """Write what is known of one workbook beside its figures."""
    styles, rollup = board.styles, board.rollup
    board.link_file(sheet, row, 0, part.file, rollup.names[workbook], workbook + len(rollup.left_out))
    span = part.span
    months = span[0] if len(span) == 1 else f"{span[0]} – {span[-1]}"
    for col, text in enumerate((part.status, months, part.last_logged or "–", part.currency), start=1):
        sheet.write_string(row, col, text, styles.label if col == 1 else styles.cell("result", align="center"))
    rates = [rollup.rates.at(part.currency, month, rollup.currency) for month in span]
    rate_style = styles.cell("result", "0.0000##", align="center")
    if len(set(rates)) == 1:
        source = cell_of(board.title("rates"), *rate_cell(board, part.currency, span[0]))
        missing = _("none")
        value = missing if rates[0] is None else rates[0]
        board.formula(sheet, row, 5, f'IF(ISNUMBER({source}),{source},"{missing}")', rate_style, value)
    else:
        source = a1(rate_cell(board, part.currency, span[0])[0], 0)
        sheet.write_url(row, 5, link_to(board.title("rates"), source), styles.link_in_table, _("monthly ›"))
    sheet.write_string(row, 6, part.fingerprint, styles.cell("result", align="center"))


def _differences(board: Board, sheet: PlainSheet, row: int, widths: list[float]) -> None:
    """Write what differs between the workbooks, a sentence each."""
    sheet.set_row(row, 20)
    sheet.write_string(row, 0, _("What differs"), board.styles.heading)
    sheet.write_string(
        row,
        1,
        _("Nothing of this is wrong in itself; what ends in a question mark is for you to answer."),
        board.styles.note,
    )
    for down, difference in enumerate(board.rollup.differences, start=1):
        _long_row(board, sheet, row + down, difference.message, widths)
        sheet.write_string(row + down, 0, _(KINDS[difference.kind]), board.styles.label)
