"""What the months hold that are new in a plan: targets blank or grown, shares as a year before."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from slasheet.plan.carry import Fill, Gone, Held, Labels
from slasheet.plan.measure import Measure
from slasheet.plan.measures.inputs import MARKETING_SHARE, REVENUE_TARGET
from slasheet.plan.plan import Cell, Plan
from slasheet.texts.findings import FileError
from slasheet.texts.months import months_from

YEAR = 12
#: Digits enough for whatever a target grows to, so that only cents round it, as spreadsheets round.
_EXACT, _CENT = Context(prec=500, rounding=ROUND_HALF_UP), Decimal("0.01")


def new_months(base: Plan, made: Plan, growth: float | None, gone: Gone) -> Fill:
    """Return what the new months of the regions of `base` take; every other new place stays blank.

    A marketing share is that of the same month a year before, and so is a target, grown, where it is to grow. Where the
    year before is not known but the plan goes on right after the old one, the month at the same place of the old plan
    stands for it. A share that is the same in all months of a region holds for the new ones, too.
    """
    if growth is not None and not set(made.axis("horizon")) - set(base.axis("horizon")):
        message = "there are no new months whose targets could grow; give a later start or more months."
        raise FileError(message)
    follows = made.start == months_from(base.start, base.months + 1)[-1]
    steady = {region: share for region, share in _steady(base).items() if region not in gone.get("region", ())}
    factor = None if growth is None else _EXACT.add(Decimal(1), Decimal(str(growth)))

    # A target that grows again next year grows from what it is before it is rounded to cents.
    exact: dict[Labels, Decimal] = {}

    def before(at: Labels, kept: Held) -> Labels | None:
        region, month = at
        places = ((region, _earlier(month, back)) for back in ((YEAR, base.months) if follows else (YEAR,)))
        return next((place for place in places if place in kept), None)

    def grown(place: Labels, at: Labels, kept: Held, factor: Decimal) -> Cell:
        target = kept[place]
        if not isinstance(target, float):
            return None
        exact[at] = _EXACT.multiply(exact.get(place, Decimal(str(target))), factor)
        return float(exact[at].quantize(_CENT, context=_EXACT))

    def filled(measure: Measure, at: Labels, kept: Held) -> Cell:
        if measure is REVENUE_TARGET and factor is not None:
            place = before(at, kept)
            return None if place is None else grown(place, at, kept, factor)
        if measure is MARKETING_SHARE:
            place = before(at, kept)
            share = None if place is None else kept[place]
            if share is None:
                share = steady.get(at[0])
            return share if isinstance(share, float) else None
        return None

    return filled


def _steady(plan: Plan) -> dict[str, Cell]:
    """Return the marketing share of every region in which it is the same in all months."""
    cells, months = plan.inputs[MARKETING_SHARE.name], len(plan.axis("horizon"))
    found = {}
    for place, region in enumerate(plan.regions):
        shares = set(cells[place * months : (place + 1) * months])
        if len(shares) == 1:
            found[region] = shares.pop()
    return found


def _earlier(month: str, back: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    first = year * YEAR + number - 1 - back
    return f"{first // YEAR:04d}-{first % YEAR + 1:02d}"
