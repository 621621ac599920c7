"""Three looks at a formula cell: is its formula the one written, is there a value, is the value the recomputed one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from slasheet.checker.compare.expected import Expected, Value
from slasheet.layout.moves import Place
from slasheet.layout.spelling import same_formula
from slasheet.spreadsheet.book import ErrorValue, Stored

TOLERANCE = 1e-9
#: What is wrong with a cell itself, whatever it rests on.
OWN_FAULT = frozenset({"formula-overwritten", "formula-edited", "formula-deleted", "row-without-formula"})


@dataclass(frozen=True, slots=True)
class Root:
    """What cells follow from where that is no single cell: a finding, by its number, that stands for several cells."""

    number: int


#: What a cell follows from.
Cause = Place | Root


@dataclass(slots=True)
class Faulty:
    """A formula cell that is not as it should be, and the causes it follows from."""

    expected: Expected
    stored: Stored
    fault: str
    roots: frozenset[Cause] = field(default_factory=frozenset)

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
    if not same_formula(formula, cell.formula, gone):
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
