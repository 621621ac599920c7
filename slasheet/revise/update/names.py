"""From a plan and what happens to its labels to the plan renamed, and to the settings of the changed one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slasheet.plan.measure import LOG_FIELDS, OWNERS
from slasheet.plan.plan import Cell, Channel, LogRow, Plan
from slasheet.plan.signatures import signatures
from slasheet.plan.starting_texts import starting_texts
from slasheet.recompute.names import name_key
from slasheet.revise.diff.contrast import clean
from slasheet.revise.update.changes import Changes
from slasheet.texts.closest import nearest
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key

_REGION, _CHANNEL = LOG_FIELDS.index("region"), LOG_FIELDS.index("channel")


def known(name: str, labels: Sequence[str], kind: str) -> str:
    """Return the label that a name means: capitals and spaces around it make no difference.

    Raises FileError for a name that is none, with the one that was probably meant.
    """
    keys = {label_key(label): label for label in reversed(labels)}
    key = label_key(name.strip())
    if key in keys:
        return keys[key]
    near = nearest(key, keys)
    meant = f"did you mean “{clean(keys[near[0]])}”?" if near else f"it has: {', '.join(map(clean, labels))}."
    message = f"the plan has no {kind} “{clean(name.strip())}”; {meant}"
    raise FileError(message)


def renamed(plan: Plan, changes: Changes) -> Plan:
    """Return the plan with its new names, everywhere where a name stands; names may be swapped."""
    regions = _new_names(plan.regions, changes.regions.renamed, "region")
    channels = _new_names(plan.axis("channel"), changes.channels.renamed, "channel")
    stages = _new_names(plan.stages, changes.stages.renamed, "stage")
    if not any((regions, channels, stages)):
        return plan
    crm = plan.crm
    made = replace(
        plan,
        regions=tuple(regions.get(name, name) for name in plan.regions),
        channels=tuple(replace(channel, name=channels.get(channel.name, channel.name)) for channel in plan.channels),
        stages=tuple(stages.get(name, name) for name in plan.stages),
        log=tuple(_row(row, {_REGION: regions, _CHANNEL: channels}) for row in plan.log),
        crm=replace(crm, regions=_mapped(crm.regions, regions), channels=_mapped(crm.channels, channels)),
        inputs={
            **plan.inputs,
            "performance_region": tuple(_named(cell, regions) for cell in plan.inputs["performance_region"]),
        },
    )
    return made if signatures(plan) or not stages else made.with_inputs(**_described(plan, made))


def _described(plan: Plan, made: Plan) -> dict[str, tuple[Cell, ...]]:
    """Return the meaning of the stages: one that nobody has changed is the one that the new name starts with."""
    name = "stage_definitions"
    before, after = starting_texts(plan)[name], starting_texts(made)[name]
    cells = zip(plan.inputs[name], before, after, strict=True)
    return {name: tuple(new if cell == old else cell for cell, old, new in cells)}


def _new_names(labels: Sequence[str], wanted: Mapping[str, str], kind: str) -> dict[str, str]:
    """Return the new name of every label that gets one."""
    names = {known(old, labels, kind): new.strip() for old, new in wanted.items()}
    _all_different([names.get(label, label) for label in labels], labels, kind)
    return names


def _all_different(names: Iterable[str], before: Collection[str], kind: str) -> None:
    """Raise FileError where a change makes two names the same; names that were the same before are not its doing."""
    if len({label_key(label) for label in before}) < len(before):
        message = f"two of the plan's {kind}s have the same name, so it is unclear which is meant; give each its own name and save."
        raise FileError(message)
    seen: set[str] = set()
    for name in names:
        if label_key(name) in seen:
            message = f"the plan would have two {kind}s named “{clean(name)}”; choose another name."
            raise FileError(message)
        seen.add(label_key(name))


def _named(cell: Cell, names: Mapping[str, str]) -> Cell:
    """Return what a cell that holds a name holds now: those that sums by name take for the same go along."""
    keys = {name_key(old): new for old, new in names.items()}
    return keys.get(name_key(cell), cell) if isinstance(cell, str) else cell


def _row(row: LogRow, names: Mapping[int, Mapping[str, str]]) -> LogRow:
    return tuple(_named(cell, names[place]) if names.get(place) else cell for place, cell in enumerate(row))


def _mapped(mapping: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping of CRM values with the new names of what they stand for."""
    keys = {label_key(old): new for old, new in names.items()}
    return {value: keys.get(label_key(label.strip()), label) for value, label in mapping.items()}


def changed_settings(plan: Plan, changes: Changes) -> dict[str, Any]:
    """Return the settings of a renamed plan after drops, additions and all else that is no value."""
    regions = _left(plan.regions, changes.regions.dropped, changes.new_regions, "region")
    settings = plan.settings() | {key: value for key, value in changes.settings.items() if key != "region_label"}
    settings["stages"] = _stages(plan.stages, changes)
    settings["channels"] = [{"name": channel.name, "owner": channel.owner} for channel in _channels(plan, changes)]
    own = {region: code for region, code in plan.own_currencies().items() if region in regions}
    own |= {known(region, regions, "region"): code for region, code in changes.currencies.items()}
    label = changes.settings.get("region_label", plan.region_label)
    settings["regions"] = {"label": label, "names": regions, "currencies": own}
    return settings


def _left(labels: Sequence[str], dropped: Iterable[str], added: Iterable[str], kind: str) -> list[str]:
    """Return the labels that are left, and those that are new."""
    gone = {known(name, labels, kind) for name in dropped}
    left = [label for label in labels if label not in gone]
    names = [*left, *(name.strip() for name in added)]
    if not names:
        message = f"a plan needs a {kind}; add another, or leave one."
        raise FileError(message)
    _all_different(names, labels, kind)
    return names


def _channels(plan: Plan, changes: Changes) -> list[Channel]:
    """Return the channels that are left, with their owners, and those that are new."""
    held = {channel.name: channel for channel in (*plan.channels, *(replace(new, name=new.name.strip()) for new in changes.new_channels))}  # fmt: skip
    left = _left(plan.axis("channel"), changes.channels.dropped, (new.name for new in changes.new_channels), "channel")
    owners = {known(name, left, "channel"): owner.strip().lower() for name, owner in changes.owners.items()}
    channels = [replace(held[name], owner=owners.get(name, held[name].owner)) for name in left]
    for channel in channels:
        if channel.owner not in OWNERS:
            message = f"the owner of “{clean(channel.name)}” is “{clean(channel.owner)}”; say with --owner whether it is {' or '.join(OWNERS)}."
            raise FileError(message)
    return channels


def _stages(stages: Sequence[str], changes: Changes) -> list[str]:
    """Return the stages that are left, with the new ones at their places; those may stand beside each other."""
    gone = {known(name, stages, "stage") for name in changes.stages.dropped}
    names = [stage for stage in stages if stage not in gone]
    for new in changes.new_stages:
        place = names.index(known(new.beside, names, "stage"))
        names.insert(place if new.before else place + 1, new.name.strip())
    _all_different(names, stages, "stage")
    return names
