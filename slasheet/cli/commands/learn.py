"""The command `learn`: a plan estimated from history."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from slasheet.cli.crm_options import crm_options, settings_of
from slasheet.cli.options import FILE, force_option, language_option
from slasheet.cli.overwrite import may_be_written
from slasheet.cli.terminal import LARGE_EXPORTS, is_large, say, sign_of_life
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _, speaking


def _currency(_context: click.Context, _option: click.Parameter, given: str) -> str:
    from slasheet.texts.currency_codes import is_currency

    if not is_currency(given):
        message = f"{given!r} is not the ISO 4217 code of a currency, as EUR or USD."
        raise click.BadParameter(message)
    return given


@click.command()
@click.argument("exports", nargs=-1, required=True, type=FILE, metavar="[DEALS] LEADS")
@click.option("-o", "--output", type=FILE, required=True, help="The plan file to write.")
@click.option(
    "--months",
    type=click.IntRange(1, 60),
    default=6,
    show_default=True,
    help="How many months of history to learn from.",
)
@click.option(
    "--end", metavar="YYYY-MM", help="The last of these months. [default: the last complete one in the exports]"
)
@click.option(
    "--channel",
    "owners",
    multiple=True,
    metavar="NAME:OWNER",
    help="Who owns a channel, marketing or sales; repeat for each one.",
)
@click.option(
    "--stage",
    "stages",
    multiple=True,
    metavar="NAME",
    help="A stage between lead and customer whose date the leads have, in order; repeat for each one.",
)
@click.option("--currency", metavar="C", default="EUR", show_default=True, callback=_currency, help="ISO code.")
@force_option()
@crm_options
@language_option("Language of the plan and the output", "en")
def learn(
    exports: tuple[Path, ...],
    output: Path,
    months: int,
    end: str | None,
    owners: tuple[str, ...],
    stages: tuple[str, ...],
    currency: str,
    force: bool,
    language: str | None,
    **given: Any,
) -> None:
    """Estimate a plan from history: an export of deals and one of leads (or leads that say when they were won).

    The plan file gives the sample size behind every number; the revenue target stays yours to set.
    """
    from slasheet.crm.exports import read_exports
    from slasheet.crm.learn import learn as learn_it
    from slasheet.crm.learned_text import learned_lines, plan_text
    from slasheet.plan.crm_settings import CrmSettings
    from slasheet.plan.new import channel_option
    from slasheet.spreadsheet.files import atomic_write
    from slasheet.texts.months import is_month

    if len(exports) > 2:
        raise click.UsageError("give one export of deals and one of leads.")
    if end is not None and not is_month(end):
        message = f"--end {end!r} is not a month, as 2027-01."
        raise click.UsageError(message)
    if output.suffix.lower() != ".toml":
        message = f"{output}: a plan is written as a plan file, which makes the workbook then; end its name in .toml."
        raise FileError(message)
    may_be_written(output, exports, force=force)
    owned = {channel["name"]: channel["owner"] for channel in map(channel_option, owners)}
    settings = settings_of(CrmSettings(), given)
    with speaking(language or "en"):
        with sign_of_life(_("reading the exports …"), is_large(*exports, limit=LARGE_EXPORTS)):
            leads = read_exports(exports[-1:], settings)
            deals = read_exports(exports[:1], settings, kind="deals") if len(exports) > 1 else None
            last = date(int(end[:4]), int(end[5:]), 1) if end else None
            learned = learn_it(
                deals, leads, settings, months=months, owners=owned, end=last, stages=stages, currency=currency
            )
        with atomic_write(output) as draft:
            draft.write_text(plan_text(learned), encoding="utf-8")
        say(*learned_lines(learned))
        done = _("{file}: written. Next: set the revenue targets in it, then slasheet new {file}")
        say(done.format(file=output))
