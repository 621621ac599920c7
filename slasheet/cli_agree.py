"""The commands about what is agreed: what changed between two workbooks or plans."""

from __future__ import annotations

import json
from pathlib import Path

import click

from slasheet.terminal import in_language, is_no_workbook_of_ours, output_differs, sign_of_life

_FILE = click.Path(path_type=Path)
#: Files larger than this, both together, take long enough that a sign of life is due.
_LARGE_FILES = 1_500_000


@click.command()
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-o", "--output", type=_FILE, help="Write the difference there instead of printing it.")
@click.option("--all", "every", is_flag=True, help="Tell every computed cell, not only the tables people sign.")
@in_language
def diff(old: Path, new: Path, form: str, output: Path | None, every: bool, language: str | None) -> int:
    """Say what changed between two workbooks or plan files: inputs first, then what follows from them.

    OLD and NEW are each a workbook (.xlsx) or a plan file (.toml). Cells are compared by label and month,
    wherever they stand.

    Exit code 0: nothing changed; 1: something changed; 2: a file can't be read.
    """
    from slasheet.difference import diff as diff_plans
    from slasheet.files import whole_file

    if output:
        for source in (old, new):
            output_differs(source, output)
        is_no_workbook_of_ours(output)
    size = sum(path.stat().st_size for path in (old, new) if path.is_file())
    with sign_of_life(f"comparing {old} and {new} …", size > _LARGE_FILES):
        found = diff_plans(old, new, every=every)
    if form == "json":
        text = json.dumps(found.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        text = found.markdown(language) if form == "markdown" else found.text(language)
    if output:
        with whole_file(output) as draft:
            draft.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    return int(found.changed)
