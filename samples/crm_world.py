"""Draws the leads of the sample exports: made-up ones, near what the classic template commits to, always the same.

What comes out are the leads from January to 20 May 2027, the plan's first months, and those of the fourteen months
before the plan, whose true rates are `TRUE_RATE` and `TRUE_DAYS`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random

from slasheet.plan.plan import Plan
from slasheet.plan.templates import example
from slasheet.recompute import recompute

EXPORTED = datetime.combine(date(2027, 5, 20), time(18))
HISTORY_EXPORTED = datetime.combine(date(2026, 12, 31), time(18))
HISTORY_MONTHS = tuple((2025 + month // 12, month % 12 + 1) for month in range(10, 24))

#: What each channel delivers of its plan, January to May: webinars run over three months long, trade shows are behind.
DELIVERED = {
    "Website form": (0.97, 1.04, 1.01, 0.95, 1.0),
    "Content download": (1.02, 0.93, 0.98, 1.05, 0.96),
    "Webinar": (1.02, 1.23, 1.27, 1.22, 1.08),
    "Trade show": (0.70, 0.64, 0.68, 0.72, 0.66),
    "Outbound calls": (0.92, 0.88, 0.95, 0.97, 0.9),
    "Partner referral": (0.85, 1.06, 0.96, 1.12, 1.02),
}
#: Leads a month in the history, the share of each region, and what is true of them.
HISTORY_LEADS = {"Website form": 110, "Content download": 130, "Webinar": 60, "Trade show": 36, "Outbound calls": 120, "Partner referral": 44}  # fmt: skip
HISTORY_REGIONS = {"North America": 0.38, "EMEA": 0.30, "Asia Pacific": 0.20, "Latin America": 0.12}
_RATE = {"Website form": 0.09, "Content download": 0.035, "Webinar": 0.11, "Trade show": 0.14, "Outbound calls": 0.05, "Partner referral": 0.28}  # fmt: skip
_RATE_IN = {"North America": 1.1, "EMEA": 1.0, "Asia Pacific": 0.9, "Latin America": 0.8}
TRUE_RATE = {(channel, region): _RATE[channel] * _RATE_IN[region] for channel, region in product(_RATE, _RATE_IN)}
#: The median of days from a lead to its revenue.
TRUE_DAYS = {"Website form": 40, "Content download": 60, "Webinar": 52, "Trade show": 92, "Outbound calls": 75, "Partner referral": 30}  # fmt: skip

REPS: Mapping[str, tuple[str, ...]] = {
    "North America": ("Avery Stone", "Jordan Blake", "Casey Rivers"),
    "EMEA": ("Jana Kühn", "Milo Bergström", "Inès Marchand"),
    "Asia Pacific": ("Kiri Tanaka", "Ravi Menon", "Lin Zhao"),
    "Latin America": ("Camila Prado", "Tomás Ibáñez"),
}
#: The reps who keep the promise less well: hours to the first contact (median), and how often attempts fall short.
_SLOW = {"Casey Rivers": (15.0, 0.3), "Milo Bergström": (11.0, 0.45), "Ravi Menon": (13.0, 0.25)}
_FIRST = ("Anna", "Björn", "Chloé", "Dario", "Eda", "Finn", "Grace", "Håkon", "Iris", "Jürgen", "Kofi", "Lucía", "Mina", "Noor", "Olga", "Pavel", "Rosa", "Sören", "Tess", "Yara")  # fmt: skip
_LAST = ("Ashdown", "Brückner", "Castell", "Dvoran", "Eklund", "Farrow", "Großmann", "Halloway", "Iversen", "Jaffrey", "Körner", "Lindqvist", "Marlowe", "Núñez", "Okoro", "Pellegrin", "Quade", "Rasmus", "Söder", "Tremblay")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lead:
    """One made-up lead, and what becomes of it; `won` may lie after the day of the export."""

    number: int
    first: str
    last: str
    region: str
    channel: str
    rep: str
    created: datetime
    contacted: datetime | None
    attempts: int
    won: datetime | None
    amount: float

    @property
    def email(self) -> str:
        """Return the address, one of its own for every lead."""
        return f"lead{self.number}@example.com"

    def along(self, part: float) -> datetime | None:
        """Return the moment at which a won lead had gone `part` of its way."""
        return None if self.won is None else self.created + (self.won - self.created) * part


class World:
    """Draws leads, always the same ones for a seed."""

    def __init__(self, seed: int, plan: Plan, exported: datetime) -> None:
        self.random = Random(seed)  # noqa: S311 - made-up leads, no secrets
        self.exported = exported
        self.deal_size = dict(zip(plan.regions, plan.inputs["deal_size"], strict=True))

    def month(self, year: int, month: int, channel: str, region: str, leads: float, rate: float) -> Iterator[Lead]:
        """Draw the leads of one month, mostly on working days; of the month of the export only its share."""
        days = [date(year, month, 1) + timedelta(day) for day in range(31)]
        days = [day for day in days if day.month == month]
        weights = [1.0 if day.weekday() < 5 else 0.06 for day in days]
        past = sum(day <= self.exported.date() for day in days)
        count = round(leads * sum(weights[:past]) / sum(weights))
        for day in sorted(self.random.choices(days[:past], weights[:past], k=count)):
            yield self.lead(day, channel, region, rate)

    def lead(self, day: date, channel: str, region: str, rate: float) -> Lead:
        """Draw one lead that came in on a day."""
        draw = self.random
        rep = draw.choice(REPS[region])
        created = datetime.combine(day, time(7)) + timedelta(minutes=draw.randrange(10 * 60))
        contacted = self._contacted(created, rep)
        won = None
        if draw.random() < rate:
            won = created + timedelta(days=TRUE_DAYS[channel] * math.exp(draw.gauss(0, 0.45)))
        size = self.deal_size[region]
        amount = round(float(size or 0) * math.exp(draw.gauss(-0.08, 0.4)), -1)
        attempts = self._attempts(created, rep, contacted)
        return Lead(
            0, draw.choice(_FIRST), draw.choice(_LAST), region, channel, rep, created, contacted, attempts, won, amount
        )  # fmt: skip

    def _contacted(self, created: datetime, rep: str) -> datetime | None:
        """Draw the first contact: a weekend's wait for Monday, some leads are never called."""
        draw = self.random
        hours = _SLOW.get(rep, (5.0, 0.12))[0] * math.exp(draw.gauss(0, 0.8))
        moment = created + timedelta(hours=hours)
        if moment.weekday() >= 5:
            monday = moment.date() + timedelta(7 - moment.weekday())
            moment = datetime.combine(monday, time(8)) + timedelta(minutes=draw.randrange(240))
        return None if draw.random() < 0.04 or moment > self.exported else moment

    def _attempts(self, created: datetime, rep: str, contacted: datetime | None) -> int:
        """Draw the attempts so far: those that the promise asks for at that age, or fewer."""
        draw = self.random
        age = (self.exported - created) / timedelta(days=1)
        due = 7 if age >= 56 else 5 if age >= 28 else 3 if age >= 14 else 1
        falls_short = draw.random() < _SLOW.get(rep, (5.0, 0.12))[1]
        return (
            0 if contacted is None else max(1, due - draw.randrange(1, 4) if falls_short else due + draw.randrange(2))
        )

    def until_export(self, moment: datetime | None) -> datetime | None:
        """Return a moment that the export knows of, None for one still to come."""
        return moment if moment is not None and moment <= self.exported else None


