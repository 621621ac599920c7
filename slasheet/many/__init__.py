"""Many workbooks at once.

In come files, folders, patterns and addresses; out go a Result for each (`fleet`), or one Rollup of them all (`rollup`).
"""

__all__ = [
    "fleet.check_one",
    "fleet.result",
    "fleet.resume",
    "fleet.run",
    "fleet.which_files",
    "rollup",
    "rollup.differences",
    "rollup.output",
]
