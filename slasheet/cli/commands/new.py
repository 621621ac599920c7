"""The command `new`: a workbook, blank or from a plan file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from slasheet.cli.options import FILE, force_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import say, sign_of_life
from slasheet.texts.languages import LANGUAGES, _, n_, speaking

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
@force_option("workbook")
def new(
    plan: Path | None,
    template: str | None,
    output: Path | None,
    regions: tuple[str, ...],
    channels: tuple[str, ...],
    start: str | None,
    months: int | None,
    lookahead: int | None,
    currency: str | None,
    pacing: str | None,
    language: str | None,
    example: bool,
    force: bool,
) -> None:
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
    may_be_written(target, [plan] if plan else [], force=force, as_workbook=True)
    size = len(made.regions) * len(made.channels) * made.months * len(made.stages)
    with speaking(made.language):
        with sign_of_life(_("writing {file} …").format(file=target), size > _LARGE_PLAN):
            write(made, target)
        say(_written(made).format(file=target, sizes=_sizes(made)))
        if lost:
            sentence = n_(
                "{file}: {count} number of {plan} does not fit in and is left out.",
                "{file}: {count} numbers of {plan} do not fit in and are left out.",
                lost,
            )
            say(sentence.format(file=target, count=amount(lost, "count"), plan=plan))


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
