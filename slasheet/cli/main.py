"""The command line: which commands there are, and how a failure ends. A command is imported when it is called."""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from slasheet._version import __version__
from slasheet.cli.streams import NOBODY_READS, end_when_told, give_up_stdout, prepare_streams

#: Every command, which stands in the module of its name under `slasheet.cli.commands`, and in a few words what it does.
COMMANDS = {
    "check": "Read filled-in workbooks, recompute them, report what is wrong.",
    "diff": "Show what changed between two workbooks or plan files.",
    "explain": "Explain a measure or a cell: its meaning, formula and inputs.",
    "export": "Write every number as a tidy table; or the plan, as TOML.",
    "learn": "Estimate a plan from history: exports of deals and leads.",
    "log": "Fill the lead log of a workbook from CRM exports.",
    "new": "Write a workbook, blank or from a plan file.",
    "rebuild": "Copy the inputs into a fresh workbook, every formula restored.",
    "reps": "Show for each sales rep how the promise was kept.",
    "rollup": "Add workbooks up into one, in one currency.",
    "show": "Show measures as tables, with the recomputed numbers.",
    "sign": "Sign a workbook: a copy with name, date and fingerprint.",
    "templates": "List the templates that `new -t` takes.",
    "update": "Change a plan without losing what was typed.",
}
#: How many objects may be made before garbage is looked for among them.
_MADE_BETWEEN_COLLECTIONS = 100_000


class _Commands(click.Group):
    """A group whose failures are one line on stderr and exit code 2, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the alphabet."""
        return sorted([*super().list_commands(ctx), *COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"slasheet.cli.commands.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, none of them imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whoever reads its output may have enough of it, which click would take for an error found."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            give_up_stdout()
            sys.exit(NOBODY_READS)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and exit with its code."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            sys.exit(0)
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "slasheet"
            _fail(f"{where}: {error.format_message()} See: {where} --help")
        except click.ClickException as error:
            _fail(f"slasheet: {error}")
        except (click.Abort, KeyboardInterrupt):
            click.echo("stopped.", err=True)
            sys.exit(130)
        except OSError as error:
            if error.errno == errno.EBADF:
                give_up_stdout()
                _fail(
                    "slasheet: there is nowhere to print to, since the output is closed; let it go to a file or a program."
                )
            _fail(f"slasheet: can't go on ({error.strerror or error}); free some space, or choose another place.")
        except Exception as error:
            if not _is_refusal_shown(error):
                raise
            sys.exit(2)
        sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> NoReturn:
    from slasheet.cli.terminal import say

    say(message, err=True)
    sys.exit(2)


def _is_refusal_shown(error: Exception) -> bool:
    """Say what the library refused, and return True; or return False for what is no refusal but a fault of ours."""
    from slasheet.cli.terminal import say, show_text
    from slasheet.texts.findings import FileError, PlanError

    if isinstance(error, PlanError):
        show_text(f"slasheet: {error}\n", err=True)
    elif isinstance(error, FileError):
        say(f"slasheet: {error}", err=True)
    return isinstance(error, PlanError | FileError)


_HELP = """Write the workbook in which sales and marketing agree what each owes the other, and prove its numbers.

\b
slasheet new -t classic -o sla.xlsx     a blank workbook
(fill it in Excel, LibreOffice or Google Sheets)
slasheet check sla.xlsx                 is the math right?
"""


@click.group(
    cls=_Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Hold all commands together."""


def main() -> None:
    """Run the command line."""
    # A run is short, and most of what it makes stays to its end: looking for garbage takes a tenth of it and finds none.
    gc.set_threshold(_MADE_BETWEEN_COLLECTIONS)
    prepare_streams()
    end_when_told()
    try:
        cli(prog_name="slasheet")
    finally:
        gc.freeze()
