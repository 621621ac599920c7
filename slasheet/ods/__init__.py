"""Reading .ods files: the package, the XML in it, the values and the formulas of its cells."""
