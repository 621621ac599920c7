"""From what people say of exchange rates (on the command line, in a file) to the rate of a currency in a month."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from slasheet.spreadsheet.files import readable
from slasheet.texts.currency_codes import is_currency
from slasheet.texts.findings import FileError
from slasheet.texts.months import is_month

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_COLUMNS = ("currency", "month", "rate")


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of a currency is worth in the currency of the group: of a month, else always (month "")."""

    given: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def at(self, currency: str, month: str, group: str) -> float | None:
        """Return the rate of a currency in a month, 1 for that of the group, None where none is known."""
        if currency == group:
            return 1.0
        return self.given.get((currency, month), self.given.get((currency, "")))

    def known(self, currency: str, group: str) -> bool:
        """Return whether a currency needs no rate or has one, be it of some months only."""
        return currency == group or currency in self.currencies

    @property
    def currencies(self) -> set[str]:
        """The currencies that have rates."""
        return {currency for currency, _month in self.given}

    def refuse_gaps(self, needed: Iterable[tuple[str, str]], group: str) -> None:
        """Raise FileError for a currency with rates of some of the months needed: a sum over these would pass for all."""
        lacking: dict[str, list[str]] = {}
        for currency, month in sorted(needed):
            if self.at(currency, month, group) is None:
                lacking.setdefault(currency, []).append(month)
        for currency, months in lacking.items():
            if currency in self.currencies:
                more = f" and {len(months) - 1} more months up to {months[-1]}" if len(months) > 1 else ""
                message = f"{currency} has rates, but none for {months[0]}{more}; give one for every month, or one without a month for all others."
                raise FileError(message)


def rates_of(texts: Iterable[str], file: Path | None, group: str | None) -> Rates:
    """Return the rates said as `USD=0.92`, and those of a file (CSV or TOML). Raises FileError for what is none."""
    given: dict[tuple[str, str], float] = {}
    for text in texts:
        code, _equals, number = text.partition("=")
        _take(given, "--rate " + text, code, "", number)
    if file:
        with readable(file, "a table of rates"):
            rows = list(_toml_rows(file) if file.suffix.lower() == ".toml" else _csv_rows(file))
        for place, code, month, number in rows:
            _take(given, place, code, month, number)
    if given and group is None:
        message = "rates need a currency to convert to; give it with --currency, as --currency EUR."
        raise FileError(message)
    return Rates(given)


def currency_code(text: str, where: str) -> str:
    """Return a currency's ISO code. Raises FileError when it is none."""
    code = text.strip().upper()
    if not is_currency(code):
        message = f"{where}: {text!r} is not a currency; give an ISO code, as EUR."
        raise FileError(message)
    return code


def _take(given: dict[tuple[str, str], float], where: str, currency: str, month: str, number: str) -> None:
    """Add a rate to those given, or raise FileError in one line."""
    code, month, number = currency_code(currency, where), month.strip(), number.strip()
    if month and not is_month(month):
        message = f"{where}: {month!r} is not a month; write it as 2027-01, or leave it blank for all months."
        raise FileError(message)
    if not _NUMBER.fullmatch(number) or not float(number):
        message = f"{where}: {number!r} is not a rate; give a number above 0 with a decimal point, as USD=0.92: what one unit is worth."
        raise FileError(message)
    if (code, month) in given:
        message = f"{where}: {code} already has a rate{' in ' + month if month else ''}; give it once."
        raise FileError(message)
    given[code, month] = float(number)


def _csv_rows(file: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield place, currency, month and rate of every line of a CSV file with these columns; the month may be left away."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file}: is not a text in UTF-8; save the rates as CSV UTF-8."
        raise FileError(message) from error
    lines = text.splitlines()
    mark = ";" if lines and ";" in lines[0] else ","
    try:
        rows = [*csv.reader(lines, delimiter=mark)]
    except csv.Error as error:
        message = f"{file}: is not a table of rates ({error}); save it as CSV with the columns currency, month, rate."
        raise FileError(message) from error
    heads = [head.strip().casefold() for head in (rows[0] if rows else [])]
    if not {"currency", "rate"} <= set(heads) <= set(_COLUMNS) or len(heads) != len(set(heads)):
        message = f"{file}: its first line must name the columns currency, month, rate (the month may be left out)."
        raise FileError(message)
    for line, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            held = dict(zip(heads, row, strict=False))
            rate = held.get("rate", "")
            # Where a semicolon parts the cells, a comma stands before the decimals.
            rate = rate.replace(",", ".") if mark == ";" and "." not in rate else rate
            yield f"{file}, line {line}", held["currency"], held.get("month", ""), rate


def _toml_rows(file: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield place, currency, month and rate of a TOML file: `USD = 0.92`, or a table of months."""
    try:
        # A float would be written as 6e-05 where the file says 0.00006.
        table = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=lambda text: f"{Decimal(text):f}")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{file}: is not TOML ({error}); correct it."
        raise FileError(message) from error
    for code, held in table.items():
        for month, number in held.items() if isinstance(held, dict) else [("", held)]:
            yield f"{file}, {code}", code, month, str(number)
