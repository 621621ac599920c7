"""The zip archive that an .xlsx or .ods is, read within limits."""
