"""Writes the sample CRM exports, with the headings, the encodings and the usual dirt of three products.

`python -m samples.make_crm` writes, always the same, beside this file: `hubspot_contacts.csv` (marketing's leads of
North America and EMEA), `salesforce_leads.csv` (sales' leads of the two) and `pipedrive_deals.csv` (all leads of Asia
Pacific and Latin America), which together are the delivery of the whole plan; and `history_leads.csv` with
`hubspot_deals.csv`, to learn from.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from samples.crm_world import Lead, World, history, plan_year
from slasheet.plan.templates import example

FOLDER = Path(__file__).parent

Row = dict[str, str]


def dirt(rows: list[Row], created: str, region: str, channel: str, draw: Random) -> list[Row]:
    """Return rows as they come out of a CRM that people type into: doubles, blanks, other spellings, unknown values."""
    spoiled = [dict(row) for row in rows]
    for row in draw.sample(spoiled, 25):
        row[region] = draw.choice([row[region] + " ", row[region].upper(), " " + row[region].lower()])
    for row in draw.sample(spoiled, 12):
        row[region] = draw.choice(["Rest of world", "Rest of world", "N/A", ""])
    for row in draw.sample(spoiled, 15):
        row[channel] = draw.choice(["Tradeshow Booth 2026", "Web form", "web-form", "Unknown", ""])
    for row in draw.sample(spoiled, 6):
        row[created] = ""
    # Exported twice, as when two list views are joined: the later row is the one that counts.
    return spoiled + [dict(row) for row in draw.sample(spoiled, 9)]


def stamp(moment: datetime | None, form: str) -> str:
    """Return a moment as the product writes it, nothing for none."""
    return "" if moment is None else moment.strftime(form)


def hubspot(world: World, leads: Sequence[Lead]) -> bytes:
    """Return contacts as HubSpot exports them: commas, UTF-8 with a byte order mark."""
    form = "%Y-%m-%d %H:%M"
    rows = []
    for place, lead in enumerate(leads):
        won = world.until_export(lead.won)
        stages = _stages(world, lead, place)
        rows.append(
            {
                "Record ID": str(51_000_000 + 37 * lead.number),
                "First Name": lead.first,
                "Last Name": lead.last,
                "Email": lead.email,
                "Create Date": stamp(lead.created, form),
                "Original Source": lead.channel,
                "Country/Region": lead.region,
                "Lead Status": "CONNECTED" if lead.contacted else "NEW",
                "Contact owner": lead.rep,
                "Number of times contacted": str(lead.attempts) if lead.attempts else "",
                "Date of first engagement": stamp(lead.contacted, form),
                "Became a marketing qualified lead date": stamp(stages[0], form),
                "Became a sales qualified lead date": stamp(stages[1], form),
                "Became an opportunity date": stamp(stages[2], form),
                "Became a customer date": stamp(won, form),
                "Total Revenue": _dollars(lead.amount, place) if won else "",
            }
        )
    rows = dirt(rows, "Create Date", "Country/Region", "Original Source", world.random)
    rows[40]["Create Date"] = "Jan 14, 2027 9:05 AM"
    rows[60]["Last Name"] = 'Großmann "the elder"\nAcme, Inc.'
    for row in rows[100:700:100]:
        row.update({"First Name": "Test", "Last Name": "TEST", "Email": "test@example.com", "Country/Region": "", "Original Source": "Test"})  # fmt: skip
    return written(rows, ",", "utf-8-sig")


def _stages(world: World, lead: Lead, place: int) -> tuple[datetime | None, ...]:
    """Return when a contact became a marketing and a sales qualified lead and an opportunity; some skip the first."""
    if lead.won is None:
        # Of those that never buy, some get part of the way.
        chance = world.random.random()
        way = ((5, 0.28), (12, 0.1), (20, 0.05))
        moments = [lead.created + timedelta(days=days) if chance < part else None for days, part in way]
    else:
        moments = [lead.along(part) for part in (0.2, 0.45, 0.6)]
    known = [world.until_export(moment) for moment in moments]
    return (None, *known[1:]) if place % 10 == 0 else tuple(known)


def salesforce(world: World, leads: Sequence[Lead]) -> bytes:
    """Return a report on leads as Salesforce exports it in a German locale: semicolons, Windows-1252, decimal commas."""
    form = "%d.%m.%Y %H:%M"
    rows = []
    for place, lead in enumerate(leads):
        won = world.until_export(lead.won)
        status = "Closed - Converted" if won else "Working - Contacted" if lead.contacted else "Open - Not Contacted"
        if won is None and place % 7 == 0:
            status = "Closed - Not Converted"
        euros = f"{lead.amount + 0.5:,.2f}".translate(str.maketrans(",.", ".,"))
        rows.append(
            {
                "Lead ID": f"00Q7R{lead.number:010d}",
                "Lead Owner": lead.rep,
                "Created Date": stamp(lead.created, form),
                "Lead Source": lead.channel,
                "Region": lead.region,
                "Lead Status": status,
                "First Call Date": stamp(lead.contacted, form),
                "Number of Attempts": str(lead.attempts),
                "Converted Date": stamp(won, "%d.%m.%Y"),
                "Opportunity Amount": (f"€ {euros}" if place % 5 == 0 else euros) if won else "",
                "Company": f"{lead.last} & Söhne",
            }
        )
    rows = dirt(rows, "Created Date", "Region", "Lead Source", world.random)
    rows[33]["Created Date"] = "2027-01-08 10:15"
    rows[77]["Company"] = 'Körner "Küche";\nBad & Boden'
    for row in rows[200:800:150]:
        row.update({"Company": "Testfirma – bitte löschen", "Lead Source": "Test", "Region": "Test"})
    return written(rows, ";", "cp1252", "\r\n")


def pipedrive(world: World, leads: Sequence[Lead]) -> bytes:
    """Return deals as Pipedrive exports them: tabs, UTF-8, moments in UTC."""
    form = "%Y-%m-%dT%H:%M:%SZ"
    rows = []
    for place, lead in enumerate(leads):
        won = world.until_export(lead.won)
        status = "Won" if won else "Lost" if place % 3 == 0 else "Open"
        rows.append(
            {
                "Deal - ID": str(lead.number),
                "Deal - Title": f"{lead.first} {lead.last}: deal",
                "Deal - Owner": lead.rep,
                "Deal - Value": f"US$ {lead.amount:.2f}" if place % 11 == 0 else f"{lead.amount:.2f}",
                "Deal - Status": status,
                "Deal - Deal created": stamp(lead.created, form),
                "Deal - First activity": stamp(lead.contacted, form),
                "Deal - Done activities": str(lead.attempts),
                "Deal - Won time": stamp(won, form),
                "Deal - Source channel": lead.channel,
                "Deal - Region": lead.region,
            }
        )
    rows = dirt(rows, "Deal - Deal created", "Deal - Region", "Deal - Source channel", world.random)
    rows[21]["Deal - Deal created"] = "2027-01-05T09:30:00+09:00"
    rows[50]["Deal - Title"] = 'Söder "Süd"\n(copy)\tdeal'
    for row in rows[300:900:200]:
        row.update({"Deal - Title": "test deal", "Deal - Region": "", "Deal - Source channel": "Test"})
    return written(rows, "\t", "utf-8")


def _dollars(amount: float, place: int) -> str:
    return f"${amount:,.2f}" if place % 4 == 0 else f"{amount:.2f}"


def history_leads(world: World, leads: Sequence[Lead]) -> bytes:
    """Return the contacts of the history; what they bought stands with the deals only."""
    rows = [
        {
            "Record ID": str(41_000_000 + 37 * lead.number),
            "Email": lead.email,
            "Create Date": stamp(lead.created, "%Y-%m-%d %H:%M"),
            "Original Source": lead.channel,
            "Country/Region": lead.region,
            "Contact owner": lead.rep,
        }
        for lead in leads
    ]
    return written(dirt(rows, "Create Date", "Country/Region", "Original Source", world.random), ",", "utf-8-sig")


def hubspot_deals(world: World, leads: Sequence[Lead]) -> bytes:
    """Return the deals of the history: won, lost and open ones, where lost and open ones have a close date as well."""
    form = "%Y-%m-%d %H:%M"
    rows = []
    for lead in leads:
        chance = world.random.random()
        opened = lead.along(0.3) or lead.created + timedelta(days=20)
        if opened > world.exported or (lead.won is None and chance > 0.12):
            continue
        won = world.until_export(lead.won)
        closed = won or lead.won or opened + timedelta(days=40)
        lost = lead.won is None and closed <= world.exported
        rows.append(
            {
                "Record ID": str(9_000_000_000 + 13 * lead.number),
                "Deal Name": f"{lead.first} {lead.last}",
                "Pipeline": "Sales Pipeline",
                "Deal Stage": "Closed Won" if won else "Closed Lost" if lost else "Contract Sent",
                "Amount": f"{lead.amount:.2f}",
                "Create Date": stamp(opened, form),
                "Close Date": stamp(closed, form),
                "Deal owner": lead.rep,
                "Region": lead.region,
                "Original Source": lead.channel,
                "Associated Contact": f"{lead.first} {lead.last} ({lead.email})",
                "Associated Contact IDs": str(41_000_000 + 37 * lead.number),
            }
        )
    for row in rows[50:1000:200]:
        row.update({"Amount": "", "Associated Contact": "", "Associated Contact IDs": ""})
    return written([*rows, dict(rows[7])], ",", "utf-8-sig")


def written(rows: Sequence[Row], separator: str, encoding: str, line_end: str = "\n") -> bytes:
    """Return rows as the bytes of a file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def exports() -> dict[str, bytes]:
    """Return every sample export by file name."""
    world, leads = plan_year()
    owners = {channel.name: channel.owner for channel in example("classic").channels}
    west = ("North America", "EMEA")
    marketing = [lead for lead in leads if lead.region in west and owners[lead.channel] == "marketing"]
    sales = [lead for lead in leads if lead.region in west and owners[lead.channel] == "sales"]
    past, before = history()
    return {
        "hubspot_contacts.csv": hubspot(world, marketing),
        "salesforce_leads.csv": salesforce(world, sales),
        "pipedrive_deals.csv": pipedrive(world, [lead for lead in leads if lead.region not in west]),
        "history_leads.csv": history_leads(past, before),
        "hubspot_deals.csv": hubspot_deals(past, before),
    }


if __name__ == "__main__":
    for name, content in exports().items():
        (FOLDER / name).write_bytes(content)
        sys.stdout.write(f"{name}: {len(content):,} bytes\n")
