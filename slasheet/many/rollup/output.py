"""Writes a rollup to a file: a workbook, or its tidy data as .csv or .parquet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from slasheet.spreadsheet.files import atomic_write
from slasheet.texts.findings import FileError
from slasheet.texts.languages import speaking
from slasheet.texts.printable import no_formula

if TYPE_CHECKING:
    from slasheet.many.rollup.group import Rollup

FORMATS = (".xlsx", ".csv", ".parquet")


def refuse_other_formats(path: Path) -> None:
    """Refuse a name that says no format of ours. Raises FileError."""
    if path.suffix.lower() not in FORMATS:
        message = f"{path}: a rollup is a workbook or a table; end its name in {', '.join(FORMATS)}."
        raise FileError(message)


def write_rollup(rollup: Rollup, path: str | os.PathLike[str], as_of: str | None) -> None:
    """Write a rollup in the format that the name ends in. Raises FileError when it can't be written."""
    target = Path(path)
    refuse_other_formats(target)
    kind = target.suffix.lower()
    with atomic_write(target) as draft, speaking(rollup.language):
        if kind == ".xlsx":
            from slasheet.many.rollup.workbook import write_workbook

            write_workbook(rollup, draft, target, as_of)
        elif kind == ".csv":
            table = rollup.frame()
            texts = table.columns[table.dtypes == "category"]
            harmless = {name: table[name].map(no_formula, na_action="ignore") for name in texts}
            table.assign(**harmless).to_csv(draft, index=False)
        else:
            rollup.frame().to_parquet(draft, index=False)
