"""From a text to the number that it spells: none, one or, as for `1,234`, two readings; nothing is ever guessed.

Every convention is tried: a mark between groups of digits (comma, point, any space, apostrophe; groups of three, or of two
as in India) and a decimal mark. What two conventions accept with different values has two readings.

Not taken for numbers: dates; `1/2`, which may be one; `1e3`, which programs show when digits were left out; `5k` and
`3 Mio`; two signs at once; digits of several scripts side by side; a decimal mark without decimals.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Longer texts are no numbers.
_LONGEST = 64
_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_MINUS, _APOSTROPHES = "-−–‐‑‒﹣", "'’‘ʼ`´"
#: Arabic marks that can be nothing else: thousands, decimals and per cent.
_ARABIC = {"٬": "'", "٫": "٫", "٪": "%"}
_FULL_WIDTH = range(0xFF01, 0xFFE7)
#: Signs and words for currencies, in capitals and without a point behind: the currencies that they stand for.
CURRENCY_SIGNS = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP", "¥": "JPY CNY", "JP¥": "JPY", "CN¥": "CNY", "RMB": "CNY",
    "$": "USD AUD ARS BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD UYU XCD",
    "US$": "USD", "R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD NIO", "CA$": "CAD", "HK$": "HKD", "NT$": "TWD", "NZ$": "NZD", "S$": "SGD", "MX$": "MXN",
    "₹": "INR", "RS": "INR LKR MUR NPR PKR SCR", "₽": "RUB", "РУБ": "RUB", "₩": "KRW", "₺": "TRY", "TL": "TRY", "₪": "ILS", "฿": "THB", "บาท": "THB", "BAHT": "THB",
    "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP CUP", "₡": "CRC", "₲": "PYG", "KR": "SEK NOK DKK ISK", "FR": "CHF", "SFR": "CHF", "ZŁ": "PLN", "KČ": "CZK",
    "FT": "HUF", "LEI": "RON MDL", "ЛВ": "BGN", "RM": "MYR", "RP": "IDR", "S/": "PEN", "R": "ZAR",
}  # fmt: skip
#: What stands before and behind the digits; a point behind letters is theirs: Rs.500 is no half.
_PARTS = re.compile(
    rf"(?P<lead>(?:[^\d.,{_FRACTIONS}]*[^\W\d_]\.)?[^\d.,{_FRACTIONS}]*?)(?P<body>[.,٫]?\d(?:[\d.,'٫ ]*\d)?)? ?(?P<fraction>[{_FRACTIONS}]?)"
    rf"(?P<dash>[.,]--?)?(?P<trail>[^\d,{_FRACTIONS}]*)"
)
_AROUND = re.compile(r"(?:[^\W\d_]{1,6}(?:\.|/\.?)?)? ?\S?")
_GROUPS = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+" + (r"|\d{1,2}(?:,\d\d)+,\d{3}" if mark == "," else ""))
    for mark in "., '"
}
#: What a mark between groups leaves for the decimals.
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as spelled: its readings, and what stands around the digits.

    `mark` is the decimal mark that the spelling shows, "" where it shows none; of two readings, whole amount first, the
    second is the one by it. `around` are the words and signs of currencies before and behind.
    """

    readings: tuple[float, ...]
    mark: str
    percent: bool
    around: tuple[str, ...]

    def currencies(self) -> frozenset[str] | None:
        """Return the currencies that it can be an amount of, None where it names none; empty where a word is no currency."""
        named = [_currencies_of(word) for word in self.around]
        return frozenset.intersection(*named) if named else None


def readings(text: str) -> tuple[float, ...]:
    """Return what numbers a text can mean, whole amounts first: none, one or two.

    Examples: `1 234,56 €` is 1234.56, `45 %` is 0.45, `1,234` is 1234 or 1.234, `140k` is none.
    """
    found = numeral(text)
    return found.readings if found and (found.currencies() is None or found.currencies()) else ()


