"""How the exports of one company's CRM are to be read: what the [crm] table of a plan file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What holds a table of texts, and what holds one text.
TABLES, TEXTS = ("headings", "regions", "channels"), ("timezone", "dates", "decimal")


@dataclass(frozen=True, slots=True)
class CrmSettings:
    """Headings, values and clocks that are not the usual ones.

    `headings` maps our field (`created`, `region`…) to the heading in the export; `regions` and `channels`
    map a value in the CRM to a label of the plan; `timezone` is an IANA name (`Europe/Berlin`) in which days
    begin, None to take clocks as they stand; `dates` is `dmy` or `mdy` where 03/04/2027 could be either;
    `decimal` is `,` or `.` where 1,234 could be either; `business_hours` are the hours of a working day between
    which the promise of first contact counts, as (9, 17.5), None to count every hour.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    dates: str | None = None
    business_hours: tuple[float, float] | None = None
    decimal: str | None = None

    def plain(self) -> dict[str, Any]:
        """Return what differs from the usual as plain data: the [crm] table."""
        data: dict[str, Any] = {}
        for name in TABLES:
            if getattr(self, name):
                data[name] = dict(getattr(self, name))
        for name in TEXTS:
            if getattr(self, name) is not None:
                data[name] = getattr(self, name)
        if self.business_hours is not None:
            data["business_hours"] = list(self.business_hours)
        return data

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> CrmSettings:
        """Build the settings from the data that `plain` gives. Raises TypeError for data of another form."""
        hours = data.get("business_hours")
        tables = all(is_table_of_texts(data.get(name, {})) for name in TABLES)
        if (
            not tables
            or not all(isinstance(data.get(name, ""), str) for name in TEXTS)
            or not (hours is None or is_business_day(hours))
        ):
            raise TypeError("not the settings of a CRM")
        return cls(**{**data, "business_hours": tuple(hours) if hours else None})


def is_table_of_texts(table: object) -> bool:
    """Return whether `table` gives a text for every name."""
    return isinstance(table, dict) and all(isinstance(to, str) for to in table.values())


def is_business_day(hours: object) -> bool:
    """Return whether `hours` are the hours between which people work: first and last, from 0 to 24."""
    return (
        isinstance(hours, list | tuple)
        and len(hours) == 2
        and all(isinstance(hour, int | float) and not isinstance(hour, bool) for hour in hours)
        and 0 <= hours[0] < hours[1] <= 24
    )
