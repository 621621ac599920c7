"""Sheets that need more than their blocks."""
