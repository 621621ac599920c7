"""From what a fresh workbook takes of somebody's own to what is said of it.

Every command that writes a fresh workbook tells from here what it keeps and what it leaves behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from slasheet.plan.amounts import amount
from slasheet.revise.keep_own import Kept
from slasheet.revise.own_things import Own, OwnCell
from slasheet.revise.take_over import Taken, doubt_lines
from slasheet.texts.languages import _, n_

#: So many of a kind are told one by one, and so much of a text is shown.
_MOST_LINES, _SHOWN = 6, 60


def notes_on(taken: Taken, file: Path, kept: Kept) -> Iterator[str]:
    """Yield what a fresh workbook keeps, leaves behind, and can't tell any more, a line each, in the language spoken."""
    yield from _kept(kept)
    yield from _left_behind(kept.left)
    yield from doubt_lines(taken, file)


def _kept(kept: Kept) -> Iterator[str]:
    for title in kept.own.sheets:
        yield _("note: the sheet “{title}” is kept with its values and formulas, without its looks.").format(
            title=title
        )
    yield from _several(kept.own.beside, _("note: {place}: {text} stands beside the tables and is kept."))
    yield from _several(kept.own.notes, _("note: {place}: the note {text} is kept."))
    sentence = _("note: {place}: the formula {text} could come to mean other cells and is kept as its value.")
    yield from _several(kept.as_values, sentence)
    sentence = _("note: {place}: the formula {text} could come to mean other cells, has no value yet, and is left out.")
    yield from _several(kept.valueless, sentence)


def _left_behind(found: Own) -> Iterator[str]:
    """Yield a line for each thing that a fresh workbook lacks, and one for all that are too many."""
    for title in found.sheets:
        yield _("note: the sheet “{title}” is not from slasheet and is left out.").format(title=title)
    yield from _several(found.beside, _("note: {place}: {text} stands beside the tables and is left out."))
    yield from _several(found.notes, _("note: {place}: the note {text} is left out."))


def _several(cells: tuple[OwnCell, ...], sentence: str) -> Iterator[str]:
    for cell in cells[:_MOST_LINES]:
        text = " ".join(cell.text.split())
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        yield sentence.format(place=cell.place, text=f"“{shown}”")
    rest = len(cells) - _MOST_LINES
    if rest > 0:
        more = n_("note: and {count} more like it.", "note: and {count} more like it.", rest)
        yield more.format(count=amount(rest, "count"))
