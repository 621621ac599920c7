"""Every number of a workbook as one tidy table, one row a value, in the formats that other programs read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slasheet.diagnostics import FileError
from slasheet.files import whole_file
from slasheet.measures import measures
from slasheet.planfile import to_toml
from slasheet.vocabulary import STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from slasheet.report import Report

FORMATS = ("csv", "json", "parquet", "toml", "xlsx")
_COLUMNS = (
    "measure",
    "kind",
    "unit",
    "stage",
    "transition",
    "channel",
    "region",
    "owner",
    "month",
    "period",
    "item",
    "value",
    "status",
    "day",
    "text",
)
#: Which column of the tidy table holds the label of which axis.
_COLUMN = {
    "horizon": "month",
    "quarter": "period",
    "plan": "period",
    "input": "item",
    "figure": "period",
    "rule": "item",
    "result": "period",
    "step": "item",
    "progress": "period",
    "to_date": "period",
    "counted": "item",
    "delivery": "item",
    "mtd": "item",
    "pair": "item",
    "observed": "item",
    "load": "item",
    "promise": "item",
    "term": "period",
    "holiday": "item",
}


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """Yield one row a value: what is measured, its coordinates, its number or status (None where blank)."""
    if report.plan is None:
        return
    table = measures(report.plan)
    for name in report.names():
        measure = table[name]
        head = {"measure": name, "kind": measure.kind, "unit": measure.unit}
        if measure.kind == "log":
            yield from (dict.fromkeys(_COLUMNS) | head | row for row in _logged(report))
            continue
        places = product(*(report.axis(axis) for axis in measure.axes))
        for labels, value in zip(places, report.values(name), strict=True):
            at = dict(zip(measure.axes, labels, strict=True))
            where = {_COLUMN.get(axis, axis): label for axis, label in at.items()}
            kind = (
                "value"
                if not isinstance(value, str)
                else "status"
                if value in STATUSES and measure.kind != "input"
                else "text"
            )
            yield dict.fromkeys(_COLUMNS) | head | {"unit": measure.unit_at(at)} | where | {kind: value}


def _logged(report: Report) -> Iterator[dict[str, Any]]:
    """Yield one row for each number of the lead log."""
    fields = report.axis("field")
    values = report.values("lead_log")
    for start in range(0, len(values), len(fields)):
        row = dict(zip(fields, values[start : start + len(fields)], strict=True))
        at = {"day": row["date"], "region": row["region"], "channel": row["channel"]}
        for field in fields[3:]:
            held = row[field]
            if held is not None:
                unit = "money" if field == "revenue" else "count"
                yield at | {"unit": unit, "item": field, "text" if isinstance(held, str) else "value": held}


def frame(report: Report) -> pd.DataFrame:
    """Return the tidy table as a pandas frame: text columns and one number column `value`."""
    import pandas as pd

    made = pd.DataFrame(list(rows(report)), columns=list(_COLUMNS))
    made["value"] = pd.to_numeric(made["value"])
    for column in _COLUMNS:
        if column != "value":
            made[column] = made[column].astype("string")
    return made


def export(report: Report, path: str | os.PathLike[str], form: str | None = None) -> None:
    """Write the numbers of a checked workbook to `path`; the format is `form`, else what the name ends in.

    Raises FileError when the workbook is not ours, the format is unknown or the file can't be written.
    """
    chosen = form or Path(path).suffix.removeprefix(".").lower()
    if chosen not in FORMATS:
        message = (
            f"{path}: no format is called {chosen!r}; end the name in one of .{', .'.join(FORMATS)}, or say --format."
        )
        raise FileError(message)
    if report.plan is None:
        message = f"{report.file}: {report.findings[0].message} {report.findings[0].advice}"
        raise FileError(message)
    with whole_file(path) as draft:
        if chosen == "toml":
            draft.write_text(to_toml(report.plan), encoding="utf-8")
        elif chosen == "json":
            draft.write_text(json.dumps(list(rows(report)), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        elif chosen == "csv":
            frame(report).to_csv(draft, index=False)
        elif chosen == "parquet":
            frame(report).to_parquet(draft, index=False)
        else:
            _to_excel(frame(report), draft)


def _to_excel(table: pd.DataFrame, draft: Path) -> None:
    import pandas as pd

    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}}
    with pd.ExcelWriter(draft, engine="xlsxwriter", engine_kwargs=options) as writer:
        table.to_excel(writer, sheet_name="Values", index=False, freeze_panes=(1, 0))
        sheet = writer.sheets["Values"]
        sheet.autofilter(0, 0, len(table), len(_COLUMNS) - 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(_COLUMNS) - 1, 15)
