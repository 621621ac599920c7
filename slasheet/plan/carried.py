"""The plan that a workbook carries in its hidden sheet, as JSON in cells: to text and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slasheet._version import __version__
from slasheet.plan.edition import EDITION
from slasheet.texts.findings import FileError

if TYPE_CHECKING:
    from slasheet.plan.plan import Plan

MARK = "slasheet-plan"
#: A cell holds 32,767 characters at most.
_CHUNK = 30_000


def is_workbook_of_ours(path: Path) -> bool:
    """Return whether a file is a workbook of ours, from its list of names alone."""
    from slasheet.spreadsheet.ods import CONTENT
    from slasheet.spreadsheet.xlsx.parts import DeclinedError, workbook_part
    from slasheet.spreadsheet.zip.archive import ODS, Archive

    try:
        archive = Archive(path)
        return archive.mentions(CONTENT if archive.kind == ODS else workbook_part(archive), b"sla_")
    except (FileError, DeclinedError):
        return False


def to_texts(plan: Plan) -> list[str]:
    """Return the settings of a plan as texts, one a cell; the inputs stand in their own cells."""
    # Programs from before there were editions know the number as the format, and say that they are too old for it.
    about = {"format": plan.edition, "edition": plan.edition, "slasheet": __version__, "plan": plan.settings()}
    text = json.dumps(about, ensure_ascii=True)
    return [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]


def from_texts(texts: Sequence[str]) -> tuple[Mapping[str, Any], int]:
    """Return the settings of the plan and the edition it was written in; no settings where that is newer than those known.

    The edition is 1 where none is named. Raises ValueError when the texts are damaged.
    """
    try:
        carried = json.loads("".join(texts))
        # Half a letter can be escaped in JSON, and stand in no file: that is a ValueError.
        json.dumps(carried, ensure_ascii=False).encode()
        edition = max(_whole(carried["format"]), _whole(carried.get("edition", 1)))
        # What a newer edition carries, and how, only that knows.
        return {**carried["plan"]} if edition <= EDITION else {}, edition
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        message = "the carried plan is damaged"
        raise ValueError(message) from error


def _whole(number: object) -> int:
    """Return the number of an edition. Raises ValueError for anything but a whole number of 1 or more."""
    if type(number) is not int or number < 1:
        message = f"{number!r} is not the number of an edition"
        raise ValueError(message)
    return number
