"""What differs between the workbooks of a rollup, in sentences: labels, months, stages, roundings, currencies, copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from slasheet.many.rollup.labels import Labels
from slasheet.many.rollup.parts import Part
from slasheet.many.rollup.rates import Rates
from slasheet.plan.amounts import amount
from slasheet.plan.words import word
from slasheet.texts.labels import label_key
from slasheet.texts.languages import N_, _, n_

#: How many are named before the rest is counted.
_MOST_LINES, _MOST_NAMES = 20, 5
#: What the differences of a kind are called.
KINDS = {
    "currency": N_("Currency"),
    "copy": N_("Copy?"),
    "error": N_("Errors"),
    "late": N_("Already late"),
    "stages": N_("Stages"),
    "rounding": N_("Rounding"),
    "months": N_("Months"),
    "near": N_("The same?"),
    "spelling": N_("Spelling"),
    "label": N_("Labels"),
    "owner": N_("Owner"),
    "word": N_("Word for the rows"),
    "mapping": N_("Mapping"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which workbooks differ: a kind, a sentence, and the numbers of the workbooks it is about."""

    kind: str
    message: str
    workbooks: tuple[int, ...] = ()


def differences(
    parts: Sequence[Part],
    names: Sequence[str],
    group: str,
    rates: Rates,
    regions: Labels,
    channels: Labels,
    *,
    chosen: bool,
) -> Iterator[Difference]:
    """Yield what differs, what bears on the sums first."""
    for found in (
        _currencies(parts, names, group, rates, chosen=chosen),
        _copies(parts, names),
        _errors(parts, names),
        _late(parts),
        _apart(
            "stages",
            _("Their stages differ, and with them what a lead is: {each}."),
            parts,
            lambda part: " > ".join(part.stages),
        ),
        _apart("rounding", _("They round differently: {each}."), parts, _rounded),
        _months(parts, names),
        _labels(_("region"), "--region-map", regions, names),
        _labels(_("channel"), "--channel-map", channels, names),
        _owners(parts, channels),
        _apart("word", _("They have different words for their rows: {each}."), parts, lambda part: part.region_label),
    ):
        yield from _shortened(list(found))


def _shortened(found: list[Difference]) -> Iterator[Difference]:
    """Yield so many differences of each kind as somebody reads, then how many more there are."""
    of_kind: dict[str, list[Difference]] = defaultdict(list)
    for difference in found:
        of_kind[difference.kind].append(difference)
    for kind, those in of_kind.items():
        yield from those[:_MOST_LINES]
        rest = those[_MOST_LINES:]
        if rest:
            sentence = n_("… and {count} more of this kind.", "… and {count} more of this kind.", len(rest))
            places = sorted({place for difference in rest for place in difference.workbooks})
            yield Difference(kind, sentence.format(count=amount(len(rest), "count")), tuple(places))


def _listed(names: Sequence[str], places: Sequence[int]) -> str:
    """Return the names of some workbooks, of many the first ones."""
    shown = ", ".join(sorted(names[place] for place in places)[:_MOST_NAMES])
    rest = len(places) - _MOST_NAMES
    return _("{listed} and {count} more").format(listed=shown, count=amount(rest, "count")) if rest > 0 else shown


def _workbooks(count: int) -> str:
    return n_("{count} workbook", "{count} workbooks", count).format(count=amount(count, "count"))


