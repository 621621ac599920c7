"""A finding, the errors, and how a finding is made from the catalogue and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slasheet.texts.catalogue import BY_NAME, Severity
from slasheet.texts.languages import _, n_
from slasheet.texts.printable import in_one_line


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or worth knowing, at one place.

    `sheet` and `cell` are None for what has no cell; `at` maps axis to label; `key` is the key in a
    plan file; `follows` lists the cells (`Sheet!A1`) whose difference this one causes.
    """

    code: str
    name: str
    severity: Severity
    message: str
    advice: str
    sheet: str | None = None
    cell: str | None = None
    measure: str | None = None
    at: Mapping[str, str] = field(default_factory=dict)
    found: object = None
    expected: object = None
    key: str | None = None
    follows: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the finding in the form of the JSON report."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "sheet": self.sheet,
            "cell": self.cell,
            "measure": self.measure,
            "at": dict(self.at),
            "found": self.found,
            "expected": self.expected,
            "message": self.message,
            "advice": self.advice,
            "follows": list(self.follows),
        }


class PlanError(ValueError):
    """A plan file that can't be used; `findings` holds every problem, each with its key."""

    def __init__(self, source: str, findings: tuple[Finding, ...]) -> None:
        """Keep the file's name and its problems."""
        self.source = source
        self.findings = findings
        lines = [
            f"{found.key}: {found.message} {found.advice}" if found.key else f"{found.message} {found.advice}"
            for found in findings
        ]
        count = n_("{count} problem in the plan", "{count} problems in the plan", len(lines)).format(count=len(lines))
        head = f"{source}: " if len(lines) == 1 else f"{source}: {count}\n  "
        super().__init__(head + "\n  ".join(map(in_one_line, lines)))


class FileError(Exception):
    """A file that can't be read or written, or a call that can't be answered: one line, what and what to do."""


def finding(
    name: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    measure: str | None = None,
    at: Mapping[str, str] | None = None,
    found: object = None,
    expected: object = None,
    key: str | None = None,
    **facts: Any,
) -> Finding:
    """Build the finding `name` of the catalogue in the language spoken; `facts` fill its sentences, unless they come as `found_text` or `expected_text`."""
    code = BY_NAME[name]
    words = {"found": facts.pop("found_text", found), "expected": facts.pop("expected_text", expected), **facts}
    return Finding(
        code=code.code,
        name=code.name,
        severity=code.severity,
        message=_(code.message).format(**words),
        advice=_(code.advice).format(**words),
        sheet=sheet,
        cell=cell,
        measure=measure,
        at=at or {},
        found=found,
        expected=expected,
        key=key,
    )
