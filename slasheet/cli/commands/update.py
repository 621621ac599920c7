"""The command that changes a plan: update, which writes a fresh workbook and loses nothing in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slasheet.cli.options import FILE, force_option, keep_own_option, language_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import is_large, say, show_text, sign_of_life
from slasheet.texts.languages import _, n_, speaking

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan
    from slasheet.revise.take_over import Taken
    from slasheet.revise.update.updated import Updated
    from slasheet.writer.own import OwnThings

#: Options that may be given several times: name, form and help.
_SEVERAL = (
    ("--rename-region", "OLD=NEW", "Rename a region; two may swap their names."),
    ("--drop-region", "NAME", "Remove a region."),
    ("--add-region", "NAME", "Add a region, blank, below the others."),
    ("--rename-channel", "OLD=NEW", "Rename a channel."),
    ("--drop-channel", "NAME", "Remove a channel."),
    ("--add-channel", "NAME:OWNER", "Add a channel, blank; its owner is marketing or sales."),
    ("--owner", "CHANNEL=OWNER", "Who owns a channel: marketing or sales."),
    ("--rename-stage", "OLD=NEW", "Rename a stage; its rates stay."),
    ("--drop-stage", "NAME", "Remove a stage; close rates stay as they are."),
    ("--add-stage", "TEXT", '"NAME after STAGE" or "NAME before STAGE".'),
    ("--region-currency", "REGION=CODE", "The currency that a region plans in."),
    (
        "--set",
        "MEASURE[LABEL,…]=VALUE",
        "Set an input, as 'deal_size[EMEA]=24000'; labels in the order of its axes, * for all of one. No value clears.",
    ),
)
_CHOICES = {"rounding": ("up", "nearest", "none"), "carry": ("exact", "chain"), "pacing": ("calendar", "working")}


def _what_to_change(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what to change."""
    options: list[Callable[[Any], Any]] = [
        *(click.option(name, multiple=True, metavar=form, help=help_text) for name, form, help_text in _SEVERAL),
        click.option("--start", metavar="YYYY-MM", help="The first month; values keep their months."),
        click.option("--months", type=int, metavar="N", help="How many months, 1 to 36."),
        click.option(
            "--lookahead", type=int, metavar="N", help="How many months after the plan have targets, 0 to 12."
        ),
        click.option(
            "--grow",
            metavar="PERCENT",
            help="Give new months the targets of the year or period before, plus this: 10%.",
        ),
        click.option("--currency", metavar="C", help="The reporting currency, as EUR; amounts are not converted."),
        *(click.option(f"--{name}", type=click.Choice(choices)) for name, choices in _CHOICES.items()),
        click.option("--title", metavar="TEXT", help="The title of the agreement."),
        click.option("--region-label", metavar="WORD", help="The word for the rows, such as Region or Persona."),
        language_option("Language of the workbook", "the one it has"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_HELP = """Change a plan without losing what was typed: FILE (a workbook or a plan file) into a fresh workbook.

Values keep their place by label and month. Renames come first, and all other options use the new names; then regions,
channels and stages are removed, then added; then settings and months change; values are set last. What would lose its
place is listed, and then nothing is written unless you add --drop. FILE itself is never changed.

\b
slasheet update sla.xlsx --rename-region EMEA=Europe --add-region "Middle East" -o new.xlsx
slasheet update sla.xlsx --start 2028-01 --grow 10% --drop -o sla-2028.xlsx

Exit code 0: written; 1: something would be lost, nothing is written; 2: the command is wrong or the file can't be read.
"""


@click.command(help=_HELP)
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, help="The fresh workbook, or a plan file (its name ends in .toml).")
@_what_to_change
@click.option("--drop", is_flag=True, help="Go on even if something you typed no longer has a place.")
@click.option("--dry-run", is_flag=True, help="Show what would change and what would be lost; write nothing.")
@click.option("--all", "every", is_flag=True, help="Show every cell that is lost.")
@keep_own_option
@force_option()
def update(
    file: Path,
    output: Path | None,
    drop: bool,
    dry_run: bool,
    every: bool,
    keep_own: bool,
    force: bool,
    grow: str | None,
    **given: Any,
) -> int:
    """Change a plan without losing what was typed."""
    from slasheet.cli.update_options import changes_of
    from slasheet.plan.plan import Plan
    from slasheet.revise.keep_own import keep
    from slasheet.revise.left_behind import notes_on
    from slasheet.revise.newest import edition_notes
    from slasheet.revise.take_over import LEFT_BEHIND
    from slasheet.revise.update import changed

    texts = {
        name.removeprefix("--").replace("-", "_"): given.pop(name.removeprefix("--").replace("-", "_"))
        for name, *_rest in _SEVERAL
    }
    settings = {key: value for key, value in given.items() if value is not None}
    if not settings and not any(texts.values()) and grow is None:
        raise click.UsageError(
            "say what to change; to write the same plan into a fresh workbook, use slasheet rebuild."
        )
    if output is None and not dry_run:
        raise click.UsageError("say where to write with -o, or try it first with --dry-run.")
    if output and not dry_run:
        may_be_written(output, [file], force=force, as_workbook=not _is_plan_file(output))
    with sign_of_life(f"updating {file} …", is_large(file)):
        taken = _read(file)
        plan = taken if isinstance(taken, Plan) else taken.plan
        made = changed(plan, changes_of(plan, settings, texts, grow))
    with speaking(made.plan.language):
        show_text(made.text(every=every) + "\n")
        say(*edition_notes(plan))
        behind = () if isinstance(taken, Plan) else tuple(each for each in taken.doubts if each.name in LEFT_BEHIND)
        things = None
        if not isinstance(taken, Plan):
            as_workbook = output is None or not _is_plan_file(output)
            mine = keep(taken, made.plan, wanted=keep_own and as_workbook, renamed=made.renamed)
            things = mine.things
            say(*notes_on(taken, file, mine))
        if (made.lost or behind) and not drop:
            sentence = _(
                "{file}: not updated, so that nothing is lost; to go on anyway, add --drop. {file} itself keeps everything in any case."
            )
            say(f"slasheet: {sentence.format(file=file)}", err=True)
            return 1
        if dry_run or output is None:
            say(_("nothing was written: this was a dry run"))
            return 0
        with sign_of_life(_("writing {file} …").format(file=output), len(plan.log) > 20_000):
            _write(made, output, things)
        say(_written(made, file, output))
    return 0


def _is_plan_file(path: Path) -> bool:
    return path.suffix.lower() == ".toml"


def _read(file: Path) -> Plan | Taken:
    """Return the plan in a plan file, or what a workbook gives."""
    if _is_plan_file(file):
        from slasheet.plan.file.plan_file import load_plan

        return load_plan(file)
    from slasheet.revise.take_over import take_over

    return take_over(file)


def _write(made: Updated, output: Path, things: OwnThings | None) -> None:
    if not _is_plan_file(output):
        from slasheet.writer.workbook import write

        write(made.plan, output, things)
        return
    from slasheet.plan.file.plan_file import to_toml
    from slasheet.spreadsheet.files import atomic_write

    text = to_toml(made.plan)
    with atomic_write(output) as draft:
        draft.write_text(text, encoding="utf-8")


def _written(made: Updated, file: Path, output: Path) -> str:
    """Return what to say of what was written: what is kept, and what comes next."""
    from slasheet.plan.amounts import amount

    kept = n_("{count} input", "{count} inputs", made.kept).format(count=amount(made.kept, "count"))
    rows = len(made.plan.log)
    logged = n_("{count} row of the lead log", "{count} rows of the lead log", rows)
    logged = logged.format(count=amount(rows, "count"))
    sentence = _("{output}: updated from {file}, {inputs} kept.")
    if rows:
        sentence = _("{output}: updated from {file}, {inputs} and {rows} kept.")
    following = _("Next: slasheet new {output}") if _is_plan_file(output) else _("Next: slasheet check {output}")
    return f"{sentence.format(output=output, file=file, inputs=kept, rows=logged)} {following.format(output=output)}"