def spans(months: Sequence[str], whole: Sequence[str]) -> str:
    """Return months in words, those that follow each other as a span: 2027-01 to 2027-03, 2027-06."""
    runs: list[list[str]] = []
    for month in months:
        if runs and whole.index(month) == whole.index(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(
        run[0] if len(run) == 1 else _("{first} to {last}").format(first=run[0], last=run[-1]) for run in runs
    )


def _currencies(
    parts: Sequence[Part], names: Sequence[str], group: str, rates: Rates, *, chosen: bool
) -> Iterator[Difference]:
    of_currency: dict[str, list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        for currency in sorted(set(part.taken_in(rates, group))):
            of_currency[currency].append(place)
    reporting = sorted({part.currency for part in parts})
    if len(reporting) > 1 and not chosen:
        sentence = _(
            "They are in {currencies}, and no currency was asked for: amounts are in {group}, as in most of them."
        )
        yield Difference("currency", sentence.format(currencies=", ".join(reporting), group=group))
    for currency, places in sorted(of_currency.items()):
        # Rates of some months only are refused before.
        if rates.at(currency, parts[places[0]].span[0], group) is None:
            sentence = _(
                "{currency} has no rate to {group}: amounts of {workbooks} are left out; their leads are counted."
            )
            shown = sentence.format(currency=currency, group=group, workbooks=_listed(names, places))
            yield Difference("currency", shown, tuple(places))
    idle = sorted(rates.currencies - (of_currency.keys() - {group}))
    if idle:
        sentence = _("Rates that are not used, since no amount is converted from these currencies: {currencies}.")
        yield Difference("currency", sentence.format(currencies=", ".join(idle)))
    for place, part in enumerate(parts):
        taken = part.taken_in(rates, group)
        unpriced = sum(n for n, code in zip(part.unpriced, taken, strict=True) if code == part.currency)
        if unpriced:
            sentence = _("{workbook} lacks exchange rates of its own regions: {count} of its amounts are left out.")
            count = amount(unpriced, "count")
            yield Difference("currency", sentence.format(workbook=names[place], count=count), (place,))


def _copies(parts: Sequence[Part], names: Sequence[str]) -> Iterator[Difference]:
    alike: dict[str, list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        alike[part.fingerprint].append(place)
    for fingerprint, places in alike.items():
        if len(places) > 1:
            sentence = _(
                "Is one a copy or an earlier state of the other? {workbooks} hold the same agreement (fingerprint {fingerprint}), and each is counted."
            )
            shown = sentence.format(workbooks=_listed(names, places), fingerprint=fingerprint)
            yield Difference("copy", shown, tuple(places))
    planned: dict[object, list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        if (plan := _planned(part)) is not None:
            planned[plan].append(place)
    for places in planned.values():
        if len({parts[place].fingerprint for place in places}) > 1:
            sentence = _(
                "Is one an earlier state of the other? {workbooks} have the same regions, channels, months and revenue targets, though not the same agreement, and each is counted."
            )
            yield Difference("copy", sentence.format(workbooks=_listed(names, places)), tuple(places))


def _planned(part: Part) -> tuple[object, ...] | None:
    """Return what two states of one agreement have in common: for whom it is, and the targets; None without a target."""
    targets = [[part.target(place, month) for month in range(part.months)] for place in range(len(part.regions))]
    if not any(map(any, targets)):
        return None
    of_region = {(label_key(region), *row) for region, row in zip(part.regions, targets, strict=True)}
    channels = frozenset(label_key(channel.name) for channel in part.channels)
    return part.currency, part.start, part.months, frozenset(of_region), channels


def _errors(parts: Sequence[Part], names: Sequence[str]) -> Iterator[Difference]:
    wrong = tuple(place for place, part in enumerate(parts) if part.errors)
    if wrong:
        sentence = _("Added though slasheet check finds errors in them: {workbooks}.")
        yield Difference("error", sentence.format(workbooks=_listed(names, wrong)), wrong)


def _late(parts: Sequence[Part]) -> Iterator[Difference]:
    late = tuple(place for place, part in enumerate(parts) if part.late)
    if late:
        sentence = _(
            "{count} leads were due before the first month of their plans ({workbooks}): no month holds them, so they are in no sum."
        )
        count = amount(round(sum(parts[place].late for place in late), 6), "count")
        yield Difference("late", sentence.format(count=count, workbooks=_workbooks(len(late))), late)


def _rounded(part: Part) -> str:
    how = word("rounding", part.rounding, {})
    return how if part.rounding == "none" else how + ", " + word("carry", part.carry, {})


def _apart(kind: str, sentence: str, parts: Sequence[Part], feature: Callable[[Part], str]) -> Iterator[Difference]:
    """Yield one difference where a feature is not the same everywhere: how many workbooks have which."""
    having: dict[str, list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        having[feature(part)].append(place)
    if len(having) > 1:
        ranked = sorted(having.items(), key=lambda item: (-len(item[1]), item[0]))
        each = "; ".join(f"{text} ({_workbooks(len(places))})" for text, places in ranked)
        rare = tuple(place for _text, places in ranked[1:] for place in places)
        yield Difference(kind, sentence.format(each=each), rare)


def _months(parts: Sequence[Part], names: Sequence[str]) -> Iterator[Difference]:
    whole = sorted({month for part in parts for month in part.span})
    missing: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        missing[tuple(month for month in whole if month not in part.span)].append(place)
    for months, places in sorted(missing.items()):
        if months:
            sentence = n_(
                "{workbooks} has no plan for {months}.", "{workbooks} have no plan for {months}.", len(places)
            )
            shown = sentence.format(workbooks=_listed(names, places), months=spans(months, whole))
            yield Difference("months", shown, tuple(places))


def _labels(what: str, option: str, labels: Labels, names: Sequence[str]) -> Iterator[Difference]:
    for one, other in labels.near():
        sentence = _(
            "Do “{one}” ({some}) and “{other}” ({others}) mean the same {what}? They are apart here; if they do, say so: {option}."
        )
        places = [labels.places[labels.key(label)] for label in (one, other)]
        rare, usual = (one, other) if len(places[0]) <= len(places[1]) else (other, one)
        option_text = {"option": f'{option} "{rare}={usual}"'}
        counts = option_text | {"some": _workbooks(len(places[0])), "others": _workbooks(len(places[1]))}
        yield Difference("near", sentence.format(one=one, other=other, what=what, **counts), (*places[0], *places[1]))
    for key, written in sorted(labels.spellings.items()):
        if len(written) > 1:
            sentence = _("The {what} “{label}” is also written {others}; capitals and spaces make no difference.")
            others = ", ".join(f"“{text}”" for text in written[1:])
            yield Difference(
                "spelling", sentence.format(what=what, label=written[0], others=others), labels.places[key]
            )
    for label in labels.idle:
        sentence = _("No workbook has the {what} “{label}” that was to be taken for another one.")
        yield Difference("mapping", sentence.format(what=what, label=label))
    yield from _scattered(what, labels, names)


def _scattered(what: str, labels: Labels, names: Sequence[str]) -> Iterator[Difference]:
    """Yield the labels that only some workbooks have, those of the same workbooks together."""
    together: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for key, places in labels.places.items():
        if len(places) < len(names):
            together[places].append(labels.spellings[key][0])
    for places, alike in sorted(together.items()):
        rest = tuple(place for place in range(len(names)) if place not in set(places))
        sentence = _("Only in {workbooks}: {what} {labels}.")
        if len(rest) < len(places):
            sentence = _("Not in {workbooks}: {what} {labels}.")
        here = rest if len(rest) < len(places) else places
        shown = ", ".join(f"“{label}”" for label in sorted(alike))
        yield Difference("label", sentence.format(workbooks=_listed(names, here), what=what, labels=shown), here)


def _owners(parts: Sequence[Part], channels: Labels) -> Iterator[Difference]:
    owned: Mapping[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, part in enumerate(parts):
        for channel in part.channels:
            owned[channels.label(channel.name)][channel.owner].append(place)
    for label, owners in sorted(owned.items()):
        if len(owners) > 1:
            sentence = _("The channel “{label}” has different owners: {each}.")
            each = "; ".join(
                f"{word('owner', owner, {})} ({_workbooks(len(places))})" for owner, places in sorted(owners.items())
            )
            yield Difference(
                "owner",
                sentence.format(label=label, each=each),
                tuple(sorted({p for places in owners.values() for p in places})),
            )
