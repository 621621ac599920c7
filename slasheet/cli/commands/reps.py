"""The command `reps`: how each sales rep kept the promise."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import click

from slasheet.cli.crm_options import crm_options, settings_of
from slasheet.cli.options import FILE, language_option
from slasheet.cli.terminal import LARGE_EXPORTS, is_large, say, show_text, sign_of_life
from slasheet.texts.languages import _, speaking
from slasheet.texts.printable import json_text, no_formula


@click.command()
@click.argument("exports", nargs=-1, required=True, type=FILE, metavar="LEADS...")
@click.option(
    "--plan",
    "promised",
    type=FILE,
    help="The plan file or workbook with the promise. [default: 24 hours; 3 attempts in 14 days, 5 in 28, 7 in 56]",
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@crm_options
@language_option("Language of the output", "that of the plan, else en")
def reps(exports: tuple[Path, ...], promised: Path | None, form: str, language: str | None, **given: Any) -> None:
    """Show for each sales rep how the promise was kept: contact in time, attempts, hours to first contact."""
    from slasheet.crm.exports import read_exports
    from slasheet.crm.promise import promise_of
    from slasheet.crm.reps import reps as per_rep
    from slasheet.crm.reps import rows, table
    from slasheet.plan.plan import Plan
    from slasheet.revise.take_over import plan_in

    plan = plan_in(promised) if promised else Plan()
    settings = settings_of(plan.crm, given)
    with speaking(language or plan.language):
        with sign_of_life(_("reading the exports …"), is_large(*exports, limit=LARGE_EXPORTS)):
            leads = read_exports(exports, settings)
            found = per_rep(leads, settings, promise_of(plan))
        lines = [*(_("note: {note}").format(note=note) for note in leads.notes), *table(found)]
    if form == "json":
        show_text(json_text(rows(found)))
    elif form == "csv":
        held = rows(found)
        text = io.StringIO()
        writer = csv.DictWriter(text, list(held[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"name": no_formula(row["name"])} for row in held)
        show_text(text.getvalue())
    else:
        say(*lines)
