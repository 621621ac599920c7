"""The command `export`: a workbook's numbers as a tidy table, or its plan as TOML."""

from __future__ import annotations

from pathlib import Path

import click

from slasheet.cli.options import FILE, force_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.reports import our_report
from slasheet.cli.terminal import say
from slasheet.texts.languages import _, n_, speaking


@click.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="The file to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", "parquet", "toml", "xlsx"]),
    help="[default: by the ending of the output's name]",
)
@force_option()
def export(file: Path, output: Path, form: str | None, force: bool) -> None:
    """Write every number of a workbook as a tidy table, one row per value; or its plan, as TOML."""
    from slasheet.plan.amounts import amount
    from slasheet.report.export import export as export_file

    may_be_written(output, [file], force=force)
    report = our_report(file)
    export_file(report, output, form)
    errors = report.counts["error"]
    with speaking(report.language):
        sentence = _("{output}: written from {file}")
        if errors:
            sentence = n_(
                "{output}: written from {file}, in which slasheet check finds {count} error",
                "{output}: written from {file}, in which slasheet check finds {count} errors",
                errors,
            )
        say(sentence.format(output=output, file=file, count=amount(errors, "count")))
