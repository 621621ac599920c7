"""From what was written on a sheet and what stands there now to where each row and column has gone.

Defined names are the firm ground: they follow whatever people insert and move. Between them, rows and columns are told
apart by what is printed in them. What can't be told apart is unclear, never guessed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from slasheet.layout.moves import Lines
from slasheet.reader.printed import Mark, Marks

#: Pairs the lines between two firm ones: written from and to, now from and to.
PairBetween = Callable[[int, int, int, int], dict[int, int]]
#: What a row prints: in the columns of its labels, and the heads of columns.
Key = tuple[Mark | frozenset[Mark] | None, ...]
#: Labels stand in the first columns of a sheet.
_LABELS = 3


class Span(NamedTuple):
    """Where a table was written and where its name says it is: first and last row and column."""

    written: tuple[int, int, int, int]
    now: tuple[int, int, int, int]

    @property
    def same_height(self) -> bool:
        """Whether it has as many rows as it was written with."""
        return self.written[2] - self.written[0] == self.now[2] - self.now[0]

    @property
    def same_width(self) -> bool:
        """Whether it has as many columns as it was written with."""
        return self.written[3] - self.written[1] == self.now[3] - self.now[1]


class UnclearError(Exception):
    """Rows or columns that can't be told apart."""


def columns(spans: Sequence[Span], written: Marks, now: Marks, count: int, count_now: int) -> Lines:
    """Return where each of `count` columns stands now. Raises UnclearError when that can't be told."""
    firm = _held_by_names([(s.written[1], s.now[1], s.written[3] - s.written[1] + 1) for s in spans if s.same_width])
    before, after = _by_column(written), _by_column(now)

    def pair_between(low: int, high: int, low_now: int, high_now: int) -> dict[int, int]:
        return _paired_columns(low, high, low_now, high_now, before, after)

    return _with_lines_between(firm, count, count_now, pair_between, bool(spans))


def rows(spans: Sequence[Span], written: Marks, now: Marks, along: Lines, count: int, count_now: int) -> Lines:
    """Return where each of `count` rows stands now, the columns being `along`. Raises UnclearError when that can't be told."""
    firm = _held_by_names([(s.written[0], s.now[0], s.written[2] - s.written[0] + 1) for s in spans if s.same_height])
    labels = [(col, present) for col in range(_LABELS) if (present := along.of(col)) is not None]
    heads, heads_now = _heads(written, written), _heads(now, written)
    keys = [(*(written.get((row, col)) for col, _ in labels), heads.get(row)) for row in range(count)]
    keys_now = [(*(now.get((row, col)) for _, col in labels), heads_now.get(row)) for row in range(count_now)]

    def pair_between(low: int, high: int, low_now: int, high_now: int) -> dict[int, int]:
        return _paired_rows(range(low, high), range(low_now, high_now), keys, keys_now)

    return _with_lines_between(firm, count, count_now, pair_between, bool(spans))


def _heads(marks: Marks, known: Marks) -> dict[int, frozenset[Mark]]:
    """Return what is printed in each row beside its labels, as far as it is known: heads of columns."""
    heads = {mark for (_row, col), mark in known.items() if col >= _LABELS}
    found: dict[int, set[Mark]] = {}
    for (row, col), mark in marks.items():
        if col >= _LABELS and mark in heads:
            found.setdefault(row, set()).add(mark)
    return {row: frozenset(held) for row, held in found.items()}


