"""Which three letters stand for a currency."""

from __future__ import annotations


def is_currency(code: object) -> bool:
    """Return whether a code of ISO 4217, as EUR, stands for a currency that there is or was."""
    from babel.numbers import is_currency as is_known

    return isinstance(code, str) and is_known(code)
