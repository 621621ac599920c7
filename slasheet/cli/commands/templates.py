"""The command `templates`: what `new -t` takes."""

from __future__ import annotations

import click

from slasheet.cli.options import language_option
from slasheet.cli.terminal import say
from slasheet.texts.languages import translated


@click.command()
@language_option("Language of the output", "en")
def templates(language: str | None) -> None:
    """List the templates that `new -t` takes."""
    from slasheet.plan.templates import TEMPLATES

    for name, meaning in TEMPLATES.items():
        say(f"{name:<10}{translated(meaning, language)}")
