"""Plans for the tests: hypothesis strategies, and one plan of distinct primes."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from slasheet.plan import Cell, Channel, Plan
from slasheet.vocabulary import Measure, inputs

NAMES = ("North America", "EMEA", "Asia Pacific", "Latin America", "São Paulo", "D/A/CH", "Q&A 'team'", "ไทย")
CHANNELS = ("Website form", "Webinar", "Trade show", "Outbound calls", 'R&D "lab"', "Büro")
STAGES = ("Inquiry", "MQL", "SAL", "SQL", "Opportunity", "Proposal", "Trial", "Customer")


def primes() -> list[int]:
    """Return the primes below 20,000."""
    sieve = [True] * 20_000
    for n in range(2, 142):
        if sieve[n]:
            sieve[n * n :: n] = [False] * len(sieve[n * n :: n])
    return [n for n in range(2, 20_000) if sieve[n]]


def _number(measure: Measure, prime: int) -> float:
    """Return a number that the measure takes, different for every prime."""
    if measure.unit == "share":
        return prime / 20_011 * 0.6 + 0.05
    if measure.unit == "months":
        return float(prime % 3)
    if measure.name == "revenue_target":
        return prime * 1_009.0
    return float(prime)


def prime_plan(**settings: object) -> Plan:
    """Return a plan whose inputs are all distinct and none zero; the mix adds up to 100 %."""
    base: dict[str, object] = {
        "regions": ("North America", "EMEA", "Asia Pacific"),
        "channels": (
            Channel("Website form"),
            Channel("Webinar"),
            Channel("Outbound calls", "sales"),
            Channel("Partners", "sales"),
        ),
        "stages": ("MQL", "SQL", "Customer"),
        "months": 4,
        "lookahead": 2,
    }
    bare = Plan(**{**base, **settings})  # type: ignore[arg-type]
    supply = iter(primes()[300:])
    given: dict[str, tuple[Cell, ...]] = {}
    for measure in inputs(len(bare.stages)):
        given[measure.name] = tuple(_number(measure, next(supply)) for _ in range(bare.size(measure.axes)))
    if given["time_to_close"]:
        given["time_to_close"] = tuple(float(i % 3) for i in range(len(bare.channels)))
    given["channel_mix"] = even_mix(bare, count(1))
    return bare.with_inputs(**given)


def even_mix(plan: Plan, weights: count[int]) -> tuple[float, ...]:
    """Return a mix that adds up to 100 % per owner and region."""
    regions = len(plan.regions)
    raw = [float(next(weights)) + 2 for _ in range(len(plan.channels) * regions)]
    owners = [channel.owner for channel in plan.channels]
    totals: dict[tuple[str, int], float] = {}
    for i, weight in enumerate(raw):
        key = (owners[i // regions], i % regions)
        totals[key] = totals.get(key, 0) + weight
    return tuple(weight / totals[owners[i // regions], i % regions] for i, weight in enumerate(raw))


@st.composite
def bare_plans(draw: st.DrawFn, most_months: int = 6) -> Plan:
    """Draw the settings of a plan: axes, stages, rounding, carry, start."""
    regions = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=4, unique=True))
    stages = draw(st.integers(2, 5))
    return Plan(
        title=draw(st.sampled_from(("SLA 2027", "Sales & marketing <SLA>"))),
        start=f"{draw(st.integers(2020, 2031))}-{draw(st.integers(1, 12)):02d}",
        months=draw(st.integers(1, most_months)),
        lookahead=draw(st.integers(0, 3)),
        currency=draw(st.sampled_from(("EUR", "USD", "JPY", "CHF"))),
        rounding=draw(st.sampled_from(("up", "nearest", "none"))),
        carry=draw(st.sampled_from(("exact", "chain"))),
        pacing=draw(st.sampled_from(("calendar", "working"))),
        region_label=draw(st.sampled_from(("Region", "Persona"))),
        stages=STAGES[: stages - 1] + STAGES[-1:],
        regions=tuple(regions),
        channels=tuple(Channel(name, draw(st.sampled_from(("marketing", "sales")))) for name in channels),
    )


def _cells(measure: Measure, *, blanks: bool = True) -> st.SearchStrategy[Cell]:
    """Draw what people type: usually a number, now and then an edge, a zero or nothing."""
    edges: list[Cell] = [measure.default] if blanks or measure.default is not None else []
    if measure.unit == "months":
        return st.integers(0, 4).map(float)
    above = measure.bounds is not None and measure.bounds.above
    if measure.unit == "share":
        usual = st.integers(10, 10_000).map(lambda x: x / 10_000)
        return st.one_of(
            usual, usual, st.floats(0.001, 0.999), st.sampled_from([1.0, 0.5, 0.25 if above else 0.0, *edges])
        )
    usual = st.integers(100, 200_000_000).map(lambda x: x / 100)
    return st.one_of(usual, usual, usual, st.sampled_from([1.0 if above else 0.0, *edges]))


def _inputs(draw: st.DrawFn, bare: Plan, *, blanks: bool) -> dict[str, tuple[Cell, ...]]:
    given: dict[str, tuple[Cell, ...]] = {}
    for measure in inputs(len(bare.stages)):
        size = bare.size(measure.axes)
        given[measure.name] = tuple(draw(st.lists(_cells(measure, blanks=blanks), min_size=size, max_size=size)))
    return given


@st.composite
def plans(draw: st.DrawFn, most_months: int = 6) -> Plan:
    """Draw a plan with inputs: mostly numbers, some zeros, some blanks; half the time the mix adds up."""
    bare = draw(bare_plans(most_months))
    given = _inputs(draw, bare, blanks=True)
    if draw(st.booleans()):
        given["channel_mix"] = even_mix(bare, count(draw(st.integers(1, 9))))
    return bare.with_inputs(**given)


@st.composite
def full_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan without a blank, whose rates are above zero and whose mix adds up."""
    bare = draw(bare_plans(4))
    return bare.with_inputs(**_inputs(draw, bare, blanks=False) | {"channel_mix": even_mix(bare, count(1))})
