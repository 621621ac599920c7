"""The command `show`: measures of a workbook as tables."""

from __future__ import annotations

from pathlib import Path

import click

from slasheet.cli.options import FILE, in_language
from slasheet.cli.reports import our_report, warn_of_errors
from slasheet.texts.closest import nearest
from slasheet.texts.findings import FileError
from slasheet.texts.languages import speaking

_DEFAULT_SHOWN = ("revenue_target", "leads_due_by_channel", "leads_due_by_region", "sla_value_by_month")


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
    warn_of_errors(report)