def plan_year() -> tuple[World, tuple[Lead, ...]]:
    """Return the leads from January to the day of the export, in the order in which they came."""
    plan = example("classic")
    world = World(2027, plan, EXPORTED)
    due = recompute(plan)["leads_due"]
    found: list[Lead] = []
    for index, at in enumerate(plan.coordinates(("channel", "region", "month"))):
        year, month = (int(part) for part in at["month"].split("-"))
        number, rate = due[index], plan.inputs["close_rate"][index // plan.months]
        if month <= EXPORTED.month and isinstance(number, float | int) and isinstance(rate, float):
            wanted = number * DELIVERED[at["channel"]][month - 1]
            found += world.month(year, month, at["channel"], at["region"], wanted, rate)
    return world, _in_order(found)


def history() -> tuple[World, tuple[Lead, ...]]:
    """Return the leads of the fourteen months before the plan, drawn with the true rates."""
    world = World(2026, example("classic"), HISTORY_EXPORTED)
    found: list[Lead] = []
    for (year, month), channel, region in product(HISTORY_MONTHS, HISTORY_LEADS, HISTORY_REGIONS):
        wanted = HISTORY_LEADS[channel] * HISTORY_REGIONS[region]
        found += world.month(year, month, channel, region, wanted, TRUE_RATE[channel, region])
    return world, _in_order(found)


def _in_order(leads: list[Lead]) -> tuple[Lead, ...]:
    """Return leads in the order in which they came, numbered anew."""
    ordered = sorted(leads, key=lambda lead: lead.created)
    return tuple(replace(lead, number=number) for number, lead in enumerate(ordered, 1001))
