"""From what a CRM exports to the lead log, a first plan and a list per rep.

In come exports and the plan whose labels they are read by; out go log rows, estimates of the inputs, and lists.
"""

__all__ = ["account", "exports", "fill_log", "learn", "learned_text", "promise", "reps"]
