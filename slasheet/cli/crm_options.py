"""The options that say how exports of a CRM are to be read, and the settings that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from slasheet.plan.crm_settings import CrmSettings


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
    from slasheet.plan.crm_settings import is_business_day

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


def crm_options(command: Callable[..., Any]) -> Callable[..., Any]:
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


def settings_of(usual: CrmSettings, given: Mapping[str, Any]) -> CrmSettings:
    """Return the settings of a plan with what the command line says on top."""
    more: dict[str, Any] = {
        name: {**getattr(usual, name), **given[name]} for name in ("headings", "regions", "channels")
    }
    for name in ("timezone", "dates", "decimal", "business_hours"):
        if given[name] is not None:
            more[name] = given[name]
    return replace(usual, **more)
