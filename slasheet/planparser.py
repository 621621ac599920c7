"""From plain data (what TOML or options give) to a plan, collecting every problem on the way."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from slasheet.diagnostics import Finding, finding
from slasheet.inputs import CLOSE_RATE, CONVERSION_RATE, LEAD_LOG, inputs
from slasheet.labels import label_fault, label_key
from slasheet.months import is_month
from slasheet.plan import (
    CARRIES,
    FEWEST_STAGES,
    LOG_ROWS,
    MAX_LOOKAHEAD,
    MAX_MONTHS,
    MOST_LOG_ROWS,
    MOST_STAGES,
    PACINGS,
    ROUNDINGS,
    Cell,
    Channel,
    LogRow,
    Plan,
)
from slasheet.plantables import is_special, parse_crm, parse_log, parse_special
from slasheet.vocabulary import OWNERS, Measure
from slasheet.words import allowed

LANGUAGES = ("en",)
_CHOICES = {
    "pacing": PACINGS,
    "rounding": ROUNDINGS,
    "carry": CARRIES,
    "language": LANGUAGES,
}
_WHOLE = {"months": (1, MAX_MONTHS), "lookahead": (0, MAX_LOOKAHEAD), "log_rows": (LOG_ROWS, MOST_LOG_ROWS)}
_KEYS = (
    "title",
    "start",
    "months",
    "lookahead",
    "currency",
    "language",
    "pacing",
    "rounding",
    "carry",
    "stages",
    "regions",
    "channels",
    "inputs",
    "log_rows",
    "crm",
)
LONGEST_TITLE = 120
_LONGEST_SHOWN = 60
#: Numbers beyond this lose their units: spreadsheets keep fifteen digits.
_LARGEST = 1e15


class PlanParser:
    """Reads plain data into a plan and collects every problem on the way."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.findings: list[Finding] = []
        self.flawed: set[str] = set()

    def _tell(self, name: str, key: str, **facts: Any) -> None:
        self.findings.append(finding(name, key=key, **facts))

    def _value(self, key: str, value: object, what: str) -> None:
        self._tell("plan-value", key, found=value, found_text=_shown(value), allowed=what)

    def _unknown(self, table: Mapping[str, Any], known: Iterable[str], prefix: str = "") -> None:
        known = tuple(known)
        for key in table:
            if key not in known:
                near = _nearest(key, known)
                self._tell(
                    "plan-unknown-key",
                    prefix + key,
                    near=f"; did you mean {near[0]}?" if near else "",
                    allowed=", ".join(known),
                )

    def plan(self) -> Plan | None:
        """Return the plan, None when there is a problem; `findings` then says which."""
        data = self.data
        self._unknown(data, _KEYS)
        settings: dict[str, Any] = {}
        for key, choices in _CHOICES.items():
            if key in data:
                settings[key] = data[key]
                if not isinstance(data[key], str) or data[key] not in choices:
                    self._value(key, data[key], ", ".join(choices))
        for key, (low, high) in _WHOLE.items():
            if key in data:
                settings[key] = data[key]
                if not isinstance(data[key], int) or isinstance(data[key], bool) or not low <= data[key] <= high:
                    self._value(key, data[key], f"a whole number from {low} to {high}")
                    self.flawed |= {"horizon"} if key != "log_rows" else set()
        self._texts(settings)
        stages = self._stages(data.get("stages", ["Lead", "Customer"]))
        region_label, regions = self._regions(data.get("regions"))
        channels, lags = self._channels(data.get("channels"))
        if "crm" in data:
            settings["crm"] = parse_crm(data["crm"], self._value, self._unknown)
        settings |= {"stages": stages, "region_label": region_label, "regions": regions, "channels": channels}
        if self.findings:
            # The inputs are read all the same, against the axes that stand, so that every problem is told at once.
            if not is_month(settings.get("start", "2027-01")):
                self.flawed.add("horizon")
            usable = {
                key: settings[key]
                for key in ("months", "lookahead", "start")
                if key in settings and "horizon" not in self.flawed
            }
            axes = {key: settings[key] for key in ("stages", "regions", "channels")}
            self._inputs(Plan(**usable, **axes), data.get("inputs", {}), lags)
            self._log()
            return None
        bare = Plan(**settings)
        given = self._inputs(bare, data.get("inputs", {}), lags)
        log = self._log()
        return None if self.findings else Plan(**settings, inputs=given).with_log(log)

    def _log(self) -> list[LogRow]:
        """Return the rows of the lead log, which stands among the inputs."""
        table = self.data.get("inputs", {})
        if not isinstance(table, dict) or LEAD_LOG.name not in table:
            return []
        rows = parse_log(table[LEAD_LOG.name], f"inputs.{LEAD_LOG.name}", self._value, self._unknown)
        if len(rows) > MOST_LOG_ROWS:
            self._value(f"inputs.{LEAD_LOG.name}", f"{len(rows)} rows", f"at most {MOST_LOG_ROWS} rows")
        return rows

    def _texts(self, settings: dict[str, Any]) -> None:
        data = self.data
        if "title" in data:
            settings["title"] = data["title"]
            title = data["title"]
            if (
                not isinstance(title, str)
                or not title.strip()
                or title != title.strip()
                or len(title) > LONGEST_TITLE
                or not title.isprintable()
            ):
                self._value(
                    "title", title, f"a text of one line, up to {LONGEST_TITLE} characters, without spaces around it"
                )
        if "start" in data:
            settings["start"] = data["start"]
            if not is_month(data["start"]):
                self._value("start", data["start"], 'a month from 1950 on, as "2027-01"')
        if "currency" in data:
            settings["currency"] = data["currency"]
            if not isinstance(data["currency"], str) or not re.fullmatch("[A-Z]{3}", data["currency"]):
                self._value("currency", data["currency"], 'the three capitals of an ISO 4217 code, as "EUR" or "USD"')

    def _labels(self, key: str, names: list[Any]) -> None:
        """Tell what is wrong with the labels of an axis; `key` has a place for the number of the label."""
        seen: dict[str, str] = {}
        for index, name in enumerate(names):
            here = key.format(index + 1)
            if not isinstance(name, str):
                self._value(here, name, "a text in quotes")
                continue
            fault = label_fault(name)
            if fault:
                self._tell("plan-label", here, found=name, found_text=_shown(name), why=fault[0], allowed=fault[1])
            elif label_key(name) in seen:
                why = "is there more than once" + (
                    ""
                    if seen[label_key(name)] == name
                    else f" (also as {_shown(seen[label_key(name)])}; capitals do not make a difference)"
                )
                self._tell(
                    "plan-label", here, found=name, found_text=_shown(name), why=why, allowed="Give each its own name"
                )
            else:
                seen[label_key(name)] = name

    def _stages(self, names: Any) -> tuple[str, ...]:
        if not isinstance(names, list) or not FEWEST_STAGES <= len(names) <= MOST_STAGES:
            found = (
                f"a list of {len(names)} {'stage' if len(names) == 1 else 'stages'}"
                if isinstance(names, list)
                else _shown(names)
            )
            self._tell(
                "plan-value",
                "stages",
                found=names,
                found_text=found,
                allowed=f"{FEWEST_STAGES} to {MOST_STAGES} names, from what marketing commits to up to the customer",
            )
            self.flawed |= {"stage", "transition"}
            return ("Lead", "Customer")
        self._labels("stages[{}]", names)
        return tuple(str(name) for name in names)

    def _regions(self, table: Any) -> tuple[str, tuple[str, ...]]:
        if table is None:
            self._tell(
                "plan-missing-key",
                "regions",
                allowed='[regions] with names = ["North America", "EMEA"] and perhaps label = "Region"',
            )
            self.flawed.add("region")
            return "Region", ("Region 1",)
        if not isinstance(table, dict):
            self._value("regions", table, 'a table: [regions] with names = ["EMEA"]')
            self.flawed.add("region")
            return "Region", ("Region 1",)
        self._unknown(table, ("label", "names"), "regions.")
        label, names = table.get("label", "Region"), table.get("names")
        if not isinstance(label, str) or label_fault(label):
            self._value("regions.label", label, 'a word for the rows, as "Region" or "Persona"')
            label = "Region"
        if not isinstance(names, list) or not names:
            self._value("regions.names", names, 'a list of at least one name, as ["EMEA"]')
            self.flawed.add("region")
            return label, ("Region 1",)
        self._labels("regions.names[{}]", names)
        return label, tuple(str(name) for name in names)

    def _channels(self, tables: Any) -> tuple[tuple[Channel, ...], dict[str, Any]]:
        if tables is None:
            self._tell(
                "plan-missing-key",
                "channels",
                allowed='one [[channels]] for each, with name = "Website form" and owner = "marketing"',
            )
            self.flawed.add("channel")
            return (Channel("Channel 1"),), {}
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            self._value(
                "channels", tables, 'one [[channels]] for each, with name = "Website form" and owner = "marketing"'
            )
            self.flawed.add("channel")
            return (Channel("Channel 1"),), {}
        channels, lags = [], {}
        for index, table in enumerate(tables):
            here = f"channels[{index + 1}]."
            self._unknown(table, ("name", "owner", "time_to_close"), here)
            if "name" not in table:
                self._tell("plan-missing-key", here + "name", allowed="the name of the channel")
            owner = table.get("owner", "marketing")
            if owner not in OWNERS:
                self._value(here + "owner", owner, ", ".join(OWNERS))
            name = table.get("name", f"Channel {index + 1}")
            channels.append(Channel(str(name), owner if owner in OWNERS else "marketing"))
            if "time_to_close" in table:
                lags[str(name)] = table["time_to_close"]
        self._labels(
            "channels[{}].name", [table.get("name", f"Channel {index + 1}") for index, table in enumerate(tables)]
        )
        return tuple(channels), lags

    def _inputs(self, plan: Plan, table: Any, lags: Mapping[str, Any]) -> dict[str, tuple[Cell, ...]]:
        if not isinstance(table, dict):
            self._value("inputs", table, "a table: [inputs]")
            return {}
        known = {measure.name: measure for measure in inputs(len(plan.stages))}
        if "stage" in self.flawed:
            known |= {measure.name: measure for measure in (CLOSE_RATE, CONVERSION_RATE)}
        self._unknown(table, (*known, LEAD_LOG.name), "inputs.")
        given: dict[str, tuple[Cell, ...]] = {}
        for name, measure in known.items():
            cells: list[Cell] = [None] * plan.size(measure.axes)
            if name in table and is_special(measure):
                given[name] = self._special(plan, measure, table[name]) or tuple(cells)
                continue
            if name in table:
                self._fill(plan, measure, cells, table[name], f"inputs.{name}", ())
            if name == "time_to_close":
                for index, channel in enumerate(plan.channels):
                    if channel.name in lags:
                        key = f"channels[{index + 1}].time_to_close"
                        if cells[index] is not None and cells[index] != lags[channel.name]:
                            self._value(
                                key,
                                lags[channel.name],
                                f"the same as inputs.time_to_close, which says {_shown(cells[index])}; give it once",
                            )
                        self._fill(plan, measure, cells, lags[channel.name], key, (channel.name,))
            given[name] = tuple(cells)
        return given

    def _special(self, plan: Plan, measure: Measure, value: Any) -> tuple[Cell, ...] | None:
        """Return the cells of an input that is no table of numbers."""

        def admits(number: Any, key: str) -> bool:
            return self._admits(measure, number, key, single=True)

        return parse_special(plan, measure, value, f"inputs.{measure.name}", self._value, admits)

    def _fill(
        self, plan: Plan, measure: Measure, cells: list[Cell], value: Any, key: str, fixed: tuple[str, ...]
    ) -> None:
        """Put a value into all the cells below it: a number for all, a list over the months, or a table by label."""
        rest = measure.axes[len(fixed) :]
        if isinstance(value, dict) and rest:
            labels = plan.axis(rest[0])
            for label, below in value.items():
                if label not in labels and rest[0] in self.flawed:
                    self._fill(plan, measure, cells, below, f"{key}.{label}", (*fixed, labels[0]))
                elif label not in labels:
                    near = _nearest(label, labels)
                    shown = ", ".join(labels[:12]) + (" …" if len(labels) > 12 else "")
                    self._tell(
                        "plan-unknown-key",
                        f"{key}.{label}",
                        near=f"; did you mean {near[0]}?" if near else "",
                        allowed=f"{rest[0]}: {shown}",
                    )
                else:
                    self._fill(plan, measure, cells, below, f"{key}.{label}", (*fixed, label))
            return
        if isinstance(value, list) and rest and rest[-1] == "horizon":
            months = plan.axis("horizon")
            if len(value) != len(months) and "horizon" not in self.flawed:
                split = (
                    f"{plan.months} for the months and {plan.lookahead} for the look-ahead"
                    if plan.lookahead
                    else "one for each month"
                )
                self._tell("plan-list-length", key, found=len(value), expected=len(months), allowed=split)
                return
            for index, (month, number) in enumerate(zip(months, value, strict=False)):
                if self._admits(measure, number, f"{key}[{index + 1}]", single=True):
                    _put(plan, measure, cells, number, fixed, {"horizon": month})
            return
        if self._admits(measure, value, key, single=not rest):
            _put(plan, measure, cells, value, fixed, {})

    def _admits(self, measure: Measure, value: Any, key: str, *, single: bool = False) -> bool:
        """Return whether a number may stand in a measure; `single` where nothing but one number can."""
        takes = allowed(measure)
        if isinstance(value, bool) or not isinstance(value, int | float) or not _can_be_held(value):
            forms = [f"{takes}, as a number"]
            if not single:
                forms += ["a list over the months"] * ("horizon" in measure.axes) + ["a table by label"]
            self._value(key, value, ", or ".join(forms))
            return False
        if measure.bounds is not None and not measure.bounds.admits(value):
            percent = measure.unit == "share" and 1 < value <= 100
            hint = f"; it looks like a percentage: {value:g} % is {value / 100:g}" if percent else ""
            self._tell("plan-bounds", key, found=value, found_text=_shown(value), hint=hint, allowed=takes)
            return False
        return True


def _put(
    plan: Plan, measure: Measure, cells: list[Cell], number: float, fixed: tuple[str, ...], more: Mapping[str, str]
) -> None:
    """Put a number into every cell that has the labels `fixed` on its first axes and `more` on others."""
    chosen = [[label] for label in fixed]
    chosen += [[more[axis]] if axis in more else list(plan.axis(axis)) for axis in measure.axes[len(fixed) :]]
    axes = [plan.axis(axis) for axis in measure.axes]
    for labels in product(*chosen):
        index = 0
        for axis, label in zip(axes, labels, strict=True):
            index = index * len(axis) + axis.index(label)
        cells[index] = number


def _can_be_held(number: float) -> bool:
    """Return whether a spreadsheet can hold a number and reckon with it."""
    return -_LARGEST < number < _LARGEST


def _nearest(text: str, known: Iterable[str]) -> list[str]:
    """Return the known text that was probably meant, whatever its capitals."""
    folded = {name.casefold(): name for name in known}
    return [folded[name] for name in difflib.get_close_matches(text.casefold(), folded, 1)]


def _shown(value: object) -> str:
    """Return a value as it stands in a plan file, on one line."""
    if value is None:
        return "nothing"
    if isinstance(value, float):
        return str(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
