"""From the texts of options to changes of a plan: where a name ends, and which names are meant.

A name may hold the sign that parts it from what follows, so it is parted where the name is one of the plan's:
`OLD=NEW` after the longest OLD that the plan has, `NAME after STAGE` before the longest STAGE that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from slasheet.plan.new import channel_option
from slasheet.plan.plan import Channel, Plan
from slasheet.revise.update.changes import Axis, Changes, NewStage
from slasheet.revise.update.names import label_meant
from slasheet.revise.update.values import parse_value
from slasheet.texts.findings import FileError
from slasheet.texts.labels import label_key

_GROWTH = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*%")
_BESIDE = re.compile(r" (after|before)(?= )", re.IGNORECASE)


def changes_of(
    plan: Plan,
    settings: Mapping[str, object],
    texts: Mapping[str, Sequence[str]],
    grow: str | None,
) -> Changes:
    """Return the changes that options ask for; `texts` are those that may be given several times, by their names.

    Raises FileError and PlanError for a text that has not the form of its option.
    """
    axes = {axis: plan.axis(axis) for axis in ("region", "channel", "stage")}
    renames = {axis: _pairs(texts[f"rename_{axis}"], axes[axis], axis) for axis in axes}
    now = {axis: [renames[axis].get(name, name) for name in names] for axis, names in axes.items()}
    regions = [*now["region"], *texts["add_region"]]
    added = [channel_option(text, "--add-channel") for text in texts["add_channel"]]
    channels = [*now["channel"], *(channel["name"] for channel in added)]
    stages = list(_new_stages(texts["add_stage"], now["stage"]))
    changed = {axis: Axis(renames[axis], tuple(texts[f"drop_{axis}"])) for axis in axes}
    return Changes(
        regions=changed["region"],
        channels=changed["channel"],
        stages=changed["stage"],
        new_regions=tuple(texts["add_region"]),
        new_channels=tuple(Channel(**channel) for channel in added),
        new_stages=tuple(stages),
        owners=_pairs(texts["owner"], channels, "channel", form="CHANNEL=OWNER"),
        currencies=_pairs(texts["region_currency"], regions, "region", form="REGION=CODE"),
        settings=settings,
        growth=None if grow is None else _growth(grow),
        values=tuple(parse_value(text) for text in texts["set"]),
    )


def _pairs(texts: Iterable[str], labels: Sequence[str], kind: str, form: str = "OLD=NEW") -> dict[str, str]:
    """Return what stands after the `=` by the label before it. Raises FileError where a label is named twice."""
    pairs: dict[str, str] = {}
    for text in texts:
        label, new = _parted(text, labels, kind, form)
        if label in pairs:
            message = f"“{label}” is named twice ({text}); name it once."
            raise FileError(message)
        pairs[label] = new
    return pairs


def _parted(text: str, labels: Sequence[str], kind: str, form: str) -> tuple[str, str]:
    """Return the label before the `=` and what stands after it."""
    parts = text.split("=")
    if len(parts) < 2 or not parts[-1].strip():
        message = f"“{text}” is not of the form {form}."
        raise FileError(message)
    heads = list(accumulate(parts[:-1], lambda head, part: f"{head}={part}"))
    keys = {label_key(label) for label in labels}
    head = next((head for head in reversed(heads) if label_key(head.strip()) in keys), heads[0])
    return label_meant(head, labels, kind), text[len(head) + 1 :].strip()


def _new_stages(texts: Iterable[str], stages: Iterable[str]) -> Iterable[NewStage]:
    """Yield the stages to put in; a new one may stand beside another new one."""
    names = list(stages)
    for text in texts:
        cuts = list(_BESIDE.finditer(text))
        keys = {label_key(name) for name in names}
        if not cuts:
            message = f"“{text}” does not say where the stage goes; write NAME after STAGE, or NAME before STAGE."
            raise FileError(message)
        cut = next((cut for cut in cuts if label_key(text[cut.end() :].strip()) in keys), cuts[-1])
        name = text[: cut.start()].strip()
        yield NewStage(name, label_meant(text[cut.end() :], names, "stage"), before=cut[1].lower() == "before")
        names.append(name)


def _growth(text: str) -> float:
    """Return a growth in per cent as a share: 0.1 for 10 %."""
    match = _GROWTH.fullmatch(text.strip())
    if match is None or float(match[1]) <= -100:
        message = f"--grow takes a percentage above -100%, as 10% or -5%, not “{text}”."
        raise FileError(message)
    return float(Decimal(match[1]) / 100)
