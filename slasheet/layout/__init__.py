"""Where every measure stands, and what each formula refers to, also after people moved things.

In comes a Plan; out goes a Layout (a cell for every value and label) and the formulas in its cells.
"""

__all__ = [
    "agreement",
    "builder",
    "charts",
    "formulas",
    "layout",
    "moves",
    "references",
    "sheets",
    "spelling",
    "wording",
]
