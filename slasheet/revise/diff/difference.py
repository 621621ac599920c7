"""The difference of two plans as one frozen value: its verdict, its plain data, its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slasheet._version import __version__
from slasheet.plan.amounts import as_moment
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.revise.diff.changes import CellChange, LabelChange, LogChange, SettingChange, TableChange
from slasheet.revise.diff.text import difference_markdown, difference_text
from slasheet.texts.languages import speaking


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
        return {
            "version": __version__,
            "old": {"file": self.files[0], "fingerprint": self.old.fingerprint()},
            "new": {"file": self.files[1], "fingerprint": self.new.fingerprint()},
            "same": self.same,
            "changed": self.changed,
            "settings": [_setting(change) for change in self.settings],
            "labels": [_labels(change, units) for change in self.labels],
            "tables": [
                {"only_in": change.side} | change.holds.to_json(units[change.holds.measure]) for change in self.tables
            ],
            "inputs": self._cells(self.inputs),
            "derived": self._cells(self.derived),
            "views": self._cells(self.views),
            "log": _log(self.log),
        }

    def _cells(self, changes: Sequence[CellChange]) -> list[dict[str, Any]]:
        table = measures(self.new)
        made = []
        for change in changes:
            unit = table[change.measure].unit_at(change.at)
            old, new = (as_moment(cell, unit) or cell for cell in (change.old, change.new))
            made.append({"measure": change.measure, "at": dict(change.at), "old": old, "new": new})
        return made

    def text(self, language: str | None = None) -> str:
        """Return the difference in words, in a language or else that of `new`: inputs first, then what follows."""
        with speaking(language or self.new.language):
            return difference_text(self)

    def markdown(self, language: str | None = None) -> str:
        """Return the difference in Markdown, in a language or else that of `new`."""
        with speaking(language or self.new.language):
            return difference_markdown(self)


def _setting(change: SettingChange) -> dict[str, Any]:
    data = {"setting": change.setting, "old": change.old, "new": change.new}
    return data | ({"at": dict(change.at)} if change.at else {})


def _labels(change: LabelChange, units: Mapping[str, str]) -> dict[str, Any]:
    return {
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


def _log(log: LogChange | None) -> dict[str, Any] | None:
    if log is None:
        return None
    return {
        "old": {"rows": log.rows[0], "leads": log.leads[0]},
        "new": {"rows": log.rows[1], "leads": log.leads[1]},
        "rows_added": log.added,
        "rows_removed": log.removed,
    }
