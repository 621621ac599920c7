"""What was found, for people and for programs.

In comes a Report, or measures and their values; out go text, Markdown, JSON, frames, tidy tables, and a marked copy of the workbook.
"""

__all__ = ["annotate", "explain", "export", "formats", "report", "show"]
