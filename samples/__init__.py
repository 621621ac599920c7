"""Workbooks that a real program saved, each beside its expected report."""
