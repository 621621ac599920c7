"""`python -m slasheet`."""

from slasheet.cli.main import main

main()
