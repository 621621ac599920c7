"""The command that adds workbooks up into one: rollup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slasheet.cli.options import FILE, NAME, dask_option, force_option, jobs_option, language_option, timeout_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import say
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, n_, speaking

if TYPE_CHECKING:
    from slasheet.many.fleet.result import Result
    from slasheet.many.rollup import Rollup


@click.command()
@click.argument("files", nargs=-1, required=True, type=NAME, metavar="FILE|FOLDER|'PATTERN'...")
@click.option(
    "-o", "--output", type=FILE, required=True, help="What to write: GROUP.xlsx, or the data as .csv or .parquet."
)
@click.option("--currency", metavar="C", help="Currency of the sums, as EUR. [default: the one of most workbooks]")
@click.option(
    "--rate",
    "rates",
    multiple=True,
    metavar="USD=0.92",
    help="What one unit of a currency is worth in it; repeat for each one.",
)
@click.option(
    "--rates",
    "rates_file",
    type=FILE,
    metavar="FILE",
    help="Rates by month: a CSV file (currency, month, rate) or TOML.",
)
@click.option(
    "--region-map", "regions", multiple=True, metavar="LABEL=GROUP'S", help="A region to count as another one."
)
@click.option(
    "--channel-map", "channels", multiple=True, metavar="LABEL=GROUP'S", help="A channel to count as another one."
)
@click.option("--all", "every", is_flag=True, help="Also add workbooks with errors, as far as they can be read.")
@click.option("--as-of", metavar="DATE", help="The date to print on the first sheet, as 2027-06-30.")
@jobs_option
@timeout_option
@dask_option
@force_option()
@language_option("Language of the rollup", "en")
def rollup(
    files: tuple[str, ...],
    output: Path,
    currency: str | None,
    rates: tuple[str, ...],
    rates_file: Path | None,
    regions: tuple[str, ...],
    channels: tuple[str, ...],
    every: bool,
    as_of: str | None,
    jobs: int | None,
    timeout: float | None,
    dask: str | None,
    force: bool,
    language: str | None,
) -> int:
    """Add workbooks up into one: by workbook, region, channel and month, in one currency.

    Workbooks that do not pass `slasheet check` are left out and named. What differs between the others is listed.

    Exit code 0: all are added; 1: some are left out; 2: there is nothing to add up, or the command is wrong.
    """
    from slasheet.many.fleet.which_files import workbooks
    from slasheet.many.rollup import rollup as add_up
    from slasheet.many.rollup.output import refuse_other_formats
    from slasheet.report.formats import limit_of
    from slasheet.spreadsheet.file_names import is_address

    refuse_other_formats(output)
    may_be_written(output, (*map(Path, files), *([rates_file] if rates_file else [])), force=force)
    day = _day(as_of)
    paths, troubles = workbooks(files)
    if output.exists():
        # An earlier rollup that lies among the workbooks is none of them.
        paths = tuple(path for path in paths if is_address(path) or not (Path(path).exists() and output.samefile(path)))
    made = add_up(
        # What no workbook could be found for is left out like those that can't be read.
        (*paths, *(trouble.file for trouble in troubles)),
        currency=currency,
        rates=rates,
        rates_file=rates_file,
        every=every,
        region_map=_mapped(regions, "--region-map"),
        channel_map=_mapped(channels, "--channel-map"),
        language=language or "en",
        checking=partial(_watched, limit=limit_of(timeout), jobs=jobs, dask=dask),
    )
    made.write(output, day)
    with speaking(made.language):
        say(*_result_lines(made, output))
    return int(bool(made.left_out))


def _watched(files: Sequence[str], limit: float, jobs: int | None, dask: str | None) -> Iterator[Result]:
    """Check the files, with a progress bar on a terminal."""
    import sys

    from slasheet.cli.streams import steers
    from slasheet.many.fleet.run import results
    from slasheet.report.formats import Wanted

    checked = results(files, Wanted(limit=limit), jobs=jobs, dask=dask)
    if len(files) < 2 or not steers(sys.stderr):
        yield from checked
        return
    with click.progressbar(checked, length=len(files), label="checking", file=sys.stderr) as bar:
        yield from bar


def _day(text: str | None) -> str | None:
    """Return a date as it was given. Raises FileError when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        message = f"--as-of: {text!r} is not a date; write it as 2027-06-30."
        raise FileError(message) from error


def _mapped(pairs: Sequence[str], option: str) -> dict[str, str]:
    """Return which labels are to be taken for which. Raises FileError for what is no pair."""
    found = {}
    for pair in pairs:
        label, equals, meant = pair.partition("=")
        if not equals or not label.strip() or not meant.strip():
            message = f'{option} {pair}: write it as LABEL=LABEL, as "Emea region=EMEA".'
            raise FileError(message)
        found[label] = meant
    return found


def _result_lines(made: Rollup, output: Path) -> Iterator[str]:
    """Yield what was added up, what was left out and why, and what differs."""
    from slasheet.many.rollup.differences import KINDS
    from slasheet.plan.amounts import amount
    from slasheet.texts.columns import aligned

    heads = (_("Workbook"), _("Revenue target"), _("Leads due"), _("SLA value"), _("Actual leads"), _("Attainment"))
    rows: list[tuple[str, ...]] = [heads]
    for name, figures in [*made.figures("workbook").items(), (_("Total"), made.total)]:
        numbers = (figures.revenue_target, figures.leads_due, figures.sla_value, figures.actual_leads)
        whole = (amount(None if value is None else round(value), "count", blank="–") for value in numbers)
        attained = None if figures.attainment is None else round(figures.attainment, 3)
        rows.append((name, *whole, amount(attained, "share", blank="–")))
    yield from aligned(rows, right=range(1, len(heads)))
    yield ""
    if made.left_out:
        yield _("Left out")
        yield from (f"  {out.file}: {out.reason}" for out in made.left_out)
        yield ""
    if made.differences:
        yield _("What differs")
        yield from aligned([(f"  {_(KINDS[each.kind])}", each.message) for each in made.differences])
        yield ""
    count, left = len(made.parts), len(made.left_out)
    sentence = n_(
        "{output}: {count} workbook added up in {currency}", "{output}: {count} workbooks added up in {currency}", count
    )
    shown = sentence.format(output=output, count=amount(count, "count"), currency=made.currency)
    if left:
        shown += n_(", {count} left out", ", {count} left out", left).format(count=amount(left, "count"))
    yield shown
