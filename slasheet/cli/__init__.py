"""What the command line parses and prints.

In comes a command line; out go calls of the rooms below, texts on stdout, and an exit code.
"""

__all__ = ["main"]
