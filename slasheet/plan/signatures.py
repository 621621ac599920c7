"""Who signed what: the signatures of an agreement, and whether what was signed still is what stands there.

A signature keeps the fingerprint of the plan at the time. What is not agreed (the log, what is looked at, the
language, the signatures themselves) does not change it, so a signed workbook can be worked with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from slasheet.plan.amounts import amount
from slasheet.plan.axis_labels import AGREEMENT_AXES
from slasheet.plan.fingerprint import fingerprints
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.findings import FileError
from slasheet.texts.languages import _
from slasheet.texts.months import EPOCH

_TABLE, _FIELDS = "signatures", AGREEMENT_AXES["signature_field"]


class Signature(NamedTuple):
    """One row of the signature block; what is blank there is None, the date is a day number."""

    row: int
    role: str | None
    name: str | None
    date: float | None
    fingerprint: str | None


def signatures(plan: Plan) -> tuple[Signature, ...]:
    """Return the rows of the signature block in which something is typed beside the role."""
    return tuple(row for row in _rows(plan) if row.name or row.fingerprint)


def _rows(plan: Plan) -> Iterator[Signature]:
    cells = plan.inputs[_TABLE]
    for row, start in enumerate(range(0, len(cells), len(_FIELDS))):
        role, name, day, fingerprint = cells[start : start + len(_FIELDS)]
        yield Signature(
            row, _text(role), _text(name), day if isinstance(day, int | float) else None, _print(fingerprint)
        )


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell).strip() or None


def _print(cell: Cell) -> str | None:
    """Return a fingerprint as it is compared: somebody may have typed it in capitals or in groups."""
    return None if cell is None else "".join(str(cell).split()).lower() or None


def holds(plan: Plan, signature: Signature) -> bool:
    """Return whether what was agreed still is what was signed, in the edition of the plan or in one before."""
    return any(signature.fingerprint == known for known in fingerprints(plan))


def in_words(signature: Signature) -> dict[str, str]:
    """Return who signed as what and when, as sentences say it in the language spoken."""
    nobody = _("somebody")
    day = amount(signature.date, "date", blank=_("an unknown day"))
    return {"signer": signature.name or nobody, "role": signature.role or "–", "day": day}


def signed(plan: Plan, name: str, role: str, day: date) -> Plan:
    """Return the plan with a signature in the row of that role, or else in the first free one.

    Raises FileError when the role has been signed by somebody else, or no row is free.
    """
    rows = tuple(_rows(plan))
    mine = [row for row in rows if row.role and row.role.casefold() == role.strip().casefold()]
    free = [row for row in mine or rows if not row.name and not row.fingerprint and (mine or not row.role)]
    again = [row for row in mine if row.name and row.name.casefold() == name.strip().casefold()]
    if not again and not free:
        message = "the signature block has no free row; clear one on the Agreement sheet."
        if mine:
            taken = mine[0]
            message = (
                f"{taken.name} has signed as {taken.role}; clear that row of the signature block, or name another role."
            )
        raise FileError(message)
    row = (again or free)[0]
    cells = list(plan.inputs[_TABLE])
    start = row.row * len(_FIELDS)
    serial = float(day.toordinal() - EPOCH.toordinal())
    cells[start : start + len(_FIELDS)] = [row.role or role.strip(), name.strip(), serial, plan.fingerprint()]
    return plan.with_inputs(**{_TABLE: tuple(cells)})
