"""Editions of the vocabulary: which measures, labels, sheets and formulas a workbook was written with.

A workbook that people have is laid out, checked and fingerprinted as its edition was, whatever came later. So nothing
of an edition that is out is ever changed in place:

- what is new says `since` which edition it exists; a label that is put at the end of an axis stands in `axes.LATER`;
- what goes says `until` which edition it existed;
- what changes (axes, formula, title, unit, bounds) goes and comes anew under the same name.

A test holds every edition against what was recorded of it (`python -m tests.helpers.editions`), and names what was forgotten.
"""

from __future__ import annotations

from typing import Protocol

#: The newest edition: the one that fresh workbooks are written with.
EDITION = 2


class Lasting(Protocol):
    """What exists in some editions only."""

    @property
    def since(self) -> int:
        """The first edition that has it."""

    @property
    def until(self) -> int | None:
        """The last edition that has it; None while the newest one does."""


def exists(thing: Lasting, edition: int) -> bool:
    """Return whether a measure, a group of a sheet or a sheet exists in an edition.

    Example: with `since=2` and `until=3` it exists in the editions 2 and 3.
    """
    return thing.since <= edition and (thing.until is None or edition <= thing.until)
