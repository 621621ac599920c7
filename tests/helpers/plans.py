"""Plans for the tests: hypothesis strategies, and one plan of distinct primes."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from slasheet.plan.measure import Measure
from slasheet.plan.measures.scoring import SCORING
from slasheet.plan.plan import Cell, Channel, LogRow, Plan
from slasheet.texts.months import month_serial
from tests.helpers.scorings import prime_scoring, scorings

NAMES = ("North America", "EMEA", "Asia Pacific", "Latin America", "São Paulo", "D/A/CH", "Q&A 'team'", "ไทย")
CHANNELS = ("Website form", "Webinar", "Trade show", "Outbound calls", 'R&D "lab"', "Büro")
STAGES = ("Inquiry", "MQL", "SAL", "SQL", "Opportunity", "Proposal", "Trial", "Customer")

TEXTS = (
    None, "Agreed.", "=1+1", "+49 30 1234", "-5 %", "@home", "Two\nlines", "One\n\nmore\n", 'He said "yes", <she> & \'no\'', "ตกลงกันแล้ว", "👍🏽 e\u0301",
    " spaced ", "42", "_x0041_", "\ttab", "'quoted",
)  # fmt: skip


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
    if measure.unit == "rate":
        return prime / 10_007
    if measure.bounds is not None and measure.bounds.whole:
        return float(prime % 97 + 2)
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
    bare = Plan(**{**base, **settings})
    supply = iter(primes()[300:])
    given: dict[str, tuple[Cell, ...]] = {}
    for measure in bare.typed:
        if measure.unit in ("date", "month", "choice", "text", "table") or measure in SCORING:
            continue
        given[measure.name] = tuple(_number(measure, next(supply)) for _ in range(bare.size(measure.axes)))
    if given["time_to_close"]:
        given["time_to_close"] = tuple(float(i % 3) for i in range(len(bare.channels)))
    if bare.currencies:
        given["exchange_rate"] = needed_rates(bare, given["exchange_rate"])
    given["channel_mix"] = even_mix(bare, count(1))
    given["tolerance"] = (0.13,)
    # The attempts that an agreement starts with keep these.
    given["follow_ups"] = (3.0, 11.0, 5.0, 29.0, 7.0, 59.0)
    first = month_serial(bare.start)
    given["rates_reviewed"] = (float(first - 41),)
    given["holidays"] = (float(first + 33), *[None] * 59)
    return bare.with_inputs(**given, **prime_scoring(bare, supply)).with_log(prime_log(bare))


def prime_log(plan: Plan) -> list[LogRow]:
    """Return a log of two months and a half: on most days, for most channels, and no two numbers alike."""
    supply = iter(primes()[4:])
    first = month_serial(plan.start)
    rows: list[LogRow] = []
    for day in range(0, min(75, 28 * plan.months), 2):
        for c, channel in enumerate(plan.channels):
            region = plan.regions[(day // 2 + c) % len(plan.regions)]
            leads = float(next(supply))
            served = (leads - 1 - day % 3, leads - 2 - c) if day % 7 else (None, None)
            won = (float(day % 5 + c), float(next(supply) * 10)) if day % 3 else (None, None)
            rows.append((float(first + day), region, channel.name, leads, *served, *won))
    return rows


def needed_rates(plan: Plan, rates: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return exchange rates without those of regions in the reporting currency, which need none."""
    months = len(plan.axis("horizon"))
    return tuple(rate if plan.currencies[i // months] else None for i, rate in enumerate(rates))


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
    own = st.tuples(*(st.sampled_from(("", "GBP", "USD")) for _ in regions))
    return Plan(
        title=draw(st.sampled_from(("SLA 2027", "Sales & marketing <SLA>"))),
        start=f"{draw(st.integers(2020, 2031))}-{draw(st.integers(1, 12)):02d}",
        months=draw(st.integers(1, most_months)),
        lookahead=draw(st.integers(0, 3)),
        currency=draw(st.sampled_from(("EUR", "USD", "JPY", "CHF"))),
        rounding=draw(st.sampled_from(("up", "nearest", "none"))),
        carry=draw(st.sampled_from(("exact", "chain"))),
        pacing=draw(st.sampled_from(("calendar", "working"))),
        rows=draw(st.sampled_from(({}, {"fit": 3}, {"fit": 13, "interest": 4}, {"interest": 14}))),
        region_label=draw(st.sampled_from(("Region", "Persona"))),
        stages=STAGES[: stages - 1] + STAGES[-1:],
        regions=tuple(regions),
        currencies=draw(st.one_of(st.just(()), own)),
        channels=tuple(Channel(name, draw(st.sampled_from(("marketing", "sales")))) for name in channels),
    )


def _cells(measure: Measure, *, blanks: bool = True) -> st.SearchStrategy[Cell]:
    """Draw what people type: usually a number, now and then an edge, a zero or nothing."""
    edges: list[Cell] = [None] if blanks or measure.default is not None else []
    if measure.unit == "months":
        return st.integers(0, 4).map(float)
    if measure.bounds is not None and measure.bounds.whole:
        return st.one_of(st.integers(1, 90).map(float), st.sampled_from([1.0, 1000.0]))
    above = measure.bounds is not None and measure.bounds.above
    if measure.unit == "rate":
        usual = st.integers(1, 2_000_000).map(lambda x: x / 10_000)
        return st.one_of(usual, usual, usual, st.sampled_from([1.0, *edges]))
    if measure.unit == "share":
        usual = st.integers(10, 10_000).map(lambda x: x / 10_000)
        return st.one_of(
            usual, usual, st.floats(0.001, 0.999), st.sampled_from([1.0, 0.5, 0.25 if above else 0.0, *edges])
        )
    usual = st.integers(100, 200_000_000).map(lambda x: x / 100)
    return st.one_of(usual, usual, usual, st.sampled_from([1.0 if above else 0.0, *edges]))


def _views(draw: st.DrawFn, plan: Plan, measure: Measure) -> tuple[Cell, ...]:
    """Draw dates and choices: blank as often as not, within the plan and a little beside it."""
    size = plan.size(measure.axes)
    blank = (None,) * size
    if measure.name == "performance_owner":
        return (draw(st.sampled_from((None, None, "marketing", "sales"))),)
    if measure.name == "performance_region":
        return (draw(st.sampled_from((None, None, *plan.regions))),)
    if measure.name == "returned_by":
        return (draw(st.sampled_from((None, "Team lead", "Büro"))),)
    if measure.name == "performance_month":
        return (draw(st.sampled_from((None, *(float(month_serial(m)) for m in plan.axis("month"))))),)
    first = month_serial(plan.start)
    days = st.integers(first - 40, first + 31 * plan.months + 20).map(float)
    if size > 1:
        return tuple(draw(st.lists(days, max_size=4)) + [None] * size)[:size]
    return (draw(days),) if draw(st.booleans()) else blank


@st.composite
def agreed_cells(draw: st.DrawFn, plan: Plan, measure: Measure, *, texts: bool) -> tuple[Cell, ...]:
    """Draw a table of the agreement: texts of all kinds and blanks; with `texts`, now and then what does not belong there."""
    first = float(month_serial(plan.start))
    odd: dict[str, list[Cell]] = {
        "choice": ["Carrier pigeon"],
        "number": [-1.0, 2000.0, "soon"],
        "date": [17_000.0, "today"],
    }
    pools: dict[str, list[Cell]] = {
        "text": list(TEXTS),
        "choice": [None],
        "number": [None, 0.0, 3.0, 14.0, 27.5, 56.0],
        "date": [None, first, first + 40.0],
    }
    drawn = {
        unit: draw(st.lists(st.sampled_from(pool + odd.get(unit, []) * texts), min_size=1, max_size=5))
        for unit, pool in pools.items()
    }
    cells: list[Cell] = []
    for index, at in enumerate(plan.coordinates(measure.axes)):
        unit = measure.unit_at(at)
        chosen = drawn[unit][index % len(drawn[unit])]
        axis = measure.choices_at(at)
        if axis and index % 3:
            codes = plan.axis(axis)
            chosen = codes[index % len(codes)]
        cells.append(chosen)
    return tuple(cells)


@st.composite
def logs(draw: st.DrawFn, plan: Plan, *, texts: bool) -> list[LogRow]:
    """Draw a lead log: mostly right, some blanks, now and then names and dates not in the plan, and `texts` for numbers."""
    first = month_serial(plan.start)
    days = st.one_of(
        st.integers(first, first + 28 * plan.months).map(float),
        st.integers(first, first + 20).map(float),
        st.sampled_from((first - 1.0, first + 0.75, first + 31.0 * plan.months + 1, None, *["in May"] * texts)),
    )
    counts = st.one_of(st.integers(0, 40).map(float), st.integers(0, 9).map(float))
    optional = st.one_of(counts, st.none())
    odd: list[Cell] = [None, "Nowhere", plan.regions[0].upper(), plan.regions[0] + " "]
    regions = st.one_of(st.sampled_from(plan.regions), st.sampled_from(plan.regions), st.sampled_from(odd))
    channels = st.one_of(
        st.sampled_from(plan.axis("channel")), st.sampled_from([*plan.axis("channel"), "Carrier pigeon"])
    )
    leads = st.one_of(counts, counts, counts, st.sampled_from((None, -3.0, 2.5, *["ten"] * texts)))
    money = st.one_of(st.none(), st.integers(0, 9_000_000).map(lambda x: x / 100))
    rows = st.tuples(days, regions, channels, leads, optional, optional, optional, money)
    some = draw(st.lists(rows, max_size=25))
    return [row for row in some if any(cell is not None for cell in row)]


def _inputs(draw: st.DrawFn, bare: Plan, *, blanks: bool, texts: bool) -> dict[str, tuple[Cell, ...]]:
    given = draw(scorings(bare, wrong=texts)) if draw(st.booleans()) else {}
    for measure in bare.typed:
        if measure in SCORING:
            continue
        if measure.unit in ("date", "month", "choice", "text"):
            given[measure.name] = _views(draw, bare, measure)
            continue
        if measure.unit == "table":
            if draw(st.booleans()):
                given[measure.name] = draw(agreed_cells(bare, measure, texts=texts))
            continue
        size = bare.size(measure.axes)
        given[measure.name] = tuple(draw(st.lists(_cells(measure, blanks=blanks), min_size=size, max_size=size)))
    return given


@st.composite
def plans(draw: st.DrawFn, most_months: int = 6, *, texts: bool = True) -> Plan:
    """Draw a plan with inputs: mostly numbers, some zeros, some blanks; half the time the mix adds up and there is a log.

    With `texts` there is now and then a text or a number out of bounds, which no plan file takes.
    """
    bare = draw(bare_plans(most_months))
    given = _inputs(draw, bare, blanks=True, texts=texts)
    if draw(st.booleans()):
        given["channel_mix"] = even_mix(bare, count(draw(st.integers(1, 9))))
    plan = bare.with_inputs(**given)
    return plan.with_log(draw(logs(plan, texts=texts))) if draw(st.booleans()) else plan


@st.composite
def full_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan without a blank, whose rates are above zero and whose mix adds up."""
    bare = draw(bare_plans(4))
    return bare.with_inputs(
        **_inputs(draw, bare, blanks=False, texts=False) | {"channel_mix": even_mix(bare, count(1))}
    )
