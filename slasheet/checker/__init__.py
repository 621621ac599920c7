"""The verdict on a workbook.

In comes a Reading; out goes a Report: what breaks a rule, and every formula cell that is not what it should be, causes first.
"""

__all__ = ["checker", "compare.expected", "compare.looks", "rules.labels", "rules.outside_tables", "rules.scoring"]
