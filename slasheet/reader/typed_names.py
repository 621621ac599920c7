"""From the cells where names are typed to the names, with what is odd about them."""

from __future__ import annotations

from typing import Any

from slasheet.layout.layout import Layout
from slasheet.plan.amounts import as_moment, where
from slasheet.plan.words import code, word
from slasheet.reader.typed_text import possible, text_finding
from slasheet.spreadsheet.book import Book
from slasheet.texts.closest import nearest
from slasheet.texts.findings import Finding, finding
from slasheet.texts.labels import label_fault, label_key
from slasheet.texts.languages import _
from slasheet.texts.months import date_of_serial

#: Words that formulas go by and nobody types: the departments and the statuses.
_FIXED = {"owners": "owner", "statuses": "status"}


class TypedNames:
    """Reads names and collects findings."""

    def __init__(self, book: Book, layout: Layout) -> None:
        """Read from a workbook with its blocks where `layout` says."""
        self.book = book
        self.layout = layout
        self.findings: list[Finding] = []

    def text(self, measure: str, index: int = 0) -> str:
        """Return the text of a name cell as it stands there; a whole number without its decimals."""
        sheet, row, col = self.layout.cell(measure, index)
        value = self.book.cell(self.layout.titles[sheet], row, col).value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None or str(value).isspace() else str(value)

    def _note(self, name: str, measure: str, index: int, label: str, **facts: Any) -> None:
        """Note what is odd about a name cell; `label` is what stands for it in the plan as read."""
        sheet, cell = self.layout.address(measure, index)
        at = dict.fromkeys(self.layout.measures[measure].axes, label)
        self.findings.append(finding(name, sheet=sheet, cell=cell, measure=measure, at=at, **facts))

    def labels(self, measure: str, written: tuple[str, ...], what: str) -> tuple[str, ...]:
        """Return the names of an axis; a blank one keeps the name it was written with."""
        what = what.lower()
        found: list[str] = []
        first: dict[str, int] = {}
        for index, before in enumerate(written):
            text = self.text(measure, index)
            if not text:
                self._note(
                    "missing-label",
                    measure,
                    index,
                    before,
                    what=_("{what} number {number}").format(what=what, number=index + 1),
                    expected=before,
                )
                found.append(before)
                continue
            fault = label_fault(text)
            if fault:
                why, todo = fault
                self._note(
                    "unsafe-label",
                    measure,
                    index,
                    text,
                    what=what,
                    found=text,
                    found_text=f"“{text}”",
                    why=why,
                    allowed=todo,
                )
            folded = label_key(text)
            if folded in first:
                other = self.layout.address(measure, first[folded])[1]
                self._note(
                    "duplicate-label", measure, index, text, what=what, found=text, found_text=f"“{text}”", other=other
                )
            first.setdefault(folded, index)
            found.append(text)
        return tuple(found)

    def owners(self, channels: tuple[str, ...]) -> tuple[str, ...]:
        """Return the owner of every channel, as a code where it is one, else as it is typed."""
        language = self.layout.plan.language
        words = [word("owner", known, {}, language) for known in self.layout.plan.axis("owner")]
        found = []
        for index, channel in enumerate(channels):
            text = self.text("channel_owner", index)
            owner = code("owner", text, language) if text == text.strip() else None
            if owner is None:
                near = nearest(text.strip().capitalize(), words)
                hint = _("Did you mean {label}? ").format(label=near[0]) if near else ""
                shown = _("“{text}”, which is not known").format(text=text) if text else _("blank")
                facts = {"found": text or None, "found_text": shown, "near": hint, "allowed": _(" or ").join(words)}
                what = _("The owner of “{channel}”").format(channel=channel)
                self._note("unknown-label", "channel_owner", index, channel, what=what, **facts)
            found.append(owner or text or "nobody")
        return tuple(found)

    def start(self, written: str) -> str:
        """Return the first month; the one it was written with when there is none to read."""
        sheet, row, col = self.layout.cell("horizon", 0)
        value = self.book.cell(self.layout.titles[sheet], row, col).value
        facts: dict[str, Any] = {
            "what": _("The first month"),
            "near": "",
            "allowed": _("a date: the first day of a month, as 2027-01-01"),
        }
        read = possible(value, "month")
        if read:
            at, place = self.layout.address("horizon", 0)
            month: dict[str, Any] = {"sheet": at, "cell": place, "measure": "horizon", "at": {"horizon": written}}
            self.findings.append(
                text_finding([(str(value), read)], "month", title=_("The first month"), where=where({}), **month)
            )
            if len(read) > 1:
                return written
            value = read[0]
        moment = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
        first = date_of_serial(moment)
        if first is None:
            shown = _("blank")
            if value is not None:
                sentence = (
                    _("“{value}”, which is not a date")
                    if isinstance(value, str)
                    else _("{value}, which is not a month")
                )
                shown = sentence.format(value=value)
            self._note("unknown-label", "horizon", 0, written, found=value, found_text=shown, **facts)
            return written
        if first.day != 1:
            shown = _("{day}, which is not the first day of a month").format(day=first.isoformat())
            self._note("unknown-label", "horizon", 0, written, found=first.isoformat(), found_text=shown, **facts)
        elif moment != int(moment):
            today = first.isoformat()
            shown = as_moment(moment, "date") or today
            self._note("time-of-day", "horizon", 0, written, found=shown, what=facts["what"], expected=today)
        return f"{first.year:04d}-{first.month:02d}"

    def check_fixed_words(self) -> None:
        """Note the words that formulas go by where somebody typed over them."""
        for measure, axis in _FIXED.items():
            for index, known in enumerate(self.layout.plan.axis(axis)):
                expected = word(axis, known, {}, self.layout.plan.language)
                self._check_word(measure, index, known, expected, self.text(measure, index))
        plan = self.layout.plan
        if plan.currencies:
            self._check_word("reporting_currency", 0, "", plan.currency, self.text("reporting_currency"))
            for index, region in enumerate(plan.regions):
                expected = plan.currency_of(region)
                self._check_word("region_currency", index, region, expected, self.text("region_currency", index))

    def _check_word(self, measure: str, index: int, label: str, expected: str, found: str) -> None:
        if found != expected:
            facts = {"found": found or None, "found_text": f"“{found}”" if found else _("nothing")}
            facts |= {"expected": expected, "expected_text": f"“{expected}”"}
            self._note("word-overwritten", measure, index, label, **facts)
