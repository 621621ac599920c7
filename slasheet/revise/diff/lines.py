"""What changed between two plans, line by line in words: settings, labels, inputs, results, the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slasheet.plan.amounts import amount, where
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.plan.words import HEADS, head, with_label, word
from slasheet.revise.diff.changes import CellChange, Holding, LabelChange
from slasheet.revise.diff.contrast import cell_text, cell_texts, clean, gap_text
from slasheet.revise.diff.counterparts import as_compared, counterparts
from slasheet.revise.diff.runs import Run, in_a_row, runs
from slasheet.texts.languages import LANGUAGES, N_, _, n_

if TYPE_CHECKING:
    from slasheet.revise.diff.difference import Difference

#: So many lines are told of one computed measure, unless every cell is asked for.
MOST_LINES = 6
#: Settings that are free text.
_TEXTS = ("title", "regions.label", "crm")

_ALL = {
    "region": N_("all regions"),
    "channel": N_("all channels"),
    "stage": N_("all stages"),
    "transition": N_("all steps"),
    "owner": N_("all owners"),
    "quarter": N_("all quarters"),
}
ADDED = {
    "region": N_("region added: {label}"),
    "channel": N_("channel added: {label}"),
    "stage": N_("stage added: {label}"),
    "transition": N_("step added: {label}"),
    "horizon": N_("months only in NEW: {label}"),
    "month": N_("months of the plan only in NEW: {label}"),
}
REMOVED = {
    "region": N_("region removed: {label}"),
    "channel": N_("channel removed: {label}"),
    "stage": N_("stage removed: {label}"),
    "transition": N_("step removed: {label}"),
    "horizon": N_("months only in OLD: {label}"),
    "month": N_("months of the plan only in OLD: {label}"),
}
RENAMED = {
    "region": N_("region renamed"),
    "channel": N_("channel renamed"),
    "stage": N_("stage renamed"),
}
_REORDERED = {
    "region": N_("the regions are in a different order"),
    "channel": N_("the channels are in a different order"),
    "stage": N_("the stages are in a different order"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what, from what to what (None for a sentence), and what else is to say, as by how much."""

    what: str
    old: str | None = None
    new: str | None = None
    note: str = ""


def plans(difference: Difference) -> tuple[Plan, Plan]:
    """Return both plans."""
    return difference.old, difference.new


