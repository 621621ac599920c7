"""From a number to exports of a CRM that are odd: a few leads and deals in CSV or XLSX, with values, headings and rows of every kind."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

LEADS = (
    ("Record ID", "Create Date", "Original Source", "Country/Region", "Contact owner", "Number of times contacted", "Date of first engagement",
     "Became a marketing qualified lead date", "Became a customer date", "Total Revenue"),
    *((str(n), f"2027-0{n % 2 + 1}-{n + 9} 07:04", ("Web", "Website form", "Calls")[n % 3], ("A", "EMEA", "APAC")[n % 3], ("Avery Stone", "Inès Marchand")[n % 2],
       str(n % 7), f"2027-0{n % 2 + 1}-{n + 9} 12:17", f"2027-0{n % 2 + 1}-{n + 10} 09:00", f"2027-0{n % 2 + 1}-28 09:00" if n % 4 == 0 else "",
       f"{n * 1000}.50" if n % 4 == 0 else "") for n in range(1, 16)),
)  # fmt: skip
DEALS = (
    ("Record ID", "Deal Stage", "Amount", "Create Date", "Close Date", "Deal owner", "Region", "Original Source", "Associated Contact IDs"),
    *((str(900 + n), ("Closed Won", "Closed Lost")[n % 2], f"{n}420.00", f"2026-11-{n + 9} 11:53", f"2027-01-{n + 9} 11:53", "Jana Kühn", ("A", "EMEA")[n % 2],
       "Web", str(n)) for n in range(1, 11)),
)  # fmt: skip
TEXTS = (
    "", " ", "0", "-1", "1e400", "nan", "inf", "1,234", "1.234,56", "$ 1,000", "(500)", "9" * 400, "2027-02-30", "0001-01-01", "9999-12-31 23:59:59",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "03/04/2027", "2027-03-28 02:30", "31.12.27", "46388", "1700000000000", "-99999999999999", "2027-01-01T24:00:00Z",
    "2027-01-01T07:00:00+99:99", "=1+1", "#N/A", "Total", "\x00", "\x1b[2J", "a\nb", '"', "x" * 40_000, "\u202e", "ไทย", "\ud83d", "2570-01-05", "jan 5 2027", "5 Jan", "12:30",
)  # fmt: skip
CELLS = (
    None, True, 0, -1, 1e300, 46388, 0.5, -60000, 3_000_000, datetime(2027, 1, 5, 7, 4), date(1900, 1, 1), datetime(9999, 12, 31, 23, 59), timedelta(hours=99),  # noqa: DTZ001
    "=1/0", "=A1", "#REF!", "text",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "cp874")


def odd_export(folder: Path, name: str, table: tuple[tuple[str, ...], ...], drawn: Random) -> Path:
    """Write an export with up to four things odd, as CSV or as a workbook, and return its path."""
    rows = [list(row) for row in table]
    for _count in range(drawn.randint(0, 4)):
        _change(rows, drawn)
    if drawn.random() < 0.7:
        path = folder / f"{name}.csv"
        text = io.StringIO()
        quoting = drawn.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        csv.writer(text, delimiter=drawn.choice(",,;\t|"), quoting=quoting).writerows(rows)
        raw = text.getvalue().encode(drawn.choice(ENCODINGS), "replace")
        if drawn.random() < 0.1:
            at = drawn.randrange(len(raw))
            raw = drawn.choice((raw[:at], raw[:at] + b'"' + raw[at:], raw[:at] + b"\xff\x00" + raw[at:], b""))
        path.write_bytes(raw)
        return path
    path = folder / f"{name}.xlsx"
    book = Workbook()
    for across, row in enumerate(rows, 1):
        for down, value in enumerate(row, 1):
            kept = "".join(letter for letter in value if letter.isprintable())[:32_767]
            book.worksheets[0].cell(across, down).value = (
                drawn.choice(CELLS) if across > 1 and drawn.random() < 0.03 else kept
            )
    book.save(path)
    return path


def _change(rows: list[list[str]], drawn: Random) -> None:
    """Change one thing: a value, a column of values, a heading, the order or the number of cells or rows."""
    row, other = drawn.choice(rows[drawn.randrange(4) > 0 :] or rows), drawn.choice(rows)
    kind = drawn.choice((0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6))
    if kind == 0 and row:
        row[drawn.randrange(len(row))] = drawn.choice(TEXTS)
    elif kind == 1:
        column, new = drawn.randrange(9), drawn.choice(TEXTS)
        for each in rows[1:]:
            each[column : column + 1] = [new]
    elif kind == 2 and rows[0]:
        rows[0][drawn.randrange(len(rows[0]))] = drawn.choice(
            (*rows[0], "", "Amount", "Created", "Close Date", "Lead Status")
        )
    elif kind == 3:
        row[:] = drawn.choice(([], other, row[:2], row * 3, [*row, *TEXTS[:5]]))
    elif kind == 4:
        rows.insert(drawn.randrange(len(rows)), [*other])
    elif kind == 5 and len(rows) > 1:
        del rows[drawn.randrange(len(rows))]
    else:
        rows[1:] = rows[1 : drawn.choice((1, 2, 8))]
