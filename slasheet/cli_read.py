"""The commands that read a workbook and say something: check, show and explain."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slasheet.characters import json_text
from slasheet.diagnostics import FileError, Severity
from slasheet.languages import _, n_, speaking
from slasheet.terminal import (
    in_language,
    is_no_workbook_of_ours,
    may_be_written,
    output_differs,
    say,
    show_text,
    sign_of_life,
)

if TYPE_CHECKING:
    from slasheet.report import Report

_FILE = click.Path(path_type=Path)
#: Files larger than this take long enough that a sign of life is due.
_LARGE_FILE = 1_500_000
_DEFAULT_SHOWN = ("revenue_target", "leads_due_by_channel", "leads_due_by_region", "sla_value_by_month")


@click.command()
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-o", "--output", type=_FILE, help="Write the report there instead of printing it.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option(
    "--annotate",
    "marked",
    type=_FILE,
    metavar="OUT.xlsx",
    help="Write a copy of the workbook there, with a mark and a note at every finding.",
)
@click.option("--force", is_flag=True, help="Overwrite the annotated copy if it is there.")
@in_language
def check(files: tuple[Path, ...], form: str, output: Path | None, strict: bool, marked: Path | None, force: bool, language: str | None) -> int:  # fmt: skip
    """Read filled workbooks back, recompute them, and say what is wrong.

    Exit code 0: nothing is wrong; 1: there are findings; 2: a file can't be read.
    """
    from slasheet.checker import check as check_file
    from slasheet.files import whole_file

    if output:
        for file in files:
            output_differs(file, output)
        is_no_workbook_of_ours(output)
    if marked:
        _can_be_annotated(files, marked, output, force=force)
    reports: list[Report] = []
    unreadable = False
    for file in _with_progress(files):
        try:
            with sign_of_life(f"checking {file} …", file.is_file() and file.stat().st_size > _LARGE_FILE):
                reports.append(check_file(file, language))
        except FileError as error:
            unreadable = True
            say(f"slasheet: {error}", err=True)
    text = _rendered(
        reports, form, colour=output is None and form == "text" and sys.stdout.isatty(), several=len(files) > 1
    )
    if output:
        with whole_file(output) as draft:
            draft.write_text(text, encoding="utf-8")
    elif reports or not unreadable:
        # Colours are the one thing that may steer the terminal; everything else in the text has been made harmless.
        click.echo(text, nl=False)
    if marked and reports:
        _annotate(files[0], marked, reports[0])
    if unreadable:
        return 2
    return int(any(not report.ok or (strict and report.counts["warning"]) for report in reports))


def _can_be_annotated(files: tuple[Path, ...], marked: Path, output: Path | None, *, force: bool) -> None:
    """Refuse what --annotate can't do, before anything is read."""
    if len(files) > 1:
        raise click.UsageError("--annotate takes one workbook at a time.")
    if marked.suffix.lower() != ".xlsx":
        message = f"{marked}: an annotated copy is an .xlsx workbook; end its name in .xlsx."
        raise FileError(message)
    if files[0].suffix.lower() == ".ods":
        message = f"{files[0]}: only an .xlsx workbook can be annotated; save it as .xlsx first."
        raise FileError(message)
    if output and output.absolute() == marked.absolute():
        raise click.UsageError("-o and --annotate name the same file.")
    output_differs(files[0], marked, "--annotate")
    may_be_written(marked, force=force, option="--annotate")


def _annotate(file: Path, marked: Path, report: Report) -> None:
    """Write the annotated copy and say so; on stderr, since the report is the result."""
    from slasheet.annotation import annotate, is_not_ours
    from slasheet.words import amount

    with speaking(report.language):
        if is_not_ours(report):
            say(_("{file}: no annotated copy is written").format(file=file), err=True)
            return
        annotate(file, marked, report)
        count = len(report.findings)
        told = n_("{output}: a copy of {file}, with {count} finding marked and told in a note", "{output}: a copy of {file}, with {count} findings marked and told in notes", count)  # fmt: skip
        if not count:
            told = _("{output}: a copy of {file}; nothing was found, so nothing is marked")
        say(told.format(output=marked, file=file, count=amount(count, "count")), err=True)


def _with_progress(files: Sequence[Path]) -> Iterable[Path]:
    if len(files) < 2 or not sys.stderr.isatty():
        return files

    def watched() -> Iterator[Path]:
        with click.progressbar(files, label="checking", file=sys.stderr) as bar:
            yield from bar

    return watched()


def _rendered(reports: Sequence[Report], form: str, colour: bool, several: bool) -> str:
    if form == "json":
        data = [report.to_json() for report in reports]
        return json_text(data if several else (data[0] if data else {}))
    text = "\n".join(report.markdown() if form == "markdown" else report.text() for report in reports)
    if not colour:
        return text
    return "\n".join(_coloured(report) for report in reports)


def _coloured(report: Report) -> str:
    """Return a report as text with its verdict and its severities in colour."""
    from slasheet.rendering import severity_head, verdict

    inks = {"error": "red", "warning": "yellow", "info": "blue"}
    text = report.text()
    with speaking(report.language):
        told = verdict(report)
        words = {"  " + severity_head(severity): inks[severity.value] for severity in Severity}
    ink = "green" if report.ok and report.calculated else "yellow" if report.ok else "red"
    for word, colour in ({told: ink} | words).items():
        text = text.replace(word, click.style(word, fg=colour, bold=True))
    return text


@click.command()
@click.argument("file", type=_FILE)
@click.argument("names", nargs=-1, metavar="[MEASURE]...")
@in_language
def show(file: Path, names: tuple[str, ...], language: str | None) -> None:
    """Show measures of a workbook as tables, with the recomputed numbers.

    Without a MEASURE it shows the targets and what is due.
    """
    from slasheet.tables import print_tables

    report = our_report(file, language)
    unknown = [name for name in names if name not in report.names()]
    if unknown:
        near = difflib.get_close_matches(unknown[0], report.names(), 3)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else f"{file} has {len(report.names())}, leads_due among them."
        )
        message = f"no measure is called {unknown[0]!r}; {hint}"
        raise FileError(message)
    with speaking(report.language):
        print_tables(report, names or _DEFAULT_SHOWN)


def our_report(file: Path, language: str | None = None) -> Report:
    """Check a workbook; raise FileError when it is not ours."""
    from slasheet.checker import check as check_file

    report = check_file(file, language)
    if report.plan is None:
        message = f"{file}: {report.findings[0].message} {report.findings[0].advice}"
        raise FileError(message)
    return report


@click.command()
@click.argument("what", metavar="MEASURE|SHEET!CELL")
@click.argument("file", required=False, type=_FILE)
@in_language
def explain(what: str, file: Path | None, language: str | None) -> None:
    """Say what a measure or a cell means: formula, the inputs it rests on, and with a FILE the numbers."""
    from slasheet.explain import explain as explain_it
    from slasheet.templates import example

    if file is None:
        if "!" in what:
            raise click.UsageError("a cell is explained within a workbook; name its FILE, too.")
        with speaking(language or "en"):
            show_text(explain_it(what, example("funnel", language or "en")))
            say("  " + _("(as in the funnel template; name a FILE to see your own)"))
        return
    from slasheet.loading import load_book
    from slasheet.reader import read_workbook

    reading = read_workbook(load_book(file))
    with speaking(language or reading.plan.language):
        show_text(explain_it(what, reading.plan, reading))
