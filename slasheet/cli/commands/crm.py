"""The commands that read what a CRM exports: the lead log, a first plan from history, the reps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from slasheet.cli.commands.options import FILE, in_language, language_option
from slasheet.cli.commands.terminal import say, show_text, sign_of_life
from slasheet.cli.overwrite import is_no_workbook_of_ours
from slasheet.spreadsheet.files import may_be_written, output_differs
from slasheet.texts.languages import _, n_, speaking
from slasheet.texts.printable import json_text, no_formula

if TYPE_CHECKING:
    from slasheet.plan.crm_settings import CrmSettings

#: Exports larger than this take long enough that a sign of life is due.
_LARGE_EXPORT = 20_000_000


def _pairs(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Return what `A=B`, given several times, maps to what."""
    pairs = {}
    for text in given:
        left, equals, right = text.partition("=")
        if not equals or not left.strip() or not right.strip():
            message = f"{text!r} is not of the form {option.metavar}."
            raise click.BadParameter(message)
        pairs[left.strip()] = right.strip()
    return pairs


def _hours(_context: click.Context, _option: click.Parameter, given: str | None) -> tuple[float, float] | None:
    """Return the hours of a working day, as 9-17.5."""
    from slasheet.plan.file.crm import is_business_day

    if given is None:
        return None
    try:
        first, last = (_hour(part) for part in given.split("-"))
    except ValueError:
        first = last = 0.0
    if not is_business_day((first, last)):
        message = f"{given!r} is not two hours from 0 to 24, as 9-17.5."
        raise click.BadParameter(message)
    return first, last


def _hour(text: str) -> float:
    """Return an hour given as 9, 17.5 or 17:30."""
    hour, colon, minute = text.strip().partition(":")
    return float(hour) + (int(minute) / 60 if colon else 0)


