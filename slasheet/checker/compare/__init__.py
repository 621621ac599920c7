"""Every formula cell held against what was written and what was recomputed.

In comes a Reading with its results; out come findings, causes before consequences.
"""
