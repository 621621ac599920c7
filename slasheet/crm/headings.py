"""From the headings of an export to our fields: which column holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slasheet.texts.closest import nearest
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _

STAGE = "stage:"
#: Stands before the name of a date: the same moments in UTC, as far as the export tells their offset.
UTC = "utc:"
DATES = ("created", "first_contact", "won")
NUMBERS = ("attempts", "amount")
FIELDS = (
    "id",
    "created",
    "region",
    "channel",
    "first_contact",
    "attempts",
    "won",
    "amount",
    "rep",
    "email",
    "lead_id",
    "status",
)

#: Columns that hold a date only for rows that were won.
_WON = (
    "Won Time",
    "Won Date",
    "Closed Won Date",
    "Date Won",
    "Became a Customer Date",
    "Date entered customer (Lifecycle Stage Pipeline)",
    "Converted Date",
    "Date Converted",
    "Customer Since",
)
#: Columns that hold a date for open and lost rows too; a status must say that the row was won.
_CLOSE = ("Close Date", "Closed Date", "Date Closed", "Closed On", "Deal closed on", "Closed Time")
_IDS = {
    "leads": ("Lead ID", "Record ID", "Record ID - Contact", "Contact ID", "Prospect ID", "Deal ID", "Opportunity ID", "ID"),
    "deals": ("Deal ID", "Record ID", "Record ID - Deal", "Opportunity ID", "ID"),
}  # fmt: skip
#: What the known products call our fields, the best heading first.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "created": ("Create Date", "Created Date", "Lead Created", "Lead Created Time", "Deal Created", "Created Time", "Created At", "Created On", "Date Created", "Creation Date", "Add Time", "Created"),
    "region": ("Region", "Sales Region", "Region Label", "Territory", "Market", "Country/Region", "Country"),
    "channel": ("Channel", "Marketing Channel", "Lead Channel", "Lead Source", "Original Traffic Source", "Original Source", "Original Source Type", "Source Channel", "Deal Source", "Source"),
    "first_contact": ("First Contact Date", "First Contact", "First Contacted", "First Response Date", "First Response", "First Response Time", "First Call Date", "First Outreach Date", "Date of First Engagement",
                      "First Contact Attempt Date", "First Activity Date", "First Activity Time", "First Activity"),
    "attempts": ("Number of Attempts", "Number of times contacted", "Contact Attempts", "Attempts", "Call Attempts", "Number of Sales Activities", "Number of Activities", "Done Activities", "Activities Done"),
    "won": (*_WON, *_CLOSE),
    "amount": ("Won Amount", "Amount in company currency", "Opportunity Amount", "Deal Amount", "Amount", "Deal Value", "Value", "Total Revenue", "Revenue"),
    "rep": ("Contact Owner", "Lead Owner", "Deal Owner", "Opportunity Owner", "Owner", "Owner Name", "Sales Rep", "Rep", "Assigned To"),
    "email": ("Email", "E-mail", "Email Address", "Work Email", "Contact Email", "Person - Email", "Associated Contact Email"),
    "status": ("Deal Status", "Deal Stage", "Opportunity Stage", "Stage", "Status", "Lifecycle Stage", "Lead Status"),
    "stage:MQL": ("Became a marketing qualified lead date", "Date entered marketing qualified lead (Lifecycle Stage Pipeline)", "MQL Date"),
    "stage:SQL": ("Became a sales qualified lead date", "Date entered sales qualified lead (Lifecycle Stage Pipeline)", "SQL Date"),
    "stage:Opportunity": ("Became an opportunity date", "Date entered opportunity (Lifecycle Stage Pipeline)", "Opportunity Date"),
}  # fmt: skip
_LEAD_IDS = (
    "Associated Contact IDs",
    "Associated Contact ID",
    "Associated Lead ID",
    "Converted Lead ID",
    "Lead ID",
    "Contact ID",
)
#: Pipedrive puts the kind of record before every heading; the lead id of a deal is not the deal's own.
_PREFIXES = {"leads": ("deal", "lead"), "deals": ("deal",)}


@dataclass(frozen=True)
class FieldColumns:
    """Which column of a file holds which field, what to tell about that, and whether a status must confirm `won`."""

    columns: Mapping[str, int]
    notes: tuple[str, ...]
    by_status: bool


def heading_key(heading: str) -> str:
    """Return what makes two headings the same: letters and digits, whatever their case."""
    return "".join(ch for ch in heading.casefold() if ch.isalnum())


def field_columns(headings: Sequence[str], mapped: Mapping[str, str], kind: str, path: Path) -> FieldColumns:
    """Find the column of every field in one file; what the user `mapped` wins over the known headings."""
    places = _places(headings, kind)
    columns: dict[str, int] = {}
    notes: list[str] = []
    for field, known in _known(kind).items():
        chosen = places.get(heading_key(mapped[field])) if field in mapped else None
        held = [] if chosen is None else [chosen]
        if not held:
            held = list(dict.fromkeys(place for name in known if (place := places.get(heading_key(name))) is not None))
            if len(held) > 1:
                spare = ", ".join(f"“{headings[place]}”" for place in held[1:])
                sentence = _('{file}: “{heading}” is taken for {field}, not {others}; choose with --map {field}="…".')
                notes.append(sentence.format(file=path, heading=headings[held[0]], field=field, others=spare))
        if held:
            columns[field] = held[0]
    for field in mapped:
        if field.startswith(STAGE) and (place := places.get(heading_key(mapped[field]))) is not None:
            columns[field] = place
    return FieldColumns(columns, tuple(notes), _by_status(headings, columns, mapped, kind))


def check_mapping(mapped: Mapping[str, str], files: Mapping[Path, Sequence[str]], kind: str) -> None:
    """Refuse a field that we do not have, and for leads a heading that no file has; deals come with leads and need not have it."""
    for field, heading in mapped.items():
        if field not in FIELDS and not (field.startswith(STAGE) and field.removeprefix(STAGE).strip()):
            near = nearest(field, FIELDS)
            meant = f" did you mean {near[0]}?" if near else ""
            message = f"--map {field}=…: there is no such field;{meant} map one of {', '.join(FIELDS)} or stage:NAME."
            raise FileError(message)
        every = {heading_key(held): held for headings in files.values() for held in headings if held}
        if kind == "leads" and field != "lead_id" and heading_key(heading) not in every:
            close = nearest(heading_key(heading), every, 1, 0.0)
            meant = f"; the nearest is “{every[close[0]]}”" if close else ""
            message = f'{", ".join(map(str, files))}: no column is headed “{heading}”, which was given for {field}{meant}; correct --map {field}="…".'
            raise FileError(message)


def no_heading(field: str, headings: Sequence[str], path: Path) -> FileError:
    """Return the refusal of a file in which no column holds `field`."""
    what = {"created": "when a lead was created", "won": "when a deal was won"}[field]
    listed = ", ".join(f"“{heading}”" for heading in headings if heading)
    return FileError(f'{path}: no heading says {what}; say which with --map {field}="…". Headings: {listed}.')


def _known(kind: str) -> dict[str, tuple[str, ...]]:
    if kind == "deals":
        return {"id": _IDS["deals"], **_KNOWN, "lead_id": _LEAD_IDS}
    return {"id": _IDS["leads"], **_KNOWN}


def _places(headings: Sequence[str], kind: str) -> dict[str, int]:
    """Return the column of every heading, of twins the first; without its prefix a heading comes after those that have none."""
    keys = [heading_key(heading) for heading in headings]
    places: dict[str, int] = {}
    for place, key in enumerate(keys):
        if key:
            places.setdefault(key, place)
    for place, key in enumerate(keys):
        for prefix in _PREFIXES[kind]:
            if key.startswith(prefix):
                places.setdefault(key.removeprefix(prefix), place)
    return places


def _by_status(headings: Sequence[str], columns: Mapping[str, int], mapped: Mapping[str, str], kind: str) -> bool:
    """Return whether a date in the won column says won only together with a status that does."""
    if "won" not in columns or "status" not in columns:
        return False
    key = heading_key(headings[columns["won"]])
    bare = {key, *(key.removeprefix(prefix) for prefix in _PREFIXES[kind])}
    if bare & {heading_key(name) for name in _WON}:
        return False
    return kind == "deals" or "status" in mapped or bool(bare & {heading_key(name) for name in _CLOSE})