class Wording:
    """The changes of one difference, each as a line or more."""

    def __init__(self, difference: Difference) -> None:
        self.difference = difference
        self.matched = counterparts(*as_compared(difference.old, difference.new))

    def settings(self, *, agreed: bool) -> list[Line]:
        """Return the settings that changed, those agreed on or the others."""
        lines = []
        for change in self.difference.settings:
            if change.agreed == agreed:
                # A table of the CRM's own names, as crm.regions.DACH.
                key, name = change.setting, ""
                if key.count(".") > 1:
                    table, key, name = key.split(".", 2)
                    key = f"{table}.{key}"
                parts = (lower(word("setting", key, {})), *([name] if name else change.at.values()))
                name = ", ".join(clean(part) for part in parts)
                lines.append(Line(name, _setting(change.setting, change.old), _setting(change.setting, change.new)))
        return lines

    def labels(self, change: LabelChange) -> Iterator[Line]:
        """Yield what changed in the labels of an axis; the months of the plan only where targets have others."""
        axis = change.axis
        known = {other.axis: other for other in self.difference.labels}
        if axis == "month" and "horizon" in known:
            targets = known["horizon"]
            if (set(targets.added), set(targets.removed)) == (set(change.added), set(change.removed)):
                return
        for old, new in change.renamed:
            yield Line(self.own_words(RENAMED[axis]), clean(old), clean(new))
        for words, labels, plan in (
            (REMOVED, change.removed, self.difference.old),
            (ADDED, change.added, self.difference.new),
        ):
            sentence = self.own_words(words[axis]) if axis in words else None
            for run in in_a_row(labels, plan.axis(axis)) if axis in ("month", "horizon") else [[x] for x in labels]:
                label = clean(run[0]) if len(run) == 1 else from_to(run[0], run[-1])
                if axis == "channel":
                    owner = next(channel.owner for channel in plan.channels if channel.name == run[0])
                    label = f"{label} ({word('owner', owner, {})})"
                if sentence is None:
                    sentence = _("{axis} removed: {label}") if words is REMOVED else _("{axis} added: {label}")
                holds = [held for label in run for held in labels[label]]
                yield Line(
                    sentence.format(
                        axis=head(axis, plan.region_label).lower() if axis in HEADS else axis.replace("_", " "),
                        label=label,
                    ),
                    note="" if axis == "month" else self._holding(holds, plan),
                )
        if change.reordered and axis in _REORDERED:
            order = ", ".join(clean(label) for label in self.difference.new.axis(axis))
            yield Line(self.own_words(_REORDERED[axis]), note=order)

    def tables(self) -> Iterator[Line]:
        """Yield the inputs that only one side has."""
        for change in self.difference.tables:
            plan = self.difference.old if change.side == "old" else self.difference.new
            sentence = _("typed in OLD only") if change.side == "old" else _("typed in NEW only")
            yield Line(sentence, note=self._holding([change.holds], plan))

    def typed(self, changes: Sequence[CellChange]) -> list[Line]:
        """Return the changes of an input."""
        # The order of a list says nothing: what went and what came is told.
        if measures(self.difference.new)[changes[0].measure].down:
            return list(self._list(changes[0].measure))
        return [self._line(run) for run in runs(self.difference, self.matched, changes)]

    def computed(self, changes: Sequence[CellChange]) -> list[Line]:
        """Return the changes of a computed measure with their size, the first ones of many."""
        found = runs(self.difference, self.matched, changes)
        shown = found if self.difference.every else found[:MOST_LINES]
        lines = [self._line(run, sized=True) for run in shown]
        more = sum(run.cells for run in found[len(shown) :])
        if more:
            title = self.title(changes[0].measure)
            sentence = n_(
                "and {count} more cell of {title}; --all shows it",
                "and {count} more cells of {title}; --all shows them",
                more,
            )
            lines.append(Line(sentence.format(count=amount(more, "count"), title=title)))
        return lines

    def log(self) -> Iterator[Line]:
        """Yield how the lead logs differ."""
        log = self.difference.log
        if log is None:
            return
        was, now = (n_("{count} row", "{count} rows", rows).format(count=amount(rows, "count")) for rows in log.rows)
        before, after = (amount(leads, "count") for leads in log.leads)
        sentence = _("leads {before} -> {after}; rows only in NEW: {added}, only in OLD: {removed}")
        note = sentence.format(
            before=before, after=after, added=amount(log.added, "count"), removed=amount(log.removed, "count")
        )
        yield Line(_("lead log"), was, now, note)

    def _line(self, run: Run, *, sized: bool = False) -> Line:
        old, new = run.change.old, run.change.new
        unit = measures(self.difference.new)[run.measure].unit_at(run.change.at)
        what = ", ".join((self.title(run.measure), *self._spans(run)))
        return Line(what, *cell_texts(old, new, unit), note=gap_text(old, new, unit) if sized else "")

    def _spans(self, run: Run) -> Iterator[str]:
        """Yield where the cells of a run are, axis by axis."""
        for axis, places, whole in zip(
            measures(self.difference.new)[run.measure].axes, run.places, run.whole, strict=True
        ):
            labels = self.difference.new.axis(axis)
            if axis == "plan":
                continue
            if len(places) == 1:
                yield clean(where({axis: labels[places[0]]}))
            elif axis in ("month", "horizon"):
                yield from_to(labels[places[0]], labels[places[-1]])
            elif whole and axis in _ALL:
                yield self.own_words(_ALL[axis])

    def _list(self, name: str) -> Iterator[Line]:
        """Yield what went from a list and what came to it, or that its order is another."""
        unit = measures(self.difference.new)[name].unit
        old, new = (
            [cell_text(cell, unit) for cell in plan.inputs[name] if cell is not None] for plan in plans(self.difference)
        )
        gone, come = (list((Counter(a) - Counter(b)).elements()) for a, b in ((old, new), (new, old)))
        if gone:
            yield Line(_("{title} removed").format(title=self.title(name)), note=", ".join(gone))
        if come:
            yield Line(_("{title} added").format(title=self.title(name)), note=", ".join(come))
        if not gone and not come:
            yield Line(_("{title} are in a different order, or elsewhere in the list").format(title=self.title(name)))

    def _holding(self, holds: Sequence[Holding], plan: Plan) -> str:
        """Return in words what stands under labels that only one side has."""
        parts = []
        for name in dict.fromkeys(held.measure for held in holds):
            same = [held for held in holds if held.measure == name]
            cells = sum(held.cells for held in same)
            unit = measures(plan)[name].unit
            # The total of a row is told by the name of what it adds up.
            title = self.title(name.partition("_by_")[0], plan)
            numbers = [number for held in same for number in (held.low, held.high) if number is not None]
            if numbers:
                low, high = cell_text(min(numbers), unit), cell_text(max(numbers), unit)
                span = low if low == high else from_to(low, high)
                parts.append(f"{title} {span}" + (f" ({_cells(cells)})" if low != high else ""))
            elif cells:
                parts.append(f"{title} ({_cells(cells)})")
        return "; ".join(parts) or _("holds nothing")

    def title(self, name: str, plan: Plan | None = None) -> str:
        """Return what a measure is called within a sentence."""
        return lower(self.own_words(measures(plan or self.difference.new)[name].title))

    def own_words(self, text: str) -> str:
        """Return a text of the catalogues with the plan's own word for its regions."""
        return with_label(text, self.difference.new.region_label)


def from_to(first: str, last: str) -> str:
    """Return from where to where something goes."""
    return _("{first} to {last}").format(first=first, last=last)


def _cells(count: int) -> str:
    return n_("{count} cell", "{count} cells", count).format(count=amount(count, "count"))


def lower(title: str) -> str:
    """Return a title within a sentence: SLA stays SLA."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _setting(key: str, value: object) -> str:
    if value is None:
        return _("not given")
    if key == "language":
        return LANGUAGES[str(value)].name if value in LANGUAGES else str(value)
    if isinstance(value, list):
        return ", ".join(clean(str(part)) for part in value)
    axis = key.removeprefix("channels.")
    if axis in ("rounding", "carry", "pacing", "owner"):
        return word(axis, str(value), {})
    text = clean(str(value))
    return f"“{text}”" if isinstance(value, str) and key.startswith(_TEXTS) else text
