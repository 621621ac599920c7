"""What our own reader of .xlsx files leaves to another."""

from __future__ import annotations


class DeclinedError(Exception):
    """What is left to openpyxl: harmless, and no program of those tested writes it."""
