"""The options and arguments that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from slasheet.texts.languages import LANGUAGES

FILE = click.Path(path_type=Path)


def _known_language(_context: click.Context, _option: click.Parameter, language: str | None) -> str | None:
    from slasheet.texts.known_language import known_language

    return known_language(language)


def language_option(what: str, default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option for a language; its help says of what, and what it is by default."""
    help_text = f"{what}: {', '.join(LANGUAGES)}. [default: {default}]"
    return click.option("--language", metavar="L", callback=_known_language, help=help_text)


def force_option(what: str = "output") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option that allows to write over a file; its help says over which."""
    return click.option("--force", is_flag=True, help=f"Overwrite the {what} if it exists.")


in_language = language_option("Language of the output", "that of the workbook")
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many files to check at a time. [default: one per core]",
)
dask_option = click.option(
    "--dask", metavar="ADDRESS", help="Check on the Dask cluster with this scheduler, as tcp://host:8786."
)
timeout_option = click.option(
    "--timeout", type=float, metavar="SECONDS", help="Skip a file that takes longer. [default, for several files: 300]"
)
