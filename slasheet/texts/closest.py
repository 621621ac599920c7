"""The likeliest of the words that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(text: str, known: Iterable[str], most: int = 1, least_alike: float = 0.6) -> list[str]:
    """Return the words that read most like a text, the best first; `least_alike` is from 0 (nothing) to 1 (everything)."""
    # Most runs have nothing to guess at.
    from difflib import get_close_matches

    return get_close_matches(text, [*known], most, least_alike)
