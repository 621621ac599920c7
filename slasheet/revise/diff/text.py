"""What changed between two plans as people read it: text or Markdown, with a verdict and a section for each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from slasheet.revise.diff.changes import CellChange
from slasheet.revise.diff.lines import Line, Wording, plans
from slasheet.texts.languages import _
from slasheet.texts.printable import lined

if TYPE_CHECKING:
    from slasheet.revise.diff.difference import Difference


def difference_text(difference: Difference) -> str:
    """Return the difference for people to read in a terminal or a mail."""
    lines = [_verdict(difference)]
    for heading, changes in _sections(difference):
        lines += ["", heading]
        for line in changes:
            note = line.note
            if line.old is None:
                lines.append(f"  {line.what}: {note}" if note else f"  {line.what}")
            else:
                lines.append(f"  {line.what}: {line.old} -> {line.new}" + (f" ({note})" if note else ""))
    return lined(lines)


def difference_markdown(difference: Difference) -> str:
    """Return the difference in Markdown: sentences as a list, changes as tables."""
    lines = [f"**{_safe(_verdict(difference))}**"]
    for heading, changes in _sections(difference):
        lines += ["", f"## {heading}", ""]
        if all(line.old is None for line in changes):
            lines += [f"- {_safe(f'{line.what}: {line.note}' if line.note else line.what)}" for line in changes]
            continue
        heads = (_("What"), _("Old"), _("New"), _("Difference"))
        lines += ["| " + " | ".join(heads) + " |", "|---|---|---|---|"]
        for line in changes:
            lines.append(
                "| " + " | ".join(_safe(cell or "") for cell in (line.what, line.old, line.new, line.note)) + " |"
            )
    return lined(lines)


def _safe(text: str) -> str:
    """Return a text in which nothing is a mark of Markdown."""
    for mark in "\\`*_[]|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("<", "&lt;")


def _verdict(difference: Difference) -> str:
    old, new = (file or plan.title for file, plan in zip(difference.files, plans(difference), strict=True))
    was, now = (plan.fingerprint() for plan in plans(difference))
    if not difference.same:
        sentence = _("{old} -> {new}: the agreement has changed (fingerprint {was} -> {now})")
    elif was != now and difference.old.edition != difference.new.edition:
        sentence = _("{old} -> {new}: the agreement is the same, of another edition (fingerprint {was} -> {now})")
    elif was != now:
        sentence = _(
            "{old} -> {new}: the agreement is the same but for the last digits of numbers (fingerprint {was} -> {now})"
        )
    elif difference.changed:
        sentence = _("{old} -> {new}: the agreement is the same (fingerprint {was})")
    else:
        sentence = _("{old} -> {new}: nothing changed (fingerprint {was})")
    return sentence.format(old=old, new=new, was=was, now=now)


def _sections(difference: Difference) -> Iterator[tuple[str, list[Line]]]:
    """Yield the sections that say something: what is agreed first, then what follows from it, then the rest."""
    wording = Wording(difference)
    follows = [line for group in _by_measure(difference.derived) for line in wording.computed(group)]
    if not follows and not difference.same and not difference.every:
        follows = [Line(_("nothing in the tables people sign; --all shows every cell"))]
    rest = [
        *wording.settings(agreed=False),
        *wording.log(),
        *(x for group in _by_measure(difference.views) for x in wording.typed(group)),
    ]
    sections = (
        (_("Settings"), wording.settings(agreed=True)),
        (_("Names and months"), [line for change in difference.labels for line in wording.labels(change)]),
        (
            _("Inputs"),
            [*wording.tables(), *(x for group in _by_measure(difference.inputs) for x in wording.typed(group))],
        ),
        (_("What follows"), follows),
        (_("Not part of the agreement"), rest),
    )
    yield from ((heading, lines) for heading, lines in sections if lines)


def _by_measure(changes: Sequence[CellChange]) -> Iterator[list[CellChange]]:
    for _name, group in groupby(changes, key=lambda change: change.measure):
        yield list(group)
