"""What must hold in a filled workbook beyond its formulas.

In comes a Reading with its results; out come findings, a function for each rule.
"""
