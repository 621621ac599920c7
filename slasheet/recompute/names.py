"""Which names spreadsheets take for the same."""

from __future__ import annotations


def name_key(text: object) -> str:
    """Return what sums by name compare: capitals make no difference; what is no text matches no name.

    No more than that is folded: programs differ in whether ß is SS, and a name that only some of them know is unknown.
    """
    return text.lower() if isinstance(text, str) else ""
