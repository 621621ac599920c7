"""A table of texts, as an export holds it: headings and columns, not yet understood; and what is done to a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Array = np.ndarray[Any, np.dtype[Any]]
#: So many characters of a text are told in a sentence.
_LONGEST = 80


@dataclass(frozen=True)
class Table:
    """The texts of one export by column, rows that are wholly empty left out.

    `aside` counts the rows that do not fit the headings, by reason; `serials` says that dates may come as the day
    numbers of a spreadsheet.
    """

    path: Path
    headings: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: int
    aside: Mapping[str, int]
    serials: bool


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the texts of a column without the spaces around them, null where nothing is left."""
    bare = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)


def one_line(text: str) -> str:
    """Return a text as it can be told in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def distinct(column: pa.ChunkedArray | pa.Array) -> tuple[Array, pa.Array]:
    """Return the place of every value among the distinct ones (-1: null), and those."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode()
    return pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False), encoded.dictionary
