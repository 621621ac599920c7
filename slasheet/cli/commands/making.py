"""The commands that make files: new, export, rebuild; and the templates there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slasheet.cli.commands.options import FILE, language_option
from slasheet.cli.commands.reading import our_report
from slasheet.cli.commands.terminal import left_out, say, sign_of_life
from slasheet.cli.overwrite import is_no_workbook_of_ours
from slasheet.spreadsheet.files import may_be_written, output_differs
from slasheet.texts.languages import LANGUAGES, _, n_, speaking, translated

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: Plans larger than this take long enough that a sign of life is due.
_LARGE_PLAN = 60_000


@click.command()
@click.argument("plan", required=False, type=FILE)
@click.option("-t", "--template", help="Start from a template; `slasheet templates` lists them.")
@click.option("-o", "--output", type=FILE, help="The workbook to write. [default: the plan's or template's name.xlsx]")
@click.option("--region", "regions", multiple=True, metavar="NAME", help="A region; repeat for each one.")
@click.option(
    "--channel",
    "channels",
    multiple=True,
    metavar="NAME:OWNER",
    help="A channel and its owner, marketing or sales; repeat for each one.",
)
@click.option("--start", metavar="YYYY-MM", help="The first month.")
@click.option("--months", type=int, metavar="N", help="How many months, 1 to 36.")
@click.option("--lookahead", type=int, metavar="N", help="How many months after the plan have targets, 0 to 12.")
@click.option("--currency", metavar="C", help="ISO code, as EUR.")
@click.option("--pacing", type=click.Choice(["calendar", "working"]), help="Which days the goal line counts.")
@click.option("--language", metavar="L", help=f"Language of the workbook: {', '.join(LANGUAGES)}.")
@click.option("--example", is_flag=True, help="Fill it in with example numbers.")
@click.option("--force", is_flag=True, help="Overwrite the workbook if it exists.")
def new(plan: Path | None, template: str | None, output: Path | None, regions: tuple[str, ...], channels: tuple[str, ...], start: str | None, months: int | None, lookahead: int | None,
        currency: str | None, pacing: str | None, language: str | None, example: bool, force: bool) -> None:  # fmt: skip
    """Write a workbook, blank or from a plan file.

    PLAN is a plan file (TOML); its inputs are filled in. Without it the workbook is blank.
    """
    from slasheet.plan.amounts import amount
    from slasheet.plan.new import starting_plan
    from slasheet.writer.workbook import write

    if plan and template:
        raise click.UsageError("give a plan file or a template, not both.")
    changes = {
        "start": start,
        "months": months,
        "lookahead": lookahead,
        "currency": currency,
        "pacing": pacing,
        "language": language,
    }
    given = {key: value for key, value in changes.items() if value is not None}
    made, lost = starting_plan(plan, template, regions, channels, given, example=example)
    target = output or Path(f"{plan.stem if plan else template or 'sla'}.xlsx")
    if plan:
        output_differs(plan, target)
    may_be_written(target, force=force)
    size = len(made.regions) * len(made.channels) * made.months * len(made.stages)
    with speaking(made.language):
        with sign_of_life(_("writing {file} …").format(file=target), size > _LARGE_PLAN):
            write(made, target)
        say(_written(made).format(file=target, sizes=_sizes(made)))
        if lost:
            line = n_("{file}: {count} number of {plan} does not fit in and is left out.", "{file}: {count} numbers of {plan} do not fit in and are left out.", lost)  # fmt: skip
            say(line.format(file=target, count=amount(lost, "count"), plan=plan))


def _written(plan: Plan) -> str:
    """Return what to say of a workbook just written: how full it is, and what comes next."""
    if any(cell is not None for cell in plan.inputs["revenue_target"]):
        return _("{file}: filled workbook, {sizes}. Next: look at it, then slasheet check {file}")
    if any(cell is not None for cell in plan.inputs["deal_size"]):
        return _("{file}: half-filled workbook, {sizes}. Next: fill in the rest, then slasheet check {file}")
    return _("{file}: blank workbook, {sizes}. Next: fill it in, then slasheet check {file}")


def _sizes(plan: Plan) -> str:
    """Return how many regions, channels and months a plan has; its regions by its own word for them."""
    from slasheet.plan.words import relabelled

    regions, channels, months = len(plan.regions), len(plan.channels), plan.months
    counted = (
        relabelled(n_("{count} region", "{count} regions", regions).format(count=regions), plan.region_label),
        n_("{count} channel", "{count} channels", channels).format(count=channels),
        n_("{count} month", "{count} months", months).format(count=months),
    )
    return ", ".join(counted)


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The file to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", "parquet", "toml", "xlsx"]),
    help="[default: by the ending of the output's name]",
)
def export(file: Path, output: Path, form: str | None) -> None:
    """Write every number of a workbook as a tidy table, one row per value; or its plan, as TOML."""
    from slasheet.plan.amounts import amount
    from slasheet.report.export import export as export_file

    output_differs(file, output)
    is_no_workbook_of_ours(output)
    report = our_report(file)
    export_file(report, output, form)
    errors = report.counts["error"]
    with speaking(report.language):
        line = _("{output}: written from {file}")
        if errors:
            line = n_("{output}: written from {file}, in which slasheet check finds {count} error", "{output}: written from {file}, in which slasheet check finds {count} errors", errors)  # fmt: skip
        say(line.format(output=output, file=file, count=amount(errors, "count")))


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The fresh workbook.")
@click.option(
    "--as-it-stands",
    is_flag=True,
    help="Keep names in their new order, inputs that were moved, and a first month that can't be read.",
)
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
def rebuild(file: Path, output: Path, as_it_stands: bool, force: bool) -> None:
    """Copy the inputs of a workbook into a fresh one, with every formula restored and every value computed."""
    from slasheet.plan.amounts import amount
    from slasheet.revise.take_over import doubts_told, take_over
    from slasheet.writer.workbook import write

    output_differs(file, output)
    may_be_written(output, force=force)
    taken = take_over(file, as_it_stands=as_it_stands)
    plan, outside = taken.plan, taken.outside
    write(plan, output)
    kept = sum(cell is not None for cells in plan.inputs.values() for cell in cells)
    with speaking(plan.language):
        given = n_("{count} input", "{count} inputs", kept).format(count=amount(kept, "count"))
        rows = n_("{count} row of the lead log", "{count} rows of the lead log", len(plan.log))
        rows = rows.format(count=amount(len(plan.log), "count"))
        line = _("{output}: rebuilt from {file}, {inputs} kept, every formula restored. Next: slasheet check {output}")
        if outside:
            line = _("{output}: rebuilt from {file}, {inputs} and {rows} ({outside} from above or below it) kept, every formula restored. Next: slasheet check {output}")  # fmt: skip
        elif plan.log:
            line = _("{output}: rebuilt from {file}, {inputs} and {rows} kept, every formula restored. Next: slasheet check {output}")  # fmt: skip
        number = amount(outside, "count")
        say(line.format(output=output, file=file, inputs=given, rows=rows, outside=number))
        left_out(taken.foreign)
        say(*doubts_told(taken, file))


@click.command()
@language_option("Language of the output", "en")
def templates(language: str | None) -> None:
    """List the templates that `new -t` takes."""
    from slasheet.plan.templates import TEMPLATES

    for name, meaning in TEMPLATES.items():
        say(f"{name:<10}{translated(meaning, language)}")
