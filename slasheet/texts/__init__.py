"""What users read, and how they spell what they type.

In come texts in English, numbers, days and labels; out they come in the language spoken, and back from what people type.
"""

__all__ = [
    "catalogue",
    "closest",
    "columns",
    "currency_codes",
    "days",
    "findings",
    "known_language",
    "labels",
    "languages",
    "months",
    "numbers",
    "printable",
]
