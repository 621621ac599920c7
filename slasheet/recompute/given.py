"""What a plan gives: its inputs as columns, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slasheet.recompute.columns import Axes, Cell, Column
from slasheet.recompute.exchange import Exchange

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

#: Texts on which no result rests.
_TEXTS_ALONE = frozenset({"returned_by"})


class UnknownInputError(LookupError):
    """A plan has an input that recompute does not know: its results would pass it over."""


class Given:
    """The inputs of a plan, each over its axes; it notices which of them are read."""

    def __init__(self, plan: Plan) -> None:
        """Prepare for one plan."""
        self.plan, self.axes = plan, Axes(plan)
        self.owners = [channel.owner for channel in plan.channels]
        self._axes_of = {measure.name: " ".join(measure.axes) for measure in plan.typed}
        self._unread = set(plan.inputs) - _TEXTS_ALONE
        self.exchange = Exchange(self.axes, plan.currencies, self["exchange_rate"] if plan.currencies else None)

    def __getitem__(self, name: str) -> Column[Cell]:
        """Return an input as it was typed."""
        self._unread.discard(name)
        return self.axes.column(self._axes_of[name], self.plan.inputs[name])

    def __contains__(self, name: str) -> bool:
        """Return whether the edition of the plan has an input."""
        return name in self._axes_of

    def refuse_unread(self) -> None:
        """Raise UnknownInputError when no step has read one of the inputs."""
        if self._unread:
            message = f"inputs that no step of recompute reads: {', '.join(sorted(self._unread))}"
            raise UnknownInputError(message)
