"""The command `sign`: a copy of a workbook with name, date and the fingerprint of what is agreed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from slasheet.cli.options import FILE, force_option, in_language, keep_own_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import say
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_, speaking
from slasheet.texts.months import FIRST_YEAR, LAST_YEAR

_LONGEST_NAME = 120


def _signature_text(_context: click.Context, option: click.Parameter, text: str) -> str:
    if not text.strip() or len(text) > _LONGEST_NAME or not text.isprintable():
        message = f"--{option.name} takes a text of one line, up to {_LONGEST_NAME} characters."
        raise click.UsageError(message)
    return text.strip()


def _day_of_signing(_context: click.Context, _option: click.Parameter, text: str | None) -> date | None:
    """Return the day that a text names in any of the languages; one that may be several is asked for, never guessed."""
    if text is None:
        return None
    from slasheet.texts.days import days

    named = days(text)
    if not named:
        message = f"--date: {text!r} is no day from {FIRST_YEAR} to {LAST_YEAR}; write it as 2027-01-15."
        raise click.UsageError(message)
    if len(named) > 1:
        either = " or ".join(day.isoformat() for day in named)
        message = f"--date: {text!r} may be {either}; write the one that is meant."
        raise click.UsageError(message)
    return named[0]


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The signed copy.")
@click.option("--name", required=True, callback=_signature_text, help="Who signs.")
@click.option("--role", required=True, callback=_signature_text, help="In which role, for example “Head of sales”.")
@click.option(
    "--date",
    "day",
    metavar="DATE",
    callback=_day_of_signing,
    help="The day, as 2027-01-15 or 15 Jan 2027. [default: today]",
)
@keep_own_option
@force_option()
@in_language
def sign(
    file: Path, output: Path, name: str, role: str, day: date | None, keep_own: bool, force: bool, language: str | None
) -> int:
    """Sign a workbook: a copy with name, date and the fingerprint of what is agreed, every formula restored.

    A workbook in which slasheet check finds errors is not signed. From then on, check says whether the agreement
    is still what was signed. FILE itself is never changed.

    Exit code 0: signed; 1: there are errors; 2: the file can't be read.
    """
    from slasheet.checker.checker import check_book
    from slasheet.plan.signatures import holds, in_words, signatures, signed
    from slasheet.revise.keep_own import keep
    from slasheet.revise.left_behind import notes_on
    from slasheet.revise.take_over import take_over
    from slasheet.writer.workbook import write

    may_be_written(output, [file], force=force, as_workbook=True)
    taken = take_over(file, as_it_stands=True)
    plan = taken.plan
    errors = [
        found
        for found in check_book(taken.reading.file).findings
        if found.severity == "error" and found.name != "changed-since-signed"
    ]
    with speaking(language or plan.language):
        if errors:
            count = n_("{count} error", "{count} errors", len(errors)).format(count=len(errors))
            sentence = _("{file}: not signed, because slasheet check finds {found}; fix that first.").format(
                file=file, found=count
            )
            say(f"slasheet: {sentence}", err=True)
            return 1
        try:
            made = signed(plan, name, role, day or datetime.now().astimezone().date())
        except FileError as error:
            message = f"{file}: {error}"
            raise FileError(message) from error
        mine = keep(taken, made, wanted=keep_own)
        write(made, output, mine.things)
        sentence = _("{output}: signed by {name} ({role}), fingerprint {fingerprint}. Next: slasheet check {output}")
        say(sentence.format(output=output, name=name, role=role, fingerprint=made.fingerprint()))
        for other in signatures(made):
            if other.fingerprint and not holds(made, other):
                sentence = _("note: {signer} ({role}) signed another version: fingerprint {fingerprint}.")
                say(sentence.format(fingerprint=other.fingerprint, **in_words(other)))
        say(*notes_on(taken, file, mine))
    return 0
