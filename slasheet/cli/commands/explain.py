"""The command `explain`: what a measure or a cell means, and what it rests on."""

from __future__ import annotations

from pathlib import Path

import click

from slasheet.cli.options import FILE, in_language
from slasheet.cli.reports import warn_of_errors
from slasheet.cli.terminal import say, show_text
from slasheet.texts.languages import _, speaking


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
    from slasheet.checker.checker import check_reading
    from slasheet.reader.reading import read_workbook
    from slasheet.reader.written_plan import written_plan
    from slasheet.spreadsheet.load import load_book

    book = load_book(file)
    written = written_plan(book)
    speaks = language or written.plan.language
    with speaking(speaks):
        reading = read_workbook(book, written)
        show_text(explain_it(what, reading.plan, reading))
        report = check_reading(reading, speaks)
    warn_of_errors(report)
