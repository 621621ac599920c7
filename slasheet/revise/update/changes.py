"""What is to change of a plan, and what comes of it: frozen values that options and programs build alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slasheet.plan.plan import Cell, Channel, LogRow


@dataclass(frozen=True, slots=True)
class Axis:
    """What happens to the labels of an axis that people type: old name to new name, and the names that go."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewStage:
    """A stage to put in right after `beside`, or right before it."""

    name: str
    beside: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What an input is to hold: `labels` in axis order, "*" for all of an axis, all below where fewer are given.

    A text reads as people type it (`25%`, `24000`, `2027-03-01`); None clears.
    """

    measure: str
    labels: tuple[str, ...]
    value: float | str | date | None

    def __str__(self) -> str:
        """Return where it goes, as `deal_size[EMEA]`."""
        return f"{self.measure}[{','.join(self.labels)}]" if self.labels else self.measure


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one update does, in this order: rename, drop, add, set the settings, move the months, set the values.

    After the renames everything goes by the new names. `settings` are keys of a plan file: title, start, months,
    lookahead, currency, language, pacing, rounding, carry, region_label. `owners` are by channel, `currencies` by
    region. `growth` is what new months of the revenue target have over the same month a year before (0.1 for 10 %);
    None leaves them blank.
    """

    regions: Axis = Axis()
    channels: Axis = Axis()
    stages: Axis = Axis()
    new_regions: tuple[str, ...] = ()
    new_channels: tuple[Channel, ...] = ()
    new_stages: tuple[NewStage, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    growth: float | None = None
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class LostCell:
    """A typed cell that has no place any more; labels are those after the renames."""

    measure: str
    at: Mapping[str, str]
    cell: Cell


@dataclass(frozen=True, slots=True)
class Lost:
    """What has no place any more: typed cells, rows of the lead log, and what stands for a name that is gone.

    `mappings` are CRM values: axis, value and the label it was taken for. `views` is what was only chosen to be looked
    at, as the month to show; it does not count.
    """

    cells: tuple[LostCell, ...] = ()
    rows: tuple[LogRow, ...] = ()
    mappings: tuple[tuple[str, str, str], ...] = ()
    views: tuple[LostCell, ...] = ()

    def __len__(self) -> int:
        """Count what is lost."""
        return len(self.cells) + len(self.rows) + len(self.mappings)
