"""From the regions and channels that a CRM has to labels that a plan takes, one spelling each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from slasheet.plan.amounts import amount
from slasheet.texts.labels import LONGEST, label_fault, label_key
from slasheet.texts.languages import N_, _, n_

#: What the plan calls the one region or channel that stands for all.
_EVERYTHING = {"region": N_("All regions"), "channel": N_("All channels")}
_ONE_LABEL = {
    "region": N_(
        "The leads have no region, so the plan has one, “{label}”; say which column holds it: --map region=HEADING."
    ),
    "channel": N_(
        "The leads have no channel, so the plan has one, “{label}”; say which column holds it: --map channel=HEADING."
    ),
}
_CLEANED = {
    "region": N_("The region {value} is called “{label}” in the plan, which does not allow all of its characters."),
    "channel": N_("The channel {value} is called “{label}” in the plan, which does not allow all of its characters."),
}


def with_labels(
    people: pd.DataFrame, bought: pd.DataFrame, axis: str, mapping: Mapping[str, str], *, known: bool
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return both frames with labels that a plan takes, one spelling each; one label for all when leads have no such column."""
    if not known:
        everything = _(_EVERYTHING[axis])
        note = _(_ONE_LABEL[axis]).format(label=everything)
        return people.assign(**{axis: everything}), bought.assign(**{axis: everything}), [note]
    wanted = {label_key(value.strip()): label for value, label in mapping.items()}
    spelling = {label_key(label): label for label in mapping.values()}
    label_of: dict[Any, str | None] = {}
    notes = []
    counts = pd.concat([people[axis], bought[axis]]).value_counts().to_dict()
    for raw, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))):
        text = str(raw).strip()
        meant = wanted.get(label_key(text), text)
        label = cleaned(meant)
        fault = label_fault(label)
        if fault:
            if text:
                note = _set_aside(axis, count).format(
                    value=shown(text), why=fault[0], count=amount(int(count), "count")
                )
                notes.append(note)
            continue
        if label != meant:
            notes.append(_(_CLEANED[axis]).format(value=shown(text), label=label))
        label_of[raw] = spelling.setdefault(label_key(label), label)
    return (
        people.assign(**{axis: people[axis].map(label_of)}),
        bought.assign(**{axis: bought[axis].map(label_of)}),
        notes,
    )


def _set_aside(axis: str, count: int) -> str:
    """Return the sentence about a value that can be no label, for so many rows."""
    if axis == "region":
        return n_(
            "The region {value} {why}, so its {count} row is set aside; --region-map gives it another name.",
            "The region {value} {why}, so its {count} rows are set aside; --region-map gives it another name.",
            count,
        )
    return n_(
        "The channel {value} {why}, so its {count} row is set aside; --channel-map gives it another name.",
        "The channel {value} {why}, so its {count} rows are set aside; --channel-map gives it another name.",
        count,
    )


def cleaned(text: str) -> str:
    r"""Return a value of the CRM as a label that a plan takes, as far as that goes.

    Example: `cleaned("@Web\n form*")` is `"Web form"`.
    """
    kept = "".join(ch for ch in " ".join(text.split()) if ch.isprintable() and ch not in "*?~")
    return kept.lstrip("<>=+-@ ")[:LONGEST].strip()


def shown(text: str) -> str:
    """Return a value of the CRM in quotes, on one line, not too long."""
    plain = "".join(ch if ch.isprintable() else " " for ch in text)
    return f"“{plain}”" if len(plain) <= LONGEST else f"“{plain[: LONGEST - 1]}…”"
