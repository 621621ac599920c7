"""From exports of leads and deals to two frames that belong together: each won deal with its lead."""

from __future__ import annotations

import numpy as np
import pandas as pd

from slasheet.crm.exports import Leads
from slasheet.crm.headings import STAGE
from slasheet.crm.new_labels import with_labels
from slasheet.plan.crm_settings import CrmSettings

_DAY = np.timedelta64(1, "D")


def linked(
    deals: Leads | None, leads: Leads, settings: CrmSettings
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Return the leads, the won deals, and notes; without `deals` the won leads are the deals.

    Leads have `region`, `channel`, `created`, `won` and the stage dates; deals have `region`, `channel`, `won`,
    `amount` (NaN unless above 0), `lead` (the row of the lead, -1 where none was found) and `days` from lead to revenue.
    """
    people = _people(leads)
    bought = _won_leads(people) if deals is None else _won_deals(deals, people)
    all_notes: list[str] = []
    for axis, mapping in (("region", settings.regions), ("channel", settings.channels)):
        people, bought, notes = with_labels(people, bought, axis, mapping, known=axis in leads.frame)
        all_notes += notes
    return people, bought, tuple(all_notes)


def _people(leads: Leads) -> pd.DataFrame:
    """Return the leads with every column that is needed, blank where the export has none."""
    frame = leads.frame.reset_index(drop=True)
    texts = {name: _column(frame, name) for name in ("id", "email", "region", "channel")}
    moments = {name: _moments(frame, name) for name in ("created", "won")}
    stages = {name: frame[name] for name in frame.columns if str(name).startswith(STAGE)}
    return pd.DataFrame({**texts, **moments, **stages, "amount": _amounts(frame)})


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name].astype("object") if name in frame else pd.Series(None, index=frame.index, dtype="object")


def _moments(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame else pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]")


def _amounts(frame: pd.DataFrame) -> pd.Series:
    """Return the amounts above 0, NaN for the others."""
    if "amount" not in frame:
        return pd.Series(np.nan, index=frame.index)
    return frame["amount"].where(frame["amount"] > 0)


def _won_leads(people: pd.DataFrame) -> pd.DataFrame:
    """Return the won leads as deals of their own."""
    bought = people.loc[people["won"].notna(), ["region", "channel", "won", "amount", "created"]].copy()
    bought["lead"] = bought.index
    bought["days"] = _days(bought["created"], bought["won"])
    return bought.reset_index(drop=True)


def _won_deals(deals: Leads, people: pd.DataFrame) -> pd.DataFrame:
    """Return the won deals, each with the row of its lead (-1: not found), whose labels and creation fill the gaps."""
    frame = deals.frame[deals.frame["won"].notna()].reset_index(drop=True)
    lead = pd.Series(-1, index=frame.index)
    # Somebody who came twice was won as the first of the two leads.
    oldest_first = people.loc[people["created"].sort_values(kind="stable").index]
    for wanted, keys in (
        (_keys(_column(frame, "lead_id")), _keys(oldest_first["id"])),
        # Capitals tell ids of Salesforce apart, but not addresses.
        (_keys(_column(frame, "email")).str.casefold(), _keys(oldest_first["email"]).str.casefold()),
    ):
        first = keys[keys.notna() & ~keys.duplicated()]
        found = wanted.map(pd.Series(first.index, index=first))
        lead = lead.where(lead >= 0, found.fillna(-1).astype("int64"))
    known = people.reindex(lead)
    born = _moments(known, "created").reset_index(drop=True).fillna(_moments(frame, "created"))
    texts = {
        axis: _column(frame, axis).where(_column(frame, axis).notna(), known[axis].reset_index(drop=True))
        for axis in ("region", "channel")
    }
    days = _days(born, frame["won"])
    return pd.DataFrame({**texts, "won": frame["won"], "amount": _amounts(frame), "lead": lead, "days": days})


def _keys(texts: pd.Series) -> pd.Series:
    """Return ids or addresses without the spaces around them, missing where blank."""
    plain = texts.astype("string").str.strip()
    return plain.where(plain != "")


def _days(born: pd.Series, won: pd.Series) -> pd.Series:
    """Return the days from a lead to its revenue, NaN where one is missing or the revenue came first."""
    days = (won.to_numpy(dtype="datetime64[ns]") - born.to_numpy(dtype="datetime64[ns]")) / _DAY
    return pd.Series(days, index=won.index).where(days >= 0)
