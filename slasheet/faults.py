"""Three looks at a formula cell: is its formula the one written, is there a value, is the value the recomputed one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from slasheet.book import ErrorValue, Stored
from slasheet.expected import Expected, Value
from slasheet.formulas import GONE
from slasheet.moves import Place

TOLERANCE = 1e-9


@dataclass(slots=True)
class Faulty:
    """A formula cell that is not as it should be, and the causes it follows from."""

    expected: Expected
    stored: Stored
    fault: str
    roots: frozenset[Place] = field(default_factory=frozenset)

    @property
    def differs(self) -> bool:
        """Whether the cell shows something else than it should."""
        return not same(self.stored.value, self.expected.value, self.expected.scale)


def fault_of(
    cell: Expected, stored: Stored, *, calculated: bool, filled: bool, gone: tuple[str, ...] = ()
) -> str | None:
    """Give a cell its three looks; return the name of what is wrong, None when nothing is.

    `gone` are the titles of sheets that are no longer there, which some programs leave in the formulas.
    """
    value, formula = stored
    if formula is None:
        return "formula-deleted" if value is None else "formula-overwritten"
    if formula != cell.formula and not _same_formula(formula, cell.formula, gone):
        return "formula-overwritten" if _ERROR.fullmatch(formula) else "formula-edited"
    if (not filled and not calculated) or same(value, cell.value, cell.scale):
        return None
    if isinstance(value, ErrorValue):
        return "error-value"
    return "not-calculated" if value in (None, "") and not calculated else "value-wrong"


def same(stored: object, expected: Value, scale: float = 1.0) -> bool:
    """Return whether a stored value is the expected one: numbers within 1e-9 of their size or of `scale`, blank is blank."""
    if isinstance(expected, ErrorValue):
        return stored == expected
    if expected is None or expected == "":
        return stored is None or stored == ""
    if isinstance(expected, str):
        return isinstance(stored, str) and not isinstance(stored, ErrorValue) and stored == expected
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        return False
    return math.isclose(stored, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE * scale)


#: Some programs write an error value that was pasted as a formula that is nothing else.
_ERROR = re.compile(r"#(?:N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!)")
_QUOTED = re.compile(r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*')")
_PASSING = re.compile(r"[\s$]|_xlfn\.")
_NUMBER = re.compile(r"(?<![A-Z\d.])(\d+\.\d*|\.\d+|\d+(?=E-))(E[+-]?\d+)?(?![\dA-Z])")


def _same_formula(found: str, expected: str, gone: tuple[str, ...]) -> bool:
    """Return whether a formula is the one expected; where a cell it needs was deleted, programs spell the hole as they like."""
    return _normal(found) == _normal(expected) or (GONE in expected and any(hole in found for hole in (GONE, *gone)))


def _normal(formula: str) -> str:
    """Return a formula without what programs change in passing: spaces, capitals, dollar signs, spellings of a number.

    Whether the title of a sheet stands in quotes is a program's own choice, too: LibreOffice needs none for letters
    of any script.
    """
    parts = _QUOTED.split(formula)
    parts[1::2] = [_PASSING.sub("", part[1:-1]).upper() if part[0] == "'" else part for part in parts[1::2]]
    parts[::2] = [
        _NUMBER.sub(lambda number: repr(float(number[0])), _PASSING.sub("", part).upper()) for part in parts[::2]
    ]
    return "".join(parts)
