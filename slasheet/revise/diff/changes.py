"""What a difference of two plans consists of: a frozen record for each kind of change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slasheet.plan.amounts import as_moment
from slasheet.plan.fingerprint import NOT_AGREED
from slasheet.plan.plan import Cell


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
