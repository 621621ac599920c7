"""The command `log`: the lead log of a workbook, filled from exports of a CRM."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from slasheet.cli.crm_options import crm_options, settings_of
from slasheet.cli.options import FILE, force_option, in_language, keep_own_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import LARGE_EXPORTS, is_large, say, sign_of_life
from slasheet.texts.languages import _, n_, speaking


@click.command()
@click.argument("file", type=FILE)
@click.argument("exports", nargs=-1, required=True, type=FILE, metavar="LEADS...")
@click.option("-o", "--output", type=FILE, required=True, help="The workbook to write.")
@click.option("--replace", "anew", is_flag=True, help="Start with an empty log instead of adding to the existing one.")
@keep_own_option
@force_option()
@crm_options
@in_language
def log(
    file: Path,
    exports: tuple[Path, ...],
    output: Path,
    anew: bool,
    keep_own: bool,
    force: bool,
    language: str | None,
    **given: Any,
) -> None:
    """Fill the lead log of a workbook from CRM exports (CSV, XLSX or ODS), one row per lead.

    HubSpot, Salesforce and Pipedrive headings are known; --map names others. Reading the same exports
    again changes nothing. The mappings given here are kept in the workbook.
    """
    from slasheet.crm.account import log_lines
    from slasheet.crm.fill_log import fill_log
    from slasheet.plan.amounts import amount
    from slasheet.revise.keep_own import keep
    from slasheet.revise.left_behind import notes_on
    from slasheet.revise.take_over import take_over
    from slasheet.writer.workbook import write

    may_be_written(output, (file, *exports), force=force, as_workbook=True)
    workbook = take_over(file)
    plan, outside = workbook.plan, workbook.outside
    plan = replace(plan, crm=settings_of(plan.crm, given), log=() if anew else plan.log)
    with speaking(language or plan.language):
        with sign_of_life(_("reading the exports …"), is_large(*exports, limit=LARGE_EXPORTS)):
            filled, logged, counts = fill_log(plan, exports)
        with sign_of_life(_("writing {file} …").format(file=output), len(filled.log) > 20_000):
            mine = keep(workbook, filled, wanted=keep_own)
            write(filled, output, mine.things)
        if outside:
            sentence = n_(
                "note: {count} row from above or below the log of {file} is included.",
                "note: {count} rows from above or below the log of {file} are included.",
                outside,
            )
            say(sentence.format(count=amount(outside, "count"), file=file))
        say(*log_lines(logged, counts))
        say(*notes_on(workbook, file, mine))
        rows = len(filled.log)
        sentence = n_(
            "{file}: {count} row in the lead log. Next: slasheet check {file}",
            "{file}: {count} rows in the lead log. Next: slasheet check {file}",
            rows,
        )
        say(sentence.format(file=output, count=amount(rows, "count")))
