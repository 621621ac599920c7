"""Makes the samples again: LibreOffice fills and saves them, and their reports are written beside them."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from slasheet.checker.checker import check
from slasheet.crm.fill_log import fill_log
from slasheet.layout.formulas import Formulas
from slasheet.layout.sheets import layout
from slasheet.plan.crm_settings import CrmSettings
from slasheet.plan.plan import Plan
from slasheet.plan.templates import blank, example
from slasheet.report.report import Report
from slasheet.writer.workbook import write
from tests.helpers.engines import Edit, libreoffice_fill

FOLDER = Path(__file__).parent
TOLD = (
    "leads_due_by_month",
    "leads_due_by_region_plan",
    "sla_value_by_channel_plan",
    "stage_total_plan",
    "overall_status",
    "month_shown",
    "mtd_leads_by_channel",
    "mtd_status",
    "delivery_by_month",
    "rows_logged",
)
CRM_EXPORTS = ("hubspot_contacts.csv", "salesforce_leads.csv", "pipedrive_deals.csv")

Cells = dict[str, dict[str, float | str | None]]


def typed(plan: Plan, names: tuple[str, ...] | None = None) -> Cells:
    """Return what a person types into the blank workbook of a plan, by sheet and address."""
    there = layout(plan)
    cells: Cells = {}
    for name in names or tuple(plan.inputs):
        for index, value in enumerate(plan.inputs[name]):
            if value is not None and value != there.measures[name].default_at(index):
                title, cell = there.address(name, index)
                cells.setdefault(title, {})[cell] = value
    return cells


def mistakes(plan: Plan) -> Cells:
    """Return what a person types who makes every mistake of the trade, after having filled in everything."""
    there = layout(plan)
    cells = typed(plan)

    def put(measure: str, index: int, value: float | str) -> None:
        title, cell = there.address(measure, index)
        cells.setdefault(title, {})[cell] = value

    put("leads_due", 7, 250)
    put("lead_value", 2, "=" + Formulas(there).one("lead_value", 2).replace("*", "+"))
    put("marketing_share", 3, 45)
    put("revenue_target", 10, "about 130k")
    put("channel_owner", 1, "Maketing")
    put("channel_mix", 0, 0.58)
    return cells


def edits(folder: Path) -> list[Edit]:
    """Return the sessions in LibreOffice that make the samples; blank workbooks are written to `folder`."""
    plans = {name: example(name) for name in ("classic", "funnel", "pipeline", "persona")}
    plans["persona_thai"] = example("persona", "th")
    for name, plan in plans.items():
        write(blank(plan), folder / f"{name}.xlsx")
    spelt = CrmSettings(channels={"web-form": "Website form", "Web form": "Website form"})
    logged, _, _ = fill_log(replace(plans["classic"], crm=spelt), [FOLDER / name for name in CRM_EXPORTS])
    write(logged, folder / "logged.xlsx")
    there = layout(plans["classic"])
    renamed = typed(plans["classic"])
    for measure, index, text in (("regions", 1, "Europe"), ("channels", 3, "Podcast"), ("horizon", 0, 46569.0)):
        title, cell = there.address(measure, index)
        renamed.setdefault(title, {})[cell] = text
    thai = replace(plans["persona_thai"], currencies=("", "USD", ""), currency="THB")
    write(blank(thai), folder / "thai.xlsx")
    rates = (None,) * 7 + (35.5,) * 7 + (None,) * 7
    numbers = tuple(name for name in thai.inputs if layout(thai).measures[name].numeric)
    half = typed(plans["pipeline"], ("revenue_target", "deal_size"))
    return [
        Edit(folder / "classic.xlsx", FOLDER / "classic_filled.xlsx", typed(plans["classic"])),
        Edit(folder / "funnel.xlsx", FOLDER / "funnel_through_ods.xlsx", typed(plans["funnel"]), via_ods=True),
        Edit(folder / "pipeline.xlsx", FOLDER / "pipeline_half_filled.xlsx", half),
        Edit(folder / "persona.xlsx", FOLDER / "persona_with_mistakes.xlsx", mistakes(plans["persona"])),
        Edit(folder / "classic.xlsx", FOLDER / "classic_renamed.xlsx", renamed),
        Edit(
            folder / "thai.xlsx",
            FOLDER / "persona_in_thai.xlsx",
            typed(thai.with_inputs(exchange_rate=rates), numbers),
            via_ods=True,
        ),
        Edit(folder / "logged.xlsx", FOLDER / "classic_logged.xlsx", {}),
        Edit(folder / "pipeline.xlsx", FOLDER / "pipeline_with_mistakes.ods", mistakes(plans["pipeline"])),
    ]


def told(report: Report) -> dict[str, Any]:
    """Return what a sample's report file holds: everything but version, path and the long measures."""
    data = report.to_json()
    data["measures"] = {name: data["measures"][name] for name in TOLD if name in data["measures"]}
    return {key: value for key, value in data.items() if key not in ("version", "file")}


def write_report(sample: Path) -> None:
    """Write the report of a sample beside it."""
    text = json.dumps(told(check(sample)), ensure_ascii=False, indent=1)
    sample.with_suffix(".report.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Make all samples, or with `--report FILE…` only their reports."""
    if arguments[:1] == ["--report"]:
        samples = [FOLDER / Path(name).name for name in arguments[1:]]
    else:
        with tempfile.TemporaryDirectory() as folder:
            made = edits(Path(folder))
            libreoffice_fill(made)
        samples = [edit.target for edit in made]
    for sample in samples:
        write_report(sample)


if __name__ == "__main__":
    main(sys.argv[1:])
