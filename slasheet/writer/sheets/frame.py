"""Writes what every sheet has around its blocks: titles, headings, widths, panes, print set-up, protection."""

from __future__ import annotations

from collections.abc import Sequence

from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.builder import FIRST, LOG_HEADER, TIMELINE, TOTAL
from slasheet.layout.layout import Block
from slasheet.layout.sheets import SHEETS, Sheet, sheets_in
from slasheet.plan.words import head, word
from slasheet.texts.columns import display_width
from slasheet.texts.languages import _
from slasheet.writer.canvas import Canvas
from slasheet.writer.styles import TAB_COLOURS, number_format

_GUTTER, _WIDEST, _WIDEST_HEAD = 1.5, 64.0, 26.0
_USUAL_WIDTH = 15.0


def write_frames(canvas: Canvas) -> None:
    """Write title, purpose and links of every sheet but those of fixed widths, and set its widths and panes."""
    styles, layout = canvas.styles, canvas.layout
    for about in sheets_in(canvas.plan.edition):
        key = about.key
        if not about.purpose or about.widths:
            continue
        sheet = canvas.sheets[key]
        sheet.set_row(0, 28)
        canvas.print(key, 0, 0, styles.title)
        canvas.link(key, 0, FIRST, "start", styles.link)
        if key != "checks":
            canvas.link(key, 0, FIRST + 1, "checks", styles.link)
        canvas.print(key, 1, 0, styles.note)
        if key == "log":
            # The log has no label columns, and its own widths.
            sheet.freeze_panes(LOG_HEADER + 1, 0)
            sheet.repeat_rows(LOG_HEADER)
            continue
        for col, width in enumerate(_widths(canvas, about)):
            sheet.set_column(col, col, width)
        frozen = TIMELINE + 1 if about.monthly else TIMELINE
        if about.monthly:
            canvas.print(key, TIMELINE, 0, styles.header(align="left"))
        sheet.repeat_rows(0, frozen - 1)
        if about.in_view:
            frozen = layout.blocks[about.in_view].row + 1
        sheet.freeze_panes(frozen, FIRST)


def write_headings(canvas: Canvas) -> None:
    """Write the headings of the groups, the heads of the label columns and the titles of single rows."""
    styles, layout = canvas.styles, canvas.layout
    for heading in layout.headings:
        if heading.sheet == AGREEMENT:
            continue
        sheet = canvas.sheets[heading.sheet]
        sheet.set_row(heading.row, 20)
        canvas.print(heading.sheet, heading.row, 0, styles.heading)
        canvas.print(heading.sheet, heading.row, FIRST, styles.note)
        block = layout.blocks[heading.first]
        if not block.labels and block.header is not None:
            sheet.write_blank(block.header, 0, None, styles.header())
        for col in block.labels.values():
            # The head of the regions is typed, once.
            if block.header is not None and (block.sheet, block.header, col) in canvas.wording:
                canvas.print(block.sheet, block.header, col, styles.header(align="left"))
        if block.header is not None and block.col_axis in ("mtd", "observed", "pair"):
            sheet.set_row(block.header, 42)
    for block in layout.blocks.values():
        if block.headed:
            align = "left" if block.col == 0 else "center"
            canvas.print(block.sheet, block.row - 1, block.col, styles.header(align=align))
        if block.titled and block.sheet != AGREEMENT:
            canvas.print(block.sheet, block.row, 0, styles.cell("total") if block.is_total else styles.label)


def finish(canvas: Canvas) -> None:
    """Protect every sheet without a password and make it ready to print."""
    may = ("format_columns", "format_rows", "select_locked_cells", "select_unlocked_cells")
    for key, sheet in canvas.sheets.items():
        sheet.hide_gridlines(2)
        sheet.protect("", dict.fromkeys((*may, *SHEETS[key].deeds), True))
        if SHEETS[key].portrait:
            sheet.set_portrait()
        else:
            sheet.set_landscape()
        sheet.set_paper(SHEETS[key].paper)
        sheet.fit_to_pages(1, int(key == "start"))
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&F  ·  &A&R&8&P / &N")
        sheet.set_tab_color(TAB_COLOURS[SHEETS[key].kind])
    canvas.sheets["start"].activate()


