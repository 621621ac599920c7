"""The vocabulary: every measure of a plan, with axes, unit, meaning and, where it is derived, its formula."""
