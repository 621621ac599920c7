"""From workbooks that are right to thousands that are not, each of which must end in a report or in one line.

python -m tests.helpers.fuzz --seconds 600 --seed 7
python -m tests.helpers.fuzz --what meaning
python -m tests.helpers.fuzz --what commands
"""
