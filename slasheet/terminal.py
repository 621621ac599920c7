"""What commands share: the option for a language, signs of life on a terminal, what they refuse to write over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from slasheet.diagnostics import FileError
from slasheet.languages import LANGUAGES, _


def _known_language(_context: click.Context, _option: click.Parameter, language: str | None) -> str | None:
    from slasheet.starting import known_language

    return known_language(language)


def language_option(what: str, default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option for a language; its help says of what, and what it is by default."""
    told = f"{what}: {', '.join(LANGUAGES)}. [default: {default}]"
    return click.option("--language", metavar="L", callback=_known_language, help=told)


in_language = language_option("Language of what is said", "that of the workbook")


@contextmanager
def sign_of_life(what: str, due: bool) -> Iterator[None]:
    """Show that something is going on, on a terminal, when it is going to take a while."""
    if not due or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def output_differs(source: Path, output: Path) -> None:
    """Refuse to write to the file that is read."""
    if output.exists() and source.exists() and output.samefile(source):
        message = (
            f"{output}: is the file it would be made from, and that one is never written to; name another with -o."
        )
        raise FileError(message)


def may_be_written(output: Path, *, force: bool) -> None:
    """Refuse to write over a file unless that is said."""
    if output.exists() and not force and not output.is_dir():
        message = f"{output}: is already there; choose another name with -o, or overwrite it with --force."
        raise FileError(message)


def left_out(foreign: Iterable[str]) -> None:
    """Say which sheets of a workbook are none of ours, so that the fresh one lacks them."""
    for title in foreign:
        click.echo(_("note: the sheet “{title}” is none of slasheet's and is left out.").format(title=title))


def is_no_workbook_of_ours(output: Path) -> None:
    """Refuse to replace a workbook that people fill in by numbers or a report."""
    from slasheet.carried import is_workbook_of_ours

    if is_workbook_of_ours(output):
        message = (
            f"{output}: is a workbook that people fill in, and it is not overwritten; choose another name with -o."
        )
        raise FileError(message)
