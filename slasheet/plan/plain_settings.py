"""From the plain data that `Plan.settings` gives back to a plan: nothing is taken on trust, since others can write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.edition import EDITION
from slasheet.plan.plan import LOG_ROWS, Channel, Plan

_PLAIN = ("title", "start", "months", "lookahead", "currency", "language", "pacing", "rounding", "carry")


def plan_of_settings(settings: Mapping[str, Any], edition: int = EDITION) -> Plan:
    """Build a plan of an edition, its inputs blank, from the data that `Plan.settings` gives.

    Raises PlanError for a plan that is too large, ValueError, LookupError or TypeError for data of another form.
    """
    regions, channels = settings["regions"], _listed(settings["channels"], dict)
    names, own = _listed(regions["names"], str), _table(regions.get("currencies", {}), str)
    return Plan(
        **{key: settings[key] for key in _PLAIN},
        stages=_listed(settings["stages"], str),
        region_label=regions["label"],
        regions=names,
        currencies=tuple(own.get(region, "") for region in names),
        channels=tuple(Channel(*_listed([channel["name"], channel["owner"]], str)) for channel in channels),
        log_rows=settings.get("log_rows", LOG_ROWS),
        rows=_table(settings.get("rows", {}), int),
        crm=CrmSettings.of(settings.get("crm", {})),
        edition=edition,
    )


def _listed(values: object, kind: type) -> tuple[Any, ...]:
    """Return a list of one kind of values. Raises TypeError for anything else."""
    if not isinstance(values, list) or not all(isinstance(value, kind) for value in values):
        message = f"not a list of {kind.__name__}"
        raise TypeError(message)
    return tuple(values)


def _table(values: object, kind: type) -> Mapping[str, Any]:
    """Return a table of one kind of values. Raises TypeError for anything else."""
    if not isinstance(values, dict) or not all(isinstance(value, kind) for value in values.values()):
        message = f"not a table of {kind.__name__}"
        raise TypeError(message)
    return values
