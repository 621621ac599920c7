"""From the cells of a workbook to what stands there now.

In comes a Book; out goes a Reading: the plan as typed, the plan as written, and where every cell of it stands today.
"""

__all__ = ["formula_values", "reading", "typed_text", "written_plan"]
