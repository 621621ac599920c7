"""Many workbooks at once.

In come files, folders, patterns and addresses; out go a Result for each (`fleet`), or one Rollup of them all (`rollup`).
"""
