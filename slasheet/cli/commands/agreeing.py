"""The commands about what is agreed: what changed between two workbooks or plans, and who signs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from slasheet.cli.commands.options import FILE, in_language
from slasheet.cli.commands.terminal import LARGE_FILE, left_out, say, show_text, sign_of_life
from slasheet.cli.overwrite import is_no_workbook_of_ours
from slasheet.spreadsheet.files import may_be_written, output_differs
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_, speaking
from slasheet.texts.months import FIRST_YEAR, LAST_YEAR
from slasheet.texts.printable import json_text


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-o", "--output", type=FILE, help="Write the difference to this file instead of printing it.")
@click.option("--all", "every", is_flag=True, help="Show every computed cell, not only the tables people sign.")
@in_language
def diff(old: Path, new: Path, form: str, output: Path | None, every: bool, language: str | None) -> int:
    """Show what changed between two workbooks or plan files: inputs first, then the results.

    OLD and NEW are each a workbook (.xlsx, .ods) or a plan file (.toml). Cells are compared by label and month,
    wherever they stand.

    Exit code 0: nothing changed; 1: something changed; 2: a file can't be read.
    """
    from slasheet.revise.diff import diff as diff_plans
    from slasheet.spreadsheet.files import atomic_write

    if output:
        for source in (old, new):
            output_differs(source, output)
        is_no_workbook_of_ours(output)
    size = sum(path.stat().st_size for path in (old, new) if path.is_file())
    with sign_of_life(f"comparing {old} and {new} …", size > LARGE_FILE):
        found = diff_plans(old, new, every=every)
    if form == "json":
        text = json_text(found.to_json())
    else:
        text = found.markdown(language) if form == "markdown" else found.text(language)
    if output:
        with atomic_write(output) as draft:
            draft.write_text(text, encoding="utf-8")
    else:
        show_text(text)
    return int(found.changed)


_LONGEST_NAME = 120


def _signature_text(_context: click.Context, option: click.Parameter, text: str) -> str:
    if not text.strip() or len(text) > _LONGEST_NAME or not text.isprintable():
        message = f"--{option.name} takes a text of one line, up to {_LONGEST_NAME} characters."
        raise click.UsageError(message)
    return text.strip()


def _day_of_signing(_context: click.Context, _option: click.Parameter, day: datetime | None) -> datetime | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"--date takes a day from {FIRST_YEAR} to {LAST_YEAR}."
        raise click.UsageError(message)
    return day


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The signed copy.")
@click.option("--name", required=True, callback=_signature_text, help="Who signs.")
@click.option("--role", required=True, callback=_signature_text, help="In which role, for example “Head of sales”.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), callback=_day_of_signing, help="The day. [default: today]"
)
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
@in_language
def sign(
    file: Path, output: Path, name: str, role: str, day: datetime | None, force: bool, language: str | None
) -> int:
    """Sign a workbook: a copy with name, date and the fingerprint of what is agreed, every formula restored.

    A workbook in which slasheet check finds errors is not signed. From then on, check says whether the agreement
    is still what was signed. FILE itself is never changed.

    Exit code 0: signed; 1: there are errors; 2: the file can't be read.
    """
    from slasheet.checker.checker import check_book
    from slasheet.plan.signatures import holds, in_words, signatures, signed
    from slasheet.revise.take_over import doubts_told, take_over
    from slasheet.writer.workbook import write

    output_differs(file, output)
    may_be_written(output, force=force)
    taken = take_over(file, as_it_stands=True)
    plan = taken.plan
    errors = [
        found
        for found in check_book(taken.book).findings
        if found.severity == "error" and found.name != "changed-since-signed"
    ]
    with speaking(language or plan.language):
        if errors:
            count = n_("{count} error", "{count} errors", len(errors)).format(count=len(errors))
            line = _("{file}: not signed, because slasheet check finds {found}; fix that first.").format(
                file=file, found=count
            )
            say(f"slasheet: {line}", err=True)
            return 1
        try:
            made = signed(plan, name, role, (day or datetime.now().astimezone()).date())
        except FileError as error:
            message = f"{file}: {error}"
            raise FileError(message) from error
        write(made, output)
        line = _("{output}: signed by {name} ({role}), fingerprint {fingerprint}. Next: slasheet check {output}")
        say(line.format(output=output, name=name, role=role, fingerprint=made.fingerprint()))
        for other in signatures(made):
            if other.fingerprint and not holds(made, other):
                line = _("note: {signer} ({role}) signed another version: fingerprint {fingerprint}.")
                say(line.format(fingerprint=other.fingerprint, **in_words(other)))
        left_out(taken.foreign)
        say(*doubts_told(taken, file))
    return 0
