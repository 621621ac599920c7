"""The tests of a room stand in a folder of its name, those of all rooms together in `whole`, what they share in `helpers`.

`engine` marks what needs LibreOffice, `slow` what takes whole workbooks, clusters, fleets or environments; `make unit` runs the rest.
"""
