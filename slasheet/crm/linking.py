"""From exports of leads and deals to two frames that belong together: each won deal with its lead, labels spelled alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from slasheet.crm.exports import Leads
from slasheet.crm.headings import STAGE
from slasheet.plan.amounts import amount
from slasheet.plan.crm_settings import CrmSettings
from slasheet.texts.labels import LONGEST, label_fault, label_key
from slasheet.texts.languages import N_, _, n_

_DAY = np.timedelta64(1, "D")
#: What the plan calls the one region or channel that stands for all.
_EVERYTHING = {"region": N_("All regions"), "channel": N_("All channels")}
_ONE_LABEL = {
    "region": N_(
        "The leads have no region, so the plan has one, “{label}”; say which column holds it: --map region=HEADING."
    ),
    "channel": N_(
        "The leads have no channel, so the plan has one, “{label}”; say which column holds it: --map channel=HEADING."
    ),
}
_CLEANED = {
    "region": N_("The region {value} is called “{label}” in the plan, which does not allow all of its characters."),
    "channel": N_("The channel {value} is called “{label}” in the plan, which does not allow all of its characters."),
}


def linked(
    deals: Leads | None, leads: Leads, settings: CrmSettings
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Return the leads, the won deals, and notes; without `deals` the won leads are the deals.

    Leads have `region`, `channel`, `created`, `won` and the stage dates; deals have `region`, `channel`, `won`,
    `amount` (NaN unless above 0), `lead` (the row of the lead, -1 where none was found) and `days` from lead to revenue.
    """
    people = _people(leads)
    bought = _won_leads(people) if deals is None else _won_deals(deals, people)
    told: list[str] = []
    for axis, mapping in (("region", settings.regions), ("channel", settings.channels)):
        people, bought, notes = _labelled(people, bought, axis, mapping, known=axis in leads.frame)
        told += notes
    return people, bought, tuple(told)


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


def _labelled(
    people: pd.DataFrame, bought: pd.DataFrame, axis: str, mapping: Mapping[str, str], *, known: bool
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return both frames with labels that a plan takes, one spelling each; one label for all when leads have no such column."""
    if not known:
        everything = _(_EVERYTHING[axis])
        note = _(_ONE_LABEL[axis]).format(label=everything)
        return people.assign(**{axis: everything}), bought.assign(**{axis: everything}), [note]
    wanted = {label_key(value.strip()): label for value, label in mapping.items()}
    spelling = {label_key(label): label for label in mapping.values()}
    label_of: dict[Any, str | None] = {}
    notes = []
    counts = pd.concat([people[axis], bought[axis]]).value_counts().to_dict()
    for raw, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))):
        text = str(raw).strip()
        meant = wanted.get(label_key(text), text)
        label = cleaned(meant)
        fault = label_fault(label)
        if fault:
            if text:
                told = _set_aside(axis, count).format(
                    value=shown(text), why=fault[0], count=amount(int(count), "count")
                )
                notes.append(told)
            continue
        if label != meant:
            notes.append(_(_CLEANED[axis]).format(value=shown(text), label=label))
        label_of[raw] = spelling.setdefault(label_key(label), label)
    return (
        people.assign(**{axis: people[axis].map(label_of)}),
        bought.assign(**{axis: bought[axis].map(label_of)}),
        notes,
    )


def _set_aside(axis: str, count: int) -> str:
    """Return the sentence about a value that can be no label, for so many rows."""
    if axis == "region":
        return n_("The region {value} {why}, so its {count} row is set aside; --region-map gives it another name.", "The region {value} {why}, so its {count} rows are set aside; --region-map gives it another name.", count)  # fmt: skip
    return n_("The channel {value} {why}, so its {count} row is set aside; --channel-map gives it another name.", "The channel {value} {why}, so its {count} rows are set aside; --channel-map gives it another name.", count)  # fmt: skip


def cleaned(text: str) -> str:
    r"""Return a value of the CRM as a label that a plan takes, as far as that goes.

    Example: `cleaned("@Web\n form*")` is `"Web form"`.
    """
    kept = "".join(ch for ch in " ".join(text.split()) if ch.isprintable() and ch not in "*?~")
    return kept.lstrip("<>=+-@ ")[:LONGEST].strip()


def shown(text: str) -> str:
    """Return a value of the CRM in quotes, on one line, not too long."""
    plain = "".join(ch if ch.isprintable() else " " for ch in text)
    return f"“{plain}”" if len(plain) <= LONGEST else f"“{plain[: LONGEST - 1]}…”"
