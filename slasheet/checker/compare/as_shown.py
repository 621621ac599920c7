"""A workbook that computes with numbers as they are shown: from its faulty cells to those that are only rounded."""

from __future__ import annotations

import math
from collections.abc import Mapping

from slasheet.checker.compare.looks import TOLERANCE, Faulty
from slasheet.layout.moves import Place
from slasheet.reader.reading import Reading
from slasheet.spreadsheet.number_formats import decimals
from slasheet.texts.findings import Finding, finding
from slasheet.texts.languages import _, n_


def rounded_cells(reading: Reading, faulty: Mapping[Place, Faulty]) -> tuple[Place, ...]:
    """Return the cells whose value is the right one, rounded to the decimals that they show."""
    return tuple(spot for spot, cell in faulty.items() if cell.fault == "value-wrong" and _is_rounded(reading, cell))


def as_shown_finding(rounded: int) -> Finding:
    """Return the finding that stands for all of them."""
    outcome = n_(
        "{count} cell is rounded where the plan is not", "{count} cells are rounded where the plan is not", rounded
    )
    none = _("results may be rounded where the plan is not")
    return finding("precision-as-shown", found=rounded, outcome=outcome.format(count=rounded) if rounded else none)


def _is_rounded(reading: Reading, cell: Faulty) -> bool:
    """Return whether a cell holds what it should, rounded: as its format says, else to the decimals that it has."""
    found, expected = cell.stored.value, cell.expected.value
    if not isinstance(found, int | float) or not isinstance(expected, int | float) or isinstance(found, bool):
        return False
    code = reading.number_format(cell.expected.place)
    places = None if code is None else decimals(code, found)
    if places is None:
        places = len(f"{found:.9f}".rstrip("0").partition(".")[2])
    near = abs(found - expected) <= 0.5 * 10.0**-places * (1 + TOLERANCE) + TOLERANCE * abs(expected)
    return near and math.isclose(found, round(found, places), rel_tol=TOLERANCE, abs_tol=TOLERANCE)
