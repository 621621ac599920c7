"""Lead scoring for the tests: drawn criteria, thresholds, grids and leads to try, and one of distinct numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from hypothesis import strategies as st

from slasheet.plan.plan import Cell, Plan

TEXTS = (
    "Demo requested",
    "over",
    "High",
    "=1+1",
    "-",
    " ",
    "two\nlines",
    'R&D <"lab">',
    "ไทย",
    "100",
    "TRUE",
    "_x0041_",
)
_POINTS = st.one_of(
    st.integers(-100, 100).map(float),
    st.integers(-999, 999).map(lambda x: x / 10),
    st.sampled_from((-1000.0, 0.0, 1000.0)),
)
_DECAYS = st.one_of(st.sampled_from((None, 0.0, 1.0, 0.25, 0.1)), st.integers(0, 100).map(lambda x: x / 100))
_TIMES = st.sampled_from((None, None, 0.0, 1.0, 1.0, 2.0, 3.0, 7.0))
_DAYS = st.one_of(st.sampled_from((None, 0.0, 29.0, 30.0, 31.0, 59.5, 60.0, 3650.0)), st.integers(0, 400).map(float))
_LIMITS = st.one_of(st.integers(0, 120).map(float), st.integers(0, 1200).map(lambda x: x / 10), st.just(0.0))


@st.composite
def scorings(draw: st.DrawFn, plan: Plan, *, wrong: bool) -> dict[str, tuple[Cell, ...]]:
    """Draw lead scoring for a plan: mostly usable, with blanks; with `wrong` now and then what may not stand there."""

    def column(axis: str, cells: st.SearchStrategy[Cell], *odd: Cell) -> tuple[Cell, ...]:
        size = plan.rows[axis]
        usual = st.one_of(cells, cells, cells, st.none())
        return tuple(draw(st.lists(st.one_of(usual, usual, usual, st.sampled_from(odd)) if wrong and odd else usual,
                                   min_size=size, max_size=size)))  # fmt: skip

    texts: st.SearchStrategy[Cell] = st.sampled_from(TEXTS)
    return {
        "fit_criteria": column("fit", texts),
        "fit_points": column("fit", _POINTS, 1000.5, "ten"),
        "try_fit": column("fit", st.sampled_from((None, 0.0, 1.0, 1.0)), 2.0, 0.5, -1.0, "x"),
        "interest_criteria": column("interest", texts),
        "interest_points": column("interest", _POINTS, -1001.0, "ten"),
        "interest_decay": column("interest", _DECAYS, 25.0, -0.1, "half"),
        "try_times": column("interest", _TIMES, -1.0, 1001.0, "often"),
        "try_days": column("interest", _DAYS, -1.0, 3651.0, "long"),
        "score_threshold": tuple(
            draw(st.lists(st.one_of(_LIMITS, _LIMITS, _LIMITS, st.none()), min_size=4, max_size=4))
        ),
        "score_grid": tuple(draw(st.lists(st.one_of(texts, texts, texts, st.none()), min_size=9, max_size=9))),
    }


def prime_scoring(plan: Plan, supply: Iterator[int]) -> dict[str, tuple[Cell, ...]]:
    """Return lead scoring without two numbers alike, in which every criterion is met."""

    def column(axis: str, numbers: Iterator[float]) -> tuple[Cell, ...]:
        return tuple(next(numbers) for _ in range(plan.rows[axis]))

    points = (float(prime % 900 + 7) for prime in supply)
    return {
        "fit_points": column("fit", points),
        "try_fit": column("fit", repeat(1.0)),
        "interest_points": column("interest", points),
        "interest_decay": column("interest", (prime / 100_003 for prime in supply)),
        "try_times": column("interest", (float(prime % 17 + 2) for prime in supply)),
        "try_days": column("interest", (float(prime % 70 + 25) for prime in supply)),
        "score_threshold": (1_009.0, 90_001.0, 1_013.0, 90_007.0),
        "fit_criteria": tuple(f"Fit {number}" for number in range(plan.rows["fit"])),
        "interest_criteria": tuple(f"Interest {number}" for number in range(plan.rows["interest"])),
        "score_grid": tuple(f"Deed {number}" for number in range(9)),
    }
