"""From plain data (what TOML or options give) to a plan, collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slasheet.plan.file.agreement import parse_agreement
from slasheet.plan.file.crm import parse_crm
from slasheet.plan.file.inputs import InputParser
from slasheet.plan.file.problems import Problems, shown
from slasheet.plan.file.scoring import parse_rows, parse_scoring
from slasheet.plan.file.tables import parse_log
from slasheet.plan.measure import OWNERS
from slasheet.plan.measures.inputs import LEAD_LOG
from slasheet.plan.plan import (
    CARRIES,
    FEWEST_STAGES,
    LOG_ROWS,
    MAX_LOOKAHEAD,
    MAX_MONTHS,
    MOST_LOG_ROWS,
    MOST_STAGES,
    PACINGS,
    REGION_LABEL_DEFAULT,
    ROUNDINGS,
    STAGES_DEFAULT,
    TITLE_DEFAULT,
    Cell,
    Channel,
    LogRow,
    Plan,
)
from slasheet.texts.currency_codes import is_currency
from slasheet.texts.labels import label_fault, label_key
from slasheet.texts.languages import LANGUAGES, _, n_, translated
from slasheet.texts.months import is_month

_CHOICES = {
    "pacing": PACINGS,
    "rounding": ROUNDINGS,
    "carry": CARRIES,
    "language": tuple(LANGUAGES),
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
    "agreement",
    "inputs",
    "scoring",
    "log_rows",
    "rows",
    "crm",
)
LONGEST_TITLE = 120


def named_language(data: Mapping[str, Any]) -> str | None:
    """Return the language that plain data are in, None where they name none that is spoken."""
    language = data.get("language")
    return language if isinstance(language, str) and language in LANGUAGES else None


class PlanParser:
    """Reads plain data into a plan and collects every problem on the way."""

    def __init__(self, data: Mapping[str, Any], problems: Problems) -> None:
        self.data = data
        self.problems = problems
        #: What people read in the workbook is said in this language where the data leave it out.
        self.language = named_language(data) or "en"
        #: Axes whose labels could not be read.
        self.flawed: set[str] = set()

    def plan(self) -> Plan | None:
        """Return the plan, None when there is a problem; `problems` then says which."""
        data = self.data
        self.problems.unknown(data, _KEYS)
        settings: dict[str, Any] = {}
        for key, choices in _CHOICES.items():
            if key in data:
                settings[key] = data[key]
                if not isinstance(data[key], str) or data[key] not in choices:
                    self.problems.value(key, data[key], ", ".join(choices))
        for key, (low, high) in _WHOLE.items():
            if key in data:
                settings[key] = data[key]
                if not isinstance(data[key], int) or isinstance(data[key], bool) or not low <= data[key] <= high:
                    what = _("a whole number from {low} to {high}").format(low=low, high=high)
                    self.problems.value(key, data[key], what)
                    self.flawed |= {"horizon"} if key != "log_rows" else set()
        self._texts(settings)
        stages = self._stages(data.get("stages", [translated(name, self.language) for name in STAGES_DEFAULT]))
        region_label, regions = self._regions(data.get("regions"))
        channels, lags = self._channels(data.get("channels"))
        if "crm" in data:
            settings["crm"] = parse_crm(data["crm"], self.problems)
        rows = parse_rows(data.get("rows", {}), self.problems)
        rows, scores = parse_scoring(data.get("scoring", {}), rows, self.problems)
        settings |= {
            "rows": rows,
            "stages": stages,
            "region_label": region_label,
            "regions": regions,
            "channels": channels,
        }
        settings["currencies"] = self._currencies(data.get("regions"), regions)
        if self.problems.findings:
            # The inputs are read all the same, against the axes that stand, so that every problem is told at once.
            if not is_month(settings.get("start", "2027-01")):
                self.flawed.add("horizon")
            usable = {
                key: settings[key]
                for key in ("months", "lookahead", "start")
                if key in settings and "horizon" not in self.flawed
            }
            axes = {key: settings[key] for key in ("stages", "regions", "channels", "currencies")}
            standing = Plan(**usable, **axes)
            self._inputs(standing, lags)
            self._agreement(standing)
            self._log()
            return None
        bare = Plan(**settings)
        given = self._inputs(bare, lags) | self._agreement(bare) | scores
        log = self._log()
        return None if self.problems.findings else Plan(**settings, inputs=given).with_log(log)

    def _log(self) -> list[LogRow]:
        """Return the rows of the lead log, which stands among the inputs."""
        table = self.data.get("inputs", {})
        if not isinstance(table, dict) or LEAD_LOG.name not in table:
            return []
        rows = parse_log(table[LEAD_LOG.name], f"inputs.{LEAD_LOG.name}", self.problems)
        if len(rows) > MOST_LOG_ROWS:
            found = n_("{count} row", "{count} rows", len(rows)).format(count=len(rows))
            self.problems.value(f"inputs.{LEAD_LOG.name}", found, _("at most {count} rows").format(count=MOST_LOG_ROWS))
        return rows

    def _texts(self, settings: dict[str, Any]) -> None:
        data = self.data
        settings["title"] = data.get("title", translated(TITLE_DEFAULT, self.language))
        if "title" in data:
            title = data["title"]
            if (
                not isinstance(title, str)
                or not title.strip()
                or title != title.strip()
                or len(title) > LONGEST_TITLE
                or not title.isprintable()
            ):
                what = _("a text of one line, up to {count} characters, without spaces around it")
                self.problems.value("title", title, what.format(count=LONGEST_TITLE))
        if "start" in data:
            settings["start"] = data["start"]
            if not is_month(data["start"]):
                self.problems.value("start", data["start"], _('a month from 1950 on, as "2027-01"'))
        if "currency" in data:
            settings["currency"] = data["currency"]
            self._is_currency("currency", data["currency"])

    def _is_currency(self, key: str, code: object) -> bool:
        """Return whether `code` may stand for a currency, and tell when it may not."""
        if is_currency(code):
            return True
        self.problems.value(key, code, _('the three capitals of an ISO 4217 code, as "EUR" or "USD"'))
        return False

    def _currencies(self, table: Any, regions: tuple[str, ...]) -> tuple[str, ...]:
        """Return the currency of every region, "" where none is named: those plan in the reporting currency."""
        own = table.get("currencies", {}) if isinstance(table, dict) else {}
        if not isinstance(own, dict):
            what = _('a table of the regions that plan in another currency, as { "UK" = "GBP" }')
            self.problems.value("regions.currencies", own, what)
            return ()
        if "region" in self.flawed:
            return ()
        self.problems.unknown(own, regions, "regions.currencies.")
        good = {name: code for name, code in own.items() if self._is_currency(f"regions.currencies.{name}", code)}
        return tuple(good.get(region, "") for region in regions)

    def _labels(self, key: str, names: list[Any]) -> None:
        """Tell what is wrong with the labels of an axis; `key` has a place for the number of the label."""
        seen: dict[str, str] = {}
        for index, name in enumerate(names):
            here = key.format(index + 1)
            if not isinstance(name, str):
                self.problems.value(here, name, _("a text in quotes"))
                continue
            fault = label_fault(name)
            if fault:
                self.problems.tell(
                    "plan-label", here, found=name, found_text=shown(name), why=fault[0], allowed=fault[1]
                )
            elif label_key(name) in seen:
                why, other = _("appears more than once"), seen[label_key(name)]
                if other != name:
                    why = _("appears more than once (also as {other}; capitals and small letters count as the same)")
                    why = why.format(other=shown(other))
                self.problems.tell(
                    "plan-label", here, found=name, found_text=shown(name), why=why, allowed=_("Give each its own name")
                )
            else:
                seen[label_key(name)] = name

    def _stages(self, names: Any) -> tuple[str, ...]:
        if not isinstance(names, list) or not FEWEST_STAGES <= len(names) <= MOST_STAGES:
            found = shown(names)
            if isinstance(names, list):
                told = n_("a list of {count} stage", "a list of {count} stages", len(names))
                found = told.format(count=len(names))
            what = _("{fewest} to {most} names, from what marketing commits to up to the customer")
            what = what.format(fewest=FEWEST_STAGES, most=MOST_STAGES)
            self.problems.tell("plan-value", "stages", found=names, found_text=found, allowed=what)
            self.flawed |= {"stage", "transition"}
            return STAGES_DEFAULT
        self._labels("stages[{}]", names)
        return tuple(str(name) for name in names)

    def _regions(self, table: Any) -> tuple[str, tuple[str, ...]]:
        label = translated(REGION_LABEL_DEFAULT, self.language)
        if table is None:
            what = _('[regions] with names = ["North America", "EMEA"] and perhaps label = "Region"')
            self.problems.missing("regions", what)
            self.flawed.add("region")
            return label, ("Region 1",)
        if not isinstance(table, dict):
            self.problems.value("regions", table, _('a table: [regions] with names = ["EMEA"]'))
            self.flawed.add("region")
            return label, ("Region 1",)
        self.problems.unknown(table, ("label", "names", "currencies"), "regions.")
        names, usual = table.get("names"), label
        label = table.get("label", usual)
        if not isinstance(label, str) or label_fault(label):
            self.problems.value("regions.label", label, _('a word for the rows, as "Region" or "Persona"'))
            label = usual
        if not isinstance(names, list) or not names:
            self.problems.value("regions.names", names, _('a list of at least one name, as ["EMEA"]'))
            self.flawed.add("region")
            return label, ("Region 1",)
        self._labels("regions.names[{}]", names)
        return label, tuple(str(name) for name in names)

    def _channels(self, tables: Any) -> tuple[tuple[Channel, ...], dict[str, Any]]:
        what = _('one [[channels]] for each, with name = "Website form" and owner = "marketing"')
        if tables is None:
            self.problems.missing("channels", what)
            self.flawed.add("channel")
            return (Channel("Channel 1"),), {}
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            self.problems.value("channels", tables, what)
            self.flawed.add("channel")
            return (Channel("Channel 1"),), {}
        channels, lags = [], {}
        for index, table in enumerate(tables):
            here = f"channels[{index + 1}]."
            self.problems.unknown(table, ("name", "owner", "time_to_close"), here)
            if "name" not in table:
                self.problems.missing(here + "name", _("the name of the channel"))
            owner = table.get("owner", "marketing")
            if owner not in OWNERS:
                self.problems.value(here + "owner", owner, ", ".join(OWNERS))
            name = table.get("name", f"Channel {index + 1}")
            channels.append(Channel(str(name), owner if owner in OWNERS else "marketing"))
            if "time_to_close" in table:
                lags[str(name)] = table["time_to_close"]
        self._labels(
            "channels[{}].name", [table.get("name", f"Channel {index + 1}") for index, table in enumerate(tables)]
        )
        return tuple(channels), lags

    def _agreement(self, plan: Plan) -> dict[str, tuple[Cell, ...]]:
        """Return the tables of the agreement that are there."""
        return parse_agreement(
            plan, self.data.get("agreement", {}), self.problems, stages_flawed="stage" in self.flawed
        )

    def _inputs(self, plan: Plan, lags: Mapping[str, Any]) -> dict[str, tuple[Cell, ...]]:
        return InputParser(plan, frozenset(self.flawed), self.problems).parse(self.data.get("inputs", {}), lags)
