"""The options and arguments that several commands take."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from slasheet.texts.languages import LANGUAGES


class _Named(click.Path):
    """The type of an argument or option that names a file. A name without a letter would be that of the folder worked in."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the file named, or refuse a blank."""
        if value == "":
            self.fail("a blank is no name of a file.", param, ctx)
        return super().convert(value, param, ctx)


#: A file as a path; a file, folder, pattern or address as a text.
FILE, NAME = _Named(path_type=Path), _Named()


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


keep_own_option = click.option(
    "--keep-own",
    is_flag=True,
    help="Keep sheets, notes and cells beside the tables that are your own, where that is safe.",
)
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
    "--timeout", type=float, metavar="SECONDS", help="Skip a file that takes longer. [default: 300]"
)
