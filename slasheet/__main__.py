"""`python -m slasheet`."""

from slasheet.cli import main

main()
