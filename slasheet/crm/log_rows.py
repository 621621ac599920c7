"""From leads to rows of the lead log, with every lead accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from slasheet.crm.exports import Leads
from slasheet.crm.matching import labelled, reasons, unknown
from slasheet.crm.promise import Promise, attempts_due
from slasheet.crm.table import Array
from slasheet.crm.waiting import last_stamp, waits
from slasheet.plan.amounts import amount, numeral
from slasheet.plan.crm_settings import CrmSettings
from slasheet.texts.languages import N_, n_
from slasheet.texts.months import EPOCH

#: Date as spreadsheet day number, region, channel, leads, contacted in time, followed up, customers, revenue.
DayRow = tuple[float, str, str, float, float | None, float | None, float | None, float | None]
#: Why a row is set aside, as a key of what is.
BEFORE, AFTER = N_("created before the plan"), N_("created after the plan")
_EPOCH = np.datetime64(EPOCH, "D")


@dataclass(frozen=True, slots=True)
class Logged:
    """Rows of the log and what became of every row read: `read` = `logged` + the rows set `aside`.

    `unknown` counts the values of region and channel that the plan does not have (blank under ""); `near` names the
    label that was probably meant.
    """

    rows: tuple[DayRow, ...]
    read: int
    logged: int
    aside: Mapping[str, int]
    unknown: Mapping[str, Mapping[str, int]]
    near: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]


def to_log(
    leads: Leads,
    regions: Sequence[str],
    channels: Sequence[str],
    first: date,
    after: date,
    settings: CrmSettings,
    promise: Promise,
) -> Logged:
    """Return the log of a plan that runs from `first` to the day before `after`.

    A row stands for the leads created on a day in a region through a channel, and for the customers won there on that
    day. Raises FileError when no column tells the region or the channel and the plan has several.
    """
    frame = leads.frame
    created = frame["created"]
    region = labelled(frame, "region", regions, settings.regions)
    channel = labelled(frame, "channel", channels, settings.channels)
    early, late = (created < pd.Timestamp(first)).to_numpy(), (created >= pd.Timestamp(after)).to_numpy()
    within = ~early & ~late
    known = (region.places >= 0) & (channel.places >= 0)
    keep = within & known
    aside = Counter(leads.aside)
    aside.update({BEFORE: int(early.sum()), AFTER: int(late.sum())})
    aside.update(reasons(region, within & (region.places < 0)))
    aside.update(reasons(channel, within & (region.places >= 0) & (channel.places < 0)))

    place = region.places * len(channels) + channel.places
    now = last_stamp(frame)
    in_time, contact_notes = _in_time(frame[keep], now, settings, promise)
    followed, follow_notes = _followed_up(frame[keep], now, promise)
    born = pd.DataFrame({"day": created[keep].dt.normalize(), "place": place[keep], "leads": 1.0})
    served = {"in_time": in_time, "followed_up": followed}
    born = born.assign(**{name: held.astype("float64") for name, held in served.items() if held is not None})
    sold, won_notes = _customers(frame.assign(place=place)[known], within[known], first, after)
    return Logged(
        rows=_rows(born, sold, regions, channels),
        read=leads.read,
        logged=int(keep.sum()),
        aside={reason: number for reason, number in aside.items() if number},
        unknown={axis.axis: unknown(axis, within) for axis in (region, channel)},
        near={axis.axis: axis.near for axis in (region, channel)},
        notes=(*leads.notes, *region.notes, *channel.notes, *contact_notes, *follow_notes, *won_notes),
    )


def _in_time(
    frame: pd.DataFrame, now: pd.Timestamp | None, settings: CrmSettings, promise: Promise
) -> tuple[Array | None, list[str]]:
    """Return which leads were contacted in time, None when no column tells.

    Nobody is late yet for a lead whose promised hours were not over at the export's last time stamp `now`.
    """
    if "first_contact" not in frame:
        return None, []
    waited = waits(frame, now, settings, promise.holidays)
    in_time = waited.hours <= promise.first_contact_hours
    notes = []
    if untimed := int(waited.untimed.sum()):
        sentence = n_(
            "{count} lead was created without a time of day: the hours to first contact count from the end of that day.",
            "{count} leads were created without a time of day: the hours to first contact count from the end of that day.",
            untimed,
        )
        notes.append(sentence.format(count=amount(untimed, "count")))
    if early := int(waited.early.sum()):
        sentence = n_(
            "{count} lead was first contacted before creation: these count as contacted in time.",
            "{count} leads were first contacted before creation: these count as contacted in time.",
            early,
        )
        notes.append(sentence.format(count=amount(early, "count")))
    if open_still := int((~waited.contacted & in_time).sum()):
        sentence = n_(
            "{count} lead was created so late that the hours to first contact were not over yet: these count as contacted in time until the next export.",
            "{count} leads were created so late that the hours to first contact were not over yet: these count as contacted in time until the next export.",
            open_still,
        )
        notes.append(sentence.format(count=amount(open_still, "count")))
    return in_time.to_numpy(), notes


def _followed_up(frame: pd.DataFrame, now: pd.Timestamp | None, promise: Promise) -> tuple[Array | None, list[str]]:
    """Return which leads have the attempts due at their age, or were won; None when no column tells the attempts."""
    if "attempts" not in frame or now is None:
        return None, []
    age = (now - frame["created"]).dt.total_seconds() / 86_400
    enough = frame["attempts"].fillna(0.0) >= attempts_due(age, promise.follow_ups)
    if "won" in frame:
        enough |= frame["won"].notna()
    days = min((within for _attempts, within in promise.follow_ups), default=0)
    sentence = n_(
        "Attempts due are counted as of {day}, the last date in the export; a lead is short of none before its first {days} day is over.",
        "Attempts due are counted as of {day}, the last date in the export; a lead is short of none before its first {days} days are over.",
        days,
    )
    return enough.to_numpy(), [sentence.format(day=f"{now:%Y-%m-%d}", days=numeral(f"{days:g}"))]


def _customers(frame: pd.DataFrame, within: Array, first: date, after: date) -> tuple[pd.DataFrame | None, list[str]]:
    """Return the customers won within the plan, with day, place and revenue; None when no column tells when they were won."""
    if "won" not in frame:
        return None, []
    won = frame["won"]
    inside = ((won >= pd.Timestamp(first)) & (won < pd.Timestamp(after))).to_numpy()
    paid = frame["amount"] if "amount" in frame else pd.Series(np.nan, index=frame.index)
    notes = []
    if outside := int((won.notna() & ~inside).sum()):
        sentence = n_(
            "{count} lead was won before or after the plan: these do not count as customers.",
            "{count} leads were won before or after the plan: these do not count as customers.",
            outside,
        )
        notes.append(sentence.format(count=amount(outside, "count")))
    if older := int((inside & ~within).sum()):
        sentence = n_(
            "{count} lead was created outside of the plan and won within it: these count as customers, not as leads.",
            "{count} leads were created outside of the plan and won within it: these count as customers, not as leads.",
            older,
        )
        notes.append(sentence.format(count=amount(older, "count")))
    if below := int((paid[inside] < 0).sum()):
        sentence = n_(
            "{count} lead was won for a negative amount: these count as customers with a revenue of 0.",
            "{count} leads were won for a negative amount: these count as customers with a revenue of 0.",
            below,
        )
        notes.append(sentence.format(count=amount(below, "count")))
        paid = paid.where(~(paid < 0), 0.0)
    if unpaid := int(paid[inside].isna().sum()):
        sentence = n_(
            "{count} lead was won without an amount: these count as customers with a revenue of 0.",
            "{count} leads were won without an amount: these count as customers with a revenue of 0.",
            unpaid,
        )
        notes.append(sentence.format(count=amount(unpaid, "count")))
    sold = pd.DataFrame(
        {"day": won.dt.normalize(), "place": frame["place"], "customers": 1.0, "revenue": paid.fillna(0.0)}
    )
    return sold[inside], notes


def _rows(
    born: pd.DataFrame, sold: pd.DataFrame | None, regions: Sequence[str], channels: Sequence[str]
) -> tuple[DayRow, ...]:
    """Add up leads and customers by day and place; a column that no export has stays None."""
    parts = [born] if sold is None else [born, sold]
    sums = pd.concat(parts).groupby(["day", "place"], sort=True).sum(min_count=0)
    days = (sums.index.get_level_values("day").to_numpy().astype("datetime64[D]") - _EPOCH).astype("int64")
    places = sums.index.get_level_values("place").to_numpy()
    columns: list[list[Any]] = [
        days.astype("float64").tolist(),
        [regions[at] for at in places // len(channels)],
        [channels[at] for at in places % len(channels)],
    ]
    # Sums in another order differ in the last binary digits; the same leads must give the same log.
    columns += [
        sums[name].round(6).tolist() if name in sums else [None] * len(sums)
        for name in ("leads", "in_time", "followed_up", "customers", "revenue")
    ]
    return tuple(zip(*columns, strict=True))
