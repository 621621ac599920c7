"""From the files that a CRM exports to one frame of leads, with every row accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from slasheet.crm.amounts import read_numbers
from slasheet.crm.dates import Dates, read_dates, time_zone
from slasheet.crm.headings import DATES, NUMBERS, STAGE, UTC, Found, check_mapping, find, missing
from slasheet.crm.tables import Table, one_line, read_table, trimmed
from slasheet.plan.amounts import amount
from slasheet.plan.crm_settings import CrmSettings
from slasheet.texts.languages import N_, _, n_

#: Why a row is set aside, as a key of what is.
NO_CREATION, BAD_CREATION = N_("no creation date"), N_("creation date can't be read")
DUPLICATE = {"leads": N_("duplicate lead id"), "deals": N_("duplicate deal id")}
TEXT = pd.StringDtype("pyarrow")

_WON = re.compile(r"closed\s*won|\bwon\b(?!['’]t)|converted|customer", re.IGNORECASE)
_NOT_WON = re.compile(r"lost|unconverted|\bnot\b|\bno\b|\bnon\b|\bformer\b", re.IGNORECASE)
#: Columns that a report should have, so that one that lacks them says so.
_OPTIONAL = {
    "leads": ("region", "channel", "first_contact", "attempts", "won", "amount", "rep"),
    "deals": ("created", "amount", "region", "channel", "lead_id"),
}
#: Between these dates hours are counted, which the local clock alone does not tell where summer time begins or ends.
_WAITING = ("created", "first_contact")
#: What happens to a row whose date or number can't be read.
_UNREAD = {
    "created": N_("counted as without a creation date"),
    "first_contact": N_("counted as not contacted"),
    "won": N_("counted as not won"),
    "attempts": N_("counted as without attempts"),
}
#: What blank means where one of several files has no column for a field.
_UNASKED = {
    "first_contact": N_(
        "{files}: has no column for {field}, which other files have; those leads count as not contacted."
    ),
    "attempts": N_(
        "{files}: has no column for {field}, which other files have; those leads count as without attempts."
    ),
    "won": N_("{files}: has no column for {field}, which other files have; those leads count as not won."),
}


@dataclass(frozen=True)
class Leads:
    """One row a lead, in file order, and what became of the rest: rows read = len(frame) + the rows set aside.

    `aside` counts rows by reason; `notes` are full sentences on what a user should know; `columns` says for each
    file which column holds what.
    """

    frame: pd.DataFrame
    read: int
    aside: Mapping[str, int]
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Source:
    """One file and which of its columns hold our fields."""

    table: Table
    found: Found
    kind: str

    def texts(self, name: str) -> pa.ChunkedArray:
        """Return the column of a field, null where blank."""
        return trimmed(self.table.columns[self.found.columns[name]])

    def heading(self, name: str) -> str:
        """Return the heading of a field in this file."""
        return self.table.headings[self.found.columns[name]]

    def taken(self) -> str:
        """Say which column each field comes from, and which fields no column tells."""
        named = ", ".join(f"{name} = “{one_line(self.heading(name))}”" for name in self.found.columns)
        lacking = ", ".join(name for name in _OPTIONAL[self.kind] if name not in self.found.columns)
        told = _("{file}: {fields}; no column for {lacking} (--map FIELD=HEADING).") if lacking else "{file}: {fields}."
        return told.format(file=self.table.path, fields=named, lacking=lacking)

    def unread(self, name: str, count: int, example: str) -> str:
        """Return how many values of a field can't be read."""
        told = n_("{file}: {count} value of “{heading}” can't be read, such as “{example}”: {what}.", "{file}: {count} values of “{heading}” can't be read, such as “{example}”: {what}.", count)  # fmt: skip
        what = _(_UNREAD[name]) if name in _UNREAD else _("counted as blank")
        return told.format(file=self.table.path, count=amount(count, "count"), heading=self.heading(name), example=one_line(example), what=what)  # fmt: skip


def read_exports(paths: Sequence[Path], settings: CrmSettings, kind: str = "leads") -> Leads:
    """Read exports of leads, or of deals when `kind` is "deals", one after the other into one frame.

    Of rows with the same id the last one stays. Raises FileError, in one line, when a file can't be read, a heading
    is not there, or dates or numbers can be read in two ways.
    """
    if settings.timezone is not None:
        time_zone(settings.timezone)
    tables = [read_table(Path(path)) for path in paths]
    check_mapping(settings.headings, {table.path: table.headings for table in tables}, kind)
    read = sum(table.rows + sum(table.aside.values()) for table in tables)
    frames: list[pd.DataFrame] = []
    aside: Counter[str] = Counter()
    notes: list[str] = []
    sources: list[_Source] = []
    for table in tables:
        source = _Source(table, find(table.headings, settings.headings, kind, table.path), kind)
        frame, unusable, told = _frame(source, settings)
        frames.append(frame)
        aside.update(table.aside)
        aside.update(unusable)
        notes += [*source.found.notes, *told]
        sources.append(source)
    notes += _uneven(tables, frames)
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    if "id" in frame:
        # The number 1 of one CRM is not the number 1 of another: ids compare under the same heading.
        named = [source.heading("id") if "id" in source.found.columns else "" for source in sources]
        heading = np.repeat(np.arange(len(frames)), [len(part) for part in frames])
        kinds = pd.Series(pd.factorize(np.array(named, dtype=object))[0][heading], index=frame.index)
        same = frame["id"].astype("object").to_frame("id").assign(kind=kinds).duplicated(keep="last")
        again = (same & frame["id"].notna()).to_numpy(dtype=bool)
        if again.any():
            aside[DUPLICATE[kind]] += int(again.sum())
            frame = frame[~again].reset_index(drop=True)
    return Leads(frame, read, dict(aside), tuple(notes), tuple(source.taken() for source in sources))


