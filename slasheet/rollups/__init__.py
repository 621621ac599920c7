"""Adds workbooks up into one: checked, matched by label and month, in one currency, with what differs between them listed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from slasheet.diagnostics import FileError
from slasheet.languages import speaking
from slasheet.report import Report
from slasheet.rollups.differences import differences
from slasheet.rollups.group import Rollup, lines
from slasheet.rollups.labels import matched
from slasheet.rollups.naming import names_of
from slasheet.rollups.parts import LeftOut, Part, part_of
from slasheet.rollups.rates import Rates, currency_code, rates_of
from slasheet.rollups.sums import added_up

__all__ = ["Rollup", "rollup"]
#: Gives the report of every file, in any order, or the error that says why it can't be read.
Checking = Callable[[Sequence[Path]], Iterable[Report | tuple[Path, FileError]]]


def rollup(
    paths: Iterable[str | os.PathLike[str]],
    *,
    currency: str | None = None,
    rates: Sequence[str] = (),
    rates_file: str | os.PathLike[str] | None = None,
    every: bool = False,
    region_map: Mapping[str, str] | None = None,
    channel_map: Mapping[str, str] | None = None,
    language: str = "en",
    checking: Checking | None = None,
) -> Rollup:
    """Check workbooks and add up those that pass; with `every` also those with errors, as far as they can be read.

    Amounts are added in `currency`, by default the one that most of them are in; `rates` say what other ones are
    worth in it (`"USD=0.92"`), `rates_file` by month. A workbook without a rate gives its leads and no amounts.
    `region_map` and `channel_map` give labels that are to be taken for others. Raises FileError when there is nothing
    to add up or a rate or currency is none.
    """
    if currency is not None:
        currency = currency_code(currency, "--currency")
    known = rates_of(rates, Path(rates_file) if rates_file else None, currency)
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    with speaking(language):
        for taken in _taken(list(dict.fromkeys(map(Path, paths))), checking or in_turn, every=every):
            if isinstance(taken, Part):
                parts.append(taken)
            else:
                left_out.append(taken)
        left_out.sort(key=lambda out: out.file)
        if not parts:
            raise FileError(_nothing(left_out))
        return _grouped(parts, left_out, currency, known, region_map or {}, channel_map or {}, language)


def in_turn(paths: Sequence[Path]) -> Iterator[Report | tuple[Path, FileError]]:
    """Check one workbook after the other."""
    from slasheet.checker import check

    for path in paths:
        try:
            yield check(path)
        except FileError as error:
            yield path, error


def _taken(paths: Sequence[Path], checking: Checking, *, every: bool) -> Iterator[Part | LeftOut]:
    """Yield what a rollup keeps of every file; the reports are let go one by one."""
    for found in checking(paths):
        if isinstance(found, Report):
            yield part_of(found, every=every)
        else:
            path, error = found
            yield LeftOut(str(path), str(error).removeprefix(f"{path}: "))


def _grouped(
    parts: list[Part],
    left_out: list[LeftOut],
    currency: str | None,
    rates: Rates,
    region_map: Mapping[str, str],
    channel_map: Mapping[str, str],
    language: str,
) -> Rollup:
    parts.sort(key=lambda part: (-part.leads_due, part.file))
    group = currency or _usual(parts)
    regions = matched([part.regions for part in parts], region_map)
    channels = matched([[channel.name for channel in part.channels] for part in parts], channel_map)
    names = names_of([part.file for part in parts])
    sums = added_up(lines(part, place, group, rates, regions, channels) for place, part in enumerate(parts))
    return Rollup(
        parts=tuple(parts),
        names=names,
        left_out=tuple(left_out),
        currency=group,
        rates=rates,
        regions=regions,
        channels=channels,
        months=tuple(sorted({month for part in parts for month in part.span})),
        differences=tuple(differences(parts, names, group, rates, regions, channels, chosen=currency is not None)),
        sums=sums,
        language=language,
    )


def _usual(parts: Sequence[Part]) -> str:
    """Return the currency that most workbooks are in, of several the first by its letters."""
    counts = Counter(part.currency for part in parts)
    return min(counts, key=lambda code: (-counts[code], code))


def _nothing(left_out: Sequence[LeftOut]) -> str:
    if not left_out:
        return "no workbook is given; name files, folders or patterns as 'clients/**/*.xlsx'."
    first = left_out[0]
    return f"none of the {len(left_out)} workbooks can be added up; the first is {first.file}: {first.reason}"
