"""From a plan of an earlier edition to the same plan in the newest one, and what that adds, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from slasheet.layout.layout import Layout
from slasheet.layout.sheets import layout
from slasheet.plan.carry import carried, texts
from slasheet.plan.edition import EDITION
from slasheet.plan.measure import Measure
from slasheet.plan.plan import Plan
from slasheet.plan.words import with_label
from slasheet.texts.languages import _, n_

#: So many additions and changes are named one by one.
_NAMED = 8


def newest(plan: Plan) -> Plan:
    """Return a plan in the newest edition: what it held stands at its labels, what is new begins as in a new plan."""
    if plan.edition == EDITION:
        return plan
    made = replace(plan, edition=EDITION, inputs={})
    return made.with_inputs(**carried(plan, made, lambda _measure, _at, _held: None) | texts(plan, made))


def edition_notes(plan: Plan) -> Iterator[str]:
    """Yield what the newest edition adds to a plan and changes of it, in the language spoken; nothing where it is in that."""
    made = newest(plan)
    if made is plan:
        return
    yield _("note: the workbook was of edition {old}; the fresh one is of edition {new}.").format(
        old=plan.edition, new=made.edition
    )
    before, after = layout(plan), layout(made)
    added, changed = _added(before, after), _changed(before, after)
    if added:
        yield _("note: new in it: {what}.").format(what=_listed(added))
    if changed:
        yield _("note: computed or laid out in a new way: {what}.").format(what=_listed(changed))
    was, now = plan.fingerprint(), made.fingerprint()
    if was != now:
        yield _(
            "note: the fingerprint of the same agreement was {was} and is {now} now; what was signed still holds."
        ).format(was=was, now=now)


def _added(before: Layout, after: Layout) -> list[str]:
    """Return the titles of the sheets that only `after` has, then of the tables on the others."""
    sheets = list(dict.fromkeys(block.sheet for block in after.blocks.values()))
    new_sheets = [sheet for sheet in sheets if all(block.sheet != sheet for block in before.blocks.values())]
    tables = [
        name for name, block in after.blocks.items() if name not in before.blocks and block.sheet not in new_sheets
    ]
    return [*(after.titles[sheet] for sheet in new_sheets), *_titles(after, tables)]


def _changed(before: Layout, after: Layout) -> list[str]:
    """Return the titles of the tables that both have and whose declaration is not the same."""
    both = [name for name in after.blocks if name in before.blocks]
    return _titles(after, [name for name in both if _declared(before, name) != _declared(after, name)])


def _declared(layout: Layout, name: str) -> tuple[Measure, list[str]]:
    """Return all that is said of a measure: its formulas as they read, since functions that give the same are not equal."""
    measure = layout.measures[name]
    derived = measure.kind == "derived"
    formulas = [measure.formula_at(position) for position in layout.plan.positions(measure.by)] if derived else []
    return replace(measure, formula=None), formulas


def _titles(after: Layout, names: Sequence[str]) -> list[str]:
    return [with_label(after.measures[name].title, after.plan.region_label, after.plan.language) for name in names]


def _listed(titles: Sequence[str]) -> str:
    named = ", ".join(f"“{title}”" for title in titles[:_NAMED])
    rest = len(titles) - _NAMED
    return (
        named
        if rest <= 0
        else n_("{named} and {count} more", "{named} and {count} more", rest).format(named=named, count=rest)
    )
