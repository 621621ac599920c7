"""What commands share: the option for a language, signs of life on a terminal, what they refuse to write over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from slasheet.characters import in_one_line, lined, printable
from slasheet.diagnostics import FileError
from slasheet.languages import LANGUAGES, _

#: Workbooks of more bytes, all together, take long enough that a sign of life is due.
LARGE_FILE = 1_500_000


def _known_language(_context: click.Context, _option: click.Parameter, language: str | None) -> str | None:
    from slasheet.problems import known_language

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
    from rich.text import Text

    with Console(stderr=True).status(Text(in_one_line(what))):
        yield


def say(*lines: str, err: bool = False) -> None:
    """Print lines in which names and labels stand as somebody typed them: nothing in them steers the terminal or ends a line."""
    click.echo(lined(lines), nl=False, err=err)


def show_text(text: str, *, err: bool = False) -> None:
    """Print a text of several lines, its last line feed included; nothing in it steers the terminal."""
    click.echo(printable(text), nl=False, err=err)


def output_differs(source: Path, output: Path, option: str = "-o") -> None:
    """Refuse to write to the file that is read."""
    if output.exists() and source.exists() and output.samefile(source):
        message = f"{output}: is the file it would be made from, and that one is never written to; name another with {option}."
        raise FileError(message)


def may_be_written(output: Path, *, force: bool, option: str = "-o") -> None:
    """Refuse to write over a file unless that is said."""
    if output.exists() and not force and not output.is_dir():
        message = f"{output}: is already there; choose another name with {option}, or overwrite it with --force."
        raise FileError(message)


def left_out(foreign: Iterable[str]) -> None:
    """Say which sheets of a workbook are none of ours, so that the fresh one lacks them."""
    for title in foreign:
        say(_("note: the sheet “{title}” is none of slasheet's and is left out.").format(title=title))


def is_no_workbook_of_ours(output: Path) -> None:
    """Refuse to replace a workbook that people fill in by numbers or a report."""
    from slasheet.carried import is_workbook_of_ours

    if is_workbook_of_ours(output):
        message = (
            f"{output}: is a workbook that people fill in, and it is not overwritten; choose another name with -o."
        )
        raise FileError(message)
