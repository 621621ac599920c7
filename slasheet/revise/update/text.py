"""What an update does, in words: what changes, what has no place any more, and who signed something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from slasheet.plan.amounts import amount, where
from slasheet.plan.measure import LOG_FIELDS
from slasheet.plan.measures.table import measures
from slasheet.plan.plan import Plan
from slasheet.plan.signatures import holds, in_words, signatures
from slasheet.plan.words import word
from slasheet.revise.diff import setting_changes
from slasheet.revise.diff.changes import CellChange
from slasheet.revise.diff.contrast import clean, one
from slasheet.revise.diff.counterparts import alike, counterparts
from slasheet.revise.diff.difference import Difference
from slasheet.revise.diff.lines import ADDED, REMOVED, RENAMED, Line, Teller, from_to, lower
from slasheet.revise.diff.runs import in_a_row
from slasheet.revise.update.changes import LostCell
from slasheet.revise.update.losses import gone_from
from slasheet.revise.update.rates import merged_steps
from slasheet.texts.languages import _, n_, speaking

if TYPE_CHECKING:
    from slasheet.revise.update.updated import Updated

#: So many lines are told of what one input loses, unless everything is asked for.
MOST_LINES = 6
#: So many cells are told one by one.
_FEW = 3


def text(updated: Updated, language: str | None = None, *, every: bool = False) -> str:
    """Return what an update does, in a language or else in that of the plan; with `every`, each cell that is lost."""
    with speaking(language or updated.plan.language):
        teller = _Teller(updated)
        lost = list(teller.lost(every=every))
        heading = n_("{count} entry no longer has a place", "{count} entries no longer have a place", len(updated.lost))
        sections = (
            (_("What changes"), [_line(line) for line in teller.changed()]),
            (heading.format(count=amount(len(updated.lost), "count")), lost),
            (_("What to know"), list(teller.notes())),
        )
        told = [f"{head}\n" + "".join(f"  {line}\n" for line in lines) for head, lines in sections if lines]
        return "\n".join(told) or _("Nothing changes.") + "\n"


def _line(line: Line) -> str:
    if line.old is None:
        return f"{line.what}: {line.note}" if line.note else line.what
    return f"{line.what}: {line.old} -> {line.new}"


class _Teller:
    """Tells one update."""

    def __init__(self, updated: Updated) -> None:
        self.updated = updated
        self.teller = _difference(updated.carried, updated.plan)

    def changed(self) -> Iterator[Line]:
        """Yield what changes: names, settings, months, rates, values."""
        updated = self.updated
        before, after = updated.renamed, updated.plan
        for axis in ("region", "channel", "stage"):
            said = self.teller.said
            for old, new in zip(updated.old.axis(axis), before.axis(axis), strict=True):
                if old != new:
                    yield Line(said(RENAMED[axis]), clean(old), clean(new))
            gone = gone_from(before, updated.changes)[axis]
            for label in before.axis(axis):
                if label in gone:
                    yield Line(said(REMOVED[axis]).format(label=clean(label)))
            for label in after.axis(axis):
                if label not in before.axis(axis) or label in gone:
                    yield Line(said(ADDED[axis]).format(label=self._added(axis, label)))
        settings = _difference(before, after)
        yield from (*settings.settings(agreed=True), *settings.settings(agreed=False))
        yield from self._months()
        yield from self._steps()
        table = measures(updated.plan)
        for name, group in groupby(_set(updated.carried, after), key=lambda change: change.measure):
            if name in table:
                yield from self.teller.typed(list(group))

    def _added(self, axis: str, label: str) -> str:
        if axis != "channel":
            return clean(label)
        owner = next(channel.owner for channel in self.updated.plan.channels if channel.name == label)
        return f"{clean(label)} ({word('owner', owner, {})})"

    def _months(self) -> Iterator[Line]:
        """Yield which months go and come, and what those that come hold."""
        before, after = self.updated.renamed.axis("horizon"), self.updated.plan.axis("horizon")
        for said, labels, axis in (
            (_("months removed"), set(before) - set(after), before),
            (_("months added"), set(after) - set(before), after),
        ):
            for run in in_a_row(labels, axis):
                yield Line(said, note=run[0] if len(run) == 1 else from_to(run[0], run[-1]))
        if set(after) - set(before):
            growth = self.updated.changes.growth
            yield Line(_("their marketing shares are those of the year or period before, where known"))
            if growth is None:
                yield Line(
                    _(
                        "their revenue targets are blank; --grow 10% fills in those of the year or period before, plus 10 %"
                    )
                )
            else:
                told = _("their revenue targets are those of the year or period before, grown by {growth}")
                yield Line(told.format(growth=amount(growth, "share")))

    def _steps(self) -> Iterator[Line]:
        """Yield what becomes of the rates where the stages are others."""
        before, after = self.updated.renamed, self.updated.plan
        merged = merged_steps(before, after, gone_from(before, self.updated.changes))
        known = set(pairwise(before.stages))
        for step in pairwise(after.stages):
            label = clean(" > ".join(step))
            if step in merged:
                parts = ", ".join(clean(" > ".join(part)) for part in merged[step])
                told = _("{step} has the product of the rates of {steps}, so that the close rates stay")
                yield Line(told.format(step=label, steps=parts))
            elif step not in known:
                yield Line(_("{step} is a new step: its rates are not known yet, so they are blank").format(step=label))

    def lost(self, *, every: bool) -> Iterator[str]:
        """Yield what has no place any more, input by input, then rows of the log and CRM values."""
        lost = self.updated.lost
        for name, group in groupby(lost.cells, key=lambda found: found.measure):
            lines = list(self._cells(name, list(group), every=every))
            told = lines if every else lines[:MOST_LINES]
            yield from told
            if more := len(lines) - len(told):
                said = n_("… and {count} more line of {title}; --all shows it", "… and {count} more lines of {title}; --all shows them", more)  # fmt: skip
                yield said.format(count=amount(more, "count"), title=self._title(name))
        if lost.rows:
            yield self._rows()
        for axis, value, label in lost.mappings:
            yield f"{lower(word('setting', f'crm.{axis}s', {}))} {clean(value)}: {clean(label)}"

    def _cells(self, name: str, cells: Sequence[LostCell], *, every: bool) -> Iterator[str]:
        """Yield the cells of one input: one by one when they are few, else by their first label."""
        if every or len(cells) <= _FEW:
            groups = [[cell] for cell in cells]
        else:
            first = [next(iter(cell.at.values()), "") for cell in cells]
            groups = [[cell for cell, label in zip(cells, first, strict=True) if label == one_] for one_ in dict.fromkeys(first)]  # fmt: skip
        for group in groups:
            yield f"{', '.join((self._title(name), *self._places(group)))}: {self._holds(name, group)}"

    def _places(self, group: Sequence[LostCell]) -> Iterator[str]:
        """Yield where cells stood, axis by axis: a label that is the same for all, or the span of months."""
        for axis in group[0].at:
            labels = list(dict.fromkeys(cell.at[axis] for cell in group))
            if len(labels) == 1:
                yield clean(where({axis: labels[0]}))
            elif axis == "horizon":
                runs = in_a_row(labels, self.updated.renamed.axis(axis))
                yield ", ".join(run[0] if len(run) == 1 else from_to(run[0], run[-1]) for run in runs)

    def _holds(self, name: str, group: Sequence[LostCell]) -> str:
        """Return what cells hold: the one value, or from the lowest to the highest and how many there are."""
        measure = measures(self.updated.renamed)[name]
        if len(group) == 1:
            return one(group[0].cell, measure.unit_at(group[0].at))
        count = n_("{count} cell", "{count} cells", len(group)).format(count=amount(len(group), "count"))
        numbers = [found.cell for found in group if isinstance(found.cell, float)]
        if not numbers:
            return count
        low, high = (one(number, measure.unit) for number in (min(numbers), max(numbers)))
        return f"{low if low == high else from_to(low, high)} ({count})"

    def _rows(self) -> str:
        """Return the rows of the log that are lost, with their days and leads."""
        rows = self.updated.lost.rows
        told = n_("{count} row of the lead log", "{count} rows of the lead log", len(rows))
        days = [row[0] for row in rows if isinstance(row[0], float)]
        leads = sum(cell for row in rows if isinstance(cell := row[LOG_FIELDS.index("leads")], float))
        parts = [told.format(count=amount(len(rows), "count"))]
        if days:
            first, last = amount(int(min(days)), "date"), amount(int(max(days)), "date")
            parts.append(first if first == last else from_to(first, last))
        leads_told = n_("{count} lead", "{count} leads", leads).format(count=amount(leads, "count"))
        return f"{', '.join(parts)}: {leads_told}"

    def notes(self) -> Iterator[str]:
        """Yield what is worth knowing: amounts that are not converted, what is no longer shown, who signed before."""
        updated = self.updated
        before, after = updated.renamed, updated.plan
        if any(before.currency_of(region) != after.currency_of(region) for region in before.regions if region in after.regions):  # fmt: skip
            yield _("amounts stay as typed: nothing is converted to another currency")
        for found in updated.lost.views:
            told = _("{title} is cleared: {value} is no longer in the plan")
            value = one(found.cell, measures(before)[found.measure].unit)
            yield told.format(title=self._title(found.measure), value=value)
        for signature in signatures(updated.old):
            if holds(updated.old, signature) and not holds(after, signature):
                told = _("{signer} ({role}) signed the agreement as it was before; that stays as history, and slasheet sign signs the new one")  # fmt: skip
                yield told.format(**in_words(signature))

    def _title(self, name: str) -> str:
        return self.teller.title(name, self.updated.renamed)


def _difference(old: Plan, new: Plan) -> Teller:
    """Return who tells the settings that differ; values are told as they are handed over."""
    changes = tuple(setting_changes(counterparts(old, new)))
    return Teller(Difference(old, new, (None, None), False, changes, (), (), (), (), (), None))


def _set(before: Plan, after: Plan) -> Iterator[CellChange]:
    """Yield the cells in which setting values made a difference."""
    for measure in after.typed:
        cells = zip(before.inputs[measure.name], after.inputs[measure.name], strict=True)
        for index, (old, new) in enumerate(cells):
            if not alike(old, new):
                yield CellChange(measure.name, index, after.at(measure.axes, index), old, new)
