"""How much an .ods file of a size may hold, so that no file takes more than its worth of time and memory."""

from __future__ import annotations

MOST_SHEETS, MOST_NAMES, MOST_MERGED = 1_000, 20_000, 100_000
#: What a small file may hold takes less than 5 seconds and 300 MB; its size adds to that, since a real workbook of
#: 200 regions and 50 channels packs a cell into ten bytes.
_ELEMENTS, _ELEMENTS_PER_BYTE = 800_000, 1 / 4
_CELLS, _CELLS_PER_BYTE = 300_000, 1 / 8
_TEXT, _TEXT_PER_BYTE = 64 << 20, 20


def most_in(size: int) -> tuple[int, int, int]:
    """Return how many elements, cells and bytes of text a file of `size` bytes may hold."""
    return (
        int(_ELEMENTS + _ELEMENTS_PER_BYTE * size),
        int(_CELLS + _CELLS_PER_BYTE * size),
        _TEXT + _TEXT_PER_BYTE * size,
    )