def _widths(canvas: Canvas, sheet: Sheet) -> list[float]:
    """Return the width of every column of a sheet: labels, total, months or regions, quarters."""
    blocks = [block for block in canvas.layout.blocks.values() if block.sheet == sheet.key]
    if sheet.key == "scoring":
        # Points stand right beside their criteria; the texts of the grid take what else there is room for.
        return _scoring_widths(canvas, blocks)
    labels = _label_widths(canvas, blocks)
    last = max(block.col + block.cols for block in blocks)
    total = max(13.0, _money_width(canvas, "_plan")) if any(block.col == TOTAL for block in blocks) else _GUTTER
    least = max(sheet.least_width or _USUAL_WIDTH, _head_width(canvas, blocks))
    if not sheet.monthly:
        amounts = _money_width(canvas, "") if sheet.least_width else 0.0
        return [*labels, total, *([max(least, amounts)] * (last - FIRST))]
    months, horizon = canvas.plan.months, canvas.plan.months + canvas.plan.lookahead
    rest = [max(least, _money_width(canvas, ""))] * (last - FIRST)
    if last > FIRST + horizon:
        quarter = max(11.0, _money_width(canvas, "_quarter"))
        rest[horizon:] = [_GUTTER, *([quarter] * (last - FIRST - horizon - 1))]
    if sheet.key == "totals" and len(canvas.plan.regions) <= months:
        rest[months:horizon] = [_GUTTER] * canvas.plan.lookahead
    return [*labels, total, *rest]


def _scoring_widths(canvas: Canvas, blocks: Sequence[Block]) -> list[float]:
    """Return widths that show every criterion and the head of every column on one line."""
    inputs, table = canvas.plan.inputs, canvas.layout.measures
    criteria = [display_width(str(text)) for axis in ("fit", "interest") for text in inputs[f"{axis}_criteria"] if text]
    heads = [display_width(_(table[block.measure].title)) + 1.0 for block in blocks if block.headed and block.col]
    return [min(max([44.0, *(size + 2.0 for size in criteria)]), _WIDEST), 0.4, 0.4, 0.4, *[max([20.0, *heads])] * 5]


def _head_width(canvas: Canvas, blocks: Sequence[Block]) -> float:
    """Return how wide columns must be for what stands above them: names that are typed whole, others word by word."""
    plan, table = canvas.plan, canvas.layout.measures
    widest = 0
    for block in blocks:
        axis = block.col_axis
        if axis is None or axis in ("month", "horizon", "day"):
            continue
        for label in plan.axis(axis):
            printed = word(axis, label, table)
            parts = [printed] if table[block.measure].kind == "label" else printed.split() or [""]
            widest = max(widest, *map(display_width, parts))
    return min(widest + 1.0, _WIDEST_HEAD)


def _label_widths(canvas: Canvas, blocks: Sequence[Block]) -> list[float]:
    """Return how wide the columns beside the values must be for the longest label in each, in any language."""
    widths = [28.0, _GUTTER, _GUTTER]
    plan, table = canvas.plan, canvas.layout.measures
    for block in blocks:
        for axis, col in block.labels.items():
            # The currency of a region is a code of three letters.
            labels = plan.axis(axis) if axis != "currency" else ()
            printed = [head(axis, plan.region_label), *(word(axis, label, table) for label in labels)]
            widths[col] = max(widths[col], 17.0, max(map(display_width, printed)) + 2.0)
        if block.titled:
            widths[0] = max(widths[0], display_width(_(table[block.measure].title)) + 2.0)
    return [min(width, _WIDEST) for width in widths]


def _money_width(canvas: Canvas, period: str) -> float:
    """Return how wide the largest amount per month, quarter or plan is."""
    plan = canvas.plan
    cells = [*canvas.results[f"revenue_target_by_month{period}"], *canvas.results[f"sla_value_by_month{period}"]]
    if plan.currencies:
        # A region's own amounts may be larger than the total.
        cells += canvas.results[f"revenue_target{period}"] if period else plan.inputs["revenue_target"]
    sums = [value for value in cells if isinstance(value, int | float)]
    formats = (number_format(plan, "money", currency=code) for code in (None, *plan.own_currencies().values()))
    marks = [numbers.split(";")[0].replace("#,##0", "").strip('"') for numbers in formats]
    return max((len(f"{value:,.0f}") for value in sums), default=11) + max(map(len, marks)) + 1.5
