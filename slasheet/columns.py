"""From rows of texts to the lines of a table, whose columns stand below each other in every script."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from slasheet.wording import wide


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column must be."""
    return [max(map(wide, column)) for column in zip(*rows, strict=True)]


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return a line for each row; the columns `right`, counted from 0, stand against their right edge.

    Example: `aligned([["leads", "12"], ["days", "7"]], right=(1,))` is `["leads  12", "days    7"]`.
    """
    room = widths(rows)
    return [
        "  ".join(
            " " * (width - wide(cell)) + cell if place in right else cell + " " * (width - wide(cell))
            for place, (cell, width) in enumerate(zip(row, room, strict=True))
        ).rstrip()
        for row in rows
    ]
