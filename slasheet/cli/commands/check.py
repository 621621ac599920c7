"""The command `check`: filled workbooks read back, recomputed, and what is wrong in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slasheet.cli.options import FILE, NAME, dask_option, force_option, in_language, jobs_option, timeout_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.streams import has_colours
from slasheet.cli.terminal import is_large, say, sign_of_life
from slasheet.report.formats import FORMATS, Format, Wanted, limit_of, too_long
from slasheet.spreadsheet.file_names import is_address, means_one
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_, speaking

if TYPE_CHECKING:
    from slasheet.report.report import Report

#: The format without --format, and that with --resume.
_FORMAT, _RESUMED = next(iter(FORMATS)), next(name for name, known in FORMATS.items() if known.streams)
_WITH_MEASURES = " or ".join(name for name, known in FORMATS.items() if known.measures)
_OF_ONE_FILE = " or ".join(name for name, known in FORMATS.items() if not known.streams)


@click.command()
@click.argument("files", nargs=-1, required=True, type=NAME, metavar="FILE...")
@click.option("--format", "form", type=click.Choice([*FORMATS]), help=f"[default: {_FORMAT}]")
@click.option("-o", "--output", type=FILE, help="Write the report to this file instead of printing it.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option(
    "--annotate",
    "marked",
    type=FILE,
    metavar="OUT.xlsx",
    help="Also write a copy of the workbook with a mark and a note at every finding.",
)
@force_option("report or the annotated copy")
@jobs_option
@timeout_option
@click.option(
    "--resume",
    type=FILE,
    metavar="RESULTS.jsonl",
    help="Add results to this file; skip workbooks already in it that have not changed.",
)
@dask_option
@click.option("--no-measures", is_flag=True, help=f"Findings only, without the numbers ({_WITH_MEASURES}).")
@in_language
def check(
    files: tuple[str, ...],
    form: str | None,
    output: Path | None,
    strict: bool,
    marked: Path | None,
    force: bool,
    jobs: int | None,
    timeout: float | None,
    resume: Path | None,
    dask: str | None,
    no_measures: bool,
    language: str | None,
) -> int:
    """Read filled-in workbooks, recompute them, and report what is wrong.

    A FILE may be a folder (every .xlsx and .ods in it and below), a pattern in quotes ('clients/**/*.xlsx') or an
    address (s3://…). Several are checked at a time, each in its own process.

    Exit code 0: no errors (with --strict, no warnings either); 1: there are some; 2: a file can't be read.
    """
    form = form or (_RESUMED if resume else _FORMAT)
    chosen = FORMATS[form]
    _refuse_contradictions(form, output, resume, dask, jobs, no_measures=no_measures)
    colour = output is None and has_colours(sys.stdout)
    wanted = Wanted(chosen, language, measures=not no_measures, colour=colour, limit=limit_of(timeout))
    apart = bool(jobs or timeout or dask)
    alone = means_one(files) and not is_address(files[0])
    if marked:
        if not alone or apart or chosen.streams:
            message = f"--annotate takes one workbook at a time, and a report as {_OF_ONE_FILE}."
            raise click.UsageError(message)
        _refuse_to_annotate(Path(files[0]), marked, output, force=force)
    elif not alone or apart or chosen.streams:
        from slasheet.cli.check_many import Order, check_many

        return check_many(Order(files, chosen, wanted, output, resume, strict, jobs, dask, apart, force))
    from slasheet.cli.time_limit import time_limit

    with time_limit(wanted.limit, too_long(files[0], wanted.limit)):
        return _check_one(Path(files[0]), chosen, wanted, output, marked, strict=strict, force=force)


def _refuse_contradictions(
    form: str, output: Path | None, resume: Path | None, dask: str | None, jobs: int | None, *, no_measures: bool
) -> None:
    """Refuse options that don't go together."""
    if resume and not FORMATS[form].streams:
        message = f"--resume adds lines of JSON; drop --format {form}."
        raise click.UsageError(message)
    if resume and output:
        raise click.UsageError("the results go into the file of --resume; drop -o.")
    if dask and jobs:
        raise click.UsageError("the cluster of --dask decides how many files it checks at a time; drop --jobs.")
    if no_measures and not FORMATS[form].measures:
        message = f"--no-measures goes with --format {_WITH_MEASURES}."
        raise click.UsageError(message)


def _check_one(
    file: Path, chosen: Format, wanted: Wanted, output: Path | None, marked: Path | None, *, strict: bool, force: bool
) -> int:
    """Check one workbook in this process and write the report; return the exit code."""
    from slasheet.checker.checker import check as check_file
    from slasheet.spreadsheet.files import atomic_write

    if output:
        may_be_written(output, [file], force=force)
    with sign_of_life(f"checking {file} …", is_large(file)):
        report = check_file(file, wanted.language)
    text = chosen.render(report, wanted, None)
    if output:
        with atomic_write(output) as draft:
            draft.write_text(text, encoding="utf-8")
    else:
        # Colours are the one thing that may steer the terminal; everything else in the text has been made harmless.
        click.echo(text, nl=False)
    if marked:
        _annotate(file, marked, report)
    return int(not report.ok or bool(strict and report.counts["warning"]))


def _refuse_to_annotate(file: Path, marked: Path, output: Path | None, *, force: bool) -> None:
    """Refuse what --annotate can't do, before anything is read."""
    if marked.suffix.lower() != ".xlsx":
        message = f"{marked}: an annotated copy is an .xlsx workbook; end its name in .xlsx."
        raise FileError(message)
    if file.suffix.lower() == ".ods":
        message = f"{file}: only an .xlsx workbook can be annotated; save it as .xlsx first."
        raise FileError(message)
    if output and output.absolute() == marked.absolute():
        raise click.UsageError("-o and --annotate name the same file.")
    may_be_written(marked, [file], force=force, as_workbook=True, option="--annotate")


def _annotate(file: Path, marked: Path, report: Report) -> None:
    """Write the annotated copy and say so; on stderr, since the report is the result."""
    from slasheet.plan.amounts import amount
    from slasheet.report.annotate import annotate, is_not_ours

    with speaking(report.language):
        if is_not_ours(report):
            say(_("{file}: no annotated copy was written").format(file=file), err=True)
            return
        annotate(file, marked, report)
        count = len(report.findings)
        sentence = n_(
            "{output}: a copy of {file}, with {count} finding marked and explained in a note",
            "{output}: a copy of {file}, with {count} findings marked and explained in notes",
            count,
        )
        if not count:
            sentence = _("{output}: a copy of {file}; nothing was found, so nothing is marked")
        say(sentence.format(output=marked, file=file, count=amount(count, "count")), err=True)
