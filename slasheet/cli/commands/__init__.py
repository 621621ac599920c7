"""The commands: each module is named as its command, parses, calls the library, and prints.

A module is imported when its command is called, and imports what does the work within the command itself: `--help` and
a refused call cost nothing, and no command pays for another one's tables, charts or processes.
"""