@lru_cache(maxsize=4096)
def numeral(text: str) -> Numeral | None:
    """Take the spelling of a number apart, whatever word stands beside it; None when it is none."""
    plain = folded(text)
    parts = _PARTS.fullmatch(plain) if plain else None
    if parts is None:
        return None
    lead, trail = parts["lead"], parts["trail"]
    signs = [sign for sign in lead + trail if sign in "+-("]
    percent = (lead + trail).count("%")
    closed = lead.count("(") == trail.count(")") and ")" not in lead and "(" not in trail
    if len(signs) > 1 or "+" in trail or not closed or percent > 1:
        return None
    around = tuple(word for side in (lead, trail) if (word := re.sub(r"[-+()%]", "", side).strip()))
    if not all(_AROUND.fullmatch(word) and _is_word(word) for word in around) or (percent and around):
        return None
    # 500,- is five hundred and no cents.
    body = (parts["body"] or "") + (f"{parts['dash'][0]}0" if parts["dash"] else "")
    values = dict(_values(body, parts["fraction"], percent=bool(percent)))
    if not values or not all(math.isfinite(value) for value in values):
        return None
    ordered = sorted(values, reverse=True)
    minus = any(sign in "-(" for sign in signs)
    if minus and re.search(r"\s-", trail):
        # A dash behind a space may mean five hundred and no cents, or what is owed.
        both = tuple(sorted({*ordered, *(-value for value in ordered)}, reverse=True))
        return Numeral(both, values[ordered[-1]], bool(percent), around)
    return Numeral(tuple(-value if minus and value else value for value in ordered), values[ordered[-1]], bool(percent), around)  # fmt: skip


def _values(body: str, fraction: str, *, percent: bool) -> Iterator[tuple[float, str]]:
    """Yield the number under each convention that accepts the digits, and the decimal mark that they show under it."""
    power = "e-2" if percent else ""
    if fraction:
        if body.isdigit() or not body:
            yield (int(body or 0) + unicodedata.numeric(fraction)) / (100 if percent else 1), ""
        return
    for figures, mark in _conventions(body):
        yield float(figures + power), mark


def _conventions(body: str) -> Iterator[tuple[str, str]]:
    """Yield the digits as Python writes them, and the decimal mark they show, for every convention that accepts them."""
    for mark in ".,٫":
        whole, shown, decimals = body.partition(mark)
        if shown and not decimals.isdigit():
            continue
        group = next((sign for sign in "., '" if sign in whole), "")
        # 0,123 is no group of thousands, and .5 has nothing before its mark.
        grouped = bool(group) and bool(_GROUPS[group].fullmatch(whole)) and not whole.startswith(f"0{group}")
        if grouped or whole.isdigit() or (shown and not whole):
            yield f"{whole.replace(group, '') or 0}.{decimals or 0}", shown or _OTHER.get(group, "")


def folded(text: str) -> str:
    """Return a text with plain digits, signs and spaces, and without what can't be seen; "" when it can be no number.

    Full-width digits look like those of ASCII and may stand beside them; digits of any other script stand alone.
    """
    trimmed = text.strip().removeprefix("'")
    if len(trimmed) > _LONGEST:
        return ""
    found, scripts = [], set()
    for sign in trimmed:
        kind = unicodedata.category(sign)
        if kind == "Nd":
            digit = unicodedata.decimal(sign)
            scripts.add(0 if unicodedata.normalize("NFKC", sign).isascii() else ord(sign) - digit)
            found.append(str(digit))
        elif kind == "Zs":
            found.append(" ")
        elif kind == "Cc":
            return ""
        elif kind != "Cf":
            plain = unicodedata.normalize("NFKC", sign) if ord(sign) in _FULL_WIDTH else _ARABIC.get(sign, sign)
            found.append("-" if plain in _MINUS else "'" if plain in _APOSTROPHES else plain)
    return "".join(found).strip() if len(scripts) <= 1 else ""


def _is_word(text: str) -> bool:
    """Return whether what stands beside digits is letters or a sign of a currency: a superscript is none of it."""
    return text.strip("./ ") != "" and all(sign.isalpha() or sign in "./ " or unicodedata.category(sign) == "Sc" for sign in text)  # fmt: skip


@lru_cache(maxsize=256)
def _currencies_of(word: str) -> frozenset[str]:
    """Return the currencies that a word or sign stands for; a code of ISO 4217 stands for itself."""
    plain = word.upper().replace(" ", "")
    known = CURRENCY_SIGNS.get(plain.removesuffix("."))
    if known is not None:
        return frozenset(known.split())
    from slasheet.texts.currency_codes import is_currency

    return frozenset({plain}) if len(plain) == 3 and is_currency(plain) else frozenset()
