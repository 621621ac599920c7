"""From a plan to the workbook: every cell with its formula and its right value, ready to fill in."""

from __future__ import annotations

import os
from pathlib import Path

from xlsxwriter import Workbook

from slasheet.layout.agreement import SHEET as AGREEMENT
from slasheet.layout.formulas import Formulas
from slasheet.layout.sheets import layout
from slasheet.layout.wording import wording
from slasheet.plan.plan import Plan
from slasheet.recompute import recompute
from slasheet.spreadsheet.addresses import anchored, quoted
from slasheet.spreadsheet.files import atomic_write
from slasheet.spreadsheet.zip.archive import ODS_SUFFIXES
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, speaking
from slasheet.writer.canvas import Canvas
from slasheet.writer.new_book import new_book
from slasheet.writer.own import OwnThings, write_own
from slasheet.writer.plain_sheet import PlainSheet
from slasheet.writer.sheets.agreement import write_agreement, write_texts
from slasheet.writer.sheets.charts import add_chart
from slasheet.writer.sheets.checks import write_links
from slasheet.writer.sheets.frame import finish, write_frames, write_headings
from slasheet.writer.sheets.hidden import write_hidden
from slasheet.writer.sheets.inputs import write_inputs, write_names
from slasheet.writer.sheets.log import write_log
from slasheet.writer.sheets.results import write_derived, write_labels
from slasheet.writer.sheets.scoring import finish_grid
from slasheet.writer.sheets.start import write_start
from slasheet.writer.styles import Styles

_WRITERS = {"derived": write_derived, "input": write_inputs, "label": write_names, "log": write_log}


def write(plan: Plan, path: str | os.PathLike[str], own: OwnThings | None = None) -> None:
    """Write the workbook of a plan to `path`, replacing what is there only when all is written.

    `own` is what stands in it besides the plan. The same plan gives the same bytes. Raises FileError when the file can't be written or its name says that it is
    an OpenDocument file.
    """
    if Path(path).suffix.lower() in ODS_SUFFIXES:
        message = f"{path}: slasheet writes .xlsx; name it {Path(path).stem}.xlsx (LibreOffice opens that and saves it as .ods)."
        raise FileError(message)
    with atomic_write(path) as draft, speaking(plan.language):
        _write(plan, draft, own)


def _write(plan: Plan, draft: Path, own: OwnThings | None) -> None:
    with new_book(draft, plan.title, _("Sales and marketing service level agreement")) as book:
        _fill(plan, book, own)


def _fill(plan: Plan, book: Workbook, own: OwnThings | None) -> None:
    plan_layout = layout(plan)
    sheets = {key: book.add_worksheet(title, PlainSheet) for key, title in plan_layout.titles.items()}
    canvas = Canvas(
        plan,
        plan_layout,
        Formulas(plan_layout),
        recompute(plan),
        book,
        Styles(book, plan.language),
        sheets,
        wording(plan_layout),
    )
    write_frames(canvas)
    write_headings(canvas)
    for block in plan_layout.blocks.values():
        kind = plan_layout.measures[block.measure].kind
        writer = write_texts if kind == "input" and block.sheet == AGREEMENT else _WRITERS[kind]
        writer(canvas, block)
    write_labels(canvas)
    write_agreement(canvas)
    for spot in plan_layout.charts:
        add_chart(canvas, spot)
    write_links(canvas)
    finish_grid(canvas)
    write_start(canvas)
    for name, sheet, top, left, bottom, right in plan_layout.names():
        book.define_name(name, f"={quoted(plan_layout.titles[sheet])}!{anchored(top, left, bottom, right)}")
    write_hidden(canvas)
    finish(canvas)
    if own is not None:
        write_own(canvas, own)
