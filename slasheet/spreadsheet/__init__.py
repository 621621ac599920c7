"""From the bytes of .xlsx and .ods to cells, safely; it knows nothing of this agreement.

In comes a file; out goes a Book of cells with formula and value, or one line that says why not.
"""

__all__ = [
    "addresses",
    "book",
    "file_names",
    "files",
    "load",
    "number_formats",
    "ods",
    "xlsx.openpyxl_fallback",
    "xlsx.parts",
    "zip.archive",
    "zip.directory",
]
