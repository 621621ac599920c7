"""From the labels of many workbooks to those of the group: the same whatever capitals and spaces, near-misses asked about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from slasheet.texts.labels import label_key

#: Words shorter than this tell things apart by one letter, as "Tier A" and "Tier B".
_LEAST_LETTERS = 4
#: More labels than this that are close to each other are a series, as "Store A" to "Store F", and no slips.
_MOST_ALIKE = 3


def tidied(label: str) -> str:
    """Return a label without spaces around it and with single ones inside."""
    return " ".join(label.split())


def key_of(label: str) -> str:
    """Return what labels have in common that mean the same."""
    return label_key(tidied(label))


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of an axis in the group.

    `spellings` holds by key every way in which a label is written, the one that the group takes first; `places` the
    numbers of the workbooks that have it; `mapped` the keys that are taken for another label because somebody said so.
    """

    spellings: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[int, ...]]
    mapped: Mapping[str, str]
    #: What was to be mapped, and no workbook has it.
    idle: tuple[str, ...] = ()

    def key(self, label: str) -> str:
        """Return the key under which a label of a workbook is added up."""
        key = key_of(label)
        return self.mapped.get(key, key)

    def label(self, label: str) -> str:
        """Return the label of the group for one of a workbook."""
        return self.spellings[self.key(label)][0]

    def near(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of labels that may mean the same: no workbook has both, and a letter or an additional word is all that differs."""
        for one, other in sorted(_close(tuple(self.spellings))):
            if not set(self.places[one]) & set(self.places[other]):
                yield self.spellings[one][0], self.spellings[other][0]


def matched(of_workbooks: Sequence[Iterable[str]], mapping: Mapping[str, str]) -> Labels:
    """Return the labels of the group; a label is written as most workbooks write it, whatever their order.

    `mapping` gives labels that are to be taken for another one.
    """
    mapped = {key_of(label): key_of(meant) for label, meant in mapping.items()}
    written: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, list[int]] = defaultdict(list)
    met: set[str] = set()
    for number, labels in enumerate(of_workbooks):
        here = {}
        for label in labels:
            key = key_of(label)
            met.add(key)
            here[tidied(label)] = mapped.get(key, key)
            if key not in mapped:
                written[key][tidied(label)] += 1
        for key in set(here.values()):
            places[key].append(number)
    for meant in mapping.values():
        if key_of(meant) in places:
            # What somebody says goes before what most write.
            written[key_of(meant)] = Counter({tidied(meant): 1})
    spellings = {
        key: tuple(text for text, _count in sorted(written[key].items(), key=lambda item: (-item[1], item[0])))
        for key in places
    }
    idle = tuple(label for label in mapping if key_of(label) not in met)
    return Labels(spellings, {key: tuple(numbers) for key, numbers in places.items()}, mapped, idle)


def _close(keys: Sequence[str]) -> set[tuple[str, str]]:
    """Return pairs of keys that differ in one letter of a long word, or in words that one of them has besides.

    Labels meet in a table of what is left when a letter or a word is taken away: no pair is compared that is not close.
    """
    table: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for key in keys:
        words = tuple(key.split())
        table[words].add(key)
        for place, word in enumerate(words):
            before, after = words[:place], words[place + 1 :]
            if before or after:
                table[before + after].add(key)
            if len(word) >= _LEAST_LETTERS and word.isalpha():
                for shorter in (word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))):
                    table[*before, "…" + shorter, *after].add(key)
    whole = {tuple(key.split()): key for key in keys}
    found = set()
    for rest, meeting in table.items():
        if len(meeting) > _MOST_ALIKE:
            continue
        if any(word.startswith("…") for word in rest):
            found |= {(a, b) for a in meeting for b in meeting if a < b and len(a.split()) == len(b.split())}
        elif rest in whole:
            # One of the two is the other and a word: "EMEA" and "EMEA region", but not "North America" and "Latin America".
            found |= {(min(whole[rest], b), max(whole[rest], b)) for b in meeting if b != whole[rest]}
    return found
