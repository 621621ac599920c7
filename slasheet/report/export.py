"""Every number of a workbook as one tidy table, one row a value, in the formats that other programs read."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slasheet.plan.file.plan_file import to_toml
from slasheet.plan.measure import STATUSES
from slasheet.plan.measures.agreement_tables import AXES as AGREEMENT_AXES
from slasheet.plan.measures.currencies import currency_at
from slasheet.plan.measures.table import measures
from slasheet.spreadsheet.files import atomic_write
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key
from slasheet.texts.printable import no_formula

if TYPE_CHECKING:
    import pandas as pd

    from slasheet.plan.plan import Plan
    from slasheet.report.report import Report

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
    **{
        axis: "period" if axis.endswith(("_field", "_figure")) or axis in ("words", "live") else "item"
        for axis in AGREEMENT_AXES
    },
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
    "fit": "item",
    "interest": "item",
    "score": "item",
    "level": "period",
    "fit_band": "item",
    "interest_band": "period",
}


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """Yield one row a value: what is measured, its coordinates, its number or status (None where blank)."""
    if report.plan is None:
        return
    table = measures(report.plan)
    columns, own = _columns(report.plan), bool(report.plan.currencies)
    for name in report.names():
        measure = table[name]
        head = {"measure": name, "kind": measure.kind, "unit": measure.unit}
        if measure.kind == "log":
            yield from (dict.fromkeys(columns) | head | row for row in _logged(report, report.plan))
            continue
        places = product(*(report.axis(axis) for axis in measure.axes))
        for labels, value in zip(places, report.values(name), strict=True):
            at = dict(zip(measure.axes, labels, strict=True))
            where = {_COLUMN.get(axis, axis): label for axis, label in at.items()}
            kind = (
                "value"
                if not isinstance(value, str)
                else "status"
                if value in STATUSES and measure.kind != "input" and measure.unit != "text"
                else "text"
            )
            unit = measure.unit_at(at)
            currency = {"currency": currency_at(report.plan, measure, at)} if own and unit == "money" else {}
            yield dict.fromkeys(columns) | head | {"unit": unit} | where | {kind: value} | currency


def _columns(plan: Plan | None) -> tuple[str, ...]:
    """Return the columns of the tidy table; where regions have currencies of their own, every amount says its currency."""
    return (*_COLUMNS, "currency") if plan and plan.currencies else _COLUMNS


def _logged(report: Report, plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield one row for each number of the lead log."""
    fields = report.axis("field")
    values = report.values("lead_log")
    own = {label_key(region): plan.currency_of(region) for region in plan.regions} if plan.currencies else {}
    for start in range(0, len(values), len(fields)):
        row = dict(zip(fields, values[start : start + len(fields)], strict=True))
        at = {"day": row["date"], "region": row["region"], "channel": row["channel"]}
        for field in fields[3:]:
            held = row[field]
            if held is not None:
                unit = "money" if field == "revenue" else "count"
                currency = {"currency": own.get(label_key(str(row["region"])))} if unit == "money" and own else {}
                yield at | currency | {"unit": unit, "item": field, "text" if isinstance(held, str) else "value": held}


def frame(report: Report) -> pd.DataFrame:
    """Return the tidy table as a pandas frame: text columns and one number column `value`."""
    import pandas as pd

    columns = _columns(report.plan)
    made = pd.DataFrame(list(rows(report)), columns=list(columns))
    made["value"] = pd.to_numeric(made["value"])
    for column in columns:
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
            f"{path}: there is no format {chosen!r}; end the name in one of .{', .'.join(FORMATS)}, or say --format."
        )
        raise FileError(message)
    if report.plan is None:
        message = f"{report.file}: {report.findings[0].message} {report.findings[0].advice}"
        raise FileError(message)
    with atomic_write(path) as draft:
        if chosen == "toml":
            draft.write_text(to_toml(report.plan), encoding="utf-8")
        elif chosen == "json":
            draft.write_text(json.dumps(list(rows(report)), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        elif chosen == "csv":
            _without_formulas(frame(report)).to_csv(draft, index=False)
        elif chosen == "parquet":
            frame(report).to_parquet(draft, index=False)
        else:
            _to_excel(frame(report), draft)


def _without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with texts that no spreadsheet program takes for formulas; numbers are numbers, also negative ones."""
    texts = table.columns.drop("value")
    return table.assign(**{name: table[name].map(no_formula, na_action="ignore") for name in texts})


def _to_excel(table: pd.DataFrame, draft: Path) -> None:
    import pandas as pd

    from slasheet.writer.new_book import AS_TYPED

    # Nothing is left in a folder for passing files, whatever happens.
    options = {"options": AS_TYPED | {"in_memory": True}}
    held = io.BytesIO()
    with pd.ExcelWriter(held, engine="xlsxwriter", engine_kwargs=options) as writer:
        table.to_excel(writer, sheet_name="Values", index=False, freeze_panes=(1, 0))
        sheet = writer.sheets["Values"]
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(table.columns) - 1, 15)
    draft.write_bytes(held.getbuffer())
