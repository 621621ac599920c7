"""Where rows and columns have gone: by names that follow them, by labels between, and never by guess."""

from __future__ import annotations

import pytest

from slasheet.layout.moves import Lines, Moves
from slasheet.reader.align import Span, UnclearError, columns, rising, rows

STILL = Lines(())


def written(*labels: str | None) -> dict[tuple[int, int], str | int]:
    """Return labels that stand in the first column, a row each."""
    return {(row, 0): label for row, label in enumerate(labels) if label is not None}


def placed(old: tuple[str | None, ...], new: tuple[str | None, ...], *spans: Span) -> tuple[int | None, ...]:
    return rows(spans, written(*old), written(*new), STILL, len(old), len(new)).now


@pytest.mark.parametrize(("old", "new", "now"), [
    (("title", None, "EMEA", "APAC"), ("title", None, "EMEA", "APAC"), (0, 1, 2, 3)),
    (("title", None, "EMEA", "APAC"), ("title", None, None, "EMEA", None, "APAC"), (0, None, 3, 5)),
    (("title", "EMEA", "APAC", "Total"), ("title", "EMEA", "Total"), (0, 1, None, 2)),
    (("title", "EMEA", "APAC", "Total"), ("title", "Europe", "APAC", "Total"), (0, 1, 2, 3)),
    # Sorted: formulas go by the place, so the rows have not moved.
    (("EMEA", "APAC", "LATAM"), ("APAC", "EMEA", "LATAM"), (0, 1, 2)),
])  # fmt: skip
def test_rows_are_told_apart_by_their_labels(
    old: tuple[str | None, ...], new: tuple[str | None, ...], now: tuple[int | None, ...]
) -> None:
    found = placed(old, new)
    assert [place for place, label in zip(found, old, strict=True) if label] == [
        place for place, label in zip(now, old, strict=True) if label
    ]


def test_names_hold_rows_whose_labels_were_all_changed() -> None:
    assert placed(("EMEA", "APAC"), (None, "X", "Y"), Span((0, 4, 1, 6), (1, 4, 2, 6))) == (1, 2)


def test_rows_renamed_while_others_came_are_unclear() -> None:
    with pytest.raises(UnclearError):
        placed(("title", "EMEA", "APAC", "Total"), ("title", "X", "Y", "Z", "Total"))


def test_a_column_put_in_and_one_taken_out_are_found_by_their_heads() -> None:
    old = {(0, col): 46_000 + col for col in range(5)}
    new = {(0, 0): 46_000, (0, 2): 46_001, (0, 3): 46_003, (0, 4): 46_004}
    assert columns((), old, new, 5, 5).now == (0, 2, None, 3, 4)


def test_lines_go_both_ways_and_past_their_end() -> None:
    lines = Lines((0, None, 1, 4))
    assert [lines.of(n) for n in (0, 1, 2, 3, 4, 9)] == [0, None, 1, 4, 5, 10]
    assert [lines.written(n) for n in (0, 1, 2, 3, 4, 5)] == [0, 2, None, None, 3, 4]
    assert Lines((), 3).of(2) == 5
    assert Lines((), 3).written(2) == -1


@pytest.mark.parametrize(("run", "now"), [((0, 3), (0, 4)), ((1, 2), (1, 1)), ((0, 1), (0, 0)), ((1, 1), None)])
def test_a_run_shrinks_to_what_is_left_of_it(run: tuple[int, int], now: tuple[int, int] | None) -> None:
    assert Lines((0, None, 1, 4)).span(*run) == now


def test_cells_cut_out_and_pasted_are_found_where_they_are() -> None:
    moves = Moves({"a": Lines((0, 2))}, {}, {("a", 0, 0): ("b", 7, 7)}, frozenset({"c"}))
    assert moves.now(("a", 0, 0)) == ("b", 7, 7)
    assert moves.written(("b", 7, 7)) == ("a", 0, 0)
    assert moves.now(("a", 1, 5)) == ("a", 2, 5)
    assert moves.written(("a", 0, 0)) is None
    assert moves.now(("c", 0, 0)) is None
    assert moves.corners(("a", 1, 0), ("a", 1, 3)) == (("a", 2, 0), ("a", 2, 3))


def test_the_heaviest_chain_keeps_its_order() -> None:
    # The third was pasted above the others.
    assert rising([(0, 0, 5), (10, 12, 5), (20, 2, 3), (30, 32, 5)]) == {0, 1, 3}
