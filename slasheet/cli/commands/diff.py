"""The command `diff`: what changed between two workbooks or plan files."""

from __future__ import annotations

from pathlib import Path

import click

from slasheet.cli.options import FILE, force_option, in_language
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import is_large, show_text, sign_of_life
from slasheet.texts.printable import json_text


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-o", "--output", type=FILE, help="Write the difference to this file instead of printing it.")
@click.option("--all", "every", is_flag=True, help="Show every computed cell, not only the tables people sign.")
@force_option()
@in_language
def diff(old: Path, new: Path, form: str, output: Path | None, every: bool, force: bool, language: str | None) -> int:
    """Show what changed between two workbooks or plan files: inputs first, then the results.

    OLD and NEW are each a workbook (.xlsx, .ods) or a plan file (.toml). Cells are compared by label and month,
    wherever they stand.

    Exit code 0: nothing changed; 1: something changed; 2: a file can't be read.
    """
    from slasheet.revise.diff import diff as diff_plans
    from slasheet.spreadsheet.files import atomic_write

    if output:
        may_be_written(output, (old, new), force=force)
    with sign_of_life(f"comparing {old} and {new} …", is_large(old, new)):
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
