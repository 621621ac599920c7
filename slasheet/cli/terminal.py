"""What commands say: lines that steer no terminal, signs of life while something takes its time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from slasheet.cli.streams import steers
from slasheet.texts.printable import in_one_line, lined, printable

#: Workbooks of more bytes, all together, take long enough that a sign of life is due; exports of a CRM take far more.
_LARGE_WORKBOOKS, LARGE_EXPORTS = 1_500_000, 20_000_000


def is_large(*files: Path, limit: int = _LARGE_WORKBOOKS) -> bool:
    """Return whether files take so long to read that a sign of life is due."""
    return sum(file.stat().st_size for file in files if file.is_file()) > limit


@contextmanager
def sign_of_life(what: str, due: bool) -> Iterator[None]:
    """Show that something is going on, on a terminal, when it is going to take a while."""
    if not due or not steers(sys.stderr):
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
