"""The command `rebuild`: the inputs of a workbook in a fresh one."""

from __future__ import annotations

from pathlib import Path

import click

from slasheet.cli.options import FILE, force_option, keep_own_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import say
from slasheet.texts.languages import _, n_, speaking


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The fresh workbook.")
@click.option(
    "--as-it-stands",
    is_flag=True,
    help="Keep names in their new order, inputs that were moved, and a first month that can't be read.",
)
@keep_own_option
@force_option()
def rebuild(file: Path, output: Path, as_it_stands: bool, keep_own: bool, force: bool) -> None:
    """Copy the inputs of a workbook into a fresh one, with every formula restored and every value computed."""
    from slasheet.plan.amounts import amount
    from slasheet.revise.keep_own import keep
    from slasheet.revise.left_behind import notes_on
    from slasheet.revise.newest import edition_notes, newest
    from slasheet.revise.take_over import take_over
    from slasheet.writer.workbook import write

    may_be_written(output, [file], force=force, as_workbook=True)
    taken = take_over(file, as_it_stands=as_it_stands)
    plan, outside = newest(taken.plan), taken.outside
    mine = keep(taken, plan, wanted=keep_own)
    write(plan, output, mine.things)
    kept = sum(cell is not None for cells in plan.inputs.values() for cell in cells)
    with speaking(plan.language):
        given = n_("{count} input", "{count} inputs", kept).format(count=amount(kept, "count"))
        rows = n_("{count} row of the lead log", "{count} rows of the lead log", len(plan.log))
        rows = rows.format(count=amount(len(plan.log), "count"))
        sentence = _(
            "{output}: rebuilt from {file}, {inputs} kept, every formula restored. Next: slasheet check {output}"
        )
        if outside:
            sentence = _(
                "{output}: rebuilt from {file}, {inputs} and {rows} ({outside} from above or below it) kept, every formula restored. Next: slasheet check {output}"
            )
        elif plan.log:
            sentence = _(
                "{output}: rebuilt from {file}, {inputs} and {rows} kept, every formula restored. Next: slasheet check {output}"
            )
        number = amount(outside, "count")
        say(sentence.format(output=output, file=file, inputs=given, rows=rows, outside=number))
        say(*edition_notes(taken.plan))
        say(*notes_on(taken, file, mine))
