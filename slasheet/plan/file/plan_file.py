"""Plan files: from TOML to a plan and back, with every problem told at once, each with its key and what is allowed."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slasheet.plan.file.agreement import agreement_to_plain
from slasheet.plan.file.problems import Problems
from slasheet.plan.file.scoring import scoring_to_plain
from slasheet.plan.file.settings import PlanParser, named_language
from slasheet.plan.file.shape import MOST_MEGABYTES, flood, too_long
from slasheet.plan.file.tables import is_special, log_to_plain, plain, special_to_plain
from slasheet.plan.measures.agreement_tables import NAMES as AGREED
from slasheet.plan.measures.inputs import LEAD_LOG, TIME_TO_CLOSE
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.plan import Cell, Plan
from slasheet.spreadsheet.files import readable
from slasheet.texts.findings import FileError, PlanError, finding
from slasheet.texts.languages import speaking, spoken


def load_plan(path: str | os.PathLike[str]) -> Plan:
    """Read a plan file. Raises FileError when it can't be read, PlanError with every problem when it is wrong."""
    source = Path(path)
    try:
        with readable(source, "a plan file (TOML)"):
            megabytes = source.stat().st_size / 1e6
            if megabytes > MOST_MEGABYTES:
                raise PlanError(str(source), (too_long(megabytes),))
            text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{source}: is not a text file in UTF-8; a plan file is TOML."
        raise FileError(message) from error
    return parse_plan(text, str(source))


def parse_plan(text: str, source: str = "plan") -> Plan:
    r"""Build a plan from TOML text. Raises PlanError with every problem.

    Example: `parse_plan('regions = {names = ["EMEA"]}\nchannels = [{name = "Web"}]').regions` is `("EMEA",)`.
    """
    if too_much := flood(text):
        raise PlanError(source, (too_much,))
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanError(source, (finding("plan-syntax", why=str(error)),)) from error
    return parse_settings(data, source)


def parse_settings(settings: Mapping[str, Any], source: str) -> Plan:
    """Build a plan from plain settings, with inputs where they are among them.

    Raises PlanError with every problem, in the language that the settings name, else in the one spoken.
    """
    problems = Problems()
    with speaking(named_language(settings) or spoken()):
        try:
            plan = PlanParser(settings, problems).plan()
        except PlanError as error:
            # A plan that is too large to be read any further.
            raise PlanError(source, error.findings) from error
        if plan is None:
            raise PlanError(source, tuple(problems.findings))
    return plan


def to_toml(plan: Plan) -> str:
    """Return a plan as TOML that `parse_plan` reads back to the same plan.

    Raises FileError when two labels of an axis are the same, since TOML can't hold both, and for a text that is too long
    to be read back.
    """
    import tomli_w

    for axis, names in (("regions", plan.regions), ("channels", plan.axis("channel")), ("stages", plan.stages)):
        if len(set(names)) < len(names):
            message = f"two {axis} have the same name, so a plan file can't tell them apart; give each its own name and export again."
            raise FileError(message)
    data = plan.settings()
    for channel, lag in zip(data["channels"], plan.inputs[TIME_TO_CLOSE.name], strict=True):
        if lag:
            channel[TIME_TO_CLOSE.name] = plain(lag)
    folded = {}
    for measure in plan.typed:
        cells = plan.inputs[measure.name]
        usual = tuple(measure.default_at(index) for index in range(len(cells)))
        if (
            measure.name in AGREED
            or measure in SCORING
            or measure is TIME_TO_CLOSE
            or (measure.numeric and measure.default is not None and cells == usual)
        ):
            continue
        value = special_to_plain(measure, cells) if is_special(measure) else _folded(plan, measure.axes, list(cells))
        if value is not None:
            folded[measure.name] = value
    if plan.log:
        folded[LEAD_LOG.name] = log_to_plain(plan)
    data["agreement"] = agreement_to_plain(plan)
    if folded:
        data["inputs"] = folded
    data["scoring"] = scoring_to_plain(plan)
    text = tomli_w.dumps(data, multiline_strings=True)
    if flood(text):
        message = f"the plan takes more than {MOST_MEGABYTES} MB as TOML, which no plan file may have; keep its lead log in the workbook, or export it as csv."
        raise FileError(message)
    return text


def _folded(plan: Plan, axes: tuple[str, ...], cells: list[Cell]) -> Any:
    """Return cells in their shortest form: one number for all, a list over the months, or a table by label."""
    if all(cell is None for cell in cells):
        return None
    if cells.count(cells[0]) == len(cells):
        return plain(cells[0])
    labels = plan.axis(axes[0])
    if axes == ("horizon",) and None not in cells:
        return [plain(cell) for cell in cells]
    step = len(cells) // len(labels)
    parts = {label: _folded(plan, axes[1:], cells[i * step : (i + 1) * step]) for i, label in enumerate(labels)}
    return {label: part for label, part in parts.items() if part is not None}
