"""Writes the sheets that everything rests on: the tidy data of all workbooks, and the exchange rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slasheet.many.rollup.parts import MONEY, Figures
from slasheet.many.rollup.sheets.board import (
    FIGURE_COLUMN,
    FIRST_ROW,
    HEADER,
    HEADS,
    MONTH_COLUMN,
    OWN_COLUMN,
    RATE_COLUMN,
    Board,
    cell_of,
)
from slasheet.plan.words import word
from slasheet.spreadsheet.addresses import a1
from slasheet.texts.languages import _
from slasheet.texts.months import month_serial
from slasheet.writer.styles import date_format

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: How many rows of the data are printed.
_PRINTED = 40


def currencies(board: Board) -> tuple[str, ...]:
    """Return the currencies of the workbooks and those that amounts are taken in, that of the group first."""
    rollup = board.rollup
    found = {code for part in rollup.parts for code in (part.currency, *part.taken_in(rollup.rates, rollup.currency))}
    return (rollup.currency, *sorted(found - {rollup.currency}))


def rate_cell(board: Board, currency: str, month: str) -> tuple[int, int]:
    """Return row and column of an exchange rate on its sheet."""
    return FIRST_ROW + currencies(board).index(currency), 1 + board.rollup.months.index(month)


def write_rates(board: Board) -> None:
    """Write what a unit of every currency is worth in that of the group, month by month: the cells may be changed."""
    rollup, styles = board.rollup, board.styles
    note = _(
        "What one unit is worth in {currency}. Change a rate and every amount follows; where it is blank, amounts are left out."
    )
    widths = (22.0, *(10.0 for _month in rollup.months))
    sheet = board.begin("rates", note.format(currency=rollup.currency), widths, (FIRST_ROW, 1))
    board.head(sheet, HEADER, [_("Currency")])
    for month in rollup.months:
        col = 1 + rollup.months.index(month)
        sheet.write_number(HEADER, col, month_serial(month), styles.header(styles.months))
    for down, currency in enumerate(currencies(board)):
        own = currency == rollup.currency
        style = styles.cell("result" if own else "input", "0.0000##")
        sheet.write_string(FIRST_ROW + down, 0, currency, styles.label)
        for along, month in enumerate(rollup.months):
            board.put(sheet, FIRST_ROW + down, 1 + along, rollup.rates.at(currency, month, rollup.currency), style)


def _begin_data(board: Board) -> Worksheet:
    """Return the sheet of the data with its note and heads, to be filtered by each of them."""
    note = _(
        "A row for every workbook, region, channel and month; a revenue target belongs to no channel. Every sum of this workbook is over these rows."
    )
    heads = [_("Workbook"), _("Region"), _("Channel"), _("Owner"), _("Month"), _("Currency"), _("Rate")]
    heads += [_("{figure}, own currency").format(figure=_(HEADS[name])) for name in MONEY]
    heads += [_(HEADS[name]) for name in Figures._fields]
    sheet = board.begin("data", note, (26, 20, 20, 12, 11, 10, 10, *[15] * (len(heads) - 7)), (FIRST_ROW, 0))
    board.head(sheet, HEADER, heads, left=4)
    # All of it is to be filtered, and nobody reads a thousand pages of it.
    sheet.print_area(0, 0, min(board.starts[-1], FIRST_ROW + _PRINTED) - 1, len(heads) - 1)
    sheet.autofilter(HEADER, 0, board.starts[-1] - 1, len(heads) - 1)
    return sheet


def write_data(board: Board) -> int:
    """Write a row for every workbook, region, channel and month: what the workbooks hold, and it in the currency of the group.

    Returns how many amounts have no rate, so that they are in no sum.
    """
    rollup, styles = board.rollup, board.styles
    sheet = _begin_data(board)
    month_style = styles.get(num_format=date_format(rollup.language, "month"), align="center")
    plain, rate_style, own_style = styles.get(), styles.get(num_format="0.0000##"), styles.get(num_format="#,##0.00")
    figure_styles = [styles.get(num_format=board.numbers(name)) for name in Figures._fields]
    owners = {owner: word("owner", owner, {}) for part in rollup.parts for owner in {c.owner for c in part.channels}}
    serials = {month: month_serial(month) for month in rollup.months}
    rates_title = board.title("rates")
    rates = {
        (currency, month): cell_of(rates_title, *rate_cell(board, currency, month))
        for currency in currencies(board)
        for month in rollup.months
    }
    money = {FIGURE_COLUMN + Figures._fields.index(name): OWN_COLUMN + place for place, name in enumerate(MONEY)}
    row, unpriced = FIRST_ROW, 0
    for workbook, name in enumerate(rollup.names):
        for line in rollup.lines(workbook):
            sheet.write_string(row, 0, name, plain)
            sheet.write_string(row, 1, line.region, plain)
            if line.channel is not None and line.owner is not None:
                sheet.write_string(row, 2, line.channel, plain)
                sheet.write_string(row, 3, owners[line.owner], plain)
            sheet.write_number(row, MONTH_COLUMN, serials[line.month], month_style)
            sheet.write_string(row, MONTH_COLUMN + 1, line.currency, plain)
            source = rates[line.currency, line.month]
            board.formula(sheet, row, RATE_COLUMN, f'IF(ISNUMBER({source}),{source},"")', rate_style, line.rate)
            for place, value in enumerate(line.own):
                if value is not None:
                    board.put(sheet, row, OWN_COLUMN + place, value, own_style)
            for place, value in enumerate(line.figures):
                col = FIGURE_COLUMN + place
                if col not in money:
                    if value is not None:
                        board.put(sheet, row, col, value, figure_styles[place])
                elif line.own[money[col] - OWN_COLUMN] is not None:
                    unpriced += value is None
                    own, rate = f"${a1(row, money[col])}", f"${a1(row, RATE_COLUMN)}"
                    board.formula(sheet, row, col, f'IF({rate}="","",{own}*{rate})', figure_styles[place], value)
            row += 1
    return unpriced
