"""From what became of the rows of an export and of the log to the lines that account for every one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slasheet.crm.log_rows import Logged
from slasheet.crm.matching import BLANK
from slasheet.crm.table import one_line
from slasheet.plan.amounts import amount
from slasheet.texts.columns import aligned
from slasheet.texts.languages import N_, _, n_

_MOST_UNKNOWN = 40
_NOT_IN_THE_PLAN = {
    "region": N_(
        'Values that are no region of the plan (map them with --region-map "VALUE=LABEL", or in [crm] of the plan)'
    ),
    "channel": N_(
        'Values that are no channel of the plan (map them with --channel-map "VALUE=LABEL", or in [crm] of the plan)'
    ),
}


def log_lines(logged: Logged, counts: Mapping[str, int]) -> list[str]:
    """Return all lines for the terminal: the account of the rows, with what became of the rows of the log before its total."""
    numbers = {name: amount(count, "count") for name, count in counts.items()}
    changes = _("rows of the log: {added} new, {changed} changed, {unchanged} unchanged")
    if counts["kept"]:
        changes = _(
            "rows of the log: {added} new, {changed} changed, {unchanged} unchanged, {kept} that are not in the exports (they stay; --replace drops them)"
        )
    *account, total = account_lines(logged)
    doubts = []
    if fewer := counts.get("fewer"):
        warning = n_(
            "warning: {fewer} row of the log has fewer leads than before, {lost} in all. Name all exports that belong together in one call, each of them complete.",
            "warning: {fewer} rows of the log have fewer leads than before, {lost} in all. Name all exports that belong together in one call, each of them complete.",
            fewer,
        )
        doubts.append(warning.format(**numbers))
    if stale := counts.get("stale"):
        leads = n_("{count} lead", "{count} leads", counts["stale leads"]).format(count=numbers["stale leads"])
        warning = n_(
            "warning: {stale} row of the log has {leads} on days that the exports cover, but not in the exports. Did the CRM move them to another region or channel? --replace drops them.",
            "warning: {stale} rows of the log have {leads} on days that the exports cover, but not in the exports. Did the CRM move them to another region or channel? --replace drops them.",
            stale,
        )
        doubts.append(warning.format(stale=numbers["stale"], leads=leads))
    return [*account, *doubts, changes.format(**numbers), total]


def account_lines(logged: Logged) -> list[str]:
    """Return the lines on the exports: what to know, values that the plan does not have, and the account of the rows."""
    lines = [_("note: {note}").format(note=note) for note in logged.notes]
    for axis, values in logged.unknown.items():
        if values:
            lines += ["", _(_NOT_IN_THE_PLAN[axis]), *_unknown_lines(values, logged.near.get(axis, {}))]
    if logged.aside:
        lines += ["", _("Rows set aside")]
        lines += _table([(_(reason), number, "") for reason, number in sorted(logged.aside.items(), key=_most)])
    read, kept, aside = (amount(count, "count") for count in (logged.read, logged.logged, sum(logged.aside.values())))
    total = _("rows read {read} = rows logged {logged} + rows set aside {aside}")
    return [*lines, "", total.format(read=read, logged=kept, aside=aside)]


def _unknown_lines(values: Mapping[str, int], near: Mapping[str, str]) -> list[str]:
    ranked = sorted(values.items(), key=_most)
    shown = [
        (
            f"“{one_line(value)}”" if value else BLANK,
            number,
            _("did you mean {label}?").format(label=near[value]) if value in near else "",
        )
        for value, number in ranked[:_MOST_UNKNOWN]
    ]
    if rest := ranked[_MOST_UNKNOWN:]:
        more = n_("and {count} more value", "and {count} more values", len(rest))
        shown.append((more.format(count=amount(len(rest), "count")), sum(number for _value, number in rest), ""))
    return _table(shown)


def _most(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _table(rows: Sequence[tuple[str, int, str]]) -> list[str]:
    cells = [(name, amount(number, "count"), remark) for name, number, remark in rows]
    return [f"  {line}" for line in aligned(cells, right=(1,))]
