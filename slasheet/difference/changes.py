"""The difference of two plans as one frozen value, and as the plain data that other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slasheet import __version__
from slasheet.fingerprint import NOT_AGREED
from slasheet.languages import speaking
from slasheet.measures import measures
from slasheet.plan import Cell, Plan
from slasheet.words import as_moment


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A setting, by its key in the plan file; `at` says whose when it is one of a channel."""

    setting: str
    old: object
    new: object
    at: Mapping[str, str] = field(default_factory=dict)

    @property
    def agreed(self) -> bool:
        """Whether the setting is part of what is agreed."""
        return self.setting.partition(".")[0] not in NOT_AGREED


@dataclass(frozen=True, slots=True)
class Holding:
    """What cells that only one side has hold: how many are filled, their lowest and highest number (None for texts)."""

    measure: str
    cells: int
    low: float | None
    high: float | None

    def to_json(self, unit: str) -> dict[str, Any]:
        """Return it as plain data."""
        low, high = (as_moment(number, unit) or number for number in (self.low, self.high))
        return {"measure": self.measure, "cells": self.cells, "from": low, "to": high}


@dataclass(frozen=True, slots=True)
class LabelChange:
    """The labels of an axis that only one side has, with what they hold; those renamed; whether their order changed."""

    axis: str
    added: Mapping[str, tuple[Holding, ...]]
    removed: Mapping[str, tuple[Holding, ...]]
    renamed: tuple[tuple[str, str], ...]
    reordered: bool


@dataclass(frozen=True, slots=True)
class TableChange:
    """An input that only one side (`old` or `new`) has."""

    side: str
    holds: Holding


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that both sides have; `index` and `at` are its place and labels in NEW."""

    measure: str
    index: int
    at: Mapping[str, str]
    old: Cell
    new: Cell


@dataclass(frozen=True, slots=True)
class LogChange:
    """The lead logs: rows and leads of each, and how many rows only one of them has, in whatever order they stand."""

    rows: tuple[int, int]
    leads: tuple[float, float]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from `old` to `new`.

    `inputs` are agreed on, `views` only looked at; `derived` holds the cells of the tables people sign, with `every` all.
    """

    old: Plan
    new: Plan
    files: tuple[str | None, str | None]
    every: bool
    settings: tuple[SettingChange, ...]
    labels: tuple[LabelChange, ...]
    tables: tuple[TableChange, ...]
    inputs: tuple[CellChange, ...]
    derived: tuple[CellChange, ...]
    views: tuple[CellChange, ...]
    log: LogChange | None

    @property
    def same(self) -> bool:
        """Whether what was agreed is the same."""
        return not (self.labels or self.tables or self.inputs or any(change.agreed for change in self.settings))

    @property
    def changed(self) -> bool:
        """Whether anything is different, agreed or not."""
        return bool(not self.same or self.settings or self.derived or self.views or self.log)

    def to_json(self) -> dict[str, Any]:
        """Return the difference as plain data: one entry a cell, months as `2027-02`, days as `2027-02-14`."""
        units = {name: measure.unit for plan in (self.old, self.new) for name, measure in measures(plan).items()}

        def cells(changes: tuple[CellChange, ...]) -> list[dict[str, Any]]:
            table = measures(self.new)
            made = []
            for change in changes:
                unit = table[change.measure].unit_at(change.at)
                old, new = (as_moment(cell, unit) or cell for cell in (change.old, change.new))
                made.append({"measure": change.measure, "at": dict(change.at), "old": old, "new": new})
            return made

        log = self.log
        return {
            "version": __version__,
            "old": {"file": self.files[0], "fingerprint": self.old.fingerprint()},
            "new": {"file": self.files[1], "fingerprint": self.new.fingerprint()},
            "same": self.same,
            "changed": self.changed,
            "settings": [
                {"setting": change.setting, "old": change.old, "new": change.new}
                | ({"at": dict(change.at)} if change.at else {})
                for change in self.settings
            ],
            "labels": [
                {
                    "axis": change.axis,
                    "added": list(change.added),
                    "removed": list(change.removed),
                    "renamed": [{"old": old, "new": new} for old, new in change.renamed],
                    "reordered": change.reordered,
                    "holds": {
                        label: [held.to_json(units[held.measure]) for held in holds]
                        for label, holds in {**change.removed, **change.added}.items()
                    },
                }
                for change in self.labels
            ],
            "tables": [
                {"only_in": change.side} | change.holds.to_json(units[change.holds.measure]) for change in self.tables
            ],
            "inputs": cells(self.inputs),
            "derived": cells(self.derived),
            "views": cells(self.views),
            "log": None
            if log is None
            else {
                "old": {"rows": log.rows[0], "leads": log.leads[0]},
                "new": {"rows": log.rows[1], "leads": log.leads[1]},
                "rows_added": log.added,
                "rows_removed": log.removed,
            },
        }

    def text(self, language: str | None = None) -> str:
        """Return the difference in words, in a language or else that of `new`: inputs first, then what follows."""
        from slasheet.difference.wording import text

        with speaking(language or self.new.language):
            return text(self)

    def markdown(self, language: str | None = None) -> str:
        """Return the difference in Markdown, in a language or else that of `new`."""
        from slasheet.difference.wording import markdown

        with speaking(language or self.new.language):
            return markdown(self)
