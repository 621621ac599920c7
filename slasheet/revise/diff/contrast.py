"""Two values in words, so that their difference is seen: digits enough, long texts around where they part."""

from __future__ import annotations

from slasheet.plan.amounts import amount, as_moment, numeral
from slasheet.plan.plan import Cell
from slasheet.plan.words import word
from slasheet.texts.languages import _

#: So much of a long text is shown, and so much of it before the first difference.
SHOWN, BEFORE = 70, 20


def clean(text: str) -> str:
    """Return a text on one line, in which what can't be seen is spelled out."""
    return "".join(
        ch if ch.isprintable() else "⏎" if ch == "\n" else ch.encode("unicode_escape").decode()
        for ch in text.replace("\r\n", "\n")
    )


def cell_text(cell: Cell, unit: str) -> str:
    """Return a cell in words: a date or month exactly, a text on one line."""
    if isinstance(cell, str):
        return word("status", cell, {}) if unit == "status" else amount(clean(cell), unit)
    return as_moment(cell, unit) or amount(cell, unit)


def cell_texts(old: Cell, new: Cell, unit: str) -> tuple[str, str]:
    """Return two cells so that their difference is seen: as many digits as that takes, long texts around it."""
    if isinstance(old, str) or isinstance(new, str):
        texts = [clean(cell) if isinstance(cell, str) else None for cell in (old, new)]
        pairs = zip(*(text or "" for text in texts), strict=False)
        part = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(text or "") for text in texts))
        is_long = any(text is not None and len(text) > SHOWN for text in texts)
        start = part - BEFORE if is_long and part > 2 * BEFORE else 0
        was, now = (
            cell_text(cell if text is None else _cut(text, start), unit)
            for cell, text in zip((old, new), texts, strict=True)
        )
        return was, now
    was, now = cell_text(old, unit), cell_text(new, unit)
    return (was, now) if was != now else (numeral(f"{old:,.15g}"), numeral(f"{new:,.15g}"))


def _cut(text: str, start: int) -> str:
    if start == 0 and len(text) <= SHOWN:
        return text
    part = text[start : start + SHOWN]
    return ("…" if start else "") + part + ("…" if start + SHOWN < len(text) else "")


def gap_text(old: Cell, new: Cell, unit: str) -> str:
    """Return by how much a number changed, nothing where one of the two is none."""
    if isinstance(old, str) or isinstance(new, str) or old is None or new is None or unit in ("date", "month"):
        return ""
    gap = new - old
    sign = "+" if gap > 0 else "-"
    if unit == "share":
        return _("{gap} percentage points").format(gap=sign + numeral(f"{abs(gap) * 100:,.4g}"))
    text = amount(abs(gap), unit)
    return f"{sign}{text}" if text != "0" else numeral(f"{gap:+,.3g}")