def _frame(source: _Source, settings: CrmSettings) -> tuple[pd.DataFrame, dict[str, int], list[str]]:
    """Return the rows of one file that can be used, in our columns, why others can't, and notes."""
    columns, table = source.found.columns, source.table
    needed = "won" if source.kind == "deals" else "created"
    if needed not in columns:
        raise missing(needed, table.headings, table.path)
    dates, notes = _dates(source, settings)
    data: dict[str, pd.Series] = {}
    for name in columns:
        if name in dates:
            data[name] = pd.Series(dates[name].stamps.astype("datetime64[ns]"))
            if name in _WAITING and settings.timezone is not None:
                data[UTC + name] = pd.Series(dates[name].instants.astype("datetime64[ns]"))
        elif name in NUMBERS:
            data[name], more = _numbers(source, name, settings)
            notes += more
        else:
            data[name] = pd.Series(source.texts(name).to_pandas(types_mapper={pa.string(): TEXT}.get))
    if "lead_id" in data:
        # HubSpot lists every contact of a deal, the first of them being the primary one.
        data["lead_id"] = data["lead_id"].str.replace(r"\s*[;,].*", "", regex=True)
    if source.found.by_status:
        data["won"], more = _confirmed(source, data["won"], data["status"])
        notes += more
    if "created" in dates:
        data["has_time"] = pd.Series(dates["created"].timed)
    frame = pd.DataFrame(data)
    aside: dict[str, int] = {}
    if source.kind == "leads":
        lacks = frame["created"].isna().to_numpy(dtype=bool)
        bad = dates["created"].bad
        aside = {BAD_CREATION: bad, NO_CREATION: int(lacks.sum()) - bad}
        frame = frame[~lacks].reset_index(drop=True) if lacks.any() else frame
    if "id" not in frame and (same := int(frame.duplicated().sum())):
        told = n_("{file}: has no column of ids, and {count} row repeats an earlier one; it counts as a lead of its own.", "{file}: has no column of ids, and {count} rows repeat an earlier one; each counts as a lead of its own.", same)  # fmt: skip
        notes.append(told.format(file=table.path, count=amount(same, "count")))
    return frame, {reason: count for reason, count in aside.items() if count}, notes


def _dates(source: _Source, settings: CrmSettings) -> tuple[dict[str, Dates], list[str]]:
    """Return the date columns of one file by field, and notes."""
    path, columns = source.table.path, source.found.columns
    names = {name: source.heading(name) for name in columns if name in DATES or name.startswith(STAGE)}
    texts = {heading: source.texts(name) for name, heading in names.items()}
    read = read_dates(texts, path, order=settings.dates, zone=settings.timezone, serials=source.table.serials)
    dates = {name: read[heading] for name, heading in names.items()}
    notes = [source.unread(name, held.bad, held.example) for name, held in dates.items() if held.bad]
    if settings.timezone is None and any(held.zoned for held in dates.values()):
        told = _("{file}: times with an offset were converted to UTC; if your days begin in another time zone, give it as --timezone Europe/Berlin.")  # fmt: skip
        notes.append(told.format(file=path))
    created, contact = dates.get("created"), dates.get("first_contact")
    if created is not None and contact is not None and created.timed.any() and not contact.timed.any():
        told = _("{file}: “{heading}” has no time of day; contacts count from the start of their day.")
        notes.append(told.format(file=path, heading=names["first_contact"]))
    return dates, notes


def _numbers(source: _Source, name: str, settings: CrmSettings) -> tuple[pd.Series, list[str]]:
    heading, path = source.heading(name), source.table.path
    held = read_numbers(heading, source.texts(name), path, decimal=settings.decimal)
    notes = [source.unread(name, held.bad, held.example)] if held.bad else []
    if len(held.currencies) > 1:
        listed = _("{first} and {last}").format(first=", ".join(held.currencies[:-1]), last=held.currencies[-1])
        told = _("{file}: “{heading}” is in {currencies}; the numbers are added up without conversion.")
        notes.append(told.format(file=path, heading=heading, currencies=listed))
    return pd.Series(held.numbers), notes


def _confirmed(source: _Source, won: pd.Series, status: pd.Series) -> tuple[pd.Series, list[str]]:
    """Return the dates of rows whose status says that they were won; a close date alone may be one of a lost deal."""
    words = [str(word) for word in status.dropna().unique()]
    says = [word for word in words if _WON.search(word) and not _NOT_WON.search(word)]
    notes = []
    if not says and won.notna().any():
        told = _("{file}: no value of “{status}” means won, so no date in “{won}” counts as a customer.")
        notes.append(told.format(file=source.table.path, status=source.heading("status"), won=source.heading("won")))
    return won.where(status.isin(says).to_numpy(dtype=bool)), notes


def _uneven(tables: Sequence[Table], frames: Sequence[pd.DataFrame]) -> list[str]:
    """Tell which file lacks what another one has: blank is not the same as not asked."""
    told = []
    for name, sentence in _UNASKED.items():
        lacking = [str(table.path) for table, frame in zip(tables, frames, strict=True) if name not in frame]
        if 0 < len(lacking) < len(tables):
            told.append(_(sentence).format(files=", ".join(lacking), field=name))
    return told