def _zone(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    from slasheet.plan.file.crm import zone_named

    if given is not None and zone_named(given) is None:
        message = f"{given!r} is not the name of a time zone, as Europe/Berlin."
        raise click.BadParameter(message)
    return given


def _currency(_context: click.Context, _option: click.Parameter, given: str) -> str:
    from slasheet.texts.currency_codes import is_currency

    if not is_currency(given):
        message = f"{given!r} is not the ISO 4217 code of a currency, as EUR or USD."
        raise click.BadParameter(message)
    return given


def _how_to_read(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how exports are to be read."""
    options = (
        click.option("--map", "headings", multiple=True, metavar="FIELD=HEADING", callback=_pairs, help='The heading that holds a field, as created="Create Date"; repeat for each one.'),
        click.option("--region-map", "regions", multiple=True, metavar="VALUE=LABEL", callback=_pairs, help="A region in the CRM and its name in the plan."),
        click.option("--channel-map", "channels", multiple=True, metavar="VALUE=LABEL", callback=_pairs, help="A channel in the CRM and its name in the plan."),
        click.option("--timezone", metavar="ZONE", callback=_zone, help="The time zone that days are counted in, as Europe/Berlin, for time stamps that have one."),
        click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="What 03/04/2027 means."),
        click.option("--decimal", type=click.Choice([",", "."]), help="The decimal mark, where 1,234 could be either."),
        click.option("--business-hours", metavar="FROM-TO", callback=_hours, help="Count the hours to first contact only within business hours on working days, as 9-17.5."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _settings(usual: CrmSettings, given: Mapping[str, Any]) -> CrmSettings:
    """Return the settings of a plan with what the command line says on top."""
    more: dict[str, Any] = {
        name: {**getattr(usual, name), **given[name]} for name in ("headings", "regions", "channels")
    }
    for name in ("timezone", "dates", "decimal", "business_hours"):
        if given[name] is not None:
            more[name] = given[name]
    return replace(usual, **more)


def _due(paths: tuple[Path, ...]) -> bool:
    return sum(path.stat().st_size for path in paths if path.is_file()) > _LARGE_EXPORT


@click.command()
@click.argument("file", type=FILE)
@click.argument("exports", nargs=-1, required=True, type=FILE, metavar="LEADS...")
@click.option("-o", "--output", type=FILE, required=True, help="The workbook to write.")
@click.option(
    "--replace", "replaced", is_flag=True, help="Start with an empty log instead of adding to the existing one."
)
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
@_how_to_read
@in_language
def log(file: Path, exports: tuple[Path, ...], output: Path, replaced: bool, force: bool, language: str | None, **given: Any) -> None:  # fmt: skip
    """Fill the lead log of a workbook from CRM exports (CSV, XLSX or ODS), one row per lead.

    HubSpot, Salesforce and Pipedrive headings are known; --map names others. Reading the same exports
    again changes nothing. The mappings given here are kept in the workbook.
    """
    from slasheet.crm.fill_log import fill_log, told
    from slasheet.plan.amounts import amount
    from slasheet.revise.take_over import doubts_told, take_over
    from slasheet.writer.workbook import write

    for source in (file, *exports):
        output_differs(source, output)
    may_be_written(output, force=force)
    taken = take_over(file)
    plan, outside = taken.plan, taken.outside
    plan = replace(plan, crm=_settings(plan.crm, given), log=() if replaced else plan.log)
    with speaking(language or plan.language):
        with sign_of_life(_("reading the exports …"), _due(exports)):
            filled, logged, counts = fill_log(plan, exports)
        with sign_of_life(_("writing {file} …").format(file=output), len(filled.log) > 20_000):
            write(filled, output)
        if outside:
            note = n_("note: {count} row from above or below the log of {file} is included.", "note: {count} rows from above or below the log of {file} are included.", outside)  # fmt: skip
            say(note.format(count=amount(outside, "count"), file=file))
        say(*told(logged, counts))
        say(*doubts_told(taken, file))
        rows = len(filled.log)
        done = n_("{file}: {count} row in the lead log. Next: slasheet check {file}", "{file}: {count} rows in the lead log. Next: slasheet check {file}", rows)  # fmt: skip
        say(done.format(file=output, count=amount(rows, "count")))


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
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
@_how_to_read
@language_option("Language of the plan and the output", "en")
def learn(exports: tuple[Path, ...], output: Path, months: int, end: str | None, owners: tuple[str, ...], stages: tuple[str, ...], currency: str, force: bool, language: str | None, **given: Any) -> None:  # fmt: skip
    """Estimate a plan from history: an export of deals and one of leads (or leads that say when they were won).

    The plan file gives the sample size behind every number; the revenue target stays yours to set.
    """
    from slasheet.crm.exports import read_exports
    from slasheet.crm.learn import learn as learn_it
    from slasheet.crm.learn import report, to_text
    from slasheet.plan.crm_settings import CrmSettings
    from slasheet.plan.new import channel_option
    from slasheet.spreadsheet.files import atomic_write
    from slasheet.texts.months import is_month

    if len(exports) > 2:
        raise click.UsageError("give one export of deals and one of leads.")
    if end is not None and not is_month(end):
        message = f"--end {end!r} is not a month, as 2027-01."
        raise click.UsageError(message)
    for source in exports:
        output_differs(source, output)
    is_no_workbook_of_ours(output)
    may_be_written(output, force=force)
    owned = {channel["name"]: channel["owner"] for channel in map(channel_option, owners)}
    settings = _settings(CrmSettings(), given)
    with speaking(language or "en"):
        with sign_of_life(_("reading the exports …"), _due(exports)):
            leads = read_exports(exports[-1:], settings)
            deals = read_exports(exports[:1], settings, kind="deals") if len(exports) > 1 else None
            last = date(int(end[:4]), int(end[5:]), 1) if end else None
            learned = learn_it(deals, leads, settings, months=months, owners=owned, end=last, stages=stages, currency=currency)  # fmt: skip
        with atomic_write(output) as draft:
            draft.write_text(to_text(learned), encoding="utf-8")
        say(*report(learned))
        done = _("{file}: written. Next: set the revenue targets in it, then slasheet new {file}")
        say(done.format(file=output))


@click.command()
@click.argument("exports", nargs=-1, required=True, type=FILE, metavar="LEADS...")
@click.option(
    "--plan",
    "promised",
    type=FILE,
    help="The plan file or workbook with the promise. [default: 24 hours; 3 attempts in 14 days, 5 in 28, 7 in 56]",
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@_how_to_read
@language_option("Language of the output", "that of the plan, else en")
def reps(exports: tuple[Path, ...], promised: Path | None, form: str, language: str | None, **given: Any) -> None:
    """Show for each sales rep how the promise was kept: contact in time, attempts, hours to first contact."""
    from slasheet.crm.exports import read_exports
    from slasheet.crm.fill_log import promise_of
    from slasheet.crm.reps import reps as per_rep
    from slasheet.crm.reps import rows, table
    from slasheet.plan.plan import Plan
    from slasheet.revise.plan_in import plan_in

    plan = plan_in(promised) if promised else Plan()
    settings = _settings(plan.crm, given)
    with speaking(language or plan.language):
        with sign_of_life(_("reading the exports …"), _due(exports)):
            leads = read_exports(exports, settings)
            found = per_rep(leads, settings, promise_of(plan))
        lines = [*(_("note: {note}").format(note=note) for note in leads.notes), *table(found)]
    if form == "json":
        show_text(json_text(rows(found)))
    elif form == "csv":
        held = rows(found)
        text = io.StringIO()
        writer = csv.DictWriter(text, list(held[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"name": no_formula(row["name"])} for row in held)
        show_text(text.getvalue())
    else:
        say(*lines)
