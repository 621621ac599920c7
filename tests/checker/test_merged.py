"""Merged areas of any number cost what reading them costs, and hide what they hide."""

from __future__ import annotations

import time
from random import Random

from slasheet.checker.rules.labels import hidden_by
from slasheet.spreadsheet.book import Area

MOST_SECONDS = 3


def by_looking_everywhere(areas: list[Area], cells: list[tuple[int, int]]) -> dict[Area, list[tuple[int, int]]]:
    found = {}
    for area in areas:
        inside = [
            (row, col)
            for row, col in cells
            if area.top <= row <= area.bottom and area.left <= col <= area.right and (row, col) != (area.top, area.left)
        ]
        if inside:
            found[area] = inside
    return found


def test_each_area_hides_the_cells_within_but_the_first() -> None:
    drawn = Random(3)  # noqa: S311
    for _ in range(200):
        areas: list[Area] = []
        for _ in range(12):
            top, left = drawn.randrange(12), drawn.randrange(12)
            area = Area("A", top, left, top + drawn.randrange(4), left + drawn.randrange(4))
            if all(o.bottom < top or o.top > area.bottom or o.right < left or o.left > area.right for o in areas):
                areas.append(area)
        cells = sorted({(drawn.randrange(16), drawn.randrange(16)) for _ in range(60)})
        assert dict(hidden_by(areas, cells)) == by_looking_everywhere(areas, cells)


def test_areas_that_overlap_hide_a_cell_once() -> None:
    areas = [Area("A", 0, 0, 2, 2), Area("A", 1, 1, 5, 5), Area("A", 3, 0, 4, 4), Area("A", 0, 0, 2, 2)]
    hidden = [spot for _area, spots in hidden_by(areas, [(1, 1), (2, 2), (3, 3)]) for spot in spots]
    assert hidden == [(1, 1), (2, 2), (3, 3)]


def test_ten_thousands_of_areas_over_ten_thousands_of_cells_take_no_time() -> None:
    cells = [(row, col) for row in range(4_000) for col in range(10)]
    began = time.process_time()
    side_by_side = dict(hidden_by([Area("A", row, 8, row, 9) for row in range(60_000)], cells))
    upon_one_another = dict(hidden_by([Area("A", 0, 0, down, 9) for down in range(60_000)], cells))
    assert time.process_time() - began < MOST_SECONDS
    assert len(side_by_side) == 4_000
    assert len(upon_one_another) == 1
