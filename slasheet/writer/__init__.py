"""From a plan to the .xlsx.

In comes a Plan; out goes the workbook, every formula stored with its right value.
"""

__all__ = ["canvas", "new_book", "own", "plain_sheet", "styles", "workbook"]
