"""From one plan to the next.

In comes a workbook or a plan, and what is to change; out goes the plan to write, with what is lost, or the Difference of two plans.
"""

__all__ = [
    "diff",
    "diff.difference",
    "keep_own",
    "left_behind",
    "newest",
    "take_over",
    "update",
    "update.changes",
    "update.names",
    "update.updated",
    "update.values",
]
