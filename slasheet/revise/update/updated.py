"""What comes of an update, as one frozen value: the plan at each step, what is lost, and both in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slasheet.revise.update.changes import Changes, Lost
from slasheet.revise.update.text import update_text

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Updated:
    """A changed plan: `old` as it was, `renamed` with its new names, `carried` before values were set, `plan` at the end.

    `lost` is what has no place any more, `kept` how many typed cells still stand.
    """

    old: Plan
    changes: Changes
    renamed: Plan
    carried: Plan
    plan: Plan
    lost: Lost
    kept: int

    def text(self, language: str | None = None, *, every: bool = False) -> str:
        """Return in words what changes and what is lost, with `every` cell by cell; in a language or else the plan's."""
        return update_text(self, language, every=every)
