"""The plan: what the two departments agree on, settings and inputs, as one frozen value.

Inputs are flat tuples in axis order (last axis fastest), one entry a cell: a number, None where the
cell is blank, or the text that stands there. Blank is blank: only an input that has a default
(time to close, new-business share) takes it when it is blank.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from slasheet.plan.axes import AXES, LATER
from slasheet.plan.axis_labels import LOG_FIELDS
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.edition import EDITION
from slasheet.plan.fingerprint import fingerprint
from slasheet.plan.measure import Policy
from slasheet.plan.measures.inputs import inputs
from slasheet.plan.measures.scoring import MOST_ROWS, ROWS
from slasheet.plan.most import refuse_too_large
from slasheet.texts.languages import LANGUAGES, speaking, translated
from slasheet.texts.months import is_month

if TYPE_CHECKING:
    from slasheet.plan.measure import Measure
    from slasheet.texts.findings import Finding

Cell = float | str | None
#: One row of the lead log, in the order of LOG_FIELDS; the date is a day number.
LogRow = tuple[Cell, ...]

#: The fewest rows a lead log has room for.
LOG_ROWS, MOST_LOG_ROWS = 2_000, 200_000
CURRENCY_DEFAULT = "EUR"
#: In English; a plan file in another language has them in that.
TITLE_DEFAULT, REGION_LABEL_DEFAULT, STAGES_DEFAULT = "Sales & marketing SLA", "Region", ("Lead", "Customer")
MAX_MONTHS = 36
MAX_LOOKAHEAD = 12
FEWEST_STAGES, MOST_STAGES = 2, 8
PACINGS = ("calendar", "working")
ROUNDINGS = ("up", "nearest", "none")
CARRIES = ("exact", "chain")


@dataclass(frozen=True, slots=True)
class Channel:
    """A source of leads and the department that owns it (`marketing` or `sales`)."""

    name: str
    owner: str = "marketing"


@dataclass(frozen=True, slots=True)
class Plan:
    """Settings and inputs of one agreement.

    `start` is the first month as `2027-01`; `lookahead` counts the months after the plan whose
    revenue needs leads inside it; `stages` run from what is committed to the customer. `currencies` holds the
    currency of every region, "" for `currency`, the reporting currency; it is empty when all are in that. `log`
    holds the rows of the lead log that are not empty, `log_rows` how many it has room for, `rows` how many the
    tables have that people may lengthen, by axis (the usual number where none is given), `crm` how exports are
    read. `edition` is that of the vocabulary: what a workbook was written with, the newest for a plan file. `findings` holds what the reader noticed on the way in and is not part of the plan's identity.
    """

    title: str = TITLE_DEFAULT
    start: str = "2027-01"
    months: int = 12
    lookahead: int = 0
    currency: str = CURRENCY_DEFAULT
    language: str = "en"
    pacing: str = "calendar"
    rounding: str = "up"
    carry: str = "exact"
    stages: tuple[str, ...] = STAGES_DEFAULT
    region_label: str = REGION_LABEL_DEFAULT
    regions: tuple[str, ...] = ("Region 1",)
    currencies: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = (Channel("Channel 1"),)
    inputs: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    log: tuple[LogRow, ...] = ()
    log_rows: int = LOG_ROWS
    rows: Mapping[str, int] = field(default_factory=dict)
    crm: CrmSettings = field(default_factory=CrmSettings)
    edition: int = EDITION
    findings: tuple[Finding, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        """Give every input measure all its cells: where nothing is given the starting values, the default or blanks.

        Raises ValueError for what is no plan, PlanError for one that is too large.
        """
        object.__setattr__(self, "rows", MappingProxyType({**ROWS, **self.rows}))
        self._refuse_what_is_no_plan()
        refuse_too_large(self)
        own = tuple("" if code == self.currency else code for code in self.currencies)
        object.__setattr__(self, "currencies", own if any(own) else ())
        full: dict[str, tuple[Cell, ...]] = {}
        known = self.typed
        starting = self._starting()
        for measure in known:
            size = self.size(measure.axes)
            cells = tuple(self.inputs.get(measure.name, starting.get(measure.name, (None,) * size)))
            if len(cells) != size:
                message = f"{measure.name} has {len(cells)} cells; its axes {measure.axes} need {size}"
                raise ValueError(message)
            full[measure.name] = tuple(
                _settled(self._default(measure, index) if cell is None else cell) for index, cell in enumerate(cells)
            )
        strange = set(self.inputs) - set(full)
        if strange:
            message = f"not inputs of this plan: {', '.join(sorted(strange))}"
            raise ValueError(message)
        object.__setattr__(self, "inputs", MappingProxyType(full))

    def __reduce__(self) -> tuple[type[Plan], tuple[object, ...]]:
        """Return what a copy in another process is made of; the views that keep mappings as they are can't go there."""
        given = (getattr(self, about.name) for about in fields(self))
        return Plan, tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in given)

    def _default(self, measure: Measure, index: int) -> Cell:
        """Return what a blank cell counts as; a text in the language of the plan."""
        default = measure.default_at(index)
        return translated(default, self.language) if isinstance(default, str) else default

    def _starting(self) -> Mapping[str, tuple[Cell, ...]]:
        """Return what a new plan starts with, in its language; nothing where all of it is given."""
        if all(measure.name in self.inputs for measure in self.typed if measure.starting):
            return {}
        # Workbooks that are read have texts of their own.
        from slasheet.plan.starting_texts import starting_scoring, starting_texts

        with speaking(self.language):
            return {**starting_scoring(self.rows), **starting_texts(self)}

    def _refuse_what_is_no_plan(self) -> None:
        """Raise ValueError for settings under which no measure could be laid out."""
        texts = (
            self.title,
            self.currency,
            self.region_label,
            *self.stages,
            *self.regions,
            *self.currencies,
            *(c.name for c in self.channels),
        )
        wrong = {
            "months": not (is_whole(self.months) and 1 <= self.months <= MAX_MONTHS),
            "lookahead": not (is_whole(self.lookahead) and 0 <= self.lookahead <= MAX_LOOKAHEAD),
            "start": not is_month(self.start),
            "pacing": self.pacing not in PACINGS,
            "rounding": self.rounding not in ROUNDINGS,
            "carry": self.carry not in CARRIES,
            "stages": not FEWEST_STAGES <= len(self.stages) <= MOST_STAGES,
            "regions": not self.regions,
            "currencies": len(self.currencies) not in (0, len(self.regions)),
            "channels": not self.channels,
            "language": self.language not in LANGUAGES,
            "names": not all(isinstance(text, str) for text in texts),
            "log_rows": not (is_whole(self.log_rows) and len(self.log) <= self.log_rows <= MOST_LOG_ROWS),
            "rows": set(self.rows) != set(ROWS)
            or not all(is_whole(size) and 1 <= size <= MOST_ROWS for size in self.rows.values()),
            "edition": not (is_whole(self.edition) and 1 <= self.edition <= EDITION),
            "log": not all(len(row) == len(LOG_FIELDS) for row in self.log),
        }
        faults = [name for name, is_wrong in wrong.items() if is_wrong]
        if faults:
            message = f"not a plan: {', '.join(faults)}"
            raise ValueError(message)

    def __hash__(self) -> int:
        """Hash the settings; plans that differ in inputs only share it."""
        return hash((self.title, self.start, self.months, self.stages, self.regions, self.channels))

    @property
    def typed(self) -> tuple[Measure, ...]:
        """The input measures of the plan, in the order of the sheets."""
        return inputs(self.policy)

    @property
    def policy(self) -> Policy:
        """What the vocabulary of the plan depends on."""
        return Policy(len(self.stages), self.rounding, self.carry, self.pacing, bool(self.currencies), self.edition)

    def own_currencies(self) -> dict[str, str]:
        """Return the currencies of the regions that do not plan in the reporting currency."""
        return {region: code for region, code in zip(self.regions, self.currencies, strict=False) if code}

    def currency_of(self, region: str) -> str:
        """Return the currency that a region plans in."""
        return self.own_currencies().get(region, self.currency)

    def varies(self, measure: Measure) -> bool:
        """Return whether the amounts of a measure are in the currencies of their regions."""
        local = "region" in measure.axes and measure.currency != "reporting"
        return local and bool(self.currencies) and measure.is_money

    def currency_at(self, measure: Measure, at: Mapping[str, str]) -> str:
        """Return the currency of an amount at some coordinates: its region's own, or the reporting currency."""
        return self.currency_of(at["region"]) if self.varies(measure) else self.currency

    def axis(self, name: str) -> tuple[str, ...]:
        """Return the labels of an axis, in order."""
        labels = AXES[name](self)
        return labels if name not in LATER else tuple(x for x in labels if LATER[name].get(x, 1) <= self.edition)

    def size(self, axes: tuple[str, ...]) -> int:
        """Return how many cells a measure over `axes` has."""
        return math.prod(len(self.axis(axis)) for axis in axes)

    def coordinates(self, axes: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Yield the coordinates (axis to label) of the cells of a measure over `axes`, in cell order."""
        for labels in product(*(self.axis(axis) for axis in axes)):
            yield dict(zip(axes, labels, strict=True))

    def positions(self, axes: tuple[str, ...]) -> Iterator[dict[str, int]]:
        """Yield the positions (axis to place from 0) of the cells of a measure over `axes`, in cell order."""
        for places in product(*(range(len(self.axis(axis))) for axis in axes)):
            yield dict(zip(axes, places, strict=True))

    def at(self, axes: tuple[str, ...], index: int) -> dict[str, str]:
        """Return the coordinates of the cell number `index` of a measure over `axes`."""
        labels = {}
        for axis in reversed(axes):
            names = self.axis(axis)
            index, here = divmod(index, len(names))
            labels[axis] = names[here]
        return {axis: labels[axis] for axis in axes}

    def is_used(self, measure: Measure) -> bool:
        """Return whether an input holds anything but what its blank cells count as."""
        cells = enumerate(self.inputs[measure.name])
        return any(cell not in (None, _settled(self._default(measure, index))) for index, cell in cells)

    def place(self, axes: tuple[str, ...], at: Mapping[str, str]) -> int:
        """Return the number of the cell at some coordinates of a measure over `axes`: the inverse of `at`."""
        index = 0
        for axis in axes:
            names = self.axis(axis)
            index = index * len(names) + names.index(at[axis])
        return index

    def settings(self) -> dict[str, Any]:
        """Return the settings as plain data, for TOML, JSON and the hidden sheet.

        A setting that came with a later edition is left out while it has its default: then it changes no fingerprint.
        """
        settings: dict[str, Any] = {
            "title": self.title,
            "start": self.start,
            "months": self.months,
            "lookahead": self.lookahead,
            "currency": self.currency,
            "language": self.language,
            "pacing": self.pacing,
            "rounding": self.rounding,
            "carry": self.carry,
            "stages": list(self.stages),
            "regions": {"label": self.region_label, "names": list(self.regions)},
            "channels": [{"name": c.name, "owner": c.owner} for c in self.channels],
        }
        if self.currencies:
            settings["regions"]["currencies"] = self.own_currencies()
        if self.log_rows > LOG_ROWS:
            settings["log_rows"] = self.log_rows
        rows = {axis: size for axis, size in self.rows.items() if size != ROWS[axis]}
        if rows:
            settings["rows"] = rows
        crm = self.crm.plain()
        return settings | {"crm": crm} if crm else settings

    def with_log(self, rows: Iterable[LogRow]) -> Plan:
        """Return the plan with another lead log, which has room for a quarter more rows than it holds."""
        log = tuple(tuple(_settled(cell) for cell in row) for row in rows)
        room = -(-len(log) * 5 // 4000) * 1000
        return replace(self, log=log, log_rows=min(max(self.log_rows, room, LOG_ROWS), MOST_LOG_ROWS))

    def with_inputs(self, **given: tuple[Cell, ...]) -> Plan:
        """Return the plan with some inputs replaced."""
        return replace(self, inputs={**self.inputs, **given})

    def fingerprint(self) -> str:
        """Return a hash of what was agreed: settings, inputs and texts."""
        return fingerprint(self)


def is_whole(value: object) -> bool:
    """Return whether a value is a whole number; a truth value is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _settled(cell: Cell) -> Cell:
    """Return a number as a float that has no negative zero, anything else as it is."""
    return cell if cell is None or isinstance(cell, str) else float(cell) + 0.0
