"""From the [crm] table of a plan file to the settings that say how exports are read."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from slasheet.plan.crm_settings import TABLES, TEXTS, CrmSettings, is_business_day, is_table_of_texts
from slasheet.plan.file.problems import Problems
from slasheet.texts.languages import _


def parse_crm(value: Any, problems: Problems) -> CrmSettings:
    """Return how exports are to be read; what can't be used is noted and left out."""
    if not isinstance(value, dict):
        problems.value("crm", value, _("a table: [crm]"))
        return CrmSettings()
    problems.unknown(value, (*TABLES, *TEXTS, "business_hours"), "crm.")
    good: dict[str, Any] = {}
    for name in TABLES:
        table = value.get(name, {})
        if not is_table_of_texts(table):
            example = _('"value in the CRM" = "label of the plan"')
            problems.value(f"crm.{name}", table, _("a table of texts, as {example}").format(example=f"{{ {example} }}"))
        elif table:
            good[name] = table
    allowed = {"dates": ("dmy", "mdy"), "decimal": (",", ".")}
    for name, choices in allowed.items():
        if name in value and value[name] not in choices:
            first, last = (f'"{choice}"' for choice in choices)
            problems.value(f"crm.{name}", value[name], _("{first} or {last}").format(first=first, last=last))
        elif name in value:
            good[name] = value[name]
    if "timezone" in value:
        if zone_named(value["timezone"]):
            good["timezone"] = value["timezone"]
        else:
            problems.value("crm.timezone", value["timezone"], _('the name of a time zone, as "Europe/Berlin"'))
    if "business_hours" in value:
        hours = value["business_hours"]
        if is_business_day(hours):
            good["business_hours"] = tuple(float(hour) for hour in hours)
        else:
            problems.value("crm.business_hours", hours, _("two hours from 0 to 24, as [9, 17.5]"))
    return CrmSettings(**good)


def zone_named(name: object) -> ZoneInfo | None:
    """Return the time zone of an IANA name, None when there is none."""
    try:
        return ZoneInfo(name) if isinstance(name, str) else None
    except (ValueError, OSError, LookupError):
        return None
