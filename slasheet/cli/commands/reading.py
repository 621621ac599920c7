"""The commands that read a workbook and say something: check, show and explain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slasheet.cli.commands.options import FILE, dask_option, in_language, jobs_option, timeout_option
from slasheet.cli.commands.terminal import LARGE_FILE, say, show_text, sign_of_life
from slasheet.cli.overwrite import is_no_workbook_of_ours
from slasheet.report.formats import FORMATS, Format, Wanted, limit_of
from slasheet.spreadsheet.files import may_be_written, output_differs
from slasheet.texts.closest import nearest
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_, speaking

if TYPE_CHECKING:
    from slasheet.report.report import Report

#: The format without --format, and that with --resume.
_FORMAT, _RESUMED = next(iter(FORMATS)), next(name for name, known in FORMATS.items() if known.streams)
_WITH_MEASURES = " or ".join(name for name, known in FORMATS.items() if known.measures)
_OF_ONE_FILE = " or ".join(name for name, known in FORMATS.items() if not known.streams)
_DEFAULT_SHOWN = ("revenue_target", "leads_due_by_channel", "leads_due_by_region", "sla_value_by_month")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
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
@click.option("--force", is_flag=True, help="Overwrite the annotated copy if it exists.")
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
def check(files: tuple[str, ...], form: str | None, output: Path | None, strict: bool, marked: Path | None, force: bool, jobs: int | None, timeout: float | None, resume: Path | None, dask: str | None,
          no_measures: bool, language: str | None) -> int:  # fmt: skip
    """Read filled-in workbooks, recompute them, and report what is wrong.

    A FILE may be a folder (every .xlsx and .ods in it and below), a pattern in quotes ('clients/**/*.xlsx') or an
    address (s3://…). Several are checked at a time, each in its own process.

    Exit code 0: no errors (with --strict, no warnings either); 1: there are some; 2: a file can't be read.
    """
    from slasheet.many.fleet.names import is_address
    from slasheet.many.fleet.which_files import means_one

    form = form or (_RESUMED if resume else _FORMAT)
    chosen = FORMATS[form]
    _fit_together(form, output, resume, dask, jobs, no_measures=no_measures)
    colour = output is None and sys.stdout.isatty()
    wanted = Wanted(chosen, language, measures=not no_measures, colour=colour, limit=limit_of(timeout))
    apart = bool(jobs or timeout or dask)
    alone = means_one(files) and not is_address(files[0])
    if marked:
        if not alone or apart or chosen.streams:
            message = f"--annotate takes one workbook at a time, and a report as {_OF_ONE_FILE}."
            raise click.UsageError(message)
        _can_be_annotated(Path(files[0]), marked, output, force=force)
    elif not alone or apart or chosen.streams:
        from slasheet.cli.commands.many import Order, check_many

        return check_many(Order(files, chosen, wanted, output, resume, strict, jobs, dask, apart))
    return _check_one(Path(files[0]), chosen, wanted, output, marked, strict=strict)


def _fit_together(form: str, output: Path | None, resume: Path | None, dask: str | None, jobs: int | None, *, no_measures: bool) -> None:  # fmt: skip
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
    file: Path, chosen: Format, wanted: Wanted, output: Path | None, marked: Path | None, *, strict: bool
) -> int:
    """Check one workbook in this process and write the report; return the exit code."""
    from slasheet.checker.checker import check as check_file
    from slasheet.spreadsheet.files import atomic_write

    if output:
        output_differs(file, output)
        is_no_workbook_of_ours(output)
    with sign_of_life(f"checking {file} …", file.is_file() and file.stat().st_size > LARGE_FILE):
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


def _can_be_annotated(file: Path, marked: Path, output: Path | None, *, force: bool) -> None:
    """Refuse what --annotate can't do, before anything is read."""
    if marked.suffix.lower() != ".xlsx":
        message = f"{marked}: an annotated copy is an .xlsx workbook; end its name in .xlsx."
        raise FileError(message)
    if file.suffix.lower() == ".ods":
        message = f"{file}: only an .xlsx workbook can be annotated; save it as .xlsx first."
        raise FileError(message)
    if output and output.absolute() == marked.absolute():
        raise click.UsageError("-o and --annotate name the same file.")
    output_differs(file, marked, "--annotate")
    may_be_written(marked, force=force, option="--annotate")


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
        line = n_("{output}: a copy of {file}, with {count} finding marked and explained in a note", "{output}: a copy of {file}, with {count} findings marked and explained in notes", count)  # fmt: skip
        if not count:
            line = _("{output}: a copy of {file}; nothing was found, so nothing is marked")
        say(line.format(output=marked, file=file, count=amount(count, "count")), err=True)


@click.command()
@click.argument("file", type=FILE)
@click.argument("names", nargs=-1, metavar="[MEASURE]...")
@in_language
def show(file: Path, names: tuple[str, ...], language: str | None) -> None:
    """Show measures of a workbook as tables, with the recomputed numbers.

    Without a MEASURE, it shows the revenue targets and the leads due.
    """
    from slasheet.report.show import print_tables

    report = our_report(file, language)
    unknown = [name for name in names if name not in report.names()]
    if unknown:
        near = nearest(unknown[0], report.names(), 3)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else f"{file} has {len(report.names())}, leads_due among them."
        )
        message = f"there is no measure {unknown[0]!r}; {hint}"
        raise FileError(message)
    with speaking(report.language):
        print_tables(report, names or _DEFAULT_SHOWN)
    _warn_of_errors(report)


def our_report(file: Path, language: str | None = None) -> Report:
    """Check a workbook; raise FileError when it is not ours."""
    from slasheet.checker.checker import check as check_file

    report = check_file(file, language)
    if report.plan is None:
        message = f"{file}: {report.findings[0].message} {report.findings[0].advice}"
        raise FileError(message)
    return report


def _warn_of_errors(report: Report) -> None:
    """Say beside the numbers of a workbook that they are not to be relied on."""
    errors = report.counts["error"]
    if errors:
        with speaking(report.language):
            line = n_("note: slasheet check finds {count} error in {file}.", "note: slasheet check finds {count} errors in {file}.", errors)  # fmt: skip
            say(line.format(count=errors, file=report.file))


@click.command()
@click.argument("what", metavar="MEASURE|SHEET!CELL")
@click.argument("file", required=False, type=FILE)
@in_language
def explain(what: str, file: Path | None, language: str | None) -> None:
    """Explain a measure or a cell: what it means, its formula, its inputs, and with a FILE the numbers."""
    from slasheet.plan.templates import example
    from slasheet.report.explain import explain as explain_it

    if file is None:
        if "!" in what:
            raise click.UsageError("to explain a cell, name the workbook FILE, too.")
        with speaking(language or "en"):
            show_text(explain_it(what, example("funnel", language or "en")))
            say("  " + _("(as in the funnel template; name a FILE to see your own)"))
        return
    from slasheet.checker.checker import check_book
    from slasheet.reader.reading import read_workbook
    from slasheet.spreadsheet.load import load_book

    book = load_book(file)
    reading = read_workbook(book)
    with speaking(language or reading.plan.language):
        show_text(explain_it(what, reading.plan, reading))
    _warn_of_errors(check_book(book, language))