def _held_by_names(points: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """Return the lines that names hold, those of the names that agree with each other; (written, now, how many) each."""
    alike: dict[tuple[int, int, int], int] = {}
    for point in points:
        alike[point] = alike.get(point, 0) + 1
    kinds = list(alike)
    chosen = rising([(written, now, alike[written, now, many] * many) for written, now, many in kinds])
    pairs: dict[int, int] = {}
    for place in sorted(chosen, key=lambda k: kinds[k][2]):
        written, now, many = kinds[place]
        pairs |= {written + step: now + step for step in range(many)}
    return pairs if _is_rising(pairs) else {}


def rising(points: Sequence[tuple[int, int, int]]) -> set[int]:
    """Return which of (written, now, weight) keep their order: the heaviest chain in which both numbers rise together.

    Equal written numbers must have equal present ones. The result holds positions in `points`.
    """
    order = sorted(range(len(points)), key=lambda k: (points[k][0], points[k][1]))
    best: list[tuple[int, int]] = []
    for place, k in enumerate(order):
        written, now, weight = points[k]
        before = max(
            (
                (best[other][0], other)
                for other in range(place)
                if (points[order[other]][0] < written and points[order[other]][1] < now)
                or points[order[other]][:2] == (written, now)
            ),
            default=(0, -1),
        )
        best.append((before[0] + weight, before[1]))
    if not best:
        return set()
    chain, at = set(), max(range(len(best)), key=lambda place: best[place][0])
    while at >= 0:
        chain.add(order[at])
        at = best[at][1]
    return chain


def _is_rising(pairs: Mapping[int, int]) -> bool:
    places = [pairs[number] for number in sorted(pairs)]
    return all(a < b for a, b in itertools.pairwise(places))


def _with_lines_between(
    firm: Mapping[int, int], count: int, count_now: int, pair_between: PairBetween, named: bool
) -> Lines:
    """Return the lines, what lies between firm ones filled in: one to one where nothing was put in or taken out."""
    pairs = dict(firm)
    edges = [(-1, -1), *sorted(firm.items())]
    for (before, before_now), (after, after_now) in itertools.pairwise(edges):
        if after - before == after_now - before_now:
            pairs |= {before + step: before_now + step for step in range(1, after - before)}
        else:
            pairs |= pair_between(before + 1, after, before_now + 1, after_now)
    last, last_now = edges[-1]
    if last < count - 1:
        if named and count - last == count_now - last_now:
            pairs |= {last + step: last_now + step for step in range(1, count - last)}
        else:
            pairs |= pair_between(last + 1, count, last_now + 1, max(count_now, last_now + 1))
    return Lines(tuple(pairs.get(number) for number in range(count)))


def _by_column(marks: Marks) -> dict[int, set[Mark]]:
    """Return what is printed in each column."""
    found: dict[int, set[Mark]] = {}
    for spot, mark in marks.items():
        found.setdefault(spot[1], set()).add(mark)
    return found


def _paired_columns(
    low: int, high: int, low_now: int, high_now: int, before: Mapping[int, set[Mark]], after: Mapping[int, set[Mark]]
) -> dict[int, int]:
    """Pair columns in order so that as much as possible of what is printed in them is the same.

    Where columns remain between two pairs, equally many on both sides, they pair one to one.
    """
    nothing: set[Mark] = set()
    wide, wide_now = high - low, high_now - low_now
    score = [[0] * (wide_now + 1) for _ in range(wide + 1)]
    for i in range(wide - 1, -1, -1):
        for j in range(wide_now - 1, -1, -1):
            common = len(before.get(low + i, nothing) & after.get(low_now + j, nothing))
            score[i][j] = max(score[i + 1][j], score[i][j + 1], score[i + 1][j + 1] + common if common else 0)
    pairs: dict[int, int] = {}
    i = j = 0
    while i < wide and j < wide_now:
        common = len(before.get(low + i, nothing) & after.get(low_now + j, nothing))
        if common and score[i][j] == score[i + 1][j + 1] + common:
            pairs[low + i] = low_now + j
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            i += 1
        else:
            j += 1
    edges = [(low - 1, low_now - 1), *sorted(pairs.items()), (high, high_now)]
    for (a, a_now), (b, b_now) in itertools.pairwise(edges):
        if b - a == b_now - a_now:
            pairs |= {a + step: a_now + step for step in range(1, b - a)}
        elif not any(before.get(number) for number in range(a + 1, b)):
            # Columns in which nothing is printed, such as the narrow ones between tables.
            pairs |= {a + step: a_now + step for step in range(1, min(b - a, b_now - a_now))}
    return pairs


def _paired_rows(old: range, new: range, keys: Sequence[Key], keys_now: Sequence[Key]) -> dict[int, int]:
    """Pair rows by their labels. Raises UnclearError where some were renamed while others came or went."""
    known = {mark for row in old for mark in keys[row] if mark is not None}
    named = [row for row in old if _prints_something(keys[row])]
    # What people typed into the rows is no label.
    # A name may reach below all that the sheet holds.
    present = {row: keys_now[row] if row < len(keys_now) else () for row in new}
    held = {row: tuple(mark if mark in known else None for mark in present[row]) for row in new}
    named_now = [row for row in new if _prints_something(held[row])]
    if len(old) == len(new) and Counter(keys[row] for row in named) == Counter(held[row] for row in named_now):
        # The same rows in another order were sorted: formulas go by the place.
        return dict(zip(old, new, strict=True))
    # Needed only where rows were put in or taken out.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [keys[row] for row in named], [held[row] for row in named_now], autojunk=False)
    pairs = {named[a + k]: named_now[b + k] for a, b, many in matcher.get_matching_blocks() for k in range(many)}
    edges = [(old.start - 1, new.start - 1), *sorted(pairs.items()), (old.stop, new.stop)]
    for (a, a_now), (b, b_now) in itertools.pairwise(edges):
        if b - a == b_now - a_now:
            pairs |= {a + step: a_now + step for step in range(1, b - a)}
            continue
        left = [row for row in range(a + 1, b) if _prints_something(keys[row])]
        left_now = [row for row in range(a_now + 1, b_now) if _prints_something(keys_now[row])]
        if len(left) == len(left_now):
            pairs |= dict(zip(left, left_now, strict=True))
        elif left and left_now:
            raise UnclearError
    return pairs


def _prints_something(key: Key) -> bool:
    return any(mark is not None for mark in key)
